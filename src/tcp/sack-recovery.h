/* The sending half of SACK: the scoreboard, what is thought to be in the network, what to send next (RFC 6675). */
#pragma once

#include "tcp/tcb.h"

/* Losses are being repaired by the peer's reports: as RFC 6675 says, or as RACK does (rack.h). */
static inline bool
tcp_sack_recovers (const struct tcb *tcb)
{
  return tcb->sack_ok && tcb->congestion.phase == TCP_FAST_RECOVERY;
}

/* Update (): takes the SACK option of an acceptable ACK. True when it tells of something new above SEG.ACK. Segments
 * that a block covers in part stay unmarked: the peer will report them whole. */
bool tcp_sack_take (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* SetPipe (): octets that are thought to be in the network; without SACK all that is outstanding and not lost. */
uint32_t tcp_pipe (const struct tcb *tcb);

/* RFC 9937, in recovery: delivered octets reached the peer by what an ACK told. safe: SND.UNA moved on, and no further
 * loss shows. */
void tcp_sack_pace (struct tcb *tcb, uint32_t delivered, bool safe, struct tcp_step *step);

/* IsLost (SND.UNA). */
bool tcp_sack_front_is_lost (const struct tcb *tcb);

/* Recovery begins with sending the first unacknowledged segment again. */
void tcp_sack_start (struct tcb *tcb);

/* NextSeg (), rule 1: sends the next segment again that is lost. False when there is none. */
bool tcp_sack_send_lost (struct tcb *tcb, struct tcp_step *step);

/* NextSeg (), rules 3 and 4: sends a segment again that may be lost, or once the last one. False when there is none. */
bool tcp_sack_send_other (struct tcb *tcb, struct tcp_step *step);

/* The peer took back what it reported: it counts no more (RFC 2018 §8). */
void tcp_sack_forget (struct tcb *tcb, struct tcp_step *step);
