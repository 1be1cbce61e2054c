/* The path MTU: the largest packet that reaches the peer in one piece (RFC 9293 §3.7.2, RFC 1191, RFC 8201).
 *
 * Routers tell of it when a packet was too big. What they tell is checked (RFC 5927 §7.2), makes segments smaller, has
 * what was too big sent again at once, and is no sign of congestion. Where no router tells, repeated timeouts of large
 * segments do: the path is then taken for a black hole (RFC 4821 §7.7, RFC 8899 §4.3), and mtu-probe.h searches from a
 * safe size upward. What was learned counts for all connections to the destination and is forgotten when it is old. */
#pragma once

#include "tcp/tcb.h"
#include "wire/icmp.h"

/* The connection has got its other end: begins with what is known of the path. */
void tcp_path_mtu_begin (struct tcb *tcb, const struct tcp_step *step);

/* Tells of that, when it is less than the interface carries. */
void tcp_path_mtu_report_known (const struct tcb *tcb, struct tcp_step *step);

/* A router could not pass on a packet of this connection. */
void tcp_path_mtu_too_big (struct tcb *tcb, const struct icmp_error *error, struct tcp_step *step);

/* Before something is sent: takes what other connections learned, and doubts what is old. */
void tcp_path_mtu_refresh (struct tcb *tcb, struct tcp_step *step);

/* The retransmission timer expired for text: is the path a black hole for packets of this size? */
void tcp_path_mtu_timeout (struct tcb *tcb, struct tcp_step *step);

/* Sets the PMTU and what follows from it. */
void tcp_path_mtu_set (struct tcb *tcb, uint32_t mtu);

/* Keeps the PMTU for the destination, as long as the connection's own may be believed. */
void tcp_path_mtu_remember (struct tcb *tcb, struct tcp_step *step);

/* Sends this segment again in smaller pieces with the next of that kind: it was too big, which is no congestion. */
void tcp_path_mtu_mark_too_big (struct tcb *tcb, struct sent_segment *segment);
