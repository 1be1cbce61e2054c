#include "cli/command.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int
complain (int status, const char *format, va_list arguments)
{
  g_autofree char *message = g_strdup_vprintf (format, arguments);

  /* One line, whatever a library put into the message. */
  g_strdelimit (message, "\n\r", ' ');
  fprintf (stderr, "handshake: %s\n", g_strchomp (message));
  return status;
}

int
command_fail (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  int status = complain (CLI_FAILED, format, arguments);
  va_end (arguments);
  return status;
}

int
command_misused (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  int status = complain (CLI_USAGE, format, arguments);
  va_end (arguments);
  return status;
}

const char *
command_language (void)
{
  const char *language = g_getenv ("LANGUAGE");

  return language != NULL && *language != '\0' ? language : NULL;
}

/* LANGUAGE chooses the translation in every locale but "C"; a machine may have no other than C.UTF-8, which does. */
static gboolean
use_language (const char *language, int *status)
{
  const char *rest = language;

  while (g_ascii_isalnum (*rest) || *rest == '_' || *rest == '-' || *rest == '@')
    rest++;
  if (*rest == '.')
    rest += strcspn (rest, " /");
  if (rest == language || *rest != '\0')
    {
      *status = command_misused (_ ("“%s” is not a language; give one such as “en” or “zh_CN”."), language);
      return FALSE;
    }

  g_autofree char *name = g_strdelimit (g_strndup (language, strcspn (language, ".")), "-", '_');
  g_setenv ("LANGUAGE", name, TRUE);
  const char *locale = setlocale (LC_MESSAGES, NULL);
  if (locale == NULL || strcmp (locale, "C") == 0 || strcmp (locale, "POSIX") == 0)
    setlocale (LC_ALL, "C.UTF-8");
  setlocale (LC_NUMERIC, "C");
  return TRUE;
}

gboolean
command_obey_language (int argc, char **argv, int *status)
{
  for (int i = 1; i < argc; i++)
    {
      if (g_str_has_prefix (argv[i], "--language="))
        return use_language (argv[i] + strlen ("--language="), status);
      if (strcmp (argv[i], "--language") == 0 && i + 1 < argc)
        return use_language (argv[i + 1], status);
    }
  return TRUE;
}

gboolean
command_parse (int argc, char **argv, const GOptionEntry *entries, const char *parameters, const char *summary,
               char **operands, int operand_count, int *status)
{
  g_autofree char *language = NULL;
  gboolean help = FALSE;
  const GOptionEntry common[] = {
    { "language", 0, 0, G_OPTION_ARG_STRING, &language, N_ ("language of words, such as en or zh_CN"), N_ ("LOCALE") },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("show this help"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *name = g_strdup (argv[0]);
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  g_autofree char *program = g_strconcat ("handshake ", name, NULL);
  g_set_prgname (program);
  g_auto (GStrv) words = g_new0 (char *, argc + 1);
  for (int i = 0; i < argc; i++)
    words[i] = g_strdup (argv[i]);
  g_autoptr (GError) error = NULL;
  if (!g_option_context_parse_strv (context, &words, &error))
    {
      *status = command_misused ("%s", error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
      fputs (text, stdout);
      *status = CLI_DONE;
      return FALSE;
    }

  int count = (int) g_strv_length (words) - 1;
  if (count != operand_count)
    {
      *status = count < operand_count ? command_misused (_ ("Something is missing: handshake %s %s"), name, parameters)
                                      : command_misused (_ ("“%s” is one word too many: handshake %s %s"),
                                                         words[operand_count + 1], name, parameters);
      return FALSE;
    }
  for (int i = 0; i < operand_count; i++)
    operands[i] = g_strdup (words[i + 1]);
  return TRUE;
}

gboolean
command_choose (const char *option, const char *text, const char *const *words, int *index, int *status)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], text) == 0)
      {
        *index = i;
        return TRUE;
      }
  g_autofree char *allowed = g_strjoinv (", ", (char **) words);
  *status = command_misused (_ ("%s cannot be “%s”; it can be: %s."), option, text, allowed);
  return FALSE;
}

gboolean
command_choose_format (const char *text, gboolean *json, int *status)
{
  static const char *const words[] = { "text", "json", NULL };
  int index = 0;

  if (text != NULL && !command_choose ("--format", text, words, &index, status))
    return FALSE;
  *json = index == 1;
  return TRUE;
}

void
command_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  puts (text);
  g_object_unref (builder);
}

struct capture *
command_open_capture (const char *path, int *status)
{
  g_autoptr (GError) error = NULL;
  struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);

  if (capture == NULL)
    *status = command_fail ("%s", error->message);
  else if (capture_warning (capture) != NULL)
    fprintf (stderr, "handshake: %s\n", capture_warning (capture));
  return capture;
}

gboolean
command_has_connection (const struct capture *capture, int connection, int *status)
{
  guint count = capture_connection_count (capture);

  if (connection >= 0 && (guint) connection < count)
    return TRUE;
  if (count == 0)
    *status = command_fail (_ ("%s: there is no TCP connection in it."), capture_path (capture));
  else
    *status = command_fail (ngettext ("%s: there is no connection %d; it has %u, number 0.",
                                      "%s: there is no connection %d; it has %u, numbered from 0.", count),
                            capture_path (capture), connection, count);
  return FALSE;
}
