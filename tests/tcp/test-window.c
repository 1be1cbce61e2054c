/* Flow control: the send and the receive window, zero windows and probes, silly windows, full buffers. */
#include "bench.h"

/* --- sending into a window --- */

/* Old text that the peer sends again, below SND.WL1, acknowledges more: its window is the newest there is, and no octet
 * goes beyond its edge. What is as old and acknowledges nothing new tells nothing of the window. */
static void
test_window_of_resent_text (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 10;
  struct bench *b = bench_established (&config, 2000);
  bench_send (b, 4000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1 win 2000");
  bench_sends (b, ". 2001:2001(0) ack 1");
  bench_arrives (b, ". 1:1001(1000) ack 2001 win 1000");
  bench_saw (b, REASON_UPDATE_WINDOW);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 1000);
  bench_sends (b, ". 2001:3001(1000) ack 2001");
  bench_quiet (b);
  bench_arrives (b, ". 2001:2001(0) ack 2001 win 2000");
  bench_sends (b, "P. 3001:4001(1000) ack 2001");

  bench_arrives (b, ". 3001:3101(100) ack 2001 win 2000");
  bench_sends (b, ". 4001:4001(0) ack 2001");
  bench_arrives (b, ". 2001:2101(100) ack 2001 win 5000");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 2000);
  bench_take_all (b);
  bench_free (b);
}

