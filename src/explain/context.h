/* What is known around one event: the common ground of sentences, checks and "who must act next". */
#pragma once

#include "trace/trace.h"
#include "wire/address.h"

#include <stdbool.h>

struct explain_context
{
  const struct trace *trace;
  event_id id;
  const struct trace_event *event;
  const struct segment *segment;     /* its own, or that of the arrival it follows from; NULL when there is none */
  bool segment_is_own;               /* the event itself is about the segment */
  const struct segment *arrived;     /* the segment of arrival; NULL */
  event_id arrival;                  /* the TRACE_ARRIVE at the same host and instant that led to it, or EVENT_NONE */
  const struct tcp_vars *vars;       /* the host's variables after the event; NULL when it has no connection */
  const struct tcp_vars *before;     /* the same before it; NULL when the host had none */
  const struct tcp_vars *arrived_at; /* when the segment arrived, before anything was done with it; may be NULL */
  char host[32];                     /* "A"; "" when the event is nobody's */
  char peer[IP_ADDRESS_TEXT_SIZE];   /* "B", or the address of who is neither A nor B */
  struct tcp_vars kept[3];           /* what vars, before and arrived_at point to */
};

/* The other pointers are the trace's: good until it grows. A context is not to be copied. */
void explain_context_init (struct explain_context *context, const struct trace *trace, event_id id);

/* The name to show for an end: the trace's, else "A" or "B". */
const char *explain_host_name (const struct trace *trace, unsigned host);
