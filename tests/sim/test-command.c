/* Commands: done at their time, recorded, and refused with a reason. */
#include "run.h"

/* Both ESTABLISHED, standing at 200 ms. */
static struct sim *
connected (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  g_assert_nonnull (sim);
  sim_run (sim, MS (200));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED);
  return sim;
}

/* The copy that left last. */
static event_id
last_copy (const struct sim *sim)
{
  const struct trace *trace = sim_trace (sim);

  return find_event (trace, TRACE_CARRY, HOST_NONE, count_events (trace, TRACE_CARRY, HOST_NONE));
}

static void
test_is_recorded (void)
{
  struct sim *sim = connected ();
  const struct trace *trace = sim_trace (sim);
  size_t count;

  g_assert_cmpint (give (sim, HOST_A, COMMAND_SEND, 10), ==, SIM_ACCEPTED);
  const struct trace_event *command = get_event (trace, TRACE_COMMAND, HOST_A, 2);
  g_assert_cmpint (command->at, ==, MS (200));
  g_assert_cmpuint (command->reason, ==, REASON_COMMAND);
  const struct sim_command *commands = sim_commands (sim, &count);
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpuint (command->command, ==, 2);
  g_assert_cmpuint (commands[2].kind, ==, COMMAND_SEND);
  g_assert_cmpuint (sim_own_command_count (sim), ==, 1);

  event_id call = find_event (trace, TRACE_CALL, HOST_A, count_events (trace, TRACE_CALL, HOST_A));
  g_assert_cmpuint (trace_get (trace, call)->cause, ==, command->id);
  g_assert_cmpuint (trace_get (trace, call)->reason, ==, REASON_CALL_SEND);
  event_id sent = find_event (trace, TRACE_SEND, HOST_A, count_events (trace, TRACE_SEND, HOST_A));
  g_assert_cmpuint (trace_get (trace, sent)->cause, ==, call);
  sim_free (sim);
}

static void
test_later (void)
{
  struct sim *sim = connected ();

  g_assert_cmpint (
      sim_command (sim,
                   &(struct sim_command){ .at = MS (300), .kind = COMMAND_CLOSE, .host = HOST_A, .copy = EVENT_NONE }),
      ==, SIM_ACCEPTED);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (sim_next (sim), ==, MS (300));
  sim_run (sim, MS (300));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_FIN_WAIT_1);
  sim_free (sim);
}

static void
test_time_refusals (void)
{
  struct scenario scenario;
  struct sim_command command = { .at = MS (100), .kind = COMMAND_CLOSE, .host = HOST_A, .copy = EVENT_NONE };

  scenario_connected (&scenario);
  scenario.until = SEC (1);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, MS (200));
  size_t before = trace_length (sim_trace (sim));
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_REFUSED_TIME);
  command.at = SEC (2);
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_REFUSED_TIME);
  g_assert_cmpint (sim_command_check (sim, &command), ==, SIM_REFUSED_TIME);
  command.at = SEC (1);
  g_assert_cmpint (sim_command_check (sim, &command), ==, SIM_ACCEPTED);
  command.duration = -1;
  g_assert_cmpint (sim_command_check (sim, &command), ==, SIM_REFUSED_TIME);
  command.duration = SIM_DURATION_MAX + 1;
  g_assert_cmpint (sim_command_check (sim, &command), ==, SIM_REFUSED_TIME);
  g_assert_cmpuint (trace_length (sim_trace (sim)), ==, before);
  g_assert_cmpuint (sim_own_command_count (sim), ==, 0);
  sim_run (sim, SEC (5));
  g_assert_cmpint (sim_now (sim), ==, SEC (1));
  sim_free (sim);
}

struct refusals
{
  enum tcp_reason listen, connect, send, receive, shutdown, close, abort;
};

#define OK REASON_COUNT

