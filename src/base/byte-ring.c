#include "base/byte-ring.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool
byte_ring_init (struct byte_ring *ring, size_t capacity)
{
  assert (capacity <= SIZE_MAX / 2);

  *ring = (struct byte_ring){ 0 };
  /* Zeroed, so that even a caller who extends over what was never written reads the same octets in every run. */
  ring->octets = calloc (capacity > 0 ? capacity : 1, 1);
  if (ring->octets == NULL)
    return false;
  ring->capacity = capacity;
  return true;
}

void
byte_ring_clear (struct byte_ring *ring)
{
  free (ring->octets);
  *ring = (struct byte_ring){ 0 };
}

/* The place of the octet at an offset from the first one. */
static size_t
place_of (const struct byte_ring *ring, size_t offset)
{
  size_t place = ring->start + offset;

  return place < ring->capacity ? place : place - ring->capacity;
}

bool
byte_ring_resize (struct byte_ring *ring, size_t capacity)
{
  struct byte_ring resized;
  size_t kept = capacity < ring->capacity ? capacity : ring->capacity;
  size_t until_wrap = ring->capacity - ring->start;
  size_t first = kept < until_wrap ? kept : until_wrap;

  assert (capacity >= ring->length);
  if (!byte_ring_init (&resized, capacity))
    return false;
  memcpy (resized.octets, ring->octets + ring->start, first);
  memcpy (resized.octets + first, ring->octets, kept - first);
  resized.length = ring->length;
  byte_ring_clear (ring);
  *ring = resized;
  return true;
}

size_t
byte_ring_write_at (struct byte_ring *ring, size_t offset, const void *octets, size_t length)
{
  if (offset >= ring->capacity || length == 0)
    return 0;
  if (length > ring->capacity - offset)
    length = ring->capacity - offset;

  size_t place = place_of (ring, offset);
  size_t until_wrap = ring->capacity - place;
  size_t first = length < until_wrap ? length : until_wrap;

  memcpy (ring->octets + place, octets, first);
  memcpy (ring->octets, (const uint8_t *) octets + first, length - first);
  return length;
}

void
byte_ring_extend (struct byte_ring *ring, size_t length)
{
  assert (length <= byte_ring_space (ring));
  ring->length += length;
}

size_t
byte_ring_append (struct byte_ring *ring, const void *octets, size_t length)
{
  size_t written = byte_ring_write_at (ring, ring->length, octets, length);

  byte_ring_extend (ring, written);
  return written;
}

const uint8_t *
byte_ring_view (const struct byte_ring *ring, size_t offset, size_t length)
{
  if (offset > ring->length || length > ring->length - offset)
    return NULL;

  size_t place = place_of (ring, offset);

  return length <= ring->capacity - place ? ring->octets + place : NULL;
}

size_t
byte_ring_peek (const struct byte_ring *ring, size_t offset, void *octets, size_t length)
{
  if (offset >= ring->length || length == 0)
    return 0;
  if (length > ring->length - offset)
    length = ring->length - offset;

  size_t place = place_of (ring, offset);
  size_t until_wrap = ring->capacity - place;
  size_t first = length < until_wrap ? length : until_wrap;

  memcpy (octets, ring->octets + place, first);
  memcpy ((uint8_t *) octets + first, ring->octets, length - first);
  return length;
}

void
byte_ring_drop (struct byte_ring *ring, size_t length)
{
  assert (length <= ring->length);
  ring->start = place_of (ring, length);
  ring->length -= length;
}
