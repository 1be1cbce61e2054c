#include "app/host-head.h"

#include "app/host-switches.h"

#include "cli/picture-words.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* Octets of a SEND unless the menu says otherwise. */
#define SEND_DEFAULT 1000

/* Scrubbing through a recording looks at many moments: the heads wait until it rests, ms. */
#define REST_MS 80

struct call
{
  enum sim_command_kind kind;
  const char *label;
  const char *hint;
};

static const struct call CALLS[] = {
  { COMMAND_LISTEN, N_ ("Listen"), N_ ("Wait for a connection (passive open)") },
  { COMMAND_CONNECT, N_ ("Connect"), N_ ("Ask the other host for a connection (active open)") },
  { COMMAND_SEND, N_ ("Send"), N_ ("Give octets to TCP to send") },
  { COMMAND_RECEIVE, N_ ("Read"), N_ ("Take the octets that have arrived") },
  { COMMAND_SHUTDOWN, N_ ("Shut down sending"), N_ ("Send no more, go on reading") },
  { COMMAND_CLOSE, N_ ("Close"), N_ ("Send no more and read no more") },
  { COMMAND_ABORT, N_ ("Abort"), N_ ("End the connection at once with a reset") },
};

#define CALL_COUNT G_N_ELEMENTS (CALLS)

struct _HsHostHead
{
  GtkBox parent_instance;

  HsSession *session;
  unsigned host;
  event_id shown; /* the event the head was brought up to date for */
  guint rest;

  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *sub;
  GtkLabel *chip;
  GtkWidget *actions;
  GtkWidget *name_row;
  GtkButton *buttons[2];
  GtkMenuButton *menu;
  GtkWidget *rows[CALL_COUNT];
  GtkSpinButton *octets;
  GtkSwitch *reading;
  gulong reading_handler;
  GtkStack *pages; /* of the menu: the calls, the counter-experiments */
  HsHostSwitches *switches;
  GtkLabel *not_tcp;
};

G_DEFINE_FINAL_TYPE (HsHostHead, hs_host_head, GTK_TYPE_BOX)

static const struct call *
find_call (enum sim_command_kind kind)
{
  for (gsize i = 0; i < CALL_COUNT; i++)
    {
      if (CALLS[i].kind == kind)
        return &CALLS[i];
    }
  return NULL;
}

void
hs_host_head_main_calls (enum tcp_state state, unsigned host, enum sim_command_kind calls[static 2])
{
  static const enum sim_command_kind BY_STATE[TCP_STATE_COUNT][2] = {
    [TCP_CLOSED] = { COMMAND_CONNECT, COMMAND_LISTEN },    [TCP_LISTEN] = { COMMAND_SEND, COMMAND_CLOSE },
    [TCP_SYN_SENT] = { COMMAND_CLOSE, COMMAND_ABORT },     [TCP_SYN_RECEIVED] = { COMMAND_CLOSE, COMMAND_ABORT },
    [TCP_ESTABLISHED] = { COMMAND_SEND, COMMAND_CLOSE },   [TCP_FIN_WAIT_1] = { COMMAND_RECEIVE, COMMAND_ABORT },
    [TCP_FIN_WAIT_2] = { COMMAND_RECEIVE, COMMAND_ABORT }, [TCP_CLOSE_WAIT] = { COMMAND_SEND, COMMAND_CLOSE },
    [TCP_CLOSING] = { COMMAND_RECEIVE, COMMAND_ABORT },    [TCP_LAST_ACK] = { COMMAND_RECEIVE, COMMAND_ABORT },
    [TCP_TIME_WAIT] = { COMMAND_RECEIVE, COMMAND_ABORT },
  };

  calls[0] = BY_STATE[state][0];
  calls[1] = BY_STATE[state][1];
  if (state == TCP_CLOSED && host == HOST_B)
    {
      calls[0] = COMMAND_LISTEN;
      calls[1] = COMMAND_CONNECT;
    }
}

/* --- bringing up to date --- */

