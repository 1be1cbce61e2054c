#include "app/wire-pill.h"

#include "app/text-scale.h"
#include "explain/format.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A value is taken when it has rested so long, ms: dragging a slider is one command, not forty. */
#define SETTLE_MS 250

/* Scrubbing through a recording looks at many moments: the words wait until it rests, ms. */
#define REST_MS 80

#define LOSS_MAX_PERCENT 50.0

/* Of the sentences about the wire, px at a text scale of 100 %. */
#define TEXT_WIDTH 260

struct _HsWirePill
{
  GtkBox parent_instance;

  HsSession *session;
  event_id shown;
  guint rest;
  guint settle;
  gboolean syncing; /* values are being set from the run, not by hand */

  GtkMenuButton *button;
  GtkLabel *label;
  GtkSpinButton *delay;
  GtkSpinButton *jitter;
  GtkRange *loss;
  GtkSwitch *cut;
  GtkLabel *loss_value;
  GtkLabel *wire;
  GtkLabel *refusal;
};

G_DEFINE_FINAL_TYPE (HsWirePill, hs_wire_pill, GTK_TYPE_BOX)

static char *
percent (guint32 per_million)
{
  return g_strdup_printf ("%.4g %%", per_million / 10000.0);
}

static char *
delay_words (const struct scenario_link *a, const struct scenario_link *b)
{
  g_autofree char *there = explain_format_duration (a->delay);
  g_autofree char *back = explain_format_duration (b->delay);

  if (a->delay == b->delay)
    return g_strdup_printf (_ ("%s each way"), there);
  return g_strdup_printf (_ ("%s there, %s back"), there, back);
}

static char *
loss_words (const struct scenario_link *a, const struct scenario_link *b)
{
  g_autofree char *there = percent (a->loss);
  g_autofree char *back = percent (b->loss);

  if (a->loss == 0 && b->loss == 0)
    return g_strdup (_ ("no loss"));
  if (a->loss == b->loss)
    return g_strdup_printf (_ ("%s lost"), there);
  return g_strdup_printf (_ ("%s lost there, %s back"), there, back);
}

/* The smaller limit, when there is one: it is what stops a conversation. */
static guint
smallest_mtu (const struct scenario_link *a, const struct scenario_link *b)
{
  return a->mtu > 0 && (b->mtu == 0 || a->mtu < b->mtu) ? a->mtu : b->mtu;
}

static char *
with_mtu (char *words, guint mtu)
{
  g_autofree char *owned = words;

  return mtu > 0 ? g_strdup_printf (_ ("%s, MTU %u"), owned, mtu) : g_steal_pointer (&owned);
}

char *
hs_wire_words (const struct sim *sim)
{
  const struct scenario_link *a = sim_link (sim, HOST_A);
  const struct scenario_link *b = sim_link (sim, HOST_B);
  g_autofree char *delay = delay_words (a, b);
  g_autofree char *loss = loss_words (a, b);
  vtime jitter = MAX (a->jitter, b->jitter);
  g_autofree char *spread = explain_format_duration (jitter);

  if (sim_link_is_cut (sim, HOST_A) && sim_link_is_cut (sim, HOST_B))
    return g_strdup (_ ("cable unplugged"));
  if (jitter > 0)
    return with_mtu (g_strdup_printf (_ ("%s, up to %s more, %s"), delay, spread, loss), smallest_mtu (a, b));
  return with_mtu (g_strdup_printf (_ ("%s, %s"), delay, loss), smallest_mtu (a, b));
}

static void
show_loss (HsWirePill *self)
{
  g_autofree char *text = percent ((guint32) (gtk_range_get_value (self->loss) * 10000));

  gtk_label_set_text (self->loss_value, text);
}

static void
update_wire (HsWirePill *self)
{
  const char *refusal = hs_session_get_wire_refusal (self->session);
  gboolean tap = g_str_equal (hs_session_get_wire (self->session), "tap");

  gtk_label_set_text (self->wire, tap ? _ ("Wire in use: TAP pair. Every frame crosses the kernel.")
                                      : _ ("Wire in use: built in. TCP is the same on it."));
  gtk_label_set_text (self->refusal, refusal != NULL ? refusal : "");
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), refusal != NULL);
}

