/* Neighbour solicitations and advertisements: octets as RFC 4861 draws them, and everything that a host must refuse. */
#include "wire/neighbour.h"

#include "wire/checksum.h"
#include "wire/octets.h"

#include "random-segment.h"

/* Their checksums were computed by another program. */
static const char solicitation_hex[]
    = "60000000 00203aff 20010db8000000000000000000000001 ff0200000000000000000001ff000002"
      "87001c1e 00000000 20010db8000000000000000000000002 0101 02000000000a";
static const char advertisement_hex[]
    = "60000000 00203aff 20010db8000000000000000000000002 20010db8000000000000000000000001"
      "88008a68 60000000 20010db8000000000000000000000002 0201 02000000000b";

static struct ip_address
address (const char *text)
{
  struct ip_address read;

  g_assert_true (ip_address_parse (text, &read));
  return read;
}

static struct neighbour_message
solicitation (void)
{
  return (struct neighbour_message){
    .type = NEIGHBOUR_SOLICITATION,
    .source = address ("2001:db8::1"),
    .destination = address ("ff02::1:ff00:2"),
    .target = address ("2001:db8::2"),
    .has_mac = true,
    .mac = { { 2, 0, 0, 0, 0, 0x0a } },
  };
}

static struct neighbour_message
advertisement (void)
{
  return (struct neighbour_message){
    .type = NEIGHBOUR_ADVERTISEMENT,
    .source = address ("2001:db8::2"),
    .destination = address ("2001:db8::1"),
    .target = address ("2001:db8::2"),
    .solicited = true,
    .replaces = true,
    .has_mac = true,
    .mac = { { 2, 0, 0, 0, 0, 0x0b } },
  };
}

static void
assert_same (const struct neighbour_message *a, const struct neighbour_message *b)
{
  g_assert_cmpuint (a->type, ==, b->type);
  g_assert_true (ip_address_equal (&a->source, &b->source));
  g_assert_true (ip_address_equal (&a->destination, &b->destination));
  g_assert_true (ip_address_equal (&a->target, &b->target));
  g_assert_cmpint (a->router, ==, b->router);
  g_assert_cmpint (a->solicited, ==, b->solicited);
  g_assert_cmpint (a->replaces, ==, b->replaces);
  g_assert_cmpint (a->has_mac, ==, b->has_mac);
  g_assert_cmpmem (a->mac.octets, 6, b->mac.octets, 6);
}

static void
assert_vector (const struct neighbour_message *message, const char *hex)
{
  guint8 expected[NEIGHBOUR_PACKET_SIZE], octets[NEIGHBOUR_PACKET_SIZE];
  struct neighbour_message read;
  gsize length = octets_from_hex (hex, expected, sizeof expected);

  g_assert_cmpuint (neighbour_write (message, octets), ==, length);
  g_assert_cmpmem (octets, length, expected, length);
  g_assert_cmpint (neighbour_read (expected, length, &read).kind, ==, WIRE_OK);
  assert_same (&read, message);
}

static void
test_vectors (void)
{
  struct neighbour_message question = solicitation (), answer = advertisement ();

  assert_vector (&question, solicitation_hex);
  assert_vector (&answer, advertisement_hex);
}

/* RFC 4291 §2.7.1 has this very example; the Ethernet address is that of RFC 2464 §7. */
static void
test_groups (void)
{
  struct ip_address one = address ("4037::1:800:200e:8c6c"), all = ip_address_all_nodes ();
  struct ip_address group = ip_address_solicited_node (&one);
  char text[IP_ADDRESS_TEXT_SIZE];

  g_assert_cmpstr (ip_address_format (&group, text), ==, "ff02::1:ff0e:8c6c");
  const struct mac_address expected = { { 0x33, 0x33, 0xff, 0x0e, 0x8c, 0x6c } }, found = mac_address_of_group (&group);
  g_assert_cmpmem (found.octets, 6, expected.octets, 6);
  g_assert_cmpstr (ip_address_format (&all, text), ==, "ff02::1");
}

static struct neighbour_message
random_message (struct rng *rng)
{
  struct neighbour_message message = {
    .type = rng_below (rng, 2) == 0 ? NEIGHBOUR_SOLICITATION : NEIGHBOUR_ADVERTISEMENT,
    .source = random_address (rng, IP_V6),
    .destination = random_address (rng, IP_V6),
    .target = random_address (rng, IP_V6),
    .has_mac = rng_below (rng, 2) == 0,
  };

  message.source.octets[0] = message.destination.octets[0] = 0x20;
  message.target.octets[0] = 0x20;
  if (message.type == NEIGHBOUR_ADVERTISEMENT)
    {
      message.router = rng_below (rng, 2) == 0;
      message.solicited = rng_below (rng, 2) == 0;
      message.replaces = rng_below (rng, 2) == 0;
    }
  for (guint i = 0; message.has_mac && i < 6; i++)
    message.mac.octets[i] = (guint8) rng_u32 (rng);
  return message;
}

