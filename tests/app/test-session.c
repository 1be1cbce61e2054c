/* The session without a display: moving through a run, acting in it, undoing. */
#include "app/fault.h"
#include "app/wire-pill.h"
#include "io/pcap-writer.h"
#include "session-bench.h"

#include <glib/gstdio.h>

static void
test_stands_before_the_first_event (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");

  g_assert_cmpint (hs_session_get_document (session), ==, HS_DOCUMENT_RUN);
  g_assert_cmpint (hs_session_get_now (session), ==, 0);
  g_assert_cmpuint (hs_session_get_event (session), ==, EVENT_NONE);
  g_assert_false (hs_session_get_started (session));
  g_assert_false (hs_session_get_playing (session));
  g_assert_false (hs_session_is_finished (session));
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_CLOSED);
  g_assert_cmpuint (trace_length (hs_session_get_trace (session)), ==, 0);
}

static void
test_steps_through_the_handshake (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");

  hs_session_step_forward (session);
  g_assert_cmpint (hs_session_get_now (session), ==, 0);
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_SYN_SENT);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_LISTEN);
  hs_session_step_forward (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (50));
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_SYN_RECEIVED);
  hs_session_step_forward (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (100));
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_SYN_RECEIVED);
  hs_session_step_forward (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (150));
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_ESTABLISHED);
}

/* Every moment on the way there is the same on the way back, to the octet. */
static void
test_steps_back_the_same_way (void)
{
  g_autoptr (HsSession) session = bench_open ("full-connection");
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (vtime));

  do
    {
      vtime now = hs_session_get_now (session);

      g_ptr_array_add (texts, bench_text (session));
      g_array_append_val (times, now);
      hs_session_step_forward (session);
    }
  while (hs_session_get_now (session) != g_array_index (times, vtime, times->len - 1) || times->len == 1);
  g_assert_true (hs_session_is_finished (session));
  g_assert_cmpuint (times->len, >, 12);

  for (guint i = times->len - 1; i-- > 0;)
    {
      g_autofree char *text = NULL;

      hs_session_step_back (session);
      text = bench_text (session);
      g_assert_cmpint (hs_session_get_now (session), ==, g_array_index (times, vtime, i));
      g_assert_cmpstr (text, ==, g_ptr_array_index (texts, i));
    }
  g_assert_cmpuint (hs_session_get_event (session), ==, EVENT_NONE);
}

static void
test_a_step_from_between_goes_back_to_it (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");

  hs_session_seek (session, MS (20));
  hs_session_step_forward (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (50));
  hs_session_step_back (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (20));
  hs_session_step_back (session);
  g_assert_cmpint (hs_session_get_now (session), ==, 0);
}

/* A step that recorded on and is taken back leaves nothing behind; what has been played stays. */
static void
test_a_step_taken_back_leaves_nothing (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  size_t length;

  hs_session_seek (session, MS (20));
  length = trace_length (hs_session_get_trace (session));
  hs_session_step_forward (session);
  hs_session_step_forward (session);
  g_assert_cmpuint (trace_length (hs_session_get_trace (session)), >, length);
  hs_session_step_back (session);
  hs_session_step_back (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (20));
  g_assert_cmpint (hs_session_get_end (session), ==, MS (20));
  g_assert_cmpuint (trace_length (hs_session_get_trace (session)), ==, length);

  hs_session_go_end (session);
  hs_session_step_back (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (450));
  g_assert_cmpint (hs_session_get_end (session), ==, MS (500));
}

static void
test_a_run_at_rest_waits_while_there_is_a_connection (void)
{
  g_autoptr (HsSession) open = bench_open ("three-way-handshake");
  g_autoptr (HsSession) closed = bench_open ("four-way-close");

  g_assert_false (hs_session_waits_for_call (open));
  hs_session_go_end (open);
  g_assert_true (hs_session_waits_for_call (open));
  hs_session_go_end (closed);
  g_assert_true (hs_session_is_finished (closed));
  g_assert_false (hs_session_waits_for_call (closed));
}

