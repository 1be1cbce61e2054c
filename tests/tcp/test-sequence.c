/* SEGMENT ARRIVES, the first check: sequence numbers, the window, reassembly. */
#include "bench.h"

/* --- first: the sequence number --- */

static void
test_empty_segments (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, ". 1:1(0) ack 1");
  bench_quiet (b);
  bench_arrives (b, ". 8000:8000(0) ack 1");
  bench_quiet (b);
  bench_arrives (b, ". 8001:8001(0) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_BEYOND_WINDOW);
  bench_sends (b, ". 1:1(0) ack 1");
  BENCH_CHAIN (b, REASON_SEND_ACK_UNACCEPTABLE, REASON_ARRIVE_ACK);
  bench_arrives (b, ". 0:0(0) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_OLD);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);
}

static void
test_closed_window (void)
{
  struct bench *b = bench_closed_window ();

  bench_arrives (b, ". 8001:8001(0) ack 1");
  bench_quiet (b);
  bench_arrives (b, ". 8000:8000(0) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_OLD);
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_arrives (b, ". 8002:8002(0) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_ZERO_WINDOW);
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_arrives (b, "P. 8001:8002(1) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_ZERO_WINDOW);
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  BENCH_CHAIN (b, REASON_SEND_ACK_ZERO_WINDOW, REASON_ARRIVE_DATA);
  bench_free (b);
}

/* The text is refused, ACK, URG and RST count. */
static void
test_closed_window_controls (void)
{
  struct bench *b = bench_closed_window ();

  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 8001 win 0");
  bench_arrives (b, "PU. 8001:8002(1) ack 101 win 8000 urg 1");
  bench_saw (b, REASON_UPDATE_ACK_NEW);
  bench_saw (b, REASON_NOTICE_URGENT);
  bench_sends (b, ". 101:101(0) ack 8001 win 0");
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 0);
  bench_arrives (b, "FP. 8001:8002(1) ack 101");
  bench_sends (b, ". 101:101(0) ack 8001 win 0");
  bench_arrives (b, "F. 8001:8001(0) ack 101");
  bench_sends (b, ". 101:101(0) ack 8001 win 0");
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, "R 8001:8001(0)");
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

static void
test_old_text (void)
{
  for (gsize i = 0; i < BENCH_SYNCHRONIZED; i++)
    {
      enum tcp_state state = bench_synchronized[i];
      g_autofree char *ack = bench_ack_of (state);
      struct bench *b = bench_in (NULL, state, FALSE);
      bench_arrives_numbers (b, "P.", 4294967291u, 5, 1);
      bench_saw (b, REASON_DISCARD_SEQ_OLD);
      bench_sends (b, ack);
      bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
      /* The last octet is the one before RCV.NXT. */
      bench_arrives_numbers (b, "P.", bench_next_received (state) - 5, 5, 1);
      bench_saw (b, REASON_DISCARD_SEQ_OLD);
      bench_sends (b, ack);
      bench_arrives_numbers (b, "P.", 90000, 5, 1);
      bench_saw (b, REASON_DISCARD_SEQ_BEYOND_WINDOW);
      bench_sends (b, ack);
      bench_state (b, state);
      bench_free (b);
    }
}

/* One octet, around the right edge. */
static void
test_right_edge (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "P. 8001:8002(1) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_BEYOND_WINDOW);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, "P. 8000:8001(1) ack 1");
  bench_saw (b, REASON_UPDATE_HELD_OUT_OF_ORDER);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);
}

/* The network makes a copy: delivered once, acknowledged twice. */
static void
test_duplicate (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "P. 1:1001(1000) ack 1");
  bench_quiet (b);
  bench_arrives (b, "P. 1:1001(1000) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_OLD);
  bench_sends (b, ". 1:1(0) ack 1001");
  g_assert_cmpint (bench_receive (b, 5000), ==, 1000);
  g_assert_cmpuint (bench_count (b, REASON_DELIVER_IN_ORDER), ==, 1);
  bench_free (b);
}

static void
test_trim (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_arrives (b, "P. 51:201(150) ack 1");
  bench_saw (b, REASON_TRIMMED_TO_WINDOW);
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  g_assert_cmpint (bench_receive (b, 5000), ==, 200);
  /* Only the FIN of it is new. */
  bench_arrives (b, "FP. 101:201(100) ack 1");
  bench_saw (b, REASON_TRIMMED_TO_WINDOW);
  bench_sends (b, ". 1:1(0) ack 202");
  bench_state (b, TCP_CLOSE_WAIT);
  bench_free (b);

  /* Beyond the right edge text and FIN fall off. */
  b = bench_established (NULL, 8000);
  bench_arrives (b, "FP. 1:9001(9000) ack 1");
  bench_saw (b, REASON_TRIMMED_TO_WINDOW);
  bench_saw (b, REASON_UPDATE_RECEIVE_WINDOW_CLOSED);
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_receive (b, 9000), ==, 8000);
  bench_sends (b, ". 1:1(0) ack 8001 win 8000");
  bench_free (b);

  b = bench_established (NULL, 8000);
  bench_arrives (b, "FP. 1:8001(8000) ack 1");
  bench_sends (b, ". 1:1(0) ack 8001 win 0");
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

static void
test_reassembly (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_saw (b, REASON_UPDATE_HELD_OUT_OF_ORDER);
  bench_sends (b, ". 1:1(0) ack 1 win 8000");
  bench_reason (b, REASON_SEND_ACK_OUT_OF_ORDER);
  bench_arrives (b, ". 4001:5001(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, ". 2501:3501(1000) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpuint (bench_vars (b).out_of_order, ==, 2500);
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_saw (b, REASON_DELIVER_GAP_FILLED);
  bench_sends (b, ". 1:1(0) ack 1001");
  BENCH_CHAIN (b, REASON_SEND_ACK_GAP_FILLED, REASON_ARRIVE_DATA);
  bench_arrives (b, ". 1001:2101(1100) ack 1");
  bench_sends (b, ". 1:1(0) ack 3501");
  g_assert_cmpint (bench_receive (b, 9000), ==, 3500);
  bench_sends (b, ". 1:1(0) ack 3501 win 8000");
  bench_arrives (b, ". 3501:4001(500) ack 1");
  bench_sends (b, ". 1:1(0) ack 5001");
  g_assert_cmpint (bench_receive (b, 9000), ==, 1500);
  g_assert_cmpuint (bench_vars (b).out_of_order, ==, 0);
  bench_free (b);
}

static void
test_too_many_holes (void)
{
  struct tcp_config config = bench_config ();

  config.receive_buffer = 60000;
  struct bench *b = bench_established (&config, 8000);
  for (guint i = 0; i < 1024; i++)
    {
      bench_arrives_numbers (b, ".", 3 + 2 * i, 1, 1);
      bench_sends (b, ". 1:1(0) ack 1");
    }
  bench_saw_not (b, REASON_DISCARD_TEXT_TOO_MANY_HOLES);
  bench_arrives_numbers (b, ".", 3 + 2 * 1024, 1, 1);
  bench_saw (b, REASON_DISCARD_TEXT_TOO_MANY_HOLES);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives_numbers (b, ".", 1, 3000, 1);
  bench_sends (b, ". 1:1(0) ack 3001");
  g_assert_cmpint (bench_receive (b, 9000), ==, 3000);
  bench_free (b);
}

/* The SYN of a repeated SYN+ACK is cut off, and the text behind it is new. */
static void
test_trim_syn (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "S. 0:5(5) ack 1");
  bench_saw (b, REASON_TRIMMED_TO_WINDOW);
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_saw_not (b, REASON_DISCARD_SYN);
  g_assert_cmpint (bench_receive (b, 10), ==, 5);
  bench_free (b);
}

/* Numbers cross 2^32; S31 with its ISS. */
static void
test_wrap (void)
{
  struct tcp_config config = bench_config ();

  config.iss = 4294966795u;
  struct bench *b = bench_new (&config);
  bench_peer_iss (b, 4294967290u);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, ". 11:21(10) ack 1001");
  bench_sends (b, ". 1001:1001(0) ack 1");
  g_assert_cmpuint (bench_vars (b).snd_una, ==, 500);
  bench_arrives (b, ". 1:11(10) ack 1001");
  bench_sends (b, ". 1001:1001(0) ack 21");
  g_assert_cmpint (bench_receive (b, 100), ==, 20);
  bench_close (b);
  bench_sends (b, "F. 1001:1001(0) ack 21");
  bench_arrives (b, "F. 21:21(0) ack 1002");
  bench_sends (b, ". 1002:1002(0) ack 22");
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

static struct bench *
bench_plain (guint32 ours, guint32 theirs)
{
  struct tcp_config config = bench_config ();

  config.iss = ours;
  config.plain_comparison = true;
  struct bench *b = bench_new (&config);
  bench_peer_iss (b, theirs);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  return b;
}

/* Not TCP: the ACK is the smaller number, so it is ignored for ever; what comes with it counts. */
static void
test_plain_ack (void)
{
  struct bench *b = bench_plain (4294966795u, 300);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:11(10) ack 1001");
  bench_saw (b, REASON_UPDATE_ACK_LOOKS_OLD);
  bench_at (b, MS (200));
  bench_sends (b, ". 1001:1001(0) ack 11");
  g_assert_cmpuint (bench_vars (b).snd_una, ==, 4294966796u);
  bench_at (b, SEC (1));
  bench_sends (b, "P. 1:1001(1000) ack 11");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_arrives (b, ". 11:11(0) ack 401"); /* short of the end it is no smaller */
  bench_saw (b, REASON_UPDATE_ACK_NEW);
  bench_arrives (b, ". 11:11(0) ack 1001");
  bench_saw_not (b, REASON_UPDATE_ACK_NEW);
  bench_take_all (b);
  bench_free (b);
}

/* Not TCP: the window ends beyond the end of the numbers, and so no plain number lies in it. */
static void
test_plain_window (void)
{
  struct bench *b = bench_plain (100, 4294967290u);

  bench_arrives (b, "P. 1:11(10) ack 1");
  bench_saw (b, REASON_DISCARD_SEQ_PLAIN);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_DISCARD_RST_OUTSIDE);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* Where nothing wraps around it is as good as the circle. */
static void
test_plain_elsewhere (void)
{
  struct bench *b = bench_plain (100, 300);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1001(1000) ack 1001");
  bench_saw (b, REASON_UPDATE_ACK_NEW);
  bench_take_all (b);
  bench_arrives (b, ". 9500:9510(10) ack 1001");
  bench_saw (b, REASON_DISCARD_SEQ_BEYOND_WINDOW);
  bench_take_all (b);
  bench_free (b);
}

const struct dialogue dialogues_sequence[] = {
  { "/tcp/sequence/SM-SEQ-02/SM-SEQ-05", test_empty_segments },
  { "/tcp/sequence/SM-SEQ-01/SM-SEQ-03", test_closed_window },
  { "/tcp/sequence/SM-SEQ-07/MUST-66", test_closed_window_controls },
  { "/tcp/sequence/SM-SEQ-04/SM-SEQ-05", test_old_text },
  { "/tcp/sequence/SM-SEQ-04/right-edge", test_right_edge },
  { "/tcp/sequence/S21/SM-SEQ-05", test_duplicate },
  { "/tcp/sequence/SM-SEQ-08", test_trim },
  { "/tcp/sequence/SM-SEQ-08/SYN", test_trim_syn },
  { "/tcp/sequence/SM-SEQ-09/SM-TXT-02/CC-13/SHLD-31/MAY-13", test_reassembly },
  { "/tcp/sequence/SM-SEQ-09/holes", test_too_many_holes },
  { "/tcp/sequence/S31", test_wrap },
  { "/tcp/sequence/SM-HYP-03/ack", test_plain_ack },
  { "/tcp/sequence/SM-HYP-03/window", test_plain_window },
  { "/tcp/sequence/SM-HYP-03/elsewhere", test_plain_elsewhere },
  { 0 },
};
