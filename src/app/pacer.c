#include "app/pacer.h"

/* The longest wall time that one frame may stand for, ns. */
#define FRAME_MAX 100000000

struct _HsPacer
{
  GObject parent_instance;
  GtkWidget *widget; /* borrowed */
  HsSession *session;
  guint tick;
  gint64 last; /* frame time of the last tick, us; 0 before the first */
  gulong moved;
};

G_DEFINE_FINAL_TYPE (HsPacer, hs_pacer, G_TYPE_OBJECT)

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HsPacer *self = user_data;
  gint64 frame = gdk_frame_clock_get_frame_time (clock);
  gint64 span = self->last != 0 ? (frame - self->last) * 1000 : 0;

  self->last = frame;
  span = CLAMP (span, 0, FRAME_MAX);
  hs_session_advance (self->session, (vtime) ((double) span * hs_session_get_speed (self->session)));
  return G_SOURCE_CONTINUE;
}

static void
on_moved (HsPacer *self)
{
  if (hs_session_get_playing (self->session) && self->tick == 0)
    {
      self->last = 0;
      self->tick = gtk_widget_add_tick_callback (self->widget, on_tick, self, NULL);
    }
  else if (!hs_session_get_playing (self->session) && self->tick != 0)
    {
      gtk_widget_remove_tick_callback (self->widget, self->tick);
      self->tick = 0;
    }
}

static void
hs_pacer_dispose (GObject *object)
{
  HsPacer *self = HS_PACER (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  self->tick = 0;
  if (self->session != NULL)
    g_clear_signal_handler (&self->moved, self->session);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_pacer_parent_class)->dispose (object);
}

static void
hs_pacer_class_init (HsPacerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_pacer_dispose;
}

static void
hs_pacer_init (HsPacer *self)
{
}

HsPacer *
hs_pacer_new (GtkWidget *widget, HsSession *session)
{
  HsPacer *self = g_object_new (HS_TYPE_PACER, NULL);

  self->widget = widget;
  self->session = g_object_ref (session);
  self->moved = g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  return self;
}
