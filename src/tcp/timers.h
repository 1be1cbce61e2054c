/* The timers of one connection: a deadline each, told when they start, stop and expire. */
#pragma once

#include "tcp/tcb.h"

static inline bool
tcp_timer_runs (const struct tcb *tcb, enum tcp_timer timer)
{
  return tcb->timers[timer].deadline != VTIME_NEVER;
}

/* Starts or restarts a timer. */
void tcp_timer_start (struct tcb *tcb, enum tcp_timer timer, vtime duration, enum tcp_reason reason,
                      struct tcp_step *step);

/* Stops a timer; no effect when it does not run. */
void tcp_timer_stop (struct tcb *tcb, enum tcp_timer timer, enum tcp_reason reason, struct tcp_step *step);

/* Stops all timers. */
void tcp_timer_stop_all (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);

/* Reports that a timer expired, caused by its start; from here on it is the cause of what the step does. */
void tcp_timer_expire (struct tcb *tcb, enum tcp_timer timer, enum tcp_reason reason, struct tcp_step *step);

/* The timer with the earliest deadline; the lower number when two are equal. */
enum tcp_timer tcp_timer_earliest (const struct tcb *tcb);
