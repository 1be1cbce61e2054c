/* Times and counts as every text of the program writes them. All results are freed with g_free.
 *
 * The decimal separator is a point in every language, units stand after a space, and digits are in groups of three
 * from five digits on, with narrow spaces that do not break. Sequence numbers are not grouped: they are names more
 * than quantities. */
#pragma once

#include "base/vtime.h"

#include <stdint.h>

/* An instant of the run: "0 ms", "50 ms", "50.25 ms", "1.300 s", "1.300007 s", "240.000 s". */
char *explain_format_instant (vtime at);

/* A span: "50 ms", "1 s", "1.5 s", "240 s", "120 µs". */
char *explain_format_duration (int64_t nanoseconds);

/* "300 octets". */
char *explain_format_octets (uint64_t octets);

/* "65 535". */
char *explain_format_count (uint64_t count);
