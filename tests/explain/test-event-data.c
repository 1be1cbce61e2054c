/* Numbers, data, time and congestion in words: hand-made traces, word for word, and the checks. */
#include "explanation-bench.h"

/* --- numbers --- */

static event_id
discard (struct trace *trace, enum tcp_reason reason, const char *text, uint32_t rcv_nxt, uint32_t rcv_wnd)
{
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  struct trace_event event = bench_event (TRACE_DISCARD, reason, HOST_B, MS (200));

  vars.rcv_nxt = rcv_nxt;
  vars.rcv_wnd = rcv_wnd;
  event.cause = bench_arrive (trace, REASON_ARRIVE_DATA, HOST_B, MS (200), EVENT_NONE, text, &vars);
  return bench_append (trace, &event, text, &vars);
}

static void
test_discard_old (void)
{
  g_autoptr (Trace) trace = bench_new ();
  event_id id = discard (trace, REASON_DISCARD_SEQ_OLD, "P. 101:1101(1000) ack 301 win 8000", 1101, 8000);
  g_autoptr (Explanation) explanation = explain_event (trace, id);

  g_assert_cmpstr (explanation->direction, ==, "A → B");
  g_assert_cmpstr (explanation->title, ==, "B drops what it already had");
  g_assert_cmpstr (explanation->text, ==,
                   "The segment ends before 1101: nothing in it is new. B still answers with an ACK, because the first "
                   "ACK may have been lost.");
  assert_check (explanation, 0, "Last number not before the window", "RCV.NXT 1101 ≤ 1100", FALSE);
  assert_check (explanation, 1, "First number not beyond the window", "SEG.SEQ 101 < 9101", TRUE);
  assert_line (trace, id, "200 ms, A to B, PSH ACK, seq 101, ack 301, 1000 octets, discarded");
}

/* The window lies across 2^32. */
static void
test_discard_beyond (void)
{
  g_autoptr (Trace) trace = bench_new ();
  event_id id = discard (trace, REASON_DISCARD_SEQ_BEYOND_WINDOW, ". 9000:9000(0) ack 301 win 8000", 4294966796u, 8000);
  g_autoptr (Explanation) explanation = explain_event (trace, id);

  g_assert_cmpstr (explanation->text, ==, "B has room for 8000 octets from 4294966796 on. seq 9000 lies beyond that.");
  assert_check (explanation, 0, "Not before the window", "RCV.NXT 4294966796 ≤ SEG.SEQ 9000", TRUE);
  assert_check (explanation, 1, "First number not beyond the window", "SEG.SEQ 9000 < 7500", FALSE);
}

static void
test_discard_zero_window (void)
{
  g_autoptr (Trace) trace = bench_new ();
  event_id id = discard (trace, REASON_DISCARD_SEQ_ZERO_WINDOW, ". 4101:4102(1) ack 301 win 8000", 4101, 0);
  g_autoptr (Explanation) explanation = explain_event (trace, id);

  assert_check (explanation, 0, "Exactly the expected number", "SEG.SEQ 4101 = RCV.NXT 4101", TRUE);
  assert_check (explanation, 1, "No room, so nothing in it", "SEG.LEN 1 = 0", FALSE);
}

static void
test_rst_inexact (void)
{
  g_autoptr (Trace) trace = bench_new ();
  event_id id = discard (trace, REASON_DISCARD_RST_INEXACT, "R 9000:9000(0) win 0", 5001, 8000);
  g_autoptr (Explanation) explanation = explain_event (trace, id);

  g_assert_cmpstr (explanation->text, ==,
                   "Only an RST at exactly 5001 ends the connection. seq 9000 is close enough for a challenge ACK, no "
                   "more.");
  g_assert_cmpuint (explanation->checks->len, ==, 3);
  assert_check (explanation, 0, "Not before the window", "RCV.NXT 5001 ≤ SEG.SEQ 9000", TRUE);
  assert_check (explanation, 1, "First number not beyond the window", "SEG.SEQ 9000 < 13001", TRUE);
  assert_check (explanation, 2, "RST at exactly the expected number", "SEG.SEQ 9000 = RCV.NXT 5001", FALSE);
}

/* --- sending --- */

