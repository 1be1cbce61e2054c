#include "wire/packet.h"

#include "packet-bench.h"

/* Reads from a buffer of just that length. */
static struct wire_fault
read_exact (const guint8 *octets, gsize captured, gsize length, struct packet *packet)
{
  guint8 *exact = g_memdup2 (octets, captured);
  struct wire_fault fault = packet_read (exact, captured, length, packet);

  if (packet->segment.text != NULL) /* it points into what is freed now */
    packet->segment.text = octets + (packet->segment.text - exact);
  g_free (exact);
  return fault;
}

static void
assert_fault (struct wire_fault fault, enum wire_fault_kind kind, guint32 value, guint32 limit, gsize offset)
{
  g_assert_cmpint (fault.kind, ==, kind);
  g_assert_cmpuint (fault.value, ==, value);
  g_assert_cmpuint (fault.limit, ==, limit);
  g_assert_cmpuint (fault.offset, ==, offset);
}

/* --- one octet or two of the SYN over IPv4 changed --- */

static const struct
{
  const char *name;
  gsize at;
  guint16 value; /* of the 16 bits there */
  gboolean keep_checksum;
  struct wire_fault fault;
  gboolean readable;
} changes[] = {
  { "version-0", 0, 0x0500, TRUE, { WIRE_IP_VERSION, 0, 0, 0 }, FALSE },
  { "version-15", 0, 0xf500, TRUE, { WIRE_IP_VERSION, 15, 0, 0 }, FALSE },
  { "header-length-16", 0, 0x4400, TRUE, { WIRE_IPV4_HEADER_LENGTH, 16, 20, 0 }, FALSE },
  { "header-length-0", 0, 0x4000, TRUE, { WIRE_IPV4_HEADER_LENGTH, 0, 20, 0 }, FALSE },
  { "total-length-19", 2, 19, FALSE, { WIRE_IPV4_TOTAL_LENGTH, 19, 20, 2 }, FALSE },
  { "total-length-20", 2, 20, FALSE, { WIRE_TCP_SHORT, 0, 20, 20 }, FALSE },
  { "total-length-39", 2, 39, FALSE, { WIRE_TCP_SHORT, 19, 20, 20 }, FALSE },
  { "total-length-59", 2, 59, FALSE, { WIRE_TCP_DATA_OFFSET, 40, 39, 32 }, FALSE },
  { "total-length-61", 2, 61, FALSE, { WIRE_IPV4_SHORT, 60, 61, 2 }, TRUE },
  { "total-length-65535", 2, 65535, FALSE, { WIRE_IPV4_SHORT, 60, 65535, 2 }, TRUE },
  { "more-fragments", 6, 0x2000, FALSE, { WIRE_IPV4_FRAGMENT, 0, 0, 6 }, TRUE },
  { "middle-fragment", 6, 0x2001, FALSE, { WIRE_IPV4_FRAGMENT, 8, 0, 6 }, FALSE },
  { "last-fragment", 6, 0x1fff, FALSE, { WIRE_IPV4_FRAGMENT, 65528, 0, 6 }, FALSE },
  { "udp", 8, 0x4011, FALSE, { WIRE_NOT_TCP, 17, 6, 9 }, FALSE },
  { "ip-checksum", 10, 0x0000, TRUE, { WIRE_IPV4_CHECKSUM, 0, 0x323a, 10 }, TRUE },
  { "data-offset-16", 32, 0x4002, FALSE, { WIRE_TCP_DATA_OFFSET, 16, 20, 32 }, FALSE },
  { "data-offset-0", 32, 0x0002, FALSE, { WIRE_TCP_DATA_OFFSET, 0, 20, 32 }, FALSE },
  { "data-offset-44", 32, 0xb002, FALSE, { WIRE_TCP_DATA_OFFSET, 44, 40, 32 }, FALSE },
  { "mss-length-0", 40, 0x0200, FALSE, { WIRE_TCP_OPTION_LENGTH, 2, 0, 40 }, TRUE },
  { "mss-length-1", 40, 0x0201, FALSE, { WIRE_TCP_OPTION_LENGTH, 2, 1, 40 }, TRUE },
  { "wscale-past-header", 57, 0x0304, FALSE, { WIRE_TCP_OPTION_LENGTH, 3, 4, 57 }, TRUE },
  { "tcp-checksum", 36, 0x1234, FALSE, { .kind = WIRE_OK }, TRUE },
};

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      const struct wire_fault *expected = &changes[i].fault;
      struct packet packet;
      guint8 octets[64];
      gsize length = octets_from_hex (syn_hex, octets, sizeof octets);

      g_test_message ("%s", changes[i].name);
      octets_put16 (octets + changes[i].at, changes[i].value);
      if (!changes[i].keep_checksum)
        fix_ipv4_checksum (octets);
      assert_fault (read_exact (octets, length, length, &packet), expected->kind, expected->value, expected->limit,
                    expected->offset);
      g_assert_cmpint (packet.tcp_header_length > 0, ==, changes[i].readable);
      if (!changes[i].readable)
        continue;
      g_assert_cmpuint (packet.segment.seq, ==, 0x12345678);
      g_assert_cmpuint (packet.segment.destination.port, ==, 80);
      g_assert_cmpuint (packet.segment.length, ==, 0);
    }
}

