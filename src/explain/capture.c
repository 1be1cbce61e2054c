#include "explain/capture.h"
#include "explain/mark.h"

#include <glib/gi18n.h>

static bool
is_of_capture (const struct explain_context *c)
{
  return c->event->reason == REASON_CAPTURE_SEEN || c->event->reason == REASON_CAPTURE_INFERRED;
}

static bool
inferred_segment_words (const struct explain_context *c, const char **title, const char **text)
{
  switch (c->event->kind)
    {
    case TRACE_LOSS:
      *title = _ ("{host}’s {segment} was lost");
      *text = _ ("It was captured, but nothing shows that {peer} received it: {host} sent it again, or gave up.");
      return true;
    case TRACE_SEND:
    case TRACE_ARRIVE:
    case TRACE_CARRY:
      *title = _ ("From {from} to {to}: {segment}");
      *text = c->event->knowledge == KNOWLEDGE_UNKNOWN
                  ? _ ("Not captured: {line}. Other segments speak of it, so it must have been sent.")
                  : _ ("Captured at the other end: {line}.");
      return true;
    default:
      return false;
    }
}

bool
explain_capture_words (const struct explain_context *c, const char **title, const char **text)
{
  if (c->event->reason != REASON_CAPTURE_INFERRED)
    return false;
  if (c->segment_is_own)
    return inferred_segment_words (c, title, text);
  if (c->event->kind == TRACE_STATE && c->event->knowledge == KNOWLEDGE_UNKNOWN)
    {
      *title = _ ("The capture does not tell {host}’s state");
      *text = _ ("The beginning of the connection was not captured. What follows may prove more.");
      return true;
    }
  return false;
}

char *
explain_capture_remark (const struct explain_context *c)
{
  GString *remark = g_string_new (NULL);

  if (is_of_capture (c))
    {
      for (unsigned mark = 1; mark <= UINT16_MAX; mark <<= 1)
        if (c->event->marks & mark)
          g_string_append_printf (remark, " %s", explain_mark_text (mark));
    }
  else if (c->event->knowledge == KNOWLEDGE_INFERRED)
    g_string_append_printf (remark, " %s", _ ("Inferred: the capture shows only the segments."));
  else if (c->event->knowledge == KNOWLEDGE_UNKNOWN)
    g_string_append_printf (remark, " %s", _ ("The capture does not prove this."));
  return g_string_free (remark, FALSE);
}