/* Playing in small frames, stepping and jumping to the end record the same run. */
static void
test_every_way_gives_the_same_run (void)
{
  g_autoptr (HsSession) stepped = bench_open ("lost-syn");
  g_autoptr (HsSession) played = bench_open ("lost-syn");
  g_autoptr (HsSession) jumped = bench_open ("lost-syn");
  g_autofree char *by_steps = NULL;
  g_autofree char *by_play = NULL;
  g_autofree char *by_jump = NULL;

  while (!hs_session_is_finished (stepped))
    hs_session_step_forward (stepped);
  hs_session_set_playing (played, TRUE);
  while (hs_session_get_playing (played))
    hs_session_advance (played, MS (17) + 331);
  hs_session_go_end (jumped);
  by_steps = bench_recording (stepped);
  by_play = bench_recording (played);
  by_jump = bench_recording (jumped);
  g_assert_cmpstr (by_play, ==, by_steps);
  g_assert_cmpstr (by_jump, ==, by_steps);
  g_assert_true (hs_session_is_finished (played));
  g_assert_cmpint (hs_session_get_now (played), ==, hs_session_get_now (stepped));
}

static void
test_end_home_end (void)
{
  g_autoptr (HsSession) session = bench_open ("four-way-close");
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;

  hs_session_go_end (session);
  g_assert_true (hs_session_is_finished (session));
  first = bench_text (session);
  hs_session_go_start (session);
  g_assert_cmpuint (hs_session_get_event (session), ==, EVENT_NONE);
  g_assert_false (hs_session_is_finished (session));
  hs_session_go_end (session);
  again = bench_text (session);
  g_assert_cmpstr (again, ==, first);
}

static void
test_next_timer_skips_2msl (void)
{
  g_autoptr (HsSession) session = bench_open ("four-way-close");
  vtime entered;

  while (bench_state (session, HOST_A) != TCP_TIME_WAIT)
    hs_session_step_forward (session);
  entered = hs_session_get_now (session);
  g_assert_true (hs_session_next_timer (session));
  g_assert_cmpint (hs_session_get_now (session), ==, entered + SEC (240));
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_CLOSED);
  g_assert_false (hs_session_next_timer (session));
}

/* After the last ACK no timer runs out any more: asking for one must not record anything. */
static void
test_next_timer_without_one_moves_nothing (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  size_t length;

  hs_session_seek (session, MS (460));
  length = trace_length (hs_session_get_trace (session));
  g_assert_false (hs_session_next_timer (session));
  g_assert_cmpint (hs_session_get_now (session), ==, MS (460));
  g_assert_cmpuint (trace_length (hs_session_get_trace (session)), ==, length);
}

static void
test_next_state (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");

  g_assert_true (hs_session_next_state (session, FALSE));
  g_assert_true (hs_session_next_state (session, FALSE));
  g_assert_cmpint (hs_session_get_now (session), ==, MS (50));
  g_assert_true (hs_session_next_state (session, FALSE));
  g_assert_cmpint (hs_session_get_now (session), ==, MS (100));
  g_assert_true (hs_session_next_state (session, TRUE));
  g_assert_cmpint (hs_session_get_now (session), ==, MS (50));
}

/* --- acting --- */

static void
fault (HsSession *session, const char *action)
{
  g_autofree char *why = NULL;
  gboolean done = hs_fault_apply (session, hs_fault_target (session), action, MS (200), &why);

  g_assert_cmpstr (why, ==, NULL);
  g_assert_true (done);
}

static void
test_drops_a_segment_under_way (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  const struct trace_event *last;

  hs_session_seek (session, MS (20));
  g_assert_cmpuint (hs_fault_target (session), ==, 0);
  fault (session, "drop");
  last = trace_get (hs_session_get_trace (session), hs_session_get_event (session));
  g_assert_cmpint (last->kind, ==, TRACE_LOSS);
  g_assert_cmpint (last->at, ==, MS (20));
  g_assert_cmpuint (hs_fault_target (session), ==, SIZE_MAX);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (20));
  hs_session_go_end (session);
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (1400));
}

