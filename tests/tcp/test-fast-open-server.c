/* TCP Fast Open (RFC 7413): the server, which makes cookies and takes the text of a SYN. */
#include "sockets.h"

#include "tcp/fast-open.h"

#include <string.h>

static struct tcp_config
server (void)
{
  struct tcp_config config = bench_config ();

  config.fast_open_server = true;
  return config;
}

static char *
with_cookie (const char *before, const char *after)
{
  struct tcp_config config = server ();
  struct ip_address address = ip_address_v4 (10, 0, 0, 2);
  guint8 cookie[TCP_FAST_OPEN_COOKIE_OCTETS];
  GString *text = g_string_new (before);

  tcp_fast_open_make_cookie (&address, config.iss_secret, cookie);
  for (gsize i = 0; i < sizeof cookie; i++)
    g_string_append_printf (text, "%02x", cookie[i]);
  return g_string_free (g_string_append (text, after), FALSE);
}

static void
arrives_with_cookie (struct bench *b, guint16 port, const char *before, const char *after)
{
  g_autofree char *text = with_cookie (before, after);

  bench_arrives_from (b, port, text);
}

/* With octets behind a good cookie, delivered and accepted before the third segment. */
static struct bench *
opened_early (const struct tcp_config *config)
{
  struct bench *b = bench_in (config, TCP_LISTEN, FALSE);

  arrives_with_cookie (b, PEER_PORT, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_DELIVER_FAST_OPEN);
  bench_saw (b, REASON_NOTICE_ACCEPTED);
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  g_assert_cmpint (bench_accept (b), >, 0);
  bench_state (b, TCP_SYN_RECEIVED);
  return b;
}

static void
test_grants (void)
{
  struct tcp_config config = server ();
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  g_autofree char *answer = with_cookie ("S. 0:0(0) ack 1 <mss 1000,FO ", ">");

  bench_arrives (b, "S 0:10(10) <mss 1000,FO>");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_GRANTED);
  bench_saw_not (b, REASON_DELIVER_FAST_OPEN);
  bench_sends (b, answer);
  g_assert_cmpint (bench_accept (b), ==, TCP_ERROR_NO_ROOM);
  bench_free (b);
}

/* For a program with BSD sockets it is a connection like any other. */
static void
test_early_socket (void)
{
  struct tcp_config config = server ();
  struct bench *b = bench_new (&config);

  sockets_listening (b, 5);
  sockets_poll (b, 0);
  arrives_with_cookie (b, PEER_PORT, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  sockets_poll (b, TCP_POLL_IN);
  bench_use (b, tcp_socket_accept (ON (b), NULL));
  bench_state (b, TCP_SYN_RECEIVED);
  sockets_poll (b, TCP_POLL_IN | TCP_POLL_OUT);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_EXISTS);
  g_assert_cmpint (tcp_socket_send (ON (b), "\1", 1, NOW (b)), ==, 1);
  bench_sends (b, "P. 1:2(1) ack 11");
  bench_free (b);
}

static void
test_early (void)
{
  struct tcp_config config = server ();
  struct bench *b = opened_early (&config);

  g_assert_true (bench_tells (b, TCP_INFO_SYN_DATA));
  g_assert_cmpint (bench_receive (b, 100), ==, 10);
  g_assert_cmpuint (bench_vars (b).syn_octets, ==, 10);
  /* The answer does not wait for the third segment, nor for Nagle. */
  bench_send (b, 5);
  bench_sends (b, "P. 1:6(5) ack 11");
  bench_at (b, MS (100));
  bench_arrives (b, ". 11:11(0) ack 6");
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_saw_not (b, REASON_NOTICE_ACCEPTED);
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 0);
  bench_arrives (b, "P. 11:21(10) ack 6");
  g_assert_cmpint (bench_receive (b, 100), ==, 10);
  bench_at (b, MS (300));
  bench_sends (b, ". 6:6(0) ack 21");
  bench_free (b);
}

