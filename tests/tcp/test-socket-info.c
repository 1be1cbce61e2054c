/* What is told of a connection in the fields and units of Linux's TCP_INFO. */
#include "sockets.h"

static struct tcp_stack_info
info_of (struct bench *b)
{
  struct tcp_stack_info info;

  g_assert_true (tcp_stack_info (ON (b), bench_now (b), &info));
  return info;
}

static void
test_states (void)
{
  static const guint8 states[TCP_STATE_COUNT] = {
    [TCP_LISTEN] = 10,    [TCP_SYN_SENT] = 2,  [TCP_SYN_RECEIVED] = 3, [TCP_ESTABLISHED] = 1, [TCP_FIN_WAIT_1] = 4,
    [TCP_FIN_WAIT_2] = 5, [TCP_TIME_WAIT] = 6, [TCP_CLOSE_WAIT] = 8,   [TCP_LAST_ACK] = 9,    [TCP_CLOSING] = 11,
  };
  struct tcp_stack_info info;

  for (int state = TCP_LISTEN; state < TCP_STATE_COUNT; state++)
    {
      struct bench *b = bench_in (NULL, (enum tcp_state) state, FALSE);
      g_assert_cmpuint (info_of (b).state, ==, states[state]);
      bench_free (b);
    }
  struct bench *b = bench_new (NULL);
  bench_use (b, tcp_socket_new (bench_stack (b)));
  info = info_of (b);
  g_assert_cmpuint (info.state, ==, 7);
  g_assert_cmpuint (info.min_rtt, ==, G_MAXUINT32);
  g_assert_cmpuint (info.last_data_sent, ==, 0);
  g_assert_false (tcp_stack_info (bench_stack (b), 99, 0, &info));
  bench_free (b);
}

static void
test_listener (void)
{
  struct bench *b = bench_new (NULL);

  sockets_listening (b, 3);
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  g_assert_cmpuint (info_of (b).unacked, ==, 0);
  bench_arrives (b, ". 1:1(0) ack 1");
  g_assert_cmpuint (info_of (b).unacked, ==, 1);
  g_assert_cmpuint (info_of (b).sacked, ==, 3);
  bench_free (b);
}

/* A handshake of 100 ms, and nothing more. */
static void
test_handshake (void)
{
  struct bench *b = sockets_established (NULL);
  struct tcp_stack_info info;

  bench_at (b, MS (150));
  info = info_of (b);
  g_assert_cmpuint (info.options, ==, 0);
  g_assert_cmpuint (info.rto, ==, 1000000);
  g_assert_cmpuint (info.ato, ==, 200000);
  g_assert_cmpuint (info.snd_mss, ==, 1000);
  g_assert_cmpuint (info.rcv_mss, ==, 536);
  g_assert_cmpuint (info.advmss, ==, 1000);
  g_assert_cmpuint (info.pmtu, ==, 1500);
  g_assert_cmpuint (info.rtt, ==, 100000);
  g_assert_cmpuint (info.rttvar, ==, 50000);
  g_assert_cmpuint (info.min_rtt, ==, 100000);
  g_assert_cmpuint (info.snd_cwnd, ==, 10);
  g_assert_cmpuint (info.snd_ssthresh, ==, TCP_INFO_INFINITE_SSTHRESH);
  g_assert_cmpuint (info.reordering, ==, 3);
  g_assert_cmpuint (info.unacked, ==, 0);
  g_assert_cmpuint (info.segs_out, ==, 2);
  g_assert_cmpuint (info.segs_in, ==, 1);
  g_assert_cmpuint (info.data_segs_out, ==, 0);
  g_assert_cmpuint (info.data_segs_in, ==, 0);
  g_assert_cmpuint (info.bytes_acked, ==, 0);
  g_assert_cmpuint (info.rcv_space, ==, 8000);
  g_assert_cmpuint (info.rcv_ssthresh, ==, 8000);
  g_assert_cmpuint (info.snd_wnd, ==, 8000);
  g_assert_cmpuint (info.rcv_wnd, ==, 8000);
  g_assert_cmpuint (info.last_data_sent, ==, 50);
  g_assert_cmpuint (info.last_data_recv, ==, 50);
  g_assert_cmpuint (info.last_ack_recv, ==, 50);
  g_assert_cmpuint (info.last_ack_sent, ==, 50);
  bench_free (b);
}

