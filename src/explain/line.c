/* Events as single sentences for the transcript and for screen readers. */
#include "explain/context.h"
#include "explain/event.h"
#include "explain/format.h"
#include "explain/related.h"
#include "explain/segment-name.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* "; B: CLOSE-WAIT to LAST-ACK" */
static void
append_change (GString *line, const struct trace *trace, event_id id)
{
  event_id change = explain_related_change (trace, id);
  const struct trace_event *event;
  g_autofree char *text = NULL;

  if (change == EVENT_NONE)
    return;
  event = trace_get (trace, change);
  text = explain_fill (_ ("; {host}: {before} to {after}"), "host", explain_host_name (trace, event->host), "before",
                       tcp_state_name (event->before), "after", tcp_state_name (event->after), NULL);
  g_string_append (line, text);
}

/* "1.300 s, B to A, FIN ACK, seq 601, ack 112, in flight" */
static GString *
segment_line (const struct trace *trace, event_id id, vtime at, unsigned from, const char *fate)
{
  g_autofree char *when = explain_format_instant (at);
  g_autofree char *segment = explain_segment_line (trace_segment (trace, id));
  g_autofree char *text = explain_fill (_ ("{time}, {from} to {to}, {segment}, {fate}"), "time", when, "from",
                                        explain_host_name (trace, from), "to", explain_host_name (trace, from ^ 1u),
                                        "segment", segment, "fate", fate, NULL);

  return g_string_new (text);
}

/* What has become of the segment at the instant of the event; NULL for events that are about no segment. */
static const char *
fate_of_event (const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_SEND:
    case TRACE_CARRY:
    case TRACE_INJECT:
      return _ ("in flight");
    case TRACE_ARRIVE:
      return _ ("arrived");
    case TRACE_DISCARD:
      return _ ("discarded");
    case TRACE_LOSS:
      return _ ("lost");
    case TRACE_DELAY:
      return _ ("delayed");
    case TRACE_DUPLICATE:
      return _ ("duplicated");
    case TRACE_CORRUPT:
      return _ ("corrupted");
    case TRACE_HOLD:
      return _ ("held");
    case TRACE_RELEASE:
      return _ ("released");
    default:
      return NULL;
    }
}

static char *
plain_line (const struct trace *trace, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);
  g_autofree char *when = explain_format_instant (event->at);
  g_autofree char *title = explain_event_title (trace, id);
  GString *line = g_string_new (NULL);
  g_autofree char *text = explain_fill (_ ("{time}, {what}"), "time", when, "what", title, NULL);

  g_string_append (line, text);
  append_change (line, trace, id);
  return g_string_free (line, FALSE);
}

char *
explain_event_line (const struct trace *trace, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);
  const char *fate = fate_of_event (event);
  bool arrives = event->kind == TRACE_ARRIVE || event->kind == TRACE_DISCARD;
  GString *line;

  if (fate == NULL || trace_segment (trace, id) == NULL || event->host >= HOST_COUNT)
    return plain_line (trace, id);
  line = segment_line (trace, id, event->at, arrives ? event->host ^ 1u : event->host, fate);
  append_change (line, trace, id);
  return g_string_free (line, FALSE);
}

static const char *
fate_of_flight (const struct flight *flight)
{
  switch (flight->fate)
    {
    case FLIGHT_ARRIVED:
      return flight->discarded ? _ ("arrived and discarded") : _ ("arrived");
    case FLIGHT_LOST:
      return _ ("lost");
    case FLIGHT_HELD:
      return _ ("held");
    case FLIGHT_NOT_SEEN:
      return _ ("not captured");
    default:
      return _ ("in flight");
    }
}

char *
explain_flight_line (const struct trace *trace, const struct flight *flight)
{
  GString *line;

  if (trace_segment (trace, flight->send) == NULL)
    return plain_line (trace, flight->send);
  line = segment_line (trace, flight->send, flight->start, flight->from, fate_of_flight (flight));
  append_change (line, trace, flight->send);
  return g_string_free (line, FALSE);
}