static void
test_checksum_states (void)
{
  struct packet packet;
  guint8 octets[64];
  gsize length = octets_from_hex (syn_hex, octets, sizeof octets);

  octets_put16 (octets + 10, 0);
  read_exact (octets, length, length, &packet);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_GOOD); /* the TCP sum does not cover the IP sum */
  fix_ipv4_checksum (octets);
  octets[36] ^= 1;
  read_exact (octets, length, length, &packet);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_BAD);
  octets[36] ^= 1;
  octets_put16 (octets + 6, 0x2000);
  fix_ipv4_checksum (octets);
  read_exact (octets, length, length, &packet);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_UNKNOWN);
  octets_put16 (octets + 6, 0x4000);
  octets_put16 (octets + 2, 100);
  fix_ipv4_checksum (octets);
  read_exact (octets, length, length, &packet);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_UNKNOWN);
}

/* An IP fault goes before one of the TCP options, since it says more about why a host drops the packet. */
static void
test_two_faults (void)
{
  struct packet packet;
  guint8 octets[64];
  gsize length = octets_from_hex (syn_hex, octets, sizeof octets);

  octets_put16 (octets + 10, 0x1111);
  octets_put16 (octets + 40, 0x0200);
  assert_fault (read_exact (octets, length, length, &packet), WIRE_IPV4_CHECKSUM, 0x1111, 0x323a, 10);
  g_assert_cmpuint (packet.tcp_header_length, ==, 40);
  octets_put16 (octets + 32, 0x4002);
  assert_fault (read_exact (octets, length, length, &packet), WIRE_TCP_DATA_OFFSET, 16, 20, 32);
}

static void
test_short (void)
{
  struct packet packet;
  guint8 octets[128];
  gsize length = octets_from_hex (syn_hex, octets, sizeof octets);

  assert_fault (packet_read (NULL, 0, 60, &packet), WIRE_IPV4_SHORT, 0, 20, 0);
  assert_fault (read_exact (octets, 19, length, &packet), WIRE_IPV4_SHORT, 19, 20, 0);
  assert_fault (read_exact (octets, 39, length, &packet), WIRE_TCP_SHORT, 19, 20, 20);
  g_assert_cmpuint (packet.tcp_header_length, ==, 0);
  octets[0] = 0x4f;
  assert_fault (read_exact (octets, 59, length, &packet), WIRE_IPV4_SHORT, 59, 60, 0);
  length = octets_from_hex (data_v6_hex, octets, sizeof octets);
  assert_fault (read_exact (octets, 39, length, &packet), WIRE_IPV6_SHORT, 39, 40, 0);
  assert_fault (read_exact (octets, 59, length, &packet), WIRE_TCP_SHORT, 19, 20, 40);
  assert_fault (read_exact (octets, 76, 76, &packet), WIRE_IPV6_SHORT, 76, 77, 4);
  g_assert_cmpuint (packet.segment.length, ==, 4);
  g_assert_cmpuint (packet.captured_text, ==, 4);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_UNKNOWN);
}

