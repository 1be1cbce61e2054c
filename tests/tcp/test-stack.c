/* The stack around the engine: finding connections, numbers, limits, MSS, IPv6. */
#include "bench.h"

#include "tcp/isn.h"
#include "wire/packet.h"

/* --- who a packet is for --- */

static void
test_other_host (void)
{
  struct bench *b = bench_established (NULL, 8000);
  guint8 packet[200];
  gsize length = bench_packet (b, "R 1:1(0)", packet, sizeof packet);

  /* 10.0.0.1 becomes 10.0.1.0: the sums stay right. */
  packet[18] = 1;
  packet[19] = 0;
  guint16 sum = (guint16) (packet[10] << 8 | packet[11]);
  sum = (guint16) (sum + 1 - 256);
  packet[10] = (guint8) (sum >> 8);
  packet[11] = (guint8) sum;
  guint16 tcp_sum = (guint16) (packet[36] << 8 | packet[37]);
  tcp_sum = (guint16) (tcp_sum + 1 - 256);
  packet[36] = (guint8) (tcp_sum >> 8);
  packet[37] = (guint8) tcp_sum;
  bench_arrives_octets (b, packet, length);
  bench_saw (b, REASON_DISCARD_OTHER_HOST);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* From everyone, to nobody in particular: no word (MUST-57, MUST-63). */
static void
test_invalid_peer (void)
{
  struct tcp_config config = bench_config ();
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  struct packet packet = { .ttl = 64 };
  guint8 octets[200];

  packet.segment.source = (struct endpoint){ ip_address_v4 (255, 255, 255, 255), 9 };
  packet.segment.destination = (struct endpoint){ ip_address_v4 (10, 0, 0, 1), OUR_PORT };
  packet.segment.flags = TCP_SYN;
  bench_arrives_octets (b, octets, packet_write (&packet, octets, sizeof octets));
  bench_saw (b, REASON_DISCARD_INVALID_PEER);
  packet.segment.source = (struct endpoint){ ip_address_v4 (10, 0, 0, 2), 9 };
  packet.segment.destination = (struct endpoint){ ip_address_v4 (224, 0, 0, 1), OUR_PORT };
  bench_arrives_octets (b, octets, packet_write (&packet, octets, sizeof octets));
  bench_saw (b, REASON_DISCARD_INVALID_PEER);
  bench_quiet (b);
  bench_free (b);
}

static void
test_malformed (void)
{
  struct bench *b = bench_established (NULL, 8000);
  guint8 packet[200];
  gsize length = bench_packet (b, "P. 1:11(10) ack 1 <mss 1000>", packet, sizeof packet);

  for (gsize cut = 0; cut < length; cut++)
    {
      bench_arrives_octets (b, packet, cut);
      bench_saw (b, REASON_DISCARD_MALFORMED);
    }
  /* An option of length 0, and one that leaves the header. */
  packet[41] = 0;
  bench_arrives_octets (b, packet, length);
  bench_saw (b, REASON_DISCARD_MALFORMED);
  packet[41] = 200;
  bench_arrives_octets (b, packet, length);
  bench_saw (b, REASON_DISCARD_MALFORMED);
  bench_quiet (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* A connection comes before a listener of the same port, and each client has its own. */
static void
test_demultiplexing (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);
  int listener = bench_socket (b);

  for (guint16 port = 1; port <= 3; port++)
    {
      bench_our_iss (b, 100 + 1000 * (port - 1u));
      bench_arrives_from (b, port, "S 0:0(0)");
      bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
      bench_arrives_from (b, port, ". 1:1(0) ack 1");
    }
  bench_our_iss (b, 1100);
  bench_arrives_from (b, 2, ". 1:1(0) ack 1");
  /* Accepted in the order in which they were established. */
  for (guint16 port = 1; port <= 3; port++)
    {
      struct endpoint local;
      struct endpoint remote;
      bench_use (b, listener);
      int socket = bench_accept (b);
      g_assert_true (tcp_stack_endpoints (bench_stack (b), socket, &local, &remote));
      g_assert_cmpuint (remote.port, ==, port);
    }
  int sockets[8];
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), sockets, 8), ==, 4);
  g_assert_cmpint (sockets[0], ==, listener);
  bench_free (b);
}

/* Reset before anybody accepted it: it leaves the queue without a trace. */
static void
test_reset_before_accept (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_STATE_RESET);
  g_assert_cmpint (bench_accept (b), ==, TCP_ERROR_NO_ROOM);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 1);
  bench_free (b);
}

/* --- numbers --- */

