/* What lies under a point, and where things are. */
#include "diagram/paint.h"

#include <math.h>

#define TOKEN_REACH 15.0
#define ARROW_REACH 7.0
#define TIMER_REACH 7.0
#define BAND_REACH 12.0 /* the strands belong to the band */

static const struct diagram_hit nothing = { .part = PART_NONE, .event = EVENT_NONE, .flight = SIZE_MAX };

/* The distance from a point to the drawn part of an arrow. */
static double
distance_to (const struct diagram *diagram, const struct seen_arrow *seen, double x, double y)
{
  double x0 = seen->arrow->x0, y0 = seen->arrow->y0;
  double dx = arrow_x (diagram, &seen->flight, seen->arrow, seen->reached) - x0;
  double dy = arrow_y (seen->arrow, seen->reached) - y0;
  double square = dx * dx + dy * dy;
  double t = square > 0 ? fmin (fmax (((x - x0) * dx + (y - y0) * dy) / square, 0), 1) : 0;

  return hypot (x0 + t * dx - x, y0 + t * dy - y);
}

static struct diagram_hit
hit_flight (const struct diagram *diagram, const struct seen_arrow *seen, enum diagram_part part)
{
  const struct flight *flight = flights_get (diagram->flights, seen->index);

  return (struct diagram_hit){
    .part = part,
    .event = flight->send != EVENT_NONE ? flight->send : flight->carry,
    .flight = seen->index,
  };
}

/* The nearest arrow in reach; a token wins over all lines. */
static struct diagram_hit
hit_arrows (const struct painter *painter, double x, double y)
{
  const struct diagram *diagram = painter->diagram;
  struct diagram_hit hit = nothing;
  double nearest = ARROW_REACH;
  size_t first, end;
  struct seen_arrow seen;

  seen_range (painter, &first, &end);
  for (size_t i = first; i < end; i++)
    {
      if (!see_arrow (painter, i, &seen))
        continue;
      double token = hypot (arrow_x (diagram, &seen.flight, seen.arrow, seen.reached) - x,
                            arrow_y (seen.arrow, seen.reached) - y);
      bool moves = seen.under_way || (!seen.future && seen.flight.fate == FLIGHT_HELD);
      if (moves && token <= TOKEN_REACH)
        return hit_flight (diagram, &seen, PART_TOKEN);
      double distance = distance_to (diagram, &seen, x, y);
      if (distance < nearest)
        {
          nearest = distance;
          hit = hit_flight (diagram, &seen, PART_ARROW);
        }
    }
  return hit;
}

static struct diagram_hit
hit_blocks (const struct painter *painter, double x, double y)
{
  const struct frame *frame = &painter->diagram->frame;
  const struct shapes *shapes = &painter->diagram->shapes;

  for (size_t i = 0; i < shapes->blocks.length; i++)
    {
      const struct block *block = &shapes->blocks.items[i];

      if (y >= block->extent.top && y <= block->extent.bottom && x > frame->hosts[HOST_A].edge
          && x < frame->hosts[HOST_B].edge && (painter->whole || block->from <= painter->now))
        return (struct diagram_hit){ .part = PART_ARROW, .event = block->event, .flight = SIZE_MAX };
    }
  return nothing;
}

static struct diagram_hit
hit_timers (const struct painter *painter, double x, double y)
{
  const struct diagram *diagram = painter->diagram;
  vtime now = painter->whole ? VTIME_NEVER : painter->now;

  for (size_t i = timers_first (diagram, y - 10); i < diagram->shapes.timers.length; i++)
    {
      const struct timer_shape *timer = &diagram->shapes.timers.items[i];
      const struct frame_host *host = &diagram->frame.hosts[timer->host];
      bool brace = timer_is_brace (timer, painter->now);
      double bottom = timer->how == TIMER_RUNS ? painter->now_y : fmin (timer->extent.bottom, painter->now_y);
      if (timer->extent.top > y + 10)
        break;
      double line = host->outer + host->outward * (brace ? 16.5 : timer->offset);

      if (timer_is_drawn (diagram, timer, now) && y >= timer->extent.top - 4 && y <= bottom + 4
          && fabs (x - line) <= TIMER_REACH)
        return (struct diagram_hit){ .part = PART_TIMER, .event = timer->start, .flight = SIZE_MAX };
    }
  return nothing;
}

static struct diagram_hit
hit_notes (const struct painter *painter, double x, double y)
{
  const struct diagram *diagram = painter->diagram;
  const struct shapes *shapes = &diagram->shapes;

  for (size_t i = shapes_first (&shapes->notes, y - 4); i < shapes->notes.length; i++)
    {
      const struct note *note = &shapes->notes.items[i];
      const struct frame_host *host = &diagram->frame.hosts[note->host];
      double out = (x - host->outer) * host->outward;

      if (note->extent.top > y + 100)
        break;
      if (out > 2 && out < 160 && y >= note->extent.top - 2 && y <= note->extent.bottom + 2
          && (painter->whole || note->at <= painter->now))
        return (struct diagram_hit){ .part = PART_NOTE, .event = note->event, .flight = SIZE_MAX };
    }
  return nothing;
}

