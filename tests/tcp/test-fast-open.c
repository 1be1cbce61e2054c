/* TCP Fast Open (RFC 7413): the client, which asks for a cookie and sends text in its SYN. */
#include "sockets.h"

#include "wire/icmp.h"
#include "wire/packet.h"

#define COOKIE "0123456789abcdef"

static struct tcp_config
client (void)
{
  struct tcp_config config = bench_config ();

  config.fast_open_client = true;
  return config;
}

static void
test_off (void)
{
  struct tcp_config presets[] = { tcp_config_rfc (), tcp_config_linux (), tcp_config_lesson () };

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_assert_false (presets[i].fast_open_client || presets[i].fast_open_server);
      g_assert_cmpuint (presets[i].fast_open_limit, >, 0);
    }

  struct bench *b = bench_new (NULL);
  bench_connect_send (b, 10);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_reason (b, REASON_SEND_SYN);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,FO " COOKIE ">");
  bench_saw_not (b, REASON_UPDATE_FAST_OPEN_LEARNED);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_free (b);

  b = bench_in (NULL, TCP_LISTEN, FALSE);
  bench_arrives (b, "S 0:0(0) <mss 1000,FO>");
  bench_saw_not (b, REASON_UPDATE_FAST_OPEN_GRANTED);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

/* A bench whose stack has met the peer: that told this MSS, and gave this cookie. Our ISS is 1100 then. */
static struct bench *
acquainted (const struct tcp_config *config, const char *syn_ack)
{
  struct bench *b = bench_new (config);

  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, syn_ack);
  bench_saw (b, REASON_UPDATE_FAST_OPEN_LEARNED);
  bench_abort (b);
  bench_take_all (b);
  bench_our_iss (b, 1100);
  return b;
}

static struct bench *
acquainted_1000 (const struct tcp_config *config)
{
  return acquainted (config, "S. 0:0(0) ack 1 <mss 1000,FO " COOKIE ">");
}

/* The first time the octets wait for the handshake. */
static void
test_asks (void)
{
  struct tcp_config config = client ();
  struct bench *b = bench_new (&config);

  bench_connect_send (b, 10);
  bench_saw (b, REASON_CALL_SEND);
  bench_sends (b, "S 0:0(0) <mss 1000,FO>");
  bench_reason (b, REASON_SEND_SYN_ASKS_COOKIE);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,FO " COOKIE ">");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_LEARNED);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_saw_not (b, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN);
  bench_free (b);
}

/* The next time they go with the SYN, and one ACK covers both. */
static void
test_with_cookie (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 10);
  bench_sends (b, "SP 0:10(10) <mss 1000,FO " COOKIE ">");
  BENCH_CHAIN (b, REASON_SEND_SYN_FAST_OPEN, REASON_CALL_SEND, REASON_CALL_OPEN_ACTIVE);
  struct tcp_vars vars = bench_vars (b);
  g_assert_cmpuint (vars.syn_octets, ==, 10);
  g_assert_cmpuint (vars.snd_nxt, ==, 1111);
  g_assert_cmpuint (vars.unsent, ==, 0);
  g_assert_false (bench_tells (b, TCP_INFO_SYN_DATA));
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_saw (b, REASON_STATE_SYN_ACKED);
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  bench_saw (b, REASON_TIMER_RTO_STOP);
  bench_saw_not (b, REASON_UPDATE_SLOW_START);
  bench_sends (b, ". 11:11(0) ack 1");
  g_assert_true (bench_tells (b, TCP_INFO_SYN_DATA));
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 10000);
  bench_send (b, 5);
  bench_sends (b, "P. 11:16(5) ack 1");
  bench_free (b);
}

/* Without octets there is nothing to show the cookie for. */
static void
test_no_octets (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_reason (b, REASON_SEND_SYN);
  bench_free (b);
}

