/* Closing: who waits where. */
#include "lesson-rows.h"

/* S02, with the exchange of a request and an answer before: u = 11, v = w = 301. */
static const struct row four_way_close[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, SYN_ACK },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, THIRD_ACK },
  { 120, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 170, B, SENT, "P. 1:301(300) ack 11 win 7990" },
  { 250, A, STATE, "FIN-WAIT-1" },
  { 250, A, SENT, "F. 11:11(0) ack 301 win 7700" },
  { 300, B, STATE, "CLOSE-WAIT" },
  { 300, B, SENT, ". 301:301(0) ack 12 win 7989" },
  { 350, A, STATE, "FIN-WAIT-2" },
  { 1300, B, STATE, "LAST-ACK" },
  { 1300, B, SENT, "F. 301:301(0) ack 12 win 7989" },
  { 1350, A, STATE, "TIME-WAIT" },
  { 1350, A, WAITS, "241350" },
  { 1350, A, SENT, ". 12:12(0) ack 302 win 7699" },
  { 1400, B, STATE, "CLOSED" },
  { 241350, A, STATE, "CLOSED" },
  { 0 },
};

/* S03: u = 11; A stays in FIN-WAIT-2 while B sends 3000 octets, so w = 3001 > v = 1. */
static const struct row half_close[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 300, A, STATE, "FIN-WAIT-1" },
  { 300, A, SENT, "F. 11:11(0) ack 1 win 8000" },
  { 350, B, STATE, "CLOSE-WAIT" },
  { 350, B, SENT, ". 1:1(0) ack 12 win 7989" },
  { 400, A, STATE, "FIN-WAIT-2" },
  { 1000, B, SENT, "P. 1:1001(1000) ack 12 win 7989" },
  { 1010, B, SENT, "P. 1001:2001(1000) ack 12 win 7989" },
  { 1020, B, SENT, "P. 2001:3001(1000) ack 12 win 7989" },
  { 1060, A, SENT, ". 12:12(0) ack 2001 win 8000" },
  { 1270, A, SENT, ". 12:12(0) ack 3001 win 8000" },
  { 1500, B, STATE, "LAST-ACK" },
  { 1500, B, SENT, "F. 3001:3001(0) ack 12 win 7989" },
  { 1550, A, STATE, "TIME-WAIT" },
  { 1550, A, WAITS, "241550" },
  { 1550, A, SENT, ". 12:12(0) ack 3002 win 7999" },
  { 1600, B, STATE, "CLOSED" },
  { 241550, A, STATE, "CLOSED" },
  { 0 },
};

/* S04: CLOSE-WAIT and LAST-ACK within one instant; FIN-WAIT-1 straight to TIME-WAIT. */
static const struct row three_segment_close[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, B, STATE, "CLOSE-WAIT" },
  { 250, B, STATE, "LAST-ACK" },
  { 250, B, SENT, "F. 1:1(0) ack 2 win 7999" },
  { 300, A, STATE, "TIME-WAIT" },
  { 300, A, WAITS, "240300" },
  { 300, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 350, B, STATE, "CLOSED" },
  { 240300, A, STATE, "CLOSED" },
  { 0 },
};

/* S10: 2MSL starts anew with the repeated FIN. */
static const struct row lost_last_ack[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, B, STATE, "CLOSE-WAIT" },
  { 250, B, SENT, ". 1:1(0) ack 2 win 7999" },
  { 300, A, STATE, "FIN-WAIT-2" },
  { 750, B, STATE, "LAST-ACK" },
  { 750, B, SENT, "F. 1:1(0) ack 2 win 7999" },
  { 800, A, STATE, "TIME-WAIT" },
  { 800, A, WAITS, "240800" },
  { 800, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 825, A, LOST, ". 2:2(0) ack 2 win 7999" },
  { 1750, B, AGAIN, "F. 1:1(0) ack 2 win 7999" },
  { 1800, A, WAITS, "241800" },
  { 1800, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 1850, B, STATE, "CLOSED" },
  { 241800, A, STATE, "CLOSED" },
  { 0 },
};

