/* The inside of a run, shared by the files of src/sim only: who owns what, and who may call whom.
 *
 *   sim.c      the clock and the order within an instant
 *   link.c     copies of frames under way
 *   fault.c    rules and chance: what befalls a copy at its departure
 *   router.c   the router halfway: what is too big for the next link, or for nobody
 *   inject.c   segments that no host sent
 *   app.c      the programs on the hosts
 *   command.c  commands and their refusals
 *   marks.c    what the sender of a segment knows about it; exercise.c, which is no run, shares this */
#pragma once

#include "base/event-heap.h"
#include "base/octet-hash.h"
#include "base/rng.h"
#include "sim/host.h"
#include "sim/sim.h"

/* What happens first within an instant (D-05). */
enum sim_rank
{
  RANK_EARLY,   /* commands whose turn is first */
  RANK_LINK,    /* a copy is lost or held on its way */
  RANK_ARRIVAL, /* host = the receiver, whose program reacts at once */
  RANK_TIMER,   /* TCP's; not in the heap, the stacks know their deadlines */
  RANK_COMMAND, /* the scenario's */
  RANK_PROGRAM, /* a program wakes up; behind these come the programs and TCP's flush */
  RANK_OWN,     /* one's own commands and those whose turn is last, when nothing else is left */
};

/* --- the link --- */

enum copy_state
{
  COPY_FREE,
  COPY_UNDER_WAY,
  COPY_HELD,
};

/* What will befall a copy before it arrives. */
enum copy_incident
{
  INCIDENT_NONE,
  INCIDENT_LOSS,
  INCIDENT_HOLD,
};

/* One copy of a frame on the link. */
struct copy
{
  uint8_t state;    /* enum copy_state */
  uint8_t incident; /* enum copy_incident */
  uint8_t from;
  enum tcp_reason incident_reason;
  event_id incident_by; /* the command behind it */
  bool is_report;       /* of the router, with a TRACE_ICMP instead of a TRACE_CARRY */
  event_id carry;       /* its identity; EVENT_NONE for address resolution, which the trace does not show */
  vtime leaves;         /* its first octet goes out; later than its SEND when it had to wait for the rate */
  vtime arrival;
  vtime held_at;
  uint64_t arrival_serial; /* in the heap */
  uint64_t incident_serial;
  uint8_t *frame;
  size_t length;
};

/* One purpose, one stream of random numbers: what one of them is used for never shifts another. Each frame takes one
 * number from each, whatever the setting, so a higher loss only adds losses. New ones go to the end. */
enum link_stream
{
  STREAM_JITTER,
  STREAM_LOSS,
  STREAM_LOSS_PLACE,
  STREAM_DUPLICATE,
  STREAM_CORRUPT,
  STREAM_CORRUPT_PLACE,
};

#define LINK_STREAM_COUNT (STREAM_CORRUPT_PLACE + 1)

struct link_direction
{
  struct scenario_link setup;
  bool cut;
  event_id cut_by; /* the command that did */
  vtime free_at;   /* the rate lets the next frame go then */
  unsigned burst;  /* frames that the present burst of losses still takes */
  struct rng streams[LINK_STREAM_COUNT];
};

/* --- the programs --- */

/* Octets that a program has still to write. */
struct app_output
{
  uint64_t octets;
  vtime due;
  event_id cause;
  bool echo; /* from what was read, not from the pattern */
  bool urgent;
  bool started; /* partly written: goes on before any other */
};

/* A program's side of one connection. */
struct app
{
  int socket;
  uint64_t unanswered;     /* octets read that do not make up a request yet */
  uint64_t pattern_offset; /* octets of the pattern written so far */
  vtime last_read;         /* VTIME_NEVER before the first */
  vtime close_at;          /* at the end of data; VTIME_NEVER while it was not seen */
  event_id ready_cause;    /* it was put where accept finds it; EVENT_NONE before that */
  event_id data_cause;     /* octets reached the socket last */
  event_id end_cause;      /* the peer's end of data */
  event_id ending_cause;
  uint8_t ending; /* COMMAND_SHUTDOWN or COMMAND_CLOSE that waits for what is still to be written; 0 = none */
  bool open;      /* the program has a descriptor for it: accepted, or its connect made it */
  bool waits;     /* accept has failed for want of one */
  bool shut;      /* it has called shutdown: nothing more can be written */
  bool ended;     /* the program has called close or abort */

  struct app_output *outputs;
  size_t output_count;
  size_t output_capacity;

  uint8_t *echo; /* octets read and not echoed yet */
  size_t echo_length;
  size_t echo_capacity;
};

/* What the sender of segments knows about them, see marks.c. */
struct sent_memory
{
  uint32_t connection;
  uint32_t seq_end; /* one past the highest number sent */
  uint32_t ack;     /* of the last segment */
  uint16_t wnd;
  uint8_t duplicate_acks; /* in a row */
  bool any;
};

struct sent_memories
{
  struct sent_memory *items; /* by connection */
  size_t count;
};

struct sim_host
{
  struct sim *sim;
  unsigned index;
  struct host *host;
  bool touched; /* something happened: the program looks again, and TCP flushes, before the instant ends */
  bool reading;
  bool off; /* nothing reaches it, and no program runs */

