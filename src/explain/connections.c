#include "explain/connections.h"

#include <glib.h>

static bool
is_open (uint8_t state)
{
  return state >= TCP_ESTABLISHED && state != TCP_TIME_WAIT;
}

/* The connections that no program has yet, for want of a descriptor. */
static GHashTable *
waiting_at (const struct trace *trace, unsigned host, event_id id)
{
  GHashTable *waiting = g_hash_table_new (NULL, NULL);

  for (event_id next = 0; id != EVENT_NONE && next <= id; next++)
    {
      const struct trace_event *event = trace_get (trace, next);

      if (event->host == host && event->connection != 0 && event->reason == REASON_PROGRAM_OUT_OF_DESCRIPTORS)
        g_hash_table_add (waiting, GUINT_TO_POINTER (event->connection));
      else if (event->host == host && event->reason == REASON_PROGRAM_ACCEPTS_LATE)
        g_hash_table_remove (waiting, GUINT_TO_POINTER (event->connection));
    }
  return waiting;
}

/* The last variables of each connection tell; so the way is backwards. */
struct explain_connections
explain_connections_at (const struct trace *trace, unsigned host, event_id id)
{
  struct explain_connections connections = { 0, 0 };
  g_autoptr (GHashTable) seen = waiting_at (trace, host, id);

  for (size_t next = id != EVENT_NONE ? (size_t) id + 1 : 0; next > 0; next--)
    {
      const struct trace_event *event = trace_get (trace, (event_id) (next - 1));
      struct tcp_vars kept;

      if (event->host != host || event->connection == 0
          || g_hash_table_contains (seen, GUINT_TO_POINTER (event->connection)))
        continue;
      const struct tcp_vars *vars = trace_vars (trace, event->id, &kept);
      if (vars == NULL)
        continue;
      g_hash_table_add (seen, GUINT_TO_POINTER (event->connection));
      connections.count += is_open (vars->state);
      connections.room += is_open (vars->state) ? vars->rcv_wnd : 0;
    }
  return connections;
}
