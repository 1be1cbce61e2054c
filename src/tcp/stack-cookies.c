/* SYN cookies at the listeners of a stack (RFC 4987 §3.6). */
#include "tcp/report.h"
#include "tcp/stack-sockets.h"
#include "tcp/syn-cookies.h"
#include "tcp/transmit.h"

bool
stack_answer_with_cookie (struct tcp_stack *stack, struct socket *listener, const struct segment *syn, bool queue_full,
                          struct tcp_step *step)
{
  enum tcp_syn_cookies when = listener->tcb.config.syn_cookies;
  /* Where a TIME-WAIT between the same ends is in the way of the ACK, a cookie would not be found again. */
  if (when == TCP_SYN_COOKIES_OFF || (when == TCP_SYN_COOKIES_WHEN_FULL && !queue_full)
      || stack_find_connection (stack, &syn->destination, &syn->source) != NULL)
    return false;
  listener->cookies_end = step->now + 2 * TCP_SYN_COOKIE_PERIOD;
  tcp_syn_cookie_answer (&listener->tcb, syn, step);
  return true;
}

/* After its connection has ended, nothing but this tells an old ACK from the first. What opened longer ago than memory
 * reaches may be opened again: the price of keeping nothing. */
static bool
was_used (const struct tcp_stack *stack, uint32_t cookie)
{
  for (unsigned i = 0; i < stack->cookies_used_count; i++)
    if (stack->cookies_used[i] == cookie)
      return true;
  return false;
}

static void
note_used (struct tcp_stack *stack, uint32_t cookie)
{
  stack->cookies_used[stack->cookies_used_next] = cookie;
  stack->cookies_used_next = (stack->cookies_used_next + 1) % COOKIES_USED;
  stack->cookies_used_count += stack->cookies_used_count < COOKIES_USED;
}

static void
open_from_cookie (struct tcp_stack *stack, struct socket *listener, const struct segment *segment,
                  struct tcp_step *step)
{
  struct socket *child = NULL;
  if (stack_accept_queue (listener) >= listener->backlog)
    {
      tcp_report_discard (&listener->tcb, REASON_DISCARD_ACCEPT_QUEUE_FULL, segment, step);
      return;
    }
  child = stack_add_child (stack, listener, &segment->destination);
  if (child == NULL)
    {
      tcp_report_discard (&listener->tcb, REASON_DISCARD_BACKLOG_FULL, segment, step);
      return;
    }
  note_used (stack, segment->ack - 1);
  tcp_syn_cookie_open (&child->tcb, segment, step);
  stack_settle (stack, child, step);
}

/* REASON_COUNT when there is nothing against the cookie. */
static enum tcp_reason
find_fault (const struct tcp_stack *stack, const struct socket *listener, const struct segment *segment, vtime now)
{
  switch (tcp_syn_cookie_judge (&listener->tcb, segment, now))
    {
    case TCP_SYN_COOKIE_FORGED:
      return REASON_DISCARD_SYN_COOKIE_FORGED;
    case TCP_SYN_COOKIE_STALE:
      return REASON_DISCARD_SYN_COOKIE_STALE;
    case TCP_SYN_COOKIE_GOOD:
      break;
    }
  return was_used (stack, segment->ack - 1) ? REASON_DISCARD_SYN_COOKIE_USED : REASON_COUNT;
}

bool
stack_take_cookie (struct tcp_stack *stack, struct socket *listener, const struct segment *segment,
                   struct tcp_step *step)
{
  bool ack = (segment->flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_ACK;
  if (!ack || step->now >= listener->cookies_end)
    return false;
  enum tcp_reason fault = find_fault (stack, listener, segment, step->now);
  if (fault == REASON_COUNT)
    {
      open_from_cookie (stack, listener, segment, step);
      return true;
    }
  tcp_report_discard (&listener->tcb, fault, segment, step);
  tcp_transmit_reset_for (&listener->tcb, segment, REASON_SEND_RST_LISTEN, step);
  return true;
}
