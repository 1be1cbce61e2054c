/* Sockets: the calls. What a call means for TCP is the engine's (user-calls.c); here is what POSIX says about it. */
#include "tcp/socket.h"

#include "tcp/report.h"
#include "tcp/socket-private.h"

#include <limits.h>

struct socket *
socket_find (const struct tcp_stack *stack, int number)
{
  struct socket *socket = stack_find_number (stack, number);
  return socket != NULL && !socket->released ? socket : NULL;
}

enum tcp_error
socket_pending_error (const struct socket *socket)
{
  return socket->error_taken ? TCP_OK : socket->tcb.error;
}

enum tcp_error
socket_take_error (struct socket *socket)
{
  enum tcp_error error = socket_pending_error (socket);
  socket->error_taken = socket->error_taken || error != TCP_OK;
  return error;
}

/* A call that POSIX refuses before TCP is asked. */
static int
refuse (const struct socket *socket, enum tcp_reason reason, enum tcp_error error, struct tcp_step *step)
{
  tcp_report_call (&socket->tcb, reason, 0, step);
  return error;
}

static int
no_connection (const struct socket *socket, struct tcp_step *step)
{
  return refuse (socket, REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, step);
}

/* --- opening --- */

int
tcp_socket_new (struct tcp_stack *stack)
{
  struct endpoint unbound = { .address = stack->addresses[0] };
  struct socket *socket = stack_add_socket (stack, &unbound);
  return socket != NULL ? (int) socket->tcb.connection : TCP_ERROR_NO_MEMORY;
}

/* Whether an older socket keeps a new one from having its port. One that has ended keeps nothing. */
static bool
holds_port (const struct socket *holder, uint16_t port, bool reuse)
{
  const struct tcb *tcb = &holder->tcb;
  bool waits = tcb->state == TCP_LISTEN || !holder->opened;
  if (tcb->local.port != port || (tcb->state == TCP_CLOSED && holder->opened))
    return false;
  return waits || !reuse;
}

static bool
is_port_held (const struct tcp_stack *stack, uint16_t port, bool reuse)
{
  for (size_t i = 0; i < stack->length; i++)
    if (holds_port (stack->sockets[i], port, reuse))
      return true;
  return false;
}

/* Gives a socket its local port: that one, or for 0 any. */
static int
bind_to_port (struct tcp_stack *stack, struct socket *socket, uint16_t port)
{
  if (port == 0)
    port = stack_pick_port (stack);
  else if (is_port_held (stack, port, socket->reuse_address))
    return TCP_ERROR_ADDRESS_IN_USE;
  if (port == 0)
    return TCP_ERROR_INVALID_PEER;
  socket->tcb.local.port = port;
  stack_table_put (stack, socket);
  return TCP_OK;
}

int
tcp_socket_bind (struct tcp_stack *stack, int number, const struct endpoint *local)
{
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  if (socket->tcb.local.port != 0)
    return TCP_ERROR_INVALID;
  if (local->address.family != IP_NONE && stack_source_for (stack, &local->address).family == IP_NONE)
    return TCP_ERROR_FAMILY;
  if (local->address.family != IP_NONE && !stack_owns (stack, &local->address))
    return TCP_ERROR_INVALID_PEER;
  socket->address_chosen = local->address.family != IP_NONE;
  if (socket->address_chosen)
    socket->tcb.local.address = local->address;
  return bind_to_port (stack, socket, local->port);
}

int
tcp_socket_listen (struct tcp_stack *stack, int number, int backlog, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = socket_find (stack, number);
  unsigned most = backlog > 0 ? (unsigned) backlog : 1;
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  if (socket->tcb.state == TCP_LISTEN)
    {
      socket->backlog = most;
      return TCP_OK;
    }
  if (socket->tcb.state != TCP_CLOSED || socket->established)
    return refuse (socket, REASON_CALL_ERROR_EXISTS, TCP_ERROR_INVALID, &step);
  if (socket->opened && !stack_renew_socket (stack, socket))
    return TCP_ERROR_NO_MEMORY;
  int bound = socket->tcb.local.port == 0 ? bind_to_port (stack, socket, 0) : TCP_OK;
  if (bound == TCP_OK)
    stack_open_passive (stack, socket, most, &step);
  return bound;
}

int
tcp_socket_accept (struct tcp_stack *stack, int listener, struct endpoint *peer)
{
  struct socket *socket = socket_find (stack, listener);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  if (socket->tcb.state != TCP_LISTEN)
    return TCP_ERROR_INVALID;
  struct socket *child = stack_take_child (socket);
  if (child == NULL)
    return TCP_ERROR_NO_ROOM;
  if (peer != NULL)
    *peer = child->tcb.remote;
  return (int) child->tcb.connection;
}

