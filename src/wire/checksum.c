#include "wire/checksum.h"

#include "wire/octets.h"

#include <assert.h>
#include <string.h>

/* A running sum is of words as this machine reads them. Octets in another order give the same sum with its two octets
 * swapped (RFC 1071 §2 B), so the order is put right once, by checksum_finish. */
static uint64_t
add_words (const uint8_t *octets, size_t words)
{
  uint64_t sum = 0; /* has room for 2^32 words of 32 bits */

  /* A loop that compilers turn into vectors. */
  for (size_t i = 0; i < words; i++)
    {
      uint32_t word;

      memcpy (&word, octets + 4 * i, sizeof word);
      sum += word;
    }
  return sum;
}

/* Carries come back in at the bottom: 2^16 is 1 in this arithmetic, and so is 2^32. */
static uint32_t
fold (uint64_t sum)
{
  sum = (sum & UINT32_MAX) + (sum >> 32);
  return (uint32_t) (sum + (sum >> 32));
}

uint32_t
checksum_add (uint32_t sum, const void *octets, size_t length)
{
  const uint8_t *first = octets;
  uint64_t wide = sum + add_words (first, length / 4);

  if (length % 4 != 0)
    {
      uint32_t rest = 0;

      memcpy (&rest, first + length / 4 * 4, length % 4);
      wide += rest;
    }
  return fold (wide);
}

uint16_t
checksum_finish (uint32_t sum)
{
  uint32_t carried = (sum & UINT16_MAX) + (sum >> 16);
  uint16_t folded = (uint16_t) (carried + (carried >> 16));
  uint8_t ordered[2];

  memcpy (ordered, &folded, sizeof ordered);
  return (uint16_t) ~octets_get16 (ordered);
}

uint32_t
checksum_pseudo_header (const struct ip_address *source, const struct ip_address *destination, uint8_t protocol,
                        uint32_t length)
{
  assert (source->family == destination->family);

  size_t words = source->family == IP_V6 ? 4 : 1;
  uint8_t rest[8];

  octets_put32 (rest, length);
  octets_put32 (rest + 4, protocol);
  return fold (add_words (source->octets, words) + add_words (destination->octets, words) + add_words (rest, 2));
}
