/* RACK (RFC 8985 §6): losses are found by when things were sent. */
#include "bench.h"

#include "tcp/congestion.h"

static struct tcp_config
rack_config (void)
{
  struct tcp_config config = bench_config ();

  config.sack = true;
  config.rack = true;
  config.initial_window = 8;
  return config;
}

/* Eight segments left at 100 ms. */
static struct bench *
eight_on_their_way (const struct tcp_config *config)
{
  struct tcp_config usual = rack_config ();
  struct bench *b = bench_reporting (config != NULL ? config : &usual);

  bench_send (b, 8000);
  bench_take_all (b);
  return b;
}

/* RK-01: the latest of what was delivered, by an acknowledgment or by a report, sets RACK's clock. */
static void
test_delivered (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  g_assert_cmpint (bench_vars (b).rack_xmit_ts, ==, MS (100));
  g_assert_cmpint (bench_vars (b).rack_rtt, ==, MS (100));
  g_assert_cmpint (bench_vars (b).rack_min_rtt, ==, MS (100));
  g_assert_cmpuint (bench_vars (b).rack_fack, ==, bench_vars (b).iss + 1001);
  bench_at (b, MS (210));
  bench_acks (b, 1001, "2001:3001");
  g_assert_cmpint (bench_vars (b).rack_rtt, ==, MS (110));
  g_assert_cmpint (bench_vars (b).rack_min_rtt, ==, MS (100));
  g_assert_cmpuint (bench_vars (b).rack_fack, ==, bench_vars (b).iss + 3001);
  bench_free (b);
}

/* The first of the eight goes again at 210 ms, as three later ones were reported. */
static struct bench *
first_sent_again (const struct tcp_config *config)
{
  struct bench *b = eight_on_their_way (config);

  bench_at (b, MS (210));
  bench_acks (b, 1, "1001:4001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_quiet (b);
  g_assert_cmpint (bench_vars (b).rack_xmit_ts, ==, MS (100));
  return b;
}

/* An ACK that comes sooner than any round trip is of the copy before. */
static void
test_too_soon (void)
{
  struct bench *b = first_sent_again (NULL);

  bench_at (b, MS (300));
  bench_acks (b, 4001, NULL);
  g_assert_cmpint (bench_vars (b).rack_xmit_ts, ==, MS (100));
  g_assert_cmpint (bench_vars (b).rack_rtt, ==, MS (110));
  bench_take_all (b);
  bench_free (b);

  b = first_sent_again (NULL);
  bench_at (b, MS (320));
  bench_acks (b, 4001, NULL);
  g_assert_cmpint (bench_vars (b).rack_xmit_ts, ==, MS (210));
  g_assert_cmpint (bench_vars (b).rack_rtt, ==, MS (110));
  bench_take_all (b);
  bench_free (b);
}

/* So is one that echoes an older timestamp. */
static void
test_old_echo (void)
{
  struct tcp_config config = rack_config ();

  config.timestamps = true;
  for (guint i = 0; i < 2; i++)
    {
      struct bench *b = bench_new (&config);
      bench_connect (b);
      bench_at (b, MS (100));
      bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK,TS val 7 ecr 0>");
      bench_send (b, 8 * 988);
      bench_take_all (b);
      bench_at (b, MS (210));
      bench_arrives (b, ". 1:1(0) ack 1 win 60000 <TS val 7 ecr 100,sack 989:3953>");
      bench_sends_by (b, ". 1:989(988) ack 1 <TS val 210 ecr 7>", REASON_RETRANSMIT_RACK);
      bench_at (b, MS (400));
      bench_arrives (b, i == 0 ? ". 1:1(0) ack 3953 win 60000 <TS val 7 ecr 209>"
                               : ". 1:1(0) ack 3953 win 60000 <TS val 7 ecr 210>");
      g_assert_cmpint (bench_vars (b).rack_xmit_ts, ==, i == 0 ? MS (100) : MS (210));
      bench_take_all (b);
      bench_free (b);
    }
}

/* A smallest round trip is believed for five minutes. */
static void
test_longer_path (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b = bench_reporting (&config);

  for (guint i = 0; i < 2; i++)
    {
      guint seq = 1 + 1000 * i;
      bench_at (b, i == 0 ? SEC (1) : SEC (302));
      bench_send (b, 1000);
      bench_take_all (b);
      bench_at (b, bench_now (b) + MS (300));
      bench_acks (b, seq + 1000, NULL);
      g_assert_cmpint (bench_vars (b).rack_min_rtt, ==, i == 0 ? MS (100) : MS (300));
    }
  bench_free (b);
}

/* RK-02: with fewer reports the time for reordering has to pass first, a quarter of the smallest round trip. TO-RACK:
 * its timer runs instead of the RTO timer, and its expiry repeats what is missing. */
static void
test_timer (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1200));
  bench_take_all (b);
  bench_at (b, MS (210));
  bench_acks (b, 1001, "2001:3001");
  bench_saw (b, REASON_TIMER_RTO_YIELD);
  bench_saw (b, REASON_TIMER_REORDERING_START);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, VTIME_NEVER);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_REORDERING), ==, MS (235));
  bench_quiet (b);
  bench_at (b, MS (235) - 1);
  bench_quiet (b);
  bench_at (b, MS (235));
  bench_saw (b, REASON_UPDATE_RACK_LOST);
  bench_saw (b, REASON_UPDATE_ENTER_RACK_RECOVERY);
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_RACK);
  BENCH_CHAIN (b, REASON_RETRANSMIT_RACK, REASON_TIMER_REORDERING_EXPIRED, REASON_TIMER_REORDERING_START,
               REASON_ARRIVE_ACK);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1235));
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 3500);
  g_assert_cmpuint (bench_vars (b).pipe, ==, 6000);
  bench_at (b, MS (340));
  bench_acks (b, 8001, NULL);
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3500);
  bench_free (b);
}

