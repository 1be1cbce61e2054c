#include "conversation.h"

#define HANDSHAKE                                                                                                      \
  { MS (0), "> S 0:0(0) win 65535" }, { MS (20), "< S. 0:0(0) ack 1 win 65535" },                                      \
  {                                                                                                                    \
    MS (20) + US (50), "> . 1:1(0) ack 1 win 65535"                                                                    \
  }

static const struct trace_event *
sent (const struct conversation *conversation, size_t index)
{
  return find_event (conversation->trace, TRACE_SEND, index);
}

static const struct trace_event *
arrived (const struct conversation *conversation, size_t index)
{
  return find_event (conversation->trace, TRACE_ARRIVE, index);
}

/* The answer came sooner than the handshake's round trip lets expect: it still follows what it answers, halfway. */
static void
test_quick_answer (void)
{
  static const struct line lines[] = {
    HANDSHAKE,
    { MS (30), "> P. 1:101(100) ack 1 win 65535" },
    { MS (42), "< . 1:1(0) ack 101 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));

  assert_sound (&conversation);
  g_assert_cmpuint (arrived (&conversation, 3)->id, <, sent (&conversation, 4)->id);
  g_assert_cmpint (arrived (&conversation, 3)->at, ==, MS (36));
  g_assert_cmpint (sent (&conversation, 4)->at, ==, MS (36));
  g_assert_cmpuint (sent (&conversation, 4)->cause, ==, arrived (&conversation, 3)->id);
  conversation_end (&conversation);
}

/* Data that crosses: what does not acknowledge a segment was sent before that one arrived. */
static void
test_crossing_data (void)
{
  static const struct line lines[] = {
    HANDSHAKE,
    { MS (30), "> P. 1:101(100) ack 1 win 65535" },
    { MS (51), "< P. 1:101(100) ack 1 win 65535" },
    { MS (52), "< . 101:101(0) ack 101 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));

  assert_sound (&conversation);
  g_assert_cmpuint (sent (&conversation, 4)->id, <, arrived (&conversation, 3)->id);
  g_assert_cmpuint (arrived (&conversation, 3)->id, <, sent (&conversation, 5)->id);
  g_assert_cmpuint (sent (&conversation, 4)->cause, ==, EVENT_NONE);
  g_assert_cmpuint (sent (&conversation, 5)->cause, ==, arrived (&conversation, 3)->id);
  conversation_end (&conversation);
}

/* At the end where the capture was made every instant is the captured one. */
static void
test_near_end_is_exact (void)
{
  static const struct line lines[] = {
    HANDSHAKE,
    { MS (30), "< . 1:101(100) ack 1 win 65535" },
    { MS (30) + US (10), "< . 101:201(100) ack 1 win 65535" },
    { MS (30) + US (20), "> . 1:1(0) ack 101 win 65535" },
    { MS (30) + US (30), "> . 1:1(0) ack 201 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));

  assert_sound (&conversation);
  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const struct trace_event *near = lines[i].text[0] == '>' ? sent (&conversation, i) : arrived (&conversation, i);

      g_assert_cmpint (near->at, ==, lines[i].time);
      g_assert_cmpuint (near->knowledge, ==, KNOWLEDGE_PROVEN);
      g_assert_cmpuint (near->marks & MARK_ESTIMATED_TIME, ==, 0);
    }
  conversation_end (&conversation);
}

/* Times that run backwards are taken as standing still. */
static void
test_clock_runs_backwards (void)
{
  static const struct line lines[] = {
    HANDSHAKE,
    { MS (10), "> P. 1:101(100) ack 1 win 65535" },
    { MS (5), "< . 1:1(0) ack 101 win 65535" },
    { MS (80), "> P. 101:201(100) ack 1 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));

  g_assert_cmpint (sent (&conversation, 3)->at, ==, MS (20) + US (50));
  g_assert_cmpint (sent (&conversation, 5)->at, ==, MS (80));
  conversation_end (&conversation);
}

/* A reset takes its number from the ACK of what it answers. */
static void
test_reset_follows_what_it_answers (void)
{
  static const struct line lines[] = {
    { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },
    { MS (1), "< R 5000:5000(0) win 0" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));

  assert_sound (&conversation);
  g_assert_cmpuint (sent (&conversation, 1)->cause, ==, arrived (&conversation, 0)->id);
  conversation_end (&conversation);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/infer-order/quick-answer", test_quick_answer);
  g_test_add_func ("/trace/infer-order/crossing-data", test_crossing_data);
  g_test_add_func ("/trace/infer-order/near-end-is-exact", test_near_end_is_exact);
  g_test_add_func ("/trace/infer-order/clock-runs-backwards", test_clock_runs_backwards);
  g_test_add_func ("/trace/infer-order/reset-follows-what-it-answers", test_reset_follows_what_it_answers);
  return g_test_run ();
}
