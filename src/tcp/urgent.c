#include "tcp/urgent.h"

#include "tcp/checks.h"
#include "tcp/report.h"
#include "tcp/transmit.h"

/* --- sending --- */

void
tcp_urgent_mark (struct tcb *tcb, struct tcp_step *step)
{
  tcb->snd_up = tcb->send_base + (uint32_t) tcb->send_ring.length;
  tcb->urgent_told = false;
  tcp_report_update (tcb, REASON_UPDATE_URGENT_MARKED, tcb->snd_up - tcb->snd_una, step);
}

void
tcp_urgent_tell (struct tcb *tcb, struct tcp_step *step)
{
  bool open = tcb->state == TCP_ESTABLISHED || tcb->state == TCP_CLOSE_WAIT;
  if (open && tcp_urgent_sends (tcb) && !tcb->urgent_told)
    tcp_transmit_ack (tcb, REASON_SEND_URGENT, step);
}

/* The field has 16 bits: what lies further ahead is told of by later segments. Nor can it name a place behind. */
void
tcp_urgent_add (struct tcb *tcb, struct segment *segment)
{
  uint32_t ahead = tcb->snd_up - segment->seq;
  if (!tcp_urgent_sends (tcb) || !seq_gt (tcb->snd_up, segment->seq))
    return;
  segment->flags |= TCP_URG;
  segment->up = (uint16_t) (ahead < UINT16_MAX ? ahead : UINT16_MAX);
  tcb->urgent_told = true;
}

/* --- receiving --- */

/* The number of the octet that RECEIVE gives next. */
static uint32_t
next_to_read (const struct tcb *tcb)
{
  return tcb->rcv_nxt - tcb->fin_received - (uint32_t) tcb->receive_ring.length;
}

/* Sixth step of SEGMENT ARRIVES, RFC 9293 §3.10.7.4. The program is told once of each stretch of urgent data, and when
 * it turns out to be longer (MUST-32). */
void
tcp_check_urg (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  uint32_t up = step->urgent_pointer;
  if ((segment->flags & TCP_URG) == 0 || !tcp_state_receives (tcb->state))
    return;
  bool more = tcb->urgent && seq_gt (up, tcb->rcv_up);
  bool first = !tcb->urgent && seq_gt (up, next_to_read (tcb));
  if (!more && !first)
    return;
  tcb->urgent = true;
  tcb->rcv_up = up;
  tcp_report_notice (tcb, first ? REASON_NOTICE_URGENT : REASON_NOTICE_URGENT_MORE, step);
}

uint32_t
tcp_urgent_left (const struct tcb *tcb)
{
  return tcb->urgent ? tcb->rcv_up - next_to_read (tcb) : 0;
}

bool
tcp_urgent_at_mark (const struct tcb *tcb)
{
  return tcp_urgent_left (tcb) == 1;
}

uint32_t
tcp_urgent_limit (const struct tcb *tcb, uint32_t length)
{
  uint32_t left = tcp_urgent_left (tcb);
  return left > 1 && length >= left ? left - 1 : length;
}

void
tcp_urgent_read (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcb->urgent || seq_gt (tcb->rcv_up, next_to_read (tcb)))
    return;
  tcb->urgent = false;
  tcp_report_update (tcb, REASON_UPDATE_URGENT_READ, 0, step);
}
