/* Retransmission: the RTO, Karn's rule, backoff, giving up, and the timers that watch over a connection. */
#include "bench.h"

#include "tcp/retransmission.h"

/* --- RFC 6298 as arithmetic --- */

static void
test_samples (void)
{
  struct tcp_config config = tcp_config_rfc ();
  struct tcp_rtt rtt = { .rto = SEC (1) };

  config.rto_min = 1;
  tcp_rto_sample (&rtt, MS (100), 1, &config);
  g_assert_cmpint (rtt.srtt, ==, MS (100));
  g_assert_cmpint (rtt.rttvar, ==, MS (50));
  g_assert_cmpint (rtt.rto, ==, MS (300));
  tcp_rto_sample (&rtt, MS (180), 1, &config);
  /* RTTVAR with the old SRTT: 3/4 * 50 + 1/4 * 80; SRTT: 7/8 * 100 + 1/8 * 180. */
  g_assert_cmpint (rtt.rttvar, ==, US (57500));
  g_assert_cmpint (rtt.srtt, ==, MS (110));
  g_assert_cmpint (rtt.rto, ==, MS (340));
  /* A shorter one counts by its distance as well: 3/4 * 57.5 + 1/4 * 40. */
  tcp_rto_sample (&rtt, MS (70), 1, &config);
  g_assert_cmpint (rtt.rttvar, ==, US (53125));
  g_assert_cmpint (rtt.srtt, ==, MS (105));
  for (guint i = 0; i < 200; i++)
    tcp_rto_sample (&rtt, MS (20), 1, &config);
  /* The variance is gone: G stands in its place. */
  g_assert_cmpint (rtt.rto - rtt.srtt, ==, MS (1));
  g_assert_cmpint (rtt.last, ==, MS (20));
}

static void
test_bounds (void)
{
  struct tcp_config config = tcp_config_rfc ();
  struct tcp_rtt rtt = { .rto = SEC (1) };

  tcp_rto_sample (&rtt, MS (100), 1, &config);
  g_assert_cmpint (rtt.rto, ==, SEC (1));
  static const int doubled[] = { 2, 4, 8, 16, 32, 60, 60 };
  for (gsize i = 0; i < G_N_ELEMENTS (doubled); i++)
    {
      tcp_rto_back_off (&rtt, &config);
      g_assert_cmpint (rtt.rto, ==, SEC (doubled[i]));
      g_assert_cmpuint (rtt.backoff, ==, i + 1);
    }
  tcp_rto_sample (&rtt, MS (100), 1, &config);
  g_assert_cmpint (rtt.rto, ==, SEC (1));
  g_assert_cmpuint (rtt.backoff, ==, 0);
  tcp_rto_sample (&rtt, SEC (100), 1, &config);
  g_assert_cmpint (rtt.rto, ==, SEC (60));
}

/* --- the timer --- */

/* Started on the first segment, restarted by a new ACK, stopped by the last. */
static void
test_timer (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 2000);
  bench_saw (b, REASON_TIMER_RTO_START);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, "P. 1001:2001(1000) ack 1");
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, MS (1100));
  bench_at (b, MS (200));
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_saw (b, REASON_TIMER_RTO_RESTART);
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, MS (1200));
  g_assert_cmpuint (tcp_stack_room (bench_stack (b), bench_socket (b)), ==, 65536 - 1000);
  bench_arrives (b, ". 1:1(0) ack 2001");
  bench_saw (b, REASON_TIMER_RTO_STOP);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_free (b);
}

/* One sample a round trip, whatever the number of segments. */
static void
test_one_sample (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 3000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, "P. 2001:3001(1000) ack 1");
  bench_at (b, MS (300));
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  g_assert_cmpint (bench_vars (b).last_rtt, ==, MS (200));
  bench_at (b, MS (400));
  bench_arrives (b, ". 1:1(0) ack 3001");
  bench_saw_not (b, REASON_UPDATE_RTT_SAMPLE);
  bench_saw_not (b, REASON_UPDATE_KARN_NO_SAMPLE);
  bench_send (b, 10);
  bench_sends (b, "P. 3001:3011(10) ack 1");
  bench_at (b, MS (450));
  bench_arrives (b, ". 1:1(0) ack 3011");
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  g_assert_cmpint (bench_vars (b).last_rtt, ==, MS (50));
  bench_free (b);
}

