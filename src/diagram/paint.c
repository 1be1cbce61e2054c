#include "diagram/paint.h"

#include <math.h>

#define DENSE_ROW 12.0 /* device px of a row below which single arrows are mush */
#define DENSE_ARROWS 600
#define CURRENT_BAND_MIN 24.0 /* px of the band that has just begun, so that its name can be read */

void
painter_init (struct painter *painter, struct pen *pen, const struct diagram *diagram, const cairo_rectangle_t *visible,
              const struct diagram_theme *theme, const struct diagram_view *view)
{
  vtime end = trace_end (diagram->trace);
  bool whole = view->now == VTIME_NEVER;

  *painter = (struct painter){
    .pen = pen,
    .diagram = diagram,
    .theme = theme,
    .view = view,
    .visible = { 0, 0, diagram->frame.width, diagram_height (diagram) },
    .now = whole ? end : view->now,
    .whole = whole,
    .past_ends = !whole,
  };
  if (visible != NULL)
    painter->visible = *visible;
  painter->now_y = whole ? diagram->bottom : time_map_y (&diagram->map, view->now);
  pen->extra_width = theme->extra_line_width;
}

/* --- what is seen --- */

void
seen_range (const struct painter *painter, size_t *first, size_t *end)
{
  const struct diagram *diagram = painter->diagram;
  double bottom = painter->visible.y + painter->visible.height;
  size_t low, high = diagram->shapes.arrows.length;

  *first = shapes_first (&diagram->shapes.arrows, painter->visible.y);
  low = *first;
  /* Tops are ordered but for the rows of one instant. */
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (diagram->shapes.arrows.items[middle].extent.top <= bottom + 100)
        low = middle + 1;
      else
        high = middle;
    }
  *end = low;
}

bool
see_arrow (const struct painter *painter, size_t index, struct seen_arrow *seen)
{
  const struct diagram *diagram = painter->diagram;
  const struct arrow *arrow = &diagram->shapes.arrows.items[index];

  if (arrow->left_out || !is_visible (painter, arrow->extent.top, arrow->extent.bottom))
    return false;
  *seen = (struct seen_arrow){ .index = index, .arrow = arrow, .reached = arrow->stop };
  if (painter->whole)
    seen->flight = *flights_get (diagram->flights, index);
  else if (!flight_at (diagram->flights, index, painter->now, &seen->flight))
    {
      seen->flight = *flights_get (diagram->flights, index);
      seen->future = true;
      return painter->view->show_future;
    }

  double height = fmax (arrow->y1 - arrow->y0, 1);
  if (seen->flight.fate == FLIGHT_UNDER_WAY)
    {
      double y = painter->whole ? time_map_y (&diagram->map, painter->now) : painter->now_y;

      seen->under_way = true;
      seen->reached = fmin (fmax ((y - arrow->y0) / height, 0), 1);
    }
  else if (seen->flight.fate == FLIGHT_HELD && arrow->stop >= 1)
    seen->reached = fmin (fmax ((time_map_y (&diagram->map, seen->flight.end) - arrow->y0) / height, 0.3), 0.9);
  return true;
}

double
band_bottom (const struct painter *painter, const struct band *band, bool last)
{
  double bottom = last ? painter->diagram->bottom : band->extent.bottom;

  if (!painter->past_ends)
    return bottom;
  if (band->to > painter->now)
    bottom = painter->now_y;
  if (band->from <= painter->now && band->to > painter->now)
    bottom = fmax (bottom, band->extent.top + CURRENT_BAND_MIN * painter->view->transition);
  return bottom;
}

/* --- density --- */

/* How much an arrow asks to be seen among others. */
static int
weight_of (const struct flight *flight, enum arrow_class arrow_class)
{
  if (flight->fate == FLIGHT_LOST || flight->fate == FLIGHT_NOT_SEEN)
    return 5;
  if ((flight->marks & (MARK_RETRANSMISSION | MARK_FAST_RETRANSMISSION)) != 0)
    return 4;
  return arrow_class == ARROW_ACK ? 0 : arrow_class == ARROW_DATA ? 1 : arrow_class == ARROW_RST ? 3 : 2;
}

static double
device_scale (cairo_t *cr)
{
  double x = 0, y = 1;

  cairo_user_to_device_distance (cr, &x, &y);
  return fmax (hypot (x, y), 1e-6);
}

/* One line for each device row: as long as it holds arrows, in the colour of the one that matters most. */
void
paint_density (struct painter *painter)
{
  const struct diagram *diagram = painter->diagram;
  const struct frame *frame = &diagram->frame;
  size_t first, end;

  seen_range (painter, &first, &end);
  for (size_t i = first; i < end;)
    {
      double row = floor (diagram->shapes.arrows.items[i].y0);
      size_t count = 0;
      int weight = -1;
      diagram_colour colour = 0;

      for (; i < end && floor (diagram->shapes.arrows.items[i].y0) <= row + 2; i++, count++)
        {
          const struct flight *flight = flights_get (diagram->flights, i);
          enum arrow_class arrow_class = diagram->shapes.arrows.items[i].arrow_class;
          int own = weight_of (flight, arrow_class);

          if (own > weight)
            colour = own == 5 ? painter->theme->lost : painter->theme->arrows[arrow_class];
          weight = own > weight ? own : weight;
        }
      double length = fmin (0.25 + 0.15 * (double) count, 1) * (frame_lane (frame) - 24) / 2;
      double middle = (frame->hosts[HOST_A].edge + frame->hosts[HOST_B].edge) / 2;
      pen_move (painter->pen, middle - length, row);
      pen_line (painter->pen, middle + length, row);
      pen_paint (painter->pen, 0, &(struct stroke){ .colour = colour, .width = 2 });
    }
}

/* --- the picture --- */

static void
paint_background (struct painter *painter)
{
  const cairo_rectangle_t *r = &painter->visible;

  pen_rectangle (painter->pen, r->x, r->y, r->width, r->height, 0);
  pen_paint (painter->pen, painter->theme->background, NULL);
}

static void
paint_all (struct painter *painter, bool dense)
{
  paint_background (painter);
  if (painter->diagram->options.show_gutter)
    paint_axis (painter);
  paint_now_line (painter);
  paint_bands (painter);
  paint_lifelines_ahead (painter);
  if (dense)
    {
      paint_density (painter);
      return;
    }
  paint_notes (painter);
  paint_blocks (painter);
  paint_arrows (painter);
  paint_labels (painter);
  paint_brackets (painter);
  paint_cuts (painter);
  paint_braces (painter);
  paint_selected_row (painter);
  paint_tokens (painter);
  if (painter->view->guess != NULL)
    paint_guess (painter);
  if (painter->diagram->options.layout == LAYOUT_FIGURE)
    {
      paint_heads (painter);
      if (painter->diagram->options.show_legend)
        paint_legend (painter);
    }
}

void
paint_picture (struct painter *painter)
{
  paint_all (painter, false);
}

void
diagram_paint (const struct diagram *diagram, cairo_t *cr, const cairo_rectangle_t *visible,
               const struct diagram_theme *theme, const struct diagram_view *view)
{
  struct pen *pen = pen_cairo_new (cr);
  struct painter painter;
  size_t first, end;

  painter_init (&painter, pen, diagram, visible, theme, view);
  seen_range (&painter, &first, &end);
  double row = painter.visible.height * device_scale (cr) / (double) (end - first + 1);
  paint_all (&painter, end - first > DENSE_ARROWS && row < DENSE_ROW);
  pen_free (pen);
}
