#include "explain/event.h"
#include "explain/capture.h"
#include "explain/checks.h"
#include "explain/command.h"
#include "explain/format.h"
#include "explain/next.h"
#include "explain/reason.h"
#include "explain/related.h"
#include "explain/template.h"
#include "explain/value.h"

#include <glib/gi18n.h>

/* Rows of the cause chain: what is further back rarely helps. */
#define CHAIN_MAX 6

static void
free_check (gpointer data)
{
  struct explain_check *check = data;

  g_free (check->label);
  g_free (check->value);
  g_free (check);
}

void
explanation_free (struct explanation *explanation)
{
  if (explanation == NULL)
    return;
  g_free (explanation->direction);
  g_free (explanation->when);
  g_free (explanation->title);
  g_free (explanation->text);
  g_free (explanation->section);
  g_free (explanation->section_title);
  g_free (explanation->url);
  g_ptr_array_unref (explanation->checks);
  g_free (explanation->next_actor);
  g_free (explanation->next_detail);
  g_array_unref (explanation->chain);
  g_free (explanation);
}

/* Whoever invents an address takes nobody's name. */
static bool
is_from_nobody (const struct explain_context *context)
{
  return context->event->kind == TRACE_INJECT && context->segment != NULL
         && !ip_address_equal (&context->segment->source.address,
                               &trace_host_const (context->trace, context->event->host)->endpoint.address);
}

/* The words of the reason, or those of what it tells of only here. */
static void
find_words (const struct explain_context *context, const char **title, const char **text)
{
  *title = explain_reason_title (context->event->reason);
  *text = explain_reason_text (context->event->reason);
  if (is_from_nobody (context))
    {
      *title = _ ("Injected from an address that nobody has: {segment}");
      *text = _ ("No host sent this: the sender’s address is invented, and what {peer} answers reaches nobody. {peer} "
                 "cannot see that: it can judge by nothing but the numbers in it.");
    }
  explain_capture_words (context, title, text);
}

static char *
title_of (const struct explain_context *context)
{
  const char *title, *text;
  char *command = context->event->kind == TRACE_COMMAND ? explain_command_title (context->trace, context->id) : NULL;

  if (command != NULL)
    return command;
  find_words (context, &title, &text);
  return explain_template (title != NULL ? title : reason_name (context->event->reason), explain_value,
                           (void *) context);
}

static char *
text_of (const struct explain_context *context)
{
  const char *title, *text;
  g_autofree char *filled = NULL;
  g_autofree char *remark = explain_capture_remark (context);

  find_words (context, &title, &text);
  filled = explain_template (text != NULL ? text : "", explain_value, (void *) context);
  return g_strconcat (filled, remark, NULL);
}

static char *
direction_of (const struct explain_context *context)
{
  uint8_t kind = context->event->kind;

  if (context->event->host >= HOST_COUNT)
    return g_strdup ("");
  if (kind == TRACE_ARRIVE || kind == TRACE_DISCARD)
    return g_strdup_printf ("%s → %s", context->peer, context->host);
  if (kind == TRACE_SEND || (kind >= TRACE_CARRY && kind <= TRACE_INJECT))
    return g_strdup_printf ("%s → %s", context->host, context->peer);
  return g_strdup (context->host);
}

static bool
belongs_to_chain (const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_CALL:
    case TRACE_ARRIVE:
    case TRACE_TIMER_EXPIRE:
    case TRACE_COMMAND:
    case TRACE_LOSS:
    case TRACE_INJECT:
      return true;
    default:
      return false;
    }
}

/* What was done by hand stands before what came of it. */
static void
prepend_hand (GArray *chain, const struct trace_event *event)
{
  if (event->by != EVENT_NONE && chain->len < CHAIN_MAX)
    g_array_prepend_val (chain, event->by);
}

/* A command stands for itself only when no call does: the call says it better. */
static GArray *
chain_of (const struct trace *trace, const struct trace_event *event)
{
  GArray *chain = g_array_new (FALSE, FALSE, sizeof (event_id));

  prepend_hand (chain, event);
  for (event_id id = event->cause; id != EVENT_NONE && chain->len < CHAIN_MAX; id = trace_get (trace, id)->cause)
    {
      const struct trace_event *cause = trace_get (trace, id);

      if (belongs_to_chain (cause)
          && (cause->kind != TRACE_COMMAND
              || (chain->len == 0 && event->kind != TRACE_CALL && event->kind != TRACE_INJECT)))
        g_array_prepend_val (chain, id);
      prepend_hand (chain, cause);
    }
  return chain;
}

static void
fill_states (struct explanation *explanation, const struct explain_context *context)
{
  event_id change = explain_related_change (context->trace, context->id);

  explanation->host = context->event->host < HOST_COUNT ? context->event->host : HOST_NONE;
  if (change != EVENT_NONE)
    {
      explanation->before = trace_get (context->trace, change)->before;
      explanation->after = trace_get (context->trace, change)->after;
    }
  else if (explanation->host != HOST_NONE)
    {
      explanation->before = trace_state_at (context->trace, explanation->host, context->id);
      explanation->after = explanation->before;
    }
}

struct explanation *
explain_event (const struct trace *trace, event_id id)
{
  struct explanation *explanation = g_new0 (struct explanation, 1);
  struct explain_context context;
  struct next_step next;

  explain_context_init (&context, trace, id);
  explain_next (&context, &next);
  explanation->id = id;
  explanation->direction = direction_of (&context);
  explanation->when = explain_format_instant (context.event->at);
  explanation->title = title_of (&context);
  explanation->text = text_of (&context);
  explanation->section = explain_reason_section (context.event->reason);
  explanation->section_title = g_strdup (explain_reason_section_title (context.event->reason));
  explanation->url = explain_reason_url (context.event->reason);
  fill_states (explanation, &context);
  explanation->checks = g_ptr_array_new_with_free_func (free_check);
  checks_of_event (&context, explanation->checks);
  explanation->next_actor = next.actor;
  explanation->next_detail = next.detail;
  explanation->chain = chain_of (trace, context.event);
  return explanation;
}

char *
explain_event_title (const struct trace *trace, event_id id)
{
  struct explain_context context;

  explain_context_init (&context, trace, id);
  return title_of (&context);
}