/* Octets both ways, each counted once where it counts once, and each time that it was sent where that counts. */
static void
test_octets (void)
{
  struct bench *b = sockets_established (NULL);
  struct tcp_stack_info info;

  bench_send (b, 12500);
  bench_take_all (b);
  info = info_of (b);
  g_assert_cmpuint (info.unacked, ==, 8);
  g_assert_cmpuint (info.notsent_bytes, ==, 4500);
  g_assert_cmpuint (info.bytes_sent, ==, 8000);
  g_assert_cmpuint (info.data_segs_out, ==, 8);
  g_assert_cmpuint (info.segs_out, ==, 10);
  bench_at (b, MS (160));
  bench_arrives (b, ". 1:701(700) ack 2001 win 6000");
  bench_take_all (b);
  bench_arrives (b, ". 1001:1101(100) ack 2001 win 6000");
  bench_take_all (b);
  info = info_of (b);
  g_assert_cmpuint (info.bytes_acked, ==, 2000);
  g_assert_cmpuint (info.bytes_received, ==, 700);
  g_assert_cmpuint (info.data_segs_in, ==, 2);
  g_assert_cmpuint (info.segs_in, ==, 3);
  g_assert_cmpuint (info.rcv_ooopack, ==, 1);
  g_assert_cmpuint (info.rcv_mss, ==, 700);
  g_assert_cmpuint (info.rcv_space, ==, 7300);
  g_assert_cmpuint (info.min_rtt, ==, 60000);
  g_assert_cmpuint (info.unacked, ==, 6);
  bench_arrives (b, ". 701:1001(300) ack 2001 win 6000");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).bytes_received, ==, 1100);
  bench_at (b, MS (200));
  info = info_of (b);
  g_assert_cmpuint (info.last_data_sent, ==, 100);
  g_assert_cmpuint (info.last_data_recv, ==, 40);
  bench_arrives (b, ". 1101:1101(0) ack 8001");
  bench_take_all (b);
  bench_at (b, MS (350));
  bench_arrives (b, ". 1101:1101(0) ack 12001");
  bench_sends (b, "P. 12001:12501(500) ack 1101");
  g_assert_cmpint (bench_vars (b).last_rtt, ==, MS (150));
  g_assert_cmpuint (info_of (b).min_rtt, ==, 60000);
  g_assert_cmpuint (info_of (b).bytes_acked, ==, 12000);
  bench_free (b);
}

/* What went again and is lost again is not in flight. Numbers that are large are no sign of a mark. */
static void
test_lost_again (void)
{
  struct tcp_config config = bench_config ();

  config.iss = 0xf0000000;
  struct bench *b = sockets_established (&config);
  bench_send (b, 4000);
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).ca_state, ==, TCP_INFO_CA_OPEN);
  bench_at (b, MS (1100));
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).retrans, ==, 2);
  g_assert_cmpuint (info_of (b).lost, ==, 3);
  bench_at (b, SEC (4));
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).retrans, ==, 1);
  g_assert_cmpuint (info_of (b).lost, ==, 3);
  bench_free (b);
}

/* A timeout: everything is lost, and one went again. */
static void
test_loss (void)
{
  struct bench *b = sockets_established (NULL);
  struct tcp_stack_info info;

  bench_send (b, 4000);
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).ca_state, ==, TCP_INFO_CA_OPEN);
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  info = info_of (b);
  g_assert_cmpuint (info.ca_state, ==, TCP_INFO_CA_LOSS);
  g_assert_cmpuint (info.retransmits, ==, 1);
  g_assert_cmpuint (info.backoff, ==, 1);
  g_assert_cmpuint (info.rto, ==, 2000000);
  g_assert_cmpuint (info.lost, ==, 4);
  g_assert_cmpuint (info.retrans, ==, 1);
  g_assert_cmpuint (info.total_retrans, ==, 1);
  g_assert_cmpuint (info.bytes_retrans, ==, 1000);
  g_assert_cmpuint (info.bytes_sent, ==, 5000);
  g_assert_cmpuint (info.snd_cwnd, ==, 1);
  g_assert_cmpuint (info.snd_ssthresh, ==, 2);
  bench_free (b);
}

static void
test_sack (void)
{
  struct tcp_config config = bench_config ();
  struct tcp_stack_info info;

  config.sack = true;
  config.timestamps = true;
  config.window_scale = true;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,sackOK,TS val 0 ecr 0,wscale 0>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1012,sackOK,TS val 1 ecr 0,wscale 3>");
  bench_take_all (b);
  bench_send (b, 5000);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 win 8000 <sack 1001:2001,TS val 1 ecr 0>");
  info = info_of (b);
  g_assert_cmpuint (info.options, ==, TCP_INFO_TIMESTAMPS | TCP_INFO_SACK | TCP_INFO_WSCALE);
  g_assert_cmpuint (info.snd_wscale, ==, 3);
  g_assert_cmpuint (info.rcv_wscale, ==, 0);
  g_assert_cmpuint (info.ca_state, ==, TCP_INFO_CA_DISORDER);
  g_assert_cmpuint (info.sacked, ==, 1);
  bench_arrives (b, ". 1:1(0) ack 1 win 8000 <sack 1001:4001,TS val 1 ecr 0>");
  bench_take_all (b);
  info = info_of (b);
  g_assert_cmpuint (info.ca_state, ==, TCP_INFO_CA_RECOVERY);
  g_assert_cmpuint (info.sacked, ==, 3);
  g_assert_cmpuint (info.retrans, ==, 1);
  g_assert_cmpuint (info.unacked, ==, 5);
  bench_arrives (b, ". 1:1(0) ack 5001 win 8000 <sack 1:1001,TS val 1 ecr 0>");
  g_assert_cmpuint (info_of (b).dsack_dups, ==, 1);
  g_assert_cmpuint (info_of (b).unacked, ==, 0);
  bench_free (b);
}

