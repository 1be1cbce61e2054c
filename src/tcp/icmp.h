/* What a connection makes of an ICMP error about one of its segments (RFC 9293 §3.9.2.2).
 *
 * Anyone can send such a message, so it counts only when it quotes a number that is outstanding (RFC 5927 §4.1). A hard
 * error ends a connection that is still being opened; once it is open, hard errors are taken for soft ones (RFC 5927
 * §5.2) unless the configuration says otherwise. Soft errors are reported and nothing else (MUST-56). */
#pragma once

#include "tcp/tcb.h"
#include "wire/icmp.h"

/* The error quotes a segment of this connection, which is neither CLOSED nor LISTEN. */
void tcp_icmp_error (struct tcb *tcb, const struct icmp_error *error, struct tcp_step *step);