static void
test_usable_window (void)
{
  struct bench *b = bench_established (NULL, 2500);

  bench_send (b, 10000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  bench_quiet (b);
  bench_saw (b, REASON_WAIT_SWS);
  bench_saw_not (b, REASON_TIMER_SWS_START);
  bench_arrives (b, ". 1:1(0) ack 1001 win 2500");
  bench_sends (b, ". 2001:3001(1000) ack 1");
  /* The window shrinks: U is negative, nothing goes until it opens. */
  bench_arrives (b, ". 1:1(0) ack 2001 win 500");
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 3001 win 2500");
  bench_sends (b, ". 3001:4001(1000) ack 1");
  bench_sends (b, ". 4001:5001(1000) ack 1");
  bench_free (b);
}

/* S26 with its numbers: the update is lost, the probe finds the open window. */
static void
test_probe_accepted (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 4;
  struct bench *b = bench_established (&config, 4000);

  bench_send (b, 6000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 2001:3001(1000) ack 1");
  bench_sends (b, ". 3001:4001(1000) ack 1");
  bench_at (b, MS (200));
  bench_arrives (b, ". 1:1(0) ack 2001 win 2000");
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 4001 win 0");
  bench_saw (b, REASON_TIMER_RTO_STOP);
  bench_saw (b, REASON_TIMER_PERSIST_START);
  bench_quiet (b);
  bench_at (b, MS (1200));
  bench_saw (b, REASON_TIMER_PERSIST_EXPIRED);
  bench_saw (b, REASON_TIMER_PERSIST_BACKOFF);
  bench_sends (b, ". 4001:4002(1) ack 1");
  BENCH_CHAIN (b, REASON_SEND_WINDOW_PROBE, REASON_TIMER_PERSIST_EXPIRED, REASON_TIMER_PERSIST_START,
               REASON_ARRIVE_ACK);
  bench_at (b, MS (1300));
  bench_arrives (b, ". 1:1(0) ack 4002 win 3999");
  bench_saw (b, REASON_TIMER_PERSIST_STOP);
  bench_saw_not (b, REASON_UPDATE_IDLE_RESTART);
  bench_sends (b, ". 4002:5002(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 5002 win 4000");
  bench_sends (b, "P. 5002:6001(999) ack 1");
  bench_arrives (b, ". 1:1(0) ack 6001 win 4000");
  g_assert_cmpuint (bench_vars (b).unsent, ==, 0);
  bench_free (b);
}

/* Still full: probes after 1, 2, 4 … 60 s, and no end while they are answered. */
static void
test_probes_refused (void)
{
  static const int probes[] = { 1, 3, 7, 15, 31, 63, 123, 183, 243, 303 };
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  for (gsize i = 0; i < G_N_ELEMENTS (probes); i++)
    {
      bench_at (b, MS (100) + SEC (probes[i]));
      bench_sends (b, ". 1001:1002(1) ack 1");
      bench_reason (b, REASON_SEND_WINDOW_PROBE);
      bench_arrives (b, ". 1:1(0) ack 1001 win 0");
      bench_quiet (b);
    }
  /* SND.NXT has not moved: the window opens and text goes as if nothing had been probed. */
  g_assert_cmpuint (bench_vars (b).snd_nxt, ==, 100 + 1001);
  bench_arrives (b, ". 1:1(0) ack 1001 win 1000");
  bench_sends (b, "P. 1001:2001(1000) ack 1");
  bench_free (b);
}

static void
test_probes_unanswered (void)
{
  static const int probes[] = { 1, 3, 7, 15, 31, 63 };
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  for (gsize i = 0; i < G_N_ELEMENTS (probes); i++)
    {
      bench_at (b, MS (100) + SEC (probes[i]));
      bench_sends (b, ". 1001:1002(1) ack 1");
    }
  bench_at (b, MS (100) + SEC (123));
  bench_saw (b, REASON_STATE_TIMED_OUT);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* Long silence before there is anything to send is no silence of the peer. */
static void
test_probes_after_silence (void)
{
  struct bench *b = bench_established (NULL, 0);

  bench_at (b, SEC (1000));
  bench_send (b, 10);
  bench_saw (b, REASON_TIMER_PERSIST_START);
  bench_at (b, SEC (1001));
  bench_sends (b, ". 1:2(1) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  /* No more than the octet of the probe was sent. */
  bench_arrives (b, ". 1:1(0) ack 3 win 1000");
  bench_saw (b, REASON_DISCARD_ACK_OF_UNSENT);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 2 win 1000");
  bench_sends (b, "P. 2:11(9) ack 1");
  bench_free (b);
}

/* R2 counts from when the window closed, not from when it was last open. */
static void
test_probes_after_a_long_time (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_at (b, SEC (1000));
  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_at (b, SEC (1001));
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, ". 1:1(0) ack 1002 win 1000");
  bench_saw_not (b, REASON_UPDATE_IDLE_RESTART);
  bench_sends (b, "P. 1002:2001(999) ack 1");
  bench_free (b);
}

/* The octet of a probe is taken, and the window is closed again: probing goes on at its pace behind it. */
static void
test_probe_accepted_still_closed (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_at (b, MS (1100));
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1002 win 0");
  bench_quiet (b);
  bench_at (b, MS (3100));
  bench_sends (b, ". 1002:1003(1) ack 1");
  bench_free (b);
}

/* A FIN that the window shuts out is probed like text. */
/* While text is outstanding its RTO asks, and the persist timer waits for its turn. */
static void
test_closed_with_text_outstanding (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 501 win 0");
  bench_saw_not (b, REASON_TIMER_PERSIST_START);
  bench_at (b, MS (1100));
  bench_sends (b, ". 501:1001(500) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_saw (b, REASON_TIMER_RTO_STOP);
  bench_saw (b, REASON_TIMER_PERSIST_START);
  bench_quiet (b);
  bench_at (b, MS (1100) + bench_vars (b).rto);
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_reason (b, REASON_SEND_WINDOW_PROBE);
  bench_free (b);
}

static void
test_probe_fin (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, "F. 1:1(0) ack 1001 win 0");
  bench_sends (b, ". 1001:1001(0) ack 2");
  bench_close (b);
  bench_saw (b, REASON_WAIT_FIN_PENDING);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_at (b, MS (1100));
  bench_sends (b, "F. 1001:1001(0) ack 2");
  bench_reason (b, REASON_SEND_WINDOW_PROBE);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_arrives (b, ". 2:2(0) ack 1001 win 0");
  bench_at (b, MS (3100));
  bench_sends (b, "F. 1001:1001(0) ack 2");
  bench_arrives (b, ". 2:2(0) ack 1002 win 0");
  bench_saw (b, REASON_STATE_CLOSE_PASSIVE);
  bench_saw (b, REASON_STATE_LAST_ACK_ACKED);
  bench_state (b, TCP_CLOSED);
  bench_free (b);

  b = bench_established (NULL, 1000);
  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_shutdown (b);
  bench_state (b, TCP_FIN_WAIT_1);
  bench_at (b, MS (1100));
  bench_sends (b, "F. 1001:1001(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1002 win 0");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_free (b);
}

/* The window opens by too little: no more probes, the override timer instead. */
static void
test_probe_then_silly (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_arrives (b, ". 1:1(0) ack 1001 win 100");
  bench_saw (b, REASON_TIMER_PERSIST_STOP);
  bench_saw (b, REASON_WAIT_SWS);
  bench_saw (b, REASON_TIMER_SWS_START);
  bench_at (b, MS (600));
  bench_sends (b, ". 1001:1101(100) ack 1");
  bench_reason (b, REASON_SEND_SWS_OVERRIDE);
  bench_free (b);
}

/* The counter-experiment: without the persist timer both wait for ever. */
static void
test_no_persist (void)
{
  struct tcp_config config = bench_config ();

  config.persist = false;
  struct bench *b = bench_established (&config, 1000);
  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_free (b);
}

/* --- the receiver's window --- */

/* S26, B's side: a buffer of 4000 that nobody reads, then all of it. */
static void
test_receive_window (void)
{
  struct tcp_config config = bench_config ();

  config.receive_buffer = 4000;
  struct bench *b = bench_established (&config, 8000);
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 2001 win 2000");
  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_arrives (b, ". 3001:4001(1000) ack 1");
  bench_saw (b, REASON_UPDATE_RECEIVE_WINDOW_CLOSED);
  bench_sends (b, ". 1:1(0) ack 4001 win 0");
  bench_at (b, SEC (1));
  g_assert_cmpint (bench_receive (b, 4000), ==, 4000);
  bench_sends (b, ". 1:1(0) ack 4001 win 4000");
  BENCH_CHAIN (b, REASON_SEND_WINDOW_UPDATE, REASON_CALL_RECEIVE);
  bench_arrives (b, "P. 4001:4002(1) ack 1");
  bench_sends (b, ". 1:1(0) ack 4002 win 3999");
  BENCH_CHAIN (b, REASON_SEND_ACK_AT_ONCE, REASON_ARRIVE_DATA);
  bench_arrives (b, "P. 4002:4003(1) ack 1");
  bench_quiet (b);
  bench_free (b);
}

/* Of a large buffer two segments are no news: the next ACK tells of them. A quarter is, and so are they where hardly
 * anything is on offer. */
static void
test_receive_large_window (void)
{
  struct tcp_config config = bench_config ();

  config.receive_buffer = 40000;
  struct bench *b = bench_established (&config, 8000);
  for (guint i = 0; i < 36; i++)
    bench_arrives_numbers (b, ".", 1 + i * 1000, 1000, 1);
  bench_take_all (b);
  bench_receive (b, 2000);
  bench_sends (b, ". 1:1(0) ack 36001 win 6000");
  bench_reason (b, REASON_SEND_WINDOW_UPDATE);
  bench_receive (b, 9000);
  bench_quiet (b);
  bench_receive (b, 1000);
  bench_sends (b, ". 1:1(0) ack 36001 win 16000");
  bench_receive (b, 2000);
  bench_quiet (b);
  bench_arrives (b, "P. 36001:36002(1) ack 1");
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 36002 win 17999");
  bench_free (b);
}

/* A window that is open moves by steps as well. */
static void
test_receiver_small_steps (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 2001 win 6000");
  bench_receive (b, 999);
  g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, 6000);
  bench_receive (b, 1);
  g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, 7000);
  bench_quiet (b);
  bench_free (b);
}

/* What scaling leaves of the window is nothing: for the peer it is closed, which is told once. */
static void
test_closed_by_scale (void)
{
  struct tcp_config config = bench_config ();

  config.window_scale = true;
  config.window_scale_shift = 14;
  config.receive_buffer = 20000;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,wscale 0>");
  bench_sends (b, ". 1:1(0) ack 1 win 1");
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_saw_not (b, REASON_UPDATE_RECEIVE_WINDOW_CLOSED);
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_arrives (b, ". 3001:4001(1000) ack 1");
  bench_saw (b, REASON_UPDATE_RECEIVE_WINDOW_CLOSED);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, 16000);
  bench_arrives (b, ". 4001:4002(1) ack 1");
  bench_saw_not (b, REASON_UPDATE_RECEIVE_WINDOW_CLOSED);
  bench_take_all (b);
  bench_free (b);
}

