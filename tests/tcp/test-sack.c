/* SACK: what we report (RFC 2018, RFC 2883), and how losses are repaired by what the peer reports (RFC 6675). */
#include "bench.h"

#include "tcp/congestion.h"

static struct tcp_config
sack_config (void)
{
  struct tcp_config config = bench_config ();

  config.sack = true;
  config.initial_window = 8;
  config.limited_transmit = false;
  return config;
}

static struct bench *
established (const struct tcp_config *config)
{
  struct tcp_config usual = sack_config ();

  return bench_reporting (config != NULL ? config : &usual);
}

/* Text of 1000 octets arrives. */
static void
arrives (struct bench *b, guint seq)
{
  bench_arrives_numbers (b, ".", seq, 1000, 1);
}

static void
sends_segments (struct bench *b, guint first, guint count, gboolean last)
{
  for (guint i = 0; i < count; i++)
    {
      guint seq = first + 1000 * i;
      g_autofree char *text
          = g_strdup_printf ("%s %u:%u(1000) ack 1", last && i + 1 == count ? "P." : ".", seq, seq + 1000);
      bench_sends (b, text);
    }
}

/* Eight segments are on their way, the first is acknowledged. */
static struct bench *
eight_on_their_way (const struct tcp_config *config)
{
  struct bench *b = established (config);

  bench_send (b, 8000);
  sends_segments (b, 1, 8, TRUE);
  bench_at (b, MS (200));
  bench_acks (b, 1001, NULL);
  return b;
}

/* --- what we report --- */

static void
test_permitted (void)
{
  struct tcp_config config = sack_config ();
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,sackOK>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_false (bench_vars (b).sack_ok);
  arrives (b, 1001);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);

  b = bench_new (&config);
  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1000,sackOK>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,sackOK>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  arrives (b, 1001);
  bench_sends (b, ". 1:1(0) ack 1 <sack 1001:2001>");
  bench_free (b);

  b = bench_new (&config);
  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);

  b = bench_new (NULL);
  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1000,sackOK>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

static void
test_blocks (void)
{
  struct bench *b = established (NULL);

  arrives (b, 1001);
  bench_sends_by (b, ". 1:1(0) ack 1 <sack 1001:2001>", REASON_SEND_ACK_OUT_OF_ORDER);
  arrives (b, 3001);
  bench_sends (b, ". 1:1(0) ack 1 <sack 3001:4001 1001:2001>");
  arrives (b, 5001);
  bench_sends (b, ". 1:1(0) ack 1 <sack 5001:6001 3001:4001 1001:2001>");
  arrives (b, 7001);
  bench_sends (b, ". 1:1(0) ack 1 <sack 7001:8001 5001:6001 3001:4001 1001:2001>");
  arrives (b, 2001);
  bench_sends (b, ". 1:1(0) ack 1 <sack 1001:4001 7001:8001 5001:6001>");
  arrives (b, 1);
  bench_sends_by (b, ". 1:1(0) ack 4001 <sack 7001:8001 5001:6001>", REASON_SEND_ACK_GAP_FILLED);
  arrives (b, 4001);
  bench_sends (b, ". 1:1(0) ack 6001 <sack 7001:8001>");
  arrives (b, 6001);
  bench_sends (b, ". 1:1(0) ack 8001");
  bench_free (b);
}

