/* Loss recovery: duplicate ACKs, fast retransmit, NewReno, limited transmit, and what follows a timeout. */
#include "bench.h"

static void
sends_segments (struct bench *b, guint32 first, guint32 count, gboolean last)
{
  for (guint32 i = 0; i < count; i++)
    {
      guint32 seq = first + 1000 * i;
      g_autofree char *text
          = g_strdup_printf ("%s %u:%u(1000) ack 1", last && i + 1 == count ? "P." : ".", seq, seq + 1000);
      bench_sends (b, text);
    }
}

static void
acks (struct bench *b, guint32 ack)
{
  g_autofree char *text = g_strdup_printf (". 1:1(0) ack %u win 60000", ack);

  bench_arrives (b, text);
}

/* S24 with its numbers. */
static struct bench *
lose_second_of_eight (gboolean new_reno)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 8;
  config.new_reno = new_reno;
  config.limited_transmit = false;
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 8000);
  sends_segments (b, 1, 8, TRUE);
  bench_at (b, MS (200));
  acks (b, 1001);
  acks (b, 1001);
  bench_saw (b, REASON_UPDATE_ACK_DUPLICATE);
  g_assert_cmpuint (bench_vars (b).dupacks, ==, 1);
  acks (b, 1001);
  bench_quiet (b);
  acks (b, 1001);
  bench_saw (b, REASON_UPDATE_ENTER_RECOVERY);
  bench_sends (b, ". 1001:2001(1000) ack 1");
  BENCH_CHAIN (b, REASON_RETRANSMIT_FAST, REASON_ARRIVE_ACK);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3500);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 6500);
  g_assert_cmpint (bench_vars (b).phase, ==, TCP_FAST_RECOVERY);
  acks (b, 1001);
  bench_saw (b, REASON_UPDATE_INFLATE);
  acks (b, 1001);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 8500);
  bench_at (b, MS (300));
  acks (b, 8001);
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  bench_saw (b, REASON_UPDATE_KARN_NO_SAMPLE);
  bench_quiet (b);
  return b;
}

static void
test_fast_retransmit (void)
{
  struct bench *b = lose_second_of_eight (TRUE);

  g_assert_cmpuint (bench_vars (b).cwnd, ==, 2000);
  bench_free (b);
  b = lose_second_of_eight (FALSE);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3500);
  bench_free (b);
}

/* The first segment of a connection is as good as any other. */
static void
test_first_segment_lost (void)
{
  struct bench *b = bench_established (NULL, 60000);

  g_assert_cmpuint (bench_vars (b).recover, ==, bench_vars (b).iss);
  bench_send (b, 5000);
  sends_segments (b, 1, 5, TRUE);
  for (guint i = 0; i < 3; i++)
    acks (b, 1);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_reason (b, REASON_RETRANSMIT_FAST);
  bench_free (b);
}

/* S25 without SACK: 2, 4 and 6 of eight are lost. */
static void
test_partial_acks (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 8;
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 8000);
  sends_segments (b, 1, 8, TRUE);
  bench_at (b, MS (200));
  acks (b, 1001);
  for (guint i = 0; i < 3; i++)
    acks (b, 1001);
  bench_sends (b, ". 1001:2001(1000) ack 1");
  acks (b, 1001);
  bench_at (b, MS (300));
  acks (b, 3001);
  bench_saw (b, REASON_UPDATE_PARTIAL_ACK);
  bench_saw (b, REASON_TIMER_RTO_RESTART);
  bench_sends (b, ". 3001:4001(1000) ack 1");
  BENCH_CHAIN (b, REASON_RETRANSMIT_PARTIAL_ACK, REASON_ARRIVE_ACK);
  g_assert_cmpint (bench_vars (b).phase, ==, TCP_FAST_RECOVERY);
  bench_at (b, MS (400));
  acks (b, 5001);
  bench_saw_not (b, REASON_TIMER_RTO_RESTART);
  bench_sends (b, ". 5001:6001(1000) ack 1");
  bench_at (b, MS (500));
  acks (b, 8001);
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  g_assert_cmpuint (bench_vars (b).retransmissions, ==, 3);
  bench_free (b);
}

