/* Moments: what they are written like, what they mean, and what is said of a wrong one. */
#include "trace/moment.h"

#include <glib.h>
#include <string.h>

static struct moment
moment (const char *text)
{
  struct moment moment;
  char word[MOMENT_TEXT_MAX];

  g_assert_cmpint (moment_parse (text, &moment, word), ==, MOMENT_OK);
  return moment;
}

static event_id
add (struct trace *trace, enum trace_kind kind, unsigned host, vtime at, const struct segment *segment)
{
  struct trace_event event = { .at = at,
                               .until = VTIME_NEVER,
                               .cause = EVENT_NONE,
                               .by = EVENT_NONE,
                               .connection = 1,
                               .kind = (uint8_t) kind,
                               .host = (uint8_t) host };

  return trace_append (trace, &event, segment, NULL, 0, NULL);
}

static void
test_words (void)
{
  g_assert_cmpint (moment ("start").kind, ==, MOMENT_START);
  g_assert_cmpint (moment ("end").kind, ==, MOMENT_END);
  g_assert_cmpint (moment ("A sends SYN,ACK").segment, ==, SEGMENT_SYN_ACK);
  g_assert_cmpint (moment ("B receives data 3").nth, ==, 3);
  g_assert_cmpint (moment ("B receives data").nth, ==, 1);
  g_assert_cmpint (moment ("B enters FIN-WAIT-2").state, ==, TCP_FIN_WAIT_2);
  g_assert_cmpint (moment ("A expires RTO").timer, ==, TCP_TIMER_RTO);
  g_assert_cmpint (moment ("A starts delayed ACK 2").timer, ==, TCP_TIMER_DELAYED_ACK);
  g_assert_cmpint (moment ("A starts delayed ACK 2").nth, ==, 2);
  g_assert_cmpint (moment ("A calls close").reason, ==, REASON_CALL_CLOSE);
  g_assert_cmpint (moment ("  A   has  RETRANSMIT_FAST  ").reason, ==, REASON_RETRANSMIT_FAST);
  g_assert_cmpint (moment ("link has SEND_SYN").host, ==, HOST_NONE);
}

static void
test_faults (void)
{
  static const struct
  {
    const char *text;
    enum moment_fault fault;
    const char *word;
    const char *allowed; /* begins with */
  } cases[] = {
    { "", MOMENT_WRONG_HOST, "", "A, B, link, start, end" },
    { "C sends SYN", MOMENT_WRONG_HOST, "C", "A, B" },
    { "A", MOMENT_WRONG_VERB, "", "calls, sends, receives" },
    { "A shouts SYN", MOMENT_WRONG_VERB, "shouts", "calls, sends, receives" },
    { "link sends SYN", MOMENT_WRONG_VERB, "sends", "has" },
    { "A sends", MOMENT_WRONG_OBJECT, "", "any, SYN" },
    { "A sends SYNACK", MOMENT_WRONG_OBJECT, "SYNACK", "any, SYN, SYN,ACK" },
    { "A enters established", MOMENT_WRONG_OBJECT, "established", "CLOSED, LISTEN" },
    { "A has NO_SUCH_REASON", MOMENT_WRONG_OBJECT, "NO_SUCH_REASON", "" },
    { "A sends SYN 0", MOMENT_WRONG_NUMBER, "0", "1" },
    { "A sends SYN 99999999", MOMENT_WRONG_NUMBER, "99999999", "1" },
    { "start now", MOMENT_WRONG_HOST, "start", "A, B" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct moment moment;
      char word[MOMENT_TEXT_MAX], allowed[4 * MOMENT_TEXT_MAX];

      g_assert_cmpint (moment_parse (cases[i].text, &moment, word), ==, cases[i].fault);
      g_assert_cmpstr (word, ==, cases[i].word);
      moment_allowed (cases[i].text, cases[i].fault, allowed);
      g_assert_true (g_str_has_prefix (allowed, cases[i].allowed));
    }
}

/* A text of any length or none harms nobody. */
static void
test_long (void)
{
  g_autofree char *text = g_strnfill (5000, 'A');
  struct moment moment;
  char word[MOMENT_TEXT_MAX], allowed[4 * MOMENT_TEXT_MAX];

  for (gsize cut = 1; cut < 4000; cut += 501)
    {
      g_autofree char *spaced = g_strdup (text);

      spaced[cut] = ' ';
      g_assert_cmpint (moment_parse (spaced, &moment, word), !=, MOMENT_OK);
      g_assert_cmpuint (strlen (word), <, MOMENT_TEXT_MAX);
      moment_allowed (spaced, MOMENT_WRONG_VERB, allowed);
    }
}

static void
test_finds (void)
{
  struct trace *trace = trace_new ();
  struct segment syn = { .flags = TCP_SYN, .seq = 100 };
  struct segment data = { .flags = TCP_ACK, .seq = 101, .length = 10 };
  struct moment second = moment ("A sends data 2"), entered = moment ("B enters ESTABLISHED");
  struct moment rto = moment ("A expires RTO"), sent = moment ("A sends SYN");

  event_id first = add (trace, TRACE_SEND, HOST_A, 0, &syn);
  add (trace, TRACE_SEND, HOST_A, 10, &data);
  add (trace, TRACE_SEND, HOST_B, 20, &data);
  g_assert_cmpuint (moment_find (trace, &sent), ==, first);
  g_assert_cmpuint (moment_find (trace, &second), ==, EVENT_NONE);
  event_id again = add (trace, TRACE_SEND, HOST_A, 30, &data);
  g_assert_cmpuint (moment_find (trace, &second), ==, again);

  struct trace_event state
      = { .at = 40, .until = VTIME_NEVER, .cause = EVENT_NONE, .by = EVENT_NONE, .kind = TRACE_STATE, .host = HOST_B };
  state.before = state.after = TCP_ESTABLISHED; /* no change: a capture says what it is */
  trace_append (trace, &state, NULL, NULL, 0, NULL);
  g_assert_cmpuint (moment_find (trace, &entered), ==, EVENT_NONE);
  state.before = TCP_SYN_RECEIVED;
  event_id changed = trace_append (trace, &state, NULL, NULL, 0, NULL);
  g_assert_cmpuint (moment_find (trace, &entered), ==, changed);

  struct trace_event timer = state;
  timer.kind = TRACE_TIMER_EXPIRE;
  timer.host = HOST_A;
  timer.timer = TCP_TIMER_2MSL;
  trace_append (trace, &timer, NULL, NULL, 0, NULL);
  g_assert_cmpuint (moment_find (trace, &rto), ==, EVENT_NONE);
  timer.timer = TCP_TIMER_RTO;
  event_id expired = trace_append (trace, &timer, NULL, NULL, 0, NULL);
  g_assert_cmpuint (moment_find (trace, &rto), ==, expired);
  trace_free (trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/moment/words", test_words);
  g_test_add_func ("/trace/moment/faults", test_faults);
  g_test_add_func ("/trace/moment/long", test_long);
  g_test_add_func ("/trace/moment/finds", test_finds);
  return g_test_run ();
}
