/* What a call of the program can fail with, and why a connection ended: RFC 9293's errors under POSIX's names. */
#pragma once

enum tcp_error
{
  TCP_OK = 0,
  TCP_ERROR_NO_CONNECTION = -1,      /* ENOTCONN: "connection does not exist" */
  TCP_ERROR_EXISTS = -2,             /* EISCONN: "connection already exists" */
  TCP_ERROR_CLOSING = -3,            /* EPIPE: "connection closing" */
  TCP_ERROR_REMOTE_UNSPECIFIED = -4, /* EDESTADDRREQ */
  TCP_ERROR_NO_ROOM = -5,            /* EAGAIN: send buffer full, nothing to read, no connection to accept */
  TCP_ERROR_INVALID_PEER = -6,       /* EADDRNOTAVAIL; also an address that is not this host's, and no port left */
  TCP_ERROR_RESET = -7,              /* ECONNRESET */
  TCP_ERROR_REFUSED = -8,            /* ECONNREFUSED */
  TCP_ERROR_TIMED_OUT = -9,          /* ETIMEDOUT */
  TCP_ERROR_NO_MEMORY = -10,         /* ENOMEM; also TCP_STACK_SOCKETS_MAX */

  /* What the socket calls add */
  TCP_ERROR_BAD_SOCKET = -11,     /* EBADF: no such socket, or the program has closed it */
  TCP_ERROR_INVALID = -12,        /* EINVAL */
  TCP_ERROR_IN_PROGRESS = -13,    /* EINPROGRESS: the connection is being opened */
  TCP_ERROR_ALREADY = -14,        /* EALREADY: it still is */
  TCP_ERROR_ADDRESS_IN_USE = -15, /* EADDRINUSE */
  TCP_ERROR_NOT_SUPPORTED = -16,  /* EOPNOTSUPP: a listener does not connect; no Fast Open */
  TCP_ERROR_FAMILY = -17,         /* EAFNOSUPPORT: IPv6 where the host has IPv4, or the other way round */
  TCP_ERROR_UNKNOWN_NAME = -18,   /* ENOENT: no such congestion control */

  /* What ICMP reports, RFC 9293 §3.9.2.2: why an open failed, or a soft error */
  TCP_ERROR_NETWORK_UNREACHABLE = -20, /* ENETUNREACH */
  TCP_ERROR_HOST_UNREACHABLE = -21,    /* EHOSTUNREACH; also when a packet lived too short */
  TCP_ERROR_NO_PROTOCOL = -22,         /* ENOPROTOOPT: the host knows no TCP */
  TCP_ERROR_TOO_BIG = -23,             /* EMSGSIZE */
  TCP_ERROR_PROTOCOL = -24,            /* EPROTO: something is wrong with the IP header */
  TCP_ERROR_PROHIBITED = -25,          /* EACCES */
};

/* "ECONNREFUSED"; "OK" for TCP_OK; NULL when it is none of these. */
const char *tcp_error_name (enum tcp_error error);

/* The value of that name in this system's errno.h, positive; 0 for TCP_OK and for what is none of these. */
int tcp_error_errno (enum tcp_error error);
