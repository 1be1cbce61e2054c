#include "io/scenario-lines.h"

#include "io/scenario-file.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a broken line so much is shown, characters. */
#define SHOWN_MAX 40

static gboolean
is_group (const char *line)
{
  size_t length = strlen (line);

  return length > 2 && line[0] == '[' && line[length - 1] == ']';
}

static gboolean
is_assignment (const char *line)
{
  const char *equals = strchr (line, '=');

  return equals != NULL && equals != line;
}

static char *
shown (const char *line)
{
  if (g_utf8_strlen (line, -1) <= SHOWN_MAX)
    return g_strdup (line);
  g_autofree char *begin = g_utf8_substring (line, 0, SHOWN_MAX);
  return g_strconcat (begin, "…", NULL);
}

/* What is wrong with a line without spaces around it; NULL: nothing. Free with g_free. */
static char *
complaint (const char *line, gboolean in_group)
{
  g_autofree char *text = shown (line);

  if (*line == '\0' || *line == '#' || is_group (line))
    return NULL;
  if (!is_assignment (line))
    return g_strdup_printf (_ ("“%s” is neither [Group] nor Key=Value; a remark begins with #"), text);
  return in_group ? NULL : g_strdup_printf (_ ("“%s” stands before the first [Group]"), text);
}

gboolean
scenario_lines_check (const char *source, const char *contents, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (contents, "\n", -1);
  gboolean in_group = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      g_autofree char *why = complaint (line, in_group);

      if (why != NULL)
        {
          g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE, _ ("%s, line %u: %s"), source, i + 1,
                       why);
          return FALSE;
        }
      in_group = in_group || *line == '[';
    }
  return TRUE;
}
