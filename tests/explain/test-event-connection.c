/* Opening and closing in words: hand-made traces, word for word, and the checks with their numbers. */
#include "explanation-bench.h"

/* --- opening --- */

static void
test_syn (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_SYN_SENT);
  struct trace_event call = bench_event (TRACE_CALL, REASON_CALL_OPEN_ACTIVE, HOST_A, 0);
  g_autoptr (Explanation) explanation = NULL;
  event_id ids[3];

  vars.iss = vars.snd_una = 100;
  vars.snd_nxt = 101;
  ids[0] = bench_append (trace, &call, NULL, NULL);
  ids[1] = bench_state (trace, REASON_STATE_OPEN_ACTIVE, HOST_A, 0, ids[0], TCP_CLOSED, &vars);
  ids[2] = bench_send (trace, REASON_SEND_SYN, HOST_A, 0, ids[0], "S 100:100(0) win 8000 <mss 1000>", &vars);
  bench_carry (trace, HOST_A, 0, ids[2], MS (50));

  explanation = explain_event (trace, ids[2]);
  g_assert_cmpstr (explanation->direction, ==, "A → B");
  g_assert_cmpstr (explanation->when, ==, "0 ms");
  g_assert_cmpstr (explanation->title, ==, "A sends its SYN");
  g_assert_cmpstr (
      explanation->text, ==,
      "A asks for a connection and announces its initial sequence number 100. The SYN takes one number, so "
      "the first octet will be 101.");
  g_assert_cmpstr (explanation->section, ==, "RFC 9293, section 3.10.1");
  g_assert_cmpstr (explanation->section_title, ==, "OPEN call");
  g_assert_cmpuint (explanation->host, ==, HOST_A);
  g_assert_cmpint (explanation->before, ==, TCP_CLOSED);
  g_assert_cmpint (explanation->after, ==, TCP_SYN_SENT);
  g_assert_cmpuint (explanation->checks->len, ==, 1);
  assert_check (explanation, 0, "The SYN takes one number", "ISS 100 + 1 = SND.NXT 101", TRUE);
  g_assert_cmpstr (explanation->next_actor, ==, "B’s TCP");
  g_assert_cmpstr (explanation->next_detail, ==, "SYN of its own with ack 101, on arrival at 50 ms");
  g_assert_cmpuint (explanation->chain->len, ==, 1);
  g_assert_cmpuint (g_array_index (explanation->chain, event_id, 0), ==, ids[0]);
  assert_line (trace, ids[2], "0 ms, A to B, SYN, seq 100, in flight; A: CLOSED to SYN-SENT");
}

static void
test_handshake_done (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_SYN_RECEIVED);
  g_autoptr (Explanation) explanation = NULL;
  event_id arrival;
  event_id change;

  vars.iss = vars.snd_una = 300;
  vars.snd_nxt = 301;
  vars.irs = 100;
  vars.rcv_nxt = 101;
  vars.rcv_wnd = 8000;
  arrival
      = bench_arrive (trace, REASON_ARRIVE_ACK, HOST_B, MS (150), EVENT_NONE, ". 101:101(0) ack 301 win 8000", &vars);
  vars.state = TCP_ESTABLISHED;
  vars.snd_una = 301;
  change = bench_state (trace, REASON_STATE_HANDSHAKE_DONE, HOST_B, MS (150), arrival, TCP_SYN_RECEIVED, &vars);

  explanation = explain_event (trace, change);
  g_assert_cmpstr (explanation->direction, ==, "B");
  g_assert_cmpstr (explanation->title, ==, "B is ESTABLISHED: the handshake is done");
  g_assert_cmpstr (explanation->text, ==,
                   "The ACK of B’s SYN is here. Each side now knows that the other has its start number.");
  g_assert_cmpuint (explanation->checks->len, ==, 2);
  assert_check (explanation, 0, "Confirms something new", "SND.UNA 300 < SEG.ACK 301", TRUE);
  assert_check (explanation, 1, "Confirms only what was sent", "SEG.ACK 301 ≤ SND.NXT 301", TRUE);
  g_assert_cmpstr (explanation->next_actor, ==, "Either program");
  g_assert_cmpstr (explanation->next_detail, ==, "send or close");
  assert_line (trace, arrival, "150 ms, A to B, ACK, seq 101, ack 301, arrived; B: SYN-RECEIVED to ESTABLISHED");
  assert_line (trace, change, "150 ms, B is ESTABLISHED: the handshake is done; B: SYN-RECEIVED to ESTABLISHED");
}

