#include "tcp/rack.h"

#include "tcp/ecn.h"
#include "tcp/mtu-probe.h"
#include "tcp/output.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/sack-recovery.h"
#include "tcp/tail-loss.h"
#include "tcp/timers.h"
#include "tcp/timestamps.h"

/* Reported segments that stand for reordering to be no excuse any more: DupThresh of §6.2 step 4. */
#define DUPLICATE_THRESHOLD 3

/* Recoveries without a D-SACK after which the window is as narrow as at first (§6.2 step 4). */
#define RECOVERIES_TO_NARROW 16

/* A smallest round trip that is older may be of another path (§6.2 step 1). */
#define MIN_RTT_LIFETIME SEC (300)

static vtime
min_vtime (vtime a, vtime b)
{
  return a < b ? a : b;
}

/* RACK_sent_after (), but within one instant by the order of sending: the RFC's RACK.end_seq tells it of segments that
 * were sent once, not of one that was sent again after new ones. */
static bool
sent_after (vtime time, uint32_t order, vtime other_time, uint32_t other_order)
{
  return time > other_time || (time == other_time && seq_gt (order, other_order));
}

/* --- what an ACK delivers --- */

void
tcp_rack_begin (struct tcb *tcb, const struct segment *segment)
{
  tcb->rack.news = (struct tcp_rack_news){
    .fack = tcb->rack.fack,
    .echo_known = tcb->timestamps.ok && (segment->options.present & TCP_OPTION_TIMESTAMPS) != 0,
    .echo = segment->options.ts_ecr,
  };
}

/* Step 1. */
static void
measure (struct tcp_rack *rack, vtime rtt, vtime now)
{
  if (rtt > rack->min_rtt && now - rack->min_rtt_at <= MIN_RTT_LIFETIME)
    return;
  rack->min_rtt = rtt;
  rack->min_rtt_at = now;
}

/* The ACK may be of a copy before the last: then it does not tell when what arrived was sent (step 2). */
static bool
is_ambiguous (const struct tcb *tcb, const struct sent_segment *segment, vtime now)
{
  const struct tcp_rack_news *news = &tcb->rack.news;
  if (segment->copies == 1)
    return false;
  if (news->echo_known && seq_lt (news->echo, tcp_timestamps_now (&tcb->config, segment->sent_at)))
    return true;
  return now - segment->sent_at < tcb->rack.min_rtt;
}

/* Steps 2 and 3 for one segment. Reordering shows against what was delivered before this ACK: in which order one ACK
 * names things means nothing. */
void
tcp_rack_delivered (struct tcb *tcb, const struct sent_segment *segment, vtime now)
{
  struct tcp_rack_news *news = &tcb->rack.news;
  uint32_t end = segment->seq + segment->len;
  news->fack = seq_max (news->fack, end);
  if (segment->copies == 1)
    {
      measure (&tcb->rack, now - segment->sent_at, now);
      news->reordered |= seq_lt (end, tcb->rack.fack);
    }
  if (is_ambiguous (tcb, segment, now))
    return;
  if (news->any && !sent_after (segment->sent_at, segment->order, news->xmit_ts, news->order))
    return;
  news->any = true;
  news->xmit_ts = segment->sent_at;
  news->order = segment->order;
}

void
tcp_rack_acknowledged (struct tcb *tcb, uint32_t ack, vtime now)
{
  for (size_t i = 0; i < tcb->sent.length; i++)
    {
      const struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      if (seq_lt (ack, segment->seq + segment->len))
        return;
      if (!segment->sacked)
        tcp_rack_delivered (tcb, segment, now);
    }
}

/* --- RACK's variables --- */

/* Step 2: the latest of what was delivered. */
static void
advance (struct tcp_rack *rack, vtime now)
{
  const struct tcp_rack_news *news = &rack->news;
  if (!news->any)
    return;
  rack->rtt = now - news->xmit_ts;
  if (rack->delivered && !sent_after (news->xmit_ts, news->order, rack->xmit_ts, rack->order))
    return;
  rack->delivered = true;
  rack->xmit_ts = news->xmit_ts;
  rack->order = news->order;
}

/* Step 3. */
static void
note_reordering (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_rack *rack = &tcb->rack;
  bool first = rack->news.reordered && !rack->reordering_seen;
  rack->reordering_seen |= rack->news.reordered;
  tcb->counters.reordered += rack->news.reordered;
  rack->fack = seq_max (rack->news.fack, tcb->snd_una);
  if (first)
    tcp_report_update (tcb, REASON_UPDATE_REORDERING_SEEN, 0, step);
}

/* Step 4: a segment that arrived twice was sent again too early; once a round trip that makes the window wider. */
static void
adapt_to_duplicates (struct tcb *tcb, bool left_recovery, struct tcp_step *step)
{
  struct tcp_rack *rack = &tcb->rack;
  if (rack->dsack_counted && seq_geq (tcb->snd_una, rack->dsack_round))
    rack->dsack_counted = false;
  if (step->duplicate_told && !rack->dsack_counted)
    {
      rack->dsack_counted = true;
      rack->dsack_round = tcb->snd_nxt;
      rack->reo_wnd_mult += rack->reo_wnd_mult < UINT8_MAX;
      rack->reo_wnd_persist = RECOVERIES_TO_NARROW;
      tcp_report_update (tcb, REASON_UPDATE_REORDERING_WINDOW_WIDER, 0, step);
    }
  else if (left_recovery && rack->reo_wnd_persist > 0 && --rack->reo_wnd_persist == 0)
    {
      rack->reo_wnd_mult = 1;
      tcp_report_update (tcb, REASON_UPDATE_REORDERING_WINDOW_NARROW, 0, step);
    }
}

