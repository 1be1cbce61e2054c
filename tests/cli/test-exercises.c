/* The 25 questions: the engine's answers are those of the teachers' table, which stands here, and with other numbers
 * they are the same but for the numbers, which the rules give here once more. */
#include "explain/quiz.h"
#include "sim/exercise.h"
#include "trace/flight.h"

#include <string.h>

#define NOBODY 0
#define SENDS 1
#define VARIANTS 40

typedef struct trace Trace;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trace, trace_free)

/* What is right, with the numbers of the table. */
static const struct
{
  const char *name;
  int sends;
  uint8_t flags;
  uint32_t length;
  uint32_t seq;
  uint32_t ack;
  enum tcp_state state;
} TABLE[] = {
  { "Q01", SENDS, TCP_SYN | TCP_ACK, 0, 300, 701, TCP_SYN_RECEIVED },
  { "Q02", SENDS, TCP_RST, 0, 55, 0, TCP_LISTEN },
  { "Q03", SENDS, TCP_RST, 0, 91, 0, TCP_SYN_SENT },
  { "Q04", SENDS, TCP_SYN | TCP_ACK, 0, 100, 301, TCP_SYN_RECEIVED },
  { "Q05", NOBODY, 0, 0, 0, 0, TCP_SYN_SENT },
  { "Q06", SENDS, TCP_ACK, 0, 301, 106, TCP_ESTABLISHED },
  { "Q07", NOBODY, 0, 0, 0, 0, TCP_LISTEN },
  { "Q08", SENDS, TCP_ACK, 0, 101, 301, TCP_ESTABLISHED },
  { "Q09", SENDS, TCP_RST | TCP_ACK, 0, 0, 101, TCP_CLOSED },
  { "Q10", SENDS, TCP_RST, 0, 800, 0, TCP_CLOSED },
  { "Q11", NOBODY, 0, 0, 0, 0, TCP_FIN_WAIT_2 },
  { "Q12", SENDS, TCP_ACK, 0, 102, 302, TCP_TIME_WAIT },
  { "Q13", SENDS, TCP_ACK, 0, 102, 302, TCP_CLOSING },
  { "Q14", SENDS, TCP_ACK, 0, 102, 1301, TCP_FIN_WAIT_2 },
  { "Q15", SENDS, TCP_ACK, 0, 102, 302, TCP_TIME_WAIT },
  { "Q16", NOBODY, 0, 0, 0, 0, TCP_CLOSE_WAIT },
  { "Q17", SENDS, TCP_FIN | TCP_ACK, 0, 301, 102, TCP_LAST_ACK },
  { "Q18", SENDS, TCP_ACK, 0, 101, 5001, TCP_ESTABLISHED },
  { "Q19", SENDS, TCP_ACK, 0, 101, 301, TCP_ESTABLISHED },
  { "Q20", SENDS, TCP_ACK, 1000, 101, 301, TCP_ESTABLISHED },
  { "Q21", SENDS, TCP_ACK, 1000, 101, 301, TCP_ESTABLISHED },
  { "Q22", SENDS, TCP_ACK, 1, 101, 301, TCP_ESTABLISHED },
  { "Q23", NOBODY, 0, 0, 0, 0, TCP_ESTABLISHED },
  { "Q24", SENDS, TCP_ACK, 0, 101, 1101, TCP_ESTABLISHED },
  { "Q25", SENDS, TCP_RST, 0, 900, 0, TCP_CLOSED },
};

/* --- the key of a variant, by the rules alone: from what the peer sent and what the program did --- */

struct facts
{
  guint32 iss;
  guint32 irs;
  guint32 mss;         /* that the peer announced */
  guint32 given;       /* octets that the program gave to be sent */
  guint32 in_order;    /* the first number of the peer that is missing */
  struct segment last; /* of the peer */
  guint expiries;      /* of the retransmission timer */
};

struct expectation
{
  guint32 seq;
  guint32 ack;
  guint32 length;
};

static void
take_peer (struct facts *facts, const struct segment *segment)
{
  guint32 end = segment->seq + segment->length + ((segment->flags & TCP_FIN) != 0);

  if ((segment->flags & TCP_SYN) != 0 && facts->mss == 0)
    {
      facts->irs = segment->seq;
      facts->in_order = segment->seq + 1;
      facts->mss = segment->options.mss;
    }
  else if (segment->seq == facts->in_order)
    facts->in_order = end;
  facts->last = *segment;
}

