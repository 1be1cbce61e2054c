#include "conversation.h"
#include "trace/analysis.h"

/* A captured segment and the marks it gets: "retransmission fast", "dup2", … */
struct judged_line
{
  vtime time;
  const char *text;
  const char *marks;
};

static char *
marks_text (struct analysis_result result)
{
  static const struct
  {
    uint16_t mark;
    const char *name;
  } names[] = {
    { MARK_RETRANSMISSION, "retransmission" },
    { MARK_FAST_RETRANSMISSION, "fast" },
    { MARK_SPURIOUS, "spurious" },
    { MARK_OUT_OF_ORDER, "out-of-order" },
    { MARK_ZERO_WINDOW, "zero-window" },
    { MARK_WINDOW_PROBE, "probe" },
    { MARK_WINDOW_PROBE_ACK, "probe-ack" },
    { MARK_KEEPALIVE, "keep-alive" },
    { MARK_KEEPALIVE_ACK, "keep-alive-ack" },
    { MARK_WINDOW_UPDATE, "update" },
    { MARK_WINDOW_FULL, "full" },
    { MARK_GAP_BEFORE, "gap" },
    { MARK_ACK_OF_UNSEEN, "ack-of-unseen" },
    { MARK_REUSED_PORTS, "reused" },
  };
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    if (result.marks & names[i].mark)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", names[i].name);
  if (result.marks & MARK_DUPLICATE_ACK)
    g_string_append_printf (text, "%sdup%u", text->len > 0 ? " " : "", result.ordinal);
  return g_string_free (text, FALSE);
}

static void
judge (struct analysis *analysis, const struct judged_line *lines, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      struct segment segment = segment_from_text (lines[i].text);
      char *marks = marks_text (analysis_add (analysis, lines[i].time, lines[i].text[0] == '>' ? 0 : 1, &segment));

      if (g_strcmp0 (marks, lines[i].marks) != 0)
        g_error ("line %zu, %s: got \"%s\", expected \"%s\"", i, lines[i].text, marks, lines[i].marks);
      g_free (marks);
    }
}

static const struct judged_line handshake[] = {
  { MS (0), "> S 0:0(0) win 65535", "" },
  { MS (10), "< S. 0:0(0) ack 1 win 65535", "" },
  { MS (10), "> . 1:1(0) ack 1 win 1000", "" },
};

/* Judges lines behind a handshake with a round trip of 10 ms. */
static void
judge_connected (const struct judged_line *lines, size_t count)
{
  struct analysis analysis;

  analysis_init (&analysis);
  judge (&analysis, handshake, G_N_ELEMENTS (handshake));
  g_assert_cmpint (analysis.first_rtt, ==, MS (10));
  judge (&analysis, lines, count);
  analysis_clear (&analysis);
}

#define JUDGE_CONNECTED(...)                                                                                           \
  judge_connected ((const struct judged_line[]){ __VA_ARGS__ },                                                        \
                   sizeof ((const struct judged_line[]){ __VA_ARGS__ }) / sizeof (struct judged_line))

static void
test_nothing (void)
{
  JUDGE_CONNECTED (
      { MS (20), "> P. 1:101(100) ack 1 win 1000", "" }, { MS (30), "< . 1:1(0) ack 101 win 900", "" },
      { MS (40), "< P. 1:501(500) ack 101 win 900", "" }, { MS (50), "> F. 101:101(0) ack 501 win 1000", "" },
      { MS (60), "< F. 501:501(0) ack 102 win 900", "" }, { MS (70), "> . 102:102(0) ack 502 win 1000", "" });
}

static void
test_retransmission (void)
{
  JUDGE_CONNECTED (
      { MS (20), "> . 1:101(100) ack 1 win 1000", "" }, { MS (220), "> . 1:101(100) ack 1 win 1000", "retransmission" },
      { MS (620), "> . 1:51(50) ack 1 win 1000", "retransmission" }, { MS (700), "> F. 101:101(0) ack 1 win 1000", "" },
      { MS (900), "> F. 101:101(0) ack 1 win 1000", "retransmission" });
}

static void
test_syn_retransmission (void)
{
  struct analysis analysis;
  static const struct judged_line lines[] = {
    { SEC (0), "> S 0:0(0) win 65535", "" },
    { SEC (1), "> S 0:0(0) win 65535", "retransmission" },
    { SEC (3), "> S 0:0(0) win 65535", "retransmission" },
    { SEC (3) + MS (5), "< S. 0:0(0) ack 1 win 65535", "" },
    { SEC (4), "< S. 0:0(0) ack 1 win 65535", "retransmission" },
    { SEC (4) + MS (1), "> . 1:1(0) ack 1 win 65535", "" },
  };

  analysis_init (&analysis);
  judge (&analysis, lines, G_N_ELEMENTS (lines));
  analysis_clear (&analysis);
}

