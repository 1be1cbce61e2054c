/* Explicit congestion notification, RFC 3168: who says what when, and how often the sender reacts. */
#include "bench.h"

static struct tcp_config
willing (void)
{
  struct tcp_config config = bench_config ();

  config.ecn = true;
  return config;
}

/* ESTABLISHED at 100 ms with ECN in use. */
static struct bench *
ecn_established (const struct tcp_config *config)
{
  struct bench *b = bench_new (config);

  bench_connect (b);
  bench_sends (b, "SEW 0:0(0) <mss 1000>");
  bench_at (b, MS (100));
  bench_arrives (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_saw (b, REASON_UPDATE_ECN_AGREED);
  bench_sends (b, ". 1:1(0) ack 1");
  return b;
}

/* --- the handshake --- */

static void
test_active (void)
{
  struct tcp_config config = willing ();
  struct bench *b = ecn_established (&config);

  g_assert_cmpuint (bench_vars (b).ecn_ok, ==, 1);
  bench_send (b, 1000);
  bench_sends (b, "[ect0] P. 1:1001(1000) ack 1");
  bench_free (b);
}

/* Neither a peer without ECN nor one that reflects the bits is taken at its word. */
static void
test_active_declined (void)
{
  static const char *const answers[]
      = { "S. 0:0(0) ack 1 <mss 1000>", "SEW. 0:0(0) ack 1 <mss 1000>", "SW. 0:0(0) ack 1 <mss 1000>" };
  struct tcp_config config = willing ();

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      struct bench *b = bench_new (&config);
      bench_connect (b);
      bench_sends (b, "SEW 0:0(0) <mss 1000>");
      bench_arrives (b, answers[i]);
      bench_saw_not (b, REASON_UPDATE_ECN_AGREED);
      bench_sends (b, ". 1:1(0) ack 1");
      bench_send (b, 1000);
      bench_sends (b, "P. 1:1001(1000) ack 1");
      bench_arrives (b, "E. 1:1(0) ack 1001");
      g_assert_cmpuint (bench_count (b, REASON_UPDATE_ECN_REDUCED), ==, 0);
      bench_free (b);
    }
}

static void
test_passive (void)
{
  static const struct
  {
    const char *syn, *answer;
  } cases[] = {
    { "SEW 0:0(0) <mss 1000>", "SE. 0:0(0) ack 1 <mss 1000>" },
    { "S 0:0(0) <mss 1000>", "S. 0:0(0) ack 1 <mss 1000>" },
    { "SE 0:0(0) <mss 1000>", "S. 0:0(0) ack 1 <mss 1000>" },
  };
  struct tcp_config config = willing ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct bench *b = bench_new (&config);
      bench_listen (b);
      bench_arrives (b, cases[i].syn);
      bench_sends (b, cases[i].answer);
      bench_free (b);
    }
}

/* Off unless it is asked for: the lessons and the RFC's values have no ECN. */
static void
test_off (void)
{
  g_assert_false (tcp_config_rfc ().ecn || tcp_config_linux ().ecn || tcp_config_lesson ().ecn);
  struct bench *b = bench_new (NULL);
  bench_listen (b);
  bench_arrives (b, "SEW 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

static void
test_crossing (void)
{
  struct tcp_config config = willing ();
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "SEW 0:0(0) <mss 1000>");
  bench_arrives (b, "SEW 0:0(0) <mss 1000>");
  bench_sends (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_state (b, TCP_ESTABLISHED);
  bench_take_all (b);
  bench_send (b, 10);
  bench_sends (b, "[ect0] P. 1:11(10) ack 1");
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ECN_REDUCED), ==, 0);
  bench_free (b);
}

/* No answer: the flags may be why, so the next SYN has none, and ECN is not used even when the answer would allow. */
static void
test_fallback (void)
{
  struct tcp_config config = willing ();
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "SEW 0:0(0) <mss 1000>");
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_saw_not (b, REASON_UPDATE_ECN_AGREED);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_free (b);
}

