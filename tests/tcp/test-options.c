/* The options of RFC 7323: window scale, timestamps, PAWS, and TIME-WAIT with timestamps (RFC 6191). */
#include "bench.h"

static struct tcp_config
options_config (void)
{
  struct tcp_config config = bench_config ();

  config.window_scale = true;
  config.window_scale_shift = 2;
  config.timestamps = true;
  return config;
}

/* ESTABLISHED at 100 ms; TS.Recent is 5000, the peer's shift 3. */
static struct bench *
established_with (const struct tcp_config *config)
{
  struct bench *b = bench_new (config);

  bench_connect (b);
  bench_take_all (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 8000 <mss 1000,TS val 5000 ecr 0,wscale 3>");
  bench_saw (b, REASON_UPDATE_WINDOW_SCALE_AGREED);
  bench_saw (b, REASON_UPDATE_TIMESTAMPS_AGREED);
  bench_sends (b, ". 1:1(0) ack 1 win 2000 <TS val 100 ecr 5000>");
  bench_state (b, TCP_ESTABLISHED);
  return b;
}

static struct bench *
established (void)
{
  struct tcp_config config = options_config ();

  return established_with (&config);
}

/* --- window scale --- */

static void
test_scale_active (void)
{
  struct tcp_config config = options_config ();
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) win 8000 <mss 1000,TS val 0 ecr 0,wscale 2>");
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 1000 <mss 1000,TS val 5000 ecr 0,wscale 3>");
  bench_sends (b, ". 1:1(0) ack 1 win 2000 <TS val 100 ecr 5000>");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 1000);
  g_assert_cmpuint (bench_vars (b).snd_wind_shift, ==, 3);
  g_assert_cmpuint (bench_vars (b).rcv_wind_shift, ==, 2);
  bench_arrives (b, ". 1:1(0) ack 1 win 1000 <TS val 5100 ecr 100>");
  bench_saw (b, REASON_UPDATE_WINDOW);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 8000);
  bench_free (b);
}

/* The SYN+ACK has what the SYN had, and what we do not offer stays away. */
static void
test_agreement (void)
{
  static const struct
  {
    gboolean ours;
    const char *syn;
    const char *syn_ack;
    gboolean scale;
    gboolean stamps;
  } rows[] = {
    { TRUE, "S 0:0(0) <mss 1000>", "S. 0:0(0) ack 1 win 8000 <mss 1000>", FALSE, FALSE },
    { TRUE, "S 0:0(0) <mss 1000,wscale 5>", "S. 0:0(0) ack 1 win 8000 <mss 1000,wscale 2>", TRUE, FALSE },
    { TRUE, "S 0:0(0) <mss 1000,TS val 9 ecr 0>", "S. 0:0(0) ack 1 win 8000 <mss 1000,TS val 0 ecr 9>", FALSE, TRUE },
    { FALSE, "S 0:0(0) <mss 1000,TS val 9 ecr 0,wscale 5>", "S. 0:0(0) ack 1 win 8000 <mss 1000>", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      struct tcp_config config = rows[i].ours ? options_config () : bench_config ();
      struct bench *b = bench_new (&config);
      bench_listen (b);
      bench_arrives (b, rows[i].syn);
      bench_sends (b, rows[i].syn_ack);
      bench_use (b, bench_socket (b) + 1);
      g_assert_cmpint (bench_vars (b).window_scale_ok, ==, rows[i].scale);
      g_assert_cmpint (bench_vars (b).snd_ts_ok, ==, rows[i].stamps);
      g_assert_cmpuint (bench_vars (b).snd_wind_shift, ==, rows[i].scale ? 5 : 0);
      g_assert_cmpuint (bench_vars (b).rcv_wind_shift, ==, rows[i].scale ? 2 : 0);
      bench_free (b);
    }
}

/* Both SYNs offer, and cross. */
static void
test_crossing (void)
{
  struct tcp_config config = options_config ();
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) win 8000 <mss 1000,TS val 0 ecr 0,wscale 2>");
  bench_at (b, MS (50));
  bench_arrives (b, "S 0:0(0) win 8000 <mss 1000,TS val 70 ecr 0,wscale 3>");
  bench_sends (b, "S. 0:0(0) ack 1 win 8000 <mss 1000,TS val 50 ecr 70,wscale 2>");
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 7000 <mss 1000,TS val 120 ecr 50,wscale 3>");
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 7000);
  bench_free (b);
}

