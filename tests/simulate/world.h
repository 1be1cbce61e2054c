/* A random world: two hosts, a link and what goes wrong on it, all drawn from one seed and bounded, so that it can be
 * run to its end. */
#pragma once

#include "base/rng.h"
#include "sim/scenario.h"

#include <glib.h>

/* Where the octets of a world may be damaged. In one place only: the Internet checksum finds one wrong bit for certain,
 * but not every two. */
enum world_damage
{
  DAMAGE_BY_CHANCE,
  DAMAGE_BY_RULE,
  DAMAGE_BY_HAND,
};

struct world
{
  uint64_t seed;
  struct scenario scenario; /* with the commands given so far: it replays the world */
  struct rng rng;
  enum world_damage damage;
  bool many_connections;       /* ISNs are then at random (RFC 6528), as between incarnations they have to be */
  uint32_t budget[HOST_COUNT]; /* octets that the programs may still be asked to send */
};

/* The world before its first instant: no commands. */
void world_make (struct world *world, uint64_t seed);

/* A number from low to high, small ones as likely as large ones: each power of two has the same chance. */
uint64_t world_spread (struct world *world, uint64_t low, uint64_t high);
bool world_chance (struct world *world, unsigned percent);

/* The scenario file that replays the world, freed by the caller. */
char *world_text (const struct world *world);