static void
update_call (HsHostHead *self, GtkWidget *button, const struct call *call, const struct sim *sim)
{
  g_autofree char *why = !hs_session_has_horizon (self->session)
                             ? hs_session_call_sentence (sim, self->host, call->kind)
                             : g_strdup (_ ("Not while a question is open."));

  gtk_widget_set_sensitive (button, why == NULL);
  gtk_widget_set_tooltip_text (button, why != NULL ? why : _ (call->hint));
}

/* A host that does not keep to TCP says so beside its address. */
static void
update_switches (HsHostHead *self, const struct sim *sim)
{
  g_autofree char *broken = hs_host_switches_not_tcp (sim, self->host);

  hs_host_switches_update (self->switches, sim);
  gtk_widget_set_visible (GTK_WIDGET (self->not_tcp), broken != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->not_tcp), broken);
}

static void
update_calls (HsHostHead *self)
{
  const struct sim *sim = hs_session_get_sim_now (self->session);
  enum sim_command_kind calls[2];
  enum tcp_state state;

  if (sim == NULL)
    return;
  state = trace_state_at (hs_session_get_trace (self->session), self->host, hs_session_get_event (self->session));
  hs_host_head_main_calls (state, self->host, calls);
  for (int i = 0; i < 2; i++)
    {
      const struct call *call = find_call (calls[i]);

      gtk_button_set_label (self->buttons[i], _ (call->label));
      g_object_set_data (G_OBJECT (self->buttons[i]), "call", (gpointer) call);
      update_call (self, GTK_WIDGET (self->buttons[i]), call, sim);
    }
  for (gsize i = 0; i < CALL_COUNT; i++)
    update_call (self, self->rows[i], &CALLS[i], sim);
  g_signal_handler_block (self->reading, self->reading_handler);
  gtk_switch_set_active (self->reading, sim_reading (sim, self->host));
  g_signal_handler_unblock (self->reading, self->reading_handler);
  update_switches (self, sim);
}

static gboolean
on_rest (gpointer user_data)
{
  HsHostHead *self = user_data;

  self->rest = 0;
  update_calls (self);
  return G_SOURCE_REMOVE;
}

static void
on_moved (HsHostHead *self)
{
  event_id event = hs_session_get_event (self->session);

  if (event == self->shown)
    return;
  self->shown = event;
  g_clear_handle_id (&self->rest, g_source_remove);
  if (hs_session_get_now (self->session) >= hs_session_get_end (self->session))
    update_calls (self);
  else
    self->rest = g_timeout_add (REST_MS, on_rest, self);
}

static void
update_captured (HsHostHead *self, const struct trace_host *host)
{
  char address[IP_ADDRESS_TEXT_SIZE];
  g_autofree char *port = g_strdup_printf (_ ("port %u"), host->endpoint.port);

  gtk_label_set_text (self->name, ip_address_format (&host->endpoint.address, address));
  gtk_label_set_text (self->sub, port);
  gtk_label_set_text (self->chip, host->captured_here ? _ ("captured here") : _ ("times estimated"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->chip), host->captured_here ? "neutral" : "accent");
  gtk_widget_add_css_class (GTK_WIDGET (self->chip), host->captured_here ? "accent" : "neutral");
}

static void
on_document_changed (HsHostHead *self)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  gboolean run = hs_session_get_document (self->session) == HS_DOCUMENT_RUN;
  gboolean capture = hs_session_get_document (self->session) == HS_DOCUMENT_CAPTURE;
  const struct trace_host *host;

  gtk_widget_set_visible (self->actions, run);
  gtk_widget_set_visible (GTK_WIDGET (self->chip), capture && trace != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->not_tcp), FALSE);
  self->shown = EVENT_NONE;
  if (trace == NULL)
    {
      gtk_label_set_text (self->name, "");
      gtk_label_set_text (self->sub, "");
      return;
    }
  host = trace_host_const (trace, self->host);
  if (capture)
    update_captured (self, host);
  else
    {
      char endpoint[ENDPOINT_TEXT_SIZE];
      g_autofree char *name
          = explain_fill (PICTURE_WORDS.word (PICTURE_WORDS.user, self->host == HOST_A ? WORD_CLIENT : WORD_SERVER),
                          "name", host->name, NULL);

      gtk_label_set_text (self->name, name);
      gtk_label_set_text (self->sub, endpoint_format (&host->endpoint, endpoint));
      update_calls (self);
    }
}