/* What stands against connecting, by the state of the socket. */
static enum tcp_error
why_not_connect (const struct socket *socket)
{
  switch (socket->tcb.state)
    {
    case TCP_LISTEN:
      return TCP_ERROR_NOT_SUPPORTED;
    case TCP_SYN_SENT:
      return TCP_ERROR_ALREADY;
    case TCP_SYN_RECEIVED:
      return tcb_is_early (&socket->tcb) ? TCP_ERROR_EXISTS : TCP_ERROR_ALREADY;
    case TCP_CLOSED:
      return socket->established ? TCP_ERROR_EXISTS : TCP_OK;
    default:
      return TCP_ERROR_EXISTS;
    }
}

/* The socket gets ready for a new attempt: as new after a failed one, and bound. */
static int
prepare_to_connect (struct tcp_stack *stack, struct socket *socket, const struct endpoint *remote)
{
  if (socket->opened && !stack_renew_socket (stack, socket))
    return TCP_ERROR_NO_MEMORY;
  if (socket->tcb.local.port == 0)
    return bind_to_port (stack, socket, 0);
  bool taken = stack_find_connection (stack, &socket->tcb.local, remote) != NULL;
  return taken ? TCP_ERROR_ADDRESS_IN_USE : TCP_OK;
}

/* The local address, where the program left it open (MUST-44). False when none is of the peer's family. */
static bool
choose_address (const struct tcp_stack *stack, struct socket *socket, const struct ip_address *remote)
{
  if (!socket->address_chosen && stack_source_for (stack, remote).family != IP_NONE)
    socket->tcb.local.address = stack_source_for (stack, remote);
  return socket->tcb.local.address.family == remote->family;
}

/* length: of what goes along, and afterwards how much of it was taken. */
static int
connect_with (struct tcp_stack *stack, int number, const struct endpoint *remote, const void *octets, uint32_t *length,
              struct tcp_step *step)
{
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  int error = why_not_connect (socket);
  if (error != TCP_OK)
    return refuse (socket, REASON_CALL_ERROR_EXISTS, error, step);
  error = socket_take_error (socket);
  if (error != TCP_OK)
    return error;
  if (remote->address.family != IP_NONE && !choose_address (stack, socket, &remote->address))
    return TCP_ERROR_FAMILY;
  error = prepare_to_connect (stack, socket, remote);
  if (error != TCP_OK)
    return refuse (socket, error == TCP_ERROR_ADDRESS_IN_USE ? REASON_CALL_ERROR_EXISTS : REASON_CALL_ERROR_NO_ROOM,
                   error, step);
  *length = stack_fast_open_memory (stack, remote) != NULL ? *length : 0;
  error = stack_open_active (stack, socket, remote, octets, *length, step);
  *length = (uint32_t) socket->tcb.send_ring.length;
  return error == TCP_OK ? TCP_ERROR_IN_PROGRESS : error;
}

int
tcp_socket_connect (struct tcp_stack *stack, int socket, const struct endpoint *remote, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  uint32_t nothing = 0;
  return connect_with (stack, socket, remote, NULL, &nothing, &step);
}

int
tcp_socket_connect_send (struct tcp_stack *stack, int socket, const struct endpoint *remote, const void *octets,
                         uint32_t length, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  const struct socket *found = socket_find (stack, socket);
  if (found != NULL && !found->tcb.config.fast_open_client)
    return TCP_ERROR_NOT_SUPPORTED;
  int error = connect_with (stack, socket, remote, octets, &length, &step);
  return error == TCP_ERROR_IN_PROGRESS && length > 0 ? (int) length : error;
}

/* --- octets --- */

int
tcp_socket_send (struct tcp_stack *stack, int number, const void *octets, uint32_t length, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  enum tcp_error error = socket_take_error (socket);
  if (error != TCP_OK)
    return error;
  if (socket->tcb.state == TCP_LISTEN || !socket->opened)
    return no_connection (socket, &step);
  if (socket->tcb.state == TCP_CLOSED)
    return refuse (socket, REASON_CALL_ERROR_CLOSING, TCP_ERROR_CLOSING, &step);
  struct tcp_user_call call = {
    .kind = TCP_CALL_SEND,
    .octets = octets,
    .length = length < INT_MAX ? length : INT_MAX,
  };
  int result = tcp_call (&socket->tcb, &call, &step);
  stack_settle (stack, socket, &step);
  return result;
}

