/* The TCP header as octets (RFC 9293 §3.1). Internal to wire: packet.h is for everyone else. */
#pragma once

#include "wire/tcp-options.h"

#define TCP_HEADER_SIZE 20
#define TCP_CHECKSUM_OFFSET 16

/* Writes the header with its options and a checksum field of 0; returns its length, 0 when the options do not fit. */
size_t tcp_header_write (const struct segment *segment, uint8_t octets[static TCP_HEADER_SIZE + TCP_OPTIONS_MAX]);

/* Reads ports, numbers, flags and options into segment, from octets of which `captured` =< `length` are there. Sets
 * header_length, to 0 when the header is not readable; a fault may come with another length, as packet.h says. */
struct wire_fault tcp_header_read (const uint8_t *octets, size_t captured, size_t length, struct segment *segment,
                                   size_t *header_length);