/* --- building --- */

static void
on_call_clicked (HsHostHead *self, GtkButton *button)
{
  const struct call *call = g_object_get_data (G_OBJECT (button), "call");
  guint64 amount = call->kind == COMMAND_SEND ? (guint64) gtk_spin_button_get_value_as_int (self->octets) : 0;

  gtk_menu_button_popdown (self->menu);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.call", "(uut)", self->host, (guint) call->kind, amount);
}

static gboolean
on_reading (HsHostHead *self, gboolean reading)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.call", "(uut)", self->host, (guint) COMMAND_READING,
                              (guint64) reading);
  return FALSE;
}

static GtkWidget *
new_row (HsHostHead *self, const struct call *call)
{
  GtkWidget *row = gtk_button_new_with_label (_ (call->label));

  gtk_widget_add_css_class (row, "flat");
  gtk_widget_add_css_class (row, "call");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (row))), 0);
  g_object_set_data (G_OBJECT (row), "call", (gpointer) call);
  g_signal_connect_swapped (row, "clicked", G_CALLBACK (on_call_clicked), self);
  return row;
}

static GtkWidget *
new_send_row (HsHostHead *self, GtkWidget *send)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *unit = gtk_label_new (_ ("octets"));

  self->octets = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (1, 1000000, 1));
  gtk_spin_button_set_value (self->octets, SEND_DEFAULT);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->octets), 5);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->octets), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Octets to send"),
                                  -1);
  gtk_widget_set_hexpand (send, TRUE);
  gtk_box_append (GTK_BOX (box), send);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->octets));
  gtk_box_append (GTK_BOX (box), unit);
  return box;
}

static GtkWidget *
new_reading_row (HsHostHead *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ ("Program reads what arrives"));

  self->reading = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->reading), GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (box, "call-switch");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reading));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->reading), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  self->reading_handler = g_signal_connect_swapped (self->reading, "state-set", G_CALLBACK (on_reading), self);
  return box;
}

static void
on_page (HsHostHead *self, GtkButton *button)
{
  gtk_stack_set_visible_child_name (self->pages, g_object_get_data (G_OBJECT (button), "page"));
}

/* A row of the menu that leads to another page of it, forward or back. */
static GtkWidget *
new_page_row (HsHostHead *self, const char *title, const char *page, gboolean back)
{
  GtkWidget *row = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *icon = gtk_image_new_from_icon_name (back ? "go-previous-symbolic" : "go-next-symbolic");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), back ? icon : label);
  gtk_box_append (GTK_BOX (box), back ? label : icon);
  gtk_button_set_child (GTK_BUTTON (row), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_widget_add_css_class (row, "flat");
  gtk_widget_add_css_class (row, "call");
  g_object_set_data (G_OBJECT (row), "page", (gpointer) page);
  g_signal_connect_swapped (row, "clicked", G_CALLBACK (on_page), self);
  return row;
}

/* Whoever is done here goes on with the diagram and its keys; the next time begins with the calls. */
static void
on_menu_closed (HsHostHead *self)
{
  gtk_stack_set_visible_child_name (self->pages, "calls");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-diagram", NULL);
}

static GtkWidget *
new_calls_page (HsHostHead *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (gsize i = 0; i < CALL_COUNT; i++)
    {
      self->rows[i] = new_row (self, &CALLS[i]);
      gtk_box_append (GTK_BOX (box),
                      CALLS[i].kind == COMMAND_SEND ? new_send_row (self, self->rows[i]) : self->rows[i]);
    }
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), new_reading_row (self));
  gtk_box_append (GTK_BOX (box), new_page_row (self, _ ("Counter-experiments"), "switches", FALSE));
  return box;
}

