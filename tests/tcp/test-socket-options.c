/* Sockets: options, and what a test bench fixes by the configuration. */
#include "sockets.h"

#include <string.h>

static struct bench *
fresh (const struct tcp_config *config)
{
  struct bench *b = bench_new (config);

  sockets_bound (b);
  return b;
}

static int
try_to_set (struct bench *b, enum tcp_socket_option option, gint64 value)
{
  return tcp_socket_set (ON (b), option, value, NOW (b));
}

/* --- values --- */

static void
test_values (void)
{
  static const struct
  {
    enum tcp_socket_option option;
    gint64 at_first;
    gint64 good;
    gint64 bad; /* the same as good: there is none */
  } options[] = {
    { TCP_SO_REUSE_ADDRESS, 0, 1, 1 },
    { TCP_SO_LINGER, TCP_LINGER_OFF, SEC (3), -2 },
    { TCP_SO_SEND_BUFFER, 65536, 5000, 0 },
    { TCP_SO_RECEIVE_BUFFER, 8000, 70000, 0 },
    { TCP_SO_KEEPALIVE, 0, 1, 1 },
    { TCP_SO_KEEPALIVE_IDLE, SEC (7200), SEC (5), 0 },
    { TCP_SO_KEEPALIVE_INTERVAL, SEC (75), SEC (2), 0 },
    { TCP_SO_KEEPALIVE_COUNT, 9, 2, 1 },
    { TCP_SO_MAXSEG, 1000, 536, 27 },
    { TCP_SO_NODELAY, 0, 1, 1 },
    { TCP_SO_CORK, 0, 1, 1 },
    { TCP_SO_QUICKACK, 0, 1, 1 },
    { TCP_SO_USER_TIMEOUT, 0, SEC (30), -1 },
    { TCP_SO_CONGESTION, TCP_CONGESTION_RENO, TCP_CONGESTION_CUBIC, TCP_CONGESTION_COUNT },
  };
  struct bench *b = fresh (NULL);
  int64_t value;

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_assert_cmpint (sockets_get (b, options[i].option), ==, options[i].at_first);
      sockets_set (b, options[i].option, options[i].good);
      g_assert_cmpint (sockets_get (b, options[i].option), ==, options[i].good);
      if (options[i].bad != options[i].good)
        g_assert_cmpint (try_to_set (b, options[i].option, options[i].bad), ==, TCP_ERROR_INVALID);
      g_assert_cmpint (sockets_get (b, options[i].option), ==, options[i].good);
    }
  g_assert_cmpint (try_to_set (b, TCP_SO_ERROR, 1), ==, TCP_ERROR_INVALID);
  g_assert_cmpint (try_to_set (b, TCP_SO_ACCEPTING, 1), ==, TCP_ERROR_INVALID);
  g_assert_cmpint (try_to_set (b, (enum tcp_socket_option) TCP_SOCKET_OPTIONS, 1), ==, TCP_ERROR_INVALID);
  g_assert_cmpint (tcp_socket_get (ON (b), (enum tcp_socket_option) TCP_SOCKET_OPTIONS, &value), ==, TCP_ERROR_INVALID);
  bench_free (b);
}

