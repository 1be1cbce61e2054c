/* Segments as text and back, in the notation that every TCP tester knows:
 *
 *   S 0:0(0) win 65535 <mss 1460>
 *   S. 0:0(0) ack 1 win 5840 <mss 1460,nop,wscale 6>
 *   P. 1:1001(1000) ack 1 win 8000
 *
 * Flags are one letter each in the order S F R P U E W, then a dot for ACK ("." alone is a pure ACK). Options are
 * comma separated: mss N, wscale N, sackOK, sack L:R, TS val V ecr E, uto N, FO HEX, nop, eol. nop and eol are accepted
 * when reading and not written. */
#pragma once

#include "wire/segment.h"

#define SEGMENT_TEXT_SIZE 320

/* Writes the text of a segment, numbers less seq_base and ack_base (both 0 for absolute numbers); returns buffer. */
char *segment_format (const struct segment *segment, uint32_t seq_base, uint32_t ack_base,
                      char buffer[static SEGMENT_TEXT_SIZE]);

/* Reads such a text; endpoints and text octets are left zero. Returns NULL, or what is wrong in a few words (static
 * text, for whoever writes tests). */
const char *segment_parse (const char *text, uint32_t seq_base, uint32_t ack_base, struct segment *segment);
