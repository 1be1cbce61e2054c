/* Congestion control: windows, slow start, avoidance, the restart after an idle time. */
#include "bench.h"

#include "tcp/congestion.h"

/* --- as arithmetic --- */

static void
test_initial_window (void)
{
  static const struct
  {
    guint32 smss;
    guint32 window;
  } rows[] = { { 536, 5360 }, { 1000, 10000 }, { 1460, 14600 }, { 2000, 14600 }, { 9000, 18000 } };
  struct tcp_config config = tcp_config_rfc ();
  struct congestion c;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      congestion_init (&c, &config, rows[i].smss, 7, 0);
      g_assert_cmpuint (c.cwnd, ==, rows[i].window);
      g_assert_cmpuint (c.ssthresh, ==, UINT32_MAX);
      g_assert_cmpuint (c.recover, ==, 7);
    }
  /* RFC 6928 forgives one lost SYN, RFC 5681 none. */
  congestion_init (&c, &config, 1000, 7, 1);
  g_assert_cmpuint (c.cwnd, ==, 10000);
  congestion_init (&c, &config, 1000, 7, 2);
  g_assert_cmpuint (c.cwnd, ==, 1000);
  config.initial_window = 4;
  congestion_init (&c, &config, 1000, 7, 0);
  g_assert_cmpuint (c.cwnd, ==, 4000);
  congestion_init (&c, &config, 1000, 7, 1);
  g_assert_cmpuint (c.cwnd, ==, 1000);
}

/* Of the RFCs, for a sender that always makes use of its window. */
static struct tcp_config
of_the_rfc (void)
{
  struct tcp_config config = tcp_config_rfc ();

  config.cwnd_validation = false;
  return config;
}

/* S29: cwnd per round trip 1, 2, 4, 8, 16, 17, 18, 19, 20 with ssthresh 16. */
static void
test_growth (void)
{
  static const guint32 windows[] = { 1, 2, 4, 8, 16, 17, 18, 19, 20 };
  struct tcp_config config = of_the_rfc ();
  struct congestion c;
  guint32 ack = 1;

  config.initial_window = 1;
  config.initial_ssthresh = 16000;
  congestion_init (&c, &config, 1000, 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_assert_cmpuint (c.cwnd, ==, windows[i] * 1000);
      g_assert_cmpint (c.phase, ==, i < 4 ? TCP_SLOW_START : TCP_CONGESTION_AVOIDANCE);
      for (guint32 segment = 0; segment < windows[i]; segment++)
        congestion_ack (&c, ack += 1000, 1000, 0, 0, 1000);
    }
  /* An ACK for more than a segment counts as one (slow start). */
  congestion_init (&c, &config, 1000, 0, 0);
  congestion_ack (&c, 5001, 5000, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 2000);
  congestion_ack (&c, 5101, 100, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 2100);
}

/* An ACK may count for more than a segment where the configuration has it so, but not beyond ssthresh, nor for what the
 * peer was known to have. */
static void
test_growth_by_more (void)
{
  struct tcp_config config = of_the_rfc ();
  struct congestion c;

  g_assert_cmpuint (config.slow_start_limit, ==, 1);
  g_assert_cmpuint (tcp_config_linux ().slow_start_limit, ==, 0);
  config.initial_window = 4;
  config.slow_start_limit = 2;
  congestion_init (&c, &config, 1000, 0, 0);
  congestion_ack (&c, 3001, 3000, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 6000);
  congestion_ack (&c, 4501, 1500, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 7500);

  config.slow_start_limit = 0;
  congestion_init (&c, &config, 1000, 0, 0);
  congestion_ack (&c, 4001, 4000, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 8000);
  c.ssthresh = 10500;
  congestion_ack (&c, 9001, 5000, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 10500);

  /* Two of four arrived before, by duplicate ACKs or by reports. */
  congestion_init (&c, &config, 1000, 0, 0);
  congestion_duplicate (&c, 1, 8001, 8000, 1000);
  congestion_duplicate (&c, 1, 8001, 8000, 1000);
  congestion_ack (&c, 4001, 4000, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 6000);
  congestion_init (&c, &config, 1000, 0, 0);
  c.sack = true;
  congestion_ack (&c, 4001, 4000, 2000, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, 6000);
}

