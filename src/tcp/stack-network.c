/* The network's and the clock's side of the stack: packets in, timers, what is left to send. */
#include "tcp/report.h"
#include "tcp/stack-sockets.h"
#include "tcp/stack.h"
#include "wire/icmp.h"
#include "wire/packet.h"

/* The lower part of INPUT: what is wrong with a packet before any connection is asked. */
static bool
is_readable (const uint8_t *octets, size_t length, struct packet *packet, struct tcp_step *step)
{
  struct wire_fault fault = packet_read (octets, length, length, packet);
  if (fault.kind == WIRE_OK && packet->captured_text == packet->segment.length)
    return true;
  bool fragment = fault.kind == WIRE_IPV4_FRAGMENT || fault.kind == WIRE_IPV6_FRAGMENT;
  tcp_report_discard (NULL, fragment ? REASON_DISCARD_FRAGMENT : REASON_DISCARD_MALFORMED, NULL, step);
  return false;
}

/* Only what names us and a possible peer (MUST-57, MUST-63); checked after the checksum, which covers the names. */
static bool
is_for_us (struct tcp_stack *stack, const struct segment *segment, struct tcp_step *step)
{
  if (ip_address_is_invalid_peer (&segment->source.address)
      || ip_address_is_invalid_peer (&segment->destination.address))
    {
      tcp_report_discard (NULL, REASON_DISCARD_INVALID_PEER, segment, step);
      return false;
    }
  if (stack_owns (stack, &segment->destination.address))
    return true;
  tcp_report_discard (NULL, REASON_DISCARD_OTHER_HOST, segment, step);
  return false;
}

/* RFC 9293 §3.1, MUST-3. The connection is named as far as the damaged header can be believed. */
static bool
has_good_checksum (struct tcp_stack *stack, const struct segment *segment, struct tcp_step *step)
{
  if (segment->checksum == CHECKSUM_GOOD)
    return true;
  struct socket *socket = stack_find_connection (stack, &segment->destination, &segment->source);
  if (socket == NULL)
    socket = stack_find_listener (stack, segment->destination.port);
  tcp_report_discard (socket != NULL ? &socket->tcb : NULL, REASON_DISCARD_CHECKSUM, segment, step);
  return false;
}

/* The first half of the backlog: half-open children (RFC 4987 §2.2). */
static void
arrives_listen (struct tcp_stack *stack, struct socket *listener, const struct segment *segment, struct tcp_step *step)
{
  step->cause = tcp_report_arrive (&listener->tcb, tcp_arrive_reason (segment), segment, step);
  if (stack_take_cookie (stack, listener, segment, step) || !tcp_listener_accepts (&listener->tcb, segment, step))
    return;
  struct socket *child = NULL;
  uint32_t iss = 0;
  bool queue_full = stack_syn_queue (listener) >= listener->backlog;
  if (stack_answer_with_cookie (stack, listener, segment, queue_full, step))
    return;
  if (!queue_full)
    {
      iss = stack_pick_iss (stack, &segment->destination, &segment->source, step->now);
      child = stack_add_child (stack, listener, &segment->destination);
    }
  if (child == NULL)
    {
      tcp_report_discard (&listener->tcb, REASON_DISCARD_BACKLOG_FULL, segment, step);
      return;
    }
  child->tcb.config.diffserv = listener->tcb.config.diffserv;
  child->tcb.config.ttl = listener->tcb.config.ttl;
  stack_fast_open_judge (stack, listener, &child->tcb, segment, step);
  tcp_open_child (&child->tcb, segment, iss, step);
  stack_settle (stack, child, step);
}

/* RFC 6191 §2: a SYN with a later timestamp than the old connection's last, or with the first timestamp there is, is
 * newer; without such proof it must lie above all that the old connection received. */
static bool
is_newer_syn (const struct tcb *tcb, const struct segment *syn)
{
  bool stamped = (syn->options.present & TCP_OPTION_TIMESTAMPS) != 0 && tcb->config.timestamps;
  bool above = seq_geq (syn->seq, tcb->rcv_nxt);
  if (!stamped)
    return above;
  if (!tcb->timestamps.ok || seq_gt (syn->options.ts_val, tcb->timestamps.recent))
    return true;
  return syn->options.ts_val == tcb->timestamps.recent && above;
}

