/* A set of sequence numbers as sorted, disjoint, non-adjacent ranges, all within 2^31 of each other.
 *
 * Holds what arrived out of order, and later what a peer reported by SACK. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers left =< n < right. */
struct seq_range
{
  uint32_t left;
  uint32_t right;
};

/* More holes than this are not kept: seq_ranges_add then refuses. */
#define SEQ_RANGES_MAX 1024

struct seq_ranges
{
  struct seq_range *ranges;
  size_t length;
  size_t capacity;
};

void seq_ranges_init (struct seq_ranges *set);
void seq_ranges_clear (struct seq_ranges *set); /* frees the storage */

/* Adds left =< n < right, merging what touches. False (and no change) when SEQ_RANGES_MAX would be passed or memory ran
 * out, and for a range that runs backwards or would put numbers 2^31 or more apart into the set: a peer may name such.
 * An empty range is true without change. */
bool seq_ranges_add (struct seq_ranges *set, uint32_t left, uint32_t right);

/* Removes all numbers before seq, which must be less than 2^31 from every number of the set. */
void seq_ranges_drop_before (struct seq_ranges *set, uint32_t seq);

/* True when every number of left =< n < right is in the set; so for an empty range. */
bool seq_ranges_contains (const struct seq_ranges *set, uint32_t left, uint32_t right);

/* How many numbers the set holds. */
uint32_t seq_ranges_total (const struct seq_ranges *set);
