/* The decoded header: the fields of an IP packet with a TCP segment, in the order of the octets. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum segment_part
{
  SEGMENT_PART_IP,
  SEGMENT_PART_TCP,
  SEGMENT_PART_OPTIONS, /* of TCP */
  SEGMENT_PART_TEXT,
};

struct segment_row
{
  enum segment_part part;
  const char *name; /* translated: "Sequence number" */
  char *value;      /* "601" */
  char *note;       /* "correct", "not used: ACK is not set", …; NULL when there is nothing to add */
  bool wrong;       /* the value cannot be right */
  bool checked;     /* a checksum that could be computed: wrong says with what result */
  unsigned octet;   /* of the first bit, from the start of the packet */
  unsigned octets;  /* how many octets the field touches, 1 or more */
  unsigned bit;     /* of the first bit in its octet, 0 = most significant */
  unsigned bits;    /* width in bits */
};

/* Rows of the packet's first `length` octets. Fields that are not whole are left out, so octets cut short or made up
 * give fewer rows, never a failure. Free with g_ptr_array_unref. */
GPtrArray *explain_segment_rows (const uint8_t *packet, size_t length);

const char *explain_segment_part_name (enum segment_part part);
