/* Opening: the handshake, what is lost of it, simultaneous open. */
#include "bench.h"

/* --- the handshake --- */

static void
test_active (void)
{
  struct bench *b = bench_new (NULL);

  bench_connect (b);
  bench_saw (b, REASON_CALL_OPEN_ACTIVE);
  bench_saw (b, REASON_STATE_OPEN_ACTIVE);
  bench_saw (b, REASON_TIMER_RTO_START);
  bench_sends (b, "S 0:0(0) win 8000 <mss 1000>");
  BENCH_CHAIN (b, REASON_SEND_SYN, REASON_CALL_OPEN_ACTIVE);
  bench_state (b, TCP_SYN_SENT);
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 536);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 8000 <mss 1000>");
  bench_saw (b, REASON_ARRIVE_SYN_ACK);
  bench_saw (b, REASON_UPDATE_ACK_NEW);
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  bench_saw (b, REASON_TIMER_RTO_STOP);
  bench_saw (b, REASON_STATE_SYN_ACKED);
  bench_saw (b, REASON_NOTICE_CONNECTED);
  bench_sends (b, ". 1:1(0) ack 1 win 8000");
  BENCH_CHAIN (b, REASON_SEND_ACK_OF_SYN, REASON_ARRIVE_SYN_ACK);
  bench_state (b, TCP_ESTABLISHED);

  struct tcp_vars vars = bench_vars (b);
  g_assert_cmpuint (vars.iss, ==, 100);
  g_assert_cmpuint (vars.snd_una, ==, 101);
  g_assert_cmpuint (vars.snd_nxt, ==, 101);
  g_assert_cmpuint (vars.irs, ==, 300);
  g_assert_cmpuint (vars.rcv_nxt, ==, 301);
  g_assert_cmpuint (vars.rcv_up, ==, 301);
  g_assert_cmpuint (vars.eff_snd_mss, ==, 1000);
  g_assert_cmpint (vars.last_rtt, ==, MS (100));
  bench_free (b);
}

static void
test_passive (void)
{
  struct bench *b = bench_new (NULL);
  int listener = bench_listen (b);

  bench_saw (b, REASON_CALL_OPEN_PASSIVE);
  bench_saw (b, REASON_STATE_OPEN_PASSIVE);
  bench_state (b, TCP_LISTEN);
  bench_at (b, MS (50));
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_saw (b, REASON_ARRIVE_SYN);
  bench_saw (b, REASON_STATE_SYN_ARRIVED);
  bench_sends (b, "S. 0:0(0) ack 1 win 8000 <mss 1000>");
  BENCH_CHAIN (b, REASON_SEND_SYN_ACK, REASON_ARRIVE_SYN);
  bench_state (b, TCP_LISTEN);
  bench_state_of (b, listener + 1, TCP_SYN_RECEIVED);
  g_assert_cmpint (bench_accept (b), ==, TCP_ERROR_NO_ROOM);
  bench_at (b, MS (150));
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_ARRIVE_ACK);
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_saw (b, REASON_NOTICE_ACCEPTED);
  bench_quiet (b);
  g_assert_cmpint (bench_accept (b), ==, listener + 1);
  bench_state (b, TCP_ESTABLISHED);
  bench_state_of (b, listener, TCP_LISTEN);
  g_assert_cmpuint (bench_vars (b).passive_open, ==, 1);
  bench_free (b);
}

/* Figure 7: two SYNs cross; four segments, one connection, no listener. */
static void
test_simultaneous (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_at (b, MS (50));
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_saw (b, REASON_STATE_SYN_CROSSED);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  BENCH_CHAIN (b, REASON_SEND_SYN_ACK_SIMULTANEOUS, REASON_ARRIVE_SYN);
  bench_state (b, TCP_SYN_RECEIVED);
  g_assert_cmpuint (bench_vars (b).passive_open, ==, 0);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_saw (b, REASON_NOTICE_CONNECTED);
  bench_saw (b, REASON_UPDATE_KARN_NO_SAMPLE);
  bench_state (b, TCP_ESTABLISHED);
  bench_quiet (b);
  bench_free (b);
}

