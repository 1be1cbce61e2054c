/* Runs the rows, several at a time: most of a row is waiting. */
#pragma once

#include "world.h"

struct pool;

/* Starts the first rows. `width` at a time. */
struct pool *pool_new (const struct row *rows, unsigned count, unsigned width, const char *directory);
void pool_free (struct pool *pool);

/* Waits until this row is over, and starts others meanwhile. */
const struct outcome *pool_wait (struct pool *pool, unsigned index);
