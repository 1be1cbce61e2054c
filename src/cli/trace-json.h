/* Events as JSON. */
#pragma once

#include "trace/trace.h"

#include <json-glib/json-glib.h>

/* Adds an array with one object an event: time_ns, host, kind, reason, cause, state, and what the kind has. */
void trace_to_json (const struct trace *trace, JsonBuilder *builder);

/* Adds the members of a segment to the object under way: flags, seq, ack, length, window and options. */
void segment_to_json (const struct segment *segment, JsonBuilder *builder);

/* "SYN,ACK"; to be freed. */
char *flags_to_words (unsigned flags);

/* The words of trace_event.marks: "retransmission", "duplicate_ack" …; adds them as an array. */
void marks_to_json (unsigned marks, JsonBuilder *builder);

/* The same joined by spaces; "" for none; to be freed. */
char *marks_to_words (unsigned marks);
