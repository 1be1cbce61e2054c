#include "app/inject-dialog.h"

#include "app/close-on-escape.h"
#include "app/inject.h"
#include "app/text-scale.h"
#include "app/window.h"
#include "explain/template.h"

#include <glib/gi18n.h>

#define BIT_COUNT 5

static const struct
{
  const char *name;
  uint8_t flag;
} BITS[BIT_COUNT]
    = { { "SYN", TCP_SYN }, { "ACK", TCP_ACK }, { "FIN", TCP_FIN }, { "RST", TCP_RST }, { "PSH", TCP_PSH } };

#define HS_TYPE_INJECT_DIALOG (hs_inject_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HsInjectDialog, hs_inject_dialog, HS, INJECT_DIALOG, AdwWindow)

struct _HsInjectDialog
{
  AdwWindow parent_instance;

  HsSession *session;
  AdwComboRow *to;
  AdwComboRow *source;
  GtkToggleButton *bits[BIT_COUNT];
  GtkSpinButton *seq;
  GtkSpinButton *ack;
  GtkSpinButton *window;
  GtkSpinButton *octets;
  GtkLabel *hint;
  GtkLabel *text;
  gboolean syncing; /* values are being set, not chosen */
};

G_DEFINE_FINAL_TYPE (HsInjectDialog, hs_inject_dialog, ADW_TYPE_WINDOW)

/* --- what is chosen --- */

static unsigned
receiver (HsInjectDialog *self)
{
  return adw_combo_row_get_selected (self->to) == 0 ? HOST_B : HOST_A;
}

static struct segment
chosen (HsInjectDialog *self)
{
  struct segment segment = {
    .seq = (uint32_t) gtk_spin_button_get_value (self->seq),
    .ack = (uint32_t) gtk_spin_button_get_value (self->ack),
    .wnd = (uint16_t) gtk_spin_button_get_value (self->window),
    .length = (uint32_t) gtk_spin_button_get_value (self->octets),
  };

  for (int i = 0; i < BIT_COUNT; i++)
    if (gtk_toggle_button_get_active (self->bits[i]))
      segment.flags |= BITS[i].flag;
  return segment;
}

static void
show_text (HsInjectDialog *self)
{
  struct segment segment = chosen (self);
  g_autofree char *text = hs_inject_text (&segment);

  gtk_label_set_text (self->text, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ack), (segment.flags & TCP_ACK) != 0);
}

static void
on_value (HsInjectDialog *self)
{
  if (!self->syncing)
    show_text (self);
}

/* --- following the run --- */

static void
show_hint (HsInjectDialog *self)
{
  g_autofree char *hint = hs_inject_hint (self->session, receiver (self));

  gtk_label_set_text (self->hint, hint);
}

/* Fills in what the receiver expects now. */
static void
propose (HsInjectDialog *self)
{
  struct segment segment;

  hs_inject_propose (self->session, receiver (self), &segment);
  self->syncing = TRUE;
  for (int i = 0; i < BIT_COUNT; i++)
    gtk_toggle_button_set_active (self->bits[i], (segment.flags & BITS[i].flag) != 0);
  gtk_spin_button_set_value (self->seq, segment.seq);
  gtk_spin_button_set_value (self->ack, segment.ack);
  gtk_spin_button_set_value (self->window, segment.wnd);
  gtk_spin_button_set_value (self->octets, segment.length);
  self->syncing = FALSE;
  show_text (self);
  show_hint (self);
}

/* What a person has typed stays, wherever the run goes; without a run there is nothing to send into. */
static void
on_document_changed (HsInjectDialog *self)
{
  if (hs_session_get_document (self->session) == HS_DOCUMENT_RUN)
    show_hint (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* --- acting --- */

/* A run in which nothing was going to happen waits for the person, not for Play. */
static void
conclude (HsInjectDialog *self, gboolean waited, gboolean done, char *why)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (done && waited)
    hs_session_set_playing (self->session, TRUE);
  if (!done && why != NULL && HS_IS_WINDOW (parent))
    hs_window_say (HS_WINDOW (parent), why);
  g_free (why);
}

static void
on_send (HsInjectDialog *self)
{
  gboolean waited = hs_session_is_finished (self->session);
  struct segment segment;
  char *why = NULL;
  gboolean done;

  gtk_spin_button_update (self->seq);
  gtk_spin_button_update (self->ack);
  gtk_spin_button_update (self->window);
  gtk_spin_button_update (self->octets);
  segment = chosen (self);
  done = hs_inject_send (self->session, receiver (self),
                         (enum hs_inject_source) adw_combo_row_get_selected (self->source), &segment, &why);
  conclude (self, waited, done, why);
}

static void
on_flood (HsInjectDialog *self)
{
  gboolean waited = hs_session_is_finished (self->session);
  char *why = NULL;
  gboolean done = hs_inject_flood (self->session, receiver (self), &why);

  conclude (self, waited, done, why);
}

/* --- building --- */

static AdwComboRow *
add_choice (GtkWidget *group, const char *title, const char *first, const char *second)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, first);
  gtk_string_list_append (names, second);
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (row));
  return row;
}