/* What is written is read the same, whatever padding follows; and no single changed bit that the checksum or the hop
 * limit covers passes unseen. */
static void
test_random (void)
{
  struct rng rng;

  rng_seed (&rng, 1);
  for (guint i = 0; i < 2000; i++)
    {
      struct neighbour_message message = random_message (&rng), read;
      guint8 octets[NEIGHBOUR_PACKET_SIZE + 20];
      gsize length = neighbour_write (&message, octets);
      guint bit = (guint) rng_below (&rng, length * 8);

      g_assert_cmpint (neighbour_read (octets, length + rng_below (&rng, 20), &read).kind, ==, WIRE_OK);
      assert_same (&read, &message);
      octets[bit / 8] ^= (guint8) (1 << bit % 8);
      gboolean is_label = bit < 4 || (bit >= 8 && bit < 32); /* traffic class and flow label: nobody checks them */
      g_assert_cmpint (neighbour_read (octets, length, &read).kind == WIRE_OK, ==, is_label);
    }
}

/* However few octets there are, none beyond them is read. */
static void
test_short (void)
{
  guint8 octets[NEIGHBOUR_PACKET_SIZE];
  struct neighbour_message read;
  gsize length = octets_from_hex (solicitation_hex, octets, sizeof octets);

  for (gsize there = 0; there < length; there++)
    {
      g_autofree guint8 *exact = g_memdup2 (octets, there);
      struct wire_fault fault = neighbour_read (exact, there, &read);

      g_assert_cmpint (fault.kind, ==, WIRE_IPV6_SHORT);
      g_assert_cmpuint (fault.value, ==, there);
    }
}

/* Random octets behind an IPv6 header that speaks of ICMPv6: nothing bad happens. */
static void
test_noise (void)
{
  struct rng rng;

  rng_seed (&rng, 2);
  for (guint i = 0; i < 20000; i++)
    {
      gsize length = rng_below (&rng, 140);
      g_autofree guint8 *octets = g_malloc (length + 1);
      struct neighbour_message read;

      for (gsize at = 0; at < length; at++)
        octets[at] = (guint8) rng_u32 (&rng);
      if (length > 41)
        {
          octets[0] = 0x60;
          octets[4] = 0;
          octets[5] = (guint8) rng_below (&rng, length - 39);
          octets[6] = 58;
          octets[7] = 255;
          octets[40] = (guint8) (135 + rng_below (&rng, 2));
        }
      g_autofree guint8 *exact = g_memdup2 (octets, MAX (length, 1));
      neighbour_read (exact, length, &read);
    }
}

/* --- what RFC 4861 §7.1.1 and §7.1.2 tell a host to refuse --- */

static void
fix_checksum (guint8 *octets)
{
  struct ip_address source = { .family = IP_V6 }, destination = { .family = IP_V6 };
  guint16 length = octets_get16 (octets + 4);

  memcpy (source.octets, octets + 8, 16);
  memcpy (destination.octets, octets + 24, 16);
  octets_put16 (octets + 42, 0);
  guint32 sum = checksum_pseudo_header (&source, &destination, 58, length);
  octets_put16 (octets + 42, checksum_finish (checksum_add (sum, octets + 40, length)));
}

/* Puts a value at a place of a message, gives it a right checksum again, and expects this fault. */
static void
assert_refused (const char *hex, gsize at, guint8 value, enum wire_fault_kind kind, gsize offset)
{
  guint8 octets[NEIGHBOUR_PACKET_SIZE];
  struct neighbour_message read;
  gsize length = octets_from_hex (hex, octets, sizeof octets);

  octets[at] = value;
  fix_checksum (octets);
  struct wire_fault fault = neighbour_read (octets, length, &read);
  g_assert_cmpint (fault.kind, ==, kind);
  g_assert_cmpuint (fault.offset, ==, offset);
}

