/* The timers that watch over the whole connection: user timeout (RFC 9293 §3.10.8) and the limit for an orphan in
 * FIN-WAIT-2. */
#pragma once

#include "tcp/tcb.h"

/* Something waits to be acknowledged: the user timeout runs from now if it does not already. */
void tcp_user_timeout_arm (struct tcb *tcb, struct tcp_step *step);

/* The peer acknowledged something new, or answered while its window is closed: the timeout starts again, or ends. */
void tcp_user_timeout_progress (struct tcb *tcb, struct tcp_step *step);

/* The program sets another timeout, 0 for none: what waits already has all of it from now on. */
void tcp_user_timeout_change (struct tcb *tcb, vtime timeout, struct tcp_step *step);

/* Starts the FIN-WAIT-2 timer when the state is FIN-WAIT-2 and nobody will read what may still come. */
void tcp_orphan_arm (struct tcb *tcb, struct tcp_step *step);