/* Duplicates of what recovery or a timeout has covered start nothing anew. */
static void
test_recover_memory (void)
{
  struct bench *b = bench_established (NULL, 60000);

  bench_send (b, 5000);
  sends_segments (b, 1, 5, TRUE);
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_saw (b, REASON_UPDATE_TIMEOUT_COLLAPSE);
  g_assert_cmpuint (bench_vars (b).recover, ==, 100 + 5000);
  for (guint i = 0; i < 5; i++)
    acks (b, 1);
  bench_saw_not (b, REASON_UPDATE_ENTER_RECOVERY);
  bench_quiet (b);
  acks (b, 5001);
  bench_send (b, 5000);
  sends_segments (b, 5001, 2, FALSE);
  acks (b, 5001);
  acks (b, 5001);
  acks (b, 5001);
  /* 5001 - 1 is not above recover. */
  bench_saw_not (b, REASON_UPDATE_ENTER_RECOVERY);
  acks (b, 7001);
  sends_segments (b, 7001, 3, TRUE);
  for (guint i = 0; i < 3; i++)
    acks (b, 7001);
  bench_saw (b, REASON_UPDATE_ENTER_RECOVERY);
  bench_sends (b, ". 7001:8001(1000) ack 1");
  bench_free (b);
}

/* After a timeout everything outstanding is lost: resent in slow start, no new text before. */
static void
test_after_timeout (void)
{
  struct bench *b = bench_established (NULL, 60000);

  bench_send (b, 6000);
  sends_segments (b, 1, 6, TRUE);
  bench_send (b, 20000);
  sends_segments (b, 6001, 4, FALSE);
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 5000);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 1000);
  bench_at (b, MS (1200));
  acks (b, 1001);
  bench_sends (b, ". 1001:2001(1000) ack 1");
  BENCH_CHAIN (b, REASON_RETRANSMIT_AFTER_TIMEOUT, REASON_ARRIVE_ACK);
  bench_sends (b, ". 2001:3001(1000) ack 1");
  bench_at (b, MS (1300));
  /* The peer had the rest: nothing of it is sent a second time. */
  acks (b, 9001);
  bench_sends (b, ". 9001:10001(1000) ack 1");
  bench_reason (b, REASON_RETRANSMIT_AFTER_TIMEOUT);
  sends_segments (b, 10001, 2, FALSE);
  bench_reason (b, REASON_SEND_DATA);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3000);
  bench_free (b);
}

/* A segment that was resent by three duplicates meets its first timeout: ssthresh falls again, and only once. */
static void
test_timeout_in_recovery (void)
{
  struct bench *b = bench_established (NULL, 60000);

  bench_send (b, 8000);
  sends_segments (b, 1, 8, TRUE);
  for (guint i = 0; i < 3; i++)
    acks (b, 1);
  bench_sends (b, ". 1:1001(1000) ack 1");
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 4000);
  bench_send (b, 8000);
  for (guint i = 0; i < 3; i++)
    acks (b, 1);
  sends_segments (b, 8001, 2, FALSE);
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 5000);
  g_assert_cmpint (bench_vars (b).phase, ==, TCP_LOSS);
  bench_at (b, MS (3100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 5000);
  bench_free (b);
}

/* What limited transmit sent does not count when the timer halves FlightSize. */
static void
test_timeout_after_limited_transmit (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 6;
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 20000);
  sends_segments (b, 1, 6, FALSE);
  acks (b, 1);
  acks (b, 1);
  sends_segments (b, 6001, 2, FALSE);
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3000);
  bench_free (b);
}

/* What is no duplicate ACK. */
static void
test_not_duplicate (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw_not (b, REASON_UPDATE_ACK_DUPLICATE);
  bench_send (b, 2000);
  sends_segments (b, 1, 2, TRUE);
  bench_arrives (b, ". 1:1(0) ack 1 win 7000");
  bench_saw_not (b, REASON_UPDATE_ACK_DUPLICATE);
  bench_saw (b, REASON_UPDATE_WINDOW);
  bench_arrives (b, "P. 1:6(5) ack 1 win 7000");
  bench_saw_not (b, REASON_UPDATE_ACK_DUPLICATE);
  bench_arrives (b, ". 6:6(0) ack 1 win 7000");
  bench_saw (b, REASON_UPDATE_ACK_DUPLICATE);
  bench_arrives (b, ". 6:6(0) ack 1001 win 7000");
  g_assert_cmpuint (bench_vars (b).dupacks, ==, 0);
  /* Not of SND.UNA: older. */
  bench_arrives (b, ". 6:6(0) ack 1 win 7000");
  bench_saw_not (b, REASON_UPDATE_ACK_DUPLICATE);
  bench_free (b);
}

