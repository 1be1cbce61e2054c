/* A priority queue of what will happen, in a fixed order.
 *
 * Items come out by time, then rank, then host, then serial; the serial is given by the heap in the order of
 * insertion. Equal inputs therefore always come out in equal order, which is what makes a run repeatable. */
#pragma once

#include "base/vtime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_heap_item
{
  vtime at;
  uint8_t rank;    /* lower first among items of one instant (arrivals before timers) */
  uint8_t host;    /* lower first among items of one rank */
  uint64_t serial; /* assigned by event_heap_push */
  uint64_t value;  /* the caller's: an index or a small number */
};

struct event_heap
{
  struct event_heap_item *items;
  size_t length;
  size_t capacity;
  uint64_t next_serial;
};

void event_heap_init (struct event_heap *heap);
void event_heap_clear (struct event_heap *heap); /* frees the storage */

/* Adds an item and returns its serial, which event_heap_remove takes; never 0. Aborts when there is no memory. */
uint64_t event_heap_push (struct event_heap *heap, vtime at, uint8_t rank, uint8_t host, uint64_t value);

/* The first item, or NULL when the heap is empty; valid until the next change. */
const struct event_heap_item *event_heap_peek (const struct event_heap *heap);

/* Takes the first item out; false when the heap is empty. */
bool event_heap_pop (struct event_heap *heap, struct event_heap_item *item);

/* Removes the item with this serial; false when it is not there (any more). Looks at each item in turn. */
bool event_heap_remove (struct event_heap *heap, uint64_t serial);