/* Nothing is there to be read. */
static int
receive_nothing (struct socket *socket, struct tcp_step *step)
{
  const struct tcb *tcb = &socket->tcb;
  enum tcp_error error = socket_take_error (socket);
  if (error != TCP_OK)
    return error;
  if (tcb->state == TCP_LISTEN || !socket->opened)
    return no_connection (socket, step);
  bool over = tcb->fin_received || tcb->reading_shut || tcb->state == TCP_CLOSED;
  return over ? 0 : TCP_ERROR_NO_ROOM;
}

int
tcp_socket_receive (struct tcp_stack *stack, int number, void *octets, uint32_t length, unsigned flags, vtime now,
                    event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = socket_find (stack, number);
  uint32_t most = length < INT_MAX ? length : INT_MAX;
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  if (socket->tcb.receive_ring.length == 0)
    return receive_nothing (socket, &step);
  if ((flags & TCP_RECEIVE_PEEK) != 0)
    return (int) byte_ring_peek (&socket->tcb.receive_ring, 0, octets, most);
  struct tcp_user_call call = { .kind = TCP_CALL_RECEIVE, .buffer = octets, .length = most };
  int result = tcp_call (&socket->tcb, &call, &step);
  stack_settle (stack, socket, &step);
  return result;
}

/* --- ending --- */

/* A listener has nothing to send, and stops listening when it may not read; the attempt to connect ends in any case. */
static int
shut_unconnected (struct tcp_stack *stack, struct socket *socket, enum tcp_shutdown how, struct tcp_step *step)
{
  if (socket->tcb.state == TCP_LISTEN && how == TCP_SHUTDOWN_WRITE)
    return TCP_OK;
  return stack_end_socket (stack, socket, TCP_CALL_SHUTDOWN, step);
}

int
tcp_socket_shutdown (struct tcp_stack *stack, int number, enum tcp_shutdown how, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  struct tcb *tcb = &socket->tcb;
  if (tcb->state == TCP_CLOSED)
    return no_connection (socket, &step);
  if (tcb->state == TCP_LISTEN || tcb->state == TCP_SYN_SENT)
    return shut_unconnected (stack, socket, how, &step);
  if (how != TCP_SHUTDOWN_WRITE)
    tcp_call (tcb, &(struct tcp_user_call){ .kind = TCP_CALL_SHUTDOWN_READ }, &step);
  if (how != TCP_SHUTDOWN_READ && !tcb->close_called)
    tcp_call (tcb, &(struct tcp_user_call){ .kind = TCP_CALL_SHUTDOWN }, &step);
  stack_settle (stack, socket, &step);
  return TCP_OK;
}

/* The program lets go. What is left of the connection is the stack's. */
static int
release (struct tcp_stack *stack, struct socket *socket, enum tcp_user_call_kind kind, struct tcp_step *step)
{
  socket->released = true;
  if (socket->tcb.state != TCP_CLOSED)
    stack_end_socket (stack, socket, kind, step);
  else
    stack_settle (stack, socket, step);
  return TCP_OK;
}

int
tcp_socket_close (struct tcp_stack *stack, int number, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  return release (stack, socket, socket->linger == 0 ? TCP_CALL_ABORT : TCP_CALL_CLOSE, &step);
}

int
tcp_socket_abort (struct tcp_stack *stack, int number, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  return release (stack, socket, TCP_CALL_ABORT, &step);
}

/* --- readiness --- */

/* The directions have ended, by the peer or by the program. */
static bool
is_read_over (const struct tcb *tcb)
{
  return tcb->fin_received || tcb->reading_shut;
}

unsigned
tcp_socket_poll (const struct tcp_stack *stack, int number)
{
  const struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_POLL_INVALID;
  const struct tcb *tcb = &socket->tcb;
  if (tcb->state == TCP_LISTEN)
    return stack_accept_queue (socket) > 0 ? TCP_POLL_IN : 0;
  unsigned bits = socket_pending_error (socket) != TCP_OK ? TCP_POLL_ERROR : 0;
  if (tcb->state == TCP_CLOSED && !socket->opened)
    return bits | TCP_POLL_OUT | TCP_POLL_HANG_UP;
  bool ended = tcb->state == TCP_CLOSED;
  bool read_over = ended || is_read_over (tcb);
  bool write_over = ended || tcb->close_called;
  bool opening = tcb->state == TCP_SYN_SENT || (tcb->state == TCP_SYN_RECEIVED && !tcb_is_early (tcb));
  if (read_over)
    bits |= TCP_POLL_IN | TCP_POLL_READ_HANG_UP;
  if (read_over && write_over)
    bits |= TCP_POLL_HANG_UP;
  if (tcb->receive_ring.length > 0)
    bits |= TCP_POLL_IN;
  if (!opening && (write_over || byte_ring_space (&tcb->send_ring) > 0))
    bits |= TCP_POLL_OUT;
  return bits;
}
