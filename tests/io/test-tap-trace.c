/* The same scenario and seed on both wires give the same trace. */
#include "io/scenario-file.h"
#include "io/tap-wire.h"
#include "trace/text.h"

#include <string.h>

/* A wire that counts, over the TAP pair or over memory. */
struct counter
{
  const struct sim_wire *below;
  unsigned frames;
  unsigned lost;
};

static size_t
count_and_cross (void *user, unsigned from, const uint8_t *frame, size_t length, uint8_t *out)
{
  struct counter *counter = user;
  size_t came = counter->below->cross (counter->below->user, from, frame, length, out);

  counter->frames++;
  counter->lost += came == 0;
  return came;
}

static struct sim *
run (const struct scenario *scenario, uint64_t seed, const struct sim_wire *wire)
{
  struct sim *sim = sim_new (scenario, seed, wire);

  g_assert_nonnull (sim);
  sim_run (sim, MIN (scenario->until, SEC (3600)));
  return sim;
}

static void
assert_equal_traces (const struct trace *memory, const struct trace *tap)
{
  g_assert_cmpuint (trace_length (memory), ==, trace_length (tap));
  for (event_id id = 0; id < trace_length (memory); id++)
    {
      char expected[TRACE_LINE_SIZE], found[TRACE_LINE_SIZE];
      size_t expected_length = 0, found_length = 0;
      trace_line (memory, id, TRACE_NUMBERS_ABSOLUTE, expected);
      trace_line (tap, id, TRACE_NUMBERS_ABSOLUTE, found);
      g_assert_cmpstr (found, ==, expected);

      const struct trace_event *first = trace_get (memory, id), *second = trace_get (tap, id);
      g_assert_cmpmem (second, sizeof *second, first, sizeof *first);
      const uint8_t *expected_packet = trace_packet (memory, id, &expected_length);
      const uint8_t *found_packet = trace_packet (tap, id, &found_length);
      g_assert_cmpmem (found_packet, found_length, expected_packet, expected_length);
    }
}

/* Beside two frames of address resolution everything that arrives has crossed. */
static unsigned
count_arrivals (const struct trace *trace)
{
  unsigned count = 0;

  for (size_t i = 0; i < trace_length (trace); i++)
    count += trace_get (trace, (event_id) i)->kind == TRACE_ARRIVE;
  return count;
}

static void
assert_equal_on_both (const struct scenario *scenario, uint64_t seed, const struct sim_wire *wire)
{
  struct counter counter = { .below = wire };
  const struct sim_wire counting = { .user = &counter, .cross = count_and_cross };
  struct sim *memory = run (scenario, seed, NULL);
  struct sim *tap = run (scenario, seed, &counting);

  g_assert_cmpuint (counter.lost, ==, 0);
  g_assert_cmpuint (counter.frames, >=, 2 + count_arrivals (sim_trace (tap)));
  assert_equal_traces (sim_trace (memory), sim_trace (tap));
  sim_free (memory);
  sim_free (tap);
}

static struct tap_wire *
open_or_skip (void)
{
  g_autoptr (GError) error = NULL;
  struct tap_wire *wire = tap_wire_open (&error);

  if (wire == NULL)
    g_test_skip (error->message);
  return wire;
}

static void
test_shipped (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_directory = g_build_filename (g_getenv ("HANDSHAKE_SOURCE"), "data", NULL);
  struct tap_wire *wire = open_or_skip ();
  if (wire == NULL)
    return;

  g_setenv ("HANDSHAKE_DATA_DIR", data_directory, TRUE);
  g_autoptr (GPtrArray) files = scenario_files_list ("C", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = g_ptr_array_index (files, i);
      g_test_message ("%s", file->scenario.id);
      assert_equal_on_both (&file->scenario, 0, tap_wire_sim (wire));
    }
  tap_wire_close (wire);
}

/* Both hosts send 200,000 octets over a link that loses, repeats, damages and reorders. */
static struct scenario
rough_scenario (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      scenario.links[host] = (struct scenario_link){
        .delay = MS (10), .jitter = MS (3), .rate = 10000000, .loss = 20000, .duplicate = 10000, .corrupt = 10000
      };
      scenario.hosts[host].app.closes_at_end = true;
      scenario.hosts[host].app.reads = true;
    }
  static const struct sim_command commands[] = {
    { .at = 0, .kind = COMMAND_LISTEN, .host = HOST_B, .copy = EVENT_NONE },
    { .at = 0, .kind = COMMAND_CONNECT, .host = HOST_A, .copy = EVENT_NONE },
    { .at = SEC (10), .kind = COMMAND_SEND, .host = HOST_A, .amount = 200000, .copy = EVENT_NONE },
    { .at = SEC (10), .kind = COMMAND_SEND, .host = HOST_B, .amount = 200000, .copy = EVENT_NONE },
    { .at = SEC (11), .kind = COMMAND_CLOSE, .host = HOST_A, .copy = EVENT_NONE },
  };
  memcpy (scenario.commands, commands, sizeof commands);
  scenario.command_count = G_N_ELEMENTS (commands);
  return scenario;
}

static void
assert_rough_link (struct scenario scenario)
{
  struct tap_wire *wire = open_or_skip ();
  if (wire == NULL)
    return;

  for (uint64_t seed = 1; seed <= 5; seed++)
    assert_equal_on_both (&scenario, seed, tap_wire_sim (wire));
  tap_wire_close (wire);
}

static void
test_rough_link (void)
{
  assert_rough_link (rough_scenario ());
}

/* Over IPv6: the hosts find each other by neighbour discovery on both wires. */
static void
test_rough_link_v6 (void)
{
  struct scenario scenario = rough_scenario ();

  g_assert_true (ip_address_parse ("2001:db8::1", &scenario.hosts[HOST_A].address));
  g_assert_true (ip_address_parse ("2001:db8::2", &scenario.hosts[HOST_B].address));
  assert_rough_link (scenario);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/tap-trace/shipped", test_shipped);
  g_test_add_func ("/io/tap-trace/rough-link", test_rough_link);
  g_test_add_func ("/io/tap-trace/rough-link-v6", test_rough_link_v6);
  return g_test_run ();
}
