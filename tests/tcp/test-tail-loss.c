/* Tail loss probes (RFC 8985 §7). */
#include "bench.h"

#include "tcp/congestion.h"

static struct tcp_config
probing_config (void)
{
  struct tcp_config config = bench_config ();

  config.sack = true;
  config.rack = true;
  config.tlp = true;
  config.initial_window = 8;
  return config;
}

static struct bench *
established (const struct tcp_config *config)
{
  struct tcp_config usual = probing_config ();

  return bench_reporting (config != NULL ? config : &usual);
}

/* RK-04: two round trips; for a single segment as long as its ACK may be delayed besides. It begins anew with new text
 * and with each new ACK. */
static void
test_time (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (500));
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, VTIME_NEVER);
  bench_at (b, MS (150));
  bench_send (b, 3000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (350));
  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (400));
  bench_at (b, MS (250));
  bench_acks (b, 3001, NULL);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (650));
  bench_acks (b, 4001, NULL);
  bench_saw (b, REASON_TIMER_PTO_STOP);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, VTIME_NEVER);
  bench_free (b);
}

/* A burst sets it once. */
static void
test_burst (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 8000);
  bench_take_all (b);
  g_assert_cmpuint (bench_count (b, REASON_TIMER_PTO_START), ==, 1);
  g_assert_cmpuint (bench_count (b, REASON_TIMER_RTO_YIELD), ==, 0);
  bench_free (b);
}

/* Never past the RTO. */
static void
test_bounded (void)
{
  struct tcp_config config = probing_config ();
  struct bench *b;

  config.rto_min = MS (1);
  b = established (&config);
  g_assert_cmpint (bench_vars (b).rto, ==, MS (300));
  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (400));
  bench_at (b, MS (390));
  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (400));
  bench_at (b, MS (400));
  bench_sends_by (b, "P. 1001:2001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  bench_free (b);

  b = established (&config);
  bench_send (b, 2000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  g_assert_cmpint (bench_vars (b).rto, ==, MS (250));
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (450));
  bench_free (b);
}

/* One second before a round trip was measured. */
static void
test_unmeasured (void)
{
  struct tcp_config config = probing_config ();
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_at (b, MS (1000));
  bench_take_all (b);
  bench_at (b, MS (1100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK>");
  g_assert_cmpint (bench_vars (b).srtt, ==, 0);
  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, MS (2100));
  bench_free (b);
}

/* RK-05, TO-PTO: the last segment again, once; then the RTO. */
static void
test_last_again (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 3000);
  bench_take_all (b);
  bench_at (b, MS (300));
  bench_sends_by (b, "P. 2001:3001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  BENCH_CHAIN (b, REASON_RETRANSMIT_TAIL_LOSS_PROBE, REASON_TIMER_PTO_EXPIRED, REASON_TIMER_PTO_START,
               REASON_CALL_SEND);
  bench_quiet (b);
  g_assert_true (bench_vars (b).probe_outstanding);
  g_assert_true (bench_vars (b).probe_is_resent);
  g_assert_cmpuint (bench_vars (b).tlp_end_seq, ==, bench_vars (b).iss + 3001);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, VTIME_NEVER);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1300));
  bench_at (b, MS (1300));
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  g_assert_false (bench_vars (b).probe_outstanding);
  bench_quiet (b);
  bench_free (b);
}

/* New text rather than old, whatever cwnd and Nagle say. */
static void
test_new_text (void)
{
  struct tcp_config config = probing_config ();
  struct bench *b;

  config.initial_window = 2;
  b = established (&config);
  bench_send (b, 4000);
  bench_take_all (b);
  bench_at (b, MS (300));
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_SEND_TAIL_LOSS_PROBE);
  bench_quiet (b);
  g_assert_false (bench_vars (b).probe_is_resent);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1300));
  bench_at (b, MS (400));
  bench_acks (b, 3001, NULL);
  g_assert_false (bench_vars (b).probe_outstanding);
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_PROBE_REPAIRED), ==, 0);
  bench_take_all (b);
  bench_free (b);

  b = established (NULL);
  bench_send (b, 100);
  bench_send (b, 100);
  bench_take_all (b);
  bench_at (b, MS (500));
  bench_sends_by (b, "P. 101:201(100) ack 1", REASON_SEND_TAIL_LOSS_PROBE);
  bench_free (b);
}