static void
test_isn (void)
{
  static const guint64 secret[2] = { 1, 2 };
  static const guint64 other[2] = { 1, 3 };
  struct endpoint a = { ip_address_v4 (10, 0, 0, 1), 40001 };
  struct endpoint b = { ip_address_v4 (10, 0, 0, 2), 80 };
  struct endpoint c = { ip_address_v4 (10, 0, 0, 2), 81 };
  guint32 first = tcp_isn (&a, &b, secret, 0);

  g_assert_cmpuint (tcp_isn (&a, &b, secret, 0), ==, first);
  g_assert_cmpuint (tcp_isn (&a, &b, secret, US (4)), ==, first + 1);
  g_assert_cmpuint (tcp_isn (&a, &b, secret, SEC (1)), ==, first + 250000);
  g_assert_cmpuint (tcp_isn (&a, &b, other, 0), !=, first);
  g_assert_cmpuint (tcp_isn (&a, &c, secret, 0), !=, first);
  g_assert_cmpuint (tcp_isn (&b, &a, secret, 0), !=, first);
}

static void
test_isn_of_stack (void)
{
  struct tcp_config config = bench_config ();

  config.iss_fixed = false;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  guint32 first = bench_vars (b).iss;
  bench_abort (b);
  bench_at (b, SEC (1));
  bench_connect (b);
  g_assert_cmpuint (bench_vars (b).iss, ==, first + 250000);
  bench_take_all (b);
  bench_free (b);
}

static void
test_ports (void)
{
  struct bench *b = bench_new (NULL);
  struct endpoint remote = { ip_address_v4 (10, 0, 0, 2), 80 };
  struct endpoint local;
  struct endpoint far;

  for (guint16 i = 0; i < 3; i++)
    {
      int socket = tcp_stack_connect (bench_stack (b), 0, &remote, 0, EVENT_NONE);
      g_assert_true (tcp_stack_endpoints (bench_stack (b), socket, &local, &far));
      g_assert_cmpuint (local.port, ==, 49152 + i);
      g_assert_true (endpoint_equal (&far, &remote));
    }
  bench_take_all (b);
  bench_free (b);
}

/* A port in use is passed over, a free one comes round again. */
static void
test_port_in_use (void)
{
  struct bench *b = bench_new (NULL);
  struct endpoint remote = { ip_address_v4 (10, 0, 0, 2), 80 };
  struct endpoint local;
  struct endpoint far;

  g_assert_cmpint (tcp_stack_listen (bench_stack (b), 49152, 0, 0, EVENT_NONE), >, 0);
  int socket = tcp_stack_connect (bench_stack (b), 0, &remote, 0, EVENT_NONE);
  g_assert_true (tcp_stack_endpoints (bench_stack (b), socket, &local, &far));
  g_assert_cmpuint (local.port, ==, 49153);
  bench_take_all (b);
  bench_free (b);
}

/* Sockets keep their numbers when others go, and a number is never used again. */
static void
test_forget (void)
{
  struct bench *b = bench_new (NULL);
  struct tcp_stack *stack = bench_stack (b);
  struct endpoint remote = { ip_address_v4 (10, 0, 0, 2), 80 };
  int sockets[5];
  struct tcp_vars vars;

  for (guint i = 0; i < 5; i++)
    sockets[i] = tcp_stack_connect (stack, 0, &remote, 0, EVENT_NONE);
  tcp_stack_forget (stack, sockets[2]);
  g_assert_true (tcp_stack_vars (stack, sockets[2], &vars));
  tcp_stack_close (stack, sockets[2], 0, EVENT_NONE);
  tcp_stack_forget (stack, sockets[2]);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpint (tcp_stack_vars (stack, sockets[i], &vars), ==, i != 2);
      g_assert_cmpuint (vars.iss, ==, 100 + 1000 * (i == 2 ? 1 : i));
    }
  g_assert_cmpint (tcp_stack_connect (stack, 0, &remote, 0, EVENT_NONE), >, sockets[4]);
  bench_take_all (b);
  bench_free (b);
}

static void
test_socket_limit (void)
{
  struct tcp_config config = bench_config ();

  config.send_buffer = 16;
  config.receive_buffer = 16;
  struct bench *b = bench_new (&config);
  struct endpoint remote = { ip_address_v4 (10, 0, 0, 2), 80 };
  for (guint i = 0; i < TCP_STACK_SOCKETS_MAX; i++)
    g_assert_cmpint (tcp_stack_connect (bench_stack (b), (guint16) (i + 1), &remote, 0, EVENT_NONE), ==, (int) i + 1);
  g_assert_cmpint (tcp_stack_connect (bench_stack (b), 0, &remote, 0, EVENT_NONE), ==, TCP_ERROR_NO_MEMORY);
  bench_saw (b, REASON_CALL_ERROR_NO_ROOM);
  g_assert_cmpint (tcp_stack_listen (bench_stack (b), 9999, 0, 0, EVENT_NONE), ==, TCP_ERROR_NO_MEMORY);
  bench_take_all (b);
  bench_free (b);
}

