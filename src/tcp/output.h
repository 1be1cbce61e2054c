/* What may go out: segmentizing, the windows, Nagle, silly windows, probes (RFC 9293 §3.7.4, §3.8.6). */
#pragma once

#include "tcp/tcb.h"

/* Sends all that may go now, and starts what waits for the rest: the persist or the SWS override timer. */
void tcp_output (struct tcb *tcb, struct tcp_step *step);

/* Something may have become sendable: tcp_flush will see, in the name of this step. */
void tcp_output_later (struct tcb *tcb, struct tcp_step *step);

/* Sends what waits since an earlier step, in that step's name, before a new one adds to it. */
void tcp_output_waiting (struct tcb *tcb, struct tcp_step *step);

/* Sends the next new segment as a tail loss probe, whatever cwnd and Nagle say (RFC 8985 §7.3). False when there is
 * none, or no room at the peer. */
bool tcp_output_probe (struct tcb *tcb, struct tcp_step *step);

/* The SWS override timer expired: what fits goes, however small. */
void tcp_output_override (struct tcb *tcb, struct tcp_step *step);

/* The persist timer, which ran for so long, expired: probes the window and waits twice as long. */
void tcp_persist_timeout (struct tcb *tcb, vtime duration, struct tcp_step *step);
