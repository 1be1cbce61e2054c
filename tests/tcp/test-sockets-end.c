/* Sockets: shutdown, close, abort and readiness, in each state. */
#include "sockets.h"

#define IN TCP_POLL_IN
#define OUT TCP_POLL_OUT
#define HUP TCP_POLL_HANG_UP
#define RDHUP TCP_POLL_READ_HANG_UP
#define ALL_OVER (IN | OUT | HUP | RDHUP)

static const struct
{
  const char *name;
  enum tcp_state state;
  unsigned poll;       /* readiness in it */
  const char *closed;  /* what close sends; NULL for nothing */
  gboolean lasts;      /* the connection goes on after close */
  const char *reset;   /* what an abort sends */
  enum tcp_state shut; /* the state after shutdown for writing */
  const char *fin;     /* what that sends */
} columns[] = {
  { "LISTEN", TCP_LISTEN, 0, NULL, FALSE, NULL, TCP_LISTEN, NULL },
  { "SYN-SENT", TCP_SYN_SENT, 0, NULL, FALSE, NULL, TCP_CLOSED, NULL },
  { "SYN-RECEIVED", TCP_SYN_RECEIVED, 0, "F. 1:1(0) ack 1", TRUE, "R 1:1(0)", TCP_FIN_WAIT_1, "F. 1:1(0) ack 1" },
  { "ESTABLISHED", TCP_ESTABLISHED, OUT, "F. 1:1(0) ack 1", TRUE, "R 1:1(0)", TCP_FIN_WAIT_1, "F. 1:1(0) ack 1" },
  { "FIN-WAIT-1", TCP_FIN_WAIT_1, OUT, NULL, TRUE, "R 2:2(0)", TCP_FIN_WAIT_1, NULL },
  { "FIN-WAIT-2", TCP_FIN_WAIT_2, OUT, NULL, TRUE, "R 2:2(0)", TCP_FIN_WAIT_2, NULL },
  { "CLOSE-WAIT", TCP_CLOSE_WAIT, IN | OUT | RDHUP, "F. 1:1(0) ack 2", TRUE, "R 1:1(0)", TCP_LAST_ACK,
    "F. 1:1(0) ack 2" },
  { "CLOSING", TCP_CLOSING, ALL_OVER, NULL, TRUE, NULL, TCP_CLOSING, NULL },
  { "LAST-ACK", TCP_LAST_ACK, ALL_OVER, NULL, TRUE, NULL, TCP_LAST_ACK, NULL },
  { "TIME-WAIT", TCP_TIME_WAIT, ALL_OVER, NULL, TRUE, NULL, TCP_TIME_WAIT, NULL },
};

static char *
column_name (guint index)
{
  return g_strdup (columns[index].name);
}

static struct bench *
bench_of (gconstpointer index)
{
  return bench_in (NULL, columns[GPOINTER_TO_UINT (index)].state, FALSE);
}

static void
sends_or_not (struct bench *b, const char *text)
{
  if (text != NULL)
    bench_sends (b, text);
  bench_quiet (b);
}

static void
test_poll (gconstpointer index)
{
  struct bench *b = bench_of (index);

  sockets_poll (b, columns[GPOINTER_TO_UINT (index)].poll);
  bench_free (b);
}

/* The socket is the program's no more; the connection is forgotten when it has ended. */
static void
test_close (gconstpointer index)
{
  guint column = GPOINTER_TO_UINT (index);
  struct bench *b = bench_of (index);

  g_assert_cmpint (tcp_socket_close (ON (b), NOW (b)), ==, TCP_OK);
  sends_or_not (b, columns[column].closed);
  sockets_poll (b, TCP_POLL_INVALID);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, columns[column].lasts);
  bench_at (b, SEC (500));
  bench_take_all (b);
  if (columns[column].state != TCP_FIN_WAIT_2) /* it waits for a FIN, for ever (the RFC) */
    g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  bench_free (b);
}

