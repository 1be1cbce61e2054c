#include "trace/infer-parts.h"

#include <stdlib.h>

/* A segment that is not acknowledged for so many round trips no longer holds up the order. */
#define PATIENCE_ROUND_TRIPS 4

/* True when a reset answers the segment seen last from the other end: it takes its number from that one's ACK, or there
 * was nothing else to reset (RFC 9293 §3.10.7.1). */
static bool
reset_answers (const struct seen *reset, const struct seen *last, bool first_word)
{
  bool takes_number
      = !seen_has (reset, TCP_ACK) && seen_has (last, TCP_ACK) && seen_segment (last)->ack == seen_segment (reset)->seq;

  return seen_has (reset, TCP_RST) && (first_word || takes_number);
}

/* Fills in what each segment of this end proves to have reached it: an ACK comes after what it acknowledges. */
static void
find_needs (struct dialogue *dialogue, unsigned host)
{
  size_t next = 0, needs = 0, last = NOT_SEEN;
  bool ack_known = false, first_word = true;
  uint32_t ack = 0;

  for (size_t i = 0; i < dialogue->count; i++)
    {
      struct seen *seen = &dialogue->seen[i];

      if (seen->from != host)
        {
          seen->is_new = segment_len (seen_segment (seen)) > 0 && !(ack_known && seq_leq (seen->end, ack));
          if (!seen->lost)
            last = i;
          continue;
        }
      for (; seen_has (seen, TCP_ACK) && next < i; next++)
        {
          const struct seen *before = &dialogue->seen[next];

          if (before->from == host || before->lost || !before->is_new)
            continue;
          if (acknowledges_part (seen, before) || acknowledges (seen, before))
            needs = next + 1;
          else if (seen->time - before->time <= PATIENCE_ROUND_TRIPS * dialogue->round_trip)
            break;
        }
      if (last != NOT_SEEN && needs <= last && reset_answers (seen, &dialogue->seen[last], first_word))
        needs = last + 1;
      first_word = false;
      seen->needs = needs;
      if (seen_has (seen, TCP_ACK))
        {
          ack = seen_segment (seen)->ack;
          ack_known = true;
        }
    }
}

/* True when `sent`, sent by the receiver of `coming`, shows that `coming` had not reached it: it would have been
 * acknowledged, as it is next in order. Only for what may still have been under way; but a FIN that is acknowledged at
 * last has not been overlooked before, however long that took. */
static bool
not_yet_there (const struct dialogue *dialogue, const struct seen *coming, const struct seen *sent)
{
  const struct segment *segment = seen_segment (coming), *answer = seen_segment (sent);
  vtime distance = dialogue->distance[sent->from];

  if (!coming->is_new || (answer->flags & TCP_RST))
    return false;
  if (!(answer->flags & TCP_ACK))
    return (answer->flags & TCP_SYN) && (segment->flags & TCP_SYN);
  if (sent->marks & (MARK_ZERO_WINDOW | MARK_WINDOW_PROBE_ACK))
    return false;
  if (distance == 0 && !(segment->flags & (TCP_SYN | TCP_FIN)))
    return false; /* the capture may run ahead of a receiver that takes several segments at once: keep its times */
  return segment->seq == answer->ack
         && ((segment->flags & TCP_FIN) || sent->time - coming->time <= 2 * distance + dialogue->round_trip / 4);
}

static bool
arrival_is_first (const struct dialogue *dialogue, unsigned host, size_t arrival, size_t send)
{
  const struct seen *coming = &dialogue->seen[arrival], *sent = &dialogue->seen[send];

  if (arrival < sent->needs)
    return true;
  if (not_yet_there (dialogue, coming, sent))
    return false;
  vtime arrives = coming->time + dialogue->distance[host], leaves = sent->time - dialogue->distance[host];
  return arrives < leaves || (arrives == leaves && arrival < send);
}

static size_t
next_from (const struct dialogue *dialogue, size_t index, unsigned from, bool with_lost)
{
  while (index < dialogue->count && (dialogue->seen[index].from != from || (!with_lost && dialogue->seen[index].lost)))
    index++;
  return index;
}

static bool
merge_steps (const struct dialogue *dialogue, unsigned host, struct steps *steps)
{
  unsigned peer = other_host (host);
  size_t arrival = next_from (dialogue, 0, peer, false), send = next_from (dialogue, 0, host, true);

  steps->length = 0;
  steps->steps = calloc (dialogue->count > 0 ? dialogue->count : 1, sizeof *steps->steps);
  if (steps->steps == NULL)
    return false;
  while (arrival < dialogue->count || send < dialogue->count)
    {
      bool first
          = send == dialogue->count || (arrival < dialogue->count && arrival_is_first (dialogue, host, arrival, send));
      size_t *index = first ? &arrival : &send;

      steps->steps[steps->length++] = (struct step){ .index = *index, .arrival = first };
      *index = next_from (dialogue, *index + 1, first ? peer : host, !first);
    }
  return true;
}

/* The instants that the distance alone would give; an arrival comes at the latest halfway between its capture and that
 * of the segment which proves it. */
static void
estimate_times (struct dialogue *dialogue, unsigned host)
{
  size_t proof = next_from (dialogue, 0, host, true);

  for (size_t i = 0; i < dialogue->count; i++)
    {
      struct seen *seen = &dialogue->seen[i];

      if (seen->from == host)
        {
          seen->sent = seen->time - dialogue->distance[host];
          continue;
        }
      while (proof < dialogue->count && dialogue->seen[proof].needs <= i)
        proof = next_from (dialogue, proof + 1, host, true);
      seen->arrived = seen->time + dialogue->distance[host];
      if (proof < dialogue->count && proof > i)
        {
          vtime half = seen->time + (dialogue->seen[proof].time - seen->time) / 2;

          if (half < seen->arrived)
            seen->arrived = half;
        }
    }
}

/* Bends the estimates so that they keep the order, no segment is sent after it was captured and none arrives before. */
static void
bend_times (struct dialogue *dialogue, const struct steps *steps)
{
  vtime latest = VTIME_NEVER, earliest = -VTIME_NEVER;

  for (size_t i = steps->length; i-- > 0;)
    {
      struct seen *seen = &dialogue->seen[steps->steps[i].index];
      vtime *at = steps->steps[i].arrival ? &seen->arrived : &seen->sent;

      if (!steps->steps[i].arrival && seen->time < latest)
        latest = seen->time;
      if (*at > latest)
        *at = latest;
    }
  for (size_t i = 0; i < steps->length; i++)
    {
      struct seen *seen = &dialogue->seen[steps->steps[i].index];
      vtime *at = steps->steps[i].arrival ? &seen->arrived : &seen->sent;

      if (steps->steps[i].arrival && seen->time > earliest)
        earliest = seen->time;
      if (*at < earliest)
        *at = earliest;
      earliest = *at;
    }
}

bool
dialogue_order (struct dialogue *dialogue, unsigned host, struct steps *steps)
{
  find_needs (dialogue, host);
  if (!merge_steps (dialogue, host, steps))
    return false;
  estimate_times (dialogue, host);
  bend_times (dialogue, steps);
  return true;
}
