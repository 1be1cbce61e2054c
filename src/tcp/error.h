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
};