/* Beside timestamps there is room for three; five ranges never fit. */
static void
test_room_for_blocks (void)
{
  struct tcp_config config = sack_config ();
  struct bench *b;

  config.receive_buffer = 20000;
  b = established (&config);
  for (guint seq = 1001; seq < 11001; seq += 2000)
    arrives (b, seq);
  for (guint i = 0; i < 4; i++)
    bench_sends (b, (const char *[]){ ". 1:1(0) ack 1 <sack 1001:2001>", ". 1:1(0) ack 1 <sack 3001:4001 1001:2001>",
                                      ". 1:1(0) ack 1 <sack 5001:6001 3001:4001 1001:2001>",
                                      ". 1:1(0) ack 1 <sack 7001:8001 5001:6001 3001:4001 1001:2001>" }[i]);
  bench_sends (b, ". 1:1(0) ack 1 <sack 9001:10001 7001:8001 5001:6001 3001:4001>");
  bench_free (b);

  config.timestamps = true;
  b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,sackOK,TS val 0 ecr 0>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,sackOK,TS val 7 ecr 0>");
  bench_take_all (b);
  for (guint seq = 1001; seq < 9001; seq += 2000)
    {
      g_autofree char *text = g_strdup_printf (". %u:%u(900) ack 1 <TS val 7 ecr 0>", seq, seq + 900);
      bench_take_all (b);
      bench_arrives (b, text);
    }
  bench_sends (b, ". 1:1(0) ack 1 <TS val 0 ecr 7,sack 7001:7901 5001:5901 3001:3901>");
  bench_free (b);
}

/* A held FIN takes a number like text. */
static void
test_held_fin (void)
{
  struct bench *b = established (NULL);

  bench_arrives (b, "F. 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1 <sack 1001:2002>");
  arrives (b, 1);
  bench_sends (b, ". 1:1(0) ack 2002");
  bench_state (b, TCP_CLOSE_WAIT);
  bench_free (b);

  b = established (NULL);
  bench_arrives (b, "F. 1001:1001(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1 <sack 1001:1002>");
  arrives (b, 1);
  bench_sends (b, ". 1:1(0) ack 1002");
  bench_free (b);

  /* It belongs to the text before it and to no other. */
  b = established (NULL);
  arrives (b, 1001);
  bench_sends (b, ". 1:1(0) ack 1 <sack 1001:2001>");
  bench_arrives (b, "F. 3001:4001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1 <sack 3001:4002 1001:2001>");
  bench_free (b);
}

/* Where text leaves less than a block's room there is none. */
static void
test_no_room_beside_text (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 989);
  bench_sends (b, "P. 1:990(989) ack 1");
  arrives (b, 1001);
  bench_sends (b, ". 990:990(0) ack 1 <sack 1001:2001>");
  bench_at (b, MS (1100));
  bench_sends_by (b, "P. 1:990(989) ack 1", REASON_RETRANSMIT_TIMEOUT);
  bench_free (b);
}

