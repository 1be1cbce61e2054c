#include "sim/clock.h"

#define MILLION INT64_C (1000000)

/* What the clock has gained (or lost, rounded down) x nanoseconds into a millisecond, x < 10^6. */
static int64_t
gain (int32_t skew, int64_t x)
{
  int64_t product = x * skew;

  return product >= 0 ? product / MILLION : -((-product + MILLION - 1) / MILLION);
}

vtime
clock_at (int32_t skew, vtime instant)
{
  if (instant == VTIME_NEVER || skew == 0)
    return instant;
  int64_t whole = instant / MILLION, x = instant % MILLION;

  return whole * (MILLION + skew) + x + gain (skew, x);
}

vtime
clock_instant (int32_t skew, vtime shown)
{
  if (shown == VTIME_NEVER || skew == 0)
    return shown;
  int64_t rate = MILLION + skew, rest = shown % rate;
  int64_t x = rest * MILLION / rate;

  /* The quotient is rounded, and so is the clock: the first x that fits is next to it. */
  while (x > 0 && x - 1 + gain (skew, x - 1) >= rest)
    x--;
  while (x + gain (skew, x) < rest)
    x++;
  return shown / rate * MILLION + x;
}
