/* The quiz of every lesson that is shipped: each question has one right answer, and that is what the run's text says,
 * read here line by line without a look at the quiz's own sources. */
#include "explain/quiz.h"
#include "io/scenario-file.h"
#include "sim/exercise.h"
#include "sim/sim.h"
#include "trace/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS 3

typedef struct sim Sim;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sim, sim_free)

/* --- the key, read from the text --- */

struct reading
{
  gboolean sends;
  uint8_t flags;
  guint32 seq;
  guint32 ack;
  guint32 length;
  char state[24];
};

static uint8_t
flags_of (const char *word)
{
  uint8_t flags = 0;

  for (; *word != '\0'; word++)
    switch (*word)
      {
      case 'S':
        flags |= TCP_SYN;
        break;
      case 'F':
        flags |= TCP_FIN;
        break;
      case 'R':
        flags |= TCP_RST;
        break;
      case '.':
        flags |= TCP_ACK;
        break;
      default:
        break;
      }
  return flags;
}

/* "S. 300:300(0) ack 101 win 8000" */
static void
read_segment (const char *text, struct reading *reading)
{
  g_auto (GStrv) words = g_strsplit_set (text, " ", -1);
  const char *ack = strstr (text, " ack ");

  reading->sends = TRUE;
  reading->flags = flags_of (words[0]);
  reading->seq = (guint32) strtoul (words[1], NULL, 10);
  reading->length = (guint32) strtoul (strchr (words[1], '(') + 1, NULL, 10);
  reading->ack = ack != NULL ? (guint32) strtoul (ack + 5, NULL, 10) : 0;
}

static gboolean
begins_another (const char *what, const char *line, gboolean sent)
{
  if (!sent)
    return FALSE;
  return g_str_equal (what, "arrive")
         || (g_str_equal (what, "call") && strstr (line, "CALL_RECEIVE") == NULL && strstr (line, "PROGRAM_") == NULL)
         || (g_str_equal (what, "timer") && strstr (line, " expire") != NULL);
}

/* From the first moment on, while the clock stands still, up to what else happens to the host behind its answer. */
static void
read_answer (const struct trace *trace, const struct quiz_question *question, struct reading *reading)
{
  char line[TRACE_LINE_SIZE];

  *reading = (struct reading){ 0 };
  for (event_id id = question->moments[0]; id < trace_length (trace) && trace_get (trace, id)->at == question->at; id++)
    {
      char host[4], state[24], what[16];
      double at;

      if (!trace_line (trace, id, TRACE_NUMBERS_ABSOLUTE, line)
          || sscanf (line, "%lf %3s %23s %15s", &at, host, state, what) != 4
          || host[0] != (question->host == HOST_A ? 'A' : 'B') || host[1] != '\0')
        continue;
      if (begins_another (what, line, reading->sends))
        break;
      if (g_str_equal (what, "send") && !reading->sends)
        read_segment (strstr (line, " send ") + 9, reading);
      g_strlcpy (reading->state, state, sizeof reading->state);
    }
}

static void
assert_key (const char *id, const struct trace *trace, const struct quiz_question *question)
{
  struct reading reading;
  const struct quiz_answer *key = &question->key;

  read_answer (trace, question, &reading);
  if (reading.sends != (key->sender != HOST_NONE) || !g_str_equal (reading.state, tcp_state_name (key->state)))
    {
      g_autofree char *moment = quiz_moment_text (trace, question);
      g_error ("%s, event %u, %s: %s %d", id, question->moments[0], moment, reading.state, reading.sends);
    }
  if (!reading.sends)
    return;
  g_assert_cmpuint (key->flags, ==, reading.flags);
  g_assert_cmpint (key->data, ==, reading.length > 0);
  g_assert_cmpint (key->seq, >=, 0);
  if (question->seqs[key->seq].fresh)
    g_assert_true ((reading.flags & TCP_SYN) != 0);
  else
    g_assert_cmpuint (question->seqs[key->seq].number, ==, reading.seq);
  g_assert_cmpint (key->ack >= 0, ==, (reading.flags & TCP_ACK) != 0);
  if (key->ack >= 0)
    g_assert_cmpuint (question->acks[key->ack].number, ==, reading.ack);
}

/* --- one right answer --- */

static GHashTable *beliefs; /* that some wrong answer has named, while they are collected */

