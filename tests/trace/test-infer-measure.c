#include "conversation.h"

/* The truth of a connection with a constant one-way delay and ends that answer at once. */
#define ONE_WAY MS (10)

struct true_line
{
  vtime sent;
  const char *text;
};

static const struct true_line truth[] = {
  { MS (0), "> S 0:0(0) win 65535" },
  { MS (10), "< S. 0:0(0) ack 1 win 65535" },
  { MS (20), "> . 1:1(0) ack 1 win 65535" },
  { MS (20), "> P. 1:101(100) ack 1 win 65535" },
  { MS (30), "< . 1:1(0) ack 101 win 65535" },
  { MS (45), "< P. 1:501(500) ack 101 win 65535" },
  { MS (55), "> . 101:101(0) ack 501 win 65535" },
  { MS (90), "> F. 101:101(0) ack 501 win 65535" },
  { MS (100), "< F. 501:501(0) ack 102 win 65535" },
  { MS (110), "> . 102:102(0) ack 502 win 65535" },
};

static int
by_time (const void *a, const void *b)
{
  const struct line *first = a, *second = b;

  return (first->time > second->time) - (first->time < second->time);
}

/* Captures the truth at a point so far from the client, infers, and finds the truth again at both ends. */
static void
assert_truth (vtime from_client, enum capture_point point)
{
  struct line lines[G_N_ELEMENTS (truth)];
  const vtime offset = SEC (1000);

  for (size_t i = 0; i < G_N_ELEMENTS (truth); i++)
    lines[i] = (struct line){
      .time = offset + truth[i].sent + (truth[i].text[0] == '>' ? from_client : ONE_WAY - from_client),
      .text = truth[i].text,
    };
  qsort (lines, G_N_ELEMENTS (lines), sizeof *lines, by_time);
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  const struct inference *inference = &conversation.inference;

  assert_sound (&conversation);
  g_assert_cmpint (inference->round_trip, ==, 2 * ONE_WAY);
  g_assert_true (inference->round_trip_measured);
  g_assert_cmpint (inference->point, ==, point);
  g_assert_cmpint (inference->origin, ==, offset);
  g_assert_cmpint (trace_delay (conversation.trace), ==, ONE_WAY);
  g_assert_true (trace_host_const (conversation.trace, HOST_A)->captured_here == (point == CAPTURE_AT_CLIENT));
  g_assert_true (trace_host_const (conversation.trace, HOST_B)->captured_here == (point == CAPTURE_AT_SERVER));
  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    for (size_t k = 0; k < G_N_ELEMENTS (truth); k++)
      if (truth[k].text == lines[i].text)
        {
          const struct trace_event *send = find_event (conversation.trace, TRACE_SEND, i);
          const struct trace_event *arrive = find_event (conversation.trace, TRACE_ARRIVE, i);
          bool send_is_near = trace_host_const (conversation.trace, send->host)->captured_here;

          g_assert_cmpint (send->at, ==, truth[k].sent);
          g_assert_cmpint (arrive->at, ==, truth[k].sent + ONE_WAY);
          g_assert_true (!(send->marks & MARK_ESTIMATED_TIME) == send_is_near);
          g_assert_true ((send->knowledge == KNOWLEDGE_PROVEN) == send_is_near);
          g_assert_cmpint (send->reason, ==, send_is_near ? REASON_CAPTURE_SEEN : REASON_CAPTURE_INFERRED);
        }
  conversation_end (&conversation);
}

static void
test_truth_from_everywhere (void)
{
  assert_truth (0, CAPTURE_AT_CLIENT);
  assert_truth (ONE_WAY, CAPTURE_AT_SERVER);
  assert_truth (MS (5), CAPTURE_BETWEEN);
  assert_truth (MS (4), CAPTURE_BETWEEN);
  assert_truth (MS (7), CAPTURE_BETWEEN);
}

static void
assert_round_trip (const struct line *lines, size_t count, vtime round_trip, bool measured, enum capture_point point)
{
  struct conversation conversation = conversation_begin (lines, count);

  assert_sound (&conversation);
  g_assert_cmpint (conversation.inference.round_trip, ==, round_trip);
  g_assert_true (conversation.inference.round_trip_measured == measured);
  g_assert_cmpint (conversation.inference.point, ==, point);
  g_assert_cmpint (trace_delay (conversation.trace), ==, round_trip / 2);
  conversation_end (&conversation);
}

