#include "app/capture-list-model.h"

#include <string.h>

struct _HsConnection
{
  GObject parent_instance;
  guint index;
  struct connection_summary summary;
};

G_DEFINE_FINAL_TYPE (HsConnection, hs_connection, G_TYPE_OBJECT)

static void
hs_connection_class_init (HsConnectionClass *klass)
{
}

static void
hs_connection_init (HsConnection *self)
{
}

guint
hs_connection_get_index (HsConnection *self)
{
  return self->index;
}

const struct connection_summary *
hs_connection_get_summary (HsConnection *self)
{
  return &self->summary;
}

/* --- the model --- */

struct _HsConnectionModel
{
  GObject parent_instance;

  gconstpointer source;
  guint total;
  hs_connection_source summary;
  HsConnectionOrder order;
  char *search;  /* folded */
  GArray *shown; /* of struct entry */
};

/* A connection that is shown, with what it is sorted by. */
struct entry
{
  guint index;
  guint64 key;
};

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HsConnectionModel, hs_connection_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return HS_TYPE_CONNECTION;
}

static guint
get_n_items (GListModel *model)
{
  return HS_CONNECTION_MODEL (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HsConnectionModel *self = HS_CONNECTION_MODEL (model);
  HsConnection *connection;

  if (position >= self->shown->len)
    return NULL;
  connection = g_object_new (HS_TYPE_CONNECTION, NULL);
  connection->index = g_array_index (self->shown, struct entry, position).index;
  connection->summary = *self->summary (self->source, connection->index);
  return connection;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* --- which, and in what order --- */

static guint64
key_of (HsConnectionOrder order, const struct connection_summary *it)
{
  switch (order)
    {
    case HS_CONNECTIONS_BY_PROBLEMS:
      return connection_problem_score (it);
    case HS_CONNECTIONS_BY_TIME:
      return (guint64) MAX (it->last_time - it->first_time, 0);
    case HS_CONNECTIONS_BY_SIZE:
      return it->client_to_server.octets + it->server_to_client.octets;
    case HS_CONNECTIONS_AS_SEEN:
      break;
    }
  return 0;
}

/* Larger keys first; equals as first seen. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const struct entry *first = a;
  const struct entry *second = b;

  if (first->key != second->key)
    return first->key > second->key ? -1 : 1;
  return first->index < second->index ? -1 : first->index > second->index;
}

/* What the search looks at, folded. */
static char *
words_of (const struct connection_summary *it)
{
  char client[ENDPOINT_TEXT_SIZE];
  char server[ENDPOINT_TEXT_SIZE];
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s", endpoint_format (&it->client, client), endpoint_format (&it->server, server));
  for (int i = 0; i < PROBLEM_COUNT; i++)
    {
      guint64 count = connection_problem_count (it, (enum connection_problem) i);
      g_autofree char *words = count > 0 ? connection_problem_words ((enum connection_problem) i, count) : NULL;

      if (words != NULL)
        g_string_append_printf (text, " %s", words);
    }
  return g_utf8_casefold (text->str, -1);
}

static gboolean
matches (char **searched, const struct connection_summary *it)
{
  g_autofree char *words = NULL;

  if (searched[0] == NULL)
    return TRUE;
  words = words_of (it);
  for (guint i = 0; searched[i] != NULL; i++)
    {
      if (searched[i][0] != '\0' && strstr (words, searched[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
rebuild (HsConnectionModel *self)
{
  guint before = self->shown->len;
  g_auto (GStrv) searched = g_strsplit (self->search, " ", -1);

  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < self->total; i++)
    {
      const struct connection_summary *it = self->summary (self->source, i);
      struct entry entry = { .index = i, .key = key_of (self->order, it) };

      if (matches (searched, it))
        g_array_append_val (self->shown, entry);
    }
  if (self->order != HS_CONNECTIONS_AS_SEEN)
    g_array_sort (self->shown, compare_entries);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->shown->len);
}

static void
hs_connection_model_finalize (GObject *object)
{
  HsConnectionModel *self = HS_CONNECTION_MODEL (object);

  g_free (self->search);
  g_array_unref (self->shown);
  G_OBJECT_CLASS (hs_connection_model_parent_class)->finalize (object);
}

static void
hs_connection_model_class_init (HsConnectionModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_connection_model_finalize;
}

static void
hs_connection_model_init (HsConnectionModel *self)
{
  self->search = g_strdup ("");
  self->shown = g_array_new (FALSE, FALSE, sizeof (struct entry));
}

HsConnectionModel *
hs_connection_model_new (void)
{
  return g_object_new (HS_TYPE_CONNECTION_MODEL, NULL);
}

void
hs_connection_model_set_source (HsConnectionModel *self, gconstpointer source, guint count,
                                hs_connection_source summary)
{
  self->source = source;
  self->total = count;
  self->summary = summary;
  rebuild (self);
}

void
hs_connection_model_set_order (HsConnectionModel *self, HsConnectionOrder order)
{
  if (order == self->order)
    return;
  self->order = order;
  rebuild (self);
}

void
hs_connection_model_set_search (HsConnectionModel *self, const char *words)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);

  g_strstrip (folded);
  if (g_str_equal (folded, self->search))
    return;
  g_free (self->search);
  self->search = g_steal_pointer (&folded);
  rebuild (self);
}

guint
hs_connection_model_get_total (HsConnectionModel *self)
{
  return self->total;
}

guint
hs_connection_model_find (HsConnectionModel *self, guint index)
{
  for (guint i = 0; i < self->shown->len; i++)
    {
      if (g_array_index (self->shown, struct entry, i).index == index)
        return i;
    }
  return G_MAXUINT;
}
