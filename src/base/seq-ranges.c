#include "base/seq-ranges.h"

#include "base/seq.h"

#include <stdlib.h>
#include <string.h>

void
seq_ranges_init (struct seq_ranges *set)
{
  *set = (struct seq_ranges){ 0 };
}

void
seq_ranges_clear (struct seq_ranges *set)
{
  free (set->ranges);
  seq_ranges_init (set);
}

/* The index of the first range that ends at seq or after it. */
static size_t
first_reaching (const struct seq_ranges *set, uint32_t seq)
{
  size_t low = 0;
  size_t high = set->length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (seq_lt (set->ranges[middle].right, seq))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Whether left to right is a range that can be compared with every number of the set. */
static bool
is_comparable (const struct seq_ranges *set, uint32_t left, uint32_t right)
{
  if (right - left > INT32_MAX)
    return false;
  if (set->length == 0)
    return true;

  uint32_t first = set->ranges[0].left;
  uint32_t last = set->ranges[set->length - 1].right;
  uint32_t low = seq_min (first, left);
  uint32_t span = seq_max (last, right) - low;

  return span <= INT32_MAX && last - low <= span && right - low <= span && first - low < last - low
         && left - low < right - low;
}

static bool
reserve (struct seq_ranges *set)
{
  if (set->length < set->capacity)
    return true;

  size_t capacity = set->capacity > 0 ? set->capacity * 2 : 8;
  struct seq_range *ranges = realloc (set->ranges, capacity * sizeof *ranges);

  if (ranges == NULL)
    return false;
  set->ranges = ranges;
  set->capacity = capacity;
  return true;
}

/* Removes count ranges from index on. An empty set takes no memory. */
static void
close_up (struct seq_ranges *set, size_t index, size_t count)
{
  if (count == 0)
    return;
  memmove (set->ranges + index, set->ranges + index + count, (set->length - index - count) * sizeof *set->ranges);
  set->length -= count;
  if (set->length == 0)
    seq_ranges_clear (set);
}

bool
seq_ranges_add (struct seq_ranges *set, uint32_t left, uint32_t right)
{
  if (left == right)
    return true;
  if (!is_comparable (set, left, right))
    return false;

  size_t begin = first_reaching (set, left);
  size_t end = begin;

  while (end < set->length && seq_leq (set->ranges[end].left, right))
    end++;
  if (begin == end)
    {
      if (set->length == SEQ_RANGES_MAX || !reserve (set))
        return false;
      memmove (set->ranges + begin + 1, set->ranges + begin, (set->length - begin) * sizeof *set->ranges);
      set->ranges[begin] = (struct seq_range){ left, right };
      set->length++;
      return true;
    }
  set->ranges[begin].left = seq_min (set->ranges[begin].left, left);
  set->ranges[begin].right = seq_max (set->ranges[end - 1].right, right);
  close_up (set, begin + 1, end - begin - 1);
  return true;
}

void
seq_ranges_drop_before (struct seq_ranges *set, uint32_t seq)
{
  size_t first = first_reaching (set, seq);

  if (first < set->length && set->ranges[first].right == seq)
    first++;
  close_up (set, 0, first);
  if (set->length > 0)
    set->ranges[0].left = seq_max (set->ranges[0].left, seq);
}

bool
seq_ranges_contains (const struct seq_ranges *set, uint32_t left, uint32_t right)
{
  if (seq_geq (left, right))
    return true;

  /* Ranges do not touch, so the first one that reaches right is the only one that can hold it all. */
  size_t index = first_reaching (set, right);

  return index < set->length && seq_leq (set->ranges[index].left, left);
}

uint32_t
seq_ranges_total (const struct seq_ranges *set)
{
  uint32_t total = 0;

  for (size_t i = 0; i < set->length; i++)
    total += set->ranges[i].right - set->ranges[i].left;
  return total;
}
