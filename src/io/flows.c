#include "io/flows.h"

#include <string.h>

/* Both ends of a connection, the lower one first, so that both directions have the same pair. */
struct pair
{
  struct endpoint low;
  struct endpoint high;
};

static int
compare_ends (const struct endpoint *a, const struct endpoint *b)
{
  int order = memcmp (&a->address, &b->address, sizeof a->address);

  return order != 0 ? order : (a->port > b->port) - (a->port < b->port);
}

static struct pair
pair_of (const struct segment *segment)
{
  bool source_is_low = compare_ends (&segment->source, &segment->destination) <= 0;

  return (struct pair){
    .low = source_is_low ? segment->source : segment->destination,
    .high = source_is_low ? segment->destination : segment->source,
  };
}

static guint
hash_end (guint hash, const struct endpoint *end)
{
  /* FNV-1a */
  for (size_t i = 0; i < sizeof end->address.octets; i++)
    hash = (hash ^ end->address.octets[i]) * 16777619u;
  hash = (hash ^ (end->port & 0xff)) * 16777619u;
  return (hash ^ (guint) (end->port >> 8)) * 16777619u;
}

static guint
hash_pair (gconstpointer key)
{
  const struct pair *pair = key;

  return hash_end (hash_end (2166136261u, &pair->low), &pair->high);
}

static gboolean
equal_pairs (gconstpointer a, gconstpointer b)
{
  const struct pair *first = a, *second = b;

  return compare_ends (&first->low, &second->low) == 0 && compare_ends (&first->high, &second->high) == 0;
}

void
flows_init (struct flows *flows)
{
  flows->list = g_array_new (FALSE, TRUE, sizeof (struct flow));
  flows->newest = g_hash_table_new_full (hash_pair, equal_pairs, g_free, NULL);
}

void
flows_finish (struct flows *flows)
{
  g_clear_pointer (&flows->newest, g_hash_table_unref);
  for (guint i = 0; i < flows->list->len; i++)
    analysis_clear (&flows_get (flows, i)->analysis);
}

void
flows_clear (struct flows *flows)
{
  flows_finish (flows);
  g_clear_pointer (&flows->list, g_array_unref);
}

static gboolean
is_from_client (const struct flow *flow, const struct segment *segment)
{
  return endpoint_equal (&segment->source, &flow->summary.client);
}

static guint
begin_flow (struct flows *flows, struct pair *pair, const struct segment *segment)
{
  struct flow flow = { .first = 0 };

  connection_summary_init (&flow.summary, segment);
  analysis_init (&flow.analysis);
  g_array_append_val (flows->list, flow);
  g_hash_table_replace (flows->newest, pair, GUINT_TO_POINTER (flows->list->len));
  return flows->list->len - 1;
}

guint
flows_add (struct flows *flows, gint64 time, const struct segment *segment, gboolean *from_client)
{
  struct pair pair = pair_of (segment);
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (flows->newest, &pair));
  guint index = found - 1;
  uint16_t reused = 0;

  if (found != 0)
    {
      const struct flow *known = flows_get (flows, index);
      unsigned side = is_from_client (known, segment) ? 0 : 1;
      if (analysis_begins_new_connection (&known->analysis, side, segment))
        reused = MARK_REUSED_PORTS;
    }
  if (found == 0 || reused != 0)
    index = begin_flow (flows, g_memdup2 (&pair, sizeof pair), segment);

  struct flow *flow = flows_get (flows, index);
  *from_client = is_from_client (flow, segment);
  struct analysis_result result = analysis_add (&flow->analysis, time, *from_client ? 0 : 1, segment);
  connection_summary_add (&flow->summary, time, *from_client, segment, result.marks | reused);
  return index;
}
