#include "wire/tcp-options.h"

#include "random-segment.h"

static void
assert_written (const struct tcp_options *options, const char *hex)
{
  guint8 expected[TCP_OPTIONS_MAX];
  guint8 octets[TCP_OPTIONS_MAX];
  gsize length;

  g_assert_true (tcp_options_write (options, octets, &length));
  g_assert_cmpmem (octets, length, expected, octets_from_hex (hex, expected, sizeof expected));
}

/* Reads from a buffer of just that length, so that the sanitizer sees a step too far. */
static struct wire_fault
read_hex (const char *hex, struct tcp_options *options)
{
  guint8 octets[64];
  gsize length = octets_from_hex (hex, octets, sizeof octets);
  guint8 *exact = g_memdup2 (octets, length);
  struct wire_fault fault = tcp_options_read (exact, length, options);

  g_free (exact);
  return fault;
}

/* The layouts that Linux sends. */
static void
test_common_layouts (void)
{
  struct tcp_options options = { .mss = 1460, .window_scale = 7, .ts_val = 0x3ade68b1, .ts_ecr = 5 };

  assert_written (&options, "");
  options.present = TCP_OPTION_MSS;
  assert_written (&options, "020405b4");
  options.present = TCP_OPTION_MSS | TCP_OPTION_SACK_PERMITTED | TCP_OPTION_TIMESTAMPS | TCP_OPTION_WINDOW_SCALE;
  assert_written (&options, "020405b4 0402 080a 3ade68b1 00000005 01 030307");
  options.present = TCP_OPTION_MSS | TCP_OPTION_SACK_PERMITTED | TCP_OPTION_WINDOW_SCALE;
  assert_written (&options, "020405b4 0101 0402 01 030307");
  options.present = TCP_OPTION_MSS | TCP_OPTION_TIMESTAMPS;
  assert_written (&options, "020405b4 0101 080a 3ade68b1 00000005");
  options.present = TCP_OPTION_TIMESTAMPS | TCP_OPTION_SACK;
  options.sack_count = 2;
  options.sack[0] = (struct tcp_sack_block){ 1000, 2000 };
  options.sack[1] = (struct tcp_sack_block){ 0xfffffff0, 0x10 };
  assert_written (&options, "0101 080a 3ade68b1 00000005 0101 0512 000003e8 000007d0 fffffff0 00000010");
}

/* As FreeBSD has them. */
static void
test_other_order (void)
{
  struct tcp_options options
      = { .order = TCP_OPTIONS_SCALE_FIRST, .mss = 1460, .window_scale = 7, .ts_val = 0x3ade68b1, .ts_ecr = 5 };

  options.present = TCP_OPTION_MSS | TCP_OPTION_SACK_PERMITTED | TCP_OPTION_TIMESTAMPS | TCP_OPTION_WINDOW_SCALE;
  assert_written (&options, "020405b4 01 030307 0402 080a 3ade68b1 00000005");
  options.present = TCP_OPTION_MSS | TCP_OPTION_WINDOW_SCALE;
  assert_written (&options, "020405b4 01 030307");
}

/* MUST-69: zeros after the end of the list; the whole stays a multiple of 32 bits. */
static void
test_padding (void)
{
  struct tcp_options options = {
    .present = TCP_OPTION_FAST_OPEN,
    .fast_open_length = 8,
    .fast_open_cookie = { 1, 2, 3, 4, 5, 6, 7, 8 },
  };

  assert_written (&options, "220a 0102030405060708 0000");
  options.fast_open_length = 0;
  assert_written (&options, "2202 0000");
  options.present |= TCP_OPTION_USER_TIMEOUT;
  options.user_timeout = 0x8005;
  assert_written (&options, "1c04 8005 2202 0000");
}

static void
test_room (void)
{
  struct tcp_options options = { .present = TCP_OPTION_SACK, .sack_count = 4 };
  guint8 octets[TCP_OPTIONS_MAX];
  gsize length;

  g_assert_true (tcp_options_write (&options, octets, &length));
  g_assert_cmpuint (length, ==, 36);
  options.present |= TCP_OPTION_MSS; /* just fills the header */
  g_assert_true (tcp_options_write (&options, octets, &length));
  g_assert_cmpuint (length, ==, 40);
  options.present |= TCP_OPTION_WINDOW_SCALE;
  g_assert_false (tcp_options_write (&options, octets, &length));
  options.present = TCP_OPTION_SACK | TCP_OPTION_TIMESTAMPS;
  g_assert_false (tcp_options_write (&options, octets, &length));
  options.sack_count = 3;
  g_assert_true (tcp_options_write (&options, octets, &length));
  g_assert_cmpuint (length, ==, 40);
  options.sack_count = 0;
  g_assert_true (tcp_options_write (&options, octets, &length));
  g_assert_cmpuint (length, ==, 12);
}

/* MUST-5 and MUST-6: any order, any alignment, unknown kinds are stepped over. */
static void
test_reads_any_layout (void)
{
  struct tcp_options options;

  g_assert_cmpint (read_hex ("01 080a 00000001 00000002 fd06 f9890000 030309 02040218", &options).kind, ==, WIRE_OK);
  g_assert_cmphex (options.present, ==,
                   TCP_OPTION_TIMESTAMPS | TCP_OPTION_UNKNOWN | TCP_OPTION_WINDOW_SCALE | TCP_OPTION_MSS);
  g_assert_cmpuint (options.ts_val, ==, 1);
  g_assert_cmpuint (options.ts_ecr, ==, 2);
  g_assert_cmpuint (options.window_scale, ==, 9);
  g_assert_cmpuint (options.mss, ==, 536);
  g_assert_cmpint (read_hex ("01010101 fe02 00 020405b4", &options).kind, ==, WIRE_OK); /* nothing counts after EOL */
  g_assert_cmphex (options.present, ==, TCP_OPTION_UNKNOWN);
  g_assert_cmpint (read_hex ("", &options).kind, ==, WIRE_OK);
  g_assert_cmphex (options.present, ==, 0);
  g_assert_cmpint (read_hex ("02040100 02040200", &options).kind, ==, WIRE_OK); /* the last one counts */
  g_assert_cmpuint (options.mss, ==, 0x200);
}

