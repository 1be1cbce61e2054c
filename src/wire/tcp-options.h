/* TCP options as octets (RFC 9293 §3.2). */
#pragma once

#include "wire/fault.h"
#include "wire/segment.h"

/* All options of a header, with padding. */
#define TCP_OPTIONS_MAX 40

/* Writes the options, padded to 32 bits, and sets length. MSS comes first, then SACK-permitted,
 * timestamps and window scale in their order, then SACK, user timeout, fast open. False when they need more than
 * TCP_OPTIONS_MAX octets. TCP_OPTION_UNKNOWN writes nothing. */
bool tcp_options_write (const struct tcp_options *options, uint8_t octets[static TCP_OPTIONS_MAX], size_t *length);

/* Reads options at any alignment. An unknown kind, and a known one of a length that it cannot have, is skipped by its
 * length (MUST-6). A length of less than 2 or past the end is WIRE_TCP_OPTION_LENGTH (MUST-7), with the options before
 * it filled in and the offset counted from octets. Of an option that is there twice the last one counts. */
struct wire_fault tcp_options_read (const uint8_t *octets, size_t length, struct tcp_options *options);
