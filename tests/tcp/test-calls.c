/* User calls, RFC 9293 §3.10.1 to §3.10.6: what they do beside what their cells say (test-cells.c). */
#include "bench.h"

static const enum tcp_state all[]
    = { TCP_LISTEN,     TCP_SYN_SENT,   TCP_SYN_RECEIVED, TCP_ESTABLISHED, TCP_FIN_WAIT_1,
        TCP_FIN_WAIT_2, TCP_CLOSE_WAIT, TCP_CLOSING,      TCP_LAST_ACK,    TCP_TIME_WAIT };

static const struct endpoint remote = { .address = { .family = IP_V4, .octets = { 10, 0, 0, 2 } }, .port = PEER_PORT };

/* An ended connection that is still known. */
static struct bench *
closed (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_close (b);
  bench_state (b, TCP_CLOSED);
  return b;
}

static int
open_again (struct bench *b, const struct endpoint *to)
{
  return tcp_stack_open (bench_stack (b), bench_socket (b), to, bench_now (b), EVENT_NONE);
}

/* --- OPEN --- */

/* LISTEN on a port that has connections in every state (MUST-42), which it leaves alone (MUST-41). */
static void
test_listen_beside (void)
{
  for (gsize i = 1; i < G_N_ELEMENTS (all); i++)
    {
      struct bench *b = bench_in (NULL, all[i], FALSE);
      int socket = bench_socket (b);
      struct tcp_vars before = bench_vars (b);
      g_assert_cmpint (bench_listen (b), >, socket);
      bench_state (b, TCP_LISTEN);
      int listener = bench_socket (b);
      bench_use (b, socket);
      struct tcp_vars after = bench_vars (b);
      g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
      /* Nor does a second one change the first. */
      g_assert_cmpint (bench_listen (b), ==, TCP_ERROR_EXISTS);
      bench_state_of (b, listener, TCP_LISTEN);
      bench_free (b);
    }
}

static void
test_open_to_nowhere (void)
{
  static const struct endpoint nowhere = { .port = 5 };
  static const struct endpoint no_port = { .address = { .family = IP_V4, .octets = { 10, 0, 0, 2 } } };
  static const struct endpoint everyone
      = { .address = { .family = IP_V4, .octets = { 255, 255, 255, 255 } }, .port = 5 };
  static const struct endpoint group = { .address = { .family = IP_V4, .octets = { 224, 0, 0, 1 } }, .port = 5 };
  struct bench *b = bench_new (NULL);
  struct tcp_stack *stack = bench_stack (b);

  g_assert_cmpint (tcp_stack_connect (stack, 0, &nowhere, 0, EVENT_NONE), ==, TCP_ERROR_REMOTE_UNSPECIFIED);
  bench_saw (b, REASON_CALL_ERROR_REMOTE_UNSPECIFIED);
  g_assert_cmpint (tcp_stack_connect (stack, 0, &no_port, 0, EVENT_NONE), ==, TCP_ERROR_INVALID_PEER);
  g_assert_cmpint (tcp_stack_connect (stack, 0, &everyone, 0, EVENT_NONE), ==, TCP_ERROR_INVALID_PEER);
  g_assert_cmpint (tcp_stack_connect (stack, 0, &group, 0, EVENT_NONE), ==, TCP_ERROR_INVALID_PEER);
  bench_saw (b, REASON_CALL_ERROR_INVALID_PEER);
  bench_quiet (b);
  g_assert_cmpuint (tcp_stack_list (stack, NULL, 0), ==, 0);
  bench_free (b);
}

/* --- SEND --- */

static void
test_send_from_listen (void)
{
  static const guint8 octets[] = { 1, 8, 15 };
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  g_assert_cmpint (tcp_stack_send_to (bench_stack (b), bench_socket (b), &remote, octets, 3, 0, EVENT_NONE), ==, 3);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  BENCH_CHAIN (b, REASON_SEND_SYN, REASON_CALL_SEND);
  bench_state (b, TCP_SYN_SENT);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, "P. 1:4(3) ack 1");
  bench_free (b);
}

/* --- RECEIVE --- */

