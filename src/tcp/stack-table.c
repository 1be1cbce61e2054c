/* Sockets by their ends: one chain for each hash of the local port and the remote end. A socket moves when it gets
 * another end; the youngest stands first, so that it is found before a TIME-WAIT that it takes the place of. */
#include "tcp/stack-sockets.h"

#include <string.h>

static uint32_t
mix (uint32_t hash, uint32_t value)
{
  hash = (hash ^ value) * UINT32_C (0x9e3779b1);
  return hash ^ hash >> 15;
}

static size_t
hash_of (uint16_t local_port, const struct endpoint *remote)
{
  uint32_t hash = mix (0, local_port);
  if (remote == NULL || remote->address.family == IP_NONE)
    return hash % STACK_CHAINS;
  hash = mix (hash, remote->port);
  for (size_t i = 0; i < sizeof remote->address.octets; i += sizeof (uint32_t))
    {
      uint32_t word;
      memcpy (&word, remote->address.octets + i, sizeof word);
      hash = mix (hash, word);
    }
  return hash % STACK_CHAINS;
}

void
stack_table_remove (struct socket *socket)
{
  if (socket->chain == NULL)
    return;
  struct socket **link = socket->chain;
  while (*link != socket)
    link = &(*link)->next_in_chain;
  *link = socket->next_in_chain;
  socket->chain = NULL;
}

void
stack_table_put (struct tcp_stack *stack, struct socket *socket)
{
  struct socket **chain = &stack->chains[hash_of (socket->tcb.local.port, &socket->tcb.remote)];
  if (socket->chain == chain)
    return;
  stack_table_remove (socket);
  socket->next_in_chain = *chain;
  *chain = socket;
  socket->chain = chain;
}

struct socket *
stack_table_first (const struct tcp_stack *stack, uint16_t local_port, const struct endpoint *remote)
{
  return stack->chains[hash_of (local_port, remote)];
}