static void
test_acting_in_the_past_replaces_the_future (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  g_autofree char *original = NULL;
  g_autofree char *before = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  unsigned replaced = 0;
  vtime end;

  g_signal_connect_swapped (session, "replaced", G_CALLBACK (bench_count_signal), &replaced);
  hs_session_go_end (session);
  original = bench_recording (session);
  end = hs_session_get_end (session);

  hs_session_seek (session, MS (70));
  before = bench_text (session);
  fault (session, "drop");
  g_assert_cmpuint (replaced, ==, 1);
  g_assert_cmpuint (bench_count (session, TRACE_LOSS), ==, 1);
  hs_session_go_end (session);
  changed = bench_recording (session);
  g_assert_true (g_str_has_prefix (changed, before));
  g_assert_cmpstr (changed, !=, original);

  hs_session_undo (session);
  undone = bench_recording (session);
  g_assert_cmpstr (undone, ==, original);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (70));
  g_assert_cmpint (hs_session_get_end (session), ==, end);
  g_assert_true (hs_session_can_redo (session));
  g_assert_false (hs_session_can_undo (session));

  hs_session_redo (session);
  redone = bench_recording (session);
  g_assert_cmpstr (redone, ==, changed);
  g_assert_false (hs_session_can_redo (session));
}

static void
test_two_acts_are_undone_one_by_one (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  g_autofree char *first = NULL;
  g_autofree char *back = NULL;

  hs_session_seek (session, MS (20));
  fault (session, "delay");
  first = bench_recording (session);
  hs_session_seek (session, MS (30));
  fault (session, "duplicate");
  g_assert_cmpuint (bench_count (session, TRACE_DUPLICATE), ==, 1);
  hs_session_undo (session);
  g_assert_cmpuint (bench_count (session, TRACE_DUPLICATE), ==, 0);
  g_assert_cmpuint (bench_count (session, TRACE_DELAY), ==, 1);
  back = bench_recording (session);
  g_assert_cmpstr (back, ==, first);
  hs_session_undo (session);
  g_assert_cmpuint (bench_count (session, TRACE_DELAY), ==, 0);
}

static void
test_held_and_released (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  struct sim_command release = { .kind = COMMAND_RELEASE, .host = HOST_NONE, .copy = EVENT_NONE };
  struct flight flight;
  char *why = NULL;

  g_assert_false (hs_session_command (session, &release, &why));
  g_assert_nonnull (why);
  g_free (why);
  hs_session_seek (session, MS (20));
  fault (session, "hold");
  g_assert_true (flight_at (hs_session_get_flights (session), 0, MS (20), &flight));
  g_assert_cmpint (flight.fate, ==, FLIGHT_HELD);
  hs_session_seek (session, MS (500));
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_LISTEN);
  g_assert_true (hs_session_command (session, &release, NULL));
  hs_session_seek (session, MS (700));
  g_assert_cmpint (bench_state (session, HOST_B), !=, TCP_LISTEN);
}

static void
test_a_refused_call_says_why (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  struct sim_command send = { .kind = COMMAND_SEND, .host = HOST_B, .amount = 10 };
  size_t length;
  char *why = NULL;

  hs_session_step_forward (session);
  length = trace_length (hs_session_get_trace (session));
  g_assert_false (hs_session_command (session, &send, &why));
  g_assert_cmpstr (why, !=, NULL);
  g_assert_cmpuint (strlen (why), >, 8);
  g_assert_false (hs_session_can_undo (session));
  g_assert_cmpuint (trace_length (hs_session_get_trace (session)), ==, length);
  g_free (why);
}

/* What a host may do is asked of the moment that is shown, not of the end of the recording. */
static void
test_calls_are_those_of_the_moment (void)
{
  g_autoptr (HsSession) session = bench_open ("four-way-close");
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;

  hs_session_go_end (session);
  late = hs_session_call_sentence (hs_session_get_sim_now (session), HOST_A, COMMAND_SEND);
  g_assert_nonnull (late);
  hs_session_seek (session, MS (130));
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_ESTABLISHED);
  early = hs_session_call_sentence (hs_session_get_sim_now (session), HOST_A, COMMAND_SEND);
  g_assert_cmpstr (early, ==, NULL);
}

/* No program runs on a host without power. */
static void
test_nothing_is_called_on_a_host_that_is_off (void)
{
  g_autoptr (HsSession) session = bench_open ("half-open-off");
  g_autofree char *listen = NULL;
  g_autofree char *send = NULL;

  hs_session_go_end (session);
  hs_session_seek (session, SEC (10));
  listen = hs_session_call_sentence (hs_session_get_sim_now (session), HOST_B, COMMAND_LISTEN);
  g_assert_cmpstr (listen, ==, "B is switched off");
  send = hs_session_call_sentence (hs_session_get_sim_now (session), HOST_A, COMMAND_SEND);
  g_assert_cmpstr (send, ==, NULL);
}

