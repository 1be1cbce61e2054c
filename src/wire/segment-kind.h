/* What people call a segment: the words by which faults, lessons and tests mean one. */
#pragma once

#include "wire/segment.h"

enum segment_kind
{
  SEGMENT_ANY,
  SEGMENT_SYN, /* SYN without ACK */
  SEGMENT_SYN_ACK,
  SEGMENT_ACK,  /* nothing but an ACK */
  SEGMENT_DATA, /* with text */
  SEGMENT_FIN,  /* with or without text */
  SEGMENT_RST,
};

#define SEGMENT_KIND_COUNT (SEGMENT_RST + 1)

bool segment_is (const struct segment *segment, enum segment_kind kind);

/* "SYN,ACK", "data", "any" */
const char *segment_kind_word (enum segment_kind kind);

/* Finds the kind of a word; false when there is none. */
bool segment_kind_parse (const char *word, enum segment_kind *kind);
