#include "app/transport.h"

#include "app/timeline-marks.h"
#include "explain/context.h"
#include "explain/format.h"
#include "explain/timer.h"

#include <glib/gi18n.h>

/* A wait that takes longer than this at the present speed is worth naming, s of wall time. */
#define LONG_WAIT_S 2.0

struct _HsTransport
{
  AdwBin parent_instance;

  HsSession *session;
  HsDiagramView *diagram;

  GtkButton *play;
  GtkLabel *clock;
  GtkLabel *state;
  GtkRange *slider;
  GtkOverlay *overlay;
  GtkLabel *first;
  GtkLabel *last;
  GtkWidget *next_timer;
  GtkMenuButton *speed;
  GtkWidget *marks;
};

G_DEFINE_FINAL_TYPE (HsTransport, hs_transport, ADW_TYPE_BIN)

char *
hs_transport_speed_words (double speed)
{
  return g_strdup_printf ("%.4g×", speed);
}

/* --- the state line --- */

static bool
is_something_under_way (HsSession *session)
{
  struct flights *flights = hs_session_get_flights (session);
  vtime now = hs_session_get_now (session);

  for (size_t i = flights_length (flights); i-- > 0;)
    {
      struct flight flight;

      if (flight_at (flights, i, now, &flight) && flight.fate == FLIGHT_UNDER_WAY && flight.end > now)
        return true;
    }
  return false;
}

/* The timer that runs out first, and when; VTIME_NEVER when none runs. */
static vtime
find_timer (HsSession *session, unsigned *host, enum tcp_timer *timer)
{
  const struct trace *trace = hs_session_get_trace (session);
  vtime first = VTIME_NEVER;

  for (unsigned h = 0; h < HOST_COUNT; h++)
    {
      struct tcp_vars kept;
      const struct tcp_vars *vars = trace_vars_at (trace, h, hs_session_get_event (session), &kept);

      for (int t = 0; vars != NULL && t < TCP_TIMER_COUNT; t++)
        {
          if (vars->timer_deadline[t] > hs_session_get_now (session) && vars->timer_deadline[t] < first)
            {
              first = vars->timer_deadline[t];
              *host = h;
              *timer = (enum tcp_timer) t;
            }
        }
    }
  return first;
}

/* A long wait is named, and how to get out of it. */
static char *
running_line (HsSession *session)
{
  vtime next = hs_session_get_next (session);
  vtime left = next - hs_session_get_now (session);
  unsigned host = HOST_A;
  enum tcp_timer timer = TCP_TIMER_RTO;
  g_autofree char *span = NULL;

  if (next == VTIME_NEVER || (double) left / (double) SEC (1) / hs_session_get_speed (session) < LONG_WAIT_S
      || is_something_under_way (session))
    return g_strdup (_ ("Running"));
  if (find_timer (session, &host, &timer) > next)
    return g_strdup (_ ("Waiting. → skips ahead."));
  left = left > SEC (10) ? left / SEC (1) * SEC (1) : left / MS (10) * MS (10);
  span = explain_format_duration (left);
  return g_strdup_printf (_ ("%s of %s: %s left"), explain_timer_name (timer),
                          explain_host_name (hs_session_get_trace (session), host), span);
}

char *
hs_transport_state_line (HsSession *session)
{
  const struct trace *trace = hs_session_get_trace (session);
  event_id event = hs_session_get_event (session);

  if (hs_session_is_held (session))
    return g_strdup (_ ("Stopped at the question"));
  if (hs_session_get_document (session) == HS_DOCUMENT_CAPTURE)
    return g_strdup_printf (_ ("Connection %u of %u"), hs_session_get_connection (session) + 1,
                            capture_connection_count (hs_session_get_capture (session)));
  if (trace == NULL)
    return g_strdup ("");
  if (hs_session_get_playing (session))
    return running_line (session);
  if (hs_session_is_finished (session))
    {
      if (flights_length (hs_session_get_flights (session)) == 0 && trace_state_at (trace, HOST_A, event) == TCP_CLOSED)
        return g_strdup_printf (_ ("Press Connect on %s."), trace_host_const (trace, HOST_A)->name);
      return g_strdup (hs_session_waits_for_call (session) ? _ ("Waiting for a call")
                                                           : _ ("Nothing more will happen."));
    }
  if (!hs_session_get_started (session))
    return g_strdup (_ ("Ready. Press Space."));
  return g_strdup (_ ("Paused, timers frozen"));
}

