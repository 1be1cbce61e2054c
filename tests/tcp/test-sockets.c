/* Sockets: opening, octets, names. What a tester who knows POSIX expects of each call. */
#include "sockets.h"

#include <errno.h>

#define IN TCP_POLL_IN
#define OUT TCP_POLL_OUT
#define ERR TCP_POLL_ERROR
#define HUP TCP_POLL_HANG_UP
#define RDHUP TCP_POLL_READ_HANG_UP

static int
send_octets (struct bench *b, guint32 length)
{
  static const guint8 octets[100] = { 1, 8, 15 };

  return tcp_socket_send (ON (b), octets, length, NOW (b));
}

static int
receive_octets (struct bench *b, guint32 length)
{
  guint8 octets[20000];

  return tcp_socket_receive (ON (b), octets, length, 0, NOW (b));
}

/* --- a new one --- */

static void
test_new (void)
{
  struct bench *b = bench_new (NULL);

  bench_use (b, tcp_socket_new (bench_stack (b)));
  bench_state (b, TCP_CLOSED);
  sockets_poll (b, OUT | HUP);
  sockets_error (b, TCP_OK);
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_NO_CONNECTION);
  bench_saw (b, REASON_CALL_ERROR_NO_CONNECTION);
  g_assert_cmpint (receive_octets (b, 1), ==, TCP_ERROR_NO_CONNECTION);
  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_BOTH, NOW (b)), ==, TCP_ERROR_NO_CONNECTION);
  g_assert_cmpint (tcp_socket_accept (ON (b), NULL), ==, TCP_ERROR_INVALID);
  g_assert_cmpint (tcp_socket_close (ON (b), NOW (b)), ==, TCP_OK);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  bench_free (b);
}

/* A number that names no socket, or that the program has given back. */
static void
test_bad (void)
{
  struct endpoint local = { .port = 5 };

  for (int closed = 0; closed <= 1; closed++)
    {
      struct bench *b = sockets_established (NULL);
      int64_t value;
      if (closed)
        {
          tcp_socket_close (ON (b), NOW (b));
          bench_sends (b, "F. 1:1(0) ack 1");
        }
      else
        bench_use (b, 99);
      g_assert_cmpint (tcp_socket_bind (ON (b), &local), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_listen (ON (b), 1, NOW (b)), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_accept (ON (b), NULL), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (1), NOW (b)), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (receive_octets (b, 1), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_READ, NOW (b)), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_close (ON (b), NOW (b)), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_abort (ON (b), NOW (b)), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_set (ON (b), TCP_SO_NODELAY, 1, NOW (b)), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_get (ON (b), TCP_SO_NODELAY, &value), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_cmpint (tcp_socket_set_congestion (ON (b), "none", NOW (b)), ==, TCP_ERROR_BAD_SOCKET);
      g_assert_null (tcp_socket_congestion (ON (b)));
      sockets_poll (b, TCP_POLL_INVALID);
      bench_free (b);
    }
}

/* --- bind --- */

static int
bind_to (struct bench *b, struct endpoint local)
{
  bench_use (b, tcp_socket_new (bench_stack (b)));
  return tcp_socket_bind (ON (b), &local);
}

static void
test_bind (void)
{
  struct bench *b = bench_new (NULL);
  struct ip_address ours = ip_address_v4 (10, 0, 0, 1);
  struct endpoint local, remote;
  struct endpoint v6 = { .port = 5 };

  ip_address_parse ("2001:db8::1", &v6.address);
  g_assert_cmpint (bind_to (b, (struct endpoint){ ours, 7 }), ==, TCP_OK);
  g_assert_true (tcp_stack_endpoints (ON (b), &local, &remote));
  g_assert_cmpuint (local.port, ==, 7);
  g_assert_true (ip_address_equal (&local.address, &ours));
  g_assert_cmpint (tcp_socket_bind (ON (b), &local), ==, TCP_ERROR_INVALID);
  g_assert_cmpint (bind_to (b, (struct endpoint){ .port = 7 }), ==, TCP_ERROR_ADDRESS_IN_USE);
  g_assert_cmpint (bind_to (b, PEER (8)), ==, TCP_ERROR_INVALID_PEER);
  g_assert_cmpint (bind_to (b, v6), ==, TCP_ERROR_FAMILY);
  for (guint16 i = 0; i < 2; i++)
    {
      g_assert_cmpint (bind_to (b, (struct endpoint){ .port = 0 }), ==, TCP_OK);
      tcp_stack_endpoints (ON (b), &local, &remote);
      g_assert_cmpuint (local.port, ==, 49152 + i);
    }
  bench_free (b);
}

