/* TCP Fast Open (RFC 7413): text goes with a SYN and is used at once, when a cookie shows that its sender can receive
 * at the address it comes from.
 *
 *   active    the first SYN to a host asks for a cookie; the stack keeps what the SYN+ACK brings. A later SYN carries
 *             it, with text up to the MSS that the host had told. What the SYN+ACK leaves unacknowledged goes again as
 *             ordinary text. A SYN that is sent again has neither cookie nor text.
 *   passive   a SYN that asks, or whose cookie is not good, opens as ever and gets a cookie. Behind a good one the text
 *             is delivered and the connection can be accepted in SYN-RECEIVED. */
#pragma once

#include "tcp/tcb.h"

/* Of the cookies that we make. */
#define TCP_FAST_OPEN_COOKIE_OCTETS 8

/* What is known of a host from an earlier connection (§4.1.3). */
struct tcp_fast_open_memory
{
  uint32_t mss;   /* that it told */
  uint8_t length; /* of its cookie */
  uint8_t cookie[TCP_FAST_OPEN_COOKIE_MAX];
};

/* The cookie of a client (§4.1.2): nobody can make one without the secret. */
void tcp_fast_open_make_cookie (const struct ip_address *client, const uint64_t secret[2],
                                uint8_t cookie[static TCP_FAST_OPEN_COOKIE_OCTETS]);

/* A SYN is about to be sent: makes it ask, or carry the cookie and as many octets of the send buffer as have room,
 * which it returns. memory: NULL when the host is not known. */
uint32_t tcp_fast_open_prepare (struct tcb *tcb, const struct tcp_fast_open_memory *memory, vtime now);

/* Adds the option to a SYN. */
void tcp_fast_open_add (const struct tcb *tcb, struct segment *segment);

/* The peer's SYN answers ours: takes the cookie it may bring. */
void tcp_fast_open_learn (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Our SYN is acknowledged: text that went with it and lies beyond `ack` counts as not sent. */
void tcp_fast_open_take_back (struct tcb *tcb, uint32_t ack, struct tcp_step *step);
