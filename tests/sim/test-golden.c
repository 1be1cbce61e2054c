/* Each shipped scenario, run to its end, gives the trace that tests/sim/golden holds.
 *
 * The golden traces were read line by line when they were made; test-lessons holds the decisive facts apart from them.
 * HANDSHAKE_UPDATE_GOLDEN=1 writes them anew: read the difference before you keep it. */
#include "lesson.h"

#include <string.h>

static void
test_scenario (gconstpointer data)
{
  const char *id = data;
  struct scenario_file *file = load_lesson (id);
  g_autofree char *name = g_strconcat (id, ".trace", NULL);
  g_autofree char *path = source_path ("tests/sim", "golden", name);
  g_autofree char *golden = NULL;
  g_autoptr (GError) error = NULL;

  struct sim *sim = sim_new (&file->scenario, 0, NULL);
  sim_run (sim, VTIME_NEVER);
  g_assert_false (sim_is_full (sim));
  g_autofree char *text = trace_text (sim_trace (sim));
  if (g_strcmp0 (g_getenv ("HANDSHAKE_UPDATE_GOLDEN"), "1") == 0)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_file_get_contents (path, &golden, NULL, &error);
  g_assert_no_error (error);
  assert_same_lines (id, golden, text);
  sim_free (sim);
  scenario_file_free (file);
}

/* There is no scenario without a golden trace, nor the other way round. */
static void
test_all_are_held (void)
{
  g_autofree char *folder = source_path ("tests/sim", "golden", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_true (g_str_has_suffix (name, ".trace"));
      g_autofree char *id = g_strndup (name, strlen (name) - strlen (".trace"));
      g_autofree char *scenario = g_strconcat (id, ".scenario", NULL);
      g_autofree char *path = source_path ("data", "scenarios", scenario);
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *folder = source_path ("data", "scenarios", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".scenario"))
      {
        char *id = g_strndup (name, strlen (name) - strlen (".scenario"));
        g_autofree char *path = g_strconcat ("/golden/", id, NULL);

        g_ptr_array_add (ids, id);
        g_test_add_data_func (path, id, test_scenario);
      }
  g_test_add_func ("/golden/all-are-held", test_all_are_held);
  return g_test_run ();
}
