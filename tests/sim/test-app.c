/* The programs on the hosts: answering, echoing, reading slowly, closing at the end, running out of descriptors. */
#include "run.h"

#include "trace/text.h"

#include <string.h>

static struct sim *
run_until (const struct scenario *scenario, vtime until)
{
  struct sim *sim = sim_new (scenario, 0, NULL);

  g_assert_nonnull (sim);
  sim_run (sim, until);
  return sim;
}

static void
test_pattern (void)
{
  char text[49] = "";

  for (unsigned i = 0; i < 48; i++)
    text[i] = (char) sim_pattern (HOST_A, i);
  g_assert_cmpstr (text, ==, "A00000000000000\nA00000000000016\nA00000000000032\n");
  g_assert_cmpint (sim_pattern (HOST_B, 16 * 123456), ==, 'B');
  g_assert_cmpint (sim_pattern (HOST_B, 16 * 123456 + 8), ==, '1');
}

static void
test_answers (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.request_octets = 100;
  scenario.hosts[HOST_B].app.answer_octets = 300;
  scenario.hosts[HOST_B].app.answer_delay = MS (20);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 250); /* two requests and a half */
  struct sim *sim = run_until (&scenario, MS (269));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 250);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_SEND), ==, 1);
  sim_run (sim, MS (270));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_SEND), ==, 3);
  event_id answer
      = find_event (sim_trace (sim), TRACE_CALL, HOST_B, count_events (sim_trace (sim), TRACE_CALL, HOST_B));
  event_id cause = trace_get (sim_trace (sim), answer)->cause;
  g_assert_cmpint (trace_get (sim_trace (sim), cause)->kind, ==, TRACE_DELIVER);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (sim_octets_read (sim, HOST_A), ==, 600);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_A), ==, pattern_hash (HOST_B, 600));
  sim_free (sim);
}

/* A request read in the instant of its arrival is answered with the ACK in the same segment. */
static void
test_answer_takes_ack_along (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.request_octets = 10;
  scenario.hosts[HOST_B].app.answer_octets = 300;
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 10);
  struct sim *sim = run_until (&scenario, MS (250));
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (count_events (trace, TRACE_SEND, HOST_B), ==, 2);
  const struct segment *segment = trace_segment (trace, find_event (trace, TRACE_SEND, HOST_B, 2));
  g_assert_cmpuint (segment->length, ==, 300);
  g_assert_cmpuint (segment->ack, ==, 111);
  sim_free (sim);
}

static void
test_echo (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.request_octets = 7;
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 30000);
  struct sim *sim = run_until (&scenario, VTIME_NEVER);
  g_assert_cmpuint (sim_octets_read (sim, HOST_A), ==, 30000 / 7 * 7);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_A), ==, pattern_hash (HOST_A, 30000 / 7 * 7));
  sim_free (sim);
}

/* More than the buffers hold: the program writes on as there is room, and closes only then. */
static void
test_writes_on (void)
{
  struct scenario scenario;
  uint64_t length = 300000;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].config.send_buffer = 5000;
  scenario.hosts[HOST_B].app.closes_at_end = true;
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, length);
  add_command (&scenario, MS (200), HOST_A, COMMAND_CLOSE, 0);
  struct sim *sim = run_until (&scenario, MS (200));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (sim_call_refusal (sim, HOST_A, COMMAND_SEND), ==, REASON_CALL_ERROR_CLOSING);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, length);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, length));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_CLOSED);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_STATE_TIME_WAIT_OVER), ==, 1);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_CLOSE), ==, 2);
  sim_free (sim);
}

/* Abort waits for nothing. */
static void
test_abort_at_once (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].config.send_buffer = 5000;
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 100000);
  add_command (&scenario, MS (210), HOST_A, COMMAND_ABORT, 0);
  struct sim *sim = run_until (&scenario, MS (210));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_CLOSED);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_NOTICE_RESET), ==, 1);
  sim_free (sim);
}

static void
test_closes_at_end (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.closes_at_end = true;
  scenario.hosts[HOST_B].app.close_delay = MS (400);
  add_command (&scenario, MS (200), HOST_A, COMMAND_CLOSE, 0);
  struct sim *sim = run_until (&scenario, MS (649));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_CLOSE_WAIT);
  sim_run (sim, MS (650));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_LAST_ACK);
  event_id call = find_event (sim_trace (sim), TRACE_CALL, HOST_B, count_events (sim_trace (sim), TRACE_CALL, HOST_B));
  event_id cause = trace_get (sim_trace (sim), call)->cause;
  g_assert_cmpuint (trace_get (sim_trace (sim), cause)->reason, ==, REASON_NOTICE_END_OF_DATA);
  sim_free (sim);
}

