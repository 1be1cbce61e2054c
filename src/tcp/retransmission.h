/* The retransmission timeout (RFC 6298) and sending again. */
#pragma once

#include "tcp/tcb.h"

/* A round-trip time was measured, one of so many in this round trip: SRTT, RTTVAR and RTO follow, the backoff ends
 * (RFC 6298 §2, RFC 7323 appendix G). */
void tcp_rto_sample (struct tcp_rtt *rtt, vtime sample, uint32_t samples, const struct tcp_config *config);

/* The round trip of a segment whose timer expired too early: SRTT and RTTVAR are at least what it makes of them, and
 * the backoff ends (RFC 4015 §3 step 9). */
void tcp_rto_adapt (struct tcp_rtt *rtt, vtime sample, const struct tcp_config *config);

/* RTO is again what SRTT and RTTVAR say. Only after a first measurement. */
void tcp_rto_end_backoff (struct tcp_rtt *rtt, const struct tcp_config *config);

/* The timer expired: the RTO doubles up to its cap (RFC 6298 §5.5). */
void tcp_rto_back_off (struct tcp_rtt *rtt, const struct tcp_config *config);

/* The RTO begins now, whichever timer runs. */
void tcp_rto_note_due (struct tcb *tcb, vtime now);

/* The retransmission timer runs from now, for the RTO and the configured slack, in place of those of RACK and TLP. */
void tcp_rto_start (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);

/* Something is outstanding: the timer runs from now if it does not already (RFC 6298 §5.1), in place of those that
 * wait for a chance to send. */
void tcp_rto_arm (struct tcb *tcb, struct tcp_step *step);

/* Notes that a new segment goes out: queues it and times it. False when there is no memory: then it must not go out. */
bool tcp_note_sent (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, struct tcp_step *step);

/* Cuts a queued segment to what goes into one packet now, and returns its first part. */
struct sent_segment *tcp_cut_to_size (struct tcb *tcb, struct sent_segment *segment);

/* Sends a queued segment again, as much of it as one packet carries; by Karn's rule nothing is timed until new text
 * goes out. */
void tcp_retransmit (struct tcb *tcb, struct sent_segment *segment, enum tcp_reason reason, struct tcp_step *step);

/* Sends again, as cwnd permits, what a timeout took for lost or what was too big. */
void tcp_retransmit_lost (struct tcb *tcb, struct tcp_step *step);

/* The retransmission timer expired: gives up after R2, else sends the oldest segment again (RFC 9293 §3.8.1, §3.8.3).
 */
void tcp_retransmission_timeout (struct tcb *tcb, struct tcp_step *step);

/* Ends the connection because nothing came back for too long, and tells the program if it knows of it. */
void tcp_give_up (struct tcb *tcb, struct tcp_step *step);
