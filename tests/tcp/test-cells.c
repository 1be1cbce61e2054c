/* User calls in every state: a conversation for each cell of RFC 9293 §3.10.1 to §3.10.6. In the states that both opens
 * lead to it is held after either. */
#include "bench.h"

#include <string.h>

static const struct column
{
  const char *name;
  enum tcp_state state;
} columns[] = {
  { "CLOSED", TCP_CLOSED },  { "LISTEN", TCP_LISTEN }, { "SS", TCP_SYN_SENT },   { "SR", TCP_SYN_RECEIVED },
  { "ES", TCP_ESTABLISHED }, { "F1", TCP_FIN_WAIT_1 }, { "F2", TCP_FIN_WAIT_2 }, { "CW", TCP_CLOSE_WAIT },
  { "CG", TCP_CLOSING },     { "LA", TCP_LAST_ACK },   { "TW", TCP_TIME_WAIT },
};

static const struct endpoint remote = { .address = { .family = IP_V4, .octets = { 10, 0, 0, 2 } }, .port = PEER_PORT };

static char *
column_name (guint index)
{
  return g_strdup (columns[index].name);
}

/* Ended, but not forgotten. */
static struct bench *
closed (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_close (b);
  bench_state (b, TCP_CLOSED);
  return b;
}

/* CLOSED: of a connection that has ended, and of a number that names none. Checked after what hold does: nothing
 * leaves and no timer runs. */
static void
hold_in_closed (void (*hold) (struct bench *b, enum tcp_state state))
{
  for (int known = 1; known >= 0; known--)
    {
      struct bench *b = closed ();
      if (!known)
        tcp_stack_forget (bench_stack (b), bench_socket (b));
      hold (b, TCP_CLOSED);
      bench_quiet (b);
      g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
      g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, known);
      bench_free (b);
    }
}

static void
hold_cell (gconstpointer index, void (*hold) (struct bench *b, enum tcp_state state))
{
  enum tcp_state state = columns[GPOINTER_TO_UINT (index)].state;

  if (state == TCP_CLOSED)
    {
      hold_in_closed (hold);
      return;
    }
  for (int passive = 0; passive <= (state > TCP_SYN_SENT); passive++)
    {
      struct bench *b = bench_in (NULL, state, passive);
      hold (b, state);
      bench_quiet (b);
      bench_free (b);
    }
}

/* A call that is refused with this changes nothing. */
#define REFUSED(b, call, error, reason)                                                                                \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    struct tcp_vars before_, after_;                                                                                   \
    gboolean known_ = tcp_stack_vars (bench_stack (b), bench_socket (b), &before_);                                    \
    g_assert_cmpint ((call), ==, (error));                                                                             \
    bench_saw ((b), (reason));                                                                                         \
    bench_quiet (b);                                                                                                   \
    g_assert_cmpint (tcp_stack_vars (bench_stack (b), bench_socket (b), &after_), ==, known_);                         \
    g_assert_true (!known_ || memcmp (&before_, &after_, sizeof before_) == 0);                                        \
  }                                                                                                                    \
  G_STMT_END

static int
open_again (struct bench *b, const struct endpoint *to)
{
  return tcp_stack_open (bench_stack (b), bench_socket (b), to, bench_now (b), EVENT_NONE);
}

/* --- OPEN --- */

static void
open_passive_first (void)
{
  struct bench *b = bench_new (NULL);

  g_assert_cmpint (bench_listen (b), >, 0);
  bench_saw (b, REASON_CALL_OPEN_PASSIVE);
  bench_saw (b, REASON_STATE_OPEN_PASSIVE);
  bench_state (b, TCP_LISTEN);
  g_assert_cmpuint (bench_vars (b).passive_open, ==, 1);
  bench_quiet (b);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_free (b);
}

