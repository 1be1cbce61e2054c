#include "app/fault-popover.h"

#include "base/vtime.h"

#include <glib/gi18n.h>

struct _HsFaultPopover
{
  GtkPopover parent_instance;
  gsize flight;
  GtkStack *stack;
  GtkWidget *first; /* of the faults */
};

G_DEFINE_FINAL_TYPE (HsFaultPopover, hs_fault_popover, GTK_TYPE_POPOVER)

static void
hs_fault_popover_act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsFaultPopover *self = HS_FAULT_POPOVER (widget);
  const char *action;
  gint64 delay;

  g_variant_get (parameter, "(&sx)", &action, &delay);
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (widget, "win.fault-on", "(stx)", action, (guint64) self->flight, delay);
}

static void
hs_fault_popover_choose_delay (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsFaultPopover *self = HS_FAULT_POPOVER (widget);

  gtk_stack_set_visible_child_name (self->stack, "delays");
  gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
on_show (HsFaultPopover *self)
{
  gtk_stack_set_visible_child_name (self->stack, "faults");
  gtk_widget_grab_focus (self->first);
}

static void
hs_fault_popover_class_init (HsFaultPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "fault.act", "(sx)", hs_fault_popover_act);
  gtk_widget_class_install_action (widget_class, "fault.choose-delay", NULL, hs_fault_popover_choose_delay);
}

static GtkWidget *
new_button (const char *icon, const char *label, const char *tooltip)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  if (icon != NULL)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "fault");
  return button;
}

static GtkWidget *
new_faults (HsFaultPopover *self)
{
  static const struct
  {
    const char *name;
    const char *icon;
    const char *label;
    const char *tooltip;
  } FAULTS[] = {
    { "drop", "segment-drop-symbolic", N_ ("Drop"), N_ ("The segment is lost here (D)") },
    { "delay", "alarm-symbolic", N_ ("Delay"), N_ ("The segment arrives later (L)") },
    { "duplicate", "edit-copy-symbolic", N_ ("Duplicate"), N_ ("A second copy travels behind it (U)") },
    { "corrupt", "bolt-symbolic", N_ ("Corrupt"), N_ ("One octet is changed: the checksum will tell (C)") },
    { "hold", "view-pin-symbolic", N_ ("Hold"), N_ ("Kept aside until you release it (H)") },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  for (gsize i = 0; i < G_N_ELEMENTS (FAULTS); i++)
    {
      GtkWidget *button = new_button (FAULTS[i].icon, _ (FAULTS[i].label), _ (FAULTS[i].tooltip));

      if (g_str_equal (FAULTS[i].name, "delay"))
        gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "fault.choose-delay");
      else
        {
          gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "fault.act");
          gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sx)", FAULTS[i].name, (gint64) 0);
        }
      gtk_box_append (GTK_BOX (box), button);
      if (i == 0)
        self->first = button;
    }
  return box;
}

static GtkWidget *
new_delays (void)
{
  static const struct
  {
    const char *label;
    vtime delay;
  } DELAYS[] = {
    { N_ ("+ 50 ms"), MS (50) }, { N_ ("+ 200 ms"), MS (200) }, { N_ ("+ 1 s"), SEC (1) }, { N_ ("+ 5 s"), SEC (5) }
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  for (gsize i = 0; i < G_N_ELEMENTS (DELAYS); i++)
    {
      GtkWidget *button = new_button (NULL, _ (DELAYS[i].label), _ ("Arrives so much later"));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "fault.act");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sx)", "delay", (gint64) DELAYS[i].delay);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static void
hs_fault_popover_init (HsFaultPopover *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, new_faults (self), "faults");
  gtk_stack_add_named (self->stack, new_delays (), "delays");
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->stack));
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What happens to this segment"), -1);
  g_signal_connect (self, "show", G_CALLBACK (on_show), NULL);
}

GtkWidget *
hs_fault_popover_new (void)
{
  return g_object_new (HS_TYPE_FAULT_POPOVER, NULL);
}

void
hs_fault_popover_set_flight (HsFaultPopover *self, gsize flight)
{
  self->flight = flight;
}
