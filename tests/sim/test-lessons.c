/* The shipped scenarios against the lessons (lessons-opening.c, -closing.c, -transfer.c, -unexpected.c): each run is
 * repeated with other initial numbers, among them 0xffffffff. */
#include "base/rng.h"
#include "lesson-rows.h"

static const struct lesson *const books[] = { lessons_opening, lessons_closing, lessons_transfer, lessons_unexpected };

static void
test_lesson (gconstpointer data)
{
  static const uint32_t numbers[][2] = {
    { 100, 300 },        { 0xffffffff, 0xffffffff }, { 0xffffffff, 0 }, { 0, 0xfffffffe }, { 0x7fffffff, 0x80000000 },
    { 4294966795, 300 }, { 0xfffffff5, 0xfffffed3 }, { 0, 0 },
  };
  const struct lesson *lesson = data;
  struct scenario_file *file = load_lesson (lesson->id);
  struct rng rng;

  if (lesson->kind != LESSON_PLAIN && lesson->kind != LESSON_DISTURBED)
    {
      run_lesson (lesson, &file->scenario);
      scenario_file_free (file);
      return;
    }
  g_assert_cmpuint (file->scenario.hosts[A].config.iss, ==, 100); /* what the lessons print */
  g_assert_cmpuint (file->scenario.hosts[B].config.iss, ==, 300);
  for (size_t i = 0; i < G_N_ELEMENTS (numbers) && !g_test_failed (); i++)
    {
      file->scenario.hosts[A].config.iss = numbers[i][A];
      file->scenario.hosts[B].config.iss = numbers[i][B];
      run_lesson (lesson, &file->scenario);
    }
  rng_seed (&rng, 1);
  for (unsigned i = 0; i < 20 && !g_test_failed (); i++)
    {
      file->scenario.hosts[A].config.iss = rng_u32 (&rng);
      file->scenario.hosts[B].config.iss = rng_u32 (&rng);
      run_lesson (lesson, &file->scenario);
    }
  scenario_file_free (file);
}

/* No shipped scenario is without its rows. */
static void
test_all_are_here (void)
{
  g_autofree char *folder = source_path ("data", "scenarios", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      bool found = !g_str_has_suffix (name, ".scenario");

      for (size_t i = 0; i < G_N_ELEMENTS (books); i++)
        for (const struct lesson *lesson = books[i]; lesson->id != NULL && !found; lesson++)
          found = g_str_has_prefix (name, lesson->id) && name[strlen (lesson->id)] == '.';
      if (!found)
        g_test_fail_printf ("%s is not tested here", name);
    }
}

/* The page about scenario files lists them all. */
static void
test_all_are_listed (void)
{
  g_autofree char *path = source_path ("data", "scenarios", "README.md");
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  const char *list = strstr (page, "## The lessons that come with the program");
  g_assert_nonnull (list);
  for (size_t i = 0; i < G_N_ELEMENTS (books); i++)
    for (const struct lesson *lesson = books[i]; lesson->id != NULL; lesson++)
      {
        g_autofree char *quoted = g_strdup_printf ("`%s`", lesson->id);

        if (strstr (list, quoted) == NULL)
          g_test_fail_printf ("%s is not listed", lesson->id);
      }
}

/* All lost (S07): sent again at 1, 3, 7, 15, 31, 63, 123 s; the expiry at 183 s gives up. */
static void
test_every_syn_lost (void)
{
  static const unsigned seconds[] = { 0, 1, 3, 7, 15, 31, 63, 123 };
  struct scenario_file *file = load_lesson ("lost-syn");

  file->scenario.faults[0].count = UINT32_MAX;
  struct sim *sim = sim_new (&file->scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (count_events (trace, TRACE_SEND, A), ==, G_N_ELEMENTS (seconds));
  for (unsigned i = 0; i < G_N_ELEMENTS (seconds); i++)
    g_assert_cmpint (get_event (trace, TRACE_SEND, A, i + 1)->at, ==, SEC (seconds[i]));
  g_assert_cmpint (trace_end (trace), ==, SEC (183));
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_TIMED_OUT), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_TIMED_OUT), ==, 1);
  sim_free (sim);
  scenario_file_free (file);
}

/* S10: the last ACK lost twice and three times; 2MSL starts anew each time. */
static void
test_last_ack_lost_again (void)
{
  for (unsigned losses = 2; losses <= 3; losses++)
    {
      struct scenario_file *file = load_lesson ("lost-last-ack");
      vtime last = losses == 2 ? MS (3800) : MS (7800); /* FIN at 0.75, 1.75, 3.75, 7.75 s */

      file->scenario.faults[0].count = losses;
      struct sim *sim = sim_new (&file->scenario, 0, NULL);
      sim_run (sim, VTIME_NEVER);
      g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_TIMER_2MSL_RESTART), ==, losses);
      g_assert_cmpint (trace_end (sim_trace (sim)), ==, last + SEC (240));
      sim_free (sim);
      scenario_file_free (file);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (books); i++)
    for (const struct lesson *lesson = books[i]; lesson->id != NULL; lesson++)
      {
        g_autofree char *path = g_strconcat ("/lessons/", lesson->id, NULL);
        g_test_add_data_func (path, lesson, test_lesson);
      }
  g_test_add_func ("/lessons/all-are-here", test_all_are_here);
  g_test_add_func ("/lessons/all-are-listed", test_all_are_listed);
  g_test_add_func ("/lessons/every-syn-lost", test_every_syn_lost);
  g_test_add_func ("/lessons/last-ack-lost-again", test_last_ack_lost_again);
  return g_test_run ();
}