/* Three reports are enough while nothing was ever reordered; the rest of what is lost follows as cwnd permits. */
static void
test_at_once (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (210));
  bench_acks (b, 1, "4001:7001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  g_assert_cmpuint (bench_vars (b).lost, ==, 1000);
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 4000);
  g_assert_cmpuint (bench_vars (b).pipe, ==, 4000);
  bench_at (b, MS (310));
  bench_acks (b, 1001, "4001:7001");
  bench_sends_by (b, ". 3001:4001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_sends_by (b, "P. 7001:8001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_quiet (b);
  bench_free (b);
}

/* What arrives within that time ends the wait, and is remembered. */
static void
test_reordered (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (210));
  bench_acks (b, 1, "1001:2001");
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_REORDERING), ==, MS (235));
  bench_at (b, MS (220));
  bench_acks (b, 2001, NULL);
  bench_saw (b, REASON_UPDATE_REORDERING_SEEN);
  bench_saw (b, REASON_TIMER_REORDERING_STOP);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, MS (1220));
  g_assert_true (bench_vars (b).reordering_seen);
  bench_at (b, MS (400));
  bench_acks (b, 8001, NULL);
  g_assert_cmpuint (bench_vars (b).retransmissions, ==, 0);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, VTIME_NEVER);
  bench_free (b);

  b = eight_on_their_way (NULL);
  bench_at (b, MS (210));
  bench_acks (b, 1, "1001:2001");
  bench_acks (b, 8001, NULL);
  bench_saw (b, REASON_TIMER_REORDERING_STOP);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_RTO), ==, VTIME_NEVER);
  bench_free (b);
}

/* An ACK that changes nothing of what may still arrive leaves the timer as it runs. */
static void
test_timer_runs_on (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (210));
  bench_acks (b, 1, "2001:3001");
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_REORDERING), ==, MS (235));
  bench_acks (b, 1001, "2001:3001");
  bench_saw_not (b, REASON_TIMER_RTO_RESTART);
  bench_saw_not (b, REASON_TIMER_REORDERING_START);
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_REORDERING), ==, MS (235));
  bench_take_all (b);
  bench_free (b);
}

