#include "base/array.h"

#include <glib.h>

typedef ARRAY (guint64) numbers;

static void
test_add (void)
{
  numbers array = { 0 };

  for (guint64 i = 0; i < 1000; i++)
    *array_add (&array) = i * i;
  g_assert_cmpuint (array.length, ==, 1000);
  g_assert_cmpuint (array.capacity, >=, 1000);
  for (guint64 i = 0; i < 1000; i++)
    g_assert_cmpuint (array.items[i], ==, i * i);
  array_clear (&array);
}

static void
test_clear (void)
{
  numbers array = { 0 };

  *array_add (&array) = 1;
  array_clear (&array);
  g_assert_null (array.items);
  g_assert_cmpuint (array.length, ==, 0);
  g_assert_cmpuint (array.capacity, ==, 0);
  *array_add (&array) = 2;
  g_assert_cmpuint (array.items[0], ==, 2);
  array_clear (&array);
}

/* Room that is there stays where it is; room that is not comes in one step, however much is asked for. */
static void
test_reserve (void)
{
  numbers array = { 0 };

  array.items = array_reserve (array.items, &array.capacity, 5000, sizeof *array.items);
  g_assert_cmpuint (array.capacity, >=, 5000);
  array.items[4999] = 7;
  const guint64 *before = array.items;
  size_t capacity = array.capacity;
  array.items = array_reserve (array.items, &array.capacity, 5000, sizeof *array.items);
  g_assert_true (array.items == before);
  g_assert_cmpuint (array.capacity, ==, capacity);
  g_assert_cmpuint (array.items[4999], ==, 7);
  array_clear (&array);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/array/add", test_add);
  g_test_add_func ("/base/array/clear", test_clear);
  g_test_add_func ("/base/array/reserve", test_reserve);
  return g_test_run ();
}
