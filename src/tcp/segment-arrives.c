/* SEGMENT ARRIVES, RFC 9293 §3.10.7: the order of the checks, and what is left for the end of a step. */
#include "tcp/acknowledge.h"
#include "tcp/arrives-syn-sent.h"
#include "tcp/checks.h"
#include "tcp/ecn.h"
#include "tcp/engine.h"
#include "tcp/output.h"
#include "tcp/report.h"
#include "tcp/user-timeout-option.h"
#include "tcp/user-timeout.h"

#include <assert.h>

/* Our FIN was acknowledged and no FIN came with that: FIN-WAIT-1 ends in FIN-WAIT-2. This is left to the end because
 * a segment that brings both goes from FIN-WAIT-1 straight to TIME-WAIT (eighth step). */
static void
leave_fin_wait_1 (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->state != TCP_FIN_WAIT_1 || !tcb->fin_acked)
    return;
  tcb_enter (tcb, TCP_FIN_WAIT_2, REASON_STATE_FIN_ACKED, step);
  tcp_orphan_arm (tcb, step);
  tcp_report_notice (tcb, REASON_NOTICE_CLOSED, step);
}

/* §3.10.7.4, all other states. */
static void
arrives_otherwise (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  if (tcp_check_sequence (tcb, segment, step) == STOP)
    return;
  if (tcp_check_rst (tcb, segment, step) == STOP)
    return;
  if (tcp_check_syn (tcb, segment, step) == STOP)
    return;
  if (tcp_check_ack (tcb, segment, step) == STOP)
    return;
  tcp_ecn_take_mark (tcb, segment, step);
  tcp_uto_take (tcb, segment, step);
  bool fin_is_next = (segment->flags & TCP_FIN) != 0 && segment->seq == tcb->rcv_nxt;
  if (!fin_is_next)
    leave_fin_wait_1 (tcb, step);
  tcp_check_urg (tcb, segment, step);
  if (tcp_process_text (tcb, segment, step) == STOP)
    return;
  tcp_check_fin (tcb, segment, step);
  leave_fin_wait_1 (tcb, step);
}

void
tcp_count_arrival (struct tcb *tcb, const struct segment *segment, vtime now)
{
  struct tcp_counters *counters = &tcb->counters;
  if (counters->segs_out + counters->segs_in == 0)
    counters->opened_at = now;
  counters->segs_in++;
  counters->ecn_seen = counters->ecn_seen || segment->ecn != 0;
  if (segment->length == 0)
    return;
  counters->data_segs_in++;
  counters->last_data_received = now;
  if (segment->length > counters->largest_text)
    counters->largest_text = segment->length;
}

void
tcp_segment_arrives (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  assert (tcb->state != TCP_CLOSED && tcb->state != TCP_LISTEN);
  struct segment trimmed = *segment;
  bool syn = (segment->flags & TCP_SYN) != 0;
  tcp_count_arrival (tcb, segment, step->now);
  step->window = syn ? segment->wnd : (uint32_t) segment->wnd << tcb->snd_wind_shift;
  step->urgent_pointer = segment->seq + segment->up;
  if (tcb->state == TCP_SYN_SENT)
    tcp_arrives_syn_sent (tcb, &trimmed, step);
  else
    arrives_otherwise (tcb, &trimmed, step);
  if (tcb_sends (tcb))
    tcp_output_later (tcb, step);
}

void
tcp_flush (struct tcb *tcb, struct tcp_step *step)
{
  tcp_output_waiting (tcb, step);
  tcp_send_pending_ack (tcb, step);
}

/* Queued segments are all processed before an ACK goes (MUST-58, MUST-59), where one ACK can answer for them: the next
 * goes on where those before it end. A duplicate ACK counts by itself (RFC 5681 §3.2). */
static bool
waits_for_next (const struct tcb *tcb, const struct segment *next)
{
  return tcb->last_ack_sent != tcb->rcv_nxt && next->seq == tcb->rcv_nxt;
}

void
tcp_flush_before (struct tcb *tcb, const struct segment *next, struct tcp_step *step)
{
  tcp_output_waiting (tcb, step);
  if (!waits_for_next (tcb, next))
    tcp_send_pending_ack (tcb, step);
}
