#include "app/thumbnail.h"

#include "app/diagram-view.h"

#include "sim/sim.h"
#include "trace/flight.h"

/* A picture this small shows the beginning of a run at most. */
#define EVENTS_MAX 400
#define ARROWS_MAX 14

#define BAND_WIDTH 15
#define MARGIN_X 36
#define MARGIN_Y 22

/* px per one-way delay at most: short runs do not fill the card. */
#define DELAY_HEIGHT_MAX 46.0

struct band
{
  unsigned host;
  enum tcp_state state;
  double top, bottom; /* units of one delay */
};

struct arrow
{
  unsigned from;
  enum arrow_class class;
  bool lost;
  bool again;
  double start, end;
  double reach; /* of the way, 0 to 1 */
};

struct _HsThumbnail
{
  GtkWidget parent_instance;
  GArray *bands;  /* of struct band */
  GArray *arrows; /* of struct arrow */
  double height;  /* units */
};

G_DEFINE_FINAL_TYPE (HsThumbnail, hs_thumbnail, GTK_TYPE_WIDGET)

/* --- from a run to units --- */

/* Instants of a run and their places: waits shrink as in the diagram. */
struct scale
{
  GArray *instants; /* of vtime, increasing */
  GArray *places;   /* of double */
};

static void
scale_add (struct scale *scale, vtime at, vtime delay)
{
  double place = 0;

  if (scale->instants->len > 0)
    {
      vtime last = g_array_index (scale->instants, vtime, scale->instants->len - 1);

      if (at <= last)
        return;
      place = g_array_index (scale->places, double, scale->places->len - 1)
              + CLAMP ((double) (at - last) / (double) delay, 0.18, 1.25);
    }
  g_array_append_val (scale->instants, at);
  g_array_append_val (scale->places, place);
}

static double
scale_place (const struct scale *scale, vtime at)
{
  guint low = 0;
  guint high = scale->instants->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (scale->instants, vtime, middle) <= at)
        low = middle;
      else
        high = middle;
    }
  return scale->places->len > 0 ? g_array_index (scale->places, double, low) : 0;
}

static enum arrow_class
class_of (const struct segment *segment)
{
  if ((segment->flags & TCP_RST) != 0)
    return ARROW_RST;
  if ((segment->flags & TCP_SYN) != 0)
    return ARROW_SYN;
  if ((segment->flags & TCP_FIN) != 0)
    return ARROW_FIN;
  return segment->length > 0 ? ARROW_DATA : ARROW_ACK;
}

static void
take_arrows (HsThumbnail *self, const struct trace *trace, const struct scale *scale, vtime until)
{
  struct flights *flights = flights_new (trace);

  flights_update (flights);
  for (size_t i = 0; i < flights_length (flights) && self->arrows->len < ARROWS_MAX; i++)
    {
      const struct flight *flight = flights_get (flights, i);
      const struct segment *segment = trace_segment (trace, flight->send);
      struct arrow arrow = { .from = flight->from, .lost = flight->fate == FLIGHT_LOST, .reach = 1 };

      if (segment == NULL || flight->fate == FLIGHT_HELD || flight->end > until)
        continue;
      if (arrow.lost && flight->planned > flight->start)
        arrow.reach = (double) (flight->end - flight->start) / (double) (flight->planned - flight->start);
      arrow.reach = CLAMP (arrow.reach, 0.45, 1);
      arrow.class = class_of (segment);
      arrow.again = (flight->marks & (MARK_RETRANSMISSION | MARK_FAST_RETRANSMISSION)) != 0;
      arrow.start = scale_place (scale, flight->start);
      arrow.end = arrow.lost ? arrow.start + 0.5 : scale_place (scale, flight->end);
      g_array_append_val (self->arrows, arrow);
    }
  flights_free (flights);
}

static void
take_bands (HsThumbnail *self, const struct trace *trace, const struct scale *scale, vtime until)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct band band = { .host = host, .state = TCP_CLOSED, .top = -0.35 };

      for (size_t id = 0; id < trace_length (trace); id++)
        {
          const struct trace_event *event = trace_get (trace, (event_id) id);
          double at = scale_place (scale, event->at);

          if (event->kind != TRACE_STATE || event->host != host || event->at > until)
            continue;
          band.bottom = at;
          if (band.bottom > band.top)
            g_array_append_val (self->bands, band);
          band.state = trace_state_at (trace, host, (event_id) id);
          band.top = at;
        }
      band.bottom = self->height;
      g_array_append_val (self->bands, band);
    }
}

static void
take_run (HsThumbnail *self, const struct scenario *scenario)
{
  struct sim *sim = sim_new (scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  struct scale scale = { g_array_new (FALSE, FALSE, sizeof (vtime)), g_array_new (FALSE, FALSE, sizeof (double)) };
  vtime delay = MAX (trace_delay (trace), 1);
  size_t sent = 0;

  while (trace_length (trace) < EVENTS_MAX && sim_next (sim) <= scenario->until && sim_step (sim))
    continue;
  for (size_t id = 0; id < trace_length (trace) && sent < ARROWS_MAX; id++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) id);

      sent += event->kind == TRACE_SEND;
      if (event->kind == TRACE_SEND || event->kind == TRACE_ARRIVE || event->kind == TRACE_STATE)
        scale_add (&scale, event->at, delay);
    }
  if (scale.instants->len > 0)
    {
      vtime until = g_array_index (scale.instants, vtime, scale.instants->len - 1);

      self->height = g_array_index (scale.places, double, scale.places->len - 1) + 0.4;
      take_arrows (self, trace, &scale, until);
      take_bands (self, trace, &scale, until);
    }
  g_array_unref (scale.instants);
  g_array_unref (scale.places);
  sim_free (sim);
}

