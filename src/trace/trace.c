#include "trace/trace.h"

#include "trace/snapshots.h"
#include "trace/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A segment with its packet; either may be missing. */
struct piece
{
  struct segment segment;
  const uint8_t *packet;
  size_t packet_length;
  bool has_segment;
};

/* From this event on a value holds, until the next change. */
struct change
{
  event_id id;
  uint32_t value;
};

/* What is remembered of a host while the trace grows. */
struct host_index
{
  struct store states; /* struct change: the state to show */
  struct store vars;   /* struct change: the index of the variables */
  struct tcp_vars last_vars;
  uint32_t connection; /* the one whose state is shown */
  uint32_t listener;   /* the connection that listens */
  bool listens;        /* there is one */
  struct trace_host about;
};

struct trace
{
  struct store events; /* struct trace_event */
  struct store pieces; /* struct piece */
  struct snapshots vars;
  struct octet_pile octets;
  struct host_index hosts[HOST_COUNT];
  vtime delay;
  uint32_t limit;
  bool full;
};

struct trace *
trace_new (void)
{
  struct trace *trace = calloc (1, sizeof *trace);

  if (trace == NULL)
    return NULL;
  store_init (&trace->events, sizeof (struct trace_event));
  store_init (&trace->pieces, sizeof (struct piece));
  snapshots_init (&trace->vars);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      store_init (&trace->hosts[host].states, sizeof (struct change));
      store_init (&trace->hosts[host].vars, sizeof (struct change));
    }
  trace->limit = TRACE_EVENTS_MAX;
  return trace;
}

void
trace_free (struct trace *trace)
{
  if (trace == NULL)
    return;
  store_clear (&trace->events);
  store_clear (&trace->pieces);
  snapshots_clear (&trace->vars);
  octet_pile_clear (&trace->octets);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      store_clear (&trace->hosts[host].states);
      store_clear (&trace->hosts[host].vars);
    }
  free (trace);
}

void
trace_set_limit (struct trace *trace, uint32_t events)
{
  assert (events <= TRACE_EVENTS_MAX);
  trace->limit = events;
}

struct trace_host *
trace_host (struct trace *trace, unsigned host)
{
  assert (host < HOST_COUNT);
  return &trace->hosts[host].about;
}

const struct trace_host *
trace_host_const (const struct trace *trace, unsigned host)
{
  assert (host < HOST_COUNT);
  return &trace->hosts[host].about;
}

void
trace_set_delay (struct trace *trace, vtime one_way)
{
  trace->delay = one_way;
}

vtime
trace_delay (const struct trace *trace)
{
  return trace->delay;
}

/* --- appending --- */

/* True for events that are about the segment of their cause. */
static bool
takes_segment_of_cause (uint8_t kind)
{
  switch (kind)
    {
    case TRACE_CARRY:
    case TRACE_LOSS:
    case TRACE_DELAY:
    case TRACE_DUPLICATE:
    case TRACE_CORRUPT:
    case TRACE_HOLD:
    case TRACE_RELEASE:
    case TRACE_ARRIVE:
    case TRACE_DISCARD:
      return true;
    default:
      return false;
    }
}

static const struct piece *
piece_of (const struct trace *trace, event_id id)
{
  if (id == EVENT_NONE)
    return NULL;
  uint32_t index = trace_get (trace, id)->segment;
  return index != TRACE_INDEX_NONE ? store_at (&trace->pieces, index) : NULL;
}

/* Keeps a packet. The same octets usually go by three times (sent, carried, arrived); they are kept once. */
static bool
keep_packet (struct trace *trace, struct piece *piece, const uint8_t *packet, size_t length, const struct piece *before)
{
  piece->packet_length = length;
  if (before != NULL && before->packet_length == length && memcmp (before->packet, packet, length) == 0)
    piece->packet = before->packet;
  else
    piece->packet = octet_pile_add (&trace->octets, packet, length);
  return piece->packet != NULL;
}

/* Lets the segment's text point into the packet that was kept, when all of it is there. */
static void
place_text (struct segment *segment, const uint8_t *packet, size_t length, const uint8_t *kept)
{
  const uint8_t *text = segment->text;
  uintptr_t offset = (uintptr_t) text - (uintptr_t) packet;

  segment->text = NULL;
  if (text == NULL || packet == NULL || segment->length == 0 || segment->length > length)
    return;
  if (offset <= length - segment->length)
    segment->text = kept + offset;
  else if (memcmp (text, packet + length - segment->length, segment->length) == 0)
    segment->text = kept + length - segment->length;
}

