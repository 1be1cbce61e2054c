#include "wire/checksum.h"

#include "wire/octets.h"

#include <assert.h>
#include <string.h>

/* Carries come back in at the bottom: 2^16 is 1 in this arithmetic. */
static uint32_t
fold (uint64_t sum)
{
  while (sum > UINT16_MAX)
    sum = (sum & UINT16_MAX) + (sum >> 16);
  return (uint32_t) sum;
}

/* The sum of words as this machine reads them. Octets in another order give the same sum with its two octets swapped
 * (RFC 1071 §2 B), so the order is put right once at the end; the loop is one that compilers turn into vectors. */
static uint64_t
add_words (const uint8_t *octets, size_t words)
{
  uint64_t sum = 0; /* has room for 2^32 words of 32 bits */

  for (size_t i = 0; i < words; i++)
    {
      uint32_t word;

      memcpy (&word, octets + 4 * i, sizeof word);
      sum += word;
    }
  return sum;
}

uint32_t
checksum_add (uint32_t sum, const void *octets, size_t length)
{
  const uint8_t *first = octets;
  const uint8_t *rest = first + (length & ~(size_t) 3);
  uint16_t words = (uint16_t) fold (add_words (first, length / 4));
  uint8_t ordered[2];

  memcpy (ordered, &words, sizeof ordered);
  uint64_t wide = (uint64_t) sum + octets_get16 (ordered);
  if ((length & 2) != 0)
    {
      wide += octets_get16 (rest);
      rest += 2;
    }
  if ((length & 1) != 0)
    wide += (uint32_t) *rest << 8;
  return fold (wide);
}

uint16_t
checksum_finish (uint32_t sum)
{
  return (uint16_t) ~fold (sum);
}

uint32_t
checksum_pseudo_header (const struct ip_address *source, const struct ip_address *destination, uint8_t protocol,
                        uint32_t length)
{
  assert (source->family == destination->family);

  size_t size = source->family == IP_V6 ? 16 : 4;
  uint32_t sum = checksum_add (0, source->octets, size);

  sum = checksum_add (sum, destination->octets, size);
  return fold ((uint64_t) sum + protocol + length);
}
