/* Shapes from a trace, and paint from shapes. */
#include "bench.h"

#include "diagram/diagram.h"

#define SCREEN_WIDTH 1060
#define SCREEN_HEIGHT 800

/* Screens that are painted while one scrolls over the figure. */
#define SCREENS 200

static struct diagram *
new_diagram (const struct trace *trace)
{
  struct diagram_options options;

  diagram_options_window (&options);
  options.width = SCREEN_WIDTH;
  struct diagram *diagram = diagram_new (trace, &options, &DIAGRAM_WORDS_ENGLISH);
  diagram_update (diagram);
  return diagram;
}

double
bench_layout (void *user)
{
  const struct trace *trace = user;

  diagram_free (new_diagram (trace));
  return (double) trace_length (trace);
}

/* Paints screens one below the other, from the top; returns how many. */
static double
paint (const struct diagram *diagram, double screens, double step)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SCREEN_WIDTH, SCREEN_HEIGHT);
  cairo_t *cr = cairo_create (surface);

  for (double screen = 0; screen < screens; screen++)
    {
      cairo_rectangle_t visible = { 0, screen * step, SCREEN_WIDTH, SCREEN_HEIGHT };

      cairo_save (cr);
      cairo_translate (cr, 0, -visible.y);
      diagram_paint (diagram, cr, &visible, diagram_theme (THEME_LIGHT), &DIAGRAM_VIEW_WHOLE);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return screens;
}

double
bench_paint_all (void *user)
{
  const struct trace *trace = user;
  struct diagram *diagram = new_diagram (trace);

  paint (diagram, diagram_height (diagram) / SCREEN_HEIGHT, SCREEN_HEIGHT);
  diagram_free (diagram);
  return (double) trace_length (trace);
}

double
bench_paint_screen (void *user)
{
  struct diagram *diagram = new_diagram (user);
  double screens = paint (diagram, SCREENS, diagram_height (diagram) / (SCREENS + 1));

  diagram_free (diagram);
  return screens;
}
