#include "run.h"

#include "check.h"
#include "io/scenario-file.h"
#include "trace/text.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* More than any of these worlds needs: beyond it two hosts answer each other for ever. */
#define EVENTS_MAX 400000

/* Commands that are kept for the end. */
#define COMMANDS_FOR_END 100

#define ACTIONS_MAX 60
#define CANDIDATES_MAX 32
#define CLOSING_ROUNDS 6

/* Connections of one host need a second between them for their ISNs to differ enough (RFC 6528). */
#define CONNECT_PAUSE SEC (1)

struct run
{
  struct world *world;
  struct sim *sim;
  struct checks checks;
  vtime connected_at; /* the last active open of either host; negative before the first */
};

/* --- time --- */

static bool
advance (struct run *run, vtime until)
{
  while (sim_next (run->sim) <= until && sim_next (run->sim) != VTIME_NEVER)
    {
      sim_step (run->sim);
      if (!checks_instant (&run->checks))
        return false;
      if (trace_length (sim_trace (run->sim)) > EVENTS_MAX)
        {
          snprintf (run->checks.problem, sizeof run->checks.problem, "more than %d events", EVENTS_MAX);
          return false;
        }
    }
  if (until != VTIME_NEVER)
    sim_run (run->sim, until);
  return true;
}

/* Some time passes. Odd nanoseconds, so that no command shares its instant with anything else. */
static bool
pass (struct run *run, vtime low, vtime high)
{
  vtime pause = (vtime) world_spread (run->world, (uint64_t) low, (uint64_t) high);

  return advance (run, sim_now (run->sim) + pause + 1 + (vtime) rng_below (&run->world->rng, 999));
}

/* --- commands --- */

/* Gives a command if it is possible now. False when something does not hold afterwards. */
static bool
give (struct run *run, struct sim_command command)
{
  struct scenario *scenario = &run->world->scenario;

  command.at = sim_now (run->sim);
  if (scenario->command_count == SCENARIO_COMMANDS_MAX || sim_command_check (run->sim, &command) != SIM_ACCEPTED)
    return true;
  scenario->commands[scenario->command_count++] = command;
  sim_command (run->sim, &command);
  return checks_instant (&run->checks);
}

static struct sim_command
command_of (enum sim_command_kind kind, unsigned host, uint64_t amount)
{
  return (struct sim_command){ .kind = (uint8_t) kind, .host = (uint8_t) host, .amount = amount, .copy = EVENT_NONE };
}

/* So many octets of what the program may still be asked to send; 0 when there are none. */
static uint32_t
take_octets (struct run *run, unsigned host)
{
  uint32_t *budget = &run->world->budget[host];

  if (*budget == 0)
    return 0;
  uint32_t octets = world_chance (run->world, 50) ? (uint32_t) (1 + rng_below (&run->world->rng, *budget))
                                                  : (uint32_t) world_spread (run->world, 1, *budget);
  *budget -= octets;
  return octets;
}

/* Some programs write by the same call. */
static bool
give_open (struct run *run, unsigned host)
{
  uint32_t octets = world_chance (run->world, 40) ? take_octets (run, host) : 0;

  return give (run, command_of (COMMAND_CONNECT, host, octets));
}

static bool
give_connect (struct run *run, unsigned host)
{
  struct world *world = run->world;
  vtime now = sim_now (run->sim);

  if (!world->many_connections || (run->connected_at >= 0 && now - run->connected_at < CONNECT_PAUSE))
    return true;
  run->connected_at = now;
  return give_open (run, host);
}

static bool
give_send (struct run *run, unsigned host)
{
  uint32_t octets = take_octets (run, host);

  if (octets == 0)
    return true;
  struct sim_command command = command_of (COMMAND_SEND, host, octets);
  command.urgent = world_chance (run->world, 10);
  return give (run, command);
}