/* Fills in the event's segment index; false when there is no memory. */
static bool
append_piece (struct trace *trace, struct trace_event *event, const struct segment *segment, const uint8_t *packet,
              size_t packet_length)
{
  const struct piece *before = piece_of (trace, event->cause);
  bool inherits = segment == NULL && takes_segment_of_cause (event->kind);

  event->segment = TRACE_INDEX_NONE;
  if (packet_length == 0)
    packet = NULL;
  if (segment == NULL && packet == NULL)
    {
      if (inherits && before != NULL)
        event->segment = trace_get (trace, event->cause)->segment;
      return true;
    }
  uint32_t index = (uint32_t) trace->pieces.length;
  struct piece *piece = store_add (&trace->pieces);
  if (piece == NULL)
    return false;
  *piece = (struct piece){ 0 };
  if (packet != NULL && !keep_packet (trace, piece, packet, packet_length, before))
    return false;
  if (segment != NULL)
    {
      piece->segment = *segment;
      piece->has_segment = true;
      place_text (&piece->segment, packet, packet_length, piece->packet);
    }
  else if (inherits && before != NULL)
    {
      piece->segment = before->segment;
      piece->has_segment = before->has_segment;
    }
  event->segment = index;
  return true;
}

static bool
append_change (struct store *store, event_id id, uint32_t value)
{
  struct change *change = store_add (store);

  if (change == NULL)
    return false;
  *change = (struct change){ .id = id, .value = value };
  return true;
}

/* Fills in the event's vars index; variables that are the host's last ones are not stored again. */
static bool
append_vars (struct trace *trace, struct trace_event *event, const struct tcp_vars *vars)
{
  struct host_index *host = event->host < HOST_COUNT ? &trace->hosts[event->host] : NULL;
  uint32_t before = TRACE_INDEX_NONE;

  event->vars = TRACE_INDEX_NONE;
  if (vars == NULL)
    return true;
  if (host != NULL && host->vars.length > 0)
    before = ((const struct change *) store_at (&host->vars, host->vars.length - 1))->value;
  if (before != TRACE_INDEX_NONE && memcmp (&host->last_vars, vars, sizeof *vars) == 0)
    {
      event->vars = before;
      return true;
    }
  event->vars = snapshots_add (&trace->vars, vars, before, before != TRACE_INDEX_NONE ? &host->last_vars : NULL);
  if (event->vars == SNAPSHOT_NONE)
    return false;
  if (host == NULL)
    return true;
  host->last_vars = *vars;
  return append_change (&host->vars, event->id, event->vars);
}

static void
note_listener (struct host_index *host, const struct trace_event *event)
{
  if (event->before == TCP_CLOSED && event->after == TCP_LISTEN)
    {
      host->listens = true;
      host->listener = event->connection;
    }
  else if (host->listens && event->connection == host->listener)
    host->listens = event->after == TCP_LISTEN;
}

/* A connection that ends before it was open leaves the listener behind it. */
static bool
gives_way_to_listener (const struct host_index *host, const struct trace_event *event)
{
  return host->listens && event->connection != host->listener && event->before == TCP_SYN_RECEIVED
         && (event->after == TCP_LISTEN || event->after == TCP_CLOSED);
}

/* Keeps the state to show for the host of a TRACE_STATE. */
static bool
append_state (struct trace *trace, const struct trace_event *event)
{
  if (event->kind != TRACE_STATE || event->host >= HOST_COUNT)
    return true;

  struct host_index *host = &trace->hosts[event->host];
  note_listener (host, event);
  if (event->connection < host->connection)
    return true;
  bool listener = gives_way_to_listener (host, event);
  host->connection = listener ? host->listener : event->connection;
  return append_change (&host->states, event->id, listener ? TCP_LISTEN : event->after);
}

static void
learn_iss (struct trace *trace, const struct trace_event *event, const struct segment *segment)
{
  if (event->kind != TRACE_SEND || event->host >= HOST_COUNT || segment == NULL || !(segment->flags & TCP_SYN))
    return;

  struct trace_host *about = &trace->hosts[event->host].about;
  if (about->iss_known)
    return;
  about->iss = segment->seq;
  about->iss_known = true;
}

event_id
trace_append (struct trace *trace, const struct trace_event *event, const struct segment *segment,
              const uint8_t *packet, size_t packet_length, const struct tcp_vars *vars)
{
  assert (event->kind < TRACE_KIND_COUNT);
  assert (event->host < HOST_COUNT || event->host == HOST_NONE);
  assert (trace->events.length == 0 || event->at >= trace_end (trace));
  assert (event->cause == EVENT_NONE || event->cause < trace->events.length);

  struct trace_event copy = *event;
  copy.id = (event_id) trace->events.length;
  if (trace->full || copy.id >= trace->limit)
    {
      trace->full = true;
      return EVENT_NONE;
    }
  struct trace_event *place = append_piece (trace, &copy, segment, packet, packet_length)
                                      && append_vars (trace, &copy, vars) && append_state (trace, &copy)
                                  ? store_add (&trace->events)
                                  : NULL;
  if (place == NULL)
    {
      trace->full = true;
      return EVENT_NONE;
    }
  *place = copy;
  learn_iss (trace, &copy, segment);
  return copy.id;
}