/* However numbers are written, no two choices read alike. */
static void
assert_texts_differ (const struct trace *trace, const struct quiz_choice *choices, unsigned count)
{
  for (int numbers = QUIZ_NUMBERS_SYMBOLIC; numbers <= QUIZ_NUMBERS_REAL; numbers++)
    {
      g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (unsigned i = 0; i < count; i++)
        g_assert_true (g_hash_table_add (texts, quiz_choice_text (trace, &choices[i], (enum quiz_numbers) numbers)));
    }
}

static void
assert_distinct (const struct quiz_choice *choices, unsigned count, int right)
{
  g_assert_cmpuint (count, >=, 2);
  g_assert_cmpint (right, <, (int) count);
  for (unsigned i = 0; i < count; i++)
    for (unsigned j = i + 1; j < count; j++)
      g_assert_false (choices[i].fresh == choices[j].fresh && choices[i].number == choices[j].number);
}

/* Each other choice is wrong, and has one sentence to say so. */
static guint
assert_wrong (const struct trace *trace, const struct quiz_question *question, struct quiz_answer answer,
              enum quiz_field field)
{
  g_autofree char *remark = NULL;
  const char *belief = quiz_belief (trace, question, &answer, field);

  g_assert_cmpint (quiz_judge (question, &answer, field), ==, QUIZ_WRONG);
  g_assert_false (quiz_is_right (question, &answer));
  remark = quiz_remark (trace, question, &answer, field);
  g_assert_cmpstr (remark, !=, "");
  g_assert_null (strpbrk (remark, "{}"));
  /* Wrong numbers come from mistakes that people make, and the mistake is named. */
  if (field == QUIZ_SEQ || field == QUIZ_ACK)
    g_assert_nonnull (belief);
  if (belief != NULL && beliefs != NULL)
    g_hash_table_add (beliefs, (gpointer) belief);
  return 1;
}

static guint
assert_one_answer (const struct trace *trace, const struct quiz_question *question)
{
  struct quiz_answer answer = question->key;
  guint wrong = 0;

  g_assert_true (quiz_is_right (question, &answer));
  assert_distinct (question->seqs, question->seq_count, question->key.seq);
  assert_distinct (question->acks, question->ack_count, question->key.ack);
  assert_texts_differ (trace, question->seqs, question->seq_count);
  assert_texts_differ (trace, question->acks, question->ack_count);
  for (int state = 0; state < TCP_STATE_COUNT; state++)
    {
      answer = question->key;
      answer.state = state;
      wrong += state != question->key.state ? assert_wrong (trace, question, answer, QUIZ_STATE) : 0;
    }
  for (int i = 0; question->key.seq >= 0 && i < (int) question->seq_count; i++)
    {
      answer = question->key;
      answer.seq = i;
      wrong += i != question->key.seq ? assert_wrong (trace, question, answer, QUIZ_SEQ) : 0;
    }
  for (int i = 0; question->key.ack >= 0 && i < (int) question->ack_count; i++)
    {
      answer = question->key;
      answer.ack = i;
      wrong += i != question->key.ack ? assert_wrong (trace, question, answer, QUIZ_ACK) : 0;
    }
  answer = question->key;
  answer.sender = question->key.sender == HOST_NONE ? question->host : HOST_NONE;
  return wrong + assert_wrong (trace, question, answer, QUIZ_SENDER);
}

