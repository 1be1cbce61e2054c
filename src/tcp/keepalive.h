/* Keep-alive (RFC 9293 §3.8.4): asks a silent peer whether it is there, and gives up when it never answers.
 *
 * One timer for the whole connection. It is not restarted for each segment that arrives: when it expires it looks at
 * when the peer was last heard, and waits for the rest. */
#pragma once

#include "tcp/tcb.h"

/* ESTABLISHED, or switched on later: begins to watch, when it is on. */
void tcp_keepalive_arm (struct tcb *tcb, struct tcp_step *step);

/* The program switches it on or off (MUST-24). */
void tcp_keepalive_switch (struct tcb *tcb, bool on, struct tcp_step *step);

/* The idle time has changed: the wait for the first probe counts from when the peer was last heard. */
void tcp_keepalive_retime (struct tcb *tcb, struct tcp_step *step);

/* An acceptable ACK arrived: it answers the probes that are out. */
void tcp_keepalive_heard (struct tcb *tcb, struct tcp_step *step);

/* The timer expired: probes, waits on, or gives up. */
void tcp_keepalive_timeout (struct tcb *tcb, struct tcp_step *step);
