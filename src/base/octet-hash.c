#include "base/octet-hash.h"

/* FNV-1a, but over words of 8 octets, and turned, so that high bits come down too. */
#define START UINT64_C (0xcbf29ce484222325)
#define PRIME UINT64_C (0x100000001b3)
#define TURN 29

static uint64_t
mix (uint64_t state, uint64_t word)
{
  uint64_t mixed = (state ^ word) * PRIME;

  return mixed << TURN | mixed >> (64 - TURN);
}

void
octet_hash_init (struct octet_hash *hash)
{
  *hash = (struct octet_hash){ .state = START };
}

static void
add_octet (struct octet_hash *hash, uint8_t octet)
{
  hash->word |= (uint64_t) octet << hash->count % 8 * 8;
  if (++hash->count % 8 > 0)
    return;
  hash->state = mix (hash->state, hash->word);
  hash->word = 0;
}

/* The same number on every machine. */
static uint64_t
get_word (const uint8_t *octets)
{
  uint64_t low = octets[0] | (uint32_t) octets[1] << 8 | (uint32_t) octets[2] << 16 | (uint32_t) octets[3] << 24;
  uint64_t high = octets[4] | (uint32_t) octets[5] << 8 | (uint32_t) octets[6] << 16 | (uint32_t) octets[7] << 24;

  return low | high << 32;
}

void
octet_hash_add (struct octet_hash *hash, const void *octets, size_t length)
{
  const uint8_t *next = octets;

  for (; length > 0 && hash->count % 8 > 0; length--)
    add_octet (hash, *next++);
  for (; length >= 8; length -= 8, next += 8)
    {
      hash->state = mix (hash->state, get_word (next));
      hash->count += 8;
    }
  for (; length > 0; length--)
    add_octet (hash, *next++);
}

uint64_t
octet_hash_value (const struct octet_hash *hash)
{
  return mix (mix (hash->state, hash->word), hash->count);
}
