#include "explain/fault.h"

#include <glib.h>
#include <string.h>

static void
assert_sentence (enum wire_fault_kind kind, uint32_t value, uint32_t limit, size_t offset, const char *expected)
{
  struct wire_fault fault = { kind, value, limit, offset };
  g_autofree char *sentence = explain_fault (&fault);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_sentences (void)
{
  assert_sentence (WIRE_OK, 0, 0, 0, "");
  assert_sentence (WIRE_IPV4_HEADER_LENGTH, 12, 20, 14, "IPv4 header length 12 is below 20 (offset 14).");
  assert_sentence (WIRE_ETHERNET_SHORT, 9, 14, 9,
                   "The frame ends after 9 octets; an Ethernet header needs 14 (offset 9).");
  assert_sentence (WIRE_IP_VERSION, 5, 0, 0, "IP version 5 is neither 4 nor 6 (offset 0).");
  assert_sentence (WIRE_IPV4_CHECKSUM, 0x12ab, 0x00ff, 10,
                   "The IPv4 header checksum is 0x12ab and should be 0x00ff (offset 10).");
  assert_sentence (WIRE_NOT_TCP, 17, 0, 9, "The packet carries protocol 17, which is not TCP (offset 9).");
  assert_sentence (WIRE_TCP_OPTION_LENGTH, 2, 0, 41,
                   "TCP option 2 claims a length of 0 octets, which cannot be (offset 41).");
}

/* A data offset can be too small or too large. */
static void
test_data_offset (void)
{
  assert_sentence (WIRE_TCP_DATA_OFFSET, 16, 20, 32, "TCP header length 16 is below 20 (offset 32).");
  assert_sentence (WIRE_TCP_DATA_OFFSET, 60, 24, 32,
                   "TCP header length 60 goes past the end of the packet, which has 24 octets of TCP (offset 32).");
}

/* Every kind up to the last has a whole sentence. */
static void
test_complete (void)
{
  for (int kind = WIRE_OK + 1; kind <= WIRE_ICMP_NO_QUOTE; kind++)
    {
      struct wire_fault fault = { kind, 1, 2, 3 };
      g_autofree char *sentence = explain_fault (&fault);

      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_nonnull (strstr (sentence, "offset 3"));
      g_assert_null (strchr (sentence, '{'));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/fault/sentences", test_sentences);
  g_test_add_func ("/explain/fault/data-offset", test_data_offset);
  g_test_add_func ("/explain/fault/complete", test_complete);
  return g_test_run ();
}
