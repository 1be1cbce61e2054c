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
#define CLOCK_HALF 13

typedef struct diagram Diagram;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Diagram, diagram_free)

/* Nothing of the moment or behind it has been come to. */
static void
assert_hidden (HsSession *session, const struct quiz_question *question)
{
  event_id last = hs_session_get_event (session);

  if (last != EVENT_NONE)
    g_assert_cmpint (trace_get (hs_session_get_trace (session), last)->at, <, question->at);
  g_assert_true (hs_session_get_now (session) < question->at || !hs_session_get_started (session));
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
  hs_session_select (session, quiz_told_by (question));
  g_assert_cmpuint (hs_session_get_selected (session), ==, EVENT_NONE);
  g_assert_true (hs_session_is_held (session));
}

static void
answer_all (HsSession *session, HsQuiz *quiz)
{
  g_assert_true (hs_quiz_start (quiz, SEED));
  while (hs_quiz_get_phase (quiz) != HS_QUIZ_DONE)
    {
      const struct quiz_question *question = hs_quiz_get_question (quiz);

      g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_ASKING);
      assert_hidden (session, question);
      try_to_pass (session, question);
      hs_quiz_answer (quiz, &question->key);
      g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_ANSWERED);
      hs_quiz_next (quiz);
    }
  g_assert_cmpuint (hs_quiz_get_right (quiz), ==, hs_quiz_count (quiz));
  g_assert_cmpint (hs_session_get_horizon (session), ==, VTIME_NEVER);
}

static void
test_no_lesson_gives_an_answer_away (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = scenario_files_list ("en", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = files->pdata[i];
      HsSession *session = bench_open (file->scenario.id);
      HsQuiz *quiz = hs_quiz_new (session);

      answer_all (session, quiz);
      g_object_unref (quiz);
      g_object_unref (session);
    }
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
  g_assert_cmpint (hs_session_get_now (session), ==, MS (100) - 1);
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
  g_assert_cmpint (hs_session_get_now (session), ==, MS (150));
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
      for (int y = top; y < cairo_image_surface_get_height (surface); y++)
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

/* Below the now-line and its clock there is nothing but the hosts' dotted lines; a moment later there is. */
static void
assert_pixels (HsSession *session, const struct quiz_question *question, guint *answered)
{
  const struct trace *trace = hs_session_get_trace (session);
  struct diagram_options options;
  g_autoptr (Diagram) diagram = NULL;
  cairo_surface_t *open, *shown, *empty;
  int top;

  diagram_options_window (&options);
  options.width = WIDTH;
  diagram = diagram_new (trace, &options, &PICTURE_WORDS);
  diagram_update (diagram);
  top = (int) diagram_y (diagram, hs_session_get_now (session)) + CLOCK_HALF;
  empty = paint (diagram, -1);
  open = paint (diagram, hs_session_get_now (session));
  shown = paint (diagram, question->at + MS (45));
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
  g_test_add_func ("/quiz/another-document", test_another_document_ends_the_quiz);
  g_test_add_func ("/quiz/capture", test_a_capture_is_a_quiz);
  g_test_add_func ("/quiz/pixels", test_no_pixel_of_the_answer);
  return g_test_run ();
}
