/* SYN cookies (RFC 4987 §3.6): a listener answers a SYN and keeps nothing of it. What a connection needs comes back in
 * the ACK that ends the handshake:
 *
 *   ISS       5 bits of a counter of 64 seconds, 3 bits that name an MSS, 24 bits of a keyed hash of both ends, the
 *             peer's ISN, the counter and the MSS
 *   TSval     its lowest 6 bits, when the peer has timestamps: window scale (15 for none), SACK, ECN
 *
 * The ACK is recognized by its own number, so the segment that brings it must begin where the SYN ended: when the ACK
 * is lost and so is the first text, the second looks forged and the connection is reset. */
#pragma once

#include "tcp/tcb.h"

/* For so long at least a cookie is good, and for twice as long at most. */
#define TCP_SYN_COOKIE_PERIOD SEC (64)

enum tcp_syn_cookie_verdict
{
  TCP_SYN_COOKIE_GOOD,
  TCP_SYN_COOKIE_STALE,
  TCP_SYN_COOKIE_FORGED,
};

/* Answers a SYN in the name of a listener: <cookie, SEG.SEQ+1, SYN+ACK>. */
void tcp_syn_cookie_answer (struct tcb *listener, const struct segment *syn, struct tcp_step *step);

/* Judges the ACK of a segment that belongs to no connection. */
enum tcp_syn_cookie_verdict tcp_syn_cookie_judge (const struct tcb *listener, const struct segment *segment, vtime now);

/* Makes a fresh TCB the connection of a good cookie: SYN-RECEIVED, where the segment then arrives. */
void tcp_syn_cookie_open (struct tcb *child, const struct segment *segment, struct tcp_step *step);
