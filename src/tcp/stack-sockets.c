#include "tcp/stack-sockets.h"

#include "tcp/isn.h"
#include "tcp/timers.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define EPHEMERAL_PORTS (65536 - STACK_FIRST_EPHEMERAL_PORT)

/* How far above the numbers of a connection in TIME-WAIT a new one begins. */
#define ABOVE_TIME_WAIT 1000

struct tcp_step
stack_step (struct tcp_stack *stack, vtime now, event_id cause)
{
  stack->outlet.ttl = stack->config.ttl;
  return (struct tcp_step){ .now = now, .cause = cause, .outlet = &stack->outlet };
}

static bool
make_room (struct tcp_stack *stack)
{
  if (stack->length < stack->capacity)
    return true;
  if (stack->length >= TCP_STACK_SOCKETS_MAX)
    return false;
  size_t capacity = stack->capacity == 0 ? 8 : stack->capacity * 2;
  struct socket **sockets = realloc (stack->sockets, capacity * sizeof *sockets);
  if (sockets == NULL)
    return false;
  stack->sockets = sockets;
  struct socket **heap = realloc (stack->heap, capacity * sizeof *heap);
  if (heap == NULL)
    return false;
  stack->heap = heap;
  stack->capacity = capacity;
  return true;
}

static struct socket *
add (struct tcp_stack *stack, const struct tcp_config *config, const struct endpoint *local)
{
  if (!make_room (stack))
    return NULL;
  struct socket *socket = malloc (sizeof *socket);
  if (socket == NULL)
    return NULL;
  *socket = (struct socket){ .deadline = VTIME_NEVER, .linger = TCP_LINGER_OFF };
  if (!tcb_init (&socket->tcb, (uint32_t) stack->next_number, config, local))
    {
      free (socket);
      return NULL;
    }
  stack->next_number++;
  stack->sockets[stack->length++] = socket;
  stack_table_put (stack, socket);
  return socket;
}

struct socket *
stack_add_socket (struct tcp_stack *stack, const struct endpoint *local)
{
  return add (stack, &stack->config, local);
}

struct socket *
stack_add_child (struct tcp_stack *stack, struct socket *listener, const struct endpoint *local)
{
  struct tcp_config config = stack->config;
  socket_inherit_options (listener, &config);
  struct socket *child = add (stack, &config, local);
  if (child == NULL)
    return NULL;
  child->opened = true;
  child->reuse_address = listener->reuse_address;
  child->linger = listener->linger;
  child->listener = listener;
  child->next_child = listener->children;
  listener->children = child;
  return child;
}

bool
stack_renew_socket (struct tcp_stack *stack, struct socket *socket)
{
  struct tcb fresh;
  if (!tcb_init (&fresh, socket->tcb.connection, &socket->tcb.config, &socket->tcb.local))
    return false;
  tcb_clear (&socket->tcb);
  socket->tcb = fresh;
  socket->opened = false;
  socket->error_taken = false;
  stack_touch (stack, socket);
  return true;
}

