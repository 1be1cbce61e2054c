#include "wire/segment-text.h"

#include "random-segment.h"

static void
parse (const char *text, struct segment *segment)
{
  g_test_message ("%s", text);
  g_assert_cmpstr (segment_parse (text, 0, 0, segment), ==, NULL);
}

/* The examples of the header. */
static void
test_examples (void)
{
  struct segment segment;
  char buffer[SEGMENT_TEXT_SIZE];

  parse ("S 0:0(0) win 65535 <mss 1460>", &segment);
  g_assert_cmphex (segment.flags, ==, TCP_SYN);
  g_assert_cmpuint (segment.wnd, ==, 65535);
  g_assert_cmphex (segment.options.present, ==, TCP_OPTION_MSS);
  g_assert_cmpuint (segment.options.mss, ==, 1460);
  g_assert_true (segment_format (&segment, 0, 0, buffer) == buffer);
  g_assert_cmpstr (buffer, ==, "S 0:0(0) win 65535 <mss 1460>");

  parse ("S. 0:0(0) ack 1 win 5840 <mss 1460,nop,wscale 6>", &segment);
  g_assert_cmphex (segment.flags, ==, TCP_SYN | TCP_ACK);
  g_assert_cmpuint (segment.ack, ==, 1);
  g_assert_cmphex (segment.options.present, ==, TCP_OPTION_MSS | TCP_OPTION_WINDOW_SCALE);
  g_assert_cmpuint (segment.options.window_scale, ==, 6);
  g_assert_cmpstr (segment_format (&segment, 0, 0, buffer), ==, "S. 0:0(0) ack 1 win 5840 <mss 1460,wscale 6>");

  parse ("P. 1:1001(1000) ack 1 win 8000", &segment);
  g_assert_cmphex (segment.flags, ==, TCP_PSH | TCP_ACK);
  g_assert_cmpuint (segment.seq, ==, 1);
  g_assert_cmpuint (segment.length, ==, 1000);
  g_assert_cmpuint (segment.source.port, ==, 0);
  g_assert_null (segment.text);
  g_assert_cmpstr (segment_format (&segment, 0, 0, buffer), ==, "P. 1:1001(1000) ack 1 win 8000");
}

