/* Events that belong together because they are one moment of one host. Private to explain. */
#pragma once

#include "trace/trace.h"

/* The TRACE_STATE that the event is, brings about, or follows from at the same host and instant; EVENT_NONE when the
 * event changes no state. */
event_id explain_related_change (const struct trace *trace, event_id id);