/* As many as the MSS of that time and the options leave, the rest after the handshake. */
static void
test_limit_of_mss (void)
{
  struct tcp_config config = client ();

  config.timestamps = true;
  config.sack = true;
  struct bench *b = acquainted (&config, "S. 0:0(0) ack 1 <mss 500,FO " COOKIE ">");
  bench_connect_send (b, 1000);
  /* 4 + 12 + 10, filled up to 28. */
  bench_sends (b, "S 0:472(472) <mss 1000,sackOK,TS val 0 ecr 0,FO " COOKIE ">");
  bench_arrives (b, "S. 0:0(0) ack 473 <mss 500>");
  bench_sends (b, ". 473:973(500) ack 1");
  bench_arrives (b, ". 1:1(0) ack 973");
  bench_sends (b, "P. 973:1001(28) ack 1");
  bench_free (b);

  /* More than the default, and cwnd is in keeping with it. */
  config = client ();
  config.initial_window = 1;
  b = acquainted_1000 (&config);
  bench_connect_send (b, 2000);
  bench_sends (b, "S 0:984(984) <mss 1000,FO " COOKIE ">");
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 1000);
  bench_free (b);

  /* No room at all. */
  config.timestamps = true;
  config.sack = true;
  b = acquainted (&config, "S. 0:0(0) ack 1 <mss 28,FO " COOKIE ">");
  bench_connect_send (b, 1000);
  bench_sends (b, "S 0:0(0) <mss 1000,sackOK,TS val 0 ecr 0>");
  bench_reason (b, REASON_SEND_SYN);
  bench_free (b);
}

/* Only the SYN counts: what went with it goes again, as the window and the MSS of now have it. */
static void
test_text_again (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 600);
  bench_sends (b, "SP 0:600(600) <mss 1000,FO " COOKIE ">");
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 450 <mss 300>");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN);
  bench_saw (b, REASON_TIMER_RTO_STOP);
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  bench_sends (b, ". 1:301(300) ack 1");
  struct tcp_vars vars = bench_vars (b);
  g_assert_cmpuint (vars.snd_nxt, ==, 1401);
  g_assert_cmpuint (vars.snd_max, ==, 1701);
  /* The peer had all of it after all. */
  bench_arrives (b, ". 1:1(0) ack 601 win 8000");
  vars = bench_vars (b);
  g_assert_cmpuint (vars.snd_nxt, ==, 1701);
  g_assert_cmpuint (vars.flight_size, ==, 0);
  bench_send (b, 5);
  bench_sends (b, "P. 601:606(5) ack 1");
  bench_free (b);
}

static void
test_part_again (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 600);
  bench_sends (b, "SP 0:600(600) <mss 1000,FO " COOKIE ">");
  bench_arrives (b, "S. 0:0(0) ack 201 <mss 1000>");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN);
  bench_saw (b, REASON_STATE_SYN_ACKED);
  bench_sends (b, "P. 201:601(400) ack 1");
  g_assert_false (bench_tells (b, TCP_INFO_SYN_DATA));
  bench_arrives (b, ". 1:1(0) ack 601");
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 0);
  bench_free (b);
}

/* The window is closed: the text waits for it, with the persist timer alone. */
static void
test_again_closed_window (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 600);
  bench_sends (b, "SP 0:600(600) <mss 1000,FO " COOKIE ">");
  bench_arrives (b, "S. 0:0(0) ack 1 win 0 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_TIMER_PERSIST_START);
  bench_arrives (b, ". 1:1(0) ack 1 win 8000");
  bench_sends (b, "P. 1:601(600) ack 1");
  bench_free (b);
}

/* The SYN goes again with neither octets nor cookie. */
static void
test_resent (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 10);
  bench_sends (b, "SP 0:10(10) <mss 1000,FO " COOKIE ">");
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_at (b, SEC (3));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  /* The first one had arrived. */
  bench_arrives (b, "S. 0:0(0) ack 11 <mss 1000>");
  bench_saw_not (b, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN);
  bench_sends (b, ". 11:11(0) ack 1");
  bench_free (b);

  b = acquainted_1000 (&config);
  bench_connect_send (b, 10);
  bench_sends (b, "SP 0:10(10) <mss 1000,FO " COOKIE ">");
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_free (b);

  b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,FO>");
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_free (b);
}

/* Another cookie replaces the one that was shown. */
static void
test_new_cookie (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 10);
  bench_sends (b, "SP 0:10(10) <mss 1000,FO " COOKIE ">");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,FO aabbccdd>");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_LEARNED);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_abort (b);
  bench_take_all (b);
  bench_connect_send (b, 10);
  bench_our_iss (b, 2100);
  bench_sends (b, "SP 0:10(10) <mss 1000,FO aabbccdd>");
  bench_free (b);
}

