/* The receiving half: reassembly, the receive window, RECEIVE. */
#pragma once

#include "tcp/tcb.h"

/* The window of a SYN: what fits the header unscaled (RFC 7323 §2.2). */
uint32_t tcp_receive_first_window (const struct tcb *tcb);

/* RCV.WND as the header's 16 bits have it: scaled, but not in a SYN. */
uint16_t tcp_receive_window_field (const struct tcb *tcb, bool syn);

/* How much of RCV.WND the peer sees in segments that are no SYN: what scaling leaves of it. */
uint32_t tcp_receive_window_told (const struct tcb *tcb);

/* The handshake is over: the window opens to the whole buffer, as far as the header can tell of it. */
void tcp_receive_open (struct tcb *tcb);

/* Keeps text, and a FIN after it, that cannot be delivered yet; false when there are too many holes. segment must lie
 * within the window. */
bool tcp_receive_hold (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Delivers octets of the text that came with a SYN, which has room for them, before the handshake is done. */
void tcp_receive_early (struct tcb *tcb, const struct segment *segment, uint32_t octets, struct tcp_step *step);

/* Takes text that lies within the window: delivers what is in order, holds what is early, and asks for the ACK that
 * each needs (RFC 9293 §3.10.7.4, seventh step). */
void tcp_receive_text (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Delivers held text that has become the next: after a gap was filled, and when ESTABLISHED is reached. */
uint32_t tcp_receive_held (struct tcb *tcb);

/* Octets that are in order now reach the program, or nobody when it reads no more. */
void tcp_receive_deliver (struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step);

/* RECEIVE: copies and removes up to length octets (octets may be NULL). */
uint32_t tcp_receive_read (struct tcb *tcb, void *octets, uint32_t length);

/* After reading: moves the right edge when that is worth it (RFC 9293 §3.8.6.2.2), and asks for an ACK when the peer
 * should know at once. */
void tcp_receive_offer (struct tcb *tcb, struct tcp_step *step);