static void
add_ends (HsInjectDialog *self, GtkWidget *group)
{
  const struct trace *trace = hs_session_get_trace (self->session);

  self->to
      = add_choice (group, _ ("To"), trace_host_const (trace, HOST_B)->name, trace_host_const (trace, HOST_A)->name);
  self->source = add_choice (group, _ ("Claims to come from"), _ ("the other host"), _ ("an address that nobody has"));
  g_signal_connect_swapped (self->to, "notify::selected", G_CALLBACK (propose), self);
}

static void
add_bits (HsInjectDialog *self, GtkWidget *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (int i = 0; i < BIT_COUNT; i++)
    {
      self->bits[i] = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (BITS[i].name));
      g_signal_connect_swapped (self->bits[i], "toggled", G_CALLBACK (on_value), self);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bits[i]));
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Bits"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), box);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkSpinButton *
add_number (HsInjectDialog *self, GtkWidget *group, const char *title, double most)
{
  GtkWidget *row = adw_action_row_new ();
  GtkSpinButton *number = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, most, 1));

  gtk_spin_button_set_numeric (number, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (number), 10);
  gtk_widget_set_valign (GTK_WIDGET (number), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (number));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (number));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (number), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (number, "value-changed", G_CALLBACK (on_value), self);
  return number;
}

static GtkLabel *
new_line (const char *css_class)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static GtkWidget *
new_button (HsInjectDialog *self, const char *label, const char *tooltip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
new_actions (HsInjectDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *send = new_button (self, _ ("_Send"), _ ("It comes onto the link halfway, now"), G_CALLBACK (on_send));
  GtkWidget *expected = new_button (self, _ ("_Expected Values"), _ ("Fill in what fits now"), G_CALLBACK (propose));
  GtkWidget *flood
      = new_button (self, _ ("SYN _Flood"), _ ("Six SYNs from addresses that nobody has"), G_CALLBACK (on_flood));

  gtk_widget_add_css_class (send, "suggested-action");
  gtk_widget_set_hexpand (send, TRUE);
  gtk_widget_set_halign (send, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), flood);
  gtk_box_append (GTK_BOX (box), expected);
  gtk_box_append (GTK_BOX (box), send);
  gtk_window_set_default_widget (GTK_WINDOW (self), send);
  return box;
}

static void
hs_inject_dialog_dispose (GObject *object)
{
  HsInjectDialog *self = HS_INJECT_DIALOG (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_inject_dialog_parent_class)->dispose (object);
}

static void
hs_inject_dialog_class_init (HsInjectDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_inject_dialog_dispose;
}

static void
hs_inject_dialog_init (HsInjectDialog *self)
{
}

static GtkWidget *
new_form (HsInjectDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *ends = adw_preferences_group_new ();
  GtkWidget *segment = adw_preferences_group_new ();

  add_ends (self, ends);
  add_bits (self, segment);
  self->seq = add_number (self, segment, "seq", G_MAXUINT32);
  self->ack = add_number (self, segment, "ack", G_MAXUINT32);
  self->window = add_number (self, segment, _ ("Window"), G_MAXUINT16);
  self->octets = add_number (self, segment, _ ("Octets of data"), SIM_INJECT_MAX);
  self->hint = new_line ("dim-label");
  self->text = new_line ("monospace");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), ends);
  gtk_box_append (GTK_BOX (box), segment);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->hint));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), new_actions (self));
  return box;
}

static void
build (HsInjectDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), new_form (self));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Inject a Segment"));
  hs_text_scale_set_default_size (GTK_WINDOW (self), 420, 590);
  hs_close_on_escape (GTK_WINDOW (self));
}

GtkWindow *
hs_inject_dialog_present (GtkWindow *parent, HsSession *session)
{
  HsInjectDialog *self
      = g_object_new (HS_TYPE_INJECT_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  build (self);
  propose (self);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (show_hint), self);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WINDOW (self);
}
