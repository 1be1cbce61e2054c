/* Where the fields of a header stand in rows of 32 bits. */
#pragma once

#include "explain/segment.h"

#define HEADER_BITS 32

/* One box: a field, or the part of it that stands in one row. Whole rows of one field are one box. */
struct field_place
{
  guint row;      /* of the rows that were given */
  unsigned line;  /* from 0; counted as drawn */
  unsigned lines; /* as drawn */
  unsigned bit;   /* of the first bit in the line */
  unsigned bits;  /* width, HEADER_BITS at most */
  gboolean named; /* the widest box of its field: name and value stand here */
};

/* Places rows first to end (exclusive). Returns a GArray of struct field_place. */
GArray *hs_field_places (const GPtrArray *rows, guint first, guint end);

/* Lines that they take. */
unsigned hs_field_places_lines (const GArray *places);
