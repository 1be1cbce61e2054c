/* Runs a world: programs, link and segments under way are acted on at random, every instant is checked, then faults
 * stop, everything is closed, and the world has to come to rest. */
#pragma once

#include "world.h"

#include <glib.h>

struct world_result
{
  bool good;
  char problem[1200]; /* what did not hold, and when */
  uint64_t events;
  uint64_t octets; /* that the programs read */
  bool replayed;   /* the scenario file was run as well, and gave the same trace */
};

/* The commands that are given are in world->scenario as soon as they are given, so that it replays even a run that
 * ended the process. With replay, the world is written as a scenario file below `directory`, read back and run again.
 */
void world_run (struct world *world, bool replay, const char *directory, struct world_result *result);