/* What lies beyond the window, or is a SYN, was not received twice. */
static void
test_no_duplicate (void)
{
  struct bench *b = established (NULL);

  bench_arrives (b, "P. 8001:8101(100) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,sackOK>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);
}

/* Blocks go with text too, which makes room for them; what is sent again keeps its size, and they stay away. */
static void
test_blocks_beside_text (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  arrives (b, 1001);
  bench_sends (b, ". 1001:1001(0) ack 1 <sack 1001:2001>");
  bench_send (b, 1000);
  bench_sends (b, ". 1001:1989(988) ack 1 <sack 1001:2001>");
  bench_at (b, MS (1100));
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  bench_free (b);
}

static void
test_duplicates_reported (void)
{
  struct bench *b = established (NULL);

  arrives (b, 1);
  arrives (b, 1001);
  bench_sends (b, ". 1:1(0) ack 2001");
  /* All of it is known: told once. */
  arrives (b, 1);
  bench_sends_by (b, ". 1:1(0) ack 2001 <sack 1:1001>", REASON_SEND_ACK_UNACCEPTABLE);
  arrives (b, 3001);
  bench_sends (b, ". 1:1(0) ack 2001 <sack 3001:4001>");
  /* Known above the gap: its block follows. */
  arrives (b, 3001);
  bench_sends (b, ". 1:1(0) ack 2001 <sack 3001:4001 3001:4001>");
  arrives (b, 4001);
  bench_sends (b, ". 1:1(0) ack 2001 <sack 3001:5001>");
  bench_arrives (b, ". 3501:4501(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 2001 <sack 3501:4501 3001:5001>");
  /* Partly known, below and above. */
  bench_arrives (b, ". 1501:2501(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 2501 <sack 1501:2001 3001:5001>");
  bench_arrives (b, ". 2501:3501(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 5001 <sack 3001:3501>");
  bench_free (b);
}

/* --- how losses are repaired --- */

/* S24 with SACK: 2 of eight is lost, and sent again once. */
static void
test_one_loss (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_acks (b, 1001, "2001:3001");
  bench_saw (b, REASON_UPDATE_SACKED);
  bench_saw (b, REASON_UPDATE_ACK_DUPLICATE);
  bench_acks (b, 1001, "2001:4001");
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).dupacks, ==, 2);
  bench_acks (b, 1001, "2001:5001");
  bench_saw (b, REASON_UPDATE_ENTER_SACK_RECOVERY);
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_FAST);
  struct tcp_vars vars = bench_vars (b);
  g_assert_cmpint (vars.phase, ==, TCP_FAST_RECOVERY);
  g_assert_cmpuint (vars.ssthresh, ==, 3500);
  g_assert_cmpuint (vars.cwnd, ==, 3500);
  g_assert_cmpuint (vars.pipe, ==, 4000);
  g_assert_cmpuint (vars.sacked, ==, 3000);
  g_assert_cmpuint (vars.recover, ==, vars.snd_nxt - 1);
  g_assert_cmpuint (vars.high_rxt, ==, vars.iss + 2001);
  g_assert_cmpuint (vars.sacked_ranges, ==, 1);
  g_assert_cmpuint (vars.sacked_range[0][0], ==, vars.iss + 2001);
  g_assert_cmpuint (vars.sacked_range[0][1], ==, vars.iss + 5001);
  bench_acks (b, 1001, "2001:7001");
  bench_acks (b, 1001, "2001:8001");
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).pipe, ==, 1000);
  bench_at (b, MS (300));
  bench_acks (b, 8001, NULL);
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 3500);
  g_assert_cmpuint (bench_vars (b).sacked, ==, 0);
  g_assert_cmpuint (bench_vars (b).retransmissions, ==, 1);
  bench_free (b);
}

/* S25 with SACK: 2, 4 and 6 of eight are lost, and repaired in one recovery. */
static void
test_three_losses (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_acks (b, 1001, "2001:3001");
  bench_acks (b, 1001, "4001:5001 2001:3001");
  bench_acks (b, 1001, "6001:7001 4001:5001 2001:3001");
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_FAST);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).sacked_ranges, ==, 3);
  bench_acks (b, 1001, "6001:8001 4001:5001 2001:3001");
  bench_sends_by (b, ". 3001:4001(1000) ack 1", REASON_RETRANSMIT_SACK_LOST);
  bench_quiet (b);
  bench_at (b, MS (300));
  bench_acks (b, 3001, "6001:8001 4001:5001");
  bench_saw (b, REASON_TIMER_RTO_RESTART);
  /* 6 is not lost by the letter, but there is nothing better to send. */
  bench_sends_by (b, ". 5001:6001(1000) ack 1", REASON_RETRANSMIT_SACK_HOLE);
  bench_quiet (b);
  bench_acks (b, 5001, "6001:8001");
  g_assert_cmpint (bench_vars (b).phase, ==, TCP_FAST_RECOVERY);
  bench_acks (b, 8001, NULL);
  g_assert_cmpint (bench_vars (b).phase, ==, TCP_CONGESTION_AVOIDANCE);
  g_assert_cmpuint (bench_vars (b).retransmissions, ==, 3);
  bench_free (b);
}

