/* Which event of a step is explained, and whose segment is shown with it. */
#include "app/inspector-subject.h"
#include "session-bench.h"

static const struct trace_event *
subject_at (HsSession *session, vtime at)
{
  const struct trace *trace = hs_session_get_trace (session);
  event_id subject;

  hs_session_seek (session, at);
  trace = hs_session_get_trace (session);
  subject = hs_subject_of_step (trace, hs_session_get_event (session));
  g_assert_cmpuint (subject, !=, EVENT_NONE);
  return trace_get (trace, subject);
}

static void
test_nothing_before_the_start (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  const struct trace *trace = hs_session_get_trace (session);

  g_assert_cmpuint (hs_subject_of_step (trace, EVENT_NONE), ==, EVENT_NONE);
  g_assert_cmpuint (hs_subject_segment (trace, EVENT_NONE), ==, EVENT_NONE);
  g_assert_cmpuint (hs_subject_before_step (trace, EVENT_NONE), ==, EVENT_NONE);
}

static void
test_a_segment_sent_stands_for_its_instant (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  const struct trace_event *subject = subject_at (session, MS (50));

  g_assert_cmpint (subject->kind, ==, TRACE_SEND);
  g_assert_cmpint (subject->host, ==, HOST_B);
  g_assert_cmphex (trace_segment (hs_session_get_trace (session), subject->id)->flags, ==, TCP_SYN | TCP_ACK);
}

static void
test_a_state_stands_for_an_arrival_without_answer (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  const struct trace_event *subject = subject_at (session, MS (150));
  event_id carrier;

  g_assert_cmpint (subject->kind, ==, TRACE_STATE);
  g_assert_cmpint (subject->after, ==, TCP_ESTABLISHED);
  g_assert_cmpint (subject->host, ==, HOST_B);
  carrier = hs_subject_segment (hs_session_get_trace (session), subject->id);
  g_assert_cmpuint (carrier, !=, EVENT_NONE);
  g_assert_cmphex (trace_segment (hs_session_get_trace (session), carrier)->flags, ==, TCP_ACK);
}

static void
test_a_loss_stands_for_its_instant (void)
{
  g_autoptr (HsSession) session = bench_open ("lost-syn");
  const struct trace *trace;
  vtime lost = VTIME_NEVER;

  hs_session_go_end (session);
  trace = hs_session_get_trace (session);
  for (size_t id = 0; id < trace_length (trace) && lost == VTIME_NEVER; id++)
    {
      if (trace_get (trace, (event_id) id)->kind == TRACE_LOSS)
        lost = trace_get (trace, (event_id) id)->at;
    }
  g_assert_cmpint (lost, !=, VTIME_NEVER);
  g_assert_cmpint (subject_at (session, lost)->kind, ==, TRACE_LOSS);
}

/* The subject is always of the instant of the step, and what is before it never is. */
static void
test_keeps_to_the_instant (void)
{
  g_autoptr (HsSession) session = bench_open ("full-connection");
  const struct trace *trace;

  hs_session_go_end (session);
  trace = hs_session_get_trace (session);
  for (size_t id = 0; id < trace_length (trace); id++)
    {
      vtime at = trace_get (trace, (event_id) id)->at;
      event_id subject = hs_subject_of_step (trace, (event_id) id);
      event_id before = hs_subject_before_step (trace, (event_id) id);

      g_assert_cmpint (trace_get (trace, subject)->at, ==, at);
      g_assert_cmpuint (subject, <=, id);
      if (before == EVENT_NONE)
        {
          g_assert_cmpint (trace_get (trace, 0)->at, ==, at);
          continue;
        }
      g_assert_cmpint (trace_get (trace, before)->at, <, at);
      g_assert_cmpint (trace_get (trace, before + 1)->at, ==, at);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspector-subject/nothing-before-the-start", test_nothing_before_the_start);
  g_test_add_func ("/inspector-subject/a-segment-sent", test_a_segment_sent_stands_for_its_instant);
  g_test_add_func ("/inspector-subject/a-state", test_a_state_stands_for_an_arrival_without_answer);
  g_test_add_func ("/inspector-subject/a-loss", test_a_loss_stands_for_its_instant);
  g_test_add_func ("/inspector-subject/keeps-to-the-instant", test_keeps_to_the_instant);
  return g_test_run ();
}
