#include "trace/infer-parts.h"

/* The one-way delay when nothing can be measured. */
#define ONE_WAY_GUESS MS (1)

/* Below this no flight could be told from an instant. */
#define ROUND_TRIP_MIN US (2)

/* No answer takes longer: a clock was set, or the capture was put together. */
#define ANSWER_MAX SEC (3600)

/* How many times longer the way to one end must be before the capture counts as made at the other. */
#define NEAR_FACTOR 3

/* How long each end took to answer, seen from the capture point; -1 when unknown. */
struct gaps
{
  vtime of[HOST_COUNT];
};

/* From a segment to its answer; -1 when there is nothing to believe. */
static vtime
gap_between (const struct seen *first, const struct seen *answer)
{
  vtime gap = answer->time - first->time;

  return gap <= ANSWER_MAX ? gap : -1;
}

/* SYN to SYN+ACK, and SYN+ACK to ACK, the last copies of each. */
static struct gaps
handshake_gaps (const struct dialogue *dialogue)
{
  const struct seen *syn = NULL, *syn_ack = NULL;
  struct gaps gaps = { { -1, -1 } };

  for (size_t i = 0; i < dialogue->count; i++)
    {
      const struct seen *seen = &dialogue->seen[i];
      uint8_t flags = seen_segment (seen)->flags & (TCP_SYN | TCP_ACK | TCP_RST);

      if (seen->from == HOST_A && flags == TCP_SYN && syn_ack == NULL)
        syn = seen;
      else if (seen->from == HOST_B && flags == (TCP_SYN | TCP_ACK))
        {
          if (syn != NULL && syn_ack == NULL && seen_segment (seen)->ack == syn->end)
            gaps.of[HOST_B] = gap_between (syn, seen);
          syn_ack = seen;
        }
      else if (seen->from == HOST_A && flags == TCP_ACK && syn_ack != NULL)
        {
          if (seen_segment (seen)->ack == syn_ack->end)
            gaps.of[HOST_A] = gap_between (syn_ack, seen);
          break;
        }
    }
  return gaps;
}

/* The smallest time between something new and its acknowledgment. One segment of each direction is timed at once, as
 * RFC 6298 does; one that was sent again is not (Karn). */
static struct gaps
answer_gaps (const struct dialogue *dialogue)
{
  const struct seen *timed[HOST_COUNT] = { NULL, NULL }; /* sent to this end */
  struct gaps gaps = { { -1, -1 } };

  for (size_t i = 0; i < dialogue->count; i++)
    {
      const struct seen *seen = &dialogue->seen[i];
      unsigned from = seen->from, to = other_host (from);

      if (timed[from] != NULL && seen_has (seen, TCP_ACK) && seq_geq (seen_segment (seen)->ack, timed[from]->end))
        {
          vtime gap = gap_between (timed[from], seen);

          if (gap >= 0 && (gaps.of[from] < 0 || gap < gaps.of[from]))
            gaps.of[from] = gap;
          timed[from] = NULL;
        }
      if (seen->marks & (MARK_RETRANSMISSION | MARK_OUT_OF_ORDER | MARK_KEEPALIVE | MARK_WINDOW_PROBE))
        timed[to] = NULL;
      else if (timed[to] == NULL && segment_len (seen_segment (seen)) > 0)
        timed[to] = seen;
    }
  return gaps;
}

static void
place_capture_point (struct dialogue *dialogue, struct gaps gaps)
{
  vtime a = gaps.of[HOST_A], b = gaps.of[HOST_B];

  dialogue->one_way = dialogue->round_trip / 2;
  dialogue->point = CAPTURE_BETWEEN;
  dialogue->distance[HOST_A] = dialogue->distance[HOST_B] = dialogue->one_way / 2;
  if (a < 0 || b < 0 || a + b < ROUND_TRIP_MIN)
    return;
  if (NEAR_FACTOR * a <= b)
    dialogue->point = CAPTURE_AT_CLIENT;
  else if (NEAR_FACTOR * b <= a)
    dialogue->point = CAPTURE_AT_SERVER;
  else
    {
      dialogue->distance[HOST_A] = a / 2;
      dialogue->distance[HOST_B] = dialogue->one_way - a / 2;
      return;
    }
  dialogue->distance[HOST_A] = dialogue->point == CAPTURE_AT_CLIENT ? 0 : dialogue->one_way;
  dialogue->distance[HOST_B] = dialogue->point == CAPTURE_AT_SERVER ? 0 : dialogue->one_way;
}

/* The handshake's gaps, if it was seen whole. An answer in less than half the time shows that the handshake was held
 * up, by a busy program or a loss that the capture does not show. */
static struct gaps
best_gaps (struct gaps handshake, struct gaps answers)
{
  if (handshake.of[HOST_A] < 0 || handshake.of[HOST_B] < 0
      || handshake.of[HOST_A] + handshake.of[HOST_B] < ROUND_TRIP_MIN)
    return answers;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    if (answers.of[host] >= 0 && answers.of[host] < handshake.of[host] / 2)
      handshake.of[host] = answers.of[host];
  return handshake;
}

void
dialogue_measure (struct dialogue *dialogue)
{
  struct gaps answers = answer_gaps (dialogue);
  struct gaps gaps = best_gaps (handshake_gaps (dialogue), answers);
  vtime sum = 0;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      vtime soonest = gaps.of[host] > 0 ? gaps.of[host] : 0;

      sum += soonest;
      dialogue->soonest[host] = answers.of[host] >= 0 && answers.of[host] < soonest ? answers.of[host] : soonest;
    }
  dialogue->round_trip_measured = sum >= ROUND_TRIP_MIN;
  dialogue->round_trip = dialogue->round_trip_measured ? sum : 2 * ONE_WAY_GUESS;
  place_capture_point (dialogue, gaps);
}
