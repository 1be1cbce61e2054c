#include "wire/packet.h"

#include "packet-bench.h"

/* A SYN as Linux sends it. */
static void
test_ipv4_vector (void)
{
  struct packet packet = syn_packet ();
  struct packet read;
  guint8 expected[128];
  guint8 octets[128];
  gsize length = octets_from_hex (syn_hex, expected, sizeof expected);

  g_assert_cmpmem (octets, packet_write (&packet, octets, sizeof octets), expected, length);
  g_assert_cmpint (packet_read (expected, length, length, &read).kind, ==, WIRE_OK);
  assert_headers_equal (&read.segment, &packet.segment);
  g_assert_true (endpoint_equal (&read.segment.source, &packet.segment.source));
  g_assert_true (endpoint_equal (&read.segment.destination, &packet.segment.destination));
  g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
  g_assert_null (read.segment.text);
  g_assert_cmpuint (read.captured_text, ==, 0);
  g_assert_cmpuint (read.identification, ==, 0x1c46);
  g_assert_cmpuint (read.ttl, ==, 64);
  g_assert_true (read.dont_fragment);
  g_assert_cmpuint (read.ip_header_length, ==, 20);
  g_assert_cmpuint (read.tcp_header_length, ==, 40);
}

/* Five octets of text with ECT(0) and timestamps. */
static void
test_ipv6_vector (void)
{
  struct packet packet = {
    .ttl = 64,
    .segment = {
      .seq = 0xffffffff,
      .ack = 0x12345679,
      .wnd = 502,
      .flags = TCP_PSH | TCP_ACK,
      .ecn = 2,
      .length = 5,
      .text = (const guint8 *)"hello",
      .options = { .present = TCP_OPTION_TIMESTAMPS, .ts_val = 100, .ts_ecr = 50 },
    },
  };
  struct packet read;
  guint8 expected[128];
  guint8 octets[128];
  gsize length = octets_from_hex (data_v6_hex, expected, sizeof expected);

  endpoint_parse ("[2001:db8::1]:80", &packet.segment.source);
  endpoint_parse ("[2001:db8:0:1::2]:49152", &packet.segment.destination);
  g_assert_cmpmem (octets, packet_write (&packet, octets, sizeof octets), expected, length);
  g_assert_cmpint (packet_read (expected, length, length, &read).kind, ==, WIRE_OK);
  assert_headers_equal (&read.segment, &packet.segment);
  g_assert_true (endpoint_equal (&read.segment.source, &packet.segment.source));
  g_assert_true (endpoint_equal (&read.segment.destination, &packet.segment.destination));
  g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
  g_assert_cmpmem (read.segment.text, read.captured_text, "hello", 5);
  g_assert_cmpuint (read.ip_header_length, ==, 40);
  g_assert_cmpuint (read.tcp_header_length, ==, 32);
}

static void
test_write_refuses (void)
{
  struct packet packet = syn_packet ();
  guint8 *octets = g_malloc (70000);
  guint8 *text = g_malloc0 (70000);

  g_assert_cmpuint (packet_write (&packet, octets, 59), ==, 0);
  g_assert_cmpuint (packet_write (&packet, octets, 60), ==, 60);
  packet.segment.text = text;
  packet.segment.length = 65535 - 60;
  g_assert_cmpuint (packet_write (&packet, octets, 70000), ==, 65535);
  packet.segment.length++;
  g_assert_cmpuint (packet_write (&packet, octets, 70000), ==, 0);
  packet.segment.length = 0;
  packet.segment.options.present |= TCP_OPTION_SACK;
  packet.segment.options.sack_count = 4;
  g_assert_cmpuint (packet_write (&packet, octets, 70000), ==, 0);
  g_free (octets);
  g_free (text);
}

