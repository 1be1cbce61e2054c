/* How long a connection had something to send, and what held it up meanwhile (RFC 4898, the times
 * tcpEStatsPerfSndLimTime…; busy_time, rwnd_limited and sndbuf_limited of Linux). */
#pragma once

#include "tcp/tcb.h"

/* This is the limit from now on. */
void tcp_send_limit_is (struct tcp_send_limits *limits, enum tcp_send_limit limit, vtime now);

/* How long it was so far. */
vtime tcp_send_limit_time (const struct tcp_send_limits *limits, enum tcp_send_limit limit, vtime now);