/* --- copying --- */

static bool
append_copy (struct trace *copy, const struct trace *trace, const struct trace_event *event)
{
  bool inherits = takes_segment_of_cause (event->kind) && event->cause != EVENT_NONE
                  && trace_get (trace, event->cause)->segment == event->segment;
  size_t length = 0;
  const uint8_t *packet = inherits ? NULL : trace_packet (trace, event->id, &length);
  const struct segment *segment = inherits ? NULL : trace_segment (trace, event->id);
  struct tcp_vars vars;

  return trace_append (copy, event, segment, packet, length, trace_vars (trace, event->id, &vars)) != EVENT_NONE;
}

struct trace *
trace_copy_until (const struct trace *trace, size_t length)
{
  struct trace *copy = trace_new ();

  assert (length <= trace_length (trace));
  if (copy == NULL)
    return NULL;
  copy->delay = trace->delay;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    copy->hosts[host].about = trace->hosts[host].about;
  for (size_t id = 0; id < length; id++)
    if (!append_copy (copy, trace, trace_get (trace, (event_id) id)))
      {
        trace_free (copy);
        return NULL;
      }
  return copy;
}

/* --- reading --- */

size_t
trace_length (const struct trace *trace)
{
  return trace->events.length;
}

size_t
trace_size (const struct trace *trace)
{
  size_t size = store_size (&trace->events) + store_size (&trace->pieces) + snapshots_size (&trace->vars)
                + octet_pile_size (&trace->octets);

  for (unsigned host = 0; host < HOST_COUNT; host++)
    size += store_size (&trace->hosts[host].states) + store_size (&trace->hosts[host].vars);
  return size;
}

bool
trace_is_full (const struct trace *trace)
{
  return trace->full;
}

const struct trace_event *
trace_get (const struct trace *trace, event_id id)
{
  assert (id < trace->events.length);
  return store_at (&trace->events, id);
}

const struct segment *
trace_segment (const struct trace *trace, event_id id)
{
  const struct piece *piece = piece_of (trace, id);

  return piece != NULL && piece->has_segment ? &piece->segment : NULL;
}

const uint8_t *
trace_packet (const struct trace *trace, event_id id, size_t *length)
{
  const struct piece *piece = piece_of (trace, id);

  *length = piece != NULL ? piece->packet_length : 0;
  return piece != NULL ? piece->packet : NULL;
}

static const struct tcp_vars *
snapshot (const struct trace *trace, uint32_t index, struct tcp_vars *vars)
{
  if (index == TRACE_INDEX_NONE)
    return NULL;
  snapshots_get (&trace->vars, index, vars);
  return vars;
}

const struct tcp_vars *
trace_vars (const struct trace *trace, event_id id, struct tcp_vars *vars)
{
  return snapshot (trace, trace_get (trace, id)->vars, vars);
}

/* The last change at or before an event, or NULL. */
static const struct change *
change_at (const struct store *changes, event_id id)
{
  size_t low = 0, high = changes->length;

  if (id == EVENT_NONE)
    return NULL;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      const struct change *change = store_at (changes, middle);

      if (change->id <= id)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? store_at (changes, low - 1) : NULL;
}

const struct tcp_vars *
trace_vars_at (const struct trace *trace, unsigned host, event_id id, struct tcp_vars *vars)
{
  assert (host < HOST_COUNT);
  const struct change *change = change_at (&trace->hosts[host].vars, id);

  return snapshot (trace, change != NULL ? change->value : TRACE_INDEX_NONE, vars);
}

enum tcp_state
trace_state_at (const struct trace *trace, unsigned host, event_id id)
{
  assert (host < HOST_COUNT);
  const struct change *change = change_at (&trace->hosts[host].states, id);

  return change != NULL ? (enum tcp_state) change->value : TCP_CLOSED;
}

bool
trace_shows_state (const struct trace *trace, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);

  if (event->kind != TRACE_STATE || event->host >= HOST_COUNT)
    return false;
  const struct change *change = change_at (&trace->hosts[event->host].states, id);
  return change != NULL && change->id == id;
}

size_t
trace_count_until (const struct trace *trace, vtime time)
{
  size_t low = 0, high = trace->events.length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (trace_get (trace, (event_id) middle)->at <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

vtime
trace_end (const struct trace *trace)
{
  size_t length = trace->events.length;

  return length > 0 ? trace_get (trace, (event_id) (length - 1))->at : 0;
}
