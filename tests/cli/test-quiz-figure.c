/* The figures of a quiz on paper: nothing of the answer on the hand-out, all of it on the answer sheet. */
#include "cli/quiz-figure.h"
#include "cli/quiz-sheet.h"
#include "io/scenario-file.h"
#include "sim/exercise.h"
#include "sim/sim.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct trace Trace;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trace, trace_free)

/* Rows below y with ink in the middle of the lane, where arrows are. */
static guint
rows_with_ink (const struct quiz_figure *figure, double from)
{
  int width = (int) quiz_figure_width (figure), height = (int) quiz_figure_height (figure);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  guint rows = 0;

  quiz_figure_paint (figure, cr, 0, height);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = (int) from; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (const void *) (cairo_image_surface_get_data (surface)
                                                             + y * cairo_image_surface_get_stride (surface));
      gboolean ink = FALSE;

      for (int x = width * 9 / 20; x < width * 11 / 20; x++)
        ink = ink || (row[x] & 0xffffff) != 0xffffff;
      rows += ink;
    }
  cairo_surface_destroy (surface);
  return rows;
}

/* Below the moment's line an exercise has room to draw, and its answer fills that. */
static void
test_exercise (void)
{
  guint answered = 0;

  for (unsigned number = 0; number < exercise_count (); number++)
    {
      struct exercise_span span;
      struct quiz_question question;
      g_autoptr (Trace) trace = exercise_run (number, 5, &span);
      struct quiz_figure *blank, *whole;
      double moment;

      g_assert_true (quiz_last_question (trace, exercise_host (number), span.since, span.until, 5, &question));
      blank = quiz_figure_new (trace, quiz_asked_until (trace, &question), question.at);
      whole = quiz_figure_new (trace, trace_length (trace), VTIME_NEVER);
      moment = quiz_figure_height (blank) - 76;
      g_assert_cmpuint (rows_with_ink (blank, moment), ==, 0);
      g_assert_cmpuint (rows_with_ink (blank, 0), >, 3);
      if (question.key.sender != HOST_NONE)
        {
          g_assert_cmpuint (rows_with_ink (whole, moment), >, 8);
          answered++;
        }
      quiz_figure_free (blank);
      quiz_figure_free (whole);
    }
  g_assert_cmpuint (answered, ==, 20);
}

static struct trace *
run (const char *id)
{
  struct scenario_file *file = scenario_file_find (id, "en", NULL);
  struct sim *sim = sim_new (&file->scenario, 0, NULL);
  struct trace *trace;

  sim_run (sim, VTIME_NEVER);
  trace = sim_steal_trace (sim);
  sim_free (sim);
  scenario_file_free (file);
  return trace;
}

/* One figure for the questions of a run: empty on the hand-out, and as tall as that of the answers. */
static void
test_run (void)
{
  g_autoptr (Trace) trace = run ("four-way-close");
  g_autoptr (GArray) questions = quiz_questions (trace, 0, 12);
  g_autoptr (GPtrArray) blank = quiz_sheet_new ();
  g_autoptr (GPtrArray) answers = quiz_sheet_new ();
  const struct quiz_sheet_part *parts[2];

  quiz_sheet_add_run (blank, trace, questions, FALSE);
  quiz_sheet_add_run (answers, trace, questions, TRUE);
  g_assert_cmpuint (blank->len, ==, questions->len + 1);
  parts[0] = blank->pdata[0];
  parts[1] = answers->pdata[0];
  g_assert_null (parts[0]->heading);
  g_assert_nonnull (parts[0]->figure);
  g_assert_cmpfloat (quiz_figure_height (parts[0]->figure), ==, quiz_figure_height (parts[1]->figure));
  g_assert_cmpuint (rows_with_ink (parts[0]->figure, 0), <=, 3);
  g_assert_cmpuint (rows_with_ink (parts[1]->figure, 0), >, 100);
}

/* A figure that is taller than a page is cut between two instants, and every page gets something. */
static void
test_pages (void)
{
  g_autoptr (Trace) trace = run ("slow-start");
  struct quiz_figure *figure = quiz_figure_new (trace, trace_length (trace), VTIME_NEVER);
  double height = quiz_figure_height (figure), end;
  guint pages = 0;

  g_assert_cmpfloat (height, >, 2000);
  for (double top = 0; top < height; top = end, pages++)
    {
      end = quiz_figure_page_end (figure, top, 1200);
      g_assert_cmpfloat (end, >, top);
      g_assert_cmpfloat (end, <=, top + 1200);
    }
  g_assert_cmpuint (pages, >=, 2);
  g_assert_cmpuint (pages, <=, (guint) (height / 600) + 1);
  quiz_figure_free (figure);
}

static gsize
write_pdf (const GPtrArray *sheet, gboolean with_name)
{
  g_autofree char *path = g_strdup_printf ("%s/handshake-sheet-%d.pdf", g_get_tmp_dir (), (int) getpid ());
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (quiz_sheet_pdf (sheet, "A title", with_name, path));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpint (memcmp (content, "%PDF", 4), ==, 0);
  g_remove (path);
  return length;
}

/* The same sheet is the same file; with the figure there is more in it. */
static void
test_pdf (void)
{
  g_autoptr (Trace) trace = run ("three-way-handshake");
  g_autoptr (GArray) questions = quiz_questions (trace, 0, 12);
  g_autoptr (GPtrArray) sheet = quiz_sheet_new ();
  gsize with;

  quiz_sheet_add_run (sheet, trace, questions, TRUE);
  with = write_pdf (sheet, TRUE);
  g_assert_cmpuint (write_pdf (sheet, TRUE), ==, with);
  g_ptr_array_remove_index (sheet, 0);
  g_assert_cmpuint (write_pdf (sheet, TRUE) + 500, <, with);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quiz-figure/exercise", test_exercise);
  g_test_add_func ("/quiz-figure/run", test_run);
  g_test_add_func ("/quiz-figure/pages", test_pages);
  g_test_add_func ("/quiz-figure/pdf", test_pdf);
  return g_test_run ();
}