static void
test_data (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  g_autoptr (Explanation) explanation = NULL;

  vars.snd_una = 101;
  vars.snd_nxt = 1101;
  vars.snd_wnd = 8000;
  vars.flight_size = 1000;
  bench_state (trace, REASON_STATE_HANDSHAKE_DONE, HOST_B, 0, EVENT_NONE, TCP_SYN_RECEIVED, &vars);
  explanation = explain_event (
      trace, bench_send (trace, REASON_SEND_DATA, HOST_A, 0, EVENT_NONE, "P. 101:1101(1000) ack 301 win 8000", &vars));
  g_assert_cmpstr (explanation->title, ==, "A sends 1000 octets");
  g_assert_cmpstr (
      explanation->text, ==,
      "The first has the number 101, the last 1100. B will answer with the number that it expects next: ack 1101.");
  assert_check (explanation, 0, "Not longer than a full segment", "1000 ≤ Eff.snd.MSS 1000", TRUE);
  assert_check (explanation, 1, "Inside B’s window", "1101 ≤ SND.UNA + SND.WND 8101", TRUE);
  assert_check (explanation, 2, "Inside the congestion window", "FlightSize 1000 ≤ cwnd 10000", TRUE);
  g_assert_cmpstr (explanation->next_detail, ==, "ack 1101");
}

/* The peer has no connection: what takes numbers is not acknowledged there. A SYN may find a listener behind it. */
static void
test_to_nobody (void)
{
  static const struct
  {
    const char *segment, *next;
  } cases[] = {
    { "P. 101:1101(1000) ack 301 win 8000", "answer with RST: there is no such connection" },
    { "S. 300:300(0) ack 91 win 8000", "answer with RST: there is no such connection" },
    { "F. 101:101(0) ack 301 win 8000", "answer with RST: there is no such connection" },
    { "S 100:100(0) win 8000", "SYN of its own with ack 101" },
  };
  struct tcp_vars here = bench_vars (TCP_ESTABLISHED), there = bench_vars (TCP_CLOSED);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Trace) trace = bench_new ();

      bench_state (trace, REASON_STATE_CRASHED, HOST_B, 0, EVENT_NONE, TCP_ESTABLISHED, &there);
      g_autoptr (Explanation) explanation
          = explain_event (trace, bench_send (trace, REASON_SEND_DATA, HOST_A, 0, EVENT_NONE, cases[i].segment, &here));
      g_assert_cmpstr (explanation->next_detail, ==, cases[i].next);
    }
}

static void
test_nagle (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  struct trace_event wait = bench_event (TRACE_UPDATE, REASON_WAIT_NAGLE, HOST_A, MS (1));
  g_autoptr (Explanation) explanation = NULL;

  vars.snd_una = 101;
  vars.snd_nxt = 201;
  vars.unsent = 100;
  explanation = explain_event (trace, bench_append (trace, &wait, NULL, &vars));
  g_assert_cmpstr (
      explanation->text, ==,
      "What is left, 100 octets, would make only a small segment, and octets are still outstanding. A waits "
      "for an ACK, not for a timer.");
  assert_check (explanation, 0, "Enough for a full segment", "100 ≥ Eff.snd.MSS 1000", FALSE);
  assert_check (explanation, 1, "Nothing outstanding", "SND.NXT 201 = SND.UNA 101", FALSE);
  g_assert_cmpint (explanation->before, ==, explanation->after);
}

/* --- time and congestion --- */

static void
test_rtt_sample (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  struct trace_event sample = bench_event (TRACE_UPDATE, REASON_UPDATE_RTT_SAMPLE, HOST_A, MS (100));
  g_autoptr (Explanation) first = NULL;
  g_autoptr (Explanation) second = NULL;

  bench_send (trace, REASON_SEND_DATA, HOST_A, 0, EVENT_NONE, "P. 101:102(1) ack 301 win 8000", &vars);
  vars.last_rtt = vars.srtt = MS (100);
  vars.rttvar = MS (50);
  first = explain_event (trace, bench_append (trace, &sample, NULL, &vars));
  g_assert_cmpstr (first->title, ==, "A measures a round trip of 100 ms");
  assert_check (first, 0, "First measurement: SRTT = R", "SRTT = 100 ms", TRUE);
  assert_check (first, 1, "RTTVAR = R / 2", "RTTVAR = 100 ms / 2 = 50 ms", TRUE);
  assert_check (first, 2, "SRTT + 4 × RTTVAR", "100 ms + 4 × 50 ms = 300 ms", TRUE);
  assert_check (first, 3, "Within its limits", "RTO = 1 s", TRUE);

  vars.last_rtt = MS (180);
  vars.rttvar = US (57500);
  vars.srtt = MS (110);
  second = explain_event (trace, bench_append (trace, &sample, NULL, &vars));
  assert_check (second, 0, "RTTVAR", "¾ × 50 ms + ¼ × |100 ms − 180 ms| = 57.5 ms", TRUE);
  assert_check (second, 1, "SRTT", "⅞ × 100 ms + ⅛ × 180 ms = 110 ms", TRUE);
}

