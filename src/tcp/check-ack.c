/* SEGMENT ARRIVES, fifth check: the ACK field (RFC 9293 §3.10.7.4). */
#include "tcp/acknowledge.h"
#include "tcp/checks.h"
#include "tcp/ecn.h"
#include "tcp/fast-open.h"
#include "tcp/frto.h"
#include "tcp/keepalive.h"
#include "tcp/mtu-probe.h"
#include "tcp/output.h"
#include "tcp/rack.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/sack-recovery.h"
#include "tcp/tail-loss.h"
#include "tcp/timers.h"
#include "tcp/timestamps.h"
#include "tcp/transmit.h"
#include "tcp/user-timeout.h"

/* RFC 6298 §5.7: after a lost SYN the first data waits longer than the minimum. */
#define RTO_AFTER_SYN_LOSS SEC (3)

static void
set_window (struct tcb *tcb, const struct segment *segment, const struct tcp_step *step)
{
  tcb->snd_wnd = step->window;
  tcb->snd_wl1 = segment->seq;
  tcb->snd_wl2 = segment->ack;
  if (tcb->snd_wnd > tcb->max_snd_wnd)
    tcb->max_snd_wnd = tcb->snd_wnd;
}

void
tcp_take_first_window (struct tcb *tcb, const struct segment *segment, const struct tcp_step *step)
{
  set_window (tcb, segment, step);
  if ((segment->flags & TCP_ACK) == 0)
    tcb->snd_wl2 = tcb->snd_una;
}

/* Was the segment sent after the one whose window we have? One that acknowledges more than any before it was, also when
 * it is old text sent again, which RFC 9293's two comparisons alone would pass over; the window would then be counted
 * from a later SND.UNA than the peer meant, and we might send past its edge. */
static bool
is_window_newer (const struct tcb *tcb, const struct segment *segment, bool advances)
{
  return advances || seq_lt (tcb->snd_wl1, segment->seq)
         || (tcb->snd_wl1 == segment->seq && seq_leq (tcb->snd_wl2, segment->ack));
}

static void
take_window (struct tcb *tcb, const struct segment *segment, bool advances, struct tcp_step *step)
{
  if (!is_window_newer (tcb, segment, advances))
    return;
  uint32_t before = tcb->snd_wnd;
  uint32_t wl1 = tcb->snd_wl1;
  set_window (tcb, segment, step);
  tcb->snd_wl1 = seq_max (wl1, segment->seq);
  if (tcb->snd_wnd != before)
    tcp_report_update (tcb, REASON_UPDATE_WINDOW, tcb->snd_wnd, step);
  if (tcb->snd_wnd > 0)
    tcp_timer_stop (tcb, TCP_TIMER_PERSIST, REASON_TIMER_PERSIST_STOP, step);
}

void
tcp_become_established (struct tcb *tcb, enum tcp_reason state, enum tcp_reason notice, struct tcp_step *step)
{
  if (tcb->syn_timed_out && tcb->config.rto_initial < RTO_AFTER_SYN_LOSS)
    {
      tcb->rtt.rto = RTO_AFTER_SYN_LOSS;
      tcb->rtt.backoff = 0;
      tcp_report_update (tcb, REASON_UPDATE_RTO_AFTER_SYN_LOSS, 0, step);
    }
  tcp_receive_open (tcb);
  tcb->counters.opened_at = step->now;
  tcb_enter (tcb, TCP_ESTABLISHED, state, step);
  if (notice != REASON_COUNT)
    tcp_report_notice (tcb, notice, step);
  if (tcb->close_called)
    tcb_enter (tcb, TCP_FIN_WAIT_1, REASON_STATE_CLOSE_ACTIVE, step);
  tcp_keepalive_arm (tcb, step);
  if (tcb->fast_open.taken)
    tcp_receive_offer (tcb, step);
}

/* What the program learns: nothing, when it had the connection already. */
static enum tcp_reason
opening_notice (const struct tcb *tcb)
{
  if (tcb->fast_open.taken)
    return REASON_COUNT;
  return tcb->passive_open ? REASON_NOTICE_ACCEPTED : REASON_NOTICE_CONNECTED;
}

