#include "cli/cli.h"

#include "cli/command.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

struct command
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary;
};

static const struct command commands[] = {
  { "list", command_list, N_ ("name the scenarios") },
  { "run", command_run, N_ ("run a scenario and print what happens") },
  { "draw", command_draw, N_ ("draw a scenario or a captured connection to a file") },
  { "quiz", command_quiz, N_ ("ask what happens next: a hand-out, or its answers") },
  { "connections", command_connections, N_ ("name the TCP connections in a capture file") },
  { "segments", command_segments, N_ ("print the segments of one captured connection") },
};

static const struct command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

gboolean
cli_is_command (const char *argument)
{
  return find_command (argument) != NULL || argument[0] == '-';
}

static void
print_help (void)
{
  printf ("%s\n\n", _ ("Handshake lets you see TCP: two real TCP hosts, one wire, and why each thing happens."));
  printf ("  handshake [%s…]\n      %s\n\n", _ ("FILE"), _ ("open the window"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  handshake %s …\n      %s\n\n", commands[i].name, _ (commands[i].summary));
  printf ("%s\n", _ ("“handshake COMMAND --help” tells the options of a command."));
}

int
cli_run (int argc, char **argv)
{
  const char *name = argv[1];
  const struct command *command = find_command (name);
  int status;

  if (!command_obey_language (argc, argv, &status))
    return status;
  if (command != NULL)
    return command->run (argc - 1, argv + 1);
  if (strcmp (name, "--help") == 0 || strcmp (name, "-h") == 0)
    {
      print_help ();
      return CLI_DONE;
    }
  if (strcmp (name, "--version") == 0)
    {
      printf ("handshake %s\n", HANDSHAKE_VERSION);
      return CLI_DONE;
    }
  return command_misused (_ ("There is no option “%s”; try “handshake --help”."), name);
}
