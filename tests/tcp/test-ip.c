/* What TCP tells IP and what it leaves to it: addresses, Diffserv, hops (RFC 9293 §3.9.1.1, §3.9.1.9, §3.9.2). */
#include "bench.h"

#include <string.h>

static const struct ip_address *
last_source (struct bench *b)
{
  return &bench_last_packet (b)->segment.source.address;
}

static struct endpoint
peer_endpoint (void)
{
  return (struct endpoint){ ip_address_v4 (10, 0, 0, 2), PEER_PORT };
}

/* --- addresses --- */

/* Connects from an address that the program names, and takes the SYN. */
static void
connect_from (struct bench *b, const struct ip_address *local)
{
  struct endpoint from = { *local, OUR_PORT };
  struct endpoint remote = peer_endpoint ();
  int socket = tcp_stack_connect_from (bench_stack (b), &from, &remote, bench_now (b), EVENT_NONE);

  g_assert_cmpint (socket, >, 0);
  bench_use (b, socket);
  bench_sends (b, "S 0:0(0) <mss 1000>");
}

static void
test_named (void)
{
  struct bench *b = bench_new (NULL);
  struct ip_address second = ip_address_v4 (10, 0, 0, 7);
  struct endpoint local, remote;

  g_assert_cmpint (tcp_stack_add_address (bench_stack (b), &second), ==, TCP_OK);
  connect_from (b, &second);
  g_assert_true (ip_address_equal (last_source (b), &second));
  /* What is sent again, and all that comes later, has the same. */
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  g_assert_true (ip_address_equal (last_source (b), &second));
  g_assert_true (tcp_stack_endpoints (bench_stack (b), bench_socket (b), &local, &remote));
  g_assert_true (ip_address_equal (&local.address, &second));
  bench_free (b);
}

/* A segment to another address of the host is for another connection. */
static void
test_kept (void)
{
  struct bench *b = bench_established (NULL, 8000);
  struct ip_address second = ip_address_v4 (10, 0, 0, 7);

  g_assert_cmpint (tcp_stack_add_address (bench_stack (b), &second), ==, TCP_OK);
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  g_assert_false (ip_address_equal (last_source (b), &second));
  bench_arrives (b, "P. 1:11(10) ack 11");
  bench_close (b);
  bench_take_all (b);
  bench_arrives_to (b, &second, ". 11:11(0) ack 12");
  bench_saw (b, REASON_SEND_RST_CLOSED);
  bench_take_all (b);
  bench_free (b);
}

