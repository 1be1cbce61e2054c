/* A trace as text: one line an event, for the command line and for golden tests.
 *
 *        0.000  A  SYN-SENT      send    S 100:100(0) win 8000 <mss 1000>              SEND_SYN
 *
 * Columns: time in ms, host, state of that host after the event, what happened, segment or detail, reason. What happens
 * on the link has "-" for host and state, and its segment is led by the direction, "A>B". TRACE_CARRY has no line: what
 * befalls the copy (loss, delay, …) has. Marks of a segment and what a capture does not prove stand in brackets behind
 * the detail. The form is part of the interface: tests and users' scripts compare it. */
#pragma once

#include "trace/trace.h"

#define TRACE_LINE_SIZE 512

enum trace_numbers
{
  TRACE_NUMBERS_ABSOLUTE,
  TRACE_NUMBERS_RELATIVE, /* less the initial sequence number of the side that counts */
};

/* Writes the line of an event without line feed; returns false (and "") when the event has no line. */
bool trace_line (const struct trace *trace, event_id id, enum trace_numbers numbers,
                 char buffer[static TRACE_LINE_SIZE]);
