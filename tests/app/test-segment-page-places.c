/* Where the fields of a header stand: RFC 9293 §3.1, RFC 791 §3.1, RFC 8200 §3. */
#include "app/segment-page-places.h"
#include "session-bench.h"
#include "wire/packet.h"
#include "wire/segment-text.h"

#include <string.h>

static GPtrArray *
rows_of (const char *text, size_t *tcp)
{
  struct packet packet = { .ttl = 64, .dont_fragment = true };
  uint8_t octets[2048];
  uint8_t data[1000] = { 0 };
  size_t length;
  GPtrArray *rows;

  g_assert_cmpstr (segment_parse (text, 0, 0, &packet.segment), ==, NULL);
  packet.segment.source = (struct endpoint){ ip_address_v4 (10, 0, 0, 1), 40001 };
  packet.segment.destination = (struct endpoint){ ip_address_v4 (10, 0, 0, 2), 80 };
  packet.segment.text = packet.segment.length > 0 ? data : NULL;
  length = packet_write (&packet, octets, sizeof octets);
  g_assert_cmpuint (length, >, 0);
  rows = explain_segment_rows (octets, length);
  for (*tcp = 0; ((struct segment_row *) g_ptr_array_index (rows, *tcp))->part == SEGMENT_PART_IP;)
    ++*tcp;
  return rows;
}

/* The box with the name of the field that begins at a bit of the header. */
static const struct field_place *
place_at (const GArray *places, unsigned line, unsigned bit)
{
  for (guint i = 0; i < places->len; i++)
    {
      const struct field_place *it = &g_array_index (places, struct field_place, i);

      if (it->line == line && it->bit == bit)
        return it;
    }
  g_assert_not_reached ();
}

/* Every bit of every line belongs to exactly one box. */
static void
assert_covers (const GArray *places)
{
  unsigned lines = hs_field_places_lines (places);
  g_autofree uint8_t *taken = g_new0 (uint8_t, lines * HEADER_BITS);

  for (guint i = 0; i < places->len; i++)
    {
      const struct field_place *it = &g_array_index (places, struct field_place, i);

      g_assert_cmpuint (it->bit + it->bits, <=, HEADER_BITS);
      for (unsigned line = it->line; line < it->line + it->lines; line++)
        {
          for (unsigned bit = it->bit; bit < it->bit + it->bits; bit++)
            g_assert_cmpuint (taken[line * HEADER_BITS + bit]++, ==, 0);
        }
    }
  for (unsigned bit = 0; bit < lines * HEADER_BITS; bit++)
    g_assert_cmpuint (taken[bit], ==, 1);
}

static void
test_tcp_header (void)
{
  size_t tcp;
  g_autoptr (GPtrArray) rows = rows_of ("S 100:100(0) win 8000 <mss 1000>", &tcp);
  g_autoptr (GArray) places = hs_field_places (rows, (guint) tcp, rows->len);

  g_assert_cmpuint (hs_field_places_lines (places), ==, 6);
  assert_covers (places);
  g_assert_cmpuint (place_at (places, 0, 16)->bits, ==, 16); /* destination port */
  g_assert_cmpuint (place_at (places, 1, 0)->bits, ==, 32);  /* sequence number */
  g_assert_cmpuint (place_at (places, 3, 0)->bits, ==, 4);   /* data offset */
  g_assert_cmpuint (place_at (places, 3, 8)->bits, ==, 8);   /* control bits */
  g_assert_cmpuint (place_at (places, 3, 16)->bits, ==, 16); /* window */
  g_assert_cmpuint (place_at (places, 5, 0)->bits, ==, 32);  /* MSS */
}

static void
test_ip_header (void)
{
  size_t tcp;
  g_autoptr (GPtrArray) rows = rows_of (". 101:101(0) ack 301 win 8000", &tcp);
  g_autoptr (GArray) places = hs_field_places (rows, 0, (guint) tcp);

  g_assert_cmpuint (hs_field_places_lines (places), ==, 5);
  assert_covers (places);
  g_assert_cmpuint (place_at (places, 1, 16)->bits, ==, 3);  /* flags */
  g_assert_cmpuint (place_at (places, 1, 19)->bits, ==, 13); /* fragment offset */
  g_assert_cmpuint (place_at (places, 4, 0)->bits, ==, 32);  /* destination address */
}

static void
test_data_is_one_line (void)
{
  size_t tcp;
  g_autoptr (GPtrArray) rows = rows_of ("P. 101:1038(937) ack 301 win 8000", &tcp);
  g_autoptr (GArray) places = hs_field_places (rows, (guint) tcp, rows->len);

  g_assert_cmpuint (hs_field_places_lines (places), ==, 6);
  assert_covers (places);
}

static void
test_long_fields_are_cut_short (void)
{
  GPtrArray *rows = g_ptr_array_new ();
  struct segment_row address = { .name = "address", .octet = 8, .octets = 16, .bits = 128 };
  struct segment_row before = { .name = "before", .octet = 4, .octets = 4, .bits = 32 };
  struct segment_row after = { .name = "after", .octet = 24, .octets = 2, .bits = 16 };
  g_autoptr (GArray) places = NULL;

  g_ptr_array_add (rows, &before);
  g_ptr_array_add (rows, &address);
  g_ptr_array_add (rows, &after);
  places = hs_field_places (rows, 0, 3);
  g_assert_cmpuint (place_at (places, 1, 0)->lines, ==, 2);
  g_assert_cmpuint (place_at (places, 3, 0)->row, ==, 2);
  g_assert_cmpuint (hs_field_places_lines (places), ==, 4);
  g_ptr_array_unref (rows);
}

/* A timestamps option behind two NOPs touches three lines; its name stands in the largest box. */
static void
test_a_field_over_lines_is_named_once (void)
{
  size_t tcp;
  g_autoptr (GPtrArray) rows = rows_of (". 1:1(0) ack 1 win 100 <nop,nop,TS val 7 ecr 8>", &tcp);
  g_autoptr (GArray) places = hs_field_places (rows, (guint) tcp, rows->len);
  unsigned named = 0;

  assert_covers (places);
  for (guint row = (guint) tcp; row < rows->len; row++)
    {
      for (guint i = 0; i < places->len; i++)
        named += g_array_index (places, struct field_place, i).row == row
                 && g_array_index (places, struct field_place, i).named;
    }
  g_assert_cmpuint (named, ==, rows->len - tcp);
  g_assert_true (place_at (places, 6, 0)->named);
  g_assert_cmpuint (place_at (places, 6, 0)->lines, ==, 2);
}

static void
test_no_rows (void)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GArray) places = hs_field_places (rows, 0, 0);

  g_assert_cmpuint (places->len, ==, 0);
  g_assert_cmpuint (hs_field_places_lines (places), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segment-page-places/tcp-header", test_tcp_header);
  g_test_add_func ("/segment-page-places/ip-header", test_ip_header);
  g_test_add_func ("/segment-page-places/data-is-one-line", test_data_is_one_line);
  g_test_add_func ("/segment-page-places/long-fields-are-cut-short", test_long_fields_are_cut_short);
  g_test_add_func ("/segment-page-places/named-once", test_a_field_over_lines_is_named_once);
  g_test_add_func ("/segment-page-places/no-rows", test_no_rows);
  return g_test_run ();
}
