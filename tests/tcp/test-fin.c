/* The FIN: with text, above a gap, again, behind text that waits, lost. */
#include "bench.h"

/* --- the FIN --- */

static void
test_fin_with_text (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "FP. 1:101(100) ack 1");
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_saw (b, REASON_STATE_FIN_ARRIVED);
  bench_saw (b, REASON_TIMER_DELAYED_ACK_STOP);
  bench_sends (b, ". 1:1(0) ack 102");
  bench_quiet (b);
  bench_state (b, TCP_CLOSE_WAIT);
  g_assert_cmpint (bench_receive (b, 1000), ==, 100);
  g_assert_cmpint (bench_receive (b, 1000), ==, 0);
  bench_free (b);

  b = bench_in (NULL, TCP_FIN_WAIT_1, FALSE);
  bench_arrives (b, "FP. 1:101(100) ack 2");
  bench_sends (b, ". 2:2(0) ack 102");
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

static void
test_fin_above_gap (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "FP. 101:201(100) ack 1");
  bench_saw (b, REASON_UPDATE_HELD_OUT_OF_ORDER);
  bench_saw (b, REASON_UPDATE_FIN_HELD);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_ACK_OUT_OF_ORDER);
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_saw (b, REASON_DELIVER_GAP_FILLED);
  bench_sends (b, ". 1:1(0) ack 202");
  bench_state (b, TCP_CLOSE_WAIT);
  g_assert_cmpint (bench_receive (b, 1000), ==, 200);
  bench_free (b);

  /* A FIN alone, early. */
  b = bench_in (NULL, TCP_FIN_WAIT_2, FALSE);
  bench_arrives (b, "F. 101:101(0) ack 2");
  bench_saw (b, REASON_UPDATE_FIN_HELD);
  bench_sends (b, ". 2:2(0) ack 1");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_arrives (b, "P. 1:101(100) ack 2");
  bench_sends (b, ". 2:2(0) ack 102");
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

static void
test_fin_again (void)
{
  static const enum tcp_state states[] = { TCP_CLOSE_WAIT, TCP_CLOSING, TCP_LAST_ACK };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      struct bench *b = bench_in (NULL, states[i], FALSE);
      bench_arrives (b, "F. 1:1(0) ack 1");
      bench_saw (b, REASON_DISCARD_SEQ_OLD);
      bench_sends (b, states[i] == TCP_CLOSE_WAIT ? ". 1:1(0) ack 2" : ". 2:2(0) ack 2");
      bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
      bench_state (b, states[i]);
      bench_free (b);
    }
}

/* CLOSE with text that cannot go yet: FIN-WAIT-1 at once, the FIN later, on the last segment. */
static void
test_fin_pending (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 1500);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_close (b);
  bench_saw (b, REASON_WAIT_FIN_PENDING);
  bench_state (b, TCP_FIN_WAIT_1);
  g_assert_cmpuint (bench_vars (b).fin_pending, ==, 1);
  bench_arrives (b, ". 1:1(0) ack 1001 win 1000");
  bench_sends (b, "FP. 1001:1501(500) ack 1");
  BENCH_CHAIN (b, REASON_SEND_FIN, REASON_ARRIVE_ACK);
  bench_arrives (b, ". 1:1(0) ack 1501 win 1000");
  bench_state (b, TCP_FIN_WAIT_1);
  bench_arrives (b, ". 1:1(0) ack 1502 win 1000");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_free (b);

  /* In CLOSE-WAIT the state waits with it. */
  b = bench_established (NULL, 1000);
  bench_arrives (b, "F. 1:1(0) ack 1 win 1000");
  bench_sends (b, ". 1:1(0) ack 2");
  bench_send (b, 1500);
  bench_sends (b, ". 1:1001(1000) ack 2");
  bench_close (b);
  bench_saw (b, REASON_WAIT_FIN_PENDING);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_arrives (b, ". 2:2(0) ack 1001 win 1000");
  bench_sends (b, "FP. 1001:1501(500) ack 2");
  bench_state (b, TCP_LAST_ACK);
  bench_arrives (b, ". 2:2(0) ack 1501 win 1000");
  bench_state (b, TCP_LAST_ACK);
  bench_arrives (b, ". 2:2(0) ack 1502 win 1000");
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* Text that fills the window to its edge leaves no number for the FIN. */
static void
test_fin_at_the_edge (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 500);
  bench_sends (b, "P. 1:501(500) ack 1");
  bench_send (b, 500);
  bench_quiet (b);
  bench_close (b);
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 501 win 500");
  bench_sends (b, "P. 501:1001(500) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 1000");
  bench_sends (b, "F. 1001:1001(0) ack 1");
  bench_free (b);
}