static struct diagram_hit
hit_bands (const struct painter *painter, double x, double y)
{
  const struct diagram *diagram = painter->diagram;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      double left = diagram->frame.hosts[host].band - (host == HOST_B ? BAND_REACH : 0);
      double right = diagram->frame.hosts[host].band + diagram->frame.band_width + (host == HOST_A ? BAND_REACH : 0);
      size_t length = diagram->shapes.bands[host].length;

      if (x < left || x > right)
        continue;
      for (size_t i = shapes_first (&diagram->shapes.bands[host], y); i < length; i++)
        {
          const struct band *band = &diagram->shapes.bands[host].items[i];
          bool past = painter->whole || band->from <= painter->now;
          double bottom = past && !painter->view->show_future ? band_bottom (painter, band, i + 1 == length)
                          : i + 1 == length                   ? diagram->bottom
                                                              : band->extent.bottom;

          if (band->extent.top > y)
            break;
          if (y < bottom && (past || painter->view->show_future))
            return (struct diagram_hit){ .part = PART_BAND, .event = band->event, .flight = SIZE_MAX };
        }
    }
  return nothing;
}

static struct diagram_hit
hit_cuts (const struct painter *painter, double x, double y)
{
  const struct shapes *shapes = &painter->diagram->shapes;
  const struct frame *frame = &painter->diagram->frame;

  for (size_t i = shapes_first (&shapes->cuts, y - 5); i < shapes->cuts.length; i++)
    {
      const struct cut *cut = &shapes->cuts.items[i];

      if (cut->extent.top - 5 > y)
        break;
      if (y <= cut->extent.bottom + 5 && x >= frame->hosts[HOST_A].outer && x <= frame->hosts[HOST_B].outer
          && (painter->whole || painter->now_y > cut->extent.bottom))
        return (struct diagram_hit){ .part = PART_CUT, .event = EVENT_NONE, .flight = SIZE_MAX };
    }
  return nothing;
}

struct diagram_hit
diagram_hit (const struct diagram *diagram, double x, double y, const struct diagram_view *view)
{
  static struct diagram_hit (*const kinds[]) (const struct painter *, double, double)
      = { hit_arrows, hit_blocks, hit_cuts, hit_timers, hit_notes, hit_bands };
  const cairo_rectangle_t around = { x - 20, y - 20, 40, 40 };
  struct pen pen = { .alpha = 1 };
  struct painter painter;

  painter_init (&painter, &pen, diagram, &around, diagram_theme (THEME_LIGHT), view);
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    {
      struct diagram_hit hit = kinds[i](&painter, x, y);

      if (hit.part != PART_NONE)
        return hit;
    }
  return nothing;
}

bool
diagram_token (const struct diagram *diagram, size_t flight, vtime now, double *x, double *y)
{
  struct diagram_view view = DIAGRAM_VIEW_WHOLE;
  struct pen pen = { .alpha = 1 };
  struct painter painter;
  struct seen_arrow seen;

  view.now = now;
  if (flight >= diagram->shapes.arrows.length)
    return false;
  painter_init (&painter, &pen, diagram, NULL, diagram_theme (THEME_LIGHT), &view);
  painter.visible.height = INFINITY;
  if (!see_arrow (&painter, flight, &seen) || seen.future || (!seen.under_way && seen.flight.fate != FLIGHT_HELD))
    return false;
  *x = arrow_x (diagram, &seen.flight, seen.arrow, seen.reached);
  *y = arrow_y (seen.arrow, seen.reached);
  return true;
}

/* --- where an event is --- */

static bool
extent_of_arrow (const struct diagram *diagram, event_id event, cairo_rectangle_t *extent)
{
  size_t index = flights_find (diagram->flights, event);

  if (index >= diagram->shapes.arrows.length || diagram->shapes.arrows.items[index].left_out)
    return false;
  const struct flight *flight = flights_get (diagram->flights, index);
  const struct arrow *arrow = &diagram->shapes.arrows.items[index];
  double end = arrow_x (diagram, flight, arrow, arrow->stop);
  double bottom = arrow_y (arrow, arrow->stop);

  extent->x = fmin (arrow->x0, end);
  extent->width = fabs (end - arrow->x0);
  extent->y = fmin (arrow->y0, bottom);
  extent->height = fabs (bottom - arrow->y0);
  return true;
}

static bool
extent_of_band (const struct diagram *diagram, unsigned host, event_id event, cairo_rectangle_t *extent)
{
  for (size_t i = 0; i < diagram->shapes.bands[host].length; i++)
    {
      const struct band *band = &diagram->shapes.bands[host].items[i];
      bool last = i + 1 == diagram->shapes.bands[host].length;

      if (band->event == event)
        {
          extent->y = band->extent.top;
          extent->height = (last ? diagram->bottom : band->extent.bottom) - band->extent.top;
          return true;
        }
    }
  return false;
}

bool
diagram_event_extent (const struct diagram *diagram, event_id event, cairo_rectangle_t *extent)
{
  if (event >= diagram->rows.length)
    return false;
  const struct trace_event *about = trace_get (diagram->trace, event);
  if (extent_of_arrow (diagram, event, extent))
    return true;
  if (about->host >= HOST_COUNT)
    return false;
  bool before = begin_hides_event (diagram->trace, about, diagram->options.from);

  /* Everything at a host: its band, or the row of the event beside it. */
  extent->x = diagram->frame.hosts[about->host].band;
  extent->width = diagram->frame.band_width;
  if (about->kind == TRACE_STATE && extent_of_band (diagram, about->host, event, extent))
    return true;
  if (before)
    return false;
  extent->y = row_of (diagram, event) - 10;
  extent->height = 20;
  return true;
}
