#include "app/transcript-model.h"

struct _HsTranscriptRow
{
  GObject parent_instance;
  event_id event;
};

G_DEFINE_FINAL_TYPE (HsTranscriptRow, hs_transcript_row, G_TYPE_OBJECT)

static void
hs_transcript_row_class_init (HsTranscriptRowClass *klass)
{
}

static void
hs_transcript_row_init (HsTranscriptRow *self)
{
}

event_id
hs_transcript_row_get_event (HsTranscriptRow *self)
{
  return self->event;
}

/* --- the model --- */

struct _HsTranscriptModel
{
  GObject parent_instance;
  GArray *events; /* of event_id, ascending */
  size_t read;    /* events of the trace that were looked at */
};

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HsTranscriptModel, hs_transcript_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return HS_TYPE_TRANSCRIPT_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return HS_TRANSCRIPT_MODEL (model)->events->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  HsTranscriptModel *self = HS_TRANSCRIPT_MODEL (model);
  HsTranscriptRow *row;

  if (position >= self->events->len)
    return NULL;
  row = g_object_new (HS_TYPE_TRANSCRIPT_ROW, NULL);
  row->event = g_array_index (self->events, event_id, position);
  return row;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* Bookkeeping has no row: what it did is in the sentence of the event behind it. */
static gboolean
has_row (const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_CARRY:
    case TRACE_UPDATE:
    case TRACE_COMMAND:
    case TRACE_TIMER_STOP:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
hs_transcript_model_finalize (GObject *object)
{
  g_array_unref (HS_TRANSCRIPT_MODEL (object)->events);
  G_OBJECT_CLASS (hs_transcript_model_parent_class)->finalize (object);
}

static void
hs_transcript_model_class_init (HsTranscriptModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_transcript_model_finalize;
}

static void
hs_transcript_model_init (HsTranscriptModel *self)
{
  self->events = g_array_new (FALSE, FALSE, sizeof (event_id));
}

HsTranscriptModel *
hs_transcript_model_new (void)
{
  return g_object_new (HS_TYPE_TRANSCRIPT_MODEL, NULL);
}

void
hs_transcript_model_update (HsTranscriptModel *self, const struct trace *trace)
{
  guint before = self->events->len;

  for (; self->read < trace_length (trace); self->read++)
    {
      event_id id = (event_id) self->read;

      if (has_row (trace_get (trace, id)))
        g_array_append_val (self->events, id);
    }
  if (self->events->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->events->len - before);
}

void
hs_transcript_model_set_trace (HsTranscriptModel *self, const struct trace *trace)
{
  guint before = self->events->len;

  g_array_set_size (self->events, 0);
  self->read = 0;
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  if (trace != NULL)
    hs_transcript_model_update (self, trace);
}

guint
hs_transcript_model_find (HsTranscriptModel *self, event_id event)
{
  guint low = 0;
  guint high = self->events->len;

  if (event == EVENT_NONE)
    return G_MAXUINT;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->events, event_id, middle) <= event)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? low - 1 : G_MAXUINT;
}
