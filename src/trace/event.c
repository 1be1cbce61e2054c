#include "trace/event.h"

#include <assert.h>

static enum trace_kind
trace_kind_of (enum tcp_event_kind kind)
{
  switch (kind)
    {
    case TCP_EVENT_CALL:
      return TRACE_CALL;
    case TCP_EVENT_SEND:
      return TRACE_SEND;
    case TCP_EVENT_ARRIVE:
      return TRACE_ARRIVE;
    case TCP_EVENT_DISCARD:
      return TRACE_DISCARD;
    case TCP_EVENT_STATE:
      return TRACE_STATE;
    case TCP_EVENT_TIMER_START:
      return TRACE_TIMER_START;
    case TCP_EVENT_TIMER_STOP:
      return TRACE_TIMER_STOP;
    case TCP_EVENT_TIMER_EXPIRE:
      return TRACE_TIMER_EXPIRE;
    case TCP_EVENT_DELIVER:
      return TRACE_DELIVER;
    case TCP_EVENT_NOTICE:
      return TRACE_NOTICE;
    case TCP_EVENT_UPDATE:
      return TRACE_UPDATE;
    }
  assert (!"an event kind without a trace kind");
  return TRACE_UPDATE;
}

struct trace_event
trace_event_of (const struct tcp_event *event, unsigned host)
{
  return (struct trace_event){
    .at = event->at,
    .until = event->kind == TCP_EVENT_TIMER_START ? event->until : VTIME_NEVER,
    .cause = event->cause,
    .by = EVENT_NONE,
    .connection = event->connection,
    .octets = event->octets,
    .reason = (uint16_t) event->reason,
    .kind = (uint8_t) trace_kind_of (event->kind),
    .host = (uint8_t) host,
    .before = (uint8_t) event->before,
    .after = (uint8_t) event->after,
    .timer = (uint8_t) event->timer,
  };
}
