#include "sim/private.h"

#include "base/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* --- the hosts report --- */

event_id
sim_note (struct sim *sim, enum trace_kind kind, unsigned host, enum tcp_reason reason, event_id cause, event_id by,
          vtime until, uint32_t octets)
{
  struct trace_event event = {
    .at = sim->now,
    .until = until,
    .cause = cause,
    .by = by,
    .octets = octets,
    .reason = (uint16_t) reason,
    .kind = (uint8_t) kind,
    .host = (uint8_t) host,
  };

  return trace_append (sim->trace, &event, NULL, NULL, 0, NULL);
}

static event_id
host_reports (void *user, const struct tcp_event *from)
{
  struct sim_host *host = user;
  struct trace_event event = trace_event_of (from, host->index);

  marks_set (&host->sent, from, &event);
  event_id id = trace_append (host->sim->trace, &event, from->segment, from->packet, from->packet_length, from->vars);
  app_hears (host, from, id);
  return id;
}

static void
host_sends (void *user, const uint8_t *frame, size_t length, event_id sent)
{
  struct sim_host *host = user;

  if (host->sim->begun < 0) /* address resolution before the run costs no time */
    link_cross (host->sim, host->index, frame, length, sent);
  else
    link_send (host->sim, host->index, frame, length, sent);
}

/* --- a new run --- */

static bool
make_host (struct sim *sim, unsigned index, struct rng *master)
{
  struct sim_host *host = &sim->hosts[index];
  struct scenario_host *about = &sim->scenario.hosts[index];
  struct trace_host *shown = trace_host (sim->trace, index);

  for (unsigned i = 0; i < 2; i++)
    about->config.iss_secret[i] ^= rng_u64 (master);
  host->sim = sim;
  host->index = index;
  host->freed_by = EVENT_NONE;
  octet_hash_init (&host->octets_hash);
  host->reading = about->app.reads;
  host->host = host_new (&about->mac, &about->address, &about->config,
                         &(struct host_sink){ .user = host, .report = host_reports, .frame_out = host_sends });
  if (host->host != NULL)
    host_set_clock_skew (host->host, about->clock_skew);
  memcpy (shown->name, about->name, sizeof shown->name);
  shown->endpoint = (struct endpoint){ .address = about->address, .port = about->port };
  return host->host != NULL;
}

/* The hosts learn each other's Ethernet address, over the wire itself, so that the first segment leaves at its
 * instant. */
static void
introduce_hosts (struct sim *sim)
{
  const struct scenario_host *about = sim->scenario.hosts;

  for (unsigned index = 0; index < HOST_COUNT; index++)
    {
      struct host *host = sim->hosts[index].host;
      const struct scenario_host *peer = &about[1 - index];

      if (!host_knows_neighbour (host, &peer->address))
        host_resolve (host, &peer->address, 0);
      sim->hosts[index].touched = false;
    }
}

/* Only what does not act on TCP can come before all else of an instant. */
static bool
is_early (const struct sim_command *command)
{
  return command->turn == SIM_TURN_FIRST && sim_command_can_be_first ((enum sim_command_kind) command->kind);
}

/* A command of the scenario. */
static enum sim_rank
given_rank (const struct sim_command *command)
{
  if (is_early (command))
    return RANK_EARLY;
  return command->turn == SIM_TURN_LAST ? RANK_OWN : RANK_COMMAND;
}

static void
queue_command (struct sim *sim, const struct sim_command *command, enum sim_rank rank)
{
  sim->commands = array_reserve (sim->commands, &sim->command_capacity, sim->command_count + 1, sizeof *sim->commands);
  sim->commands[sim->command_count] = *command;
  event_heap_push (&sim->heap, command->at, (uint8_t) rank, 0, sim->command_count++);
}

