/* A handshake as a quiz: what is asked, what is right, and what is said about what is wrong. */
#include "explain/quiz.h"
#include "language.h"
#include "sim/sim.h"

#include <string.h>

#define QUESTIONS_MAX 20

struct bench
{
  struct scenario scenario;
  struct sim *sim;
  const struct trace *trace;
  GArray *questions;
};

static void
add (struct bench *bench, vtime at, unsigned host, enum sim_command_kind kind, uint64_t amount)
{
  bench->scenario.commands[bench->scenario.command_count++]
      = (struct sim_command){ .at = at, .kind = (uint8_t) kind, .host = (uint8_t) host, .amount = amount };
}

static struct bench *
bench_new (void)
{
  struct bench *bench = g_new0 (struct bench, 1);

  scenario_init (&bench->scenario);
  add (bench, 0, HOST_B, COMMAND_LISTEN, 0);
  add (bench, 0, HOST_A, COMMAND_CONNECT, 0);
  return bench;
}

static void
bench_ask (struct bench *bench, uint64_t seed)
{
  g_clear_pointer (&bench->questions, g_array_unref);
  if (bench->sim == NULL)
    {
      bench->sim = sim_new (&bench->scenario, 0, NULL);
      bench->trace = sim_trace (bench->sim);
      sim_run (bench->sim, VTIME_NEVER);
    }
  bench->questions = quiz_questions (bench->trace, seed, QUESTIONS_MAX);
}

static void
bench_free (struct bench *bench)
{
  g_clear_pointer (&bench->questions, g_array_unref);
  sim_free (bench->sim);
  g_free (bench);
}

static const struct quiz_question *
question_at (const struct bench *bench, guint index)
{
  g_assert_cmpuint (index, <, bench->questions->len);
  return &g_array_index (bench->questions, struct quiz_question, index);
}

/* The first question whose moment has a reason. */
static const struct quiz_question *
question_of (const struct bench *bench, enum tcp_reason reason)
{
  for (guint i = 0; i < bench->questions->len; i++)
    if (trace_get (bench->trace, question_at (bench, i)->moments[0])->reason == reason)
      return question_at (bench, i);
  g_error ("no question of %s", reason_name (reason));
}

static void
assert_right (const struct bench *bench, const struct quiz_question *question, enum quiz_field field,
              const char *expected)
{
  g_autofree char *text = quiz_right_text (bench->trace, question, field, QUIZ_NUMBERS_SYMBOLIC);

  g_assert_cmpstr (text, ==, expected);
}

/* listen, connect, and the three segments. */
static void
test_the_handshake_is_five_questions (void)
{
  struct bench *bench = bench_new ();
  const struct quiz_question *question;

  bench_ask (bench, 1);
  g_assert_cmpuint (bench->questions->len, ==, 5);
  question = question_at (bench, 1);
  assert_right (bench, question, QUIZ_SENDER, "A");
  assert_right (bench, question, QUIZ_BITS, "SYN");
  assert_right (bench, question, QUIZ_SEQ, "a new start number");
  assert_right (bench, question, QUIZ_STATE, "SYN-SENT");
  question = question_at (bench, 2);
  assert_right (bench, question, QUIZ_BITS, "SYN ACK");
  assert_right (bench, question, QUIZ_ACK, "x + 1");
  assert_right (bench, question, QUIZ_STATE, "SYN-RECEIVED");
  question = question_at (bench, 3);
  assert_right (bench, question, QUIZ_BITS, "ACK");
  assert_right (bench, question, QUIZ_SEQ, "x + 1");
  assert_right (bench, question, QUIZ_ACK, "y + 1");
  question = question_at (bench, 4);
  assert_right (bench, question, QUIZ_SENDER, "Nobody");
  assert_right (bench, question, QUIZ_STATE, "ESTABLISHED");
  bench_free (bench);
}

/* The wrong number with a slip, over as many seeds as it takes to be offered. */
static int
find_slip (struct bench *bench, guint index, enum quiz_field field, enum quiz_slip slip)
{
  for (guint64 seed = 1; seed < 200; seed++)
    {
      const struct quiz_question *question;

      bench_ask (bench, seed);
      question = question_at (bench, index);
      for (unsigned i = 0; i < (field == QUIZ_ACK ? question->ack_count : question->seq_count); i++)
        if ((field == QUIZ_ACK ? question->acks : question->seqs)[i].slip == slip)
          return (int) i;
    }
  g_error ("slip %d is never offered", slip);
}

static void
test_a_wrong_ack_has_its_sentence (void)
{
  struct bench *bench = bench_new ();
  int slip = find_slip (bench, 2, QUIZ_ACK, SLIP_ACK_SAME);
  const struct quiz_question *question = question_at (bench, 2);
  struct quiz_answer answer = question->key;
  g_autofree char *remark = NULL;
  g_autofree char *chosen = quiz_choice_text (bench->trace, &question->acks[slip], QUIZ_NUMBERS_SYMBOLIC);

  g_assert_cmpstr (chosen, ==, "x");
  answer.ack = slip;
  g_assert_cmpint (quiz_judge (question, &answer, QUIZ_ACK), ==, QUIZ_WRONG);
  g_assert_cmpint (quiz_judge (question, &answer, QUIZ_SEQ), ==, QUIZ_RIGHT);
  g_assert_cmpint (quiz_judge (question, &answer, QUIZ_BITS), ==, QUIZ_RIGHT);
  g_assert_false (quiz_is_right (question, &answer));
  remark = quiz_remark (bench->trace, question, &answer, QUIZ_ACK);
  g_assert_cmpstr (remark, ==, "ack is the number that B expects next, not the one that has just come.");
  bench_free (bench);
}

