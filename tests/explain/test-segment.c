#include "explain/segment.h"
#include "wire/packet.h"
#include "wire/segment-text.h"

#include <glib.h>
#include <string.h>

static size_t
write_packet (const char *text, const char *source, const char *destination, uint8_t *octets, size_t size)
{
  struct packet packet = { .identification = 0x1234, .ttl = 64, .dont_fragment = true };
  size_t length;

  g_assert_cmpstr (segment_parse (text, 0, 0, &packet.segment), ==, NULL);
  g_assert_true (endpoint_parse (source, &packet.segment.source));
  g_assert_true (endpoint_parse (destination, &packet.segment.destination));
  if (packet.segment.length > 0)
    packet.segment.text = (const uint8_t *) "0123456789";
  length = packet_write (&packet, octets, size);
  g_assert_cmpuint (length, >, 0);
  return length;
}

static const struct segment_row *
find (GPtrArray *rows, enum segment_part part, const char *name)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const struct segment_row *row = rows->pdata[i];

      if (row->part == part && g_str_equal (row->name, name))
        return row;
    }
  return NULL;
}

static void
assert_row (GPtrArray *rows, enum segment_part part, const char *name, const char *value, unsigned octet, unsigned bit,
            unsigned bits)
{
  const struct segment_row *row = find (rows, part, name);

  if (row == NULL)
    g_error ("there is no row %s", name);
  g_assert_cmpstr (row->value, ==, value);
  g_assert_cmpuint (row->octet, ==, octet);
  g_assert_cmpuint (row->bit, ==, bit);
  g_assert_cmpuint (row->bits, ==, bits);
  g_assert_cmpuint (row->octets, ==, (bit + bits + 7) / 8);
  g_assert_false (row->wrong);
}

static void
test_syn (void)
{
  uint8_t octets[100];
  size_t length = write_packet ("S 100:100(0) win 8000 <mss 1000>", "10.0.0.1:40001", "10.0.0.2:80", octets, 100);
  g_autoptr (GPtrArray) rows = explain_segment_rows (octets, length);

  g_assert_cmpuint (length, ==, 44);
  assert_row (rows, SEGMENT_PART_IP, "Version", "4", 0, 0, 4);
  assert_row (rows, SEGMENT_PART_IP, "Header length", "20", 0, 4, 4);
  assert_row (rows, SEGMENT_PART_IP, "Total length", "44", 2, 0, 16);
  assert_row (rows, SEGMENT_PART_IP, "Identification", "0x1234", 4, 0, 16);
  assert_row (rows, SEGMENT_PART_IP, "Flags", "DF", 6, 0, 3);
  assert_row (rows, SEGMENT_PART_IP, "Fragment offset", "0", 6, 3, 13);
  assert_row (rows, SEGMENT_PART_IP, "Time to live", "64", 8, 0, 8);
  assert_row (rows, SEGMENT_PART_IP, "Protocol", "6 (TCP)", 9, 0, 8);
  assert_row (rows, SEGMENT_PART_IP, "Source address", "10.0.0.1", 12, 0, 32);
  assert_row (rows, SEGMENT_PART_IP, "Destination address", "10.0.0.2", 16, 0, 32);
  assert_row (rows, SEGMENT_PART_TCP, "Source port", "40001", 20, 0, 16);
  assert_row (rows, SEGMENT_PART_TCP, "Destination port", "80", 22, 0, 16);
  assert_row (rows, SEGMENT_PART_TCP, "Sequence number", "100", 24, 0, 32);
  assert_row (rows, SEGMENT_PART_TCP, "Data offset", "24", 32, 0, 4);
  assert_row (rows, SEGMENT_PART_TCP, "Control bits", "SYN", 33, 0, 8);
  assert_row (rows, SEGMENT_PART_TCP, "Window", "8000", 34, 0, 16);
  assert_row (rows, SEGMENT_PART_OPTIONS, "Maximum segment size", "1000", 40, 0, 32);
  g_assert_cmpstr (find (rows, SEGMENT_PART_TCP, "Acknowledgment number")->note, ==, "not used: ACK is not set");
  g_assert_cmpstr (find (rows, SEGMENT_PART_TCP, "Checksum")->note, ==, "correct");
  g_assert_cmpstr (find (rows, SEGMENT_PART_IP, "Header checksum")->note, ==, "correct");
  g_assert_null (find (rows, SEGMENT_PART_TEXT, "Data"));
}

