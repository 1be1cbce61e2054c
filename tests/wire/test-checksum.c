#include "wire/checksum.h"

#include "random-segment.h"

/* The example of RFC 1071 §3: the sum is ddf2. */
static void
test_rfc_1071 (void)
{
  static const guint8 octets[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 };

  g_assert_cmphex (checksum_finish (checksum_add (0, octets, sizeof octets)), ==, 0x220d);
}

static void
test_small (void)
{
  static const guint8 ones[] = { 0xff, 0xff, 0xff, 0xff };

  g_assert_cmphex (checksum_finish (0), ==, 0xffff);
  g_assert_cmphex (checksum_finish (checksum_add (0, NULL, 0)), ==, 0xffff);
  g_assert_cmphex (checksum_finish (checksum_add (0, ones, 4)), ==, 0);
  g_assert_cmphex (checksum_finish (checksum_add (0, "\x12", 1)), ==, 0xedff); /* as 12 00 */
  g_assert_cmphex (checksum_finish (checksum_add (0, "\x12\x34\x56", 3)), ==, 0xffff - (0x1234 + 0x5600));
  g_assert_cmphex (checksum_finish (checksum_add (UINT32_MAX, ones, 4)), ==, 0);
}

/* The definition, word by word. */
static guint16
plain_checksum (const guint8 *octets, gsize length)
{
  guint32 sum = 0;

  for (gsize i = 0; i < length; i += 2)
    {
      sum += (guint32) octets[i] << 8 | (i + 1 < length ? octets[i + 1] : 0);
      if (sum > 0xffff)
        sum -= 0xffff;
    }
  return (guint16) ~sum;
}

static void
test_against_definition (void)
{
  struct rng rng;
  guint8 octets[300];

  rng_seed (&rng, 1071);
  for (int round = 0; round < 2000; round++)
    {
      gsize length = rng_below (&rng, sizeof octets + 1);
      gsize split = rng_below (&rng, length / 2 + 1) * 2;
      guint32 sum;

      for (gsize i = 0; i < length; i++)
        octets[i] = rng_below (&rng, 2) == 0 ? 0xff : (guint8) rng_u32 (&rng);
      sum = checksum_add (0, octets, length);
      g_assert_cmphex (checksum_finish (sum), ==, plain_checksum (octets, length));
      sum = checksum_add (checksum_add (0, octets, split), octets + split, length - split);
      g_assert_cmphex (checksum_finish (sum), ==, plain_checksum (octets, length));
    }
}

static void
test_large (void)
{
  const gsize length = 1 << 20;
  guint8 *octets = g_malloc (length);

  memset (octets, 0xff, length);
  octets[length - 1] = 0xfe;
  g_assert_cmphex (checksum_finish (checksum_add (0, octets, length)), ==, plain_checksum (octets, length));
  g_free (octets);
}

/* The pseudo-header written out as octets, IPv4 as in RFC 9293 §3.1 and IPv6 as in RFC 8200 §8.1. */
static void
test_pseudo_header (void)
{
  guint8 octets[40];
  struct ip_address source;
  struct ip_address destination;
  gsize length = octets_from_hex ("c0000201 c6336407 00 06 0028", octets, sizeof octets);

  ip_address_parse ("192.0.2.1", &source);
  ip_address_parse ("198.51.100.7", &destination);
  g_assert_cmphex (checksum_finish (checksum_pseudo_header (&source, &destination, 6, 40)), ==,
                   plain_checksum (octets, length));

  length = octets_from_hex ("20010db8000000000000000000000001 20010db8000000010000000000000002 00012345 00000006",
                            octets, sizeof octets);
  ip_address_parse ("2001:db8::1", &source);
  ip_address_parse ("2001:db8:0:1::2", &destination);
  g_assert_cmphex (checksum_finish (checksum_pseudo_header (&source, &destination, 6, 0x12345)), ==,
                   plain_checksum (octets, length));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/checksum/rfc-1071", test_rfc_1071);
  g_test_add_func ("/wire/checksum/small", test_small);
  g_test_add_func ("/wire/checksum/against-definition", test_against_definition);
  g_test_add_func ("/wire/checksum/large", test_large);
  g_test_add_func ("/wire/checksum/pseudo-header", test_pseudo_header);
  return g_test_run ();
}