/* Where no socket is left the menu says why. */
static void
test_a_program_out_of_descriptors_opens_nothing (void)
{
  g_autoptr (HsSession) session = hs_session_new ();
  g_autofree char *listen = NULL;
  g_autofree char *send = NULL;
  struct scenario_file *file = scenario_file_find ("three-way-handshake", "en", NULL);

  file->scenario.hosts[HOST_A].app.descriptors = 1;
  hs_session_open_scenario (session, file);
  hs_session_go_end (session);
  listen = hs_session_call_sentence (hs_session_get_sim_now (session), HOST_A, COMMAND_LISTEN);
  g_assert_cmpstr (listen, ==, "A’s program has too many sockets open");
  send = hs_session_call_sentence (hs_session_get_sim_now (session), HOST_A, COMMAND_SEND);
  g_assert_cmpstr (send, ==, NULL);
}

static void
test_restart_throws_commands_away_and_can_be_undone (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  g_autofree char *changed = NULL;
  g_autofree char *back = NULL;

  hs_session_seek (session, MS (20));
  fault (session, "drop");
  hs_session_go_end (session);
  changed = bench_recording (session);
  hs_session_restart (session);
  g_assert_cmpint (hs_session_get_now (session), ==, 0);
  g_assert_cmpuint (hs_session_get_event (session), ==, EVENT_NONE);
  hs_session_go_end (session);
  g_assert_cmpuint (bench_count (session, TRACE_LOSS), ==, 0);
  hs_session_undo (session);
  back = bench_recording (session);
  g_assert_cmpstr (back, ==, changed);
}

/* A command given before anything happened comes after the first instant, each time it is replayed. */
static void
test_a_command_before_the_start (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  struct sim_command delay = { .kind = COMMAND_LINK_DELAY, .host = HOST_NONE, .duration = MS (80) };
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;

  g_assert_true (hs_session_command (session, &delay, NULL));
  hs_session_go_end (session);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (560));
  first = bench_recording (session);
  hs_session_undo (session);
  g_assert_false (hs_session_get_started (session));
  hs_session_redo (session);
  hs_session_go_end (session);
  again = bench_recording (session);
  g_assert_cmpstr (again, ==, first);
}

/* --- pace --- */

static void
test_playing_from_the_end_starts_again (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");

  hs_session_go_end (session);
  hs_session_set_playing (session, TRUE);
  g_assert_true (hs_session_get_playing (session));
  g_assert_cmpint (hs_session_get_now (session), ==, 0);
}

static void
test_speed_is_bounded (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");

  hs_session_set_speed (session, 1e9);
  g_assert_cmpfloat (hs_session_get_speed (session), ==, 1000);
  hs_session_set_speed (session, 0);
  g_assert_cmpfloat (hs_session_get_speed (session), ==, 0.1);
}

/* --- captures --- */

static HsSession *
open_written_capture (const char *folder)
{
  g_autoptr (HsSession) run = bench_open ("four-way-close");
  g_autofree char *path = g_build_filename (folder, "run.pcap", NULL);
  g_autoptr (GError) error = NULL;
  HsSession *session = hs_session_new ();
  struct capture *capture;

  hs_session_go_end (run);
  g_assert_true (pcap_write_trace (hs_session_get_trace (run), path, &error));
  capture = capture_open (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  hs_session_open_capture (session, capture, 0);
  g_remove (path);
  return session;
}

static void
test_a_capture_is_shown_whole_and_cannot_be_changed (void)
{
  g_autofree char *folder = g_dir_make_tmp ("handshake-XXXXXX", NULL);
  g_autoptr (HsSession) session = open_written_capture (folder);
  struct sim_command drop = { .kind = COMMAND_DROP };
  g_autofree char *why = NULL;
  g_autofree char *whole = bench_text (session);
  g_autofree char *again = NULL;

  g_assert_cmpint (hs_session_get_document (session), ==, HS_DOCUMENT_CAPTURE);
  g_assert_cmpstr (hs_session_get_title (session), ==, "run.pcap");
  g_assert_true (hs_session_is_finished (session));
  g_assert_cmpuint (flights_length (hs_session_get_flights (session)), >, 8);
  g_assert_false (hs_session_command (session, &drop, &why));
  g_assert_nonnull (why);
  g_assert_null (hs_session_get_sim_now (session));

  hs_session_go_start (session);
  g_assert_cmpuint (hs_session_get_event (session), ==, EVENT_NONE);
  while (!hs_session_is_finished (session))
    hs_session_step_forward (session);
  again = bench_text (session);
  g_assert_cmpstr (again, ==, whole);
  g_rmdir (folder);
}

static void
test_closing_leaves_nothing (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  unsigned changed = 0;

  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (bench_count_signal), &changed);
  hs_session_close_document (session);
  g_assert_cmpuint (changed, ==, 1);
  g_assert_cmpint (hs_session_get_document (session), ==, HS_DOCUMENT_NONE);
  g_assert_null (hs_session_get_trace (session));
  hs_session_step_forward (session);
  hs_session_set_playing (session, TRUE);
  g_assert_false (hs_session_get_playing (session));
}