/* The rows cover every bit of the packet once, in order. */
static void
test_cover (void)
{
  uint8_t octets[100];
  size_t length
      = write_packet ("P. 100:110(10) ack 301 win 8000 <TS val 7 ecr 9>", "10.0.0.1:40001", "10.0.0.2:80", octets, 100);
  g_autoptr (GPtrArray) rows = explain_segment_rows (octets, length);
  unsigned next = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const struct segment_row *row = rows->pdata[i];

      g_assert_cmpuint (row->octet * 8 + row->bit, ==, next);
      next += row->bits;
    }
  g_assert_cmpuint (next, ==, length * 8);
  assert_row (rows, SEGMENT_PART_TEXT, "Data", "10 octets", (unsigned) length - 10, 0, 80);
  assert_row (rows, SEGMENT_PART_OPTIONS, "Timestamps", "value 7, echo 9",
              find (rows, SEGMENT_PART_OPTIONS, "Timestamps")->octet, 0, 80);
}

static void
test_ipv6 (void)
{
  uint8_t octets[120];
  size_t length
      = write_packet ("F. 601:601(0) ack 112 win 8000", "[2001:db8::1]:80", "[2001:db8::2]:40001", octets, 120);
  g_autoptr (GPtrArray) rows = explain_segment_rows (octets, length);

  g_assert_cmpuint (length, ==, 60);
  assert_row (rows, SEGMENT_PART_IP, "Version", "6", 0, 0, 4);
  assert_row (rows, SEGMENT_PART_IP, "Payload length", "20", 4, 0, 16);
  assert_row (rows, SEGMENT_PART_IP, "Next header", "6 (TCP)", 6, 0, 8);
  assert_row (rows, SEGMENT_PART_IP, "Source address", "2001:db8::1", 8, 0, 128);
  assert_row (rows, SEGMENT_PART_TCP, "Control bits", "FIN ACK", 53, 0, 8);
  assert_row (rows, SEGMENT_PART_TCP, "Acknowledgment number", "112", 48, 0, 32);
  g_assert_cmpstr (find (rows, SEGMENT_PART_TCP, "Checksum")->note, ==, "correct");
}

static void
test_wrong (void)
{
  uint8_t octets[100];
  size_t length = write_packet (". 100:110(10) ack 301 win 8000", "10.0.0.1:40001", "10.0.0.2:80", octets, 100);
  g_autoptr (GPtrArray) rows = NULL;

  octets[length - 1] ^= 1;
  rows = explain_segment_rows (octets, length);
  g_assert_true (find (rows, SEGMENT_PART_TCP, "Checksum")->wrong);
  g_assert_cmpstr (find (rows, SEGMENT_PART_TCP, "Checksum")->note, ==, "wrong");
  g_clear_pointer (&rows, g_ptr_array_unref);

  /* Cut short: nobody can tell. */
  rows = explain_segment_rows (octets, length - 4);
  g_assert_false (find (rows, SEGMENT_PART_TCP, "Checksum")->wrong);
  g_assert_cmpstr (find (rows, SEGMENT_PART_TCP, "Checksum")->note, ==, "not checked: octets are missing");
  assert_row (rows, SEGMENT_PART_TEXT, "Data", "6 octets", 40, 0, 48);
}

