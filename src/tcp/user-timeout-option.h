/* The user timeout option (RFC 5482): each side tells the other for how long its text may stay unacknowledged, and
 * takes what it is told as advice.
 *
 *   ADV_UTO        what we tell: user_timeout as it was when the connection was opened; 0 is not told
 *   USER_TIMEOUT   tcb->config.user_timeout
 *
 * The option goes with every SYN and once more with the first segment after it: what a SYN says may be lost with a SYN
 * cookie (§3). */
#pragma once

#include "tcp/tcb.h"

/* A connection is being opened: fixes ADV_UTO. */
void tcp_uto_open (struct tcb *tcb);

/* Adds the option to a segment that is complete but for it, where it is due and has room. */
void tcp_uto_add (const struct tcb *tcb, struct segment *segment);

/* Octets that the next segment leaves to it. */
uint32_t tcp_uto_reserve (const struct tcb *tcb);

/* A segment was sent that may have it. */
void tcp_uto_told (struct tcb *tcb, const struct segment *segment);

/* Takes the peer's advice from a segment that is acceptable (§3.1). */
void tcp_uto_take (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);
