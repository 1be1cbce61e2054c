/* SEGMENT ARRIVES in LISTEN, SYN-SENT and CLOSED. */
#include "bench.h"

/* --- LISTEN --- */

static void
test_listen_others (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  bench_arrives (b, "R 0:0(0)");
  bench_saw (b, REASON_DISCARD_RST_LISTEN);
  bench_quiet (b);
  bench_arrives (b, ". 5:5(0) ack 55");
  bench_sends (b, "R 55:55(0) win 0");
  BENCH_CHAIN (b, REASON_SEND_RST_LISTEN, REASON_ARRIVE_ACK);
  bench_arrives (b, "F 5:5(0)");
  bench_saw (b, REASON_DISCARD_LISTEN_OTHER);
  bench_quiet (b);
  bench_arrives (b, "none 5:10(5)");
  bench_saw (b, REASON_DISCARD_LISTEN_OTHER);
  bench_quiet (b);
  bench_state (b, TCP_LISTEN);
  bench_free (b);
}

static void
test_listen_syn_with_text (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  bench_arrives (b, "S 0:5(5)");
  bench_saw (b, REASON_UPDATE_HELD_OUT_OF_ORDER);
  bench_saw_not (b, REASON_DELIVER_IN_ORDER);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_use (b, bench_socket (b) + 1);
  g_assert_cmpuint (bench_vars (b).out_of_order, ==, 5);
  bench_arrives (b, ". 6:6(0) ack 1");
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_saw (b, REASON_DELIVER_GAP_FILLED);
  bench_sends (b, ". 1:1(0) ack 6");
  g_assert_cmpint (bench_receive (b, 100), ==, 5);
  bench_free (b);
}

/* The third segment brings the text of the SYN again, and more. */
static void
test_listen_syn_with_text_again (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  bench_arrives (b, "S 0:5(5)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_use (b, bench_socket (b) + 1);
  bench_arrives (b, "P. 1:11(10) ack 1");
  bench_sends (b, ". 1:1(0) ack 11");
  g_assert_cmpint (bench_receive (b, 100), ==, 10);
  bench_free (b);
}

/* A SYN+ACK that was resent twice leaves one segment of cwnd (RFC 6928), text waits for it. */
static void
test_child_window (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  bench_at (b, SEC (1));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_at (b, SEC (3));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_UPDATE_RTO_AFTER_SYN_LOSS);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, 1000);
  bench_free (b);
}

static void
test_listen_syn_with_fin (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  bench_arrives (b, "SF 0:5(5)");
  bench_saw (b, REASON_UPDATE_FIN_HELD);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_use (b, bench_socket (b) + 1);
  bench_state (b, TCP_SYN_RECEIVED);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_NOTICE_END_OF_DATA);
  bench_sends (b, ". 1:1(0) ack 7");
  bench_state (b, TCP_CLOSE_WAIT);
  g_assert_cmpint (bench_receive (b, 100), ==, 5);
  g_assert_cmpint (bench_receive (b, 100), ==, 0);
  bench_free (b);
}

static void
test_listen_backlog (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  for (guint16 port = 1; port <= 4; port++)
    {
      bench_arrives_from (b, port, "S 0:0(0)");
      bench_our_iss (b, 100 + 1000 * (port - 1u));
      bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
    }
  bench_arrives_from (b, 5, "S 0:0(0)");
  bench_saw (b, REASON_DISCARD_BACKLOG_FULL);
  bench_quiet (b);
  bench_our_iss (b, 100);
  bench_arrives_from (b, 1, ". 1:1(0) ack 1");
  bench_arrives_from (b, 5, "S 0:0(0)");
  bench_our_iss (b, 4100);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

static void
test_listen_accept_queue (void)
{
  struct tcp_config config = bench_config ();

  config.backlog = 1;
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  int listener = bench_socket (b);
  bench_arrives_from (b, 1, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 1, ". 1:1(0) ack 1");
  bench_arrives_from (b, 2, "S 0:0(0)");
  bench_our_iss (b, 1100);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 2, ". 1:1(0) ack 1");
  bench_saw (b, REASON_DISCARD_ACCEPT_QUEUE_FULL);
  bench_state_of (b, listener + 2, TCP_SYN_RECEIVED);
  g_assert_cmpint (bench_accept (b), ==, listener + 1);
  bench_at (b, SEC (1));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 2, ". 1:1(0) ack 1");
  bench_state_of (b, listener + 2, TCP_ESTABLISHED);
  bench_free (b);
}