/* A loss takes its part of cwnd where the configuration has it so, however little is in flight; but once only, since
 * in recovery cwnd tells of the repair. */
static void
test_loss_of_cwnd (void)
{
  struct tcp_config config = of_the_rfc ();
  struct congestion c;

  g_assert_false (config.loss_from_cwnd);
  g_assert_true (tcp_config_linux ().loss_from_cwnd);
  config.loss_from_cwnd = true;
  congestion_init (&c, &config, 1000, 0, 0);
  congestion_timeout (&c, 2001, 1000, 1000, true);
  g_assert_cmpuint (c.ssthresh, ==, 5000);
  congestion_timeout (&c, 2001, 1000, 1000, false);
  g_assert_cmpuint (c.ssthresh, ==, 5000);

  config.congestion_name = TCP_CONGESTION_CUBIC;
  congestion_init (&c, &config, 1000, 0, 0);
  c.sack = true;
  congestion_sacked (&c, 6001, 6000, 1000, true);
  g_assert_cmpuint (c.ssthresh, ==, 7000);
  congestion_loss_found (&c, 9001, 6000, 1000, true);
  g_assert_cmpuint (c.ssthresh, ==, 4200);
}

/* S29 goes on: three duplicates at 20, a timeout at 12. */
static void
test_sawtooth (void)
{
  struct tcp_config config = of_the_rfc ();
  struct congestion c;

  config.initial_window = 20;
  config.initial_ssthresh = 16000;
  congestion_init (&c, &config, 1000, 0, 0);
  for (guint i = 0; i < 3; i++)
    congestion_duplicate (&c, 1, 20001, 20000, 1000);
  g_assert_cmpuint (c.ssthresh, ==, 10000);
  g_assert_cmpuint (c.cwnd, ==, 13000);
  congestion_ack (&c, 20001, 20000, 0, 9000, 1000);
  g_assert_cmpuint (c.cwnd, ==, 10000);
  c.cwnd = 12000;
  congestion_timeout (&c, 40001, 12000, 1000, true);
  g_assert_cmpuint (c.ssthresh, ==, 6000);
  g_assert_cmpuint (c.cwnd, ==, 1000);
  congestion_timeout (&c, 40001, 1000, 1000, false);
  g_assert_cmpuint (c.ssthresh, ==, 6000);
  congestion_timeout (&c, 40001, 1000, 1000, true);
  g_assert_cmpuint (c.ssthresh, ==, 2000);
}

static void
test_limits (void)
{
  struct tcp_config config = of_the_rfc ();
  struct congestion c;

  congestion_init (&c, &config, 1000, 0, 0);
  c.cwnd = CONGESTION_WINDOW_MAX - 5;
  congestion_ack (&c, 1, 1000, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, CONGESTION_WINDOW_MAX);
  congestion_ack (&c, 1001, UINT32_MAX, 0, 0, 1000);
  g_assert_cmpuint (c.cwnd, ==, CONGESTION_WINDOW_MAX);
}

/* cwnd in recovery: a partial ACK deflates by what it covers and gives one segment back. */
static void
test_partial_ack_window (void)
{
  struct tcp_config config = of_the_rfc ();
  struct congestion c;

  config.initial_window = 8;
  congestion_init (&c, &config, 1000, 0, 0);
  for (guint i = 0; i < 3; i++)
    congestion_duplicate (&c, 1001, 8001, 7000, 1000);
  g_assert_cmpuint (c.cwnd, ==, 6500);
  g_assert_cmpuint (c.recover, ==, 8000);
  struct congestion_verdict verdict = congestion_ack (&c, 3001, 2000, 0, 5000, 1000);
  g_assert_cmpuint (c.cwnd, ==, 5500);
  g_assert_true (verdict.resend && !verdict.keep_timer);
  verdict = congestion_ack (&c, 3501, 500, 0, 4500, 1000);
  g_assert_cmpuint (c.cwnd, ==, 5000);
  g_assert_true (verdict.resend && verdict.keep_timer);
  /* 8000 is the highest number sent: only 8001 acknowledges it. */
  congestion_ack (&c, 8000, 4500, 0, 1, 1000);
  g_assert_cmpint (c.phase, ==, TCP_FAST_RECOVERY);
  congestion_ack (&c, 8001, 1, 0, 0, 1000);
  g_assert_cmpint (c.phase, !=, TCP_FAST_RECOVERY);
}

