/* Making segments: what each kind of segment looks like, and the way out through the outlet. */
#pragma once

#include "tcp/tcb.h"

/* Reports and transmits a segment that belongs to no connection or whose fields are complete. */
void tcp_transmit_segment (const struct tcb *tcb, const struct segment *segment, enum tcp_reason reason,
                           struct tcp_step *step);

/* Sends numbers seq to seq + len of the connection: text from the send buffer, and the SYN and FIN in flags. With ACK
 * except for the SYN of SYN-SENT. Does not touch the queue of sent segments. */
void tcp_transmit_numbers (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, enum tcp_reason reason,
                           struct tcp_step *step);

/* The same for numbers that were never sent before. */
void tcp_transmit_new (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, enum tcp_reason reason,
                       struct tcp_step *step);

/* <SND.NXT, RCV.NXT, ACK> at once. */
void tcp_transmit_ack (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);

/* <SND.NXT-1, RCV.NXT, ACK>: a number that the peer has already, so that it must answer. No text (SHLD-12). */
void tcp_transmit_keepalive (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);

/* <seq, -, RST>. */
void tcp_transmit_reset (const struct tcb *tcb, uint32_t seq, enum tcp_reason reason, struct tcp_step *step);

/* The RST with which we end a connection: <SND.NXT, -, RST>, or with the ACK too where the configuration says so. */
void tcp_transmit_abort (const struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);

/* The RST that answers a segment for which there is no connection (RFC 9293 §3.10.7.1): <SEG.ACK, -, RST>, or
 * <0, SEG.SEQ + SEG.LEN, RST, ACK> when it has no ACK. tcb may be NULL. */
void tcp_transmit_reset_for (const struct tcb *tcb, const struct segment *segment, enum tcp_reason reason,
                             struct tcp_step *step);
