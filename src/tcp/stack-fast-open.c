/* TCP Fast Open in a stack (RFC 7413): the cookies of the hosts that it has met, and the SYNs that show its own. */
#include "tcp/report.h"
#include "tcp/stack-sockets.h"

#include <string.h>

static struct fast_open_entry *
find_entry (struct tcp_stack *stack, const struct ip_address *address)
{
  for (size_t i = 0; i < FAST_OPEN_ENTRIES; i++)
    if (stack->fast_open[i].used > 0 && ip_address_equal (&stack->fast_open[i].address, address))
      return &stack->fast_open[i];
  return NULL;
}

/* A free one, or the one that was not used for the longest time. */
static struct fast_open_entry *
oldest_entry (struct tcp_stack *stack)
{
  struct fast_open_entry *oldest = &stack->fast_open[0];
  for (size_t i = 1; i < FAST_OPEN_ENTRIES; i++)
    if (stack->fast_open[i].used < oldest->used)
      oldest = &stack->fast_open[i];
  return oldest;
}

const struct tcp_fast_open_memory *
stack_fast_open_memory (struct tcp_stack *stack, const struct endpoint *remote)
{
  struct fast_open_entry *entry = remote != NULL ? find_entry (stack, &remote->address) : NULL;
  if (entry == NULL)
    return NULL;
  entry->used = ++stack->fast_open_uses;
  return &entry->memory;
}

void
stack_fast_open_learn (struct tcp_stack *stack, struct tcb *tcb)
{
  if (!tcb->fast_open.learned)
    return;
  struct fast_open_entry *entry = find_entry (stack, &tcb->remote.address);
  if (entry == NULL)
    entry = oldest_entry (stack);
  tcb->fast_open.learned = false;
  *entry = (struct fast_open_entry){
    .address = tcb->remote.address,
    .used = ++stack->fast_open_uses,
    .memory = { .mss = tcb->send_mss, .length = tcb->fast_open.length },
  };
  memcpy (entry->memory.cookie, tcb->fast_open.cookie, tcb->fast_open.length);
}

/* Connections of a listener that were opened in this way and whose handshake is not done. */
static unsigned
pending (const struct tcp_stack *stack, const struct socket *listener)
{
  unsigned count = 0;
  for (size_t i = 0; i < stack->length; i++)
    count += tcb_is_early (&stack->sockets[i]->tcb) && stack->sockets[i]->tcb.local.port == listener->tcb.local.port;
  return count;
}

/* §5.1: so many at a time, that a flood of SYNs with good cookies does not fill the host. What TIME-WAIT protects from
 * may be an old copy of this very SYN. */
static bool
may_take (struct tcp_stack *stack, const struct socket *listener, const struct segment *syn)
{
  return pending (stack, listener) < listener->tcb.config.fast_open_limit
         && stack_accept_queue (listener) < listener->backlog
         && stack_find_connection (stack, &syn->destination, &syn->source) == NULL;
}

void
stack_fast_open_judge (struct tcp_stack *stack, struct socket *listener, struct tcb *child, const struct segment *syn,
                       struct tcp_step *step)
{
  struct tcp_fast_open *fast_open = &child->fast_open;
  const struct tcp_options *options = &syn->options;
  if (!child->config.fast_open_server || (options->present & TCP_OPTION_FAST_OPEN) == 0)
    return;
  tcp_fast_open_make_cookie (&syn->source.address, child->config.iss_secret, fast_open->cookie);
  bool good = options->fast_open_length == TCP_FAST_OPEN_COOKIE_OCTETS
              && memcmp (options->fast_open_cookie, fast_open->cookie, TCP_FAST_OPEN_COOKIE_OCTETS) == 0;
  if (!good)
    {
      bool asks = options->fast_open_length == 0;
      fast_open->length = TCP_FAST_OPEN_COOKIE_OCTETS;
      tcp_report_update (&listener->tcb, asks ? REASON_UPDATE_FAST_OPEN_GRANTED : REASON_UPDATE_FAST_OPEN_INVALID, 0,
                         step);
    }
  else if (may_take (stack, listener, syn))
    fast_open->taken = true;
  else if (syn->length > 0)
    tcp_report_update (&listener->tcb, REASON_UPDATE_FAST_OPEN_HELD, syn->length, step);
}