/* A connection keeps its port from others, unless they ask to have it too; a listener keeps it in any case. */
static void
test_bind_reuse (void)
{
  struct endpoint local = { .port = OUR_PORT };
  struct bench *b = sockets_established (NULL);

  bench_use (b, tcp_socket_new (bench_stack (b)));
  g_assert_cmpint (tcp_socket_bind (ON (b), &local), ==, TCP_ERROR_ADDRESS_IN_USE);
  sockets_set (b, TCP_SO_REUSE_ADDRESS, 1);
  g_assert_cmpint (sockets_get (b, TCP_SO_REUSE_ADDRESS), ==, 1);
  g_assert_cmpint (tcp_socket_bind (ON (b), &local), ==, TCP_OK);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_ADDRESS_IN_USE);
  bench_saw (b, REASON_CALL_ERROR_EXISTS);
  g_assert_cmpint (tcp_socket_listen (ON (b), 1, NOW (b)), ==, TCP_OK);
  bench_use (b, tcp_socket_new (bench_stack (b)));
  sockets_set (b, TCP_SO_REUSE_ADDRESS, 1);
  g_assert_cmpint (tcp_socket_bind (ON (b), &local), ==, TCP_ERROR_ADDRESS_IN_USE);
  bench_free (b);
}

/* TIME-WAIT is the case that the option is made for. What has ended keeps nothing. */
static void
test_bind_time_wait (void)
{
  struct endpoint local = { .port = OUR_PORT };
  struct bench *b = bench_in (NULL, TCP_TIME_WAIT, FALSE);

  g_assert_cmpint (bind_to (b, local), ==, TCP_ERROR_ADDRESS_IN_USE);
  sockets_set (b, TCP_SO_REUSE_ADDRESS, 1);
  g_assert_cmpint (tcp_socket_bind (ON (b), &local), ==, TCP_OK);
  tcp_socket_close (ON (b), NOW (b));
  bench_at (b, SEC (241));
  g_assert_cmpint (bind_to (b, local), ==, TCP_OK);
  bench_free (b);
}

/* The address is chosen before the SYN, by the program or by the host, and stays. */
static void
test_local_address (void)
{
  for (int given = 0; given <= 1; given++)
    {
      struct bench *b = bench_new (NULL);
      struct ip_address ours = ip_address_v4 (10, 0, 0, 1);
      struct endpoint local, remote;
      if (given)
        g_assert_cmpint (bind_to (b, (struct endpoint){ ours, OUR_PORT }), ==, TCP_OK);
      else
        sockets_bound (b);
      tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
      tcp_stack_endpoints (ON (b), &local, &remote);
      g_assert_true (ip_address_equal (&local.address, &ours));
      bench_sends (b, "S 0:0(0) <mss 1000>");
      bench_arrives (b, "S. 0:0(0) ack 1");
      bench_sends (b, ". 1:1(0) ack 1");
      tcp_stack_endpoints (ON (b), &local, &remote);
      g_assert_true (ip_address_equal (&local.address, &ours));
      g_assert_true (endpoint_equal (&remote, &PEER (PEER_PORT)));
      bench_free (b);
    }
}

/* --- listen and accept --- */

static void
test_listen (void)
{
  struct bench *b = bench_new (NULL);
  struct endpoint local, remote;

  bench_use (b, tcp_socket_new (bench_stack (b)));
  g_assert_cmpint (tcp_socket_listen (ON (b), 3, NOW (b)), ==, TCP_OK);
  tcp_stack_endpoints (ON (b), &local, &remote);
  g_assert_cmpuint (local.port, ==, 49152);
  g_assert_cmpint (sockets_get (b, TCP_SO_ACCEPTING), ==, 1);
  sockets_poll (b, 0);
  g_assert_cmpint (tcp_socket_accept (ON (b), NULL), ==, TCP_ERROR_NO_ROOM);
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_NO_CONNECTION);
  g_assert_cmpint (receive_octets (b, 1), ==, TCP_ERROR_NO_CONNECTION);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (1), NOW (b)), ==, TCP_ERROR_NOT_SUPPORTED);
  g_assert_cmpint (tcp_socket_listen (ON (b), 5, NOW (b)), ==, TCP_OK);
  bench_free (b);

  b = sockets_established (NULL);
  g_assert_cmpint (sockets_get (b, TCP_SO_ACCEPTING), ==, 0);
  g_assert_cmpint (tcp_socket_listen (ON (b), 5, NOW (b)), ==, TCP_ERROR_INVALID);
  g_assert_cmpint (tcp_socket_accept (ON (b), NULL), ==, TCP_ERROR_INVALID);
  bench_free (b);
}

