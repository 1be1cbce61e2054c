#include "explain/command.h"

#include "explain/context.h"
#include "explain/template.h"
#include "explain/value.h"

#include <glib/gi18n.h>

/* What a person can do to a segment on its way; a template about it. */
static const char *
words_for (uint8_t kind)
{
  switch (kind)
    {
    case TRACE_LOSS:
      return _ ("Dropped by hand: {host}’s {segment}");
    case TRACE_DELAY:
      return _ ("Delayed by hand: {host}’s {segment}");
    case TRACE_DUPLICATE:
      return _ ("Duplicated by hand: {host}’s {segment}");
    case TRACE_CORRUPT:
      return _ ("Damaged by hand: {host}’s {segment}");
    case TRACE_HOLD:
      return _ ("Held by hand: {host}’s {segment}");
    case TRACE_RELEASE:
      return _ ("Released by hand: {host}’s {segment}");
    default:
      return NULL;
    }
}

char *
explain_command_title (const struct trace *trace, event_id command)
{
  vtime at = trace_get (trace, command)->at;

  for (size_t id = (size_t) command + 1; id < trace_length (trace); id++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) id);
      const char *words = event->by == command ? words_for (event->kind) : NULL;
      struct explain_context context;

      if (event->at > at)
        break;
      if (words == NULL)
        continue;
      explain_context_init (&context, trace, (event_id) id);
      return explain_template (words, explain_value, &context);
    }
  return NULL;
}