/* A tail loss probe is in flight twice, and nothing says that its first copy was lost. */
static void
test_probe (void)
{
  struct tcp_config config = bench_config ();

  config.sack = true;
  config.rack = true;
  config.tlp = true;
  struct bench *b = bench_reporting (&config);
  bench_send (b, 2000);
  bench_take_all (b);
  bench_at (b, MS (300));
  bench_sends_by (b, "P. 1001:2001(1000) ack 1", REASON_RETRANSMIT_TAIL_LOSS_PROBE);
  g_assert_cmpuint (info_of (b).retrans, ==, 1);
  g_assert_cmpuint (info_of (b).lost, ==, 0);
  bench_free (b);
}

static void
test_ecn (void)
{
  struct tcp_config config = bench_config ();

  config.ecn = true;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).options, ==, TCP_INFO_ECN);
  bench_send (b, 4000);
  bench_take_all (b);
  bench_arrives (b, "E. 1:1(0) ack 1001");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).ca_state, ==, TCP_INFO_CA_CWR);
  bench_arrives (b, "E. 1:1(0) ack 4001");
  g_assert_cmpuint (info_of (b).ca_state, ==, TCP_INFO_CA_OPEN);
  bench_free (b);
}

/* Probes of either kind that nobody answered yet. */
static void
test_probes (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, ". 1:1(0) ack 1 win 0");
  bench_send (b, 10);
  bench_at (b, SEC (4));
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).probes, ==, 2);
  bench_arrives (b, ". 1:1(0) ack 1 win 0");
  g_assert_cmpuint (info_of (b).probes, ==, 0);
  bench_free (b);

  b = sockets_established (NULL);
  sockets_set (b, TCP_SO_KEEPALIVE_IDLE, SEC (1));
  sockets_set (b, TCP_SO_KEEPALIVE, 1);
  bench_at (b, SEC (2));
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).probes, ==, 1);
  bench_free (b);
}

/* What keeps text from leaving, and for how long. */
static void
test_limits (void)
{
  struct tcp_config config = bench_config ();
  struct tcp_stack_info info;

  config.send_buffer = 3000;
  struct bench *b = sockets_established (&config);
  bench_at (b, MS (150));
  g_assert_cmpuint (info_of (b).busy_time, ==, 0);
  bench_send (b, 500);
  bench_take_all (b);
  bench_at (b, MS (250));
  bench_arrives (b, ". 1:1(0) ack 501 win 1000");
  bench_at (b, MS (300));
  info = info_of (b);
  g_assert_cmpuint (info.busy_time, ==, 100000);
  g_assert_cmpuint (info.rwnd_limited, ==, 0);

  /* The window holds one segment of two. */
  bench_send (b, 2000);
  bench_take_all (b);
  bench_at (b, MS (400));
  g_assert_cmpuint (info_of (b).rwnd_limited, ==, 100000);
  bench_arrives (b, ". 1:1(0) ack 1501 win 8000");
  bench_take_all (b);
  bench_at (b, MS (450));
  info = info_of (b);
  g_assert_cmpuint (info.rwnd_limited, ==, 100000);
  g_assert_cmpuint (info.sndbuf_limited, ==, 0);
  g_assert_cmpuint (info.busy_time, ==, 250000);
  bench_arrives (b, ". 1:1(0) ack 2501");

  /* The program has more than the buffer takes. */
  bench_send (b, 9000);
  bench_take_all (b);
  bench_at (b, MS (550));
  info = info_of (b);
  g_assert_cmpuint (info.sndbuf_limited, ==, 100000);
  g_assert_cmpuint (info.busy_time, ==, 350000);
  bench_arrives (b, ". 1:1(0) ack 5501");
  bench_at (b, SEC (2));
  info = info_of (b);
  g_assert_cmpuint (info.sndbuf_limited, ==, 100000);
  g_assert_cmpuint (info.busy_time, ==, 350000);
  bench_free (b);
}

