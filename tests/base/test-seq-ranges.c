#include "base/rng.h"
#include "base/seq-ranges.h"

#include <glib.h>

static void
assert_ranges (const struct seq_ranges *set, const struct seq_range *expected, gsize count)
{
  g_assert_cmpuint (set->length, ==, count);
  for (gsize i = 0; i < count; i++)
    {
      g_assert_cmpuint (set->ranges[i].left, ==, expected[i].left);
      g_assert_cmpuint (set->ranges[i].right, ==, expected[i].right);
    }
}

static void
test_merges (void)
{
  struct seq_ranges set;

  seq_ranges_init (&set);
  g_assert_true (seq_ranges_add (&set, 100, 200));
  g_assert_true (seq_ranges_add (&set, 300, 400));
  g_assert_true (seq_ranges_add (&set, 50, 60));
  assert_ranges (&set, (struct seq_range[]){ { 50, 60 }, { 100, 200 }, { 300, 400 } }, 3);
  g_assert_true (seq_ranges_add (&set, 60, 100)); /* touches both sides */
  assert_ranges (&set, (struct seq_range[]){ { 50, 200 }, { 300, 400 } }, 2);
  g_assert_true (seq_ranges_add (&set, 120, 130)); /* is there already */
  assert_ranges (&set, (struct seq_range[]){ { 50, 200 }, { 300, 400 } }, 2);
  g_assert_true (seq_ranges_add (&set, 10, 500)); /* covers all */
  assert_ranges (&set, (struct seq_range[]){ { 10, 500 } }, 1);
  seq_ranges_clear (&set);
}

static void
test_wraps (void)
{
  struct seq_ranges set;

  seq_ranges_init (&set);
  g_assert_true (seq_ranges_add (&set, 0x10, 0x20));
  g_assert_true (seq_ranges_add (&set, 0xfffffff0, 0xfffffff8));
  assert_ranges (&set, (struct seq_range[]){ { 0xfffffff0, 0xfffffff8 }, { 0x10, 0x20 } }, 2);
  g_assert_true (seq_ranges_contains (&set, 0xfffffff0, 0xfffffff8));
  g_assert_false (seq_ranges_contains (&set, 0xfffffff0, 0x20));
  g_assert_true (seq_ranges_add (&set, 0xfffffff8, 0x10));
  assert_ranges (&set, (struct seq_range[]){ { 0xfffffff0, 0x20 } }, 1);
  g_assert_true (seq_ranges_contains (&set, 0xffffffff, 1));
  g_assert_cmpuint (seq_ranges_total (&set), ==, 0x30);
  seq_ranges_drop_before (&set, 0);
  assert_ranges (&set, (struct seq_range[]){ { 0, 0x20 } }, 1);
  seq_ranges_clear (&set);
}

static void
test_drop_before (void)
{
  struct seq_ranges set;

  seq_ranges_init (&set);
  seq_ranges_drop_before (&set, 5);
  g_assert_cmpuint (set.length, ==, 0);
  seq_ranges_add (&set, 10, 20);
  seq_ranges_add (&set, 30, 40);
  seq_ranges_drop_before (&set, 10);
  assert_ranges (&set, (struct seq_range[]){ { 10, 20 }, { 30, 40 } }, 2);
  seq_ranges_drop_before (&set, 20); /* ends just there */
  assert_ranges (&set, (struct seq_range[]){ { 30, 40 } }, 1);
  seq_ranges_drop_before (&set, 35);
  assert_ranges (&set, (struct seq_range[]){ { 35, 40 } }, 1);
  seq_ranges_drop_before (&set, 1000);
  g_assert_cmpuint (set.length, ==, 0);
  seq_ranges_clear (&set);
}

static void
test_refuses (void)
{
  struct seq_ranges set;

  seq_ranges_init (&set);
  g_assert_true (seq_ranges_add (&set, 7, 7));
  g_assert_cmpuint (set.length, ==, 0);
  g_assert_false (seq_ranges_add (&set, 20, 10));
  g_assert_false (seq_ranges_add (&set, 0, 0x80000000));
  g_assert_true (seq_ranges_add (&set, 1000, 2000));
  g_assert_false (seq_ranges_add (&set, 1000 + 0x80000000, 1001 + 0x80000000));
  g_assert_false (seq_ranges_add (&set, 0x7ffffff0, 0x80000500));
  g_assert_false (seq_ranges_add (&set, 0x80000700, 0x80000800));
  g_assert_false (seq_ranges_add (&set, 2000, 999 + 0x80000001));
  assert_ranges (&set, (struct seq_range[]){ { 1000, 2000 } }, 1);
  g_assert_true (seq_ranges_add (&set, 1500, 999 + 0x80000000)); /* 2^31 - 1 numbers */
  g_assert_cmpuint (seq_ranges_total (&set), ==, 0x7fffffff);
  seq_ranges_clear (&set);
}

