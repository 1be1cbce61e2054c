/* What is open as a quiz: whatever a person tries, the answer is neither come to nor painted before it was given. */
#include "capture-bench.h"
#include "session-bench.h"

#include "app/quiz.h"
#include "cli/picture-words.h"
#include "diagram/diagram.h"

#include <glib/gstdio.h>
#include <string.h>

#define SEED 7

/* px */
#define WIDTH 900
#define BAND_MIN 26

typedef struct diagram Diagram;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Diagram, diagram_free)

/* The moment is the last that has been come to, and there is nothing behind it. */
static void
assert_hidden (HsSession *session, const struct quiz_question *question)
{
  event_id until = quiz_asked_until (hs_session_get_whole_trace (session), question);
  event_id last = hs_session_get_event (session);

  g_assert_cmpuint (trace_length (hs_session_get_trace (session)), ==, until);
  g_assert_true (last == EVENT_NONE || last < until);
  g_assert_cmpint (hs_session_get_now (session), <=, question->at);
  for (size_t i = 0; i < flights_length (hs_session_get_flights (session)); i++)
    g_assert_cmpuint (flights_get (hs_session_get_flights (session), i)->carry, <, until);
}

/* The answer is there, and nothing of the question that comes next, not even when it is of the same instant. */
static void
assert_revealed (HsSession *session, HsQuiz *quiz, const struct quiz_question *next)
{
  const struct quiz_question *question = hs_quiz_get_question (quiz);
  const struct trace *whole = hs_session_get_whole_trace (session);
  size_t shown = trace_length (hs_session_get_trace (session));

  g_assert_cmpuint (shown, >=, quiz_answered_until (whole, question));
  g_assert_cmpuint (shown, <=, next != NULL ? next->moments[0] : trace_length (whole));
  g_assert_cmpuint (hs_session_get_event (session), ==, shown - 1);
  g_assert_cmpuint (hs_session_get_selected (session), ==, quiz_told_by (question));
  g_assert_cmpint (bench_state (session, question->host), ==, question->key.state);
}

static void
try_to_pass (HsSession *session, const struct quiz_question *question)
{
  static const struct moment MOMENT = { .kind = MOMENT_EVENT, .event = TRACE_STATE, .state = TCP_CLOSED, .nth = 1 };

  g_assert_true (hs_session_is_held (session));
  hs_session_seek (session, VTIME_NEVER);
  assert_hidden (session, question);
  hs_session_step_forward (session);
  assert_hidden (session, question);
  hs_session_step_back (session);
  hs_session_step_forward (session);
  hs_session_step_forward (session);
  assert_hidden (session, question);
  hs_session_next_state (session, FALSE);
  assert_hidden (session, question);
  hs_session_next_timer (session);
  assert_hidden (session, question);
  hs_session_go_to_moment (session, &MOMENT);
  assert_hidden (session, question);
  hs_session_go_start (session);
  hs_session_set_playing (session, TRUE);
  for (int i = 0; i < 5; i++)
    hs_session_advance (session, SEC (1000));
  g_assert_false (hs_session_get_playing (session));
  assert_hidden (session, question);
  hs_session_go_end (session);
  assert_hidden (session, question);
  hs_session_set_playing (session, TRUE);
  g_assert_false (hs_session_get_playing (session));
  if (quiz_told_by (question) >= quiz_asked_until (hs_session_get_whole_trace (session), question))
    {
      hs_session_select (session, quiz_told_by (question));
      g_assert_cmpuint (hs_session_get_selected (session), ==, EVENT_NONE);
    }
  g_assert_true (hs_session_is_held (session));
}

/* Returns how many questions have the instant of the one before. */
static guint
answer_all (HsSession *session, HsQuiz *quiz)
{
  g_autoptr (GArray) questions = NULL;
  guint shared = 0;

  g_assert_true (hs_quiz_start (quiz, SEED));
  questions = quiz_questions (hs_session_get_whole_trace (session), SEED, hs_quiz_count (quiz));
  for (guint i = 0; hs_quiz_get_phase (quiz) != HS_QUIZ_DONE; i++)
    {
      const struct quiz_question *question = hs_quiz_get_question (quiz);
      const struct quiz_question *next
          = i + 1 < questions->len ? &g_array_index (questions, struct quiz_question, i + 1) : NULL;

      shared += next != NULL && next->at == question->at;
      g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_ASKING);
      assert_hidden (session, question);
      try_to_pass (session, question);
      hs_quiz_answer (quiz, &question->key);
      g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_ANSWERED);
      assert_revealed (session, quiz, next);
      hs_quiz_next (quiz);
    }
  g_assert_cmpuint (hs_quiz_get_right (quiz), ==, hs_quiz_count (quiz));
  g_assert_false (hs_session_has_horizon (session));
  return shared;
}

