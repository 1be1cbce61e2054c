/* Rows of RFC 9293 Appendix B that no other conversation is about: windows, options, what the program learns, when we
 * give up, and how octets become segments. */
#include "bench.h"

/* --- windows --- */

/* MUST-1: 65535 is a large window and not -1, on both sides. */
static void
test_unsigned_window (void)
{
  struct tcp_config config = bench_config ();

  config.initial_window = 60;
  config.receive_buffer = 65535;
  struct bench *b = bench_established (&config, 65535);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 65535);
  bench_send (b, 60000);
  g_assert_cmpuint (bench_count (b, REASON_SEND_DATA), ==, 60);
  bench_take_all (b);
  bench_arrives (b, ". 60001:61001(1000) ack 1");
  bench_saw (b, REASON_UPDATE_HELD_OUT_OF_ORDER);
  bench_sends (b, ". 60001:60001(0) ack 1 win 65535");
  bench_free (b);
}

/* REC-1: the largest window there is, 65535 * 2^14, and a buffer of our own that 16 bits cannot tell. */
static void
test_wide_window (void)
{
  struct tcp_config config = bench_config ();

  config.window_scale = true;
  config.window_scale_shift = TCP_SHIFT_FROM_BUFFER;
  config.receive_buffer = 1 << 20;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) win 65535 <mss 1000,wscale 5>");
  bench_arrives (b, "S. 0:0(0) ack 1 win 65535 <mss 1000,wscale 14>");
  bench_sends (b, ". 1:1(0) ack 1 win 32768");
  bench_arrives (b, ". 1:1(0) ack 1 win 65535");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 65535u << 14);
  g_assert_cmpuint (bench_vars (b).max_snd_wnd, ==, 65535u << 14);
  g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, 1 << 20);
  bench_free (b);
}

/* SHLD-16, MAY-7: the window shrinks to the middle of what is out; all of it is sent again all the same. */
static void
test_resend_in_shrunk_window (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 3000);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 win 1000");
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_arrives (b, ". 1:1(0) ack 1001 win 500");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  bench_reason (b, REASON_RETRANSMIT_AFTER_TIMEOUT);
  bench_sends (b, "P. 2001:3001(1000) ack 1");
  bench_free (b);
}

/* MAY-8: nobody reads; the window stays closed for a day of probes, and the connection with it. */
static void
test_closed_for_ever (void)
{
  struct bench *b = bench_closed_window ();

  for (guint hour = 1; hour <= 24; hour++)
    {
      bench_at (b, hour * SEC (3600));
      bench_arrives (b, ". 8001:8002(1) ack 1");
      bench_sends (b, ". 1:1(0) ack 8001 win 0");
    }
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* --- options --- */

/* MUST-14, SHLD-5: we announce our limit on SYN and SYN+ACK, sent for the first time or again, and keep to the peer's.
 * MAY-3: also where ours is what the peer would take for granted. */
static void
test_mss_option (void)
{
  struct tcp_config config = bench_config ();

  config.mss = 536;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 536>");
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 536>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 300>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_send (b, 600);
  bench_sends (b, ". 1:301(300) ack 1");
  bench_sends (b, "P. 301:601(300) ack 1");
  bench_free (b);

  config.mss = 1200;
  b = bench_new (&config);
  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 400>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1200>");
  bench_at (b, SEC (1));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1200>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  bench_send (b, 600);
  bench_sends (b, ". 1:401(400) ack 1");
  bench_free (b);
}

/* MUST-65: of all kinds of segments only those with SYN have the option. bench_sends compares the options too. */
static void
test_mss_on_syn_only (void)
{
  struct tcp_config config = bench_config ();

  config.keepalive = true;
  struct bench *b = bench_in (&config, TCP_SYN_SENT, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_at (b, SEC (7200));
  bench_sends (b, ". 0:0(0) ack 1");
  bench_reason (b, REASON_SEND_KEEPALIVE_PROBE);
  bench_arrives (b, "S 9:9(0)");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_CHALLENGE_SYN);
  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_at (b, SEC (7201));
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_send (b, 1);
  bench_at (b, SEC (7203));
  bench_sends (b, "P. 1001:1002(1) ack 1");
  bench_reason (b, REASON_SEND_WINDOW_PROBE);
  bench_arrives (b, ". 1:1(0) ack 1002 win 8000");
  bench_shutdown (b);
  bench_sends (b, "F. 1002:1002(0) ack 1");
  bench_abort (b);
  bench_sends (b, "R 1003:1003(0)");
  bench_free (b);
}

/* --- what the program learns --- */

/* MUST-12: the peer's close and an abort, by the peer or by us, differ. */
static void
test_close_or_abort (void)
{
  struct bench *b = bench_established (NULL, 8000);
  struct tcp_stack *stack = bench_stack (b);

  bench_arrives (b, "FP. 1:11(10) ack 1");
  bench_saw (b, REASON_NOTICE_END_OF_DATA);
  bench_saw_not (b, REASON_NOTICE_RESET);
  bench_sends (b, ". 1:1(0) ack 12");
  g_assert_cmpint (bench_receive (b, 100), ==, 10);
  g_assert_cmpint (bench_receive (b, 100), ==, 0);
  g_assert_cmpint (tcp_stack_error (stack, bench_socket (b)), ==, TCP_OK);
  bench_close (b);
  bench_sends (b, "F. 1:1(0) ack 12");
  bench_arrives (b, ". 12:12(0) ack 2");
  bench_saw (b, REASON_NOTICE_CLOSED);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (stack, bench_socket (b)), ==, TCP_OK);
  bench_free (b);

  b = bench_established (NULL, 8000);
  stack = bench_stack (b);
  bench_arrives (b, "P. 1:11(10) ack 1");
  bench_arrives (b, "R 11:11(0)");
  bench_saw (b, REASON_NOTICE_RESET);
  bench_saw_not (b, REASON_NOTICE_END_OF_DATA);
  g_assert_cmpint (bench_receive (b, 100), ==, TCP_ERROR_RESET);
  g_assert_false (tcp_stack_at_end (stack, bench_socket (b)));
  bench_free (b);
}

