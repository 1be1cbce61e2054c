/* The program's side of a stack as BSD sockets have it.
 *
 * A socket is a small positive number, never used twice by one stack; it is also the `connection` of the events. No
 * call waits: what would block fails with TCP_ERROR_NO_ROOM (EAGAIN) or TCP_ERROR_IN_PROGRESS (EINPROGRESS). Functions
 * that return an int return a value < 0 of enum tcp_error on failure; error.h has POSIX's name and number for each.
 * `now` and `cause` are as in stack.h. Where systems differ, this is what is done here:
 *
 *   made            unbound and CLOSED. Options can be set at once, and children of a listener take over what was set
 *                   for it. It polls as HUP and OUT, as on Linux.
 *   why it failed   a connection that ends badly leaves a pending error. The next send, receive, connect or
 *                   TCP_SO_ERROR returns it, once. After that receive returns 0 and send fails with TCP_ERROR_CLOSING
 *                   (EPIPE). What a RST finds unread is lost (RFC 9293 §3.10.7.4, second check), or with
 *                   unread_survives read first, and the error comes after it.
 *   connect again   fails with TCP_ERROR_ALREADY while the handshake is under way, with TCP_ERROR_EXISTS (EISCONN) once
 *                   there is, or has been, a connection. After a failed attempt it starts a new one.
 *   send early      octets that are sent during the handshake are queued (RFC 9293 §3.10.2).
 *   close           the number is the program's no more: further calls fail with TCP_ERROR_BAD_SOCKET (EBADF). The
 *                   connection goes on by itself, can be looked at by its number until it is CLOSED, and is then
 *                   forgotten. With octets unread, or with a linger time of 0, it is a reset.
 *   listener        its children are given out in the order in which they were opened. A child that is reset before
 *                   that is never given out. When the listener is closed, the children that it still has are reset. */
#pragma once

#include "tcp/config.h"
#include "tcp/error.h"
#include "wire/address.h"

#include "base/event-id.h"
#include "base/vtime.h"

struct tcp_stack;

/* --- opening --- */

/* A new socket, or TCP_ERROR_NO_MEMORY. It takes the stack's configuration as it is now. */
int tcp_socket_new (struct tcp_stack *stack);

/* Gives it its local end, once. An unspecified address is the host's, port 0 is any free one from 49152 up.
 * TCP_ERROR_ADDRESS_IN_USE: another socket has the port; with TCP_SO_REUSE_ADDRESS only one that is not connected
 * counts. TCP_ERROR_INVALID_PEER: not an address of this host. TCP_ERROR_INVALID: it has one. */
int tcp_socket_bind (struct tcp_stack *stack, int socket, const struct endpoint *local);

/* Waits for connections, at a free port when it has none. backlog: how many may be half open, and how many opened and
 * not accepted; at least 1. On a listener it changes the backlog. */
int tcp_socket_listen (struct tcp_stack *stack, int socket, int backlog, vtime now, event_id cause);

/* The next connection of a listener, TCP_ERROR_NO_ROOM when none waits, TCP_ERROR_INVALID when it does not listen.
 * peer: its other end; may be NULL. */
int tcp_socket_accept (struct tcp_stack *stack, int listener, struct endpoint *peer);

/* Sends a SYN and returns TCP_ERROR_IN_PROGRESS. When the socket polls as OUT the attempt is over: TCP_SO_ERROR tells
 * how. TCP_ERROR_ADDRESS_IN_USE: this host has a connection with the same ends. */
int tcp_socket_connect (struct tcp_stack *stack, int socket, const struct endpoint *remote, vtime now, event_id cause);

/* Connects and sends in one call, as sendto with MSG_FASTOPEN does (RFC 7413): where the remote's cookie is known the
 * octets go with the SYN, as many as it has room for and the others after the handshake. Returns how many were taken.
 * Where it is not known none are, and the SYN asks for it: TCP_ERROR_IN_PROGRESS. TCP_ERROR_NOT_SUPPORTED: the
 * configuration does without Fast Open, or the socket listens. */
int tcp_socket_connect_send (struct tcp_stack *stack, int socket, const struct endpoint *remote, const void *octets,
                             uint32_t length, vtime now, event_id cause);

/* --- octets --- */

/* Returns how many octets were taken, fewer than asked when the buffer is full. */
int tcp_socket_send (struct tcp_stack *stack, int socket, const void *octets, uint32_t length, vtime now,
                     event_id cause);

/* Flags of receive. */
#define TCP_RECEIVE_PEEK 0x02 /* the octets stay, and the window is as it was */

