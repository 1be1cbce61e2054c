/* The addresses of the host, and which of them a connection has (RFC 9293 §3.9.1.1, §3.9.2.3). */
#include "tcp/stack-sockets.h"

int
tcp_stack_add_address (struct tcp_stack *stack, const struct ip_address *address)
{
  if (stack_owns (stack, address))
    return TCP_ERROR_EXISTS;
  if (stack->address_count == TCP_STACK_ADDRESSES_MAX)
    return TCP_ERROR_NO_MEMORY;
  stack->addresses[stack->address_count++] = *address;
  return TCP_OK;
}

bool
stack_owns (const struct tcp_stack *stack, const struct ip_address *address)
{
  for (size_t i = 0; i < stack->address_count; i++)
    if (ip_address_equal (&stack->addresses[i], address))
      return true;
  return false;
}

/* With one network to all peers the first address of their family is as good as any. */
struct ip_address
stack_source_for (const struct tcp_stack *stack, const struct ip_address *remote)
{
  for (size_t i = 0; i < stack->address_count; i++)
    if (stack->addresses[i].family == remote->family)
      return stack->addresses[i];
  return (struct ip_address){ .family = IP_NONE };
}
