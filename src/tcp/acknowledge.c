#include "tcp/acknowledge.h"

#include "tcp/options.h"
#include "tcp/report.h"
#include "tcp/timers.h"
#include "tcp/transmit.h"

void
tcp_ack_now (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  tcb->ack = (struct tcp_pending_ack){ .due = true, .reason = reason, .cause = step->cause };
}

/* The most that the peer puts into one segment beside its options: our limit or its own. */
static uint32_t
full_segment (const struct tcb *tcb)
{
  uint32_t mss = tcb->receive_mss < tcb->send_mss ? tcb->receive_mss : tcb->send_mss;
  uint32_t options = tcp_options_overhead (tcb);
  return mss > options ? mss - options : 1;
}

/* SHLD-19: an ACK for at least every second full segment, or for two segments' worth of octets. */
static bool
enough_arrived (const struct tcb *tcb)
{
  return tcb->ack_segments >= tcb->config.ack_every || tcb->ack_octets >= tcb->config.ack_every * tcb->receive_mss;
}

/* One octet where the window has just been opened: a probe, so what told of the window was lost (DA-03). */
static bool
is_probe (const struct tcb *tcb, uint32_t length)
{
  return tcb->reopened && length == 1;
}

void
tcp_ack_text (struct tcb *tcb, uint32_t length, struct tcp_step *step)
{
  bool at_once = !tcb->config.delayed_ack || is_probe (tcb, length);
  tcb->reopened = false;
  tcb->ack_octets += length;
  tcb->ack_segments += length >= full_segment (tcb);
  if (at_once)
    tcp_ack_now (tcb, REASON_SEND_ACK_AT_ONCE, step);
  else if (tcb->quick_acks > 0)
    {
      tcb->quick_acks--;
      tcp_ack_now (tcb, REASON_SEND_ACK_QUICK, step);
    }
  else if (enough_arrived (tcb))
    tcp_ack_now (tcb, REASON_SEND_ACK_EVERY_SECOND, step);
  else if (!tcp_timer_runs (tcb, TCP_TIMER_DELAYED_ACK))
    tcp_timer_start (tcb, TCP_TIMER_DELAYED_ACK, tcb->config.delayed_ack_time, REASON_TIMER_DELAYED_ACK_START, step);
}

/* Linux's tcp(7), TCP_QUICKACK. */
void
tcp_ack_answered (struct tcb *tcb, vtime now)
{
  vtime last = tcb->counters.last_data_received;
  if (last >= 0 && now - last < tcb->config.delayed_ack_time)
    tcb->quick_acks = 0;
}

void
tcp_ack_delayed_now (struct tcb *tcb, struct tcp_step *step)
{
  if (tcp_timer_runs (tcb, TCP_TIMER_DELAYED_ACK))
    tcp_ack_now (tcb, REASON_SEND_ACK_QUICK, step);
}

void
tcp_send_pending_ack (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcb->ack.due)
    return;
  struct tcp_step caused = *step;
  caused.cause = tcb->ack.cause;
  tcp_transmit_ack (tcb, tcb->ack.reason, &caused);
}

bool
tcp_challenge_allowed (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_challenge *challenge = &tcb->challenge;
  if (step->now - challenge->since >= tcb->config.challenge_period)
    *challenge = (struct tcp_challenge){ .since = step->now };
  if (challenge->count < tcb->config.challenge_limit)
    {
      challenge->count++;
      return true;
    }
  if (!challenge->reported)
    tcp_report_update (tcb, REASON_WAIT_CHALLENGE_LIMIT, 0, step);
  challenge->reported = true;
  return false;
}

void
tcp_challenge (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  if (tcp_challenge_allowed (tcb, step))
    tcp_transmit_ack (tcb, reason, step);
}
