#include "tcp/keepalive.h"

#include "tcp/report.h"
#include "tcp/timers.h"
#include "tcp/transmit.h"

static void
start (struct tcb *tcb, vtime duration, enum tcp_reason reason, struct tcp_step *step)
{
  tcp_timer_start (tcb, TCP_TIMER_KEEPALIVE, duration, reason, step);
}

/* The states that last for as long as the programs want, and those on the way to one of them. */
static bool
is_watched (enum tcp_state state)
{
  return tcp_state_sends (state) || state == TCP_FIN_WAIT_2;
}

void
tcp_keepalive_arm (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->config.keepalive && is_watched (tcb->state) && !tcp_timer_runs (tcb, TCP_TIMER_KEEPALIVE))
    start (tcb, tcb->config.keepalive_idle, REASON_TIMER_KEEPALIVE_START, step);
}

void
tcp_keepalive_switch (struct tcb *tcb, bool on, struct tcp_step *step)
{
  tcb->config.keepalive = on;
  tcb->keepalive_probes = 0;
  if (on)
    tcp_keepalive_arm (tcb, step);
  else
    tcp_timer_stop (tcb, TCP_TIMER_KEEPALIVE, REASON_TIMER_KEEPALIVE_STOP, step);
}

void
tcp_keepalive_retime (struct tcb *tcb, struct tcp_step *step)
{
  vtime silent = step->now - tcb->heard_at;
  vtime idle = tcb->config.keepalive_idle;
  if (tcp_timer_runs (tcb, TCP_TIMER_KEEPALIVE) && tcb->keepalive_probes == 0)
    start (tcb, silent < idle ? idle - silent : 1, REASON_TIMER_KEEPALIVE_RESTART, step);
}

void
tcp_keepalive_heard (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->keepalive_probes == 0)
    return;
  tcb->keepalive_probes = 0;
  start (tcb, tcb->config.keepalive_idle, REASON_TIMER_KEEPALIVE_ANSWERED, step);
}

/* What is outstanding, or waits for the window, has timers of its own that ask (MUST-26). */
static bool
has_something_to_send (const struct tcb *tcb)
{
  return tcb_flight (tcb) > 0 || tcb_unsent (tcb) > 0 || (tcb->close_called && !tcb->fin_sent);
}

static void
probe (struct tcb *tcb, struct tcp_step *step)
{
  tcb->keepalive_probes++;
  start (tcb, tcb->config.keepalive_interval, REASON_TIMER_KEEPALIVE_INTERVAL, step);
  tcp_transmit_keepalive (tcb, REASON_SEND_KEEPALIVE_PROBE, step);
}

static void
give_up (struct tcb *tcb, struct tcp_step *step)
{
  tcb_end (tcb, TCP_ERROR_TIMED_OUT, REASON_STATE_KEEPALIVE_TIMED_OUT, step);
  tcp_report_notice (tcb, REASON_NOTICE_TIMED_OUT, step);
}

void
tcp_keepalive_timeout (struct tcb *tcb, struct tcp_step *step)
{
  vtime idle = tcb->config.keepalive_idle;
  vtime silent = step->now - tcb->heard_at;
  if (has_something_to_send (tcb))
    {
      tcb->keepalive_probes = 0;
      start (tcb, idle, REASON_TIMER_KEEPALIVE_RESTART, step);
    }
  else if (tcb->keepalive_probes == 0 && silent < idle)
    start (tcb, idle - silent, REASON_TIMER_KEEPALIVE_RESTART, step);
  else if (tcb->keepalive_probes < tcb->config.keepalive_count)
    probe (tcb, step);
  else
    give_up (tcb, step);
}