/* The longest cookie there can be, beside everything else: then the user timeout has no room. */
static void
test_long_cookie (void)
{
  struct tcp_config config = client ();

  config.timestamps = true;
  config.sack = true;
  config.window_scale = true;
  config.uto = true;
  config.user_timeout = SEC (100);
  struct bench *b = acquainted (&config, "S. 0:0(0) ack 1 <mss 1000,FO 00112233445566778899aabbccddeeff>");
  bench_connect_send (b, 10);
  bench_sends (b, "SP 0:10(10) <mss 1000,sackOK,TS val 0 ecr 0,wscale 0,FO 00112233445566778899aabbccddeeff>");
  bench_free (b);
}

/* A crash forgets them. */
static void
test_crash (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  tcp_stack_crash (bench_stack (b), 0, EVENT_NONE);
  bench_connect_send (b, 10);
  bench_sends (b, "S 0:0(0) <mss 1000,FO>");
  bench_free (b);
}

/* SEND to a listener with the remote given opens in the same way. */
static void
test_send_to (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);
  struct endpoint remote = { ip_address_v4 (10, 0, 0, 2), PEER_PORT };
  const guint8 octets[] = { 1, 8, 15 };

  bench_listen (b);
  g_assert_cmpint (tcp_stack_send_to (bench_stack (b), bench_socket (b), &remote, octets, sizeof octets, 0, EVENT_NONE),
                   ==, 3);
  bench_sends (b, "SP 0:3(3) <mss 1000,FO " COOKIE ">");
  bench_free (b);
}

/* Both open at once, both with octets: nobody loses any. */
static void
test_crossing (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 10);
  bench_sends (b, "SP 0:10(10) <mss 1000,FO " COOKIE ">");
  bench_arrives (b, "S 0:5(5) <mss 1000,FO>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN);
  bench_saw (b, REASON_NOTICE_CONNECTED);
  bench_sends (b, "P. 1:11(10) ack 6");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* Many hosts: the one that was not met for the longest time is forgotten. */
static void
test_cache (void)
{
  struct tcp_config config = client ();
  struct bench *b = acquainted_1000 (&config);
  struct tcp_stack *stack = bench_stack (b);
  struct endpoint first = { ip_address_v4 (10, 0, 0, 2), PEER_PORT };

  for (guint8 host = 3; host < 3 + 16; host++)
    {
      struct packet packet = { .ttl = 64 };
      struct segment *segment = &packet.segment;
      guint8 octets[200];
      struct endpoint remote = { ip_address_v4 (10, 0, 0, host), PEER_PORT };
      guint32 none = 0;
      struct tcp_vars vars;
      int socket = tcp_stack_connect_send (stack, OUR_PORT, &remote, NULL, &none, 0, EVENT_NONE);
      tcp_stack_vars (stack, socket, &vars);
      segment->source = remote;
      segment->destination = (struct endpoint){ ip_address_v4 (10, 0, 0, 1), OUR_PORT };
      segment->flags = TCP_SYN | TCP_ACK;
      segment->ack = vars.iss + 1;
      segment->options.present = TCP_OPTION_FAST_OPEN;
      segment->options.fast_open_length = 4;
      gsize length = packet_write (&packet, octets, sizeof octets);
      tcp_stack_input (stack, octets, length, 0, EVENT_NONE);
      /* The first one is asked for again and again, so it stays. */
      if (host < 3 + 15)
        {
          bench_connect (b);
          bench_abort (b);
        }
      bench_take_all (b);
    }
  bench_connect_send (b, 10);
  bench_our_iss (b, bench_next_seq (b));
  bench_sends (b, "SP 0:10(10) <mss 1000,FO " COOKIE ">");
  g_assert_cmpuint (first.port, ==, PEER_PORT);
  bench_free (b);
}

/* ECE on a SYN+ACK agrees on ECN. It is no echo of congestion, even where it acknowledges text. */
static void
test_with_ecn (void)
{
  struct tcp_config config = client ();

  config.ecn = true;
  struct bench *b = acquainted (&config, "SE. 0:0(0) ack 1 <mss 1000,FO " COOKIE ">");
  bench_connect_send (b, 10);
  bench_take_all (b);
  bench_arrives (b, "SE. 0:0(0) ack 11 <mss 1000>");
  bench_saw_not (b, REASON_UPDATE_ECN_REDUCED);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 10000);
  bench_take_all (b);
  bench_free (b);
}

