/* Closing: the four, three and crossed ways, half-close, and what a close can lose. */
#include "bench.h"

static void
assert_error (struct bench *b, enum tcp_error error)
{
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, error);
}

/* --- whole exchanges --- */

/* Figure 12, A's side. */
static void
test_four_active (void)
{
  struct bench *b = bench_established (NULL, 8000);

  g_assert_cmpint (bench_close (b), ==, TCP_OK);
  bench_saw (b, REASON_CALL_CLOSE);
  bench_saw (b, REASON_STATE_CLOSE_ACTIVE);
  bench_saw_not (b, REASON_WAIT_FIN_PENDING);
  bench_sends (b, "F. 1:1(0) ack 1");
  BENCH_CHAIN (b, REASON_SEND_FIN, REASON_CALL_CLOSE);
  bench_state (b, TCP_FIN_WAIT_1);
  bench_at (b, MS (200));
  bench_arrives (b, ". 1:1(0) ack 2");
  bench_saw (b, REASON_STATE_FIN_ACKED);
  bench_saw (b, REASON_TIMER_RTO_STOP);
  bench_saw (b, REASON_NOTICE_CLOSED);
  bench_quiet (b);
  bench_state (b, TCP_FIN_WAIT_2);
  bench_at (b, MS (1150));
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_saw (b, REASON_ARRIVE_FIN);
  bench_saw (b, REASON_NOTICE_END_OF_DATA);
  bench_saw (b, REASON_STATE_FIN_IN_FIN_WAIT_2);
  bench_saw (b, REASON_TIMER_2MSL_START);
  bench_sends (b, ". 2:2(0) ack 2");
  BENCH_CHAIN (b, REASON_SEND_ACK_OF_FIN, REASON_ARRIVE_FIN);
  bench_state (b, TCP_TIME_WAIT);
  bench_at (b, MS (1150) + SEC (240) - 1);
  bench_state (b, TCP_TIME_WAIT);
  bench_at (b, MS (1150) + SEC (240));
  bench_saw (b, REASON_TIMER_2MSL_EXPIRED);
  bench_saw (b, REASON_STATE_TIME_WAIT_OVER);
  bench_state (b, TCP_CLOSED);
  assert_error (b, TCP_OK);
  bench_free (b);
}

/* Figure 12, B's side. */
static void
test_four_passive (void)
{
  struct bench *b = bench_accepted (NULL, 8000);

  guint32 edge = bench_vars (b).rcv_nxt + bench_vars (b).rcv_wnd;
  bench_arrives (b, "F. 1:1(0) ack 1");
  g_assert_cmpuint (bench_vars (b).rcv_nxt + bench_vars (b).rcv_wnd, ==, edge);
  bench_saw (b, REASON_STATE_FIN_ARRIVED);
  bench_saw (b, REASON_NOTICE_END_OF_DATA);
  bench_sends (b, ". 1:1(0) ack 2");
  bench_reason (b, REASON_SEND_ACK_OF_FIN);
  bench_state (b, TCP_CLOSE_WAIT);
  g_assert_true (tcp_stack_at_end (bench_stack (b), bench_socket (b)));
  g_assert_cmpint (bench_receive (b, 10), ==, 0);
  bench_at (b, SEC (100));
  bench_quiet (b);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_close (b);
  bench_saw (b, REASON_STATE_CLOSE_PASSIVE);
  bench_sends (b, "F. 1:1(0) ack 2");
  BENCH_CHAIN (b, REASON_SEND_FIN, REASON_CALL_CLOSE);
  bench_state (b, TCP_LAST_ACK);
  bench_arrives (b, ". 2:2(0) ack 2");
  bench_saw (b, REASON_STATE_LAST_ACK_ACKED);
  bench_saw (b, REASON_TIMER_RTO_STOP);
  bench_saw (b, REASON_NOTICE_CLOSED);
  bench_state (b, TCP_CLOSED);
  assert_error (b, TCP_OK);
  bench_free (b);
}