/* The answer is sent in the handshake; the SYN+ACK alone is what the timer repeats. */
static void
test_early_lost (void)
{
  struct tcp_config config = server ();
  struct bench *b = opened_early (&config);

  bench_send (b, 5);
  bench_sends (b, "P. 1:6(5) ack 11");
  bench_at (b, MS (500));
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_reason (b, REASON_RETRANSMIT_SYN_ACK_ASKED);
  bench_at (b, MS (1500));
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_arrives (b, ". 11:11(0) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  bench_at (b, MS (3500));
  bench_sends (b, "P. 1:6(5) ack 11");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_free (b);
}

/* Bound to the address: of another client, of another secret, too short, or made up. */
static void
test_bad_cookie (void)
{
  struct tcp_config config = server ();
  guint8 one[TCP_FAST_OPEN_COOKIE_OCTETS], other[TCP_FAST_OPEN_COOKIE_OCTETS], keyed[TCP_FAST_OPEN_COOKIE_OCTETS];
  struct ip_address peer = ip_address_v4 (10, 0, 0, 2), stranger = ip_address_v4 (10, 0, 0, 3);
  guint64 secret[] = { config.iss_secret[0], config.iss_secret[1] + 1 };

  tcp_fast_open_make_cookie (&peer, config.iss_secret, one);
  tcp_fast_open_make_cookie (&stranger, config.iss_secret, other);
  tcp_fast_open_make_cookie (&peer, secret, keyed);
  g_assert_cmpint (memcmp (one, other, sizeof one), !=, 0);
  g_assert_cmpint (memcmp (one, keyed, sizeof one), !=, 0);

  static const char *const bad[]
      = { "SP 0:10(10) <mss 1000,FO 0123456789abcdef>", "SP 0:10(10) <mss 1000,FO 01234567>" };
  g_autofree char *answer = with_cookie ("S. 0:0(0) ack 1 <mss 1000,FO ", ">");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
      bench_arrives (b, bad[i]);
      bench_saw (b, REASON_UPDATE_FAST_OPEN_INVALID);
      bench_saw_not (b, REASON_DELIVER_FAST_OPEN);
      bench_sends (b, answer);
      g_assert_cmpint (bench_accept (b), ==, TCP_ERROR_NO_ROOM);
      /* The octets go again; they are here already. */
      bench_arrives (b, "P. 1:11(10) ack 1");
      bench_saw (b, REASON_DELIVER_GAP_FILLED);
      bench_sends (b, ". 1:1(0) ack 11");
      bench_accept (b);
      g_assert_cmpint (bench_receive (b, 100), ==, 10);
      bench_free (b);
    }
}

/* A good cookie without octets proves the address as well: a program that speaks first need not wait. */
static void
test_cookie_alone (void)
{
  struct tcp_config config = server ();
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);

  arrives_with_cookie (b, PEER_PORT, "S 0:0(0) <mss 1000,FO ", ">");
  bench_saw_not (b, REASON_UPDATE_FAST_OPEN_INVALID);
  bench_saw (b, REASON_NOTICE_ACCEPTED);
  bench_saw_not (b, REASON_DELIVER_FAST_OPEN);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  g_assert_cmpint (bench_accept (b), >, 0);
  g_assert_false (bench_tells (b, TCP_INFO_SYN_DATA));
  bench_send (b, 7);
  bench_sends (b, "P. 1:8(7) ack 1");
  bench_arrives (b, ". 1:1(0) ack 8");
  bench_saw_not (b, REASON_NOTICE_ACCEPTED);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* The whole initial window goes early: the SYN+ACK takes no room in it. */
static void
test_early_window_of_cwnd (void)
{
  struct tcp_config config = server ();
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);

  arrives_with_cookie (b, PEER_PORT, "SP 0:10(10) win 60000 <mss 1000,FO ", ">");
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_accept (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 10000);
  bench_send (b, 12000);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = g_strdup_printf (". %u:%u(1000) ack 11", 1 + i * 1000, 1001 + i * 1000);
      bench_sends (b, text);
    }
  bench_quiet (b);
  bench_free (b);
}

/* The third segment tells that text was lost which went before it. */
static void
test_early_text_lost (void)
{
  struct tcp_config config = server ();

  config.sack = true;
  config.rack = true;
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  arrives_with_cookie (b, PEER_PORT, "SP 0:10(10) win 60000 <mss 1000,sackOK,FO ", ">");
  bench_take_all (b);
  bench_accept (b);
  bench_send (b, 10000);
  bench_take_all (b);
  bench_at (b, MS (100));
  bench_arrives (b, ". 11:11(0) ack 1 win 60000 <sack 1001:5001>");
  bench_saw (b, REASON_UPDATE_ENTER_RACK_RECOVERY);
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_sends_by (b, ". 1:1001(1000) ack 11", REASON_RETRANSMIT_RACK);
  g_assert_cmpint (bench_vars (b).phase, ==, TCP_FAST_RECOVERY);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, 5000);
  bench_take_all (b);
  bench_free (b);
}

