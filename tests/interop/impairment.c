#include "impairment.h"

#include "frame.h"

#include <stdlib.h>
#include <string.h>

#define MILLION 1000000

/* A frame under way. */
struct copy
{
  size_t length;
  uint8_t octets[];
};

void
link_way_init (struct link_way *way, const struct impairment *impairment, uint64_t seed)
{
  *way = (struct link_way){ .impairment = *impairment };
  rng_seed (&way->rng, seed);
  event_heap_init (&way->heap);
}

void
link_way_clear (struct link_way *way)
{
  struct event_heap_item item;

  while (event_heap_pop (&way->heap, &item))
    free ((void *) (uintptr_t) item.value);
  event_heap_clear (&way->heap);
}

static bool
happens (struct link_way *way, uint32_t share)
{
  return share > 0 && rng_below (&way->rng, MILLION) < share;
}

static void
damage (struct link_way *way, struct copy *copy)
{
  size_t bit = rng_below (&way->rng, (copy->length - FRAME_HEADER) * 8);

  copy->octets[FRAME_HEADER + bit / 8] ^= (uint8_t) (1 << bit % 8);
  way->damaged++;
}

static void
send_copy (struct link_way *way, const uint8_t *frame, size_t length, vtime now)
{
  const struct impairment *impairment = &way->impairment;
  struct copy *copy = malloc (sizeof *copy + length);
  vtime arrival = now + impairment->delay;

  if (copy == NULL)
    abort ();
  copy->length = length;
  memcpy (copy->octets, frame, length);
  if (frame_is_tcp (frame, length) && happens (way, impairment->corrupt))
    damage (way, copy);
  if (impairment->jitter > 0)
    arrival += (vtime) rng_below (&way->rng, (uint64_t) impairment->jitter + 1);
  if (happens (way, impairment->late))
    arrival += impairment->late_by;
  event_heap_push (&way->heap, arrival, 0, 0, (uint64_t) (uintptr_t) copy);
}

void
link_way_send (struct link_way *way, const uint8_t *frame, size_t length, vtime now)
{
  way->frames++;
  if (happens (way, way->impairment.loss))
    {
      way->lost++;
      return;
    }
  send_copy (way, frame, length, now);
  if (happens (way, way->impairment.duplicate))
    {
      way->doubled++;
      send_copy (way, frame, length, now);
    }
}

size_t
link_way_take (struct link_way *way, uint8_t *frame, size_t size, vtime now)
{
  struct event_heap_item item;

  if (link_way_next (way) > now || !event_heap_pop (&way->heap, &item))
    return 0;
  struct copy *copy = (void *) (uintptr_t) item.value;
  size_t length = copy->length < size ? copy->length : size;
  memcpy (frame, copy->octets, length);
  free (copy);
  return length;
}

vtime
link_way_next (const struct link_way *way)
{
  const struct event_heap_item *item = event_heap_peek (&way->heap);

  return item != NULL ? item->at : VTIME_NEVER;
}
