#include "trace/flight.h"

#include "trace/store.h"

#include <assert.h>
#include <stdlib.h>

#define NO_INDEX UINT32_MAX

/* A flight and the events that changed it, oldest first. */
struct entry
{
  struct flight flight;
  uint32_t first_step;
  uint32_t last_step;
};

struct step
{
  event_id id;
  uint32_t next;
};

struct flights
{
  const struct trace *trace;
  struct store entries;   /* struct entry */
  struct store steps;     /* struct step */
  struct store of_events; /* uint32_t for each event taken in: its flight, or NO_INDEX */
};

struct flights *
flights_new (const struct trace *trace)
{
  struct flights *flights = calloc (1, sizeof *flights);

  if (flights == NULL)
    return NULL;
  flights->trace = trace;
  store_init (&flights->entries, sizeof (struct entry));
  store_init (&flights->steps, sizeof (struct step));
  store_init (&flights->of_events, sizeof (uint32_t));
  return flights;
}

void
flights_free (struct flights *flights)
{
  if (flights == NULL)
    return;
  store_clear (&flights->entries);
  store_clear (&flights->steps);
  store_clear (&flights->of_events);
  free (flights);
}

static uint32_t
flight_of (const struct flights *flights, event_id id)
{
  if (id == EVENT_NONE || id >= flights->of_events.length)
    return NO_INDEX;
  return *(uint32_t *) store_at (&flights->of_events, id);
}

/* The SEND or INJECT behind a CARRY: its cause, or that of the first copy when the link made this one. */
static event_id
send_behind (const struct trace *trace, const struct trace_event *carry)
{
  event_id id = carry->cause;

  while (id != EVENT_NONE && trace_get (trace, id)->kind != TRACE_SEND && trace_get (trace, id)->kind != TRACE_INJECT)
    id = trace_get (trace, id)->cause;
  return id;
}

/* The flight as it is known at its departure. */
static struct flight
flight_at_departure (const struct trace *trace, const struct trace_event *carry)
{
  bool report = carry->kind == TRACE_ICMP;
  event_id send = report ? carry->id : send_behind (trace, carry);

  return (struct flight){
    .send = send,
    .carry = carry->id,
    .finish = EVENT_NONE,
    .start = carry->at,
    .end = carry->until,
    .planned = carry->until,
    .from = carry->host,
    .fate = carry->knowledge == KNOWLEDGE_UNKNOWN ? FLIGHT_NOT_SEEN : FLIGHT_UNDER_WAY,
    .duplicate = carry->cause != EVENT_NONE && trace_get (trace, carry->cause)->kind == TRACE_DUPLICATE,
    .report = report,
    .injected = carry->cause != EVENT_NONE && trace_get (trace, carry->cause)->kind == TRACE_INJECT,
    .marks = send != EVENT_NONE ? trace_get (trace, send)->marks : 0,
    .ordinal = send != EVENT_NONE ? trace_get (trace, send)->ordinal : 0,
  };
}

static void
flight_finish (struct flight *flight, const struct trace_event *event, enum flight_fate fate)
{
  flight->fate = (uint8_t) fate;
  flight->finish = event->id;
  flight->end = event->at;
}

/* What an event changes in its flight: the one rule for the list as it grows and for a look back. */
static void
flight_step (struct flight *flight, const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_LOSS:
      flight_finish (flight, event, FLIGHT_LOST);
      break;
    case TRACE_ARRIVE:
      flight_finish (flight, event, FLIGHT_ARRIVED);
      flight->marks |= event->marks;
      if (flight->ordinal == 0)
        flight->ordinal = event->ordinal;
      break;
    case TRACE_DISCARD:
      /* Something trimmed was still accepted. */
      flight->discarded |= event->reason != REASON_TRIMMED_TO_WINDOW;
      if (flight->finish == EVENT_NONE)
        flight_finish (flight, event, FLIGHT_ARRIVED);
      break;
    case TRACE_HOLD:
      flight->fate = FLIGHT_HELD;
      flight->end = event->at;
      break;
    case TRACE_RELEASE:
      flight->fate = FLIGHT_UNDER_WAY;
      flight->end = event->until;
      break;
    case TRACE_DELAY:
      flight->end = event->until;
      break;
    case TRACE_CORRUPT:
      flight->corrupted = true;
      break;
    default:
      break;
    }
}