/* Returns how many octets were copied (octets may be NULL to throw them away), 0 at the end of data. */
int tcp_socket_receive (struct tcp_stack *stack, int socket, void *octets, uint32_t length, unsigned flags, vtime now,
                        event_id cause);

/* --- ending --- */

enum tcp_shutdown
{
  TCP_SHUTDOWN_READ,  /* what is unread, and what still arrives, is thrown away; the peer does not notice */
  TCP_SHUTDOWN_WRITE, /* a FIN follows what was sent */
  TCP_SHUTDOWN_BOTH,
};

/* A second time it does nothing. TCP_ERROR_NO_CONNECTION: there is none, or no more. In SYN-SENT it ends the attempt; a
 * listener that stops reading stops listening. */
int tcp_socket_shutdown (struct tcp_stack *stack, int socket, enum tcp_shutdown how, vtime now, event_id cause);

/* Ends both directions as TCP_SO_LINGER has it. */
int tcp_socket_close (struct tcp_stack *stack, int socket, vtime now, event_id cause);

/* Ends the connection by a RST, whatever linger says; the number is then gone as after close. */
int tcp_socket_abort (struct tcp_stack *stack, int socket, vtime now, event_id cause);

/* --- readiness --- */

/* Bits with the values that Linux's poll has for them. */
enum tcp_poll
{
  TCP_POLL_IN = 0x001,            /* receive, or accept, would not fail with EAGAIN */
  TCP_POLL_OUT = 0x004,           /* nor would send */
  TCP_POLL_ERROR = 0x008,         /* an error is pending */
  TCP_POLL_HANG_UP = 0x010,       /* both directions have ended, or there is no connection */
  TCP_POLL_INVALID = 0x020,       /* no such socket */
  TCP_POLL_READ_HANG_UP = 0x2000, /* the peer's direction has ended */
};

/* What holds of the socket now. Nothing changes. */
unsigned tcp_socket_poll (const struct tcp_stack *stack, int socket);

/* --- options --- */

/* Switches are 0 or 1, times are vtime (nanoseconds), sizes are octets. */
enum tcp_socket_option
{
  TCP_SO_ERROR,              /* reading it gives and forgets the pending error, or else the soft one (MUST-47) */
  TCP_SO_ACCEPTING,          /* read only: it listens */
  TCP_SO_REUSE_ADDRESS,      /* switch, for bind */
  TCP_SO_LINGER,             /* time; TCP_LINGER_OFF, 0: close is a reset; above: as off, since no call waits */
  TCP_SO_SEND_BUFFER,        /* never below what it holds */
  TCP_SO_RECEIVE_BUFFER,     /* never below what it holds and was promised to the peer (SHLD-14) */
  TCP_SO_KEEPALIVE,          /* switch (MUST-24) */
  TCP_SO_KEEPALIVE_IDLE,     /* time */
  TCP_SO_KEEPALIVE_INTERVAL, /* time */
  TCP_SO_KEEPALIVE_COUNT,    /* probes, 2 to 255 (MUST-29) */
  TCP_SO_MAXSEG,             /* before opening: the most we announce and send; afterwards it can only be read */
  TCP_SO_NODELAY,            /* switch: no Nagle; switching it on sends what waits, even for the cork */
  TCP_SO_CORK,               /* switch: nothing but full segments; switching it off sends what waits */
  TCP_SO_QUICKACK,           /* switch: the next ACKs are not delayed; on sends the one that waits. Not for ever: as on
                                Linux, so many ACKs, and until text is sent in answer to text */
  TCP_SO_USER_TIMEOUT,       /* time; 0 = none; the peer cannot change it any more (RFC 5482) */
  TCP_SO_CONGESTION,         /* enum tcp_congestion_name */
};

#define TCP_SOCKET_OPTIONS 16

/* TCP_SO_LINGER: close goes on in the background. */
#define TCP_LINGER_OFF (-1)

/* TCP_ERROR_INVALID: out of range, or not to be set (now). */
int tcp_socket_set (struct tcp_stack *stack, int socket, enum tcp_socket_option option, int64_t value, vtime now,
                    event_id cause);
int tcp_socket_get (struct tcp_stack *stack, int socket, enum tcp_socket_option option, int64_t *value);

/* Congestion control by name, "reno" or "cubic": TCP_ERROR_UNKNOWN_NAME (ENOENT) for another. NULL when the socket is
 * unknown. */
int tcp_socket_set_congestion (struct tcp_stack *stack, int socket, const char *name, vtime now, event_id cause);
const char *tcp_socket_congestion (const struct tcp_stack *stack, int socket);
