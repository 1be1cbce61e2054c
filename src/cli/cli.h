/* The command line: everything that Handshake does without a display.
 *
 * Exit status of every command: CLI_DONE, CLI_FAILED with one line on stderr that says why, CLI_USAGE for a wrong
 * command line. */
#pragma once

#include <glib.h>

enum cli_status
{
  CLI_DONE = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,
};

/* True for the name of a command ("run"), and for --help, --version and what looks like an unknown option. */
gboolean cli_is_command (const char *argument);

/* argv[1] is such a name. Returns the exit status. */
int cli_run (int argc, char **argv);
