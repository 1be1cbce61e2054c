/* SEGMENT ARRIVES in the states with a peer: the checks from RST to text, one by one. */
#include "bench.h"

/* --- second: RST --- */

static void
test_rst_exact (void)
{
  static const enum tcp_state told[] = { TCP_ESTABLISHED, TCP_FIN_WAIT_1, TCP_FIN_WAIT_2, TCP_CLOSE_WAIT };

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      struct bench *b = bench_in (NULL, told[i], FALSE);
      bench_arrives_numbers (b, "R", bench_next_received (told[i]), 0, 0);
      bench_saw (b, REASON_STATE_RESET);
      bench_saw (b, REASON_NOTICE_RESET);
      bench_quiet (b);
      bench_state (b, TCP_CLOSED);
      g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_RESET);
      g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_RESET);
      bench_free (b);
    }
  static const enum tcp_state untold[] = { TCP_CLOSING, TCP_LAST_ACK, TCP_TIME_WAIT };
  for (gsize i = 0; i < G_N_ELEMENTS (untold); i++)
    {
      struct bench *b = bench_in (NULL, untold[i], FALSE);
      bench_arrives_numbers (b, "R", bench_next_received (untold[i]), 0, 0);
      bench_saw (b, REASON_STATE_RESET);
      bench_saw_not (b, REASON_NOTICE_RESET);
      bench_state (b, TCP_CLOSED);
      bench_free (b);
    }
}

static void
test_rst_syn_received (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, FALSE);

  bench_arrives (b, "R. 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_REFUSED);
  bench_saw (b, REASON_NOTICE_REFUSED);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_REFUSED);
  bench_free (b);

  b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_STATE_BACK_TO_LISTEN);
  bench_free (b);
}

static void
test_rst_inexact (void)
{
  static const enum tcp_state states[] = { TCP_SYN_RECEIVED, TCP_ESTABLISHED, TCP_FIN_WAIT_1, TCP_FIN_WAIT_2,
                                           TCP_CLOSE_WAIT,   TCP_CLOSING,     TCP_LAST_ACK,   TCP_TIME_WAIT };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *ack = bench_ack_of (states[i]);
      struct bench *b = bench_in (NULL, states[i], FALSE);
      bench_arrives_numbers (b, "R", 4000, 0, 0);
      bench_saw (b, REASON_DISCARD_RST_INEXACT);
      bench_sends (b, ack);
      BENCH_CHAIN (b, REASON_SEND_CHALLENGE_RST, REASON_ARRIVE_RST);
      bench_arrives_numbers (b, "R", 20000, 0, 0);
      bench_saw (b, REASON_DISCARD_RST_OUTSIDE);
      bench_arrives_numbers (b, "R.", 0, 0, 1);
      bench_saw (b, REASON_DISCARD_RST_OUTSIDE);
      bench_quiet (b);
      bench_state (b, states[i]);
      bench_free (b);
    }
}

/* A peer that has really lost its state answers the challenge with the exact number. */
static void
test_rst_answers_challenge (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "S 5000:5000(0)");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_CHALLENGE_SYN);
  bench_arrives (b, "R 1:1(0)");
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

static void
test_rst_with_text (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "R 1:21(20)");
  bench_state (b, TCP_CLOSED);
  bench_free (b);

  b = bench_closed_window ();
  bench_arrives (b, "R 8001:8021(20)");
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

static void
test_rst_without_5961 (void)
{
  struct tcp_config config = bench_config ();

  config.rfc5961 = false;
  struct bench *b = bench_in (&config, TCP_ESTABLISHED, FALSE);
  bench_arrives (b, "R 20000:20000(0)");
  bench_saw (b, REASON_DISCARD_RST_OUTSIDE);
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, "R 4000:4000(0)");
  bench_saw (b, REASON_STATE_RESET);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* --- fourth: SYN --- */

static void
test_syn_in_passive_syn_received (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  bench_arrives (b, "S 100:100(0)");
  bench_saw (b, REASON_DISCARD_SYN);
  bench_saw (b, REASON_STATE_BACK_TO_LISTEN);
  bench_quiet (b);
  bench_free (b);
}