/* A listener takes connections at every address of the host, and each keeps the one it was reached by. */
static void
test_listener (void)
{
  struct bench *b = bench_new (NULL);
  struct ip_address second = ip_address_v4 (10, 0, 0, 7);

  g_assert_cmpint (tcp_stack_add_address (bench_stack (b), &second), ==, TCP_OK);
  bench_listen (b);
  bench_arrives_to (b, &second, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  g_assert_true (ip_address_equal (last_source (b), &second));
  bench_free (b);
}

/* Without a name the host chooses, before the SYN goes: by the family of the remote. */
static void
test_chosen (void)
{
  struct bench *b = bench_new (NULL);
  struct ip_address v6;
  struct endpoint remote = { .port = 80 };

  g_assert_true (ip_address_parse ("2001:db8::1", &v6));
  g_assert_true (ip_address_parse ("2001:db8::2", &remote.address));
  g_assert_cmpint (tcp_stack_connect (bench_stack (b), OUR_PORT, &remote, 0, EVENT_NONE), ==, TCP_ERROR_INVALID_PEER);
  bench_saw (b, REASON_CALL_ERROR_ADDRESS);
  g_assert_cmpint (tcp_stack_add_address (bench_stack (b), &v6), ==, TCP_OK);
  bench_use (b, tcp_stack_connect (bench_stack (b), OUR_PORT, &remote, 0, EVENT_NONE));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  g_assert_true (ip_address_equal (last_source (b), &v6));
  bench_our_iss (b, 1100);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  g_assert_cmpint (last_source (b)->family, ==, IP_V4);
  bench_free (b);
}

/* Not the host's own, or of the wrong family; and a listener that is to open to another family. */
static void
test_refused (void)
{
  struct bench *b = bench_new (NULL);
  struct endpoint strange = { ip_address_v4 (10, 0, 0, 9), OUR_PORT };
  struct endpoint remote = peer_endpoint ();
  struct endpoint remote_v6 = { .port = 80 };

  g_assert_true (ip_address_parse ("2001:db8::2", &remote_v6.address));
  g_assert_cmpint (tcp_stack_connect_from (bench_stack (b), &strange, &remote, 0, EVENT_NONE), ==,
                   TCP_ERROR_INVALID_PEER);
  bench_saw (b, REASON_CALL_ERROR_ADDRESS);
  strange.address = ip_address_v4 (10, 0, 0, 1);
  g_assert_cmpint (tcp_stack_connect_from (bench_stack (b), &strange, &remote_v6, 0, EVENT_NONE), ==,
                   TCP_ERROR_INVALID_PEER);
  bench_listen (b);
  g_assert_cmpint (tcp_stack_open (bench_stack (b), bench_socket (b), &remote_v6, 0, EVENT_NONE), ==,
                   TCP_ERROR_INVALID_PEER);
  g_assert_cmpint (tcp_stack_send_to (bench_stack (b), bench_socket (b), &remote_v6, "x", 1, 0, EVENT_NONE), ==,
                   TCP_ERROR_INVALID_PEER);
  bench_state (b, TCP_LISTEN);
  bench_free (b);
}

static void
test_how_many (void)
{
  struct bench *b = bench_new (NULL);

  for (guint i = 1; i < TCP_STACK_ADDRESSES_MAX; i++)
    {
      struct ip_address address = ip_address_v4 (10, 0, 1, (guint8) i);
      g_assert_cmpint (tcp_stack_add_address (bench_stack (b), &address), ==, TCP_OK);
      g_assert_cmpint (tcp_stack_add_address (bench_stack (b), &address), ==, TCP_ERROR_EXISTS);
    }
  struct ip_address address = ip_address_v4 (10, 0, 2, 1);
  g_assert_cmpint (tcp_stack_add_address (bench_stack (b), &address), ==, TCP_ERROR_NO_MEMORY);
  bench_free (b);
}

/* --- Diffserv and hops --- */

static void
assert_last (struct bench *b, guint diffserv, guint ttl)
{
  g_assert_cmpuint (bench_last_packet (b)->diffserv, ==, diffserv);
  g_assert_cmpuint (bench_last_packet (b)->ttl, ==, ttl);
}

static void
test_configured (void)
{
  struct tcp_config config = bench_config ();
  config.diffserv = 46;
  config.ttl = 3;
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  assert_last (b, 46, 3);
  /* A reset that belongs to no connection has no program to say what it wants. */
  bench_arrives_from (b, 9999, ". 1:1(0) ack 1");
  bench_sends (b, "R 1:1(0)");
  assert_last (b, 0, 3);
  bench_free (b);

  b = bench_new_v6 (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  assert_last (b, 46, 3);
  bench_free (b);
}

/* It changes from one segment to the next, retransmissions and resets too. */
static void
test_changed (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  assert_last (b, 0, 64);
  g_assert_cmpint (tcp_stack_set_diffserv (bench_stack (b), bench_socket (b), 10), ==, TCP_OK);
  g_assert_cmpint (tcp_stack_set_ttl (bench_stack (b), bench_socket (b), 200), ==, TCP_OK);
  bench_at (b, MS (1100));
  bench_sends (b, "P. 1:11(10) ack 1");
  assert_last (b, 10, 200);
  g_assert_cmpint (tcp_stack_set_diffserv (bench_stack (b), bench_socket (b), 63), ==, TCP_OK);
  g_assert_cmpint (tcp_stack_set_ttl (bench_stack (b), bench_socket (b), 0), ==, TCP_OK);
  bench_abort (b);
  bench_sends (b, "R 11:11(0)");
  assert_last (b, 63, 64);
  g_assert_cmpint (tcp_stack_set_diffserv (bench_stack (b), 99, 1), ==, TCP_ERROR_NO_CONNECTION);
  g_assert_cmpint (tcp_stack_set_ttl (bench_stack (b), 99, 1), ==, TCP_ERROR_NO_CONNECTION);
  bench_free (b);
}

/* Each connection has its own; those of a listener begin with what it has. */
static void
test_inherited (void)
{
  struct bench *b = bench_new (NULL);

  bench_listen (b);
  tcp_stack_set_diffserv (bench_stack (b), bench_socket (b), 34);
  tcp_stack_set_ttl (bench_stack (b), bench_socket (b), 5);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  assert_last (b, 34, 5);
  bench_our_iss (b, 1100);
  bench_arrives_from (b, PEER_PORT + 1, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  tcp_stack_set_diffserv (bench_stack (b), bench_socket (b) + 1, 0);
  bench_at (b, SEC (1));
  bench_our_iss (b, 100);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  assert_last (b, 0, 5);
  bench_our_iss (b, 1100);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  assert_last (b, 34, 5);
  bench_free (b);
}

/* All six bits go to IP as they are, and leave those of ECN alone. */
static void
test_unchanged (void)
{
  struct tcp_config config = bench_config ();
  config.ecn = true;
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "SEW 0:0(0) <mss 1000>");
  g_assert_cmpuint (bench_last_packet (b)->segment.ecn, ==, 0);
  bench_arrives (b, "SE. 0:0(0) ack 1 <mss 1000>");
  bench_take_all (b);
  for (guint8 diffserv = 0; diffserv < 64; diffserv++)
    {
      tcp_stack_set_diffserv (bench_stack (b), bench_socket (b), diffserv);
      bench_send (b, 1000);
      g_autofree char *text
          = g_strdup_printf ("[ect0] P. %u:%u(1000) ack 1", 1 + 1000u * diffserv, 1001 + 1000u * diffserv);
      bench_sends (b, text);
      assert_last (b, diffserv, 64);
      g_assert_cmpuint (bench_last_packet (b)->segment.ecn, ==, 2);
      g_autofree char *ack = g_strdup_printf (". 1:1(0) ack %u", 1001 + 1000u * diffserv);
      bench_arrives (b, ack);
    }
  bench_free (b);
}

const struct dialogue dialogues_ip[] = {
  { "/tcp/ip/MUST-43/MUST-45/named", test_named },
  { "/tcp/ip/MUST-45/kept", test_kept },
  { "/tcp/ip/MUST-45/listener", test_listener },
  { "/tcp/ip/MUST-44/chosen", test_chosen },
  { "/tcp/ip/MUST-43/refused", test_refused },
  { "/tcp/ip/how-many-addresses", test_how_many },
  { "/tcp/ip/MUST-48/MUST-49/configured", test_configured },
  { "/tcp/ip/MUST-48/MUST-49/SHLD-21/changed", test_changed },
  { "/tcp/ip/MUST-48/inherited", test_inherited },
  { "/tcp/ip/SHLD-22/unchanged", test_unchanged },
  { 0 },
};