/* S28: one octet at a time is read; the window stays shut until a full segment fits. */
static void
test_receiver_silly_window (void)
{
  struct tcp_config config = bench_config ();

  config.receive_buffer = 4000;
  struct bench *b = bench_established (&config, 8000);
  bench_arrives (b, ". 1:4001(4000) ack 1");
  bench_sends (b, ". 1:1(0) ack 4001 win 0");
  for (guint i = 0; i < 999; i++)
    {
      bench_receive (b, 1);
      bench_quiet (b);
      g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, 0);
    }
  bench_receive (b, 1);
  bench_sends (b, ". 1:1(0) ack 4001 win 1000");
  bench_free (b);

  config.sws_avoidance = false;
  b = bench_established (&config, 8000);
  bench_arrives (b, ". 1:4001(4000) ack 1");
  bench_sends (b, ". 1:1(0) ack 4001 win 0");
  bench_receive (b, 1);
  bench_sends (b, ". 1:1(0) ack 4001 win 1");
  bench_receive (b, 1);
  bench_sends (b, ". 1:1(0) ack 4001 win 2");
  bench_free (b);
}

/* While the peer has room for more, an opening of two segments is told at once, less goes with the next ACK. */
static void
test_window_update (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 2001 win 6000");
  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_receive (b, 1999);
  bench_quiet (b);
  bench_arrives (b, ". 3001:4001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 4001 win 5999");
  bench_receive (b, 2000);
  bench_sends (b, ". 1:1(0) ack 4001 win 7999");
  bench_reason (b, REASON_SEND_WINDOW_UPDATE);
  bench_free (b);
}

