/* Keys that work everywhere in the window. Single letters are the diagram's, see diagram-view-input.c; those with Ctrl
 * and the function keys are the application's. */
#include "app/window-private.h"

static gboolean
wants_space (GtkWidget *focus, GtkWidget *quiz)
{
  return focus != NULL
         && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus) || gtk_widget_is_ancestor (focus, quiz)
             || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL);
}

/* Space plays and pauses wherever the focus is, except where it is typed, answers a question or presses a button of a
 * popover. */
static gboolean
on_space (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  HsWindow *self = user_data;

  if (wants_space (gtk_window_get_focus (GTK_WINDOW (self)), self->quiz_panel)
      || hs_session_get_document (self->session) == HS_DOCUMENT_NONE)
    return FALSE;
  g_action_group_activate_action (G_ACTION_GROUP (self), "play", NULL);
  return TRUE;
}

/* A panel that lies over the diagram is in its way. */
static void
clear_diagram (HsWindow *self)
{
  AdwFlap *const flaps[] = { self->side_flap, self->inspector_flap };

  for (gsize i = 0; i < G_N_ELEMENTS (flaps); i++)
    {
      if (adw_flap_get_folded (flaps[i]))
        adw_flap_set_reveal_flap (flaps[i], FALSE);
    }
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  HsWindow *self = user_data;

  if (hs_session_get_document (self->session) == HS_DOCUMENT_NONE)
    return FALSE;
  clear_diagram (self);
  return hs_window_focus_view (self);
}

static void
add_action_key (GtkEventController *controller, guint key, GdkModifierType modifiers, const char *action,
                GVariant *arguments)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers), gtk_named_action_new (action));

  if (arguments != NULL)
    gtk_shortcut_set_arguments (shortcut, arguments);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
}

static void
add_callback_key (HsWindow *self, GtkEventController *controller, guint key, GtkShortcutFunc callback)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), gtk_callback_action_new (callback, self, NULL)));
}

void
hs_window_add_keys (HsWindow *self, GtkWidget *content)
{
  GtkEventController *capture = gtk_shortcut_controller_new ();
  GtkEventController *bubble = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (capture, GTK_PHASE_CAPTURE);
  add_callback_key (self, capture, GDK_KEY_space, on_space);
  gtk_widget_add_controller (GTK_WIDGET (self), capture);

  add_action_key (bubble, GDK_KEY_Right, 0, "win.next", NULL);
  add_action_key (bubble, GDK_KEY_Left, 0, "win.back", NULL);
  add_action_key (bubble, GDK_KEY_Page_Down, 0, "win.next", NULL);
  add_action_key (bubble, GDK_KEY_Page_Up, 0, "win.back", NULL);
  add_action_key (bubble, GDK_KEY_Right, GDK_CONTROL_MASK, "win.step-forward", NULL);
  add_action_key (bubble, GDK_KEY_Left, GDK_CONTROL_MASK, "win.step-back", NULL);
  add_action_key (bubble, GDK_KEY_Right, GDK_SHIFT_MASK, "win.next-state", g_variant_new_boolean (FALSE));
  add_action_key (bubble, GDK_KEY_Left, GDK_SHIFT_MASK, "win.next-state", g_variant_new_boolean (TRUE));
  add_action_key (bubble, GDK_KEY_Home, 0, "win.go-start", NULL);
  add_action_key (bubble, GDK_KEY_End, 0, "win.go-end", NULL);
  add_callback_key (self, bubble, GDK_KEY_Escape, on_escape);
  gtk_widget_add_controller (content, bubble);
}