static void
assert_refusals (const struct sim *sim, unsigned host, const struct refusals *expected)
{
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_LISTEN), ==, expected->listen);
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_CONNECT), ==, expected->connect);
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_SEND), ==, expected->send);
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_RECEIVE), ==, expected->receive);
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_SHUTDOWN), ==, expected->shutdown);
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_CLOSE), ==, expected->close);
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_ABORT), ==, expected->abort);
  g_assert_cmpint (sim_call_refusal (sim, host, COMMAND_READING), ==, OK);
}

/* What each call meets in each state on the usual way of both hosts. */
static void
test_call_refusals (void)
{
  struct scenario scenario;
  enum tcp_reason none = REASON_CALL_ERROR_NO_CONNECTION, exists = REASON_CALL_ERROR_EXISTS,
                  closing = REASON_CALL_ERROR_CLOSING, empty = REASON_CALL_ERROR_NO_ROOM;
  struct refusals closed = { OK, OK, none, none, none, none, none };
  struct refusals listening = { exists, OK, REASON_CALL_ERROR_REMOTE_UNSPECIFIED, none, none, OK, OK };
  struct refusals open_a = { OK, exists, OK, empty, OK, OK, OK };
  struct refusals open_b = { exists, exists, OK, empty, OK, OK, OK };
  struct refusals ended_a = { OK, exists, closing, closing, closing, closing, OK };

  scenario_init (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  assert_refusals (sim, HOST_A, &closed);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_LISTEN, 0), ==, SIM_ACCEPTED);
  assert_refusals (sim, HOST_B, &listening);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_CONNECT, 0), ==, SIM_ACCEPTED);
  assert_refusals (sim, HOST_A, &open_a); /* SYN-SENT: data may be written already */
  sim_run (sim, MS (60));
  assert_refusals (sim, HOST_B, &open_b); /* SYN-RECEIVED */
  sim_run (sim, MS (200));
  assert_refusals (sim, HOST_A, &open_a);
  assert_refusals (sim, HOST_B, &open_b);
  give (sim, HOST_B, COMMAND_SHUTDOWN, 0);
  assert_refusals (sim, HOST_B, &(struct refusals){ exists, exists, closing, empty, closing, OK, OK });
  sim_run (sim, MS (250));
  assert_refusals (sim, HOST_A, &(struct refusals){ OK, exists, OK, closing, OK, OK, OK }); /* CLOSE-WAIT */
  give (sim, HOST_A, COMMAND_CLOSE, 0);
  assert_refusals (sim, HOST_A, &ended_a); /* LAST-ACK */
  sim_run (sim, SEC (10));
  assert_refusals (sim, HOST_A, &closed);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_TIME_WAIT);
  assert_refusals (sim, HOST_B, &(struct refusals){ exists, exists, closing, closing, closing, closing, OK });
  sim_free (sim);
}

static void
test_refused_leaves_no_mark (void)
{
  struct sim *sim = connected ();
  size_t before = trace_length (sim_trace (sim)), count;

  g_assert_cmpint (give (sim, HOST_A, COMMAND_CONNECT, 0), ==, SIM_REFUSED_STATE);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_SEND, 0), ==, SIM_REFUSED_STATE);
  g_assert_cmpint (give (sim, HOST_NONE, COMMAND_CLOSE, 0), ==, SIM_REFUSED_STATE);
  g_assert_cmpint (give_copy (sim, COMMAND_DROP, 0, 0), ==, SIM_REFUSED_NO_COPY);
  g_assert_cmpint (give_copy (sim, COMMAND_RELEASE, EVENT_NONE, 0), ==, SIM_REFUSED_NO_COPY);
  g_assert_cmpuint (trace_length (sim_trace (sim)), ==, before);
  sim_commands (sim, &count);
  g_assert_cmpuint (count, ==, 2);
  sim_free (sim);
}