static void
assert_quiz (const struct scenario_file *file, guint64 seed, guint *nothing, guint *wrong)
{
  g_autoptr (Sim) sim = sim_new (&file->scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  g_autoptr (GArray) questions = NULL;
  vtime last = 0;

  sim_run (sim, VTIME_NEVER);
  questions = quiz_questions (trace, seed, 12);
  g_assert_cmpuint (questions->len, >=, 3);
  g_assert_cmpuint (questions->len, <=, 12);
  for (guint i = 0; i < questions->len; i++)
    {
      const struct quiz_question *question = &g_array_index (questions, struct quiz_question, i);
      g_autofree char *moment = quiz_moment_text (trace, question);

      g_assert_cmpint (question->at, >=, last);
      g_assert_cmpstr (moment, !=, "");
      last = question->at;
      *nothing += question->key.sender == HOST_NONE;
      assert_key (file->scenario.id, trace, question);
      *wrong += assert_one_answer (trace, question);
    }
}

/* From the teachers' list: each is named by the wrong answer of some lesson. */
static const char *const COMMON_BELIEFS[] = {
  "ack repeats the number that came.",
  "ack is the last number received.",
  "SYN and FIN take no number.",
  "ack is the highest number that has come.",
  "ack counts segments.",
  "An ACK without data takes a number, too.",
  "Sequence numbers start at 0.",
  "What is sent again, or next, gets a new start number.",
  "Who has answered the SYN is connected.",
  "A FIN closes the connection.",
  "A FIN is answered with a FIN.",
  "Who gets the FIN waits in TIME-WAIT.",
  "Both sides wait in TIME-WAIT.",
  "After the last ACK all is over.",
  "CLOSING is the usual state of a close.",
  "A close always has four segments.",
  "The ACK of the FIN ends the connection.",
  "TIME-WAIT begins with the ACK of the FIN.",
  "A duplicate is ignored in silence.",
  "What comes too early is thrown away.",
  "TCP complains about damaged segments.",
  "Every segment is acknowledged, ACKs as well.",
  "Where nobody listens nobody answers.",
  "Any RST ends a connection.",
  "A closed window is waited for in silence.",
};

static void
assert_named (GHashTable *named, const char *const *expected, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (!g_hash_table_contains (named, expected[i]))
      g_error ("no wrong answer names “%s”", expected[i]);
}

static void
test_every_lesson_is_a_quiz (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = scenario_files_list ("en", &error);
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  guint nothing = 0, wrong = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (files->len, >, 20);
  beliefs = named;
  for (guint i = 0; i < files->len; i++)
    for (guint64 seed = 1; seed <= SEEDS; seed++)
      assert_quiz (files->pdata[i], seed, &nothing, &wrong);
  beliefs = NULL;
  assert_named (named, COMMON_BELIEFS, G_N_ELEMENTS (COMMON_BELIEFS));
  g_assert_cmpuint (nothing, >, 50);
  g_assert_cmpuint (wrong, >, 1000);
}

/* The set has the beliefs that lessons seldom meet. */
static void
test_the_set_names_beliefs (void)
{
  static const char *const EXPECTED[] = {
    "Any RST ends a connection.",
    "A SYN resets a connection that is there.",
    "A SYN between the same ends opens a second connection.",
    "Data cannot come before the third segment of the handshake.",
    "An RST closes the listener, too.",
    "An ACK can open a connection.",
    "Any SYN with an ACK connects.",
    "A timeout ends CLOSE-WAIT.",
    "After one’s own FIN no data may come.",
    "The other side’s FIN confirms one’s own.",
    "Every end goes through TIME-WAIT.",
    "An RST is answered.",
    "An RST has numbers of its own.",
    "What the program writes is sent at once.",
    "seq repeats the ack that came.",
  };
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  guint wrong = 0;

  beliefs = named;
  for (unsigned number = 0; number < exercise_count (); number++)
    for (guint64 seed = 0; seed < 10; seed++)
      {
        struct exercise_span span;
        struct trace *trace = exercise_run (number, seed, &span);
        struct quiz_question question;

        g_assert_true (quiz_last_question (trace, exercise_host (number), span.since, span.until, seed, &question));
        wrong += assert_one_answer (trace, &question);
        trace_free (trace);
      }
  beliefs = NULL;
  g_assert_cmpuint (wrong, >, 1000);
  assert_named (named, EXPECTED, G_N_ELEMENTS (EXPECTED));
}

/* Seeds change what one can choose from, not what is right. */
static void
test_a_seed_is_a_variant (void)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_find ("three-way-handshake", "en", &error);
  g_autoptr (Sim) sim = sim_new (&file->scenario, 0, NULL);
  gboolean differs = FALSE;

  sim_run (sim, VTIME_NEVER);
  for (guint64 seed = 2; seed < 10; seed++)
    {
      g_autoptr (GArray) first = quiz_questions (sim_trace (sim), 1, 12);
      g_autoptr (GArray) again = quiz_questions (sim_trace (sim), 1, 12);
      g_autoptr (GArray) other = quiz_questions (sim_trace (sim), seed, 12);

      g_assert_cmpuint (first->len, ==, other->len);
      g_assert_cmpmem (first->data, first->len * sizeof (struct quiz_question), again->data,
                       again->len * sizeof (struct quiz_question));
      differs = differs || memcmp (first->data, other->data, first->len * sizeof (struct quiz_question)) != 0;
    }
  g_assert_true (differs);
  scenario_file_free (file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quizzes/every-lesson", test_every_lesson_is_a_quiz);
  g_test_add_func ("/quizzes/set", test_the_set_names_beliefs);
  g_test_add_func ("/quizzes/seed", test_a_seed_is_a_variant);
  return g_test_run ();
}