static void
test_shift_limits (void)
{
  struct tcp_config config = options_config ();
  struct bench *b;

  config.window_scale_shift = 99;
  b = bench_new (&config);
  bench_listen (b);
  bench_arrives (b, "S 0:0(0) win 65535 <mss 1000,wscale 255>");
  bench_sends (b, "S. 0:0(0) ack 1 win 8000 <mss 1000,wscale 14>");
  bench_arrives (b, ". 1:1(0) ack 1 win 65535");
  bench_accept (b);
  g_assert_cmpuint (bench_vars (b).snd_wind_shift, ==, 14);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 65535u << 14);
  bench_free (b);
}

/* The shift that a buffer needs; the window opens to all of it when the handshake is over. */
static void
test_shift_from_buffer (void)
{
  static const struct
  {
    guint32 buffer;
    guint shift;
  } rows[] = { { 8000, 0 }, { 65535, 0 }, { 80000, 1 }, { 131072, 2 }, { 262136, 2 }, { 300000, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      struct tcp_config config = options_config ();
      config.window_scale_shift = TCP_SHIFT_FROM_BUFFER;
      config.receive_buffer = rows[i].buffer;
      struct bench *b = bench_new (&config);
      bench_connect (b);
      g_autofree char *syn = g_strdup_printf ("S 0:0(0) win %u <mss 1000,TS val 0 ecr 0,wscale %u>",
                                              MIN (rows[i].buffer, 65535), rows[i].shift);
      bench_sends (b, syn);
      bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,wscale 0>");
      g_autofree char *ack = g_strdup_printf (". 1:1(0) ack 1 win %u", rows[i].buffer >> rows[i].shift);
      bench_sends (b, ack);
      g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, rows[i].buffer);
      bench_free (b);
    }
}

/* What scaling cuts off the window is taken all the same: the right edge never moves left. */
static void
test_rounding (void)
{
  struct tcp_config config = options_config ();
  struct bench *b;

  config.window_scale_shift = 10;
  b = bench_new (&config);
  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,wscale 0>");
  bench_sends (b, ". 1:1(0) ack 1 win 7");
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 2001 win 5");
  g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, 6000);
  /* Up to the edge of the SYN's window, 8000. */
  for (guint seq = 2001; seq < 8001; seq += 1000)
    bench_arrives_numbers (b, ".", seq, 1000, 1);
  g_assert_cmpuint (bench_vars (b).rcv_nxt - bench_vars (b).irs, ==, 8001);
  bench_take_all (b);
  bench_at (b, SEC (1));
  bench_take_all (b);
  /* Reading half of it is worth telling. */
  bench_receive (b, 4000);
  bench_sends (b, ". 1:1(0) ack 8001 win 3");
  bench_reason (b, REASON_SEND_WINDOW_UPDATE);
  bench_free (b);
}

/* --- timestamps --- */

static void
test_timestamps_everywhere (void)
{
  struct bench *b = established ();

  bench_arrives (b, ". 1:1(0) ack 1 win 1000 <TS val 5100 ecr 100>");
  bench_send (b, 2000);
  bench_sends (b, ". 1:989(988) ack 1 <TS val 100 ecr 5100>");
  bench_sends (b, ". 989:1977(988) ack 1 <TS val 100 ecr 5100>");
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 988);
  bench_at (b, MS (150));
  bench_arrives (b, ". 1:989(988) ack 1977 win 1000 <TS val 5150 ecr 100>");
  bench_sends (b, "P. 1977:2001(24) ack 989 <TS val 150 ecr 5150>");
  bench_abort (b);
  bench_sends (b, "R 2001:2001(0) <TS val 150 ecr 0>");
  bench_free (b);
}

static void
test_tick_and_offset (void)
{
  struct tcp_config config = options_config ();
  struct bench *b;

  config.ts_tick = MS (10);
  config.ts_offset = UINT32_MAX;
  b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,TS val 4294967295 ecr 0,wscale 2>");
  bench_at (b, MS (105));
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,TS val 0 ecr 4294967295>");
  bench_sends (b, ". 1:1(0) ack 1 <TS val 9 ecr 0>");
  g_assert_cmpint (bench_vars (b).last_rtt, ==, MS (100));
  bench_free (b);
}