static void
test_receive_some (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "P. 1:101(100) ack 1");
  g_assert_cmpint (bench_receive (b, 30), ==, 30);
  bench_saw (b, REASON_CALL_RECEIVE);
  g_assert_cmpuint (bench_vars (b).unread, ==, 70);
  g_assert_cmpint (tcp_stack_receive (bench_stack (b), bench_socket (b), NULL, 30, bench_now (b), EVENT_NONE), ==, 30);
  g_assert_cmpuint (bench_vars (b).unread, ==, 40);
  bench_at (b, SEC (1));
  bench_take_all (b);
  bench_arrives (b, "F. 101:101(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 102");
  g_assert_cmpint (tcp_stack_receive (bench_stack (b), bench_socket (b), NULL, 90, bench_now (b), EVENT_NONE), ==, 40);
  g_assert_cmpint (bench_receive (b, 90), ==, 0);
  bench_free (b);
}

/* --- CLOSE --- */

/* Children that wait to be accepted end with their listener; accepted ones do not. */
static void
test_close_listener (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);
  int listener = bench_socket (b);

  for (guint16 port = 1; port <= 3; port++)
    {
      bench_our_iss (b, 100 + 1000 * (port - 1u));
      bench_arrives_from (b, port, "S 0:0(0)");
      bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
      if (port < 3)
        bench_arrives_from (b, port, ". 1:1(0) ack 1");
    }
  int accepted = bench_accept (b);
  bench_use (b, listener);
  bench_close (b);
  bench_sends (b, "R 1:1(0)");
  BENCH_CHAIN (b, REASON_SEND_RST_ABORT, REASON_CALL_ABORT, REASON_CALL_CLOSE);
  bench_our_iss (b, 1100);
  bench_sends (b, "R 1:1(0)");
  bench_state_of (b, accepted, TCP_ESTABLISHED);
  bench_state_of (b, listener, TCP_CLOSED);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 2);
  bench_free (b);
}

/* --- ABORT --- */

/* What was due a moment ago is not sent any more, and what was unread is gone. */
static void
test_abort_with_ack_due (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_gather (b);
  bench_arrives (b, "FP. 1:101(100) ack 1");
  bench_abort (b);
  bench_sends (b, "R 11:11(0)");
  bench_flush (b);
  bench_quiet (b);
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_RESET);
  bench_free (b);
}

/* --- CLOSED --- */

static void
test_closed (void)
{
  struct bench *b = closed ();

  for (int known = 1; known >= 0; known--)
    {
      g_assert_cmpint (bench_send (b, 1), ==, TCP_ERROR_NO_CONNECTION);
      bench_saw (b, REASON_CALL_ERROR_NO_CONNECTION);
      g_assert_cmpint (bench_receive (b, 1), ==, TCP_ERROR_NO_CONNECTION);
      g_assert_cmpint (bench_shutdown (b), ==, TCP_ERROR_NO_CONNECTION);
      g_assert_cmpint (bench_close (b), ==, TCP_ERROR_NO_CONNECTION);
      g_assert_cmpint (bench_abort (b), ==, TCP_ERROR_NO_CONNECTION);
      g_assert_cmpint (open_again (b, &remote), ==, TCP_ERROR_NO_CONNECTION);
      g_assert_cmpuint (tcp_stack_room (bench_stack (b), bench_socket (b)), ==, 0);
      g_assert_false (tcp_stack_at_end (bench_stack (b), bench_socket (b)));
      if (known)
        bench_state (b, TCP_CLOSED);
      tcp_stack_forget (bench_stack (b), bench_socket (b));
    }
  g_assert_false (tcp_stack_vars (bench_stack (b), bench_socket (b), &(struct tcp_vars){ 0 }));
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_NO_CONNECTION);
  bench_free (b);
}

const struct dialogue dialogues_calls[] = {
  { "/tcp/calls/MUST-41/MUST-42", test_listen_beside },
  { "/tcp/calls/UC-OPENA-CLOSED/MUST-46", test_open_to_nowhere },
  { "/tcp/calls/UC-SEND-LISTEN/opens", test_send_from_listen },
  { "/tcp/calls/UC-RECEIVE-ES/UC-RECEIVE-CW/some", test_receive_some },
  { "/tcp/calls/UC-CLOSE-LISTEN/children", test_close_listener },
  { "/tcp/calls/UC-ABORT-ES/UC-ABORT-CW/pending", test_abort_with_ack_due },
  { "/tcp/calls/closed", test_closed },
  { 0 },
};
