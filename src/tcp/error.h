/* What a call of the program can fail with, and why a connection ended. */
#pragma once

enum tcp_error
{
  TCP_OK = 0,
  TCP_ERROR_NO_CONNECTION = -1,      /* ENOTCONN: "connection does not exist" */
  TCP_ERROR_EXISTS = -2,             /* EISCONN, EADDRINUSE */
  TCP_ERROR_CLOSING = -3,            /* EPIPE: "connection closing" */
  TCP_ERROR_REMOTE_UNSPECIFIED = -4, /* EDESTADDRREQ */
  TCP_ERROR_NO_ROOM = -5,            /* EAGAIN: send buffer full, nothing to read, no connection to accept */
  TCP_ERROR_INVALID_PEER = -6,       /* EADDRNOTAVAIL */
  TCP_ERROR_RESET = -7,              /* ECONNRESET */
  TCP_ERROR_REFUSED = -8,            /* ECONNREFUSED */
  TCP_ERROR_TIMED_OUT = -9,          /* ETIMEDOUT */
  TCP_ERROR_NO_MEMORY = -10,         /* ENOMEM */

  /* What ICMP reports, RFC 9293 §3.9.2.2: why an open failed, or a soft error */
  TCP_ERROR_NETWORK_UNREACHABLE = -20, /* ENETUNREACH */
  TCP_ERROR_HOST_UNREACHABLE = -21,    /* EHOSTUNREACH; also when a packet lived too short */
  TCP_ERROR_NO_PROTOCOL = -22,         /* ENOPROTOOPT: the host knows no TCP */
  TCP_ERROR_TOO_BIG = -23,             /* EMSGSIZE */
  TCP_ERROR_PROTOCOL = -24,            /* EPROTO: something is wrong with the IP header */
  TCP_ERROR_PROHIBITED = -25,          /* EACCES */
};
