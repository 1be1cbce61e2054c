/* The TCB variables of many moments. One event changes few of them, so a snapshot keeps what differs from the one
 * before it, and every SNAPSHOT_CHAIN-th keeps all: any of them is read in a few steps. */
#pragma once

#include "tcp/vars.h"
#include "trace/store.h"

#include <stdbool.h>

/* A snapshot is read from so many records at most. */
#define SNAPSHOT_CHAIN 16

#define SNAPSHOT_NONE UINT32_MAX

struct snapshots
{
  struct store places;    /* struct place */
  struct octet_pile pile; /* what differs */
};

void snapshots_init (struct snapshots *snapshots);
void snapshots_clear (struct snapshots *snapshots);

/* The memory that they take, octets. */
size_t snapshots_size (const struct snapshots *snapshots);

/* Keeps variables and returns their index, SNAPSHOT_NONE when there is no memory. `before` is an earlier snapshot that
 * is likely to differ little, and before_vars what it holds; SNAPSHOT_NONE and NULL when there is none. */
uint32_t snapshots_add (struct snapshots *snapshots, const struct tcp_vars *vars, uint32_t before,
                        const struct tcp_vars *before_vars);

/* Writes the variables of a snapshot. */
void snapshots_get (const struct snapshots *snapshots, uint32_t index, struct tcp_vars *vars);