/* The last of the window is lost too: one more is tried when the first has arrived. */
static void
test_rescue (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_acks (b, 1001, "2001:5001");
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_FAST);
  bench_acks (b, 1001, "2001:7001");
  bench_quiet (b);
  g_assert_false (bench_vars (b).rescue_sent);
  bench_acks (b, 7001, NULL);
  bench_sends_by (b, "P. 7001:8001(1000) ack 1", REASON_RETRANSMIT_SACK_RESCUE);
  g_assert_true (bench_vars (b).rescue_sent);
  bench_acks (b, 7001, NULL);
  bench_quiet (b);
  bench_acks (b, 8001, NULL);
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  bench_free (b);
}

/* Rule 2: what was not lost lets new text go, as pipe permits. */
static void
test_new_text_in_recovery (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_send (b, 20000);
  sends_segments (b, 8001, 2, FALSE);
  /* cwnd is 9000 and nine segments are out. */
  bench_acks (b, 1001, "2001:5001");
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_FAST);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 4500);
  bench_acks (b, 1001, "2001:9001");
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 4500);
  /* pipe: 2 again, and 10. */
  bench_sends_by (b, ". 10001:11001(1000) ack 1", REASON_SEND_DATA);
  bench_sends_by (b, ". 11001:12001(1000) ack 1", REASON_SEND_DATA);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).pipe, ==, 4000);
  bench_free (b);
}

/* Three duplicates are enough where segments are small. */
static void
test_three_small (void)
{
  struct tcp_config config = sack_config ();
  struct bench *b;

  config.nagle = false;
  b = established (&config);
  for (guint i = 0; i < 5; i++)
    bench_send (b, 100);
  bench_take_all (b);
  bench_acks (b, 1, "101:201");
  bench_acks (b, 1, "101:301");
  bench_quiet (b);
  /* The same once more is no news. */
  bench_acks (b, 1, "101:301");
  bench_saw_not (b, REASON_UPDATE_ACK_DUPLICATE);
  bench_quiet (b);
  bench_acks (b, 1, "101:401");
  bench_sends_by (b, ". 1:101(100) ack 1", REASON_RETRANSMIT_FAST);
  bench_free (b);
}

/* One ACK can prove the loss: by three ranges however small, or by more than two segments' octets. */
static void
test_proven_at_once (void)
{
  struct tcp_config config = sack_config ();

  config.nagle = false;
  struct bench *b = established (&config);
  for (guint i = 0; i < 7; i++)
    bench_send (b, 100);
  bench_take_all (b);
  bench_acks (b, 1, "101:201 301:401");
  bench_quiet (b);
  bench_acks (b, 1, "501:601 101:201 301:401");
  bench_sends_by (b, ". 1:101(100) ack 1", REASON_RETRANSMIT_FAST);
  bench_take_all (b);
  bench_free (b);

  b = established (NULL);
  bench_send (b, 6000);
  sends_segments (b, 1, 6, TRUE);
  bench_acks (b, 1, "1001:4001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_FAST);
  bench_free (b);
}

/* Rule 1 before rule 2: what is lost goes before new text. */
static void
test_lost_before_new (void)
{
  struct bench *b = established (NULL);

  bench_send (b, 20000);
  sends_segments (b, 1, 8, FALSE);
  bench_acks (b, 1, "1001:2001");
  bench_acks (b, 1, "3001:4001 1001:2001");
  bench_acks (b, 1, "3001:5001 1001:2001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_FAST);
  bench_acks (b, 1, "3001:6001 1001:2001");
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_RETRANSMIT_SACK_LOST);
  bench_acks (b, 1, "3001:7001 1001:2001");
  bench_sends_by (b, ". 8001:9001(1000) ack 1", REASON_SEND_DATA);
  bench_free (b);
}

/* One new segment for each of the first two reports, cwnd unchanged. */
static void
test_limited_transmit (void)
{
  struct tcp_config config = sack_config ();
  struct bench *b;

  config.initial_window = 4;
  config.limited_transmit = true;
  b = established (&config);
  bench_send (b, 20000);
  sends_segments (b, 1, 4, FALSE);
  bench_acks (b, 1, NULL);
  bench_quiet (b);
  bench_acks (b, 1, "1001:2001");
  bench_sends_by (b, ". 4001:5001(1000) ack 1", REASON_SEND_LIMITED_TRANSMIT);
  bench_acks (b, 1, "1001:3001");
  bench_sends_by (b, ". 5001:6001(1000) ack 1", REASON_SEND_LIMITED_TRANSMIT);
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 4000);
  bench_acks (b, 1, "1001:4001");
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_FAST);
  /* What limited transmit sent does not count. */
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
  bench_free (b);
}

