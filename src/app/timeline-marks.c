#include "app/timeline-marks.h"

/* px above and below the trough's middle. */
#define SEGMENT_RISE 14
#define STATE_DROP 11

/* The first and the last mark reach so far over the slider's ends, px. */
#define OVERHANG 8

/* Marks of one kind closer than this would be a smear, px; cuts are wider. */
#define SPACING_MIN 7
#define CUT_SPACING_MIN 18

/* On a slider shorter than this marks would only be in each other's way, px. */
#define LENGTH_MIN 120

/* A wait is cut when it is so long and nothing is under way: the diagram's own rule. */
#define CUT_DELAYS 4
#define CUT_MIN MS (200)

struct _HsTimelineMarks
{
  GtkWidget parent_instance;
  HsSession *session;     /* borrowed: the transport outlives its marks */
  HsDiagramView *diagram; /* borrowed */
  GtkRange *range;        /* borrowed */
};

G_DEFINE_FINAL_TYPE (HsTimelineMarks, hs_timeline_marks, GTK_TYPE_WIDGET)

double
hs_timeline_place (HsSession *session, HsDiagramView *view, vtime at)
{
  const struct diagram *diagram = hs_diagram_view_get_diagram (view);
  vtime start = hs_session_get_start (session);
  vtime end = hs_session_get_end (session);
  double first, last;

  if (end <= start)
    return 0;
  if (diagram == NULL)
    return CLAMP ((double) (at - start) / (double) (end - start), 0, 1);
  first = diagram_y (diagram, start);
  last = diagram_y (diagram, end);
  return last > first ? CLAMP ((diagram_y (diagram, at) - first) / (last - first), 0, 1) : 0;
}

vtime
hs_timeline_time (HsSession *session, HsDiagramView *view, double place)
{
  const struct diagram *diagram = hs_diagram_view_get_diagram (view);
  vtime start = hs_session_get_start (session);
  vtime end = hs_session_get_end (session);
  vtime at;
  double first;

  place = CLAMP (place, 0, 1);
  if (place >= 1)
    return end;
  if (diagram == NULL)
    return start + (vtime) (place * (double) (end - start));
  first = diagram_y (diagram, start);
  at = diagram_time (diagram, first + place * (diagram_y (diagram, end) - first));
  return CLAMP (at, start, end);
}

/* --- painting --- */

struct brush
{
  cairo_t *cr;
  const struct diagram_theme *theme;
  HsTimelineMarks *self;
  double left;
  double width;
  double middle;
  double last[ARROW_CLASS_COUNT + 3]; /* x of the last mark of each kind */
};

static void
set_colour (cairo_t *cr, diagram_colour colour)
{
  cairo_set_source_rgb (cr, (colour >> 24) / 255.0, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0);
}

static double
place_x (struct brush *brush, vtime at)
{
  return brush->left + brush->width * hs_timeline_place (brush->self->session, brush->self->diagram, at);
}

