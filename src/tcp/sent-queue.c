#include "tcp/sent-queue.h"

#include "base/seq.h"
#include "wire/segment.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Records for which a new queue has room: a SYN can always be noted. */
#define FIRST_CAPACITY 16

bool
sent_queue_init (struct sent_queue *queue)
{
  *queue = (struct sent_queue){ .segments = malloc (FIRST_CAPACITY * sizeof *queue->segments) };
  queue->capacity = queue->segments != NULL ? FIRST_CAPACITY : 0;
  return queue->segments != NULL;
}

void
sent_queue_clear (struct sent_queue *queue)
{
  free (queue->segments);
  *queue = (struct sent_queue){ 0 };
}

/* Makes room at the end, by moving to the front of the storage before growing it. */
static bool
make_room (struct sent_queue *queue)
{
  if (queue->start + queue->length < queue->capacity)
    return true;
  if (queue->start > queue->capacity / 2)
    {
      memmove (queue->segments, queue->segments + queue->start, queue->length * sizeof *queue->segments);
      queue->start = 0;
      return true;
    }
  size_t capacity = queue->capacity > 0 ? queue->capacity * 2 : FIRST_CAPACITY;
  struct sent_segment *segments = realloc (queue->segments, capacity * sizeof *segments);
  if (segments == NULL)
    return false;
  queue->segments = segments;
  queue->capacity = capacity;
  return true;
}

bool
sent_queue_push (struct sent_queue *queue, const struct sent_segment *segment)
{
  if (!make_room (queue))
    return false;
  queue->segments[queue->start + queue->length] = *segment;
  queue->length++;
  return true;
}

struct sent_segment *
sent_queue_at (const struct sent_queue *queue, size_t index)
{
  assert (index < queue->length);
  return queue->segments + queue->start + index;
}

struct sent_segment *
sent_queue_front (const struct sent_queue *queue)
{
  return queue->length > 0 ? sent_queue_at (queue, 0) : NULL;
}

struct sent_segment *
sent_queue_first_lost (const struct sent_queue *queue)
{
  for (size_t i = 0; queue->lost > 0 && i < queue->length; i++)
    if (sent_queue_at (queue, i)->lost)
      return sent_queue_at (queue, i);
  return NULL;
}

void
sent_queue_set_lost (struct sent_queue *queue, struct sent_segment *segment, bool lost)
{
  if (segment->lost != lost)
    queue->lost += lost ? segment->len : 0 - segment->len;
  segment->lost = lost;
}

void
sent_queue_set_sacked (struct sent_queue *queue, struct sent_segment *segment, bool sacked)
{
  if (segment->sacked != sacked)
    {
      queue->sacked += sacked ? segment->len : 0 - segment->len;
      queue->sacked_segments += sacked ? 1 : -1;
      queue->delivered += sacked;
    }
  segment->sacked = sacked;
  if (sacked)
    sent_queue_set_lost (queue, segment, false);
}

/* So many numbers of a segment leave the queue. */
static void
forget (struct sent_queue *queue, const struct sent_segment *segment, uint32_t numbers)
{
  queue->lost -= segment->lost ? numbers : 0;
  queue->sacked -= segment->sacked ? numbers : 0;
}

/* Cuts the numbers before ack off a segment that reaches beyond it. A SYN is always the first number. */
static void
cut_front (struct sent_queue *queue, struct sent_segment *segment, uint32_t ack)
{
  forget (queue, segment, ack - segment->seq);
  segment->len -= ack - segment->seq;
  segment->seq = ack;
  segment->flags &= (uint8_t) ~TCP_SYN;
}

/* Nothing is outstanding: a connection that waits needs little memory. */
static void
shrink (struct sent_queue *queue)
{
  queue->start = 0;
  if (queue->capacity <= FIRST_CAPACITY)
    return;
  struct sent_segment *segments = realloc (queue->segments, FIRST_CAPACITY * sizeof *segments);
  if (segments == NULL)
    return;
  queue->segments = segments;
  queue->capacity = FIRST_CAPACITY;
}

/* The SYN stays with the first part and the FIN with the second; what is known of the whole is known of both. */
struct sent_segment *
sent_queue_cut (struct sent_queue *queue, struct sent_segment *segment, uint32_t numbers)
{
  size_t index = (size_t) (segment - sent_queue_at (queue, 0));
  assert (numbers > 0 && numbers < segment->len);
  if (!make_room (queue))
    return sent_queue_at (queue, index);
  struct sent_segment *first = queue->segments + queue->start + index;
  memmove (first + 1, first, (queue->length - index) * sizeof *first);
  queue->length++;
  first[0].len = numbers;
  first[0].flags &= (uint8_t) ~TCP_FIN;
  first[1].seq += numbers;
  first[1].len -= numbers;
  first[1].flags &= (uint8_t) ~TCP_SYN;
  return first;
}

void
sent_queue_take_back (struct sent_queue *queue, uint32_t seq)
{
  while (queue->length > 0)
    {
      struct sent_segment *last = sent_queue_at (queue, queue->length - 1);
      if (seq_geq (seq, last->seq + last->len))
        return;
      uint32_t kept = seq_gt (seq, last->seq) ? seq - last->seq : 0;
      forget (queue, last, last->len - kept);
      last->len = kept;
      if (kept > 0)
        return;
      queue->sacked_segments -= last->sacked;
      queue->length--;
    }
}

bool
sent_queue_acknowledge (struct sent_queue *queue, uint32_t ack)
{
  bool resent = false;
  while (queue->length > 0)
    {
      struct sent_segment *front = sent_queue_at (queue, 0);
      if (seq_leq (ack, front->seq))
        break;
      resent = resent || front->copies > 1;
      if (seq_lt (ack, front->seq + front->len))
        {
          cut_front (queue, front, ack);
          break;
        }
      forget (queue, front, front->len);
      queue->sacked_segments -= front->sacked;
      queue->delivered += !front->sacked;
      queue->start++;
      queue->length--;
    }
  if (queue->length == 0)
    shrink (queue);
  return resent;
}
