/* The quiz that is open on paper: octet by octet what the command writes about the same questions, wherever the person
 * is in it. */
#include "session-bench.h"

#include "app/quiz-paper.h"
#include "cli/quiz-sheet.h"

#include <glib/gstdio.h>
#include <string.h>

#define SEED 7

static char *folder;

static char *
read_away (const char *path, gsize *length)
{
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, length, NULL));
  g_assert_true (g_str_has_prefix (content, "%PDF-"));
  g_remove (path);
  return content;
}

static char *
written (HsQuiz *quiz, gboolean answers, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, "quiz.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hs_quiz_paper_write (quiz, answers, path, &error));
  g_assert_no_error (error);
  return read_away (path, length);
}

static void
assert_same (HsQuiz *quiz, gboolean answers, const GPtrArray *sheet, const char *about)
{
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autofree char *title = quiz_sheet_title (about, answers);
  gsize length, expected;
  g_autofree char *content = written (quiz, answers, &length);

  g_assert_true (quiz_sheet_pdf (sheet, title, !answers, path));
  g_autofree char *other = read_away (path, &expected);
  g_assert_cmpmem (content, length, other, expected);
}

static void
test_a_run (gconstpointer data)
{
  gboolean answers = GPOINTER_TO_INT (data);
  g_autoptr (HsSession) whole = bench_open ("four-way-close");
  g_autoptr (HsSession) session = bench_open ("four-way-close");
  g_autoptr (HsQuiz) quiz = hs_quiz_new (session);
  g_autoptr (GPtrArray) sheet = quiz_sheet_new ();
  g_autoptr (GArray) questions = NULL;

  hs_session_go_end (whole);
  questions = quiz_questions (hs_session_get_trace (whole), SEED, 12);
  quiz_sheet_add_run (sheet, hs_session_get_trace (whole), questions, answers);
  g_assert_true (hs_quiz_start (quiz, SEED));
  assert_same (quiz, answers, sheet, "Four-way close");
  hs_quiz_answer (quiz, NULL);
  hs_quiz_next (quiz);
  assert_same (quiz, answers, sheet, "Four-way close");
}

static void
test_the_set (gconstpointer data)
{
  gboolean answers = GPOINTER_TO_INT (data);
  g_autoptr (HsSession) session = hs_session_new ();
  g_autoptr (HsQuiz) quiz = hs_quiz_new (session);
  g_autoptr (GPtrArray) sheet = quiz_sheet_new ();

  hs_quiz_start_set (quiz, SEED);
  quiz_sheet_add_set (sheet, SEED, answers);
  assert_same (quiz, answers, sheet, "25 questions, variant 7");
}

static void
test_says_what_went_wrong (void)
{
  g_autoptr (HsSession) session = bench_open ("four-way-close");
  g_autoptr (HsQuiz) quiz = hs_quiz_new (session);
  g_autofree char *path = g_build_filename (folder, "no", "such", "quiz.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hs_quiz_start (quiz, SEED));
  g_assert_false (hs_quiz_paper_write (quiz, FALSE, path, &error));
  g_assert_cmpstr (error->message, ==, "quiz.pdf cannot be written: No such file or directory.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("handshake-quiz-paper-XXXXXX", NULL);
  g_test_add_data_func ("/quiz-paper/run/hand-out", GINT_TO_POINTER (FALSE), test_a_run);
  g_test_add_data_func ("/quiz-paper/run/answers", GINT_TO_POINTER (TRUE), test_a_run);
  g_test_add_data_func ("/quiz-paper/set/hand-out", GINT_TO_POINTER (FALSE), test_the_set);
  g_test_add_data_func ("/quiz-paper/set/answers", GINT_TO_POINTER (TRUE), test_the_set);
  g_test_add_func ("/quiz-paper/wrong", test_says_what_went_wrong);
  int status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