/* The last request is answered first, although the end came with it. */
static void
test_answers_before_closing (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app = (struct scenario_app){
    .reads = true, .request_octets = 10, .answer_octets = 500, .answer_delay = MS (300), .closes_at_end = true
  };
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 10);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SHUTDOWN, 0);
  struct sim *sim = run_until (&scenario, MS (549));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_CLOSE_WAIT);
  sim_run (sim, MS (550));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_LAST_ACK);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (sim_octets_read (sim, HOST_A), ==, 500);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_STATE_TIME_WAIT_OVER), ==, 1);
  sim_free (sim);
}

/* A program that does not read does not see the end either. */
static void
test_end_is_seen_by_reading (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app = (struct scenario_app){ .reads = false, .closes_at_end = true };
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 10);
  add_command (&scenario, MS (300), HOST_A, COMMAND_CLOSE, 0);
  struct sim *sim = run_until (&scenario, SEC (20));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_CLOSE_WAIT);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_READING, 1), ==, SIM_ACCEPTED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_LAST_ACK);
  sim_free (sim);
}

/* At most 500 octets every 100 ms. */
static void
test_slow_reader (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.read_octets = 500;
  scenario.hosts[HOST_B].app.read_interval = MS (100);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 20000);
  struct sim *sim = run_until (&scenario, MS (250));
  for (unsigned i = 0; i < 30; i++)
    {
      sim_run (sim, MS (250 + 100 * i));
      g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 500 * (i + 1));
      sim_run (sim, MS (349 + 100 * i));
      g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 500 * (i + 1));
    }
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 20000));
  sim_free (sim);
}

/* Both directions have ended and the connection is gone; a slow program still gets everything that had arrived. */
static void
test_reads_after_the_end (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.read_octets = 100;
  scenario.hosts[HOST_B].app.read_interval = MS (100);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 3000);
  add_command (&scenario, MS (300), HOST_A, COMMAND_SHUTDOWN, 0);
  add_command (&scenario, MS (600), HOST_B, COMMAND_SHUTDOWN, 0);
  struct sim *sim = run_until (&scenario, MS (800));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_CLOSED);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), <, 3000);
  g_assert_cmpint (sim_call_refusal (sim, HOST_B, COMMAND_RECEIVE), ==, REASON_COUNT);
  g_assert_cmpint (sim_call_refusal (sim, HOST_B, COMMAND_SEND), !=, REASON_COUNT);
  sim_run (sim, SEC (10));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 3000);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 3000));
  sim_free (sim);
}

/* What a person asks to send goes at once, not behind an answer that is due later; who closes does not wait for it. */
static void
test_command_overtakes_answer (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app
      = (struct scenario_app){ .reads = true, .request_octets = 10, .answer_octets = 500, .answer_delay = SEC (10) };
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 10);
  add_command (&scenario, MS (300), HOST_B, COMMAND_SEND, 20);
  struct sim *sim = run_until (&scenario, MS (350));
  g_assert_cmpuint (sim_octets_read (sim, HOST_A), ==, 20);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_CLOSE, 0), ==, SIM_ACCEPTED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_FIN_WAIT_1);
  sim_run (sim, SEC (20));
  g_assert_cmpuint (sim_octets_read (sim, HOST_A), ==, 20);
  sim_free (sim);
}

/* The program accepts all there are: the backlog never fills up. */
static void
test_second_connection (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].config.no_time_wait = true;
  scenario.hosts[HOST_B].config.backlog = 1;
  scenario.hosts[HOST_B].app.closes_at_end = true;
  for (unsigned i = 0; i < 3; i++)
    {
      add_command (&scenario, MS (1000 * i + 200), HOST_A, COMMAND_SEND, 100);
      add_command (&scenario, MS (1000 * i + 400), HOST_A, COMMAND_CLOSE, 0);
      add_command (&scenario, MS (1000 * i + 1000), HOST_A, COMMAND_CONNECT, 0);
    }
  struct sim *sim = run_until (&scenario, MS (3200));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 300);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED);
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (trace_segment (trace, find_event (trace, TRACE_SEND, HOST_A, 1))->seq, ==, 100);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_SYN_ARRIVED), ==, 4);
  sim_free (sim);
}

/* Who has ended its sending owes no answers any more: a later CLOSE does not wait for them. */
static void
test_no_answers_after_shutdown (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.request_octets = 10;
  scenario.hosts[HOST_B].app.answer_delay = MS (100);
  add_command (&scenario, MS (200), HOST_B, COMMAND_SHUTDOWN, 0);
  add_command (&scenario, MS (300), HOST_A, COMMAND_SEND, 10);
  add_command (&scenario, MS (600), HOST_B, COMMAND_CLOSE, 0);
  struct sim *sim = run_until (&scenario, MS (700));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_SHUTDOWN), ==, 1);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_CLOSE), ==, 1);
  sim_free (sim);
}