/* RTO-12: the second segment left 900 ms after the first, whose ACK restarts the timer: it is not resent before its own
 * RTO is over. */
static void
test_not_too_soon (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_at (b, MS (1000));
  bench_send (b, 1000);
  bench_sends (b, "P. 1001:2001(1000) ack 1");
  bench_at (b, MS (1050));
  bench_arrives (b, ". 1:1(0) ack 1001");
  g_assert_cmpint (bench_vars (b).srtt, <, MS (250));
  vtime rto = bench_vars (b).rto;
  bench_at (b, MS (1050) + rto - 1);
  bench_quiet (b);
  bench_at (b, MS (1050) + rto);
  bench_sends (b, "P. 1001:2001(1000) ack 1");
  bench_free (b);
}

/* S20 with its times: backoff, R1 with the third resend, R2 at 123 s. */
static void
test_backoff_and_abort (void)
{
  static const int resent[] = { 1, 3, 7, 15, 31, 63 };
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  for (gsize i = 0; i < G_N_ELEMENTS (resent); i++)
    {
      bench_at (b, MS (100) + SEC (resent[i]));
      bench_sends (b, "P. 1:1001(1000) ack 1");
      bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
      if (i == 2)
        bench_saw (b, REASON_NOTICE_R1);
      else
        bench_saw_not (b, REASON_NOTICE_R1);
      g_assert_cmpuint (bench_vars (b).ssthresh, ==, 2000);
      g_assert_cmpuint (bench_vars (b).cwnd, ==, 1000);
      g_assert_cmpuint (bench_vars (b).backoff, ==, i + 1);
      g_assert_cmpint (bench_vars (b).phase, ==, TCP_LOSS);
    }
  bench_at (b, MS (100) + SEC (123));
  bench_saw (b, REASON_STATE_TIMED_OUT);
  bench_saw (b, REASON_NOTICE_TIMED_OUT);
  bench_state (b, TCP_CLOSED);
  bench_quiet (b);
  bench_free (b);
}

/* S20 healed: the ACK of a resent segment measures nothing, so the RTO stays until new text is acknowledged. */
static void
test_karn (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_at (b, MS (1100));
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_at (b, MS (3100));
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_at (b, MS (3200));
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_saw (b, REASON_UPDATE_KARN_NO_SAMPLE);
  bench_saw_not (b, REASON_UPDATE_RTT_SAMPLE);
  g_assert_cmpint (bench_vars (b).rto, ==, SEC (4));
  g_assert_cmpuint (bench_vars (b).backoff, ==, 2);
  bench_send (b, 1000);
  bench_sends (b, "P. 1001:2001(1000) ack 1");
  bench_at (b, MS (3300));
  bench_arrives (b, ". 1:1(0) ack 2001");
  bench_saw (b, REASON_UPDATE_RTT_SAMPLE);
  g_assert_cmpint (bench_vars (b).rto, ==, SEC (1));
  g_assert_cmpuint (bench_vars (b).backoff, ==, 0);
  bench_free (b);
}

/* S22: a flipped bit; no NAK, no RST, only the timer. */
static void
test_corrupt (void)
{
  struct bench *b = bench_established (NULL, 8000);
  guint8 packet[2000];
  gsize length = bench_packet (b, "P. 1:1001(1000) ack 1", packet, sizeof packet);

  packet[300] ^= 4;
  bench_arrives_octets (b, packet, length);
  bench_saw_of (b, bench_socket (b), REASON_DISCARD_CHECKSUM);
  bench_saw_not (b, REASON_ARRIVE_DATA);
  bench_quiet (b);
  g_assert_cmpint (bench_receive (b, 10), ==, TCP_ERROR_NO_ROOM);
  packet[300] ^= 4;
  bench_arrives_octets (b, packet, length);
  g_assert_cmpint (bench_receive (b, 2000), ==, 1000);
  bench_free (b);

  /* As far as the header can be believed it names the connection, else the listener, else nobody. */
  b = bench_in (NULL, TCP_LISTEN, FALSE);
  packet[300] ^= 4;
  bench_arrives_octets (b, packet, length);
  bench_saw_of (b, bench_socket (b), REASON_DISCARD_CHECKSUM);
  bench_close (b);
  bench_arrives_octets (b, packet, length);
  bench_saw_of (b, 0, REASON_DISCARD_CHECKSUM);
  bench_free (b);
}