/* To the letter the SYN+ACK is a SYN below the window: only acknowledged, and that ACK opens the peer. */
static void
test_simultaneous_literal (void)
{
  struct tcp_config config = bench_config ();

  config.literal_syn_received = true;
  struct bench *b = bench_in (&config, TCP_SYN_RECEIVED, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_state (b, TCP_SYN_RECEIVED);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* Figure 8: an old SYN costs a slot for one round trip. */
static void
test_old_syn (void)
{
  struct bench *b = bench_new (NULL);
  int listener = bench_listen (b);

  bench_peer_iss (b, 90);
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_ARRIVE_RST);
  bench_saw (b, REASON_STATE_BACK_TO_LISTEN);
  bench_saw (b, REASON_TIMER_STOP_CLOSED);
  bench_saw_not (b, REASON_NOTICE_RESET);
  bench_state (b, TCP_LISTEN);
  g_assert_false (tcp_stack_vars (bench_stack (b), listener + 1, &(struct tcp_vars){ 0 }));
  bench_peer_iss (b, 100);
  bench_our_iss (b, 1100);
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  g_assert_cmpint (bench_accept (b), ==, listener + 2);
  bench_free (b);
}

/* The client's side of figure 8, and of figure 11: it knows of no such attempt. */
static void
test_stale_syn_ack (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_arrives (b, "S. 0:0(0) ack 4294967287");
  bench_saw (b, REASON_DISCARD_SYN_SENT_BAD_ACK);
  bench_sends (b, "R 4294967287:4294967287(0) win 0");
  BENCH_CHAIN (b, REASON_SEND_RST_SYN_SENT, REASON_ARRIVE_SYN_ACK);
  bench_state (b, TCP_SYN_SENT);
  bench_free (b);

  b = bench_in (NULL, TCP_LISTEN, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 55");
  bench_sends (b, "R 55:55(0)");
  bench_reason (b, REASON_SEND_RST_LISTEN);
  bench_state (b, TCP_LISTEN);
  bench_free (b);
}

/* Figure 9: we have rebooted, the peer has not; its challenge ACK draws the RST, and our SYN comes again. */
static void
test_half_open (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_at (b, MS (100));
  bench_arrives (b, ". 500:500(0) ack 4294967196");
  bench_sends (b, "R 4294967196:4294967196(0)");
  bench_reason (b, REASON_SEND_RST_SYN_SENT);
  bench_at (b, MS (1000));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* --- what is lost --- */

static void
test_lost_syn (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_at (b, MS (999));
  bench_quiet (b);
  bench_at (b, MS (1000));
  bench_saw (b, REASON_TIMER_RTO_EXPIRED);
  bench_saw (b, REASON_TIMER_RTO_BACKOFF);
  bench_saw_not (b, REASON_UPDATE_TIMEOUT_COLLAPSE);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  BENCH_CHAIN (b, REASON_RETRANSMIT_TIMEOUT, REASON_TIMER_RTO_EXPIRED, REASON_TIMER_RTO_START, REASON_CALL_OPEN_ACTIVE);
  g_assert_cmpint (bench_vars (b).rto, ==, SEC (2));
  bench_at (b, MS (1100));
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_saw (b, REASON_UPDATE_KARN_NO_SAMPLE);
  bench_saw (b, REASON_UPDATE_RTO_AFTER_SYN_LOSS);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_vars (b).rto, ==, SEC (3));
  g_assert_cmpuint (bench_vars (b).backoff, ==, 0);
  g_assert_cmpint (bench_vars (b).srtt, ==, 0);
  bench_send (b, 5);
  bench_sends (b, "P. 1:6(5) ack 1");
  bench_at (b, MS (4100));
  bench_sends (b, "P. 1:6(5) ack 1");
  bench_free (b);
}

static void
test_syn_gives_up (void)
{
  static const int resent[] = { 1, 3, 7, 15, 31, 63, 123 };
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (resent); i++)
    {
      bench_at (b, SEC (resent[i]));
      bench_sends (b, "S 0:0(0) <mss 1000>");
      g_assert_cmpuint (bench_count (b, REASON_NOTICE_R1), ==, i >= 2);
    }
  bench_at (b, SEC (183) - 1);
  bench_state (b, TCP_SYN_SENT);
  bench_at (b, SEC (183));
  bench_saw (b, REASON_STATE_TIMED_OUT);
  bench_saw (b, REASON_NOTICE_TIMED_OUT);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_TIMED_OUT);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_free (b);
}

