/* Sequence numbers: arithmetic on a circle of 2^32 (RFC 9293 §3.4).
 *
 * All comparisons are defined for numbers less than 2^31 apart. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* How far a lies after b; negative when a lies before b. */
static inline int32_t
seq_diff (uint32_t a, uint32_t b)
{
  return (int32_t) (a - b);
}

static inline bool
seq_lt (uint32_t a, uint32_t b)
{
  return seq_diff (a, b) < 0;
}

static inline bool
seq_leq (uint32_t a, uint32_t b)
{
  return seq_diff (a, b) <= 0;
}

static inline bool
seq_gt (uint32_t a, uint32_t b)
{
  return seq_diff (a, b) > 0;
}

static inline bool
seq_geq (uint32_t a, uint32_t b)
{
  return seq_diff (a, b) >= 0;
}

static inline uint32_t
seq_max (uint32_t a, uint32_t b)
{
  return seq_lt (a, b) ? b : a;
}

static inline uint32_t
seq_min (uint32_t a, uint32_t b)
{
  return seq_lt (a, b) ? a : b;
}

/* first =< seq < first + size. */
static inline bool
seq_in_window (uint32_t seq, uint32_t first, uint32_t size)
{
  return seq - first < size;
}