static void
test_backoff (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  struct trace_event start = bench_event (TRACE_TIMER_START, REASON_TIMER_RTO_BACKOFF, HOST_A, SEC (1));
  g_autoptr (Explanation) doubled = NULL;
  g_autoptr (Explanation) capped = NULL;

  bench_send (trace, REASON_SEND_DATA, HOST_A, 0, EVENT_NONE, "P. 101:102(1) ack 301 win 8000", &vars);
  vars.rto = SEC (2);
  vars.backoff = 1;
  start.until = SEC (3);
  doubled = explain_event (trace, bench_append (trace, &start, NULL, &vars));
  g_assert_cmpstr (doubled->title, ==, "A backs off: the RTO is now 2 s");
  assert_check (doubled, 0, "Doubled", "2 × 1 s = 2 s", TRUE);
  assert_check (doubled, 1, "Timeouts in a row", "1", TRUE);

  vars.rto = SEC (3);
  vars.backoff = 2;
  capped = explain_event (trace, bench_append (trace, &start, NULL, &vars));
  assert_check (capped, 0, "Doubled, up to the limit", "2 × 2 s > 3 s", TRUE);
}

static void
test_recovery (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  struct trace_event enter = bench_event (TRACE_UPDATE, REASON_UPDATE_ENTER_RECOVERY, HOST_A, MS (140));
  g_autoptr (Explanation) explanation = NULL;
  g_autoptr (Explanation) again = NULL;

  vars.snd_una = 1101;
  vars.snd_nxt = 8101;
  vars.flight_size = 7000;
  enter.cause
      = bench_arrive (trace, REASON_ARRIVE_ACK, HOST_A, MS (140), EVENT_NONE, ". 301:301(0) ack 1101 win 8000", &vars);
  vars.dupacks = 3;
  vars.ssthresh = 3500;
  vars.cwnd = 6500;
  explanation = explain_event (trace, bench_append (trace, &enter, NULL, &vars));
  g_assert_cmpstr (explanation->text, ==,
                   "A loss means congestion, so ssthresh becomes half of what is in flight: 3500 octets. cwnd adds the "
                   "three segments that left: 6500 octets.");
  assert_check (explanation, 0, "Three duplicate ACKs", "3 ≥ 3", TRUE);
  assert_check (explanation, 1, "ssthresh: half of what is in flight", "max (7000 / 2, 2 × 1000) = 3500", TRUE);
  assert_check (explanation, 2, "cwnd: three segments more", "3500 + 3 × 1000 = 6500", TRUE);

  again = explain_event (trace, bench_send (trace, REASON_RETRANSMIT_FAST, HOST_A, MS (140), enter.cause,
                                            "P. 1101:2101(1000) ack 301 win 8000", &vars));
  g_assert_cmpstr (again->title, ==, "A sends seq 1101 again: fast retransmit");
  assert_check (again, 1, "The oldest unacknowledged number", "SEG.SEQ 1101 = SND.UNA 1101", TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/event-data/discard-old", test_discard_old);
  g_test_add_func ("/explain/event-data/discard-beyond", test_discard_beyond);
  g_test_add_func ("/explain/event-data/discard-zero-window", test_discard_zero_window);
  g_test_add_func ("/explain/event-data/rst-inexact", test_rst_inexact);
  g_test_add_func ("/explain/event-data/data", test_data);
  g_test_add_func ("/explain/event-data/to-nobody", test_to_nobody);
  g_test_add_func ("/explain/event-data/nagle", test_nagle);
  g_test_add_func ("/explain/event-data/rtt-sample", test_rtt_sample);
  g_test_add_func ("/explain/event-data/backoff", test_backoff);
  g_test_add_func ("/explain/event-data/recovery", test_recovery);
  return g_test_run ();
}
