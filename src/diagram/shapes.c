#include "diagram/shapes.h"

#include <math.h>

void
shapes_clear (struct shapes *shapes)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    array_clear (&shapes->bands[host]);
  array_clear (&shapes->arrows);
  array_clear (&shapes->notes);
  array_clear (&shapes->timers);
  array_clear (&shapes->cuts);
  array_clear (&shapes->ticks);
  array_clear (&shapes->blocks);
}

void
extent_follow (struct extent *extent, const struct extent *before)
{
  extent->reach = before != NULL ? fmax (before->reach, extent->bottom) : extent->bottom;
}

size_t
extents_first (const void *shapes, size_t length, size_t size, double y)
{
  size_t low = 0, high = length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      const struct extent *extent = (const struct extent *) ((const char *) shapes + middle * size);

      if (extent->reach < y)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
