/* Urgent data: RFC 9293 §3.8.5, RFC 6093. */
#include "bench.h"

#include <string.h>

static guint32
urgent_left (struct bench *b)
{
  g_assert_cmpuint (bench_vars (b).urgent_left, ==, tcp_stack_urgent_left (bench_stack (b), bench_socket (b)));
  return tcp_stack_urgent_left (bench_stack (b), bench_socket (b));
}

static gboolean
at_mark (struct bench *b)
{
  return tcp_stack_at_mark (bench_stack (b), bench_socket (b));
}

/* --- sending --- */

/* The pointer names the octet behind the urgent data, on every segment before that, until it is acknowledged. */
static void
test_pointer (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 1000);
  bench_sends (b, "P. 1:1001(1000) ack 1");
  g_assert_cmpint (bench_send_urgent (b, 5), ==, 5);
  bench_saw (b, REASON_UPDATE_URGENT_MARKED);
  g_assert_cmpuint (bench_vars (b).snd_up, ==, 100 + 1006);
  bench_sends (b, "PU. 1001:1006(5) ack 1 urg 5");
  /* What is sent again points there too, from where it is. */
  bench_at (b, MS (1100));
  bench_sends (b, "U. 1:1001(1000) ack 1 urg 1005");
  bench_arrives (b, ". 1:1(0) ack 1001");
  bench_sends (b, "PU. 1001:1006(5) ack 1 urg 5");
  /* Behind it no pointer can be given. */
  bench_send (b, 10);
  bench_sends (b, "P. 1006:1016(10) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1006");
  g_assert_cmpuint (bench_vars (b).snd_up, ==, bench_vars (b).snd_una);
  bench_arrives (b, ". 1:1(0) ack 1016");
  bench_send (b, 10);
  bench_sends (b, "P. 1016:1026(10) ack 1");
  bench_free (b);
}

/* Octets that wait make up one stretch with the urgent ones behind them; Nagle does not hold them. */
static void
test_with_what_waits (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_send (b, 10);
  bench_saw (b, REASON_WAIT_NAGLE);
  bench_quiet (b);
  bench_send_urgent (b, 1);
  bench_sends (b, "PU. 11:22(11) ack 1 urg 11");
  bench_free (b);
}

/* More than the pointer can span: it says as much as it can. */
static void
test_any_length (void)
{
  struct tcp_config config = bench_config ();
  config.send_buffer = 200000;
  config.congestion_control = false;
  struct bench *b = bench_established (&config, 2000);

  g_assert_cmpint (bench_send_urgent (b, 100000), ==, 100000);
  bench_sends (b, "U. 1:1001(1000) ack 1 urg 65535");
  bench_sends (b, "U. 1001:2001(1000) ack 1 urg 65535");
  for (guint una = 2001; una < 100001; una += 2000)
    {
      g_autofree char *ack = g_strdup_printf (". 1:1(0) ack %u win 2000", una);
      g_autofree char *text
          = g_strdup_printf ("U. %u:%u(1000) ack 1 urg %u", una, una + 1000, MIN (100001 - una, 65535u));
      bench_arrives (b, ack);
      bench_sends (b, text);
      bench_take_all (b);
    }
  bench_arrives (b, ". 1:1(0) ack 100001 win 2000");
  g_assert_cmpuint (bench_vars (b).snd_up, ==, bench_vars (b).snd_una);
  bench_free (b);
}

/* The window is closed: the text waits, the news does not; and probes repeat it. */
static void
test_closed_window (void)
{
  struct bench *b = bench_established (NULL, 0);

  bench_send_urgent (b, 10);
  bench_sends (b, "U. 1:1(0) ack 1 urg 10");
  bench_reason (b, REASON_SEND_URGENT);
  bench_quiet (b);
  bench_at (b, MS (1100));
  bench_sends (b, "U. 1:2(1) ack 1 urg 10");
  bench_reason (b, REASON_SEND_WINDOW_PROBE);
  bench_arrives (b, ". 1:1(0) ack 1 win 8000");
  bench_sends (b, "PU. 1:11(10) ack 1 urg 10");
  bench_free (b);
}

/* Before the connection is open urgent octets wait like others, and none of the SYNs points to them. */
static void
test_before_open (void)
{
  struct bench *b = bench_new (NULL);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_send_urgent (b, 10);
  bench_quiet (b);
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, "PU. 1:11(10) ack 1 urg 10");
  bench_free (b);
}

static void
test_refused (void)
{
  struct bench *b = bench_in (NULL, TCP_FIN_WAIT_2, FALSE);

  g_assert_cmpint (bench_send_urgent (b, 10), ==, TCP_ERROR_CLOSING);
  bench_saw (b, REASON_CALL_ERROR_CLOSING);
  bench_saw_not (b, REASON_UPDATE_URGENT_MARKED);
  bench_free (b);

  struct tcp_config config = bench_config ();
  config.send_buffer = 10;
  b = bench_established (&config, 0);
  g_assert_cmpint (bench_send (b, 10), ==, 10);
  g_assert_cmpint (bench_send_urgent (b, 1), ==, TCP_ERROR_NO_ROOM);
  bench_saw_not (b, REASON_UPDATE_URGENT_MARKED);
  bench_quiet (b);
  bench_free (b);
}

/* --- receiving --- */

