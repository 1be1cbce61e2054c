#include "trace/infer-parts.h"

#include <stdlib.h>

/* Segments without an acknowledgment that are remembered for each direction; older ones are let go. */
#define OUTSTANDING_MAX 1024

/* Gaps looked at when something comes that may fill one. */
#define GAPS_MAX 64

struct outstanding_item
{
  size_t index;
  size_t again; /* the first segment that brought its octets again, or NOT_SEEN */
  bool partly;  /* some of it was acknowledged before that: it arrived, split on its way */
};

/* What one end sent and the other has not acknowledged, oldest first. */
struct outstanding
{
  struct outstanding_item items[OUTSTANDING_MAX];
  size_t length;
  bool disordered; /* the ends do not increase */
};

struct gap
{
  size_t index; /* of the segment behind it */
  uint32_t left;
  uint32_t right;
};

struct losses
{
  struct dialogue *dialogue;
  struct outstanding outstanding[HOST_COUNT];
  struct gap gaps[HOST_COUNT][GAPS_MAX]; /* a ring */
  size_t gap_count[HOST_COUNT];
  const struct seen *last_ack[HOST_COUNT]; /* sent by this end */
};

/* Two looks at one packet: the network or the capture doubled it, nobody sent it again. */
static bool
is_same_packet (const struct seen *a, const struct seen *b)
{
  const struct segment *s = seen_segment (a), *t = seen_segment (b);
  const uint8_t *p = a->captured->packet, *q = b->captured->packet;

  if (s->seq != t->seq || s->ack != t->ack || s->length != t->length || s->flags != t->flags || s->wnd != t->wnd)
    return false;
  if (p == NULL || q == NULL || a->captured->packet_length < 20 || b->captured->packet_length < 20)
    return false;
  bool identified = p[0] >> 4 == 4 && q[0] >> 4 == 4 && (p[4] != 0 || p[5] != 0);
  return identified && p[4] == q[4] && p[5] == q[5];
}

/* An acknowledged segment whose octets were sent again: was it this one that arrived? Only when the acknowledgment came
 * clearly sooner than any answer did, so that it cannot answer the repetition. */
static bool
was_lost (const struct dialogue *dialogue, const struct seen *segment, const struct seen *again, const struct seen *ack)
{
  vtime soonest = dialogue->soonest[ack->from];

  return !is_same_packet (segment, again) && ack->time - again->time >= soonest - soonest / 4;
}

static void
take_acknowledgment (struct losses *losses, size_t index)
{
  struct dialogue *dialogue = losses->dialogue;
  const struct seen *ack = &dialogue->seen[index];
  struct outstanding *outstanding = &losses->outstanding[other_host (ack->from)];
  size_t kept = 0, i = 0;
  bool sack = seen_segment (ack)->options.present & TCP_OPTION_SACK;

  for (; i < outstanding->length; i++)
    {
      struct seen *segment = &dialogue->seen[outstanding->items[i].index];
      size_t again = outstanding->items[i].again;

      if (!acknowledges (ack, segment))
        {
          if (i == 0 && !sack && !outstanding->disordered && !acknowledges_part (ack, segment))
            return;
          outstanding->items[kept] = outstanding->items[i];
          outstanding->items[kept++].partly |= again == NOT_SEEN && acknowledges_part (ack, segment);
        }
      else if (again != NOT_SEEN)
        segment->lost = was_lost (dialogue, segment, &dialogue->seen[again], ack);
    }
  outstanding->length = kept;
  if (kept == 0)
    outstanding->disordered = false;
}

/* What came again before any acknowledgment is lost until one proves otherwise. */
static void
take_repetition (struct losses *losses, size_t index)
{
  struct dialogue *dialogue = losses->dialogue;
  const struct seen *seen = &dialogue->seen[index];
  struct outstanding *outstanding = &losses->outstanding[seen->from];

  for (size_t i = 0; i < outstanding->length; i++)
    {
      struct seen *before = &dialogue->seen[outstanding->items[i].index];

      if (seq_lt (seen_segment (before)->seq, seen->end) && seq_lt (seen_segment (seen)->seq, before->end)
          && outstanding->items[i].again == NOT_SEEN && !outstanding->items[i].partly)
        {
          outstanding->items[i].again = index;
          before->lost = !is_same_packet (before, seen);
        }
    }
}