/* SYN-RECEIVED: the third segment of the handshake, or whatever brings its ACK. */
static enum verdict
check_ack_of_syn (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (seq_leq (segment->ack, tcb->snd_una) || seq_gt (segment->ack, tcb->snd_nxt))
    {
      tcp_report_discard (tcb, REASON_DISCARD_SYN_RECEIVED_BAD_ACK, segment, step);
      tcp_transmit_reset (tcb, segment->ack, REASON_SEND_RST_SYN_RECEIVED, step);
      return STOP;
    }
  if (tcb->passive_open && tcb->accept_queue_full && tcb->config.overflow_resets)
    {
      tcp_transmit_reset (tcb, segment->ack, REASON_SEND_RST_ACCEPT_QUEUE_FULL, step);
      tcb_return_to_listen (tcb, step);
      return STOP;
    }
  if (tcb->passive_open && tcb->accept_queue_full)
    {
      tcp_report_discard (tcb, REASON_DISCARD_ACCEPT_QUEUE_FULL, segment, step);
      return STOP;
    }
  tcp_fast_open_take_back (tcb, segment->ack, step);
  /* Before the ACK is taken, which may tell of losses: Fast Open let text go already. */
  tcb_start_congestion (tcb);
  tcp_take_ack (tcb, segment, step);
  tcp_become_established (tcb, REASON_STATE_HANDSHAKE_DONE, opening_notice (tcb), step);
  return GO_ON;
}

/* The peer took what a window probe carried: only now it counts as sent. */
static void
count_probe_as_sent (struct tcb *tcb, uint32_t ack, struct tcp_step *step)
{
  if (seq_leq (ack, tcb->snd_nxt))
    return;
  bool fin = tcb_unsent (tcb) == 0;
  tcb->snd_nxt = ack;
  if (!fin)
    return;
  tcb->fin_sent = true;
  if (tcb->state == TCP_CLOSE_WAIT)
    tcb_enter (tcb, TCP_LAST_ACK, REASON_STATE_CLOSE_PASSIVE, step);
}

/* Octets up to ack leave the send buffer. */
static void
release_octets (struct tcb *tcb, uint32_t ack)
{
  uint32_t end = tcb->send_base + (uint32_t) tcb->send_ring.length;
  uint32_t upto = seq_min (ack, end);
  if (!seq_gt (upto, tcb->send_base))
    return;
  byte_ring_drop (&tcb->send_ring, upto - tcb->send_base);
  tcb->send_base = upto;
}

/* The ACK of a SYN+ACK that nobody kept: even the timestamp that it echoes was a cookie. */
static bool
acks_cookie (const struct tcb *tcb)
{
  return tcb->from_cookie && tcb->snd_una == tcb->iss;
}

/* The ACK answers a copy of what had arrived before, which renews no timestamp (RFC 7323 §4.3): unless the echo is of
 * the last copy of the oldest segment, it tells how long ago something else came. */
static bool
is_echo_old (const struct tcb *tcb, vtime sample, vtime oldest_sent_at, const struct tcp_step *step)
{
  return step->duplicate_told && tcb->rtt.last > 0 && step->now - sample + tcb->config.ts_tick <= oldest_sent_at;
}

/* RFC 7323 §4: the timestamp names the copy that is acknowledged, and each ACK measures. flight: what was outstanding
 * before it; oldest_sent_at: when the oldest of that was sent last. */
static void
take_echo (struct tcb *tcb, const struct segment *segment, uint32_t flight, vtime oldest_sent_at, struct tcp_step *step)
{
  vtime sample = tcp_timestamps_round_trip (tcb, segment, step->now);
  if (sample < 0)
    return;
  if (is_echo_old (tcb, sample, oldest_sent_at, step))
    {
      /* What was sent did arrive, so there is no reason to go on backed off (RFC 8961 §4 (3)). */
      tcp_rto_end_backoff (&tcb->rtt, &tcb->config);
      tcp_report_update (tcb, REASON_UPDATE_NO_SAMPLE_OF_DUPLICATE, 0, step);
      return;
    }
  tcp_rto_sample (&tcb->rtt, sample, tcp_timestamps_samples (tcb, flight), &tcb->config);
  tcb->tail_loss.unmeasured = false;
  tcp_report_update (tcb, REASON_UPDATE_RTT_FROM_TIMESTAMP, 0, step);
}

/* RFC 6298 §3: what was sent twice measures nothing. */
static void
take_round_trip (struct tcb *tcb, uint32_t ack, bool resent, struct tcp_step *step)
{
  struct tcp_rtt *rtt = &tcb->rtt;
  if (rtt->timing && seq_geq (ack, rtt->timed_end))
    {
      rtt->timing = false;
      tcp_rto_sample (rtt, step->now - rtt->timed_at, 1, &tcb->config);
      tcb->tail_loss.unmeasured = false;
      tcp_report_update (tcb, REASON_UPDATE_RTT_SAMPLE, 0, step);
    }
  else if (resent)
    tcp_report_update (tcb, REASON_UPDATE_KARN_NO_SAMPLE, 0, step);
}

