/* A session to act on, and what tests ask of it. */
#pragma once

#include "app/session.h"
#include "io/scenario-file.h"
#include "trace/text.h"

/* A session that shows a shipped scenario. */
static inline HsSession *
bench_open (const char *id)
{
  g_autoptr (GError) error = NULL;
  HsSession *session = hs_session_new ();
  struct scenario_file *file = scenario_file_find (id, "en", &error);

  g_assert_no_error (error);
  hs_session_open_scenario (session, file);
  return session;
}

/* The lines of everything that has been stepped to. */
static inline char *
bench_text (HsSession *session)
{
  const struct trace *trace = hs_session_get_trace (session);
  event_id last = hs_session_get_event (session);
  GString *text = g_string_new (NULL);
  char line[TRACE_LINE_SIZE];

  for (event_id id = 0; last != EVENT_NONE && id <= last; id++)
    {
      if (trace_line (trace, id, TRACE_NUMBERS_ABSOLUTE, line))
        g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (text, FALSE);
}

/* The lines of the whole recording. */
static inline char *
bench_recording (HsSession *session)
{
  const struct trace *trace = hs_session_get_trace (session);
  GString *text = g_string_new (NULL);
  char line[TRACE_LINE_SIZE];

  for (size_t id = 0; id < trace_length (trace); id++)
    {
      if (trace_line (trace, (event_id) id, TRACE_NUMBERS_ABSOLUTE, line))
        g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (text, FALSE);
}

static inline enum tcp_state
bench_state (HsSession *session, unsigned host)
{
  return trace_state_at (hs_session_get_trace (session), host, hs_session_get_event (session));
}

/* Counts events of a kind in the recording. */
static inline unsigned
bench_count (HsSession *session, enum trace_kind kind)
{
  const struct trace *trace = hs_session_get_trace (session);
  unsigned count = 0;

  for (size_t id = 0; id < trace_length (trace); id++)
    count += trace_get (trace, (event_id) id)->kind == kind;
  return count;
}

static inline void
bench_count_signal (unsigned *count)
{
  ++*count;
}
