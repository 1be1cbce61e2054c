/* The identity of an event: its index in the trace of its run.
 *
 * The engine only passes identities on (as the cause of what it does next); the trace assigns them. */
#pragma once

#include <stdint.h>

typedef uint32_t event_id;

/* No event: the cause of what a person or a scenario file asked for. */
#define EVENT_NONE UINT32_MAX