/* A FIN is as good; a closed window leaves only what is out. */
static void
test_fin_and_window (void)
{
  struct tcp_config config = probing_config ();
  struct bench *b;

  config.initial_window = 1;
  b = established (&config);
  bench_send (b, 1000);
  bench_shutdown (b);
  bench_take_all (b);
  bench_at (b, MS (500));
  bench_sends_by (b, "F. 1001:1001(0) ack 1", REASON_SEND_TAIL_LOSS_PROBE);
  bench_state (b, TCP_FIN_WAIT_1);
  bench_free (b);

  b = bench_new (&config);
  bench_connect (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 1000 <mss 1000,sackOK>");
  bench_send (b, 2000);
  bench_take_all (b);
  bench_at (b, MS (500));
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  bench_free (b);

  b = bench_new (&config);
  bench_connect (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 1000 <mss 1000,sackOK>");
  bench_send (b, 2000);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 win 500");
  bench_at (b, MS (500));
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  bench_free (b);
}

/* RK-05: after a probe a round trip must have been measured before the next. */
static void
test_measured_since (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 1000);
  bench_at (b, MS (500));
  bench_take_all (b);
  bench_at (b, MS (600));
  bench_acks (b, 1001, "1:1001");
  bench_saw (b, REASON_UPDATE_PROBE_NOT_NEEDED);
  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, VTIME_NEVER);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1600));
  bench_at (b, MS (700));
  bench_acks (b, 2001, NULL);
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, VTIME_NEVER);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), >, 0);
  bench_free (b);
}

/* One of two segments is lost; the probe that replaced it is acknowledged at 700 ms. */
static struct bench *
repaired (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 2000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  bench_at (b, MS (600));
  bench_sends_by (b, "P. 1001:2001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  bench_at (b, MS (700));
  bench_acks (b, 2001, NULL);
  g_assert_true (bench_vars (b).probe_outstanding);
  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
  return b;
}

/* RK-06: nothing but the next ACK can tell that a loss was repaired; it counts as congestion. */
static void
test_repaired (void)
{
  struct bench *b = repaired ();

  bench_at (b, MS (800));
  bench_acks (b, 3001, NULL);
  bench_saw (b, REASON_UPDATE_PROBE_REPAIRED);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
  g_assert_false (bench_vars (b).probe_outstanding);
  bench_free (b);
}

/* What was in flight then is what is halved; a D-SACK of something else proves nothing. */
static void
test_repaired_of_many (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 6000);
  bench_at (b, MS (300));
  bench_take_all (b);
  bench_at (b, MS (400));
  bench_acks (b, 6001, NULL);
  g_assert_true (bench_vars (b).probe_outstanding);
  bench_send (b, 1000);
  bench_take_all (b);
  bench_at (b, MS (500));
  bench_acks (b, 7001, "1:1001");
  bench_saw (b, REASON_UPDATE_PROBE_REPAIRED);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3000);
  bench_free (b);
}

/* A duplicate that is told of, by D-SACK or else by an ACK of nothing new, means that nothing was lost. */
static void
test_not_needed (void)
{
  struct bench *b = repaired ();

  bench_at (b, MS (710));
  bench_acks (b, 2001, "1001:2001");
  bench_saw (b, REASON_UPDATE_PROBE_NOT_NEEDED);
  bench_at (b, MS (800));
  bench_acks (b, 3001, NULL);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
  bench_free (b);

  b = repaired ();
  bench_at (b, MS (710));
  bench_acks (b, 2001, NULL);
  bench_saw (b, REASON_UPDATE_PROBE_NOT_NEEDED);
  bench_at (b, MS (800));
  bench_acks (b, 3001, NULL);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
  bench_free (b);
}