static void
gather (const struct trace *trace, unsigned host, struct facts *facts)
{
  *facts = (struct facts){ 0 };
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      const struct trace_event *event = trace_get (trace, id);
      const struct segment *segment = trace_segment (trace, id);

      if (event->kind == TRACE_SEND && event->host != host)
        take_peer (facts, segment);
      else if (event->kind == TRACE_SEND && (segment->flags & TCP_SYN) != 0)
        facts->iss = segment->seq;
      else if (event->kind == TRACE_CALL && event->reason == REASON_CALL_SEND)
        facts->given += event->octets;
      else if (event->kind == TRACE_TIMER_EXPIRE && event->timer == TCP_TIMER_RTO && event->host == host)
        facts->expiries++;
    }
}

static struct expectation
expect (unsigned number, const struct facts *it)
{
  const struct segment *last = &it->last;

  switch (number + 1)
    {
    case 1: /* a SYN takes a number */
      return (struct expectation){ it->iss, last->seq + 1, 0 };
    case 2: /* RFC 9293 §3.10.7.1 to .3: the reset takes its number from the ACK that it answers */
    case 3:
    case 10:
      return (struct expectation){ last->ack, 0, 0 };
    case 4:
      return (struct expectation){ it->iss, last->seq + 1, 0 };
    case 6:
      return (struct expectation){ it->iss + 1, last->seq + last->length, 0 };
    case 9: /* an RST that answers no ACK begins at 0 */
      return (struct expectation){ 0, last->seq + 1, 0 };
    case 12: /* the host's own FIN lies behind what it sent */
    case 13:
    case 15:
      return (struct expectation){ it->iss + 1 + it->given + 1, last->seq + 1, 0 };
    case 14:
      return (struct expectation){ it->iss + 2, last->seq + last->length, 0 };
    case 17: /* the FIN again: nothing was sent before it */
      return (struct expectation){ it->iss + 1, last->seq + 1, 0 };
    case 8: /* what does not fit: where both are, told again */
    case 18:
    case 19:
      return (struct expectation){ it->iss + 1, it->irs + 1, 0 };
    case 20:
      return (struct expectation){ last->ack, it->irs + 1, it->mss };
    case 21:
      return (struct expectation){ it->iss + 1, it->irs + 1, it->given };
    case 22:
      return (struct expectation){ it->iss + 1, it->irs + 1, 1 };
    case 24:
      return (struct expectation){ it->iss + 1, it->in_order, 0 };
    case 25:
      return (struct expectation){ it->iss + 1 + it->given, 0, 0 };
    default: /* nothing is sent */
      return (struct expectation){ 0 };
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
  struct facts facts;
  struct expectation expected;

  g_assert_cmpstr (exercise_name (number), ==, TABLE[number].name);
  g_assert_true (quiz_last_question (trace, host, span.since, span.until, seed, &question));
  g_test_message ("%s %d %x %s", TABLE[number].name, question.key.sender, question.key.flags,
                  tcp_state_name (question.key.state));
  g_assert_cmpint (question.key.state, ==, TABLE[number].state);
  g_assert_cmpint (question.key.sender != HOST_NONE, ==, TABLE[number].sends);
  g_assert_true (quiz_is_right (&question, &question.key));
  if (!TABLE[number].sends)
    return;
  sent = trace_segment (trace, question.send);
  gather (trace, host, &facts);
  expected = expect (number, &facts);
  g_assert_cmpuint (sent->flags & QUIZ_FLAGS, ==, TABLE[number].flags);
  g_assert_cmpuint (sent->seq, ==, expected.seq);
  g_assert_cmpuint (sent->length, ==, expected.length);
  if ((TABLE[number].flags & TCP_ACK) != 0)
    g_assert_cmpuint (sent->ack, ==, expected.ack);
  if (seed != 0)
    return;
  g_assert_cmpuint (sent->seq, ==, TABLE[number].seq);
  g_assert_cmpuint (sent->length, ==, TABLE[number].length);
  if ((TABLE[number].flags & TCP_ACK) != 0)
    g_assert_cmpuint (sent->ack, ==, TABLE[number].ack);
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

/* Segment lengths, ports, losses and waits differ from variant to variant, not only start numbers. */
static void
test_variants_vary (void)
{
  g_autoptr (GHashTable) lengths = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) ports = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) waits = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  for (guint64 seed = 1; seed <= VARIANTS; seed++)
    {
      struct exercise_span span;
      struct facts facts;
      g_autoptr (Trace) data = exercise_run (5, seed, &span);
      g_autoptr (Trace) dups = NULL;

      trace_free (exercise_run (15, seed, &span));
      g_hash_table_add (waits, GINT_TO_POINTER (span.until / SEC (3600)));
      gather (data, HOST_B, &facts);
      g_hash_table_add (lengths, GUINT_TO_POINTER (facts.last.length));
      g_hash_table_add (ports, GUINT_TO_POINTER (facts.last.source.port));
      dups = exercise_run (19, seed, &span);
      gather (dups, HOST_A, &facts);
      g_hash_table_add (places, GUINT_TO_POINTER (facts.last.ack - facts.iss));
    }
  g_assert_cmpuint (g_hash_table_size (lengths), >, VARIANTS / 2);
  g_assert_cmpuint (g_hash_table_size (ports), >, VARIANTS / 2);
  g_assert_cmpuint (g_hash_table_size (waits), >, VARIANTS / 2);
  g_assert_cmpuint (g_hash_table_size (places), >, 2);
}