static void
test_told (void)
{
  struct bench *b = bench_established (NULL, 8000);

  g_assert_cmpuint (urgent_left (b), ==, 0);
  g_assert_false (at_mark (b));
  bench_arrives (b, "PU. 1:11(10) ack 1 urg 15");
  bench_saw (b, REASON_NOTICE_URGENT);
  g_assert_cmpuint (urgent_left (b), ==, 15);
  /* The same place again, and one before it: nothing new. */
  bench_arrives (b, "PU. 11:13(2) ack 1 urg 5");
  bench_saw_not (b, REASON_NOTICE_URGENT);
  bench_saw_not (b, REASON_NOTICE_URGENT_MORE);
  bench_arrives (b, "PU. 13:15(2) ack 1 urg 2");
  bench_saw_not (b, REASON_NOTICE_URGENT_MORE);
  bench_arrives (b, "PU. 15:16(1) ack 1 urg 4");
  bench_saw (b, REASON_NOTICE_URGENT_MORE);
  g_assert_cmpuint (urgent_left (b), ==, 18);
  bench_take_all (b);
  bench_free (b);
}

/* Reading stops before the last urgent octet, where the mark is, and goes on from there. */
static void
test_mark (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "PU. 1:21(20) ack 1 urg 10");
  bench_take_all (b);
  g_assert_false (at_mark (b));
  g_assert_cmpint (bench_receive (b, 100), ==, 9);
  g_assert_true (at_mark (b));
  g_assert_cmpuint (urgent_left (b), ==, 1);
  bench_saw_not (b, REASON_UPDATE_URGENT_READ);
  g_assert_cmpint (bench_receive (b, 100), ==, 11);
  bench_saw (b, REASON_UPDATE_URGENT_READ);
  g_assert_false (at_mark (b));
  g_assert_cmpuint (urgent_left (b), ==, 0);
  /* The next is another stretch; one that lies behind is none. */
  bench_arrives (b, "PU. 21:31(10) ack 1 urg 0");
  bench_saw_not (b, REASON_NOTICE_URGENT);
  bench_arrives (b, "PU. 31:41(10) ack 1 urg 1");
  bench_saw (b, REASON_NOTICE_URGENT);
  bench_take_all (b);
  g_assert_cmpint (bench_receive (b, 3), ==, 3);
  g_assert_cmpint (bench_receive (b, 7), ==, 7);
  g_assert_true (at_mark (b));
  bench_free (b);
}

/* The news runs ahead of the octets. */
static void
test_ahead (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "U. 1:1(0) ack 1 urg 3000");
  bench_saw (b, REASON_NOTICE_URGENT);
  g_assert_cmpuint (urgent_left (b), ==, 3000);
  bench_arrives (b, ". 1:1001(1000) ack 1");
  g_assert_cmpint (bench_receive (b, 1000), ==, 1000);
  g_assert_cmpuint (urgent_left (b), ==, 2000);
  bench_take_all (b);
  bench_free (b);
}

/* The pointer counts from the segment's own first number, also when the beginning of it is known. */
static void
test_trimmed (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, ". 1:11(10) ack 1");
  bench_arrives (b, "PU. 1:21(20) ack 1 urg 20");
  g_assert_cmpuint (urgent_left (b), ==, 20);
  bench_take_all (b);
  bench_free (b);
}

/* Where numbers and the distance to an old mark wrap. */
static void
test_wrap (void)
{
  struct tcp_config config = bench_config ();
  config.iss = UINT32_MAX - 4;
  struct bench *b = bench_new (&config);

  bench_peer_iss (b, UINT32_MAX - 9);
  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_take_all (b);
  bench_send_urgent (b, 10);
  bench_sends (b, "PU. 1:11(10) ack 1 urg 10");
  bench_arrives (b, ". 1:1(0) ack 11");
  bench_arrives (b, "PU. 1:21(20) ack 11 urg 20");
  g_assert_cmpuint (urgent_left (b), ==, 20);
  g_assert_cmpint (bench_receive (b, 100), ==, 19);
  g_assert_cmpint (bench_receive (b, 100), ==, 1);
  g_assert_cmpuint (urgent_left (b), ==, 0);
  bench_take_all (b);
  bench_free (b);
}

/* With the FIN behind it, and after the peer's end. */
static void
test_with_fin (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_arrives (b, "FPU. 1:11(10) ack 1 urg 10");
  g_assert_cmpuint (urgent_left (b), ==, 10);
  g_assert_cmpint (bench_receive (b, 100), ==, 9);
  g_assert_true (at_mark (b));
  g_assert_cmpint (bench_receive (b, 100), ==, 1);
  g_assert_cmpuint (urgent_left (b), ==, 0);
  g_assert_cmpint (bench_receive (b, 100), ==, 0);
  bench_take_all (b);
  bench_free (b);
}

static void
test_unknown_socket (void)
{
  struct bench *b = bench_new (NULL);

  g_assert_cmpuint (tcp_stack_urgent_left (bench_stack (b), 9), ==, 0);
  g_assert_false (tcp_stack_at_mark (bench_stack (b), 9));
  bench_free (b);
}

const struct dialogue dialogues_urgent[] = {
  { "/tcp/urgent/MUST-30/MUST-62/pointer", test_pointer },
  { "/tcp/urgent/MUST-30/with-what-waits", test_with_what_waits },
  { "/tcp/urgent/MUST-31/any-length", test_any_length },
  { "/tcp/urgent/MUST-30/closed-window", test_closed_window },
  { "/tcp/urgent/before-open", test_before_open },
  { "/tcp/urgent/refused", test_refused },
  { "/tcp/urgent/SM-URG-01/MUST-32/MUST-33/told", test_told },
  { "/tcp/urgent/MUST-33/mark", test_mark },
  { "/tcp/urgent/MUST-32/MUST-33/ahead", test_ahead },
  { "/tcp/urgent/MUST-62/trimmed", test_trimmed },
  { "/tcp/urgent/wrap", test_wrap },
  { "/tcp/urgent/with-fin", test_with_fin },
  { "/tcp/urgent/unknown-socket", test_unknown_socket },
  { 0 },
};