/* The handshake with this port of the peer, for the n-th connection, up to its last segment. */
static void
handshake (struct bench *b, guint n, guint16 port)
{
  bench_our_iss (b, 100 + 1000 * n);
  bench_arrives_from (b, port, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, port, ". 1:1(0) ack 1");
}

static void
test_accept_in_order (void)
{
  struct bench *b = bench_new (NULL);
  struct endpoint peer;

  sockets_listening (b, 3);
  for (guint i = 0; i < 3; i++)
    {
      handshake (b, i, (guint16) (7000 + i));
      sockets_poll (b, IN);
    }
  for (guint i = 0; i < 3; i++)
    {
      int child = tcp_socket_accept (ON (b), &peer);
      g_assert_cmpint (child, >, 0);
      g_assert_true (endpoint_equal (&peer, &PEER ((guint16) (7000 + i))));
      bench_state_of (b, child, TCP_ESTABLISHED);
      g_assert_cmphex (tcp_socket_poll (bench_stack (b), child), ==, OUT);
    }
  g_assert_cmpint (tcp_socket_accept (ON (b), &peer), ==, TCP_ERROR_NO_ROOM);
  sockets_poll (b, 0);
  bench_free (b);
}

/* The one that waits too long for a place keeps asking, and gets it when the program accepts. */
static void
test_backlog_overflow (void)
{
  struct bench *b = bench_new (NULL);

  sockets_listening (b, 0);
  handshake (b, 0, 7000);
  handshake (b, 1, 7001);
  bench_saw (b, REASON_DISCARD_ACCEPT_QUEUE_FULL);
  bench_arrives_from (b, 7002, "S 0:0(0)");
  bench_saw (b, REASON_DISCARD_BACKLOG_FULL);
  bench_quiet (b);
  g_assert_cmpint (tcp_socket_accept (ON (b), NULL), >, 0);
  g_assert_cmpint (tcp_socket_accept (ON (b), NULL), ==, TCP_ERROR_NO_ROOM);
  bench_arrives_from (b, 7001, ". 1:1(0) ack 1");
  g_assert_cmpint (tcp_socket_accept (ON (b), NULL), >, 0);
  bench_free (b);

  /* A larger backlog holds from when it is said. */
  b = bench_new (NULL);
  sockets_listening (b, 1);
  handshake (b, 0, 7000);
  tcp_socket_listen (ON (b), 2, NOW (b));
  handshake (b, 1, 7001);
  bench_saw (b, REASON_NOTICE_ACCEPTED);
  bench_free (b);
}

/* --- connect --- */

static void
test_connect (void)
{
  struct bench *b = sockets_connecting (NULL);

  sockets_poll (b, 0);
  sockets_error (b, TCP_OK);
  g_assert_cmpint (receive_octets (b, 1), ==, TCP_ERROR_NO_ROOM);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_ALREADY);
  bench_saw (b, REASON_CALL_ERROR_EXISTS);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  sockets_poll (b, OUT);
  sockets_error (b, TCP_OK);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_EXISTS);
  bench_quiet (b);
  bench_free (b);
}

static void
test_connect_to_nobody (void)
{
  struct bench *b = bench_new (NULL);
  struct endpoint v6 = { .port = 5 };
  struct endpoint nobody = { .port = 5 };

  ip_address_parse ("2001:db8::2", &v6.address);
  bench_use (b, tcp_socket_new (bench_stack (b)));
  g_assert_cmpint (tcp_socket_connect (ON (b), &v6, NOW (b)), ==, TCP_ERROR_FAMILY);
  g_assert_cmpint (tcp_socket_connect (ON (b), &nobody, NOW (b)), ==, TCP_ERROR_REMOTE_UNSPECIFIED);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (0), NOW (b)), ==, TCP_ERROR_INVALID_PEER);
  bench_state (b, TCP_CLOSED);
  bench_quiet (b);
  bench_free (b);
}

