/* A seeded random number generator: the same seed gives the same numbers on every machine.
 *
 * Not for secrets. The generator is xoshiro256** (Blackman and Vigna), seeded through splitmix64. */
#pragma once

#include <stdint.h>

struct rng
{
  uint64_t s[4];
};

void rng_seed (struct rng *rng, uint64_t seed);
uint64_t rng_u64 (struct rng *rng);
uint32_t rng_u32 (struct rng *rng);

/* A number in [0, bound), without bias; bound must not be 0. */
uint64_t rng_below (struct rng *rng, uint64_t bound);