/* Equal seeds ask alike. */
static void
test_a_seed_is_one_variant (void)
{
  for (unsigned number = 0; number < exercise_count (); number++)
    {
      struct exercise_span span;
      g_autoptr (Trace) one = exercise_run (number, 7, &span);
      g_autoptr (Trace) two = exercise_run (number, 7, &span);

      g_assert_cmpuint (trace_length (one), ==, trace_length (two));
      for (event_id id = 0; id < trace_length (one); id++)
        g_assert_cmpmem (trace_get (one, id), sizeof (struct trace_event), trace_get (two, id),
                         sizeof (struct trace_event));
    }
}

/* The variables after the moment. */
static void
read_end (unsigned number, guint64 seed, struct facts *facts, struct tcp_vars *vars)
{
  struct exercise_span span;
  g_autoptr (Trace) trace = exercise_run (number, seed, &span);
  struct quiz_question question;

  g_assert_true (quiz_last_question (trace, exercise_host (number), span.since, span.until, seed, &question));
  gather (trace, exercise_host (number), facts);
  g_assert_nonnull (trace_vars_at (trace, exercise_host (number), (event_id) trace_length (trace) - 1, vars));
}

/* What the table says beside the segment: RFC 5681 §3.2 and equation 4, RFC 6298 §5.5, RFC 2018 §3. */
static void
test_the_rest_of_the_table (void)
{
  for (guint64 seed = 0; seed <= VARIANTS; seed++)
    {
      struct facts facts;
      struct tcp_vars vars;
      guint32 flight;

      read_end (19, seed, &facts, &vars);
      flight = facts.given - (facts.last.ack - facts.iss - 1);
      g_assert_cmpuint (vars.ssthresh, ==, MAX (flight / 2, 2 * facts.mss));
      g_assert_cmpuint (vars.cwnd, ==, vars.ssthresh + 3 * facts.mss);
      read_end (20, seed, &facts, &vars);
      g_assert_cmpint (vars.rto, ==, SEC (1) << facts.expiries);
      g_assert_cmpuint (vars.cwnd, ==, facts.mss);
      read_end (16, seed, &facts, &vars);
      g_assert_cmpuint (facts.expiries, >=, 1);
      g_assert_cmpint (vars.rto, ==, SEC (1) << facts.expiries);
    }
}