/* A timeout: what was reported is not sent again, and no recovery begins before all is acknowledged. */
static void
test_timeout (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_acks (b, 1001, "3001:4001");
  bench_at (b, MS (1200));
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  g_assert_cmpuint (bench_vars (b).lost, ==, 5000);
  g_assert_cmpuint (bench_vars (b).sacked, ==, 1000);
  g_assert_cmpuint (bench_vars (b).pipe, ==, 1000);
  bench_acks (b, 1001, "3001:4001 5001:8001");
  bench_saw_not (b, REASON_UPDATE_ENTER_SACK_RECOVERY);
  bench_quiet (b);
  bench_at (b, MS (1300));
  bench_acks (b, 2001, "3001:4001 5001:8001");
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_RETRANSMIT_AFTER_TIMEOUT);
  bench_sends_by (b, ". 4001:5001(1000) ack 1", REASON_RETRANSMIT_AFTER_TIMEOUT);
  bench_quiet (b);
  bench_acks (b, 8001, NULL);
  g_assert_cmpuint (bench_vars (b).retransmissions, ==, 3);
  bench_free (b);
}

/* The peer throws away what it had reported. The queue still has it. */
static void
test_reneging (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_acks (b, 1001, "2001:3001");
  bench_acks (b, 2001, NULL);
  bench_quiet (b);
  bench_at (b, MS (1200));
  bench_saw (b, REASON_UPDATE_SACK_RENEGED);
  bench_sends_by (b, ". 2001:3001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  g_assert_cmpuint (bench_vars (b).sacked, ==, 0);
  bench_free (b);
}

/* The peer says that something reached it twice; that alone is no news. */
static void
test_duplicate_report (void)
{
  struct bench *b = eight_on_their_way (NULL);

  bench_acks (b, 1001, "1:1001");
  bench_saw (b, REASON_UPDATE_SACK_DUPLICATE);
  bench_saw_not (b, REASON_UPDATE_SACKED);
  bench_acks (b, 1001, "2001:3001 2001:4001");
  bench_saw (b, REASON_UPDATE_SACK_DUPLICATE);
  g_assert_cmpuint (bench_vars (b).sacked, ==, 2000);
  bench_free (b);
}

/* Blocks that cannot be true, or cover a part only. */
static void
test_odd_blocks (void)
{
  static const char *const odd[]
      = { "3001:2001", "2001:9001", "1:3001", "2001:2001", "2500:3000", "4000000000:3000", "2001:3000" };
  struct bench *b = eight_on_their_way (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      bench_acks (b, 1001, odd[i]);
      bench_saw_not (b, REASON_UPDATE_SACKED);
    }
  bench_acks (b, 1001, "2500:4500");
  g_assert_cmpuint (bench_vars (b).sacked, ==, 1000);
  g_assert_cmpuint (bench_vars (b).sacked_range[0][0], ==, bench_vars (b).iss + 3001);
  bench_free (b);
}

/* Where the peer does not permit SACK, NewReno repairs. */
static void
test_without (void)
{
  struct tcp_config config = sack_config ();
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000>");
  bench_send (b, 4000);
  bench_take_all (b);
  for (guint i = 0; i < 3; i++)
    bench_acks (b, 1, "1001:2001");
  bench_saw (b, REASON_UPDATE_ENTER_RECOVERY);
  bench_saw_not (b, REASON_UPDATE_SACKED);
  bench_sends_by (b, ". 1:1001(1000) ack 1", REASON_RETRANSMIT_FAST);
  bench_free (b);
}

/* --- the retransmission timer in recovery, RFC 6675 §6 --- */

/* A loss that shows when nearly an RTO has gone by since the last new ACK. */
static struct bench *
recovering_late (bool rearm)
{
  struct tcp_config config = sack_config ();
  struct bench *b;

  config.rto_rearm = rearm;
  b = eight_on_their_way (&config);
  bench_at (b, MS (1100));
  bench_acks (b, 1001, "2001:5001");
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_FAST);
  return b;
}

