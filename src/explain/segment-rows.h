/* The work behind explain/segment.h, part by part. Private to explain. */
#pragma once

#include "explain/segment.h"
#include "wire/address.h"

struct segment_rows
{
  const uint8_t *packet;
  size_t length; /* octets that are there */
  size_t end;    /* where the IP header says that the packet ends */
  struct ip_address source;
  struct ip_address destination;
  GPtrArray *rows;
};

bool segment_rows_has (const struct segment_rows *rows, size_t octet, size_t octets);

/* Big-endian; octets =< 4, which must be there. */
uint32_t segment_rows_number (const struct segment_rows *rows, size_t octet, unsigned octets);

/* Takes value. Returns the row, for a note. */
struct segment_row *segment_rows_add (struct segment_rows *rows, enum segment_part part, const char *name, size_t octet,
                                      unsigned bit, unsigned bits, char *value);

/* A whole number of octets shown as a decimal number. */
struct segment_row *segment_rows_add_number (struct segment_rows *rows, enum segment_part part, const char *name,
                                             size_t octet, unsigned octets);

/* Rows of the IP header; return where TCP begins, 0 when there is none or it cannot be found. */
size_t segment_rows_ipv4 (struct segment_rows *rows);
size_t segment_rows_ipv6 (struct segment_rows *rows);

/* Rows of the TCP header at `tcp` and its options; returns where the text begins, 0 when the header is not whole. */
size_t segment_rows_tcp (struct segment_rows *rows, size_t tcp);

/* Rows of the options in octets first to end (exclusive). */
void segment_rows_options (struct segment_rows *rows, size_t first, size_t end);