static void
take_segment (struct losses *losses, size_t index)
{
  struct dialogue *dialogue = losses->dialogue;
  const struct seen *seen = &dialogue->seen[index];
  struct outstanding *outstanding = &losses->outstanding[seen->from];

  if (seen->marks & (MARK_RETRANSMISSION | MARK_OUT_OF_ORDER))
    take_repetition (losses, index);
  if (outstanding->length == OUTSTANDING_MAX)
    {
      outstanding->length = OUTSTANDING_MAX / 2;
      for (size_t i = 0; i < outstanding->length; i++)
        outstanding->items[i] = outstanding->items[i + OUTSTANDING_MAX / 2];
    }
  if (outstanding->length > 0
      && seq_lt (seen->end, dialogue->seen[outstanding->items[outstanding->length - 1].index].end))
    outstanding->disordered = true;
  outstanding->items[outstanding->length++] = (struct outstanding_item){ .index = index, .again = NOT_SEEN };
}

/* --- gaps: octets that the capture does not have --- */

static void
take_gap (struct losses *losses, size_t index)
{
  const struct seen *seen = &losses->dialogue->seen[index];
  size_t *count = &losses->gap_count[seen->from];

  losses->gaps[seen->from][*count % GAPS_MAX] = (struct gap){
    .index = index,
    .left = seen->gap,
    .right = seen_segment (seen)->seq,
  };
  ++*count;
}

/* A gap that something fills which merely came late was no gap; one that something sent again fills was sent before. */
static void
fill_gaps (struct losses *losses, const struct seen *seen)
{
  struct gap *gaps = losses->gaps[seen->from];
  size_t count = losses->gap_count[seen->from];

  for (size_t i = 0; i < count && i < GAPS_MAX; i++)
    {
      if (!seq_lt (gaps[i].left, seen->end) || !seq_lt (seen_segment (seen)->seq, gaps[i].right))
        continue;
      if (seen->marks & MARK_RETRANSMISSION)
        losses->dialogue->seen[gaps[i].index].gap_was_sent = true;
      gaps[i].left = gaps[i].right;
    }
}

static void
acknowledge_gaps (struct losses *losses, const struct seen *ack)
{
  struct gap *gaps = losses->gaps[other_host (ack->from)];
  size_t count = losses->gap_count[other_host (ack->from)];

  for (size_t i = 0; i < count && i < GAPS_MAX; i++)
    if (gaps[i].left != gaps[i].right && seq_geq (seen_segment (ack)->ack, gaps[i].right))
      {
        losses->dialogue->seen[gaps[i].index].gap_was_sent = true;
        gaps[i].left = gaps[i].right;
      }
}

/* What is never acknowledged, though next in order, by an end that goes on acknowledging has not reached it. */
static void
end_losses (struct losses *losses, unsigned host)
{
  struct dialogue *dialogue = losses->dialogue;
  const struct outstanding *outstanding = &losses->outstanding[host];
  const struct seen *last = losses->last_ack[other_host (host)];

  for (size_t i = 0; last != NULL && i < outstanding->length; i++)
    {
      struct seen *seen = &dialogue->seen[outstanding->items[i].index];

      if (seen_segment (seen)->seq == seen_segment (last)->ack && last->time - seen->time > 2 * dialogue->round_trip)
        seen->lost = true;
    }
}

bool
dialogue_find_losses (struct dialogue *dialogue)
{
  struct losses *losses = calloc (1, sizeof *losses);

  if (losses == NULL)
    return false;
  losses->dialogue = dialogue;
  for (size_t i = 0; i < dialogue->count; i++)
    {
      const struct seen *seen = &dialogue->seen[i];

      if (seen_has (seen, TCP_ACK))
        {
          take_acknowledgment (losses, i);
          if (!seen_has (seen, TCP_RST))
            losses->last_ack[seen->from] = seen;
          acknowledge_gaps (losses, seen);
        }
      if (segment_len (seen_segment (seen)) == 0 || (seen->marks & (MARK_KEEPALIVE | MARK_WINDOW_PROBE)))
        continue;
      take_segment (losses, i);
      if (seen->marks & (MARK_RETRANSMISSION | MARK_OUT_OF_ORDER))
        fill_gaps (losses, seen);
      if (seen->marks & MARK_GAP_BEFORE)
        take_gap (losses, i);
    }
  for (unsigned host = 0; host < HOST_COUNT; host++)
    end_losses (losses, host);
  free (losses);
  return true;
}
