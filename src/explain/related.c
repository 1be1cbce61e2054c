#include "explain/related.h"

#include <stdbool.h>

/* One instant of one host has few events; further than this they have nothing to do with each other. */
#define STEPS_MAX 48

static bool
same_moment (const struct trace_event *a, const struct trace_event *b)
{
  return a->at == b->at && a->host == b->host;
}

/* True when `id` follows, through causes of the same moment, from `ancestor`. */
static bool
follows_from (const struct trace *trace, event_id id, event_id ancestor)
{
  const struct trace_event *origin = trace_get (trace, ancestor);

  for (unsigned step = 0; id != EVENT_NONE && step < STEPS_MAX; step++)
    {
      if (id == ancestor)
        return true;
      if (id < ancestor || !same_moment (trace_get (trace, id), origin))
        return false;
      id = trace_get (trace, id)->cause;
    }
  return false;
}

/* A segment that opens or closes belongs to the change that goes with it: the FIN of a CLOSE call. An ACK only reports
 * what an arrival has changed. */
static bool
carries_change (const struct trace *trace, const struct trace_event *event)
{
  const struct segment *segment = trace_segment (trace, event->id);

  return event->kind == TRACE_SEND && segment != NULL && (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST));
}

static bool
is_sibling (const struct trace_event *event, const struct trace_event *change)
{
  return event->cause != EVENT_NONE && event->cause == change->cause;
}

event_id
explain_related_change (const struct trace *trace, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);
  size_t end = trace_length (trace);
  bool carries = carries_change (trace, event);

  if (event->kind == TRACE_STATE)
    return id;
  if (event->host >= HOST_COUNT || event->kind >= TRACE_CARRY)
    return EVENT_NONE;

  for (event_id next = id + 1; next < end && next - id <= STEPS_MAX; next++)
    {
      const struct trace_event *change = trace_get (trace, next);

      if (change->at != event->at)
        break;
      if (change->kind == TRACE_STATE && same_moment (event, change)
          && (follows_from (trace, next, id) || (carries && is_sibling (event, change))))
        return next;
    }
  for (event_id previous = id; previous-- > 0 && id - previous <= STEPS_MAX;)
    {
      const struct trace_event *change = trace_get (trace, previous);

      if (change->at != event->at)
        break;
      if (change->kind == TRACE_STATE && carries && same_moment (event, change)
          && (follows_from (trace, id, previous) || is_sibling (event, change)))
        return previous;
    }
  return EVENT_NONE;
}
