#include "app/transcript.h"

#include "app/close-on-escape.h"
#include "app/inspector-subject.h"
#include "app/text-scale.h"
#include "app/transcript-model.h"
#include "explain/event.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HS_TYPE_TRANSCRIPT (hs_transcript_get_type ())
G_DECLARE_FINAL_TYPE (HsTranscript, hs_transcript, HS, TRANSCRIPT, AdwWindow)

struct _HsTranscript
{
  AdwWindow parent_instance;

  HsSession *session;
  HsTranscriptModel *model;
  GtkSingleSelection *selection;
  gboolean following; /* the selection is being set from the session */
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (HsTranscript, hs_transcript, ADW_TYPE_WINDOW)

/* --- following --- */

static void
reveal_selected (HsTranscript *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
}

static void
follow_session (HsTranscript *self)
{
  event_id event = hs_session_get_selected (self->session);
  guint position;

  if (event == EVENT_NONE && hs_session_get_trace (self->session) != NULL)
    event = hs_subject_of_step (hs_session_get_trace (self->session), hs_session_get_event (self->session));
  position = hs_transcript_model_find (self->model, event);
  if (position == gtk_single_selection_get_selected (self->selection))
    return;
  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->following = FALSE;
  reveal_selected (self);
}

static void
on_document_changed (HsTranscript *self)
{
  self->following = TRUE;
  hs_transcript_model_set_trace (self->model, hs_session_get_trace (self->session));
  self->following = FALSE;
  follow_session (self);
}

static void
on_grew (HsTranscript *self)
{
  self->following = TRUE;
  hs_transcript_model_update (self->model, hs_session_get_trace (self->session));
  self->following = FALSE;
}

static void
on_selected (HsTranscript *self)
{
  HsTranscriptRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (self->following || row == NULL)
    return;
  hs_session_set_playing (self->session, FALSE);
  hs_session_select (self->session, hs_transcript_row_get_event (row));
}

/* --- rows --- */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "transcript-line");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (HsTranscript *self, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  GtkWidget *row = gtk_widget_get_parent (label);
  const struct trace *trace = hs_session_get_trace (self->session);
  event_id event = hs_transcript_row_get_event (gtk_list_item_get_item (item));
  g_autofree char *line = trace != NULL && event < trace_length (trace) ? explain_event_line (trace, event) : NULL;

  gtk_label_set_text (GTK_LABEL (label), line != NULL ? line : "");
  if (row != NULL && line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, line, -1);
}

/* --- building --- */

static GtkWidget *
new_list (HsTranscript *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (self->list, "transcript");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Transcript"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/* A list scrolls only once it has a size. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HsTranscript *self = HS_TRANSCRIPT (widget);

  if (gtk_widget_get_height (self->list) == 0)
    return G_SOURCE_CONTINUE;
  reveal_selected (self);
  return G_SOURCE_REMOVE;
}

static void
hs_transcript_dispose (GObject *object)
{
  HsTranscript *self = HS_TRANSCRIPT (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  adw_window_set_content (ADW_WINDOW (self), NULL);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_transcript_parent_class)->dispose (object);
}

static void
hs_transcript_class_init (HsTranscriptClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_transcript_dispose;
}

static void
hs_transcript_init (HsTranscript *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->model = hs_transcript_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), new_list (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Transcript"));
  hs_text_scale_set_default_size (GTK_WINDOW (self), 640, 560);
  hs_close_on_escape (GTK_WINDOW (self));
}

void
hs_transcript_present (GtkWindow *parent, HsSession *session)
{
  HsTranscript *self = g_object_new (HS_TYPE_TRANSCRIPT, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "grew", G_CALLBACK (on_grew), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (follow_session), self);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (follow_session), self);
  on_document_changed (self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  gtk_window_present (GTK_WINDOW (self));
}