static void
test_wrong_ack_in_syn_sent (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_SYN_SENT);
  g_autoptr (Explanation) explanation = NULL;
  event_id arrival;
  event_id reset;

  vars.iss = vars.snd_una = 100;
  vars.snd_nxt = 101;
  arrival = bench_arrive (trace, REASON_ARRIVE_SYN_ACK, HOST_A, MS (100), EVENT_NONE,
                          "S. 300:300(0) ack 91 win 8000 <mss 1000>", &vars);
  reset = bench_send (trace, REASON_SEND_RST_SYN_SENT, HOST_A, MS (100), arrival, "R 91:91(0) win 0", &vars);

  explanation = explain_event (trace, reset);
  g_assert_cmpuint (explanation->checks->len, ==, 3);
  assert_check (explanation, 0, "Confirms A’s SYN", "ISS 100 < SEG.ACK 91", FALSE);
  assert_check (explanation, 1, "Confirms only what was sent", "SEG.ACK 91 ≤ SND.NXT 101", TRUE);
  assert_check (explanation, 2, "The RST takes its number from the ACK", "SEG.SEQ 91 = 91", TRUE);
  g_assert_cmpuint (explanation->chain->len, ==, 1);
}

static void
test_refused (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_CLOSED);
  g_autoptr (Explanation) explanation = NULL;
  struct trace_event arrive = bench_event (TRACE_ARRIVE, REASON_ARRIVE_SYN, HOST_B, MS (50));
  event_id arrival = bench_append (trace, &arrive, "S 100:100(0) win 8000", NULL);
  event_id reset
      = bench_send (trace, REASON_SEND_RST_CLOSED, HOST_B, MS (50), arrival, "R. 0:0(0) ack 101 win 0", &vars);

  explanation = explain_event (trace, reset);
  g_assert_cmpstr (explanation->title, ==, "B answers with RST: no such connection");
  assert_check (explanation, 0, "No ACK to take a number from: the RST acknowledges", "100 + 1 = SEG.ACK 101", TRUE);
  g_assert_cmpstr (explanation->next_actor, ==, "A’s TCP");
}

/* --- closing --- */

static void
test_fin (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_FIN_WAIT_2);
  struct trace_event call = bench_event (TRACE_CALL, REASON_CALL_CLOSE, HOST_B, MS (1300));
  g_autoptr (Explanation) explanation = NULL;
  event_id close;
  event_id change;
  event_id send;

  bench_state (trace, REASON_STATE_FIN_ACKED, HOST_A, MS (350), EVENT_NONE, TCP_FIN_WAIT_1, &vars);
  vars = bench_vars (TCP_CLOSE_WAIT);
  vars.snd_una = vars.snd_nxt = 601;
  vars.rcv_nxt = 112;
  close = bench_append (trace, &call, NULL, &vars);
  vars.state = TCP_LAST_ACK;
  change = bench_state (trace, REASON_STATE_CLOSE_PASSIVE, HOST_B, MS (1300), close, TCP_CLOSE_WAIT, &vars);
  vars.snd_nxt = 602;
  send = bench_send (trace, REASON_SEND_FIN, HOST_B, MS (1300), close, "F. 601:601(0) ack 112 win 8000", &vars);
  bench_carry (trace, HOST_B, MS (1300), send, MS (1350));

  explanation = explain_event (trace, send);
  g_assert_cmpstr (explanation->direction, ==, "B → A");
  g_assert_cmpstr (explanation->when, ==, "1.300 s");
  g_assert_cmpstr (explanation->title, ==, "B sends its FIN");
  g_assert_cmpstr (explanation->text, ==,
                   "B’s program called close and nothing is left to send. The FIN says: “I will send no more.” It does "
                   "not end the connection.");
  g_assert_cmpint (explanation->before, ==, TCP_CLOSE_WAIT);
  g_assert_cmpint (explanation->after, ==, TCP_LAST_ACK);
  g_assert_cmpuint (explanation->checks->len, ==, 3);
  assert_check (explanation, 0, "Unsent octets", "0", TRUE);
  assert_check (explanation, 1, "The FIN takes one number", "SND.NXT 601 + 1 = 602", TRUE);
  assert_check (explanation, 2, "ACK repeats what A sent", "RCV.NXT = 112", TRUE);
  g_assert_cmpstr (explanation->next_actor, ==, "A’s TCP");
  g_assert_cmpstr (explanation->next_detail, ==, "ack 602 on arrival at 1.350 s, then wait 2MSL");
  assert_line (trace, send, "1.300 s, B to A, FIN ACK, seq 601, ack 112, in flight; B: CLOSE-WAIT to LAST-ACK");
  g_assert_cmpuint (change, <, send);
}

static void
test_fin_acked (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_FIN_WAIT_1);
  struct trace_event update = bench_event (TRACE_UPDATE, REASON_UPDATE_ACK_NEW, HOST_A, MS (100));
  g_autoptr (Explanation) explanation = NULL;
  g_autoptr (Explanation) moved = NULL;
  event_id change;

  vars.snd_una = 1001;
  vars.snd_nxt = 1002;
  vars.rcv_nxt = 301;
  update.cause
      = bench_arrive (trace, REASON_ARRIVE_ACK, HOST_A, MS (100), EVENT_NONE, ". 301:301(0) ack 1002 win 8000", &vars);
  vars.snd_una = 1002;
  bench_append (trace, &update, NULL, &vars);
  vars.state = TCP_FIN_WAIT_2;
  change = bench_state (trace, REASON_STATE_FIN_ACKED, HOST_A, MS (100), 1, TCP_FIN_WAIT_1, &vars);

  moved = explain_event (trace, 1);
  g_assert_cmpstr (moved->title, ==, "A learns that B has everything before 1002");
  g_assert_cmpstr (moved->text, ==, "SND.UNA moves from 1001 to 1002. A need not keep what lies before it any longer.");
  explanation = explain_event (trace, change);
  g_assert_cmpuint (explanation->checks->len, ==, 1);
  assert_check (explanation, 0, "ACK covers A’s FIN", "SEG.ACK 1002 = SND.NXT 1002", TRUE);
  g_assert_cmpstr (explanation->next_actor, ==, "B’s program");
  g_assert_cmpstr (explanation->next_detail, ==, "close, when it has nothing more to send");
}

