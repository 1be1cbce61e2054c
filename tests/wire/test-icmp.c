#include "wire/icmp.h"

#include "packet-bench.h"

/* 203.0.113.9 to 192.0.2.1: fragmentation needed, next hop 1400; quotes 8 octets behind the header of a packet of 1500
 * from port 40001 to 198.51.100.7:80. */
static const char too_big_hex[] = "45000038 00000000 ff01bdb9 cb007109 c0000201 0304f245 00000578"
                                  "450005dc 1c464000 0306699a c0000201 c6336407 9c410050 12345678";

/* The same by 2001:db8:0:ff::1 in IPv6: 1280; the quoted packet has a hop-by-hop header before TCP. */
static const char too_big_v6_hex[]
    = "60000000 004c3aff 20010db8000000ff0000000000000001 20010db8000000000000000000000001"
      "02007a6a 00000500"
      "60000000 05a8003c 20010db8000000000000000000000001 20010db8000000010000000000000002"
      "0600010400000000 9c410050 12345678 00000007 501003e800000000";

static void
assert_endpoint (const struct endpoint *endpoint, const char *expected)
{
  char text[ENDPOINT_TEXT_SIZE];

  g_assert_cmpstr (endpoint_format (endpoint, text), ==, expected);
}

static struct icmp_error
read_hex (const char *hex)
{
  struct icmp_error error;
  guint8 octets[256];
  gsize length = octets_from_hex (hex, octets, sizeof octets);

  g_assert_true (icmp_is_carried (octets, length));
  g_assert_cmpint (icmp_error_read (octets, length, &error).kind, ==, WIRE_OK);
  return error;
}

static void
test_ipv4_vector (void)
{
  struct icmp_error error = read_hex (too_big_hex);
  char text[IP_ADDRESS_TEXT_SIZE];

  g_assert_cmpuint (error.type, ==, ICMP_UNREACHABLE);
  g_assert_cmpuint (error.code, ==, ICMP_FRAGMENTATION_NEEDED);
  g_assert_cmpuint (error.mtu, ==, 1400);
  g_assert_cmpstr (ip_address_format (&error.from, text), ==, "203.0.113.9");
  g_assert_cmpstr (ip_address_format (&error.to, text), ==, "192.0.2.1");
  assert_endpoint (&error.source, "192.0.2.1:40001");
  assert_endpoint (&error.destination, "198.51.100.7:80");
  g_assert_cmphex (error.seq, ==, 0x12345678);
  g_assert_cmpuint (error.length, ==, 1500);
}

static void
test_ipv6_vector (void)
{
  struct icmp_error error = read_hex (too_big_v6_hex);

  g_assert_cmpuint (error.type, ==, ICMPV6_PACKET_TOO_BIG);
  g_assert_cmpuint (error.mtu, ==, 1280);
  assert_endpoint (&error.source, "[2001:db8::1]:40001");
  assert_endpoint (&error.destination, "[2001:db8:0:1::2]:80");
  g_assert_cmphex (error.seq, ==, 0x12345678);
  g_assert_cmpuint (error.length, ==, 1488);
}

/* What is written is read the same, quotes the packet's own octets, and is the vector where the vector was made so. */
static void
test_written (void)
{
  for (int family = IP_V4; family <= IP_V6; family += 2)
    {
      struct packet packet = text_packet ((enum ip_family) family, 1000);
      struct icmp_error again;
      struct icmp_error error = {
        .from = packet.segment.destination.address,
        .to = packet.segment.source.address,
        .type = family == IP_V4 ? ICMP_UNREACHABLE : ICMPV6_PACKET_TOO_BIG,
        .code = family == IP_V4 ? ICMP_FRAGMENTATION_NEEDED : 0,
        .mtu = 777,
      };
      guint8 quoted[1500];
      guint8 octets[ICMP_ERROR_MAX];
      gsize length = packet_write (&packet, quoted, sizeof quoted);
      gsize written = icmp_error_write (&error, quoted, length, octets, sizeof octets);

      g_assert_cmpuint (written, ==, family == IP_V4 ? 20 + 8 + 28 : MIN (48 + length, ICMP_ERROR_MAX));
      g_assert_true (icmp_is_carried (octets, written));
      g_assert_false (icmp_is_carried (quoted, length));
      g_assert_cmpint (icmp_error_read (octets, written, &again).kind, ==, WIRE_OK);
      g_assert_cmpuint (again.type, ==, error.type);
      g_assert_cmpuint (again.code, ==, error.code);
      g_assert_cmpuint (again.mtu, ==, 777);
      g_assert_cmpuint (again.seq, ==, packet.segment.seq);
      g_assert_cmpuint (again.length, ==, length);
      g_assert_true (endpoint_equal (&again.source, &packet.segment.source));
      g_assert_true (endpoint_equal (&again.destination, &packet.segment.destination));
      g_assert_cmpuint (icmp_error_write (&error, quoted, length, octets, written - 1), ==, 0);
    }
}

