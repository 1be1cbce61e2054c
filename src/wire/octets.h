/* Numbers in network order at any alignment. */
#pragma once

#include <stdint.h>

static inline uint16_t
octets_get16 (const uint8_t *octets)
{
  return (uint16_t) (octets[0] << 8 | octets[1]);
}

static inline uint32_t
octets_get32 (const uint8_t *octets)
{
  return (uint32_t) octets_get16 (octets) << 16 | octets_get16 (octets + 2);
}

static inline void
octets_put16 (uint8_t *octets, uint16_t value)
{
  octets[0] = (uint8_t) (value >> 8);
  octets[1] = (uint8_t) value;
}

static inline void
octets_put32 (uint8_t *octets, uint32_t value)
{
  octets_put16 (octets, (uint16_t) (value >> 16));
  octets_put16 (octets + 2, (uint16_t) value);
}