  int *listeners; /* every listening socket there was, oldest first */
  size_t listener_count;
  event_id freed_by; /* what gave a descriptor back last */
  struct app **apps; /* by first appearance */
  size_t app_count;
  size_t app_capacity;
  uint8_t *scratch; /* room for what is read or written at once */
  size_t scratch_size;
  uint64_t octets_read;
  struct octet_hash octets_hash;

  struct sent_memories sent;
};

/* --- the run --- */

struct sim
{
  struct scenario scenario;
  struct sim_wire wire;
  struct trace *trace;
  bool stolen; /* the trace has another owner */
  vtime now;
  vtime begun; /* the last instant of which something was done; -1 before the first */
  struct event_heap heap;
  struct sim_host hosts[HOST_COUNT];
  struct link_direction links[HOST_COUNT];
  uint32_t fault_matches[SCENARIO_FAULTS_MAX];

  struct copy **copies; /* slots; a free one is used again */
  size_t copy_count;
  size_t copy_capacity;

  struct sim_command *commands;
  size_t command_count;
  size_t command_capacity;
};

/* Appends an event of the link or a command at the present instant; returns its id. */
event_id sim_note (struct sim *sim, enum trace_kind kind, unsigned host, enum tcp_reason reason, event_id cause,
                   event_id by, vtime until, uint32_t octets);

static inline struct tcp_stack *
sim_stack (const struct sim_host *host)
{
  return host_stack (host->host);
}

/* What the host's clock shows now: the time that its stack is given. */
static inline vtime
sim_clock (const struct sim_host *host)
{
  return host_clock (host->host, host->sim->now);
}

/* link.c */
void link_init (struct sim *sim, struct rng *master);
void link_clear (struct sim *sim);
void link_send (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id sent);
void link_incident (struct sim *sim, size_t slot); /* the loss or holding that was planned happens */
void link_arrival (struct sim *sim, size_t slot);
void link_remove (struct sim *sim, size_t slot); /* a copy, from the link and from the heap */

/* A report of the router goes to host 1 - from, from where it was written. */
void link_send_report (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id loss);

/* A segment that no host sent sets off halfway, in the name of `from`; injected = its TRACE_INJECT. */
void link_send_injected (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id injected);

/* The copy of a segment; reports are not found. */
struct copy *link_find (const struct sim *sim, event_id carry, size_t *slot);
struct copy *link_longest_held (const struct sim *sim, size_t *slot);
void link_plan_incident (struct sim *sim, size_t slot, enum copy_incident incident, enum tcp_reason reason, vtime at,
                         event_id by);
void link_lose (struct sim *sim, size_t slot, enum tcp_reason reason, event_id by);
void link_hold (struct sim *sim, size_t slot, event_id by);
void link_release (struct sim *sim, size_t slot, event_id by);
void link_delay (struct sim *sim, size_t slot, vtime duration, event_id by);
void link_duplicate (struct sim *sim, size_t slot, event_id by);
void link_corrupt (struct sim *sim, size_t slot, uint64_t offset, event_id by);
void link_cross (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id carry);

/* Octets of the IP header in a copy's frame. */
size_t link_ip_header (const struct copy *copy);

/* The instant `share` per cent of the way of a copy. */
vtime link_instant_on_way (const struct copy *copy, unsigned share);

/* router.c: plans that a copy is dropped at an instant if it is too big, or for nobody; does the former; the router's
 * address. */
void router_look (struct sim *sim, size_t slot, vtime at);
void router_drop (struct sim *sim, size_t slot);
struct ip_address router_address (const struct scenario *scenario);

/* fault.c: what the rules and chance do to a copy that sets off now, and what chance alone does. */
void fault_apply (struct sim *sim, size_t slot);
void fault_apply_chance (struct sim *sim, size_t slot);
vtime fault_jitter (struct link_direction *direction);

/* inject.c: whether the command's segment fits into a packet; puts it on the link. */
bool inject_fits (const struct sim *sim, const struct sim_command *command);
void inject_segment (struct sim *sim, const struct sim_command *command, event_id by);

/* app.c */
void app_run (struct sim_host *host);
void app_clear (struct sim_host *host);
void app_forget_all (struct sim_host *host); /* the programs of all connections and listeners are gone */
struct app *app_of (struct sim_host *host, int socket);
void app_hears (struct sim_host *host, const struct tcp_event *event, event_id id);
const struct app *app_find (const struct sim_host *host, int socket);
bool app_has_descriptor (const struct sim_host *host);             /* one is left for another socket */
bool app_can_call (const struct sim_host *host, int socket);       /* the program has the socket, or can have it */
void app_lacks_descriptor (struct sim_host *host, event_id cause); /* a call for a new socket fails */
int app_newest_connection (const struct sim_host *host);
bool app_is_listener (const struct sim_host *host, int socket);
void app_add_listener (struct sim_host *host, int socket);
void app_connect (struct sim_host *host, uint16_t port, uint64_t octets, event_id cause);
void app_send (struct sim_host *host, int socket, uint64_t octets, bool urgent, event_id cause);
void app_receive (struct sim_host *host, int socket, uint64_t octets, event_id cause);
void app_end (struct sim_host *host, int socket, enum sim_command_kind how, event_id cause);

/* command.c: records a command and does it now. */
void command_execute (struct sim *sim, size_t index);
enum sim_refusal command_refusal (const struct sim *sim, const struct sim_command *command);

/* marks.c */
void marks_set (struct sent_memories *memories, const struct tcp_event *from, struct trace_event *event);
void sent_memories_clear (struct sent_memories *memories);
