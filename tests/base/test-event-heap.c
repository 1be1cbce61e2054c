#include "base/event-heap.h"
#include "base/rng.h"

#include <glib.h>

static void
test_empty (void)
{
  struct event_heap heap;
  struct event_heap_item item;

  event_heap_init (&heap);
  g_assert_null (event_heap_peek (&heap));
  g_assert_false (event_heap_pop (&heap, &item));
  g_assert_false (event_heap_remove (&heap, 0));
  g_assert_false (event_heap_remove (&heap, 1));
  event_heap_clear (&heap);
}

/* Time goes before rank, rank before host, host before the order of insertion. */
static void
test_order (void)
{
  struct event_heap heap;
  struct event_heap_item item;

  event_heap_init (&heap);
  event_heap_push (&heap, MS (20), 0, 0, 6);
  event_heap_push (&heap, MS (10), 1, 0, 4);
  event_heap_push (&heap, MS (10), 0, 1, 2);
  event_heap_push (&heap, MS (10), 0, 1, 3);
  event_heap_push (&heap, MS (10), 0, 0, 1);
  event_heap_push (&heap, MS (10), 1, 1, 5);
  event_heap_push (&heap, MS (5), 9, 9, 0);
  event_heap_push (&heap, VTIME_NEVER, 0, 0, 7);
  for (guint64 expected = 0; expected < 8; expected++)
    {
      g_assert_cmpuint (event_heap_peek (&heap)->value, ==, expected);
      g_assert_true (event_heap_pop (&heap, &item));
      g_assert_cmpuint (item.value, ==, expected);
    }
  g_assert_false (event_heap_pop (&heap, &item));
  event_heap_clear (&heap);
}

static void
test_equal_items_keep_their_order (void)
{
  struct event_heap heap;
  struct event_heap_item item;

  event_heap_init (&heap);
  for (guint64 i = 0; i < 1000; i++)
    event_heap_push (&heap, SEC (1), 0, 0, i);
  for (guint64 i = 0; i < 1000; i++)
    {
      g_assert_true (event_heap_pop (&heap, &item));
      g_assert_cmpuint (item.value, ==, i);
    }
  event_heap_clear (&heap);
}

static void
test_serials (void)
{
  struct event_heap heap;
  guint64 first;
  guint64 second;

  event_heap_init (&heap);
  first = event_heap_push (&heap, 2, 0, 0, 10);
  second = event_heap_push (&heap, 1, 0, 0, 20);
  g_assert_cmpuint (first, >, 0);
  g_assert_cmpuint (second, >, first);
  g_assert_true (event_heap_remove (&heap, second));
  g_assert_false (event_heap_remove (&heap, second));
  g_assert_cmpuint (event_heap_peek (&heap)->serial, ==, first);
  g_assert_cmpuint (event_heap_push (&heap, 1, 0, 0, 30), >, second);
  event_heap_clear (&heap);
}

/* --- against a sorted array --- */

static gint
compare_items (gconstpointer a, gconstpointer b)
{
  const struct event_heap_item *x = a;
  const struct event_heap_item *y = b;

  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  if (x->rank != y->rank)
    return (int) x->rank - (int) y->rank;
  if (x->host != y->host)
    return (int) x->host - (int) y->host;
  return x->serial < y->serial ? -1 : x->serial > y->serial;
}

static void
push_both (struct rng *rng, struct event_heap *heap, GArray *sorted)
{
  struct event_heap_item item = {
    .at = (vtime) rng_below (rng, 12) - 3, /* few instants, so that most of them are shared */
    .rank = (guint8) rng_below (rng, 3),
    .host = (guint8) rng_below (rng, 2),
    .value = rng_u64 (rng),
  };

  item.serial = event_heap_push (heap, item.at, item.rank, item.host, item.value);
  g_array_append_val (sorted, item);
  g_array_sort (sorted, compare_items);
}

static void
pop_both (struct event_heap *heap, GArray *sorted)
{
  struct event_heap_item item;

  g_assert_cmpint (event_heap_pop (heap, &item), ==, sorted->len > 0);
  if (sorted->len == 0)
    return;

  const struct event_heap_item *expected = &g_array_index (sorted, struct event_heap_item, 0);

  g_assert_cmpuint (item.serial, ==, expected->serial);
  g_assert_cmpuint (item.value, ==, expected->value);
  g_assert_cmpint (item.at, ==, expected->at);
  g_array_remove_index (sorted, 0);
}

static void
remove_both (struct rng *rng, struct event_heap *heap, GArray *sorted)
{
  if (sorted->len == 0)
    return;

  guint index = (guint) rng_below (rng, sorted->len);
  guint64 serial = g_array_index (sorted, struct event_heap_item, index).serial;

  g_assert_true (event_heap_remove (heap, serial));
  g_assert_false (event_heap_remove (heap, serial));
  g_array_remove_index (sorted, index);
}

static void
run_against_sorted (guint64 seed)
{
  struct rng rng;
  struct event_heap heap;
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (struct event_heap_item));

  rng_seed (&rng, seed);
  event_heap_init (&heap);
  for (int step = 0; step < 300; step++)
    {
      guint64 choice = rng_below (&rng, 10);

      if (choice < 5)
        push_both (&rng, &heap, sorted);
      else if (choice < 8)
        pop_both (&heap, sorted);
      else
        remove_both (&rng, &heap, sorted);
      g_assert_cmpuint (heap.length, ==, sorted->len);
      if (sorted->len > 0)
        g_assert_cmpuint (event_heap_peek (&heap)->serial, ==,
                          g_array_index (sorted, struct event_heap_item, 0).serial);
    }
  while (sorted->len > 0)
    pop_both (&heap, sorted);
  g_assert_null (event_heap_peek (&heap));
  event_heap_clear (&heap);
  g_array_unref (sorted);
}

static void
test_against_sorted (void)
{
  for (guint64 seed = 0; seed < 100; seed++)
    run_against_sorted (seed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/event-heap/empty", test_empty);
  g_test_add_func ("/base/event-heap/order", test_order);
  g_test_add_func ("/base/event-heap/equal-items", test_equal_items_keep_their_order);
  g_test_add_func ("/base/event-heap/serials", test_serials);
  g_test_add_func ("/base/event-heap/against-sorted", test_against_sorted);
  return g_test_run ();
}
