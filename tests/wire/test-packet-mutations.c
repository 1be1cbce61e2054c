#include "wire/packet.h"

#include "packet-bench.h"

/* What holds whatever the octets were, so that callers can go by it. */
static void
assert_sound (const guint8 *octets, gsize captured, gsize length, struct wire_fault fault, const struct packet *packet)
{
  const struct segment *segment = &packet->segment;

  captured = MIN (captured, length);
  g_assert_cmpint (fault.kind, >=, WIRE_OK);
  g_assert_cmpint (fault.kind, <=, WIRE_TCP_CHECKSUM);
  g_assert_cmpuint (fault.offset, <=, captured);
  g_assert_cmpuint (segment->options.sack_count, <=, TCP_SACK_BLOCKS_MAX);
  g_assert_cmpuint (segment->options.fast_open_length, <=, TCP_FAST_OPEN_COOKIE_MAX);
  if (fault.kind == WIRE_OK)
    g_assert_cmpuint (packet->tcp_header_length, >, 0);
  if (packet->tcp_header_length == 0)
    {
      g_assert_null (segment->text);
      g_assert_cmpuint (segment->length, ==, 0);
      g_assert_cmpint (segment->checksum, ==, CHECKSUM_UNKNOWN);
      return;
    }

  gsize headers = packet->ip_header_length + packet->tcp_header_length;

  g_assert_cmpuint (packet->tcp_header_length, >=, 20);
  g_assert_cmpuint (packet->tcp_header_length, <=, 60);
  g_assert_cmpuint (headers + segment->length, <=, length);
  g_assert_cmpuint (packet->captured_text, <=, segment->length);
  g_assert_cmpint (segment->text != NULL, ==, packet->captured_text > 0);
  if (segment->text != NULL)
    {
      g_assert_true (segment->text == octets + headers);
      g_assert_cmpuint (headers + packet->captured_text, <=, captured);
    }
  if (segment->checksum != CHECKSUM_UNKNOWN)
    g_assert_cmpuint (packet->captured_text, ==, segment->length);
}

/* A packet of random content, IPv6 ones now and then with extension headers. */
static gsize
random_packet (struct rng *rng, guint8 *octets, gsize size)
{
  static const guint8 extension_types[] = { 0, 43, 44, 51, 60, 135 };
  static const guint8 text[64] = { 1, 2, 3 };
  struct packet packet = { .ttl = 64 };
  gsize length;

  do
    {
      packet.segment = random_segment (rng);
      packet.segment.length = (guint32) rng_below (rng, sizeof text + 1);
      packet.segment.text = text;
      length = packet_write (&packet, octets, size - 64);
    }
  while (length == 0);
  while (packet.segment.source.address.family == IP_V6 && length + 8 <= size && rng_below (rng, 2) == 0)
    {
      memmove (octets + 48, octets + 40, length - 40);
      memset (octets + 40, 0, 8);
      octets[40] = octets[6];
      octets[6] = extension_types[rng_below (rng, sizeof extension_types)];
      length += 8;
      octets_put16 (octets + 4, (guint16) (length - 40));
    }
  return length;
}

static void
mutate (struct rng *rng, guint8 *octets, gsize length)
{
  static const guint8 likely[] = { 0, 1, 2, 3, 4, 8, 0x7f, 0x80, 0xff };

  for (guint64 left = rng_below (rng, 5); left > 0; left--)
    {
      gsize at = rng_below (rng, 3) == 0 ? rng_below (rng, length) : rng_below (rng, MIN (length, 64));

      switch (rng_below (rng, 3))
        {
        case 0:
          octets[at] ^= (guint8) (1 << rng_below (rng, 8));
          break;
        case 1:
          octets[at] = likely[rng_below (rng, sizeof likely)];
          break;
        default:
          octets[at] = (guint8) rng_u32 (rng);
        }
    }
  if (octets[0] >> 4 == 4 && (octets[0] & 15U) * 4 <= length && length >= 20 && rng_below (rng, 4) > 0)
    fix_ipv4_checksum (octets); /* or nearly all would be the same fault */
}

