#include "tcp/sack-recovery.h"

#include "tcp/rack.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"

/* DupThresh. */
#define DUPLICATE_THRESHOLD 3

/* What was reported above a segment. */
struct above
{
  uint32_t octets;
  unsigned ranges;
  bool inside; /* the segment before, which lies higher, was reported */
};

/* --- the scoreboard --- */

static bool
lies_within (struct tcp_sack_block inner, struct tcp_sack_block outer)
{
  return seq_geq (inner.left, outer.left) && seq_leq (inner.right, outer.right);
}

/* RFC 2883 §4: a first block below SEG.ACK, or inside the second, reports what arrived twice. */
static bool
is_duplicate_report (const struct segment *segment)
{
  const struct tcp_options *options = &segment->options;
  if (seq_leq (options->sack[0].right, segment->ack))
    return true;
  return options->sack_count > 1 && lies_within (options->sack[0], options->sack[1]);
}

/* A block can only name what is outstanding. */
static bool
is_credible (const struct tcb *tcb, struct tcp_sack_block block)
{
  return seq_lt (block.left, block.right) && seq_geq (block.left, tcb->snd_una) && seq_leq (block.right, tcb->snd_max);
}

/* Marks what a block covers; returns how many numbers above ack are new. */
static uint32_t
mark_block (struct tcb *tcb, struct tcp_sack_block block, uint32_t ack, vtime now)
{
  uint32_t news = 0;
  for (size_t i = 0; i < tcb->sent.length; i++)
    {
      struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      struct tcp_sack_block own = { segment->seq, segment->seq + segment->len };
      if (segment->sacked || seq_lt (segment->seq, ack) || !lies_within (own, block))
        continue;
      sent_queue_set_sacked (&tcb->sent, segment, true);
      if (tcp_rack_runs (tcb))
        tcp_rack_delivered (tcb, segment, now);
      news += segment->len;
    }
  return news;
}

bool
tcp_sack_take (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  const struct tcp_options *options = &segment->options;
  uint32_t news = 0;
  step->duplicate_told = false;
  if ((options->present & TCP_OPTION_SACK) == 0)
    return false;
  bool duplicate = is_duplicate_report (segment);
  step->duplicate_told = duplicate;
  step->duplicate = options->sack[0];
  tcb->counters.dsack_dups += duplicate;
  if (duplicate)
    tcp_report_update (tcb, REASON_UPDATE_SACK_DUPLICATE, options->sack[0].right - options->sack[0].left, step);
  for (unsigned i = duplicate; i < options->sack_count; i++)
    if (is_credible (tcb, options->sack[i]))
      news += mark_block (tcb, options->sack[i], segment->ack, step->now);
  if (news > 0)
    tcp_report_update (tcb, REASON_UPDATE_SACKED, news, step);
  return news > 0;
}

void
tcp_sack_forget (struct tcb *tcb, struct tcp_step *step)
{
  for (size_t i = 0; i < tcb->sent.length; i++)
    sent_queue_set_sacked (&tcb->sent, sent_queue_at (&tcb->sent, i), false);
  tcp_report_update (tcb, REASON_UPDATE_SACK_RENEGED, 0, step);
}

/* --- what is lost, what is in the network --- */

/* Goes on one segment down. */
static void
pass (struct above *above, const struct sent_segment *segment)
{
  if (segment->sacked)
    {
      above->octets += segment->len;
      above->ranges += !above->inside;
    }
  above->inside = segment->sacked;
}

static struct above
look_above (const struct tcb *tcb, size_t index)
{
  struct above above = { 0 };
  for (size_t i = tcb->sent.length; i > index + 1; i--)
    pass (&above, sent_queue_at (&tcb->sent, i - 1));
  return above;
}

/* IsLost (): enough was reported above. */
static bool
is_lost (const struct tcb *tcb, const struct above *above)
{
  return above->ranges >= DUPLICATE_THRESHOLD || above->octets > (DUPLICATE_THRESHOLD - 1) * tcb->eff_snd_mss;
}

bool
tcp_sack_front_is_lost (const struct tcb *tcb)
{
  if (tcb->sent.length == 0 || sent_queue_at (&tcb->sent, 0)->sacked)
    return false;
  struct above above = look_above (tcb, 0);
  return is_lost (tcb, &above);
}