static void
test_limit (void)
{
  const guint32 base = 0xffffff00;
  struct seq_ranges set;

  seq_ranges_init (&set);
  for (guint32 i = 0; i < SEQ_RANGES_MAX; i++)
    g_assert_true (seq_ranges_add (&set, base + 4 * i, base + 4 * i + 1));
  g_assert_cmpuint (set.length, ==, SEQ_RANGES_MAX);
  g_assert_false (seq_ranges_add (&set, base - 10, base - 9));
  g_assert_false (seq_ranges_add (&set, base + 2, base + 3));
  g_assert_false (seq_ranges_add (&set, base + 4 * SEQ_RANGES_MAX, base + 4 * SEQ_RANGES_MAX + 1));
  g_assert_cmpuint (seq_ranges_total (&set), ==, SEQ_RANGES_MAX);
  g_assert_true (seq_ranges_add (&set, base + 1, base + 4)); /* joins two: no more ranges than before */
  g_assert_cmpuint (set.length, ==, SEQ_RANGES_MAX - 1);
  g_assert_true (seq_ranges_add (&set, base - 10, base - 9));
  seq_ranges_clear (&set);
  g_assert_cmpuint (set.length, ==, 0);
  g_assert_true (seq_ranges_add (&set, 1, 2)); /* usable after clear */
  seq_ranges_clear (&set);
}

/* --- against one flag a number --- */

#define NUMBERS 400

static void
assert_sound (const struct seq_ranges *set, const gboolean *flags, guint32 base)
{
  guint32 total = 0;
  gsize index = 0;

  for (guint32 n = 0; n < NUMBERS; n++)
    {
      total += (guint32) flags[n];
      if (!flags[n] || (n > 0 && flags[n - 1]))
        continue;

      guint32 end = n;

      while (end < NUMBERS && flags[end])
        end++;
      g_assert_cmpuint (index, <, set->length);
      g_assert_cmpuint (set->ranges[index].left, ==, base + n);
      g_assert_cmpuint (set->ranges[index].right, ==, base + end);
      index++;
    }
  g_assert_cmpuint (set->length, ==, index);
  g_assert_cmpuint (seq_ranges_total (set), ==, total);
}

static void
run_against_flags (guint64 seed, guint32 base)
{
  struct rng rng;
  struct seq_ranges set;
  gboolean flags[NUMBERS] = { 0 };
  guint32 floor = 0;

  rng_seed (&rng, seed);
  seq_ranges_init (&set);
  for (int step = 0; step < 150; step++)
    {
      guint32 left = floor + (guint32) rng_below (&rng, NUMBERS - floor);
      guint32 size = (guint32) rng_below (&rng, 12);
      guint32 right = MIN (NUMBERS, left + size);
      gboolean all = TRUE;

      for (guint32 n = left; n < right; n++)
        all = all && flags[n];
      g_assert_cmpint (seq_ranges_contains (&set, base + left, base + right), ==, all);
      g_assert_true (seq_ranges_add (&set, base + left, base + right));
      for (guint32 n = left; n < right; n++)
        flags[n] = TRUE;
      assert_sound (&set, flags, base);
      if (rng_below (&rng, 8) == 0 && floor < NUMBERS / 2)
        {
          floor += (guint32) rng_below (&rng, 20);
          seq_ranges_drop_before (&set, base + floor);
          for (guint32 n = 0; n < floor; n++)
            flags[n] = FALSE;
          assert_sound (&set, flags, base);
        }
    }
  seq_ranges_clear (&set);
}

static void
test_against_flags (void)
{
  static const guint32 bases[] = { 0, 0xffffff38, 0x7fffff38, 0x12345678, 0xfffffe70 };

  for (guint64 seed = 0; seed < 100; seed++)
    run_against_flags (seed, bases[seed % G_N_ELEMENTS (bases)]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/seq-ranges/merges", test_merges);
  g_test_add_func ("/base/seq-ranges/wraps", test_wraps);
  g_test_add_func ("/base/seq-ranges/drop-before", test_drop_before);
  g_test_add_func ("/base/seq-ranges/refuses", test_refuses);
  g_test_add_func ("/base/seq-ranges/limit", test_limit);
  g_test_add_func ("/base/seq-ranges/against-flags", test_against_flags);
  return g_test_run ();
}
