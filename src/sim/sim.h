/* A run: two hosts, one link, one virtual clock. Appends to a trace; knows no wall clock.
 *
 * Equal scenario, seed and commands give equal traces, on any wire that carries every frame.
 *
 * An instant is done whole, in this order (the RFC leaves it open; a run must not): commands whose turn is first, what
 * befalls segments on the link, arrivals, TCP timers, the scenario's commands, programs whose time has come, and last
 * what TCP has left to send. A program reacts to an arrival or a command right behind it, so that its data or FIN takes
 * the ACK along. Among equals host A comes first, then whatever was there first. A command of one's own comes when all
 * this is done, each by itself: that is what a person who watches a finished instant means, and it makes a replay equal
 * to the run.
 */
#pragma once

#include "sim/scenario.h"
#include "trace/trace.h"

/* The largest frame a host sends. */
#define SIM_FRAME_MAX 1600

/* How a frame crosses from one host to the other at the instant of its arrival. The virtual clock stands still
 * meanwhile. */
struct sim_wire
{
  void *user;

  /* Carries a frame of host `from`; returns the length of what came out at the other side in `out` (SIM_FRAME_MAX
   * octets), or 0 when it did not come out. */
  size_t (*cross) (void *user, unsigned from, const uint8_t *frame, size_t length, uint8_t *out);
};

/* Events after which a run stops by itself: a storm, not a lesson. */
#define SIM_EVENTS_MAX 2000000u

enum sim_refusal
{
  SIM_ACCEPTED,
  SIM_REFUSED_TIME,    /* in the past, or after the scenario's end; to be first, but its instant has begun; or a
                             duration below 0 or above SIM_DURATION_MAX */
  SIM_REFUSED_NO_COPY, /* no such copy under way (or held) any more */
  SIM_REFUSED_STATE,   /* the call is not possible in this state; see sim_call_refusal */
  SIM_REFUSED_FULL,    /* the run is at SIM_EVENTS_MAX */
};

struct sim;

/* NULL when there is no memory. The scenario is copied; wire NULL = in memory. seed 0 takes the scenario's. */
struct sim *sim_new (const struct scenario *scenario, uint64_t seed, const struct sim_wire *wire);
void sim_free (struct sim *sim);

/* The run's trace, growing with it; owned by the run. */
const struct trace *sim_trace (const struct sim *sim);

/* Takes the trace out, to be freed by the caller after sim_free. */
struct trace *sim_steal_trace (struct sim *sim);

/* The scenario as it was given. */
const struct scenario *sim_scenario (const struct sim *sim);

vtime sim_now (const struct sim *sim);

/* The instant at which something happens next; VTIME_NEVER when nothing will by itself. */
vtime sim_next (const struct sim *sim);

/* Moves to the next instant and does all that happens there; false when nothing is left, or until (scenario) or
 * SIM_EVENTS_MAX is reached. */
bool sim_step (struct sim *sim);

/* Steps while sim_next () =< until, then sets the clock to until, but not past the scenario's end nor to
 * VTIME_NEVER. */
void sim_run (struct sim *sim, vtime until);

/* True when SIM_EVENTS_MAX ended the run. */
bool sim_is_full (const struct sim *sim);

/* Does a command at its time: at once when command->at is now (after what is left of this instant, unless its turn is
 * first), else queued. Recorded in the trace as TRACE_COMMAND when it is done; a refused one leaves no mark. A queued
 * one that turns out to be impossible is recorded, and the call's error after it. */
enum sim_refusal sim_command (struct sim *sim, const struct sim_command *command);

/* Whether sim_command would take it, as things stand, without doing it. */
enum sim_refusal sim_command_check (const struct sim *sim, const struct sim_command *command);

/* The reason (CALL_ERROR_…, PROGRAM_OUT_OF_DESCRIPTORS) why a call is not possible for a host now, or REASON_COUNT when
 * it is. */
enum tcp_reason sim_call_refusal (const struct sim *sim, unsigned host, enum sim_command_kind call);

/* All commands taken so far, done or still to come: first the scenario's, then one's own in the order they were given.
 * TRACE_COMMAND events index this list. */
const struct sim_command *sim_commands (const struct sim *sim, size_t *count);

/* How many commands at the end of that list were not the scenario's: with scenario and seed they rebuild the run, given
 * to a new one in this order. */
size_t sim_own_command_count (const struct sim *sim);

/* The present state of the link and of a host's program. */
const struct scenario_link *sim_link (const struct sim *sim, unsigned from);
bool sim_link_is_cut (const struct sim *sim, unsigned from);
bool sim_reading (const struct sim *sim, unsigned host);
bool sim_is_off (const struct sim *sim, unsigned host);
bool sim_switch_is_on (const struct sim *sim, unsigned host, enum tcp_switch which);

/* Octets that the program on a host has read so far, from all connections, and a hash (base/octet-hash.h) of them:
 * sent octets follow a fixed pattern, so the peer's reading can be checked against sim_pattern. */
uint64_t sim_octets_read (const struct sim *sim, unsigned host);
uint64_t sim_octets_hash (const struct sim *sim, unsigned host);

/* The octet that the program on a host sends at an offset of its stream: lines of 16 octets, the host's letter and the
 * offset of the line in decimal. An echo repeats the peer's. */
uint8_t sim_pattern (unsigned host, uint64_t offset);
