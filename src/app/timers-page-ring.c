#include "app/timers-page-ring.h"

#include "app/inspector-parts.h"
#include "app/text-scale.h"

/* px at a text scale of 100 % */
#define RADIUS 32.0
#define THICKNESS 6.0
#define SIDE 70

/* Room for the name inside the ring. */
#define NAME_WIDTH 50
#define NAME_FACTOR 0.88
#define LONG_NAME_FACTOR 0.74

struct _HsTimerRing
{
  GtkWidget parent_instance;
  char *name;
  double left;
};

G_DEFINE_FINAL_TYPE (HsTimerRing, hs_timer_ring, GTK_TYPE_WIDGET)

static PangoLayout *
layout_name (HsTimerRing *self, double factor)
{
  PangoLayout *layout = hs_part_layout (GTK_WIDGET (self), self->name, factor, PANGO_WEIGHT_BOLD, NULL);

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_width (layout, (int) (NAME_WIDTH * hs_text_scale (GTK_WIDGET (self)) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -2);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

static void
draw_name (HsTimerRing *self, GtkSnapshot *snapshot, float x, float y, const GdkRGBA *ink)
{
  g_autoptr (PangoLayout) layout = layout_name (self, NAME_FACTOR);
  float width = (float) (NAME_WIDTH * hs_text_scale (GTK_WIDGET (self)));
  int height;

  if (pango_layout_get_line_count (layout) > 1 || pango_layout_is_ellipsized (layout))
    {
      g_object_unref (layout);
      layout = layout_name (self, LONG_NAME_FACTOR);
    }
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - width / 2, y - (float) height / 2));
  gtk_snapshot_append_layout (snapshot, layout, ink);
  gtk_snapshot_restore (snapshot);
}

static void
hs_timer_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsTimerRing *self = HS_TIMER_RING (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double x = width / 2.0;
  double y = height / 2.0;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  double scale = hs_text_scale (widget);
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  cairo_set_line_width (cr, THICKNESS * scale);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.14);
  cairo_arc (cr, x, y, RADIUS * scale, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (self->left > 0)
    {
      /* What has passed opens at the top and grows clockwise. */
      gdk_cairo_set_source_rgba (cr, &ink);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_arc (cr, x, y, RADIUS * scale, -G_PI / 2 + (1 - self->left) * 2 * G_PI, 1.5 * G_PI);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
  draw_name (self, snapshot, (float) x, (float) y, &ink);
}

static void
hs_timer_ring_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = (int) (SIDE * hs_text_scale (widget));
}

static void
hs_timer_ring_finalize (GObject *object)
{
  g_free (HS_TIMER_RING (object)->name);
  G_OBJECT_CLASS (hs_timer_ring_parent_class)->finalize (object);
}

static void
hs_timer_ring_class_init (HsTimerRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hs_timer_ring_finalize;
  widget_class->snapshot = hs_timer_ring_snapshot;
  widget_class->measure = hs_timer_ring_measure;
  gtk_widget_class_set_css_name (widget_class, "timerring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
hs_timer_ring_init (HsTimerRing *self)
{
  self->left = 1;
}

HsTimerRing *
hs_timer_ring_new (const char *name)
{
  HsTimerRing *self = g_object_new (HS_TYPE_TIMER_RING, NULL);

  self->name = g_strdup (name);
  return self;
}

void
hs_timer_ring_set_left (HsTimerRing *self, double left)
{
  left = CLAMP (left, 0, 1);
  if (left == self->left)
    return;
  self->left = left;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
hs_timer_ring_get_left (HsTimerRing *self)
{
  return self->left;
}