/* A scenario may ask for what cannot be: the call fails and the trace says why. */
static void
test_impossible_in_scenario (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (300), HOST_A, COMMAND_CLOSE, 0);
  add_command (&scenario, MS (310), HOST_A, COMMAND_SEND, 10);
  add_command (&scenario, MS (320), HOST_A, COMMAND_CONNECT, 0);
  add_command (&scenario, MS (330), HOST_NONE, COMMAND_DROP, 0);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, MS (340));
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_COMMAND, HOST_A), ==, 4);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_COMMAND, HOST_NONE), ==, 6);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_ERROR_CLOSING), ==, 1);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_CALL_ERROR_EXISTS), ==, 1);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_LOSS, HOST_NONE), ==, 0);
  sim_free (sim);
}

static void
test_drop (void)
{
  struct sim *sim = connected ();

  give (sim, HOST_A, COMMAND_SEND, 10);
  sim_run (sim, MS (212));
  event_id copy = last_copy (sim);
  g_assert_cmpint (give_copy (sim, COMMAND_DROP, copy, 0), ==, SIM_ACCEPTED);
  const struct trace_event *loss = get_event (sim_trace (sim), TRACE_LOSS, HOST_A, 1);
  g_assert_cmpint (loss->at, ==, MS (212)); /* by hand: now */
  g_assert_cmpuint (loss->cause, ==, copy);
  g_assert_cmpint (trace_get (sim_trace (sim), loss->by)->kind, ==, TRACE_COMMAND);
  g_assert_cmpint (give_copy (sim, COMMAND_DROP, copy, 0), ==, SIM_REFUSED_NO_COPY);
  sim_run (sim, SEC (5));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10); /* TCP has repaired it */
  sim_free (sim);
}

static void
test_delay (void)
{
  struct sim *sim = connected ();

  give (sim, HOST_A, COMMAND_SEND, 10);
  event_id copy = last_copy (sim);
  sim_run (sim, MS (230));
  g_assert_cmpint (give_copy (sim, COMMAND_DELAY, copy, MS (30)), ==, SIM_ACCEPTED);
  sim_run (sim, MS (279));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 0);
  sim_run (sim, MS (280));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  sim_free (sim);
}

static void
test_duplicate (void)
{
  struct sim *sim = connected ();

  give (sim, HOST_A, COMMAND_SEND, 10);
  sim_run (sim, MS (230));
  g_assert_cmpint (give_copy (sim, COMMAND_DUPLICATE, last_copy (sim), 0), ==, SIM_ACCEPTED);
  const struct trace_event *second = trace_get (sim_trace (sim), last_copy (sim));
  g_assert_cmpint (second->at, ==, MS (230));
  g_assert_cmpint (second->until, ==, MS (255));
  g_assert_cmpint (give_copy (sim, COMMAND_DROP, second->id, 0), ==, SIM_ACCEPTED); /* a copy of its own */
  sim_run (sim, SEC (1));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  sim_free (sim);
}

static void
test_corrupt (void)
{
  struct sim *sim = connected ();
  struct sim_command command = { .kind = COMMAND_CORRUPT, .host = HOST_NONE, .amount = 40 };

  give (sim, HOST_A, COMMAND_SEND, 10);
  sim_run (sim, MS (230));
  command.at = MS (230);
  command.copy = last_copy (sim);
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_ACCEPTED);
  g_assert_cmpuint (get_event (sim_trace (sim), TRACE_CORRUPT, HOST_A, 1)->octets, ==, 40);
  sim_run (sim, MS (250));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_DISCARD_CHECKSUM), ==, 1);
  sim_run (sim, SEC (5));
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 10));
  sim_free (sim);
}

/* An octet beyond the packet is its last one. */
static void
test_corrupt_beyond (void)
{
  struct sim *sim = connected ();
  struct sim_command command = { .at = MS (200), .kind = COMMAND_CORRUPT, .host = HOST_NONE, .amount = 100000 };

  give (sim, HOST_A, COMMAND_SEND, 10);
  command.copy = last_copy (sim);
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_ACCEPTED);
  g_assert_cmpuint (get_event (sim_trace (sim), TRACE_CORRUPT, HOST_A, 1)->octets, ==, 49);
  sim_free (sim);
}