/* The echo is that of the first segment that the ACK covers, not of one above a gap. */
static void
test_recent (void)
{
  struct bench *b = established ();

  bench_arrives (b, ". 1:989(988) ack 1 <TS val 5010 ecr 100>");
  bench_arrives (b, ". 989:1977(988) ack 1 <TS val 5020 ecr 100>");
  bench_sends (b, ". 1:1(0) ack 1977 <TS val 100 ecr 5010>");
  bench_reason (b, REASON_SEND_ACK_EVERY_SECOND);
  bench_arrives (b, ". 2965:3953(988) ack 1 <TS val 5040 ecr 100>");
  bench_sends (b, ". 1:1(0) ack 1977 <TS val 100 ecr 5010>");
  bench_arrives (b, ". 1977:2965(988) ack 1 <TS val 5050 ecr 100>");
  bench_sends (b, ". 1:1(0) ack 3953 <TS val 100 ecr 5050>");
  g_assert_cmpuint (bench_vars (b).ts_recent, ==, 5050);
  bench_free (b);
}

/* Karn's rule is lifted: the echo tells which copy arrived. */
static void
test_round_trip_of_copy (void)
{
  struct bench *b = established ();

  bench_send (b, 500);
  bench_sends (b, "P. 1:501(500) ack 1 <TS val 100 ecr 5000>");
  bench_at (b, MS (1100));
  bench_sends (b, "P. 1:501(500) ack 1 <TS val 1100 ecr 5000>");
  g_assert_cmpuint (bench_vars (b).backoff, ==, 1);
  bench_at (b, MS (1180));
  bench_arrives (b, ". 1:1(0) ack 501 <TS val 6080 ecr 1100>");
  bench_saw (b, REASON_UPDATE_RTT_FROM_TIMESTAMP);
  bench_saw_not (b, REASON_UPDATE_KARN_NO_SAMPLE);
  g_assert_cmpint (bench_vars (b).last_rtt, ==, MS (80));
  g_assert_cmpuint (bench_vars (b).backoff, ==, 0);
  /* Nothing new acknowledged, or an echo from the future: no sample. */
  bench_arrives (b, ". 1:1(0) ack 501 <TS val 6080 ecr 100>");
  bench_saw_not (b, REASON_UPDATE_RTT_FROM_TIMESTAMP);
  bench_send (b, 500);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1001 <TS val 6080 ecr 777777>");
  bench_saw_not (b, REASON_UPDATE_RTT_FROM_TIMESTAMP);
  g_assert_cmpint (bench_vars (b).last_rtt, ==, MS (80));
  bench_free (b);
}

/* Two segments arrive and their ACK is lost. What is sent again tells the peer nothing: it does not renew the
 * timestamp, and answers with the one of long ago. */