static void
test_flag_order (void)
{
  static const struct
  {
    guint8 flags;
    const char *text;
  } cases[] = {
    { 0, "none 0:0(0) win 0" },
    { TCP_SYN, "S 0:0(0) win 0" },
    { TCP_FIN, "F 0:0(0) win 0" },
    { TCP_RST, "R 0:0(0) win 0" },
    { TCP_PSH, "P 0:0(0) win 0" },
    { TCP_URG, "U 0:0(0) win 0 urg 0" },
    { TCP_ECE, "E 0:0(0) win 0" },
    { TCP_CWR, "W 0:0(0) win 0" },
    { TCP_ACK, ". 0:0(0) ack 0 win 0" },
    { TCP_SYN | TCP_ECE | TCP_CWR, "SEW 0:0(0) win 0" },
    { TCP_FIN | TCP_PSH | TCP_ACK, "FP. 0:0(0) ack 0 win 0" },
    { 0xff, "SFRPUEW. 0:0(0) ack 0 win 0 urg 0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct segment segment = { .flags = cases[i].flags };
      struct segment read;
      char buffer[SEGMENT_TEXT_SIZE];

      g_assert_cmpstr (segment_format (&segment, 0, 0, buffer), ==, cases[i].text);
      parse (buffer, &read);
      g_assert_cmphex (read.flags, ==, cases[i].flags);
    }
}

/* What people write by hand. */
static void
test_reads_freely (void)
{
  struct segment segment;

  parse ("  .PF   5:5(0)\tack 9  ", &segment);
  g_assert_cmphex (segment.flags, ==, TCP_FIN | TCP_PSH | TCP_ACK);
  g_assert_cmpuint (segment.ack, ==, 9);
  g_assert_cmpuint (segment.wnd, ==, 0);
  parse ("S 0:0(0) < mss 1460 , nop,nop, sackOK ,eol >", &segment);
  g_assert_cmphex (segment.options.present, ==, TCP_OPTION_MSS | TCP_OPTION_SACK_PERMITTED);
  parse ("S 0:0(0) win 5<mss 1460>", &segment);
  g_assert_cmpuint (segment.wnd, ==, 5);
  parse (". 0:0(0) ack 0 <FO 00fFaA,sack 1:2 3:4>", &segment);
  g_assert_cmpmem (segment.options.fast_open_cookie, segment.options.fast_open_length, "\x00\xff\xaa", 3);
  g_assert_cmpuint (segment.options.sack_count, ==, 2);
  g_assert_cmpuint (segment.options.sack[1].right, ==, 4);
}

/* Bases are taken off when writing and put on when reading, around 2^32 too. */
static void
test_bases (void)
{
  struct segment segment;
  char buffer[SEGMENT_TEXT_SIZE];

  g_assert_null (segment_parse (". 1:11(10) ack 1 win 9 <sack 21:31>", 0xffffffff, 0x80000000, &segment));
  g_assert_cmpuint (segment.seq, ==, 0);
  g_assert_cmpuint (segment.ack, ==, 0x80000001);
  g_assert_cmpuint (segment.options.sack[0].left, ==, 0x80000000 + 21);
  g_assert_cmpstr (segment_format (&segment, 0xffffffff, 0x80000000, buffer), ==,
                   ". 1:11(10) ack 1 win 9 <sack 21:31>");
  g_assert_cmpstr (segment_format (&segment, 0, 0, buffer), ==,
                   ". 0:10(10) ack 2147483649 win 9 <sack 2147483669:2147483679>");
  parse ("P. 4294967295:4(5) ack 0 win 0", &segment);
  g_assert_cmpuint (segment.seq, ==, 0xffffffff);
  g_assert_null (segment_parse ("R 0:0(0)", 500, 700, &segment));
  g_assert_cmpuint (segment.seq, ==, 500);
  g_assert_cmpuint (segment.ack, ==, 0);
}

static void
test_every_option (void)
{
  static const char text[] = "[ce] S. 1:2(1) ack 3 win 4 urg 5 <mss 6,sackOK,TS val 7 ecr 8,wscale 9,sack 10:11 12:13,"
                             "uto 32783,FO 0123456789abcdef,unknown>";
  struct segment segment;
  char buffer[SEGMENT_TEXT_SIZE];

  parse (text, &segment);
  g_assert_cmphex (segment.options.present, ==, 0xff);
  g_assert_cmpuint (segment.ecn, ==, 3);
  g_assert_cmpuint (segment.up, ==, 5);
  g_assert_cmpuint (segment.options.ts_val, ==, 7);
  g_assert_cmpuint (segment.options.ts_ecr, ==, 8);
  g_assert_cmpuint (segment.options.user_timeout, ==, 32783);
  g_assert_cmpuint (segment.options.fast_open_length, ==, 8);
  g_assert_cmpstr (segment_format (&segment, 0, 0, buffer), ==, text);
  parse ("[ect0] S 0:0(0) win 1 <FO>", &segment);
  g_assert_cmpuint (segment.ecn, ==, 2);
  g_assert_cmpstr (segment_format (&segment, 0, 0, buffer), ==, "[ect0] S 0:0(0) win 1 <FO>");
  parse ("[ect1] none 0:0(0)", &segment);
  g_assert_cmpuint (segment.ecn, ==, 1);
}

static void
test_longest_fits (void)
{
  struct segment segment = {
    .seq = UINT32_MAX,
    .ack = UINT32_MAX,
    .wnd = UINT16_MAX,
    .up = UINT16_MAX,
    .flags = 0xff,
    .ecn = 2,
    .length = 4000000000,
    .options = {
      .present = 0xff,
      .window_scale = 255,
      .sack_count = 4,
      .fast_open_length = 16,
      .mss = UINT16_MAX,
      .user_timeout = UINT16_MAX,
      .ts_val = UINT32_MAX,
      .ts_ecr = UINT32_MAX,
    },
  };
  struct segment read;
  char buffer[SEGMENT_TEXT_SIZE];

  memset (segment.options.sack, 0xff, sizeof segment.options.sack);
  segment_format (&segment, 0, 0, buffer);
  g_assert_true (g_str_has_suffix (buffer, ",unknown>"));
  parse (buffer, &read);
  assert_headers_equal (&segment, &read);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *error; /* how it begins */
  } cases[] = {
    { "", "flags are missing" },
    { "   ", "flags are missing" },
    { "X 0:0(0)", "flag is not one" },
    { "s 0:0(0)", "flag is not one" },
    { "SS 0:0(0)", "flag is there twice" },
    { ".. 0:0(0) ack 1", "flag is there twice" },
    { "[ect2] S 0:0(0)", "ECN field" },
    { "S", "sequence number" },
    { "S x", "sequence number" },
    { "S -1:0(1)", "sequence number" },
    { "S 4294967296:0(0)", "sequence number" },
    { "S 99999999999999999999999:0(0)", "sequence number" },
    { "S 0", "':' and the number" },
    { "S 0:", "':' and the number" },
    { "S 0:4294967296(0)", "':' and the number" },
    { "S 0:0", "the length in parentheses" },
    { "S 0:0(", "the length in parentheses" },
    { "S 0:0(0", "the length in parentheses" },
    { "S 0:0()", "the length in parentheses" },
    { "S 0:1(0)", "second number" },
    { "S 0:0(1)", "second number" },
    { ". 0:0(0)", "a dot among the flags without ack" },
    { ". 0:0(0) win 5", "a dot among the flags without ack" },
    { "S 0:0(0) ack 1", "ack without a dot" },
    { ". 0:0(0) ack", "ack needs" },
    { ". 0:0(0) ack x", "ack needs" },
    { ". 0:0(0) ack 4294967296", "ack needs" },
    { "S 0:0(0) win", "win needs" },
    { "S 0:0(0) win 65536", "win needs" },
    { "U 0:0(0) urg", "urg needs" },
    { "U 0:0(0) urg 65536", "urg needs" },
    { "S 0:0(0) winner", "only ack" },
    { "S 0:0(0) win 1 win 2", "only ack" },
    { ". 0:0(0) win 1 ack 1", "a dot among" },
    { "S 0:0(0) <mss 1460> win 1", "only ack" },
    { "S 0:0(0) <>", "option is not one" },
    { "S 0:0(0) <mss 1460,>", "option is not one" },
    { "S 0:0(0) <mptcp>", "option is not one" },
    { "S 0:0(0) <MSS 1460>", "option is not one" },
    { "S 0:0(0) <mss>", "mss needs" },
    { "S 0:0(0) <mss 65536>", "mss needs" },
    { "S 0:0(0) <mss 1,mss 1>", "option is there twice" },
    { "S 0:0(0) <wscale 256>", "wscale needs" },
    { "S 0:0(0) <sack>", "sack needs" },
    { "S 0:0(0) <sack 1>", "sack needs" },
    { "S 0:0(0) <sack 1:>", "sack needs" },
    { "S 0:0(0) <sack 1:2 3>", "sack needs" },
    { "S 0:0(0) <sack 1:2 3:4 5:6 7:8 9:10>", "sack has more" },
    { "S 0:0(0) <TS>", "TS needs val" },
    { "S 0:0(0) <TS val>", "TS needs val" },
    { "S 0:0(0) <TS val 1>", "TS needs ecr" },
    { "S 0:0(0) <TS val 1 ecr>", "TS needs ecr" },
    { "S 0:0(0) <uto x>", "uto needs" },
    { "S 0:0(0) <FO 0>", "FO needs" },
    { "S 0:0(0) <FO xy>", "FO needs" },
    { "S 0:0(0) <FO 000102030405060708090a0b0c0d0e0f10>", "FO cookie" },
    { "S 0:0(0) <mss 1460", "',' or '>'" },
    { "S 0:0(0) <mss 1460 sackOK>", "',' or '>'" },
    { "S 0:0(0) <mss 1460>>", "only ack" },
    { "S 0:0(0) mss 1460", "only ack" },
  };
  struct segment segment;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *error = segment_parse (cases[i].text, 0, 0, &segment);

      g_test_message ("'%s': %s", cases[i].text, error);
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error, cases[i].error));
    }
}

