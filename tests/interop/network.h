/* The namespace and the devices of one row. */
#pragma once

#include "row.h"

/* Makes them for the calling process. *tap is ours; *peer_tap is lwIP's, -1 for the kernel. NULL, or what is not
 * possible here. */
const char *network_make (const struct row *row, int *tap, int *peer_tap);
