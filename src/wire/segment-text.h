/* Segments as text and back, in the notation that every TCP tester knows:
 *
 *   S 0:0(0) win 65535 <mss 1460>
 *   S. 0:0(0) ack 1 win 5840 <mss 1460,nop,wscale 6>
 *   P. 1:1001(1000) ack 1 win 8000
 *
 * Flags are one letter each in the order S F R P U E W, then a dot for ACK ("." alone is a pure ACK, "none" is none at
 * all); when reading any order will do. Then come the sequence number, the number after the text and, in parentheses,
 * its length; SYN and FIN do not count. "ack N" goes with the dot. "urg N" follows "win N" where there is an urgent
 * pointer. When reading "win N" may be left out and is 0 then.
 *
 * Options are comma separated: mss N, wscale N, sackOK, sack L:R L:R…, TS val V ecr E, uto N, FO HEX (FO alone asks for
 * a cookie), unknown, nop, eol. nop and eol are accepted when reading and not written. The numbers of sack are less
 * ack_base. ECN bits of the IP header stand in front as in packetdrill: [ect0], [ect1], [ce]. */
#pragma once

#include "wire/segment.h"

#define SEGMENT_TEXT_SIZE 320

/* Writes the text of a segment, numbers less seq_base and ack_base (both 0 for absolute numbers); returns buffer. */
char *segment_format (const struct segment *segment, uint32_t seq_base, uint32_t ack_base,
                      char buffer[static SEGMENT_TEXT_SIZE]);

/* Reads such a text; endpoints and text octets are left zero. Returns NULL, or what is wrong in a few words (static
 * text, for whoever writes tests). */
const char *segment_parse (const char *text, uint32_t seq_base, uint32_t ack_base, struct segment *segment);