static void
test_hold_and_release (void)
{
  struct sim *sim = connected ();

  give (sim, HOST_A, COMMAND_SEND, 10);
  sim_run (sim, MS (220));
  event_id first = last_copy (sim);
  g_assert_cmpint (give_copy (sim, COMMAND_HOLD, first, 0), ==, SIM_ACCEPTED);
  sim_run (sim, MS (230));
  give (sim, HOST_B, COMMAND_SEND, 10);
  event_id second = last_copy (sim);
  g_assert_cmpint (give_copy (sim, COMMAND_HOLD, second, 0), ==, SIM_ACCEPTED);
  g_assert_cmpint (give_copy (sim, COMMAND_HOLD, first, 0), ==, SIM_REFUSED_NO_COPY);
  g_assert_cmpint (give_copy (sim, COMMAND_DELAY, first, 1), ==, SIM_REFUSED_NO_COPY);
  g_assert_cmpint (give_copy (sim, COMMAND_RELEASE, last_copy (sim) + 1, 0), ==, SIM_REFUSED_NO_COPY);
  sim_run (sim, MS (400));
  g_assert_cmpint (give_copy (sim, COMMAND_RELEASE, EVENT_NONE, 0), ==, SIM_ACCEPTED);
  const struct trace_event *release = get_event (sim_trace (sim), TRACE_RELEASE, HOST_NONE, 1);
  g_assert_cmpuint (release->cause, ==, first); /* the one held longest */
  g_assert_cmpint (release->until, ==, MS (430));
  g_assert_cmpint (give_copy (sim, COMMAND_DROP, second, 0), ==, SIM_ACCEPTED); /* discarded from the tray */
  sim_run (sim, MS (430));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  g_assert_cmpuint (sim_octets_read (sim, HOST_A), ==, 0);
  sim_free (sim);
}

/* Nothing passes a cut link, also what was held before. */
static void
test_release_on_cut_link (void)
{
  struct sim *sim = connected ();

  give (sim, HOST_A, COMMAND_SEND, 10);
  sim_run (sim, MS (210));
  g_assert_cmpint (give_copy (sim, COMMAND_HOLD, last_copy (sim), 0), ==, SIM_ACCEPTED);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_LINK_CUT, 1), ==, SIM_ACCEPTED);
  g_assert_cmpint (give_copy (sim, COMMAND_RELEASE, EVENT_NONE, 0), ==, SIM_ACCEPTED);
  sim_run (sim, MS (300));
  const struct trace_event *loss = get_event (sim_trace (sim), TRACE_LOSS, HOST_A, 1);
  g_assert_cmpint (loss->at, ==, MS (230)); /* half of the 40 ms that were left */
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 0);
  sim_free (sim);
}

static void
test_link (void)
{
  struct sim *sim = connected ();

  g_assert_cmpint (sim_command (sim,
                                &(struct sim_command){
                                    .at = MS (200), .kind = COMMAND_LINK_DELAY, .host = HOST_A, .duration = MS (80) }),
                   ==, SIM_ACCEPTED);
  g_assert_cmpint (sim_command (sim,
                                &(struct sim_command){
                                    .at = MS (200), .kind = COMMAND_LINK_JITTER, .host = HOST_B, .duration = MS (3) }),
                   ==, SIM_ACCEPTED);
  g_assert_cmpint (give (sim, HOST_NONE, COMMAND_LINK_LOSS, 1000000), ==, SIM_ACCEPTED);
  g_assert_cmpint (sim_link (sim, HOST_A)->delay, ==, MS (80));
  g_assert_cmpint (sim_link (sim, HOST_B)->delay, ==, MS (50));
  g_assert_cmpint (sim_link (sim, HOST_A)->jitter, ==, 0);
  g_assert_cmpint (sim_link (sim, HOST_B)->jitter, ==, MS (3));
  g_assert_cmpuint (sim_link (sim, HOST_A)->loss, ==, 1000000);
  g_assert_cmpuint (sim_link (sim, HOST_B)->loss, ==, 1000000);
  give (sim, HOST_A, COMMAND_SEND, 10);
  g_assert_cmpint (trace_get (sim_trace (sim), last_copy (sim))->until, ==, MS (280));
  sim_run (sim, MS (280));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_LINK_RANDOM_LOSS), ==, 1);
  sim_free (sim);
}