/* In which order one ACK names what it delivers is no reordering. */
static void
test_one_ack (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (210));
  bench_acks (b, 2001, "6001:7001 3001:4001");
  g_assert_false (bench_vars (b).reordering_seen);
  bench_acks (b, 2001, "3001:5001 6001:7001");
  g_assert_true (bench_vars (b).reordering_seen);
  bench_take_all (b);
  bench_free (b);
}

/* RK-03, RK-07: once reordering was seen, three reports are no reason to hurry, as RFC 6675 would. */
static void
test_patient (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (200));
  bench_acks (b, 1, "1001:2001");
  bench_acks (b, 2001, NULL);
  bench_take_all (b);
  bench_at (b, MS (210));
  bench_acks (b, 2001, "3001:8001");
  bench_quiet (b);
  g_assert_cmpint (bench_vars (b).rack_reo_wnd, ==, MS (25));
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_REORDERING), ==, MS (235));
  bench_at (b, MS (235));
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_quiet (b);
  bench_free (b);
}

/* RK-03: a D-SACK makes the window wider, once in a round trip. */
static void
test_wider (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (200));
  bench_acks (b, 1001, "1:1001");
  bench_saw (b, REASON_UPDATE_REORDERING_WINDOW_WIDER);
  bench_acks (b, 1001, "1:1001");
  g_assert_cmpuint (bench_vars (b).reo_wnd_mult, ==, 2);
  g_assert_cmpuint (bench_vars (b).reo_wnd_persist, ==, 16);
  g_assert_cmpint (bench_vars (b).rack_reo_wnd, ==, MS (50));
  bench_acks (b, 8001, NULL);
  bench_send (b, 2000);
  bench_take_all (b);
  for (guint i = 0; i < 5; i++)
    {
      bench_at (b, bench_now (b) + MS (100));
      bench_acks (b, 8001 + 2000 * i, "1:1001");
      bench_send (b, 2000);
      bench_take_all (b);
    }
  g_assert_cmpuint (bench_vars (b).reo_wnd_mult, ==, 7);
  g_assert_cmpint (bench_vars (b).rack_reo_wnd, ==, bench_vars (b).srtt);
  bench_free (b);
}

/* After sixteen recoveries without one it is as narrow as at first. */
static void
test_narrow (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b = bench_reporting (&config);
  guint una = 1;

  bench_send (b, 1000);
  bench_at (b, MS (200));
  bench_acks (b, 1001, "1:1001");
  una = 1001;
  for (guint i = 0; i < 16; i++)
    {
      g_autofree char *reported = g_strdup_printf ("%u:%u", una + 1000, una + 2000);
      g_assert_cmpuint (bench_vars (b).reo_wnd_mult, ==, 2);
      g_assert_cmpuint (bench_vars (b).reo_wnd_persist, ==, 16 - i);
      bench_send (b, 2000);
      bench_at (b, bench_now (b) + MS (100));
      bench_acks (b, una, reported);
      bench_at (b, bench_now (b) + MS (60));
      bench_saw (b, REASON_RETRANSMIT_RACK);
      bench_at (b, bench_now (b) + MS (100));
      una += 2000;
      bench_acks (b, una, NULL);
    }
  bench_saw (b, REASON_UPDATE_REORDERING_WINDOW_NARROW);
  g_assert_cmpuint (bench_vars (b).reo_wnd_mult, ==, 1);
  bench_take_all (b);
  bench_free (b);
}

/* What recovery sent again is lost too: it shows as soon as something sent later arrives, and counts as congestion a
 * second time (RFC 5681 §4.3). */
static void
test_lost_again (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b;

  config.initial_window = 10;
  config.limited_transmit = false;
  b = bench_reporting (&config);
  bench_send (b, 20000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 1, "1001:8001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_sends_by (b, ". 10001:11001(1000) ack 1", REASON_SEND_DATA);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 5000);
  bench_at (b, MS (300));
  bench_acks (b, 1, "1001:11001");
  bench_saw (b, REASON_UPDATE_RETRANSMISSION_LOST);
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2500);
  bench_take_all (b);
  bench_at (b, MS (400));
  bench_acks (b, 12001, NULL);
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_RETRANSMISSION_LOST), ==, 1);
  bench_take_all (b);
  bench_free (b);
}