/* Step 4: RACK_update_reo_wnd (). Where nothing was ever reordered there is no need to wait for it once losses are
 * likely. */
static vtime
reordering_window (const struct tcb *tcb)
{
  enum tcp_phase phase = tcb->congestion.phase;
  bool likely = phase == TCP_FAST_RECOVERY || phase == TCP_LOSS || tcb->sent.sacked_segments >= DUPLICATE_THRESHOLD;
  if (!tcb->rack.reordering_seen && likely)
    return 0;
  return min_vtime (tcb->rack.reo_wnd_mult * tcb->rack.min_rtt / 4, tcb->rtt.srtt);
}

/* --- losses --- */

struct findings
{
  uint32_t lost; /* numbers */
  bool again;    /* among them what this recovery had sent again */
  vtime timeout; /* until the last that may still arrive is lost too; 0 when there is none */
};

/* Step 5: RACK_detect_loss (). Segments that were sent once are in the order in which they were sent, so the first of
 * them that is too young ends the search: those behind it, sent once or again, are younger. */
static struct findings
detect_loss (struct tcb *tcb, vtime now)
{
  struct findings findings = { 0 };
  const struct tcp_rack *rack = &tcb->rack;
  for (size_t i = 0; rack->delivered && i < tcb->sent.length; i++)
    {
      struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      bool older = sent_after (rack->xmit_ts, rack->order, segment->sent_at, segment->order);
      if (!older && segment->copies == 1)
        break;
      if (!older || segment->sacked || segment->lost)
        continue;
      vtime remaining = segment->sent_at + rack->rtt + rack->reo_wnd - now;
      if (remaining > findings.timeout)
        findings.timeout = remaining;
      if (remaining > 0)
        continue;
      sent_queue_set_lost (&tcb->sent, segment, true);
      findings.lost += segment->len;
      findings.again |= segment->copies > 1 && segment->sent_at >= rack->recovery_since;
    }
  return findings;
}

/* The sender slows down and sends the first one again; the others follow as cwnd permits. */
static void
recover (struct tcb *tcb, bool again, struct tcp_step *step)
{
  struct congestion_verdict verdict
      = congestion_loss_found (&tcb->congestion, tcb->snd_nxt, tcb_flight (tcb), tcb->eff_snd_mss, again);
  if (!verdict.resend)
    return;
  tcb->rack.recovery_since = step->now;
  tcp_ecn_reduced (tcb);
  tcp_report_update (tcb, verdict.update, 0, step);
  tcp_tail_loss_end (tcb, step);
  tcp_retransmit (tcb, sent_queue_first_lost (&tcb->sent), REASON_RETRANSMIT_RACK, step);
}

/* §8: one timer at a time. */
static void
set_timer (struct tcb *tcb, vtime timeout, struct tcp_step *step)
{
  bool runs = tcp_timer_runs (tcb, TCP_TIMER_REORDERING);
  if (timeout == 0)
    {
      if (runs && tcb->sent.length > 0)
        tcp_rto_start (tcb, REASON_TIMER_RTO_RESTART, step);
      return;
    }
  if (runs && tcb->timers[TCP_TIMER_REORDERING].deadline == step->now + timeout)
    return;
  tcp_timer_stop (tcb, TCP_TIMER_RTO, REASON_TIMER_RTO_YIELD, step);
  tcp_timer_stop (tcb, TCP_TIMER_PTO, REASON_TIMER_PTO_STOP, step);
  tcp_timer_start (tcb, TCP_TIMER_REORDERING, timeout, REASON_TIMER_REORDERING_START, step);
}

/* RACK_detect_loss_and_arm_timer (). True when something is lost that was not thought to be. */
static bool
look_for_losses (struct tcb *tcb, struct tcp_step *step)
{
  tcb->rack.reo_wnd = tcb->rack.delivered ? reordering_window (tcb) : 0;
  struct findings findings = detect_loss (tcb, step->now);
  if (findings.lost > 0)
    tcp_report_update (tcb, REASON_UPDATE_RACK_LOST, findings.lost, step);
  if (tcb->sent.lost > 0 && !tcp_mtu_probe_lost (tcb, step))
    recover (tcb, findings.again, step);
  set_timer (tcb, findings.timeout, step);
  return findings.lost > 0;
}

bool
tcp_rack_take (struct tcb *tcb, bool left_recovery, struct tcp_step *step)
{
  advance (&tcb->rack, step->now);
  note_reordering (tcb, step);
  adapt_to_duplicates (tcb, left_recovery, step);
  return look_for_losses (tcb, step);
}

void
tcp_rack_mark_at_timeout (struct tcb *tcb, vtime now)
{
  const struct tcp_rack *rack = &tcb->rack;
  for (size_t i = 0; i < tcb->sent.length; i++)
    {
      struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      bool old = !rack->delivered || segment->sent_at + rack->rtt + rack->reo_wnd <= now;
      if (!segment->sacked && (i == 0 || old))
        sent_queue_set_lost (&tcb->sent, segment, true);
    }
}

void
tcp_reordering_timeout (struct tcb *tcb, struct tcp_step *step)
{
  look_for_losses (tcb, step);
  tcp_sack_pace (tcb, 0, false, step);
  if (!tcp_timer_runs (tcb, TCP_TIMER_REORDERING))
    tcp_rto_start (tcb, REASON_TIMER_RTO_START, step);
  tcp_output_later (tcb, step);
}
