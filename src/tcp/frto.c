#include "tcp/frto.h"

#include "tcp/report.h"
#include "tcp/retransmission.h"

static uint32_t
min_u32 (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

/* Step 1, the condition: not while a loss is being repaired, when old and new copies are hard to tell apart. */
void
tcp_frto_begin (struct tcb *tcb)
{
  struct tcp_frto *frto = &tcb->frto;
  const struct sent_segment *front = sent_queue_front (&tcb->sent);
  enum tcp_phase phase = tcb->congestion.phase;
  frto->step = TCP_FRTO_OFF;
  if (!tcb->config.frto || phase == TCP_FAST_RECOVERY || phase == TCP_LOSS)
    return;
  uint32_t flight = tcb_flight (tcb);
  uint32_t ssthresh = tcb->congestion.ssthresh;
  *frto = (struct tcp_frto){
    .step = TCP_FRTO_RESENT,
    .resent_end = front->seq + front->len,
    .pipe_prev = flight > ssthresh ? flight : ssthresh,
    .cubic = tcb->congestion.cubic,
  };
}

/* The timeout was right, for all that can be known: what it took for lost goes again, by slow start. */
static void
revert (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  tcb->frto.step = TCP_FRTO_OFF;
  tcp_report_update (tcb, reason, 0, step);
}

/* Step 2: the first ACK after the timeout. */
static void
take_first (struct tcb *tcb, const struct tcp_frto_ack *ack, struct tcp_step *step)
{
  struct tcp_frto *frto = &tcb->frto;
  const struct sent_segment *front = sent_queue_front (&tcb->sent);
  bool advances = tcb->snd_una != ack->una;
  if (!advances && !ack->duplicate && !ack->news)
    return;
  if (!advances || seq_lt (tcb->snd_una, frto->resent_end) || front == NULL)
    {
      revert (tcb, REASON_UPDATE_FRTO_CONVENTIONAL, step);
      return;
    }
  frto->step = TCP_FRTO_FORWARD;
  frto->recover = tcb->snd_nxt;
  frto->sent_at = front->sent_at;
  tcp_report_update (tcb, REASON_UPDATE_FRTO_FORWARD, 0, step);
}

/* Nothing was lost. RFC 4015 §3: what was outstanding still is, the window becomes that and what the ACK makes room
 * for, ssthresh what it was, unless the ACK tells of congestion; the RTO respects the round trip that outlasted it. */
static void
undo (struct tcb *tcb, const struct tcp_frto_ack *ack, struct tcp_step *step)
{
  struct congestion *congestion = &tcb->congestion;
  uint32_t window = tcb_flight (tcb) + min_u32 (ack->delivered, congestion->initial_window);
  tcb->frto.step = TCP_FRTO_OFF;
  for (size_t i = 0; i < tcb->sent.length; i++)
    sent_queue_set_lost (&tcb->sent, sent_queue_at (&tcb->sent, i), false);
  if (step->congestion_echo)
    congestion_end_loss (congestion, tcb->snd_una);
  else
    congestion_undo_timeout (congestion, tcb->snd_una, window, tcb->frto.pipe_prev, &tcb->frto.cubic, tcb->eff_snd_mss);
  if (tcb->snd_una != ack->una)
    tcp_rto_adapt (&tcb->rtt, step->now - tcb->frto.sent_at, &tcb->config);
  tcp_report_update (
      tcb, step->congestion_echo ? REASON_UPDATE_TIMEOUT_SPURIOUS_MARKED : REASON_UPDATE_TIMEOUT_SPURIOUS, 0, step);
  if (tcb->sent.length > 0)
    tcp_rto_start (tcb, REASON_TIMER_RTO_RESTART, step);
}

/* With SACK: the ACK tells of what was sent after the first one, so it does not tell that the rest arrived by itself
 * (RFC 5682 §3.1 step 3a). */
static bool
reaches_beyond (const struct tcb *tcb, const struct segment *segment)
{
  const struct tcp_options *options = &segment->options;
  if (!tcb->sack_ok)
    return false;
  if (seq_gt (segment->ack, tcb->frto.recover))
    return true;
  bool told = (options->present & TCP_OPTION_SACK) != 0;
  for (unsigned i = 0; told && i < options->sack_count; i++)
    if (seq_gt (options->sack[i].right, tcb->frto.recover))
      return true;
  return false;
}

/* Step 3: the second ACK. Slow start has let cwnd grow by a segment for each of the two: it is three at most, as 3a
 * asks. */
static void
take_second (struct tcb *tcb, const struct segment *segment, const struct tcp_frto_ack *ack, struct tcp_step *step)
{
  bool progress = tcb->snd_una != ack->una || ack->news;
  if (progress && !reaches_beyond (tcb, segment))
    undo (tcb, ack, step);
  else if (progress || ack->duplicate)
    revert (tcb, REASON_UPDATE_FRTO_CONVENTIONAL, step);
}

void
tcp_frto_take_ack (struct tcb *tcb, const struct segment *segment, const struct tcp_frto_ack *ack,
                   struct tcp_step *step)
{
  if (tcb->frto.step == TCP_FRTO_RESENT)
    take_first (tcb, ack, step);
  else if (tcb->frto.step != TCP_FRTO_OFF)
    take_second (tcb, segment, ack, step);
}

void
tcp_frto_sent (struct tcb *tcb, unsigned segments, struct tcp_step *step)
{
  if (segments > 0)
    tcb->frto.step = TCP_FRTO_SENT;
  else
    revert (tcb, REASON_UPDATE_FRTO_NOTHING_NEW, step);
}
