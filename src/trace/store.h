/* Growing storage whose elements never move: a list of equal elements in chunks, and a pile of octets in blocks. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Elements of a chunk; a power of two. */
#define STORE_CHUNK 512

struct store
{
  void **chunks;
  size_t chunk_count;
  size_t chunk_capacity;
  size_t length;       /* elements */
  size_t element_size; /* octets */
};

void store_init (struct store *store, size_t element_size);
void store_clear (struct store *store);

/* The memory that the chunks take, octets. */
size_t store_size (const struct store *store);

/* A new element at the end, which holds anything; NULL when there is no memory. */
void *store_add (struct store *store);

static inline void *
store_at (const struct store *store, size_t index)
{
  return (char *) store->chunks[index / STORE_CHUNK] + index % STORE_CHUNK * store->element_size;
}

struct octet_block;

struct octet_pile
{
  struct octet_block *newest;
};

void octet_pile_clear (struct octet_pile *pile);

/* The memory that the blocks take, octets. */
size_t octet_pile_size (const struct octet_pile *pile);

/* Copies octets and returns where they are now; NULL when there is no memory. */
const uint8_t *octet_pile_add (struct octet_pile *pile, const uint8_t *octets, size_t length);