/* The RTO timer watches, or one that may run in its place (RFC 8985 §8). RACK sees to its own. */
static void
begin_rto_anew (struct tcb *tcb, struct tcp_step *step)
{
  tcp_rto_note_due (tcb, step->now);
  if (tcp_tail_loss_may_probe (tcb))
    tcp_tail_loss_schedule (tcb, step);
  else if (!tcp_timer_runs (tcb, TCP_TIMER_REORDERING))
    tcp_rto_start (tcb, REASON_TIMER_RTO_RESTART, step);
}

/* RFC 6298 §5.2 and §5.3. */
static void
rewind_timer (struct tcb *tcb, bool keep, struct tcp_step *step)
{
  if (tcb->sent.length == 0)
    {
      if (!tcb->ecn.held)
        tcp_timer_stop (tcb, TCP_TIMER_RTO, REASON_TIMER_RTO_STOP, step);
      else if (!tcp_timer_runs (tcb, TCP_TIMER_RTO))
        tcp_rto_start (tcb, REASON_TIMER_RTO_ECN_HOLD, step);
      tcp_timer_stop (tcb, TCP_TIMER_REORDERING, REASON_TIMER_REORDERING_STOP, step);
      tcp_timer_stop (tcb, TCP_TIMER_PTO, REASON_TIMER_PTO_STOP, step);
    }
  else if (!keep)
    begin_rto_anew (tcb, step);
}

static struct congestion_verdict
adapt_pace (struct tcb *tcb, uint32_t ack, uint32_t octets, uint32_t earlier, struct tcp_step *step)
{
  /* The handshake does not open cwnd (RFC 5681 §3.1). */
  if (octets == 0 || tcb->state < TCP_ESTABLISHED)
    return (struct congestion_verdict){ .update = REASON_COUNT };
  /* Nor does an ACK that tells of congestion (RFC 3168 §6.1.2). */
  bool grows = !step->congestion_echo || tcb->congestion.phase == TCP_FAST_RECOVERY;
  congestion_clock (&tcb->congestion, step->now, tcb->rtt.srtt);
  struct congestion_verdict verdict
      = congestion_ack (&tcb->congestion, ack, grows ? octets : 0, earlier, tcb_flight (tcb), tcb->eff_snd_mss);
  if (verdict.update != REASON_COUNT)
    tcp_report_update (tcb, verdict.update, octets, step);
  return verdict;
}

static void
note_timeouts_over (struct tcb *tcb, vtime now)
{
  struct tcp_counters *counters = &tcb->counters;
  if (counters->timed_out_at >= 0)
    counters->timed_out += now - counters->timed_out_at;
  counters->timed_out_at = -1;
}

/* SND.UNA < SEG.ACK: something new is acknowledged. */
static void
take_new_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  uint32_t ack = segment->ack;
  uint32_t flight = tcb_flight (tcb);
  count_probe_as_sent (tcb, ack, step);
  bool fin_acked = tcb->fin_sent && ack == tcb->snd_nxt;
  uint32_t controls = (tcb->snd_una == tcb->iss) + (fin_acked && !tcb->fin_acked);
  uint32_t octets = ack - tcb->snd_una - controls;
  if (tcp_rack_runs (tcb))
    tcp_rack_acknowledged (tcb, ack, step->now);
  bool unmeasured = acks_cookie (tcb);
  const struct sent_segment *oldest = sent_queue_front (&tcb->sent);
  vtime oldest_sent_at = oldest != NULL ? oldest->sent_at : 0;
  uint32_t sacked = tcb->sent.sacked;
  bool resent = sent_queue_acknowledge (&tcb->sent, ack);
  uint32_t earlier = sacked - tcb->sent.sacked;
  tcb->snd_una = ack;
  tcb->counters.bytes_acked += octets;
  note_timeouts_over (tcb, step->now);
  tcb->snd_up = seq_max (tcb->snd_up, ack);
  tcb->snd_small = seq_max (tcb->snd_small, ack);
  tcb->fin_acked = fin_acked;
  tcb->path_mtu.stalls = 0;
  release_octets (tcb, ack);
  tcp_report_update (tcb, REASON_UPDATE_ACK_NEW, octets, step);
  tcp_mtu_probe_acknowledged (tcb, step);
  if (tcb->timestamps.ok && !unmeasured)
    take_echo (tcb, segment, flight, oldest_sent_at, step);
  else if (!unmeasured)
    take_round_trip (tcb, ack, resent, step);
  struct congestion_verdict verdict = adapt_pace (tcb, ack, octets, earlier, step);
  rewind_timer (tcb, verdict.keep_timer, step);
  tcp_user_timeout_progress (tcb, step);
  struct sent_segment *front = sent_queue_front (&tcb->sent);
  if (verdict.resend && front != NULL)
    tcp_retransmit (tcb, front, REASON_RETRANSMIT_PARTIAL_ACK, step);
}

