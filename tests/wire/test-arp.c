#include "wire/arp.h"

#include "wire/ethernet.h"

#include "random-segment.h"

static const char request[] = "0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002";

static void
test_vector (void)
{
  struct arp_message message = {
    .operation = ARP_REQUEST,
    .sender_mac = { { 2, 0, 0, 0, 0, 1 } },
    .sender = ip_address_v4 (10, 0, 0, 1),
    .target = ip_address_v4 (10, 0, 0, 2),
  };
  struct arp_message read;
  guint8 expected[ARP_SIZE];
  guint8 octets[ARP_SIZE];

  g_assert_cmpuint (octets_from_hex (request, expected, sizeof expected), ==, ARP_SIZE);
  arp_write (&message, octets);
  g_assert_cmpmem (octets, sizeof octets, expected, sizeof expected);
  g_assert_cmpint (arp_read (octets, sizeof octets, &read).kind, ==, WIRE_OK);
  g_assert_cmpuint (read.operation, ==, ARP_REQUEST);
  g_assert_true (mac_address_equal (&read.sender_mac, &message.sender_mac));
  g_assert_true (mac_address_equal (&read.target_mac, &message.target_mac));
  g_assert_true (ip_address_equal (&read.sender, &message.sender));
  g_assert_true (ip_address_equal (&read.target, &message.target));
}

static void
test_padding (void)
{
  guint8 octets[46] = { 0 }; /* the least payload of an Ethernet frame */
  struct arp_message read;

  octets_from_hex (request, octets, sizeof octets);
  g_assert_cmpint (arp_read (octets, sizeof octets, &read).kind, ==, WIRE_OK);
}

static void
test_short (void)
{
  guint8 octets[ARP_SIZE];
  struct arp_message read;

  octets_from_hex (request, octets, sizeof octets);
  for (gsize length = 0; length < ARP_SIZE; length++)
    {
      guint8 *exact = g_memdup2 (octets, length);
      struct wire_fault fault = arp_read (exact, length, &read);

      g_assert_cmpint (fault.kind, ==, WIRE_ARP_SHORT);
      g_assert_cmpuint (fault.value, ==, length);
      g_assert_cmpuint (fault.limit, ==, ARP_SIZE);
      g_free (exact);
    }
}

static void
test_format (void)
{
  static const gsize offsets[] = { 0, 1, 2, 3, 4, 5 };
  struct arp_message read;

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      guint8 octets[ARP_SIZE];
      struct wire_fault fault;

      octets_from_hex (request, octets, sizeof octets);
      octets[offsets[i]] ^= 0x40;
      fault = arp_read (octets, sizeof octets, &read);
      g_assert_cmpint (fault.kind, ==, WIRE_ARP_FORMAT);
      g_assert_cmpuint (fault.offset, ==, i < 4 ? i / 2 * 2 : i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/arp/vector", test_vector);
  g_test_add_func ("/wire/arp/padding", test_padding);
  g_test_add_func ("/wire/arp/short", test_short);
  g_test_add_func ("/wire/arp/format", test_format);
  return g_test_run ();
}