/* RFC 3042: one new segment for each of the first two duplicates, cwnd unchanged, not counted in FlightSize. */
static void
test_limited_transmit (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 4;
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 20000);
  sends_segments (b, 1, 4, FALSE);
  acks (b, 1);
  sends_segments (b, 4001, 1, FALSE);
  BENCH_CHAIN (b, REASON_SEND_LIMITED_TRANSMIT, REASON_ARRIVE_ACK);
  acks (b, 1);
  sends_segments (b, 5001, 1, FALSE);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 4000);
  acks (b, 1);
  bench_sends (b, ". 1:1001(1000) ack 1");
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 5000);
  acks (b, 1);
  bench_quiet (b);
  acks (b, 1);
  sends_segments (b, 6001, 1, FALSE);
  bench_free (b);
}

/* S23: 2 is overtaken by 3 and 4, seen from the receiver. */
static void
test_reordering (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_quiet (b);
  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1001");
  bench_arrives (b, ". 3001:4001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1001");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 4001");
  bench_reason (b, REASON_SEND_ACK_GAP_FILLED);
  bench_free (b);
}

/* All in one instant: still one ACK for each, or fast retransmit could not count. */
static void
test_duplicates_of_one_instant (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_gather (b);
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_arrives (b, ". 3001:4001(1000) ack 1");
  bench_flush (b);
  for (guint i = 0; i < 3; i++)
    bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);
}

/* RTO-13: whichever loss the timer finds, a first or a later one, of text or of the FIN, with SACK or without, cwnd is
 * one segment afterwards and ssthresh at most half of what was in flight. */
static void
test_each_timeout_counts (void)
{
  for (guint choice = 0; choice < 8; choice++)
    {
      struct tcp_config config = bench_config ();
      guint una = 1;
      config.initial_window = 8;
      config.sack = choice & 1;
      config.rack = choice & 2;
      config.frto = choice & 4;
      struct bench *b = bench_new (&config);
      bench_connect (b);
      bench_at (b, MS (100));
      bench_arrives (b, config.sack ? "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK>"
                                    : "S. 0:0(0) ack 1 win 60000 <mss 1000>");
      for (guint round = 1; round <= 3; round++)
        {
          bench_send (b, 6000);
          if (round == 3)
            bench_shutdown (b);
          guint flight = bench_vars (b).flight_size;
          while (bench_count (b, REASON_UPDATE_TIMEOUT_COLLAPSE) < round)
            bench_at (b, bench_now (b) + MS (100));
          g_assert_cmpuint (bench_vars (b).cwnd, ==, 1000);
          g_assert_cmpuint (bench_vars (b).ssthresh, ==, MAX (flight / 2, 2000));
          g_assert_cmpuint (bench_vars (b).phase, ==, TCP_LOSS);
          una = bench_vars (b).snd_nxt - bench_vars (b).iss;
          acks (b, una);
        }
      bench_take_all (b);
      bench_free (b);
    }
}

const struct dialogue dialogues_recovery[] = {
  { "/tcp/recovery/S24/CC-09/CC-10/CC-11/NR-03", test_fast_retransmit },
  { "/tcp/recovery/NR-02/first", test_first_segment_lost },
  { "/tcp/recovery/S25/NR-04", test_partial_acks },
  { "/tcp/recovery/NR-02/NR-05", test_recover_memory },
  { "/tcp/recovery/RTO-10/RTO-12", test_after_timeout },
  { "/tcp/recovery/RTO-13", test_each_timeout_counts },
  { "/tcp/recovery/CC-06/recovery", test_timeout_in_recovery },
  { "/tcp/recovery/CC-06/CC-08/timeout", test_timeout_after_limited_transmit },
  { "/tcp/recovery/CC-07/SM-ACK-07", test_not_duplicate },
  { "/tcp/recovery/CC-08/CC-09", test_limited_transmit },
  { "/tcp/recovery/S23/CC-13", test_reordering },
  { "/tcp/recovery/CC-13/one-instant", test_duplicates_of_one_instant },
  { 0 },
};