/* The last SYN before the SYN+ACK counts, not the first. */
static void
test_handshake_with_repetition (void)
{
  static const struct line lines[] = {
    { SEC (0), "> S 0:0(0) win 65535" },
    { SEC (1), "> S 0:0(0) win 65535" },
    { SEC (1) + MS (30), "< S. 0:0(0) ack 1 win 65535" },
    { SEC (2), "< S. 0:0(0) ack 1 win 65535" },
    { SEC (2) + MS (1), "> . 1:1(0) ack 1 win 65535" },
  };

  assert_round_trip (lines, G_N_ELEMENTS (lines), MS (31), true, CAPTURE_AT_CLIENT);
}

static void
test_without_handshake (void)
{
  static const struct line both[] = {
    { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },   { MS (40), "< P. 5000:5100(100) ack 1100 win 501" },
    { MS (41), "> . 1100:1100(0) ack 5100 win 501" },     { MS (100), "> P. 1100:1200(100) ack 5100 win 501" },
    { MS (125), "< P. 5100:5200(100) ack 1200 win 501" }, { MS (126), "> . 1200:1200(0) ack 5200 win 501" },
  };
  static const struct line one[] = {
    { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },
    { MS (40), "< . 5000:5000(0) ack 1100 win 501" },
  };
  static const struct line none[] = {
    { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },
    { MS (40), "> P. 1100:1200(100) ack 5000 win 501" },
  };
  static const struct line repeated[] = {
    { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },
    { MS (400), "> P. 1000:1100(100) ack 5000 win 501" },
    { MS (410), "< . 5000:5000(0) ack 1100 win 501" },
  };

  assert_round_trip (both, G_N_ELEMENTS (both), MS (26), true, CAPTURE_AT_CLIENT);
  assert_round_trip (one, G_N_ELEMENTS (one), MS (40), true, CAPTURE_BETWEEN);
  assert_round_trip (none, G_N_ELEMENTS (none), MS (2), false, CAPTURE_BETWEEN);
  assert_round_trip (repeated, G_N_ELEMENTS (repeated), MS (2), false, CAPTURE_BETWEEN); /* Karn */
}

/* Answers that come in less than half the time show that the handshake was held up. */
static void
test_slow_handshake (void)
{
  static const struct line lines[] = {
    { MS (0), "> S 0:0(0) win 65535" },           { MS (200), "< S. 0:0(0) ack 1 win 65535" },
    { MS (201), "> . 1:1(0) ack 1 win 65535" },   { MS (210), "> P. 1:101(100) ack 1 win 65535" },
    { MS (260), "< . 1:1(0) ack 101 win 65535" },
  };

  assert_round_trip (lines, G_N_ELEMENTS (lines), MS (51), true, CAPTURE_AT_CLIENT);
}

/* A clock was set during the handshake: nobody answered after 75 years. */
static void
test_clock_set (void)
{
  static const struct line lines[] = {
    { SEC (0), "> S 0:0(0) win 65535" },
    { SEC (2364604416), "< S. 0:0(0) ack 1 win 65535" },
    { SEC (2364604416), "> . 1:1(0) ack 1 win 65535" },
    { SEC (2364604416), "> P. 1:101(100) ack 1 win 65535" },
    { SEC (2364604417), "< P. 1:101(100) ack 1 win 65535" },
  };

  assert_round_trip (lines, G_N_ELEMENTS (lines), MS (2), false, CAPTURE_BETWEEN);
}

/* A capture without any clock: nothing to measure, and still a sound trace. */
static void
test_all_at_one_instant (void)
{
  struct line lines[G_N_ELEMENTS (truth)];

  for (size_t i = 0; i < G_N_ELEMENTS (truth); i++)
    lines[i] = (struct line){ .time = SEC (5), .text = truth[i].text };
  assert_round_trip (lines, G_N_ELEMENTS (lines), MS (2), false, CAPTURE_BETWEEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/infer-measure/truth-from-everywhere", test_truth_from_everywhere);
  g_test_add_func ("/trace/infer-measure/handshake-with-repetition", test_handshake_with_repetition);
  g_test_add_func ("/trace/infer-measure/without-handshake", test_without_handshake);
  g_test_add_func ("/trace/infer-measure/slow-handshake", test_slow_handshake);
  g_test_add_func ("/trace/infer-measure/clock-set", test_clock_set);
  g_test_add_func ("/trace/infer-measure/all-at-one-instant", test_all_at_one_instant);
  return g_test_run ();
}