/* One call of a program with BSD sockets: nothing is taken before the cookie is known, and then all that fits. */
static void
test_socket_sends (void)
{
  struct tcp_config config = client ();
  struct bench *b = bench_new (&config);
  static const guint8 octets[3000];

  sockets_bound (b);
  g_assert_cmpint (tcp_socket_connect_send (ON (b), &PEER (PEER_PORT), octets, 3, NOW (b)), ==, TCP_ERROR_IN_PROGRESS);
  bench_sends (b, "S 0:0(0) <mss 1000,FO>");
  g_assert_cmpint (tcp_socket_connect_send (ON (b), &PEER (PEER_PORT), octets, 3, NOW (b)), ==, TCP_ERROR_ALREADY);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,FO " COOKIE ">");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpint (tcp_socket_connect_send (ON (b), &PEER (PEER_PORT), octets, 3, NOW (b)), ==, TCP_ERROR_EXISTS);
  tcp_socket_abort (ON (b), NOW (b));
  bench_take_all (b);
  bench_our_iss (b, 1100);
  sockets_bound (b);
  g_assert_cmpint (tcp_socket_connect_send (ON (b), &PEER (PEER_PORT), octets, 3000, NOW (b)), ==, 3000);
  g_assert_cmpuint (bench_next_seq (b), ==, 1100);
  bench_state (b, TCP_SYN_SENT);
  g_assert_cmpuint (bench_vars (b).unsent, ==, 3000 - bench_vars (b).syn_octets);
  g_assert_cmpuint (bench_vars (b).syn_octets, >, 900);
  bench_take_all (b);
  bench_free (b);

  b = bench_new (NULL);
  sockets_bound (b);
  g_assert_cmpint (tcp_socket_connect_send (ON (b), &PEER (PEER_PORT), octets, 3, NOW (b)), ==,
                   TCP_ERROR_NOT_SUPPORTED);
  bench_free (b);
}

/* A router has no room for the text of the SYN: nothing goes without a SYN before the handshake is done. */
static void
test_too_big (void)
{
  struct tcp_config config = client ();
  config.path_mtu_discovery = true;
  struct bench *b = acquainted_1000 (&config);

  bench_connect_send (b, 600);
  bench_sends (b, "SP 0:600(600) <mss 1000,FO " COOKIE ">");
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_FRAGMENTATION_NEEDED, 576, "SP 0:600(600) <mss 1000,FO " COOKIE ">");
  bench_saw (b, REASON_UPDATE_PATH_MTU_LOWERED);
  bench_saw_not (b, REASON_RETRANSMIT_SMALLER);
  bench_quiet (b);
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1 win 8000 <mss 1000>");
  bench_saw (b, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN);
  bench_sends (b, ". 1:537(536) ack 1");
  bench_free (b);
}

const struct dialogue dialogues_fast_open[] = {
  { "/tcp/fast-open/TFO-04/off", test_off },
  { "/tcp/fast-open/TFO-01/asks", test_asks },
  { "/tcp/fast-open/TFO-01/TFO-03/cookie", test_with_cookie },
  { "/tcp/fast-open/TFO-01/no-octets", test_no_octets },
  { "/tcp/fast-open/TFO-01/mss", test_limit_of_mss },
  { "/tcp/fast-open/SM-SYNSENT-11/none", test_text_again },
  { "/tcp/fast-open/SM-SYNSENT-11/part", test_part_again },
  { "/tcp/fast-open/SM-SYNSENT-11/closed-window", test_again_closed_window },
  { "/tcp/fast-open/TFO-05", test_resent },
  { "/tcp/fast-open/TFO-05/too-big", test_too_big },
  { "/tcp/fast-open/TFO-01/new-cookie", test_new_cookie },
  { "/tcp/fast-open/TFO-01/long-cookie", test_long_cookie },
  { "/tcp/fast-open/TFO-01/crash", test_crash },
  { "/tcp/fast-open/TFO-01/send-to", test_send_to },
  { "/tcp/fast-open/SM-SYNSENT-08/crossing", test_crossing },
  { "/tcp/fast-open/TFO-01/cache", test_cache },
  { "/tcp/fast-open/TFO-03/ecn", test_with_ecn },
  { "/tcp/fast-open/TFO-01/socket", test_socket_sends },
  { 0 },
};