static GtkWidget *
new_switches_page (HsHostHead *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->switches = HS_HOST_SWITCHES (hs_host_switches_new (self->session, self->host));
  gtk_box_append (GTK_BOX (box), new_page_row (self, _ ("Counter-experiments"), "calls", TRUE));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->switches));
  return box;
}

static GtkWidget *
new_menu_popover (HsHostHead *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->pages, new_calls_page (self), "calls");
  gtk_stack_add_named (self->pages, new_switches_page (self), "switches");
  gtk_stack_set_vhomogeneous (self->pages, FALSE);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->pages));
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (on_menu_closed), self);
  return popover;
}

static void
add_name (HsHostHead *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *beneath = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->name_row = row;
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->name = GTK_LABEL (gtk_label_new (""));
  self->sub = GTK_LABEL (gtk_label_new (""));
  self->chip = GTK_LABEL (gtk_label_new (""));
  self->not_tcp = GTK_LABEL (gtk_label_new (_ ("not TCP")));
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self->chip), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "host-name");
  gtk_widget_add_css_class (GTK_WIDGET (self->sub), "host-address");
  gtk_widget_add_css_class (GTK_WIDGET (self->chip), "chip");
  gtk_widget_set_visible (GTK_WIDGET (self->chip), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->not_tcp), "chip");
  gtk_widget_add_css_class (GTK_WIDGET (self->not_tcp), "not-tcp");
  gtk_widget_set_visible (GTK_WIDGET (self->not_tcp), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->not_tcp), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (self), row);
  gtk_widget_set_halign (beneath, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (beneath), GTK_WIDGET (self->sub));
  gtk_box_append (GTK_BOX (beneath), GTK_WIDGET (self->not_tcp));
  gtk_box_append (GTK_BOX (self), beneath);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->chip));
}

static void
add_actions (HsHostHead *self)
{
  self->actions = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_halign (self->actions, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->actions, "host-actions");
  for (int i = 0; i < 2; i++)
    {
      self->buttons[i] = GTK_BUTTON (gtk_button_new ());
      gtk_widget_set_focus_on_click (GTK_WIDGET (self->buttons[i]), FALSE);
      g_signal_connect_swapped (self->buttons[i], "clicked", G_CALLBACK (on_call_clicked), self);
      gtk_box_append (GTK_BOX (self->actions), GTK_WIDGET (self->buttons[i]));
    }
  self->menu = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->menu, "view-more-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->menu), "flat");
  gtk_box_append (GTK_BOX (self->actions), GTK_WIDGET (self->menu));
  gtk_box_append (GTK_BOX (self), self->actions);
}

static void
hs_host_head_dispose (GObject *object)
{
  HsHostHead *self = HS_HOST_HEAD (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_host_head_parent_class)->dispose (object);
}

static void
hs_host_head_class_init (HsHostHeadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_host_head_dispose;
}

static void
hs_host_head_init (HsHostHead *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "host-head");
  self->shown = EVENT_NONE;
  add_name (self);
  add_actions (self);
}

GtkWidget *
hs_host_head_new (HsSession *session, unsigned host)
{
  HsHostHead *self = g_object_new (HS_TYPE_HOST_HEAD, NULL);
  const char *tooltip = host == HOST_A ? _ ("All calls of A (A)") : _ ("All calls of B (B)");

  self->session = g_object_ref (session);
  self->host = host;
  gtk_menu_button_set_popover (self->menu, new_menu_popover (self));
  gtk_image_set_from_icon_name (self->icon, host == HOST_A ? "client-symbolic" : "server-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), tooltip);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  on_document_changed (self);
  return GTK_WIDGET (self);
}

void
hs_host_head_popup (HsHostHead *self, gboolean switches)
{
  if (!gtk_widget_get_visible (self->actions))
    return;
  gtk_stack_set_visible_child_name (self->pages, switches ? "switches" : "calls");
  gtk_menu_button_popup (self->menu);
}

int
hs_host_head_name_extent (HsHostHead *self)
{
  return gtk_widget_get_width (self->name_row) / 2;
}

int
hs_host_head_name_middle (HsHostHead *self)
{
  return gtk_widget_get_height (self->name_row) / 2;
}
