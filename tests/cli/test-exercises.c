/* The 25 questions: the engine's answers are those of the teachers' table, which stands here, and with other numbers
 * they are the same but for the numbers. */
#include "explain/quiz.h"
#include "sim/exercise.h"

#include <string.h>

#define NOBODY 0
#define SENDS 1
#define VARIANTS 20

typedef struct trace Trace;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trace, trace_free)

/* What is right, with the numbers of the table; ISS and IRS are those it is asked with. */
static const struct
{
  const char *name;
  int sends;
  uint8_t flags;
  uint32_t length;
  uint32_t seq;
  uint32_t ack;
  enum tcp_state state;
  uint32_t iss;
  uint32_t irs;
  gboolean plain_seq; /* not a number of the host's own */
} TABLE[] = {
  { "Q01", SENDS, TCP_SYN | TCP_ACK, 0, 300, 701, TCP_SYN_RECEIVED, 300, 700, FALSE },
  { "Q02", SENDS, TCP_RST, 0, 55, 0, TCP_LISTEN, 0, 0, FALSE },
  { "Q03", SENDS, TCP_RST, 0, 91, 0, TCP_SYN_SENT, 100, 300, FALSE },
  { "Q04", SENDS, TCP_SYN | TCP_ACK, 0, 100, 301, TCP_SYN_RECEIVED, 100, 300, FALSE },
  { "Q05", NOBODY, 0, 0, 0, 0, TCP_SYN_SENT, 100, 300, FALSE },
  { "Q06", SENDS, TCP_ACK, 0, 301, 106, TCP_ESTABLISHED, 300, 100, FALSE },
  { "Q07", NOBODY, 0, 0, 0, 0, TCP_LISTEN, 300, 100, FALSE },
  { "Q08", SENDS, TCP_ACK, 0, 101, 301, TCP_ESTABLISHED, 100, 300, FALSE },
  { "Q09", SENDS, TCP_RST | TCP_ACK, 0, 0, 101, TCP_CLOSED, 300, 100, TRUE },
  { "Q10", SENDS, TCP_RST, 0, 800, 0, TCP_CLOSED, 0, 500, FALSE },
  { "Q11", NOBODY, 0, 0, 0, 0, TCP_FIN_WAIT_2, 100, 300, FALSE },
  { "Q12", SENDS, TCP_ACK, 0, 102, 302, TCP_TIME_WAIT, 100, 300, FALSE },
  { "Q13", SENDS, TCP_ACK, 0, 102, 302, TCP_CLOSING, 100, 300, FALSE },
  { "Q14", SENDS, TCP_ACK, 0, 102, 1301, TCP_FIN_WAIT_2, 100, 300, FALSE },
  { "Q15", SENDS, TCP_ACK, 0, 102, 302, TCP_TIME_WAIT, 100, 300, FALSE },
  { "Q16", NOBODY, 0, 0, 0, 0, TCP_CLOSE_WAIT, 300, 100, FALSE },
  { "Q17", SENDS, TCP_FIN | TCP_ACK, 0, 301, 102, TCP_LAST_ACK, 300, 100, FALSE },
  { "Q18", SENDS, TCP_ACK, 0, 101, 5001, TCP_ESTABLISHED, 100, 5000, FALSE },
  { "Q19", SENDS, TCP_ACK, 0, 101, 301, TCP_ESTABLISHED, 100, 300, FALSE },
  { "Q20", SENDS, TCP_ACK, 1000, 101, 301, TCP_ESTABLISHED, 100, 300, FALSE },
  { "Q21", SENDS, TCP_ACK, 1000, 101, 301, TCP_ESTABLISHED, 100, 300, FALSE },
  { "Q22", SENDS, TCP_ACK, 1, 101, 301, TCP_ESTABLISHED, 100, 300, FALSE },
  { "Q23", NOBODY, 0, 0, 0, 0, TCP_ESTABLISHED, 100, 300, FALSE },
  { "Q24", SENDS, TCP_ACK, 0, 101, 1101, TCP_ESTABLISHED, 100, 100, FALSE },
  { "Q25", SENDS, TCP_RST, 0, 900, 0, TCP_CLOSED, 899, 300, FALSE },
};

/* The start numbers that a variant was made with: the peer's is in its SYN, the host's in its own. */
static void
find_starts (const struct trace *trace, unsigned host, uint32_t *iss, uint32_t *irs)
{
  for (event_id id = (event_id) trace_length (trace); id-- > 0;)
    {
      const struct trace_event *event = trace_get (trace, id);
      const struct segment *segment = trace_segment (trace, id);

      if (event->kind == TRACE_SEND && (segment->flags & TCP_SYN) != 0)
        *(event->host == host ? iss : irs) = segment->seq;
    }
}