static void
test_round_trip (void)
{
  struct rng rng;

  rng_seed (&rng, 3);
  for (int round = 0; round < 5000; round++)
    {
      struct segment segment = random_segment (&rng);
      struct segment read;
      guint32 seq_base = rng_u32 (&rng);
      guint32 ack_base = rng_u32 (&rng);
      char buffer[SEGMENT_TEXT_SIZE];

      segment.length = rng_u32 (&rng);
      segment.source.port = segment.destination.port = 0;
      if (!(segment.flags & TCP_ACK))
        segment.ack = 0;
      segment_format (&segment, seq_base, ack_base, buffer);
      g_assert_cmpstr (segment_parse (buffer, seq_base, ack_base, &read), ==, NULL);
      assert_headers_equal (&segment, &read);
    }
}

/* Damaged texts end in an error, or in a segment that is written and read alike. */
static void
test_damaged_texts (void)
{
  static const char characters[] = " .:()<>,SFRPUEW0129xk[]";
  guint good = 0;
  guint bad = 0;

  for (guint64 seed = 0; seed < 20000; seed++)
    {
      struct rng rng;
      struct segment segment;
      struct segment read;
      char buffer[SEGMENT_TEXT_SIZE];
      char *text;

      rng_seed (&rng, seed);
      segment = random_segment (&rng);
      segment_format (&segment, 0, 0, buffer);
      buffer[rng_below (&rng, strlen (buffer))] = characters[rng_below (&rng, sizeof characters)];
      text = g_strdup (buffer);
      if (segment_parse (text, 0, 0, &segment) == NULL)
        {
          good++;
          segment_format (&segment, 0, 0, buffer);
          g_assert_cmpstr (segment_parse (buffer, 0, 0, &read), ==, NULL);
          assert_headers_equal (&segment, &read);
        }
      else
        bad++;
      g_free (text);
    }
  g_assert_cmpuint (good, >, 100);
  g_assert_cmpuint (bad, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/segment-text/examples", test_examples);
  g_test_add_func ("/wire/segment-text/flag-order", test_flag_order);
  g_test_add_func ("/wire/segment-text/reads-freely", test_reads_freely);
  g_test_add_func ("/wire/segment-text/bases", test_bases);
  g_test_add_func ("/wire/segment-text/every-option", test_every_option);
  g_test_add_func ("/wire/segment-text/longest", test_longest_fits);
  g_test_add_func ("/wire/segment-text/errors", test_errors);
  g_test_add_func ("/wire/segment-text/round-trip", test_round_trip);
  g_test_add_func ("/wire/segment-text/damaged", test_damaged_texts);
  return g_test_run ();
}