/* S14: both CLOSING, both TIME-WAIT. */
static const struct row simultaneous_close[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 200, B, STATE, "FIN-WAIT-1" },
  { 200, B, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, A, STATE, "CLOSING" },
  { 250, B, STATE, "CLOSING" },
  { 250, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 250, B, SENT, ". 2:2(0) ack 2 win 7999" },
  { 300, A, STATE, "TIME-WAIT" },
  { 300, A, WAITS, "240300" },
  { 300, B, STATE, "TIME-WAIT" },
  { 300, B, WAITS, "240300" },
  { 240300, A, STATE, "CLOSED" },
  { 240300, B, STATE, "CLOSED" },
  { 0 },
};

/* The whole life with the roles of the close exchanged: B waits. */
static const struct row server_closes_first[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 250, B, SENT, "P. 1:301(300) ack 11 win 7990" },
  { 400, B, STATE, "FIN-WAIT-1" },
  { 400, B, SENT, "F. 301:301(0) ack 11 win 7990" },
  { 450, A, STATE, "CLOSE-WAIT" },
  { 450, A, SENT, ". 11:11(0) ack 302 win 7699" },
  { 500, B, STATE, "FIN-WAIT-2" },
  { 650, A, STATE, "LAST-ACK" },
  { 650, A, SENT, "F. 11:11(0) ack 302 win 7699" },
  { 700, B, STATE, "TIME-WAIT" },
  { 700, B, WAITS, "240700" },
  { 700, B, SENT, ". 302:302(0) ack 12 win 7989" },
  { 750, A, STATE, "CLOSED" },
  { 240700, B, STATE, "CLOSED" },
  { 0 },
};

/* S11 (a), not TCP: the FIN that comes again finds nobody, and B ends by a reset although all went well. */
static const struct row no_time_wait[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, B, STATE, "CLOSE-WAIT" },
  { 250, B, SENT, ". 1:1(0) ack 2 win 7999" },
  { 300, A, STATE, "FIN-WAIT-2" },
  { 400, B, STATE, "LAST-ACK" },
  { 400, B, SENT, "F. 1:1(0) ack 2 win 7999" },
  { 450, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 450, A, STATE, "CLOSED" },
  { 475, A, LOST, ". 2:2(0) ack 2 win 7999" },
  { 1400, B, AGAIN, "F. 1:1(0) ack 2 win 7999" },
  { 1450, A, SENT, "R 2:2(0) win 0" },
  { 1500, B, STATE, "CLOSED" },
  { 0 },
};

/* S11 (b), not TCP: x = y = 300 for both connections; 401 of the old one fits into the new one, and ACKs of what was
 * never sent go back and forth until the limit. */