/* The link set up by hand before the first event is so for the first segment; the same order comes out of a replay. */
static void
test_early (void)
{
  struct scenario scenario;
  struct sim_command loss
      = { .kind = COMMAND_LINK_LOSS, .host = HOST_A, .turn = SIM_TURN_FIRST, .amount = 1000000, .copy = EVENT_NONE };

  scenario_connected (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  g_assert_cmpint (sim_command (sim, &loss), ==, SIM_ACCEPTED);
  g_assert_cmpuint (sim_link (sim, HOST_A)->loss, ==, 1000000);
  sim_run (sim, MS (100));
  g_assert_cmpint (get_event (sim_trace (sim), TRACE_COMMAND, HOST_NONE, 1)->command, ==, 2);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_LOSS, HOST_A), ==, 1);
  give (sim, HOST_A, COMMAND_LINK_LOSS, 0);
  loss.at = MS (100); /* this instant has begun */
  g_assert_cmpint (sim_command (sim, &loss), ==, SIM_REFUSED_TIME);
  sim_free (sim);

  sim = sim_new (&scenario, 0, NULL); /* not early: the SYN is on its way already */
  loss.turn = SIM_TURN_USUAL;
  g_assert_cmpint (sim_command (sim, &loss), ==, SIM_ACCEPTED);
  sim_run (sim, MS (100));
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_LOSS, HOST_A), ==, 0);
  sim_free (sim);
}

static void
test_reading (void)
{
  struct sim *sim = connected ();

  g_assert_true (sim_reading (sim, HOST_B));
  g_assert_cmpint (give (sim, HOST_B, COMMAND_READING, 0), ==, SIM_ACCEPTED);
  g_assert_false (sim_reading (sim, HOST_B));
  give (sim, HOST_A, COMMAND_SEND, 3000);
  sim_run (sim, SEC (1));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 0);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_RECEIVE, 1000), ==, SIM_ACCEPTED);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 1000);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_RECEIVE, 0), ==, SIM_ACCEPTED);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 3000);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_RECEIVE, 0), ==, SIM_REFUSED_STATE);
  give (sim, HOST_A, COMMAND_SEND, 1000);
  sim_run (sim, SEC (2));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 3000);
  give (sim, HOST_B, COMMAND_READING, 1);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 4000);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 4000));
  sim_free (sim);
}

/* A command may name a connection: the listener behind the newest one. */
static void
test_names_connection (void)
{
  struct sim *sim = connected ();

  g_assert_cmpint (
      sim_command (sim,
                   &(struct sim_command){
                       .at = MS (200), .kind = COMMAND_CLOSE, .host = HOST_B, .connection = 1, .copy = EVENT_NONE }),
      ==, SIM_ACCEPTED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED);
  g_assert_cmpint (sim_call_refusal (sim, HOST_B, COMMAND_LISTEN), ==, OK);
  g_assert_cmpint (
      sim_command (sim,
                   &(struct sim_command){
                       .at = MS (200), .kind = COMMAND_CLOSE, .host = HOST_B, .connection = 99, .copy = EVENT_NONE }),
      ==, SIM_REFUSED_STATE);
  sim_free (sim);
}

/* B crashes: it has forgotten all, listener too, and its program. A learns of it by the answer to its next segment
 * (RFC 9293 §3.5.1). B can start anew at once. */