/* Congestion control is no limit of the peer's. */
static void
test_limited_by_path (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, ". 1:1(0) ack 1 win 60000");
  bench_send (b, 12000);
  bench_take_all (b);
  bench_at (b, MS (200));
  g_assert_cmpuint (info_of (b).unacked, ==, 10);
  g_assert_cmpuint (info_of (b).busy_time, ==, 100000);
  g_assert_cmpuint (info_of (b).rwnd_limited, ==, 0);
  bench_free (b);
}

/* SYN, text and FIN arrive once each, whether they were acknowledged or reported first. */
static void
test_delivered (void)
{
  struct tcp_config config = bench_config ();

  config.sack = true;
  struct bench *b = bench_reporting (&config);
  guint before = info_of (b).delivered;

  bench_send (b, 3000);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 <sack 1001:2001>");
  g_assert_cmpuint (info_of (b).delivered, ==, before + 1);
  bench_arrives (b, ". 1:1(0) ack 1 <sack 1001:2001>");
  g_assert_cmpuint (info_of (b).delivered, ==, before + 1);
  bench_arrives (b, ". 1:1(0) ack 3001");
  g_assert_cmpuint (info_of (b).delivered, ==, before + 3);
  bench_free (b);
}

/* Three timeouts, two of them in a row. */
static void
test_timeouts (void)
{
  struct bench *b = sockets_established (NULL);
  struct tcp_stack_info info;

  bench_send (b, 1000);
  bench_take_all (b);
  bench_at (b, MS (3100));
  bench_take_all (b);
  info = info_of (b);
  g_assert_cmpuint (info.total_rto, ==, 2);
  g_assert_cmpuint (info.total_rto_recoveries, ==, 1);
  g_assert_cmpuint (info.total_rto_time, ==, 2000);
  bench_at (b, MS (3600));
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_at (b, SEC (5));
  g_assert_cmpuint (info_of (b).total_rto_time, ==, 2500);
  bench_send (b, 1000);
  bench_take_all (b);
  bench_at (b, SEC (10));
  bench_take_all (b);
  info = info_of (b);
  g_assert_cmpuint (info.total_rto, ==, 3);
  g_assert_cmpuint (info.total_rto_recoveries, ==, 2);
  g_assert_cmpuint (info.total_rto_time, >, 2500);
  bench_free (b);
}

/* The receiver's round trip: by the echo in a full segment, and each echo once. */
static void
test_receiver_by_echo (void)
{
  struct tcp_config config = bench_config ();

  config.timestamps = true;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,TS val 1 ecr 0>");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).rcv_rtt, ==, 0);
  bench_at (b, MS (180));
  bench_arrives (b, ". 1:1001(1000) ack 1 <TS val 2 ecr 100>");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).rcv_rtt, ==, 80000);
  bench_at (b, MS (400));
  bench_arrives (b, ". 1001:2001(1000) ack 1 <TS val 3 ecr 100>");
  bench_take_all (b);
  bench_arrives (b, ". 2001:2501(500) ack 1 <TS val 4 ecr 200>");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).rcv_rtt, ==, 80000);
  bench_arrives (b, ". 2501:3501(1000) ack 1 <TS val 5 ecr 240>");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).rcv_rtt, ==, 90000);
  bench_free (b);
}

/* Without timestamps: the time in which a window of text comes, the least. */
static void
test_receiver_by_window (void)
{
  struct tcp_config config = bench_config ();

  config.receive_buffer = 2000;
  struct bench *b = sockets_established (&config);
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_take_all (b);
  bench_receive (b, 1000);
  bench_at (b, MS (160));
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_take_all (b);
  g_assert_cmpuint (info_of (b).rcv_rtt, ==, 60000);
  bench_free (b);
}

const struct dialogue dialogues_socket_info[] = {
  { "/tcp/socket-info/states", test_states },
  { "/tcp/socket-info/listener", test_listener },
  { "/tcp/socket-info/handshake", test_handshake },
  { "/tcp/socket-info/octets", test_octets },
  { "/tcp/socket-info/loss", test_loss },
  { "/tcp/socket-info/loss/again", test_lost_again },
  { "/tcp/socket-info/sack", test_sack },
  { "/tcp/socket-info/ecn", test_ecn },
  { "/tcp/socket-info/probes", test_probes },
  { "/tcp/socket-info/tail-probe", test_probe },
  { "/tcp/socket-info/limits", test_limits },
  { "/tcp/socket-info/limits/path", test_limited_by_path },
  { "/tcp/socket-info/delivered", test_delivered },
  { "/tcp/socket-info/timeouts", test_timeouts },
  { "/tcp/socket-info/receiver/echo", test_receiver_by_echo },
  { "/tcp/socket-info/receiver/window", test_receiver_by_window },
  { 0 },
};
