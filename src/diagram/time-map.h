/* The time map: one monotone, append-only map from virtual time to y for both hosts.
 *
 * Its knots are the instants at which something visible happens. Within an instant each host has rows: a reply leaves a
 * little below the arrival that caused it, segments of a burst keep a distance. Long silence is cut. */
#pragma once

#include "base/array.h"
#include "base/vtime.h"
#include "trace/event.h"

#include <stdbool.h>

/* What takes a row within an instant. */
enum row_kind
{
  ROW_PLAIN,  /* a call, a state, a timer: where the host's row is */
  ROW_DEPART, /* a segment leaves: below what arrived at this host, and below what left before */
  ROW_ARRIVE, /* a segment arrives: below what arrived before, and below what left */
  ROW_LISTEN, /* the passive open: all that follows in this instant is below it */
};

struct time_map_options
{
  vtime delay;         /* one-way delay of the link: the unit of time */
  double delay_height; /* px of it */
  double start;        /* y of the first instant */
  double cut_height;   /* px of a silence that is cut */
  double listen_gap;   /* px between a passive open and what follows in the same instant */
};

struct instant
{
  vtime at;
  double first;    /* y of its first row */
  double last;     /* y of its last row */
  bool cut_before; /* the silence before it is cut */
};

struct host_row
{
  double y;
  double departed; /* y of the last departure of this instant; below 0: none */
  double arrived;  /* y of the last arrival of this instant; below 0: none */
};

struct time_map
{
  struct time_map_options options;
  ARRAY (struct instant) instants;
  struct host_row rows[HOST_COUNT];
  size_t in_flight; /* segments under way */
};

void time_map_init (struct time_map *map, const struct time_map_options *options);
void time_map_clear (struct time_map *map);

/* How many segments are under way from here on. While there are any, time is not cut; when there are many, rows are
 * lower, so that what is on its way at one time keeps to a few delays of height. */
void time_map_load (struct time_map *map, size_t in_flight);

/* Enters the instant `at` (not before the present one) and returns true when that began a new one. */
bool time_map_enter (struct time_map *map, vtime at);

/* Begins the next instant at y, whatever the time between: there was something else to draw. */
void time_map_enter_at (struct time_map *map, vtime at, double y);

/* The y of something that happens now at a host. */
double time_map_row (struct time_map *map, unsigned host, enum row_kind kind);

/* Lets the present instant reach down to y. */
void time_map_reach (struct time_map *map, double y);

double time_map_y (const struct time_map *map, vtime at);
vtime time_map_time (const struct time_map *map, double y);

/* The y of the last row so far. */
double time_map_end (const struct time_map *map);