/* The repeated SYN and B's own timer fall on the same instant: the arrival comes first and moves the timer. */
static void
test_lost_syn_ack (void)
{
  struct bench *b = bench_in (NULL, TCP_LISTEN, FALSE);

  bench_at (b, MS (50));
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_at (b, MS (1049));
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_saw (b, REASON_TIMER_RTO_RESTART);
  bench_saw (b, REASON_DISCARD_SEQ_OLD);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  BENCH_CHAIN (b, REASON_RETRANSMIT_SYN_ACK_ASKED, REASON_ARRIVE_SYN);
  bench_use (b, bench_socket (b) + 1);
  bench_state (b, TCP_SYN_RECEIVED);
  bench_at (b, MS (1149));
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_UPDATE_KARN_NO_SAMPLE);
  bench_saw_not (b, REASON_UPDATE_RTO_AFTER_SYN_LOSS);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

static void
test_lost_syn_ack_literal (void)
{
  struct tcp_config config = bench_config ();

  config.literal_syn_received = true;
  struct bench *b = bench_in (&config, TCP_SYN_RECEIVED, TRUE);
  bench_at (b, MS (999));
  bench_arrives (b, "S 0:0(0)");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_at (b, MS (1000));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_free (b);
}

static void
test_lost_third_then_text (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  bench_at (b, MS (110));
  bench_arrives (b, "P. 1:6(5) ack 1");
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_receive (b, 100), ==, 5);
  bench_at (b, MS (310));
  bench_sends (b, ". 1:1(0) ack 6");
  bench_free (b);
}

static void
test_lost_third_silent (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  bench_at (b, MS (1000));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_at (b, MS (1100));
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);

  /* The other side of it: the SYN+ACK comes again. */
  b = bench_established (NULL, 8000);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_OLD);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

static void
test_lost_third_server_speaks (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  g_assert_cmpint (bench_send (b, 5), ==, 5);
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_sends (b, "P. 1:6(5) ack 1");
  BENCH_CHAIN (b, REASON_SEND_DATA, REASON_ARRIVE_ACK);
  bench_free (b);
}

static void
test_child_gives_up (void)
{
  static const int resent[] = { 1, 3, 7, 15, 31 };
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);
  int child = bench_socket (b);

  for (gsize i = 0; i < G_N_ELEMENTS (resent); i++)
    {
      bench_at (b, SEC (resent[i]));
      bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
    }
  bench_at (b, SEC (63));
  bench_saw (b, REASON_STATE_TIMED_OUT);
  bench_saw_not (b, REASON_NOTICE_TIMED_OUT);
  g_assert_false (tcp_stack_vars (bench_stack (b), child, &(struct tcp_vars){ 0 }));
  bench_state_of (b, child - 1, TCP_LISTEN);
  bench_free (b);
}

const struct dialogue dialogues_open[] = {
  { "/tcp/open/TR-01/S01/active/SM-SYNSENT-05", test_active },
  { "/tcp/open/TR-01/passive/SM-LISTEN-03/SM-ACK-04", test_passive },
  { "/tcp/open/TR-02/S13/SM-SYNSENT-07/SM-SYN-03", test_simultaneous },
  { "/tcp/open/SM-SYN-03/literal", test_simultaneous_literal },
  { "/tcp/open/TR-03/SM-RST-02", test_old_syn },
  { "/tcp/open/TR-03/TR-06/SM-SYNSENT-01/SM-LISTEN-02", test_stale_syn_ack },
  { "/tcp/open/TR-04/S17", test_half_open },
  { "/tcp/open/S07/RTO-01/RTO-11/TO-RTO", test_lost_syn },
  { "/tcp/open/S07/TO-R1/TO-R2/MUST-22/MUST-23", test_syn_gives_up },
  { "/tcp/open/S08/SM-SYN-02/D-01", test_lost_syn_ack },
  { "/tcp/open/S08/SM-SYN-02/literal", test_lost_syn_ack_literal },
  { "/tcp/open/S09a/SM-ACK-04", test_lost_third_then_text },
  { "/tcp/open/S09b/SM-SEQ-05", test_lost_third_silent },
  { "/tcp/open/S09c", test_lost_third_server_speaks },
  { "/tcp/open/S18/TO-SRLIMIT", test_child_gives_up },
  { 0 },
};
