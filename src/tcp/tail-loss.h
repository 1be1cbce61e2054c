/* Tail loss probes (RFC 8985 §7): when nothing comes back for two round trips, one segment more asks for an answer, so
 * that RACK finds a lost tail and the RTO need not. */
#pragma once

#include "tcp/tcb.h"

/* Whether a probe may be scheduled now: something is outstanding, no loss is being repaired or likely, and the last
 * probe has been answered (§7.2, §7.3). */
bool tcp_tail_loss_may_probe (const struct tcb *tcb);

/* TLP_calc_PTO (): the PTO timer runs from now in place of the RTO timer. It has no effect when no probe may be sent.
 */
void tcp_tail_loss_schedule (struct tcb *tcb, struct tcp_step *step);

/* The PTO timer expired: sends a probe, and the RTO timer runs again (§7.3). */
void tcp_tail_loss_timeout (struct tcb *tcb, struct tcp_step *step);

/* TLP_process_ack (): an acceptable ACK arrived, which is not taken yet (§7.4.2). */
void tcp_tail_loss_take_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* A recovery begins: it is no matter of the probe any more (§7.1). */
void tcp_tail_loss_end (struct tcb *tcb, struct tcp_step *step);