/* A child has what was set for its listener, and else the stack's configuration of now. */
static void
test_inherited (void)
{
  struct bench *b = fresh (NULL);

  sockets_set (b, TCP_SO_MAXSEG, 500);
  sockets_set (b, TCP_SO_NODELAY, 1);
  sockets_set (b, TCP_SO_KEEPALIVE, 1);
  sockets_set (b, TCP_SO_KEEPALIVE_IDLE, SEC (5));
  sockets_set (b, TCP_SO_LINGER, 0);
  sockets_set (b, TCP_SO_RECEIVE_BUFFER, 4000);
  g_assert_cmpint (tcp_socket_set_congestion (ON (b), "cubic", NOW (b)), ==, TCP_OK);
  tcp_socket_listen (ON (b), 1, NOW (b));
  tcp_stack_config (bench_stack (b))->user_timeout = SEC (77);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 win 4000 <mss 500>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_use (b, tcp_socket_accept (ON (b), NULL));
  g_assert_cmpint (sockets_get (b, TCP_SO_MAXSEG), ==, 500);
  g_assert_cmpint (sockets_get (b, TCP_SO_NODELAY), ==, 1);
  g_assert_cmpint (sockets_get (b, TCP_SO_KEEPALIVE), ==, 1);
  g_assert_cmpint (sockets_get (b, TCP_SO_LINGER), ==, 0);
  g_assert_cmpint (sockets_get (b, TCP_SO_RECEIVE_BUFFER), ==, 4000);
  g_assert_cmpint (sockets_get (b, TCP_SO_USER_TIMEOUT), ==, SEC (77));
  g_assert_cmpint (sockets_get (b, TCP_SO_SEND_BUFFER), ==, 65536);
  g_assert_cmpstr (tcp_socket_congestion (ON (b)), ==, "cubic");
  g_assert_cmpuint (bench_vars (b).congestion_name, ==, TCP_CONGESTION_CUBIC);
  bench_at (b, SEC (5));
  bench_sends (b, ". 0:0(0) ack 1");
  bench_reason (b, REASON_SEND_KEEPALIVE_PROBE);
  bench_free (b);
}

/* --- segments --- */

