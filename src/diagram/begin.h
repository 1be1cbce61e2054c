/* Where a picture begins that leaves out the first part of its trace. What was over by then is not drawn; what was
 * under way comes in from above. */
#pragma once

#include "trace/flight.h"
#include "trace/trace.h"

/* True when nothing is left to draw of a flight. */
bool begin_hides_flight (const struct flights *flights, size_t index, vtime from);

/* True when a flight departed before and is still on its way. */
bool begin_cuts_flight (const struct flights *flights, size_t index, vtime from);

/* True when an event is part of what was before. What a segment that departed before brings at the very instant is. */
bool begin_hides_event (const struct trace *trace, const struct trace_event *event, vtime from);