static void
test_rearmed (void)
{
  struct bench *b = recovering_late (true);

  bench_saw (b, REASON_TIMER_RTO_REARM);
  bench_at (b, MS (1300));
  bench_quiet (b);
  bench_acks (b, 8001, NULL);
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  bench_free (b);
}

static void
test_not_rearmed (void)
{
  struct bench *b = recovering_late (false);

  bench_saw_not (b, REASON_TIMER_RTO_REARM);
  bench_at (b, MS (1200));
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  bench_free (b);
  g_assert_false (tcp_config_rfc ().rto_rearm);
  g_assert_true (tcp_config_linux ().rto_rearm);
}

/* A timeout sets the timer by its own rule. */
static void
test_rearmed_in_recovery_only (void)
{
  struct tcp_config config = sack_config ();
  struct bench *b;

  config.rto_rearm = true;
  b = eight_on_their_way (&config);
  bench_at (b, MS (1200));
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_TIMEOUT);
  bench_acks (b, 2001, NULL);
  bench_take_all (b);
  g_assert_cmpuint (bench_count (b, REASON_TIMER_RTO_REARM), ==, 0);
  bench_free (b);
}

/* --- RFC 9937 --- */

/* The first count, of an ACK that delivered so much of 20000 outstanding octets; what it found lost has gone. */
static void
enter_proportional (struct congestion *c, guint32 delivered, guint32 pipe)
{
  struct tcp_config config = tcp_config_rfc ();

  congestion_init (c, &config, 1000, 0, 0);
  c->sack = true;
  congestion_sacked (c, 20001, 20000, 1000, true);
  g_assert_cmpuint (c->ssthresh, ==, 10000);
  congestion_sent (c, 1000);
  congestion_proportional_rate (c, &(struct congestion_news){ .delivered = delivered, .outstanding = 20000 }, pipe,
                                1000);
}

static void
count_proportional (struct congestion *c, guint32 delivered, bool safe, guint32 pipe)
{
  congestion_proportional_rate (c, &(struct congestion_news){ .delivered = delivered, .safe = safe }, pipe, 1000);
}

/* While pipe is above ssthresh, a part of what arrives is sent. Below it, as much is sent as arrives, and a segment
 * more while the repair goes well. */
static void
test_proportional_rate (void)
{
  struct congestion c;

  enter_proportional (&c, 3000, 17000);
  g_assert_cmpuint (c.cwnd, ==, 17500); /* 3000 / 2 - 1000 */
  count_proportional (&c, 1000, false, 16000);
  g_assert_cmpuint (c.cwnd, ==, 17000); /* 4000 / 2 - 1000 */
  congestion_sent (&c, 1000);
  count_proportional (&c, 0, false, 17000);
  g_assert_cmpuint (c.cwnd, ==, 17000);
  /* Many were lost: what arrived and did not go yet. */
  count_proportional (&c, 1000, false, 4000);
  g_assert_cmpuint (c.cwnd, ==, 4000 + 5000 - 2000);
  count_proportional (&c, 0, true, 4000);
  g_assert_cmpuint (c.cwnd, ==, 4000 + 5000 - 2000 + 1000);
  /* Never above ssthresh. */
  count_proportional (&c, 9000, true, 9500);
  g_assert_cmpuint (c.cwnd, ==, 10000);
}