static struct congestion
fresh (guint8 segments)
{
  struct tcp_config config = of_the_rfc ();
  struct congestion c;

  config.initial_window = segments;
  congestion_init (&c, &config, 1000, 0, 0);
  return c;
}

static void
duplicates (struct congestion *c, guint32 ack, guint32 snd_nxt, guint count)
{
  for (guint i = 0; i < count; i++)
    congestion_duplicate (c, ack, snd_nxt, snd_nxt - ack, 1000);
}

/* What a phase leaves behind does not reach into the next one. */
static void
test_leaving_recovery (void)
{
  struct congestion c = fresh (8);

  c.octets_acked = 777;
  c.limited_octets = 2000;
  duplicates (&c, 1001, 9001, 3);
  /* The 2000 octets of limited transmit do not count. */
  g_assert_cmpuint (c.ssthresh, ==, 3000);
  g_assert_cmpuint (c.limited_octets, ==, 0);
  congestion_ack (&c, 3001, 2000, 0, 6000, 1000);
  g_assert_true (c.partial_ack_seen);
  congestion_ack (&c, 9001, 6000, 0, 0, 1000);
  g_assert_cmpuint (c.dupacks, ==, 0);
  g_assert_cmpuint (c.octets_acked, ==, 0);
  g_assert_cmpint (c.phase, ==, TCP_SLOW_START);
  g_assert_cmpuint (c.cwnd, ==, 2000);

  /* Duplicates of 9001 say nothing new: recover is 9000 (RFC 6582 step 2); one number more and they count. */
  g_assert_true (c.recover_holds);
  duplicates (&c, 9001, 12001, 3);
  g_assert_cmpint (c.phase, ==, TCP_SLOW_START);
  congestion_ack (&c, 9002, 1, 0, 3000, 1000);
  g_assert_false (c.recover_holds);
  duplicates (&c, 9002, 12001, 3);
  g_assert_cmpint (c.phase, ==, TCP_FAST_RECOVERY);
  g_assert_false (c.partial_ack_seen);
  g_assert_true (c.recover_holds);
}

static void
test_partial_ack_floor (void)
{
  struct congestion c = fresh (8);

  duplicates (&c, 1001, 9001, 3);
  guint32 before = c.cwnd;
  congestion_ack (&c, 2001, 1000, 0, 7000, 1000);
  g_assert_cmpuint (c.cwnd, ==, before);
  c.cwnd = 1000;
  congestion_ack (&c, 2501, 500, 0, 6500, 1000);
  g_assert_cmpuint (c.cwnd, ==, 1000);
}

static void
test_leaving_loss (void)
{
  struct congestion c = fresh (8);

  duplicates (&c, 1001, 9001, 2);
  c.octets_acked = 777;
  c.limited_octets = 2000;
  congestion_timeout (&c, 9001, 8000, 1000, true);
  g_assert_cmpuint (c.dupacks, ==, 0);
  g_assert_cmpuint (c.octets_acked, ==, 0);
  g_assert_cmpuint (c.limited_octets, ==, 0);
  congestion_ack (&c, 2001, 1000, 0, 7000, 1000);
  g_assert_cmpint (c.phase, ==, TCP_LOSS);
  g_assert_cmpuint (c.cwnd, ==, 2000);
  congestion_ack (&c, 9001, 7000, 0, 0, 1000);
  g_assert_cmpint (c.phase, ==, TCP_SLOW_START);
  g_assert_cmpuint (c.cwnd, ==, 3000);
  c.limited_octets = 500;
  congestion_ack (&c, 10001, 1000, 0, 0, 1000);
  g_assert_cmpuint (c.limited_octets, ==, 0);
  g_assert_cmpint (c.phase, ==, TCP_CONGESTION_AVOIDANCE);
}