static void
test_bad_option (void)
{
  uint8_t octets[100];
  size_t length = write_packet ("S 100:100(0) win 8000 <mss 1000>", "10.0.0.1:40001", "10.0.0.2:80", octets, 100);
  g_autoptr (GPtrArray) rows = NULL;
  const struct segment_row *row;

  octets[41] = 40;
  rows = explain_segment_rows (octets, length);
  row = find (rows, SEGMENT_PART_OPTIONS, "Option");
  g_assert_true (row->wrong);
  g_assert_cmpstr (row->value, ==, "kind 2");
  g_assert_cmpuint (row->bits, ==, 32);
}

static void
assert_option (const char *text, const char *name, const char *value)
{
  uint8_t octets[100];
  size_t length = write_packet (text, "10.0.0.1:40001", "10.0.0.2:80", octets, sizeof octets);
  g_autoptr (GPtrArray) rows = explain_segment_rows (octets, length);

  g_assert_cmpstr (find (rows, SEGMENT_PART_OPTIONS, name)->value, ==, value);
}

static void
test_opening_options (void)
{
  uint8_t octets[100];
  g_autoptr (GPtrArray) rows = NULL;

  assert_option ("S 0:0(0) win 8000 <mss 1000,FO>", "Fast Open cookie", "asked for");
  assert_option ("S 0:0(0) win 8000 <FO 0123456789abcdef>", "Fast Open cookie", "0123456789abcdef");
  assert_option ("S 0:0(0) win 8000 <FO 00112233445566778899aabbccddeeff>", "Fast Open cookie",
                 "00112233445566778899aabbccddeeff");
  assert_option ("S 0:0(0) win 8000 <uto 300>", "User timeout", "300 s");
  assert_option ("S 0:0(0) win 8000 <uto 32773>", "User timeout", "5 min");

  /* A cookie of three octets is none. */
  size_t length = write_packet ("S 0:0(0) win 8000 <FO 01234567>", "10.0.0.1:40001", "10.0.0.2:80", octets, 100);
  octets[41] = 5;
  rows = explain_segment_rows (octets, length);
  g_assert_cmpstr (find (rows, SEGMENT_PART_OPTIONS, "Option")->value, ==, "kind 34");
}

/* Whatever the octets are, the rows stay inside of them. */
static void
test_any_octets (void)
{
  uint8_t octets[100];
  size_t whole = write_packet ("S 100:100(0) win 8000 <mss 1000,sackOK,TS val 1 ecr 2,wscale 7>", "10.0.0.1:40001",
                               "10.0.0.2:80", octets, sizeof octets);

  for (int round = 0; round < 20000; round++)
    {
      size_t length = (size_t) g_test_rand_int_range (0, (gint32) whole + 1);
      g_autofree uint8_t *copy = g_memdup2 (octets, whole);
      g_autofree uint8_t *exact = NULL;
      g_autoptr (GPtrArray) rows = NULL;

      for (int change = g_test_rand_int_range (0, 4); change > 0; change--)
        copy[g_test_rand_int_range (0, (gint32) whole)] = (uint8_t) g_test_rand_int ();
      exact = g_memdup2 (copy, length);
      rows = explain_segment_rows (exact, length);
      for (guint i = 0; i < rows->len; i++)
        {
          const struct segment_row *row = rows->pdata[i];

          g_assert_cmpuint (row->octet + row->octets, <=, length);
          g_assert_cmpuint (row->bits, >, 0);
          g_assert_nonnull (row->value);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/segment/syn", test_syn);
  g_test_add_func ("/explain/segment/cover", test_cover);
  g_test_add_func ("/explain/segment/ipv6", test_ipv6);
  g_test_add_func ("/explain/segment/wrong", test_wrong);
  g_test_add_func ("/explain/segment/bad-option", test_bad_option);
  g_test_add_func ("/explain/segment/opening-options", test_opening_options);
  g_test_add_func ("/explain/segment/any-octets", test_any_octets);
  return g_test_run ();
}