/* B's program closes in the instant in which it sees the end: one segment for ACK and FIN. */
static void
test_three_passive (void)
{
  struct bench *b = bench_accepted (NULL, 8000);

  bench_gather (b);
  bench_arrives (b, "F. 1:1(0) ack 1");
  bench_quiet (b);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_close (b);
  bench_flush (b);
  bench_sends (b, "F. 1:1(0) ack 2");
  bench_quiet (b);
  bench_state (b, TCP_LAST_ACK);
  bench_arrives (b, ". 2:2(0) ack 2");
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

static void
test_three_active (void)
{
  struct bench *b = bench_in (NULL, TCP_FIN_WAIT_1, FALSE);

  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_saw (b, REASON_STATE_FIN_WITH_ACK);
  bench_saw_not (b, REASON_STATE_FIN_ACKED);
  bench_saw (b, REASON_NOTICE_CLOSED);
  bench_sends (b, ". 2:2(0) ack 2");
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

/* Figure 13. */
static void
test_simultaneous (void)
{
  struct bench *b = bench_in (NULL, TCP_FIN_WAIT_1, FALSE);

  bench_arrives (b, "F. 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_FIN_CROSSED);
  bench_sends (b, ". 2:2(0) ack 2");
  bench_reason (b, REASON_SEND_ACK_OF_FIN);
  bench_state (b, TCP_CLOSING);
  bench_arrives (b, ". 2:2(0) ack 2");
  bench_saw (b, REASON_STATE_CLOSING_ACKED);
  bench_saw (b, REASON_NOTICE_CLOSED);
  bench_saw (b, REASON_TIMER_2MSL_START);
  bench_quiet (b);
  bench_state (b, TCP_TIME_WAIT);
  bench_at (b, SEC (300));
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* After our FIN the peer goes on sending; S03 with its numbers. */
static void
test_half_close (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_shutdown (b);
  bench_saw (b, REASON_CALL_SHUTDOWN);
  bench_sends (b, "F. 11:11(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 12");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_arrives (b, ". 1:1001(1000) ack 12");
  bench_quiet (b);
  bench_arrives (b, ". 1001:2001(1000) ack 12");
  bench_sends (b, ". 12:12(0) ack 2001");
  bench_reason (b, REASON_SEND_ACK_EVERY_SECOND);
  bench_arrives (b, "P. 2001:3001(1000) ack 12");
  bench_state (b, TCP_FIN_WAIT_2);
  g_assert_cmpint (bench_receive (b, 5000), ==, 3000);
  bench_sends (b, ". 12:12(0) ack 3001 win 8000");
  bench_reason (b, REASON_SEND_WINDOW_UPDATE);
  bench_arrives (b, "F. 3001:3001(0) ack 12");
  bench_sends (b, ". 12:12(0) ack 3002");
  bench_state (b, TCP_TIME_WAIT);
  g_assert_cmpint (bench_receive (b, 5000), ==, 0);
  bench_free (b);
}

/* The other side of it: in CLOSE-WAIT we go on sending. */
static void
test_half_close_peer (void)
{
  struct bench *b = bench_in (NULL, TCP_CLOSE_WAIT, TRUE);

  bench_send (b, 1500);
  bench_sends (b, ". 1:1001(1000) ack 2");
  bench_arrives (b, ". 2:2(0) ack 1001");
  bench_sends (b, "P. 1001:1501(500) ack 2");
  bench_arrives (b, ". 2:2(0) ack 1501");
  bench_state (b, TCP_CLOSE_WAIT);
  bench_close (b);
  bench_sends (b, "F. 1501:1501(0) ack 2");
  bench_arrives (b, ". 2:2(0) ack 1502");
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* --- lost data --- */

static void
test_text_after_full_close (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_close (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_saw (b, REASON_STATE_DATA_LOST);
  bench_sends (b, "R 1:1(0)");
  bench_reason (b, REASON_SEND_RST_DATA_LOST);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

static void
test_close_unread (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_close (b);
  bench_saw (b, REASON_STATE_DATA_LOST);
  bench_sends (b, "R 1:1(0)");
  BENCH_CHAIN (b, REASON_SEND_RST_DATA_LOST, REASON_CALL_CLOSE);
  bench_state (b, TCP_CLOSED);
  bench_free (b);

  /* A shutdown keeps them for the program. */
  b = bench_established (NULL, 8000);
  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_shutdown (b);
  bench_sends (b, "F. 1:1(0) ack 101");
  g_assert_cmpint (bench_receive (b, 1000), ==, 100);
  bench_state (b, TCP_FIN_WAIT_1);
  bench_free (b);
}

/* Once the peer has ended its sending and ours is under way, what is unread harms nobody. */
static void
test_close_unread_late (void)
{
  struct bench *b = bench_in (NULL, TCP_FIN_WAIT_1, FALSE);

  bench_arrives (b, "FP. 1:101(100) ack 1");
  bench_sends (b, ". 2:2(0) ack 102");
  g_assert_cmpint (bench_close (b), ==, TCP_OK);
  bench_quiet (b);
  bench_state (b, TCP_CLOSING);
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_NO_CONNECTION);
  bench_free (b);
}

/* What was read in order can still be read after the connection ended well. */
static void
test_unread_after_end (void)
{
  struct bench *b = bench_in (NULL, TCP_FIN_WAIT_2, FALSE);

  bench_arrives (b, "FP. 1:101(100) ack 2");
  bench_sends (b, ". 2:2(0) ack 102");
  bench_at (b, SEC (1000));
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (bench_receive (b, 60), ==, 60);
  g_assert_cmpint (bench_receive (b, 60), ==, 40);
  g_assert_cmpint (bench_receive (b, 60), ==, 0);
  bench_free (b);
}

/* Linux's RST says what has arrived, too, and with that its timestamps echo. */
static void
test_reset_acks (void)
{
  struct tcp_config config = bench_config ();

  g_assert_false (config.reset_acks);
  g_assert_true (tcp_config_linux ().reset_acks);
  config.reset_acks = true;
  struct bench *b = bench_established (&config, 8000);
  bench_arrives (b, "P. 1:11(10) ack 1");
  bench_close (b);
  bench_sends_by (b, "R. 1:1(0) ack 11 win 7990", REASON_SEND_RST_DATA_LOST);
  bench_free (b);

  b = bench_established (&config, 8000);
  bench_abort (b);
  bench_sends_by (b, "R. 1:1(0) ack 1 win 8000", REASON_SEND_RST_ABORT);
  bench_free (b);
}

const struct dialogue dialogues_close[] = {
  { "/tcp/close/TR-07/S02/active/SM-ACK-09/TO-2MSL/MUST-13", test_four_active },
  { "/tcp/close/TR-07/S02/passive/SM-FIN-01/SM-ACK-13", test_four_passive },
  { "/tcp/close/TR-08/S04/passive", test_three_passive },
  { "/tcp/close/TR-08/S04/active/SM-FIN-02", test_three_active },
  { "/tcp/close/TR-09/S14/SM-FIN-03/SM-ACK-12", test_simultaneous },
  { "/tcp/close/TR-10/S03/SM-TXT-01/SM-FIN-04", test_half_close },
  { "/tcp/close/TR-10/close-wait", test_half_close_peer },
  { "/tcp/close/SM-TXT-04/MAY-1", test_text_after_full_close },
  { "/tcp/close/SM-TXT-04/SHLD-3", test_close_unread },
  { "/tcp/close/UC-CLOSE-CG/unread", test_close_unread_late },
  { "/tcp/close/UC-RECEIVE-CLOSED/unread", test_unread_after_end },
  { "/tcp/close/reset-acks", test_reset_acks },
  { 0 },
};