/* Urgent data is a part of the stream: a program that reads all of it makes a second call behind the mark. */
static void
test_urgent (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 100);
  add_command (&scenario, MS (400), HOST_A, COMMAND_SEND, 50);
  scenario.commands[scenario.command_count - 1].urgent = true;
  struct sim *sim = run_until (&scenario, MS (449));
  char line[TRACE_LINE_SIZE];
  event_id sent = find_event (sim_trace (sim), TRACE_SEND, HOST_A, count_events (sim_trace (sim), TRACE_SEND, HOST_A));
  g_assert_true (trace_line (sim_trace (sim), sent, TRACE_NUMBERS_RELATIVE, line));
  g_assert_nonnull (strstr (line, "PU. 101:151(50) ack 1 win 8000 urg 50"));
  sim_run (sim, MS (450));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_NOTICE_URGENT), ==, 1);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_RECEIVE), ==, 3);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 150));
  sim_free (sim);
}

/* --- descriptors --- */

/* From another port of A, at that second; what the connection is for comes by commands. */
static void
add_client (struct scenario *scenario, vtime at, uint16_t port)
{
  add_command (scenario, at, HOST_A, COMMAND_CONNECT, 0);
  scenario->commands[scenario->command_count - 1].segment.source.port = port;
}

static void
add_call_on (struct scenario *scenario, vtime at, enum sim_command_kind kind, uint32_t connection)
{
  add_command (scenario, at, HOST_B, kind, 0);
  scenario->commands[scenario->command_count - 1].connection = connection;
}

/* B's program may have its listener and one connection, which is open; a second client has come at one second and
 * written 10 octets. */
static void
scenario_full (struct scenario *scenario)
{
  scenario_connected (scenario);
  scenario->hosts[HOST_B].app.descriptors = 2;
  add_client (scenario, SEC (1), 40002);
  add_command (scenario, MS (1400), HOST_A, COMMAND_SEND, 10);
}

/* Accept fails once, for the connection that waits; TCP goes on with it, but nobody reads. Closing the other one makes
 * room in the same instant. */
static void
test_no_descriptor (void)
{
  struct scenario scenario;

  scenario_full (&scenario);
  add_call_on (&scenario, SEC (3), COMMAND_CLOSE, 2);
  struct sim *sim = run_until (&scenario, MS (2999));
  const struct trace *trace = sim_trace (sim);
  const struct trace_event *full = find_reason (trace, REASON_PROGRAM_OUT_OF_DESCRIPTORS);
  g_assert_cmpint (full->at, ==, MS (1150));
  g_assert_cmpint (full->kind, ==, TRACE_CALL);
  g_assert_cmpint (full->host, ==, HOST_B);
  g_assert_cmpuint (full->connection, ==, 3);
  g_assert_cmpint (full->after, ==, TCP_ESTABLISHED);
  g_assert_cmpint (trace_get (trace, full->cause)->reason, ==, REASON_NOTICE_ACCEPTED);
  g_assert_cmpuint (count_reasons (trace, REASON_PROGRAM_OUT_OF_DESCRIPTORS), ==, 1);
  g_assert_cmpuint (count_events (trace, TRACE_DELIVER, HOST_B), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_ACK_DELAYED), ==, 1);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 0);

  sim_run (sim, SEC (3));
  const struct trace_event *late = find_reason (trace, REASON_PROGRAM_ACCEPTS_LATE);
  g_assert_cmpint (late->at, ==, SEC (3));
  g_assert_cmpuint (late->connection, ==, 3);
  g_assert_cmpint (trace_get (trace, late->cause)->reason, ==, REASON_CALL_CLOSE);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (count_reasons (trace, REASON_PROGRAM_OUT_OF_DESCRIPTORS), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_PROGRAM_ACCEPTS_LATE), ==, 1);
  sim_free (sim);
}

/* A connection that has ended by itself has no descriptor any more; one that is closed only for sending has. */
static void
test_descriptor_comes_back (void)
{
  struct scenario scenario;

  scenario_full (&scenario);
  add_call_on (&scenario, SEC (2), COMMAND_SHUTDOWN, 2);
  add_command (&scenario, SEC (3), HOST_A, COMMAND_ABORT, 0);
  scenario.commands[scenario.command_count - 1].connection = 1;
  struct sim *sim = run_until (&scenario, MS (3049));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_PROGRAM_ACCEPTS_LATE), ==, 0);
  sim_run (sim, MS (3050));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_PROGRAM_ACCEPTS_LATE), ==, 1);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  sim_free (sim);
}

