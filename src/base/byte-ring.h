/* A queue of octets in a ring of fixed capacity, readable and writable at an offset.
 *
 * The send buffer takes octets at its end and drops acknowledged ones at its front; the receive buffer is also
 * written beyond its end, where segments arrived early. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct byte_ring
{
  uint8_t *octets;
  size_t capacity;
  size_t start;  /* index of the first octet */
  size_t length; /* octets in the queue */
};

/* False when there is no memory. */
bool byte_ring_init (struct byte_ring *ring, size_t capacity);
void byte_ring_clear (struct byte_ring *ring);

/* Gives it another capacity, not below its length. What was written beyond the end stays as far as it fits. False, and
 * nothing has changed, when there is no memory. */
bool byte_ring_resize (struct byte_ring *ring, size_t capacity);

static inline size_t
byte_ring_space (const struct byte_ring *ring)
{
  return ring->capacity - ring->length;
}

/* Appends as many of the octets as fit and returns how many. */
size_t byte_ring_append (struct byte_ring *ring, const void *octets, size_t length);

/* Writes octets at an offset counted from the first octet, without changing the length: for data that arrived early.
 * Returns how many fitted below the capacity. */
size_t byte_ring_write_at (struct byte_ring *ring, size_t offset, const void *octets, size_t length);

/* Makes octets that byte_ring_write_at placed beyond the end part of the queue; length must not exceed the space. */
void byte_ring_extend (struct byte_ring *ring, size_t length);

/* Where length octets from an offset lie in one piece, until the ring changes; NULL when they do not, or are not all
 * there. */
const uint8_t *byte_ring_view (const struct byte_ring *ring, size_t offset, size_t length);

/* Copies up to length octets from an offset and returns how many there were. */
size_t byte_ring_peek (const struct byte_ring *ring, size_t offset, void *octets, size_t length);

/* Removes octets from the front; length must not exceed what is there. */
void byte_ring_drop (struct byte_ring *ring, size_t length);
