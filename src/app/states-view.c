#include "app/states-view.h"

#include "app/diagram-view.h"
#include "app/text-scale.h"
#include "app/tooltip.h"
#include "cli/picture-words.h"
#include "diagram/chart.h"
#include "explain/event.h"
#include "explain/reason.h"
#include "explain/state.h"
#include "explain/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define TRAVEL_MS 350

/* From this speed on nothing eases: there is no time for it. */
#define SPEED_WITHOUT_EASES 10.0

/* Bounds at a text scale of 100 %. */
#define SCALE_MIN 0.55
#define SCALE_MAX 1.4

struct _HsStatesView
{
  GtkWidget parent_instance;

  HsSession *session;
  struct chart *chart; /* NULL for no document */
  struct chart_view view;
  event_id walked[HOST_COUNT]; /* the last change of each host that its token has begun to follow */
  AdwAnimation *travel;
};

G_DEFINE_FINAL_TYPE (HsStatesView, hs_states_view, GTK_TYPE_WIDGET)

/* --- places --- */

static double
scale_of (HsStatesView *self)
{
  double across = gtk_widget_get_width (GTK_WIDGET (self)) / CHART_WIDTH;
  double down = gtk_widget_get_height (GTK_WIDGET (self)) / CHART_HEIGHT;
  double text = hs_text_scale (GTK_WIDGET (self));

  return CLAMP (MIN (across, down), SCALE_MIN * text, SCALE_MAX * text);
}

void
hs_states_view_place (HsStatesView *self, double *x, double *y)
{
  double scale = scale_of (self);

  *x = *x * scale + MAX (0, (gtk_widget_get_width (GTK_WIDGET (self)) - CHART_WIDTH * scale) / 2);
  *y = *y * scale + MAX (0, (gtk_widget_get_height (GTK_WIDGET (self)) - CHART_HEIGHT * scale) / 2);
}

static struct chart_hit
hit_at (HsStatesView *self, double x, double y)
{
  double left = 0, top = 0, scale = scale_of (self);

  if (self->chart == NULL)
    return (struct chart_hit){ CHART_NOTHING, 0 };
  hs_states_view_place (self, &left, &top);
  return chart_hit (self->chart, (x - left) / scale, (y - top) / scale, &self->view);
}

/* --- following the session --- */

/* The moment that is shown: before anything has happened it lies before the first instant. */
static vtime
shown_now (HsStatesView *self)
{
  if (!hs_session_get_started (self->session))
    return hs_session_get_start (self->session) - 1;
  return hs_session_get_now (self->session);
}

static event_id
last_change (HsStatesView *self, unsigned host)
{
  const struct trace *trace = hs_session_get_trace (self->session);

  for (size_t id = trace_count_until (trace, self->view.now); id > 0; id--)
    {
      const struct trace_event *event = trace_get (trace, (event_id) (id - 1));

      if (event->kind == TRACE_STATE && event->host == host)
        return event->id;
    }
  return EVENT_NONE;
}

static const char *
name_state (HsStatesView *self, unsigned host)
{
  if (!chart_knows_state (self->chart, host, self->view.now))
    return _ ("unknown");
  return tcp_state_name (chart_state (self->chart, host, self->view.now));
}

/* Who must look at it instead of seeing it. */
static void
describe (HsStatesView *self)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  g_autofree char *label
      = explain_fill (_ ("States: {a} is in {state_a}, {b} in {state_b}"), "a", trace_host_const (trace, HOST_A)->name,
                      "state_a", name_state (self, HOST_A), "b", trace_host_const (trace, HOST_B)->name, "state_b",
                      name_state (self, HOST_B), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static gboolean
eases (HsStatesView *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) && adw_get_enable_animations (GTK_WIDGET (self))
         && hs_session_get_speed (self->session) < SPEED_WITHOUT_EASES;
}

/* A host whose state has changed since sends its token along the edge; backwards in time nothing travels. */
static void
follow_changes (HsStatesView *self, gboolean forward)
{
  gboolean travels = FALSE;

  adw_animation_skip (self->travel);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      event_id last = last_change (self, host);
      gboolean news = forward && last != EVENT_NONE && last != self->walked[host] && eases (self);

      self->view.travel[host] = news ? 0 : 1;
      travels |= news;
      self->walked[host] = last;
    }
  if (travels)
    adw_animation_play (self->travel);
}