static const struct row no_time_wait_reuse[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:101(100) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 101 win 7900" },
  { 600, A, SENT, "P. 101:201(100) ack 1 win 8000" },
  { 1600, A, AGAIN, "P. 101:201(100) ack 1 win 8000" },
  { 1850, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 2000, A, STATE, "FIN-WAIT-1" },
  { 2000, A, SENT, "F. 201:201(0) ack 1 win 8000" },
  { 2050, B, STATE, "CLOSE-WAIT" },
  { 2050, B, SENT, ". 1:1(0) ack 202 win 7799" },
  { 2100, A, STATE, "FIN-WAIT-2" },
  { 2200, B, STATE, "LAST-ACK" },
  { 2200, B, SENT, "F. 1:1(0) ack 202 win 7799" },
  { 2250, A, SENT, ". 202:202(0) ack 2 win 7999" },
  { 2250, A, STATE, "CLOSED" },
  { 2300, B, STATE, "CLOSED" },
  { 5000, A, STATE, "SYN-SENT" },
  { 5000, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 5050, B, STATE, "SYN-RECEIVED" },
  { 5050, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000>" },
  { 5100, A, STATE, "ESTABLISHED" },
  { 5100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 5150, B, STATE, "ESTABLISHED" },
  { 5200, A, SENT, "P. 1:101(100) ack 1 win 8000" },
  { 5450, B, SENT, ". 1:1(0) ack 101 win 7900" },
  { 5850, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 5900, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 5950, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6000, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6050, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6100, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6150, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6200, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6250, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6300, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6350, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6400, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6450, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6500, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6550, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6600, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6650, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6700, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6750, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 6800, A, SENT, ". 101:101(0) ack 1 win 8000" },
  { 6850, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 0 },
};

/* S15: nothing moves from 500 ms until the program of B closes at 60 s. */
static const struct row close_wait_leak[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 400, A, STATE, "FIN-WAIT-1" },
  { 400, A, SENT, "F. 11:11(0) ack 1 win 8000" },
  { 450, B, STATE, "CLOSE-WAIT" },
  { 450, B, SENT, ". 1:1(0) ack 12 win 7989" },
  { 500, A, STATE, "FIN-WAIT-2" },
  { 60000, B, STATE, "LAST-ACK" },
  { 60000, B, SENT, "F. 1:1(0) ack 12 win 7989" },
  { 60050, A, STATE, "TIME-WAIT" },
  { 60050, A, WAITS, "300050" },
  { 60050, A, SENT, ". 12:12(0) ack 2 win 7999" },
  { 60100, B, STATE, "CLOSED" },
  { 300050, A, STATE, "CLOSED" },
  { 0 },
};

/* S16 by the RFC: no timer, for ever. */
static const struct row fin_wait_2_forever[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 11 win 7990" },
  { 600, A, STATE, "FIN-WAIT-1" },
  { 600, A, SENT, "F. 11:11(0) ack 1 win 8000" },
  { 650, B, STATE, "CLOSE-WAIT" },
  { 650, B, SENT, ". 1:1(0) ack 12 win 7989" },
  { 700, A, STATE, "FIN-WAIT-2" },
  { 5000, B, STATE, "CLOSED" },
  { 5000, B, STATE, "CLOSED" },
  { 0 },
};

/* S16: A forgets the connection after 60 s; what B writes at 90 s is answered with RST. */
static const struct row fin_wait_2[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, B, STATE, "CLOSE-WAIT" },
  { 250, B, SENT, ". 1:1(0) ack 2 win 7999" },
  { 300, A, STATE, "FIN-WAIT-2" },
  { 60300, A, STATE, "CLOSED" },
  { 90000, B, SENT, "P. 1:101(100) ack 2 win 7999" },
  { 90050, A, SENT, "R 2:2(0) win 0" },
  { 90100, B, STATE, "CLOSED" },
  { 0 },
};

/* No timer runs in CLOSE-WAIT, and none in FIN-WAIT-2. */
static void
facts_of_close_wait_leak (const struct trace *trace)
{
  struct tcp_vars a = vars_after (trace, A, REASON_STATE_FIN_ACKED, 1);
  struct tcp_vars b = vars_after (trace, B, REASON_SEND_ACK_DELAYED, 1);

  g_assert_cmpint (b.state, ==, TCP_CLOSE_WAIT);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    {
      g_assert_cmpint (a.timer_deadline[timer], ==, VTIME_NEVER);
      g_assert_cmpint (b.timer_deadline[timer], ==, VTIME_NEVER);
    }
}

/* One a second from 450 ms on, each as in close-wait-leak; nine stay where they are, at both hosts. The eleventh client
 * is not accepted before B's program has closed one of them. */
