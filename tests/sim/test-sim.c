/* The run as a whole: clock, order within an instant, replay, wires, and what arrives through a bad link. */
#include "base/rng.h"
#include "run.h"

#include <string.h>

static void
test_clock (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  g_assert_cmpint (sim_now (sim), ==, 0);
  g_assert_cmpint (sim_next (sim), ==, 0);
  g_assert_cmpuint (trace_length (sim_trace (sim)), ==, 0); /* the first event is still to come */
  g_assert_true (sim_step (sim));
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_SYN_SENT);
  g_assert_cmpint (sim_next (sim), ==, MS (50));
  sim_run (sim, MS (49));
  g_assert_cmpint (sim_now (sim), ==, MS (49));
  g_assert_cmpint (sim_next (sim), ==, MS (50));
  g_assert_true (sim_step (sim));
  g_assert_cmpint (sim_now (sim), ==, MS (50));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_SYN_RECEIVED);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpint (sim_now (sim), ==, MS (150));
  g_assert_cmpint (sim_next (sim), ==, VTIME_NEVER);
  g_assert_false (sim_step (sim));
  sim_run (sim, SEC (1));
  g_assert_cmpint (sim_now (sim), ==, SEC (1));
  sim_free (sim);
}

static void
test_trace_says_who (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.links[HOST_A].delay = MS (30);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, MS (200));
  const struct trace_host *b = trace_host_const (sim_trace (sim), HOST_B);
  g_assert_cmpstr (b->name, ==, "B");
  g_assert_cmpuint (b->endpoint.port, ==, 80);
  g_assert_true (ip_address_equal (&b->endpoint.address, &scenario.hosts[HOST_B].address));
  g_assert_true (b->iss_known);
  g_assert_cmpuint (b->iss, ==, 300);
  g_assert_cmpint (trace_delay (sim_trace (sim)), ==, MS (30));
  struct trace *trace = sim_steal_trace (sim);
  sim_free (sim);
  g_assert_cmpuint (trace_host_const (trace, HOST_A)->iss, ==, 100);
  trace_free (trace);
}

/* An arrival comes before a timer of the same instant: no needless sending again (D-05). */
static void
test_arrival_before_timer (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].config.rto_initial = MS (100);
  scenario.hosts[HOST_B].config.rto_initial = MS (100);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, MS (500));
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_SEND, HOST_NONE), ==, 3);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_TIMER_EXPIRE, HOST_NONE), ==, 0);
  sim_free (sim);
}

/* Host A comes first among equals. */
static void
test_host_a_first (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  add_command (&scenario, 0, HOST_B, COMMAND_CONNECT, 0);
  add_command (&scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, MS (50));
  g_assert_cmpuint (find_event (sim_trace (sim), TRACE_COMMAND, HOST_B, 1), <,
                    find_event (sim_trace (sim), TRACE_COMMAND, HOST_A, 1)); /* commands: as they are written */
  g_assert_cmpuint (find_event (sim_trace (sim), TRACE_ARRIVE, HOST_A, 1), <,
                    find_event (sim_trace (sim), TRACE_ARRIVE, HOST_B, 1));
  sim_free (sim);
}

/* A link without delay: everything within one instant, in order, and it ends. */
static void
test_no_delay (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.links[HOST_A].delay = scenario.links[HOST_B].delay = 0;
  scenario.hosts[HOST_B].app.closes_at_end = true;
  add_command (&scenario, 0, HOST_A, COMMAND_SEND, 5000);
  add_command (&scenario, 0, HOST_A, COMMAND_CLOSE, 0);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_step (sim);
  g_assert_cmpint (sim_now (sim), ==, 0);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_TIME_WAIT);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 5000));
  sim_free (sim);
}

/* Two hosts that talk for ever run into the limit, which stops the run and says so. */
static void
test_full (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].app.request_octets = scenario.hosts[HOST_B].app.request_octets = 1; /* both echo */
  scenario.hosts[HOST_A].config.nagle = scenario.hosts[HOST_B].config.nagle = false;
  scenario.links[HOST_A].delay = scenario.links[HOST_B].delay = 0;
  add_command (&scenario, MS (1), HOST_A, COMMAND_SEND, 1);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, VTIME_NEVER);
  g_assert_true (sim_is_full (sim));
  g_assert_cmpuint (trace_length (sim_trace (sim)), ==, SIM_EVENTS_MAX);
  g_assert_cmpint (sim_next (sim), ==, VTIME_NEVER);
  g_assert_false (sim_step (sim));
  g_assert_cmpint (give (sim, HOST_A, COMMAND_CLOSE, 0), ==, SIM_REFUSED_FULL);
  sim_free (sim);
}