/* SetPipe () in recovery: what is not lost, and once more what was sent again. */
static uint32_t
pipe_in_recovery (const struct tcb *tcb)
{
  struct above above = { 0 };
  uint32_t pipe = 0;
  for (size_t i = tcb->sent.length; i > 0; i--)
    {
      const struct sent_segment *segment = sent_queue_at (&tcb->sent, i - 1);
      if (!segment->sacked && !segment->lost && !is_lost (tcb, &above))
        pipe += segment->len;
      if (!segment->sacked && seq_lt (segment->seq, tcb->sack_recovery.high_rxt))
        pipe += segment->len;
      pass (&above, segment);
    }
  return pipe;
}

uint32_t
tcp_pipe (const struct tcb *tcb)
{
  uint32_t outstanding = tcb_flight (tcb) - tcb->sent.lost;
  bool recovers = tcp_sack_recovers (tcb);
  if (recovers && !tcp_rack_runs (tcb))
    return pipe_in_recovery (tcb);
  /* Before recovery what was reported makes room for limited transmit (RFC 6675 §5 step 3). */
  if (recovers || tcb->congestion.phase == TCP_LOSS || tcb->config.limited_transmit)
    return outstanding - tcb->sent.sacked;
  return outstanding;
}

void
tcp_sack_pace (struct tcb *tcb, uint32_t delivered, bool safe, struct tcp_step *step)
{
  if (!tcp_sack_recovers (tcb) || !tcb->config.prr)
    return;
  struct congestion_news news = {
    .delivered = delivered,
    .outstanding = tcb_flight (tcb) - tcb->sent.sacked + delivered,
    .safe = safe,
  };
  if (congestion_proportional_rate (&tcb->congestion, &news, tcp_pipe (tcb), tcb->eff_snd_mss))
    tcp_report_update (tcb, REASON_UPDATE_PROPORTIONAL_RATE, delivered, step);
}

/* --- what to send --- */

void
tcp_sack_start (struct tcb *tcb)
{
  const struct sent_segment *front = tcp_cut_to_size (tcb, sent_queue_front (&tcb->sent));
  uint32_t end = front->seq + front->len;
  tcb->sack_recovery = (struct tcp_sack_recovery){ .high_rxt = end, .rescue_rxt = end };
}

/* The first segment from HighRxt on that was not reported, or NULL; above: what was reported above it. */
static struct sent_segment *
find_hole (const struct tcb *tcb, struct above *above)
{
  for (size_t i = 0; i < tcb->sent.length; i++)
    {
      struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      if (segment->sacked || seq_lt (segment->seq, tcb->sack_recovery.high_rxt))
        continue;
      *above = look_above (tcb, i);
      return segment;
    }
  return NULL;
}

static void
send_hole (struct tcb *tcb, struct sent_segment *segment, enum tcp_reason reason, struct tcp_step *step)
{
  segment = tcp_cut_to_size (tcb, segment);
  tcb->sack_recovery.high_rxt = segment->seq + segment->len;
  tcp_retransmit (tcb, segment, reason, step);
}

bool
tcp_sack_send_lost (struct tcb *tcb, struct tcp_step *step)
{
  struct above above;
  struct sent_segment *hole = find_hole (tcb, &above);
  if (hole == NULL || !is_lost (tcb, &above))
    return false;
  send_hole (tcb, hole, REASON_RETRANSMIT_SACK_LOST, step);
  return true;
}

/* Rule 4: the highest that was not reported, once the ACK has passed what recovery began with; HighRxt stays. A segment
 * that this recovery has sent again already is left to the timer. */
static bool
send_rescue (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->sack_recovery.rescued || !seq_gt (tcb->snd_una, tcb->sack_recovery.rescue_rxt))
    return false;
  for (size_t i = tcb->sent.length; i > 0; i--)
    {
      struct sent_segment *segment = sent_queue_at (&tcb->sent, i - 1);
      if (segment->sacked)
        continue;
      if (seq_lt (segment->seq, tcb->sack_recovery.high_rxt))
        return false;
      tcb->sack_recovery.rescued = true;
      tcp_retransmit (tcb, segment, REASON_RETRANSMIT_SACK_RESCUE, step);
      return true;
    }
  return false;
}

bool
tcp_sack_send_other (struct tcb *tcb, struct tcp_step *step)
{
  struct above above;
  struct sent_segment *hole = find_hole (tcb, &above);
  if (hole == NULL || above.octets == 0)
    return send_rescue (tcb, step);
  send_hole (tcb, hole, REASON_RETRANSMIT_SACK_HOLE, step);
  return true;
}