/* No more at a time than the limit; the handshake of one makes room for the next. */
static void
test_limit (void)
{
  struct tcp_config config = server ();

  config.fast_open_limit = 1;
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  arrives_with_cookie (b, 1, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_DELIVER_FAST_OPEN);
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_our_iss (b, 1100);
  arrives_with_cookie (b, 2, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_HELD);
  bench_saw_not (b, REASON_DELIVER_FAST_OPEN);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_our_iss (b, 100);
  bench_arrives_from (b, 1, ". 11:11(0) ack 1");
  bench_our_iss (b, 2100);
  arrives_with_cookie (b, 3, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_DELIVER_FAST_OPEN);
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_free (b);

  config = server ();
  config.fast_open_limit = 0;
  b = bench_in (&config, TCP_LISTEN, FALSE);
  arrives_with_cookie (b, PEER_PORT, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_HELD);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);

  /* Nor more than wait for accept. */
  config = server ();
  config.backlog = 1;
  b = bench_in (&config, TCP_LISTEN, FALSE);
  arrives_with_cookie (b, 1, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  /* Its own place in the queue does not keep it from opening. */
  bench_arrives_from (b, 1, ". 11:11(0) ack 1");
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_our_iss (b, 1100);
  arrives_with_cookie (b, 2, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_HELD);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

/* An old connection in TIME-WAIT: the SYN may be of its time. */
static void
test_time_wait (void)
{
  struct tcp_config config = server ();
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);

  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  int old = bench_accept (b);
  bench_close (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_peer_iss (b, 5300);
  bench_our_iss (b, 1100);
  arrives_with_cookie (b, PEER_PORT, "SP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_HELD);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_state_of (b, old, TCP_TIME_WAIT);
  bench_free (b);
}

/* The program has the connection, so it learns of its end. */
static void
test_early_ends (void)
{
  struct tcp_config config = server ();
  struct bench *b = opened_early (&config);

  bench_arrives (b, "R 11:11(0)");
  bench_saw (b, REASON_STATE_RESET);
  bench_saw (b, REASON_NOTICE_RESET);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_RESET);
  bench_free (b);

  config.syn_ack_retries = 1;
  b = opened_early (&config);
  bench_at (b, SEC (1));
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_at (b, SEC (3));
  bench_saw (b, REASON_NOTICE_TIMED_OUT);
  bench_state (b, TCP_CLOSED);
  bench_free (b);

  b = opened_early (&config);
  bench_icmp (b, 3, 3, 0, "S. 0:0(0) ack 11");
  bench_saw (b, REASON_NOTICE_PORT_UNREACHABLE);
  bench_state (b, TCP_CLOSED);
  bench_free (b);

  /* A SYN with another number. */
  b = opened_early (&config);
  bench_arrives (b, "S 500:500(0)");
  bench_sends (b, ". 1:1(0) ack 11");
  bench_state (b, TCP_SYN_RECEIVED);
  bench_free (b);

  /* Closed with the octets unread: the peer must know. */
  b = opened_early (&config);
  bench_close (b);
  bench_sends (b, "R 1:1(0)");
  bench_reason (b, REASON_SEND_RST_DATA_LOST);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

static void
test_early_close (void)
{
  struct tcp_config config = server ();
  struct bench *b = opened_early (&config);

  g_assert_cmpint (bench_receive (b, 100), ==, 10);
  bench_send (b, 5);
  bench_sends (b, "P. 1:6(5) ack 11");
  bench_close (b);
  bench_sends (b, "F. 6:6(0) ack 11");
  bench_arrives (b, ". 11:11(0) ack 7");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_arrives (b, "F. 11:11(0) ack 7");
  bench_sends (b, ". 7:7(0) ack 12");
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

/* A FIN beside the SYN waits for the handshake even then. */
static void
test_early_fin (void)
{
  struct tcp_config config = server ();
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);

  arrives_with_cookie (b, PEER_PORT, "SFP 0:10(10) <mss 1000,FO ", ">");
  bench_saw (b, REASON_UPDATE_FIN_HELD);
  bench_sends (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_accept (b);
  bench_state (b, TCP_SYN_RECEIVED);
  bench_arrives (b, ". 12:12(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 12");
  bench_state (b, TCP_CLOSE_WAIT);
  bench_free (b);
}

/* More than the window takes: the rest comes again. Once the program has read, the peer learns of the room. */
static void
test_early_window (void)
{
  struct tcp_config config = server ();

  config.receive_buffer = 300;
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  arrives_with_cookie (b, PEER_PORT, "SFP 0:900(900) <mss 1000,FO ", ">");
  bench_saw_not (b, REASON_UPDATE_FIN_HELD);
  bench_sends (b, "S. 0:0(0) ack 301 win 0 <mss 1000>");
  bench_accept (b);
  g_assert_cmpint (bench_receive (b, 1000), ==, 300);
  bench_quiet (b);
  bench_arrives (b, ". 301:301(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 301 win 300");
  bench_reason (b, REASON_SEND_WINDOW_UPDATE);
  bench_free (b);
}

const struct dialogue dialogues_fast_open_server[] = {
  { "/tcp/fast-open/TFO-02/grants", test_grants },
  { "/tcp/fast-open/TFO-03/early", test_early },
  { "/tcp/fast-open/TFO-03/early-socket", test_early_socket },
  { "/tcp/fast-open/TFO-03/early-lost", test_early_lost },
  { "/tcp/fast-open/TFO-02/TFO-03/bad-cookie", test_bad_cookie },
  { "/tcp/fast-open/TFO-03/cookie-alone", test_cookie_alone },
  { "/tcp/fast-open/TFO-03/initial-window", test_early_window_of_cwnd },
  { "/tcp/fast-open/TFO-03/text-lost", test_early_text_lost },
  { "/tcp/fast-open/TFO-04/limit", test_limit },
  { "/tcp/fast-open/TFO-03/MAY-2", test_time_wait },
  { "/tcp/fast-open/TFO-03/ends", test_early_ends },
  { "/tcp/fast-open/TFO-03/close", test_early_close },
  { "/tcp/fast-open/TFO-03/SM-LISTEN-05", test_early_fin },
  { "/tcp/fast-open/TFO-03/window", test_early_window },
  { 0 },
};