/* --- replay --- */

static void
rough_scenario (struct scenario *scenario, uint64_t seed)
{
  scenario_connected (scenario);
  scenario->seed = seed;
  scenario->hosts[HOST_B].app.request_octets = 500;
  scenario->hosts[HOST_A].config.msl = scenario->hosts[HOST_B].config.msl = SEC (2);
  for (unsigned from = 0; from < HOST_COUNT; from++)
    scenario->links[from] = (struct scenario_link){
      .delay = MS (50), .jitter = MS (5), .rate = 2000000, .loss = 30000, .duplicate = 20000, .corrupt = 20000
    };
}

static struct sim_command
random_command (struct rng *rng, const struct sim *sim)
{
  static const enum sim_command_kind often[] = { COMMAND_SEND,    COMMAND_DROP, COMMAND_DELAY,  COMMAND_DUPLICATE,
                                                 COMMAND_CORRUPT, COMMAND_HOLD, COMMAND_RELEASE };
  const struct trace *trace = sim_trace (sim);
  unsigned carries = count_events (trace, TRACE_CARRY, HOST_NONE);
  bool usual = rng_below (rng, 3) > 0;
  struct sim_command command = {
    .at = sim_now (sim) + (rng_below (rng, 4) == 0 ? (vtime) rng_below (rng, (uint64_t) MS (300)) : 0),
    .kind = (uint8_t) (usual ? often[rng_below (rng, G_N_ELEMENTS (often))] : rng_below (rng, SIM_COMMAND_KIND_COUNT)),
    .host = (uint8_t) rng_below (rng, 2),
    .turn = rng_below (rng, 4) == 0 ? SIM_TURN_FIRST : SIM_TURN_USUAL,
    .amount = rng_below (rng, 3000),
    .duration = (vtime) rng_below (rng, (uint64_t) MS (100)),
    .copy = EVENT_NONE,
  };

  if (sim_command_is_about_copy (command.kind) && carries > 0 && rng_below (rng, 8) > 0)
    command.copy = find_event (trace, TRACE_CARRY, HOST_NONE, carries - (unsigned) rng_below (rng, MIN (carries, 5)));
  if (command.kind == COMMAND_LINK_LOSS)
    command.amount *= 20;
  return command;
}

/* Moves on by a step, or to some time between. */
static void
move_on (struct sim *sim, struct rng *rng)
{
  if (rng_below (rng, 2) == 0)
    sim_step (sim);
  else
    sim_run (sim, sim_now (sim) + (vtime) rng_below (rng, (uint64_t) MS (80)));
}

static unsigned
replay_once (uint64_t seed)
{
  struct scenario scenario;
  struct rng rng;
  size_t count;

  rough_scenario (&scenario, seed);
  rng_seed (&rng, seed);
  struct sim *first = sim_new (&scenario, 0, NULL);
  for (unsigned i = 0; i < 40; i++)
    {
      struct sim_command command = random_command (&rng, first);

      sim_command (first, &command);
      if (rng_below (&rng, 3) > 0)
        move_on (first, &rng);
    }
  sim_run (first, SEC (120));
  vtime end = sim_now (first); /* a step may have led further */

  struct sim *second = sim_new (&scenario, 0, NULL);
  const struct sim_command *commands = sim_commands (first, &count);
  size_t own = sim_own_command_count (first);
  for (size_t i = count - own; i < count; i++)
    g_assert_cmpint (sim_command (second, &commands[i]), ==, SIM_ACCEPTED);
  sim_run (second, end);

  g_autofree char *one = trace_everything (sim_trace (first));
  g_autofree char *two = trace_everything (sim_trace (second));
  g_autofree char *what = g_strdup_printf ("replay of seed %" G_GUINT64_FORMAT, seed);
  assert_same_lines (what, one, two);
  g_assert_cmpuint (sim_octets_hash (first, HOST_B), ==, sim_octets_hash (second, HOST_B));
  sim_free (first);
  sim_free (second);
  return (unsigned) own;
}

/* Scenario, seed and commands rebuild a run, whenever and however the commands were given. */
static void
test_replay (void)
{
  unsigned commands = 0;

  for (uint64_t seed = 1; seed <= 200 && !g_test_failed (); seed++)
    commands += replay_once (seed);
  g_assert_cmpuint (commands, >, 200 * 8); /* it was not a test of refusals */
}

