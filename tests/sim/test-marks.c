/* What the sender of a segment knows about it. */
#include "run.h"

static struct sim *
run (const struct scenario *scenario, vtime until)
{
  struct sim *sim = sim_new (scenario, 0, NULL);

  g_assert_nonnull (sim);
  sim_run (sim, until);
  return sim;
}

/* The segments of a host that carry a mark; nothing but what is sent has any. */
static unsigned
count_marks (const struct trace *trace, unsigned host, uint16_t mark)
{
  unsigned count = 0;

  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) i);

      count += event->kind == TRACE_SEND && event->host == host && (event->marks & mark) != 0;
      if (event->kind != TRACE_SEND)
        g_assert_cmpuint (event->marks, ==, 0);
    }
  return count;
}

static void
test_clean (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 20000);
  add_command (&scenario, MS (200), HOST_A, COMMAND_CLOSE, 0);
  struct sim *sim = run (&scenario, SEC (100));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 20000);
  g_assert_cmpuint (count_marks (sim_trace (sim), HOST_A, 0xffff), ==, 0);
  g_assert_cmpuint (count_marks (sim_trace (sim), HOST_B, 0xffff & ~MARK_WINDOW_UPDATE), ==, 0);
  sim_free (sim);
}

/* Crossing SYNs: the SYN,ACK repeats the number of the SYN, but nothing was lost. */
static void
test_simultaneous_open (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  add_command (&scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  add_command (&scenario, 0, HOST_B, COMMAND_CONNECT, 0);
  struct sim *sim = run (&scenario, SEC (1));
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_SEND, HOST_NONE), ==, 4);
  g_assert_cmpuint (count_marks (sim_trace (sim), HOST_A, 0xffff), ==, 0);
  sim_free (sim);
}

static void
test_timeout (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 3000);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 1, FAULT_DROP);
  scenario.faults[0].count = 3;
  struct sim *sim = run (&scenario, SEC (10));
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 3000);
  g_assert_cmpuint (count_marks (trace, HOST_A, MARK_RETRANSMISSION), ==, 3); /* each once, whatever its reason */
  g_assert_cmpuint (count_marks (trace, HOST_A, MARK_FAST_RETRANSMISSION), ==, 0);
  sim_free (sim);
}

/* Three losses in one window: one fast retransmission, the others by partial ACKs. */
static void
test_recovery (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].config.initial_window = 10;
  scenario.hosts[HOST_B].config.receive_buffer = 20000;
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 10000);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 2, FAULT_DROP);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 4, FAULT_DROP);
  struct sim *sim = run (&scenario, SEC (10));
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (count_marks (trace, HOST_A, MARK_FAST_RETRANSMISSION), ==, 1);
  g_assert_cmpuint (count_marks (trace, HOST_A, MARK_RETRANSMISSION), ==, 2);
  unsigned duplicates = count_marks (trace, HOST_B, MARK_DUPLICATE_ACK);
  g_assert_cmpuint (duplicates, ==, 6); /* segments 5 to 10; the ACK that the 3rd caused was new */
  unsigned expected = 0;
  for (unsigned nth = 1; find_event (trace, TRACE_SEND, HOST_B, nth) != EVENT_NONE; nth++)
    {
      const struct trace_event *sent = get_event (trace, TRACE_SEND, HOST_B, nth);

      expected
          = (sent->marks & MARK_DUPLICATE_ACK) ? expected + 1 : 0; /* 1, 2, 3 … and from the start after a new one */
      g_assert_cmpuint (sent->ordinal, ==, expected);
    }
  sim_free (sim);
}

static void
test_zero_window (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].config.receive_buffer = 2000;
  scenario.hosts[HOST_B].app.reads = false;
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 3000);
  add_command (&scenario, SEC (5), HOST_B, COMMAND_READING, 1);
  struct sim *sim = run (&scenario, SEC (20));
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 3000);
  g_assert_cmpuint (count_marks (trace, HOST_A, MARK_WINDOW_PROBE), ==, 2); /* after 1 and 3 s */
  g_assert_cmpuint (count_marks (trace, HOST_B, MARK_ZERO_WINDOW), ==, 3);
  g_assert_cmpuint (count_marks (trace, HOST_B, MARK_WINDOW_UPDATE), ==, 2); /* for 2000 octets read, then 1000 */
  g_assert_cmpuint (count_marks (trace, HOST_A, MARK_RETRANSMISSION), ==, 0);
  g_assert_cmpuint (count_marks (trace, HOST_B, MARK_DUPLICATE_ACK), ==, 0); /* an answer to a probe is none */
  sim_free (sim);
}

/* Cookies for several peers, and a second one for the same: the listener repeats nothing that it knows of. */
static void
test_cookies (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_B].config.syn_cookies = TCP_SYN_COOKIES_ALWAYS;
  add_fault (&scenario, HOST_B, SEGMENT_SYN_ACK, 1, FAULT_DROP);
  struct sim *sim = run (&scenario, SEC (10));
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_SEND_SYN_COOKIE), ==, 2);
  g_assert_cmpuint (count_marks (sim_trace (sim), HOST_A, MARK_RETRANSMISSION), ==, 1);
  g_assert_cmpuint (count_marks (sim_trace (sim), HOST_B, MARK_RETRANSMISSION), ==, 0);
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/clean", test_clean);
  g_test_add_func ("/marks/simultaneous-open", test_simultaneous_open);
  g_test_add_func ("/marks/timeout", test_timeout);
  g_test_add_func ("/marks/recovery", test_recovery);
  g_test_add_func ("/marks/zero-window", test_zero_window);
  g_test_add_func ("/marks/cookies", test_cookies);
  return g_test_run ();
}