static void
hold_abort (gconstpointer index, int (*call) (struct tcp_stack *, int, vtime, event_id), vtime linger)
{
  struct bench *b = bench_of (index);

  sockets_set (b, TCP_SO_LINGER, linger);
  g_assert_cmpint (sockets_get (b, TCP_SO_LINGER), ==, linger);
  g_assert_cmpint (call (ON (b), NOW (b)), ==, TCP_OK);
  sends_or_not (b, columns[GPOINTER_TO_UINT (index)].reset);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  sockets_poll (b, TCP_POLL_INVALID);
  bench_free (b);
}

static void
test_abort (gconstpointer index)
{
  hold_abort (index, tcp_socket_abort, TCP_LINGER_OFF);
}

static void
test_linger_0 (gconstpointer index)
{
  hold_abort (index, tcp_socket_close, 0);
}

/* No call waits, so any other linger time is as none. */
static void
test_linger (void)
{
  struct bench *b = sockets_established (NULL);

  g_assert_cmpint (sockets_get (b, TCP_SO_LINGER), ==, TCP_LINGER_OFF);
  sockets_set (b, TCP_SO_LINGER, SEC (5));
  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 1");
  g_assert_cmpint (tcp_socket_close (ON (b), NOW (b)), ==, TCP_OK);
  bench_sends (b, "F. 101:101(0) ack 1");
  bench_state (b, TCP_FIN_WAIT_1);
  bench_free (b);
}

/* A linger time of 0 takes what was not sent yet with it. */
static void
test_linger_0_with_data (void)
{
  struct bench *b = sockets_established (NULL);

  sockets_set (b, TCP_SO_LINGER, 0);
  bench_send (b, 20000);
  bench_take_all (b);
  guint32 next = bench_vars (b).snd_nxt - bench_vars (b).iss;
  g_assert_cmpint (tcp_socket_close (ON (b), NOW (b)), ==, TCP_OK);
  g_autofree char *reset = g_strdup_printf ("R %u:%u(0)", next, next);
  bench_sends (b, reset);
  bench_saw (b, REASON_STATE_ABORTED);
  bench_free (b);
}

/* --- shutdown --- */

static void
test_shutdown_write (gconstpointer index)
{
  guint column = GPOINTER_TO_UINT (index);
  struct bench *b = bench_of (index);
  gboolean ends = columns[column].shut == TCP_CLOSED;

  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_WRITE, NOW (b)), ==, TCP_OK);
  sends_or_not (b, columns[column].fin);
  bench_state (b, columns[column].shut);
  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_WRITE, NOW (b)), ==,
                   ends ? TCP_ERROR_NO_CONNECTION : TCP_OK);
  bench_saw_not (b, REASON_CALL_ERROR_CLOSING);
  bench_quiet (b);
  bench_state (b, columns[column].shut);
  if (columns[column].state != TCP_LISTEN)
    g_assert_cmpint (tcp_socket_send (ON (b), "x", 1, NOW (b)), ==, TCP_ERROR_CLOSING);
  bench_free (b);
}

/* What a shutdown of the attempt to connect leaves can connect again. */
static void
test_shutdown_connecting (void)
{
  for (int how = TCP_SHUTDOWN_READ; how <= TCP_SHUTDOWN_BOTH; how++)
    {
      struct bench *b = sockets_connecting (NULL);
      g_assert_cmpint (tcp_socket_shutdown (ON (b), (enum tcp_shutdown) how, NOW (b)), ==, TCP_OK);
      bench_state (b, TCP_CLOSED);
      sockets_error (b, TCP_OK);
      g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_IN_PROGRESS);
      bench_take_all (b);
      bench_free (b);
    }
}

/* A listener that reads no more listens no more, and can be made to again. */
static void
test_shutdown_listener (void)
{
  struct bench *b = bench_new (NULL);

  sockets_listening (b, 2);
  bench_arrives_from (b, 7000, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_READ, NOW (b)), ==, TCP_OK);
  bench_sends (b, "R 1:1(0)");
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_socket_listen (ON (b), 2, NOW (b)), ==, TCP_OK);
  bench_state (b, TCP_LISTEN);
  bench_free (b);
}