static void
test_no_lesson_gives_an_answer_away (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = scenario_files_list ("en", &error);
  guint shared = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = files->pdata[i];
      HsSession *session = bench_open (file->scenario.id);
      HsQuiz *quiz = hs_quiz_new (session);

      shared += answer_all (session, quiz);
      g_object_unref (quiz);
      g_object_unref (session);
    }
  g_assert_cmpuint (shared, >, 20);
}

static void
test_an_answer_shows_what_happened (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsQuiz *quiz = hs_quiz_new (session);
  const struct quiz_question *question;
  struct quiz_answer wrong;

  g_assert_true (hs_quiz_start (quiz, SEED));
  hs_quiz_answer (quiz, NULL);
  g_assert_null (hs_quiz_get_answer (quiz));
  g_assert_cmpuint (hs_quiz_get_skipped (quiz), ==, 1);
  hs_quiz_next (quiz);
  hs_quiz_answer (quiz, &hs_quiz_get_question (quiz)->key);
  hs_quiz_next (quiz);
  question = hs_quiz_get_question (quiz);
  wrong = question->key;
  wrong.state = TCP_ESTABLISHED;
  hs_quiz_answer (quiz, &wrong);
  /* Its arrival is the next question. */
  g_assert_cmpint (hs_session_get_now (session), ==, MS (100));
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_SYN_SENT);
  g_assert_cmpuint (hs_session_get_selected (session), ==, question->send);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_SYN_RECEIVED);
  g_assert_cmpint (hs_quiz_get_answer (quiz)->state, ==, TCP_ESTABLISHED);
  g_assert_cmpuint (hs_quiz_get_right (quiz), ==, 1);
  g_object_unref (quiz);
  g_object_unref (session);
}

static void
test_nobody_acts_while_a_question_is_open (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsQuiz *quiz = hs_quiz_new (session);
  struct sim_command command = { .kind = COMMAND_ABORT, .host = HOST_A };
  g_autofree char *why = NULL;

  g_assert_true (hs_quiz_start (quiz, SEED));
  hs_quiz_answer (quiz, NULL);
  hs_quiz_next (quiz);
  g_assert_false (hs_session_command (session, &command, &why));
  g_assert_nonnull (why);
  hs_quiz_stop (quiz);
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_OFF);
  hs_session_go_end (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (500));
  g_object_unref (quiz);
  g_object_unref (session);
}

/* Each question of the set is shown by itself, up to its moment; then its answer. */
static void
play_set (HsSession *session, HsQuiz *quiz)
{
  for (guint i = 0; hs_quiz_get_phase (quiz) != HS_QUIZ_DONE; i++)
    {
      const struct quiz_question *question = hs_quiz_get_question (quiz);

      g_assert_cmpuint (hs_quiz_get_index (quiz), ==, i);
      g_assert_cmpint (hs_session_get_document (session), ==, HS_DOCUMENT_EXERCISE);
      g_assert_cmpstr (hs_quiz_get_moment (quiz, i), !=, "");
      assert_hidden (session, question);
      try_to_pass (session, question);
      hs_quiz_answer (quiz, i % 5 == 0 ? NULL : &question->key);
      assert_revealed (session, quiz, NULL);
      hs_quiz_next (quiz);
    }
}