static void
test_first_phase (void)
{
  struct tcp_config config = of_the_rfc ();
  struct congestion c;

  config.initial_window = 4;
  config.initial_ssthresh = 4000;
  congestion_init (&c, &config, 1000, 0, 0);
  g_assert_cmpint (c.phase, ==, TCP_CONGESTION_AVOIDANCE);
}

static void
test_idle (void)
{
  struct congestion c = fresh (4);

  g_assert_false (congestion_idle (&c));
  c.ssthresh = 6000;
  c.cwnd = 9000;
  c.phase = TCP_CONGESTION_AVOIDANCE;
  g_assert_true (congestion_idle (&c));
  g_assert_cmpuint (c.cwnd, ==, 4000);
  g_assert_cmpint (c.phase, ==, TCP_SLOW_START);
}

/* One segment more for each of the first two duplicates, where nothing else is being repaired. */
static void
test_limit (void)
{
  static const guint32 extra[] = { 0, 1000, 2000, 0, 0 };

  for (guint phase = TCP_SLOW_START; phase <= TCP_LOSS; phase++)
    for (guint dupacks = 0; dupacks < G_N_ELEMENTS (extra); dupacks++)
      {
        struct congestion c = fresh (4);
        gboolean allowed = phase == TCP_SLOW_START || phase == TCP_CONGESTION_AVOIDANCE;
        c.phase = (enum tcp_phase) phase;
        c.dupacks = dupacks;
        g_assert_cmpuint (congestion_limit (&c, true, 1000), ==, 4000 + (allowed ? extra[dupacks] : 0));
        g_assert_cmpuint (congestion_limit (&c, false, 1000), ==, 4000);
      }
}

/* --- on the wire --- */

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

/* The handshake leaves cwnd alone. */
static void
test_slow_start (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 1;
  config.initial_ssthresh = 4000;
  struct bench *b = bench_established (&config, 60000);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 1000);
  bench_send (b, 30000);
  sends_segments (b, 1, 1, FALSE);
  acks (b, 1001);
  bench_saw (b, REASON_UPDATE_SLOW_START);
  sends_segments (b, 1001, 2, FALSE);
  acks (b, 2001);
  sends_segments (b, 3001, 2, FALSE);
  BENCH_CHAIN (b, REASON_SEND_DATA, REASON_ARRIVE_ACK);
  acks (b, 3001);
  sends_segments (b, 5001, 2, FALSE);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 4000);
  g_assert_cmpint (bench_vars (b).phase, ==, TCP_CONGESTION_AVOIDANCE);
  for (guint i = 0; i < 3; i++)
    {
      acks (b, 4001 + 1000 * i);
      bench_saw_not (b, REASON_UPDATE_CONGESTION_AVOIDANCE);
      sends_segments (b, 7001 + 1000 * i, 1, FALSE);
    }
  acks (b, 7001);
  bench_saw (b, REASON_UPDATE_CONGESTION_AVOIDANCE);
  sends_segments (b, 10001, 2, FALSE);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 5000);
  bench_free (b);
}

static void
test_idle_restart (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 2;
  struct bench *b = bench_established (&config, 60000);
  for (guint32 i = 0; i < 4; i++)
    {
      bench_send (b, 1000);
      sends_segments (b, 1 + 1000 * i, 1, TRUE);
      acks (b, 1001 + 1000 * i);
    }
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 6000);
  bench_at (b, SEC (30));
  bench_send (b, 6000);
  bench_saw (b, REASON_UPDATE_IDLE_RESTART);
  sends_segments (b, 4001, 2, FALSE);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 2000);
  bench_free (b);
}

/* The pause changes nothing where the configuration has it so. */
static void
test_no_idle_restart (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 2;
  config.idle_restart = false;
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 1000);
  sends_segments (b, 1, 1, TRUE);
  acks (b, 1001);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3000);
  bench_at (b, SEC (30));
  bench_send (b, 6000);
  bench_saw_not (b, REASON_UPDATE_IDLE_RESTART);
  sends_segments (b, 1001, 3, FALSE);
  bench_quiet (b);
  bench_free (b);
}

