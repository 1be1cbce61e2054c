#include "base/rng.h"
#include "base/seq.h"

#include <glib.h>

static void
test_wraps (void)
{
  g_assert_true (seq_lt (0xffffffff, 0));
  g_assert_true (seq_lt (0xfffffff0, 0x10));
  g_assert_true (seq_gt (0x10, 0xfffffff0));
  g_assert_true (seq_leq (5, 5));
  g_assert_true (seq_geq (5, 5));
  g_assert_false (seq_lt (5, 5));
  g_assert_false (seq_gt (5, 5));
  g_assert_cmpint (seq_diff (0, 0xffffffff), ==, 1);
  g_assert_cmpint (seq_diff (0xffffffff, 0), ==, -1);
  g_assert_cmpuint (seq_max (0xffffffff, 0), ==, 0);
  g_assert_cmpuint (seq_min (0xffffffff, 0), ==, 0xffffffff);
}

static void
test_window (void)
{
  g_assert_true (seq_in_window (100, 100, 1));
  g_assert_false (seq_in_window (101, 100, 1));
  g_assert_false (seq_in_window (99, 100, 1000));
  g_assert_false (seq_in_window (100, 100, 0));
  g_assert_true (seq_in_window (3, 0xfffffffe, 6));
  g_assert_false (seq_in_window (4, 0xfffffffe, 6));
}

/* Against plain arithmetic in 64 bits, wherever on the circle the two numbers lie. */
static void
test_against_plain_numbers (void)
{
  struct rng rng;

  rng_seed (&rng, 3);
  for (int i = 0; i < 20000; i++)
    {
      guint32 base = rng_u32 (&rng);
      gint64 a = (gint64) rng_below (&rng, G_MAXINT32);
      gint64 b = i % 10 == 0 ? a : (gint64) rng_below (&rng, G_MAXINT32);
      guint32 x = base + (guint32) a;
      guint32 y = base + (guint32) b;

      g_assert_cmpint (seq_diff (x, y), ==, a - b);
      g_assert_cmpint (seq_lt (x, y), ==, a < b);
      g_assert_cmpint (seq_leq (x, y), ==, a <= b);
      g_assert_cmpint (seq_gt (x, y), ==, a > b);
      g_assert_cmpint (seq_geq (x, y), ==, a >= b);
      g_assert_cmpuint (seq_max (x, y), ==, base + (guint32) MAX (a, b));
      g_assert_cmpuint (seq_min (x, y), ==, base + (guint32) MIN (a, b));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/seq/wraps", test_wraps);
  g_test_add_func ("/base/seq/window", test_window);
  g_test_add_func ("/base/seq/plain-numbers", test_against_plain_numbers);
  return g_test_run ();
}