static void
test_what_is_beyond_a_gap (void)
{
  for (guint64 seed = 0; seed <= VARIANTS; seed++)
    {
      struct exercise_span span;
      struct quiz_question question;
      struct facts facts;
      g_autoptr (Trace) gap = exercise_run (23, seed, &span);
      const struct segment *sent;

      g_assert_true (quiz_last_question (gap, HOST_A, span.since, span.until, seed, &question));
      gather (gap, HOST_A, &facts);
      sent = trace_segment (gap, question.send);
      g_assert_cmpuint (sent->options.sack_count, ==, 1);
      g_assert_cmpuint (sent->options.sack[0].left, ==, facts.last.seq);
      g_assert_cmpuint (sent->options.sack[0].right, ==, facts.last.seq + facts.last.length);
      if (seed == 0)
        g_assert_cmpuint (sent->options.sack[0].left, ==, 2101);
    }
}

/* In the table the third duplicate ACK finds 7000 octets in flight, and the third expiry leaves 8 s. */
static void
test_numbers_of_the_table (void)
{
  struct facts facts;
  struct tcp_vars vars;

  read_end (19, 0, &facts, &vars);
  g_assert_cmpuint (vars.ssthresh, ==, 3500);
  g_assert_cmpuint (vars.cwnd, ==, 6500);
  read_end (20, 0, &facts, &vars);
  g_assert_cmpuint (facts.expiries, ==, 3);
  g_assert_cmpint (vars.rto, ==, SEC (8));
}

/* Repeats and duplicate ACKs are known as such, so the figure shows them. */
static void
test_marks (void)
{
  struct exercise_span span;
  g_autoptr (Trace) dups = exercise_run (19, 0, &span);
  g_autoptr (Trace) repeats = exercise_run (20, 0, &span);
  guint again = 0, ordinal = 0;

  for (event_id id = 0; id < trace_length (dups); id++)
    {
      const struct trace_event *event = trace_get (dups, id);

      if (event->kind == TRACE_SEND && (event->marks & MARK_DUPLICATE_ACK) != 0)
        g_assert_cmpuint (event->ordinal, ==, ++ordinal);
    }
  g_assert_cmpuint (ordinal, ==, 3);
  for (event_id id = 0; id < trace_length (repeats); id++)
    again += (trace_get (repeats, id)->marks & MARK_RETRANSMISSION) != 0;
  g_assert_cmpuint (again, ==, 3);
}

/* What the sentence about all of them says. */
static void
test_rules (void)
{
  struct exercise_span span;
  g_autoptr (Trace) trace = exercise_run (17, 0, &span);
  struct tcp_vars vars;

  g_assert_nonnull (strstr (quiz_set_rules (), "8000"));
  g_assert_nonnull (trace_vars_at (trace, HOST_A, (event_id) trace_length (trace) - 1, &vars));
  g_assert_cmpuint (vars.rcv_wnd, ==, 8000);
  for (event_id id = 0; id < trace_length (trace); id++)
    g_assert_false (trace_get (trace, id)->kind == TRACE_TIMER_START
                    && trace_get (trace, id)->timer == TCP_TIMER_DELAYED_ACK);
}

/* What the host sent is seen to arrive or to be lost, so that the picture has no segment that goes nowhere. */
static void
test_everything_ends (void)
{
  guint lost = 0;

  for (unsigned number = 0; number < exercise_count (); number++)
    {
      struct exercise_span span;
      g_autoptr (Trace) trace = exercise_run (number, 3, &span);
      struct flights *flights = flights_new (trace);

      flights_update (flights);
      for (size_t i = 0; i < flights_length (flights); i++)
        {
          g_assert_cmpint (flights_get (flights, i)->fate, !=, FLIGHT_UNDER_WAY);
          lost += flights_get (flights, i)->fate == FLIGHT_LOST;
        }
      flights_free (flights);
    }
  g_assert_cmpuint (lost, >=, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exercises/table", test_the_engine_agrees_with_the_table);
  g_test_add_func ("/exercises/variants", test_variants_have_other_numbers);
  g_test_add_func ("/exercises/vary", test_variants_vary);
  g_test_add_func ("/exercises/seed", test_a_seed_is_one_variant);
  g_test_add_func ("/exercises/rest", test_the_rest_of_the_table);
  g_test_add_func ("/exercises/gap", test_what_is_beyond_a_gap);
  g_test_add_func ("/exercises/numbers", test_numbers_of_the_table);
  g_test_add_func ("/exercises/rules", test_rules);
  g_test_add_func ("/exercises/marks", test_marks);
  g_test_add_func ("/exercises/ends", test_everything_ends);
  return g_test_run ();
}