/* A partial ACK cuts the segment in the queue; the rest of it is what is sent again. */
static void
test_partly_acknowledged (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 401");
  bench_saw_not (b, REASON_UPDATE_RTT_SAMPLE);
  bench_at (b, MS (1100));
  bench_sends (b, "P. 401:1001(600) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001");
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 0);
  bench_free (b);

  /* The same with one that the timer took for lost. */
  b = bench_established (NULL, 8000);
  bench_send (b, 2000);
  bench_take_all (b);
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1001(1000) ack 1");
  g_assert_cmpuint (bench_vars (b).lost, ==, 1000);
  bench_arrives (b, ". 1:1(0) ack 1501");
  bench_sends (b, "P. 1501:2001(500) ack 1");
  g_assert_cmpuint (bench_vars (b).lost, ==, 0);
  g_assert_cmpuint (bench_vars (b).pipe, ==, 500);
  bench_free (b);
}

static void
acks (struct bench *b, guint number)
{
  g_autofree char *text = g_strdup_printf (". 1:1(0) ack %u win 60000", number);

  bench_arrives (b, text);
}

/* Many segments, acknowledged in parts: what is left in the queue is what is sent again, in order. */
static void
test_long_queue (void)
{
  struct tcp_config config = bench_config ();
  guint acked = 1;
  guint sent = 1;

  config.congestion_control = false;
  struct bench *b = bench_established (&config, 60000);
  for (guint round = 0; round < 20; round++)
    {
      bench_send (b, 9000);
      sent += 9000;
      acked += round < 3 ? 4000 : 9000;
      acks (b, acked);
    }
  bench_take_all (b);
  bench_at (b, bench_now (b) + bench_vars (b).rto);
  for (guint seq = acked; seq < sent; seq += 1000)
    {
      g_autofree char *text
          = g_strdup_printf ("%s %u:%u(1000) ack 1", seq + 1000 == sent ? "P." : ".", seq, seq + 1000);
      bench_sends (b, text);
      if (seq == acked)
        acks (b, acked + 1000);
    }
  acks (b, sent);
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 0);
  bench_free (b);
}

/* Text and FIN of one segment are sent again together. */
static void
test_fin_with_text (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 1100);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_close (b);
  bench_arrives (b, ". 1:1(0) ack 1001 win 1000");
  bench_sends (b, "FP. 1001:1101(100) ack 1");
  bench_at (b, MS (1100));
  bench_sends (b, "FP. 1001:1101(100) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1101 win 1000");
  bench_at (b, MS (3100));
  bench_sends (b, "F. 1101:1101(0) ack 1");
  bench_free (b);
}

/* The peer shrinks its window below what is out; it answers, so we never give up (MUST-35, MUST-37, SHLD-17). */
static void
test_shrunk_window (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 2000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, "P. 1001:2001(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  for (vtime next = tcp_stack_next_timeout (bench_stack (b)); next < SEC (2000);
       next = tcp_stack_next_timeout (bench_stack (b)))
    {
      bench_at (b, next);
      bench_sends (b, "P. 1001:2001(1000) ack 1");
      bench_arrives (b, ". 1:1(0) ack 1001 win 0");
    }
  bench_state (b, TCP_ESTABLISHED);
  bench_arrives (b, ". 1:1(0) ack 2001 win 1000");
  g_assert_cmpuint (bench_vars (b).flight_size, ==, 0);
  bench_free (b);
}

/* The peer lives but never acknowledges this: R2 all the same, for the window is open. */
static void
test_never_acknowledged (void)
{
  struct bench *b = bench_accepted (NULL, 8000);

  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 1");
  for (guint i = 0; i < 125; i++)
    {
      bench_at (b, MS (100) + SEC (i));
      bench_arrives_numbers (b, "P.", 1 + i, 1, 1);
      bench_take_all (b);
    }
  bench_state (b, TCP_CLOSED);
  g_assert_cmpuint (bench_count (b, REASON_NOTICE_TIMED_OUT), ==, 1);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_TIMED_OUT);
  bench_take_all (b);
  bench_free (b);
}