/* A known kind of a length that it cannot have says nothing that could be used. */
static void
test_wrong_lengths_of_known_kinds (void)
{
  static const char *const layouts[] = {
    "0203ff",
    "0205ffffff",
    "0302",
    "0304ffff",
    "0403ff",
    "0502",
    "0509 ffffffff ffffff",
    "080b 00000001 00000002 ff",
    "0809 00000001 000000",
    "1c03ff",
    "2203ff",
    "2204ffff",
    "2214 0102030405060708090a0b0c0d0e0f101112",
    "052a 0000000100000002 0000000100000002 0000000100000002 0000000100000002 0000000100000002",
  };
  struct tcp_options options;

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_test_message ("%s", layouts[i]);
      g_assert_cmpint (read_hex (layouts[i], &options).kind, ==, WIRE_OK);
      g_assert_cmphex (options.present, ==, TCP_OPTION_UNKNOWN);
    }
}

/* MUST-7. */
static void
test_illegal_lengths (void)
{
  static const struct
  {
    const char *hex;
    guint kind;
    guint claimed;
    gsize offset;
  } layouts[] = {
    { "020405b4 0300", 3, 0, 4 },         { "020405b4 0301 0000", 3, 1, 4 },  { "020405b4 fd00 0000", 0xfd, 0, 4 },
    { "020405b4 03", 3, 0, 4 },           { "020405b4 01 0304 ff", 3, 4, 5 }, { "020405b4 08ff 0000", 8, 255, 4 },
    { "020405b4 0402 fd03", 0xfd, 3, 6 },
  };
  struct tcp_options options;

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      struct wire_fault fault = read_hex (layouts[i].hex, &options);

      g_assert_cmpint (fault.kind, ==, WIRE_TCP_OPTION_LENGTH);
      g_assert_cmpuint (fault.value, ==, layouts[i].kind);
      g_assert_cmpuint (fault.limit, ==, layouts[i].claimed);
      g_assert_cmpuint (fault.offset, ==, layouts[i].offset);
      g_assert_true (options.present & TCP_OPTION_MSS);
      g_assert_cmpuint (options.mss, ==, 1460);
    }
}

static void
test_round_trip (void)
{
  struct rng rng;
  guint fitted = 0;

  rng_seed (&rng, 9293);
  for (int round = 0; round < 5000; round++)
    {
      struct tcp_options options = random_options (&rng);
      struct tcp_options read;
      guint8 octets[1 + TCP_OPTIONS_MAX];
      gsize length;

      memset (octets, 0xff, sizeof octets);
      if (!tcp_options_write (&options, octets + 1, &length))
        continue;
      fitted++;
      g_assert_cmpuint (length % 4, ==, 0);
      g_assert_cmpint (tcp_options_read (octets + 1, length, &read).kind, ==, WIRE_OK);
      assert_options_equal (&options, &read);
    }
  g_assert_cmpuint (fitted, >, 2000);
}

/* Any octets at all: reading ends, inside the buffer, with sizes that a caller can trust. */
static void
test_arbitrary_octets (void)
{
  struct rng rng;

  for (guint64 seed = 0; seed < 20000; seed++)
    {
      struct tcp_options options;
      gsize length;
      guint8 *octets;
      struct wire_fault fault;

      rng_seed (&rng, seed);
      length = rng_below (&rng, 61);
      octets = g_malloc (length);
      for (gsize i = 0; i < length; i++)
        octets[i] = rng_below (&rng, 3) == 0 ? (guint8) rng_u32 (&rng) : (guint8) rng_below (&rng, 12);
      fault = tcp_options_read (octets, length, &options);
      g_assert_true (fault.kind == WIRE_OK || fault.kind == WIRE_TCP_OPTION_LENGTH);
      g_assert_cmpuint (options.sack_count, <=, TCP_SACK_BLOCKS_MAX);
      g_assert_cmpuint (options.fast_open_length, <=, TCP_FAST_OPEN_COOKIE_MAX);
      if (fault.kind != WIRE_OK)
        g_assert_cmpuint (octets[fault.offset], ==, fault.value);
      g_free (octets);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/tcp-options/MUST-4/MUST-68/common-layouts", test_common_layouts);
  g_test_add_func ("/wire/tcp-options/other-order", test_other_order);
  g_test_add_func ("/wire/tcp-options/MUST-69/padding", test_padding);
  g_test_add_func ("/wire/tcp-options/room", test_room);
  g_test_add_func ("/wire/tcp-options/MUST-4/MUST-5/MUST-6/MUST-64/any-layout", test_reads_any_layout);
  g_test_add_func ("/wire/tcp-options/wrong-lengths", test_wrong_lengths_of_known_kinds);
  g_test_add_func ("/wire/tcp-options/MUST-7/MUST-68/SM-ANY-02/illegal-lengths", test_illegal_lengths);
  g_test_add_func ("/wire/tcp-options/round-trip", test_round_trip);
  g_test_add_func ("/wire/tcp-options/MUST-7/arbitrary-octets", test_arbitrary_octets);
  return g_test_run ();
}