static void
assert_answer (unsigned number, guint64 seed)
{
  struct exercise_span span;
  g_autoptr (Trace) trace = exercise_run (number, seed, &span);
  unsigned host = exercise_host (number);
  struct quiz_question question;
  const struct segment *sent;
  uint32_t iss = TABLE[number].iss, irs = TABLE[number].irs;

  g_assert_cmpstr (exercise_name (number), ==, TABLE[number].name);
  g_assert_true (quiz_last_question (trace, host, span.since, seed, &question));
  g_test_message ("%s %d %x %s", TABLE[number].name, question.key.sender, question.key.flags,
                  tcp_state_name (question.key.state));
  g_assert_cmpint (question.key.state, ==, TABLE[number].state);
  g_assert_cmpint (question.key.sender != HOST_NONE, ==, TABLE[number].sends);
  g_assert_true (quiz_is_right (&question, &question.key));
  if (!TABLE[number].sends)
    return;
  sent = trace_segment (trace, question.send);
  g_assert_cmpuint (sent->flags & QUIZ_FLAGS, ==, TABLE[number].flags);
  g_assert_cmpuint (sent->length, ==, TABLE[number].length);
  if (seed == 0)
    {
      g_assert_cmpuint (sent->seq, ==, TABLE[number].seq);
      if ((TABLE[number].flags & TCP_ACK) != 0)
        g_assert_cmpuint (sent->ack, ==, TABLE[number].ack);
      return;
    }
  find_starts (trace, host, &iss, &irs);
  if ((TABLE[number].flags & TCP_ACK) != 0)
    g_assert_cmpuint (sent->ack - irs, ==, TABLE[number].ack - TABLE[number].irs);
  if (TABLE[number].plain_seq)
    g_assert_cmpuint (sent->seq, ==, TABLE[number].seq);
  else if (number != 1 && number != 9) /* there the host has no number of its own */
    g_assert_cmpuint (sent->seq - iss, ==, TABLE[number].seq - TABLE[number].iss);
}

static void
test_the_engine_agrees_with_the_table (void)
{
  g_assert_cmpuint (exercise_count (), ==, G_N_ELEMENTS (TABLE));
  for (unsigned number = 0; number < exercise_count (); number++)
    assert_answer (number, 0);
}

static void
test_variants_have_other_numbers (void)
{
  for (unsigned number = 0; number < exercise_count (); number++)
    for (guint64 seed = 1; seed <= VARIANTS; seed++)
      assert_answer (number, seed);
}

/* What the table says beside the segment. */
static void
test_the_rest_of_the_table (void)
{
  struct exercise_span span;
  struct tcp_vars vars;
  struct quiz_question question;
  g_autoptr (Trace) fast = exercise_run (19, 0, &span);
  g_autoptr (Trace) backoff = NULL;
  g_autoptr (Trace) gap = NULL;

  g_assert_true (quiz_last_question (fast, HOST_A, span.since, 0, &question));
  g_assert_nonnull (trace_vars_at (fast, HOST_A, (event_id) trace_length (fast) - 1, &vars));
  g_assert_cmpuint (vars.ssthresh, ==, 3500);
  g_assert_cmpuint (vars.cwnd, ==, 6500);
  backoff = exercise_run (20, 0, &span);
  g_assert_true (quiz_last_question (backoff, HOST_A, span.since, 0, &question));
  g_assert_nonnull (trace_vars_at (backoff, HOST_A, (event_id) trace_length (backoff) - 1, &vars));
  g_assert_cmpint (vars.rto, ==, SEC (8));
  g_assert_cmpuint (vars.cwnd, ==, 1000);
  gap = exercise_run (23, 0, &span);
  g_assert_true (quiz_last_question (gap, HOST_A, span.since, 0, &question));
  g_assert_cmpuint (trace_segment (gap, question.send)->options.sack_count, ==, 1);
  g_assert_cmpuint (trace_segment (gap, question.send)->options.sack[0].left, ==, 2101);
  g_assert_cmpuint (trace_segment (gap, question.send)->options.sack[0].right, ==, 3101);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exercises/table", test_the_engine_agrees_with_the_table);
  g_test_add_func ("/exercises/variants", test_variants_have_other_numbers);
  g_test_add_func ("/exercises/rest", test_the_rest_of_the_table);
  return g_test_run ();
}
