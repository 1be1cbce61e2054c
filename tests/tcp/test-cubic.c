/* CUBIC (RFC 9438): the arithmetic against the formula in floating point, and the engine with it. */
#include "bench.h"

#include "tcp/congestion.h"

#define SMSS 1000

static struct congestion
cubic_at (guint32 cwnd)
{
  struct tcp_config config = tcp_config_linux ();
  struct congestion c;

  g_assert_cmpint (config.congestion_name, ==, TCP_CONGESTION_CUBIC);
  config.loss_from_cwnd = false;
  config.cwnd_validation = false;
  congestion_init (&c, &config, SMSS, 0, 0);
  c.cwnd = cwnd;
  c.ssthresh = cwnd;
  c.sack = true;
  return c;
}

/* A loss at this window, and the end of its recovery. */
static void
lose (struct congestion *c)
{
  congestion_sacked (c, 1, c->cwnd, SMSS, true);
  c->cwnd = c->ssthresh;
  c->phase = TCP_CONGESTION_AVOIDANCE;
}

/* W (t) in octets, t and k in seconds. */
static double
window_at (double t, double k, double w_max)
{
  return 0.4 * (t - k) * (t - k) * (t - k) * SMSS + w_max;
}

/* The cube root by bisection. */
static double
root_of (double value)
{
  double low = 0;
  double high = 1000;

  for (int i = 0; i < 100; i++)
    {
      double middle = (low + high) / 2;
      if (middle * middle * middle < value)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static void
test_root (void)
{
  static const guint64 values[]
      = { 0, 1, 7, 8, 26, 27, 1000000, G_GUINT64_CONSTANT (2684354560000000000), G_MAXUINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      guint64 root = cubic_root (values[i]);
      g_assert_true (root * root * root <= values[i]);
      if (root < 2642245)
        g_assert_true ((root + 1) * (root + 1) * (root + 1) > values[i]);
    }
}

/* A long fat path after a loss at 1000 segments: cwnd follows the curve, one round trip ahead at most. */
static void
test_curve (void)
{
  struct congestion c = cubic_at (1000 * SMSS);
  const vtime rtt = MS (100);
  double first = 0;
  double last = 0;

  lose (&c);
  g_assert_cmpuint (c.cwnd, ==, 700 * SMSS);
  double k = root_of (300 / 0.4);
  for (vtime t = 0; t <= SEC (14); t += MS (10))
    {
      guint32 before = c.cwnd;
      congestion_clock (&c, SEC (5) + t, rtt);
      congestion_ack (&c, 2, c.cwnd / 10, 0, 0, SMSS);
      double seconds = (double) t / SEC (1);
      g_assert_cmpfloat (c.cwnd, <=, window_at (seconds + 0.1, k, 1000 * SMSS) + 2 * SMSS);
      if (t > SEC (1))
        g_assert_cmpfloat (c.cwnd, >=, window_at (seconds - 0.1, k, 1000 * SMSS) - 2 * SMSS);
      if (t == MS (1000))
        first = c.cwnd - before;
      if (t == SEC (9))
        last = c.cwnd - before;
    }
  /* Fast, then slow near W_max, then fast. */
  g_assert_cmpfloat (first, >, 10 * last);
  g_assert_cmpuint (c.cwnd, >, 1010 * SMSS);
  g_assert_false (c.cubic.reno_friendly);
}

/* An ACK worth a whole window, 1 s after the epoch began, leads to W (1 s + RTT). */
static void
test_target (void)
{
  struct congestion c = cubic_at (1000 * SMSS);
  double k = root_of (300 / 0.4);

  lose (&c);
  congestion_clock (&c, SEC (5), SEC (1));
  congestion_ack (&c, 2, 1, 0, 0, SMSS);
  congestion_clock (&c, SEC (6), SEC (1));
  congestion_ack (&c, 3, c.cwnd, 0, 0, SMSS);
  g_assert_cmpfloat (c.cwnd, >, window_at (2, k, 1000 * SMSS) - SMSS);
  g_assert_cmpfloat (c.cwnd, <, window_at (2, k, 1000 * SMSS) + SMSS);
}

/* After a long silence the window still grows by half at most. */
static void
test_target_limit (void)
{
  struct congestion c = cubic_at (100 * SMSS);

  lose (&c);
  congestion_clock (&c, SEC (1), MS (100));
  congestion_ack (&c, 2, SMSS, 0, 0, SMSS);
  guint32 before = c.cwnd;
  congestion_clock (&c, SEC (100000000), MS (100));
  congestion_ack (&c, 3, 10 * c.cwnd, 0, 0, SMSS);
  g_assert_cmpuint (c.cwnd, ==, before + before / 2);
}

/* On a short path Reno would be faster, so CUBIC is as fast: 9/17 of a segment each round trip until the window from
 * before the loss is reached, then one. */
static void
test_reno_friendly (void)
{
  struct congestion c = cubic_at (20 * SMSS);
  guint32 windows[60];

  lose (&c);
  g_assert_cmpuint (c.cwnd, ==, 14 * SMSS);
  for (guint round = 0; round < G_N_ELEMENTS (windows); round++)
    {
      guint32 cwnd = c.cwnd;
      for (guint i = 0; i < 10; i++)
        {
          congestion_clock (&c, SEC (1) + round * MS (1), MS (1));
          congestion_ack (&c, 2, cwnd / 10, 0, 0, SMSS);
        }
      windows[round] = c.cwnd - cwnd;
    }
  g_assert_true (c.cubic.reno_friendly);
  g_assert_cmpuint (windows[1], >, SMSS * 9 / 17 * 9 / 10);
  g_assert_cmpuint (windows[1], <=, SMSS * 9 / 17);
  g_assert_cmpuint (windows[50], >, SMSS * 9 / 10);
  g_assert_cmpuint (windows[50], <=, SMSS);
}

static void
test_loss (void)
{
  struct congestion c = cubic_at (100 * SMSS);

  lose (&c);
  g_assert_cmpuint (c.ssthresh, ==, 70 * SMSS);
  g_assert_cmpuint (c.cubic.w_max, ==, 100 * SMSS);
  /* Lost again below that: 85 % of it. */
  lose (&c);
  g_assert_cmpuint (c.ssthresh, ==, 49 * SMSS);
  g_assert_cmpuint (c.cubic.w_max, ==, 70 * SMSS * 17 / 20);
  /* Above it: no concession. */
  c.cwnd = 80 * SMSS;
  lose (&c);
  g_assert_cmpuint (c.cubic.w_max, ==, 80 * SMSS);
  c = cubic_at (2 * SMSS);
  lose (&c);
  g_assert_cmpuint (c.ssthresh, ==, 2 * SMSS);
}

static void
test_timeout (void)
{
  struct congestion c = cubic_at (100 * SMSS);

  lose (&c);
  g_assert_cmpuint (c.cubic.w_max, ==, 100 * SMSS);
  congestion_timeout (&c, 5, 100 * SMSS, SMSS, true);
  g_assert_cmpuint (c.ssthresh, ==, 70 * SMSS);
  g_assert_cmpuint (c.cwnd, ==, SMSS);
  congestion_clock (&c, SEC (1), MS (100));
  while (c.cwnd < c.ssthresh)
    congestion_ack (&c, 7, SMSS, 0, 0, SMSS);
  g_assert_true (c.cubic.epoch == VTIME_NEVER);
  congestion_ack (&c, 7, SMSS, 0, 0, SMSS);
  g_assert_cmpint (c.cubic.epoch, ==, SEC (1));
  g_assert_cmpint (c.cubic.k, ==, 0);
  g_assert_cmpuint (c.cubic.w_max, ==, 70 * SMSS);
}

static void
test_limits (void)
{
  struct congestion c = cubic_at (CONGESTION_WINDOW_MAX);

  congestion_clock (&c, SEC (1), SEC (100));
  for (guint i = 0; i < 3; i++)
    {
      congestion_clock (&c, SEC (1) + (vtime) i * SEC (1000000000), SEC (100));
      congestion_ack (&c, 2, UINT32_MAX, 0, 0, 65535);
    }
  g_assert_cmpuint (c.cwnd, ==, CONGESTION_WINDOW_MAX);
  lose (&c);
  congestion_clock (&c, SEC (1), 0);
  congestion_ack (&c, 2, 1, 0, 0, 1);
  g_assert_cmpint (c.cubic.k, >, 0);
}

/* The engine with it, both regions told by their names. */
static void
test_engine (void)
{
  struct tcp_config config = bench_config ();
  struct bench *b;

  config.congestion_name = TCP_CONGESTION_CUBIC;
  config.initial_window = 4;
  config.initial_ssthresh = 2000;
  config.rto_min = SEC (60);
  b = bench_established (&config, 60000);
  bench_send (b, 20000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_arrives (b, ". 1:1(0) ack 1001 win 60000");
  bench_saw (b, REASON_UPDATE_CUBIC_RENO_FRIENDLY);
  g_assert_cmpint (bench_vars (b).congestion_name, ==, TCP_CONGESTION_CUBIC);
  g_assert_cmpuint (bench_vars (b).cubic_w_max, ==, 4000);
  g_assert_cmpint (bench_vars (b).cubic_epoch, ==, MS (200));
  bench_at (b, SEC (20));
  bench_arrives (b, ". 1:1(0) ack 2001 win 60000");
  bench_saw (b, REASON_UPDATE_CUBIC);
  bench_take_all (b);
  for (guint i = 0; i < 3; i++)
    bench_arrives (b, ". 1:1(0) ack 2001 win 60000");
  bench_saw (b, REASON_UPDATE_ENTER_RECOVERY);
  g_assert_cmpuint (bench_vars (b).ssthresh, >=, 2000);
  g_assert_true (bench_vars (b).cubic_epoch == VTIME_NEVER);
  bench_take_all (b);
  bench_free (b);
}

static void
test_linux_values (void)
{
  struct tcp_config config = tcp_config_linux ();
  struct bench *b;

  config.iss_fixed = true;
  config.iss = 100;
  config.quick_acks = 0;
  b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) win 64240 <mss 1460,sackOK,TS val 0 ecr 0,wscale 7>");
  bench_at (b, MS (10));
  bench_arrives (b, "S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 9 ecr 0,wscale 7>");
  bench_sends (b, ". 1:1(0) ack 1 win 1024 <TS val 10 ecr 9>");
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 10 * 1448);
  g_assert_cmpint (bench_vars (b).rto, ==, MS (210));
  bench_arrives (b, "P. 1:101(100) ack 1 <TS val 10 ecr 10>");
  bench_at (b, MS (50));
  bench_sends (b, ". 1:1(0) ack 101 <TS val 50 ecr 10>");
  bench_reason (b, REASON_SEND_ACK_DELAYED);
  bench_free (b);
}

const struct dialogue dialogues_cubic[] = {
  { "/tcp/cubic/CU-02/root", test_root },
  { "/tcp/cubic/CU-01/CU-02/CU-03/curve", test_curve },
  { "/tcp/cubic/CU-03/round-trip", test_target },
  { "/tcp/cubic/CU-03/limit", test_target_limit },
  { "/tcp/cubic/CU-04", test_reno_friendly },
  { "/tcp/cubic/CU-05/CU-06", test_loss },
  { "/tcp/cubic/CU-07", test_timeout },
  { "/tcp/cubic/limits", test_limits },
  { "/tcp/cubic/CU-04/CU-05/MAY-18/engine", test_engine },
  { "/tcp/cubic/linux/DA-01/RTO-05/CC-01", test_linux_values },
  { 0 },
};