/* More octets there than were on the wire is nonsense that a capture file can hold. */
static void
test_captured_beyond_length (void)
{
  struct packet packet;
  guint8 octets[128];
  gsize length = octets_from_hex (data_v6_hex, octets, sizeof octets);

  assert_fault (read_exact (octets, length, length - 2, &packet), WIRE_IPV6_SHORT, (guint32) length - 2,
                (guint32) length, 4);
  g_assert_cmpuint (packet.captured_text, ==, 3);
  assert_fault (read_exact (octets, length, 0, &packet), WIRE_IPV4_SHORT, 0, 20, 0);
}

/* --- IPv6 extension headers --- */

/* The packet with "hello", with these headers between IPv6 and TCP; their first next-header value is first. */
static gsize
with_extensions (guint8 first, const char *hex, guint8 *octets)
{
  guint8 plain[128];
  gsize length = octets_from_hex (data_v6_hex, plain, sizeof plain);
  gsize added;

  memcpy (octets, plain, 40);
  added = octets_from_hex (hex, octets + 40, 128);
  memcpy (octets + 40 + added, plain + 40, length - 40);
  octets[6] = first;
  octets_put16 (octets + 4, (guint16) (length - 40 + added));
  return length + added;
}

static const struct
{
  const char *name;
  guint8 first;
  const char *hex;
  gsize length; /* of the headers, when TCP follows */
  struct wire_fault fault;
  enum checksum_state checksum;
} extensions[] = {
  { "hop-by-hop", 0, "0600 050200000100", 8, { .kind = WIRE_OK }, CHECKSUM_GOOD },
  { "destination-16", 60, "0601 010c 000000000000000000000000", 16, { .kind = WIRE_OK }, CHECKSUM_GOOD },
  { "all",
    0,
    "2b00 050200000100 2c00 0400 00000000 3c00 0000 12345678 8700 010400000000 8b00 0104 00000000 8c00 010400000000"
    "0600 010400000000",
    56,
    { .kind = WIRE_OK },
    CHECKSUM_GOOD },
  { "authentication",
    51,
    "0604 0000 00000001 00000001 000102030405060708090a0b",
    24,
    { .kind = WIRE_OK },
    CHECKSUM_GOOD },
  { "routing-used-up",
    43,
    "0602 0000 00000000 20010db8000000000000000000000009",
    24,
    { .kind = WIRE_OK },
    CHECKSUM_GOOD },
  { "routing-to-go",
    43,
    "0602 0001 00000000 20010db8000000000000000000000009",
    24,
    { .kind = WIRE_OK },
    CHECKSUM_UNKNOWN },
  { "atomic-fragment", 44, "0600 0000 12345678", 8, { .kind = WIRE_OK }, CHECKSUM_GOOD },
  { "first-fragment", 44, "0600 0001 12345678", 8, { WIRE_IPV6_FRAGMENT, 0, 0, 42 }, CHECKSUM_UNKNOWN },
  { "first-fragment-then-destination",
    44,
    "3c00 0001 12345678 0600 010400000000",
    16,
    { WIRE_IPV6_FRAGMENT, 0, 0, 42 },
    CHECKSUM_UNKNOWN },
  { "later-fragment", 44, "0600 0009 12345678", 0, { WIRE_IPV6_FRAGMENT, 8, 0, 42 }, CHECKSUM_UNKNOWN },
  { "later-fragment-of-udp", 44, "1100 0009 12345678", 0, { WIRE_NOT_TCP, 17, 6, 40 }, CHECKSUM_UNKNOWN },
  { "no-next-header", 0, "3b00 010400000000", 0, { WIRE_NOT_TCP, 59, 6, 40 }, CHECKSUM_UNKNOWN },
  { "encrypted", 50, "", 0, { WIRE_NOT_TCP, 50, 6, 6 }, CHECKSUM_UNKNOWN },
  { "past-the-end", 60, "06ff 010400000000", 0, { WIRE_IPV6_EXTENSION, 60, 45, 40 }, CHECKSUM_UNKNOWN },
  { "second-past-the-end",
    0,
    "2b00 010400000000 06c8 010400000000",
    0,
    { WIRE_IPV6_EXTENSION, 43, 45, 48 },
    CHECKSUM_UNKNOWN },
};

