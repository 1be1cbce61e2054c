#include "diagram/begin.h"

static bool
is_over (const struct flights *flights, size_t index, vtime at)
{
  struct flight flight;

  return flight_at (flights, index, at, &flight) && flight.fate != FLIGHT_UNDER_WAY && flight.fate != FLIGHT_HELD;
}

bool
begin_hides_flight (const struct flights *flights, size_t index, vtime from)
{
  return flights_get (flights, index)->start < from && is_over (flights, index, from);
}

bool
begin_cuts_flight (const struct flights *flights, size_t index, vtime from)
{
  return flights_get (flights, index)->start < from && !is_over (flights, index, from);
}

/* True for what happens by itself: not departures, and not what somebody asked for. */
static bool
follows (const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_DISCARD:
    case TRACE_STATE:
    case TRACE_TIMER_START:
    case TRACE_TIMER_STOP:
    case TRACE_DELIVER:
    case TRACE_NOTICE:
    case TRACE_UPDATE:
      return true;
    default:
      return false;
    }
}

bool
begin_hides_event (const struct trace *trace, const struct trace_event *event, vtime from)
{
  if (from <= 0 || event->at != from)
    return event->at < from;
  while (follows (event) && event->cause != EVENT_NONE && trace_get (trace, event->cause)->at == from)
    event = trace_get (trace, event->cause);
  switch (event->kind)
    {
    case TRACE_ARRIVE:
    case TRACE_DISCARD:
    case TRACE_LOSS:
      return event->cause != EVENT_NONE && trace_get (trace, event->cause)->at < from;
    default:
      return false;
    }
}
