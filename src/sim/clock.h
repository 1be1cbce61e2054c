/* A host's own clock, which may run faster or slower than the run's: by a rate, from a common start.
 *
 * The engine lives by the host's clock, everything else by the run's instants. Both mappings keep the order of time,
 * and are exact: integers only. */
#pragma once

#include "base/vtime.h"

#include <stdint.h>

/* How far a rate may be off, in parts per million: 1 %. */
#define CLOCK_SKEW_MAX 10000

/* What a clock of this skew (parts per million; above 0: it is fast) shows at an instant. VTIME_NEVER stays. */
vtime clock_at (int32_t skew, vtime instant);

/* The first instant at which it shows this time, or more. */
vtime clock_instant (int32_t skew, vtime shown);
