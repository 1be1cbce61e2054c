#include "diagram/export.h"

#include "diagram/chart-paint.h"
#include "diagram/export-picture.h"
#include "diagram/paint.h"

/* --- the sequence diagram --- */

static void
paint_diagram (const void *what, cairo_t *cr, const cairo_rectangle_t *visible, const struct diagram_theme *theme)
{
  diagram_paint (what, cr, visible, theme, &DIAGRAM_VIEW_WHOLE);
}

static void
draw_diagram (const void *what, struct pen *pen, const struct diagram_theme *theme)
{
  struct painter painter;

  painter_init (&painter, pen, what, NULL, theme, &DIAGRAM_VIEW_WHOLE);
  paint_picture (&painter);
}

double
diagram_page_end (const struct diagram *diagram, double top, double most)
{
  double height = diagram_height (diagram), limit = top + most;
  double end = limit;

  if (limit >= height)
    return height;
  for (size_t i = shapes_first (&diagram->shapes.ticks, top + most / 2); i < diagram->shapes.ticks.length; i++)
    {
      double y = diagram->shapes.ticks.items[i].extent.top - 10;

      if (y > limit)
        break;
      end = y;
    }
  return end;
}

static double
page_end (const void *what, double top, double most)
{
  return diagram_page_end (what, top, most);
}

static enum export_result
write_as (const struct export_picture *picture, enum export_format format, const struct export_options *options,
          const char *path)
{
  switch (format)
    {
    case EXPORT_PNG:
      return export_png (picture, options, path);
    case EXPORT_SVG:
      return export_svg (picture, options, path);
    default:
      return export_pdf (picture, options, path);
    }
}

enum export_result
diagram_export (const struct diagram *diagram, enum export_format format, const struct export_options *options,
                const char *path)
{
  struct export_picture picture = {
    .what = diagram,
    .width = diagram_width (diagram),
    .height = diagram_height (diagram),
    .paint = paint_diagram,
    .draw = draw_diagram,
    .page_end = page_end,
  };

  return write_as (&picture, format, options, path);
}

/* --- the chart of the states --- */

static void
paint_chart (const void *what, cairo_t *cr, const cairo_rectangle_t *visible, const struct diagram_theme *theme)
{
  (void) visible;
  chart_paint (what, cr, theme, &CHART_VIEW_WHOLE);
}

static void
draw_chart (const void *what, struct pen *pen, const struct diagram_theme *theme)
{
  chart_draw (what, pen, theme, &CHART_VIEW_WHOLE);
}

static double
chart_page_end (const void *what, double top, double most)
{
  (void) what;
  return top + most < CHART_HEIGHT ? top + most : CHART_HEIGHT;
}

enum export_result
chart_export (const struct chart *chart, enum export_format format, const struct export_options *options,
              const char *path)
{
  struct export_picture picture = {
    .what = chart,
    .width = CHART_WIDTH,
    .height = CHART_HEIGHT,
    .paint = paint_chart,
    .draw = draw_chart,
    .page_end = chart_page_end,
  };

  return write_as (&picture, format, options, path);
}