static void
test_fin_crossed (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_FIN_WAIT_1);
  g_autoptr (Explanation) explanation = NULL;
  event_id arrival;
  event_id change;

  vars.snd_una = 101;
  vars.snd_nxt = 102;
  vars.rcv_nxt = 301;
  vars.rcv_wnd = 8000;
  arrival
      = bench_arrive (trace, REASON_ARRIVE_FIN, HOST_A, MS (50), EVENT_NONE, "F. 301:301(0) ack 101 win 8000", &vars);
  vars.rcv_nxt = 302;
  vars.state = TCP_CLOSING;
  change = bench_state (trace, REASON_STATE_FIN_CROSSED, HOST_A, MS (50), arrival, TCP_FIN_WAIT_1, &vars);

  explanation = explain_event (trace, change);
  assert_check (explanation, 0, "Everything up to B’s FIN is here", "301 + 1 = RCV.NXT 302", TRUE);
  assert_check (explanation, 1, "ACK covers A’s FIN", "SEG.ACK 101 = SND.NXT 102", FALSE);
  g_assert_cmpstr (explanation->next_actor, ==, "B’s TCP");
  g_assert_cmpstr (explanation->next_detail, ==, "acknowledge A’s FIN");
}

static void
test_time_wait (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_TIME_WAIT);
  struct trace_event start = bench_event (TRACE_TIMER_START, REASON_TIMER_2MSL_START, HOST_A, MS (1350));
  g_autoptr (Explanation) explanation = NULL;

  vars.timer_deadline[TCP_TIMER_2MSL] = start.until = MS (241350);
  start.timer = TCP_TIMER_2MSL;
  bench_state (trace, REASON_STATE_FIN_IN_FIN_WAIT_2, HOST_A, MS (1350), EVENT_NONE, TCP_FIN_WAIT_2, &vars);
  explanation = explain_event (trace, bench_append (trace, &start, NULL, &vars));
  g_assert_cmpstr (
      explanation->text, ==,
      "For 240 s, A can still acknowledge a repeated FIN. By then every old segment of this connection has "
      "died out.");
  assert_check (explanation, 0, "Twice the maximum segment lifetime", "2 × 120 s = 240 s", TRUE);
  g_assert_cmpstr (explanation->next_actor, ==, "A’s 2MSL timer");
  g_assert_cmpstr (explanation->next_detail, ==, "runs out at 241.350 s");
}

/* It is the program's turn, not TCP's. */
static void
test_no_descriptor (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  struct trace_event full = bench_event (TRACE_CALL, REASON_PROGRAM_OUT_OF_DESCRIPTORS, HOST_B, SEC (1));
  struct trace_event late = bench_event (TRACE_CALL, REASON_PROGRAM_ACCEPTS_LATE, HOST_B, SEC (2));
  g_autoptr (Explanation) explanation = explain_event (trace, bench_append (trace, &full, NULL, &vars));
  g_autoptr (Explanation) accepted = explain_event (trace, bench_append (trace, &late, NULL, &vars));

  g_assert_cmpstr (explanation->title, ==, "The call fails: too many open files");
  g_assert_cmpstr (explanation->next_actor, ==, "B’s program");
  g_assert_cmpstr (explanation->next_detail, ==, "close a socket that it needs no more");
  g_assert_cmpstr (accepted->title, ==, "B’s program accepts what waited");
  g_assert_cmpstr (accepted->next_actor, ==, "B’s program");
  g_assert_cmpstr (accepted->next_detail, ==, "read what has come meanwhile");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/event-connection/syn", test_syn);
  g_test_add_func ("/explain/event-connection/handshake-done", test_handshake_done);
  g_test_add_func ("/explain/event-connection/wrong-ack-in-syn-sent", test_wrong_ack_in_syn_sent);
  g_test_add_func ("/explain/event-connection/refused", test_refused);
  g_test_add_func ("/explain/event-connection/fin", test_fin);
  g_test_add_func ("/explain/event-connection/fin-acked", test_fin_acked);
  g_test_add_func ("/explain/event-connection/fin-crossed", test_fin_crossed);
  g_test_add_func ("/explain/event-connection/time-wait", test_time_wait);
  g_test_add_func ("/explain/event-connection/no-descriptor", test_no_descriptor);
  return g_test_run ();
}
