/* The narration of every lesson that is shipped, on its own run: each step comes, in order, with its numbers put in, in
 * both languages. */
#include "explain/narration.h"
#include "io/scenario-file.h"
#include "sim/sim.h"

#include <glib.h>
#include <string.h>

static gboolean
has_han (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_get_script (g_utf8_get_char (text)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;
  return FALSE;
}

static const struct scenario_step *
step_at (const struct scenario_file *file, guint step)
{
  return g_ptr_array_index (file->lesson->steps, step);
}

/* Each step's event, EVENT_NONE for start and end, after those of the steps before it. */
static event_id
find_step (const struct scenario_file *file, guint step, const struct trace *trace, event_id last)
{
  const struct moment *moment = &step_at (file, step)->moment;
  event_id found = moment_find (trace, moment);

  if (moment->kind == MOMENT_START)
    g_assert_cmpuint (step, ==, 0);
  else if (moment->kind == MOMENT_END)
    g_assert_cmpuint (step, ==, file->lesson->steps->len - 1);
  else
    {
      if (found == EVENT_NONE || (last != EVENT_NONE && found < last))
        g_error ("%s: step %u does not come, or comes before the one above it", file->scenario.id, step + 1);
      return found;
    }
  return last;
}

static void
check_text (const struct scenario_file *file, guint step, const struct trace *trace, event_id found, gboolean chinese)
{
  g_autofree char *said = explain_narration (trace, found, step_at (file, step)->say);

  if (strpbrk (said, "{}") != NULL)
    g_error ("%s: step %u: a name is not known: %s", file->scenario.id, step + 1, said);
  if (strstr (said, "–") != NULL || strstr (said, " ?") != NULL)
    g_error ("%s: step %u: a value is not there: %s", file->scenario.id, step + 1, said);
  if (chinese != has_han (said))
    g_error ("%s: step %u: wrong language: %s", file->scenario.id, step + 1, said);
}

static void
check_words (const struct scenario_file *file, const char *words, gboolean chinese)
{
  g_assert_nonnull (words);
  if (chinese != has_han (words))
    g_error ("%s: wrong language: %s", file->scenario.id, words);
}

/* Numbers of sections are the same in every language; what joins them is not. */
static void
check_reference (const struct scenario_file *file, gboolean chinese)
{
  const char *words = file->lesson->reference;

  g_assert_nonnull (words);
  if (chinese && (strstr (words, ", ") != NULL || strchr (words, '(') != NULL))
    g_error ("%s: wrong language: %s", file->scenario.id, words);
}

static void
test_lesson (gconstpointer data)
{
  const char *id = data;
  static const char *const languages[] = { "en", "zh_CN" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GError) error = NULL;
      struct scenario_file *file = scenario_file_find (id, languages[i], &error);
      struct sim *sim;
      event_id last = EVENT_NONE;

      g_assert_no_error (error);
      sim = sim_new (&file->scenario, 0, NULL);
      sim_run (sim, VTIME_NEVER);
      for (guint step = 0; step < file->lesson->steps->len; step++)
        {
          gboolean start = step_at (file, step)->moment.kind == MOMENT_START;

          last = find_step (file, step, sim_trace (sim), last);
          check_text (file, step, sim_trace (sim), start ? EVENT_NONE : last, i == 1);
        }
      if (file->lesson->steps->len > 0)
        {
          check_words (file, file->lesson->question, i == 1);
          check_words (file, file->lesson->answer, i == 1);
          check_words (file, file->lesson->misconception, i == 1);
          check_words (file, file->lesson->correction, i == 1);
          check_reference (file, i == 1);
        }
      sim_free (sim);
      scenario_file_free (file);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = NULL;

  g_test_init (&argc, &argv, NULL);
  files = scenario_files_list ("en", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, >, 20);
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = files->pdata[i];
      g_autofree char *path = g_strdup_printf ("/lessons/%s", file->scenario.id);

      g_test_add_data_func (path, file->scenario.id, test_lesson);
    }
  return g_test_run ();
}