static void
test_listen_accept_queue_reset (void)
{
  struct tcp_config config = bench_config ();

  config.backlog = 1;
  config.overflow_resets = true;
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  int listener = bench_socket (b);
  bench_arrives_from (b, 1, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 1, ". 1:1(0) ack 1");
  bench_arrives_from (b, 2, "S 0:0(0)");
  bench_our_iss (b, 1100);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 2, ". 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_BACK_TO_LISTEN);
  bench_sends (b, "R 1:1(0)");
  bench_reason (b, REASON_SEND_RST_ACCEPT_QUEUE_FULL);
  bench_state_of (b, listener + 1, TCP_ESTABLISHED);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 2);
  bench_free (b);
}

/* --- SYN-SENT --- */

static void
test_syn_sent_rst (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_arrives (b, "R. 0:0(0) ack 5");
  bench_saw (b, REASON_DISCARD_SYN_SENT_RST);
  bench_arrives (b, "R. 0:0(0) ack 0");
  bench_saw (b, REASON_DISCARD_SYN_SENT_RST);
  bench_arrives (b, "R 0:0(0)");
  bench_saw (b, REASON_DISCARD_SYN_SENT_RST);
  bench_state (b, TCP_SYN_SENT);
  bench_quiet (b);
  bench_arrives (b, "R. 0:0(0) ack 1");
  bench_saw (b, REASON_STATE_REFUSED);
  bench_saw (b, REASON_NOTICE_REFUSED);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_REFUSED);
  bench_free (b);
}

static void
test_syn_sent_more_with_syn_ack (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_arrives (b, "S. 0:5(5) ack 1");
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_sends (b, ". 1:1(0) ack 6");
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_receive (b, 100), ==, 5);
  bench_free (b);

  b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "SF. 0:5(5) ack 1");
  bench_sends (b, ". 1:1(0) ack 7");
  bench_reason (b, REASON_SEND_ACK_OF_FIN);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_free (b);
}

/* More text than the window takes is cut, and the FIN behind it goes too; in every state that takes a SYN. */
static void
test_syn_with_too_much (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_arrives (b, "SF. 0:9000(9000) ack 1");
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_receive (b, 9000), ==, 8000);
  bench_sends (b, ". 1:1(0) ack 8001 win 8000");
  bench_free (b);

  b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "SF. 0:8000(8000) ack 1");
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);

  b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "SF. 0:7999(7999) ack 1");
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_state (b, TCP_CLOSE_WAIT);
  bench_free (b);

  b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "SF 0:9000(9000)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  g_assert_cmpuint (bench_vars (b).out_of_order, ==, 8000);
  bench_arrives (b, ". 8001:8001(0) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_BEYOND_WINDOW);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);

  b = bench_in (NULL, TCP_LISTEN, FALSE);
  bench_arrives (b, "SF 0:8000(8000)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_use (b, bench_socket (b) + 1);
  g_assert_cmpuint (bench_vars (b).out_of_order, ==, 0);
  bench_free (b);

  b = bench_in (NULL, TCP_LISTEN, FALSE);
  bench_arrives (b, "SF 0:7999(7999)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_use (b, bench_socket (b) + 1);
  g_assert_cmpuint (bench_vars (b).out_of_order, ==, 7999);
  bench_free (b);
}

/* The third segment of the handshake does not wait for the program. */
static void
test_syn_sent_ack_at_once (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_gather (b);
  bench_arrives (b, "SU. 0:0(0) ack 1 win 8000 urg 5");
  bench_saw (b, REASON_NOTICE_URGENT);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);
}

static void
test_syn_sent_queued_text (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  g_assert_cmpint (bench_send (b, 5), ==, 5);
  bench_quiet (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, "P. 1:6(5) ack 1");
  BENCH_CHAIN (b, REASON_SEND_DATA, REASON_ARRIVE_SYN_ACK);
  bench_quiet (b);
  bench_free (b);
}

static void
test_syn_sent_crossing_with_text (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_arrives (b, "S 0:5(5)");
  bench_saw_not (b, REASON_DELIVER_IN_ORDER);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_state (b, TCP_SYN_RECEIVED);
  bench_arrives (b, ". 6:6(0) ack 1");
  bench_saw (b, REASON_DELIVER_GAP_FILLED);
  bench_sends (b, ". 1:1(0) ack 6");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

static void
test_syn_sent_others (void)
{
  static const char *const others[] = { ". 0:0(0) ack 1", "none 0:5(5)", "F 0:0(0)", "F. 1:1(0) ack 1" };
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      bench_arrives (b, others[i]);
      bench_saw (b, REASON_DISCARD_SYN_SENT_OTHER);
      bench_quiet (b);
      bench_state (b, TCP_SYN_SENT);
    }
  bench_arrives (b, ". 1:1(0) ack 0");
  bench_sends (b, "R 0:0(0)");
  bench_arrives (b, "P. 1:6(5) ack 2");
  bench_sends (b, "R 2:2(0)");
  bench_free (b);
}

/* --- CLOSED --- */

static void
test_closed (void)
{
  struct bench *b = bench_in (NULL, TCP_CLOSED, FALSE);

  bench_arrives (b, "R 0:0(0)");
  bench_saw (b, REASON_DISCARD_RST_CLOSED);
  bench_quiet (b);
  bench_our_iss (b, 0);
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "R. 0:0(0) ack 1 win 0");
  BENCH_CHAIN (b, REASON_SEND_RST_CLOSED, REASON_ARRIVE_SYN);
  bench_arrives (b, "SF 0:7(7)");
  bench_sends (b, "R. 0:0(0) ack 9");
  bench_arrives (b, "none 5:10(5)");
  bench_saw (b, REASON_ARRIVE_DATA);
  bench_sends (b, "R. 0:0(0) ack 10");
  bench_arrives (b, "P. 5:15(10) ack 800");
  bench_sends (b, "R 800:800(0) win 0");
  bench_arrives (b, "F. 5:5(0) ack 900");
  bench_saw (b, REASON_ARRIVE_FIN);
  bench_sends (b, "R 900:900(0)");
  bench_arrives (b, "none 5:5(0)");
  bench_saw (b, REASON_ARRIVE_OTHER);
  bench_sends (b, "R. 0:0(0) ack 5");
  bench_free (b);
}