/* What goes again after new text, within one instant, is not older than that. */
static void
test_same_instant (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b;

  config.initial_window = 10;
  b = bench_reporting (&config);
  bench_send (b, 20000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 1, "1001:2001");
  bench_sends_by (b, ". 10001:11001(1000) ack 1", REASON_SEND_LIMITED_TRANSMIT);
  bench_acks (b, 1, "1001:4001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_take_all (b);
  bench_at (b, MS (300));
  bench_acks (b, 1, "1001:11001");
  bench_saw_not (b, REASON_UPDATE_RETRANSMISSION_LOST);
  bench_saw_not (b, REASON_UPDATE_RACK_LOST);
  bench_take_all (b);
  bench_free (b);
}

/* What was sent again before that recovery began, as a probe, is no retransmission of it. */
static void
test_probe_lost (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b;

  config.tlp = true;
  b = eight_on_their_way (&config);
  bench_at (b, MS (300));
  bench_sends_by (b, "P. 7001:8001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  bench_at (b, MS (310));
  bench_acks (b, 1, "1001:7001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_send (b, 1000);
  bench_sends_by (b, "P. 8001:9001(1000) ack 1", REASON_SEND_DATA);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 4000);
  bench_at (b, MS (420));
  bench_acks (b, 7001, "8001:9001");
  bench_sends_by (b, ". 7001:8001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_saw_not (b, REASON_UPDATE_RETRANSMISSION_LOST);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 4000);
  bench_free (b);
}

/* The timer waits for the last of those that may still arrive, wherever it stands in the queue. */
static void
test_longest_wait (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (200));
  bench_acks (b, 1, "1001:2001");
  bench_acks (b, 2001, NULL);
  g_assert_true (bench_vars (b).reordering_seen);
  bench_at (b, MS (210));
  bench_acks (b, 2001, "3001:8001");
  bench_at (b, MS (230));
  bench_send (b, 1000);
  bench_take_all (b);
  bench_at (b, MS (235));
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_at (b, MS (240));
  bench_send (b, 1000);
  bench_sends_by (b, "P. 9001:10001(1000) ack 1", REASON_SEND_DATA);
  bench_at (b, MS (320));
  bench_acks (b, 2001, "9001:10001 3001:8001");
  g_assert_cmpint (bench_vars (b).rack_rtt, ==, MS (80));
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_REORDERING), ==, MS (235 + 80 + 20));
  bench_take_all (b);
  bench_free (b);
}

/* The end of one recovery leaves the way free for the next. */
static void
test_next_recovery (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b;

  config.initial_window = 10;
  b = bench_reporting (&config);
  bench_send (b, 12000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 1, "1001:9001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_sends_by (b, ". 10001:11001(1000) ack 1", REASON_SEND_DATA);
  bench_sends_by (b, "P. 11001:12001(1000) ack 1", REASON_SEND_DATA);
  bench_at (b, MS (300));
  bench_acks (b, 10001, "11001:12001");
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ENTER_RACK_RECOVERY), ==, 1);
  bench_at (b, MS (325));
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ENTER_RACK_RECOVERY), ==, 2);
  bench_sends_by (b, ". 10001:11001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_free (b);
}

/* RK-07: a hole is not filled because there is room, as RFC 6675 would fill it, and HighRxt means nothing. */
static void
test_no_6675 (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_at (b, MS (200));
  bench_acks (b, 1, "1001:2001");
  bench_acks (b, 2001, NULL);
  bench_at (b, MS (210));
  bench_acks (b, 2001, "3001:4001 5001:6001 7001:8001");
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).high_rxt, ==, 0);
  g_assert_cmpuint (bench_vars (b).phase, ==, TCP_SLOW_START);
  g_assert_cmpuint (bench_count (b, REASON_UPDATE_ENTER_SACK_RECOVERY), ==, 0);
  bench_take_all (b);
  bench_free (b);
}

