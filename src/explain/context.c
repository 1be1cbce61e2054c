#include "explain/context.h"

#include <string.h>

/* Causes at one instant never reach further back than this. */
#define CAUSE_STEPS_MAX 64

const char *
explain_host_name (const struct trace *trace, unsigned host)
{
  const char *name = trace_host_const (trace, host)->name;

  if (*name != '\0')
    return name;
  return host == HOST_A ? "A" : "B";
}

static event_id
find_arrival (const struct trace *trace, event_id id, uint8_t host, vtime at)
{
  for (unsigned step = 0; id != EVENT_NONE && step < CAUSE_STEPS_MAX; step++)
    {
      const struct trace_event *event = trace_get (trace, id);

      if (event->host != host || event->at != at)
        return EVENT_NONE;
      if (event->kind == TRACE_ARRIVE)
        return id;
      id = event->cause;
    }
  return EVENT_NONE;
}

static void
copy_name (char *target, size_t size, const char *name)
{
  strncpy (target, name, size - 1);
  target[size - 1] = '\0';
}

/* The other end of the segment that an event is about, when it is not the other host: somebody injected it. */
static const struct ip_address *
find_stranger (const struct explain_context *context)
{
  const struct segment *segment = context->segment;
  unsigned host = context->event->host;

  if (segment == NULL)
    return NULL;
  const struct ip_address *own = &trace_host_const (context->trace, host)->endpoint.address;
  const struct ip_address *peer = &trace_host_const (context->trace, host ^ 1u)->endpoint.address;
  const struct ip_address *source = &segment->source.address, *destination = &segment->destination.address;
  const struct ip_address *other = ip_address_equal (source, own)        ? destination
                                   : ip_address_equal (destination, own) ? source
                                                                         : peer;
  return other->family == IP_NONE || ip_address_equal (other, peer) ? NULL : other;
}

static void
name_peer (struct explain_context *context)
{
  const struct ip_address *stranger = find_stranger (context);

  if (stranger != NULL)
    ip_address_format (stranger, context->peer);
  else
    copy_name (context->peer, sizeof context->peer, explain_host_name (context->trace, context->event->host ^ 1u));
}

void
explain_context_init (struct explain_context *context, const struct trace *trace, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);

  *context = (struct explain_context){ .trace = trace, .id = id, .event = event, .arrival = EVENT_NONE };
  context->segment = trace_segment (trace, id);
  context->segment_is_own = context->segment != NULL;
  if (event->host >= HOST_COUNT)
    return;

  copy_name (context->host, sizeof context->host, explain_host_name (trace, event->host));
  context->arrival = find_arrival (trace, id, event->host, event->at);
  if (context->arrival != EVENT_NONE)
    {
      context->arrived = trace_segment (trace, context->arrival);
      context->arrived_at = trace_vars (trace, context->arrival, &context->kept[2]);
      if (context->arrived_at == NULL)
        context->arrived_at = trace_vars_at (trace, event->host, context->arrival, &context->kept[2]);
    }
  if (context->segment == NULL)
    context->segment = context->arrived;
  name_peer (context);
  context->vars = trace_vars (trace, id, &context->kept[0]);
  if (context->vars == NULL)
    context->vars = trace_vars_at (trace, event->host, id, &context->kept[0]);
  context->before = trace_vars_at (trace, event->host, id > 0 ? id - 1 : EVENT_NONE, &context->kept[1]);
}