static void
test_refused (void)
{
  assert_refused (solicitation_hex, 0, 0x40, WIRE_IP_VERSION, 0);
  assert_refused (solicitation_hex, 6, 6, WIRE_NOT_NEIGHBOUR, 6);
  assert_refused (solicitation_hex, 40, 133, WIRE_NOT_NEIGHBOUR, 40); /* a router solicitation */
  assert_refused (solicitation_hex, 40, 143, WIRE_NOT_NEIGHBOUR, 40); /* a multicast listener report */
  assert_refused (solicitation_hex, 7, 254, WIRE_NEIGHBOUR_HOP_LIMIT, 7);
  assert_refused (solicitation_hex, 41, 1, WIRE_NEIGHBOUR_CODE, 41);
  assert_refused (solicitation_hex, 5, 23, WIRE_NEIGHBOUR_SHORT, 40);
  assert_refused (solicitation_hex, 5, 25, WIRE_NEIGHBOUR_OPTION, 64); /* half an option */
  assert_refused (solicitation_hex, 65, 0, WIRE_NEIGHBOUR_OPTION, 64);
  assert_refused (solicitation_hex, 65, 2, WIRE_NEIGHBOUR_OPTION, 64);
  assert_refused (solicitation_hex, 48, 0xff, WIRE_NEIGHBOUR_ADDRESS, 48); /* nobody has a group's address */
  assert_refused (solicitation_hex, 8, 0xff, WIRE_NEIGHBOUR_ADDRESS, 8);
  assert_refused (advertisement_hex, 24, 0xff, WIRE_NEIGHBOUR_ADDRESS, 24); /* solicited, but to a group */
  assert_refused (advertisement_hex, 5, 0, WIRE_NEIGHBOUR_SHORT, 40);

  guint8 octets[NEIGHBOUR_PACKET_SIZE];
  struct neighbour_message read;
  octets_from_hex (advertisement_hex, octets, sizeof octets);
  octets[71] ^= 1;
  struct wire_fault fault = neighbour_read (octets, sizeof octets, &read);
  g_assert_cmpint (fault.kind, ==, WIRE_NEIGHBOUR_CHECKSUM);
  g_assert_cmpuint (fault.offset, ==, 42);
}

/* Somebody asks whether an address is free: to the right group only, and without the option. */
static void
test_duplicate_detection (void)
{
  struct neighbour_message question = solicitation (), read;
  guint8 octets[NEIGHBOUR_PACKET_SIZE];

  question.source = (struct ip_address){ .family = IP_V6 };
  gsize length = neighbour_write (&question, octets);
  g_assert_cmpint (neighbour_read (octets, length, &read).kind, ==, WIRE_NEIGHBOUR_ADDRESS);

  question.has_mac = false;
  length = neighbour_write (&question, octets);
  g_assert_cmpuint (length, ==, 64);
  g_assert_cmpint (neighbour_read (octets, length, &read).kind, ==, WIRE_OK);

  question.destination = question.target;
  length = neighbour_write (&question, octets);
  g_assert_cmpint (neighbour_read (octets, length, &read).kind, ==, WIRE_NEIGHBOUR_ADDRESS);
}

/* Options of other kinds stand before and behind; one in the other message's place says nothing. */
static void
test_other_options (void)
{
  guint8 octets[NEIGHBOUR_PACKET_SIZE + 16];
  struct neighbour_message read;

  octets_from_hex (solicitation_hex, octets, sizeof octets);
  memmove (octets + 72, octets + 64, 8); /* behind a nonce (RFC 3971), before what nobody knows */
  memcpy (octets + 64, (guint8[]){ 14, 1, 1, 2, 3, 4, 5, 6 }, 8);
  memcpy (octets + 80, (guint8[]){ 253, 1, 1, 2, 3, 4, 5, 6 }, 8);
  octets[5] = 24 + 24;
  fix_checksum (octets);
  g_assert_cmpint (neighbour_read (octets, 88, &read).kind, ==, WIRE_OK);
  g_assert_true (read.has_mac);
  g_assert_cmpuint (read.mac.octets[5], ==, 0x0a);

  octets[72] = 2;
  fix_checksum (octets);
  g_assert_cmpint (neighbour_read (octets, 88, &read).kind, ==, WIRE_OK);
  g_assert_false (read.has_mac);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/neighbour/vectors", test_vectors);
  g_test_add_func ("/wire/neighbour/groups", test_groups);
  g_test_add_func ("/wire/neighbour/random", test_random);
  g_test_add_func ("/wire/neighbour/short", test_short);
  g_test_add_func ("/wire/neighbour/noise", test_noise);
  g_test_add_func ("/wire/neighbour/refused", test_refused);
  g_test_add_func ("/wire/neighbour/duplicate-detection", test_duplicate_detection);
  g_test_add_func ("/wire/neighbour/other-options", test_other_options);
  return g_test_run ();
}