/* §6.3: a timeout takes the first segment for lost and what is older than RACK's round trip, not what has just left. */
static void
test_timeout (void)
{
  for (guint i = 0; i < 2; i++)
    {
      struct tcp_config config = rack_config ();
      config.rack = i == 0;
      struct bench *b = bench_new (&config);
      bench_connect (b);
      bench_at (b, MS (100));
      bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK>");
      bench_send (b, 2000);
      bench_at (b, MS (1050));
      bench_send (b, 1000);
      bench_take_all (b);
      bench_at (b, MS (1100));
      bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
      g_assert_cmpuint (bench_vars (b).lost, ==, i == 0 ? 1000 : 2000);
      bench_at (b, MS (1200));
      bench_acks (b, 1001, NULL);
      bench_sends_by (b, i == 0 ? ". 1001:2001(1000) ack 1" : ". 1001:2001(1000) ack 1",
                      REASON_RETRANSMIT_AFTER_TIMEOUT);
      bench_take_all (b);
      bench_free (b);
    }
}

/* PRR sets the pace of a recovery that the timer began, too. */
static void
test_pace (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b;

  config.prr = true;
  b = bench_reporting (&config);
  bench_send (b, 16000);
  bench_take_all (b);
  bench_at (b, MS (200));
  bench_acks (b, 1, "1001:2001");
  bench_take_all (b);
  bench_at (b, MS (225));
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_RACK);
  bench_saw (b, REASON_UPDATE_PROPORTIONAL_RATE);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, bench_vars (b).pipe);
  bench_free (b);
}

/* Without SACK there is no RACK, and the lessons do without. */
static void
test_off (void)
{
  struct tcp_config config = rack_config ();
  struct bench *b;

  config.sack = false;
  b = bench_established (&config, 60000);
  g_assert_false (bench_vars (b).rack_ok);
  bench_free (b);
  g_assert_true (tcp_config_rfc ().rack && tcp_config_rfc ().tlp && tcp_config_rfc ().frto);
  g_assert_true (tcp_config_linux ().rack && tcp_config_linux ().tlp && tcp_config_linux ().frto);
  g_assert_false (tcp_config_lesson ().rack || tcp_config_lesson ().tlp || tcp_config_lesson ().frto);
}

const struct dialogue dialogues_rack[] = {
  { "/tcp/rack/RK-01/delivered", test_delivered },
  { "/tcp/rack/RK-01/too-soon", test_too_soon },
  { "/tcp/rack/RK-01/old-echo", test_old_echo },
  { "/tcp/rack/RK-01/longer-path", test_longer_path },
  { "/tcp/rack/RK-02/TO-RACK/timer", test_timer },
  { "/tcp/rack/RK-02/at-once", test_at_once },
  { "/tcp/rack/RK-02/lost-again", test_lost_again },
  { "/tcp/rack/RK-02/same-instant", test_same_instant },
  { "/tcp/rack/RK-02/probe-lost", test_probe_lost },
  { "/tcp/rack/RK-02/longest-wait", test_longest_wait },
  { "/tcp/rack/RK-02/next-recovery", test_next_recovery },
  { "/tcp/rack/RK-02/timeout", test_timeout },
  { "/tcp/rack/RK-03/reordered", test_reordered },
  { "/tcp/rack/TO-RACK/runs-on", test_timer_runs_on },
  { "/tcp/rack/RK-03/one-ack", test_one_ack },
  { "/tcp/rack/RK-03/RK-07/patient", test_patient },
  { "/tcp/rack/RK-03/wider", test_wider },
  { "/tcp/rack/RK-03/narrow", test_narrow },
  { "/tcp/rack/RK-07/no-6675", test_no_6675 },
  { "/tcp/rack/pace", test_pace },
  { "/tcp/rack/off", test_off },
  { 0 },
};
