#include "app/inspector-subject.h"

/* How far back along the causes the segment of an event is looked for. */
#define CAUSES_MAX 8

/* How well an event stands for its instant; higher is better. */
static int
rank (const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_SEND:
    case TRACE_LOSS:
    case TRACE_DELAY:
    case TRACE_DUPLICATE:
    case TRACE_CORRUPT:
    case TRACE_HOLD:
    case TRACE_RELEASE:
    case TRACE_ICMP:
    case TRACE_INJECT:
      return 5;
    case TRACE_STATE:
    case TRACE_DISCARD:
      return 4;
    case TRACE_TIMER_EXPIRE:
      return 3;
    case TRACE_ARRIVE:
    case TRACE_CALL:
      return 2;
    case TRACE_DELIVER:
    case TRACE_NOTICE:
      return 1;
    default:
      return 0;
    }
}

event_id
hs_subject_of_step (const struct trace *trace, event_id last)
{
  event_id best = last;
  vtime at;

  if (last == EVENT_NONE)
    return EVENT_NONE;
  at = trace_get (trace, last)->at;
  for (event_id id = last; trace_get (trace, id)->at == at; id--)
    {
      if (rank (trace_get (trace, id)) > rank (trace_get (trace, best)))
        best = id;
      if (id == 0)
        break;
    }
  return best;
}

event_id
hs_subject_segment (const struct trace *trace, event_id id)
{
  vtime at;

  if (id == EVENT_NONE)
    return EVENT_NONE;
  at = trace_get (trace, id)->at;
  for (int i = 0; i < CAUSES_MAX && id != EVENT_NONE; i++)
    {
      const struct trace_event *event = trace_get (trace, id);

      if (event->at != at)
        break;
      if (trace_segment (trace, id) != NULL)
        return id;
      id = event->cause;
    }
  return EVENT_NONE;
}

event_id
hs_subject_before_step (const struct trace *trace, event_id last)
{
  vtime at;

  if (last == EVENT_NONE)
    return EVENT_NONE;
  at = trace_get (trace, last)->at;
  while (last > 0)
    {
      last--;
      if (trace_get (trace, last)->at < at)
        return last;
    }
  return EVENT_NONE;
}