static void
open_passive (struct bench *b, enum tcp_state state)
{
  REFUSED (b, open_again (b, NULL), TCP_ERROR_EXISTS, REASON_CALL_ERROR_EXISTS);
  if (state == TCP_LISTEN)
    g_assert_cmpint (tcp_stack_listen (bench_stack (b), OUR_PORT, 0, bench_now (b), EVENT_NONE), ==, TCP_ERROR_EXISTS);
}

static void
test_open_passive (gconstpointer index)
{
  if (columns[GPOINTER_TO_UINT (index)].state == TCP_CLOSED)
    open_passive_first ();
  else
    hold_cell (index, open_passive);
}

static void
opens_actively (struct bench *b)
{
  bench_saw (b, REASON_CALL_OPEN_ACTIVE);
  bench_saw (b, REASON_STATE_OPEN_ACTIVE);
  bench_saw (b, REASON_TIMER_RTO_START);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_state (b, TCP_SYN_SENT);
  struct tcp_vars vars = bench_vars (b);
  g_assert_cmpuint (vars.snd_una, ==, vars.iss);
  g_assert_cmpuint (vars.snd_nxt, ==, vars.iss + 1);
  g_assert_cmpuint (vars.passive_open, ==, 0);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, bench_now (b) + SEC (1));
}

static void
open_active (struct bench *b, enum tcp_state state)
{
  if (state == TCP_LISTEN)
    {
      g_assert_cmpint (open_again (b, &remote), ==, TCP_OK);
      opens_actively (b);
      return;
    }
  REFUSED (b, open_again (b, &remote), TCP_ERROR_EXISTS, REASON_CALL_ERROR_EXISTS);
  REFUSED (b, tcp_stack_connect (bench_stack (b), OUR_PORT, &remote, bench_now (b), EVENT_NONE), TCP_ERROR_EXISTS,
           REASON_CALL_ERROR_EXISTS);
}

static void
open_active_to_nobody (struct bench *b, enum tcp_state state)
{
  static const struct endpoint nobody = { .port = 5 };

  REFUSED (b, open_again (b, &nobody), TCP_ERROR_REMOTE_UNSPECIFIED, REASON_CALL_ERROR_REMOTE_UNSPECIFIED);
  bench_state (b, state);
}

static void
open_active_first (void)
{
  struct bench *b = bench_new (NULL);

  bench_connect (b);
  opens_actively (b);
  bench_free (b);
}

static void
test_open_active (gconstpointer index)
{
  enum tcp_state state = columns[GPOINTER_TO_UINT (index)].state;

  if (state == TCP_CLOSED)
    {
      open_active_first ();
      return;
    }
  hold_cell (index, open_active);
  if (state == TCP_LISTEN)
    hold_cell (index, open_active_to_nobody);
}

/* --- SEND --- */

/* Queued up to the size of the buffer, and no word leaves. */
static void
send_queues (struct bench *b)
{
  guint32 room = tcp_stack_room (bench_stack (b), bench_socket (b));

  g_assert_cmpint (bench_send (b, 10), ==, 10);
  g_assert_cmpuint (bench_vars (b).unsent, ==, 10);
  g_assert_cmpint (bench_send (b, room), ==, (int) room - 10);
  REFUSED (b, bench_send (b, 1), TCP_ERROR_NO_ROOM, REASON_CALL_ERROR_NO_ROOM);
  g_assert_cmpuint (bench_vars (b).unsent, ==, room);
}

static void
send_sends (struct bench *b, enum tcp_state state)
{
  g_autofree char *text = g_strdup_printf ("P. 1:11(10) ack %u", bench_next_received (state));

  g_assert_cmpint (bench_send (b, 0), ==, 0);
  bench_quiet (b);
  g_assert_cmpint (bench_send (b, 10), ==, 10);
  bench_sends (b, text);
  BENCH_CHAIN (b, REASON_SEND_DATA, REASON_CALL_SEND);
  guint32 room = tcp_stack_room (bench_stack (b), bench_socket (b));
  g_assert_cmpint (bench_send (b, room + 1), ==, (int) room);
  bench_take_all (b);
  REFUSED (b, bench_send (b, 1), TCP_ERROR_NO_ROOM, REASON_CALL_ERROR_NO_ROOM);
}

