/* The words of a step with the run's values in them. */
#include "explain/narration.h"

#include "sim/sim.h"
#include "trace/moment.h"

#include <glib.h>

static void
add (struct scenario *scenario, vtime at, unsigned host, enum sim_command_kind kind, uint64_t amount)
{
  scenario->commands[scenario->command_count++] = (struct sim_command){
    .at = at, .kind = (uint8_t) kind, .host = (uint8_t) host, .amount = amount, .copy = EVENT_NONE
  };
}

/* What the words are after the run has come to an instant. */
static void
assert_said (struct sim *sim, vtime at, const char *words, const char *expected)
{
  sim_run (sim, at);
  g_autofree char *said = explain_narration (sim_trace (sim), (event_id) (trace_length (sim_trace (sim)) - 1), words);

  g_assert_cmpstr (said, ==, expected);
}

/* What they are at a moment. */
static void
assert_said_at (const struct sim *sim, const char *when, const char *words, const char *expected)
{
  char word[MOMENT_TEXT_MAX];
  struct moment moment;

  g_assert_cmpint (moment_parse (when, &moment, word), ==, MOMENT_OK);
  g_autofree char *said = explain_narration (sim_trace (sim), moment_find (sim_trace (sim), &moment), words);
  g_assert_cmpstr (said, ==, expected);
}

/* Counted from ESTABLISHED on, with what their windows promise, until they are over; a listener is none. */
static void
test_connections (void)
{
  g_autofree struct scenario *scenario = g_new (struct scenario, 1);
  const char *words = "{A.connections}, {B.connections}, {B.memory}";

  scenario_init (scenario);
  scenario->hosts[HOST_B].app.reads = false;
  scenario->hosts[HOST_B].app.closes_at_end = true;
  add (scenario, 0, HOST_B, COMMAND_LISTEN, 0);
  add (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  add (scenario, SEC (1), HOST_A, COMMAND_SEND, 600);
  add (scenario, SEC (2), HOST_B, COMMAND_READING, 1);
  add (scenario, SEC (3), HOST_A, COMMAND_CLOSE, 0);
  struct sim *sim = sim_new (scenario, 0, NULL);
  g_autofree char *before = explain_narration (sim_trace (sim), EVENT_NONE, words);
  g_assert_cmpstr (before, ==, "0, 0, 0 octets");
  assert_said (sim, MS (100), words, "1, 0, 0 octets");
  assert_said (sim, MS (150), words, "1, 1, 8000 octets");
  assert_said_at (sim, "B enters ESTABLISHED", words, "1, 1, 8000 octets");
  assert_said_at (sim, "B enters SYN-RECEIVED", words, "0, 0, 0 octets");
  assert_said (sim, MS (1500), words, "1, 1, 7400 octets");
  assert_said (sim, SEC (4), words, "0, 0, 0 octets");
  sim_free (sim);
}

/* What waits for a descriptor is no program's connection yet. */
static void
test_connections_that_wait (void)
{
  g_autofree struct scenario *scenario = g_new (struct scenario, 1);
  const char *words = "{B.connections}, {B.memory}";

  scenario_init (scenario);
  scenario->hosts[HOST_B].app.descriptors = 2;
  add (scenario, 0, HOST_B, COMMAND_LISTEN, 0);
  add (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  add (scenario, SEC (1), HOST_A, COMMAND_CONNECT, 0);
  scenario->commands[scenario->command_count - 1].segment.source.port = 40002;
  add (scenario, SEC (2), HOST_B, COMMAND_CLOSE, 0);
  struct sim *sim = sim_new (scenario, 0, NULL);
  assert_said (sim, MS (150), words, "1, 8000 octets");
  assert_said (sim, MS (1150), words, "1, 8000 octets");
  assert_said_at (sim, "B has PROGRAM_OUT_OF_DESCRIPTORS", words, "1, 8000 octets");
  assert_said (sim, SEC (2), words, "2, 16\342\200\257000 octets"); /* one of them in FIN-WAIT-1 */
  sim_free (sim);
}

/* What is not known stays, and what there is not is a dash. */
static void
test_names (void)
{
  g_autofree struct scenario *scenario = g_new (struct scenario, 1);

  scenario_init (scenario);
  add (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  struct sim *sim = sim_new (scenario, 0, NULL);
  assert_said (sim, 0, "{A} {A.state} {B.state} {seq} {A.ISS}", "A SYN-SENT CLOSED 100 100");
  assert_said (sim, 0, "{B.ISS} {B.memories} {nothing}", "– {B.memories} {nothing}");
  sim_free (sim);
}

/* The timestamp of a segment, where it has one. */
static void
test_timestamp (void)
{
  g_autofree struct scenario *scenario = g_new (struct scenario, 1);

  scenario_init (scenario);
  scenario->hosts[HOST_A].config.timestamps = true;
  scenario->hosts[HOST_A].config.ts_offset = 70;
  add (scenario, MS (30), HOST_A, COMMAND_CONNECT, 0);
  struct sim *sim = sim_new (scenario, 0, NULL);
  assert_said (sim, MS (30), "{tsval}", "100");
  assert_said (sim, MS (80), "{tsval}", "–");
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/narration/connections", test_connections);
  g_test_add_func ("/explain/narration/connections-that-wait", test_connections_that_wait);
  g_test_add_func ("/explain/narration/names", test_names);
  g_test_add_func ("/explain/narration/timestamp", test_timestamp);
  return g_test_run ();
}