static void
test_crash (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].app.request_octets = 10;
  scenario.hosts[HOST_B].app.answer_octets = 10;
  scenario.hosts[HOST_B].app.answer_delay = SEC (1);
  add_command (&scenario, SEC (1), HOST_A, COMMAND_SEND, 10);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);

  sim_run (sim, MS (1500));
  g_assert_cmpint (give (sim, HOST_B, COMMAND_CRASH, 0), ==, SIM_ACCEPTED);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_CRASHED), ==, 2);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_CLOSED);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_SEND, 1), ==, SIM_REFUSED_STATE);
  sim_run (sim, SEC (10));
  g_assert_cmpuint (sim_octets_read (sim, HOST_A), ==, 0); /* the answer went with the program */
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_SEND, 10), ==, SIM_ACCEPTED);
  sim_run (sim, SEC (11));
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_RST_CLOSED), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_RESET), ==, 1);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);

  g_assert_cmpint (give (sim, HOST_B, COMMAND_LISTEN, 0), ==, SIM_ACCEPTED);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_CONNECT, 0), ==, SIM_ACCEPTED);
  sim_run (sim, SEC (12));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED);
  sim_free (sim);
}

/* Somebody has to crash, and it is no command of the link that could come early. */
static void
test_crash_of_nobody (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, SEC (1));
  g_assert_cmpint (give (sim, HOST_NONE, COMMAND_CRASH, 0), ==, SIM_REFUSED_STATE);
  struct sim_command early
      = { .at = SEC (2), .kind = COMMAND_CRASH, .host = HOST_A, .turn = SIM_TURN_FIRST, .copy = EVENT_NONE };
  g_assert_cmpint (sim_command (sim, &early), ==, SIM_ACCEPTED);
  sim_run (sim, SEC (3));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);
  sim_free (sim);
}

/* A host that is off takes nothing, says nothing and has no program, until it is on again: then it is as after a
 * crash. */
static void
test_power (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);

  sim_run (sim, SEC (1));
  g_assert_cmpint (give (sim, HOST_B, COMMAND_POWER, 1), ==, SIM_REFUSED_STATE); /* it is on */
  g_assert_cmpint (give (sim, HOST_NONE, COMMAND_POWER, 0), ==, SIM_REFUSED_STATE);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_POWER, 0), ==, SIM_ACCEPTED);
  g_assert_true (sim_is_off (sim, HOST_B));
  g_assert_false (sim_is_off (sim, HOST_A));
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_CRASHED), ==, 2);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_POWER, 0), ==, SIM_REFUSED_STATE);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_CRASH, 0), ==, SIM_REFUSED_STATE);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_LISTEN, 0), ==, SIM_REFUSED_STATE);

  g_assert_cmpint (give (sim, HOST_A, COMMAND_SEND, 10), ==, SIM_ACCEPTED);
  sim_run (sim, MS (1500));
  const struct trace_event *loss = get_event (trace, TRACE_LOSS, HOST_A, 1);
  g_assert_cmpint (loss->reason, ==, REASON_LINK_HOST_OFF);
  g_assert_cmpint (loss->at, ==, MS (1050)); /* at its door */

  g_assert_cmpint (give (sim, HOST_B, COMMAND_POWER, 1), ==, SIM_ACCEPTED);
  sim_run (sim, SEC (3));
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_RST_CLOSED), ==, 1);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);
  g_assert_cmpint (give (sim, HOST_B, COMMAND_LISTEN, 0), ==, SIM_ACCEPTED);
  sim_free (sim);
}

/* What a scenario asks of a host that is off is not done. */
static void
test_power_in_scenario (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, SEC (1), HOST_A, COMMAND_POWER, 0);
  add_command (&scenario, SEC (2), HOST_A, COMMAND_SEND, 10);
  add_command (&scenario, SEC (3), HOST_A, COMMAND_CONNECT, 0);
  add_command (&scenario, SEC (4), HOST_A, COMMAND_CRASH, 0);
  add_command (&scenario, SEC (5), HOST_A, COMMAND_CONNECT, 0);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, SEC (10));
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_SEND, HOST_A), ==, 2);
  g_assert_true (sim_is_off (sim, HOST_A));
  sim_free (sim);
}

