/* What a person does to the diagram with pointer and keys. */
#include "app/diagram-view-private.h"
#include "app/fault-popover.h"
#include "app/fault.h"
#include "app/tooltip.h"
#include "explain/event.h"
#include "explain/state.h"
#include "explain/template.h"

#include <glib/gi18n.h>

#define ZOOM_STEP 1.1

static struct diagram_hit
hit_at (HsDiagramView *self, double x, double y)
{
  struct diagram_hit nothing = { .part = PART_NONE, .event = EVENT_NONE, .flight = SIZE_MAX };

  if (self->diagram == NULL)
    return nothing;
  return diagram_hit (self->diagram, (x + hs_diagram_view_offset (self, GTK_ORIENTATION_HORIZONTAL)) / self->scale,
                      (y + hs_diagram_view_offset (self, GTK_ORIENTATION_VERTICAL)) / self->scale, &self->view);
}

gboolean
hs_diagram_view_token (HsDiagramView *self, gsize flight, GdkRectangle *place)
{
  double x, y;

  if (self->diagram == NULL || !diagram_token (self->diagram, flight, self->view.now, &x, &y))
    return FALSE;
  x = x * self->scale - hs_diagram_view_offset (self, GTK_ORIENTATION_HORIZONTAL);
  y = y * self->scale - hs_diagram_view_offset (self, GTK_ORIENTATION_VERTICAL);
  *place = (GdkRectangle){ (int) x - 10, (int) y - 10, 20, 20 };
  return x >= 0 && y >= 0 && x <= gtk_widget_get_width (GTK_WIDGET (self))
         && y <= gtk_widget_get_height (GTK_WIDGET (self));
}

static void
offer_faults (HsDiagramView *self, gsize flight)
{
  GdkRectangle place;

  if (hs_session_get_document (self->session) != HS_DOCUMENT_RUN || !hs_diagram_view_token (self, flight, &place))
    return;
  hs_fault_popover_set_flight (HS_FAULT_POPOVER (self->popover), flight);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_pressed (GtkGestureClick *gesture, int presses, double x, double y, HsDiagramView *self)
{
  struct diagram_hit hit = hit_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->diagram == NULL)
    return;
  if (hit.part == PART_NONE || hit.part == PART_CUT || hit.event == EVENT_NONE)
    {
      hs_session_select (self->session, EVENT_NONE);
      if (presses == 2)
        hs_session_seek (
            self->session,
            diagram_time (self->diagram, (y + hs_diagram_view_offset (self, GTK_ORIENTATION_VERTICAL)) / self->scale));
      return;
    }
  hs_session_set_playing (self->session, FALSE);
  hs_session_select (self->session, hit.event);
  if (hit.part == PART_TOKEN)
    offer_faults (self, hit.flight);
}

static void
set_hovered (HsDiagramView *self, gsize flight)
{
  if (self->view.hovered == flight)
    return;
  self->view.hovered = flight;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, HsDiagramView *self)
{
  struct diagram_hit hit = hit_at (self, x, y);

  self->pointer_x = x;
  self->pointer_y = y;
  set_hovered (self, hit.flight);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   hit.part != PART_NONE && hit.event != EVENT_NONE ? "pointer" : NULL);
}

static void
on_leave (GtkEventControllerMotion *controller, HsDiagramView *self)
{
  set_hovered (self, SIZE_MAX);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, HsDiagramView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double figure_y = (self->pointer_y + hs_diagram_view_offset (self, GTK_ORIENTATION_VERTICAL)) / self->scale;

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return GDK_EVENT_PROPAGATE;
  hs_diagram_view_set_zoom (self, dy < 0 ? self->zoom * ZOOM_STEP : self->zoom / ZOOM_STEP);
  if (vertical != NULL)
    gtk_adjustment_set_value (vertical, figure_y * self->scale - self->pointer_y);
  return GDK_EVENT_STOP;
}

static gboolean
on_query_tooltip (HsDiagramView *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  struct flights *flights = hs_session_get_flights (self->session);
  struct diagram_hit hit = hit_at (self, x, y);
  g_autofree char *text = NULL;

  if (trace == NULL || hit.event == EVENT_NONE || gtk_widget_get_visible (self->popover))
    return FALSE;
  if (hit.flight != SIZE_MAX)
    {
      struct flight flight;

      if (!flight_at (flights, hit.flight, self->view.now, &flight))
        return FALSE;
      text = explain_flight_line (trace, &flight);
    }
  else if (hit.part == PART_BAND)
    {
      enum tcp_state state = trace_state_at (trace, trace_get (trace, hit.event)->host, hit.event);
      g_autofree char *card = explain_state_card (state);

      text = explain_fill (C_ ("field and value", "{field}: {value}"), "field", tcp_state_name (state), "value", card,
                           NULL);
    }
  else
    text = explain_event_line (trace, hit.event);
  hs_tooltip_set_text (tooltip, text);
  return TRUE;
}

void
hs_diagram_view_reveal (HsDiagramView *self, event_id event)
{
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
  cairo_rectangle_t extent;

  if (self->diagram == NULL || vertical == NULL || !diagram_event_extent (self->diagram, event, &extent))
    return;
  gtk_adjustment_clamp_page (vertical, (extent.y - 24) * self->scale, (extent.y + extent.height + 24) * self->scale);
}