/* Neither announced nor sent is more; the peer's limit holds beside it. */
static void
test_maxseg (void)
{
  struct bench *b = fresh (NULL);

  sockets_set (b, TCP_SO_MAXSEG, 500);
  tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
  bench_sends (b, "S 0:0(0) <mss 500>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpint (sockets_get (b, TCP_SO_MAXSEG), ==, 500);
  g_assert_cmpint (try_to_set (b, TCP_SO_MAXSEG, 400), ==, TCP_ERROR_INVALID);
  bench_send (b, 600);
  bench_sends (b, ". 1:501(500) ack 1");
  bench_free (b);
}

/* Over the longer header of IPv6 too. */
static void
test_maxseg_v6 (void)
{
  struct tcp_config config = bench_config ();
  struct endpoint remote = { .port = PEER_PORT };

  config.mss = 1460;
  struct bench *b = bench_new_v6 (&config);
  ip_address_parse ("2001:db8::2", &remote.address);
  sockets_bound (b);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_FAMILY);
  sockets_set (b, TCP_SO_MAXSEG, 1300);
  g_assert_cmpint (tcp_socket_connect (ON (b), &remote, NOW (b)), ==, TCP_ERROR_IN_PROGRESS);
  bench_sends (b, "S 0:0(0) <mss 1300>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1440>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_send (b, 1400);
  bench_sends (b, ". 1:1301(1300) ack 1");
  bench_free (b);
}

static void
test_nodelay (void)
{
  struct bench *b = sockets_established (NULL);

  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_send (b, 50);
  bench_quiet (b);
  sockets_set (b, TCP_SO_NODELAY, 1);
  bench_sends (b, "P. 101:151(50) ack 1");
  BENCH_CHAIN (b, REASON_SEND_DATA, REASON_CALL_SET_OPTION);
  bench_send (b, 50);
  bench_sends (b, "P. 151:201(50) ack 1");
  bench_free (b);
}

static void
test_cork (void)
{
  struct bench *b = sockets_established (NULL);

  sockets_set (b, TCP_SO_CORK, 1);
  bench_send (b, 100);
  bench_saw (b, REASON_WAIT_CORK);
  bench_saw (b, REASON_TIMER_CORK_START);
  bench_quiet (b);
  bench_send (b, 1000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_quiet (b);
  sockets_set (b, TCP_SO_CORK, 0);
  bench_quiet (b); /* Nagle, now */
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_sends (b, "P. 1001:1101(100) ack 1");
  bench_free (b);

  /* Nothing more comes. */
  b = sockets_established (NULL);
  sockets_set (b, TCP_SO_CORK, 1);
  bench_send (b, 100);
  bench_at (b, MS (299));
  bench_quiet (b);
  bench_at (b, MS (300));
  bench_sends (b, "P. 1:101(100) ack 1");
  BENCH_CHAIN (b, REASON_SEND_CORK_OVERRIDE, REASON_TIMER_SWS_EXPIRED, REASON_TIMER_CORK_START);
  /* Nothing more can come. */
  bench_send (b, 100);
  bench_quiet (b);
  tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_WRITE, NOW (b));
  bench_sends (b, "FP. 101:201(100) ack 1");
  bench_free (b);
}

/* TCP_SO_NODELAY lets go what the cork holds, once. */
static void
test_nodelay_over_cork (void)
{
  struct bench *b = sockets_established (NULL);

  sockets_set (b, TCP_SO_CORK, 1);
  bench_send (b, 70);
  bench_send (b, 30);
  bench_quiet (b);
  sockets_set (b, TCP_SO_NODELAY, 1);
  bench_sends (b, "P. 1:101(100) ack 1");
  g_assert_cmpint (sockets_get (b, TCP_SO_CORK), ==, 1);
  bench_send (b, 50);
  bench_quiet (b);
  sockets_set (b, TCP_SO_NODELAY, 0);
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 101");
  bench_quiet (b);
  sockets_set (b, TCP_SO_CORK, 0);
  bench_sends (b, "P. 101:151(50) ack 1");
  bench_free (b);
}

/* --- acknowledgments --- */

static void
text_is_acked (struct bench *b, guint first, gboolean at_once)
{
  g_autofree char *ack = g_strdup_printf (". 1:1(0) ack %u", first + 10);

  bench_arrives_numbers (b, "P.", first, 10, 1);
  if (at_once)
    {
      bench_sends (b, ack);
      bench_reason (b, REASON_SEND_ACK_QUICK);
    }
  else
    bench_quiet (b);
}

static void
test_quick_acks_at_start (void)
{
  struct tcp_config config = bench_config ();

  config.quick_acks = 2;
  struct bench *b = sockets_established (&config);
  g_assert_cmpint (sockets_get (b, TCP_SO_QUICKACK), ==, 1);
  text_is_acked (b, 1, TRUE);
  text_is_acked (b, 11, TRUE);
  g_assert_cmpint (sockets_get (b, TCP_SO_QUICKACK), ==, 0);
  text_is_acked (b, 21, FALSE);
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 31");
  bench_reason (b, REASON_SEND_ACK_DELAYED);
  bench_free (b);
}

/* An answer soon after text ends it: the programs take turns. A late one does not. */
static void
test_quick_acks_end (void)
{
  for (int late = 0; late <= 1; late++)
    {
      struct tcp_config config = bench_config ();
      config.quick_acks = 10;
      struct bench *b = sockets_established (&config);
      text_is_acked (b, 1, TRUE);
      if (late)
        bench_at (b, MS (300));
      bench_send (b, 10);
      bench_sends (b, "P. 1:11(10) ack 11");
      bench_arrives (b, "P. 11:21(10) ack 11");
      if (late)
        bench_sends (b, ". 11:11(0) ack 21");
      bench_free (b);
    }
}

static void
test_quickack (void)
{
  struct bench *b = sockets_established (NULL);

  text_is_acked (b, 1, FALSE);
  sockets_set (b, TCP_SO_QUICKACK, 1);
  bench_flush (b);
  bench_sends (b, ". 1:1(0) ack 11");
  BENCH_CHAIN (b, REASON_SEND_ACK_QUICK, REASON_CALL_SET_OPTION);
  text_is_acked (b, 11, TRUE);
  sockets_set (b, TCP_SO_QUICKACK, 0);
  text_is_acked (b, 21, FALSE);
  bench_free (b);

  /* Off before the beginning: none is quick then. */
  struct tcp_config config = bench_config ();
  config.quick_acks = 10;
  b = fresh (&config);
  sockets_set (b, TCP_SO_QUICKACK, 0);
  tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  text_is_acked (b, 1, FALSE);
  bench_free (b);
}

/* --- times --- */

static void
test_keepalive (void)
{
  struct bench *b = sockets_established (NULL);

  sockets_set (b, TCP_SO_KEEPALIVE, 1);
  bench_saw (b, REASON_TIMER_KEEPALIVE_START);
  bench_at (b, SEC (10));
  sockets_set (b, TCP_SO_KEEPALIVE_INTERVAL, SEC (3));
  sockets_set (b, TCP_SO_KEEPALIVE_COUNT, 2);
  sockets_set (b, TCP_SO_KEEPALIVE_IDLE, SEC (20));
  bench_saw (b, REASON_TIMER_KEEPALIVE_RESTART);
  bench_at (b, MS (20099));
  bench_quiet (b);
  bench_at (b, MS (20100)); /* since the peer was last heard */
  bench_sends (b, ". 0:0(0) ack 1");
  bench_at (b, MS (23100));
  bench_sends (b, ". 0:0(0) ack 1");
  bench_at (b, MS (26100));
  bench_saw (b, REASON_STATE_KEEPALIVE_TIMED_OUT);
  sockets_error (b, TCP_ERROR_TIMED_OUT);
  bench_free (b);

  /* The peer has been silent for longer than the new time. */
  b = sockets_established (NULL);
  sockets_set (b, TCP_SO_KEEPALIVE, 1);
  bench_at (b, SEC (10));
  sockets_set (b, TCP_SO_KEEPALIVE_IDLE, SEC (2));
  bench_at (b, SEC (10) + 1);
  bench_sends (b, ". 0:0(0) ack 1");
  bench_free (b);
}

static void
test_user_timeout (void)
{
  struct bench *b = sockets_established (NULL);

  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_at (b, MS (500));
  sockets_set (b, TCP_SO_USER_TIMEOUT, MS (1500));
  bench_at (b, MS (1100));
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_at (b, SEC (2));
  bench_saw (b, REASON_STATE_USER_TIMEOUT);
  sockets_error (b, TCP_ERROR_TIMED_OUT);
  bench_free (b);

  /* Changed while it runs, and taken back. */
  b = sockets_established (NULL);
  sockets_set (b, TCP_SO_USER_TIMEOUT, SEC (2));
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  sockets_set (b, TCP_SO_USER_TIMEOUT, MS (900));
  bench_saw (b, REASON_TIMER_USER_START);
  sockets_set (b, TCP_SO_USER_TIMEOUT, 0);
  bench_saw (b, REASON_TIMER_USER_STOP);
  bench_at (b, SEC (20));
  bench_take_all (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* What the program sets, also for the children of a listener, the peer does not change (RFC 5482 §3). */
static void
test_user_timeout_kept (void)
{
  struct tcp_config config = bench_config ();

  config.uto = true;
  struct bench *b = fresh (&config);
  sockets_set (b, TCP_SO_USER_TIMEOUT, SEC (150));
  tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
  bench_sends (b, "S 0:0(0) <mss 1000,uto 150>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,uto 300>");
  bench_saw (b, REASON_UPDATE_USER_TIMEOUT_KEPT);
  bench_sends (b, ". 1:1(0) ack 1 <uto 150>");
  g_assert_cmpint (sockets_get (b, TCP_SO_USER_TIMEOUT), ==, SEC (150));
  bench_free (b);

  b = fresh (&config);
  sockets_set (b, TCP_SO_USER_TIMEOUT, SEC (150));
  tcp_socket_listen (ON (b), 1, NOW (b));
  bench_arrives (b, "S 0:0(0) <mss 1000,uto 300>");
  bench_saw (b, REASON_UPDATE_USER_TIMEOUT_KEPT);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,uto 150>");
  bench_free (b);
}

/* --- buffers --- */

static void
test_send_buffer (void)
{
  struct bench *b = fresh (NULL);

  sockets_set (b, TCP_SO_SEND_BUFFER, 500);
  tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
  bench_take_all (b);
  g_assert_cmpint (bench_send (b, 1000), ==, 500);
  sockets_set (b, TCP_SO_SEND_BUFFER, 100);
  g_assert_cmpint (sockets_get (b, TCP_SO_SEND_BUFFER), ==, 500);
  sockets_set (b, TCP_SO_SEND_BUFFER, 1200);
  g_assert_cmpint (bench_send (b, 1000), ==, 700);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_sends (b, "P. 1001:1201(200) ack 1");
  bench_free (b);
}

/* A larger buffer is told to the peer; a smaller one takes back nothing that was promised. */
static void
test_receive_buffer (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1001 win 7000");
  sockets_set (b, TCP_SO_RECEIVE_BUFFER, 20000);
  bench_flush (b);
  bench_sends (b, ". 1:1(0) ack 1001 win 19000");
  BENCH_CHAIN (b, REASON_SEND_WINDOW_UPDATE, REASON_CALL_SET_OPTION);
  sockets_set (b, TCP_SO_RECEIVE_BUFFER, 1000);
  g_assert_cmpint (sockets_get (b, TCP_SO_RECEIVE_BUFFER), ==, 20000);
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 3001 win 17000");
  g_assert_cmpint (bench_receive (b, 5000), ==, 3000);
  bench_take_all (b);
  bench_free (b);
}

/* The shift is in the SYN already: what the peer was told stays, however large the buffer becomes. */
static void
test_receive_buffer_shift (void)
{
  struct tcp_config config = bench_config ();

  config.window_scale = true;
  struct bench *b = fresh (&config);
  sockets_set (b, TCP_SO_RECEIVE_BUFFER, 200000);
  tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
  bench_sends (b, "S 0:0(0) win 65535 <mss 1000,wscale 2>");
  sockets_set (b, TCP_SO_RECEIVE_BUFFER, 1000000);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,wscale 0>");
  bench_sends (b, ". 1:1(0) ack 1 win 65535");
  g_assert_cmpuint (bench_vars (b).rcv_wind_shift, ==, 2);
  bench_free (b);
}

/* --- congestion control --- */

static void
test_congestion (void)
{
  struct bench *b = sockets_established (NULL);

  g_assert_cmpstr (tcp_socket_congestion (ON (b)), ==, "reno");
  g_assert_cmpint (tcp_socket_set_congestion (ON (b), "vegas", NOW (b)), ==, TCP_ERROR_UNKNOWN_NAME);
  guint32 cwnd = bench_vars (b).cwnd;
  g_assert_cmpint (tcp_socket_set_congestion (ON (b), "cubic", NOW (b)), ==, TCP_OK);
  g_assert_cmpstr (tcp_socket_congestion (ON (b)), ==, "cubic");
  g_assert_cmpuint (bench_vars (b).congestion_name, ==, TCP_CONGESTION_CUBIC);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, cwnd);
  /* What a loss leaves tells them apart. */
  bench_send (b, 4000);
  bench_take_all (b);
  bench_at (b, SEC (2));
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2800);
  bench_free (b);
}

/* --- the configuration --- */

/* The window of the SYN is exactly this; then it opens. */
static void
test_initial_window (void)
{
  for (int passive = 0; passive <= 1; passive++)
    {
      struct tcp_config config = bench_config ();
      config.initial_receive_window = 3333;
      struct bench *b = fresh (&config);
      if (passive)
        {
          tcp_socket_listen (ON (b), 1, NOW (b));
          bench_arrives (b, "S 0:0(0)");
          bench_sends (b, "S. 0:0(0) ack 1 win 3333 <mss 1000>");
          bench_arrives (b, "P. 1:11(10) ack 1");
          bench_at (b, MS (200));
          bench_sends (b, ". 1:1(0) ack 11 win 7990");
        }
      else
        {
          tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
          bench_sends (b, "S 0:0(0) win 3333 <mss 1000>");
          bench_arrives (b, "S. 0:0(0) ack 1");
          bench_sends (b, ". 1:1(0) ack 1 win 8000");
        }
      bench_free (b);
    }
}

/* The octets of the options of the first packet that leaves. */
struct first_packet
{
  guint8 octets[200];
  gsize length;
};

static void
keep_packet (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  struct first_packet *first = user;

  if (first->length == 0)
    memcpy (first->octets, packet, first->length = length);
}

static void
test_option_order (void)
{
  static const guint8 kinds[][5] = {
    [TCP_OPTIONS_SACK_FIRST] = { 2, 4, 8, 1, 3 },
    [TCP_OPTIONS_SCALE_FIRST] = { 2, 1, 3, 4, 8 },
  };
  struct ip_address ours = ip_address_v4 (10, 0, 0, 1);

  for (guint order = 0; order < G_N_ELEMENTS (kinds); order++)
    {
      struct tcp_config config = tcp_config_rfc ();
      struct first_packet packet = { .length = 0 };
      struct tcp_sink sink = { &packet, NULL, keep_packet };
      config.option_order = (enum tcp_option_order) order;
      struct tcp_stack *stack = tcp_stack_new (&config, &ours, &sink);
      g_assert_cmpint (tcp_stack_connect (stack, 0, &PEER (80), 0, EVENT_NONE), >, 0);
      gsize at = 40;
      for (guint i = 0; i < G_N_ELEMENTS (kinds[order]); i++)
        {
          g_assert_cmpuint (packet.octets[at], ==, kinds[order][i]);
          at += packet.octets[at] == 1 ? 1 : packet.octets[at + 1];
        }
      g_assert_cmpuint (at, ==, packet.length);
      tcp_stack_free (stack);
    }
}

/* What a script for Linux takes for granted. */
static void
test_linux (void)
{
  struct tcp_config config = tcp_config_linux ();

  config.iss_fixed = true;
  config.iss = 100;
  struct bench *b = fresh (&config);
  tcp_socket_listen (ON (b), 1, NOW (b));
  bench_arrives (b, "S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>");
  bench_sends (b, "S. 0:0(0) ack 1 win 64240 <mss 1460,sackOK,wscale 7>");
  bench_arrives (b, ". 1:1(0) ack 1 win 257");
  bench_use (b, tcp_socket_accept (ON (b), NULL));
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 10000);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 257 << 7);
  bench_arrives (b, "P. 1:101(100) ack 1 win 257");
  bench_sends (b, ". 1:1(0) ack 101");
  bench_reason (b, REASON_SEND_ACK_QUICK);
  bench_send (b, 500);
  bench_sends (b, "P. 1:501(500) ack 101");
  bench_arrives (b, "P. 101:201(100) ack 501 win 257");
  bench_quiet (b);
  bench_at (b, MS (40));
  bench_sends (b, ". 501:501(0) ack 201");
  bench_free (b);

  /* SYNs at 0, 1, 3, 7, 15, 31 and 63 s, the end at 127 s. */
  b = fresh (&config);
  tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
  bench_at (b, SEC (126));
  g_assert_cmpuint (bench_vars (b).retransmissions, ==, 6);
  sockets_poll (b, 0);
  bench_at (b, SEC (127));
  bench_take_all (b);
  sockets_error (b, TCP_ERROR_TIMED_OUT);
  bench_free (b);
}

