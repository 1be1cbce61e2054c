#include "app/host-switches.h"

#include <glib/gi18n.h>

struct experiment
{
  enum tcp_switch which;
  gboolean without; /* the experiment is to do without it: its switch is on where the engine's is off */
  gboolean not_tcp;
  const char *label;
  const char *hint;
};

static const struct experiment EXPERIMENTS[] = {
  { TCP_SWITCH_TWO_WAY_HANDSHAKE, FALSE, TRUE, N_ ("Two-way handshake"), N_ ("A SYN alone opens a connection") },
  { TCP_SWITCH_NO_TIME_WAIT, FALSE, TRUE, N_ ("No TIME-WAIT"), N_ ("Forgets a connection as soon as it is closed") },
  { TCP_SWITCH_PLAIN_COMPARISON, FALSE, TRUE, N_ ("Plain < for numbers"),
    N_ ("Does not know that 0 comes after 4294967295") },
  { TCP_SWITCH_SWS_AVOIDANCE, TRUE, TRUE, N_ ("No silly window avoidance"),
    N_ ("Offers and uses the smallest windows") },
  { TCP_SWITCH_NAGLE, TRUE, FALSE, N_ ("No Nagle algorithm"), N_ ("Small segments do not wait for an ACK") },
  { TCP_SWITCH_DELAYED_ACK, TRUE, FALSE, N_ ("No delayed ACK"), N_ ("Acknowledges each segment at once") },
  { TCP_SWITCH_RFC5961, TRUE, FALSE, N_ ("No challenge ACK (RFC 5961)"), N_ ("Believes any RST within the window") },
};

#define EXPERIMENT_COUNT G_N_ELEMENTS (EXPERIMENTS)

struct _HsHostSwitches
{
  GtkBox parent_instance;

  HsSession *session;
  unsigned host;
  GtkSwitch *switches[EXPERIMENT_COUNT];
  gulong handlers[EXPERIMENT_COUNT];
};

G_DEFINE_FINAL_TYPE (HsHostSwitches, hs_host_switches, GTK_TYPE_BOX)

static gboolean
is_on (const struct sim *sim, unsigned host, const struct experiment *experiment)
{
  return sim_switch_is_on (sim, host, experiment->which) != experiment->without;
}

char *
hs_host_switches_not_tcp (const struct sim *sim, unsigned host)
{
  GString *words = g_string_new (NULL);

  for (gsize i = 0; i < EXPERIMENT_COUNT; i++)
    {
      if (EXPERIMENTS[i].not_tcp && is_on (sim, host, &EXPERIMENTS[i]))
        g_string_append_printf (words, "%s%s", words->len > 0 ? _ (", ") : "", _ (EXPERIMENTS[i].label));
    }
  return g_string_free (words, words->len == 0);
}

void
hs_host_switches_update (HsHostSwitches *self, const struct sim *sim)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self), !hs_session_has_horizon (self->session));
  for (gsize i = 0; i < EXPERIMENT_COUNT; i++)
    {
      g_signal_handler_block (self->switches[i], self->handlers[i]);
      gtk_switch_set_active (self->switches[i], is_on (sim, self->host, &EXPERIMENTS[i]));
      g_signal_handler_unblock (self->switches[i], self->handlers[i]);
    }
}

static gboolean
on_switched (HsHostSwitches *self, gboolean on, GtkSwitch *widget)
{
  const struct experiment *experiment = g_object_get_data (G_OBJECT (widget), "experiment");
  struct sim_command command = {
    .kind = COMMAND_SWITCH,
    .host = (uint8_t) self->host,
    .copy = EVENT_NONE,
    .which = (uint8_t) experiment->which,
    .amount = on != experiment->without,
  };

  /* What is refused goes back to where it was. */
  return !hs_session_command (self->session, &command, NULL);
}

/* --- building --- */

static void
add_row (HsHostSwitches *self, gsize i)
{
  const struct experiment *experiment = &EXPERIMENTS[i];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ (experiment->label));

  self->switches[i] = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->switches[i]), GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_tooltip_text (box, _ (experiment->hint));
  gtk_widget_add_css_class (box, "call-switch");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->switches[i]));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->switches[i]), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                  -1);
  g_object_set_data (G_OBJECT (self->switches[i]), "experiment", (gpointer) experiment);
  self->handlers[i] = g_signal_connect_swapped (self->switches[i], "state-set", G_CALLBACK (on_switched), self);
  gtk_box_append (GTK_BOX (self), box);
}

static void
add_group (HsHostSwitches *self, gboolean not_tcp, const char *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "switch-group");
  gtk_widget_add_css_class (label, not_tcp ? "not-tcp" : "dim-label");
  gtk_box_append (GTK_BOX (self), label);
  for (gsize i = 0; i < EXPERIMENT_COUNT; i++)
    {
      if (EXPERIMENTS[i].not_tcp == not_tcp)
        add_row (self, i);
    }
}

static void
hs_host_switches_dispose (GObject *object)
{
  HsHostSwitches *self = HS_HOST_SWITCHES (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_host_switches_parent_class)->dispose (object);
}

static void
hs_host_switches_class_init (HsHostSwitchesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_host_switches_dispose;
}

static void
hs_host_switches_init (HsHostSwitches *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  add_group (self, TRUE, _ ("Not TCP: what if …"));
  add_group (self, FALSE, _ ("TCP leaves it open"));
}

GtkWidget *
hs_host_switches_new (HsSession *session, unsigned host)
{
  HsHostSwitches *self = g_object_new (HS_TYPE_HOST_SWITCHES, NULL);

  self->session = g_object_ref (session);
  self->host = host;
  return GTK_WIDGET (self);
}
