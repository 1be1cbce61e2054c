/* The edges of the state diagram, for whoever watches a connection: the engine's tests and the random worlds. */
#pragma once

#include "tcp/state.h"

#include <stdbool.h>
#include <stdint.h>

/* An edge of the state diagram, RFC 9293 figure 5, with what §3.10 adds. */
static inline bool
is_allowed_edge (enum tcp_state before, enum tcp_state after)
{
  static const uint16_t allowed[TCP_STATE_COUNT] = {
    [TCP_CLOSED] = 1 << TCP_LISTEN | 1 << TCP_SYN_SENT,
    [TCP_LISTEN] = 1 << TCP_SYN_SENT | 1 << TCP_SYN_RECEIVED | 1 << TCP_CLOSED,
    [TCP_SYN_SENT] = 1 << TCP_SYN_RECEIVED | 1 << TCP_ESTABLISHED | 1 << TCP_CLOSED,
    [TCP_SYN_RECEIVED] = 1 << TCP_ESTABLISHED | 1 << TCP_FIN_WAIT_1 | 1 << TCP_LISTEN | 1 << TCP_CLOSED,
    [TCP_ESTABLISHED] = 1 << TCP_FIN_WAIT_1 | 1 << TCP_CLOSE_WAIT | 1 << TCP_CLOSED,
    [TCP_FIN_WAIT_1] = 1 << TCP_FIN_WAIT_2 | 1 << TCP_CLOSING | 1 << TCP_TIME_WAIT | 1 << TCP_CLOSED,
    [TCP_FIN_WAIT_2] = 1 << TCP_TIME_WAIT | 1 << TCP_CLOSED,
    [TCP_CLOSE_WAIT] = 1 << TCP_LAST_ACK | 1 << TCP_CLOSED,
    [TCP_CLOSING] = 1 << TCP_TIME_WAIT | 1 << TCP_CLOSED,
    [TCP_LAST_ACK] = 1 << TCP_CLOSED,
    [TCP_TIME_WAIT] = 1 << TCP_CLOSED,
  };

  return (allowed[before] >> after & 1) != 0;
}
