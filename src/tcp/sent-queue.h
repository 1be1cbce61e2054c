/* The retransmission queue: what was sent and not yet acknowledged, one record a segment, oldest first.
 *
 * The octets themselves stay in the send buffer. A record knows when and how often it was sent, which is what Karn's
 * rule needs, and what the peer's SACK options said of it: the queue is the scoreboard of RFC 6675. */
#pragma once

#include "base/vtime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sent_segment
{
  uint32_t seq;
  uint32_t len;     /* numbers it takes: text, SYN and FIN */
  uint8_t flags;    /* TCP_SYN, TCP_FIN */
  bool lost;        /* taken for lost by a timeout and not sent again since */
  bool sacked;      /* the peer reported that it holds all of it */
  bool too_big;     /* lost because the path does not carry packets of its size */
  uint8_t timeouts; /* times the timer sent it again, saturating */
  uint16_t copies;  /* times sent, saturating */
  uint32_t order;   /* of the last copy among all that were sent: tells those of one instant apart */
  vtime first_sent_at;
  vtime sent_at; /* of the last copy */
};

struct sent_queue
{
  struct sent_segment *segments;
  size_t start; /* index of the oldest */
  size_t length;
  size_t capacity;
  uint32_t lost;          /* numbers of the segments that are taken for lost */
  uint32_t sacked;        /* numbers of those that the peer reported */
  size_t sacked_segments; /* how many those are */
  uint32_t delivered;     /* segments that arrived so far, by what the peer acknowledged or reported */
};

/* With room for a few segments; false when there is no memory. */
bool sent_queue_init (struct sent_queue *queue);
void sent_queue_clear (struct sent_queue *queue); /* frees the storage */

/* Adds the newest; false when there is no memory. */
bool sent_queue_push (struct sent_queue *queue, const struct sent_segment *segment);

/* The segment at an index counted from the oldest, which must exist. */
struct sent_segment *sent_queue_at (const struct sent_queue *queue, size_t index);

/* The oldest, or NULL. */
struct sent_segment *sent_queue_front (const struct sent_queue *queue);

/* The oldest that is taken for lost, or NULL. */
struct sent_segment *sent_queue_first_lost (const struct sent_queue *queue);

/* Marks or unmarks a segment of the queue. One that was reported is not lost. */
void sent_queue_set_lost (struct sent_queue *queue, struct sent_segment *segment, bool lost);
void sent_queue_set_sacked (struct sent_queue *queue, struct sent_segment *segment, bool sacked);

/* Cuts a segment of the queue in two, the first with so many numbers, and returns the first: records of the queue may
 * have moved. When there is no memory it stays whole. */
struct sent_segment *sent_queue_cut (struct sent_queue *queue, struct sent_segment *segment, uint32_t numbers);

/* Removes what lies from seq on, cutting a segment that begins before it: it counts as never sent. */
void sent_queue_take_back (struct sent_queue *queue, uint32_t seq);

/* Removes what lies before ack, cutting a segment that is covered in part. Returns true when one of the segments so
 * touched had been sent more than once (Karn). An empty queue keeps room for a few segments only. */
bool sent_queue_acknowledge (struct sent_queue *queue, uint32_t ack);
