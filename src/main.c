/* handshake: a command, or the window. */
#include "app/run.h"
#include "cli/cli.h"

#include <glib/gi18n.h>
#include <locale.h>

static void
set_up_language (void)
{
  const char *directory = g_getenv ("HANDSHAKE_LOCALE_DIR");

  setlocale (LC_ALL, "");
  /* Numbers are written with a point in every language, as headers and scenario files have them. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : HANDSHAKE_LOCALE_DIRECTORY);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  set_up_language ();
  if (argc > 1 && cli_is_command (argv[1]))
    return cli_run (argc, argv);
  return hs_app_run (argc, argv);
}
