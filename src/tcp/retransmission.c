#include "tcp/retransmission.h"

#include "tcp/ecn.h"
#include "tcp/frto.h"
#include "tcp/mtu-probe.h"
#include "tcp/output.h"
#include "tcp/path-mtu.h"
#include "tcp/rack.h"
#include "tcp/report.h"
#include "tcp/sack-recovery.h"
#include "tcp/tail-loss.h"
#include "tcp/timers.h"
#include "tcp/transmit.h"

static vtime
clamp (vtime value, vtime least, vtime most)
{
  if (value < least)
    return least;
  return value > most ? most : value;
}

/* RFC 6298 §2.3 and §2.4. */
void
tcp_rto_end_backoff (struct tcp_rtt *rtt, const struct tcp_config *config)
{
  rtt->backoff = 0;
  vtime least = config->clock_granularity;
  if (config->rto_min_as_margin && config->rto_min > least)
    least = config->rto_min;
  vtime margin = 4 * rtt->rttvar > least ? 4 * rtt->rttvar : least;
  rtt->rto = clamp (rtt->srtt + margin, config->rto_min, config->rto_max);
}

void
tcp_rto_sample (struct tcp_rtt *rtt, vtime sample, uint32_t samples, const struct tcp_config *config)
{
  vtime weight = samples;
  if (rtt->last == 0)
    {
      rtt->srtt = sample;
      rtt->rttvar = sample / 2;
    }
  else
    {
      /* RTTVAR first, with the SRTT from before (RFC 6298 §2.3). */
      vtime error = rtt->srtt > sample ? rtt->srtt - sample : sample - rtt->srtt;
      rtt->rttvar = ((4 * weight - 1) * rtt->rttvar + error) / (4 * weight);
      rtt->srtt = ((8 * weight - 1) * rtt->srtt + sample) / (8 * weight);
    }
  rtt->last = sample > 0 ? sample : 1;
  rtt->least = rtt->least == 0 || rtt->last < rtt->least ? rtt->last : rtt->least;
  tcp_rto_end_backoff (rtt, config);
}

void
tcp_rto_adapt (struct tcp_rtt *rtt, vtime sample, const struct tcp_config *config)
{
  rtt->srtt = rtt->srtt > sample ? rtt->srtt : sample;
  rtt->rttvar = rtt->rttvar > sample / 2 ? rtt->rttvar : sample / 2;
  tcp_rto_end_backoff (rtt, config);
}

void
tcp_rto_back_off (struct tcp_rtt *rtt, const struct tcp_config *config)
{
  vtime longest = config->rto_max > rtt->rto ? config->rto_max : rtt->rto;
  rtt->rto = rtt->rto > longest / 2 ? longest : 2 * rtt->rto;
  if (rtt->backoff < UINT8_MAX)
    rtt->backoff++;
}

static vtime
timer_length (const struct tcb *tcb)
{
  return tcb->rtt.rto + tcb->config.rto_slack;
}

void
tcp_rto_note_due (struct tcb *tcb, vtime now)
{
  tcb->rto_due = now + timer_length (tcb);
}

void
tcp_rto_start (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  tcp_timer_stop (tcb, TCP_TIMER_REORDERING, REASON_TIMER_REORDERING_STOP, step);
  tcp_timer_stop (tcb, TCP_TIMER_PTO, REASON_TIMER_PTO_STOP, step);
  tcp_rto_note_due (tcb, step->now);
  tcp_timer_start (tcb, TCP_TIMER_RTO, timer_length (tcb), reason, step);
}

void
tcp_rto_arm (struct tcb *tcb, struct tcp_step *step)
{
  tcp_timer_stop (tcb, TCP_TIMER_PERSIST, REASON_TIMER_PERSIST_STOP, step);
  tcp_timer_stop (tcb, TCP_TIMER_SWS, REASON_TIMER_SWS_STOP, step);
  if (!tcp_timer_runs (tcb, TCP_TIMER_RTO) && !tcp_timer_runs (tcb, TCP_TIMER_REORDERING)
      && !tcp_timer_runs (tcb, TCP_TIMER_PTO))
    tcp_rto_start (tcb, REASON_TIMER_RTO_START, step);
}

