#include "tcp/stack-sockets.h"

#include "tcp/isn.h"
#include "tcp/timers.h"

#include <stdlib.h>
#include <string.h>

/* How far apart the fixed ISS of successive connections lie. */
#define ISS_STEP 1000

struct tcp_step
stack_step (struct tcp_stack *stack, vtime now, event_id cause)
{
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
  stack->capacity = capacity;
  return true;
}

struct socket *
stack_add_socket (struct tcp_stack *stack, const struct endpoint *local)
{
  if (!make_room (stack))
    return NULL;
  struct socket *socket = malloc (sizeof *socket);
  if (socket == NULL)
    return NULL;
  *socket = (struct socket){ 0 };
  if (!tcb_init (&socket->tcb, (uint32_t) stack->next_number, &stack->config, local))
    {
      free (socket);
      return NULL;
    }
  stack->next_number++;
  stack->sockets[stack->length++] = socket;
  return socket;
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

void
stack_remove_socket (struct tcp_stack *stack, struct socket *socket)
{
  size_t index = index_of (stack, (int) socket->tcb.connection);
  stack->length--;
  memmove (stack->sockets + index, stack->sockets + index + 1, (stack->length - index) * sizeof *stack->sockets);
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
  for (size_t i = 0; i < stack->length; i++)
    {
      struct socket *socket = stack->sockets[i];
      if (socket->tcb.state == TCP_LISTEN && socket->tcb.local.port == port)
        return socket;
    }
  return NULL;
}

struct socket *
stack_find_connection (const struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote)
{
  for (size_t i = stack->length; i > 0; i--)
    {
      struct socket *socket = stack->sockets[i - 1];
      bool connection = socket->tcb.state != TCP_CLOSED && socket->tcb.state != TCP_LISTEN;
      if (connection && endpoint_equal (&socket->tcb.local, local) && endpoint_equal (&socket->tcb.remote, remote))
        return socket;
    }
  return NULL;
}

/* The number of a TIME-WAIT connection between the same ends that the new one must lie above (MAY-2). */
static uint32_t
above_time_wait (const struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote,
                 uint32_t iss)
{
  struct socket *old = stack_find_connection (stack, local, remote);
  if (old == NULL || seq_gt (iss, old->tcb.snd_max))
    return iss;
  return old->tcb.snd_max + ISS_STEP;
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
      iss = stack->config.iss + ISS_STEP * stack->iss_count++;
    }
  return above_time_wait (stack, local, remote, iss);
}

unsigned
stack_syn_queue (const struct tcp_stack *stack, const struct socket *listener)
{
  unsigned count = 0;
  for (size_t i = 0; i < stack->length; i++)
    count += stack->sockets[i]->listener == (int) listener->tcb.connection
             && stack->sockets[i]->tcb.state == TCP_SYN_RECEIVED;
  return count;
}

unsigned
stack_accept_queue (const struct tcp_stack *stack, const struct socket *listener)
{
  unsigned count = 0;
  for (size_t i = 0; i < stack->length; i++)
    count += stack->sockets[i]->listener == (int) listener->tcb.connection && stack->sockets[i]->accepted > 0;
  return count;
}

/* The TIME-WAIT connection that an older socket with the same ends is in. */
static struct socket *
find_replaced (const struct tcp_stack *stack, const struct socket *newer)
{
  for (size_t i = 0; i < stack->length && stack->sockets[i] != newer; i++)
    {
      struct tcb *tcb = &stack->sockets[i]->tcb;
      if (tcb->state == TCP_TIME_WAIT && endpoint_equal (&tcb->local, &newer->tcb.local)
          && endpoint_equal (&tcb->remote, &newer->tcb.remote))
        return stack->sockets[i];
    }
  return NULL;
}

static void
end_replaced (struct tcp_stack *stack, const struct socket *newer, struct tcp_step *step)
{
  struct socket *old = find_replaced (stack, newer);
  if (old == NULL)
    return;
  tcp_timer_stop (&old->tcb, TCP_TIMER_2MSL, REASON_TIMER_2MSL_STOP, step);
  tcb_end (&old->tcb, TCP_OK, REASON_STATE_TIME_WAIT_REUSED, step);
}

void
stack_settle (struct tcp_stack *stack, struct socket *socket, struct tcp_step *step)
{
  bool waits = socket->listener != 0;
  bool open = socket->tcb.state > TCP_SYN_RECEIVED;
  if (socket->tcb.gone || (waits && socket->tcb.state == TCP_CLOSED))
    {
      stack_remove_socket (stack, socket);
      return;
    }
  if (!waits || !open || socket->accepted > 0)
    return;
  socket->accepted = ++stack->next_accepted;
  end_replaced (stack, socket, step);
}