static void
test_seed_matters (void)
{
  struct scenario scenario;

  rough_scenario (&scenario, 1);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 50000);
  struct sim *one = sim_new (&scenario, 0, NULL), *two = sim_new (&scenario, 2, NULL);
  sim_run (one, SEC (60));
  sim_run (two, SEC (60));
  g_assert_cmpuint (sim_scenario (one)->seed, ==, 1);
  g_assert_cmpuint (sim_scenario (two)->seed, ==, 2);
  g_autofree char *text_one = trace_text (sim_trace (one));
  g_autofree char *text_two = trace_text (sim_trace (two));
  g_assert_cmpstr (text_one, !=, text_two);
  sim_free (one);
  sim_free (two);
}

/* Initial numbers that are not fixed come from the seed. */
static void
test_random_isn (void)
{
  struct scenario scenario;
  uint32_t iss[3];
  uint64_t seeds[3] = { 5, 5, 6 };

  scenario_connected (&scenario);
  scenario.hosts[HOST_A].config.iss_fixed = false;
  for (unsigned i = 0; i < 3; i++)
    {
      struct sim *sim = sim_new (&scenario, seeds[i], NULL);
      sim_run (sim, MS (200));
      g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
      iss[i] = trace_host_const (sim_trace (sim), HOST_A)->iss;
      sim_free (sim);
    }
  g_assert_cmpuint (iss[0], ==, iss[1]);
  g_assert_cmpuint (iss[0], !=, iss[2]);
}

/* --- wires --- */

struct wire_count
{
  unsigned frames[HOST_COUNT];
  unsigned asked; /* for Ethernet addresses, and answered */
  bool loses_all;
};

static size_t
cross (void *user, unsigned from, const uint8_t *frame, size_t length, uint8_t *out)
{
  struct wire_count *count = user;

  g_assert_cmpuint (length, <=, SIM_FRAME_MAX);
  count->frames[from]++;
  count->asked += (frame[12] == 0x08 && frame[13] == 0x06) || (frame[12] == 0x86 && frame[14 + 6] == 58);
  if (count->loses_all)
    return 0;
  memset (out, 0xee, SIM_FRAME_MAX);
  memcpy (out, frame, length);
  return length < 60 ? 60 : length; /* a real wire pads */
}

static void
use_ipv6 (struct scenario *scenario)
{
  g_assert_true (ip_address_parse ("2001:db8::1", &scenario->hosts[HOST_A].address));
  g_assert_true (ip_address_parse ("2001:db8::2", &scenario->hosts[HOST_B].address));
}

static void
assert_wire_is_the_same (bool ipv6)
{
  struct scenario scenario;
  struct wire_count count = { 0 };

  rough_scenario (&scenario, 3);
  if (ipv6)
    use_ipv6 (&scenario);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 50000);
  add_command (&scenario, MS (300), HOST_A, COMMAND_CLOSE, 0);
  struct sim *memory = sim_new (&scenario, 0, NULL);
  struct sim *wire = sim_new (&scenario, 0, &(struct sim_wire){ .user = &count, .cross = cross });
  g_assert_cmpuint (count.asked, ==, 2); /* they have met over the wire itself */
  sim_run (memory, SEC (120));
  sim_run (wire, SEC (120));
  g_autofree char *one = trace_everything (sim_trace (memory));
  g_autofree char *two = trace_everything (sim_trace (wire));
  assert_same_lines ("memory and wire", one, two);
  unsigned carried = count_events (sim_trace (wire), TRACE_CARRY, HOST_NONE);
  unsigned lost = count_events (sim_trace (wire), TRACE_LOSS, HOST_NONE);
  g_assert_cmpuint (count.frames[HOST_A] + count.frames[HOST_B], ==, carried - lost + count.asked);
  sim_free (memory);
  sim_free (wire);
}

static void
test_wire_is_the_same (void)
{
  assert_wire_is_the_same (false);
  assert_wire_is_the_same (true);
}

/* A wire that breaks later loses what crosses it, and the trace says so. */
static void
test_wire_loses (void)
{
  struct scenario scenario;
  struct wire_count count = { 0 };

  scenario_connected (&scenario);
  struct sim *sim = sim_new (&scenario, 0, &(struct sim_wire){ .user = &count, .cross = cross });
  sim_run (sim, MS (60));
  count.loses_all = true;
  sim_run (sim, MS (110));
  const struct trace_event *loss = get_event (sim_trace (sim), TRACE_LOSS, HOST_B, 1);
  g_assert_cmpuint (loss->reason, ==, REASON_LINK_WIRE_LOST);
  g_assert_cmpint (loss->at, ==, MS (100));
  count.loses_all = false;
  sim_run (sim, SEC (3));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED);
  sim_free (sim);
}