/* 6 octets of padding fill the 46 of the least Ethernet frame: they are no text and not summed. */
static void
test_ethernet_padding (void)
{
  struct packet packet = syn_packet ();
  struct packet read;
  guint8 octets[46];

  memset (octets, 0xa5, sizeof octets);
  packet.segment.options.present = 0;
  g_assert_cmpuint (packet_write (&packet, octets, sizeof octets), ==, 40);
  g_assert_cmpint (packet_read (octets, 46, 46, &read).kind, ==, WIRE_OK);
  g_assert_cmpuint (read.segment.length, ==, 0);
  g_assert_cmpuint (read.captured_text, ==, 0);
  g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
  g_assert_cmpint (packet_read (octets, 40, 46, &read).kind, ==, WIRE_OK); /* only padding was cut off */
  g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
}

/* A length of 0 stands in what a capture sees before the network card splits it. */
static void
test_length_zero (void)
{
  struct packet packet = text_packet (IP_V4, 1000);
  struct packet read;
  guint8 octets[2048];
  gsize length = packet_write (&packet, octets, sizeof octets);

  octets_put16 (octets + 2, 0);
  fix_ipv4_checksum (octets);
  g_assert_cmpint (packet_read (octets, length, length, &read).kind, ==, WIRE_OK);
  g_assert_cmpuint (read.segment.length, ==, 1000);
  g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
  g_assert_cmpint (packet_read (octets, length, 70000, &read).kind, ==, WIRE_OK);
  g_assert_cmpuint (read.segment.length, ==, 70000 - read.ip_header_length - read.tcp_header_length);
  g_assert_cmpuint (read.captured_text, ==, 1000);

  packet = text_packet (IP_V6, 1000);
  length = packet_write (&packet, octets, sizeof octets);
  octets_put16 (octets + 4, 0);
  g_assert_cmpint (packet_read (octets, length, length, &read).kind, ==, WIRE_OK);
  g_assert_cmpuint (read.segment.length, ==, 1000);
  g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
}

/* Cut at every octet: the segment stays the same as long as the TCP header is whole. */
static void
check_cuts (enum ip_family family)
{
  struct packet packet = text_packet (family, 30);
  guint8 octets[256];
  gsize length = packet_write (&packet, octets, sizeof octets);
  gsize headers = length - 30;

  for (gsize captured = 0; captured <= length; captured++)
    {
      struct packet read;
      guint8 *exact = g_memdup2 (octets, captured);
      struct wire_fault fault = packet_read (exact, captured, length, &read);

      if (captured < headers)
        {
          g_assert_cmpint (fault.kind, !=, WIRE_OK);
          g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_UNKNOWN);
        }
      else
        {
          g_assert_cmpint (fault.kind, ==, WIRE_OK);
          assert_headers_equal (&read.segment, &packet.segment);
          g_assert_cmpmem (read.segment.text, read.captured_text, packet.segment.text, captured - headers);
          g_assert_cmpint (read.segment.checksum, ==, captured == length ? CHECKSUM_GOOD : CHECKSUM_UNKNOWN);
        }
      g_free (exact);
    }
}

static void
test_cuts (void)
{
  check_cuts (IP_V4);
  check_cuts (IP_V6);
}

/* Cut among the options: what stands before the cut is there. */
static void
test_cut_options (void)
{
  struct packet read;
  guint8 octets[128];
  gsize length = octets_from_hex (syn_hex, octets, sizeof octets);
  struct wire_fault fault = packet_read (octets, 50, length, &read);

  g_assert_cmpint (fault.kind, ==, WIRE_TCP_SHORT);
  g_assert_cmpuint (fault.value, ==, 30);
  g_assert_cmpuint (fault.limit, ==, 40);
  g_assert_cmpuint (read.tcp_header_length, ==, 40);
  g_assert_cmpuint (read.segment.length, ==, 0);
  g_assert_cmphex (read.segment.options.present, ==, TCP_OPTION_MSS | TCP_OPTION_SACK_PERMITTED);
  g_assert_cmpuint (packet_read (octets, 40, length, &read).kind, ==, WIRE_TCP_SHORT);
  g_assert_cmpuint (read.segment.seq, ==, 0x12345678);
  g_assert_cmphex (read.segment.options.present, ==, 0);
}

