#include "app/tray.h"

#include "explain/segment-name.h"

#include <glib/gi18n.h>

struct _HsTray
{
  GtkBox parent_instance;
  HsSession *session;
  event_id shown;
  GtkWidget *chips;
};

G_DEFINE_FINAL_TYPE (HsTray, hs_tray, GTK_TYPE_BOX)

static GtkWidget *
new_button (const char *label, const char *action, gsize flight)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.fault-on");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(stx)", action, (guint64) flight, (gint64) 0);
  return button;
}

static GtkWidget *
new_chip (const struct trace *trace, const struct flight *flight, gsize index)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  const struct segment *segment = trace_segment (trace, flight->send);
  g_autofree char *text = g_strdup_printf ("%s → %s  %s", trace_host_const (trace, flight->from)->name,
                                           trace_host_const (trace, !flight->from)->name,
                                           segment != NULL ? explain_segment_name (segment) : "");

  gtk_widget_add_css_class (chip, "held");
  gtk_box_append (GTK_BOX (chip), gtk_label_new (text));
  gtk_box_append (GTK_BOX (chip), new_button (_ ("Release"), "release", index));
  gtk_box_append (GTK_BOX (chip), new_button (_ ("Discard"), "discard", index));
  return chip;
}

static void
update (HsTray *self)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  struct flights *flights = hs_session_get_flights (self->session);
  GtkWidget *child;
  gboolean any = FALSE;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  for (gsize i = 0; trace != NULL && i < flights_length (flights); i++)
    {
      struct flight flight;

      if (hs_session_get_started (self->session) && flight_at (flights, i, hs_session_get_now (self->session), &flight)
          && flight.fate == FLIGHT_HELD)
        {
          gtk_box_append (GTK_BOX (self->chips), new_chip (trace, &flight, i));
          any = TRUE;
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

static void
on_document_changed (HsTray *self)
{
  self->shown = hs_session_get_event (self->session);
  update (self);
}

static void
on_moved (HsTray *self)
{
  if (hs_session_get_event (self->session) != self->shown)
    on_document_changed (self);
}

static void
hs_tray_dispose (GObject *object)
{
  HsTray *self = HS_TRAY (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_tray_parent_class)->dispose (object);
}

static void
hs_tray_class_init (HsTrayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_tray_dispose;
}

static void
hs_tray_init (HsTray *self)
{
  GtkWidget *title = gtk_label_new (_ ("Held segments"));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "tray");
  gtk_widget_add_css_class (title, "heading");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->chips);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), title);
  gtk_box_append (GTK_BOX (self), scrolled);
}

GtkWidget *
hs_tray_new (HsSession *session)
{
  HsTray *self = g_object_new (HS_TYPE_TRAY, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  on_document_changed (self);
  return GTK_WIDGET (self);
}
