#include "base/event-heap.h"

#include <stdlib.h>

void
event_heap_init (struct event_heap *heap)
{
  *heap = (struct event_heap){ .next_serial = 1 };
}

void
event_heap_clear (struct event_heap *heap)
{
  free (heap->items);
  event_heap_init (heap);
}

/* A total order: no two items share a serial. */
static bool
comes_before (const struct event_heap_item *a, const struct event_heap_item *b)
{
  if (a->at != b->at)
    return a->at < b->at;
  if (a->rank != b->rank)
    return a->rank < b->rank;
  if (a->host != b->host)
    return a->host < b->host;
  return a->serial < b->serial;
}

/* Puts item into the hole at index or above it. */
static void
sift_up (struct event_heap *heap, size_t index, struct event_heap_item item)
{
  while (index > 0)
    {
      size_t parent = (index - 1) / 2;

      if (!comes_before (&item, &heap->items[parent]))
        break;
      heap->items[index] = heap->items[parent];
      index = parent;
    }
  heap->items[index] = item;
}

/* Puts item into the hole at index or below it. */
static void
sift_down (struct event_heap *heap, size_t index, struct event_heap_item item)
{
  for (;;)
    {
      size_t child = 2 * index + 1;

      if (child >= heap->length)
        break;
      if (child + 1 < heap->length && comes_before (&heap->items[child + 1], &heap->items[child]))
        child++;
      if (!comes_before (&heap->items[child], &item))
        break;
      heap->items[index] = heap->items[child];
      index = child;
    }
  heap->items[index] = item;
}

static void
grow (struct event_heap *heap)
{
  size_t capacity = heap->capacity > 0 ? heap->capacity * 2 : 32;
  struct event_heap_item *items = NULL;

  if (capacity <= SIZE_MAX / sizeof *items)
    items = realloc (heap->items, capacity * sizeof *items);
  if (items == NULL)
    abort (); /* a run that lost an event would be a wrong run */
  heap->items = items;
  heap->capacity = capacity;
}

uint64_t
event_heap_push (struct event_heap *heap, vtime at, uint8_t rank, uint8_t host, uint64_t value)
{
  struct event_heap_item item = { .at = at, .rank = rank, .host = host, .serial = heap->next_serial++, .value = value };

  if (heap->length == heap->capacity)
    grow (heap);
  sift_up (heap, heap->length++, item);
  return item.serial;
}

const struct event_heap_item *
event_heap_peek (const struct event_heap *heap)
{
  return heap->length > 0 ? &heap->items[0] : NULL;
}

/* Takes out the item at index and lets the last one fill the hole. */
static void
take_out (struct event_heap *heap, size_t index)
{
  struct event_heap_item last = heap->items[--heap->length];

  if (index == heap->length)
    return;
  if (index > 0 && comes_before (&last, &heap->items[(index - 1) / 2]))
    sift_up (heap, index, last);
  else
    sift_down (heap, index, last);
}

bool
event_heap_pop (struct event_heap *heap, struct event_heap_item *item)
{
  if (heap->length == 0)
    return false;
  *item = heap->items[0];
  take_out (heap, 0);
  return true;
}

bool
event_heap_remove (struct event_heap *heap, uint64_t serial)
{
  for (size_t i = 0; i < heap->length; i++)
    if (heap->items[i].serial == serial)
      {
        take_out (heap, i);
        return true;
      }
  return false;
}
