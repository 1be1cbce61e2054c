#include "lesson-rows.h"

#include "wire/segment-text.h"

static char *
describe (const struct trace *trace, const struct trace_event *event)
{
  static const char *kinds[] = { "sent", "again", "lost", "state", "waits" };
  char text[SEGMENT_TEXT_SIZE];
  enum row_kind kind;

  if (event->kind == TRACE_SEND || event->kind == TRACE_LOSS)
    {
      kind = event->kind == TRACE_LOSS ? LOST : (event->marks & MARK_RETRANSMISSION) ? AGAIN : SENT;
      segment_format (trace_segment (trace, event->id), trace_host_const (trace, event->host)->iss,
                      trace_host_const (trace, 1 - event->host)->iss, text);
    }
  else if (event->kind == TRACE_STATE)
    {
      kind = STATE;
      g_strlcpy (text, tcp_state_name (event->after), sizeof text);
    }
  else if (event->kind == TRACE_TIMER_START && event->timer == TCP_TIMER_2MSL)
    {
      kind = WAITS;
      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, event->until / MS (1));
    }
  else
    return NULL;
  return g_strdup_printf ("%.3f %c %s %s\n", (double) event->at / 1e6, event->host == A ? 'A' : 'B', kinds[kind], text);
}

static char *
describe_trace (const struct trace *trace)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < trace_length (trace); i++)
    {
      g_autofree char *line = describe (trace, trace_get (trace, (event_id) i));
      g_string_append (text, line != NULL ? line : "");
    }
  return g_string_free (text, FALSE);
}

static char *
describe_rows (const struct row *rows)
{
  static const char *kinds[] = { "sent", "again", "lost", "state", "waits" };
  GString *text = g_string_new (NULL);

  for (; rows->text != NULL; rows++)
    g_string_append_printf (text, "%u.000 %c %s %s\n", rows->at, rows->host == A ? 'A' : 'B', kinds[rows->kind],
                            rows->text);
  return g_string_free (text, FALSE);
}

/* Each copy that is not lost arrives 50 ms after it left, with the same segment. */
static void
assert_arrivals (const struct trace *trace)
{
  unsigned carried = 0, ended = 0;

  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) i);

      carried += event->kind == TRACE_CARRY;
      ended += event->kind == TRACE_LOSS || event->kind == TRACE_ARRIVE;
      if (event->kind != TRACE_ARRIVE)
        continue;
      const struct segment *here = trace_segment (trace, event->id), *there = trace_segment (trace, event->cause);
      g_assert_cmpint (event->at, ==, trace_get (trace, event->cause)->at + MS (50));
      g_assert_cmpuint (here->seq, ==, there->seq);
      g_assert_cmpuint (here->flags, ==, there->flags);
      g_assert_cmpint (here->checksum, ==, CHECKSUM_GOOD);
    }
  g_assert_cmpuint (carried, ==, ended);
}

struct tcp_vars
vars_after (const struct trace *trace, unsigned host, enum tcp_reason reason, unsigned nth)
{
  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) i);

      if (event->host == host && event->reason == reason && --nth == 0)
        {
          struct tcp_vars vars;

          g_assert_nonnull (trace_vars (trace, event->id, &vars));
          return vars;
        }
    }
  g_test_message ("no %s", reason_name (reason));
  g_assert_not_reached ();
}

void
run_lesson (const struct lesson *lesson, const struct scenario *scenario)
{
  struct sim *sim = sim_new (scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);

  sim_run (sim, VTIME_NEVER);
  g_autofree char *got = describe_trace (trace);
  g_autofree char *expected = lesson->rows != NULL ? describe_rows (lesson->rows) : g_strdup (got);
  g_autofree char *what = g_strdup_printf ("%s with x = %u, y = %u", lesson->id, scenario->hosts[A].config.iss,
                                           scenario->hosts[B].config.iss);
  assert_same_lines (what, expected, got);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    if (count_events (trace, TRACE_STATE, host) > 0 && !(host == B && lesson->kind == LESSON_COOKIES))
      g_assert_cmpuint (trace_host_const (trace, host)->iss, ==, scenario->hosts[host].config.iss);
  if (lesson->kind == LESSON_PLAIN || lesson->kind == LESSON_OWN_NUMBERS)
    assert_arrivals (trace);
  if (lesson->facts != NULL)
    lesson->facts (trace);
  sim_free (sim);
}