/* False when a mark of the kind is already as good as there. */
static bool
take_place (struct brush *brush, int kind, double x)
{
  if (x - brush->last[kind] < SPACING_MIN)
    return false;
  brush->last[kind] = x;
  return true;
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
cross (cairo_t *cr, double x, double y, double half)
{
  cairo_move_to (cr, x - half, y - half);
  cairo_line_to (cr, x + half, y + half);
  cairo_move_to (cr, x + half, y - half);
  cairo_line_to (cr, x - half, y + half);
  cairo_stroke (cr);
}

static void
paint_segment (struct brush *brush, double x, enum arrow_class class)
{
  cairo_t *cr = brush->cr;
  double y = brush->middle - SEGMENT_RISE;

  set_colour (cr, brush->theme->arrows[class]);
  cairo_set_line_width (cr, 2);
  switch (class)
    {
    case ARROW_SYN:
      cairo_arc (cr, x, y, 3.5, 0, 2 * G_PI);
      cairo_stroke (cr);
      break;
    case ARROW_DATA:
      cairo_rectangle (cr, x - 3.5, y - 3.5, 7, 7);
      cairo_fill (cr);
      break;
    case ARROW_FIN:
      cairo_rectangle (cr, x - 1.5, y - 5, 3, 10);
      cairo_fill (cr);
      break;
    case ARROW_RST:
      cross (cr, x, y, 3.5);
      break;
    default:
      cairo_arc (cr, x, y, 1.8, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
paint_state (struct brush *brush, double x, enum tcp_state state)
{
  set_colour (brush->cr, brush->theme->bands[state].line);
  cairo_rectangle (brush->cr, x - 1, brush->middle + STATE_DROP - 3, 2, 6);
  cairo_fill (brush->cr);
}

static void
paint_expiry (struct brush *brush, double x)
{
  double y = brush->middle + STATE_DROP;

  set_colour (brush->cr, brush->theme->ink);
  cairo_move_to (brush->cr, x - 4, y - 4);
  cairo_line_to (brush->cr, x + 4, y);
  cairo_line_to (brush->cr, x - 4, y + 4);
  cairo_close_path (brush->cr);
  cairo_fill (brush->cr);
}

static void
paint_loss (struct brush *brush, double x)
{
  set_colour (brush->cr, brush->theme->background);
  cairo_arc (brush->cr, x, brush->middle - SEGMENT_RISE, 6.5, 0, 2 * G_PI);
  cairo_fill (brush->cr);
  set_colour (brush->cr, brush->theme->lost);
  cairo_set_line_width (brush->cr, 2.2);
  cross (brush->cr, x, brush->middle - SEGMENT_RISE, 4);
}

static void
paint_event (struct brush *brush, const struct trace *trace, const struct trace_event *event)
{
  double x = place_x (brush, event->at);
  const struct segment *segment;

  switch (event->kind)
    {
    case TRACE_SEND:
    case TRACE_INJECT:
      segment = trace_segment (trace, event->id);
      if (segment != NULL && take_place (brush, class_of (segment), x))
        paint_segment (brush, x, class_of (segment));
      break;
    case TRACE_LOSS:
      if (take_place (brush, ARROW_CLASS_COUNT, x))
        paint_loss (brush, x);
      break;
    case TRACE_STATE:
      if (take_place (brush, ARROW_CLASS_COUNT + 1, x))
        paint_state (brush, x, event->after);
      break;
    case TRACE_TIMER_EXPIRE:
      if (take_place (brush, ARROW_CLASS_COUNT + 2, x))
        paint_expiry (brush, x);
      break;
    default:
      break;
    }
}

static void
paint_cut (struct brush *brush, double x)
{
  cairo_t *cr = brush->cr;

  set_colour (cr, brush->theme->background);
  cairo_rectangle (cr, x - 3, brush->middle - 6, 6, 12);
  cairo_fill (cr);
  set_colour (cr, brush->theme->second_ink);
  cairo_set_line_width (cr, 1.4);
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_move_to (cr, x + side * 3, brush->middle - 6);
      cairo_curve_to (cr, x + side * 3 + 4, brush->middle - 2, x + side * 3 - 4, brush->middle + 2, x + side * 3,
                      brush->middle + 6);
      cairo_stroke (cr);
    }
}

static vtime
latest_arrival (const struct trace_event *event, vtime latest)
{
  bool departs = event->kind == TRACE_CARRY || event->kind == TRACE_ICMP;

  return departs && event->until != VTIME_NEVER ? MAX (latest, event->until) : latest;
}

static void
paint_cuts (struct brush *brush, const struct trace *trace, size_t shown)
{
  vtime delay = MAX (trace_delay (trace), 1);
  vtime before = hs_session_get_start (brush->self->session);
  vtime busy = before;
  double last = -CUT_SPACING_MIN;

  for (size_t id = 0; id < shown; id++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) id);
      vtime wait = event->at - before;

      if (wait > CUT_MIN && wait / CUT_DELAYS > delay && busy <= before)
        {
          double x = (place_x (brush, before) + place_x (brush, event->at)) / 2;

          if (x - last >= CUT_SPACING_MIN)
            {
              paint_cut (brush, x);
              last = x;
            }
        }
      before = event->at;
      busy = latest_arrival (event, busy);
    }
}

static void
hs_timeline_marks_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsTimelineMarks *self = HS_TIMELINE_MARKS (widget);
  const struct trace *trace = self->session != NULL ? hs_session_get_trace (self->session) : NULL;
  struct brush brush = { .theme = hs_diagram_view_get_theme (), .self = self };
  GdkRectangle trough;
  size_t shown;
  double x, y;

  if (trace == NULL)
    return;
  gtk_range_get_range_rect (self->range, &trough);
  if (trough.width < LENGTH_MIN)
    return;
  gtk_widget_translate_coordinates (GTK_WIDGET (self->range), widget, trough.x, trough.y, &x, &y);
  brush.left = x;
  brush.width = trough.width;
  brush.middle = y + trough.height / 2.0;
  for (gsize i = 0; i < G_N_ELEMENTS (brush.last); i++)
    brush.last[i] = -1000;
  brush.cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (-OVERHANG, 0, gtk_widget_get_width (widget) + 2 * OVERHANG, gtk_widget_get_height (widget)));
  shown = trace_length (trace);
  paint_cuts (&brush, trace, shown);
  for (size_t id = 0; id < shown; id++)
    paint_event (&brush, trace, trace_get (trace, (event_id) id));
  cairo_destroy (brush.cr);
}

static void
hs_timeline_marks_class_init (HsTimelineMarksClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = hs_timeline_marks_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hs_timeline_marks_init (HsTimelineMarks *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
hs_timeline_marks_new (void)
{
  return g_object_new (HS_TYPE_TIMELINE_MARKS, NULL);
}

void
hs_timeline_marks_set (HsTimelineMarks *self, HsSession *session, HsDiagramView *diagram, GtkRange *range)
{
  self->session = session;
  self->diagram = diagram;
  self->range = range;
}
