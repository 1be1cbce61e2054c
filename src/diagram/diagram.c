#include "diagram/layout.h"
#include "diagram/legend.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define HEAD_HEIGHT 88.0
#define HEAD_HEIGHT_WITH_ADDRESS 98.0
#define HEAD_HEIGHT_WITH_CHIP 122.0
#define BOTTOM 34.0 /* px of band below the last event */
#define FIGURE_BOTTOM 24.0
#define WINDOW_BOTTOM 60.0

const struct diagram_view DIAGRAM_VIEW_WHOLE = {
  .now = VTIME_NEVER,
  .selected = EVENT_NONE,
  .hovered = SIZE_MAX,
  .transition = 1,
};

/* --- beginning --- */

static double
head_height (const struct trace *trace)
{
  const struct trace_host *a = trace_host_const (trace, HOST_A), *b = trace_host_const (trace, HOST_B);

  if (a->captured_here || b->captured_here)
    return HEAD_HEIGHT_WITH_CHIP;
  return a->name[0] == '\0' && b->name[0] == '\0' && a->endpoint.address.family != IP_NONE ? HEAD_HEIGHT_WITH_ADDRESS
                                                                                           : HEAD_HEIGHT;
}

/* The px of one delay that the layout suggests: a short run gets more room. */
static double
suggested_delay_height (const struct diagram *diagram)
{
  size_t drawn = 0;

  if (diagram->options.layout == LAYOUT_WINDOW)
    return 56;
  for (size_t i = 0; i < flights_length (diagram->flights); i++)
    drawn += !fold_has_flight (&diagram->folds, i) && !begin_hides_flight (diagram->flights, i, diagram->options.from);
  if (drawn <= 3 || (drawn == 4 && diagram->folds.phases.length == 0))
    return 84;
  return drawn == 4 ? 68 : diagram->options.show_gutter ? 60 : 70;
}

/* True when rows of earlier events depend on later ones: such a picture is laid out anew at each update. */
static bool
looks_ahead (const struct diagram *diagram)
{
  return diagram->options.fold_data || (diagram->options.layout == LAYOUT_FIGURE && diagram->options.delay_height <= 0);
}

/* True when what was taken in ends before the picture begins: which flights are over then is not yet known. */
static bool
begins_later (const struct diagram *diagram)
{
  size_t length = diagram->rows.length;

  return diagram->options.from > 0
         && (length == 0 || trace_get (diagram->trace, (event_id) (length - 1))->at <= diagram->options.from);
}

static void
clear_layout (struct diagram *diagram)
{
  shapes_clear (&diagram->shapes);
  folds_clear (&diagram->folds);
  time_map_clear (&diagram->map);
  array_clear (&diagram->rows);
}

static void
begin_layout (struct diagram *diagram)
{
  const struct diagram_options *options = &diagram->options;
  vtime delay = trace_delay (diagram->trace);

  clear_layout (diagram);
  if (options->fold_data)
    folds_find (&diagram->folds, diagram->trace, diagram->flights, options->from);
  frame_init (&diagram->frame, options, head_height (diagram->trace), diagram->wide_lane);
  time_map_init (&diagram->map, &(struct time_map_options){
                                    .delay = delay > 0 ? delay : MS (50),
                                    .delay_height = options->delay_height > 0 ? options->delay_height
                                                                              : suggested_delay_height (diagram),
                                    .start = diagram->frame.top + diagram->frame.lead,
                                    .cut_height = diagram->frame.cut_height,
                                    .listen_gap = diagram->frame.listen_gap,
                                });
  symbols_init (&diagram->symbols);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      diagram->hosts[host] = (struct host_layout){ .margin_bottom = 0 };
      for (size_t timer = 0; timer < TCP_TIMER_COUNT; timer++)
        diagram->hosts[host].timers[timer] = NO_SHAPE;
      for (size_t i = 0; i < NOT_SEEN_REMEMBERED; i++)
        diagram->hosts[host].not_seen[i] = NO_SHAPE;
    }
  diagram->begun = false;
  diagram->in_flight = 0;
  diagram->settled = 0;
  diagram->seen = 0;
  bands_begin (diagram);
}

struct diagram *
diagram_new (const struct trace *trace, const struct diagram_options *options, const struct diagram_words *words)
{
  struct diagram *diagram = calloc (1, sizeof *diagram);

  if (diagram == NULL)
    abort ();
  diagram->trace = trace;
  diagram->words = *words;
  diagram->options = *options;
  diagram->measure = text_measure_new ();
  diagram->flights = flights_new (trace);
  if (diagram->flights == NULL)
    abort ();
  flights_update (diagram->flights);
  begin_layout (diagram);
  diagram_update (diagram);
  return diagram;
}

void
diagram_free (struct diagram *diagram)
{
  if (diagram == NULL)
    return;
  clear_layout (diagram);
  flights_free (diagram->flights);
  text_measure_free (diagram->measure);
  free (diagram);
}

/* --- the layout as a whole --- */

/* What follows the last event: a block that is not placed yet, and the end of the bands. */
static void
end_layout (struct diagram *diagram)
{
  arrows_settle (diagram);

  double end = instants_end (diagram);
  for (size_t i = diagram->settled; i < diagram->shapes.arrows.length; i++)
    if (!diagram->shapes.arrows.items[i].left_out)
      end = fmax (end, arrow_y (&diagram->shapes.arrows.items[i], diagram->shapes.arrows.items[i].stop));
  diagram->bottom = end + BOTTOM;
}

static void
take_events (struct diagram *diagram)
{
  size_t length = trace_length (diagram->trace);

  while (diagram->rows.length < length)
    events_take (diagram, trace_get (diagram->trace, (event_id) diagram->rows.length));
  end_layout (diagram);
}

static bool
has_shortened_label (const struct diagram *diagram)
{
  for (size_t i = 0; i < diagram->shapes.arrows.length; i++)
    if (!diagram->shapes.arrows.items[i].left_out && diagram->shapes.arrows.items[i].label.shortened)
      return true;
  return false;
}

void
diagram_update (struct diagram *diagram)
{
  if (trace_length (diagram->trace) == diagram->rows.length && diagram->bottom > 0)
    return;
  flights_update (diagram->flights);
  if (!looks_ahead (diagram) && !begins_later (diagram))
    {
      take_events (diagram);
      return;
    }
  diagram->wide_lane = false;
  begin_layout (diagram);
  take_events (diagram);
  if (diagram->options.width <= 0 && diagram->options.layout == LAYOUT_FIGURE && has_shortened_label (diagram))
    {
      diagram->wide_lane = true;
      begin_layout (diagram);
      take_events (diagram);
    }
}

/* --- places --- */

double
diagram_width (const struct diagram *diagram)
{
  return diagram->frame.width;
}

double
diagram_height (const struct diagram *diagram)
{
  if (diagram->options.layout == LAYOUT_WINDOW)
    return diagram->bottom + WINDOW_BOTTOM;
  return diagram->bottom + (diagram->options.show_legend ? legend_height (diagram) : FIGURE_BOTTOM);
}

double
diagram_y (const struct diagram *diagram, vtime time)
{
  return time_map_y (&diagram->map, time);
}

vtime
diagram_time (const struct diagram *diagram, double y)
{
  return time_map_time (&diagram->map, y);
}

void
diagram_band_place (const struct diagram *diagram, unsigned host, double *x, double *width)
{
  assert (host < HOST_COUNT);
  *x = diagram->frame.hosts[host].band;
  *width = diagram->frame.band_width;
}
