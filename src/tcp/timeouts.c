/* Timeouts, RFC 9293 §3.10.8. */
#include "tcp/acknowledge.h"
#include "tcp/engine.h"
#include "tcp/keepalive.h"
#include "tcp/output.h"
#include "tcp/rack.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/tail-loss.h"
#include "tcp/timers.h"

#include <assert.h>

static enum tcp_reason
expiry_reason (enum tcp_timer timer)
{
  switch (timer)
    {
    case TCP_TIMER_RTO:
      return REASON_TIMER_RTO_EXPIRED;
    case TCP_TIMER_PERSIST:
      return REASON_TIMER_PERSIST_EXPIRED;
    case TCP_TIMER_DELAYED_ACK:
      return REASON_TIMER_DELAYED_ACK_EXPIRED;
    case TCP_TIMER_2MSL:
      return REASON_TIMER_2MSL_EXPIRED;
    case TCP_TIMER_USER:
      return REASON_TIMER_USER_EXPIRED;
    case TCP_TIMER_SWS:
      return REASON_TIMER_SWS_EXPIRED;
    case TCP_TIMER_FIN_WAIT_2:
      return REASON_TIMER_FIN_WAIT_2_EXPIRED;
    case TCP_TIMER_KEEPALIVE:
      return REASON_TIMER_KEEPALIVE_EXPIRED;
    case TCP_TIMER_REORDERING:
      return REASON_TIMER_REORDERING_EXPIRED;
    case TCP_TIMER_PTO:
      return REASON_TIMER_PTO_EXPIRED;
    }
  assert (!"a timer");
  return REASON_COUNT;
}

static void
user_timeout (struct tcb *tcb, struct tcp_step *step)
{
  tcb_end (tcb, TCP_ERROR_TIMED_OUT, REASON_STATE_USER_TIMEOUT, step);
  tcp_report_notice (tcb, REASON_NOTICE_USER_TIMEOUT, step);
}

void
tcp_timeout (struct tcb *tcb, struct tcp_step *step)
{
  enum tcp_timer timer = tcp_timer_earliest (tcb);
  vtime duration = tcb->timers[timer].duration;
  tcp_timer_expire (tcb, timer, expiry_reason (timer), step);
  switch (timer)
    {
    case TCP_TIMER_RTO:
      tcp_retransmission_timeout (tcb, step);
      break;
    case TCP_TIMER_PERSIST:
      tcp_persist_timeout (tcb, duration, step);
      break;
    case TCP_TIMER_DELAYED_ACK:
      tcp_ack_now (tcb, REASON_SEND_ACK_DELAYED, step);
      break;
    case TCP_TIMER_2MSL:
      tcb_end (tcb, TCP_OK, REASON_STATE_TIME_WAIT_OVER, step);
      break;
    case TCP_TIMER_USER:
      user_timeout (tcb, step);
      break;
    case TCP_TIMER_SWS:
      tcp_output_override (tcb, step);
      break;
    case TCP_TIMER_FIN_WAIT_2:
      tcb_end (tcb, TCP_OK, REASON_STATE_FIN_WAIT_2_TIMEOUT, step);
      break;
    case TCP_TIMER_KEEPALIVE:
      tcp_keepalive_timeout (tcb, step);
      break;
    case TCP_TIMER_REORDERING:
      tcp_reordering_timeout (tcb, step);
      break;
    case TCP_TIMER_PTO:
      tcp_tail_loss_timeout (tcb, step);
      break;
    }
}

vtime
tcp_next_timeout (const struct tcb *tcb)
{
  return tcb->timers[tcp_timer_earliest (tcb)].deadline;
}