/* The other side of it: the peer takes its offer back. A SYN+ACK that is merely repeated keeps it. */
static void
test_fallback_of_peer (void)
{
  struct tcp_config config = willing ();
  struct bench *b = bench_new (&config);

  bench_listen (b);
  bench_arrives (b, "SEW 0:0(0) <mss 1000>");
  bench_sends (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_at (b, SEC (1));
  bench_sends (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

/* --- ECT --- */

/* ECN-02: what is sent again, probes, FIN and ACK alone are not to be marked. */
static void
test_only_new_text (void)
{
  struct tcp_config config = willing ();
  struct bench *b = ecn_established (&config);

  bench_send (b, 100);
  bench_sends (b, "[ect0] P. 1:101(100) ack 1");
  bench_at (b, MS (1100));
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_arrives (b, ". 1:1(0) ack 101 win 0");
  bench_send (b, 100);
  while (bench_count (b, REASON_SEND_WINDOW_PROBE) == 0)
    bench_at (b, tcp_stack_next_timeout (bench_stack (b)));
  bench_sends (b, ". 101:102(1) ack 1");
  bench_free (b);

  b = ecn_established (&config);
  bench_arrives (b, "[ect0] P. 1:101(100) ack 1");
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 101");
  bench_shutdown (b);
  bench_sends (b, "F. 1:1(0) ack 101");
  bench_free (b);
}

/* --- the receiver --- */

/* ECN-03: ECE on every ACK, beside text too, until CWR; a new mark begins it anew. */
static void
test_echo (void)
{
  struct tcp_config config = willing ();

  config.delayed_ack = false;
  struct bench *b = ecn_established (&config);
  bench_arrives (b, "[ect0] . 1:1001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1001");
  bench_arrives (b, "[ce] . 1001:2001(1000) ack 1");
  bench_saw (b, REASON_UPDATE_ECN_MARKED);
  bench_sends (b, "E. 1:1(0) ack 2001");
  bench_arrives (b, "[ect0] . 2001:3001(1000) ack 1");
  bench_sends (b, "E. 1:1(0) ack 3001");
  bench_send (b, 10);
  bench_sends (b, "[ect0] PE. 1:11(10) ack 3001");
  bench_arrives (b, "[ect0] W. 3001:4001(1000) ack 11");
  bench_saw (b, REASON_UPDATE_ECN_CWR);
  bench_sends (b, ". 11:11(0) ack 4001");
  bench_arrives (b, "[ce] . 4001:5001(1000) ack 11");
  bench_sends (b, "E. 11:11(0) ack 5001");
  bench_arrives (b, "[ce] W. 5001:6001(1000) ack 11");
  bench_sends (b, "E. 11:11(0) ack 6001");
  bench_free (b);
}

/* Outside of the window a mark may be forged; on a pure ACK it means nothing. */
static void
test_marks_ignored (void)
{
  struct tcp_config config = willing ();
  struct bench *b = ecn_established (&config);

  bench_arrives (b, "[ce] . 9001:9101(100) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, "[ce] . 1:1(0) ack 1");
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ECN_MARKED), ==, 0);
  bench_free (b);
}

/* --- the sender --- */

/* ECN-04: cwnd falls once for each window, CWR goes with the next new text and only with that. */
static void
test_reaction (void)
{
  struct tcp_config config = willing ();

  config.nagle = false;
  struct bench *b = ecn_established (&config);
  bench_send (b, 6000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_arrives (b, "E. 1:1(0) ack 1001");
  bench_saw (b, REASON_UPDATE_ECN_REDUCED);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3000);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3000);
  bench_arrives (b, "E. 1:1(0) ack 3001");
  bench_arrives (b, "E. 1:1(0) ack 6001");
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ECN_REDUCED), ==, 1);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3000);
  g_assert_cmpuint (bench_count (b, REASON_RETRANSMIT_FAST), ==, 0);
  bench_send (b, 10);
  bench_sends (b, "[ect0] PW. 6001:6011(10) ack 1");
  bench_send (b, 10);
  bench_sends (b, "[ect0] P. 6011:6021(10) ack 1");
  bench_arrives (b, ". 1:1(0) ack 6011");
  bench_arrives (b, "E. 1:1(0) ack 6021");
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ECN_REDUCED), ==, 2);
  bench_free (b);
}

/* A loss in the same window is reaction enough, and is told by CWR as well. */
static void
test_loss (void)
{
  struct tcp_config config = willing ();
  struct bench *b = ecn_established (&config);

  bench_send (b, 4000);
  bench_take_all (b);
  for (guint i = 0; i < 3; i++)
    bench_arrives (b, "E. 1:1(0) ack 1");
  g_assert_cmpuint (bench_count (b, REASON_RETRANSMIT_FAST), ==, 1);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, "E. 1:1(0) ack 4001");
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ECN_REDUCED), ==, 0);
  bench_send (b, 10);
  bench_sends (b, "[ect0] PW. 4001:4011(10) ack 1");
  bench_free (b);

  b = ecn_established (&config);
  bench_send (b, 1000);
  bench_take_all (b);
  bench_at (b, MS (1100));
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, "E. 1:1(0) ack 1001");
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ECN_REDUCED), ==, 0);
  bench_send (b, 10);
  bench_sends (b, "[ect0] PW. 1001:1011(10) ack 1");
  bench_free (b);
}

/* A mark and a loss in one window count once. */
static void
test_mark_and_loss (void)
{
  struct tcp_config config = willing ();
  struct bench *b = ecn_established (&config);

  bench_send (b, 6000);
  bench_arrives (b, "E. 1:1(0) ack 1001");
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3000);
  for (guint i = 0; i < 3; i++)
    bench_arrives (b, "E. 1:1(0) ack 1001");
  bench_saw (b, REASON_RETRANSMIT_FAST);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3000);
  bench_arrives (b, ". 1:1(0) ack 6001");
  bench_send (b, 1000);
  bench_arrives (b, ". 1:1(0) ack 7001");
  bench_send (b, 4000);
  bench_take_all (b);
  for (guint i = 0; i < 3; i++)
    bench_arrives (b, ". 1:1(0) ack 7001");
  bench_saw (b, REASON_RETRANSMIT_FAST);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
  bench_free (b);
}

