/* IPv4 fragments become the packet that was cut, in whatever order and however often they come. */
#include "base/rng.h"
#include "capture-builder.h"
#include "io/fragments.h"
#include "wire/checksum.h"

#include <string.h>

#define TEXT 4000

/* A packet with TEXT octets of TCP text. */
static gsize
build_packet (guint16 identification, guint8 packet[static TEXT + 40])
{
  guint8 text[TEXT];
  struct packet built = { .identification = identification, .ttl = 64 };

  for (gsize i = 0; i < sizeof text; i++)
    text[i] = (guint8) (i * 31 + identification);
  built.segment = (struct segment){ .source = { ip_address_v4 (10, 0, 0, 1), 1 },
                                    .destination = { ip_address_v4 (10, 0, 0, 2), 2 },
                                    .flags = TCP_ACK,
                                    .length = sizeof text,
                                    .text = text };
  return packet_write (&built, packet, TEXT + 40);
}

/* Cuts `length` octets of payload from an offset (a multiple of 8) out of a packet. */
static gsize
cut (const guint8 *packet, gsize packet_length, gsize offset, gsize length, guint8 *fragment)
{
  gboolean more = 20 + offset + length < packet_length;
  gsize total = 20 + length;

  memcpy (fragment, packet, 20);
  memcpy (fragment + 20, packet + 20 + offset, length);
  fragment[2] = (guint8) (total >> 8);
  fragment[3] = (guint8) total;
  fragment[6] = (guint8) ((more ? 0x20 : 0) | (offset / 8) >> 8);
  fragment[7] = (guint8) (offset / 8);
  fragment[10] = fragment[11] = 0;
  guint16 sum = checksum_finish (checksum_add (0, fragment, 20));
  fragment[10] = (guint8) (sum >> 8);
  fragment[11] = (guint8) sum;
  return total;
}

static void
assert_whole (GBytes *whole, const guint8 *packet, gsize length)
{
  g_assert_nonnull (whole);
  g_assert_cmpmem (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), packet, length);
  g_bytes_unref (whole);
}

/* Pieces of random sizes, in random order, some of them twice. */
static void
test_any_order (void)
{
  for (guint64 seed = 1; seed <= 300; seed++)
    {
      struct rng rng;
      struct fragments *fragments = fragments_new ();
      guint8 packet[TEXT + 40], pieces[64][TEXT + 40];
      gsize length = build_packet ((guint16) seed, packet), count = 0;
      rng_seed (&rng, seed);
      for (gsize offset = 0; offset < length - 20;)
        {
          gsize size = (1 + rng_below (&rng, 100)) * 8;
          if (count == 60 || size > length - 20 - offset)
            size = length - 20 - offset;
          cut (packet, length, offset, size, pieces[count++]);
          offset += size;
        }
      for (gsize i = count - 1; i > 0; i--)
        {
          guint8 swap[TEXT + 40];
          gsize other = rng_below (&rng, i + 1);
          memcpy (swap, pieces[i], sizeof swap);
          memcpy (pieces[i], pieces[other], sizeof swap);
          memcpy (pieces[other], swap, sizeof swap);
        }
      for (gsize i = 0; i < count; i++)
        {
          g_assert_true (count == 1 || fragments_concern (pieces[i], sizeof pieces[i]));
          if (i + 1 < count && rng_below (&rng, 3) == 0)
            g_assert_null (fragments_add (fragments, 0, pieces[i]));
          GBytes *whole = fragments_add (fragments, 0, pieces[i]);
          if (i + 1 < count)
            g_assert_null (whole);
          else
            assert_whole (whole, packet, length);
        }
      fragments_free (fragments);
    }
}

/* Overlapping pieces: what came first counts. */
static void
test_overlap (void)
{
  struct fragments *fragments = fragments_new ();
  guint8 packet[TEXT + 40], piece[TEXT + 40];
  gsize length = build_packet (1, packet);

  cut (packet, length, 0, 1600, piece);
  g_assert_null (fragments_add (fragments, 0, piece));
  cut (packet, length, 800, length - 20 - 800, piece);
  memset (piece + 20, 0xee, 800);
  assert_whole (fragments_add (fragments, 0, piece), packet, length);
  fragments_free (fragments);
}

/* Pieces of several packets mixed; one without its last piece is never whole. */
static void
test_several_packets (void)
{
  struct fragments *fragments = fragments_new ();
  guint8 first[TEXT + 40], second[TEXT + 40], piece[TEXT + 40];
  gsize length = build_packet (1, first);
  build_packet (2, second);

  cut (first, length, 0, 2000, piece);
  g_assert_null (fragments_add (fragments, 0, piece));
  cut (second, length, 2000, length - 2020, piece);
  g_assert_null (fragments_add (fragments, 0, piece));
  cut (first, length, 2000, 800, piece);
  g_assert_null (fragments_add (fragments, 0, piece));
  cut (second, length, 0, 2000, piece);
  assert_whole (fragments_add (fragments, 0, piece), second, length);
  fragments_free (fragments);
}

/* Too late, or displaced by others. */
static void
test_given_up (void)
{
  struct fragments *fragments = fragments_new ();
  guint8 packet[TEXT + 40], other[TEXT + 40], piece[TEXT + 40];
  gsize length = build_packet (1, packet);

  cut (packet, length, 0, 2000, piece);
  g_assert_null (fragments_add (fragments, 0, piece));
  cut (packet, length, 2000, length - 2020, piece);
  g_assert_null (fragments_add (fragments, FRAGMENTS_TIME + 1, piece));
  cut (packet, length, 0, 2000, piece);
  assert_whole (fragments_add (fragments, FRAGMENTS_TIME + 1, piece), packet, length);

  g_assert_null (fragments_add (fragments, 0, piece));
  for (guint i = 0; i < FRAGMENTS_MAX; i++)
    {
      build_packet ((guint16) (100 + i), other);
      cut (other, length, 0, 2000, piece);
      g_assert_null (fragments_add (fragments, 0, piece));
    }
  cut (packet, length, 2000, length - 2020, piece);
  g_assert_null (fragments_add (fragments, 0, piece));
  fragments_free (fragments);
}

/* What is no fragment of TCP, or not all there, or ends beyond what a packet can have. */
static void
test_no_concern (void)
{
  guint8 packet[TEXT + 40], piece[TEXT + 40];
  gsize length = build_packet (1, packet);

  g_assert_false (fragments_concern (packet, length));
  gsize total = cut (packet, length, 0, 800, piece);
  g_assert_true (fragments_concern (piece, total));
  g_assert_false (fragments_concern (piece, total - 1));
  g_assert_false (fragments_concern (piece, 19));
  piece[9] = 17;
  g_assert_false (fragments_concern (piece, total));
  piece[9] = 6;
  piece[6] = 0x3f;
  piece[7] = 0xff;
  g_assert_false (fragments_concern (piece, total));
  piece[6] = 0x20;
  piece[7] = 0;
  piece[0] = 0x44;
  g_assert_false (fragments_concern (piece, total));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/fragments/any-order", test_any_order);
  g_test_add_func ("/io/fragments/overlap", test_overlap);
  g_test_add_func ("/io/fragments/several-packets", test_several_packets);
  g_test_add_func ("/io/fragments/given-up", test_given_up);
  g_test_add_func ("/io/fragments/no-concern", test_no_concern);
  return g_test_run ();
}
