#include "diagram/time-map.h"

#include <assert.h>
#include <math.h>

#define ROW_HEIGHT 20.0    /* at least, between instants, and between segments of a burst */
#define ROW_HEIGHT_MIN 2.0 /* when very many segments are under way */
#define LOADED_DELAYS 4    /* delays of height for what is under way at one time */
#define TURNAROUND 8.0     /* between an arrival and the reply to it */
#define DELAY_HEIGHTS_MAX 1.25
#define CUT_DELAYS 4
#define CUT_TIME MS (200)

void
time_map_init (struct time_map *map, const struct time_map_options *options)
{
  assert (options->delay > 0);
  *map = (struct time_map){ .options = *options };
}

void
time_map_clear (struct time_map *map)
{
  array_clear (&map->instants);
}

static void
begin_instant (struct time_map *map, vtime at, double y, bool cut)
{
  struct instant *instant = array_add (&map->instants);

  *instant = (struct instant){ .at = at, .first = y, .last = y, .cut_before = cut };
  for (unsigned host = 0; host < HOST_COUNT; host++)
    map->rows[host] = (struct host_row){ .y = y, .departed = -1, .arrived = -1 };
}

void
time_map_load (struct time_map *map, size_t in_flight)
{
  map->in_flight = in_flight;
}

static double
row_height (const struct time_map *map)
{
  double share = LOADED_DELAYS * map->options.delay_height / (double) (map->in_flight + 1);

  return fmin (fmax (share, ROW_HEIGHT_MIN), ROW_HEIGHT);
}

static double
height_of (const struct time_map *map, vtime span)
{
  double height = (double) span / (double) map->options.delay * map->options.delay_height;

  return fmin (fmax (height, row_height (map)), DELAY_HEIGHTS_MAX * map->options.delay_height);
}

bool
time_map_enter (struct time_map *map, vtime at)
{
  if (map->instants.length == 0)
    {
      begin_instant (map, at, map->options.start, false);
      return true;
    }

  const struct instant *present = &map->instants.items[map->instants.length - 1];
  assert (at >= present->at);
  if (at == present->at)
    return false;
  vtime span = at - present->at;
  bool cut = map->in_flight == 0 && span > CUT_DELAYS * map->options.delay && span > CUT_TIME;
  double height = cut ? map->options.cut_height : height_of (map, span);
  begin_instant (map, at, present->last + height, cut);
  return true;
}

void
time_map_enter_at (struct time_map *map, vtime at, double y)
{
  assert (y >= time_map_end (map) || map->instants.length == 0);
  begin_instant (map, at, y, false);
}

double
time_map_row (struct time_map *map, unsigned host, enum row_kind kind)
{
  assert (host < HOST_COUNT && map->instants.length > 0);
  struct host_row *row = &map->rows[host];

  switch (kind)
    {
    case ROW_PLAIN:
      break;
    case ROW_DEPART:
      if (row->arrived >= 0)
        row->y = fmax (row->y, row->arrived + fmin (TURNAROUND, row_height (map)));
      if (row->departed >= 0)
        row->y = fmax (row->y, row->departed + row_height (map));
      row->departed = row->y;
      break;
    case ROW_ARRIVE:
      if (row->departed >= 0)
        row->y = fmax (row->y, row->departed + fmin (TURNAROUND, row_height (map)));
      if (row->arrived >= 0)
        row->y = fmax (row->y, row->arrived + row_height (map));
      row->arrived = row->y;
      break;
    case ROW_LISTEN:
      for (unsigned other = 0; other < HOST_COUNT; other++)
        if (other != host)
          map->rows[other].y = fmax (map->rows[other].y, row->y + map->options.listen_gap);
      break;
    }

  double y = row->y;
  if (kind == ROW_LISTEN)
    row->y += map->options.listen_gap;
  time_map_reach (map, y);
  return y;
}

void
time_map_reach (struct time_map *map, double y)
{
  assert (map->instants.length > 0);
  struct instant *present = &map->instants.items[map->instants.length - 1];

  present->last = fmax (present->last, y);
}

/* The number of instants with at =< time. */
static size_t
instants_until (const struct time_map *map, vtime at)
{
  size_t low = 0, high = map->instants.length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (map->instants.items[middle].at <= at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Beyond the last instant time goes on at the scale of one delay, but never farther than the next instant can be: so
 * the present does not jump back when a silence ends. */
static double
beyond (const struct time_map *map, vtime span)
{
  double height = (double) span / (double) map->options.delay * map->options.delay_height;

  return fmin (height, DELAY_HEIGHTS_MAX * map->options.delay_height);
}

double
time_map_y (const struct time_map *map, vtime at)
{
  size_t count = instants_until (map, at);

  if (map->instants.length == 0)
    return map->options.start;
  if (count == 0)
    return map->instants.items[0].first;
  const struct instant *before = &map->instants.items[count - 1];
  if (at == before->at)
    return before->last;
  if (count == map->instants.length)
    return before->last + beyond (map, at - before->at);
  const struct instant *after = before + 1;
  return before->last
         + (after->first - before->last) * ((double) (at - before->at) / (double) (after->at - before->at));
}

vtime
time_map_time (const struct time_map *map, double y)
{
  size_t low = 0, high = map->instants.length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (map->instants.items[middle].first <= y)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == 0)
    return map->instants.length > 0 ? map->instants.items[0].at : 0;
  const struct instant *before = &map->instants.items[low - 1];
  if (y <= before->last)
    return before->at;
  if (low == map->instants.length)
    {
      double delays = fmin ((y - before->last) / map->options.delay_height, DELAY_HEIGHTS_MAX);

      return before->at + (vtime) (delays * (double) map->options.delay);
    }
  const struct instant *after = before + 1;
  return before->at + (vtime) ((y - before->last) / (after->first - before->last) * (double) (after->at - before->at));
}

double
time_map_end (const struct time_map *map)
{
  if (map->instants.length == 0)
    return map->options.start;
  return map->instants.items[map->instants.length - 1].last;
}
