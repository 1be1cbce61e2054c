/* F-RTO (RFC 5682): a timeout that was too early is found out, and undone (RFC 4015). */
#include "bench.h"

#include "tcp/congestion.h"

static struct tcp_config
frto_config (void)
{
  struct tcp_config config = bench_config ();

  config.frto = true;
  config.initial_window = 4;
  return config;
}

/* Four segments left at 100 ms and so many octets wait; at 1100 ms the first goes again. */
static struct bench *
timed_out (const struct tcp_config *config, guint waiting)
{
  struct bench *b = bench_new (config);

  bench_connect (b);
  bench_at (b, MS (100));
  bench_arrives (b,
                 config->sack ? "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK>" : "S. 0:0(0) ack 1 win 60000 <mss 1000>");
  bench_send (b, 4000 + waiting);
  bench_take_all (b);
  bench_at (b, MS (1100));
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).frto_step, ==, TCP_FRTO_RESENT);
  return b;
}

/* The first ACK lets two new segments go in place of old ones. */
static struct bench *
forward (const struct tcp_config *config)
{
  struct bench *b = timed_out (config, 8000);

  bench_at (b, MS (1150));
  bench_acks (b, 1001, NULL);
  bench_saw (b, REASON_UPDATE_FRTO_FORWARD);
  bench_sends_by (b, ". 4001:5001(1000) ack 1", REASON_SEND_FRTO_FORWARD);
  bench_sends_by (b, ". 5001:6001(1000) ack 1", REASON_SEND_FRTO_FORWARD);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).frto_step, ==, TCP_FRTO_SENT);
  return b;
}

/* Step 3b: the second ACK is of something that was sent once, so the timeout was too early. The window comes back, and
 * the RTO learns from it. */
static void
test_spurious (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b = forward (&config);

  bench_at (b, MS (1160));
  bench_acks (b, 2001, NULL);
  bench_saw (b, REASON_UPDATE_TIMEOUT_SPURIOUS);
  g_assert_cmpuint (bench_vars (b).frto_step, ==, TCP_FRTO_OFF);
  g_assert_cmpuint (bench_vars (b).lost, ==, 0);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 5000);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
  g_assert_cmpuint (bench_vars (b).phase, ==, TCP_SLOW_START);
  g_assert_cmpuint (bench_vars (b).backoff, ==, 0);
  g_assert_cmpint (bench_vars (b).srtt, ==, MS (1060));
  g_assert_cmpint (bench_vars (b).rttvar, ==, MS (530));
  g_assert_cmpint (bench_vars (b).rto, ==, MS (3180));
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1160 + 3180));
  bench_sends_by (b, ". 6001:7001(1000) ack 1", REASON_SEND_DATA);
  bench_quiet (b);
  bench_acks (b, 6001, NULL);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).retransmissions, ==, 1);
  bench_free (b);
}

/* The ACK makes room for what it delivered, but for no more than an initial window. */
static void
test_room (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b;

  config.initial_window = 2;
  b = bench_established (&config, 60000);
  bench_send (b, 20000);
  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  bench_acks (b, 2001, NULL);
  bench_acks (b, 3001, NULL);
  bench_at (b, MS (1200));
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 5000);
  bench_acks (b, 4001, NULL);
  bench_acks (b, 7001, NULL);
  bench_saw (b, REASON_UPDATE_TIMEOUT_SPURIOUS);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3000 + 2000);
  bench_take_all (b);
  bench_free (b);
}

/* What ssthresh was comes back too, and CUBIC's curve. */
static void
test_threshold (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b;

  config.congestion_name = TCP_CONGESTION_CUBIC;
  config.initial_ssthresh = 3000;
  b = bench_established (&config, 60000);
  bench_send (b, 12000);
  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  g_assert_cmpint (bench_vars (b).cubic_epoch, ==, MS (200));
  bench_take_all (b);
  bench_at (b, MS (1200));
  g_assert_cmpint (bench_vars (b).cubic_epoch, ==, VTIME_NEVER);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2800);
  bench_acks (b, 2001, NULL);
  bench_acks (b, 3001, NULL);
  bench_saw (b, REASON_UPDATE_TIMEOUT_SPURIOUS);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 4000);
  g_assert_cmpint (bench_vars (b).cubic_epoch, ==, MS (200));
  bench_take_all (b);
  bench_free (b);
}

/* Unless the ACK tells of a router's mark. */
static void
test_marked (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b;

  config.ecn = true;
  b = bench_new (&config);
  bench_connect (b);
  bench_at (b, MS (100));
  bench_arrives (b, "SE. 0:0(0) ack 1 win 60000 <mss 1000>");
  bench_send (b, 8000);
  bench_at (b, MS (1100));
  bench_arrives (b, ". 1:1(0) ack 1001 win 60000");
  bench_take_all (b);
  bench_arrives (b, "E. 1:1(0) ack 2001 win 60000");
  bench_saw (b, REASON_UPDATE_TIMEOUT_SPURIOUS_MARKED);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
  g_assert_cmpuint (bench_vars (b).cwnd, <=, 3000);
  g_assert_cmpuint (bench_vars (b).lost, ==, 0);
  bench_take_all (b);
  bench_free (b);
}