/* Several are lost at the end: the peer reports the probe, and RACK sees the rest. */
static void
test_tail (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 6000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 3001, NULL);
  bench_at (b, MS (400));
  bench_sends_by (b, "P. 5001:6001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  bench_at (b, MS (500));
  bench_acks (b, 3001, "5001:6001");
  bench_sends_by (b, ". 3001:4001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_sends_by (b, ". 4001:5001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_quiet (b);
  g_assert_false (bench_vars (b).probe_outstanding);
  bench_at (b, MS (600));
  bench_acks (b, 6001, NULL);
  bench_free (b);
}

/* No probe while segments were reported, in recovery, and without RACK. */
static void
test_no_probe (void)
{
  struct tcp_config config = probing_config ();
  struct bench *b = established (NULL);

  bench_send (b, 8000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 1001, "2001:5001");
  bench_take_all (b);
  bench_saw (b, REASON_UPDATE_ENTER_RACK_RECOVERY);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, VTIME_NEVER);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1200));
  bench_free (b);

  config.rack = false;
  b = established (&config);
  bench_send (b, 1000);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, VTIME_NEVER);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1100));
  bench_free (b);
}

/* RACK's losses end the wait for a probe. */
static void
test_recovery_ends_wait (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 8000);
  bench_take_all (b);
  bench_at (b, MS (210));
  bench_acks (b, 1, "1001:4001");
  bench_saw (b, REASON_TIMER_PTO_STOP);
  bench_saw (b, REASON_RETRANSMIT_RACK);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1210));
  bench_free (b);
}

/* The round trip was measured by timestamps: each ACK does. Still no probe goes while the fate of the last is open. */
static void
test_timestamps (void)
{
  struct tcp_config config = probing_config ();
  struct bench *b;

  config.timestamps = true;
  b = bench_new (&config);
  bench_connect (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK,TS val 7 ecr 0>");
  bench_send (b, 988);
  bench_at (b, MS (500));
  bench_take_all (b);
  bench_at (b, MS (600));
  bench_arrives (b, ". 1:1(0) ack 989 win 60000 <TS val 7 ecr 500,sack 1:989>");
  bench_send (b, 988);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, VTIME_NEVER);
  bench_at (b, bench_deadline (b, TCP_TIMER_PTO));
  bench_saw (b, REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  bench_at (b, bench_now (b) + MS (100));
  g_autofree char *text
      = g_strdup_printf (". 1:1(0) ack 1977 win 60000 <TS val 7 ecr %u>", (guint) (bench_now (b) / MS (1) - 100));
  bench_arrives (b, text);
  bench_saw (b, REASON_UPDATE_RTT_FROM_TIMESTAMP);
  bench_send (b, 988);
  bench_take_all (b);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_PTO), ==, VTIME_NEVER);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), !=, VTIME_NEVER);
  bench_free (b);
}

const struct dialogue dialogues_tail_loss[] = {
  { "/tcp/tail-loss/RK-04/time", test_time },
  { "/tcp/tail-loss/RK-04/burst", test_burst },
  { "/tcp/tail-loss/RK-04/bounded", test_bounded },
  { "/tcp/tail-loss/RK-04/unmeasured", test_unmeasured },
  { "/tcp/tail-loss/RK-05/TO-PTO/last-again", test_last_again },
  { "/tcp/tail-loss/RK-05/new-text", test_new_text },
  { "/tcp/tail-loss/RK-05/fin-and-window", test_fin_and_window },
  { "/tcp/tail-loss/RK-05/measured-since", test_measured_since },
  { "/tcp/tail-loss/RK-05/timestamps", test_timestamps },
  { "/tcp/tail-loss/RK-06/repaired", test_repaired },
  { "/tcp/tail-loss/RK-06/of-many", test_repaired_of_many },
  { "/tcp/tail-loss/RK-06/not-needed", test_not_needed },
  { "/tcp/tail-loss/tail", test_tail },
  { "/tcp/tail-loss/no-probe", test_no_probe },
  { "/tcp/tail-loss/TO-PTO/recovery-ends-wait", test_recovery_ends_wait },
  { 0 },
};
