/* What a segment of a captured connection is, seen beside those before it: retransmission, duplicate ACK, …
 *
 * Fed with every segment of one connection, both directions, in the order of the capture; fast and small, so that a
 * whole file can be judged while it is read. The definitions are those of Wireshark's TCP analysis (User's Guide, "TCP
 * Analysis", release 4.0), so that people find the same words on the same frames:
 *
 *   "next" is the highest sequence number after anything seen of the sender, "acknowledged" the ACK of the last segment
 *   seen of the receiver.
 *
 *   GAP_BEFORE          begins beyond next
 *   KEEPALIVE           0 or 1 octet at next - 1, no SYN, FIN or RST
 *   WINDOW_PROBE        1 octet at next while the receiver's window is 0
 *   WINDOW_FULL         text that ends at the edge of the receiver's window
 *   ZERO_WINDOW         announces a window of 0 (no SYN, FIN or RST)
 *   WINDOW_UPDATE       no text, same numbers as before, another window
 *   DUPLICATE_ACK       no text, same numbers and same window as before
 *   KEEPALIVE_ACK, WINDOW_PROBE_ACK   the same, in answer to such a segment
 *   ACK_OF_UNSEEN       acknowledges beyond what was seen without a gap
 *   and of segments with text, SYN or FIN, the first that holds:
 *   SPURIOUS            all of its text is acknowledged already
 *   FAST_RETRANSMISSION begins before next, at the number that at least two duplicate ACKs asked for, the last of them
 *                       less than 20 ms ago
 *   OUT_OF_ORDER        begins before next and does not end there, and next moved less than the handshake's round trip
 *                       (3 ms if unknown) ago
 *   RETRANSMISSION      begins before next; set with SPURIOUS and FAST_RETRANSMISSION as well */
#pragma once

#include "base/vtime.h"
#include "trace/event.h"

#include <stddef.h>

/* Segments beyond a gap that are remembered for each direction; the others are judged without. */
#define ANALYSIS_RANGES_MAX 1024

/* Numbers left =< n < right. */
struct analysis_range
{
  uint32_t left;
  uint32_t right;
};

/* What was seen of one direction. Numbers count only where the flag of that name with _known is set. */
struct analysis_side
{
  uint32_t first;                /* the initial sequence number, or one before the first number seen or acknowledged */
  uint32_t next;                 /* after the highest octet seen */
  uint32_t contiguous;           /* after the octets seen without a gap: what the other side may acknowledge */
  uint32_t acknowledged;         /* the ACK of its last segment */
  uint32_t window;               /* the window of its last segment, as in the header */
  uint32_t duplicate_acks;       /* in a row */
  vtime next_moved;              /* when next moved last */
  vtime last_time;               /* when its last segment was captured */
  struct analysis_range *ranges; /* segments seen beyond a gap, in the order they came */
  size_t range_count;
  size_t range_capacity;
  uint16_t last_marks;  /* of its last segment */
  uint8_t window_scale; /* 0 when scaling is not used */
  bool first_known;
  bool next_known;
  bool contiguous_known;
  bool acknowledged_known;
  bool window_known;
  bool window_scale_known;
  bool window_scale_refused; /* its SYN did not offer scaling */
  bool window_unscaled;      /* its last segment was a SYN: that window is never scaled */
};

struct analysis
{
  struct analysis_side sides[2];
  vtime syn_time;  /* of the last SYN */
  vtime first_rtt; /* from the last SYN to the ACK that ends the handshake; 0 while unknown */
  bool syn_seen;
};

struct analysis_result
{
  uint16_t marks;  /* of enum trace_mark */
  uint8_t ordinal; /* of a duplicate ACK, from 1; stays at 255 */
};

void analysis_init (struct analysis *analysis);

/* Frees what the analysis keeps; it may be initialised again. */
void analysis_clear (struct analysis *analysis);

/* True when a segment from this side (0 or 1, as the caller names the two ends) is a SYN that opens another connection
 * between the same ends: its initial sequence number is not the one known for that side. The caller then begins a new
 * analysis, and adds MARK_REUSED_PORTS to what that says of this SYN. */
bool analysis_begins_new_connection (const struct analysis *analysis, unsigned side, const struct segment *segment);

/* Judges the next segment. `time` should not run backwards; captures where it does are judged all the same. */
struct analysis_result analysis_add (struct analysis *analysis, vtime time, unsigned side,
                                     const struct segment *segment);