static void
test_no_round_trip_of_duplicate (void)
{
  struct tcp_config config = bench_config ();
  struct bench *b;

  config.timestamps = true;
  config.sack = true;
  b = bench_new (&config);
  bench_connect (b);
  bench_take_all (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK,TS val 5000 ecr 0>");
  bench_take_all (b);
  bench_send (b, 2 * 988);
  bench_take_all (b);
  bench_at (b, MS (1100));
  bench_saw (b, REASON_RETRANSMIT_TIMEOUT);
  bench_take_all (b);
  bench_at (b, MS (1200));
  bench_arrives (b, ". 1:1(0) ack 1977 win 60000 <sack 1:989,TS val 6100 ecr 100>");
  bench_saw (b, REASON_UPDATE_NO_SAMPLE_OF_DUPLICATE);
  bench_saw_not (b, REASON_UPDATE_RTT_FROM_TIMESTAMP);
  g_assert_cmpint (bench_vars (b).last_rtt, ==, MS (100));
  g_assert_cmpuint (bench_vars (b).backoff, ==, 0);
  g_assert_cmpint (bench_vars (b).rto, ==, SEC (1));
  bench_send (b, 500);
  bench_take_all (b);
  bench_at (b, MS (1300));
  bench_arrives (b, ". 1:1(0) ack 2477 win 60000 <TS val 6200 ecr 1200>");
  bench_saw (b, REASON_UPDATE_RTT_FROM_TIMESTAMP);
  bench_free (b);
}

/* With more than one measurement in a round trip each counts less. */
static void
test_weight_of_samples (void)
{
  struct bench *b = established ();

  bench_send (b, 988 * 4);
  bench_take_all (b);
  bench_at (b, MS (300));
  bench_arrives (b, ". 1:1(0) ack 1977 <TS val 5200 ecr 100>");
  /* 100 ms + (200 ms - 100 ms) / 16 */
  g_assert_cmpint (bench_vars (b).srtt, ==, (15 * MS (100) + MS (200)) / 16);
  bench_free (b);
}

/* A full segment is 12 octets smaller, for delayed ACKs as for Nagle. */
static void
test_full_segment (void)
{
  struct tcp_config config = bench_config ();
  struct bench *b = established ();

  bench_arrives (b, ". 1:977(976) ack 1 <TS val 5000 ecr 100>");
  bench_arrives (b, ". 977:1953(976) ack 1 <TS val 5000 ecr 100>");
  bench_quiet (b);
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 1953 <TS val 300 ecr 5000>");
  bench_free (b);
  /* Without options it is all of the MSS. */
  b = bench_established (&config, 8000);
  bench_arrives (b, ". 1:989(988) ack 1");
  bench_arrives (b, ". 989:1977(988) ack 1");
  bench_quiet (b);
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 1977");
  bench_free (b);
}

/* --- PAWS --- */

static void
test_paws (void)
{
  struct bench *b = established ();

  bench_arrives (b, "P. 1:11(10) ack 1 <TS val 4999 ecr 100>");
  bench_saw (b, REASON_DISCARD_PAWS);
  bench_sends (b, ". 1:1(0) ack 1 <TS val 100 ecr 5000>");
  BENCH_CHAIN (b, REASON_SEND_ACK_PAWS, REASON_ARRIVE_DATA);
  bench_arrives (b, "P. 1:11(10) ack 1 <TS val 5000 ecr 100>");
  bench_saw_not (b, REASON_DISCARD_PAWS);
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 11 <TS val 300 ecr 5000>");
  /* Behind the wrap of the clock is later. */
  bench_arrives (b, "P. 11:21(10) ack 1 <TS val 2147483647 ecr 100>");
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_at (b, MS (600));
  bench_take_all (b);
  bench_arrives (b, "P. 21:31(10) ack 1 <TS val 4000000000 ecr 100>");
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_at (b, MS (900));
  bench_take_all (b);
  bench_arrives (b, "P. 31:41(10) ack 1 <TS val 10 ecr 100>");
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_arrives (b, "R 41:41(0) <TS val 4000000000 ecr 0>");
  bench_saw (b, REASON_STATE_RESET);
  bench_free (b);
}

/* Without the option a segment is dropped, but nothing ends; a SYN gets its challenge, a RST counts. */
static void
test_missing_timestamp (void)
{
  struct bench *b = established ();

  bench_arrives (b, "P. 1:11(10) ack 1");
  bench_saw (b, REASON_DISCARD_NO_TIMESTAMP);
  bench_quiet (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, "S 7000:7000(0) <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1 <TS val 100 ecr 5000>");
  bench_reason (b, REASON_SEND_CHALLENGE_SYN);
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_STATE_RESET);
  bench_free (b);
}

/* Linux takes it all the same: something on the way may have removed the option. */
static void
test_missing_timestamp_taken (void)
{
  struct tcp_config config = options_config ();

  g_assert_true (config.timestamps_required);
  g_assert_false (tcp_config_linux ().timestamps_required);
  config.timestamps_required = false;
  struct bench *b = established_with (&config);
  bench_arrives (b, "P. 1:11(10) ack 1");
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 11 <TS val 300 ecr 5000>");
  bench_arrives (b, "P. 11:21(10) ack 1 <TS val 4999 ecr 100>");
  bench_saw (b, REASON_DISCARD_PAWS);
  bench_take_all (b);
  bench_free (b);
}

