/* The eleven states of RFC 9293 §3.3.2. */
#pragma once

enum tcp_state
{
  TCP_CLOSED,
  TCP_LISTEN,
  TCP_SYN_SENT,
  TCP_SYN_RECEIVED,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT_1,
  TCP_FIN_WAIT_2,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_LAST_ACK,
  TCP_TIME_WAIT,
};

#define TCP_STATE_COUNT 11

/* As RFC 9293 writes it: "SYN-RECEIVED". */
const char *tcp_state_name (enum tcp_state state);
