#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

void *
array_reserve (void *items, size_t *capacity, size_t length, size_t item_size)
{
  if (length <= *capacity)
    return items;

  size_t wanted = *capacity < 16 ? 16 : *capacity * 2;
  while (wanted < length)
    wanted *= 2;
  void *grown = wanted <= SIZE_MAX / item_size ? realloc (items, wanted * item_size) : NULL;
  if (grown == NULL)
    abort ();
  *capacity = wanted;
  return grown;
}

void
array_free (void *items)
{
  free (items);
}
