#include "explain/segment.h"
#include "explain/format.h"
#include "explain/segment-rows.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
explain_segment_part_name (enum segment_part part)
{
  switch (part)
    {
    case SEGMENT_PART_IP:
      return _ ("IP header");
    case SEGMENT_PART_TCP:
      return _ ("TCP header");
    case SEGMENT_PART_OPTIONS:
      return _ ("TCP options");
    case SEGMENT_PART_TEXT:
      return _ ("Data");
    }
  return "";
}

static void
free_row (gpointer data)
{
  struct segment_row *row = data;

  g_free (row->value);
  g_free (row->note);
  g_free (row);
}

bool
segment_rows_has (const struct segment_rows *rows, size_t octet, size_t octets)
{
  return octet <= rows->length && octets <= rows->length - octet;
}

uint32_t
segment_rows_number (const struct segment_rows *rows, size_t octet, unsigned octets)
{
  uint32_t number = 0;

  for (unsigned i = 0; i < octets; i++)
    number = number << 8 | rows->packet[octet + i];
  return number;
}

struct segment_row *
segment_rows_add (struct segment_rows *rows, enum segment_part part, const char *name, size_t octet, unsigned bit,
                  unsigned bits, char *value)
{
  struct segment_row *row = g_new0 (struct segment_row, 1);

  row->part = part;
  row->name = name;
  row->value = value;
  row->octet = (unsigned) octet;
  row->bit = bit;
  row->bits = bits;
  row->octets = (bit + bits + 7) / 8;
  g_ptr_array_add (rows->rows, row);
  return row;
}

struct segment_row *
segment_rows_add_number (struct segment_rows *rows, enum segment_part part, const char *name, size_t octet,
                         unsigned octets)
{
  return segment_rows_add (rows, part, name, octet, 0, octets * 8,
                           g_strdup_printf ("%u", segment_rows_number (rows, octet, octets)));
}

/* The octets of the packet from `octet` on, as many as the IP header tells and as are there. */
static void
add_text (struct segment_rows *rows, size_t octet)
{
  size_t end = MIN (rows->end, rows->length);

  if (octet < end)
    segment_rows_add (rows, SEGMENT_PART_TEXT, _ ("Data"), octet, 0, (unsigned) (end - octet) * 8,
                      explain_format_octets (end - octet));
}

GPtrArray *
explain_segment_rows (const uint8_t *packet, size_t length)
{
  struct segment_rows rows
      = { .packet = packet, .length = length, .end = length, .rows = g_ptr_array_new_with_free_func (free_row) };
  size_t tcp;

  if (length == 0)
    return rows.rows;
  tcp = packet[0] >> 4 == 6 ? segment_rows_ipv6 (&rows) : segment_rows_ipv4 (&rows);
  if (tcp != 0)
    {
      size_t text = segment_rows_tcp (&rows, tcp);

      if (text != 0)
        add_text (&rows, text);
    }
  return rows.rows;
}
