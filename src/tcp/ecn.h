/* Explicit congestion notification (RFC 3168 §6.1): routers mark packets instead of dropping them, the receiver echoes
 * the mark (ECE), the sender reacts as to a loss and says so (CWR). */
#pragma once

#include "tcp/tcb.h"

/* The peer's SYN, or the answer to ours: ECN is used when both sides said so (§6.1.1). */
void tcp_ecn_agree (struct tcb *tcb, const struct segment *syn);

/* The peer's SYN came again: one without ECN takes the offer back. */
void tcp_ecn_repeated_syn (struct tcb *tcb, const struct segment *syn);

/* Gives a segment its ECN flags, and ECT(0) when it brings new text: not when that is sent again, and not to SYN, pure
 * ACKs and probes (§6.1.4 to §6.1.6). */
void tcp_ecn_mark (struct tcb *tcb, struct segment *segment, bool fresh);

/* Text arrived within the window: takes the router's mark and the peer's CWR (§6.1.3). */
void tcp_ecn_take_mark (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* An acceptable ACK arrived: reacts to its ECE once for each window (§6.1.2), and sets step->congestion_echo. */
void tcp_ecn_take_echo (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* The RTO timer expired: what an echo held back may go. */
void tcp_ecn_release (struct tcb *tcb, struct tcp_step *step);

/* cwnd fell because of a loss: that answers all echoes of this window too. */
void tcp_ecn_reduced (struct tcb *tcb);