/* Refused: told once, by whichever call asks first; then the socket can try again. */
static void
test_connect_refused (void)
{
  struct bench *b = sockets_connecting (NULL);

  bench_arrives (b, "R. 0:0(0) ack 1");
  sockets_poll (b, IN | OUT | ERR | HUP | RDHUP);
  sockets_error (b, TCP_ERROR_REFUSED);
  sockets_poll (b, IN | OUT | HUP | RDHUP);
  sockets_error (b, TCP_OK);
  g_assert_cmpint (receive_octets (b, 1), ==, 0);
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_CLOSING);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_IN_PROGRESS);
  bench_our_iss (b, 1100);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  sockets_poll (b, 0);
  bench_arrives (b, "R. 0:0(0) ack 1");
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_REFUSED);
  bench_saw_not (b, REASON_CALL_ERROR_EXISTS);
  bench_quiet (b);
  sockets_error (b, TCP_OK);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_IN_PROGRESS);
  bench_our_iss (b, 2100);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_free (b);
}

/* The options that were set before hold for the second attempt too. */
static void
test_connect_again_with_options (void)
{
  struct bench *b = sockets_connecting (NULL);

  sockets_set (b, TCP_SO_KEEPALIVE, 1);
  bench_arrives (b, "R. 0:0(0) ack 1");
  sockets_set (b, TCP_SO_MAXSEG, 500);
  sockets_error (b, TCP_ERROR_REFUSED);
  tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
  bench_our_iss (b, 1100);
  bench_sends (b, "S 0:0(0) <mss 500>");
  g_assert_cmpint (sockets_get (b, TCP_SO_KEEPALIVE), ==, 1);
  bench_free (b);
}

static void
test_connect_timed_out (void)
{
  struct bench *b = sockets_connecting (NULL);

  bench_at (b, SEC (200));
  bench_take_all (b);
  sockets_poll (b, IN | OUT | ERR | HUP | RDHUP);
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_TIMED_OUT);
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_CLOSING);
  bench_free (b);
}

/* --- octets --- */

static void
test_octets (void)
{
  struct tcp_config config = bench_config ();
  guint8 octets[100];

  config.send_buffer = 50;
  struct bench *b = sockets_established (&config);
  g_assert_cmpint (send_octets (b, 0), ==, 0);
  bench_quiet (b);
  g_assert_cmpint (send_octets (b, 3), ==, 3);
  bench_sends (b, "P. 1:4(3) ack 1");
  g_assert_cmpint (send_octets (b, 100), ==, 47);
  sockets_poll (b, 0);
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_NO_ROOM);
  bench_arrives (b, "P. 1:101(100) ack 4");
  bench_saw (b, REASON_NOTICE_ROOM);
  bench_take_all (b);
  sockets_poll (b, IN | OUT);
  g_assert_cmpint (tcp_socket_receive (ON (b), octets, 30, TCP_RECEIVE_PEEK, NOW (b)), ==, 30);
  g_assert_cmpuint (bench_vars (b).unread, ==, 100);
  g_assert_cmpint (bench_receive (b, 30), ==, 30);
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 100, 0, NOW (b)), ==, 70);
  g_assert_cmpint (receive_octets (b, 100), ==, TCP_ERROR_NO_ROOM);
  sockets_poll (b, OUT);
  bench_take_all (b);
  bench_free (b);
}

/* Octets that are sent before the handshake is done go with its end (RFC 9293 §3.10.2). */
static void
test_send_early (void)
{
  struct bench *b = sockets_connecting (NULL);

  g_assert_cmpint (send_octets (b, 3), ==, 3);
  bench_quiet (b);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, "P. 1:4(3) ack 1");
  bench_free (b);
}