/* --- MSS --- */

static void
test_mss (void)
{
  struct tcp_config config = bench_config ();

  /* The peer's limit, ours, and the default (MUST-15, MUST-16). */
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 600>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_send (b, 700);
  bench_sends (b, ". 1:601(600) ack 1");
  bench_free (b);

  b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_send (b, 700);
  bench_sends (b, ". 1:537(536) ack 1");
  bench_free (b);

  config.mtu = 540;
  b = bench_in (&config, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 9000>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_send (b, 700);
  bench_sends (b, ". 1:501(500) ack 1");
  bench_free (b);

  config.mtu = 50; /* no packet that IP must carry is so small */
  b = bench_in (&config, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 9000>");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 28);
  bench_free (b);

  /* Nonsense is bounded, not obeyed. */
  b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 0>");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 28);
  bench_free (b);

  config = bench_config ();
  config.mss = 0;
  b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0)");
  g_assert_cmpuint (bench_vars (b).receive_mss, ==, 536);
  bench_free (b);
}

/* Options of the future are skipped, on SYN and elsewhere (MUST-5, MUST-6). */
static void
test_unknown_options (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_arrives (b, "S. 0:0(0) ack 1 <mss 600,sackOK,TS val 5 ecr 6,wscale 7>");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 8000);
  bench_arrives (b, "P. 1:6(5) ack 1 win 100 <mss 40,TS val 5 ecr 6>");
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 600);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 100);
  g_assert_cmpint (bench_receive (b, 10), ==, 5);
  bench_free (b);
}

/* --- power off --- */

static void
test_crash (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  tcp_stack_crash (bench_stack (b), bench_now (b), EVENT_NONE);
  bench_saw (b, REASON_STATE_CRASHED);
  bench_saw (b, REASON_TIMER_STOP_CLOSED);
  bench_quiet (b);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  /* Figure 10: the peer, who knows nothing of it, sends. */
  bench_arrives (b, "P. 1:11(10) ack 11");
  bench_sends (b, "R 11:11(0)");
  bench_free (b);
}

/* --- IPv6 --- */

static void
test_ipv6 (void)
{
  struct tcp_config config = bench_config ();

  config.mss = 1440;
  struct bench *b = bench_new_v6 (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1440>");
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 1220);
  bench_send (b, 1300);
  bench_sends (b, ". 1:1221(1220) ack 1");
  bench_arrives (b, "P. 1:101(100) ack 1221");
  bench_sends (b, "P. 1221:1301(80) ack 101");
  g_assert_cmpint (bench_receive (b, 200), ==, 100);
  bench_free (b);
}

/* The presets say 1460, which is IPv4's: an IPv6 header leaves 1440 of 1500 octets. */
static void
test_ipv6_mss (void)
{
  struct tcp_config config = bench_config ();

  config.mss = 1460;
  struct bench *b = bench_new_v6 (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1440>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 9000>");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 1440);
  bench_free (b);

  config.mss = 0; /* none is announced, so the peer takes 1220 */
  b = bench_new_v6 (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0)");
  g_assert_cmpuint (bench_vars (b).receive_mss, ==, 1220);
  bench_free (b);
}

const struct dialogue dialogues_stack[] = {
  { "/tcp/stack/other-host", test_other_host },
  { "/tcp/stack/SM-ANY-03/MUST-57/MUST-63", test_invalid_peer },
  { "/tcp/stack/SM-ANY-02/MUST-7", test_malformed },
  { "/tcp/stack/demultiplexing", test_demultiplexing },
  { "/tcp/stack/reset-before-accept", test_reset_before_accept },
  { "/tcp/stack/ISN-01/ISN-02/ISN-03/MUST-8/MUST-9/SHLD-1", test_isn },
  { "/tcp/stack/ISN-02/SHLD-1/stack", test_isn_of_stack },
  { "/tcp/stack/ports", test_ports },
  { "/tcp/stack/ports/in-use", test_port_in_use },
  { "/tcp/stack/forget", test_forget },
  { "/tcp/stack/limit", test_socket_limit },
  { "/tcp/stack/MSS-01/MSS-03/MUST-15/MUST-16", test_mss },
  { "/tcp/stack/MUST-4/MUST-5/MUST-6", test_unknown_options },
  { "/tcp/stack/S17/TR-05", test_crash },
  { "/tcp/stack/MUST-15/IPv6", test_ipv6 },
  { "/tcp/stack/MUST-67/MSS-01/IPv6", test_ipv6_mss },
  { 0 },
};