/* What the pill says of the link, its MTU too. */
static void
test_wire_words (void)
{
  static const struct
  {
    uint16_t mtu[HOST_COUNT];
    const char *words;
  } cases[] = {
    { { 0, 0 }, "50 ms each way, no loss" },
    { { 1400, 0 }, "50 ms each way, no loss, MTU 1400" },
    { { 1400, 1280 }, "50 ms each way, no loss, MTU 1280" },
    { { 0, 1300 }, "50 ms each way, no loss, MTU 1300" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree struct scenario *scenario = g_new (struct scenario, 1);

      scenario_init (scenario);
      for (unsigned from = 0; from < HOST_COUNT; from++)
        scenario->links[from].mtu = cases[i].mtu[from];
      struct sim *sim = sim_new (scenario, 0, NULL);
      g_autofree char *words = hs_wire_words (sim);
      g_assert_cmpstr (words, ==, cases[i].words);
      sim_free (sim);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/before-the-first-event", test_stands_before_the_first_event);
  g_test_add_func ("/session/steps", test_steps_through_the_handshake);
  g_test_add_func ("/session/steps-back", test_steps_back_the_same_way);
  g_test_add_func ("/session/steps-from-between", test_a_step_from_between_goes_back_to_it);
  g_test_add_func ("/session/step-taken-back", test_a_step_taken_back_leaves_nothing);
  g_test_add_func ("/session/waits-for-call", test_a_run_at_rest_waits_while_there_is_a_connection);
  g_test_add_func ("/session/every-way-the-same-run", test_every_way_gives_the_same_run);
  g_test_add_func ("/session/end-home-end", test_end_home_end);
  g_test_add_func ("/session/next-timer", test_next_timer_skips_2msl);
  g_test_add_func ("/session/next-timer-none", test_next_timer_without_one_moves_nothing);
  g_test_add_func ("/session/next-state", test_next_state);
  g_test_add_func ("/session/drop", test_drops_a_segment_under_way);
  g_test_add_func ("/session/past-replaces-future", test_acting_in_the_past_replaces_the_future);
  g_test_add_func ("/session/undo-one-by-one", test_two_acts_are_undone_one_by_one);
  g_test_add_func ("/session/hold-release", test_held_and_released);
  g_test_add_func ("/session/refusal", test_a_refused_call_says_why);
  g_test_add_func ("/session/calls-of-the-moment", test_calls_are_those_of_the_moment);
  g_test_add_func ("/session/host-off", test_nothing_is_called_on_a_host_that_is_off);
  g_test_add_func ("/session/descriptors", test_a_program_out_of_descriptors_opens_nothing);
  g_test_add_func ("/session/restart", test_restart_throws_commands_away_and_can_be_undone);
  g_test_add_func ("/session/command-before-start", test_a_command_before_the_start);
  g_test_add_func ("/session/play-from-end", test_playing_from_the_end_starts_again);
  g_test_add_func ("/session/speed", test_speed_is_bounded);
  g_test_add_func ("/session/capture", test_a_capture_is_shown_whole_and_cannot_be_changed);
  g_test_add_func ("/session/close", test_closing_leaves_nothing);
  g_test_add_func ("/session/wire-words", test_wire_words);
  return g_test_run ();
}