const struct dialogue dialogues_socket_options[] = {
  { "/tcp/socket-options/values", test_values },
  { "/tcp/socket-options/inherited", test_inherited },
  { "/tcp/socket-options/maxseg", test_maxseg },
  { "/tcp/socket-options/maxseg/IPv6", test_maxseg_v6 },
  { "/tcp/socket-options/nodelay/NG-02", test_nodelay },
  { "/tcp/socket-options/cork", test_cork },
  { "/tcp/socket-options/cork/nodelay", test_nodelay_over_cork },
  { "/tcp/socket-options/quick-acks", test_quick_acks_at_start },
  { "/tcp/socket-options/quick-acks/end", test_quick_acks_end },
  { "/tcp/socket-options/quickack", test_quickack },
  { "/tcp/socket-options/keepalive/MUST-24", test_keepalive },
  { "/tcp/socket-options/user-timeout", test_user_timeout },
  { "/tcp/socket-options/UTO-02/user-timeout-kept", test_user_timeout_kept },
  { "/tcp/socket-options/send-buffer", test_send_buffer },
  { "/tcp/socket-options/receive-buffer", test_receive_buffer },
  { "/tcp/socket-options/receive-buffer/shift", test_receive_buffer_shift },
  { "/tcp/socket-options/congestion", test_congestion },
  { "/tcp/socket-options/initial-window", test_initial_window },
  { "/tcp/socket-options/order", test_option_order },
  { "/tcp/socket-options/linux", test_linux },
  { 0 },
};
