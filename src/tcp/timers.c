#include "tcp/timers.h"

#include "tcp/report.h"

/* A sum that does not pass VTIME_NEVER. */
static vtime
deadline_after (vtime now, vtime duration)
{
  return duration > VTIME_NEVER - 1 - now ? VTIME_NEVER - 1 : now + duration;
}

void
tcp_timer_start (struct tcb *tcb, enum tcp_timer timer, vtime duration, enum tcp_reason reason, struct tcp_step *step)
{
  struct tcp_timer_slot *slot = &tcb->timers[timer];
  slot->deadline = deadline_after (step->now, duration);
  slot->duration = duration;
  slot->started = tcp_report_timer (tcb, TCP_EVENT_TIMER_START, timer, reason, step);
}

/* A timer that does not run has deadline VTIME_NEVER and duration 0. */
static void
clear_slot (struct tcp_timer_slot *slot)
{
  *slot = (struct tcp_timer_slot){ .deadline = VTIME_NEVER, .started = EVENT_NONE };
}

void
tcp_timer_stop (struct tcb *tcb, enum tcp_timer timer, enum tcp_reason reason, struct tcp_step *step)
{
  if (!tcp_timer_runs (tcb, timer))
    return;
  clear_slot (&tcb->timers[timer]);
  tcp_report_timer (tcb, TCP_EVENT_TIMER_STOP, timer, reason, step);
}

void
tcp_timer_stop_all (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    tcp_timer_stop (tcb, (enum tcp_timer) timer, reason, step);
}

void
tcp_timer_expire (struct tcb *tcb, enum tcp_timer timer, enum tcp_reason reason, struct tcp_step *step)
{
  step->cause = tcb->timers[timer].started;
  clear_slot (&tcb->timers[timer]);
  step->cause = tcp_report_timer (tcb, TCP_EVENT_TIMER_EXPIRE, timer, reason, step);
}

enum tcp_timer
tcp_timer_earliest (const struct tcb *tcb)
{
  int earliest = 0;
  for (int timer = 1; timer < TCP_TIMER_COUNT; timer++)
    if (tcb->timers[timer].deadline < tcb->timers[earliest].deadline)
      earliest = timer;
  return (enum tcp_timer) earliest;
}