static void
test_syn_anywhere (void)
{
  static const enum tcp_state states[]
      = { TCP_ESTABLISHED, TCP_FIN_WAIT_1, TCP_FIN_WAIT_2, TCP_CLOSE_WAIT, TCP_CLOSING, TCP_LAST_ACK };
  static const guint numbers[] = { 0, 100, 90000 };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (numbers); k++)
      {
        g_autofree char *ack = bench_ack_of (states[i]);
        struct bench *b = bench_in (NULL, states[i], FALSE);
        bench_arrives_numbers (b, "S", numbers[k], 0, 0);
        bench_saw (b, REASON_DISCARD_SYN);
        bench_sends (b, ack);
        bench_reason (b, REASON_SEND_CHALLENGE_SYN);
        bench_state (b, states[i]);
        bench_free (b);
      }
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, FALSE);
  bench_arrives (b, "S 100:100(0)");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_CHALLENGE_SYN);
  bench_free (b);
}

static void
test_syn_without_5961 (void)
{
  struct tcp_config config = bench_config ();

  config.rfc5961 = false;
  struct bench *b = bench_in (&config, TCP_ESTABLISHED, FALSE);
  bench_arrives (b, "S 90000:90000(0)");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_arrives (b, "S 100:100(0)");
  bench_saw (b, REASON_STATE_SYN_IN_WINDOW);
  bench_saw (b, REASON_NOTICE_RESET);
  bench_sends (b, "R. 4294967196:4294967196(0) ack 101");
  bench_reason (b, REASON_SEND_RST_SYN_IN_WINDOW);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* --- fifth: ACK --- */

static void
test_no_ack (void)
{
  for (gsize i = 0; i < BENCH_SYNCHRONIZED; i++)
    {
      struct bench *b = bench_in (NULL, bench_synchronized[i], FALSE);
      bench_arrives_numbers (b, "P", bench_next_received (bench_synchronized[i]), 5, 0);
      bench_saw (b, REASON_DISCARD_NO_ACK);
      bench_quiet (b);
      bench_state (b, bench_synchronized[i]);
      bench_free (b);
    }
}

static void
test_ack_too_old (void)
{
  struct bench *b = bench_established (NULL, 2000);

  bench_arrives (b, ". 1:1(0) ack 4294965297");
  bench_quiet (b);
  bench_arrives (b, "P. 1:6(5) ack 4294965296");
  bench_saw (b, REASON_DISCARD_ACK_OLD);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_CHALLENGE_ACK);
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_NO_ROOM);
  bench_free (b);
}

static void
test_ack_of_unsent (void)
{
  for (gsize i = 0; i < BENCH_SYNCHRONIZED; i++)
    {
      enum tcp_state state = bench_synchronized[i];
      g_autofree char *ack = bench_ack_of (state);
      struct bench *b = bench_in (NULL, state, FALSE);
      bench_arrives_numbers (b, "P.", bench_next_received (state), 5, bench_next_sent (state) + 1);
      bench_saw (b, REASON_DISCARD_ACK_OF_UNSENT);
      bench_sends (b, ack);
      bench_reason (b, REASON_SEND_ACK_OF_UNSENT);
      bench_state (b, state);
      bench_free (b);
    }
}

static void
test_ack_in_syn_received (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_RECEIVED, TRUE);

  bench_arrives (b, ". 1:1(0) ack 0");
  bench_saw (b, REASON_DISCARD_SYN_RECEIVED_BAD_ACK);
  bench_sends (b, "R 0:0(0)");
  bench_reason (b, REASON_SEND_RST_SYN_RECEIVED);
  bench_arrives (b, "P. 1:6(5) ack 2");
  bench_sends (b, "R 2:2(0)");
  bench_state (b, TCP_SYN_RECEIVED);
  bench_arrives (b, "P. 1:6(5) ack 1 win 7000");
  bench_saw (b, REASON_UPDATE_WINDOW);
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_receive (b, 10), ==, 5);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 7000);
  bench_free (b);

  /* After crossing SYNs too: the SYN+ACK must acknowledge ours. */
  b = bench_in (NULL, TCP_SYN_RECEIVED, FALSE);
  bench_arrives (b, "S. 0:0(0) ack 0");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_reason (b, REASON_SEND_ACK_UNACCEPTABLE);
  bench_state (b, TCP_SYN_RECEIVED);
  bench_free (b);
}

