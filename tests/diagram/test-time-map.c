#include "picture.h"

#include <math.h>

static const struct time_map_options options = {
  .delay = MS (50),
  .delay_height = 56,
  .start = 100,
  .cut_height = 64,
  .listen_gap = 12,
};

static void
test_scale (void)
{
  struct time_map map;

  time_map_init (&map, &options);
  g_assert_true (time_map_enter (&map, 0));
  g_assert_false (time_map_enter (&map, 0));
  g_assert_true (time_map_enter (&map, MS (50)));
  g_assert_true (time_map_enter (&map, MS (51)));
  g_assert_true (time_map_enter (&map, MS (151)));
  g_assert_cmpfloat (map.instants.items[0].first, ==, 100);
  g_assert_cmpfloat (map.instants.items[1].first, ==, 156); /* one delay */
  g_assert_cmpfloat (map.instants.items[2].first, ==, 176); /* at least 20 */
  g_assert_cmpfloat (map.instants.items[3].first, ==, 246); /* at most 1.25 delays */
  g_assert_cmpfloat (time_map_y (&map, MS (25)), ==, 128);
  g_assert_cmpint (time_map_time (&map, 128), ==, MS (25));
  time_map_clear (&map);
}

/* Cut: more than 4 delays and more than 200 ms, and nothing under way. */
static void
check_cut (vtime delay, vtime silence, size_t in_flight, bool expected)
{
  struct time_map_options other = options;
  struct time_map map;

  other.delay = delay;
  time_map_init (&map, &other);
  time_map_enter (&map, 0);
  time_map_load (&map, in_flight);
  time_map_enter (&map, silence);
  g_assert_cmpint (map.instants.items[1].cut_before, ==, expected);
  if (expected)
    g_assert_cmpfloat (map.instants.items[1].first - map.instants.items[0].last, ==, 64);
  time_map_clear (&map);
}

static void
test_cut_rule (void)
{
  check_cut (MS (50), MS (200), 0, false);
  check_cut (MS (50), MS (201), 0, true);
  check_cut (MS (50), MS (201), 1, false);
  check_cut (MS (10), MS (200), 0, false);
  check_cut (MS (10), MS (201), 0, true);
  check_cut (MS (100), MS (400), 0, false);
  check_cut (MS (100), MS (401), 0, true);
}

static void
test_rows_of_an_instant (void)
{
  struct time_map map;

  time_map_init (&map, &options);
  time_map_enter (&map, 0);
  g_assert_cmpfloat (time_map_row (&map, HOST_A, ROW_PLAIN), ==, 100);
  g_assert_cmpfloat (time_map_row (&map, HOST_A, ROW_DEPART), ==, 100);
  g_assert_cmpfloat (time_map_row (&map, HOST_A, ROW_DEPART), ==, 120); /* a burst */
  g_assert_cmpfloat (time_map_row (&map, HOST_B, ROW_DEPART), ==, 100); /* the other side has its own rows */
  time_map_enter (&map, MS (50));
  double y = time_map_row (&map, HOST_B, ROW_ARRIVE);
  g_assert_cmpfloat (y, ==, 176);
  g_assert_cmpfloat (time_map_row (&map, HOST_B, ROW_PLAIN), ==, y);
  g_assert_cmpfloat (time_map_row (&map, HOST_B, ROW_DEPART), ==, y + 8); /* the turnaround */
  g_assert_cmpfloat (time_map_row (&map, HOST_B, ROW_ARRIVE), ==, y + 20);
  g_assert_cmpfloat (time_map_y (&map, MS (50)), ==, y + 20); /* an instant gives its last row */
  g_assert_cmpint (time_map_time (&map, y + 10), ==, MS (50));
  time_map_clear (&map);
}

static void
test_listen_is_above (void)
{
  struct time_map map;

  time_map_init (&map, &options);
  time_map_enter (&map, 0);
  g_assert_cmpfloat (time_map_row (&map, HOST_B, ROW_LISTEN), ==, 100);
  g_assert_cmpfloat (time_map_row (&map, HOST_A, ROW_DEPART), ==, 112);
  g_assert_cmpfloat (time_map_row (&map, HOST_B, ROW_PLAIN), ==, 112);
  time_map_clear (&map);
}

/* Rows get lower when much is under way, so that an RTT stays in sight. */
static void
test_load (void)
{
  struct time_map map;

  time_map_init (&map, &options);
  time_map_enter (&map, 0);
  for (size_t i = 0; i < 200; i++)
    {
      time_map_load (&map, i);
      time_map_row (&map, HOST_A, ROW_DEPART);
    }
  g_assert_cmpfloat (time_map_end (&map), <, 100 + 200 * 20 / 2);
  g_assert_cmpfloat (time_map_end (&map), >, 100 + 10 * 20);
  time_map_clear (&map);
}

/* The present never runs further ahead than the next event can be. */
static void
test_beyond_the_end (void)
{
  struct time_map map;

  time_map_init (&map, &options);
  g_assert_cmpfloat (time_map_y (&map, SEC (5)), ==, 100);
  time_map_enter (&map, 0);
  g_assert_cmpfloat (time_map_y (&map, MS (25)), ==, 128);
  g_assert_cmpfloat (time_map_y (&map, SEC (1000)), ==, 170);
  g_assert_cmpint (time_map_time (&map, 128), ==, MS (25));
  g_assert_cmpint (time_map_time (&map, 1e6), <=, MS (63));
  time_map_clear (&map);
}

/* Over random traces: later is never higher, and what is there does not move as the trace grows. */
static void
test_random (void)
{
  struct diagram_options window = window_options ();

  for (uint64_t seed = 1; seed <= 12; seed++)
    {
      struct picture picture = picture_new (story_random (seed, 400), &window);
      const struct time_map *map = &picture.diagram->map;
      double last = 0;

      for (size_t i = 0; i < map->instants.length; i++)
        {
          g_assert_cmpfloat (map->instants.items[i].first, >=, last);
          g_assert_cmpfloat (map->instants.items[i].last, >=, map->instants.items[i].first);
          last = map->instants.items[i].last;
        }
      double before = -INFINITY;
      vtime end = trace_end (picture.trace);
      for (vtime t = 0; t <= end + SEC (1); t += end / 997 + 1)
        {
          double y = time_map_y (map, t);

          g_assert_cmpfloat (y, >=, before);
          before = y;
          if (t <= end)
            g_assert_cmpfloat_with_epsilon (time_map_y (map, time_map_time (map, y)), y, 20);
        }
      picture_clear (&picture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/time-map/scale", test_scale);
  g_test_add_func ("/diagram/time-map/cut-rule", test_cut_rule);
  g_test_add_func ("/diagram/time-map/rows-of-an-instant", test_rows_of_an_instant);
  g_test_add_func ("/diagram/time-map/listen-is-above", test_listen_is_above);
  g_test_add_func ("/diagram/time-map/load", test_load);
  g_test_add_func ("/diagram/time-map/beyond-the-end", test_beyond_the_end);
  g_test_add_func ("/diagram/time-map/random", test_random);
  return g_test_run ();
}
