/* RACK: losses are found by time (RFC 8985 §6). What was sent before something that has been delivered is lost when the
 * time for reordering is over too.
 *
 * It takes the place of IsLost () of RFC 6675: where it runs, a segment of the queue is lost when it is marked so, and
 * nothing else counts. */
#pragma once

#include "tcp/tcb.h"

/* RACK needs the peer's reports. */
static inline bool
tcp_rack_runs (const struct tcb *tcb)
{
  return tcb->config.rack && tcb->sack_ok;
}

/* An acceptable ACK begins to be taken: what the two functions below say belongs to it. */
void tcp_rack_begin (struct tcb *tcb, const struct segment *segment);

/* It delivers this segment of the queue, which was neither acknowledged nor reported before. */
void tcp_rack_delivered (struct tcb *tcb, const struct sent_segment *segment, vtime now);

/* It acknowledges all before this number, which is still in the queue. */
void tcp_rack_acknowledged (struct tcb *tcb, uint32_t ack, vtime now);

/* It is taken: RACK's variables follow, losses are marked, and recovery begins if there are any or the timer is set if
 * there may be (§6.2 steps 2 to 5). left_recovery: it ended one. True when more is lost than was known. */
bool tcp_rack_take (struct tcb *tcb, bool left_recovery, struct tcp_step *step);

/* The retransmission timer expired: marks the first segment, and what has been out for long (§6.3). */
void tcp_rack_mark_at_timeout (struct tcb *tcb, vtime now);

/* The reordering timer expired: looks again. */
void tcp_reordering_timeout (struct tcb *tcb, struct tcp_step *step);
