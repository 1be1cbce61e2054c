/* The figure of a quiz on paper: a run up to a moment, with room to go on by hand, or all of it. */
#pragma once

#include "trace/trace.h"

#include <cairo.h>
#include <glib.h>

struct quiz_figure;

/* Of the first `events` events of a trace, as it is at `now`; VTIME_NEVER: all of it, and its end is the figure's. The
 * trace is copied. */
struct quiz_figure *quiz_figure_new (const struct trace *trace, size_t events, vtime now);
void quiz_figure_free (struct quiz_figure *figure);

/* A number in the band of a host where a question is asked. */
void quiz_figure_mark (struct quiz_figure *figure, guint number, unsigned host, vtime at);

/* Makes this figure, of which only the beginning is there, as tall as the whole one, with its marks: equal things have
 * equal places in both. */
void quiz_figure_match (struct quiz_figure *figure, const struct quiz_figure *whole);

/* px; the height includes the room to go on by hand. */
double quiz_figure_width (const struct quiz_figure *figure);
double quiz_figure_height (const struct quiz_figure *figure);

/* Where a page that begins at top and takes at most so much should end, px. */
double quiz_figure_page_end (const struct quiz_figure *figure, double top, double most);

/* Paints what is between two heights, px, at the figure's own place and scale 1. */
void quiz_figure_paint (const struct quiz_figure *figure, cairo_t *cr, double top, double end);
