/* Runs the conversations of one file. */
#include "bench.h"

extern const struct dialogue DIALOGUES[];

static void
add (const struct dialogue *dialogue)
{
  if (dialogue->run != NULL)
    g_test_add_func (dialogue->path, dialogue->run);
  for (guint i = 0; i < dialogue->cases; i++)
    {
      g_autofree char *name = dialogue->name (i);
      g_autofree char *path = g_strconcat (dialogue->path, name, NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), dialogue->run_case);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const struct dialogue *dialogue = DIALOGUES; dialogue->path != NULL; dialogue++)
    add (dialogue);
  return g_test_run ();
}
