/* The options of our segments, and what both SYNs agreed on (RFC 9293 §3.2, RFC 7323). */
#pragma once

#include "tcp/tcb.h"

/* The window scale shift that we announce. */
uint8_t tcp_options_shift (const struct tcp_config *config);

/* Both SYNs are known now: what both offer is in use from here on. options: the peer's. */
void tcp_options_agree (struct tcb *tcb, const struct tcp_options *options, vtime now);

/* Says what is in use. */
void tcp_options_report_agreed (struct tcb *tcb, struct tcp_step *step);

/* Octets of options in every segment but a SYN, ours as the peer's. SACK blocks come and go beside them. */
uint32_t tcp_options_overhead (const struct tcb *tcb);

/* Puts the options into a segment of ours that is complete but for them. */
void tcp_options_add (const struct tcb *tcb, struct segment *segment, vtime now);
