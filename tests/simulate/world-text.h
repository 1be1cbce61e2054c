/* A world as a scenario file (data/scenarios/README.md): what the window and `handshake run` replay. */
#pragma once

#include "world.h"

#include <glib.h>

/* Freed by the caller. */
char *world_text (const struct world *world);