/* The SEND behind a copy, also behind a copy of a copy. */
static event_id
sent_as (const struct trace *trace, event_id id)
{
  while (trace_get (trace, id)->kind != TRACE_SEND && trace_get (trace, id)->cause != EVENT_NONE)
    id = trace_get (trace, id)->cause;
  return id;
}

/* Two wrong bits may cancel each other in the checksum; so a segment is damaged once, whatever copies of it there are.
 */
static bool
is_corrupted (const struct trace *trace, event_id carry)
{
  event_id sent = sent_as (trace, carry);

  for (event_id id = sent; id < trace_length (trace); id++)
    if (trace_get (trace, id)->kind == TRACE_CORRUPT && sent_as (trace, id) == sent)
      return true;
  return false;
}

/* Something befalls one of the copies under way. */
static bool
give_about_copy (struct run *run)
{
  static const enum sim_command_kind kinds[]
      = { COMMAND_DROP, COMMAND_DELAY, COMMAND_DUPLICATE, COMMAND_HOLD, COMMAND_CORRUPT };
  struct world *world = run->world;
  const struct trace *trace = sim_trace (run->sim);
  size_t length = trace_length (trace), count = 0;
  event_id candidates[CANDIDATES_MAX];
  struct sim_command command = command_of (kinds[rng_below (&world->rng, G_N_ELEMENTS (kinds))], HOST_NONE, 0);

  command.at = sim_now (run->sim);
  if (command.kind == COMMAND_CORRUPT && world->damage != DAMAGE_BY_HAND)
    command.kind = COMMAND_DROP;
  if (command.kind == COMMAND_DELAY)
    command.duration = (vtime) world_spread (world, (uint64_t) US (1), (uint64_t) SEC (4));
  if (command.kind == COMMAND_CORRUPT && world_chance (world, 70))
    command.amount = 20 + rng_below (&world->rng, 60);
  for (size_t i = length > 400 ? length - 400 : 0; i < length && count < CANDIDATES_MAX; i++)
    {
      command.copy = (event_id) i;
      if (trace_get (trace, command.copy)->kind == TRACE_CARRY && sim_command_check (run->sim, &command) == SIM_ACCEPTED
          && !(command.kind == COMMAND_CORRUPT && is_corrupted (trace, command.copy)))
        candidates[count++] = command.copy;
    }
  if (count == 0)
    return true;
  command.copy = candidates[rng_below (&world->rng, count)];
  return give (run, command);
}

static bool
give_about_link (struct run *run)
{
  struct world *world = run->world;
  unsigned from = (unsigned) rng_below (&world->rng, HOST_COUNT + 1);
  unsigned host = from < HOST_COUNT ? from : HOST_NONE;
  struct sim_command command = command_of (COMMAND_LINK_CUT, host, 0);

  switch (rng_below (&world->rng, 5))
    {
    case 0:
      command = command_of (COMMAND_LINK_LOSS, host, world_spread (world, 0, 500000));
      break;
    case 1:
      command.kind = COMMAND_LINK_DELAY;
      command.duration = (vtime) world_spread (world, 0, (uint64_t) SEC (2));
      break;
    case 2:
      command.kind = COMMAND_LINK_JITTER;
      command.duration = (vtime) world_spread (world, 0, (uint64_t) SEC (1));
      break;
    case 3:
      command.amount = 1;
      break;
    default:
      break;
    }
  return give (run, command);
}

/* The host is there again at once, or off for a while; mostly somebody starts a server on it later. */
static bool
give_crash (struct run *run, unsigned host)
{
  bool listens = world_chance (run->world, 70), off = world_chance (run->world, 30);

  return give (run, command_of (off ? COMMAND_POWER : COMMAND_CRASH, host, 0)) && pass (run, 0, SEC (off ? 60 : 5))
         && (!off || give (run, command_of (COMMAND_POWER, host, 1)))
         && (!listens || give (run, command_of (COMMAND_LISTEN, host, 0)));
}