static bool
begin_flight (struct flights *flights, const struct trace_event *carry, uint32_t *of_event)
{
  uint32_t index = (uint32_t) flights->entries.length;
  struct entry *entry = store_add (&flights->entries);

  if (entry == NULL)
    return false;
  *entry = (struct entry){
    .flight = flight_at_departure (flights->trace, carry),
    .first_step = NO_INDEX,
    .last_step = NO_INDEX,
  };
  *of_event = index;
  if (entry->flight.send != EVENT_NONE)
    {
      uint32_t *of_send = store_at (&flights->of_events, entry->flight.send);

      if (*of_send == NO_INDEX)
        *of_send = index;
    }
  return true;
}

static bool
add_step (struct flights *flights, uint32_t index, const struct trace_event *event)
{
  struct entry *entry = store_at (&flights->entries, index);
  uint32_t number = (uint32_t) flights->steps.length;
  struct step *step = store_add (&flights->steps);

  if (step == NULL)
    return false;
  *step = (struct step){ .id = event->id, .next = NO_INDEX };
  if (entry->last_step == NO_INDEX)
    entry->first_step = number;
  else
    ((struct step *) store_at (&flights->steps, entry->last_step))->next = number;
  entry->last_step = number;
  flight_step (&entry->flight, event);
  return true;
}

static bool
take_event (struct flights *flights, const struct trace_event *event)
{
  uint32_t *of_event = store_add (&flights->of_events);

  if (of_event == NULL)
    return false;
  *of_event = NO_INDEX;
  switch (event->kind)
    {
    case TRACE_CARRY:
    case TRACE_ICMP:
      return begin_flight (flights, event, of_event);
    case TRACE_ARRIVE:
    case TRACE_DISCARD:
    case TRACE_LOSS:
    case TRACE_DELAY:
    case TRACE_DUPLICATE:
    case TRACE_CORRUPT:
    case TRACE_HOLD:
    case TRACE_RELEASE:
      *of_event = flight_of (flights, event->cause);
      return *of_event == NO_INDEX || add_step (flights, *of_event, event);
    default:
      return true;
    }
}

bool
flights_update (struct flights *flights)
{
  while (flights->of_events.length < trace_length (flights->trace))
    if (!take_event (flights, trace_get (flights->trace, (event_id) flights->of_events.length)))
      return false;
  return true;
}

size_t
flights_length (const struct flights *flights)
{
  return flights->entries.length;
}

const struct flight *
flights_get (const struct flights *flights, size_t index)
{
  assert (index < flights->entries.length);
  return &((const struct entry *) store_at (&flights->entries, index))->flight;
}

size_t
flights_find (const struct flights *flights, event_id id)
{
  uint32_t index = flight_of (flights, id);

  return index != NO_INDEX ? index : SIZE_MAX;
}

bool
flight_at (const struct flights *flights, size_t index, vtime now, struct flight *flight)
{
  assert (index < flights->entries.length);
  const struct entry *entry = store_at (&flights->entries, index);

  if (now < entry->flight.start)
    return false;
  *flight = flight_at_departure (flights->trace, trace_get (flights->trace, entry->flight.carry));
  for (uint32_t number = entry->first_step; number != NO_INDEX;)
    {
      const struct step *step = store_at (&flights->steps, number);
      const struct trace_event *event = trace_get (flights->trace, step->id);

      if (event->at > now)
        break;
      flight_step (flight, event);
      number = step->next;
    }
  return true;
}
