/* Events of the link, of captures, and events of every kind with nothing around them. */
#include "explanation-bench.h"

/* --- the link --- */

static void
test_loss (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_SYN_SENT);
  struct trace_event loss = bench_event (TRACE_LOSS, REASON_LINK_DROPPED, HOST_A, MS (25));
  struct flight flight = { .start = 0, .end = MS (25), .from = HOST_A, .fate = FLIGHT_LOST };
  g_autoptr (Explanation) explanation = NULL;
  g_autofree char *line = NULL;

  vars.timer_deadline[TCP_TIMER_RTO] = SEC (1);
  flight.send = bench_send (trace, REASON_SEND_SYN, HOST_A, 0, EVENT_NONE, "S 100:100(0) win 8000", &vars);
  loss.cause = bench_carry (trace, HOST_A, 0, flight.send, MS (50));
  explanation = explain_event (trace, bench_append (trace, &loss, NULL, NULL));
  g_assert_cmpstr (explanation->direction, ==, "A → B");
  g_assert_cmpstr (explanation->title, ==, "A’s SYN is dropped on the way");
  g_assert_cmpstr (explanation->next_actor, ==, "A’s RTO timer");
  g_assert_cmpstr (explanation->next_detail, ==, "runs out at 1.000 s");
  g_assert_null (explanation->section);
  g_assert_null (explanation->url);
  line = explain_flight_line (trace, &flight);
  g_assert_cmpstr (line, ==, "0 ms, A to B, SYN, seq 100, lost");
}

/* What a person did to a segment leads to all that follows from it. */
static void
test_by_hand (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_SYN_SENT);
  struct trace_event command = bench_event (TRACE_COMMAND, REASON_COMMAND, HOST_NONE, MS (25));
  struct trace_event loss = bench_event (TRACE_LOSS, REASON_LINK_DROPPED, HOST_A, MS (25));
  g_autoptr (Explanation) explanation = NULL;
  g_autoptr (Explanation) of_command = NULL;
  event_id send = bench_send (trace, REASON_SEND_SYN, HOST_A, 0, EVENT_NONE, "S 100:100(0) win 8000", &vars);

  loss.cause = bench_carry (trace, HOST_A, 0, send, MS (50));
  loss.by = bench_append (trace, &command, NULL, NULL);
  explanation = explain_event (trace, bench_append (trace, &loss, NULL, NULL));
  g_assert_cmpuint (explanation->chain->len, ==, 1);
  g_assert_cmpuint (g_array_index (explanation->chain, event_id, 0), ==, loss.by);
  of_command = explain_event (trace, loss.by);
  g_assert_cmpstr (of_command->title, ==, "Dropped by hand: A’s SYN");
}

/* Whichever timer watches over what is lost is the one that will act. */
static void
test_loss_of_text (void)
{
  static const struct
  {
    enum tcp_timer timer;
    const char *actor;
  } cases[] = {
    { TCP_TIMER_RTO, "A’s RTO timer" },
    { TCP_TIMER_PTO, "A’s PTO timer" },
    { TCP_TIMER_REORDERING, "A’s reordering timer" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Trace) trace = bench_new ();
      struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
      struct trace_event loss = bench_event (TRACE_LOSS, REASON_LINK_DROPPED, HOST_A, MS (25));
      g_autoptr (Explanation) explanation = NULL;

      vars.timer_deadline[cases[i].timer] = MS (300);
      event_id sent
          = bench_send (trace, REASON_SEND_DATA, HOST_A, 0, EVENT_NONE, ". 101:111(10) ack 301 win 8000", &vars);
      loss.cause = bench_carry (trace, HOST_A, 0, sent, MS (50));
      explanation = explain_event (trace, bench_append (trace, &loss, NULL, NULL));
      g_assert_cmpstr (explanation->next_actor, ==, cases[i].actor);
      g_assert_cmpstr (explanation->next_detail, ==, "runs out at 300 ms");
    }
}

/* A command belongs to nobody, and a capture knows nothing of the inside. */
static void
test_outside (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
  struct trace_event command = bench_event (TRACE_COMMAND, REASON_COMMAND, HOST_NONE, 0);
  struct trace_event seen = bench_event (TRACE_SEND, REASON_CAPTURE_SEEN, HOST_B, MS (5));
  g_autoptr (Explanation) of_command = explain_event (trace, bench_append (trace, &command, NULL, NULL));
  g_autoptr (Explanation) of_capture = NULL;

  g_assert_cmpstr (of_command->direction, ==, "");
  g_assert_cmpstr (of_command->title, ==, "A command from outside");
  g_assert_cmpuint (of_command->host, ==, HOST_NONE);
  g_assert_null (of_command->next_actor);

  seen.marks = MARK_DUPLICATE_ACK;
  of_capture = explain_event (trace, bench_append (trace, &seen, ". 301:301(0) ack 1101 win 8000", &vars));
  g_assert_cmpstr (of_capture->title, ==, "From B to A: ACK");
  g_assert_cmpstr (of_capture->text, ==,
                   "Seen in the capture: ACK, seq 301, ack 1101. It shows the segment, not what went on inside the "
                   "hosts. It repeats an earlier ACK while octets are outstanding: something arrived out of order.");
  g_assert_null (of_capture->next_actor);
}