static void
test_nothing_is_asked_of_what_is_not_sent (void)
{
  struct bench *bench = bench_new ();
  const struct quiz_question *question;
  struct quiz_answer answer;
  g_autofree char *remark = NULL;

  bench_ask (bench, 1);
  question = question_at (bench, 4);
  answer = (struct quiz_answer){ .sender = HOST_NONE, .seq = QUIZ_NONE, .ack = QUIZ_NONE, .state = TCP_ESTABLISHED };
  g_assert_true (quiz_is_right (question, &answer));
  g_assert_cmpint (quiz_judge (question, &answer, QUIZ_ACK), ==, QUIZ_NOT_ASKED);
  answer.sender = HOST_B;
  g_assert_cmpint (quiz_judge (question, &answer, QUIZ_SENDER), ==, QUIZ_WRONG);
  remark = quiz_remark (bench->trace, question, &answer, QUIZ_SENDER);
  g_assert_nonnull (strstr (remark, "A pure ACK is not acknowledged"));
  bench_free (bench);
}

/* A SYN that is sent again keeps its number: a new one is a mistake that can be chosen. */
static void
test_a_repeat_keeps_its_number (void)
{
  struct bench *bench = bench_new ();
  const struct quiz_question *question;

  bench->scenario.faults[bench->scenario.fault_count++]
      = (struct scenario_fault){ .from = HOST_A, .match = SEGMENT_SYN, .nth = 1, .count = 1, .action = FAULT_DROP };
  bench_ask (bench, 1);
  question = question_of (bench, REASON_TIMER_RTO_EXPIRED);
  g_assert_cmpuint (question->key.flags, ==, TCP_SYN);
  g_assert_false (question->seqs[question->key.seq].fresh);
  assert_right (bench, question, QUIZ_SEQ, "x");
  assert_right (bench, question, QUIZ_STATE, "SYN-SENT");
  bench_free (bench);
}

/* The answer to a question lies at its moment or behind it, so what is before the moment gives nothing away. */
static void
test_no_answer_before_its_moment (void)
{
  struct bench *bench = bench_new ();

  add (bench, MS (300), HOST_A, COMMAND_SEND, 10);
  add (bench, MS (600), HOST_A, COMMAND_CLOSE, 0);
  add (bench, MS (900), HOST_B, COMMAND_CLOSE, 0);
  bench_ask (bench, 1);
  g_assert_cmpuint (bench->questions->len, >, 8);
  for (guint i = 0; i < bench->questions->len; i++)
    {
      const struct quiz_question *question = question_at (bench, i);

      if (question->send != EVENT_NONE)
        g_assert_cmpint (trace_get (bench->trace, question->send)->at, >=, question->at);
      if (question->change != EVENT_NONE)
        g_assert_cmpint (trace_get (bench->trace, question->change)->at, >=, question->at);
    }
  bench_free (bench);
}

/* Two connections: what is called on the older one, and what comes for it, is no question, since the state that is
 * shown is the newer one's. What reaches the listener is. */
static void
test_only_of_the_connection_that_is_shown (void)
{
  struct bench *bench = bench_new ();
  guint calls = 0, syns = 0;

  bench->scenario.hosts[HOST_A].config.delayed_ack = false;
  add (bench, SEC (1), HOST_A, COMMAND_CONNECT, 0);
  bench->scenario.commands[bench->scenario.command_count - 1].segment.source.port = 40002;
  add (bench, SEC (2), HOST_B, COMMAND_SEND, 10);
  bench->scenario.commands[bench->scenario.command_count - 1].connection = 2;
  bench_ask (bench, 1);
  for (guint i = 0; i < bench->questions->len; i++)
    {
      const struct trace_event *moment = trace_get (bench->trace, question_at (bench, i)->moments[0]);

      calls += moment->kind == TRACE_CALL;
      syns += moment->reason == REASON_ARRIVE_SYN;
      g_assert_cmpint (moment->at, <, SEC (2));
    }
  g_assert_cmpuint (calls, ==, 3);
  g_assert_cmpuint (syns, ==, 2);
  bench_free (bench);
}

static void
test_chinese (void)
{
  struct bench *bench = bench_new ();
  const struct quiz_question *question;
  struct quiz_answer answer;
  g_autofree char *remark = NULL;

  if (!use_language ("zh_CN"))
    {
      g_test_skip ("the Chinese catalogue is not there");
      bench_free (bench);
      return;
    }
  bench_ask (bench, 1);
  question = question_at (bench, 4);
  answer = question->key;
  answer.sender = HOST_B;
  remark = quiz_remark (bench->trace, question, &answer, QUIZ_SENDER);
  g_assert_nonnull (strstr (remark, "纯 ACK"));
  bench_free (bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quiz/handshake", test_the_handshake_is_five_questions);
  g_test_add_func ("/quiz/wrong-ack", test_a_wrong_ack_has_its_sentence);
  g_test_add_func ("/quiz/nothing", test_nothing_is_asked_of_what_is_not_sent);
  g_test_add_func ("/quiz/repeat", test_a_repeat_keeps_its_number);
  g_test_add_func ("/quiz/order", test_no_answer_before_its_moment);
  g_test_add_func ("/quiz/one-connection", test_only_of_the_connection_that_is_shown);
  g_test_add_func ("/quiz/chinese", test_chinese);
  return g_test_run ();
}
