#include "base/rng.h"
#include "trace/snapshots.h"

#include <glib.h>
#include <string.h>

#define COUNT 2000

/* Changes a few words, sometimes all. */
static void
change (struct rng *rng, struct tcp_vars *vars)
{
  uint32_t words[sizeof *vars / sizeof (uint32_t)];
  unsigned changes = rng_below (rng, 20) == 0 ? G_N_ELEMENTS (words) * 4 : (unsigned) rng_below (rng, 8);

  memcpy (words, vars, sizeof words);
  for (unsigned i = 0; i < changes; i++)
    words[rng_below (rng, G_N_ELEMENTS (words))] = rng_u32 (rng);
  memcpy (vars, words, sizeof words);
}

static void
test_read_at_random (void)
{
  struct rng rng;
  struct snapshots snapshots;
  struct tcp_vars *expected = g_new0 (struct tcp_vars, COUNT);

  rng_seed (&rng, 3);
  snapshots_init (&snapshots);
  for (uint32_t i = 0; i < COUNT; i++)
    {
      uint32_t before
          = i == 0 || rng_below (&rng, 50) == 0 ? SNAPSHOT_NONE : i - 1 - (uint32_t) rng_below (&rng, MIN (i, 3));
      struct tcp_vars read;

      if (before != SNAPSHOT_NONE)
        expected[i] = expected[before];
      change (&rng, &expected[i]);
      g_assert_cmpuint (
          snapshots_add (&snapshots, &expected[i], before, before != SNAPSHOT_NONE ? &expected[before] : NULL), ==, i);
      uint32_t any = (uint32_t) rng_below (&rng, i + 1);
      snapshots_get (&snapshots, any, &read);
      g_assert_cmpmem (&read, sizeof read, &expected[any], sizeof *expected);
    }
  snapshots_clear (&snapshots);
  g_free (expected);
}

/* What an event changes takes a small part of the room that all would. */
static void
test_small_changes_are_small (void)
{
  struct snapshots snapshots;
  struct tcp_vars vars = { .cwnd = 1 }, before;
  uint32_t index = SNAPSHOT_NONE;

  snapshots_init (&snapshots);
  for (uint32_t i = 0; i < COUNT; i++)
    {
      before = vars;
      vars.snd_nxt += 1000;
      vars.flight_size += 1000;
      vars.pipe += 1000;
      index = snapshots_add (&snapshots, &vars, index, index != SNAPSHOT_NONE ? &before : NULL);
    }
  g_assert_cmpuint (snapshots_size (&snapshots), <, COUNT * sizeof vars / 3);
  snapshots_clear (&snapshots);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/snapshots/read-at-random", test_read_at_random);
  g_test_add_func ("/trace/snapshots/small-changes-are-small", test_small_changes_are_small);
  return g_test_run ();
}