/* --- following the session --- */

/* A clock that runs is read in the unit that matters: between two events of a run nobody needs microseconds. */
static vtime
rounded (HsSession *session, vtime at)
{
  const struct trace *trace = hs_session_get_trace (session);
  event_id event = hs_session_get_event (session);
  vtime unit;

  if (trace == NULL || (event != EVENT_NONE && trace_get (trace, event)->at == at))
    return at;
  unit = trace_delay (trace) >= MS (5) ? MS (1) : US (1);
  return (at + unit / 2) / unit * unit;
}

static void
update_slider (HsTransport *self)
{
  vtime now = hs_session_get_now (self->session);
  g_autofree char *clock = explain_format_instant (rounded (self->session, now));

  gtk_range_set_value (self->slider, hs_timeline_place (self->session, self->diagram, now));
  gtk_label_set_text (self->clock, clock);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, clock, -1);
  gtk_widget_queue_draw (self->marks);
}

static void
update_ends (HsTransport *self)
{
  vtime start = hs_session_get_start (self->session);
  vtime end = hs_session_get_end (self->session);
  g_autofree char *first = explain_format_instant (start);
  g_autofree char *last = explain_format_instant (rounded (self->session, end));

  gtk_label_set_text (self->first, start == 0 ? "0" : first);
  gtk_label_set_text (
      self->last,
      !hs_session_has_horizon (self->session) && end > MAX (start, hs_session_get_now (self->session)) ? last : "");
}

static void
on_moved (HsTransport *self)
{
  gboolean playing = hs_session_get_playing (self->session);
  const char *label = playing ? _ ("Pause") : _ ("Play");
  const char *tooltip = playing ? _ ("Pause (Space)") : _ ("Play (Space)");
  g_autofree char *speed = hs_transport_speed_words (hs_session_get_speed (self->session));
  g_autofree char *line = hs_transport_state_line (self->session);

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->play)), tooltip) != 0)
    {
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), tooltip);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  gtk_label_set_text (self->state, line);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), line);
  gtk_menu_button_set_label (self->speed, speed);
  update_ends (self);
  update_slider (self);
}

static void
on_document_changed (HsTransport *self)
{
  gtk_widget_set_visible (self->next_timer, hs_session_get_document (self->session) == HS_DOCUMENT_RUN);
  on_moved (self);
}

static gboolean
on_change_value (GtkRange *range, GtkScrollType scroll, double value, HsTransport *self)
{
  if (self->session == NULL)
    return TRUE;
  hs_session_set_playing (self->session, FALSE);
  hs_session_seek (self->session, hs_timeline_time (self->session, self->diagram, value));
  /* Only the pointer jumps: it must not take the keys away from the diagram. */
  if (scroll == GTK_SCROLL_JUMP)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-diagram", NULL);
  return TRUE;
}

/* --- the widget --- */

static void
hs_transport_dispose (GObject *object)
{
  HsTransport *self = HS_TRANSPORT (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->diagram);
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_TRANSPORT);
  G_OBJECT_CLASS (hs_transport_parent_class)->dispose (object);
}

static void
hs_transport_class_init (HsTransportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_transport_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/handshake_tcp/Handshake/transport.ui");
  gtk_widget_class_bind_template_child (widget_class, HsTransport, play);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, clock);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, state);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, slider);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, overlay);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, first);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, last);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, next_timer);
  gtk_widget_class_bind_template_child (widget_class, HsTransport, speed);
  gtk_widget_class_bind_template_callback (widget_class, on_change_value);
}

/* Whoever has chosen a speed goes on with the diagram and its keys. */
static void
on_speed_closed (HsTransport *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-diagram", NULL);
}

static void
hs_transport_init (HsTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_menu_button_get_popover (self->speed), "closed", G_CALLBACK (on_speed_closed), self,
                           G_CONNECT_SWAPPED);
  self->marks = hs_timeline_marks_new ();
  gtk_overlay_add_overlay (self->overlay, self->marks);
}

void
hs_transport_set_session (HsTransport *self, HsSession *session, HsDiagramView *diagram)
{
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->diagram = g_object_ref (diagram);
  hs_timeline_marks_set (HS_TIMELINE_MARKS (self->marks), session, diagram, self->slider);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect_object (diagram, "placed", G_CALLBACK (update_slider), self, G_CONNECT_SWAPPED);
  on_document_changed (self);
}