static void
test_the_set (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsQuiz *quiz = hs_quiz_new (session);
  guint32 starts[2];

  hs_quiz_start_set (quiz, 0);
  starts[0] = trace_segment (hs_session_get_whole_trace (session), hs_quiz_get_question (quiz)->moments[0])->seq;
  play_set (session, quiz);
  g_assert_cmpuint (hs_quiz_count (quiz), ==, 25);
  g_assert_cmpuint (hs_quiz_get_right (quiz), ==, 20);
  g_assert_cmpuint (hs_quiz_get_skipped (quiz), ==, 5);
  g_assert_cmpint (hs_quiz_get_outcome (quiz, 0), ==, HS_QUIZ_IS_SKIPPED);
  g_assert_cmpint (hs_quiz_get_outcome (quiz, 1), ==, HS_QUIZ_IS_RIGHT);
  hs_quiz_again (quiz, 4711);
  g_assert_true (hs_quiz_is_set (quiz));
  g_assert_cmpuint (hs_quiz_get_seed (quiz), ==, 4711);
  g_assert_cmpint (hs_quiz_get_outcome (quiz, 1), ==, HS_QUIZ_OPEN);
  starts[1] = trace_segment (hs_session_get_whole_trace (session), hs_quiz_get_question (quiz)->moments[0])->seq;
  g_assert_cmpuint (starts[0], ==, 700);
  g_assert_cmpuint (starts[1], !=, 700);
  play_set (session, quiz);
  hs_quiz_stop (quiz);
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_OFF);
  g_assert_cmpint (hs_session_get_document (session), ==, HS_DOCUMENT_NONE);
  g_object_unref (quiz);
  g_object_unref (session);
}

/* A day on which nothing happens passes with the answer. */
static void
test_silence_passes (void)
{
  HsSession *session = hs_session_new ();
  HsQuiz *quiz = hs_quiz_new (session);
  vtime asked;

  hs_quiz_start_set (quiz, 0);
  while (hs_quiz_get_index (quiz) < 15)
    {
      hs_quiz_answer (quiz, NULL);
      hs_quiz_next (quiz);
    }
  g_assert_cmpuint (hs_quiz_get_question (quiz)->moment_count, ==, 0);
  asked = hs_session_get_now (session);
  g_assert_cmpstr (hs_quiz_get_moment (quiz, 15), ==, "For 24 h nothing arrives, and the program does nothing");
  hs_quiz_answer (quiz, NULL);
  g_assert_cmpint (hs_session_get_now (session) - asked, >=, SEC (86400));
  /* What else is opened ends the set, and stays open. */
  hs_session_open_scenario (session, scenario_file_find ("four-way-close", "en", NULL));
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_OFF);
  g_assert_cmpint (hs_session_get_document (session), ==, HS_DOCUMENT_RUN);
  g_object_unref (quiz);
  g_object_unref (session);
}

static void
test_another_document_ends_the_quiz (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsQuiz *quiz = hs_quiz_new (session);
  g_autoptr (GError) error = NULL;

  g_assert_true (hs_quiz_start (quiz, SEED));
  hs_session_open_scenario (session, scenario_file_find ("four-way-close", "en", &error));
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_OFF);
  g_assert_null (hs_quiz_get_question (quiz));
  hs_session_go_end (session);
  g_assert_cmpint (hs_session_get_now (session), >, SEC (1));
  hs_session_close_document (session);
  g_assert_false (hs_quiz_start (quiz, SEED));
  g_object_unref (quiz);
  g_object_unref (session);
}

/* Opened and closed: each segment of the peer is a moment. */
static void
test_a_capture_is_a_quiz (void)
{
  g_autofree char *name = g_strdup_printf ("handshake-quiz-%d.pcap", (int) getpid ());
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  struct bench_pcap pcap;
  HsSession *session = hs_session_new ();
  HsQuiz *quiz = hs_quiz_new (session);

  bench_pcap_begin (&pcap);
  bench_pcap_add (&pcap, 50000, true, TCP_SYN, 100, 0);
  bench_pcap_add (&pcap, 50000, false, TCP_SYN | TCP_ACK, 300, 101);
  bench_pcap_add (&pcap, 50000, true, TCP_ACK, 101, 301);
  bench_pcap_add (&pcap, 50000, true, TCP_FIN | TCP_ACK, 101, 301);
  bench_pcap_add (&pcap, 50000, false, TCP_ACK, 301, 102);
  bench_pcap_add (&pcap, 50000, false, TCP_FIN | TCP_ACK, 301, 102);
  bench_pcap_add (&pcap, 50000, true, TCP_ACK, 102, 302);
  hs_session_open_capture (session, bench_pcap_open (&pcap, path), 0);
  answer_all (session, quiz);
  g_assert_cmpuint (hs_quiz_count (quiz), >=, 3);
  g_object_unref (quiz);
  g_object_unref (session);
  g_remove (path);
}

/* --- pixels --- */

static cairo_surface_t *
paint (const struct diagram *diagram, vtime now)
{
  struct diagram_view view = { .now = now, .selected = EVENT_NONE, .hovered = SIZE_MAX, .transition = 1 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int) diagram_height (diagram) + 1);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  diagram_paint (diagram, cr, NULL, diagram_theme (THEME_LIGHT), &view);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
