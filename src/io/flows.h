/* Which connection a segment belongs to: the newest one between its two ends, or a new one. Knows addresses and
 * numbers, no files. */
#pragma once

#include "trace/analysis.h"
#include "trace/summary.h"

#include <glib.h>

struct flow
{
  struct connection_summary summary;
  struct analysis analysis;
  guint first; /* where its segments begin once capture.c has put them in order */
};

struct flows
{
  GArray *list;       /* struct flow, as first seen */
  GHashTable *newest; /* pair of ends to index + 1 */
};

void flows_init (struct flows *flows);
void flows_clear (struct flows *flows);

/* Takes the next segment of the capture; returns the index of its connection and whether its client sent it. */
guint flows_add (struct flows *flows, gint64 time, const struct segment *segment, gboolean *from_client);

/* Ends the adding: frees what only that needs. */
void flows_finish (struct flows *flows);

static inline struct flow *
flows_get (const struct flows *flows, guint index)
{
  return &g_array_index (flows->list, struct flow, index);
}