/* A segment with an ACK that the peer cannot have sent leaves TS.Recent as it is, or the peer's own segments would look
 * old from then on. */
static void
test_timestamp_of_forged_ack (void)
{
  static const char *forged[]
      = { "F. 1:1(0) ack 700 <TS val 900000 ecr 100>", ". 1:1(0) ack 3000000000 <TS val 900000 ecr 100>",
          "P 1:5(4) <TS val 900000 ecr 100>" };

  for (gsize i = 0; i < G_N_ELEMENTS (forged); i++)
    {
      struct bench *b = established ();
      bench_arrives (b, forged[i]);
      bench_take_all (b);
      bench_arrives (b, "P. 1:11(10) ack 1 <TS val 5001 ecr 100>");
      bench_saw_not (b, REASON_DISCARD_PAWS);
      bench_saw (b, REASON_DELIVER_IN_ORDER);
      bench_at (b, MS (300));
      bench_sends (b, ". 1:1(0) ack 11 <TS val 300 ecr 5001>");
      bench_free (b);
    }
}

/* By the old rules too: the peer that restarted learns where we are. */
static void
test_missing_timestamp_of_syn (void)
{
  struct tcp_config config = options_config ();
  struct bench *b;

  config.rfc5961 = false;
  b = established_with (&config);
  bench_arrives (b, "S 4000000000:4000000000(0) <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1 <TS val 100 ecr 5000>");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_free (b);
}

static void
test_paws_every_state (void)
{
  struct tcp_config config = options_config ();
  struct bench *b = bench_new (&config);

  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1000,TS val 5000 ecr 0>");
  bench_take_all (b);
  bench_use (b, bench_socket (b) + 1);
  bench_arrives (b, ". 1:1(0) ack 1 <TS val 4000 ecr 0>");
  bench_saw (b, REASON_DISCARD_PAWS);
  bench_state (b, TCP_SYN_RECEIVED);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 <TS val 5000 ecr 0>");
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, "F. 1:1(0) ack 1 <TS val 5000 ecr 0>");
  bench_take_all (b);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_arrives (b, ". 2:2(0) ack 1 <TS val 4999 ecr 0>");
  bench_saw (b, REASON_DISCARD_PAWS);
  bench_take_all (b);
  bench_free (b);
}

static void
test_outdated (void)
{
  struct bench *b = established ();

  bench_at (b, SEC (24 * 86400));
  bench_arrives (b, "P. 1:11(10) ack 1 <TS val 4000 ecr 100>");
  bench_saw (b, REASON_DISCARD_PAWS);
  bench_take_all (b);
  bench_at (b, SEC (24 * 86400 + 1));
  bench_arrives (b, "P. 1:11(10) ack 1 <TS val 4000 ecr 100>");
  bench_saw (b, REASON_UPDATE_TS_RECENT_OUTDATED);
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  g_assert_cmpuint (bench_vars (b).ts_recent, ==, 4000);
  bench_free (b);
}

/* The SYN that comes again moves TS.Recent, so the SYN+ACK echoes it. */
static void
test_repeated_syn (void)
{
  struct tcp_config config = options_config ();
  struct bench *b = bench_new (&config);

  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1000,TS val 5000 ecr 0>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,TS val 0 ecr 5000>");
  bench_at (b, MS (500));
  bench_arrives (b, "S 0:0(0) <mss 1000,TS val 5500 ecr 0>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,TS val 500 ecr 5500>");
  bench_free (b);
}

/* --- TIME-WAIT --- */

/* TIME-WAIT of a passive connection: RCV.NXT is 2 and, with timestamps, TS.Recent 5001. */
static struct bench *
time_wait (const struct tcp_config *config, gboolean stamps)
{
  struct bench *b = bench_new (config);
  int listener = bench_listen (b);
  const char *stamp = stamps ? " <TS val 5000 ecr 0>" : "";
  g_autofree char *syn = g_strdup_printf ("S 0:0(0)%s", stamp);
  g_autofree char *ack = g_strdup_printf (". 1:1(0) ack 1%s", stamp);
  g_autofree char *fin = g_strdup_printf ("F. 1:1(0) ack 2%s", stamps ? " <TS val 5001 ecr 0>" : "");

  bench_arrives (b, syn);
  bench_arrives (b, ack);
  int socket = bench_accept (b);
  bench_close (b);
  bench_arrives (b, fin);
  bench_take_all (b);
  bench_state_of (b, socket, TCP_TIME_WAIT);
  bench_use (b, listener);
  return b;
}