/* Somebody guesses a RST in a host's name and is half of all numbers off: that must never do anything (RFC 9293
 * §3.10.7, RFC 5961 §3). */
static bool
give_guess (struct run *run, unsigned host)
{
  struct sim_command command = command_of (COMMAND_INJECT, host, 0);
  const struct trace *trace = sim_trace (run->sim);
  struct tcp_vars vars;

  if (trace_length (trace) == 0
      || trace_vars_at (trace, 1 - host, (event_id) (trace_length (trace) - 1), &vars) == NULL)
    return true;
  command.segment.flags = TCP_RST;
  command.segment.seq = vars.rcv_nxt + INT32_MAX - (uint32_t) rng_below (&run->world->rng, 1000);
  return give (run, command);
}

static bool
give_any (struct run *run)
{
  struct world *world = run->world;
  unsigned host = (unsigned) rng_below (&world->rng, HOST_COUNT);
  uint64_t number = rng_below (&world->rng, 100);

  if (number < 2)
    return give_guess (run, host);
  if (number < 38)
    return give_send (run, host);
  if (number < 60)
    return give_about_copy (run);
  if (number < 70)
    return give_about_link (run);
  if (number < 76)
    return give (run, command_of (COMMAND_RELEASE, HOST_NONE, 0));
  if (number < 81)
    return give (run,
                 command_of (COMMAND_RECEIVE, host, world_chance (world, 50) ? 0 : 1 + rng_below (&world->rng, 900)));
  if (number < 87)
    return give (run, command_of (COMMAND_READING, host, rng_below (&world->rng, 2)));
  if (number < 89)
    return give (run, command_of (COMMAND_SHUTDOWN, host, 0));
  if (number < 91)
    return give (run, command_of (COMMAND_CLOSE, host, 0));
  if (number < 92)
    return give (run, command_of (COMMAND_ABORT, host, 0));
  if (number < 93)
    return give_crash (run, host);
  return number < 95 ? give (run, command_of (COMMAND_LISTEN, host, 0)) : give_connect (run, host);
}

/* --- the phases --- */

/* Mostly a listener and a client; else two clients that meet, or one that finds nobody. */
static bool
open_world (struct run *run)
{
  struct world *world = run->world;
  unsigned client = (unsigned) rng_below (&world->rng, HOST_COUNT);
  uint64_t kind = rng_below (&world->rng, 10);

  if (!pass (run, 0, MS (1)))
    return false;
  if (kind < 8 && !give (run, command_of (COMMAND_LISTEN, 1 - client, 0)))
    return false;
  if (!pass (run, 0, MS (20)) || !give_open (run, client))
    return false;
  run->connected_at = sim_now (run->sim);
  if (kind < 8)
    return true;
  return pass (run, 0, MS (400)) && (kind < 9 || give_open (run, 1 - client));
}

static bool
act (struct run *run)
{
  uint64_t actions = 1 + rng_below (&run->world->rng, ACTIONS_MAX);

  while (actions-- > 0)
    if (run->world->scenario.command_count >= SCENARIO_COMMANDS_MAX - COMMANDS_FOR_END)
      break;
    else if (!pass (run, 0, world_chance (run->world, 10) ? SEC (100) : MS (700)) || !give_any (run))
      return false;
  return true;
}

static bool
calm (struct run *run)
{
  if (!pass (run, 0, SEC (3)) || !give (run, command_of (COMMAND_LINK_CUT, HOST_NONE, 0)) || !pass (run, 0, 0)
      || !give (run, command_of (COMMAND_LINK_LOSS, HOST_NONE, 0)) || !pass (run, 0, 0)
      || !give (run, command_of (COMMAND_LINK_JITTER, HOST_NONE, 0)))
    return false;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    if (!pass (run, 0, 0) || !give (run, command_of (COMMAND_READING, host, 1)))
      return false;
  struct sim_command release = command_of (COMMAND_RELEASE, HOST_NONE, 0);
  for (unsigned i = 0; i < 40; i++)
    {
      if (!pass (run, 0, 0))
        return false;
      release.at = sim_now (run->sim);
      if (sim_command_check (run->sim, &release) != SIM_ACCEPTED)
        break;
      if (!give (run, release))
        return false;
    }
  return true;
}

