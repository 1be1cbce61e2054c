/* The host's clock: exact both ways, and a whole run by two clocks that differ. */
#include "base/rng.h"
#include "run.h"
#include "sim/clock.h"

static void
test_values (void)
{
  g_assert_cmpint (clock_at (0, SEC (7)), ==, SEC (7));
  g_assert_cmpint (clock_at (10000, SEC (1)), ==, MS (1010));
  g_assert_cmpint (clock_at (-10000, SEC (1)), ==, MS (990));
  g_assert_cmpint (clock_at (-10000, 1), ==, 0); /* never ahead of what it should show */
  g_assert_cmpint (clock_at (200, VTIME_NEVER), ==, VTIME_NEVER);
  g_assert_cmpint (clock_instant (200, VTIME_NEVER), ==, VTIME_NEVER);
  g_assert_cmpint (clock_instant (-10000, MS (990)), ==, SEC (1));
  g_assert_cmpint (clock_at (CLOCK_SKEW_MAX, SEC (3600 * 1000)), ==, SEC (3600 * 1010));
}

/* The clock never runs backwards, and the instant found for a time is the first that shows it. */
static void
test_inverse (void)
{
  struct rng rng;

  rng_seed (&rng, 1);
  for (unsigned i = 0; i < 200000; i++)
    {
      int32_t skew = (int32_t) rng_below (&rng, 2 * CLOCK_SKEW_MAX + 1) - CLOCK_SKEW_MAX;
      vtime shown = (vtime) (rng_u64 (&rng) >> (12 + rng_below (&rng, 51)));
      vtime instant = clock_instant (skew, shown);

      g_assert_cmpint (clock_at (skew, instant), >=, shown);
      if (instant > 0)
        g_assert_cmpint (clock_at (skew, instant - 1), <, shown);
      g_assert_cmpint (clock_at (skew, instant + 1), >=, clock_at (skew, instant));
    }
}

/* A's first SYN is lost and sent again after a second of A's clock; B waits by its own. Timers are told in instants. */
static void
test_timers (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].clock_skew = 10000;
  scenario.hosts[HOST_B].clock_skew = -10000;
  add_fault (&scenario, HOST_A, SEGMENT_SYN, 1, FAULT_DROP);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, SEC (10));
  const struct trace *trace = sim_trace (sim);
  const struct trace_event *start = get_event (trace, TRACE_TIMER_START, HOST_A, 1);
  vtime second_a = clock_instant (10000, SEC (1));

  g_assert_cmpint (start->until, ==, second_a);
  g_assert_cmpint (get_event (trace, TRACE_SEND, HOST_A, 2)->at, ==, second_a);
  /* B began to wait as its clock showed clock_at (arrival). */
  vtime arrival = second_a + MS (50);
  g_assert_cmpint (get_event (trace, TRACE_SEND, HOST_B, 1)->at, ==, arrival);
  g_assert_cmpint (get_event (trace, TRACE_TIMER_START, HOST_B, 1)->until, ==,
                   clock_instant (-10000, clock_at (-10000, arrival) + SEC (1)));
  struct tcp_vars vars;
  g_assert_nonnull (trace_vars (trace, find_event (trace, TRACE_SEND, HOST_A, 1), &vars));
  g_assert_cmpint (vars.timer_deadline[TCP_TIMER_RTO], ==, second_a);
  g_assert_cmpint (vars.timer_duration[TCP_TIMER_RTO], ==, SEC (1));
  sim_free (sim);
}

/* TSval counts by the host's clock. */
static void
test_timestamps (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    scenario.hosts[host].config.timestamps = true;
  scenario.hosts[HOST_A].clock_skew = 10000;
  add_command (&scenario, SEC (100), HOST_A, COMMAND_SEND, 10);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, SEC (110));
  event_id data = find_event (sim_trace (sim), TRACE_SEND, HOST_A, 3);
  event_id ack = find_event (sim_trace (sim), TRACE_SEND, HOST_B, 2);
  g_assert_cmpuint (trace_segment (sim_trace (sim), data)->options.ts_val, ==, 101000);
  g_assert_cmpuint (trace_segment (sim_trace (sim), ack)->options.ts_val, ==, 100250);
  sim_free (sim);
}

/* Nor does it ever count by another clock, also when several frames arrive in one instant and each is answered. */
static void
test_timestamps_in_bursts (void)
{
  static const int32_t skews[HOST_COUNT] = { 10000, -10000 };
  struct scenario scenario;

  scenario_connected (&scenario);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      scenario.hosts[host].config.timestamps = true;
      scenario.hosts[host].config.ack_every = 1;
      scenario.hosts[host].clock_skew = skews[host];
    }
  add_command (&scenario, SEC (100), HOST_A, COMMAND_SEND, 20000);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, SEC (110));
  const struct trace *trace = sim_trace (sim);
  guint sent[HOST_COUNT] = { 0, 0 };
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      const struct trace_event *event = trace_get (trace, id);
      if (event->kind != TRACE_SEND)
        continue;
      vtime shown = clock_at (skews[event->host], event->at);
      g_assert_cmpuint (trace_segment (trace, id)->options.ts_val, ==, (guint32) (shown / MS (1)));
      sent[event->host]++;
    }
  g_assert_cmpuint (sent[HOST_A], >=, 20);
  g_assert_cmpuint (sent[HOST_B], >=, 20);
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/values", test_values);
  g_test_add_func ("/clock/inverse", test_inverse);
  g_test_add_func ("/clock/timers", test_timers);
  g_test_add_func ("/clock/timestamps", test_timestamps);
  g_test_add_func ("/clock/timestamps/bursts", test_timestamps_in_bursts);
  return g_test_run ();
}
