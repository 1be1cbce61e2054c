#include "tcp/report.h"

/* Fills in what all events have in common and hands it to the sink. */
static event_id
report (const struct tcb *tcb, struct tcp_event *event, struct tcp_step *step)
{
  const struct tcp_sink *sink = &step->outlet->sink;
  struct tcp_vars vars;
  if (sink->report == NULL)
    return EVENT_NONE;
  event->at = step->now;
  event->cause = step->cause;
  if (tcb != NULL)
    {
      tcb_vars (tcb, &vars);
      event->vars = &vars;
      event->connection = tcb->connection;
      event->after = tcb->state;
    }
  if (event->kind != TCP_EVENT_STATE)
    event->before = event->after;
  return sink->report (sink->user, event);
}

event_id
tcp_report_call (const struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step)
{
  struct tcp_event event = { .kind = TCP_EVENT_CALL, .reason = reason, .octets = octets };
  return report (tcb, &event, step);
}

event_id
tcp_report_send (const struct tcb *tcb, enum tcp_reason reason, const struct segment *segment, size_t length,
                 struct tcp_step *step)
{
  struct tcp_event event = {
    .kind = TCP_EVENT_SEND,
    .reason = reason,
    .octets = segment->length,
    .segment = segment,
    .packet = step->outlet->packet,
    .packet_length = length,
  };
  return report (tcb, &event, step);
}

event_id
tcp_report_arrive (const struct tcb *tcb, enum tcp_reason reason, const struct segment *segment, struct tcp_step *step)
{
  struct tcp_event event = {
    .kind = TCP_EVENT_ARRIVE,
    .reason = reason,
    .octets = segment->length,
    .segment = segment,
    .packet = step->packet,
    .packet_length = step->packet_length,
  };
  return report (tcb, &event, step);
}

void
tcp_report_discard (const struct tcb *tcb, enum tcp_reason reason, const struct segment *segment, struct tcp_step *step)
{
  struct tcp_event event = {
    .kind = TCP_EVENT_DISCARD,
    .reason = reason,
    .octets = segment != NULL ? segment->length : 0,
    .segment = segment,
    .packet = step->packet,
    .packet_length = step->packet_length,
  };
  report (tcb, &event, step);
}

void
tcp_report_state (const struct tcb *tcb, enum tcp_reason reason, enum tcp_state before, struct tcp_step *step)
{
  struct tcp_event event = { .kind = TCP_EVENT_STATE, .reason = reason, .before = before };
  const struct tcp_outlet *outlet = step->outlet;
  report (tcb, &event, step);
  if (outlet->state_changed != NULL)
    outlet->state_changed (outlet->state_user, (int) tcb->connection, before, tcb->state, reason, step->now);
}

event_id
tcp_report_timer (const struct tcb *tcb, enum tcp_event_kind kind, enum tcp_timer timer, enum tcp_reason reason,
                  struct tcp_step *step)
{
  struct tcp_event event = {
    .kind = kind,
    .reason = reason,
    .timer = timer,
    .until = tcb->timers[timer].deadline,
  };
  return report (tcb, &event, step);
}

void
tcp_report_deliver (const struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step)
{
  struct tcp_event event = { .kind = TCP_EVENT_DELIVER, .reason = reason, .octets = octets };
  report (tcb, &event, step);
}

void
tcp_report_notice (const struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  struct tcp_event event = { .kind = TCP_EVENT_NOTICE, .reason = reason };
  report (tcb, &event, step);
}

event_id
tcp_report_update (const struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step)
{
  struct tcp_event event = { .kind = TCP_EVENT_UPDATE, .reason = reason, .octets = octets };
  return report (tcb, &event, step);
}