/* The window that the mark was about ends with its last octet: a loss in the next one counts. */
static void
test_mark_then_loss (void)
{
  struct tcp_config config = willing ();
  struct bench *b = ecn_established (&config);

  bench_send (b, 6000);
  bench_arrives (b, "E. 1:1(0) ack 1001");
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3000);
  bench_arrives (b, ". 1:1(0) ack 6001");
  bench_send (b, 4000);
  for (guint i = 0; i < 3; i++)
    bench_arrives (b, ". 1:1(0) ack 6001");
  bench_saw (b, REASON_RETRANSMIT_FAST);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
  bench_take_all (b);
  bench_free (b);
}

/* ECN-05: a window of one segment cannot fall, so the sender waits for an RTO before it sends the next. */
static void
test_smallest_window (void)
{
  struct tcp_config config = willing ();

  config.initial_window = 1;
  struct bench *b = ecn_established (&config);
  bench_send (b, 3000);
  bench_sends (b, "[ect0] . 1:1001(1000) ack 1");
  bench_at (b, MS (200));
  bench_arrives (b, "E. 1:1(0) ack 1001");
  bench_saw (b, REASON_UPDATE_ECN_REDUCED);
  bench_saw (b, REASON_TIMER_RTO_ECN_HOLD);
  bench_saw (b, REASON_WAIT_ECN);
  bench_quiet (b);
  g_assert_true (bench_vars (b).ecn_held);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 1000);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1200));
  bench_at (b, MS (1199));
  bench_quiet (b);
  bench_at (b, MS (1200));
  bench_sends (b, "[ect0] W. 1001:2001(1000) ack 1");
  BENCH_CHAIN (b, REASON_SEND_DATA, REASON_TIMER_RTO_EXPIRED, REASON_TIMER_RTO_ECN_HOLD, REASON_ARRIVE_ACK);
  bench_quiet (b);
  g_assert_false (bench_vars (b).ecn_held);
  bench_at (b, MS (1300));
  bench_arrives (b, ". 1:1(0) ack 2001");
  bench_sends (b, "[ect0] P. 2001:3001(1000) ack 1");
  bench_free (b);
}

/* A FIN that is under way has nothing to wait for behind it. */
static void
test_smallest_window_and_fin (void)
{
  struct tcp_config config = willing ();

  config.initial_window = 1;
  struct bench *b = ecn_established (&config);
  bench_send (b, 500);
  bench_shutdown (b);
  bench_take_all (b);
  bench_arrives (b, "E. 1:1(0) ack 501");
  g_assert_false (bench_vars (b).ecn_held);
  bench_free (b);
}

/* What is outstanding goes again when that timer expires, as after any silence. */
static void
test_smallest_window_and_loss (void)
{
  struct tcp_config config = willing ();

  config.initial_window = 1;
  config.nagle = false;
  struct bench *b = ecn_established (&config);
  bench_send (b, 500);
  bench_send (b, 500);
  bench_send (b, 500);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_arrives (b, "E. 1:1(0) ack 501");
  bench_quiet (b);
  g_assert_true (bench_vars (b).ecn_held);
  bench_at (b, MS (1200));
  bench_sends (b, ". 501:1001(500) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  g_assert_false (bench_vars (b).ecn_held);
  bench_take_all (b);
  bench_free (b);
}

const struct dialogue dialogues_ecn[] = {
  { "/tcp/ecn/ECN-01/SHLD-8/active", test_active },
  { "/tcp/ecn/ECN-01/active-declined", test_active_declined },
  { "/tcp/ecn/ECN-01/SHLD-8/passive", test_passive },
  { "/tcp/ecn/ECN-01/off", test_off },
  { "/tcp/ecn/ECN-01/crossing", test_crossing },
  { "/tcp/ecn/ECN-06/fallback", test_fallback },
  { "/tcp/ecn/ECN-06/fallback-of-peer", test_fallback_of_peer },
  { "/tcp/ecn/ECN-02/only-new-text", test_only_new_text },
  { "/tcp/ecn/ECN-03/echo", test_echo },
  { "/tcp/ecn/ECN-03/marks-ignored", test_marks_ignored },
  { "/tcp/ecn/ECN-04/reaction", test_reaction },
  { "/tcp/ecn/ECN-04/loss", test_loss },
  { "/tcp/ecn/ECN-04/mark-and-loss", test_mark_and_loss },
  { "/tcp/ecn/ECN-04/mark-then-loss", test_mark_then_loss },
  { "/tcp/ecn/ECN-05/smallest-window", test_smallest_window },
  { "/tcp/ecn/ECN-05/fin", test_smallest_window_and_fin },
  { "/tcp/ecn/ECN-05/loss", test_smallest_window_and_loss },
  { 0 },
};