static void
test_fast_retransmission (void)
{
  JUDGE_CONNECTED (
      { MS (20), "< . 1:101(100) ack 1 win 1000", "" }, { MS (20), "< . 101:201(100) ack 1 win 1000", "" },
      { MS (20), "< . 201:301(100) ack 1 win 1000", "" }, { MS (21), "< . 301:401(100) ack 1 win 1000", "" },
      { MS (30), "> . 1:1(0) ack 101 win 1000", "" }, { MS (31), "> . 1:1(0) ack 101 win 1000", "dup1" },
      { MS (32), "> . 1:1(0) ack 101 win 1000", "dup2" }, { MS (33), "> . 1:1(0) ack 101 win 1000", "dup3" },
      { MS (52), "< . 101:201(100) ack 1 win 1000", "retransmission fast" },
      { MS (62), "> . 1:1(0) ack 401 win 1000", "" });
}

/* The duplicate ACKs were too long ago, or too few, or ask for something else. */
static void
test_not_fast (void)
{
  JUDGE_CONNECTED ({ MS (20), "< . 1:101(100) ack 1 win 1000", "" }, { MS (20), "< . 101:201(100) ack 1 win 1000", "" },
                   { MS (30), "> . 1:1(0) ack 1 win 1000", "dup1" },
                   { MS (35), "< . 1:101(100) ack 1 win 1000", "retransmission" },
                   { MS (40), "> . 1:1(0) ack 1 win 1000", "dup2" },
                   { MS (45), "< . 101:201(100) ack 1 win 1000", "retransmission" },
                   { MS (61), "< . 1:101(100) ack 1 win 1000", "retransmission" });
}

static void
test_spurious_retransmission (void)
{
  JUDGE_CONNECTED ({ MS (20), "> . 1:101(100) ack 1 win 1000", "" }, { MS (30), "< . 1:1(0) ack 101 win 1000", "" },
                   { MS (35), "> . 1:101(100) ack 1 win 1000", "retransmission spurious" });
}

static void
test_out_of_order (void)
{
  JUDGE_CONNECTED ({ MS (20), "> . 1:101(100) ack 1 win 1000", "" },
                   { MS (21), "> . 201:301(100) ack 1 win 1000", "gap" },
                   { MS (22), "> . 101:201(100) ack 1 win 1000", "out-of-order" },
                   { MS (23), "> . 401:501(100) ack 1 win 1000", "gap" },
                   { MS (33), "> . 301:401(100) ack 1 win 1000", "retransmission" });
}

/* Without a handshake 3 ms count. */
static void
test_out_of_order_mid_stream (void)
{
  struct analysis analysis;
  static const struct judged_line lines[] = {
    { MS (0), "> . 1000:1100(100) ack 1 win 1000", "" },
    { MS (10), "> . 1200:1300(100) ack 1 win 1000", "gap" },
    { MS (12), "> . 1100:1200(100) ack 1 win 1000", "out-of-order" },
    { MS (20), "> . 1400:1500(100) ack 1 win 1000", "gap" },
    { MS (23), "> . 1300:1400(100) ack 1 win 1000", "retransmission" },
  };

  analysis_init (&analysis);
  judge (&analysis, lines, G_N_ELEMENTS (lines));
  analysis_clear (&analysis);
}

static void
test_duplicate_acks (void)
{
  JUDGE_CONNECTED (
      { MS (20), "< . 1:101(100) ack 1 win 1000", "" }, { MS (30), "> . 1:1(0) ack 101 win 1000", "" },
      { MS (31), "> . 1:1(0) ack 101 win 1000", "dup1" }, { MS (32), "> . 1:1(0) ack 101 win 900", "update" },
      { MS (33), "> . 1:1(0) ack 101 win 900", "dup2" }, { MS (34), "> . 1:11(10) ack 101 win 900", "" },
      { MS (35), "> . 11:11(0) ack 101 win 900", "dup3" }, { MS (36), "> F. 11:11(0) ack 101 win 900", "" });
  JUDGE_CONNECTED ({ MS (20), "< . 1:101(100) ack 1 win 1000", "" }, { MS (30), "> . 1:1(0) ack 101 win 1000", "" },
                   { MS (31), "> . 1:1(0) ack 101 win 1000", "dup1" },
                   { MS (32), "> . 1:1(0) ack 201 win 1000", "ack-of-unseen" },
                   { MS (33), "> . 1:1(0) ack 201 win 1000", "dup1" });
}

