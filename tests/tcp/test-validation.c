/* cwnd and what was made use of it (RFC 7661 §4.3, RFC 9438 §5.8), the values that shape the RTO, and ACKs at the edge
 * of the receive window. */
#include "bench.h"

static struct tcp_config
validating (void)
{
  struct tcp_config config = bench_config ();

  config.cwnd_validation = true;
  config.initial_window = 8;
  config.nagle = false;
  return config;
}

static void
send_and_ack (struct bench *b, guint from, guint octets, vtime at)
{
  g_autofree char *ack = g_strdup_printf (". 1:1(0) ack %u win 60000", from + octets);

  bench_send (b, octets);
  bench_take_all (b);
  bench_at (b, at);
  bench_arrives (b, ack);
}

/* --- the window --- */

/* In slow start more than half of cwnd must be under way; that it is not is told once. */
static void
test_slow_start (void)
{
  struct tcp_config config = validating ();
  struct bench *b = bench_established (&config, 60000);

  send_and_ack (b, 1, 1000, MS (200));
  bench_saw (b, REASON_UPDATE_WINDOW_UNUSED);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 8000);
  send_and_ack (b, 1001, 3000, MS (300));
  bench_saw_not (b, REASON_UPDATE_WINDOW_UNUSED);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 8000);
  send_and_ack (b, 4001, 4000, MS (350));
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 8000);
  send_and_ack (b, 8001, 5000, MS (400));
  bench_saw (b, REASON_UPDATE_SLOW_START);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 9000);
  send_and_ack (b, 13001, 1000, MS (500));
  bench_saw (b, REASON_UPDATE_WINDOW_UNUSED);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 9000);
  bench_free (b);
}

/* All ACKs of a round trip count whose window was used up, the last of them too. */
static void
test_round_trip (void)
{
  struct tcp_config config = validating ();
  struct bench *b = bench_established (&config, 60000);

  bench_send (b, 8000);
  bench_take_all (b);
  bench_at (b, MS (200));
  for (guint ack = 1001; ack <= 8001; ack += 1000)
    {
      g_autofree char *text = g_strdup_printf (". 1:1(0) ack %u win 60000", ack);
      bench_arrives (b, text);
    }
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 16000);
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_WINDOW_UNUSED), ==, 0);
  bench_free (b);
}

/* In congestion avoidance no further segment may have fitted. */
static void
test_congestion_avoidance (void)
{
  struct tcp_config config = validating ();

  config.initial_ssthresh = 4000;
  struct bench *b = bench_established (&config, 60000);
  send_and_ack (b, 1, 7000, MS (200));
  send_and_ack (b, 7001, 7000, MS (300));
  bench_saw_not (b, REASON_UPDATE_CONGESTION_AVOIDANCE);
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_WINDOW_UNUSED), ==, 1);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 8000);
  send_and_ack (b, 14001, 8000, MS (400));
  bench_saw (b, REASON_UPDATE_CONGESTION_AVOIDANCE);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 9000);
  bench_free (b);
}

/* The peer's window holds the sender back just as its program does. */
static void
test_peer_limits (void)
{
  struct tcp_config config = validating ();
  struct bench *b = bench_established (&config, 2000);

  bench_send (b, 8000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_arrives (b, ". 1:1(0) ack 2001 win 2000");
  bench_saw (b, REASON_UPDATE_WINDOW_UNUSED);
  bench_take_all (b);
  bench_free (b);
}

static void
test_off (void)
{
  struct tcp_config config = validating ();

  g_assert_true (tcp_config_rfc ().cwnd_validation && tcp_config_linux ().cwnd_validation);
  config.cwnd_validation = false;
  struct bench *b = bench_established (&config, 60000);
  send_and_ack (b, 1, 1000, MS (200));
  bench_saw (b, REASON_UPDATE_SLOW_START);
  bench_free (b);
}

/* CUBIC's clock stands still while the window is not used, and while nothing is sent. */
static void
test_cubic (void)
{
  struct tcp_config config = validating ();

  config.congestion_name = TCP_CONGESTION_CUBIC;
  config.initial_ssthresh = 4000;
  struct bench *b = bench_established (&config, 60000);
  send_and_ack (b, 1, 8000, MS (200));
  g_assert_cmpint (bench_vars (b).cubic_epoch, ==, MS (200));
  guint32 cwnd = bench_vars (b).cwnd;
  send_and_ack (b, 8001, 1000, MS (300));
  bench_saw (b, REASON_UPDATE_WINDOW_UNUSED);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, cwnd);
  g_assert_cmpint (bench_vars (b).cubic_epoch, ==, MS (300));
  /* Half a second without anything, then a full window: only its round trip counts. */
  bench_at (b, MS (800));
  send_and_ack (b, 9001, cwnd, MS (900));
  bench_saw_not (b, REASON_UPDATE_WINDOW_UNUSED);
  g_assert_cmpint (bench_vars (b).cubic_epoch, ==, MS (800));
  bench_free (b);
}

