#include "tcp/tail-loss.h"

#include "tcp/ecn.h"
#include "tcp/output.h"
#include "tcp/rack.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/timers.h"

/* PTO before a round trip was measured. */
#define PTO_UNMEASURED SEC (1)

/* §7.3 skips a probe when the one before is not answered or nothing was measured since. Only an ACK can change that,
 * and it schedules anew: so none is scheduled, and the RTO comes no later for it. */
bool
tcp_tail_loss_may_probe (const struct tcb *tcb)
{
  enum tcp_phase phase = tcb->congestion.phase;
  if (!tcb->config.tlp || !tcp_rack_runs (tcb) || !tcp_state_sends (tcb->state) || tcb->ecn.held)
    return false;
  if (tcb->tail_loss.outstanding || tcb->tail_loss.unmeasured || phase == TCP_FAST_RECOVERY || phase == TCP_LOSS)
    return false;
  return tcb->sent.length > 0 && tcb->sent.sacked == 0 && !tcp_timer_runs (tcb, TCP_TIMER_REORDERING);
}

/* Never past the RTO. */
static vtime
probe_timeout (const struct tcb *tcb, vtime now)
{
  vtime pto = PTO_UNMEASURED;
  if (tcb->rtt.last > 0)
    pto = 2 * tcb->rtt.srtt + (tcb->sent.length == 1 ? tcb->config.tlp_max_ack_delay : 0);
  vtime left = tcb->rto_due > now ? tcb->rto_due - now : 0;
  pto = pto < left ? pto : left;
  return pto > 0 ? pto : 1;
}

void
tcp_tail_loss_schedule (struct tcb *tcb, struct tcp_step *step)
{
  tcb->tail_loss.due = false;
  if (!tcp_tail_loss_may_probe (tcb))
    return;
  bool waits = tcp_timer_runs (tcb, TCP_TIMER_PTO);
  if (!waits && !tcp_timer_runs (tcb, TCP_TIMER_RTO))
    tcp_rto_note_due (tcb, step->now);
  vtime pto = probe_timeout (tcb, step->now);
  if (waits && tcb->timers[TCP_TIMER_PTO].deadline == step->now + pto)
    return;
  tcp_timer_stop (tcb, TCP_TIMER_RTO, REASON_TIMER_RTO_YIELD, step);
  tcp_timer_start (tcb, TCP_TIMER_PTO, pto, REASON_TIMER_PTO_START, step);
}

/* TLP_send_probe (): new text where the peer's window lets it go, whatever cwnd says; else the last segment again. */
void
tcp_tail_loss_timeout (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_tail_loss *probe = &tcb->tail_loss;
  *probe = (struct tcp_tail_loss){ .outstanding = true, .unmeasured = true, .flight = tcb_flight (tcb) };
  probe->is_retrans = !tcp_output_probe (tcb, step);
  if (probe->is_retrans)
    tcp_retransmit (tcb, sent_queue_at (&tcb->sent, tcb->sent.length - 1), REASON_RETRANSMIT_TAIL_LOSS_PROBE, step);
  probe->end_seq = tcb->snd_nxt;
  if (!tcp_timer_runs (tcb, TCP_TIMER_RTO))
    tcp_rto_start (tcb, REASON_TIMER_RTO_START, step);
}

/* The peer got the probe besides what it repeats: nothing was lost. Without D-SACK it says so by an ACK that brings
 * nothing new. */
static bool
tells_of_duplicate (const struct tcb *tcb, const struct segment *segment, const struct tcp_step *step)
{
  if (step->duplicate_told)
    return step->duplicate.right == tcb->tail_loss.end_seq;
  return segment->ack == tcb->tail_loss.end_seq && segment->ack == tcb->snd_una && segment_len (segment) == 0
         && (segment->options.present & TCP_OPTION_SACK) == 0 && step->window == tcb->snd_wnd;
}

/* The probe replaced what was lost, so nothing else will tell of that loss. */
static void
react (struct tcb *tcb, struct tcp_step *step)
{
  if (!congestion_echo (&tcb->congestion, tcb->snd_nxt, tcb->tail_loss.flight, tcb->eff_snd_mss))
    return;
  tcp_ecn_reduced (tcb);
  tcp_report_update (tcb, REASON_UPDATE_PROBE_REPAIRED, 0, step);
}

void
tcp_tail_loss_take_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  struct tcp_tail_loss *probe = &tcb->tail_loss;
  if (!probe->outstanding || seq_lt (segment->ack, probe->end_seq))
    return;
  bool duplicate = probe->is_retrans && tells_of_duplicate (tcb, segment, step);
  bool repaired = probe->is_retrans && !duplicate && seq_gt (segment->ack, probe->end_seq);
  if (probe->is_retrans && !duplicate && !repaired)
    return;
  probe->outstanding = false;
  if (duplicate)
    tcp_report_update (tcb, REASON_UPDATE_PROBE_NOT_NEEDED, 0, step);
  if (repaired)
    react (tcb, step);
}

void
tcp_tail_loss_end (struct tcb *tcb, struct tcp_step *step)
{
  tcb->tail_loss.outstanding = false;
  if (tcp_timer_runs (tcb, TCP_TIMER_PTO))
    tcp_rto_start (tcb, REASON_TIMER_RTO_START, step);
}