static void
test_window_updates (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_arrives (b, "P. 1:11(10) ack 101 win 5000");
  bench_saw (b, REASON_UPDATE_WINDOW);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 5000);
  g_assert_cmpuint (bench_vars (b).max_snd_wnd, ==, 8000);
  /* An older segment tells an older window. */
  bench_arrives (b, ". 1:1(0) ack 101 win 9000");
  bench_sends (b, ". 101:101(0) ack 11");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 5000);
  bench_arrives (b, ". 11:11(0) ack 1 win 9000");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 5000);
  bench_arrives (b, ". 11:11(0) ack 101 win 65535");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 65535);
  /* So does one that was overtaken and is still acceptable: SND.WL1 knows. */
  bench_arrives (b, "P. 21:31(10) ack 101 win 3000");
  bench_sends (b, ". 101:101(0) ack 11");
  g_assert_cmpuint (bench_vars (b).snd_wl1, ==, 300 + 21);
  bench_arrives (b, "P. 11:21(10) ack 101 win 9000");
  bench_sends (b, ". 101:101(0) ack 31");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 3000);
  /* Neither number is newer, and the window is: the same segment may tell of another window. */
  bench_arrives (b, ". 31:31(0) ack 101 win 4000");
  bench_arrives (b, ". 31:31(0) ack 101 win 5000");
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 5000);
  bench_free (b);
}

/* --- sixth: URG --- */

static void
test_urgent (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "PU. 1:11(10) ack 1 urg 15");
  bench_saw (b, REASON_NOTICE_URGENT);
  g_assert_cmpuint (bench_vars (b).rcv_up, ==, 300 + 16);
  bench_arrives (b, "PU. 11:13(2) ack 1 urg 4");
  bench_saw_not (b, REASON_NOTICE_URGENT);
  bench_arrives (b, "PU. 13:15(2) ack 1 urg 1000");
  bench_saw_not (b, REASON_NOTICE_URGENT);
  bench_saw (b, REASON_NOTICE_URGENT_MORE);
  g_assert_cmpuint (bench_vars (b).rcv_up, ==, 300 + 1013);
  g_assert_cmpint (bench_receive (b, 100), ==, 14);
  bench_arrives (b, ". 15:1015(1000) ack 1");
  g_assert_cmpint (bench_receive (b, 2000), ==, 997);
  g_assert_cmpint (bench_receive (b, 2000), ==, 3);
  bench_arrives (b, "PU. 1015:1025(10) ack 1 urg 10");
  bench_saw (b, REASON_NOTICE_URGENT);
  bench_free (b);

  b = bench_established (NULL, 8000);
  bench_arrives (b, "U. 1:1(0) ack 1 urg 0");
  bench_saw_not (b, REASON_NOTICE_URGENT);
  bench_arrives (b, "PU. 1:11(10) ack 1 urg 10");
  bench_saw (b, REASON_NOTICE_URGENT);
  /* All of it is read: the next one is another stretch. */
  g_assert_cmpint (bench_receive (b, 9), ==, 9);
  g_assert_cmpint (bench_receive (b, 9), ==, 1);
  bench_arrives (b, "PU. 11:21(10) ack 1 urg 10");
  bench_saw (b, REASON_NOTICE_URGENT);
  bench_free (b);

  b = bench_in (NULL, TCP_CLOSE_WAIT, FALSE);
  bench_arrives (b, "U. 2:2(0) ack 1 urg 100");
  bench_saw_not (b, REASON_NOTICE_URGENT);
  bench_free (b);
}

/* --- seventh: text --- */

static void
test_text_after_fin (void)
{
  static const enum tcp_state states[] = { TCP_CLOSE_WAIT, TCP_CLOSING, TCP_LAST_ACK };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      struct bench *b = bench_in (NULL, states[i], FALSE);
      bench_arrives_numbers (b, "P.", 2, 5, 1);
      bench_saw (b, REASON_DISCARD_TEXT_AFTER_FIN);
      bench_quiet (b);
      bench_state (b, states[i]);
      bench_free (b);
    }
}

static void
test_text_in_fin_wait (void)
{
  static const enum tcp_state states[] = { TCP_FIN_WAIT_1, TCP_FIN_WAIT_2 };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      struct bench *b = bench_in (NULL, states[i], FALSE);
      bench_arrives_numbers (b, "P.", 1, 500, states[i] == TCP_FIN_WAIT_1 ? 1 : 2);
      bench_saw (b, REASON_DELIVER_IN_ORDER);
      bench_arrives_numbers (b, "P.", 1001, 500, states[i] == TCP_FIN_WAIT_1 ? 1 : 2);
      bench_sends (b, ". 2:2(0) ack 501");
      bench_state (b, states[i]);
      g_assert_cmpint (bench_receive (b, 9000), ==, 500);
      bench_free (b);
    }
}