static void
update (HsWirePill *self)
{
  const struct sim *sim = hs_session_get_sim_now (self->session);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), sim != NULL);
  if (sim == NULL || self->settle != 0)
    return;
  words = hs_wire_words (sim);
  gtk_label_set_text (self->label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  self->syncing = TRUE;
  gtk_spin_button_set_value (self->delay, (double) sim_link (sim, HOST_A)->delay / MS (1));
  gtk_spin_button_set_value (self->jitter, (double) sim_link (sim, HOST_A)->jitter / MS (1));
  gtk_range_set_value (self->loss, sim_link (sim, HOST_A)->loss / 10000.0);
  gtk_switch_set_active (self->cut, sim_link_is_cut (sim, HOST_A) && sim_link_is_cut (sim, HOST_B));
  self->syncing = FALSE;
  show_loss (self);
}

static void
on_document_changed (HsWirePill *self)
{
  self->shown = EVENT_NONE;
  g_clear_handle_id (&self->settle, g_source_remove);
  update (self);
}

static gboolean
on_rest (gpointer user_data)
{
  HsWirePill *self = user_data;

  self->rest = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
on_moved (HsWirePill *self)
{
  event_id event = hs_session_get_event (self->session);

  /* The wire stays as it is while a question is open. */
  gtk_widget_set_sensitive (GTK_WIDGET (self), !hs_session_has_horizon (self->session));
  if (event == self->shown)
    return;
  self->shown = event;
  g_clear_handle_id (&self->rest, g_source_remove);
  if (hs_session_get_now (self->session) >= hs_session_get_end (self->session))
    update (self);
  else
    self->rest = g_timeout_add (REST_MS, on_rest, self);
}

/* --- changing --- */

static void
command (HsWirePill *self, enum sim_command_kind kind, guint64 amount, vtime duration)
{
  struct sim_command command = { .kind = kind, .host = HOST_NONE, .amount = amount, .duration = duration };

  hs_session_command (self->session, &command, NULL);
}

static void
take_values (HsWirePill *self)
{
  const struct sim *sim = hs_session_get_sim_now (self->session);
  struct scenario_link link;
  gboolean was_cut;
  vtime delay = (vtime) (gtk_spin_button_get_value (self->delay) * MS (1));
  vtime jitter = (vtime) (gtk_spin_button_get_value (self->jitter) * MS (1));
  guint32 loss = (guint32) (gtk_range_get_value (self->loss) * 10000 + 0.5);
  gboolean cut = gtk_switch_get_active (self->cut);

  if (sim == NULL)
    return;
  link = *sim_link (sim, HOST_A);
  was_cut = sim_link_is_cut (sim, HOST_A) && sim_link_is_cut (sim, HOST_B);
  if (delay != link.delay)
    command (self, COMMAND_LINK_DELAY, 0, delay);
  if (jitter != link.jitter)
    command (self, COMMAND_LINK_JITTER, 0, jitter);
  if (loss != link.loss)
    command (self, COMMAND_LINK_LOSS, loss, 0);
  if (cut != was_cut)
    command (self, COMMAND_LINK_CUT, cut, 0);
}

static gboolean
on_settled (gpointer user_data)
{
  HsWirePill *self = user_data;

  self->settle = 0;
  take_values (self);
  update (self);
  return G_SOURCE_REMOVE;
}

static void
on_value (HsWirePill *self)
{
  if (self->syncing)
    return;
  show_loss (self);
  g_clear_handle_id (&self->settle, g_source_remove);
  self->settle = g_timeout_add (SETTLE_MS, on_settled, self);
}

/* --- building --- */

static void
add_row (GtkGrid *grid, int row, const char *title, GtkWidget *value, GtkWidget *unit)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, value, 1, row, 1, 1);
  if (unit != NULL)
    gtk_grid_attach (grid, unit, 2, row, 1, 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
}

