#include "wire/ethernet.h"

#include "random-segment.h"

static void
test_vector (void)
{
  struct ethernet_header header = { MAC_BROADCAST, { { 2, 0, 0, 0, 0, 1 } }, ETHERNET_ARP };
  struct ethernet_header read;
  guint8 octets[ETHERNET_HEADER_SIZE];

  ethernet_write (&header, octets);
  g_assert_cmpmem (octets, sizeof octets, "\xff\xff\xff\xff\xff\xff\x02\0\0\0\0\x01\x08\x06", 14);
  g_assert_cmpint (ethernet_read (octets, sizeof octets, &read).kind, ==, WIRE_OK);
  g_assert_true (mac_address_equal (&read.destination, &MAC_BROADCAST));
  g_assert_true (mac_address_equal (&read.source, &header.source));
  g_assert_false (mac_address_equal (&read.source, &read.destination));
  g_assert_cmphex (read.type, ==, ETHERNET_ARP);
}

static void
test_short (void)
{
  guint8 octets[ETHERNET_HEADER_SIZE] = { 0 };
  struct ethernet_header read;

  for (gsize length = 0; length < ETHERNET_HEADER_SIZE; length++)
    {
      guint8 *exact = g_memdup2 (octets, length);
      struct wire_fault fault = ethernet_read (exact, length, &read);

      g_assert_cmpint (fault.kind, ==, WIRE_ETHERNET_SHORT);
      g_assert_cmpuint (fault.value, ==, length);
      g_assert_cmpuint (fault.limit, ==, ETHERNET_HEADER_SIZE);
      g_free (exact);
    }
}

static void
test_round_trip (void)
{
  struct rng rng;
  guint8 octets[ETHERNET_HEADER_SIZE];
  guint8 again[ETHERNET_HEADER_SIZE];
  struct ethernet_header header;

  rng_seed (&rng, 894);
  for (int round = 0; round < 200; round++)
    {
      for (gsize i = 0; i < sizeof octets; i++)
        octets[i] = (guint8) rng_u32 (&rng);
      g_assert_cmpint (ethernet_read (octets, sizeof octets, &header).kind, ==, WIRE_OK);
      ethernet_write (&header, again);
      g_assert_cmpmem (octets, sizeof octets, again, sizeof again);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/ethernet/vector", test_vector);
  g_test_add_func ("/wire/ethernet/short", test_short);
  g_test_add_func ("/wire/ethernet/round-trip", test_round_trip);
  return g_test_run ();
}
