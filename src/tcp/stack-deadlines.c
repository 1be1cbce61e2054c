/* Sockets by their timers: a binary heap, the earliest deadline at its top. */
#include "tcp/stack-sockets.h"

static bool
is_before (const struct socket *a, const struct socket *b)
{
  if (a->deadline != b->deadline)
    return a->deadline < b->deadline;
  return a->tcb.connection < b->tcb.connection;
}

static void
place (struct tcp_stack *stack, size_t index, struct socket *socket)
{
  stack->heap[index] = socket;
  socket->heap_index = index;
}

static void
sift_up (struct tcp_stack *stack, struct socket *socket)
{
  size_t index = socket->heap_index;
  while (index > 0 && is_before (socket, stack->heap[(index - 1) / 2]))
    {
      place (stack, index, stack->heap[(index - 1) / 2]);
      index = (index - 1) / 2;
    }
  place (stack, index, socket);
}

static void
sift_down (struct tcp_stack *stack, struct socket *socket)
{
  size_t index = socket->heap_index;
  for (;;)
    {
      size_t child = 2 * index + 1;
      if (child + 1 < stack->heap_length && is_before (stack->heap[child + 1], stack->heap[child]))
        child++;
      if (child >= stack->heap_length || !is_before (stack->heap[child], socket))
        break;
      place (stack, index, stack->heap[child]);
      index = child;
    }
  place (stack, index, socket);
}

static void
take_out (struct tcp_stack *stack, struct socket *socket)
{
  struct socket *last = stack->heap[--stack->heap_length];
  if (last == socket)
    return;
  place (stack, socket->heap_index, last);
  sift_up (stack, last);
  sift_down (stack, last);
}

void
stack_deadline_set (struct tcp_stack *stack, struct socket *socket, vtime deadline)
{
  vtime before = socket->deadline;
  if (deadline == before)
    return;
  if (deadline == VTIME_NEVER)
    take_out (stack, socket);
  socket->deadline = deadline;
  if (deadline == VTIME_NEVER)
    return;
  if (before == VTIME_NEVER)
    place (stack, stack->heap_length++, socket);
  sift_up (stack, socket);
  sift_down (stack, socket);
}

struct socket *
stack_deadline_first (const struct tcp_stack *stack)
{
  return stack->heap_length > 0 ? stack->heap[0] : NULL;
}
