#include "tcp/user-timeout.h"

#include "tcp/timers.h"

void
tcp_user_timeout_arm (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->config.user_timeout > 0 && !tcp_timer_runs (tcb, TCP_TIMER_USER))
    tcp_timer_start (tcb, TCP_TIMER_USER, tcb->config.user_timeout, REASON_TIMER_USER_START, step);
}

void
tcp_user_timeout_progress (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcp_timer_runs (tcb, TCP_TIMER_USER))
    return;
  bool fin_waits = tcb->close_called && !tcb->fin_acked;
  if (tcb_flight (tcb) == 0 && tcb_unsent (tcb) == 0 && !fin_waits)
    tcp_timer_stop (tcb, TCP_TIMER_USER, REASON_TIMER_USER_STOP, step);
  else
    tcp_timer_start (tcb, TCP_TIMER_USER, tcb->config.user_timeout, REASON_TIMER_USER_START, step);
}

void
tcp_user_timeout_change (struct tcb *tcb, vtime timeout, struct tcp_step *step)
{
  bool runs = tcp_timer_runs (tcb, TCP_TIMER_USER);
  tcb->config.user_timeout = timeout;
  if (runs && timeout > 0)
    tcp_timer_start (tcb, TCP_TIMER_USER, timeout, REASON_TIMER_USER_START, step);
  else if (runs)
    tcp_timer_stop (tcb, TCP_TIMER_USER, REASON_TIMER_USER_STOP, step);
  else if (tcb->sent.length > 0)
    tcp_user_timeout_arm (tcb, step);
}

void
tcp_orphan_arm (struct tcb *tcb, struct tcp_step *step)
{
  bool orphan = tcb->state == TCP_FIN_WAIT_2 && tcb->receive_closed;
  if (orphan && tcb->config.fin_wait_2_time > 0 && !tcp_timer_runs (tcb, TCP_TIMER_FIN_WAIT_2))
    tcp_timer_start (tcb, TCP_TIMER_FIN_WAIT_2, tcb->config.fin_wait_2_time, REASON_TIMER_FIN_WAIT_2_START, step);
}
