#include "wire/checksum.h"

#include "wire/octets.h"

#include <assert.h>

/* Carries come back in at the bottom: 2^16 is 1 in this arithmetic. */
static uint32_t
fold (uint64_t sum)
{
  while (sum > UINT16_MAX)
    sum = (sum & UINT16_MAX) + (sum >> 16);
  return (uint32_t) sum;
}

uint32_t
checksum_add (uint32_t sum, const void *octets, size_t length)
{
  const uint8_t *next = octets;
  uint64_t wide = sum; /* has room for 2^32 words of 32 bits */

  for (; length >= 4; length -= 4, next += 4)
    wide += octets_get32 (next);
  if (length >= 2)
    {
      wide += octets_get16 (next);
      length -= 2;
      next += 2;
    }
  if (length > 0)
    wide += (uint32_t) *next << 8;
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