static void
on_moved (HsStatesView *self)
{
  vtime before = self->view.now;

  if (self->chart == NULL)
    return;
  self->view.now = shown_now (self);
  if (self->view.now != before)
    follow_changes (self, self->view.now > before);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_grew (HsStatesView *self)
{
  if (self->chart != NULL)
    chart_update (self->chart);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_document_changed (HsStatesView *self)
{
  const struct trace *trace = hs_session_get_trace (self->session);

  g_clear_pointer (&self->chart, chart_free);
  self->view.hovered = CHART_EDGE_NONE;
  self->view.selected = EVENT_NONE;
  if (trace != NULL)
    {
      self->chart = chart_new (trace, &PICTURE_WORDS);
      self->view.now = shown_now (self);
      self->view.selected = hs_session_get_selected (self->session);
      follow_changes (self, FALSE);
      describe (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_selection_changed (HsStatesView *self)
{
  self->view.selected = hs_session_get_selected (self->session);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- the pointer --- */

static void
show_event (HsStatesView *self, event_id event)
{
  if (event == EVENT_NONE)
    return;
  hs_session_set_playing (self->session, FALSE);
  hs_session_seek (self->session, trace_get (hs_session_get_trace (self->session), event)->at);
  hs_session_select (self->session, event);
}

/* The last change that brought anybody into a state. */
static event_id
last_entry (HsStatesView *self, enum tcp_state state)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  event_id found = EVENT_NONE;

  for (size_t id = 0; id < trace_count_until (trace, self->view.now); id++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) id);

      if (event->kind == TRACE_STATE && event->after == state)
        found = event->id;
    }
  return found;
}

static void
on_pressed (GtkGestureClick *gesture, int presses, double x, double y, HsStatesView *self)
{
  struct chart_hit hit = hit_at (self, x, y);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  switch (hit.part)
    {
    case CHART_NOTHING:
      hs_session_select (self->session, EVENT_NONE);
      break;
    case CHART_STATE:
      show_event (self, last_entry (self, (enum tcp_state) hit.number));
      break;
    case CHART_TOKEN:
      show_event (self, last_change (self, (unsigned) hit.number));
      break;
    case CHART_EDGE:
      show_event (self, chart_edge_next_walk (self->chart, hit.number, hs_session_get_selected (self->session)));
      break;
    }
}

static void
set_hovered (HsStatesView *self, size_t edge)
{
  if (self->view.hovered == edge)
    return;
  self->view.hovered = edge;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, HsStatesView *self)
{
  struct chart_hit hit = hit_at (self, x, y);

  set_hovered (self, hit.part == CHART_EDGE ? hit.number : CHART_EDGE_NONE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), hit.part == CHART_NOTHING ? NULL : "pointer");
}

static void
on_leave (HsStatesView *self)
{
  set_hovered (self, CHART_EDGE_NONE);
}

/* Which rule an edge stands for, and how often it was walked. */
static char *
describe_edge (HsStatesView *self, size_t edge)
{
  size_t walks = chart_edge_walks (self->chart, edge, VTIME_NEVER);
  g_autofree char *section = explain_reason_section (chart_edge_reason (edge));
  g_autofree char *count
      = walks == 0 ? g_strdup (_ ("nobody went this way"))
                   : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "walked once", "walked %zu times", walks), walks);

  return explain_fill (_ ("{from} → {to}: {count}\n{section}"), "from", tcp_state_name (chart_edge_from (edge)), "to",
                       tcp_state_name (chart_edge_to (edge)), "count", count, "section", section != NULL ? section : "",
                       NULL);
}

static gboolean
on_query_tooltip (HsStatesView *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  struct chart_hit hit = hit_at (self, x, y);
  g_autofree char *text = NULL;

  if (keyboard || hit.part == CHART_NOTHING)
    return FALSE;
  if (hit.part == CHART_EDGE)
    text = describe_edge (self, hit.number);
  else if (hit.part == CHART_STATE)
    text = explain_state_card ((enum tcp_state) hit.number);
  else
    text = g_strdup (trace_host_const (hs_session_get_trace (self->session), (unsigned) hit.number)->name);
  hs_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- the widget --- */

static void
hs_states_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  double side = orientation == GTK_ORIENTATION_HORIZONTAL ? CHART_WIDTH : CHART_HEIGHT;

  *minimum = (int) (side * SCALE_MIN * hs_text_scale (widget));
  *natural = MAX (*minimum, (int) side);
}

static void
hs_states_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsStatesView *self = HS_STATES_VIEW (widget);
  const struct diagram_theme *theme = hs_diagram_view_get_theme ();
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  double x = 0, y = 0, scale = scale_of (self);

  cairo_set_source_rgb (cr, (theme->background >> 24) / 255.0, (theme->background >> 16 & 0xff) / 255.0,
                        (theme->background >> 8 & 0xff) / 255.0);
  cairo_paint (cr);
  if (self->chart != NULL)
    {
      hs_states_view_place (self, &x, &y);
      cairo_translate (cr, x, y);
      cairo_scale (cr, scale, scale);
      chart_paint (self->chart, cr, theme, &self->view);
    }
  cairo_destroy (cr);
}

static void
hs_states_view_dispose (GObject *object)
{
  HsStatesView *self = HS_STATES_VIEW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->travel);
  g_clear_pointer (&self->chart, chart_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_states_view_parent_class)->dispose (object);
}

static void
hs_states_view_class_init (HsStatesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_states_view_dispose;
  widget_class->measure = hs_states_view_measure;
  widget_class->snapshot = hs_states_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "statesview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
on_travel (double value, gpointer user_data)
{
  HsStatesView *self = user_data;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    if (self->view.travel[host] < 1)
      self->view.travel[host] = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
add_pointer (HsStatesView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}

static void
hs_states_view_init (HsStatesView *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (on_travel, self, NULL);

  self->view = CHART_VIEW_WHOLE;
  self->view.now = 0;
  self->walked[HOST_A] = self->walked[HOST_B] = EVENT_NONE;
  self->travel = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, TRAVEL_MS, target);
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->travel), ADW_EASE_IN_OUT_CUBIC);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_pointer (self);
  for (int i = 0; i < 2; i++)
    g_signal_connect_object (adw_style_manager_get_default (), i == 0 ? "notify::dark" : "notify::high-contrast",
                             G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

HsStatesView *
hs_states_view_new (HsSession *session)
{
  HsStatesView *self = g_object_new (HS_TYPE_STATES_VIEW, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "grew", G_CALLBACK (on_grew), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_selection_changed), self);
  return self;
}