/* Half the buffer counts when that is less than a segment. */
static void
test_receiver_small_buffer (void)
{
  struct tcp_config config = bench_config ();

  config.receive_buffer = 600;
  struct bench *b = bench_established (&config, 8000);
  bench_arrives (b, ". 1:601(600) ack 1");
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 601 win 0");
  bench_receive (b, 299);
  bench_quiet (b);
  bench_receive (b, 1);
  bench_sends (b, ". 1:1(0) ack 601 win 300");
  bench_free (b);
}

/* The right edge never moves to the left, whatever arrives and is read. */
static void
test_right_edge (void)
{
  struct bench *b = bench_established (NULL, 8000);
  guint32 edge = bench_vars (b).rcv_nxt + bench_vars (b).rcv_wnd;

  for (guint i = 0; i < 40; i++)
    {
      guint32 length = 1 + i * 37 % 450;
      guint32 seq = bench_vars (b).rcv_nxt - 300;
      g_autofree char *text = g_strdup_printf ("P. %u:%u(%u) ack 1", seq, seq + length, length);
      bench_gather (b);
      bench_arrives (b, text);
      if (i % 3 == 0)
        bench_receive (b, 1 + i * 13);
      guint32 now = bench_vars (b).rcv_nxt + bench_vars (b).rcv_wnd;
      g_assert_cmpint ((gint32) (now - edge), >=, 0);
      g_assert_cmpuint (bench_vars (b).rcv_wnd + bench_vars (b).unread, <=, 8000);
      edge = now;
    }
  bench_abort (b);
  bench_take_all (b);
  bench_free (b);
}

/* --- the sender's silly windows --- */