/* RFC 6191 §2, case by case. */
static void
test_time_wait (void)
{
  static const struct
  {
    gboolean stamps; /* in the old connection */
    const char *syn;
    gboolean taken;
  } rows[] = {
    { TRUE, "S 0:0(0) <TS val 5002 ecr 0>", TRUE },
    { TRUE, "S 0:0(0) <TS val 5001 ecr 0>", FALSE },
    { TRUE, "S 2:2(0) <TS val 5001 ecr 0>", TRUE },
    { TRUE, "S 9000:9000(0) <TS val 5000 ecr 0>", FALSE },
    { TRUE, "S 2:2(0)", TRUE },
    { TRUE, "S 1:1(0)", FALSE },
    { FALSE, "S 0:0(0) <TS val 1 ecr 0>", TRUE },
    { FALSE, "S 0:0(0) <TS val 4000000000 ecr 0>", TRUE },
    { FALSE, "S 2:2(0)", TRUE },
    { FALSE, "S 1:1(0)", FALSE },
  };
  struct tcp_config config = options_config ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      struct bench *b = time_wait (&config, rows[i].stamps);
      bench_arrives (b, rows[i].syn);
      if (rows[i].taken)
        bench_saw (b, REASON_SEND_SYN_ACK);
      else
        {
          bench_saw (b, REASON_DISCARD_SYN_TIME_WAIT);
          bench_quiet (b);
        }
      bench_take_all (b);
      bench_free (b);
    }
}

/* Timestamps prove nothing to a host that does not use them. */
static void
test_time_wait_without_ours (void)
{
  struct bench *b = time_wait (NULL, FALSE);

  bench_arrives (b, "S 1:1(0) <TS val 9999 ecr 0>");
  bench_saw (b, REASON_DISCARD_SYN_TIME_WAIT);
  bench_quiet (b);
  bench_free (b);
}

const struct dialogue dialogues_options[] = {
  { "/tcp/options/WS-01/WS-03/TS-01", test_scale_active },
  { "/tcp/options/WS-01/WS-03/TS-01/MSS-01/agreement", test_agreement },
  { "/tcp/options/WS-01/WS-03/MUST-10/crossing", test_crossing },
  { "/tcp/options/WS-02/limits", test_shift_limits },
  { "/tcp/options/WS-03/from-buffer", test_shift_from_buffer },
  { "/tcp/options/WS-04/SHLD-14", test_rounding },
  { "/tcp/options/TS-02/TS-03/MSS-02", test_timestamps_everywhere },
  { "/tcp/options/TS-06/tick-and-offset", test_tick_and_offset },
  { "/tcp/options/TS-04", test_recent },
  { "/tcp/options/TS-05/RTO-07", test_round_trip_of_copy },
  { "/tcp/options/TS-05/duplicate", test_no_round_trip_of_duplicate },
  { "/tcp/options/TS-05/weight", test_weight_of_samples },
  { "/tcp/options/MSS-02/DA-02", test_full_segment },
  { "/tcp/options/missing-timestamp/taken", test_missing_timestamp_taken },
  { "/tcp/options/PAWS-01/forged-ack", test_timestamp_of_forged_ack },
  { "/tcp/options/PAWS-01/PAWS-02/SM-SEQ-10", test_paws },
  { "/tcp/options/SM-SEQ-11", test_missing_timestamp },
  { "/tcp/options/SM-SEQ-11/SM-SYN-05/syn", test_missing_timestamp_of_syn },
  { "/tcp/options/PAWS-01/states", test_paws_every_state },
  { "/tcp/options/PAWS-03", test_outdated },
  { "/tcp/options/TS-04/repeated-syn", test_repeated_syn },
  { "/tcp/options/SM-TW-02/SM-TW-03/SM-TW-04/SM-TW-05/SHLD-4", test_time_wait },
  { "/tcp/options/SM-TW-04/without-ours", test_time_wait_without_ours },
  { 0 },
};
