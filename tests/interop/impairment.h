/* One direction of the link, in real time: frames wait here for their arrival, and some are lost, damaged, doubled or
 * delayed longer than others. */
#pragma once

#include "base/event-heap.h"
#include "base/rng.h"

/* Shares per million frames. */
struct impairment
{
  vtime delay;   /* one way */
  vtime jitter;  /* more, evenly from 0 to this */
  uint32_t late; /* share that is delayed by late_by more, and so overtaken */
  vtime late_by;
  uint32_t loss;
  uint32_t duplicate;
  uint32_t corrupt; /* share of the TCP packets in which one bit is changed */
};

struct link_way
{
  struct impairment impairment;
  struct rng rng;
  struct event_heap heap; /* of copies */
  uint64_t frames;        /* that were sent */
  uint64_t lost;
  uint64_t damaged;
  uint64_t doubled;
};

void link_way_init (struct link_way *way, const struct impairment *impairment, uint64_t seed);
void link_way_clear (struct link_way *way);

void link_way_send (struct link_way *way, const uint8_t *frame, size_t length, vtime now);

/* Takes the next frame that has arrived; its length, 0 when there is none. */
size_t link_way_take (struct link_way *way, uint8_t *frame, size_t size, vtime now);

/* When the next frame arrives, VTIME_NEVER when none is under way. */
vtime link_way_next (const struct link_way *way);
