/* From the captured segments of one connection to a trace: what both ends did, proven or inferred.
 *
 * Host A is the client, host B the server. Every segment gives TRACE_SEND, TRACE_CARRY and TRACE_ARRIVE (or
 * TRACE_LOSS); their `command` is the index of the captured segment. Connection number 1 at both hosts. The trace has
 * no variables.
 *
 * Times: near the capture point times are true. At an end that is far from it they are estimates: less (of what it
 * sends) or more (of what reaches it) the time between the capture point and that end, bent where that would contradict
 * the acknowledgments: an answer never comes before what it answers. Such events have MARK_ESTIMATED_TIME and
 * KNOWLEDGE_INFERRED.
 *
 * States: TRACE_STATE events of both ends. KNOWLEDGE_PROVEN: a segment that this end sent shows it, or it follows
 * from a proven state and a segment that was captured as it reached this end. KNOWLEDGE_INFERRED: what a conforming TCP
 * does with what must have reached it. KNOWLEDGE_UNKNOWN: from here on it is not known; `after` is a mere
 * guess. The end of TIME-WAIT leaves no trace on the wire and has no event.
 *
 * Octets that must have been sent but were not captured show as a SEND and a CARRY with KNOWLEDGE_UNKNOWN, `command`
 * TRACE_INDEX_NONE and no packet. */
#pragma once

#include "trace/analysis.h"
#include "trace/trace.h"

/* One captured segment of the connection. */
struct captured_segment
{
  vtime time;       /* of the capture */
  bool from_client; /* connection_sender_is_client of the first segment tells who that is */
  struct segment segment;
  const uint8_t *packet; /* the IP packet as far as it was captured; borrowed until infer_trace returns */
  size_t packet_length;
};

enum capture_point
{
  CAPTURE_BETWEEN,
  CAPTURE_AT_CLIENT,
  CAPTURE_AT_SERVER,
};

/* What else was found out. */
struct inference
{
  vtime origin;             /* capture time of the trace's instant 0, its first event */
  vtime round_trip;         /* of the handshake, or of later answers when it was held up or not seen; never 0 */
  bool round_trip_measured; /* false: nothing to measure, a guess of 2 ms */
  enum capture_point point;
};

/* Builds the trace of a connection from its segments in the order of the capture. Times that run backwards are taken as
 * those of the segment before. inference may be NULL. Returns NULL when there is no memory; a trace that is full ends
 * early (trace_is_full). */
struct trace *infer_trace (const struct captured_segment *segments, size_t count, struct inference *inference);