/* What was there and what comes is thrown away, acknowledged, and takes no room. */
static void
test_shutdown_read (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, "P. 1:101(100) ack 1");
  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_READ, NOW (b)), ==, TCP_OK);
  bench_saw (b, REASON_CALL_SHUTDOWN_READ);
  g_assert_cmpuint (bench_vars (b).unread, ==, 0);
  sockets_poll (b, IN | OUT | RDHUP);
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 10, 0, NOW (b)), ==, 0);
  for (guint i = 0; i < 20; i += 2)
    {
      bench_arrives_numbers (b, ".", 101 + i * 1000, 1000, 1);
      bench_saw (b, REASON_UPDATE_TEXT_NOT_READ);
      bench_saw_not (b, REASON_DELIVER_IN_ORDER);
      bench_arrives_numbers (b, ".", 1101 + i * 1000, 1000, 1);
      g_autofree char *ack = g_strdup_printf (". 1:1(0) ack %u win 8000", 2101 + i * 1000);
      bench_sends (b, ack);
    }
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 10, 0, NOW (b)), ==, 0);
  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_READ, NOW (b)), ==, TCP_OK);
  /* The other direction goes on. */
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 20101");
  bench_free (b);
}

/* A RST: the program reads what it has, then learns of it, once. What it gives up itself is not for it any more. */
static void
test_unread_survives (void)
{
  struct tcp_config config = bench_config ();

  g_assert_false (config.unread_survives);
  g_assert_true (tcp_config_linux ().unread_survives);
  config.unread_survives = true;
  struct bench *b = sockets_established (&config);
  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_arrives (b, ". 201:301(100) ack 1");
  bench_take_all (b);
  bench_arrives (b, "R 101:101(0)");
  bench_state (b, TCP_CLOSED);
  sockets_poll (b, ALL_OVER | TCP_POLL_ERROR);
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 60, 0, NOW (b)), ==, 60);
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 60, 0, NOW (b)), ==, 40);
  bench_quiet (b);
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 60, 0, NOW (b)), ==, TCP_ERROR_RESET);
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 60, 0, NOW (b)), ==, 0);
  bench_free (b);

  b = bench_established (&config, 8000);
  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_abort (b);
  bench_take_all (b);
  g_assert_cmpuint (tcp_stack_unread (bench_stack (b), bench_socket (b)), ==, 0);
  bench_free (b);
}

/* The peer does not notice, even where the window of its first ACK could be told to be wider than that of the SYN. */
static void
test_shutdown_read_unnoticed (void)
{
  struct tcp_config config = bench_config ();

  config.window_scale = true;
  config.window_scale_shift = 2;
  config.receive_buffer = 200000;
  struct bench *b = bench_new (&config);
  bench_use (b, sockets_listening (b, 1));
  bench_arrives (b, "S 0:0(0) <mss 1000,wscale 2>");
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_use (b, tcp_socket_accept (ON (b), NULL));
  tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_READ, NOW (b));
  bench_quiet (b);
  bench_free (b);
}

/* Nor does what waits above a gap reach anybody when the gap is filled. */
static void
test_shutdown_read_gap (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_READ, NOW (b));
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 2001 win 8000");
  bench_arrives (b, "F. 2001:2001(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 2002");
  bench_state (b, TCP_CLOSE_WAIT);
  g_assert_cmpint (tcp_socket_receive (ON (b), NULL, 10, 0, NOW (b)), ==, 0);
  bench_free (b);
}

static void
test_shutdown_both (void)
{
  struct bench *b = sockets_established (NULL);

  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_BOTH, NOW (b)), ==, TCP_OK);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_state (b, TCP_FIN_WAIT_1);
  sockets_poll (b, ALL_OVER);
  g_assert_cmpint (tcp_socket_shutdown (ON (b), TCP_SHUTDOWN_BOTH, NOW (b)), ==, TCP_OK);
  /* The peer may go on: nobody reads it, and it is no error. */
  bench_arrives (b, "P. 1:101(100) ack 2");
  bench_at (b, MS (300));
  bench_sends (b, ". 2:2(0) ack 101");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_free (b);
}

