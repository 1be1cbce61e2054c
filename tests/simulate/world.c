#include "world.h"

#include "io/scenario-keys.h"
#include "io/scenario-writer.h"
#include "sim/clock.h"

#include <string.h>

/* What a program may be asked to send: so many segments, and so many octets, that a second of the ISN's clock (250000)
 * is more than any connection needs. */
#define SEGMENTS_MAX 200
#define OCTETS_MAX 100000

bool
world_chance (struct world *world, unsigned percent)
{
  return rng_below (&world->rng, 100) < percent;
}

uint64_t
world_spread (struct world *world, uint64_t low, uint64_t high)
{
  uint64_t range = high - low + 1;
  unsigned bits = 0;

  while (bits < 63 && range >> bits > 1)
    bits++;
  uint64_t bound = UINT64_C (1) << rng_below (&world->rng, bits + 1);
  return low + rng_below (&world->rng, bound < range ? bound : range);
}

static vtime
spread_time (struct world *world, vtime low, vtime high)
{
  return (vtime) world_spread (world, (uint64_t) low, (uint64_t) high);
}

/* Every switch of the engine that scenario files know, those of the future too. Not the ones that end TCP: without
 * persist timer, TIME-WAIT, three-way handshake or a circle of numbers the invariants need not hold. */
static void
throw_switches (struct world *world, struct scenario_host *host)
{
  static const char *const kept[]
      = { "Persist", "TwoWayHandshake", "NoTimeWait", "PlainComparison", "Reads", "ClosesAtEnd", NULL };

  for (const struct scenario_key *key = scenario_keys (SCENARIO_GROUP_HOST); key->name != NULL; key++)
    if (key->kind == SCENARIO_KEY_SWITCH && !g_strv_contains (kept, key->name))
      *(bool *) ((char *) host + key->offset) = world_chance (world, 60);
}

static void
set_sizes (struct world *world, struct tcp_config *config)
{
  static const uint16_t sizes[] = { 0, 100, 536, 1000, 1460, 1460 };

  config->mss = world_chance (world, 20) ? (uint16_t) rng_below (&world->rng, 9000) : sizes[rng_below (&world->rng, 6)];
  config->mtu = world_chance (world, 80) ? 1500 : (uint16_t) (68 + rng_below (&world->rng, 1433));
  config->send_buffer = (uint32_t) world_spread (world, 1000, 200000);
  config->receive_buffer = (uint32_t) world_spread (world, 300, 200000);
  config->initial_receive_window = world_chance (world, 70) ? 0 : (uint32_t) world_spread (world, 1, UINT16_MAX);
  config->option_order = world_chance (world, 50) ? TCP_OPTIONS_SACK_FIRST : TCP_OPTIONS_SCALE_FIRST;
  config->backlog = (uint16_t) (1 + rng_below (&world->rng, 4));
}

static void
set_times (struct world *world, struct tcp_config *config)
{
  config->rto_min = spread_time (world, MS (1), SEC (2));
  config->rto_initial = config->rto_min + spread_time (world, 0, SEC (2));
  config->rto_max = config->rto_initial + spread_time (world, SEC (1), SEC (60));
  config->rto_slack = world_chance (world, 70) ? 0 : spread_time (world, US (1), MS (100));
  config->clock_granularity = spread_time (world, US (1), MS (100));
  config->r1 = (uint8_t) rng_below (&world->rng, 6);
  config->r2 = spread_time (world, SEC (5), SEC (100));
  config->r2_syn = spread_time (world, SEC (5), SEC (180));
  config->syn_ack_retries = (uint8_t) rng_below (&world->rng, 6);
  config->user_timeout = world_chance (world, 50) ? 0 : spread_time (world, MS (500), SEC (300));
  config->uto_least = spread_time (world, MS (500), SEC (100));
  config->uto_most = config->uto_least + spread_time (world, SEC (1), SEC (300));
  config->tlp_max_ack_delay = spread_time (world, 0, MS (500));
  config->delayed_ack_time = spread_time (world, MS (1), MS (499));
  config->ack_every = (uint8_t) (1 + rng_below (&world->rng, 4));
  config->quick_acks = world_chance (world, 60) ? 0 : (uint8_t) rng_below (&world->rng, 20);
  config->cork_time = spread_time (world, MS (1), MS (500));
  config->sws_override = spread_time (world, MS (100), SEC (1));
  config->msl = spread_time (world, MS (10), SEC (120));
  config->fin_wait_2_time = world_chance (world, 50) ? 0 : spread_time (world, MS (100), SEC (60));
  config->challenge_period = spread_time (world, MS (100), SEC (5));
}