static void
test_extensions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    {
      const struct wire_fault *expected = &extensions[i].fault;
      struct packet packet;
      guint8 octets[256];
      gsize length = with_extensions (extensions[i].first, extensions[i].hex, octets);

      g_test_message ("%s", extensions[i].name);
      assert_fault (read_exact (octets, length, length, &packet), expected->kind, expected->value, expected->limit,
                    expected->offset);
      g_assert_cmpint (packet.segment.checksum, ==, extensions[i].checksum);
      if (extensions[i].length == 0)
        {
          g_assert_cmpuint (packet.tcp_header_length, ==, 0);
          continue;
        }
      g_assert_cmpuint (packet.ip_header_length, ==, 40 + extensions[i].length);
      g_assert_cmpmem (packet.segment.text, packet.captured_text, "hello", 5);
      g_assert_cmpuint (packet.segment.seq, ==, 0xffffffff);
    }
}

/* RFC 2675: more than 65535 octets, a payload length of 0 and the true one in a hop-by-hop option. */
static void
test_jumbogram (void)
{
  struct packet packet;
  guint8 octets[256];
  gsize length = with_extensions (0, "0600 c204 00011170", octets);

  octets_put16 (octets + 4, 0);
  g_assert_cmpint (read_exact (octets, length, 40 + 70000, &packet).kind, ==, WIRE_OK);
  g_assert_cmpuint (packet.segment.length, ==, 70000 - 8 - 32);
  g_assert_cmpuint (packet.captured_text, ==, 5);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_UNKNOWN);
}

/* Headers cut by the capture, octet by octet, end in a fault and nowhere else. */
static void
test_cut_extensions (void)
{
  guint8 octets[256];
  gsize length = with_extensions (0, "3c00 050200000100 2b01 010c 000000000000000000000000 0600 0000 00000000", octets);

  for (gsize captured = 0; captured < 40 + 32 + 20; captured++)
    {
      struct packet packet;
      enum wire_fault_kind kind = read_exact (octets, captured, length, &packet).kind;

      g_assert_cmpuint (packet.tcp_header_length, ==, 0);
      if (captured >= 40 && captured < 40 + 32)
        g_assert_cmpint (kind, ==, WIRE_IPV6_EXTENSION);
      else
        g_assert_true (kind == WIRE_IPV4_SHORT || kind == WIRE_IPV6_SHORT || kind == WIRE_TCP_SHORT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/packet-faults/changes", test_changes);
  g_test_add_func ("/wire/packet-faults/checksum-states", test_checksum_states);
  g_test_add_func ("/wire/packet-faults/two-faults", test_two_faults);
  g_test_add_func ("/wire/packet-faults/short", test_short);
  g_test_add_func ("/wire/packet-faults/captured-beyond-length", test_captured_beyond_length);
  g_test_add_func ("/wire/packet-faults/extensions", test_extensions);
  g_test_add_func ("/wire/packet-faults/jumbogram", test_jumbogram);
  g_test_add_func ("/wire/packet-faults/cut-extensions", test_cut_extensions);
  return g_test_run ();
}
