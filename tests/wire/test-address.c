#include "wire/address.h"

#include "random-segment.h"

/* A text that is read and the text that is written for it: the rules of RFC 5952 one by one. */
static const struct
{
  const char *read;
  const char *written;
} addresses[] = {
  { "10.0.0.1", "10.0.0.1" },
  { "0.0.0.0", "0.0.0.0" },
  { "255.255.255.255", "255.255.255.255" },
  { "::", "::" },
  { "::1", "::1" },
  { "1::", "1::" },
  { "2001:db8::1", "2001:db8::1" },
  { "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1" },
  { "2001:DB8::AbCd", "2001:db8::abcd" },
  { "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" }, /* §4.2.2: one group is not shortened */
  { "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
  { "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },       /* §4.2.3: the longest run */
  { "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" }, /* §4.2.3: the first of equal runs */
  { "0:0:1:2:3:4:0:0", "::1:2:3:4:0:0" },
  { "1:2:3:4:5:6:0:0", "1:2:3:4:5:6::" },
  { "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
  { "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8" },
  { "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
  { "::ffff:192.0.2.1", "::ffff:192.0.2.1" }, /* §5 */
  { "::ffff:c000:201", "::ffff:192.0.2.1" },
  { "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
  { "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304" },
  { "::1.2.3.4", "::102:304" },
  { "fe80::", "fe80::" },
};

static const char *const no_addresses[] = {
  "",
  " ",
  "1",
  "1.2.3",
  "1.2.3.4.5",
  "1.2.3.256",
  "1.2.3.4 ",
  " 1.2.3.4",
  "01.2.3.4",
  "1..3.4",
  "1.2.3.-4",
  "1.2.3.4/8",
  "a.b.c.d",
  ":",
  ":::",
  "1:",
  ":1",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "::1:2:3:4:5:6:7:8",
  "1:2:3:4::5:6:7:8",
  "12345::",
  "g::",
  "::1%eth0",
  "[::1]",
  "1:2:3:4:5:6:7:1.2.3.4",
  "::1.2.3",
  "::1.2.3.4:5",
  "1::2:",
  "999999999999.1.1.1",
};

static void
test_text (void)
{
  struct ip_address address;
  struct ip_address again;
  char buffer[IP_ADDRESS_TEXT_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_test_message ("%s", addresses[i].read);
      g_assert_true (ip_address_parse (addresses[i].read, &address));
      g_assert_true (ip_address_format (&address, buffer) == buffer);
      g_assert_cmpstr (buffer, ==, addresses[i].written);
      g_assert_true (ip_address_parse (buffer, &again));
      g_assert_true (ip_address_equal (&address, &again));
    }
}

static void
test_octets (void)
{
  struct ip_address address;
  struct ip_address v4 = ip_address_v4 (192, 0, 2, 33);

  g_assert_true (ip_address_parse ("192.0.2.33", &address));
  g_assert_cmpuint (address.family, ==, IP_V4);
  g_assert_true (ip_address_equal (&address, &v4));
  g_assert_true (ip_address_parse ("2001:db8::1:203", &address));
  g_assert_cmpuint (address.family, ==, IP_V6);
  g_assert_cmpmem (address.octets, 16, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\x01\x02\x03", 16);
}

static void
test_no_addresses (void)
{
  struct ip_address address;

  for (gsize i = 0; i < G_N_ELEMENTS (no_addresses); i++)
    {
      g_test_message ("'%s'", no_addresses[i]);
      g_assert_false (ip_address_parse (no_addresses[i], &address));
      g_assert_cmpuint (address.family, ==, IP_NONE);
    }
}

static void
test_nothing (void)
{
  struct endpoint none = { 0 };
  char buffer[ENDPOINT_TEXT_SIZE];

  g_assert_cmpstr (ip_address_format (&none.address, buffer), ==, "*");
  g_assert_cmpstr (endpoint_format (&none, buffer), ==, "*:0");
}

static void
test_endpoint (void)
{
  static const char *const good[] = { "10.0.0.1:80", "[2001:db8::1]:80", "[::]:0", "0.0.0.0:65535" };
  static const char *const bad[] = {
    "",
    "10.0.0.1",
    "10.0.0.1:",
    "10.0.0.1:65536",
    "10.0.0.1:80 ",
    "10.0.0.1:080",
    "::1:80",
    "[::1]",
    "[::1]80",
    "[::1]:",
    "[10.0.0.1]:80",
    "[::1:80",
    "[]:80",
    ":80",
    "*:80",
    "10.0.0.1:-1",
    "[1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa]:80",
  };
  struct endpoint endpoint;
  char buffer[ENDPOINT_TEXT_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (endpoint_parse (good[i], &endpoint));
      g_assert_true (endpoint_format (&endpoint, buffer) == buffer);
      g_assert_cmpstr (buffer, ==, good[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("'%s'", bad[i]);
      g_assert_false (endpoint_parse (bad[i], &endpoint));
      g_assert_cmpuint (endpoint.address.family, ==, IP_NONE);
      g_assert_cmpuint (endpoint.port, ==, 0);
    }
}

static void
test_longest_texts_fit (void)
{
  struct endpoint endpoint = { { .family = IP_V6 }, 65535 };
  char buffer[ENDPOINT_TEXT_SIZE];

  memset (endpoint.address.octets, 0xff, 16);
  g_assert_cmpstr (endpoint_format (&endpoint, buffer), ==, "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535");
}

static void
test_round_trip (void)
{
  struct rng rng;
  struct endpoint read;
  char buffer[ENDPOINT_TEXT_SIZE];

  rng_seed (&rng, 5952);
  for (int i = 0; i < 5000; i++)
    {
      struct segment segment = random_segment (&rng);

      g_assert_true (endpoint_parse (endpoint_format (&segment.source, buffer), &read));
      g_assert_true (endpoint_equal (&segment.source, &read));
      read.port++;
      g_assert_false (endpoint_equal (&segment.source, &read));
      read = segment.source;
      read.address.octets[3] ^= 1;
      g_assert_false (endpoint_equal (&segment.source, &read));
    }
}

static void
test_invalid_peers (void)
{
  static const char *const invalid[]
      = { "0.0.0.0", "255.255.255.255", "224.0.0.1", "239.255.255.255", "::", "ff02::1", "ff00::" };
  static const char *const valid[]
      = { "10.0.0.1", "127.0.0.1", "223.255.255.255", "240.0.0.1", "::1", "fe80::1", "2001:db8::ff" };
  struct ip_address address = { 0 };

  g_assert_true (ip_address_is_invalid_peer (&address));
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_assert_true (ip_address_parse (invalid[i], &address));
      g_assert_true (ip_address_is_invalid_peer (&address));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_assert_true (ip_address_parse (valid[i], &address));
      g_assert_false (ip_address_is_invalid_peer (&address));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/address/text", test_text);
  g_test_add_func ("/wire/address/octets", test_octets);
  g_test_add_func ("/wire/address/no-addresses", test_no_addresses);
  g_test_add_func ("/wire/address/nothing", test_nothing);
  g_test_add_func ("/wire/address/endpoint", test_endpoint);
  g_test_add_func ("/wire/address/longest", test_longest_texts_fit);
  g_test_add_func ("/wire/address/round-trip", test_round_trip);
  g_test_add_func ("/wire/address/invalid-peers", test_invalid_peers);
  return g_test_run ();
}