static void
set_path_mtu (struct world *world, struct tcp_config *config)
{
  config->ttl = (uint8_t) (1 + rng_below (&world->rng, 255));
  config->diffserv = (uint8_t) rng_below (&world->rng, 64);
  config->path_mtu_min = (uint16_t) (68 + rng_below (&world->rng, 600));
  config->path_mtu_age = spread_time (world, MS (100), SEC (600));
  config->mtu_probing = (enum tcp_mtu_probing) rng_below (&world->rng, TCP_MTU_PROBING_ALWAYS + 1);
  config->mtu_base = (uint16_t) (68 + rng_below (&world->rng, 1433));
  config->mtu_black_hole_timeouts = (uint8_t) (1 + rng_below (&world->rng, 4));
}

static void
make_program (struct world *world, struct scenario_app *app)
{
  app->reads = world_chance (world, 85);
  if (world_chance (world, 20))
    {
      app->read_interval = spread_time (world, MS (1), MS (500));
      app->read_octets = (uint32_t) world_spread (world, 500, 5000);
    }
  app->closes_at_end = world_chance (world, 60);
  app->close_delay = world_chance (world, 70) ? 0 : spread_time (world, US (1), SEC (2));
}

/* One of the two may answer: two that answer each other never end. */
static void
make_server (struct world *world, struct scenario_app *app)
{
  app->request_octets = (uint32_t) world_spread (world, 50, 3000);
  app->answer_octets = world_chance (world, 40) ? 0 : (uint32_t) world_spread (world, 1, app->request_octets);
  app->answer_delay = world_chance (world, 60) ? 0 : spread_time (world, US (1), SEC (1));
}

static void
make_host (struct world *world, unsigned index)
{
  struct scenario_host *host = &world->scenario.hosts[index];
  struct tcp_config *config = &host->config;

  *config = world_chance (world, 50) ? tcp_config_lesson () : tcp_config_rfc ();
  config->iss_fixed = !world->many_connections && world_chance (world, 70);
  config->iss = world_chance (world, 40) ? 0u - (uint32_t) rng_below (&world->rng, 3000) : rng_u32 (&world->rng);
  config->iss_step = world_chance (world, 80) ? 1000 : rng_u32 (&world->rng);
  throw_switches (world, host);
  set_sizes (world, config);
  set_times (world, config);
  config->initial_window = (uint8_t) rng_below (&world->rng, 11);
  config->initial_ssthresh = world_chance (world, 70) ? 0 : (uint32_t) world_spread (world, 2000, 100000);
  config->syn_cookies = (enum tcp_syn_cookies) rng_below (&world->rng, TCP_SYN_COOKIES_ALWAYS + 1);
  config->fast_open_limit = (uint16_t) rng_below (&world->rng, 4);
  config->challenge_limit = (uint8_t) rng_below (&world->rng, 11);
  set_path_mtu (world, config);
  make_program (world, &host->app);
  if (world_chance (world, 50))
    host->clock_skew = (int32_t) rng_below (&world->rng, 2 * CLOCK_SKEW_MAX + 1) - CLOCK_SKEW_MAX;
}

static uint32_t
fault_rate (struct world *world, unsigned percent)
{
  return world_chance (world, percent) ? (uint32_t) world_spread (world, 1000, 200000) : 0;
}

/* Small enough to be in the way of some packets, and allowed by IP. */
static uint16_t
link_mtu (struct world *world)
{
  bool v6 = world->scenario.hosts[HOST_A].address.family == IP_V6;
  uint16_t least = v6 ? 1280 : 68;

  return (uint16_t) (least + rng_below (&world->rng, 1500u - least));
}

