#include "trace/store.h"

#include <stdlib.h>
#include <string.h>

/* Octets of a block, unless one copy needs more. */
#define BLOCK_SIZE 65536

struct octet_block
{
  struct octet_block *older;
  size_t used;
  size_t size;
  uint8_t octets[];
};

void
store_init (struct store *store, size_t element_size)
{
  *store = (struct store){ .element_size = element_size };
}

void
store_clear (struct store *store)
{
  for (size_t i = 0; i < store->chunk_count; i++)
    free (store->chunks[i]);
  free (store->chunks);
  store_init (store, store->element_size);
}

size_t
store_size (const struct store *store)
{
  return store->chunk_count * STORE_CHUNK * store->element_size;
}

static int
store_add_chunk (struct store *store)
{
  if (store->chunk_count == store->chunk_capacity)
    {
      size_t capacity = store->chunk_capacity > 0 ? 2 * store->chunk_capacity : 8;
      void **chunks = realloc (store->chunks, capacity * sizeof *chunks);

      if (chunks == NULL)
        return -1;
      store->chunks = chunks;
      store->chunk_capacity = capacity;
    }
  void *chunk = malloc (STORE_CHUNK * store->element_size);
  if (chunk == NULL)
    return -1;
  store->chunks[store->chunk_count++] = chunk;
  return 0;
}

void *
store_add (struct store *store)
{
  if (store->length == store->chunk_count * STORE_CHUNK && store_add_chunk (store) < 0)
    return NULL;
  return store_at (store, store->length++);
}

void
octet_pile_clear (struct octet_pile *pile)
{
  while (pile->newest != NULL)
    {
      struct octet_block *block = pile->newest;

      pile->newest = block->older;
      free (block);
    }
}

size_t
octet_pile_size (const struct octet_pile *pile)
{
  size_t size = 0;

  for (const struct octet_block *block = pile->newest; block != NULL; block = block->older)
    size += sizeof *block + block->size;
  return size;
}

const uint8_t *
octet_pile_add (struct octet_pile *pile, const uint8_t *octets, size_t length)
{
  struct octet_block *block = pile->newest;

  if (block == NULL || block->size - block->used < length)
    {
      size_t size = length > BLOCK_SIZE ? length : BLOCK_SIZE;

      block = malloc (sizeof *block + size);
      if (block == NULL)
        return NULL;
      *block = (struct octet_block){ .older = pile->newest, .size = size };
      pile->newest = block;
    }
  uint8_t *copy = block->octets + block->used;
  memcpy (copy, octets, length);
  block->used += length;
  return copy;
}