/* In order: delivered, and the right edge stays where it was told until somebody reads. */
static void
test_text_in_order (void)
{
  struct bench *b = bench_established (NULL, 8000);

  for (guint i = 0; i < 6; i++)
    {
      bench_arrives_numbers (b, ".", 1 + 500 * i, 500, 1);
      bench_saw (b, REASON_DELIVER_IN_ORDER);
      g_assert_cmpuint (bench_vars (b).rcv_nxt, ==, 300 + 1 + 500 * (i + 1));
      g_assert_cmpuint (bench_vars (b).rcv_nxt + bench_vars (b).rcv_wnd, ==, 300 + 8001);
    }
  bench_sends (b, ". 1:1(0) ack 2001 win 6000");
  bench_at (b, MS (300));
  bench_sends (b, ". 1:1(0) ack 3001 win 5000");
  g_assert_cmpint (bench_receive (b, 8000), ==, 3000);
  g_assert_cmpuint (bench_vars (b).rcv_wnd, ==, 8000);
  bench_sends (b, ". 1:1(0) ack 3001 win 8000");
  bench_free (b);
}

/* --- the throttle --- */

/* At most 10 in 5 s, and said once; text is always answered. */
static void
test_challenge_limit (void)
{
  struct bench *b = bench_established (NULL, 8000);

  for (guint i = 0; i < 10; i++)
    {
      bench_arrives_numbers (b, "R", 4000, 0, 0);
      bench_sends (b, ". 1:1(0) ack 1");
    }
  bench_arrives_numbers (b, "R", 4000, 0, 0);
  bench_saw (b, REASON_WAIT_CHALLENGE_LIMIT);
  bench_arrives_numbers (b, "S", 4000, 0, 0);
  bench_saw_not (b, REASON_WAIT_CHALLENGE_LIMIT);
  bench_arrives_numbers (b, ".", 0, 0, 1);
  bench_arrives_numbers (b, ".", 1, 0, 2);
  bench_quiet (b);
  bench_arrives_numbers (b, "P.", 4294967291u, 5, 1);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_at (b, MS (100) + SEC (5));
  bench_arrives_numbers (b, "R", 4000, 0, 0);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);
}

/* CH-02: none of them takes octets along, though some wait to be sent and might go with an ACK. */
static void
test_challenge_without_octets (void)
{
  static const char *const questions[] = { "R 4000:4000(0)", "S 4000:4000(0)", "S 1:1(0)", ". 1:1(0) ack 4294965296" };
  struct bench *b = bench_established (NULL, 2000);

  bench_send (b, 1000);
  bench_send (b, 500);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).unsent, ==, 500);
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      bench_arrives (b, questions[i]);
      bench_sends (b, ". 1001:1001(0) ack 1");
      bench_quiet (b);
    }
  bench_free (b);
}

const struct dialogue dialogues_arrives[] = {
  { "/tcp/arrives/SM-RST-04/SM-RST-05/SM-RST-06", test_rst_exact },
  { "/tcp/arrives/SM-RST-02/SM-RST-03/MUST-11", test_rst_syn_received },
  { "/tcp/arrives/SM-RST-01/SM-RST-07/S19", test_rst_inexact },
  { "/tcp/arrives/SM-RST-08/TR-04/S17", test_rst_answers_challenge },
  { "/tcp/arrives/SM-RST-09/SHLD-2", test_rst_with_text },
  { "/tcp/arrives/SM-RST-10", test_rst_without_5961 },
  { "/tcp/arrives/SM-SYN-01", test_syn_in_passive_syn_received },
  { "/tcp/arrives/SM-SYN-04", test_syn_anywhere },
  { "/tcp/arrives/SM-SYN-05", test_syn_without_5961 },
  { "/tcp/arrives/SM-ACK-01", test_no_ack },
  { "/tcp/arrives/SM-ACK-02/MAY-12", test_ack_too_old },
  { "/tcp/arrives/SM-ACK-03", test_ack_of_unsent },
  { "/tcp/arrives/SM-ACK-04/SM-ACK-05/D-03", test_ack_in_syn_received },
  { "/tcp/arrives/SM-ACK-08", test_window_updates },
  { "/tcp/arrives/SM-URG-01", test_urgent },
  { "/tcp/arrives/SM-TXT-03", test_text_after_fin },
  { "/tcp/arrives/SM-TXT-01/edge", test_text_in_order },
  { "/tcp/arrives/SM-TXT-01/fin-wait", test_text_in_fin_wait },
  { "/tcp/arrives/CH-01/D-08", test_challenge_limit },
  { "/tcp/arrives/CH-02", test_challenge_without_octets },
  { 0 },
};