is_inked (cairo_surface_t *surface, int x, int y)
{
  const unsigned char *data = cairo_image_surface_get_data (surface);
  const guint32 *row = (const guint32 *) (const void *) (data + y * cairo_image_surface_get_stride (surface));

  return (row[x] & 0xffffff) != 0xffffff;
}

/* The dotted lines of the hosts are there in the empty picture, too. */
static gboolean
is_lifeline (cairo_surface_t *empty, int x, int top)
{
  for (int y = top; y < cairo_image_surface_get_height (empty); y++)
    if (is_inked (empty, x, y))
      return TRUE;
  return FALSE;
}

static guint
inked_below (cairo_surface_t *surface, cairo_surface_t *empty, int top)
{
  guint inked = 0;

  for (int x = 0; x < WIDTH; x++)
    {
      if (is_lifeline (empty, x, top))
        continue;
      for (int y = top; y < MIN (cairo_image_surface_get_height (surface), cairo_image_surface_get_height (empty)); y++)
        inked += is_inked (surface, x, y);
    }
  return inked;
}

/* The way of a segment that left before the question is known to its end. */
static gboolean
is_something_under_way (HsSession *session, const struct quiz_question *question)
{
  struct flights *flights = hs_session_get_flights (session);

  for (size_t i = 0; i < flights_length (flights); i++)
    {
      struct flight flight;

      if (flight_at (flights, i, question->at - 1, &flight) && flight.fate == FLIGHT_UNDER_WAY
          && flight.end > question->at)
        return TRUE;
    }
  return FALSE;
}

static struct diagram *
lay_out (const struct trace *trace)
{
  struct diagram_options options;

  diagram_options_window (&options);
  options.width = WIDTH;
  return diagram_new (trace, &options, &PICTURE_WORDS);
}

/* Below the now-line, its clock and the band that begins there is nothing but the hosts' dotted lines; a moment later
 * there is. */
static void
assert_pixels (HsSession *session, const struct quiz_question *question, guint *answered)
{
  g_autoptr (Diagram) diagram = lay_out (hs_session_get_trace (session));
  g_autoptr (Diagram) whole = lay_out (hs_session_get_whole_trace (session));
  cairo_surface_t *open, *shown, *empty;
  int top = (int) diagram_y (diagram, hs_session_get_now (session)) + BAND_MIN;

  empty = paint (whole, -1);
  open = paint (diagram, hs_session_get_now (session));
  shown = paint (whole, question->at + MS (45));
  g_assert_cmpuint (inked_below (open, empty, top), ==, 0);
  *answered += inked_below (shown, empty, top) > 50;
  cairo_surface_destroy (empty);
  cairo_surface_destroy (open);
  cairo_surface_destroy (shown);
}

static void
test_no_pixel_of_the_answer (void)
{
  static const char *const LESSONS[] = { "three-way-handshake", "four-way-close", "lost-syn", "full-connection" };
  guint questions = 0, answered = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (LESSONS); i++)
    {
      HsSession *session = bench_open (LESSONS[i]);
      HsQuiz *quiz = hs_quiz_new (session);

      g_assert_true (hs_quiz_start (quiz, SEED));
      for (; hs_quiz_get_phase (quiz) == HS_QUIZ_ASKING; hs_quiz_next (quiz))
        {
          questions += hs_session_get_started (session);
          if (hs_session_get_started (session) && !is_something_under_way (session, hs_quiz_get_question (quiz)))
            assert_pixels (session, hs_quiz_get_question (quiz), &answered);
          hs_quiz_answer (quiz, NULL);
        }
      g_object_unref (quiz);
      g_object_unref (session);
    }
  g_assert_cmpuint (questions, >, 15);
  g_assert_cmpuint (answered, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quiz/lessons", test_no_lesson_gives_an_answer_away);
  g_test_add_func ("/quiz/answer", test_an_answer_shows_what_happened);
  g_test_add_func ("/quiz/acting", test_nobody_acts_while_a_question_is_open);
  g_test_add_func ("/quiz/set", test_the_set);
  g_test_add_func ("/quiz/silence", test_silence_passes);
  g_test_add_func ("/quiz/another-document", test_another_document_ends_the_quiz);
  g_test_add_func ("/quiz/capture", test_a_capture_is_a_quiz);
  g_test_add_func ("/quiz/pixels", test_no_pixel_of_the_answer);
  return g_test_run ();
}