/* A rule that is told later: what Nagle's holds back goes at once, and the other host keeps its own. */
static void
test_switch (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, SEC (1), HOST_A, COMMAND_SEND, 10);
  add_command (&scenario, MS (1010), HOST_A, COMMAND_SEND, 10);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  struct sim_command command = { .at = MS (1020), .kind = COMMAND_SWITCH, .host = HOST_A, .copy = EVENT_NONE };

  sim_run (sim, MS (1020));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_WAIT_NAGLE), ==, 1);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_SEND, HOST_A), ==, 3);
  command.which = TCP_SWITCH_COUNT;
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_REFUSED_STATE);
  command.which = TCP_SWITCH_NAGLE;
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_ACCEPTED);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_SEND, HOST_A), ==, 4);
  g_assert_false (sim_switch_is_on (sim, HOST_A, TCP_SWITCH_NAGLE));
  g_assert_true (sim_switch_is_on (sim, HOST_B, TCP_SWITCH_NAGLE));
  sim_free (sim);
}

/* Each of them, while a connection lives and for the next one. */
static void
test_every_switch (void)
{
  for (unsigned which = 0; which < TCP_SWITCH_COUNT; which++)
    {
      struct scenario scenario;

      scenario_connected (&scenario);
      add_command (&scenario, MS (120), HOST_B, COMMAND_SWITCH, 1);
      scenario.commands[scenario.command_count - 1].which = (uint8_t) which;
      add_command (&scenario, SEC (1), HOST_A, COMMAND_SEND, 3000);
      add_command (&scenario, SEC (2), HOST_B, COMMAND_SWITCH, 0);
      scenario.commands[scenario.command_count - 1].which = (uint8_t) which;
      add_command (&scenario, SEC (3), HOST_A, COMMAND_CLOSE, 0);
      add_command (&scenario, SEC (4), HOST_B, COMMAND_CLOSE, 0);
      struct sim *sim = sim_new (&scenario, 0, NULL);
      sim_run (sim, MS (1500));
      g_assert_true (sim_switch_is_on (sim, HOST_B, (enum tcp_switch) which));
      sim_run (sim, SEC (300));
      g_assert_false (sim_switch_is_on (sim, HOST_B, (enum tcp_switch) which));
      g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 3000);
      g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);
      sim_free (sim);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/is-recorded", test_is_recorded);
  g_test_add_func ("/command/later", test_later);
  g_test_add_func ("/command/time-refusals", test_time_refusals);
  g_test_add_func ("/command/call-refusals", test_call_refusals);
  g_test_add_func ("/command/refused-leaves-no-mark", test_refused_leaves_no_mark);
  g_test_add_func ("/command/impossible-in-scenario", test_impossible_in_scenario);
  g_test_add_func ("/command/drop", test_drop);
  g_test_add_func ("/command/delay", test_delay);
  g_test_add_func ("/command/duplicate", test_duplicate);
  g_test_add_func ("/command/corrupt", test_corrupt);
  g_test_add_func ("/command/corrupt-beyond", test_corrupt_beyond);
  g_test_add_func ("/command/hold-and-release", test_hold_and_release);
  g_test_add_func ("/command/release-on-cut-link", test_release_on_cut_link);
  g_test_add_func ("/command/link", test_link);
  g_test_add_func ("/command/early", test_early);
  g_test_add_func ("/command/reading", test_reading);
  g_test_add_func ("/command/names-connection", test_names_connection);
  g_test_add_func ("/command/crash", test_crash);
  g_test_add_func ("/command/crash-of-nobody", test_crash_of_nobody);
  g_test_add_func ("/command/power", test_power);
  g_test_add_func ("/command/power-in-scenario", test_power_in_scenario);
  g_test_add_func ("/command/switch", test_switch);
  g_test_add_func ("/command/every-switch", test_every_switch);
  return g_test_run ();
}