/* --- the RTO --- */

static vtime
rto_of (const struct tcp_config *config)
{
  struct bench *b = bench_established (config, 60000);
  vtime rto = bench_vars (b).rto;

  bench_free (b);
  return rto;
}

/* One sample of 100 ms: RTTVAR is 50 ms. A constant round trip then leaves G above SRTT. */
static void
test_granularity (void)
{
  struct tcp_config config = bench_config ();

  config.rto_min = MS (10);
  g_assert_cmpint (rto_of (&config), ==, MS (300));
  config.clock_granularity = MS (250);
  g_assert_cmpint (rto_of (&config), ==, MS (350));
}

static void
test_margin (void)
{
  struct tcp_config config = bench_config ();

  config.rto_min = MS (250);
  g_assert_cmpint (rto_of (&config), ==, MS (300));
  config.rto_min_as_margin = true;
  g_assert_cmpint (rto_of (&config), ==, MS (350));
  g_assert_true (tcp_config_linux ().rto_min_as_margin);
}

/* The timer waits longer; what the RTO is, and how it doubles, stays. */
static void
test_slack (void)
{
  struct tcp_config config = bench_config ();

  config.rto_slack = MS (30);
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 1");
  g_assert_cmpint (bench_vars (b).rto, ==, SEC (1));
  bench_at (b, MS (1129));
  bench_quiet (b);
  bench_at (b, MS (1130));
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_at (b, MS (1130 + 2029));
  bench_quiet (b);
  bench_at (b, MS (1130 + 2030));
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_free (b);
}

/* --- the edge of the receive window --- */

/* The peer has sent the whole window and its first segment is missing: its ACKs begin at 8001. */
static struct bench *
window_used_up (gboolean use)
{
  struct tcp_config config = bench_config ();

  config.ack_at_window_edge = use;
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:8001(7000) ack 1");
  bench_take_all (b);
  return b;
}

static void
test_edge (void)
{
  struct bench *b = window_used_up (TRUE);

  bench_arrives (b, ". 8001:8001(0) ack 1001 win 500");
  bench_saw (b, REASON_UPDATE_ACK_AT_WINDOW_EDGE);
  bench_saw (b, REASON_UPDATE_ACK_NEW);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 0);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 500);
  g_assert_cmpuint (bench_vars (b).rcv_nxt, ==, 301);
  bench_free (b);
}

/* Nothing else that begins there is let in, nor anything beyond. */
static void
test_edge_only_acks (void)
{
  static const char *const texts[] = { ". 8001:8002(1) ack 1001", "F. 8001:8001(0) ack 1001", ". 8002:8002(0) ack 1001",
                                       ". 8001:8001(0) ack 1001 win 500" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      struct bench *b = window_used_up (i < 3);
      bench_arrives (b, texts[i]);
      bench_saw (b, REASON_DISCARD_SEQ_BEYOND_WINDOW);
      bench_saw_not (b, REASON_UPDATE_ACK_AT_WINDOW_EDGE);
      bench_sends (b, ". 1001:1001(0) ack 1");
      g_assert_cmpuint (bench_vars (b).flight_size, ==, 1000);
      bench_free (b);
    }
  struct bench *b = window_used_up (TRUE);
  bench_arrives (b, "R. 8001:8001(0) ack 1001");
  bench_saw (b, REASON_DISCARD_RST_OUTSIDE);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
  g_assert_false (tcp_config_rfc ().ack_at_window_edge);
  g_assert_true (tcp_config_linux ().ack_at_window_edge);
}

const struct dialogue dialogues_validation[] = {
  { "/tcp/validation/CC-04/slow-start", test_slow_start },
  { "/tcp/validation/CC-04/round-trip", test_round_trip },
  { "/tcp/validation/CC-05/congestion-avoidance", test_congestion_avoidance },
  { "/tcp/validation/CC-05/peer-limits", test_peer_limits },
  { "/tcp/validation/off", test_off },
  { "/tcp/validation/CU-02/cubic", test_cubic },
  { "/tcp/validation/RTO-04/granularity", test_granularity },
  { "/tcp/validation/RTO-05/margin", test_margin },
  { "/tcp/validation/RTO-09/RTO-10/slack", test_slack },
  { "/tcp/validation/SM-SEQ-02/edge", test_edge },
  { "/tcp/validation/SM-SEQ-02/edge-only-acks", test_edge_only_acks },
  { 0 },
};
