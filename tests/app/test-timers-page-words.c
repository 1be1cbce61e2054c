/* What the page of the timers says. */
#include "app/timers-page-words.h"
#include "session-bench.h"

static void
test_time_left (void)
{
  static const struct
  {
    vtime left;
    const char *text;
  } CASES[] = {
    { 0, "0 ms" },
    { NS (1), "1 ms" },
    { MS (978), "978 ms" },
    { MS (977) + 1, "978 ms" },
    { SEC (1), "1 s" },
    { MS (1500), "1.5 s" },
    { SEC (240), "240 s" },
    { SEC (240) - MS (22), "240 s" },
    { MS (12340), "12.4 s" },
    { MS (9999), "9.999 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *text = hs_timer_left (CASES[i].left);

      g_assert_cmpstr (text, ==, CASES[i].text);
    }
}

/* The sentence for the RTO of a host at an instant of a scenario, and how long it was set to. */
static void
assert_rto (const char *id, vtime at, unsigned host, const char *purpose, const char *length)
{
  g_autoptr (HsSession) session = bench_open (id);
  struct tcp_vars kept;
  const struct tcp_vars *vars;

  hs_session_seek (session, at);
  vars = trace_vars_at (hs_session_get_trace (session), host, hs_session_get_event (session), &kept);
  g_assert_nonnull (vars);
  g_assert_cmpint (vars->timer_deadline[TCP_TIMER_RTO], !=, VTIME_NEVER);
  g_autofree char *said = hs_timer_purpose (vars, TCP_TIMER_RTO);
  g_autofree char *said_length = hs_timer_length (vars, TCP_TIMER_RTO);
  g_assert_cmpstr (said, ==, purpose);
  g_assert_cmpstr (said_length, ==, length);
}

static void
test_what_the_rto_is_for (void)
{
  assert_rto ("four-way-close", MS (20), HOST_A, "for the SYN, seq 100", "of 1 s, not backed off");
  assert_rto ("four-way-close", MS (60), HOST_B, "for the SYN and ACK, seq 300", "of 1 s, not backed off");
  assert_rto ("four-way-close", MS (130), HOST_A, "for the data, from seq 101 on", "of 1 s, not backed off");
  assert_rto ("four-way-close", MS (260), HOST_A, "for the FIN, seq 111", "of 1 s, not backed off");
  assert_rto ("lost-syn", MS (1010), HOST_A, "for the SYN, seq 100", "of 2 s, doubled once");
}

static void
test_whom_a_host_waits_for (void)
{
  g_autoptr (HsSession) session = bench_open ("four-way-close");
  const struct trace *trace;

  hs_session_seek (session, MS (600));
  trace = hs_session_get_trace (session);
  g_autofree char *a = hs_timer_wait_sentence (trace, HOST_A, hs_session_get_event (session));
  g_autofree char *b = hs_timer_wait_sentence (trace, HOST_B, hs_session_get_event (session));
  g_autofree char *none = hs_timer_wait_sentence (trace, HOST_A, EVENT_NONE);
  g_assert_cmpstr (a, ==, "No timer runs. A waits for B’s program to close.");
  g_assert_cmpstr (b, ==, "No timer runs. B waits for its own program to close.");
  g_assert_cmpstr (none, ==, "No timer runs. A has no connection.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timers-page-words/time-left", test_time_left);
  g_test_add_func ("/timers-page-words/what-the-rto-is-for", test_what_the_rto_is_for);
  g_test_add_func ("/timers-page-words/whom-a-host-waits-for", test_whom_a_host_waits_for);
  return g_test_run ();
}