/* --- painting --- */

static void
set_colour (cairo_t *cr, diagram_colour colour)
{
  cairo_set_source_rgba (cr, (colour >> 24) / 255.0, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0,
                         (colour & 0xff) / 255.0);
}

struct frame
{
  const struct diagram_theme *theme;
  double left; /* inner edges of the bands */
  double right;
  double top;
  double unit;
};

static void
paint_band (cairo_t *cr, const struct frame *frame, const struct band *band)
{
  const struct band_colours *colours = &frame->theme->bands[band->state];
  static const double DASHES[] = { 3, 3 };
  double x = band->host == HOST_A ? frame->left - BAND_WIDTH : frame->right;
  double y = frame->top + band->top * frame->unit;

  cairo_rectangle (cr, x + 0.5, y + 0.5, BAND_WIDTH - 1, (band->bottom - band->top) * frame->unit - 1);
  set_colour (cr, colours->fill);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1.2);
  cairo_set_dash (cr, DASHES, band->state == TCP_CLOSED ? 2 : 0, 0);
  set_colour (cr, colours->line);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
paint_head (cairo_t *cr, double x, double y, double dx, double dy, double size)
{
  double length = hypot (dx, dy);

  dx /= length;
  dy /= length;
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - size * dx - size * 0.42 * dy, y - size * dy + size * 0.42 * dx);
  cairo_line_to (cr, x - size * dx + size * 0.42 * dy, y - size * dy - size * 0.42 * dx);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
paint_cross (cairo_t *cr, double x, double y)
{
  cairo_set_line_width (cr, 2.4);
  cairo_move_to (cr, x - 4, y - 4);
  cairo_line_to (cr, x + 4, y + 4);
  cairo_move_to (cr, x + 4, y - 4);
  cairo_line_to (cr, x - 4, y + 4);
  cairo_stroke (cr);
}

static void
paint_arrow (cairo_t *cr, const struct frame *frame, const struct arrow *arrow)
{
  static const double AGAIN[] = { 5, 3 };
  static const double RESET[] = { 1.5, 3 };
  double x0 = arrow->from == HOST_A ? frame->left + 4 : frame->right - 4;
  double x1 = arrow->from == HOST_A ? frame->right - 4 : frame->left + 4;
  double y0 = frame->top + arrow->start * frame->unit;
  double y1 = frame->top + arrow->end * frame->unit;
  double x = x0 + (x1 - x0) * arrow->reach;

  set_colour (cr, arrow->lost && arrow->class == ARROW_RST ? frame->theme->lost : frame->theme->arrows[arrow->class]);
  cairo_set_line_width (cr, arrow->class == ARROW_ACK ? 1.2 : 1.8);
  if (arrow->class == ARROW_RST)
    cairo_set_dash (cr, RESET, 2, 0);
  else if (arrow->again)
    cairo_set_dash (cr, AGAIN, 2, 0);
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x, y1);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (arrow->lost)
    {
      set_colour (cr, frame->theme->lost);
      paint_cross (cr, x, y1);
      return;
    }
  paint_head (cr, x1, y1, x1 - x0, y1 - y0, 8);
  if (arrow->class == ARROW_FIN)
    paint_head (cr, x1 - (x1 - x0) * 0.05, y1 - (y1 - y0) * 0.05, x1 - x0, y1 - y0, 8);
}

static void
hs_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsThumbnail *self = HS_THUMBNAIL (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  struct frame frame = { .theme = hs_diagram_view_get_theme () };
  cairo_t *cr;

  if (self->height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  frame.unit = MIN ((height - 2 * MARGIN_Y) / (self->height + 0.35), DELAY_HEIGHT_MAX);
  frame.left = MARGIN_X + BAND_WIDTH;
  frame.right = width - MARGIN_X - BAND_WIDTH;
  frame.top = (height - frame.unit * (self->height + 0.35)) / 2 + 0.35 * frame.unit;
  for (guint i = 0; i < self->bands->len; i++)
    paint_band (cr, &frame, &g_array_index (self->bands, struct band, i));
  for (guint i = 0; i < self->arrows->len; i++)
    paint_arrow (cr, &frame, &g_array_index (self->arrows, struct arrow, i));
  cairo_destroy (cr);
}

static void
hs_thumbnail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 180 : 190;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 236 : 190;
}

static void
hs_thumbnail_finalize (GObject *object)
{
  HsThumbnail *self = HS_THUMBNAIL (object);

  g_array_unref (self->bands);
  g_array_unref (self->arrows);
  G_OBJECT_CLASS (hs_thumbnail_parent_class)->finalize (object);
}

static void
hs_thumbnail_class_init (HsThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hs_thumbnail_finalize;
  widget_class->snapshot = hs_thumbnail_snapshot;
  widget_class->measure = hs_thumbnail_measure;
  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hs_thumbnail_init (HsThumbnail *self)
{
  self->bands = g_array_new (FALSE, FALSE, sizeof (struct band));
  self->arrows = g_array_new (FALSE, FALSE, sizeof (struct arrow));
}

GtkWidget *
hs_thumbnail_new (const struct scenario *scenario)
{
  HsThumbnail *self = g_object_new (HS_TYPE_THUMBNAIL, NULL);

  take_run (self, scenario);
  return GTK_WIDGET (self);
}