/* SHLD-4, MAY-2. */
static bool
may_replace_time_wait (const struct tcb *tcb, const struct segment *segment)
{
  bool plain_syn = (segment->flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN;
  return tcb->state == TCP_TIME_WAIT && tcb->config.rfc6191 && plain_syn && is_newer_syn (tcb, segment);
}

/* Until the SYN that may replace a TIME-WAIT connection has proved itself (MAY-2), the old one goes on: the peer's FIN,
 * should it come again, gets its ACK. */
static struct socket *
whose_segment (struct tcp_stack *stack, struct socket *newest, const struct segment *segment)
{
  if (newest == NULL || newest->tcb.state != TCP_SYN_RECEIVED || (segment->flags & TCP_FIN) == 0)
    return newest;
  struct socket *old = stack_find_replaced (stack, newest);
  bool repeated = old != NULL && segment->seq + segment_len (segment) == old->tcb.rcv_nxt;
  return repeated ? old : newest;
}

static void
arrives_connection (struct tcp_stack *stack, struct socket *socket, const struct segment *segment,
                    struct tcp_step *step)
{
  struct tcb *tcb = &socket->tcb;
  const struct socket *listener = socket->listener;
  tcb->accept_queue_full
      = listener != NULL && socket->accepted == 0 && stack_accept_queue (listener) >= listener->backlog;
  step->cause = tcp_report_arrive (tcb, tcp_arrive_reason (segment), segment, step);
  tcp_segment_arrives (tcb, segment, step);
  stack_fast_open_learn (stack, tcb);
  stack_settle (stack, socket, step);
}

static void
arrives (struct tcp_stack *stack, const struct segment *segment, struct tcp_step *step)
{
  struct socket *listener = stack_find_listener (stack, segment->destination.port);
  struct socket *newest = stack_find_connection (stack, &segment->destination, &segment->source);
  struct socket *socket = whose_segment (stack, newest, segment);
  if (socket != NULL && !(listener != NULL && may_replace_time_wait (&socket->tcb, segment)))
    {
      struct tcp_step before = stack_step (stack, step->now, EVENT_NONE);
      tcp_flush_before (&socket->tcb, segment, &before);
      arrives_connection (stack, socket, segment, step);
    }
  else if (listener != NULL)
    arrives_listen (stack, listener, segment, step);
  else
    {
      step->cause = tcp_report_arrive (NULL, tcp_arrive_reason (segment), segment, step);
      tcp_segment_arrives_closed (NULL, segment, step);
    }
}

void
tcp_stack_input (struct tcp_stack *stack, const uint8_t *octets, size_t length, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct packet packet;
  step.packet = octets;
  step.packet_length = length;
  if (icmp_is_carried (octets, length))
    {
      stack_icmp_input (stack, octets, length, &step);
      return;
    }
  if (!is_readable (octets, length, &packet, &step))
    return;
  if (!has_good_checksum (stack, &packet.segment, &step) || !is_for_us (stack, &packet.segment, &step))
    return;
  arrives (stack, &packet.segment, &step);
}

void
tcp_stack_timeout (struct tcp_stack *stack, vtime now)
{
  struct socket *due;
  while ((due = stack_deadline_first (stack)) != NULL && due->deadline <= now)
    {
      struct tcp_step step = stack_step (stack, now, EVENT_NONE);
      tcp_timeout (&due->tcb, &step);
      stack_settle (stack, due, &step);
    }
}

vtime
tcp_stack_next_timeout (const struct tcp_stack *stack)
{
  const struct socket *first = stack_deadline_first (stack);
  return first != NULL ? first->deadline : VTIME_NEVER;
}

void
tcp_stack_flush (struct tcp_stack *stack, vtime now)
{
  struct socket *socket;
  while ((socket = stack->first_touched) != NULL)
    {
      struct tcp_step step = stack_step (stack, now, EVENT_NONE);
      stack->first_touched = socket->next_touched;
      socket->touched = false;
      tcp_flush (&socket->tcb, &step);
      stack_deadline_set (stack, socket, tcp_next_timeout (&socket->tcb));
    }
}