static GtkLabel *
new_text (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (""));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_max_width_chars (label, 40);
  gtk_label_set_xalign (label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

static void
make_values (HsWirePill *self)
{
  self->delay = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 10000, 10));
  self->jitter = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 10000, 5));
  self->loss = GTK_RANGE (gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, LOSS_MAX_PERCENT, 0.5));
  self->cut = GTK_SWITCH (gtk_switch_new ());
  self->loss_value = GTK_LABEL (gtk_label_new (""));
  gtk_spin_button_set_digits (self->delay, 1);
  gtk_spin_button_set_digits (self->jitter, 1);
  gtk_widget_set_size_request (GTK_WIDGET (self->loss), 160, -1);
  gtk_label_set_width_chars (self->loss_value, 6);
  gtk_label_set_xalign (self->loss_value, 0);
  gtk_widget_set_halign (GTK_WIDGET (self->cut), GTK_ALIGN_START);
  g_signal_connect_swapped (self->delay, "value-changed", G_CALLBACK (on_value), self);
  g_signal_connect_swapped (self->jitter, "value-changed", G_CALLBACK (on_value), self);
  g_signal_connect_swapped (self->loss, "value-changed", G_CALLBACK (on_value), self);
  g_signal_connect_swapped (self->cut, "notify::active", G_CALLBACK (on_value), self);
}

/* Whoever is done here goes on with the diagram and its keys. */
static void
on_closed (HsWirePill *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-diagram", NULL);
}

static void
on_inject (HsWirePill *self)
{
  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.inject", NULL);
}

static GtkWidget *
new_inject_button (HsWirePill *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Inject a Segment…"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);

  gtk_widget_set_tooltip_text (button, _ ("Put a segment of your own onto the wire (I)"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_inject), self);
  return button;
}

/* A popover of GTK 4.8 asks for the height at a greater width than it gives: text as wide as it would lose its last
 * line. */
static void
clamp_texts (AdwClamp *clamp)
{
  int width = (int) (TEXT_WIDTH * hs_text_scale (GTK_WIDGET (clamp)));

  adw_clamp_set_maximum_size (clamp, width);
  adw_clamp_set_tightening_threshold (clamp, width);
}

static GtkWidget *
new_texts (HsWirePill *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->wire = new_text ("caption");
  self->refusal = new_text ("caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->refusal), "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->wire));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->refusal));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  return clamp;
}

static GtkWidget *
new_popover (HsWirePill *self)
{
  GtkWidget *texts = new_texts (self);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  make_values (self);
  gtk_grid_set_row_spacing (grid, 8);
  gtk_grid_set_column_spacing (grid, 12);
  add_row (grid, 0, _ ("Delay each way"), GTK_WIDGET (self->delay), gtk_label_new ("ms"));
  add_row (grid, 1, _ ("Jitter, up to"), GTK_WIDGET (self->jitter), gtk_label_new ("ms"));
  add_row (grid, 2, _ ("Loss"), GTK_WIDGET (self->loss), GTK_WIDGET (self->loss_value));
  add_row (grid, 3, _ ("Cable unplugged"), GTK_WIDGET (self->cut), NULL);
  gtk_grid_attach (grid, new_inject_button (self), 0, 4, 2, 1);
  gtk_widget_add_css_class (box, "wire-popover");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (grid));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (clamp_texts), texts);
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (on_closed), self);
  return popover;
}

static void
hs_wire_pill_dispose (GObject *object)
{
  HsWirePill *self = HS_WIRE_PILL (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_handle_id (&self->settle, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_wire_pill_parent_class)->dispose (object);
}

static void
hs_wire_pill_class_init (HsWirePillClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_wire_pill_dispose;
}

static void
hs_wire_pill_init (HsWirePill *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->shown = EVENT_NONE;
  self->label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, content);
  gtk_menu_button_set_popover (self->button, new_popover (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "wire-pill");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Change the wire (W)"));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->button));
}

GtkWidget *
hs_wire_pill_new (HsSession *session)
{
  HsWirePill *self = g_object_new (HS_TYPE_WIRE_PILL, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect_swapped (session, "wire-changed", G_CALLBACK (update_wire), self);
  update_wire (self);
  on_document_changed (self);
  return GTK_WIDGET (self);
}

void
hs_wire_pill_popup (HsWirePill *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_menu_button_popup (self->button);
}