/* What is unread when the FIN comes can be read; then it is the end, each time. */
static void
test_end_of_data (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, "FP. 1:101(100) ack 1");
  bench_sends (b, ". 1:1(0) ack 102");
  sockets_poll (b, IN | OUT | RDHUP);
  g_assert_cmpint (receive_octets (b, 60), ==, 60);
  g_assert_cmpint (receive_octets (b, 60), ==, 40);
  for (int i = 0; i < 2; i++)
    g_assert_cmpint (receive_octets (b, 60), ==, 0);
  sockets_poll (b, IN | OUT | RDHUP);
  sockets_error (b, TCP_OK);
  bench_free (b);
}

/* A reset is no end of data: the program can tell one from the other (MUST-12). */
static void
test_reset (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_arrives (b, "R 101:101(0)");
  sockets_poll (b, IN | OUT | ERR | HUP | RDHUP);
  g_assert_cmpint (receive_octets (b, 60), ==, TCP_ERROR_RESET);
  g_assert_cmpint (receive_octets (b, 60), ==, 0);
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_CLOSING);
  bench_saw (b, REASON_CALL_ERROR_CLOSING);
  sockets_error (b, TCP_OK);
  sockets_poll (b, IN | OUT | HUP | RDHUP);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_EXISTS);
  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_WRITE, NOW (b)), ==, TCP_ERROR_NO_CONNECTION);
  g_assert_cmpint (tcp_socket_close (ON (b), NOW (b)), ==, TCP_OK);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  bench_free (b);

  b = sockets_established (NULL);
  bench_arrives (b, "R 1:1(0)");
  g_assert_cmpint (send_octets (b, 1), ==, TCP_ERROR_RESET);
  g_assert_cmpint (receive_octets (b, 1), ==, 0);
  bench_free (b);
}

/* --- names --- */

static void
test_error_names (void)
{
  static const struct
  {
    enum tcp_error error;
    const char *name;
    int number;
  } errors[] = {
    { TCP_OK, "OK", 0 },
    { TCP_ERROR_NO_CONNECTION, "ENOTCONN", ENOTCONN },
    { TCP_ERROR_EXISTS, "EISCONN", EISCONN },
    { TCP_ERROR_CLOSING, "EPIPE", EPIPE },
    { TCP_ERROR_NO_ROOM, "EAGAIN", EAGAIN },
    { TCP_ERROR_RESET, "ECONNRESET", ECONNRESET },
    { TCP_ERROR_REFUSED, "ECONNREFUSED", ECONNREFUSED },
    { TCP_ERROR_TIMED_OUT, "ETIMEDOUT", ETIMEDOUT },
    { TCP_ERROR_IN_PROGRESS, "EINPROGRESS", EINPROGRESS },
    { TCP_ERROR_ALREADY, "EALREADY", EALREADY },
    { TCP_ERROR_ADDRESS_IN_USE, "EADDRINUSE", EADDRINUSE },
    { TCP_ERROR_HOST_UNREACHABLE, "EHOSTUNREACH", EHOSTUNREACH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_cmpstr (tcp_error_name (errors[i].error), ==, errors[i].name);
      g_assert_cmpint (tcp_error_errno (errors[i].error), ==, errors[i].number);
    }
  for (int error = TCP_ERROR_UNKNOWN_NAME; error < 0; error++)
    g_assert_nonnull (tcp_error_name ((enum tcp_error) error));
  for (int error = TCP_ERROR_PROHIBITED; error <= TCP_ERROR_NETWORK_UNREACHABLE; error++)
    g_assert_nonnull (tcp_error_name ((enum tcp_error) error));
  g_assert_null (tcp_error_name ((enum tcp_error) - 99));
}

/* --- looking --- */

struct states
{
  GString *text;
};

static void
note_state (void *user, int socket, enum tcp_state before, enum tcp_state after, enum tcp_reason reason, vtime now)
{
  struct states *states = user;

  g_assert_true (g_str_has_prefix (reason_name (reason), "STATE_"));
  g_assert_cmpint (now, >=, 0);
  g_string_append_printf (states->text, "%d %s>%s\n", socket, tcp_state_name (before), tcp_state_name (after));
}

static void
test_states (void)
{
  struct bench *b = bench_new (NULL);
  struct states states = { g_string_new (NULL) };
  struct tcp_stack_entry entries[3];

  tcp_stack_watch_states (bench_stack (b), note_state, &states);
  int listener = sockets_listening (b, 1);
  handshake (b, 0, 7000);
  bench_use (b, tcp_socket_accept (ON (b), NULL));
  g_assert_cmpuint (tcp_stack_entries (bench_stack (b), NULL, 0), ==, 2);
  g_assert_cmpuint (tcp_stack_entries (bench_stack (b), entries, 3), ==, 2);
  g_assert_cmpint (entries[0].socket, ==, listener);
  g_assert_cmpint (entries[0].state, ==, TCP_LISTEN);
  g_assert_cmpuint (entries[0].local.port, ==, OUR_PORT);
  g_assert_cmpuint (entries[0].remote.address.family, ==, IP_NONE);
  g_assert_cmpint (entries[1].socket, ==, bench_socket (b));
  g_assert_cmpint (entries[1].state, ==, TCP_ESTABLISHED);
  g_assert_true (endpoint_equal (&entries[1].remote, &PEER (7000)));
  g_assert_false (entries[1].released);
  tcp_socket_close (ON (b), NOW (b));
  bench_sends (b, "F. 1:1(0) ack 1");
  tcp_stack_entries (bench_stack (b), entries, 3);
  g_assert_true (entries[1].released);
  bench_arrives_from (b, 7000, "R 1:1(0)");
  g_assert_cmpstr (states.text->str, ==,
                   "1 CLOSED>LISTEN\n"
                   "2 LISTEN>SYN-RECEIVED\n"
                   "2 SYN-RECEIVED>ESTABLISHED\n"
                   "2 ESTABLISHED>FIN-WAIT-1\n"
                   "2 FIN-WAIT-1>CLOSED\n");
  g_string_free (states.text, TRUE);
  bench_free (b);
}

/* Timers of one instant expire in the order of the sockets, whatever came first. */
static void
test_same_deadline (void)
{
  struct bench *b = bench_new (NULL);
  struct states states = { g_string_new (NULL) };

  for (int socket = 1; socket <= 6; socket++)
    g_assert_cmpint (tcp_socket_new (bench_stack (b)), ==, socket);
  for (int socket = 6; socket >= 1; socket--)
    {
      bench_use (b, socket);
      sockets_set (b, TCP_SO_USER_TIMEOUT, MS (500) + (socket == 3 ? 1 : 0));
      tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b));
    }
  bench_take_all (b);
  tcp_stack_watch_states (bench_stack (b), note_state, &states);
  bench_at (b, MS (501));
  g_assert_cmpstr (states.text->str, ==,
                   "1 SYN-SENT>CLOSED\n"
                   "2 SYN-SENT>CLOSED\n"
                   "4 SYN-SENT>CLOSED\n"
                   "5 SYN-SENT>CLOSED\n"
                   "6 SYN-SENT>CLOSED\n"
                   "3 SYN-SENT>CLOSED\n");
  g_string_free (states.text, TRUE);
  bench_free (b);
}

