/* Telling what happened: one function for each kind of event. tcb may be NULL where no connection is meant. */
#pragma once

#include "tcp/tcb.h"

event_id tcp_report_call (const struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step);
event_id tcp_report_send (const struct tcb *tcb, enum tcp_reason reason, const struct segment *segment, size_t length,
                          struct tcp_step *step); /* the packet is in step->outlet->packet */
event_id tcp_report_arrive (const struct tcb *tcb, enum tcp_reason reason, const struct segment *segment,
                            struct tcp_step *step);
void tcp_report_discard (const struct tcb *tcb, enum tcp_reason reason, const struct segment *segment,
                         struct tcp_step *step);
void tcp_report_state (const struct tcb *tcb, enum tcp_reason reason, enum tcp_state before, struct tcp_step *step);
event_id tcp_report_timer (const struct tcb *tcb, enum tcp_event_kind kind, enum tcp_timer timer,
                           enum tcp_reason reason, struct tcp_step *step);
void tcp_report_deliver (const struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step);
void tcp_report_notice (const struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);
event_id tcp_report_update (const struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step);