void
hs_diagram_view_select_next (HsDiagramView *self, gboolean backwards)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  event_id selected = hs_session_get_selected (self->session);
  gint64 length, id;

  if (self->diagram == NULL)
    return;
  length = (gint64) trace_count_until (trace, self->view.now);
  if (selected == EVENT_NONE)
    id = backwards ? length : -1;
  else
    id = selected;
  for (id += backwards ? -1 : 1; id >= 0 && id < length; id += backwards ? -1 : 1)
    {
      cairo_rectangle_t extent;
      int kind = trace_get (trace, (event_id) id)->kind;

      if ((kind == TRACE_SEND || kind == TRACE_STATE || kind == TRACE_CALL || kind == TRACE_TIMER_EXPIRE
           || kind == TRACE_LOSS || kind == TRACE_INJECT)
          && diagram_event_extent (self->diagram, (event_id) id, &extent))
        {
          hs_session_select (self->session, (event_id) id);
          hs_diagram_view_reveal (self, (event_id) id);
          return;
        }
    }
}

static gboolean
on_key_select (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  hs_diagram_view_select_next (HS_DIAGRAM_VIEW (widget), g_variant_get_boolean (arguments));
  return TRUE;
}

/* The arrows stay in the diagram even where there is no further step; they must not move the focus away. */
static gboolean
on_key_go (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_widget_activate_action_variant (widget, g_variant_get_string (arguments, NULL), NULL);
  return TRUE;
}

static gboolean
on_key_open (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  HsDiagramView *self = HS_DIAGRAM_VIEW (widget);
  gsize flight = hs_fault_target (self->session);

  if (flight == SIZE_MAX)
    return FALSE;
  hs_session_set_playing (self->session, FALSE);
  hs_session_select (self->session, flights_get (hs_session_get_flights (self->session), flight)->send);
  offer_faults (self, flight);
  return TRUE;
}

static gboolean
on_key_clear (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  hs_session_select (HS_DIAGRAM_VIEW (widget)->session, EVENT_NONE);
  /* The window does its part of it. */
  return FALSE;
}

void
hs_diagram_view_bind_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key;
    const char *action;
    const char *target;
  } KEYS[] = {
    { GDK_KEY_n, "win.next-timer", NULL },   { GDK_KEY_d, "win.fault", "drop" },
    { GDK_KEY_l, "win.fault", "delay" },     { GDK_KEY_u, "win.fault", "duplicate" },
    { GDK_KEY_c, "win.fault", "corrupt" },   { GDK_KEY_h, "win.fault", "hold" },
    { GDK_KEY_r, "win.release", NULL },      { GDK_KEY_a, "win.host-menu", "a" },
    { GDK_KEY_b, "win.host-menu", "b" },     { GDK_KEY_w, "win.wire-menu", NULL },
    { GDK_KEY_i, "win.inject", NULL },       { GDK_KEY_y, "win.cycle-style", NULL },
    { GDK_KEY_q, "win.quiz", NULL },         { GDK_KEY_plus, "win.zoom-in", NULL },
    { GDK_KEY_equal, "win.zoom-in", NULL },  { GDK_KEY_KP_Add, "win.zoom-in", NULL },
    { GDK_KEY_minus, "win.zoom-out", NULL }, { GDK_KEY_KP_Subtract, "win.zoom-out", NULL },
    { GDK_KEY_0, "win.zoom-reset", NULL },   { GDK_KEY_1, "win.speed", "0.1" },
    { GDK_KEY_2, "win.speed", "0.25" },      { GDK_KEY_3, "win.speed", "0.5" },
    { GDK_KEY_4, "win.speed", "1" },         { GDK_KEY_5, "win.speed", "2" },
    { GDK_KEY_6, "win.speed", "5" },         { GDK_KEY_7, "win.speed", "10" },
    { GDK_KEY_8, "win.speed", "100" },       { GDK_KEY_9, "win.speed", "1000" },
  };

  /* The scrolled window around the diagram would take some of these for itself. */
  static const struct
  {
    guint key;
    const char *action;
  } PLACES[] = {
    { GDK_KEY_Right, "win.next" },   { GDK_KEY_Left, "win.back" },     { GDK_KEY_Page_Down, "win.next" },
    { GDK_KEY_Page_Up, "win.back" }, { GDK_KEY_Home, "win.go-start" }, { GDK_KEY_End, "win.go-end" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (KEYS); i++)
    {
      if (KEYS[i].target != NULL)
        gtk_widget_class_add_binding_action (klass, KEYS[i].key, 0, KEYS[i].action, "s", KEYS[i].target);
      else
        gtk_widget_class_add_binding_action (klass, KEYS[i].key, 0, KEYS[i].action, NULL);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (PLACES); i++)
    gtk_widget_class_add_binding (klass, PLACES[i].key, 0, on_key_go, "s", PLACES[i].action);
  gtk_widget_class_add_binding (klass, GDK_KEY_Down, 0, on_key_select, "b", FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Up, 0, on_key_select, "b", TRUE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, on_key_open, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, on_key_open, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, on_key_clear, NULL);
}

void
hs_diagram_view_add_controllers (HsDiagramView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
