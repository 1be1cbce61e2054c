/* The fields of the IP headers (RFC 791, RFC 8200). */
#include "explain/segment-rows.h"
#include "wire/checksum.h"
#include "wire/packet.h"

#include <glib/gi18n.h>
#include <string.h>

#define IP SEGMENT_PART_IP
#define IPV4_HEADER_SIZE 20
#define IPV6_HEADER_SIZE 40

static struct ip_address
read_address (const struct segment_rows *rows, size_t octet, enum ip_family family)
{
  struct ip_address address = { .family = family };

  memcpy (address.octets, rows->packet + octet, family == IP_V6 ? 16 : 4);
  return address;
}

static void
add_address (struct segment_rows *rows, const char *name, size_t octet, const struct ip_address *address)
{
  char text[IP_ADDRESS_TEXT_SIZE];

  segment_rows_add (rows, IP, name, octet, 0, address->family == IP_V6 ? 128 : 32,
                    g_strdup (ip_address_format (address, text)));
}

static const char *
ecn_name (unsigned bits)
{
  static const char *const names[] = { "Not-ECT", "ECT(1)", "ECT(0)", "CE" };

  return names[bits & 3];
}

static char *
protocol_text (unsigned protocol)
{
  return protocol == IP_PROTOCOL_TCP ? g_strdup ("6 (TCP)") : g_strdup_printf ("%u", protocol);
}

static void
add_checksum (struct segment_rows *rows, size_t header_length)
{
  struct segment_row *row = segment_rows_add (rows, IP, _ ("Header checksum"), 10, 0, 16,
                                              g_strdup_printf ("0x%04x", segment_rows_number (rows, 10, 2)));

  row->wrong = checksum_finish (checksum_add (0, rows->packet, header_length)) != 0;
  row->checked = true;
  row->note = g_strdup (row->wrong ? _ ("wrong") : _ ("correct"));
}

static void
add_fragment_fields (struct segment_rows *rows)
{
  unsigned field = segment_rows_number (rows, 6, 2);
  const char *flags = field & 0x4000 ? "DF" : field & 0x2000 ? "MF" : _ ("none");

  segment_rows_add (rows, IP, _ ("Identification"), 4, 0, 16,
                    g_strdup_printf ("0x%04x", segment_rows_number (rows, 4, 2)));
  segment_rows_add (rows, IP, _ ("Flags"), 6, 0, 3, g_strdup (flags));
  segment_rows_add (rows, IP, _ ("Fragment offset"), 6, 3, 13, g_strdup_printf ("%u", (field & 0x1fff) * 8));
}

size_t
segment_rows_ipv4 (struct segment_rows *rows)
{
  size_t header_length = (size_t) (rows->packet[0] & 0x0f) * 4;
  bool whole = header_length >= IPV4_HEADER_SIZE && segment_rows_has (rows, 0, header_length);
  struct segment_row *row;

  segment_rows_add (rows, IP, _ ("Version"), 0, 0, 4, g_strdup_printf ("%u", rows->packet[0] >> 4))->wrong
      = rows->packet[0] >> 4 != 4;
  row = segment_rows_add (rows, IP, _ ("Header length"), 0, 4, 4, g_strdup_printf ("%zu", header_length));
  row->wrong = header_length < IPV4_HEADER_SIZE;
  if (!whole || rows->packet[0] >> 4 != 4)
    return 0;

  segment_rows_add (rows, IP, _ ("Differentiated services"), 1, 0, 6, g_strdup_printf ("%u", rows->packet[1] >> 2));
  segment_rows_add (rows, IP, "ECN", 1, 6, 2, g_strdup (ecn_name (rows->packet[1])));
  segment_rows_add_number (rows, IP, _ ("Total length"), 2, 2);
  add_fragment_fields (rows);
  segment_rows_add_number (rows, IP, _ ("Time to live"), 8, 1);
  segment_rows_add (rows, IP, _ ("Protocol"), 9, 0, 8, protocol_text (rows->packet[9]));
  add_checksum (rows, header_length);
  rows->source = read_address (rows, 12, IP_V4);
  rows->destination = read_address (rows, 16, IP_V4);
  add_address (rows, _ ("Source address"), 12, &rows->source);
  add_address (rows, _ ("Destination address"), 16, &rows->destination);
  if (header_length > IPV4_HEADER_SIZE)
    segment_rows_add (rows, IP, _ ("Options"), IPV4_HEADER_SIZE, 0, (unsigned) (header_length - IPV4_HEADER_SIZE) * 8,
                      g_strdup_printf ("%zu", header_length - IPV4_HEADER_SIZE));

  /* A later fragment has no TCP header. */
  rows->end = segment_rows_number (rows, 2, 2);
  return rows->packet[9] == IP_PROTOCOL_TCP && (segment_rows_number (rows, 6, 2) & 0x1fff) == 0 ? header_length : 0;
}

/* Extension headers with a length octet: hop-by-hop, routing, destination options. */
static bool
is_extension (unsigned header)
{
  return header == 0 || header == 43 || header == 60;
}

size_t
segment_rows_ipv6 (struct segment_rows *rows)
{
  size_t at = IPV6_HEADER_SIZE;
  unsigned next;

  segment_rows_add (rows, IP, _ ("Version"), 0, 0, 4, g_strdup_printf ("%u", rows->packet[0] >> 4));
  if (!segment_rows_has (rows, 0, IPV6_HEADER_SIZE))
    return 0;
  segment_rows_add (rows, IP, _ ("Differentiated services"), 0, 4, 6,
                    g_strdup_printf ("%u", segment_rows_number (rows, 0, 2) >> 6 & 0x3f));
  segment_rows_add (rows, IP, "ECN", 1, 2, 2, g_strdup (ecn_name (rows->packet[1] >> 4)));
  segment_rows_add (rows, IP, _ ("Flow label"), 1, 4, 20,
                    g_strdup_printf ("0x%05x", segment_rows_number (rows, 0, 4) & 0xfffff));
  segment_rows_add_number (rows, IP, _ ("Payload length"), 4, 2);
  next = rows->packet[6];
  segment_rows_add (rows, IP, _ ("Next header"), 6, 0, 8, protocol_text (next));
  segment_rows_add_number (rows, IP, _ ("Hop limit"), 7, 1);
  rows->source = read_address (rows, 8, IP_V6);
  rows->destination = read_address (rows, 24, IP_V6);
  add_address (rows, _ ("Source address"), 8, &rows->source);
  add_address (rows, _ ("Destination address"), 24, &rows->destination);

  rows->end = IPV6_HEADER_SIZE + segment_rows_number (rows, 4, 2);
  while (is_extension (next) && segment_rows_has (rows, at, 8))
    {
      size_t length = ((size_t) rows->packet[at + 1] + 1) * 8;

      if (!segment_rows_has (rows, at, length))
        return 0;
      segment_rows_add (rows, IP, _ ("Extension header"), at, 0, (unsigned) length * 8, g_strdup_printf ("%u", next));
      next = rows->packet[at];
      at += length;
    }
  return next == IP_PROTOCOL_TCP ? at : 0;
}
