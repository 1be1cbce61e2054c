#include "app/segment-page-places.h"

/* A field of many rows is drawn this high: an IPv6 address does not fill the page. */
#define LINES_MAX 2

struct placing
{
  GArray *places;
  unsigned base;  /* bit of the packet where the first row begins */
  unsigned saved; /* lines left out so far */
};

static void
add_place (struct placing *placing, guint row, unsigned line, unsigned lines, unsigned bit, unsigned bits)
{
  struct field_place place
      = { .row = row, .line = line - placing->saved, .lines = MIN (lines, LINES_MAX), .bit = bit, .bits = bits };

  g_array_append_val (placing->places, place);
  placing->saved += lines - place.lines;
}

/* Octets that are of no fixed number are one row, however many they are. */
static void
place_text (struct placing *placing, guint row, unsigned start, unsigned bits)
{
  unsigned line = start / HEADER_BITS;
  unsigned last = (start + bits - 1) / HEADER_BITS;

  add_place (placing, row, line, 1, 0, HEADER_BITS);
  placing->saved += last - line;
}

static void
place_field (struct placing *placing, guint row, unsigned start, unsigned bits)
{
  while (bits > 0)
    {
      unsigned bit = start % HEADER_BITS;
      unsigned whole = bit == 0 ? bits / HEADER_BITS : 0;
      unsigned width = whole > 0 ? HEADER_BITS : MIN (bits, HEADER_BITS - bit);
      unsigned taken = whole > 0 ? whole * HEADER_BITS : width;

      add_place (placing, row, start / HEADER_BITS, MAX (whole, 1), bit, width);
      start += taken;
      bits -= taken;
    }
}

/* Of the boxes from `first` on, all of one field, the largest gets the name. */
static void
name_widest (GArray *places, guint first)
{
  guint widest = first;

  for (guint i = first; i < places->len; i++)
    {
      const struct field_place *it = &g_array_index (places, struct field_place, i);
      const struct field_place *best = &g_array_index (places, struct field_place, widest);

      if (it->bits * it->lines > best->bits * best->lines)
        widest = i;
    }
  if (first < places->len)
    g_array_index (places, struct field_place, widest).named = TRUE;
}

GArray *
hs_field_places (const GPtrArray *rows, guint first, guint end)
{
  struct placing placing = { .places = g_array_new (FALSE, FALSE, sizeof (struct field_place)) };

  if (first < end)
    placing.base = ((const struct segment_row *) g_ptr_array_index (rows, first))->octet / 4 * HEADER_BITS;
  for (guint i = first; i < end; i++)
    {
      const struct segment_row *row = g_ptr_array_index (rows, i);
      unsigned start = row->octet * 8 + row->bit - placing.base;
      guint begin = placing.places->len;

      if (row->part == SEGMENT_PART_TEXT)
        place_text (&placing, i, start, row->bits);
      else
        place_field (&placing, i, start, row->bits);
      name_widest (placing.places, begin);
    }
  return placing.places;
}

unsigned
hs_field_places_lines (const GArray *places)
{
  unsigned lines = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const struct field_place *it = &g_array_index (places, struct field_place, i);

      lines = MAX (lines, it->line + it->lines);
    }
  return lines;
}