static void
assert_fault (guint8 *octets, gsize length, enum wire_fault_kind kind, gsize offset)
{
  struct icmp_error error;
  struct wire_fault fault = icmp_error_read (octets, length, &error);

  g_assert_cmpint (fault.kind, ==, kind);
  g_assert_cmpuint (fault.offset, ==, offset);
}

/* Puts the IPv4 length and both checksums right after a change. */
static void
mend (guint8 *octets, gsize length)
{
  octets_put16 (octets + 2, (guint16) length);
  fix_ipv4_checksum (octets);
  octets_put16 (octets + 22, 0);
  octets_put16 (octets + 22, checksum_finish (checksum_add (0, octets + 20, length - 20)));
}

static void
test_faults (void)
{
  guint8 octets[256];
  gsize length = octets_from_hex (too_big_hex, octets, sizeof octets);

  octets[27] ^= 1;
  assert_fault (octets, length, WIRE_ICMP_CHECKSUM, 22);
  octets[20] = 8; /* echo request */
  mend (octets, length);
  assert_fault (octets, length, WIRE_ICMP_NO_ERROR, 20);
  octets[20] = ICMP_UNREACHABLE;
  octets[28 + 9] = 17; /* about UDP */
  mend (octets, length);
  assert_fault (octets, length, WIRE_ICMP_NO_QUOTE, 28);
  octets[28 + 9] = 6;
  mend (octets, length - 1); /* not up to the end of the sequence number */
  assert_fault (octets, length - 1, WIRE_ICMP_NO_QUOTE, 28);
  mend (octets, 27);
  assert_fault (octets, 27, WIRE_ICMP_SHORT, 20);
  octets_put16 (octets + 28 + 6, 100); /* about a later fragment */
  mend (octets, length);
  assert_fault (octets, length, WIRE_ICMP_NO_QUOTE, 28);
}

/* A router that lowered the TTL without mending the checksum is understood. */
static void
test_quoted_checksum (void)
{
  struct icmp_error error;
  guint8 octets[256];
  gsize length = octets_from_hex (too_big_hex, octets, sizeof octets);

  octets[28 + 8] = 0;
  mend (octets, length);
  g_assert_cmpint (icmp_error_read (octets, length, &error).kind, ==, WIRE_OK);
  assert_endpoint (&error.source, "192.0.2.1:40001");
}

/* IPv6: informational types begin at 128; what is not ICMPv6 behind extension headers is not carried ICMP. */
static void
test_ipv6_faults (void)
{
  guint8 octets[256];
  gsize length = octets_from_hex (too_big_v6_hex, octets, sizeof octets);

  struct icmp_error error;
  octets[40] = 135; /* neighbour solicitation; the checksum gives way by as much */
  guint32 sum = checksum_add (0, octets + 42, 2);
  octets_put16 (octets + 42, 0);
  octets_put16 (octets + 42, (guint16) ~checksum_finish (checksum_add (sum, (guint8[]){ 0x7a, 0xff }, 2)));
  g_assert_cmpint (icmp_error_read (octets, length, &error).kind, ==, WIRE_ICMP_NO_ERROR);
  octets[41] ^= 1;
  g_assert_cmpint (icmp_error_read (octets, length, &error).kind, ==, WIRE_ICMP_CHECKSUM);
  octets[6] = 17;
  g_assert_false (icmp_is_carried (octets, length));
}

/* No cut and no changed octet is read beyond the end. */
static void
test_mutations (void)
{
  const char *const vectors[] = { too_big_hex, too_big_v6_hex };

  for (gsize v = 0; v < G_N_ELEMENTS (vectors); v++)
    {
      guint8 octets[256];
      gsize length = octets_from_hex (vectors[v], octets, sizeof octets);

      for (gsize cut = 0; cut < length; cut++)
        {
          g_autofree guint8 *exact = g_memdup2 (octets, cut);
          struct icmp_error error;

          icmp_is_carried (exact, cut);
          g_assert_cmpint (icmp_error_read (exact, cut, &error).kind, !=, WIRE_OK);
        }
      for (gsize at = 0; at < length; at++)
        for (unsigned value = 0; value < 256; value++)
          {
            g_autofree guint8 *exact = g_memdup2 (octets, length);
            struct icmp_error error;

            exact[at] = (guint8) value;
            icmp_is_carried (exact, length);
            icmp_error_read (exact, length, &error);
          }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/icmp/MUST-54/ipv4-vector", test_ipv4_vector);
  g_test_add_func ("/wire/icmp/MUST-54/ipv6-vector", test_ipv6_vector);
  g_test_add_func ("/wire/icmp/written", test_written);
  g_test_add_func ("/wire/icmp/faults", test_faults);
  g_test_add_func ("/wire/icmp/quoted-checksum", test_quoted_checksum);
  g_test_add_func ("/wire/icmp/ipv6-faults", test_ipv6_faults);
  g_test_add_func ("/wire/icmp/mutations", test_mutations);
  return g_test_run ();
}
