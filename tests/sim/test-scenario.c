/* The set-up that all lessons share. */
#include "run.h"

static void
test_defaults (void)
{
  struct scenario scenario;
  char text[ENDPOINT_TEXT_SIZE];

  scenario_init (&scenario);
  for (unsigned index = 0; index < HOST_COUNT; index++)
    {
      const struct scenario_host *host = &scenario.hosts[index];
      struct endpoint endpoint = { .address = host->address, .port = host->port };

      g_assert_cmpstr (host->name, ==, index == HOST_A ? "A" : "B");
      g_assert_cmpstr (endpoint_format (&endpoint, text), ==, index == HOST_A ? "10.0.0.1:40001" : "10.0.0.2:80");
      g_assert_true (host->config.iss_fixed);
      g_assert_cmpuint (host->config.iss, ==, index == HOST_A ? 100 : 300);
      g_assert_cmpuint (host->config.mss, ==, 1000);
      g_assert_cmpuint (host->config.receive_buffer, ==, 8000);
      g_assert_cmpint (host->config.rto_initial, ==, SEC (1));
      g_assert_cmpint (host->config.delayed_ack_time, ==, MS (200));
      g_assert_cmpint (host->config.msl, ==, SEC (120));
      g_assert_true (host->app.reads);
      g_assert_false (host->app.closes_at_end);
      g_assert_cmpuint (host->mac.octets[0] & 1, ==, 0); /* a host, not a group */
      g_assert_cmpint (scenario.links[index].delay, ==, MS (50));
      g_assert_cmpuint (scenario.links[index].loss, ==, 0);
    }
  g_assert_cmpint (scenario.hosts[HOST_A].mac.octets[5], !=, scenario.hosts[HOST_B].mac.octets[5]);
  g_assert_cmpuint (scenario.command_count + scenario.fault_count, ==, 0);
  g_assert_cmpint (scenario.until, ==, VTIME_NEVER);
  g_assert_cmpint (scenario.picture_from, ==, 0);
  g_assert_cmpuint (scenario.seed, !=, 0);
}

/* Nothing in it: nothing happens. */
static void
test_empty (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  g_assert_cmpint (sim_next (sim), ==, VTIME_NEVER);
  sim_run (sim, SEC (1000));
  g_assert_cmpuint (trace_length (sim_trace (sim)), ==, 0);
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scenario/defaults", test_defaults);
  g_test_add_func ("/scenario/empty", test_empty);
  return g_test_run ();
}