/* Half of the largest window there ever was is worth a segment; less waits for the override timer. */
static void
test_sender_silly_window (void)
{
  struct bench *b = bench_established (NULL, 1600);

  bench_send (b, 5000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 800");
  bench_sends (b, ". 1001:1801(800) ack 1");
  bench_reason (b, REASON_SEND_DATA);
  bench_arrives (b, ". 1:1(0) ack 1801 win 700");
  bench_saw (b, REASON_WAIT_SWS);
  bench_saw (b, REASON_TIMER_SWS_START);
  bench_quiet (b);
  bench_at (b, MS (600));
  bench_saw (b, REASON_TIMER_SWS_EXPIRED);
  bench_sends (b, ". 1801:2501(700) ack 1");
  BENCH_CHAIN (b, REASON_SEND_SWS_OVERRIDE, REASON_TIMER_SWS_EXPIRED, REASON_TIMER_SWS_START, REASON_ARRIVE_ACK);
  bench_arrives (b, ". 1:1(0) ack 2501 win 300");
  bench_saw (b, REASON_TIMER_SWS_START);
  bench_arrives (b, ". 1:1(0) ack 2501 win 1600");
  bench_saw (b, REASON_TIMER_SWS_STOP);
  bench_sends (b, ". 2501:3501(1000) ack 1");
  bench_free (b);
}

static void
test_sender_silly_window_off (void)
{
  struct tcp_config config = bench_config ();

  config.sws_avoidance = false;
  struct bench *b = bench_established (&config, 1600);
  bench_send (b, 5000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 1");
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_free (b);
}

/* --- the program's side of the buffers --- */

/* What an ACK has let go leaves in the ACK's name, though the program writes or closes in the same instant. */
static void
test_cause_of_waiting_text (void)
{
  for (int closes = 0; closes <= 1; closes++)
    {
      struct bench *b = bench_established (NULL, 1000);
      bench_gather (b);
      bench_send (b, 2000);
      bench_sends (b, ". 1:1001(1000) ack 1");
      bench_arrives (b, ". 1:1(0) ack 1001 win 3000");
      bench_quiet (b);
      if (closes)
        bench_shutdown (b);
      else
        bench_send (b, 1000);
      bench_sends (b, "P. 1001:2001(1000) ack 1");
      BENCH_CHAIN (b, REASON_SEND_DATA, REASON_ARRIVE_ACK);
      bench_sends (b, closes ? "F. 2001:2001(0) ack 1" : "P. 2001:3001(1000) ack 1");
      BENCH_CHAIN (b, closes ? REASON_SEND_FIN : REASON_SEND_DATA, closes ? REASON_CALL_SHUTDOWN : REASON_CALL_SEND);
      bench_free (b);
    }
}

static void
test_send_buffer (void)
{
  struct tcp_config config = bench_config ();

  config.send_buffer = 3000;
  struct bench *b = bench_established (&config, 2000);
  g_assert_cmpuint (tcp_stack_room (bench_stack (b), bench_socket (b)), ==, 3000);
  g_assert_cmpint (bench_send (b, 5000), ==, 3000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  g_assert_cmpint (bench_send (b, 1), ==, TCP_ERROR_NO_ROOM);
  bench_saw (b, REASON_CALL_ERROR_NO_ROOM);
  g_assert_cmpuint (tcp_stack_room (bench_stack (b), bench_socket (b)), ==, 0);
  bench_arrives (b, ". 1:1(0) ack 1001 win 2000");
  bench_saw (b, REASON_NOTICE_ROOM);
  bench_sends (b, "P. 2001:3001(1000) ack 1");
  g_assert_cmpuint (tcp_stack_room (bench_stack (b), bench_socket (b)), ==, 1000);
  bench_arrives (b, ". 1:1(0) ack 2001 win 2000");
  bench_saw_not (b, REASON_NOTICE_ROOM);
  bench_arrives (b, ". 1:1(0) ack 2001 win 1000");
  g_assert_cmpint (bench_send (b, 2000), ==, 2000);
  bench_arrives (b, ". 1:1(0) ack 3001 win 1000");
  /* All of it was taken, nobody waits for room. */
  bench_saw_not (b, REASON_NOTICE_ROOM);
  bench_sends (b, ". 3001:4001(1000) ack 1");
  g_assert_cmpint (bench_send (b, 5000), ==, 1000);
  bench_shutdown (b);
  bench_arrives (b, ". 1:1(0) ack 4001 win 2000");
  bench_saw_not (b, REASON_NOTICE_ROOM);
  bench_take_all (b);
  bench_free (b);
}

const struct dialogue dialogues_window[] = {
  { "/tcp/window/FC-01/MUST-34/SHLD-15", test_usable_window },
  { "/tcp/window/SM-ACK-08/resent", test_window_of_resent_text },
  { "/tcp/window/S26/FC-04/FC-05/TO-PERSIST", test_probe_accepted },
  { "/tcp/window/S26/SHLD-29/SHLD-30/MUST-36/MUST-37", test_probes_refused },
  { "/tcp/window/TO-PERSIST/unanswered", test_probes_unanswered },
  { "/tcp/window/TO-PERSIST/silence", test_probes_after_silence },
  { "/tcp/window/TO-PERSIST/late", test_probes_after_a_long_time },
  { "/tcp/window/TO-PERSIST/octet", test_probe_accepted_still_closed },
  { "/tcp/window/D-09/fin", test_probe_fin },
  { "/tcp/window/D-09/MUST-35/outstanding", test_closed_with_text_outstanding },
  { "/tcp/window/TO-PERSIST/TO-SWS", test_probe_then_silly },
  { "/tcp/window/S26/no-persist", test_no_persist },
  { "/tcp/window/large-buffer", test_receive_large_window },
  { "/tcp/window/S26/DA-03/receiver", test_receive_window },
  { "/tcp/window/S28/FC-03/MUST-39", test_receiver_silly_window },
  { "/tcp/window/FC-03/MUST-39/steps", test_receiver_small_steps },
  { "/tcp/window/FC-03/scaled", test_closed_by_scale },
  { "/tcp/window/FC-03/two-segments", test_window_update },
  { "/tcp/window/FC-03/half", test_receiver_small_buffer },
  { "/tcp/window/SHLD-14", test_right_edge },
  { "/tcp/window/FC-02/TO-SWS/MUST-38", test_sender_silly_window },
  { "/tcp/window/S28/off", test_sender_silly_window_off },
  { "/tcp/window/cause", test_cause_of_waiting_text },
  { "/tcp/window/UC-SEND-ES/room", test_send_buffer },
  { 0 },
};