bool
tcp_note_sent (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, struct tcp_step *step)
{
  struct sent_segment segment = {
    .seq = seq,
    .len = len,
    .flags = flags,
    .copies = 1,
    .order = tcb->transmissions++,
    .first_sent_at = step->now,
    .sent_at = step->now,
  };
  if (!sent_queue_push (&tcb->sent, &segment))
    return false;
  tcb->snd_nxt = seq + len;
  tcb->snd_max = seq_max (tcb->snd_max, tcb->snd_nxt);
  if (!tcb->rtt.timing)
    {
      tcb->rtt.timing = true;
      tcb->rtt.timed_end = tcb->snd_nxt;
      tcb->rtt.timed_at = step->now;
    }
  return true;
}

struct sent_segment *
tcp_cut_to_size (struct tcb *tcb, struct sent_segment *segment)
{
  uint32_t syn = (segment->flags & TCP_SYN) != 0;
  uint32_t fin = (segment->flags & TCP_FIN) != 0;
  uint32_t most = tcb->eff_snd_mss + syn;
  return segment->len - fin > most ? sent_queue_cut (&tcb->sent, segment, most) : segment;
}

/* RFC 6675 §6: the ACK of this comes two round trips after that of what was sent before it. The timer of RACK, which
 * may run in place of the RTO, is nearer and goes on. */
static void
rearm_in_recovery (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcb->config.rto_rearm || !tcp_sack_recovers (tcb))
    return;
  if (tcp_timer_runs (tcb, TCP_TIMER_REORDERING))
    tcp_rto_note_due (tcb, step->now);
  else
    tcp_rto_start (tcb, REASON_TIMER_RTO_REARM, step);
}

void
tcp_retransmit (struct tcb *tcb, struct sent_segment *segment, enum tcp_reason reason, struct tcp_step *step)
{
  tcp_mtu_probe_resent (tcb, segment, step);
  segment = tcp_cut_to_size (tcb, segment);
  segment->too_big = false;
  if (segment->copies < UINT16_MAX)
    segment->copies++;
  segment->order = tcb->transmissions++;
  segment->sent_at = step->now;
  sent_queue_set_lost (&tcb->sent, segment, false);
  congestion_sent (&tcb->congestion, segment->len);
  tcb->syn_resent += (segment->flags & TCP_SYN) != 0;
  tcb->retransmissions++;
  tcb->counters.bytes_retrans += segment->len - ((segment->flags & TCP_SYN) != 0) - ((segment->flags & TCP_FIN) != 0);
  tcb->rtt.timing = false;
  tcb->last_sent_at = step->now;
  rearm_in_recovery (tcb, step);
  tcp_transmit_numbers (tcb, segment->seq, segment->len, segment->flags, reason, step);
}

void
tcp_retransmit_lost (struct tcb *tcb, struct tcp_step *step)
{
  bool after_timeout = tcb->congestion.phase == TCP_LOSS;
  enum tcp_reason for_lost = after_timeout ? REASON_RETRANSMIT_AFTER_TIMEOUT : REASON_RETRANSMIT_RACK;
  struct sent_segment *segment;
  while ((segment = sent_queue_first_lost (&tcb->sent)) != NULL)
    {
      /* Fast Open's text, while the SYN has no answer: it goes again after the handshake (RFC 7413 §4.1.3). */
      if (tcb->state == TCP_SYN_SENT && (segment->flags & TCP_SYN) == 0)
        return;
      uint32_t pipe = tcp_pipe (tcb);
      uint32_t len = segment->len < tcb->eff_snd_mss ? segment->len : tcb->eff_snd_mss;
      if (pipe > 0 && tcb->config.congestion_control && pipe + len > tcb->congestion.cwnd)
        return;
      enum tcp_reason reason = segment->too_big ? REASON_RETRANSMIT_SMALLER : for_lost;
      tcp_retransmit (tcb, segment, reason, step);
    }
}