/* A wire that did not carry the address resolution: the hosts ask again when they have something to send. */
static void
assert_asks_again (bool ipv6)
{
  struct scenario scenario;
  struct wire_count count = { .loses_all = true };

  scenario_connected (&scenario);
  if (ipv6)
    use_ipv6 (&scenario);
  struct sim *sim = sim_new (&scenario, 0, &(struct sim_wire){ .user = &count, .cross = cross });
  g_assert_cmpuint (count.asked, ==, 2);
  count.loses_all = false;
  sim_run (sim, SEC (10));
  g_assert_cmpuint (count.asked, >, 2);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED);
  sim_free (sim);
}

static void
test_wire_loses_questions (void)
{
  assert_asks_again (false);
  assert_asks_again (true);
}

/* The rest is the same over IPv6. */
static void
test_ipv6 (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  use_ipv6 (&scenario);
  scenario.links[HOST_A].corrupt = 100000;
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 50000);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 1, FAULT_CORRUPT);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 50000));
  g_assert_cmpuint (get_event (sim_trace (sim), TRACE_CORRUPT, HOST_A, 1)->octets, ==, 47);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_DISCARD_CHECKSUM), ==,
                    count_events (sim_trace (sim), TRACE_CORRUPT, HOST_A));
  sim_free (sim);
}

/* --- a bad link --- */

/* 60 000 octets each way through loss, duplicates, overtaking and damage: all arrive, once, in order, unharmed, and
 * both ends end. */
static void
deliver_all (uint64_t seed)
{
  struct scenario scenario;
  uint64_t length = 60000;

  scenario_connected (&scenario);
  scenario.seed = seed;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      scenario.hosts[host].app.closes_at_end = true;
      scenario.links[host] = (struct scenario_link){ .delay = MS (20 + seed % 7 * 10),
                                                     .jitter = MS (seed % 5 * 4),
                                                     .rate = seed % 3 * 5000000,
                                                     .queue = seed % 2 * 20,
                                                     .loss = (uint32_t) (seed % 4) * 10000,
                                                     .duplicate = 10000,
                                                     .corrupt = (uint32_t) (seed % 3) * 10000 };
    }
  add_command (&scenario, SEC (5), HOST_A, COMMAND_SEND, length);
  add_command (&scenario, SEC (5), HOST_B, COMMAND_SEND, length);
  add_command (&scenario, SEC (6), HOST_A, COMMAND_SHUTDOWN, 0);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, VTIME_NEVER);
  g_test_message ("seed %" G_GUINT64_FORMAT ": %zu events, %u lost", seed, trace_length (sim_trace (sim)),
                  count_events (sim_trace (sim), TRACE_LOSS, HOST_NONE));
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      g_assert_cmpuint (sim_octets_read (sim, host), ==, length);
      g_assert_cmpuint (sim_octets_hash (sim, host), ==, pattern_hash (1 - host, length));
      g_assert_cmpint (state_now (sim, host), ==, TCP_CLOSED);
    }
  sim_free (sim);
}

static void
test_bad_link (void)
{
  for (uint64_t seed = 1; seed <= 120; seed++)
    deliver_all (seed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/clock", test_clock);
  g_test_add_func ("/sim/trace-says-who", test_trace_says_who);
  g_test_add_func ("/sim/D-05/arrival-before-timer", test_arrival_before_timer);
  g_test_add_func ("/sim/D-05/host-a-first", test_host_a_first);
  g_test_add_func ("/sim/no-delay", test_no_delay);
  g_test_add_func ("/sim/full", test_full);
  g_test_add_func ("/sim/replay", test_replay);
  g_test_add_func ("/sim/seed-matters", test_seed_matters);
  g_test_add_func ("/sim/random-isn", test_random_isn);
  g_test_add_func ("/sim/wire-is-the-same", test_wire_is_the_same);
  g_test_add_func ("/sim/wire-loses", test_wire_loses);
  g_test_add_func ("/sim/wire-loses-questions", test_wire_loses_questions);
  g_test_add_func ("/sim/ipv6", test_ipv6);
  g_test_add_func ("/sim/bad-link", test_bad_link);
  return g_test_run ();
}