static void
send_call (struct bench *b, enum tcp_state state)
{
  switch (state)
    {
    case TCP_CLOSED:
      REFUSED (b, bench_send (b, 1), TCP_ERROR_NO_CONNECTION, REASON_CALL_ERROR_NO_CONNECTION);
      break;
    case TCP_LISTEN:
      REFUSED (b, bench_send (b, 10), TCP_ERROR_REMOTE_UNSPECIFIED, REASON_CALL_ERROR_REMOTE_UNSPECIFIED);
      break;
    case TCP_SYN_SENT:
    case TCP_SYN_RECEIVED:
      send_queues (b);
      break;
    case TCP_ESTABLISHED:
    case TCP_CLOSE_WAIT:
      send_sends (b, state);
      break;
    default:
      REFUSED (b, bench_send (b, 10), TCP_ERROR_CLOSING, REASON_CALL_ERROR_CLOSING);
    }
  if (state != TCP_CLOSED)
    bench_state (b, state);
}

static void
test_send (gconstpointer index)
{
  hold_cell (index, send_call);
}

/* --- RECEIVE --- */

/* Nothing is there yet; what comes is handed over, as far as it is asked for. */
static void
receive_text (struct bench *b, enum tcp_state state)
{
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_NO_ROOM);
  bench_arrives_numbers (b, "P.", 1, 100, bench_next_sent (state));
  g_assert_cmpint (bench_receive (b, 30), ==, 30);
  bench_saw (b, REASON_CALL_RECEIVE);
  g_assert_cmpint (bench_receive (b, 100), ==, 70);
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_NO_ROOM);
}

/* What came with the crossing SYN, or beside the SYN of a child, is not handed over before ESTABLISHED. */
static void
receive_early (struct bench *b, enum tcp_state state)
{
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_NO_ROOM);
  if (state != TCP_SYN_RECEIVED)
    return;
  bench_arrives (b, "P. 1:6(5) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_receive (b, 10), ==, 5);
}

/* The peer has ended, and so have we: the end is told, or nobody is there to be told. */
static void
receive_end (struct bench *b, enum tcp_state state)
{
  /* The bench's LAST-ACK was reached by a CLOSE of both directions, the others by a shutdown of one. */
  int expected = state == TCP_LAST_ACK ? TCP_ERROR_NO_CONNECTION : 0;

  g_assert_true (tcp_stack_at_end (bench_stack (b), bench_socket (b)));
  g_assert_cmpint (bench_receive (b, 10), ==, expected);
  g_assert_cmpint (bench_receive (b, 10), ==, expected);
}

static void
receive_call (struct bench *b, enum tcp_state state)
{
  if (state == TCP_CLOSED)
    g_assert_cmpint (bench_receive (b, 1), ==, TCP_ERROR_NO_CONNECTION);
  else if (state < TCP_ESTABLISHED)
    receive_early (b, state);
  else if (state == TCP_ESTABLISHED || state == TCP_FIN_WAIT_1 || state == TCP_FIN_WAIT_2)
    receive_text (b, state);
  else
    receive_end (b, state);
}

/* CLOSE-WAIT and LAST-ACK with octets that the program has not read; the second by a shutdown. */
static void
receive_rest (enum tcp_state state)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "FP. 1:101(100) ack 1");
  bench_sends (b, ". 1:1(0) ack 102");
  if (state == TCP_LAST_ACK)
    {
      bench_shutdown (b);
      bench_sends (b, "F. 1:1(0) ack 102");
    }
  bench_state (b, state);
  g_assert_cmpint (bench_receive (b, 60), ==, 60);
  g_assert_cmpint (bench_receive (b, 60), ==, 40);
  g_assert_cmpint (bench_receive (b, 60), ==, 0);
  bench_quiet (b);
  bench_free (b);
}

