#include "base/rng.h"

#include <assert.h>

/* splitmix64 (Steele, Lea and Flood; the constants of Vigna's reference code). */
static uint64_t
splitmix64 (uint64_t *state)
{
  uint64_t z = *state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline uint64_t
rotate_left (uint64_t x, unsigned bits)
{
  return (x << bits) | (x >> (64 - bits));
}

void
rng_seed (struct rng *rng, uint64_t seed)
{
  /* Four values in a row of splitmix64 are all different, so the state is never all zero. */
  for (unsigned i = 0; i < 4; i++)
    rng->s[i] = splitmix64 (&seed);
}

uint64_t
rng_u64 (struct rng *rng)
{
  uint64_t *s = rng->s;
  uint64_t result = rotate_left (s[1] * 5, 7) * 9;
  uint64_t t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

uint32_t
rng_u32 (struct rng *rng)
{
  return (uint32_t) (rng_u64 (rng) >> 32);
}

uint64_t
rng_below (struct rng *rng, uint64_t bound)
{
  assert (bound != 0);

  /* 2^64 mod bound: below it lie the numbers that would make small remainders more likely. */
  uint64_t threshold = (UINT64_MAX - bound + 1) % bound;
  uint64_t number;

  do
    number = rng_u64 (rng);
  while (number < threshold);
  return number % bound;
}