/* The index of a number, or where it would be. */
static size_t
index_of (const struct tcp_stack *stack, int number)
{
  size_t low = 0;
  size_t high = stack->length;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if ((int) stack->sockets[middle]->tcb.connection < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Its listener, which would hand it out, does not know it any more. */
static void
leave_listener (struct socket *child)
{
  if (child->listener == NULL)
    return;
  struct socket **link = &child->listener->children;
  while (*link != child)
    link = &(*link)->next_child;
  *link = child->next_child;
  child->listener = NULL;
  child->accepted = 0;
}

static void
forget_touch (struct tcp_stack *stack, struct socket *socket)
{
  if (!socket->touched)
    return;
  struct socket *before = NULL;
  struct socket **link = &stack->first_touched;
  for (; *link != socket; link = &before->next_touched)
    before = *link;
  *link = socket->next_touched;
  if (stack->last_touched == socket)
    stack->last_touched = before;
}

void
stack_remove_socket (struct tcp_stack *stack, struct socket *socket)
{
  size_t index = index_of (stack, (int) socket->tcb.connection);
  stack->length--;
  memmove (stack->sockets + index, stack->sockets + index + 1, (stack->length - index) * sizeof *stack->sockets);
  while (socket->children != NULL)
    leave_listener (socket->children);
  leave_listener (socket);
  forget_touch (stack, socket);
  stack_table_remove (socket);
  stack_deadline_set (stack, socket, VTIME_NEVER);
  tcb_clear (&socket->tcb);
  free (socket);
}

struct socket *
stack_find_number (const struct tcp_stack *stack, int number)
{
  size_t index = index_of (stack, number);
  bool found = index < stack->length && (int) stack->sockets[index]->tcb.connection == number;
  return found ? stack->sockets[index] : NULL;
}

struct socket *
stack_find_listener (const struct tcp_stack *stack, uint16_t port)
{
  struct socket *socket = stack_table_first (stack, port, NULL);
  while (socket != NULL && (socket->tcb.state != TCP_LISTEN || socket->tcb.local.port != port))
    socket = socket->next_in_chain;
  return socket;
}

static bool
has_ends (const struct socket *socket, const struct endpoint *local, const struct endpoint *remote)
{
  return endpoint_equal (&socket->tcb.local, local) && endpoint_equal (&socket->tcb.remote, remote);
}

struct socket *
stack_find_connection (const struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote)
{
  struct socket *socket = stack_table_first (stack, local->port, remote);
  for (; socket != NULL; socket = socket->next_in_chain)
    {
      bool connection = socket->tcb.state != TCP_CLOSED && socket->tcb.state != TCP_LISTEN;
      if (connection && has_ends (socket, local, remote))
        return socket;
    }
  return NULL;
}

struct socket *
stack_find_replaced (const struct tcp_stack *stack, const struct socket *newer)
{
  const struct tcb *tcb = &newer->tcb;
  struct socket *socket = stack_table_first (stack, tcb->local.port, &tcb->remote);
  for (; socket != NULL; socket = socket->next_in_chain)
    if (socket != newer && socket->tcb.state == TCP_TIME_WAIT && has_ends (socket, &tcb->local, &tcb->remote))
      return socket;
  return NULL;
}

static bool
port_is_free (const struct tcp_stack *stack, uint16_t port)
{
  for (size_t i = 0; i < stack->length; i++)
    if (stack->sockets[i]->tcb.local.port == port
        && (stack->sockets[i]->tcb.state != TCP_CLOSED || !stack->sockets[i]->opened))
      return false;
  return true;
}

uint16_t
stack_pick_port (struct tcp_stack *stack)
{
  for (unsigned tried = 0; tried < EPHEMERAL_PORTS; tried++)
    {
      uint16_t port = stack->next_port;
      stack->next_port = port == UINT16_MAX ? STACK_FIRST_EPHEMERAL_PORT : (uint16_t) (port + 1);
      if (port_is_free (stack, port))
        return port;
    }
  return 0;
}

/* The number of a TIME-WAIT connection between the same ends that the new one must lie above (MAY-2). */
static uint32_t
above_time_wait (const struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote,
                 uint32_t iss)
{
  struct socket *old = stack_find_connection (stack, local, remote);
  if (old == NULL || seq_gt (iss, old->tcb.snd_max))
    return iss;
  return old->tcb.snd_max + ABOVE_TIME_WAIT;
}

uint32_t
stack_pick_iss (struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote, vtime now)
{
  uint32_t iss;
  if (!stack->config.iss_fixed)
    iss = tcp_isn (local, remote, stack->config.iss_secret, now);
  else
    {
      if (stack->config.iss != stack->iss_base)
        stack->iss_count = 0;
      stack->iss_base = stack->config.iss;
      iss = stack->config.iss + stack->config.iss_step * stack->iss_count++;
    }
  return above_time_wait (stack, local, remote, iss);
}

void
stack_open_passive (struct tcp_stack *stack, struct socket *socket, unsigned backlog, struct tcp_step *step)
{
  socket->backlog = backlog;
  socket->opened = true;
  tcp_call (&socket->tcb, &(struct tcp_user_call){ .kind = TCP_CALL_OPEN }, step);
  stack_touch (stack, socket);
}

int
stack_open_active (struct tcp_stack *stack, struct socket *socket, const struct endpoint *remote, const void *octets,
                   uint32_t length, struct tcp_step *step)
{
  struct tcp_user_call call = {
    .kind = TCP_CALL_OPEN,
    .remote = remote,
    .iss = stack_pick_iss (stack, &socket->tcb.local, remote, step->now),
    .octets = octets,
    .length = length < INT_MAX ? length : INT_MAX,
    .memory = stack_fast_open_memory (stack, remote),
  };
  int result = tcp_call (&socket->tcb, &call, step);
  socket->opened = socket->opened || result >= TCP_OK;
  stack_touch (stack, socket);
  return result;
}

/* Connections that nobody can accept any more are aborted with their listener, the youngest first. */
static void
abort_children (struct tcp_stack *stack, struct socket *listener, struct tcp_step *step)
{
  while (listener->children != NULL)
    {
      struct socket *child = listener->children;
      struct tcp_step own = *step;
      tcp_call (&child->tcb, &(struct tcp_user_call){ .kind = TCP_CALL_ABORT }, &own);
      stack_remove_socket (stack, child);
    }
}

int
stack_end_socket (struct tcp_stack *stack, struct socket *socket, enum tcp_user_call_kind kind, struct tcp_step *step)
{
  bool listens = socket->tcb.state == TCP_LISTEN;
  int result = tcp_call (&socket->tcb, &(struct tcp_user_call){ .kind = kind }, step);
  if (listens)
    abort_children (stack, socket, step);
  stack_settle (stack, socket, step);
  return result;
}

unsigned
stack_syn_queue (const struct socket *listener)
{
  unsigned count = 0;
  for (const struct socket *child = listener->children; child != NULL; child = child->next_child)
    count += child->tcb.state == TCP_SYN_RECEIVED;
  return count;
}

unsigned
stack_accept_queue (const struct socket *listener)
{
  unsigned count = 0;
  for (const struct socket *child = listener->children; child != NULL; child = child->next_child)
    count += child->accepted > 0;
  return count;
}

struct socket *
stack_take_child (struct socket *listener)
{
  struct socket *first = NULL;
  for (struct socket *child = listener->children; child != NULL; child = child->next_child)
    if (child->accepted > 0 && (first == NULL || child->accepted < first->accepted))
      first = child;
  if (first != NULL)
    leave_listener (first);
  return first;
}

void
stack_touch (struct tcp_stack *stack, struct socket *socket)
{
  stack_table_put (stack, socket);
  stack_deadline_set (stack, socket, tcp_next_timeout (&socket->tcb));
  if (socket->touched)
    return;
  socket->touched = true;
  socket->next_touched = NULL;
  if (stack->first_touched == NULL)
    stack->first_touched = socket;
  else
    stack->last_touched->next_touched = socket;
  stack->last_touched = socket;
}

static void
end_replaced (struct tcp_stack *stack, const struct socket *newer, struct tcp_step *step)
{
  struct socket *old = stack_find_replaced (stack, newer);
  if (old == NULL)
    return;
  tcp_timer_stop (&old->tcb, TCP_TIMER_2MSL, REASON_TIMER_2MSL_STOP, step);
  tcb_end (&old->tcb, TCP_OK, REASON_STATE_TIME_WAIT_REUSED, step);
  stack_settle (stack, old, step);
}

/* A child that nobody can accept any more, or a connection that its program left alone. */
static bool
is_gone (const struct socket *socket)
{
  bool ended = socket->tcb.state == TCP_CLOSED;
  return socket->tcb.gone || (ended && (socket->listener != NULL || socket->released));
}

void
stack_settle (struct tcp_stack *stack, struct socket *socket, struct tcp_step *step)
{
  if (is_gone (socket))
    {
      stack_remove_socket (stack, socket);
      return;
    }
  stack_touch (stack, socket);
  bool open = socket->tcb.state > TCP_SYN_RECEIVED || tcb_is_early (&socket->tcb);
  if (!open || socket->established)
    return;
  socket->established = true;
  if (socket->listener == NULL)
    return;
  socket->accepted = ++stack->next_accepted;
  end_replaced (stack, socket, step);
}
