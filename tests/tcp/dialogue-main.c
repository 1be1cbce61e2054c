/* Runs the conversations of one file. */
#include "bench.h"

extern const struct dialogue DIALOGUES[];

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const struct dialogue *dialogue = DIALOGUES; dialogue->path != NULL; dialogue++)
    g_test_add_func (dialogue->path, dialogue->run);
  return g_test_run ();
}