static void
test_ordinal_stays_at_255 (void)
{
  struct analysis analysis;
  struct segment ack = segment_from_text ("> . 1:1(0) ack 1 win 1000");
  struct analysis_result result = { 0 };

  analysis_init (&analysis);
  judge (&analysis, handshake, G_N_ELEMENTS (handshake));
  for (unsigned i = 1; i <= 300; i++)
    {
      result = analysis_add (&analysis, MS (20), 0, &ack);
      g_assert_cmpuint (result.ordinal, ==, MIN (i, 255));
    }
  analysis_clear (&analysis);
}

static void
test_zero_window (void)
{
  JUDGE_CONNECTED ({ MS (20), "< . 1:1001(1000) ack 1 win 1000", "full" },
                   { MS (30), "> . 1:1(0) ack 1001 win 0", "zero-window" },
                   { MS (300), "< . 1001:1002(1) ack 1 win 1000", "probe" },
                   { MS (310), "> . 1:1(0) ack 1001 win 0", "zero-window probe-ack" },
                   { MS (900), "< . 1001:1002(1) ack 1 win 1000", "probe" },
                   { MS (910), "> . 1:1(0) ack 1002 win 0", "zero-window probe-ack" },
                   { MS (950), "> . 1:1(0) ack 1002 win 500", "update" },
                   { MS (960), "< . 1002:1502(500) ack 1 win 1000", "full" }, { MS (970), "> R 1:1(0) win 0", "" });
}

/* A probe that was taken together with the opened window. */
static void
test_probe_reopens (void)
{
  JUDGE_CONNECTED (
      { MS (20), "< . 1:1001(1000) ack 1 win 1000", "full" }, { MS (30), "> . 1:1(0) ack 1001 win 0", "zero-window" },
      { MS (300), "< . 1001:1002(1) ack 1 win 1000", "probe" }, { MS (310), "> . 1:1(0) ack 1002 win 800", "update" },
      { MS (320), "< . 1002:1012(10) ack 1 win 1000", "" });
}

static void
test_window_scale (void)
{
  struct analysis analysis;
  static const struct judged_line both[] = {
    { MS (0), "> S 0:0(0) win 1000 <wscale 2>", "" },
    { MS (10), "< S. 0:0(0) ack 1 win 1000 <wscale 0>", "" },
    { MS (20), "> . 1:1(0) ack 1 win 100", "" },
    { MS (21), "< . 1:101(100) ack 1 win 1000", "" },
    { MS (22), "< . 101:401(300) ack 1 win 1000", "full" },
  };
  static const struct judged_line one[] = {
    { MS (0), "> S 0:0(0) win 1000 <wscale 2>", "" },
    { MS (10), "< S. 0:0(0) ack 1 win 1000", "" },
    { MS (20), "> . 1:1(0) ack 1 win 100", "" },
    { MS (21), "< . 1:101(100) ack 1 win 1000", "full" },
  };
  static const struct judged_line in_syn[] = {
    { MS (0), "> S 0:0(0) win 1000 <wscale 2>", "" },
    { MS (10), "< S. 0:0(0) ack 1 win 1000 <wscale 3>", "" },
    { MS (20), "> . 1:1001(1000) ack 1 win 100", "full" }, /* the window of a SYN+ACK is not scaled */
  };
  static const struct judged_line unknown[] = {
    { MS (0), "> . 1:1(0) ack 1 win 100", "" },
    { MS (1), "< . 1:101(100) ack 1 win 1000", "" },
  };

  analysis_init (&analysis);
  judge (&analysis, both, G_N_ELEMENTS (both));
  analysis_clear (&analysis);
  judge (&analysis, one, G_N_ELEMENTS (one));
  analysis_clear (&analysis);
  judge (&analysis, in_syn, G_N_ELEMENTS (in_syn));
  analysis_clear (&analysis);
  judge (&analysis, unknown, G_N_ELEMENTS (unknown));
  analysis_clear (&analysis);
}

static void
test_keep_alive (void)
{
  JUDGE_CONNECTED ({ MS (20), "> . 1:101(100) ack 1 win 1000", "" }, { MS (30), "< . 1:1(0) ack 101 win 1000", "" },
                   { SEC (60), "> . 100:100(0) ack 1 win 1000", "keep-alive" },
                   { SEC (60) + 1, "< . 1:1(0) ack 101 win 1000", "keep-alive-ack" },
                   { SEC (120), "> . 100:101(1) ack 1 win 1000", "keep-alive" },
                   { SEC (120) + 1, "< . 1:1(0) ack 101 win 1000", "keep-alive-ack" },
                   { SEC (121), "< . 1:1(0) ack 101 win 1000", "keep-alive-ack" });
}

