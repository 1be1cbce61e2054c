/* The fields of the TCP header (RFC 9293 §3.1) and its options. */
#include "explain/segment-name.h"
#include "explain/segment-rows.h"
#include "wire/checksum.h"
#include "wire/packet.h"

#include <glib/gi18n.h>

#define TCP SEGMENT_PART_TCP
#define TCP_HEADER_SIZE 20

/* The checksum can only be checked when every octet of the packet is there. */
static void
add_checksum (struct segment_rows *rows, size_t tcp)
{
  struct segment_row *row = segment_rows_add (rows, TCP, _ ("Checksum"), tcp + 16, 0, 16,
                                              g_strdup_printf ("0x%04x", segment_rows_number (rows, tcp + 16, 2)));
  uint32_t length;
  uint32_t sum;

  if (rows->end < tcp + TCP_HEADER_SIZE || !segment_rows_has (rows, tcp, rows->end - tcp))
    {
      row->note = g_strdup (_ ("not checked: octets are missing"));
      return;
    }
  length = (uint32_t) (rows->end - tcp);
  sum = checksum_pseudo_header (&rows->source, &rows->destination, IP_PROTOCOL_TCP, length);
  row->wrong = checksum_finish (checksum_add (sum, rows->packet + tcp, length)) != 0;
  row->checked = true;
  row->note = g_strdup (row->wrong ? _ ("wrong") : _ ("correct"));
}

static void
add_flags (struct segment_rows *rows, size_t tcp)
{
  struct segment bits = { .flags = rows->packet[tcp + 13] };

  segment_rows_add (rows, TCP, _ ("Control bits"), tcp + 13, 0, 8, explain_segment_flags (&bits));
}

size_t
segment_rows_tcp (struct segment_rows *rows, size_t tcp)
{
  size_t header_length;
  struct segment_row *row;

  if (!segment_rows_has (rows, tcp, TCP_HEADER_SIZE))
    return 0;
  header_length = (size_t) (rows->packet[tcp + 12] >> 4) * 4;
  segment_rows_add_number (rows, TCP, _ ("Source port"), tcp, 2);
  segment_rows_add_number (rows, TCP, _ ("Destination port"), tcp + 2, 2);
  segment_rows_add_number (rows, TCP, _ ("Sequence number"), tcp + 4, 4);
  row = segment_rows_add_number (rows, TCP, _ ("Acknowledgment number"), tcp + 8, 4);
  if (!(rows->packet[tcp + 13] & TCP_ACK))
    row->note = g_strdup (_ ("not used: ACK is not set"));
  row = segment_rows_add (rows, TCP, _ ("Data offset"), tcp + 12, 0, 4, g_strdup_printf ("%zu", header_length));
  row->wrong = header_length < TCP_HEADER_SIZE || tcp + header_length > rows->end;
  segment_rows_add (rows, TCP, _ ("Reserved"), tcp + 12, 4, 4, g_strdup_printf ("%u", rows->packet[tcp + 12] & 0x0f));
  add_flags (rows, tcp);
  segment_rows_add_number (rows, TCP, _ ("Window"), tcp + 14, 2);
  add_checksum (rows, tcp);
  row = segment_rows_add_number (rows, TCP, _ ("Urgent pointer"), tcp + 18, 2);
  if (!(rows->packet[tcp + 13] & TCP_URG))
    row->note = g_strdup (_ ("not used: URG is not set"));

  if (header_length < TCP_HEADER_SIZE || !segment_rows_has (rows, tcp, header_length))
    return 0;
  segment_rows_options (rows, tcp + TCP_HEADER_SIZE, tcp + header_length);
  return tcp + header_length;
}

static char *
format_sack (const struct segment_rows *rows, size_t octet, unsigned length)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 2; i + 8 <= length; i += 8)
    g_string_append_printf (text, "%s%u–%u", i > 2 ? ", " : "", segment_rows_number (rows, octet + i, 4),
                            segment_rows_number (rows, octet + i + 4, 4));
  return g_string_free (text, FALSE);
}

/* RFC 7413 §4.1.1: without a cookie the option asks for one. */
static char *
format_cookie (const struct segment_rows *rows, size_t octet, unsigned length)
{
  GString *text = g_string_new (length == 2 ? _ ("asked for") : NULL);

  for (unsigned i = 2; i < length; i++)
    g_string_append_printf (text, "%02x", rows->packet[octet + i]);
  return g_string_free (text, FALSE);
}

/* The value of one option whose `length` octets are there; NULL for a kind that is not known or a length that does not
 * fit its kind. */
static char *
option_value (const struct segment_rows *rows, size_t octet, unsigned kind, unsigned length, const char **name)
{
  if (kind == 2 && length == 4)
    {
      *name = _ ("Maximum segment size");
      return g_strdup_printf ("%u", segment_rows_number (rows, octet + 2, 2));
    }
  if (kind == 3 && length == 3)
    {
      *name = _ ("Window scale");
      return g_strdup_printf ("%u", rows->packet[octet + 2]);
    }
  if (kind == 4 && length == 2)
    {
      *name = _ ("SACK permitted");
      return g_strdup (_ ("yes"));
    }
  if (kind == 5 && length >= 10 && (length - 2) % 8 == 0)
    {
      *name = _ ("SACK blocks");
      return format_sack (rows, octet, length);
    }
  if (kind == 8 && length == 10)
    {
      *name = _ ("Timestamps");
      return g_strdup_printf (_ ("value %u, echo %u"), segment_rows_number (rows, octet + 2, 4),
                              segment_rows_number (rows, octet + 6, 4));
    }
  if (kind == 28 && length == 4)
    {
      unsigned field = segment_rows_number (rows, octet + 2, 2);

      *name = _ ("User timeout");
      return g_strdup_printf (field & 0x8000 ? "%u min" : "%u s", field & 0x7fff);
    }
  if (kind == 34 && (length == 2 || (length >= 6 && length <= 2 + TCP_FAST_OPEN_COOKIE_MAX && length % 2 == 0)))
    {
      *name = _ ("Fast Open cookie");
      return format_cookie (rows, octet, length);
    }
  return NULL;
}

void
segment_rows_options (struct segment_rows *rows, size_t first, size_t end)
{
  while (first < end)
    {
      unsigned kind = rows->packet[first];
      unsigned length = kind <= 1 ? 1 : first + 1 < end ? rows->packet[first + 1] : 0;
      bool fits = length >= (kind <= 1 ? 1 : 2) && length <= end - first;
      const char *name = kind == 0 ? _ ("End of options") : kind == 1 ? _ ("No operation") : _ ("Option");
      char *value = kind > 1 && fits ? option_value (rows, first, kind, length, &name) : NULL;
      unsigned shown = fits ? length : (unsigned) (end - first);
      struct segment_row *row;

      if (value == NULL)
        value = g_strdup_printf (_ ("kind %u"), kind);
      row = segment_rows_add (rows, SEGMENT_PART_OPTIONS, name, first, 0, shown * 8, value);
      if (!fits)
        {
          row->wrong = true;
          row->note = g_strdup (_ ("its length cannot be"));
        }
      first = kind == 0 || !fits ? end : first + length;
    }
}
