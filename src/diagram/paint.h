/* Inside of painting: shapes through a pen, as they are seen at a moment. */
#pragma once

#include "diagram/layout.h"
#include "diagram/pen.h"

struct painter
{
  struct pen *pen;
  const struct diagram *diagram;
  const struct diagram_theme *theme;
  const struct diagram_view *view;
  cairo_rectangle_t visible;
  vtime now;      /* the moment; of the whole picture the trace's end */
  double now_y;   /* y down to which things are past */
  bool whole;     /* no moment: no now-line */
  bool past_ends; /* bands end at now_y, not at the bottom of the picture */
};

/* Sets up a painter for a picture; visible NULL: all of it. */
void painter_init (struct painter *painter, struct pen *pen, const struct diagram *diagram,
                   const cairo_rectangle_t *visible, const struct diagram_theme *theme,
                   const struct diagram_view *view);

void paint_picture (struct painter *painter);

/* What paints each kind of shape. */
void paint_bands (struct painter *painter);
void paint_lifelines_ahead (struct painter *painter);
void paint_arrows (struct painter *painter);
void paint_labels (struct painter *painter);
void paint_tokens (struct painter *painter);
void paint_blocks (struct painter *painter);
void paint_brackets (struct painter *painter);
void paint_braces (struct painter *painter);
void paint_notes (struct painter *painter);
void paint_axis (struct painter *painter);
void paint_cuts (struct painter *painter);
void paint_now_line (struct painter *painter);
void paint_selected_row (struct painter *painter);
void paint_heads (struct painter *painter);
void paint_legend (struct painter *painter);
void paint_guess (struct painter *painter);
void paint_density (struct painter *painter);

/* An arrow as it is seen at the moment. */
struct seen_arrow
{
  size_t index;
  const struct arrow *arrow;
  struct flight flight; /* what was known of it */
  double reached;       /* 0..1: how much of the way is drawn */
  bool future;          /* has not departed yet */
  bool under_way;
};

/* False when the arrow is not seen at all. */
bool see_arrow (const struct painter *painter, size_t index, struct seen_arrow *seen);

/* The arrows that may be seen lie in [first, end). */
void seen_range (const struct painter *painter, size_t *first, size_t *end);

/* The y at which the past of a band ends; `last`: it is the newest one of its host. */
double band_bottom (const struct painter *painter, const struct band *band, bool last);

/* True when a strip between two y values is in sight. */
static inline bool
is_visible (const struct painter *painter, double top, double bottom)
{
  return bottom >= painter->visible.y && top <= painter->visible.y + painter->visible.height;
}

/* --- paint-marks.c: parts of arrows, also for the legend --- */

/* A line with a direction. */
struct way
{
  double x0, y0;
  double ux, uy; /* unit vector */
  double length;
};

struct way way_from (double x0, double y0, double x1, double y1);
void mark_line (struct painter *painter, const struct way *way, double from, double to, const struct stroke *stroke);
void mark_tail (struct painter *painter, const struct way *way, enum arrow_class arrow_class, diagram_colour colour);
void mark_head (struct painter *painter, const struct way *way, enum arrow_class arrow_class, diagram_colour colour,
                double scale);
/* px between the end of the line and the tip of the head. */
double head_room (enum arrow_class arrow_class);
double tail_room (enum arrow_class arrow_class);
double line_width (enum arrow_class arrow_class);
void mark_cross (struct painter *painter, double x, double y, double half, double width, double clear);
void mark_question (struct painter *painter, double x, double y, double clear);
void mark_held (struct painter *painter, double x, double y, diagram_colour colour);
void mark_again (struct painter *painter, double x, double y, double angle, diagram_colour colour);
void mark_timer_ring (struct painter *painter, double x, double y, diagram_colour colour);
void mark_timer_tip (struct painter *painter, double x, double y, double inward, diagram_colour colour);
/* 45° stripes over a rectangle. */
void mark_stripes (struct painter *painter, double x, double y, double width, double height, double period,
                   double stripe, diagram_colour colour);