static void
make_link (struct world *world, struct scenario_link *link)
{
  link->delay = world_chance (world, 5) ? 0 : spread_time (world, US (10), MS (800));
  link->jitter = world_chance (world, 60) ? 0 : spread_time (world, US (10), MS (300));
  link->rate = world_chance (world, 60) ? 0 : world_spread (world, 64000, 100000000);
  link->queue = world_chance (world, 50) ? 0 : (uint32_t) world_spread (world, 2, 50);
  link->loss = fault_rate (world, 50);
  link->burst = world_chance (world, 70) ? 1 : (uint16_t) world_spread (world, 2, 20);
  link->duplicate = fault_rate (world, 30);
  link->corrupt = world->damage == DAMAGE_BY_CHANCE ? fault_rate (world, 60) : 0;
  link->mtu = world_chance (world, 75) ? 0 : link_mtu (world);
  link->icmp_too_big = world_chance (world, 70);
}

static void
make_rule (struct world *world, struct scenario_fault *rule)
{
  *rule = (struct scenario_fault){
    .from = (uint8_t) rng_below (&world->rng, HOST_COUNT),
    .match = (uint8_t) rng_below (&world->rng, SEGMENT_RST + 1),
    .action = (uint8_t) rng_below (&world->rng, FAULT_HOLD + 1),
    .nth = (uint32_t) world_spread (world, 1, 40),
    .count = world_chance (world, 4) ? UINT32_MAX : (uint32_t) world_spread (world, 1, 8),
    .after = world_chance (world, 4) ? spread_time (world, US (1), SEC (2)) : 0,
    .delay = spread_time (world, US (1), SEC (5)),
  };
  if (rule->action == FAULT_CORRUPT && world->damage != DAMAGE_BY_RULE)
    rule->action = FAULT_DROP;
}

/* Octets for a program: few enough for small segments too. */
static uint32_t
octets_for (struct world *world)
{
  uint32_t segment = UINT32_MAX;

  for (unsigned index = 0; index < HOST_COUNT; index++)
    {
      const struct tcp_config *config = &world->scenario.hosts[index].config;
      uint32_t mss = config->mss > 0 ? config->mss : 536;

      mss = mss < config->mtu - 60u ? mss : config->mtu - 60u;
      mss = mss < config->receive_buffer ? mss : config->receive_buffer;
      segment = mss < segment ? mss : segment;
    }
  segment = segment > 28 ? segment : 28;
  return segment * SEGMENTS_MAX < OCTETS_MAX ? segment * SEGMENTS_MAX : OCTETS_MAX;
}

void
world_make (struct world *world, uint64_t seed)
{
  memset (world, 0, sizeof *world);
  world->seed = seed;
  rng_seed (&world->rng, seed);
  scenario_init (&world->scenario);
  g_strlcpy (world->scenario.id, "world", sizeof world->scenario.id);
  world->scenario.seed = seed;
  world->scenario.until = VTIME_NEVER;
  world->damage = (enum world_damage) rng_below (&world->rng, DAMAGE_BY_HAND + 1);
  world->many_connections = world_chance (world, 30);
  if (world_chance (world, 40))
    scenario_use_ipv6 (&world->scenario);
  for (unsigned index = 0; index < HOST_COUNT; index++)
    make_host (world, index);
  if (world_chance (world, 30))
    make_server (world, &world->scenario.hosts[rng_below (&world->rng, HOST_COUNT)].app);
  for (unsigned from = 0; from < HOST_COUNT; from++)
    make_link (world, &world->scenario.links[from]);
  if (world_chance (world, 60))
    world->scenario.fault_count = 1 + (size_t) rng_below (&world->rng, 6);
  for (size_t i = 0; i < world->scenario.fault_count; i++)
    make_rule (world, &world->scenario.faults[i]);
  for (unsigned index = 0; index < HOST_COUNT; index++)
    {
      const struct scenario_app *app = &world->scenario.hosts[index].app;
      bool echoes = app->request_octets > 0 && app->answer_octets == 0;

      world->budget[index] = echoes ? 0 : octets_for (world); /* an echo says nothing of its own */
    }
}

char *
world_text (const struct world *world)
{
  g_autofree char *title = g_strdup_printf ("World %" G_GUINT64_FORMAT, world->seed);
  g_autoptr (GKeyFile) keys = scenario_write (&world->scenario, title);

  return g_key_file_to_data (keys, NULL, NULL);
}