/* --- close, and what the peer learns of it --- */

/* SHLD-3. */
static void
test_close_unread (void)
{
  struct bench *b = sockets_established (NULL);

  bench_arrives (b, "P. 1:101(100) ack 1");
  g_assert_cmpint (tcp_socket_close (ON (b), NOW (b)), ==, TCP_OK);
  bench_sends (b, "R 1:1(0)");
  bench_saw (b, REASON_STATE_DATA_LOST);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  bench_free (b);
}

/* MAY-1: text after a close of both directions. */
static void
test_text_after_close (void)
{
  struct bench *b = sockets_established (NULL);

  tcp_socket_close (ON (b), NOW (b));
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, "P. 1:101(100) ack 2");
  bench_sends (b, "R 2:2(0)");
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  bench_free (b);
}

/* Children in both queues end with their listener; the one that was given out does not. */
static void
test_close_listener (void)
{
  struct bench *b = bench_new (NULL);
  int listener = sockets_listening (b, 3);

  for (guint i = 0; i < 3; i++)
    {
      bench_our_iss (b, 100 + 1000 * i);
      bench_arrives_from (b, (guint16) (7000 + i), "S 0:0(0)");
      bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
      if (i < 2)
        bench_arrives_from (b, (guint16) (7000 + i), ". 1:1(0) ack 1");
    }
  int child = tcp_socket_accept (ON (b), NULL);
  g_assert_cmpint (tcp_socket_close (bench_stack (b), listener, NOW (b)), ==, TCP_OK);
  bench_sends (b, "R 1:1(0)");
  bench_our_iss (b, 1100);
  bench_sends (b, "R 1:1(0)");
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 1);
  bench_state_of (b, child, TCP_ESTABLISHED);
  bench_free (b);
}

/* A child that is reset before it is accepted is never given out. */
static void
test_reset_before_accept (void)
{
  struct bench *b = bench_new (NULL);

  sockets_listening (b, 3);
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  sockets_poll (b, IN);
  bench_arrives (b, "R 1:1(0)");
  sockets_poll (b, 0);
  g_assert_cmpint (tcp_socket_accept (ON (b), NULL), ==, TCP_ERROR_NO_ROOM);
  bench_free (b);
}

#define CASES(path, test)                                                                                              \
  {                                                                                                                    \
    path, NULL, G_N_ELEMENTS (columns), column_name, test                                                              \
  }

const struct dialogue dialogues_sockets_end[] = {
  CASES ("/tcp/sockets/poll/", test_poll),
  CASES ("/tcp/sockets/close/", test_close),
  CASES ("/tcp/sockets/abort/", test_abort),
  CASES ("/tcp/sockets/linger-0/", test_linger_0),
  CASES ("/tcp/sockets/shutdown-write/", test_shutdown_write),
  { "/tcp/sockets/linger", test_linger },
  { "/tcp/sockets/linger-0/data", test_linger_0_with_data },
  { "/tcp/sockets/shutdown/connecting", test_shutdown_connecting },
  { "/tcp/sockets/shutdown/listener", test_shutdown_listener },
  { "/tcp/sockets-end/unread-survives", test_unread_survives },
  { "/tcp/sockets-end/shutdown/read/unnoticed", test_shutdown_read_unnoticed },
  { "/tcp/sockets/shutdown/read", test_shutdown_read },
  { "/tcp/sockets/shutdown/read/gap", test_shutdown_read_gap },
  { "/tcp/sockets/shutdown/both", test_shutdown_both },
  { "/tcp/sockets/close/SHLD-3/unread", test_close_unread },
  { "/tcp/sockets/close/MAY-1/text", test_text_after_close },
  { "/tcp/sockets/close/listener", test_close_listener },
  { "/tcp/sockets/reset-before-accept", test_reset_before_accept },
  { 0 },
};