static void
facts_of_close_wait_pile (const struct trace *trace)
{
  unsigned arrived = 0;

  for (event_id id = 0; id < trace_length (trace); id++)
    if (trace_get (trace, id)->reason == REASON_STATE_FIN_ARRIVED)
      g_assert_cmpint (trace_get (trace, id)->at, ==, MS (450) + SEC (1) * (vtime) arrived++);
  g_assert_cmpuint (arrived, ==, 10);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_FIN_ACKED), ==, 10);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_CLOSE_PASSIVE), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_LAST_ACK_ACKED), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_TIME_WAIT_OVER), ==, 1);

  const struct trace_event *full = find_reason (trace, REASON_PROGRAM_OUT_OF_DESCRIPTORS);
  const struct trace_event *late = find_reason (trace, REASON_PROGRAM_ACCEPTS_LATE);
  g_assert_cmpuint (count_reasons (trace, REASON_PROGRAM_OUT_OF_DESCRIPTORS), ==, 1);
  g_assert_cmpint (full->at, ==, MS (10150));
  g_assert_cmpint (get_event (trace, TRACE_DELIVER, B, 1)->at, ==, MS (10450));
  g_assert_cmpint (late->at, ==, SEC (60));
  g_assert_cmpuint (late->connection, ==, full->connection);
  g_assert_cmpint (trace_get (trace, late->cause)->reason, ==, REASON_CALL_CLOSE);
  g_assert_cmpuint (trace_get (trace, late->cause)->connection, ==, 2);
  g_assert_cmpint (find_reason (trace, REASON_CALL_RECEIVE)->at, ==, SEC (60));
  g_assert_cmpint (get_event (trace, TRACE_DELIVER, A, 1)->at, ==, MS (60050));
}

/* The program of B sees an error. */
static void
facts_of_no_time_wait (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_NO_TIME_WAIT), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_TIME_WAIT_OVER), ==, 0);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_RESET), ==, 1);
}

/* B's program gets 100 octets twice, of which A has sent the second only in the connection before. */
static void
facts_of_no_time_wait_reuse (const struct trace *trace)
{
  const struct trace_event *delivered = get_event (trace, TRACE_DELIVER, B, 4);

  g_assert_cmpint (delivered->at, ==, MS (5650));
  g_assert_cmpuint (delivered->octets, ==, 100);
  g_assert_cmpuint (vars_after (trace, A, REASON_DISCARD_ACK_OF_UNSENT, 1).snd_nxt, ==, 401);
  g_assert_cmpuint (vars_after (trace, B, REASON_DELIVER_IN_ORDER, 4).rcv_nxt, ==, 501);
  g_assert_cmpuint (count_reasons (trace, REASON_WAIT_CHALLENGE_LIMIT), ==, 1);
}

static void
facts_of_fin_wait_2_forever (const struct trace *trace)
{
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars_at (trace, A, (event_id) (trace_length (trace) - 1), &kept);

  g_assert_cmpint (vars->state, ==, TCP_FIN_WAIT_2);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    g_assert_cmpint (vars->timer_deadline[timer], ==, VTIME_NEVER);
}

static void
facts_of_fin_wait_2 (const struct trace *trace)
{
  g_assert_cmpint (vars_after (trace, A, REASON_TIMER_FIN_WAIT_2_START, 1).timer_duration[TCP_TIMER_FIN_WAIT_2], ==,
                   SEC (60));
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_RESET), ==, 1);
}

const struct lesson lessons_closing[] = {
  { "four-way-close", four_way_close, NULL },
  { "half-close", half_close, NULL },
  { "three-segment-close", three_segment_close, NULL },
  { "server-closes-first", server_closes_first, NULL },
  { "lost-last-ack", lost_last_ack, NULL },
  { "no-time-wait", no_time_wait, facts_of_no_time_wait },
  { "no-time-wait-reuse", no_time_wait_reuse, facts_of_no_time_wait_reuse, LESSON_DISTURBED_OWN_NUMBERS },
  { "simultaneous-close", simultaneous_close, NULL },
  { "close-wait-leak", close_wait_leak, facts_of_close_wait_leak },
  { "close-wait-pile", NULL, facts_of_close_wait_pile },
  { "fin-wait-2-forever", fin_wait_2_forever, facts_of_fin_wait_2_forever },
  { "fin-wait-2", fin_wait_2, facts_of_fin_wait_2 },
  { 0 },
};