/* --- the counter-experiment --- */

static void
test_two_way (void)
{
  struct tcp_config config = bench_config ();

  config.two_way_handshake = true;
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_saw (b, REASON_STATE_TWO_WAY);
  bench_saw (b, REASON_NOTICE_ACCEPTED);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  g_assert_cmpint (bench_accept (b), >, 0);
  bench_state (b, TCP_ESTABLISHED);
  /* Nobody is there, and nobody finds out. */
  bench_at (b, SEC (86400));
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, "P. 1:6(5) ack 1");
  g_assert_cmpint (bench_receive (b, 10), ==, 5);
  bench_send (b, 3);
  bench_sends (b, "P. 1:4(3) ack 6");
  bench_free (b);
}

const struct dialogue dialogues_listen[] = {
  { "/tcp/listen/SM-LISTEN-01/SM-LISTEN-02/SM-LISTEN-10", test_listen_others },
  { "/tcp/listen/SM-LISTEN-04", test_listen_syn_with_text },
  { "/tcp/listen/SM-LISTEN-04/again", test_listen_syn_with_text_again },
  { "/tcp/listen/CC-02/SYN-ACK", test_child_window },
  { "/tcp/listen/SM-LISTEN-05", test_listen_syn_with_fin },
  { "/tcp/listen/SM-LISTEN-06", test_listen_backlog },
  { "/tcp/listen/SM-LISTEN-09", test_listen_accept_queue },
  { "/tcp/listen/SM-LISTEN-09/reset", test_listen_accept_queue_reset },
  { "/tcp/listen/SM-SYNSENT-02/SM-SYNSENT-03/SM-SYNSENT-04/S12", test_syn_sent_rst },
  { "/tcp/listen/SM-SYNSENT-06", test_syn_sent_more_with_syn_ack },
  { "/tcp/listen/SM-SYNSENT-06/SM-LISTEN-05/too-much", test_syn_with_too_much },
  { "/tcp/listen/SM-SYNSENT-05/at-once", test_syn_sent_ack_at_once },
  { "/tcp/listen/SM-SYNSENT-05/text", test_syn_sent_queued_text },
  { "/tcp/listen/SM-SYNSENT-08", test_syn_sent_crossing_with_text },
  { "/tcp/listen/SM-SYNSENT-09/SM-SYNSENT-10/SM-SYNSENT-01", test_syn_sent_others },
  { "/tcp/listen/SM-CLOSED-01/SM-CLOSED-02/SM-CLOSED-03", test_closed },
  { "/tcp/listen/SM-HYP-01/S06", test_two_way },
  { 0 },
};