/* One wrong bit anywhere in header or text shows in the sum; a wrong bit of the addresses too. */
static void
test_bad_checksum (void)
{
  struct packet packet = text_packet (IP_V6, 20);
  guint8 octets[256];
  gsize length = packet_write (&packet, octets, sizeof octets);
  guint bad = 0;

  for (gsize bit = 8 * 8; bit < 8 * length; bit++)
    {
      struct packet read;

      octets[bit / 8] ^= (guint8) (1 << bit % 8);
      if (packet_read (octets, length, length, &read).kind == WIRE_OK)
        {
          g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_BAD);
          bad++;
        }
      octets[bit / 8] ^= (guint8) (1 << bit % 8);
    }
  g_assert_cmpuint (bad, >, 8 * (length - 8 - 32));
}

static void
test_ipv4_options (void)
{
  struct packet packet = text_packet (IP_V4, 10);
  struct packet read;
  guint8 written[256];
  guint8 octets[256];
  gsize length = packet_write (&packet, written, sizeof written);

  memcpy (octets, written, 20);
  memset (octets + 20, 1, 8); /* two words of no-operation */
  memcpy (octets + 28, written + 20, length - 20);
  octets[0] = 0x47;
  octets_put16 (octets + 2, (guint16) (length + 8));
  fix_ipv4_checksum (octets);
  g_assert_cmpint (packet_read (octets, length + 8, length + 8, &read).kind, ==, WIRE_OK);
  g_assert_cmpuint (read.ip_header_length, ==, 28);
  g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
  assert_headers_equal (&read.segment, &packet.segment);
}

static void
test_round_trip (void)
{
  struct rng rng;
  guint fitted = 0;

  rng_seed (&rng, 791);
  for (int round = 0; round < 5000; round++)
    {
      guint8 text[64];
      guint8 octets[PACKET_HEADERS_MAX + sizeof text];
      struct packet packet = { .segment = random_segment (&rng), .ttl = (guint8) rng_u32 (&rng) };
      struct packet read;
      gsize length;

      for (gsize i = 0; i < sizeof text; i++)
        text[i] = (guint8) rng_u32 (&rng);
      packet.segment.length = (guint32) rng_below (&rng, sizeof text + 1);
      packet.segment.text = text;
      if (packet.segment.source.address.family == IP_V4)
        {
          packet.identification = (guint16) rng_u32 (&rng);
          packet.dont_fragment = rng_below (&rng, 2) == 0;
        }
      length = packet_write (&packet, octets, sizeof octets);
      if (length == 0)
        continue;
      fitted++;
      g_assert_cmpint (packet_read (octets, length, length, &read).kind, ==, WIRE_OK);
      assert_headers_equal (&read.segment, &packet.segment);
      g_assert_true (endpoint_equal (&read.segment.source, &packet.segment.source));
      g_assert_true (endpoint_equal (&read.segment.destination, &packet.segment.destination));
      g_assert_cmpmem (read.segment.text, read.captured_text, text, packet.segment.length);
      g_assert_cmpint (read.segment.checksum, ==, CHECKSUM_GOOD);
      g_assert_cmpuint (read.ttl, ==, packet.ttl);
      g_assert_cmpuint (read.identification, ==, packet.identification);
      g_assert_cmpint (read.dont_fragment, ==, packet.dont_fragment);
      g_assert_cmpuint (read.ip_header_length + read.tcp_header_length + read.segment.length, ==, length);
    }
  g_assert_cmpuint (fitted, >, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/packet/MUST-2/ipv4-vector", test_ipv4_vector);
  g_test_add_func ("/wire/packet/MUST-2/ipv6-vector", test_ipv6_vector);
  g_test_add_func ("/wire/packet/write-refuses", test_write_refuses);
  g_test_add_func ("/wire/packet/ethernet-padding", test_ethernet_padding);
  g_test_add_func ("/wire/packet/length-zero", test_length_zero);
  g_test_add_func ("/wire/packet/cuts", test_cuts);
  g_test_add_func ("/wire/packet/cut-options", test_cut_options);
  g_test_add_func ("/wire/packet/MUST-3/bad-checksum", test_bad_checksum);
  g_test_add_func ("/wire/packet/ipv4-options", test_ipv4_options);
  g_test_add_func ("/wire/packet/round-trip", test_round_trip);
  return g_test_run ();
}