/* How long the oldest segment may stay unacknowledged. While the peer's window is closed and it answers, there is no
 * end (MUST-37, SHLD-17). */
static bool
has_waited_too_long (const struct tcb *tcb, const struct sent_segment *front, vtime now)
{
  bool syn = (front->flags & TCP_SYN) != 0;
  if (syn && tcb->passive_open && tcb->config.syn_ack_retries > 0)
    return front->timeouts >= tcb->config.syn_ack_retries;
  vtime since = front->first_sent_at;
  if (!syn && tcb->snd_wnd == 0 && tcb->heard_at > since)
    since = tcb->heard_at;
  return now - since >= (syn ? tcb->config.r2_syn : tcb->config.r2);
}

void
tcp_give_up (struct tcb *tcb, struct tcp_step *step)
{
  bool never_open = tcb_is_embryo (tcb);
  /* What ICMP said meanwhile is the better answer to "why?". */
  enum tcp_error error = tcb->soft_error != TCP_OK ? tcb->soft_error : TCP_ERROR_TIMED_OUT;
  tcb_end (tcb, error, REASON_STATE_TIMED_OUT, step);
  if (!never_open)
    tcp_report_notice (tcb, REASON_NOTICE_TIMED_OUT, step);
}

/* A timeout means that what is outstanding left the network without arriving (RFC 5681 §3.1, RFC 8961 §4), but for what
 * the peer reported. */
static void
mark_all_lost (struct tcb *tcb)
{
  for (size_t i = 0; i < tcb->sent.length; i++)
    {
      struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      sent_queue_set_lost (&tcb->sent, segment, !segment->sacked);
    }
}

/* The peer may take its reports back (RFC 2018 §8): then the oldest is among them. */
static void
take_for_lost (struct tcb *tcb, const struct sent_segment *front, struct tcp_step *step)
{
  uint32_t flight = tcb_flight (tcb);
  uint32_t limited = tcb->congestion.limited_octets;
  congestion_timeout (&tcb->congestion, tcb->snd_nxt, flight - (limited < flight ? limited : flight), tcb->eff_snd_mss,
                      front->timeouts == 0);
  tcp_ecn_reduced (tcb);
  if (front->sacked)
    tcp_sack_forget (tcb, step);
  if (tcp_rack_runs (tcb))
    tcp_rack_mark_at_timeout (tcb, step->now);
  else
    mark_all_lost (tcb);
  tcp_report_update (tcb, REASON_UPDATE_TIMEOUT_COLLAPSE, 0, step);
}

static void
count_timeout (struct tcp_counters *counters, vtime now)
{
  counters->timeouts++;
  if (counters->timed_out_at >= 0)
    return;
  counters->first_timeouts++;
  counters->timed_out_at = now;
}

void
tcp_retransmission_timeout (struct tcb *tcb, struct tcp_step *step)
{
  struct sent_segment *front = sent_queue_front (&tcb->sent);
  tcp_ecn_release (tcb, step);
  if (front == NULL)
    return;
  if (has_waited_too_long (tcb, front, step->now))
    {
      tcp_give_up (tcb, step);
      return;
    }
  count_timeout (&tcb->counters, step->now);
  if ((front->flags & TCP_SYN) != 0)
    tcb->syn_timed_out = true;
  else
    {
      tcp_frto_begin (tcb);
      tcp_tail_loss_end (tcb, step);
      tcp_path_mtu_timeout (tcb, step);
      take_for_lost (tcb, front, step);
    }
  tcp_rto_back_off (&tcb->rtt, &tcb->config);
  tcp_rto_start (tcb, REASON_TIMER_RTO_BACKOFF, step);
  if (front->timeouts < UINT8_MAX)
    front->timeouts++;
  if (front->timeouts == tcb->config.r1)
    tcp_report_notice (tcb, REASON_NOTICE_R1, step);
  tcp_retransmit (tcb, front, REASON_RETRANSMIT_TIMEOUT, step);
}