/* RFC 5681 §2, the definition of a duplicate ACK. */
static bool
is_duplicate_ack (const struct tcb *tcb, const struct segment *segment, const struct tcp_step *step)
{
  return tcb_flight (tcb) > 0 && segment_len (segment) == 0 && segment->ack == tcb->snd_una
         && step->window == tcb->snd_wnd;
}

static void
take_duplicate_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (tcp_mtu_probe_lost (tcb, step))
    return;
  struct congestion_verdict verdict
      = congestion_duplicate (&tcb->congestion, segment->ack, tcb->snd_nxt, tcb_flight (tcb), tcb->eff_snd_mss);
  tcp_report_update (tcb, REASON_UPDATE_ACK_DUPLICATE, tcb->congestion.dupacks, step);
  if (verdict.update != REASON_COUNT)
    tcp_report_update (tcb, verdict.update, 0, step);
  struct sent_segment *front = sent_queue_front (&tcb->sent);
  if (!verdict.resend || front == NULL)
    return;
  tcp_ecn_reduced (tcb);
  tcp_retransmit (tcb, front, REASON_RETRANSMIT_FAST, step);
}

/* With SACK a duplicate ACK is one that reports something new, whatever else it brings (RFC 6675 §2). */
static void
take_sack_news (struct tcb *tcb, struct tcp_step *step)
{
  if (tcp_mtu_probe_lost (tcb, step))
    return;
  bool counts = !tcp_sack_recovers (tcb);
  struct congestion_verdict verdict = congestion_sacked (&tcb->congestion, tcb->snd_nxt, tcb_flight (tcb),
                                                         tcb->eff_snd_mss, tcp_sack_front_is_lost (tcb));
  if (verdict.resend)
    tcp_sack_start (tcb);
  if (counts)
    tcp_report_update (tcb, REASON_UPDATE_ACK_DUPLICATE, tcb->congestion.dupacks, step);
  if (!verdict.resend)
    return;
  tcp_ecn_reduced (tcb);
  tcp_report_update (tcb, verdict.update, 0, step);
  tcp_retransmit (tcb, sent_queue_front (&tcb->sent), REASON_RETRANSMIT_FAST, step);
}

static bool
is_repairing (const struct tcb *tcb)
{
  return tcb->congestion.phase == TCP_FAST_RECOVERY || tcb->congestion.phase == TCP_LOSS;
}

/* The acknowledgment with the peer's reports. */
static void
take_sack_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  uint32_t una = tcb->snd_una;
  uint32_t sacked = tcb->sent.sacked;
  bool repaired = is_repairing (tcb);
  bool duplicate = is_duplicate_ack (tcb, segment, step);
  tcp_rack_begin (tcb, segment);
  bool news = tcp_sack_take (tcb, segment, step);
  tcp_tail_loss_take_ack (tcb, segment, step);
  if (seq_gt (segment->ack, tcb->snd_una))
    take_new_ack (tcb, segment, step);
  else if (!news && tcb->snd_wnd == 0)
    tcp_user_timeout_progress (tcb, step);
  uint32_t delivered = tcb->snd_una - una + tcb->sent.sacked - sacked;
  tcp_frto_take_ack (tcb, segment, &(struct tcp_frto_ack){ una, delivered, news, duplicate }, step);
  bool more_lost = news; /* RFC 6675 marks nothing: every report may mean it */
  if (tcp_rack_runs (tcb))
    more_lost = tcp_rack_take (tcb, repaired && !is_repairing (tcb), step);
  else if (news)
    take_sack_news (tcb, step);
  tcp_sack_pace (tcb, delivered, tcb->snd_una != una && !more_lost, step);
}

