#include "explain/narration.h"

#include "explain/connections.h"
#include "explain/context.h"
#include "explain/format.h"
#include "explain/template.h"
#include "explain/value.h"
#include "explain/variable.h"

#include <glib.h>
#include <string.h>

struct moment_shown
{
  const struct trace *trace;
  event_id id;
  struct explain_context context; /* of the event; unused before the first */
};

static bool
is_word (const char *name, size_t length, const char *word)
{
  return strlen (word) == length && strncmp (name, word, length) == 0;
}

/* What all connections of a host come to. */
static char *
of_connections (const struct moment_shown *shown, unsigned host, const char *name, size_t length)
{
  bool memory = is_word (name, length, "memory");

  if (!memory && !is_word (name, length, "connections"))
    return NULL;
  struct explain_connections all = explain_connections_at (shown->trace, host, shown->id);
  return memory ? explain_format_octets (all.room) : g_strdup_printf ("%u", all.count);
}

/* A variable that keeps its name in every language. */
static char *
variable (const struct moment_shown *shown, unsigned host, const char *name, size_t length)
{
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars_at (shown->trace, host, shown->id, &kept);

  if (is_word (name, length, "state"))
    return g_strdup (tcp_state_name (trace_state_at (shown->trace, host, shown->id)));
  for (size_t i = 0; i < explain_variable_count (); i++)
    if (is_word (name, length, explain_variable_name (i)))
      return vars != NULL ? explain_variable_value (i, vars, EXPLAIN_NUMBERS_REAL) : g_strdup ("–");
  return of_connections (shown, host, name, length);
}

static char *
of_event (struct moment_shown *shown, const char *name, size_t length)
{
  g_autofree char *value = explain_value (&shown->context, name, length);

  return g_strdup (g_strcmp0 (value, "?") == 0 ? "–" : value);
}

static char *
look_up (void *user, const char *name, size_t length)
{
  struct moment_shown *shown = user;
  unsigned host = name[0] == 'B' ? HOST_B : HOST_A;
  bool of_host = length > 0 && (name[0] == 'A' || name[0] == 'B');

  if (of_host && length == 1)
    return g_strdup (explain_host_name (shown->trace, host));
  if (of_host && name[1] == '.')
    return variable (shown, host, name + 2, length - 2);
  return shown->id != EVENT_NONE ? of_event (shown, name, length) : NULL;
}

char *
explain_narration (const struct trace *trace, event_id id, const char *words)
{
  struct moment_shown shown = { .trace = trace, .id = id };

  if (id != EVENT_NONE)
    explain_context_init (&shown.context, trace, id);
  return explain_template (words, look_up, &shown);
}