const struct dialogue dialogues_sockets[] = {
  { "/tcp/sockets/new", test_new },
  { "/tcp/sockets/bad", test_bad },
  { "/tcp/sockets/bind", test_bind },
  { "/tcp/sockets/bind/reuse", test_bind_reuse },
  { "/tcp/sockets/bind/time-wait", test_bind_time_wait },
  { "/tcp/sockets/MUST-43/MUST-44/MUST-45", test_local_address },
  { "/tcp/sockets/listen", test_listen },
  { "/tcp/sockets/accept/in-order", test_accept_in_order },
  { "/tcp/sockets/backlog/SM-LISTEN-06/SM-LISTEN-09", test_backlog_overflow },
  { "/tcp/sockets/connect", test_connect },
  { "/tcp/sockets/connect/nobody", test_connect_to_nobody },
  { "/tcp/sockets/connect/refused", test_connect_refused },
  { "/tcp/sockets/connect/again", test_connect_again_with_options },
  { "/tcp/sockets/connect/timed-out", test_connect_timed_out },
  { "/tcp/sockets/octets", test_octets },
  { "/tcp/sockets/send-early/UC-SEND-SS", test_send_early },
  { "/tcp/sockets/end-of-data/UC-RECEIVE-CW", test_end_of_data },
  { "/tcp/sockets/reset/MUST-12/SM-RST-04", test_reset },
  { "/tcp/sockets/error-names", test_error_names },
  { "/tcp/sockets/states", test_states },
  { "/tcp/sockets/same-deadline/D-05", test_same_deadline },
  { 0 },
};