/* The acknowledgment without them. */
static void
take_plain_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  uint32_t una = tcb->snd_una;
  bool duplicate = is_duplicate_ack (tcb, segment, step);
  if (seq_gt (segment->ack, tcb->snd_una))
    take_new_ack (tcb, segment, step);
  else if (duplicate)
    take_duplicate_ack (tcb, segment, step);
  else if (tcb->snd_wnd == 0)
    tcp_user_timeout_progress (tcb, step);
  tcp_frto_take_ack (tcb, segment, &(struct tcp_frto_ack){ una, tcb->snd_una - una, false, duplicate }, step);
}

/* The program could not write all it had: is there room now? */
static void
notice_room (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcb->room_wanted || tcb->close_called || byte_ring_space (&tcb->send_ring) == 0)
    return;
  tcb->room_wanted = false;
  tcp_report_notice (tcb, REASON_NOTICE_ROOM, step);
}

void
tcp_take_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  bool advances = seq_gt (segment->ack, tcb->snd_una);
  tcb->heard_at = step->now;
  tcb->counters.window_probes = 0;
  tcb->soft_error = TCP_OK;
  tcp_keepalive_heard (tcb, step);
  tcp_ecn_take_echo (tcb, segment, step);
  if (tcb->sack_ok)
    take_sack_ack (tcb, segment, step);
  else
    take_plain_ack (tcb, segment, step);
  if (tcb->ecn.held && step->congestion_echo)
    tcp_rto_start (tcb, REASON_TIMER_RTO_ECN_HOLD, step);
  if (segment->ack == tcb->snd_una)
    take_window (tcb, segment, advances, step);
  notice_room (tcb, step);
}

/* What the acknowledgment of our FIN means, by state; FIN-WAIT-1 is left to the end of the step. */
static enum verdict
check_ack_of_fin (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcb->fin_acked)
    return GO_ON;
  if (tcb->state == TCP_CLOSING)
    {
      tcb_enter_time_wait (tcb, REASON_STATE_CLOSING_ACKED, step);
      tcp_report_notice (tcb, REASON_NOTICE_CLOSED, step);
      return STOP;
    }
  if (tcb->state == TCP_LAST_ACK)
    {
      tcb_end (tcb, TCP_OK, REASON_STATE_LAST_ACK_ACKED, step);
      tcp_report_notice (tcb, REASON_NOTICE_CLOSED, step);
      return STOP;
    }
  return GO_ON;
}

/* RFC 5961 §5.2: an ACK further back than any window could reach was not sent by the peer. */
static bool
is_ack_too_old (const struct tcb *tcb, const struct segment *segment)
{
  return tcb->config.rfc5961 && seq_lt (segment->ack, tcb->snd_una - tcb->max_snd_wnd);
}

/* The counter-experiment: new on the circle, but the smaller number. */
static bool
looks_old (const struct tcb *tcb, const struct segment *segment)
{
  return tcb->config.plain_comparison && seq_gt (segment->ack, tcb->snd_una) && segment->ack < tcb->snd_una;
}

bool
tcp_ack_is_credible (const struct tcb *tcb, const struct segment *segment)
{
  return (segment->flags & TCP_ACK) != 0 && seq_leq (segment->ack, tcb->snd_max) && !is_ack_too_old (tcb, segment);
}

enum verdict
tcp_check_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_ACK) == 0)
    {
      tcp_report_discard (tcb, REASON_DISCARD_NO_ACK, segment, step);
      return STOP;
    }
  if (tcb->state == TCP_SYN_RECEIVED)
    return check_ack_of_syn (tcb, segment, step);
  if (is_ack_too_old (tcb, segment))
    {
      tcp_report_discard (tcb, REASON_DISCARD_ACK_OLD, segment, step);
      tcp_challenge (tcb, REASON_SEND_CHALLENGE_ACK, step);
      return STOP;
    }
  if (seq_gt (segment->ack, tcb->snd_max))
    {
      tcp_report_discard (tcb, REASON_DISCARD_ACK_OF_UNSENT, segment, step);
      if (tcp_challenge_allowed (tcb, step))
        tcp_ack_now (tcb, REASON_SEND_ACK_OF_UNSENT, step);
      return STOP;
    }
  if (looks_old (tcb, segment))
    {
      tcp_report_update (tcb, REASON_UPDATE_ACK_LOOKS_OLD, 0, step);
      return GO_ON;
    }
  tcp_take_ack (tcb, segment, step);
  return check_ack_of_fin (tcb, step);
}