struct sim *
sim_new (const struct scenario *scenario, uint64_t seed, const struct sim_wire *wire)
{
  struct sim *sim = calloc (1, sizeof *sim);
  struct rng master;

  if (sim == NULL)
    return NULL;
  sim->scenario = *scenario;
  if (seed != 0)
    sim->scenario.seed = seed;
  if (wire != NULL)
    sim->wire = *wire;
  sim->begun = -1;
  event_heap_init (&sim->heap);
  rng_seed (&master, sim->scenario.seed);
  sim->trace = trace_new ();
  if (sim->trace == NULL || !make_host (sim, HOST_A, &master) || !make_host (sim, HOST_B, &master))
    {
      sim_free (sim);
      return NULL;
    }
  trace_set_limit (sim->trace, SIM_EVENTS_MAX);
  trace_set_delay (sim->trace, scenario->links[HOST_A].delay);
  link_init (sim, &master);
  introduce_hosts (sim);
  for (size_t i = 0; i < scenario->command_count; i++)
    queue_command (sim, &scenario->commands[i], given_rank (&scenario->commands[i]));
  return sim;
}

void
sim_free (struct sim *sim)
{
  if (sim == NULL)
    return;
  for (unsigned index = 0; index < HOST_COUNT; index++)
    {
      host_free (sim->hosts[index].host);
      app_clear (&sim->hosts[index]);
      sent_memories_clear (&sim->hosts[index].sent);
    }
  link_clear (sim);
  event_heap_clear (&sim->heap);
  free (sim->commands);
  if (!sim->stolen)
    trace_free (sim->trace);
  free (sim);
}

/* --- one instant --- */

static vtime
next_timeout (const struct sim *sim)
{
  vtime a = host_next_timeout (sim->hosts[HOST_A].host);
  vtime b = host_next_timeout (sim->hosts[HOST_B].host);

  return a < b ? a : b;
}

/* Does the first thing of this instant whose rank is below `rank`; false when there is none. */
static bool
do_next_below (struct sim *sim, enum sim_rank rank)
{
  const struct event_heap_item *first = event_heap_peek (&sim->heap);
  struct event_heap_item item;

  if (first == NULL || first->at > sim->now || first->rank >= rank)
    return false;
  event_heap_pop (&sim->heap, &item);
  switch ((enum sim_rank) item.rank)
    {
    case RANK_EARLY:
    case RANK_COMMAND:
    case RANK_OWN:
      command_execute (sim, item.value);
      break;
    case RANK_LINK:
      link_incident (sim, item.value);
      break;
    case RANK_ARRIVAL:
      /* No frame waits for another between wire and TCP: each gets its answer, though both come in one instant. */
      if (sim->hosts[item.host].touched)
        tcp_stack_flush (sim_stack (&sim->hosts[item.host]), sim_clock (&sim->hosts[item.host]));
      link_arrival (sim, item.value);
      app_run (&sim->hosts[item.host]);
      break;
    case RANK_PROGRAM:
      sim->hosts[item.value].touched = true;
      break;
    case RANK_TIMER:
      assert (!"timers are not in the heap");
      break;
    }
  return true;
}

static bool
do_timers (struct sim *sim)
{
  bool any = false;

  for (unsigned index = 0; index < HOST_COUNT; index++)
    {
      struct sim_host *host = &sim->hosts[index];

      if (host_next_timeout (host->host) > sim->now)
        continue;
      tcp_stack_timeout (sim_stack (host), sim_clock (host));
      host->touched = true;
      any = true;
    }
  return any;
}

/* The programs that have something to do act, and only then TCP sends what is left to send: data or a FIN takes the
 * ACK along. */
static bool
settle (struct sim *sim)
{
  bool any = false;

  for (unsigned index = 0; index < HOST_COUNT; index++)
    if (sim->hosts[index].touched)
      app_run (&sim->hosts[index]);
  for (unsigned index = 0; index < HOST_COUNT; index++)
    if (sim->hosts[index].touched)
      {
        tcp_stack_flush (sim_stack (&sim->hosts[index]), sim_clock (&sim->hosts[index]));
        sim->hosts[index].touched = false;
        any = true;
      }
  return any;
}

static void
do_instant (struct sim *sim)
{
  sim->begun = sim->now;
  while (!trace_is_full (sim->trace)
         && (do_next_below (sim, RANK_TIMER) || do_timers (sim) || do_next_below (sim, RANK_OWN) || settle (sim)
             || do_next_below (sim, RANK_OWN + 1)))
    continue;
}

/* --- the clock --- */

vtime
sim_now (const struct sim *sim)
{
  return sim->now;
}