/* The peer's FIN comes while ours waits behind text: CLOSING, and text and FIN still go. */
static void
test_fin_pending_in_closing (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 1500);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_close (b);
  bench_arrives (b, "F. 1:1(0) ack 1 win 1000");
  bench_sends (b, ". 1001:1001(0) ack 2");
  bench_state (b, TCP_CLOSING);
  bench_arrives (b, ". 2:2(0) ack 1001 win 1000");
  bench_sends (b, "FP. 1001:1501(500) ack 2");
  bench_arrives (b, ". 2:2(0) ack 1502 win 1000");
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

static void
test_close_in_syn_received (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  bench_shutdown (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_state (b, TCP_FIN_WAIT_1);
  bench_arrives (b, ". 1:1(0) ack 2");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_free (b);

  /* With text queued the CLOSE waits for ESTABLISHED. */
  b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);
  bench_send (b, 5);
  bench_shutdown (b);
  bench_saw (b, REASON_WAIT_FIN_PENDING);
  bench_quiet (b);
  bench_state (b, TCP_SYN_RECEIVED);
  g_assert_cmpint (bench_send (b, 5), ==, TCP_ERROR_CLOSING);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_saw (b, REASON_STATE_CLOSE_ACTIVE);
  bench_sends (b, "FP. 1:6(5) ack 1");
  bench_state (b, TCP_FIN_WAIT_1);
  bench_free (b);
}

/* The SYN+ACK and the FIN behind it are both lost. */
static void
test_close_in_syn_received_lost (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  bench_shutdown (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_at (b, SEC (1));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_state (b, TCP_FIN_WAIT_1);
  bench_at (b, SEC (3));
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 2");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_free (b);
}

static void
test_lost_fin (void)
{
  struct bench *b = bench_in (NULL, TCP_LAST_ACK, FALSE);

  bench_at (b, MS (1100));
  bench_sends (b, "F. 1:1(0) ack 2");
  BENCH_CHAIN (b, REASON_RETRANSMIT_TIMEOUT, REASON_TIMER_RTO_EXPIRED, REASON_TIMER_RTO_START, REASON_CALL_CLOSE);
  g_assert_cmpint (bench_vars (b).rto, ==, SEC (2));
  bench_state (b, TCP_LAST_ACK);
  bench_at (b, MS (3100));
  bench_sends (b, "F. 1:1(0) ack 2");
  bench_free (b);
}

const struct dialogue dialogues_fin[] = {
  { "/tcp/fin/SM-FIN-06", test_fin_with_text },
  { "/tcp/fin/SM-FIN-07", test_fin_above_gap },
  { "/tcp/fin/SM-FIN-05", test_fin_again },
  { "/tcp/fin/D-04/SM-ACK-10/SM-ACK-14", test_fin_pending },
  { "/tcp/fin/D-04/edge", test_fin_at_the_edge },
  { "/tcp/fin/D-04/closing", test_fin_pending_in_closing },
  { "/tcp/fin/UC-CLOSE-SR", test_close_in_syn_received },
  { "/tcp/fin/UC-CLOSE-SR/lost", test_close_in_syn_received_lost },
  { "/tcp/fin/TO-RTO/LA", test_lost_fin },
  { 0 },
};