static void
test_ack_of_unseen (void)
{
  JUDGE_CONNECTED (
      { MS (20), "< . 1:1(0) ack 501 win 65535", "ack-of-unseen" }, { MS (21), "< . 1:1(0) ack 501 win 65535", "dup1" },
      { MS (22), "> . 501:601(100) ack 1 win 1000", "gap" }, { MS (23), "< . 1:1(0) ack 601 win 65535", "" });
}

/* Octets seen beyond the gap are not unseen when they are acknowledged after it. */
static void
test_ack_over_a_gap (void)
{
  JUDGE_CONNECTED (
      { MS (20), "> . 101:201(100) ack 1 win 1000", "gap" }, { MS (20), "> . 201:301(100) ack 1 win 1000", "" },
      { MS (30), "< . 1:1(0) ack 101 win 65535", "ack-of-unseen" }, { MS (31), "< . 1:1(0) ack 201 win 65535", "" },
      { MS (32), "< . 1:1(0) ack 301 win 65535", "" }, { MS (33), "< . 1:1(0) ack 401 win 65535", "ack-of-unseen" });
}

static void
test_new_connection (void)
{
  struct analysis analysis;
  struct segment syn = segment_from_text ("> S 0:0(0) win 65535"), again = syn, answer;

  analysis_init (&analysis);
  g_assert_false (analysis_begins_new_connection (&analysis, 0, &syn));
  analysis_add (&analysis, 0, 0, &syn);
  g_assert_false (analysis_begins_new_connection (&analysis, 0, &again));
  again.seq += 64000;
  g_assert_true (analysis_begins_new_connection (&analysis, 0, &again));
  g_assert_false (analysis_begins_new_connection (&analysis, 1, &again));
  answer = segment_from_text ("< S. 0:0(0) ack 1 win 65535");
  g_assert_false (analysis_begins_new_connection (&analysis, 1, &answer));
  analysis_add (&analysis, 0, 1, &answer);
  answer.flags = TCP_SYN;
  g_assert_false (analysis_begins_new_connection (&analysis, 1, &answer)); /* simultaneous open */
  answer.seq++;
  g_assert_true (analysis_begins_new_connection (&analysis, 1, &answer));
  analysis_clear (&analysis);

  /* A connection whose SYN was not seen ends for the next SYN just as well. */
  struct segment data = segment_from_text ("> . 1000:1100(100) ack 1 win 1000");
  analysis_add (&analysis, 0, 0, &data);
  g_assert_true (analysis_begins_new_connection (&analysis, 0, &syn));
  analysis_clear (&analysis);
}

/* A reset before the SYN+ACK has numbers of its own: no gap between them. */
static void
test_reset_before_syn_ack (void)
{
  struct analysis analysis;
  static const struct judged_line lines[] = {
    { MS (0), "> S 0:0(0) win 65535", "" },
    { MS (5), "< R. 100000:100000(0) ack 0 win 0", "" },
    { MS (10), "< S. 0:0(0) ack 1 win 65535", "reused" },
    { MS (11), "> . 1:1(0) ack 1 win 65535", "" },
  };

  analysis_init (&analysis);
  judge (&analysis, lines, G_N_ELEMENTS (lines));
  analysis_clear (&analysis);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/analysis/nothing", test_nothing);
  g_test_add_func ("/trace/analysis/retransmission", test_retransmission);
  g_test_add_func ("/trace/analysis/syn-retransmission", test_syn_retransmission);
  g_test_add_func ("/trace/analysis/fast-retransmission", test_fast_retransmission);
  g_test_add_func ("/trace/analysis/not-fast", test_not_fast);
  g_test_add_func ("/trace/analysis/spurious-retransmission", test_spurious_retransmission);
  g_test_add_func ("/trace/analysis/out-of-order", test_out_of_order);
  g_test_add_func ("/trace/analysis/out-of-order-mid-stream", test_out_of_order_mid_stream);
  g_test_add_func ("/trace/analysis/duplicate-acks", test_duplicate_acks);
  g_test_add_func ("/trace/analysis/ordinal-stays-at-255", test_ordinal_stays_at_255);
  g_test_add_func ("/trace/analysis/zero-window", test_zero_window);
  g_test_add_func ("/trace/analysis/probe-reopens", test_probe_reopens);
  g_test_add_func ("/trace/analysis/window-scale", test_window_scale);
  g_test_add_func ("/trace/analysis/keep-alive", test_keep_alive);
  g_test_add_func ("/trace/analysis/ack-of-unseen", test_ack_of_unseen);
  g_test_add_func ("/trace/analysis/ack-over-a-gap", test_ack_over_a_gap);
  g_test_add_func ("/trace/analysis/new-connection", test_new_connection);
  g_test_add_func ("/trace/analysis/reset-before-syn-ack", test_reset_before_syn_ack);
  return g_test_run ();
}