/* What the program does not have it cannot close: by its number the call fails, and without one it means another. */
static void
test_no_call_without_descriptor (void)
{
  struct scenario scenario;

  scenario_full (&scenario);
  add_call_on (&scenario, SEC (2), COMMAND_CLOSE, 3);
  struct sim *sim = run_until (&scenario, SEC (2));
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (count_reasons (trace, REASON_CALL_ERROR_NO_CONNECTION), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_CALL_CLOSE), ==, 0);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_CLOSE, 0), ==, SIM_ACCEPTED);
  g_assert_cmpuint (find_reason (trace, REASON_CALL_CLOSE)->connection, ==, 2);
  g_assert_cmpuint (count_reasons (trace, REASON_PROGRAM_ACCEPTS_LATE), ==, 1);
  sim_free (sim);
}

/* A connection that is reset while it waits is gone from the queue too. */
static void
test_reset_while_waiting (void)
{
  struct scenario scenario;

  scenario_full (&scenario);
  add_command (&scenario, SEC (2), HOST_A, COMMAND_ABORT, 0);
  add_call_on (&scenario, SEC (3), COMMAND_CLOSE, 2);
  struct sim *sim = run_until (&scenario, SEC (5));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_PROGRAM_OUT_OF_DESCRIPTORS), ==, 1);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_PROGRAM_ACCEPTS_LATE), ==, 0);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 0);
  sim_free (sim);
}

/* connect and listen need one, too. */
static void
test_no_descriptor_to_open (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].app.descriptors = 1;
  add_client (&scenario, SEC (1), 40002);
  add_command (&scenario, SEC (2), HOST_A, COMMAND_LISTEN, 0);
  struct sim *sim = run_until (&scenario, SEC (3));
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (count_reasons (trace, REASON_PROGRAM_OUT_OF_DESCRIPTORS), ==, 2);
  g_assert_cmpuint (find_reason (trace, REASON_PROGRAM_OUT_OF_DESCRIPTORS)->connection, ==, 0);
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_SYN), ==, 1);
  g_assert_cmpint (sim_call_refusal (sim, HOST_A, COMMAND_LISTEN), ==, REASON_PROGRAM_OUT_OF_DESCRIPTORS);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_LISTEN, 0), ==, SIM_REFUSED_STATE);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_ABORT, 0), ==, SIM_ACCEPTED);
  g_assert_cmpint (sim_call_refusal (sim, HOST_A, COMMAND_LISTEN), ==, REASON_COUNT);
  sim_free (sim);
}

/* The loss of power takes the programs and their sockets away. */
static void
test_descriptors_after_a_crash (void)
{
  struct scenario scenario;

  scenario_full (&scenario);
  add_command (&scenario, SEC (2), HOST_B, COMMAND_CRASH, 0);
  add_command (&scenario, MS (2100), HOST_B, COMMAND_LISTEN, 0);
  add_client (&scenario, MS (2200), 40003);
  struct sim *sim = run_until (&scenario, SEC (3));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_NOTICE_ACCEPTED), ==, 3);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_PROGRAM_OUT_OF_DESCRIPTORS), ==, 1);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_PROGRAM_ACCEPTS_LATE), ==, 0);
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/pattern", test_pattern);
  g_test_add_func ("/app/answers", test_answers);
  g_test_add_func ("/app/answer-takes-ack-along", test_answer_takes_ack_along);
  g_test_add_func ("/app/echo", test_echo);
  g_test_add_func ("/app/writes-on", test_writes_on);
  g_test_add_func ("/app/abort-at-once", test_abort_at_once);
  g_test_add_func ("/app/closes-at-end", test_closes_at_end);
  g_test_add_func ("/app/answers-before-closing", test_answers_before_closing);
  g_test_add_func ("/app/end-is-seen-by-reading", test_end_is_seen_by_reading);
  g_test_add_func ("/app/slow-reader", test_slow_reader);
  g_test_add_func ("/app/reads-after-the-end", test_reads_after_the_end);
  g_test_add_func ("/app/command-overtakes-answer", test_command_overtakes_answer);
  g_test_add_func ("/app/second-connection", test_second_connection);
  g_test_add_func ("/app/no-answers-after-shutdown", test_no_answers_after_shutdown);
  g_test_add_func ("/app/urgent", test_urgent);
  g_test_add_func ("/app/descriptors/accept-fails", test_no_descriptor);
  g_test_add_func ("/app/descriptors/come-back", test_descriptor_comes_back);
  g_test_add_func ("/app/descriptors/no-call", test_no_call_without_descriptor);
  g_test_add_func ("/app/descriptors/reset-while-waiting", test_reset_while_waiting);
  g_test_add_func ("/app/descriptors/open", test_no_descriptor_to_open);
  g_test_add_func ("/app/descriptors/crash", test_descriptors_after_a_crash);
  return g_test_run ();
}