/* Step 3a: a duplicate means that the new text arrived and the old did not. */
static void
test_lost (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b = forward (&config);

  bench_at (b, MS (1250));
  bench_acks (b, 1001, NULL);
  bench_saw (b, REASON_UPDATE_FRTO_CONVENTIONAL);
  g_assert_cmpuint (bench_vars (b).frto_step, ==, TCP_FRTO_OFF);
  g_assert_cmpuint (bench_vars (b).cwnd, <=, 3000);
  bench_acks (b, 1001, NULL);
  bench_at (b, MS (1260));
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
  bench_take_all (b);
  bench_free (b);
}

/* Step 2a: a duplicate comes first, or an ACK of not all that went again, or of everything. */
static void
test_first_ack (void)
{
  static const guint answers[] = { 1, 501, 4001 };
  struct tcp_config config = frto_config ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      struct bench *b = timed_out (&config, 8000);
      bench_at (b, MS (1200));
      bench_acks (b, answers[i], NULL);
      bench_saw (b, REASON_UPDATE_FRTO_CONVENTIONAL);
      g_assert_cmpuint (bench_count (b, REASON_SEND_FRTO_FORWARD), ==, 0);
      bench_take_all (b);
      bench_free (b);
    }
}

/* Neither is an ACK that only changes the window. */
static void
test_other_ack (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b = timed_out (&config, 8000);

  bench_arrives (b, ". 1:1(0) ack 1 win 50000");
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).frto_step, ==, TCP_FRTO_RESENT);
  bench_send (b, 1000);
  bench_quiet (b);
  bench_free (b);
}

/* Without new text that may go there is nothing to learn. */
static void
test_nothing_new (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b = timed_out (&config, 0);

  bench_acks (b, 1001, NULL);
  bench_saw (b, REASON_UPDATE_FRTO_NOTHING_NEW);
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_AFTER_TIMEOUT);
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_RETRANSMIT_AFTER_TIMEOUT);
  bench_quiet (b);
  bench_free (b);

  b = timed_out (&config, 0);
  bench_shutdown (b);
  bench_quiet (b);
  bench_acks (b, 1001, NULL);
  bench_sends_by (b, "F. 4001:4001(0) ack 1", REASON_SEND_FIN);
  bench_quiet (b);
  bench_free (b);
}

/* Step 1: not when the timer expires again before what was outstanding is acknowledged, and not in fast recovery. */
static void
test_not_again (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b = timed_out (&config, 8000);

  bench_at (b, MS (3100));
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  g_assert_cmpuint (bench_vars (b).frto_step, ==, TCP_FRTO_OFF);
  bench_acks (b, 1001, NULL);
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_AFTER_TIMEOUT);
  bench_take_all (b);
  bench_free (b);

  b = bench_established (&config, 60000);
  bench_send (b, 4000);
  bench_at (b, MS (200));
  for (guint i = 0; i < 3; i++)
    bench_arrives (b, ". 1:1(0) ack 1 win 60000");
  bench_saw (b, REASON_RETRANSMIT_FAST);
  bench_at (b, MS (2000));
  bench_take_all (b);
  g_assert_cmpuint (bench_count (b, REASON_RETRANSMIT_TIMEOUT), ==, 1);
  g_assert_cmpuint (bench_vars (b).frto_step, ==, TCP_FRTO_OFF);
  bench_free (b);
}

/* With SACK a report of what was sent once before the timeout is proof too; one that reaches beyond is not. */
static void
test_sack (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b;

  for (guint rack = 0; rack < 2; rack++)
    {
      config.sack = true;
      config.rack = rack;
      b = forward (&config);
      bench_acks (b, 1001, "2001:3001");
      bench_saw (b, REASON_UPDATE_TIMEOUT_SPURIOUS);
      g_assert_cmpuint (bench_vars (b).lost, ==, 0);
      bench_take_all (b);
      bench_free (b);

      b = forward (&config);
      bench_acks (b, 1001, "4001:5001");
      bench_saw (b, REASON_UPDATE_FRTO_CONVENTIONAL);
      bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_AFTER_TIMEOUT);
      bench_take_all (b);
      bench_free (b);

      b = forward (&config);
      bench_acks (b, 6001, NULL);
      bench_saw (b, REASON_UPDATE_FRTO_CONVENTIONAL);
      bench_take_all (b);
      bench_free (b);

      b = timed_out (&config, 8000);
      bench_acks (b, 1, "1001:2001");
      bench_saw (b, REASON_UPDATE_FRTO_CONVENTIONAL);
      bench_take_all (b);
      bench_free (b);
    }
}

/* Two ACKs within one instant: the second decides though nothing new went out between them. */
static void
test_one_instant (void)
{
  struct tcp_config config = frto_config ();
  struct bench *b = timed_out (&config, 8000);

  bench_gather (b);
  bench_acks (b, 1001, NULL);
  bench_acks (b, 2001, NULL);
  bench_saw (b, REASON_UPDATE_TIMEOUT_SPURIOUS);
  bench_flush (b);
  bench_take_all (b);
  bench_free (b);
}

const struct dialogue dialogues_frto[] = {
  { "/tcp/frto/spurious", test_spurious },
  { "/tcp/frto/room", test_room },
  { "/tcp/frto/threshold", test_threshold },
  { "/tcp/frto/marked", test_marked },
  { "/tcp/frto/lost", test_lost },
  { "/tcp/frto/first-ack", test_first_ack },
  { "/tcp/frto/other-ack", test_other_ack },
  { "/tcp/frto/nothing-new", test_nothing_new },
  { "/tcp/frto/not-again", test_not_again },
  { "/tcp/frto/sack", test_sack },
  { "/tcp/frto/one-instant", test_one_instant },
  { 0 },
};
