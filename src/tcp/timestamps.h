/* Timestamps: the clock, TS.Recent, the round trip that an echo measures (RFC 7323 §3 to §5). */
#pragma once

#include "tcp/tcb.h"

/* TSval of a segment that leaves now. */
uint32_t tcp_timestamps_now (const struct tcp_config *config, vtime now);

/* Takes the TSval of an acceptable segment into TS.Recent when it is the one to echo (RFC 7323 §4.3). */
void tcp_timestamps_note (struct tcb *tcb, const struct segment *segment, vtime now);

/* The round-trip time that the TSecr of an ACK of something new tells; negative when it can tell none. */
vtime tcp_timestamps_round_trip (const struct tcb *tcb, const struct segment *segment, vtime now);

/* How many such measurements a round trip brings with so much outstanding (RFC 7323 appendix G). */
uint32_t tcp_timestamps_samples (const struct tcb *tcb, uint32_t flight);
