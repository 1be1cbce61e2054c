#include "diagram/fold.h"

#include "diagram/begin.h"

#define EVENTFUL_MARKS                                                                                                 \
  (MARK_RETRANSMISSION | MARK_FAST_RETRANSMISSION | MARK_DUPLICATE_ACK | MARK_OUT_OF_ORDER | MARK_ZERO_WINDOW          \
   | MARK_WINDOW_PROBE | MARK_KEEPALIVE | MARK_GAP_BEFORE | MARK_SPURIOUS)

/* What is known of the two directions while flights are gone through. */
struct direction
{
  bool control_waits; /* a SYN or FIN that the peer has not acknowledged */
  bool fin;
  uint32_t control;
};

/* The states that one host shows. */
typedef ARRAY (event_id) state_list;

struct finder
{
  const struct trace *trace;
  const struct flights *flights;
  struct folds *folds;
  struct direction directions[HOST_COUNT];
  state_list states[HOST_COUNT];
  size_t first; /* flight with which the run begins */
  bool open;
  bool eventful;
  struct fold run;
};

static bool
is_eventful (const struct flight *flight)
{
  return flight->fate != FLIGHT_ARRIVED || flight->duplicate || flight->corrupted || flight->discarded
         || flight->end != flight->planned || (flight->marks & EVENTFUL_MARKS) != 0;
}

/* True when the segment acknowledges a SYN or FIN of the peer for which no acknowledgement has arrived that departed
 * before it: the picture must show it. */
static bool
acknowledges_control (struct finder *finder, const struct flight *flight, const struct segment *segment)
{
  struct direction *peer = &finder->directions[flight->from ^ 1u];

  if (!peer->control_waits || (segment->flags & TCP_ACK) == 0 || seq_leq (segment->ack, peer->control))
    return false;
  peer->control_waits = flight->fate != FLIGHT_ARRIVED || flight->discarded;
  return true;
}

static void
list_states (struct finder *finder)
{
  for (event_id id = 0; id < trace_length (finder->trace); id++)
    if (trace_shows_state (finder->trace, id))
      *array_add (&finder->states[trace_get (finder->trace, id)->host]) = id;
}

/* True when the handshake of a host has not ended right before an event. */
static bool
is_opening (const struct finder *finder, unsigned host, event_id before)
{
  const state_list *states = &finder->states[host];
  size_t low = 0, high = states->length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (states->items[middle] < before)
        low = middle + 1;
      else
        high = middle;
    }
  if (states->length == 0)
    return false;
  const struct trace_event *event = trace_get (finder->trace, states->items[low > 0 ? low - 1 : 0]);
  enum tcp_state state = low > 0 ? event->after : event->before;
  return state == TCP_LISTEN || state == TCP_SYN_SENT || state == TCP_SYN_RECEIVED;
}

/* True when one end had not finished its handshake: the sender at the departure, or the receiver at the arrival. */
static bool
is_part_of_opening (const struct finder *finder, const struct flight *flight)
{
  return is_opening (finder, flight->from, flight->carry)
         || (flight->finish != EVENT_NONE && is_opening (finder, flight->from ^ 1u, flight->finish));
}

static void
note_control (struct finder *finder, unsigned from, const struct segment *segment)
{
  struct direction *direction = &finder->directions[from];

  if ((segment->flags & (TCP_SYN | TCP_FIN)) == 0)
    return;
  direction->control_waits = true;
  direction->control = segment->seq + segment_len (segment) - 1;
  direction->fin |= (segment->flags & TCP_FIN) != 0;
}

static void
close_run (struct finder *finder, size_t end)
{
  if (finder->open && !finder->eventful && (finder->run.sends[HOST_A] || finder->run.sends[HOST_B]))
    {
      *array_add (&finder->folds->phases) = finder->run;
      for (size_t i = finder->first; i < end; i++)
        finder->folds->of_flights.items[i] = (uint32_t) finder->folds->phases.length;
    }
  finder->open = false;
}

static void
take_into_run (struct finder *finder, size_t index, const struct flight *flight, const struct segment *segment)
{
  if (!finder->open)
    {
      finder->open = true;
      finder->eventful = false;
      finder->first = index;
      finder->run = (struct fold){
        .first = flight->send,
        .from = flight->start,
        .half = finder->directions[HOST_A].fin || finder->directions[HOST_B].fin,
      };
    }
  struct fold *run = &finder->run;
  run->last_departure = flight->carry;
  if (run->last == 0 || (flight->finish != EVENT_NONE && flight->finish > run->last))
    run->last = flight->finish != EVENT_NONE ? flight->finish : flight->carry;
  run->to = flight->end > run->to ? flight->end : run->to;
  run->sends[flight->from] |= segment->length > 0;
  finder->eventful |= is_eventful (flight);
}

/* True when the picture must show a segment for what it does to the connection. */
static bool
is_control (struct finder *finder, const struct flight *flight, const struct segment *segment)
{
  if (segment == NULL || acknowledges_control (finder, flight, segment))
    return true;
  return (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0 || is_part_of_opening (finder, flight);
}

void
folds_find (struct folds *folds, const struct trace *trace, const struct flights *flights, vtime from)
{
  struct finder finder = { .trace = trace, .flights = flights, .folds = folds };
  size_t length = flights_length (flights);

  list_states (&finder);
  for (size_t i = 0; i < length; i++)
    {
      const struct flight *flight = flights_get (flights, i);
      const struct segment *segment = trace_segment (trace, flight->send != EVENT_NONE ? flight->send : flight->carry);

      *array_add (&folds->of_flights) = 0;
      if (is_control (&finder, flight, segment))
        {
          close_run (&finder, i);
          if (segment != NULL)
            note_control (&finder, flight->from, segment);
        }
      else if (!begin_hides_flight (flights, i, from))
        take_into_run (&finder, i, flight, segment);
    }
  close_run (&finder, length);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    array_clear (&finder.states[host]);
}

void
folds_clear (struct folds *folds)
{
  array_clear (&folds->phases);
  array_clear (&folds->of_flights);
  folds->next = 0;
}

bool
fold_has_flight (const struct folds *folds, size_t flight)
{
  return flight < folds->of_flights.length && folds->of_flights.items[flight] != 0;
}

/* True when the event lies between the first and the last event of a phase. */
static bool
is_within_phase (const struct folds *folds, event_id id)
{
  for (size_t i = 0; i < folds->phases.length; i++)
    if (folds->phases.items[i].first <= id && id <= folds->phases.items[i].last)
      return true;
  return false;
}

bool
fold_hides (const struct folds *folds, const struct flights *flights, const struct trace_event *event)
{
  if (folds->phases.length == 0)
    return false;
  switch (event->kind)
    {
    case TRACE_CARRY:
    case TRACE_ARRIVE:
    case TRACE_DISCARD:
      return fold_has_flight (folds, flights_find (flights, event->id));
    case TRACE_CALL:
      return (event->reason == REASON_CALL_SEND || event->reason == REASON_CALL_RECEIVE)
             && is_within_phase (folds, event->id);
    case TRACE_TIMER_START:
      return event->timer != TCP_TIMER_2MSL && is_within_phase (folds, event->id);
    case TRACE_DELIVER:
    case TRACE_UPDATE:
      return is_within_phase (folds, event->id);
    default:
      return false;
    }
}

bool
fold_covers (const struct folds *folds, vtime at)
{
  for (size_t i = 0; i < folds->phases.length; i++)
    if (folds->phases.items[i].from <= at && at <= folds->phases.items[i].to)
      return true;
  return false;
}
