/* When to acknowledge (RFC 9293 §3.8.6.3, RFC 5681 §4.2, RFC 5961). */
#pragma once

#include "tcp/tcb.h"

/* An ACK is due for this reason; tcp_flush sends it unless something that carries it goes before. */
void tcp_ack_now (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);

/* In-order text of this length arrived: an ACK now for every second full segment, else within the delay. */
void tcp_ack_text (struct tcb *tcb, uint32_t length, struct tcp_step *step);

/* Text goes to the peer. Soon after text came from it, it is an answer: the programs take turns, so that ACKs that are
 * delayed find text to go with, and no more of them are quick. */
void tcp_ack_answered (struct tcb *tcb, vtime now);

/* The ACK that is being delayed, if there is one, goes with the next flush. */
void tcp_ack_delayed_now (struct tcb *tcb, struct tcp_step *step);

/* Sends the ACK that is due, if one is. */
void tcp_send_pending_ack (struct tcb *tcb, struct tcp_step *step);

/* Whether another answer to a segment without text may go in this period (RFC 5961 §7); counts it. */
bool tcp_challenge_allowed (struct tcb *tcb, struct tcp_step *step);

/* Sends a challenge ACK at once, within the limit. */
void tcp_challenge (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);