/* The far end of a capture, and what must have been there. */
static void
test_inferred (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct trace_event event = bench_event (TRACE_ARRIVE, REASON_CAPTURE_INFERRED, HOST_B, MS (5));
  g_autoptr (Explanation) estimated = NULL;
  g_autoptr (Explanation) missing = NULL;
  g_autoptr (Explanation) change = NULL;
  g_autoptr (Explanation) late = NULL;

  event.marks = MARK_ESTIMATED_TIME;
  event.knowledge = KNOWLEDGE_INFERRED;
  estimated = explain_event (trace, bench_append (trace, &event, ". 301:301(0) ack 1101 win 8000", NULL));
  g_assert_cmpstr (estimated->title, ==, "From A to B: ACK");
  g_assert_cmpstr (estimated->text, ==,
                   "Captured at the other end: ACK, seq 301, ack 1101. The time at this end is an estimate.");

  event = bench_event (TRACE_SEND, REASON_CAPTURE_INFERRED, HOST_B, MS (6));
  event.knowledge = KNOWLEDGE_UNKNOWN;
  missing = explain_event (trace, bench_append (trace, &event, ". 1:11(10) ack 1101 win 8000", NULL));
  g_assert_cmpstr (missing->title, ==, "From B to A: data segment");
  g_assert_cmpstr (missing->text, ==,
                   "Not captured: ACK, seq 1, ack 1101, 10 octets. Other segments speak of it, so it must have been "
                   "sent.");

  event = bench_event (TRACE_STATE, REASON_STATE_FIN_ARRIVED, HOST_B, MS (7));
  event.before = TCP_ESTABLISHED;
  event.after = TCP_CLOSE_WAIT;
  event.knowledge = KNOWLEDGE_INFERRED;
  change = explain_event (trace, bench_append (trace, &event, NULL, NULL));
  g_assert_true (g_str_has_suffix (change->text, " Inferred: the capture shows only the segments."));

  event.reason = REASON_CAPTURE_INFERRED;
  event.knowledge = KNOWLEDGE_UNKNOWN;
  late = explain_event (trace, bench_append (trace, &event, NULL, NULL));
  g_assert_cmpstr (late->title, ==, "The capture does not tell B’s state");
}

/* Every reason, on an event that has nothing beside it but a segment, leaves no name unfilled and does not fall over.
 */
static void
test_every_reason (void)
{
  for (int reason = 0; reason < REASON_COUNT; reason++)
    for (int kind = 0; kind < TRACE_KIND_COUNT; kind++)
      for (int with = 0; with < 3; with++)
        {
          g_autoptr (Trace) trace = bench_new ();
          struct tcp_vars vars = bench_vars (TCP_ESTABLISHED);
          struct trace_event event = bench_event (kind, reason, HOST_A, 0);
          g_autoptr (Explanation) explanation = NULL;
          g_autofree char *line = NULL;

          bench_append (trace, &event, with > 0 ? "P. 101:111(10) ack 301 win 8000" : NULL, with > 1 ? &vars : NULL);
          explanation = explain_event (trace, 0);
          line = explain_event_line (trace, 0);
          g_assert_null (strchr (explanation->title, '{'));
          g_assert_null (strchr (explanation->text, '{'));
          g_assert_null (strchr (line, '{'));
          if (explanation->next_detail != NULL)
            g_assert_null (strchr (explanation->next_detail, '{'));
          for (guint i = 0; i < explanation->checks->len; i++)
            g_assert_null (strchr (((struct explain_check *) explanation->checks->pdata[i])->label, '{'));
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/event/loss", test_loss);
  g_test_add_func ("/explain/event/by-hand", test_by_hand);
  g_test_add_func ("/explain/event/loss-of-text", test_loss_of_text);
  g_test_add_func ("/explain/event/outside", test_outside);
  g_test_add_func ("/explain/event/inferred", test_inferred);
  g_test_add_func ("/explain/event/every-reason", test_every_reason);
  return g_test_run ();
}
