/* The marks of a segment in words: for chips on an arrow, and for the text of captured segments. */
#pragma once

#include "trace/event.h"

/* "retransmission", "duplicate ACK", "zero window". One mark at a time. */
const char *explain_mark_name (enum trace_mark mark);

/* One sentence on what it means in a capture. */
const char *explain_mark_text (enum trace_mark mark);
