/* Which event of a step says best what the step did. */
#pragma once

#include "trace/trace.h"

/* The event to explain when `last` is the last event that was stepped to: of all events of its instant the one that a
 * person would name, which is a segment sent or lost before a state, a state before an arrival, anything before the
 * bookkeeping. EVENT_NONE for EVENT_NONE. */
event_id hs_subject_of_step (const struct trace *trace, event_id last);

/* The event whose segment is meant by an event: its own, or that of the arrival it follows from at the same instant.
 * EVENT_NONE when there is none. */
event_id hs_subject_segment (const struct trace *trace, event_id id);

/* The last event before the instant of `last`; EVENT_NONE when there is none. */
event_id hs_subject_before_step (const struct trace *trace, event_id last);
