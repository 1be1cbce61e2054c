/* What the page of the timers says in words. */
#pragma once

#include "trace/trace.h"

/* What a timer runs for: "for the FIN, seq 601". Free with g_free. */
char *hs_timer_purpose (const struct tcp_vars *vars, enum tcp_timer timer);

/* How long it was set to, and for the RTO how often it was doubled. Free with g_free. */
char *hs_timer_length (const struct tcp_vars *vars, enum tcp_timer timer);

/* Time left, to the ms near the end, coarser before. Free with g_free. */
char *hs_timer_left (vtime left);

/* Whom a host without a timer waits for, one sentence. Free with g_free. */
char *hs_timer_wait_sentence (const struct trace *trace, unsigned host, event_id event);
