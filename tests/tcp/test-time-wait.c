/* TIME-WAIT and FIN-WAIT-2: how long they last and what ends them. */
#include "bench.h"

static void
assert_error (struct bench *b, enum tcp_error error)
{
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, error);
}

/* --- TIME-WAIT --- */

/* The last ACK is lost once, twice, three times: each FIN gets its ACK and the wait begins anew. */
static void
test_time_wait_repeated_fin (void)
{
  static const int again[] = { 1, 3, 7 };
  struct bench *b = bench_in (NULL, TCP_TIME_WAIT, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (again); i++)
    {
      bench_at (b, SEC (again[i]));
      bench_arrives (b, "F. 1:1(0) ack 2");
      bench_saw (b, REASON_TIMER_2MSL_RESTART);
      bench_sends (b, ". 2:2(0) ack 2");
      bench_reason (b, REASON_SEND_ACK_REPEATED_FIN);
    }
  bench_at (b, SEC (7 + 240) - 1);
  bench_state (b, TCP_TIME_WAIT);
  bench_at (b, SEC (7 + 240));
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

static void
test_time_wait_old_segments (void)
{
  struct bench *b = bench_in (NULL, TCP_TIME_WAIT, FALSE);
  vtime deadline = tcp_stack_next_timeout (bench_stack (b));

  bench_at (b, SEC (5));
  bench_arrives (b, ". 1:1(0) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  /* An octet in the place of the FIN, as some keep-alives have it, and a FIN of long ago. */
  bench_arrives (b, ". 1:2(1) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_arrives (b, "F. 4294967000:4294967000(0) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_arrives (b, ". 2:2(0) ack 2");
  bench_quiet (b);
  bench_arrives (b, "P. 2:12(10) ack 2");
  bench_saw (b, REASON_DISCARD_TEXT_AFTER_FIN);
  bench_quiet (b);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, deadline);
  bench_free (b);
}

static void
test_time_wait_rst (void)
{
  struct tcp_config config = bench_config ();
  struct bench *b = bench_in (NULL, TCP_TIME_WAIT, FALSE);

  bench_arrives (b, "R 2:2(0)");
  bench_saw (b, REASON_STATE_RESET);
  bench_saw_not (b, REASON_NOTICE_RESET);
  bench_state (b, TCP_CLOSED);
  assert_error (b, TCP_OK);
  bench_free (b);

  config.rfc1337 = true;
  b = bench_in (&config, TCP_TIME_WAIT, FALSE);
  bench_arrives (b, "R 2:2(0)");
  bench_saw (b, REASON_DISCARD_RST_TIME_WAIT);
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

/* A SYN above everything received opens a new connection in place of the old one; its ISS lies above. */
static void
test_time_wait_reuse (void)
{
  struct bench *b = bench_new (NULL);
  int listener = bench_listen (b);

  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  int old = bench_accept (b);
  bench_close (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_state_of (b, old, TCP_TIME_WAIT);

  /* Not newer: no word. */
  bench_arrives (b, "S 1:1(0)");
  bench_saw (b, REASON_DISCARD_SYN_TIME_WAIT);
  bench_quiet (b);

  /* Newer, but stale after all: TIME-WAIT goes on. */
  bench_peer_iss (b, 5300);
  bench_our_iss (b, 1100);
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_state_of (b, old, TCP_TIME_WAIT);
  /* The old connection's last ACK was lost: its FIN comes again, and the wait begins anew. */
  bench_peer_iss (b, 300);
  bench_our_iss (b, 100);
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_saw (b, REASON_TIMER_2MSL_RESTART);
  bench_sends (b, ". 2:2(0) ack 2");
  bench_reason (b, REASON_SEND_ACK_REPEATED_FIN);
  bench_peer_iss (b, 5300);
  bench_our_iss (b, 1100);
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_STATE_BACK_TO_LISTEN);
  bench_state_of (b, old, TCP_TIME_WAIT);

  bench_our_iss (b, 2100);
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_TIMER_2MSL_STOP);
  bench_saw (b, REASON_STATE_TIME_WAIT_REUSED);
  bench_state_of (b, old, TCP_CLOSED);
  bench_use (b, listener);
  g_assert_cmpint (bench_accept (b), >, old);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* Only the connection between the same ends makes way. */
static void
test_time_wait_others (void)
{
  struct bench *b = bench_new (NULL);
  int listener = bench_listen (b);

  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  int old = bench_accept (b);
  bench_close (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_our_iss (b, 1100);
  bench_arrives_from (b, 7, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 7, ". 1:1(0) ack 1");
  bench_saw (b, REASON_NOTICE_ACCEPTED);
  bench_saw_not (b, REASON_STATE_TIME_WAIT_REUSED);
  bench_state_of (b, old, TCP_TIME_WAIT);
  bench_state_of (b, listener, TCP_LISTEN);
  bench_free (b);
}

/* Even with an ISS that the lesson fixes. */
static void
test_time_wait_reuse_iss (void)
{
  struct bench *b = bench_new (NULL);

  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_close (b);
  bench_sends (b, "F. 1001:1001(0) ack 1");
  bench_arrives (b, "F. 1:1(0) ack 1002");
  bench_sends (b, ". 1002:1002(0) ack 2");
  tcp_stack_config (bench_stack (b))->iss = 50;
  /* The lowest number that is new. */
  bench_arrives (b, "S 2:2(0)");
  bench_our_iss (b, 100 + 1002 + 1000);
  bench_sends (b, "S. 0:0(0) ack 3 <mss 1000>");
  bench_free (b);
}

static void
test_time_wait_syn_without_6191 (void)
{
  struct tcp_config config = bench_config ();

  config.rfc6191 = false;
  struct bench *b = bench_in (&config, TCP_TIME_WAIT, FALSE);
  bench_arrives (b, "S 5000:5000(0)");
  bench_saw (b, REASON_DISCARD_SYN);
  bench_sends (b, ". 2:2(0) ack 2");
  bench_reason (b, REASON_SEND_CHALLENGE_SYN);
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

static void
test_no_time_wait (void)
{
  struct tcp_config config = bench_config ();

  config.no_time_wait = true;
  struct bench *b = bench_in (&config, TCP_FIN_WAIT_2, FALSE);
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_saw (b, REASON_STATE_NO_TIME_WAIT);
  bench_sends (b, ". 2:2(0) ack 2");
  bench_state (b, TCP_CLOSED);
  /* The last ACK was lost, the FIN comes again, and nobody knows it. */
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_sends (b, "R 2:2(0)");
  bench_reason (b, REASON_SEND_RST_CLOSED);
  bench_free (b);

  b = bench_in (&config, TCP_FIN_WAIT_1, FALSE);
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_state (b, TCP_CLOSED);
  bench_free (b);

  b = bench_in (&config, TCP_CLOSING, FALSE);
  bench_arrives (b, ". 2:2(0) ack 2");
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* The other end of that: a reset in LAST-ACK. */
static void
test_last_ack_reset (void)
{
  struct bench *b = bench_in (NULL, TCP_LAST_ACK, FALSE);

  bench_arrives (b, "R 2:2(0)");
  bench_saw (b, REASON_STATE_RESET);
  bench_state (b, TCP_CLOSED);
  assert_error (b, TCP_ERROR_RESET);
  bench_free (b);
}

/* --- FIN-WAIT-2 --- */

static void
test_orphan (void)
{
  struct tcp_config config = bench_config ();

  config.fin_wait_2_time = SEC (60);
  struct bench *b = bench_established (&config, 8000);
  bench_close (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 2");
  bench_saw (b, REASON_TIMER_FIN_WAIT_2_START);
  bench_at (b, MS (100) + SEC (60));
  bench_saw (b, REASON_TIMER_FIN_WAIT_2_EXPIRED);
  bench_saw (b, REASON_STATE_FIN_WAIT_2_TIMEOUT);
  bench_state (b, TCP_CLOSED);
  bench_arrives (b, "P. 1:6(5) ack 2");
  bench_sends (b, "R 2:2(0)");
  bench_free (b);

  b = bench_in (&config, TCP_FIN_WAIT_2, FALSE);
  bench_at (b, SEC (1000));
  bench_state (b, TCP_FIN_WAIT_2);
  bench_close (b);
  bench_saw (b, REASON_TIMER_FIN_WAIT_2_START);
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_saw (b, REASON_TIMER_FIN_WAIT_2_STOP);
  bench_sends (b, ". 2:2(0) ack 2");
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

const struct dialogue dialogues_time_wait[] = {
  { "/tcp/time-wait/S10/SM-TW-01/D-02", test_time_wait_repeated_fin },
  { "/tcp/time-wait/SM-TW-06", test_time_wait_old_segments },
  { "/tcp/time-wait/SM-RST-06", test_time_wait_rst },
  { "/tcp/time-wait/SM-TW-03/SM-TW-05/SM-TW-07/MAY-2", test_time_wait_reuse },
  { "/tcp/time-wait/MAY-2/others", test_time_wait_others },
  { "/tcp/time-wait/MAY-2/iss", test_time_wait_reuse_iss },
  { "/tcp/time-wait/SM-TW-05/off", test_time_wait_syn_without_6191 },
  { "/tcp/time-wait/SM-HYP-02/S11", test_no_time_wait },
  { "/tcp/time-wait/SM-RST-05", test_last_ack_reset },
  { "/tcp/time-wait/TO-F2/S16/SM-ACK-11", test_orphan },
  { 0 },
};