/* More than an RTO since the last segment, and not since it was sent first. */
static void
test_idle_for_how_long (void)
{
  for (int longer = 0; longer <= 1; longer++)
    {
      struct tcp_config config = bench_config ();
      config.initial_window = 2;
      struct bench *b = bench_established (&config, 60000);
      for (guint32 i = 0; i < 4; i++)
        {
          bench_send (b, 1000);
          sends_segments (b, 1 + 1000 * i, 1, TRUE);
          acks (b, 1001 + 1000 * i);
        }
      g_assert_cmpint (bench_vars (b).rto, ==, SEC (1));
      bench_at (b, MS (1100) + longer);
      bench_send (b, 1000);
      g_assert_cmpuint (bench_count (b, REASON_UPDATE_IDLE_RESTART), ==, (guint) longer);
      sends_segments (b, 4001, 1, TRUE);
      bench_free (b);
    }
}

/* What was sent again was sent as well: the pause begins there. */
static void
test_idle_since_retransmission (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 1;
  struct bench *b = bench_established (&config, 60000);
  for (guint32 i = 0; i < 7; i++)
    {
      bench_send (b, 1000);
      sends_segments (b, 1 + 1000 * i, 1, TRUE);
      acks (b, 1001 + 1000 * i);
    }
  bench_send (b, 8000);
  sends_segments (b, 7001, 8, TRUE);
  bench_at (b, MS (1000));
  for (guint i = 0; i < 3; i++)
    acks (b, 7001);
  bench_sends (b, ". 7001:8001(1000) ack 1");
  bench_reason (b, REASON_RETRANSMIT_FAST);
  acks (b, 15001);
  g_assert_cmpuint (bench_vars (b).cwnd, >, 1000);
  bench_at (b, MS (1000) + bench_vars (b).rto);
  bench_send (b, 1000);
  bench_saw_not (b, REASON_UPDATE_IDLE_RESTART);
  sends_segments (b, 15001, 1, TRUE);
  bench_free (b);
}

/* Before the first loss slow start has no limit, and the handshake leaves the initial window as it is. */
static void
test_after_handshake (void)
{
  for (int passive = 0; passive <= 1; passive++)
    {
      struct bench *b = passive ? bench_accepted (NULL, 8000) : bench_established (NULL, 8000);
      g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
      g_assert_cmpuint (bench_vars (b).cwnd, ==, 10000);
      bench_free (b);
    }
}

static void
test_off (void)
{
  struct tcp_config config = bench_config ();

  config.congestion_control = false;
  config.initial_window = 1;
  struct bench *b = bench_established (&config, 60000);
  bench_send (b, 20000);
  sends_segments (b, 1, 20, TRUE);
  bench_quiet (b);
  bench_free (b);
}

const struct dialogue dialogues_congestion[] = {
  { "/tcp/congestion/CC-01/CC-02/NR-01", test_initial_window },
  { "/tcp/congestion/S29/CC-04/CC-05/MUST-19", test_growth },
  { "/tcp/congestion/S29/CC-06/CC-09", test_sawtooth },
  { "/tcp/congestion/CC-04/limit", test_limits },
  { "/tcp/congestion/idle/off", test_no_idle_restart },
  { "/tcp/congestion/loss-of-cwnd", test_loss_of_cwnd },
  { "/tcp/congestion/CC-03/by-more", test_growth_by_more },
  { "/tcp/congestion/CC-03/CC-04", test_slow_start },
  { "/tcp/congestion/NR-02/NR-03/CC-08/leaving", test_leaving_recovery },
  { "/tcp/congestion/NR-04/floor", test_partial_ack_floor },
  { "/tcp/congestion/NR-05/leaving", test_leaving_loss },
  { "/tcp/congestion/CC-04/first-phase", test_first_phase },
  { "/tcp/congestion/CC-12/idle", test_idle },
  { "/tcp/congestion/CC-08/limit", test_limit },
  { "/tcp/congestion/NR-04/window", test_partial_ack_window },
  { "/tcp/congestion/CC-12", test_idle_restart },
  { "/tcp/congestion/CC-12/how-long", test_idle_for_how_long },
  { "/tcp/congestion/CC-12/sent-again", test_idle_since_retransmission },
  { "/tcp/congestion/CC-03/handshake", test_after_handshake },
  { "/tcp/congestion/off", test_off },
  { 0 },
};
