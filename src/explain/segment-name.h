/* A segment in a few words. */
#pragma once

#include "wire/segment.h"

/* What it is before all else: "SYN", "SYN+ACK", "RST", "FIN", "data segment" or "ACK". */
const char *explain_segment_name (const struct segment *segment);

/* Its control bits: "SYN ACK"; "none" when there are none. Free with g_free. */
char *explain_segment_flags (const struct segment *segment);

/* Bits, numbers and length: "FIN ACK, seq 601, ack 112", "ACK, seq 101, ack 301, 10 octets". Free with g_free. */
char *explain_segment_line (const struct segment *segment);