/* The segment with which recovery begins is part of the first count, and goes whatever that comes to. */
static void
test_proportional_beginning (void)
{
  struct congestion c;

  enter_proportional (&c, 1000, 5000);
  g_assert_cmpuint (c.cwnd, ==, 5000);
  count_proportional (&c, 1000, false, 4000);
  g_assert_cmpuint (c.cwnd, ==, 5000);
  enter_proportional (&c, 0, 5000);
  g_assert_cmpuint (c.cwnd, ==, 5000);
  enter_proportional (&c, 3000, 5000);
  g_assert_cmpuint (c.cwnd, ==, 7000);
}

static void
test_proportional_recovery (void)
{
  struct tcp_config config = sack_config ();
  struct bench *b;

  config.prr = true;
  b = eight_on_their_way (&config);
  bench_send (b, 20000);
  sends_segments (b, 8001, 2, FALSE);
  bench_acks (b, 1001, "2001:5001");
  bench_sends_by (b, ". 1001:2001(1000) ack 1", REASON_RETRANSMIT_FAST);
  bench_saw (b, REASON_UPDATE_PROPORTIONAL_RATE);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 4500);
  g_assert_cmpuint (bench_vars (b).pipe, ==, 6000);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 6500); /* 3000 / 2 - 1000 more */
  bench_quiet (b);
  bench_acks (b, 1001, "2001:6001");
  bench_sends_by (b, ". 10001:11001(1000) ack 1", REASON_SEND_DATA);
  bench_quiet (b);
  bench_acks (b, 10001, NULL);
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 4500);
  bench_take_all (b);
  bench_free (b);
}

const struct dialogue dialogues_sack[] = {
  { "/tcp/sack/SACK-01", test_permitted },
  { "/tcp/sack/SACK-02/SACK-03/SACK-04", test_blocks },
  { "/tcp/sack/SACK-02/room", test_room_for_blocks },
  { "/tcp/sack/SACK-04/SHLD-31/fin", test_held_fin },
  { "/tcp/sack/MSS-02/beside-text", test_blocks_beside_text },
  { "/tcp/sack/MSS-02/no-room", test_no_room_beside_text },
  { "/tcp/sack/SACK-07", test_duplicates_reported },
  { "/tcp/sack/S24/SACK-08/SACK-09/SACK-10/SACK-12", test_one_loss },
  { "/tcp/sack/S25/SACK-08/SACK-11/SACK-12", test_three_losses },
  { "/tcp/sack/SACK-11/rescue", test_rescue },
  { "/tcp/sack/SACK-10/SACK-11/new-text", test_new_text_in_recovery },
  { "/tcp/sack/SACK-09/small", test_three_small },
  { "/tcp/sack/SACK-08/SACK-09/at-once", test_proven_at_once },
  { "/tcp/sack/SACK-11/lost-before-new", test_lost_before_new },
  { "/tcp/sack/CC-08", test_limited_transmit },
  { "/tcp/sack/SACK-06/SACK-12/timeout", test_timeout },
  { "/tcp/sack/SACK-05/SACK-06/reneging", test_reneging },
  { "/tcp/sack/SACK-07/none", test_no_duplicate },
  { "/tcp/sack/SACK-07/received", test_duplicate_report },
  { "/tcp/sack/SACK-09/odd-blocks", test_odd_blocks },
  { "/tcp/sack/SACK-01/NR-02/without", test_without },
  { "/tcp/sack/timer/rearmed", test_rearmed },
  { "/tcp/sack/timer/not-rearmed", test_not_rearmed },
  { "/tcp/sack/timer/not-by-timeout", test_rearmed_in_recovery_only },
  { "/tcp/sack/PRR/arithmetic", test_proportional_rate },
  { "/tcp/sack/PRR/beginning", test_proportional_beginning },
  { "/tcp/sack/PRR/recovery", test_proportional_recovery },
  { 0 },
};