static void
test_receive (gconstpointer index)
{
  enum tcp_state state = columns[GPOINTER_TO_UINT (index)].state;

  hold_cell (index, receive_call);
  if (state == TCP_CLOSE_WAIT || state == TCP_LAST_ACK)
    receive_rest (state);
}

/* --- CLOSE --- */

/* Our FIN is out, or the peer has the last word: no second one, whatever is asked. */
static void
close_again (struct bench *b, enum tcp_state state)
{
  REFUSED (b, bench_shutdown (b), TCP_ERROR_CLOSING, REASON_CALL_ERROR_CLOSING);
  /* After a shutdown the program still may let go of the socket, once. */
  if (state != TCP_LAST_ACK)
    g_assert_cmpint (bench_close (b), ==, TCP_OK);
  bench_quiet (b);
  REFUSED (b, bench_close (b), TCP_ERROR_CLOSING, REASON_CALL_ERROR_CLOSING);
  bench_state (b, state);
}

static void
close_deletes (struct bench *b, enum tcp_state state)
{
  if (state == TCP_SYN_SENT)
    g_assert_cmpint (bench_send (b, 10), ==, 10);
  g_assert_cmpint (bench_close (b), ==, TCP_OK);
  bench_saw (b, REASON_STATE_CLOSED_BY_CALL);
  bench_quiet (b);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_NO_CONNECTION);
}

static void
close_sends_fin (struct bench *b, enum tcp_state state)
{
  g_autofree char *fin = g_strdup_printf ("F. 1:1(0) ack %u", bench_next_received (state));

  g_assert_cmpint (bench_close (b), ==, TCP_OK);
  bench_sends (b, fin);
  BENCH_CHAIN (b, REASON_SEND_FIN, REASON_CALL_CLOSE);
  bench_state (b, state == TCP_CLOSE_WAIT ? TCP_LAST_ACK : TCP_FIN_WAIT_1);
}

static void
close_call (struct bench *b, enum tcp_state state)
{
  switch (state)
    {
    case TCP_CLOSED:
      REFUSED (b, bench_close (b), TCP_ERROR_NO_CONNECTION, REASON_CALL_ERROR_NO_CONNECTION);
      REFUSED (b, bench_shutdown (b), TCP_ERROR_NO_CONNECTION, REASON_CALL_ERROR_NO_CONNECTION);
      break;
    case TCP_LISTEN:
    case TCP_SYN_SENT:
      close_deletes (b, state);
      break;
    case TCP_SYN_RECEIVED:
    case TCP_ESTABLISHED:
    case TCP_CLOSE_WAIT:
      close_sends_fin (b, state);
      break;
    default:
      close_again (b, state);
    }
}

/* With text that the window keeps back: the FIN goes behind it. */
static void
close_behind_text (enum tcp_state state)
{
  struct bench *b = bench_in (NULL, state, FALSE);
  guint ack = bench_next_received (state);
  g_autofree char *arrives = g_strdup_printf (". %u:%u(0) ack 1001 win 1000", ack, ack);
  g_autofree char *first = g_strdup_printf (". 1:1001(1000) ack %u", ack);
  g_autofree char *last = g_strdup_printf ("FP. 1001:1501(500) ack %u", ack);
  g_autofree char *shut = g_strdup_printf (". %u:%u(0) ack 1 win 1000", ack, ack);

  bench_arrives (b, shut);
  bench_send (b, 1500);
  bench_sends (b, first);
  g_assert_cmpint (bench_close (b), ==, TCP_OK);
  bench_saw (b, REASON_WAIT_FIN_PENDING);
  bench_quiet (b);
  bench_state (b, state == TCP_CLOSE_WAIT ? TCP_CLOSE_WAIT : TCP_FIN_WAIT_1);
  REFUSED (b, bench_close (b), TCP_ERROR_CLOSING, REASON_CALL_ERROR_CLOSING);
  bench_arrives (b, arrives);
  bench_sends (b, last);
  bench_state (b, state == TCP_CLOSE_WAIT ? TCP_LAST_ACK : TCP_FIN_WAIT_1);
  bench_free (b);
}