/* The programs close whatever is open, listeners too. */
static bool
close_all (struct run *run)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    for (guint i = 0; i < run->checks.connections[host]->len; i++)
      {
        const struct checked_connection *c
            = &g_array_index (run->checks.connections[host], struct checked_connection, i);
        struct sim_command command = command_of (COMMAND_CLOSE, host, 0);

        if (checks_is_gone (c))
          continue;
        command.connection = c->number;
        if (!give (run, command) || !pass (run, 0, MS (5)))
          return false;
      }
  return true;
}

static bool
run_phases (struct run *run)
{
  if (!open_world (run) || !act (run) || !calm (run) || !pass (run, MS (1), SEC (60)))
    return false;
  for (unsigned round = 0; round < CLOSING_ROUNDS; round++)
    if (!close_all (run) || !pass (run, SEC (1), SEC (20)) || !calm (run))
      return false;
  return advance (run, VTIME_NEVER) && checks_end (&run->checks);
}

/* --- again, from a file --- */

static bool
is_same_run (const struct trace *one, const struct trace *other, char *problem, size_t size)
{
  size_t length = trace_length (one);

  for (size_t i = 0; i < length && i < trace_length (other); i++)
    if (memcmp (trace_get (one, (event_id) i), trace_get (other, (event_id) i), sizeof (struct trace_event)) != 0)
      {
        char was[TRACE_LINE_SIZE], is[TRACE_LINE_SIZE];

        trace_line (one, (event_id) i, TRACE_NUMBERS_ABSOLUTE, was);
        trace_line (other, (event_id) i, TRACE_NUMBERS_ABSOLUTE, is);
        snprintf (problem, size, "the scenario file gives another run from event %zu on:\n  %s\n  %s", i, was, is);
        return false;
      }
  if (length != trace_length (other))
    snprintf (problem, size, "the scenario file gives %zu events, not %zu", trace_length (other), length);
  return length == trace_length (other);
}

static bool
run_again (struct run *run, const char *directory, char *problem, size_t size)
{
  g_autofree char *text = world_text (run->world);
  g_autofree char *path = g_build_filename (directory, "world.scenario", NULL);
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = NULL;

  if (g_file_set_contents (path, text, -1, &error))
    file = scenario_file_load (path, "C", &error);
  g_unlink (path);
  if (file == NULL)
    {
      snprintf (problem, size, "the scenario file: %s", error->message);
      return false;
    }
  struct sim *again = sim_new (&file->scenario, 0, NULL);
  sim_run (again, sim_now (run->sim));
  bool same = is_same_run (sim_trace (run->sim), sim_trace (again), problem, size);
  sim_free (again);
  scenario_file_free (file);
  return same;
}

void
world_run (struct world *world, bool replay, const char *directory, struct world_result *result)
{
  struct run run = { .world = world, .connected_at = -1 };

  memset (result, 0, sizeof *result);
  run.sim = sim_new (&world->scenario, 0, NULL);
  checks_init (&run.checks, run.sim);
  result->good = run_phases (&run);
  if (!result->good)
    world->scenario.until = sim_now (run.sim); /* whoever looks at it finds the problem at the end */
  if (!result->good)
    snprintf (result->problem, sizeof result->problem, "at %.3f ms: %s", (double) sim_now (run.sim) / 1e6,
              run.checks.problem);
  else if (replay)
    result->good = result->replayed = run_again (&run, directory, result->problem, sizeof result->problem);
  result->events = trace_length (sim_trace (run.sim));
  result->octets = sim_octets_read (run.sim, HOST_A) + sim_octets_read (run.sim, HOST_B);
  checks_clear (&run.checks);
  sim_free (run.sim);
}