/* SM-URG-01: RCV.UP goes forward only, whatever a later segment says. */
static void
test_urgent_pointer (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "PU. 1:11(10) ack 1 urg 500");
  g_assert_cmpuint (bench_vars (b).rcv_up, ==, 300 + 501);
  bench_arrives (b, "PU. 11:21(10) ack 1 urg 10");
  g_assert_cmpuint (bench_vars (b).rcv_up, ==, 300 + 501);
  bench_free (b);
}

/* --- giving up --- */

/* SHLD-10, SHLD-11, MUST-23: what every preset begins with. Linux gives a SYN up after 127 s, and so does its preset.
 */
static void
test_thresholds (void)
{
  const struct tcp_config presets[] = { tcp_config_rfc (), tcp_config_linux (), tcp_config_lesson () };

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_assert_cmpuint (presets[i].r1, >=, 3);
      g_assert_cmpint (presets[i].r2, >=, SEC (100));
    }
  g_assert_cmpint (tcp_config_rfc ().r2_syn, >=, SEC (180));
  g_assert_cmpint (tcp_config_lesson ().r2_syn, >=, SEC (180));
  g_assert_cmpint (tcp_config_linux ().r2_syn, ==, SEC (127));
}

/* tcp_retries2 is 15 in Linux: text goes out 16 times, the RTO doubles from 200 ms to 120 s, and the last of them is
 * waited for, 924.6 s in all. */
static void
test_linux_gives_up (void)
{
  struct tcp_config config = tcp_config_linux ();

  config.iss_fixed = true;
  config.iss = 100;
  config.tlp = false;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1 win 65535 <mss 1460>");
  bench_sends (b, ". 1:1(0) ack 1");
  g_assert_cmpint (bench_vars (b).rto, ==, MS (200));
  bench_send (b, 10);
  bench_at (b, MS (924599));
  bench_take_all (b);
  g_assert_cmpuint (bench_count (b, REASON_RETRANSMIT_TIMEOUT), ==, 15);
  bench_state (b, TCP_ESTABLISHED);
  bench_at (b, MS (924600));
  bench_saw (b, REASON_STATE_TIMED_OUT);
  bench_state (b, TCP_CLOSED);
  bench_take_all (b);
  bench_free (b);
}