static void
test_close (gconstpointer index)
{
  enum tcp_state state = columns[GPOINTER_TO_UINT (index)].state;

  hold_cell (index, close_call);
  if (state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT)
    close_behind_text (state);
}

/* --- ABORT, STATUS --- */

static void
abort_call (struct bench *b, enum tcp_state state)
{
  if (state == TCP_CLOSED)
    {
      REFUSED (b, bench_abort (b), TCP_ERROR_NO_CONNECTION, REASON_CALL_ERROR_NO_CONNECTION);
      return;
    }
  gboolean tells = state >= TCP_SYN_RECEIVED && state <= TCP_CLOSE_WAIT;
  guint seq = bench_next_sent (state);
  g_autofree char *rst = g_strdup_printf ("R %u:%u(0) win 0", seq, seq);
  g_assert_cmpint (bench_abort (b), ==, TCP_OK);
  bench_saw (b, REASON_CALL_ABORT);
  if (tells)
    {
      bench_sends (b, rst);
      BENCH_CHAIN (b, REASON_SEND_RST_ABORT, REASON_CALL_ABORT);
    }
  bench_quiet (b);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  struct tcp_vars vars;
  if (!tcp_stack_vars (bench_stack (b), bench_socket (b), &vars))
    return;
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_RESET);
}

static void
test_abort (gconstpointer index)
{
  hold_cell (index, abort_call);
}

static void
status_call (struct bench *b, enum tcp_state state)
{
  struct endpoint local;
  struct endpoint far;
  struct tcp_vars vars;

  if (state == TCP_CLOSED)
    {
      gboolean known = tcp_stack_list (bench_stack (b), NULL, 0) == 1;
      g_assert_cmpint (tcp_stack_vars (bench_stack (b), bench_socket (b), &vars), ==, known);
      g_assert_cmpint (tcp_stack_endpoints (bench_stack (b), bench_socket (b), &local, &far), ==, known);
      g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==,
                       known ? TCP_OK : TCP_ERROR_NO_CONNECTION);
      return;
    }
  bench_state (b, state);
  g_assert_true (tcp_stack_endpoints (bench_stack (b), bench_socket (b), &local, &far));
  g_assert_cmpuint (local.port, ==, OUR_PORT);
  g_assert_cmpuint (far.port, ==, state == TCP_LISTEN ? 0 : PEER_PORT);
  tcp_stack_forget (bench_stack (b), bench_socket (b));
  bench_state (b, state);
  vars = bench_vars (b);
  g_assert_cmpuint (vars.snd_nxt - vars.iss, ==, state == TCP_LISTEN ? 0 : bench_next_sent (state));
  if (state != TCP_LISTEN && state != TCP_SYN_SENT)
    g_assert_cmpuint (vars.rcv_nxt - vars.irs, ==, bench_next_received (state));
}

static void
test_status (gconstpointer index)
{
  hold_cell (index, status_call);
}

#define CELLS(call, run)                                                                                               \
  {                                                                                                                    \
    "/tcp/cells/UC-" call "-", NULL, G_N_ELEMENTS (columns), column_name, run                                          \
  }

const struct dialogue dialogues_cells[] = {
  CELLS ("OPENP", test_open_passive), CELLS ("OPENA", test_open_active),
  CELLS ("SEND", test_send),          CELLS ("RECEIVE", test_receive),
  CELLS ("CLOSE", test_close),        CELLS ("ABORT", test_abort),
  CELLS ("STATUS", test_status),      { 0 },
};
