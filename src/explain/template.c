#include "explain/template.h"

#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

static size_t
name_length (const char *text)
{
  size_t length = 0;

  while (g_ascii_isalnum (text[length]) || text[length] == '_' || text[length] == '.')
    length++;
  return length;
}

/* Chinese sets no space between its own characters, but a template has one where a value may be "ACK" as well as
 * "数据报文段". */
static char *
join_wide (const char *text)
{
  GString *joined = g_string_new (NULL);
  bool wide = false;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      bool drop = *at == ' ' && wide && g_unichar_iswide (g_utf8_get_char (at + 1));

      wide = g_unichar_iswide (g_utf8_get_char (at));
      if (!drop)
        g_string_append_len (joined, at, g_utf8_next_char (at) - at);
    }
  return g_string_free (joined, FALSE);
}

char *
explain_template (const char *pattern, explain_lookup lookup, void *user)
{
  GString *text = g_string_new (NULL);
  char *joined;

  while (*pattern != '\0')
    {
      size_t length = *pattern == '{' ? name_length (pattern + 1) : 0;

      if (length > 0 && pattern[length + 1] == '}')
        {
          g_autofree char *value = lookup (user, pattern + 1, length);

          if (value != NULL)
            g_string_append (text, value);
          else
            g_string_append_len (text, pattern, (gssize) length + 2);
          pattern += length + 2;
        }
      else
        g_string_append_c (text, *pattern++);
    }
  joined = join_wide (text->str);
  g_string_free (text, TRUE);
  return joined;
}

#define PAIRS_MAX 8

struct pairs
{
  size_t length;
  const char *names[PAIRS_MAX];
  const char *texts[PAIRS_MAX];
};

static char *
find_pair (void *user, const char *name, size_t length)
{
  const struct pairs *pairs = user;

  for (size_t i = 0; i < pairs->length; i++)
    if (strlen (pairs->names[i]) == length && memcmp (pairs->names[i], name, length) == 0)
      return g_strdup (pairs->texts[i]);
  return NULL;
}

char *
explain_fill (const char *pattern, ...)
{
  struct pairs pairs = { .length = 0 };
  const char *name;
  va_list list;

  va_start (list, pattern);
  while ((name = va_arg (list, const char *)) != NULL)
    {
      g_assert (pairs.length < PAIRS_MAX);
      pairs.names[pairs.length] = name;
      pairs.texts[pairs.length] = va_arg (list, const char *);
      pairs.length++;
    }
  va_end (list);
  return explain_template (pattern, find_pair, &pairs);
}