/* In SYN-RECEIVED: the program that opened actively is told, a listener's child goes by R2 when no count is set. */
static void
test_syn_received_gives_up (void)
{
  struct tcp_config config = bench_config ();

  config.syn_ack_retries = 0;
  for (int passive = 0; passive <= 1; passive++)
    {
      struct bench *b = bench_in (&config, TCP_SYN_RECEIVED, passive);
      bench_at (b, SEC (183) - 1);
      bench_state (b, TCP_SYN_RECEIVED);
      bench_take_all (b);
      bench_at (b, SEC (183));
      bench_saw (b, REASON_STATE_TIMED_OUT);
      g_assert_cmpuint (bench_count (b, REASON_NOTICE_TIMED_OUT), ==, passive ? 0 : 1);
      g_assert_cmpint (tcp_stack_vars (bench_stack (b), bench_socket (b), &(struct tcp_vars){ 0 }), ==, !passive);
      bench_free (b);
    }
}

/* --- the user timeout --- */

static void
test_user_timeout (void)
{
  struct tcp_config config = bench_config ();

  config.user_timeout = SEC (10);
  struct bench *b = bench_in (&config, TCP_SYN_SENT, FALSE);
  bench_saw (b, REASON_TIMER_USER_START);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_saw (b, REASON_TIMER_USER_STOP);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_at (b, SEC (100));
  bench_send (b, 100);
  bench_saw (b, REASON_TIMER_USER_START);
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_at (b, SEC (101));
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_at (b, SEC (103));
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_at (b, SEC (107));
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_at (b, SEC (110));
  bench_saw (b, REASON_TIMER_USER_EXPIRED);
  bench_saw (b, REASON_STATE_USER_TIMEOUT);
  bench_saw (b, REASON_NOTICE_USER_TIMEOUT);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_TIMED_OUT);
  bench_free (b);
}

/* A FIN is watched over like text. */
static void
test_user_timeout_fin (void)
{
  struct tcp_config config = bench_config ();

  config.user_timeout = SEC (10);
  struct bench *b = bench_established (&config, 8000);
  bench_shutdown (b);
  bench_saw (b, REASON_TIMER_USER_START);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 2");
  bench_saw (b, REASON_TIMER_USER_STOP);
  bench_state (b, TCP_FIN_WAIT_2);
  bench_free (b);
}

/* Progress, and answers from a closed window, begin it anew. */
static void
test_user_timeout_progress (void)
{
  struct tcp_config config = bench_config ();

  config.user_timeout = SEC (10);
  struct bench *b = bench_established (&config, 1000);
  bench_send (b, 1500);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_at (b, MS (600));
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_saw (b, REASON_TIMER_USER_START);
  bench_at (b, MS (1600));
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_at (b, MS (3600));
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_at (b, MS (7600));
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 0");
  bench_at (b, MS (15600));
  bench_sends (b, ". 1001:1002(1) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1001 win 1000");
  bench_sends (b, "P. 1001:1501(500) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1501 win 1000");
  bench_saw (b, REASON_TIMER_USER_STOP);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

const struct dialogue dialogues_retransmit[] = {
  { "/tcp/retransmit/RTO-02/RTO-03/RTO-04", test_samples },
  { "/tcp/retransmit/RTO-01/RTO-05/RTO-06/RTO-10", test_bounds },
  { "/tcp/retransmit/RTO-09/SM-ACK-06", test_timer },
  { "/tcp/retransmit/RTO-08", test_one_sample },
  { "/tcp/retransmit/RTO-12", test_not_too_soon },
  { "/tcp/retransmit/S20/TO-RTO/TO-R1/TO-R2/CC-06/MUST-19/MUST-20/SHLD-9", test_backoff_and_abort },
  { "/tcp/retransmit/S20/RTO-07/RTO-10", test_karn },
  { "/tcp/retransmit/S22/SM-ANY-01/MUST-3", test_corrupt },
  { "/tcp/retransmit/RTO-10/partly", test_partly_acknowledged },
  { "/tcp/retransmit/RTO-10/many", test_long_queue },
  { "/tcp/retransmit/RTO-10/fin", test_fin_with_text },
  { "/tcp/retransmit/MUST-34/MUST-35/SHLD-17", test_shrunk_window },
  { "/tcp/retransmit/TO-R2/never-acknowledged", test_never_acknowledged },
  { "/tcp/retransmit/TO-R2/SR", test_syn_received_gives_up },
  { "/tcp/retransmit/TO-USER", test_user_timeout },
  { "/tcp/retransmit/TO-USER/fin", test_user_timeout_fin },
  { "/tcp/retransmit/TO-USER/progress", test_user_timeout_progress },
  { 0 },
};
