#include "base/rng.h"

#include <glib.h>

/* The first values of the authors' reference code. */
static void
test_reference (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (11520),
    G_GUINT64_CONSTANT (0),
    G_GUINT64_CONSTANT (1509978240),
    G_GUINT64_CONSTANT (1215971899390074240),
    G_GUINT64_CONSTANT (1216172134540287360),
    G_GUINT64_CONSTANT (607988272756665600),
    G_GUINT64_CONSTANT (16172922978634559625),
    G_GUINT64_CONSTANT (8476171486693032832),
  };
  struct rng rng = { { 1, 2, 3, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (rng_u64 (&rng), ==, expected[i]);
}

static void
test_seed (void)
{
  struct rng rng;

  rng_seed (&rng, 1234567);
  g_assert_cmpuint (rng.s[0], ==, G_GUINT64_CONSTANT (6457827717110365317));
  g_assert_cmpuint (rng.s[1], ==, G_GUINT64_CONSTANT (3203168211198807973));
  g_assert_cmpuint (rng.s[2], ==, G_GUINT64_CONSTANT (9817491932198370423));
  g_assert_cmpuint (rng.s[3], ==, G_GUINT64_CONSTANT (4593380528125082431));
}

static void
test_repeats (void)
{
  struct rng a;
  struct rng b;
  guint same = 0;

  for (guint64 seed = 0; seed < 50; seed++)
    {
      rng_seed (&a, seed);
      rng_seed (&b, seed);
      for (int i = 0; i < 20; i++)
        g_assert_cmpuint (rng_u64 (&a), ==, rng_u64 (&b));
      rng_seed (&b, seed + 1);
      same += rng_u64 (&a) == rng_u64 (&b);
    }
  g_assert_cmpuint (same, ==, 0);
}

static void
test_u32_is_the_high_half (void)
{
  struct rng a;
  struct rng b;

  rng_seed (&a, 9);
  rng_seed (&b, 9);
  for (int i = 0; i < 100; i++)
    g_assert_cmpuint (rng_u32 (&a), ==, rng_u64 (&b) >> 32);
}

static void
test_below (void)
{
  static const guint64 bounds[] = { 1, 2, 3, 7, 1000, G_GUINT64_CONSTANT (1) << 63, G_MAXUINT64 };
  struct rng rng;

  rng_seed (&rng, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (bounds); i++)
    for (int n = 0; n < 2000; n++)
      g_assert_cmpuint (rng_below (&rng, bounds[i]), <, bounds[i]);
}

/* A bound of 3/4 of 2^64 is where plain remainders would give every third number twice as often as it should be. */
static void
test_below_has_no_bias (void)
{
  const guint64 bound = (G_GUINT64_CONSTANT (3) << 62);
  const guint draws = 30000;
  struct rng rng;
  guint thirds[3] = { 0 };

  rng_seed (&rng, 77);
  for (guint i = 0; i < draws; i++)
    thirds[rng_below (&rng, bound) / (bound / 3)]++;
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpuint (thirds[i], >, draws / 3 - 500);
      g_assert_cmpuint (thirds[i], <, draws / 3 + 500);
    }
}

/* Chi-square over ten buckets: 27.9 would be passed once in a thousand seeds, and this seed is fixed. */
static void
test_below_is_even (void)
{
  const guint draws = 100000;
  struct rng rng;
  guint buckets[10] = { 0 };
  double chi_square = 0;

  rng_seed (&rng, 1);
  for (guint i = 0; i < draws; i++)
    buckets[rng_below (&rng, 10)]++;
  for (int i = 0; i < 10; i++)
    {
      double difference = (double) buckets[i] - draws / 10.0;

      chi_square += difference * difference / (draws / 10.0);
    }
  g_assert_cmpfloat (chi_square, <, 27.9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/rng/reference", test_reference);
  g_test_add_func ("/base/rng/seed", test_seed);
  g_test_add_func ("/base/rng/repeats", test_repeats);
  g_test_add_func ("/base/rng/u32", test_u32_is_the_high_half);
  g_test_add_func ("/base/rng/below", test_below);
  g_test_add_func ("/base/rng/below-no-bias", test_below_has_no_bias);
  g_test_add_func ("/base/rng/below-even", test_below_is_even);
  return g_test_run ();
}