vtime
sim_next (const struct sim *sim)
{
  const struct event_heap_item *first = event_heap_peek (&sim->heap);
  vtime next = next_timeout (sim);

  if (trace_is_full (sim->trace))
    return VTIME_NEVER;
  if (first != NULL && first->at < next)
    next = first->at;
  return next <= sim->scenario.until ? next : VTIME_NEVER;
}

bool
sim_step (struct sim *sim)
{
  vtime next = sim_next (sim);

  if (next == VTIME_NEVER)
    return false;
  if (next > sim->now)
    sim->now = next;
  do_instant (sim);
  return true;
}

void
sim_run (struct sim *sim, vtime until)
{
  for (vtime next = sim_next (sim); next != VTIME_NEVER && next <= until; next = sim_next (sim))
    sim_step (sim);
  if (until > sim->scenario.until)
    until = sim->scenario.until;
  if (until != VTIME_NEVER && until > sim->now)
    sim->now = until;
}

bool
sim_is_full (const struct sim *sim)
{
  return trace_is_full (sim->trace);
}

/* --- commands --- */

static enum sim_refusal
time_refusal (const struct sim *sim, const struct sim_command *command)
{
  if (trace_is_full (sim->trace))
    return SIM_REFUSED_FULL;
  if (command->at < sim->now || command->at > sim->scenario.until || command->at == VTIME_NEVER || command->duration < 0
      || command->duration > SIM_DURATION_MAX || command->kind >= SIM_COMMAND_KIND_COUNT
      || (is_early (command) && command->at <= sim->begun))
    return SIM_REFUSED_TIME;
  return SIM_ACCEPTED;
}

enum sim_refusal
sim_command_check (const struct sim *sim, const struct sim_command *command)
{
  enum sim_refusal refusal = time_refusal (sim, command);

  if (refusal == SIM_ACCEPTED && command->at == sim->now)
    refusal = command_refusal (sim, command);
  return refusal;
}

enum sim_refusal
sim_command (struct sim *sim, const struct sim_command *command)
{
  enum sim_refusal refusal = time_refusal (sim, command);

  if (refusal != SIM_ACCEPTED)
    return refusal;
  if (command->at > sim->now)
    {
      queue_command (sim, command, is_early (command) ? RANK_EARLY : RANK_OWN);
      return SIM_ACCEPTED;
    }
  if (!is_early (command))
    while (sim_next (sim) == sim->now)
      sim_step (sim);
  refusal = sim_command_check (sim, command);
  if (refusal != SIM_ACCEPTED)
    return refusal;
  queue_command (sim, command, is_early (command) ? RANK_EARLY : RANK_OWN);
  if (is_early (command))
    do_next_below (sim, RANK_LINK);
  else
    do_instant (sim);
  return SIM_ACCEPTED;
}

const struct sim_command *
sim_commands (const struct sim *sim, size_t *count)
{
  *count = sim->command_count;
  return sim->commands;
}

size_t
sim_own_command_count (const struct sim *sim)
{
  return sim->command_count - sim->scenario.command_count;
}

/* --- looking --- */

const struct trace *
sim_trace (const struct sim *sim)
{
  return sim->trace;
}

struct trace *
sim_steal_trace (struct sim *sim)
{
  sim->stolen = true;
  return sim->trace;
}

const struct scenario *
sim_scenario (const struct sim *sim)
{
  return &sim->scenario;
}

const struct scenario_link *
sim_link (const struct sim *sim, unsigned from)
{
  assert (from < HOST_COUNT);
  return &sim->links[from].setup;
}

bool
sim_link_is_cut (const struct sim *sim, unsigned from)
{
  assert (from < HOST_COUNT);
  return sim->links[from].cut;
}

bool
sim_reading (const struct sim *sim, unsigned host)
{
  assert (host < HOST_COUNT);
  return sim->hosts[host].reading;
}

bool
sim_is_off (const struct sim *sim, unsigned host)
{
  assert (host < HOST_COUNT);
  return sim->hosts[host].off;
}

bool
sim_switch_is_on (const struct sim *sim, unsigned host, enum tcp_switch which)
{
  assert (host < HOST_COUNT);
  return *tcp_config_switch (tcp_stack_config (sim_stack (&sim->hosts[host])), which);
}