/* MUST-21: R2 is what the program sets, without end if it likes. */
static void
test_r2_is_set (void)
{
  struct tcp_config config = bench_config ();

  config.r2 = SEC (20);
  struct bench *b = bench_established (&config, 8000);
  bench_send (b, 10);
  bench_at (b, MS (100) + SEC (15));
  bench_take_all (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_at (b, MS (100) + SEC (31));
  bench_saw (b, REASON_STATE_TIMED_OUT);
  bench_state (b, TCP_CLOSED);
  bench_free (b);

  config.r2 = VTIME_NEVER;
  b = bench_established (&config, 8000);
  bench_send (b, 10);
  bench_at (b, SEC (100000));
  bench_take_all (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* ... and each connection has its own. */
static void
test_r2_of_each (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);
  struct endpoint other = { ip_address_v4 (10, 0, 0, 2), 7 };
  int first = bench_socket (b);

  tcp_stack_config (bench_stack (b))->r2_syn = SEC (10);
  int second = tcp_stack_connect (bench_stack (b), 0, &other, 0, EVENT_NONE);
  bench_at (b, SEC (15));
  bench_state_of (b, first, TCP_SYN_SENT);
  bench_state_of (b, second, TCP_CLOSED);
  bench_take_all (b);
  bench_free (b);
}

/* MUST-18: RFC 6298 from the handshake on, and Karn's rule for what was sent twice. */
static void
test_rto (void)
{
  struct tcp_config config = bench_config ();

  config.rto_min = MS (1);
  struct bench *b = bench_established (&config, 8000);
  g_assert_cmpint (bench_vars (b).rto, ==, MS (300));
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_at (b, MS (400));
  bench_sends (b, "P. 1:11(10) ack 1");
  g_assert_cmpint (bench_vars (b).rto, ==, MS (600));
  bench_at (b, MS (401));
  bench_arrives (b, ". 1:1(0) ack 11");
  g_assert_cmpint (bench_vars (b).srtt, ==, MS (100));
  g_assert_cmpint (bench_vars (b).rto, ==, MS (600));
  bench_send (b, 10);
  bench_sends (b, "P. 11:21(10) ack 1");
  bench_at (b, MS (581));
  bench_arrives (b, ". 1:1(0) ack 21");
  g_assert_cmpint (bench_vars (b).srtt, ==, MS (110));
  g_assert_cmpint (bench_vars (b).rto, ==, MS (340));
  bench_free (b);
}

/* --- octets and segments --- */

/* SHLD-28, MAY-16: what three SENDs left before the connection was open goes in segments as large as they can be.
 * SHLD-27, MUST-61: one PSH, on the last octet. */
static void
test_packetize (void)
{
  struct tcp_config config = bench_config ();

  config.nagle = false;
  struct bench *b = bench_in (&config, TCP_SYN_SENT, FALSE);
  bench_send (b, 400);
  bench_send (b, 400);
  bench_send (b, 1700);
  bench_quiet (b);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, "P. 2001:2501(500) ack 1");
  bench_free (b);
}

/* MUST-60: nothing but an outstanding segment, whose ACK or loss will come, or a timer keeps octets back. */
static void
test_no_push_needed (void)
{
  struct bench *b = bench_established (NULL, 1800);

  bench_send (b, 1);
  bench_sends (b, "P. 1:2(1) ack 1");
  bench_send (b, 1);
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 2 win 1800");
  bench_sends (b, "P. 2:3(1) ack 1");
  bench_arrives (b, ". 1:1(0) ack 3 win 500");
  bench_send (b, 600);
  bench_quiet (b);
  bench_at (b, MS (600));
  bench_sends (b, ". 3:503(500) ack 1");
  bench_reason (b, REASON_SEND_SWS_OVERRIDE);
  bench_arrives (b, ". 1:1(0) ack 503 win 500");
  bench_sends (b, "P. 503:603(100) ack 1");
  bench_free (b);
}

/* MUST-58, MUST-59: segments that wait together are all processed, and then one ACK answers them. */
static void
test_aggregate (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_gather (b);
  for (guint i = 0; i < 5; i++)
    bench_arrives_numbers (b, ".", 1 + 1000 * i, 1000, 1);
  bench_arrives (b, "FP. 5001:5501(500) ack 1");
  bench_quiet (b);
  bench_flush (b);
  bench_sends (b, ". 1:1(0) ack 5502");
  bench_quiet (b);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_free (b);

  /* What tells of a gap is not swallowed by what comes before or after it: duplicates count (RFC 5681 §3.2). */
  b = bench_established (NULL, 8000);
  bench_gather (b);
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_arrives (b, ". 3001:4001(1000) ack 1");
  bench_arrives (b, ". 4001:5001(1000) ack 1");
  bench_arrives (b, ". 2001:3001(1000) ack 1");
  bench_flush (b);
  bench_sends (b, ". 1:1(0) ack 2001");
  bench_sends (b, ". 1:1(0) ack 2001");
  bench_sends (b, ". 1:1(0) ack 2001");
  bench_sends (b, ". 1:1(0) ack 5001");
  bench_free (b);
}

/* MUST-58: the program's answer takes the ACK along, and what it reads tells of the window in the same segment. */
static void
test_aggregate_with_text (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_gather (b);
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_receive (b, 2000);
  bench_send (b, 10);
  bench_flush (b);
  bench_sends (b, "P. 1:11(10) ack 2001 win 8000");
  bench_quiet (b);
  bench_free (b);
}

const struct dialogue dialogues_appendix[] = {
  { "/tcp/appendix/MUST-1", test_unsigned_window },
  { "/tcp/appendix/REC-1", test_wide_window },
  { "/tcp/appendix/SHLD-16/MAY-7", test_resend_in_shrunk_window },
  { "/tcp/appendix/MAY-8", test_closed_for_ever },
  { "/tcp/appendix/MUST-14/SHLD-5/MAY-3", test_mss_option },
  { "/tcp/appendix/MUST-65", test_mss_on_syn_only },
  { "/tcp/appendix/MUST-12", test_close_or_abort },
  { "/tcp/appendix/SM-URG-01/forward", test_urgent_pointer },
  { "/tcp/appendix/SHLD-10/SHLD-11/MUST-23/presets", test_thresholds },
  { "/tcp/appendix/MUST-20/linux", test_linux_gives_up },
  { "/tcp/appendix/MUST-21", test_r2_is_set },
  { "/tcp/appendix/MUST-21/each", test_r2_of_each },
  { "/tcp/appendix/MUST-18", test_rto },
  { "/tcp/appendix/SHLD-27/SHLD-28/MAY-16/MUST-61", test_packetize },
  { "/tcp/appendix/MUST-60", test_no_push_needed },
  { "/tcp/appendix/MUST-58/MUST-59", test_aggregate },
  { "/tcp/appendix/MUST-58/text", test_aggregate_with_text },
  { 0 },
};
