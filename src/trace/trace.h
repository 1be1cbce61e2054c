/* The trace of one run or one captured connection: append-only, immutable events in the order they happened.
 *
 * Fed by the simulator and by the capture reader; read by the painter, the explanations and the window. Nothing in it
 * is ever changed or removed, so pointers into it stay good until the next append, and identities for ever. Times never
 * decrease from event to event. */
#pragma once

#include "trace/event.h"

#include <stddef.h>

/* A trace refuses to grow past this: trace_append then returns EVENT_NONE and trace_is_full says so, for good. The same
 * happens when memory runs out. */
#define TRACE_EVENTS_MAX 20000000u

struct trace;

/* What a picture or a table says about the two ends, beside the events. */
struct trace_host
{
  char name[32];            /* "A"; of a capture "" */
  struct endpoint endpoint; /* address, and the port of the connection drawn */
  uint32_t iss;             /* its initial sequence number; when not iss_known: what relative numbers count from */
  bool iss_known;
  bool captured_here; /* capture: times at this end are true, the other's are estimates */
};

/* NULL when there is no memory. */
struct trace *trace_new (void);
void trace_free (struct trace *trace);

/* The first `length` events of a trace as a trace of its own, with what is said about the hosts: identities are the
 * same. NULL when there is no memory. To be freed with trace_free. */
struct trace *trace_copy_until (const struct trace *trace, size_t length);

/* A lower limit than TRACE_EVENTS_MAX, for a program that has less room. */
void trace_set_limit (struct trace *trace, uint32_t events);

struct trace_host *trace_host (struct trace *trace, unsigned host);
const struct trace_host *trace_host_const (const struct trace *trace, unsigned host);

/* The base one-way delay: unit of the picture's time map. */
void trace_set_delay (struct trace *trace, vtime one_way);
vtime trace_delay (const struct trace *trace);

/* Copies an event with what it carries; segment, packet and vars may be NULL. The packet is the IP packet; it is kept
 * for the header view. An event of the link, an ARRIVE and a DISCARD that bring no segment take over
 * that of their cause. The
 * first SYN that a host sends tells its iss. event->at must not be before trace_end, event->cause must be an earlier
 * event or EVENT_NONE. Returns its id. */
event_id trace_append (struct trace *trace, const struct trace_event *event, const struct segment *segment,
                       const uint8_t *packet, size_t packet_length, const struct tcp_vars *vars);

size_t trace_length (const struct trace *trace);

/* The memory that the events take with all they carry, octets. */
size_t trace_size (const struct trace *trace);

bool trace_is_full (const struct trace *trace);
const struct trace_event *trace_get (const struct trace *trace, event_id id);

/* The segment of an event; of an event about a segment (CARRY, LOSS, …) that of the SEND behind it. NULL when none.
 * segment->text points into the packet; it is NULL when the packet was not kept whole. */
const struct segment *trace_segment (const struct trace *trace, event_id id);

/* The IP packet of an event as trace_segment finds it; NULL when none was kept. */
const uint8_t *trace_packet (const struct trace *trace, event_id id, size_t *length);

/* Writes the variables that this event left behind to vars, and returns vars; NULL when it has none. They are kept as
 * differences, but any of them costs the same to read, within small bounds. */
const struct tcp_vars *trace_vars (const struct trace *trace, event_id id, struct tcp_vars *vars);

/* The next two take EVENT_NONE for the time before the first event. */

/* Writes the variables of a host after event id, of the connection that was active there last, and returns vars; NULL
 * when there was none. */
const struct tcp_vars *trace_vars_at (const struct trace *trace, unsigned host, event_id id, struct tcp_vars *vars);

/* The state to show for a host after event id: of its newest connection (the highest number that had a TRACE_STATE),
 * which is the listener while nobody has come; CLOSED when there was none. A connection that ended goes on showing its
 * last state, so CLOSED follows LAST-ACK although the listener behind it still listens; but one that was never open
 * gives way to the listener, and older connections are news again. */
enum tcp_state trace_state_at (const struct trace *trace, unsigned host, event_id id);

/* True when event id is a TRACE_STATE that says what to show for its host: not one of a connection behind it. */
bool trace_shows_state (const struct trace *trace, event_id id);

/* The number of events with at =< time, which is one past the id of the last of them. */
size_t trace_count_until (const struct trace *trace, vtime time);

/* The instant of the last event, 0 for an empty trace. */
vtime trace_end (const struct trace *trace);
