/* Growable arrays of one type. Memory that runs out ends the program: a run or a picture that lost a part would be a
 * wrong one. */
#pragma once

#include <stddef.h>

#define ARRAY(type)                                                                                                    \
  struct                                                                                                               \
  {                                                                                                                    \
    type *items;                                                                                                       \
    size_t length;                                                                                                     \
    size_t capacity;                                                                                                   \
  }

/* Room for `length` items; returns the items, moved or not. */
void *array_reserve (void *items, size_t *capacity, size_t length, size_t item_size);

/* A pointer to a new item at the end, not initialized. */
#define array_add(array)                                                                                               \
  ((array)->items = array_reserve ((array)->items, &(array)->capacity, (array)->length + 1, sizeof *(array)->items),   \
   &(array)->items[(array)->length++])

/* Frees the items and leaves an empty array. */
#define array_clear(array) (array_free ((array)->items), (array)->items = NULL, (array)->length = (array)->capacity = 0)

void array_free (void *items);
