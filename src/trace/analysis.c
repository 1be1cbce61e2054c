#include "trace/analysis.h"

#include <stdlib.h>

/* A fast retransmission follows the duplicate ACK that asks for it within this time. */
#define FAST_RETRANSMISSION_TIME MS (20)

/* How late a segment may come and still be out of order, while the round trip is unknown. */
#define OUT_OF_ORDER_TIME MS (3)

/* The segment that is judged, with what every rule needs. */
struct judged
{
  const struct segment *segment;
  struct analysis_side *own;   /* its sender's side */
  struct analysis_side *other; /* its receiver's side */
  vtime time;
  uint32_t end;  /* the number after its text, SYN and FIN */
  bool controls; /* SYN, FIN or RST is set */
  bool has_ack;
  bool same_ack; /* acknowledges what the sender's segment before it did */
  bool at_next;  /* begins at the sender's next number */
};

void
analysis_init (struct analysis *analysis)
{
  *analysis = (struct analysis){ 0 };
}

void
analysis_clear (struct analysis *analysis)
{
  for (int side = 0; side < 2; side++)
    free (analysis->sides[side].ranges);
  analysis_init (analysis);
}

bool
analysis_begins_new_connection (const struct analysis *analysis, unsigned side, const struct segment *segment)
{
  const struct analysis_side *own = &analysis->sides[side];

  return (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN && own->first_known && own->first != segment->seq;
}

/* --- segments beyond a gap --- */

static void
add_range (struct analysis_side *side, uint32_t left, uint32_t right)
{
  if (side->range_count >= ANALYSIS_RANGES_MAX)
    return;
  if (side->range_count == side->range_capacity)
    {
      size_t capacity = side->range_capacity > 0 ? 2 * side->range_capacity : 8;
      struct analysis_range *ranges = realloc (side->ranges, capacity * sizeof *ranges);

      if (ranges == NULL)
        return; /* judged without, as beyond the limit */
      side->ranges = ranges;
      side->range_capacity = capacity;
    }
  side->ranges[side->range_count++] = (struct analysis_range){ .left = left, .right = right };
}

/* Forgets what is acknowledged. */
static void
drop_ranges (struct analysis_side *side, uint32_t acknowledged)
{
  size_t kept = 0;

  for (size_t i = 0; i < side->range_count; i++)
    if (seq_gt (side->ranges[i].right, acknowledged))
      side->ranges[kept++] = side->ranges[i];
  side->range_count = kept;
}

/* The end of what was seen from a number on without a gap: the number itself when nothing was seen there. */
static uint32_t
end_of_seen (const struct analysis_side *side, uint32_t from)
{
  uint32_t left = 0, right = 0;

  for (size_t i = side->range_count; i-- > 0;)
    {
      const struct analysis_range *range = &side->ranges[i];

      if (left == right || (seq_gt (range->left, from) && range->right != left))
        {
          left = range->left;
          right = range->right;
        }
      else if (seq_gt (range->left, from))
        left = range->left;
      else if (range->left == from && range->right == left)
        left = from;
    }
  return left == from && seq_gt (right, from) ? right : from;
}

/* --- the rules --- */

/* No text, the same numbers as before: a duplicate ACK, an answer to a probe or a keep-alive, a window update. */
static uint16_t
judge_repeated_ack (struct judged *judged)
{
  const struct segment *segment = judged->segment;
  struct analysis_side *own = judged->own;

  if (segment->length > 0 || judged->controls || !judged->at_next)
    return 0;
  bool same_window = own->window_known && segment->wnd == own->window;
  if (segment->wnd == 0)
    {
      bool consumed = own->acknowledged_known && judged->has_ack && segment->ack == own->acknowledged + 1;

      if (!same_window || !(judged->same_ack || consumed) || !(judged->other->last_marks & MARK_WINDOW_PROBE))
        return 0;
      if (consumed)
        judged->other->next = judged->other->contiguous = segment->ack;
      return MARK_WINDOW_PROBE_ACK;
    }
  if (!judged->same_ack)
    return 0;
  if (!same_window)
    return MARK_WINDOW_UPDATE;
  if (judged->other->last_marks & MARK_KEEPALIVE)
    return MARK_KEEPALIVE_ACK;
  own->duplicate_acks++;
  return MARK_DUPLICATE_ACK;
}

/* The edge of the window that the other side offers; false while it is not known how to read its window. */
static bool
window_edge (const struct analysis_side *other, uint32_t *edge)
{
  if (!other->window_known || !other->window_scale_known || !other->acknowledged_known)
    return false;
  *edge = other->acknowledged + (other->window << (other->window_unscaled ? 0 : other->window_scale));
  return true;
}

/* What the numbers and windows say, other than a repetition. */
static uint16_t
judge_place (const struct judged *judged)
{
  const struct segment *segment = judged->segment;
  const struct analysis_side *own = judged->own;
  uint16_t marks = 0;
  uint32_t edge;

  if (segment->wnd == 0 && !judged->controls)
    marks |= MARK_ZERO_WINDOW;
  if (own->next_known && seq_gt (segment->seq, own->next) && !(segment->flags & TCP_RST))
    marks |= MARK_GAP_BEFORE;
  if (own->next_known && segment->length <= 1 && segment->seq == own->next - 1 && !judged->controls)
    marks |= MARK_KEEPALIVE;
  if (segment->length > 0 && !judged->controls && window_edge (judged->other, &edge) && judged->end == edge)
    marks |= MARK_WINDOW_FULL;
  return marks;
}

/* An ACK of what was not seen. When it only skips over a gap, the octets seen beyond the gap count from now on. */
static uint16_t
judge_ack (struct judged *judged)
{
  const struct segment *segment = judged->segment;
  struct analysis_side *other = judged->other;

  if (!judged->has_ack || !other->contiguous_known || !seq_gt (segment->ack, other->contiguous))
    return 0;

  bool answers_probe = judged->own->acknowledged_known && segment->ack == judged->own->acknowledged + 1
                       && judged->at_next && (other->last_marks & MARK_WINDOW_PROBE);
  if (answers_probe)
    {
      other->next = other->contiguous = segment->ack;
      return MARK_WINDOW_UPDATE;
    }
  other->contiguous = end_of_seen (other, segment->ack);
  return MARK_ACK_OF_UNSEEN;
}

/* Which kind of repetition, if any, a segment with text, SYN or FIN is. */
static uint16_t
judge_repetition (const struct analysis *analysis, const struct judged *judged, uint16_t marks)
{
  const struct segment *segment = judged->segment;
  const struct analysis_side *own = judged->own, *other = judged->other;
  bool before_next = own->next_known && seq_lt (segment->seq, own->next);
  vtime patience = analysis->first_rtt > 0 ? analysis->first_rtt : OUT_OF_ORDER_TIME;

  if ((segment->length == 0 && !(segment->flags & (TCP_SYN | TCP_FIN))) || (before_next && (marks & MARK_KEEPALIVE)))
    return 0;
  /* What begins at the octet of a window probe and goes on brings something new. */
  if (segment->length > 1 && segment->seq == own->next - 1)
    before_next = false;
  if (segment->length > 0 && other->acknowledged_known && seq_leq (segment->seq + segment->length, other->acknowledged))
    return MARK_RETRANSMISSION | MARK_SPURIOUS;
  if (!before_next)
    return 0;
  if (other->duplicate_acks >= 2 && other->acknowledged_known && other->acknowledged == segment->seq
      && judged->time - other->last_time < FAST_RETRANSMISSION_TIME)
    return MARK_RETRANSMISSION | MARK_FAST_RETRANSMISSION;
  if (judged->time - own->next_moved < patience && judged->end != own->next)
    return MARK_OUT_OF_ORDER;
  return MARK_RETRANSMISSION;
}

/* --- remembering --- */

/* What was seen of a side before (a reset, an older connection) has numbers that its SYN+ACK does not continue: true,
 * and forgotten. */
static bool
restart_numbers (struct judged *judged)
{
  struct analysis_side *own = judged->own;

  if ((judged->segment->flags & (TCP_SYN | TCP_ACK)) != (TCP_SYN | TCP_ACK) || !own->first_known
      || own->first == judged->segment->seq)
    return false;
  own->first_known = own->next_known = own->contiguous_known = false;
  own->range_count = 0;
  judged->at_next = false;
  return true;
}

/* Without the SYN, the first number seen or acknowledged stands in for the initial sequence number. */
static void
learn_first_numbers (const struct judged *judged)
{
  const struct segment *segment = judged->segment;

  if (!judged->own->first_known)
    {
      judged->own->first = segment->flags & TCP_SYN ? segment->seq : segment->seq - 1;
      judged->own->first_known = true;
    }
  if (!judged->other->first_known && judged->has_ack)
    {
      judged->other->first = segment->ack - 1;
      judged->other->first_known = true;
    }
}

/* RFC 7323 §2.2: scaling is used when both SYNs offer it. */
static void
learn_window_scale (const struct judged *judged)
{
  const struct segment *segment = judged->segment;
  struct analysis_side *own = judged->own, *other = judged->other;

  if (!(segment->flags & TCP_SYN))
    return;
  own->window_scale_known = true;
  own->window_scale_refused = !(segment->options.present & TCP_OPTION_WINDOW_SCALE);
  if (own->window_scale_refused)
    {
      own->window_scale = other->window_scale = 0;
      other->window_scale_known = true;
    }
  else if (judged->has_ack && other->window_scale_refused)
    own->window_scale = 0;
  else
    own->window_scale = segment->options.window_scale > 14 ? 14 : segment->options.window_scale;
}

static void
learn_round_trip (struct analysis *analysis, const struct judged *judged)
{
  const struct segment *segment = judged->segment;

  if ((segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
    {
      analysis->syn_time = judged->time;
      analysis->syn_seen = true;
    }
  else if (analysis->syn_seen && analysis->first_rtt == 0 && !judged->controls && judged->has_ack
           && segment->seq == judged->own->first + 1 && segment->ack == judged->other->first + 1)
    analysis->first_rtt = judged->time - analysis->syn_time;
}

static void
remember (struct judged *judged, uint16_t marks)
{
  const struct segment *segment = judged->segment;
  struct analysis_side *own = judged->own;
  bool probe = marks & MARK_WINDOW_PROBE;

  if (segment_len (segment) > 0 && own->contiguous_known && seq_gt (segment->seq, own->contiguous))
    add_range (own, segment->seq, judged->end);
  if ((!own->next_known || seq_gt (judged->end, own->next)) && !probe)
    {
      own->next = judged->end;
      own->next_known = true;
      own->next_moved = judged->time;
    }
  if ((!own->contiguous_known || segment->seq == own->contiguous) && !probe)
    {
      own->contiguous = own->next;
      own->contiguous_known = true;
    }
  if (!judged->same_ack)
    own->duplicate_acks = 0;
  own->window = segment->wnd;
  own->window_known = true;
  own->window_unscaled = segment->flags & TCP_SYN;
  own->acknowledged = segment->ack;
  own->acknowledged_known = judged->has_ack;
  own->last_time = judged->time;
  own->last_marks = marks;
  if (judged->has_ack)
    drop_ranges (judged->other, segment->ack);
}

struct analysis_result
analysis_add (struct analysis *analysis, vtime time, unsigned side, const struct segment *segment)
{
  struct analysis_side *own = &analysis->sides[side], *other = &analysis->sides[1 - side];
  struct judged judged = {
    .segment = segment,
    .own = own,
    .other = other,
    .time = time,
    .end = segment->seq + segment_len (segment),
    .controls = segment->flags & (TCP_SYN | TCP_FIN | TCP_RST),
    .has_ack = segment->flags & TCP_ACK,
    .at_next = own->next_known && segment->seq == own->next,
  };
  uint16_t marks, before = restart_numbers (&judged) ? MARK_REUSED_PORTS : 0;

  judged.same_ack = judged.has_ack == own->acknowledged_known && (!judged.has_ack || segment->ack == own->acknowledged);
  learn_first_numbers (&judged);
  if (segment->length == 1 && judged.at_next && other->window_known && other->window == 0)
    marks = MARK_WINDOW_PROBE;
  else
    marks = judge_place (&judged) | judge_repeated_ack (&judged);
  marks |= before | judge_ack (&judged);
  marks |= judge_repetition (analysis, &judged, marks);
  learn_window_scale (&judged);
  learn_round_trip (analysis, &judged);
  remember (&judged, marks);
  return (struct analysis_result){
    .marks = marks,
    .ordinal = !(marks & MARK_DUPLICATE_ACK) ? 0
               : own->duplicate_acks > 255   ? 255
                                             : (uint8_t) own->duplicate_acks,
  };
}