static void
run_mutations (guint64 first, guint64 last, guint *kinds)
{
  for (guint64 seed = first; seed < last; seed++)
    {
      struct rng rng;
      struct packet packet;
      guint8 octets[300];
      gsize length;
      gsize captured;
      guint8 *exact;
      struct wire_fault fault;

      rng_seed (&rng, seed);
      length = random_packet (&rng, octets, sizeof octets);
      mutate (&rng, octets, length);
      captured = rng_below (&rng, 2) == 0 ? length : rng_below (&rng, length + 1);
      if (rng_below (&rng, 4) == 0)
        length = rng_below (&rng, 70000);
      exact = g_memdup2 (octets, captured);
      fault = packet_read (exact, captured, length, &packet);
      assert_sound (exact, captured, length, fault, &packet);
      kinds[fault.kind]++;
      g_free (exact);
    }
}

/* Mutated and cut packets. That each fault of an IP packet comes up shows that the mutations reach every check. */
static void
test_mutations (void)
{
  guint kinds[WIRE_TCP_CHECKSUM + 1] = { 0 };

  run_mutations (0, 100000, kinds);
  for (int kind = WIRE_IP_VERSION; kind < WIRE_TCP_CHECKSUM; kind++)
    {
      g_test_message ("fault %d: %u times", kind, kinds[kind]);
      g_assert_cmpuint (kinds[kind], >, 0);
    }
  g_assert_cmpuint (kinds[WIRE_OK], >, 1000);
}

/* Octets without any order. */
static void
test_noise (void)
{
  for (guint64 seed = 0; seed < 30000; seed++)
    {
      struct rng rng;
      struct packet packet;
      gsize length;
      guint8 *octets;

      rng_seed (&rng, seed);
      length = rng_below (&rng, 120);
      octets = g_malloc (length);
      for (gsize i = 0; i < length; i++)
        octets[i] = (guint8) rng_u32 (&rng);
      if (length > 0)
        octets[0] = (guint8) ((rng_below (&rng, 2) == 0 ? 0x40 : 0x60) | (octets[0] & 15));
      if (length > 9 && rng_below (&rng, 2) == 0)
        octets[octets[0] >> 4 == 4 ? 9 : 6] = 6;
      assert_sound (octets, length, length, packet_read (octets, length, length, &packet), &packet);
      g_free (octets);
    }
}

/* What was read can be written and read again, and is the same. */
static void
test_reading_is_stable (void)
{
  guint written = 0;

  for (guint64 seed = 0; seed < 20000; seed++)
    {
      struct rng rng;
      struct packet packet;
      struct packet again;
      guint8 octets[300];
      guint8 copy[300];
      gsize length;

      rng_seed (&rng, seed);
      length = random_packet (&rng, octets, sizeof octets);
      mutate (&rng, octets, length);
      if (packet_read (octets, length, length, &packet).kind != WIRE_OK)
        continue;
      packet.segment.options.present &= (guint8) ~TCP_OPTION_UNKNOWN;
      length = packet_write (&packet, copy, sizeof copy);
      if (length == 0) /* mutated options can need more padding than there is room for */
        continue;
      written++;
      g_assert_cmpint (packet_read (copy, length, length, &again).kind, ==, WIRE_OK);
      assert_headers_equal (&packet.segment, &again.segment);
      g_assert_cmpint (again.segment.checksum, ==, CHECKSUM_GOOD);
      g_assert_cmpmem (again.segment.text, again.captured_text, packet.segment.text, packet.captured_text);
    }
  g_assert_cmpuint (written, >, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/packet-mutations/mutations", test_mutations);
  g_test_add_func ("/wire/packet-mutations/noise", test_noise);
  g_test_add_func ("/wire/packet-mutations/stable", test_reading_is_stable);
  return g_test_run ();
}
