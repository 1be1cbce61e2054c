/* Where things are across the picture. */
#pragma once

#include "diagram/diagram.h"

#define BAND_WIDTH 116.0
#define BAND_WIDTH_NARROW 28.0
#define STRAND_ZONE 12.0
#define STRAND_INNER 2.0 /* centres, from the inner edge outwards */
#define STRAND_OUTER 7.5
#define STRAND_MIDDLE 4.5
#define NARROW_WIDTH 820.0

struct frame_host
{
  double band;    /* x of the band's left edge */
  double edge;    /* x of the lane's edge, where arrows end */
  double outer;   /* x of the band's edge at the margin */
  double outward; /* -1 for A, +1 for B */
};

struct frame
{
  double width;
  double top;  /* y where bands begin */
  double lead; /* px from there to the first instant */
  double axis; /* x of the time axis */
  double band_width;
  double label_size; /* px of arrow labels */
  double cut_height;
  double listen_gap;
  bool narrow;      /* rotated state names, notes without text */
  bool wide_margin; /* room for a time axis and brackets */
  struct frame_host hosts[HOST_COUNT];
};

/* head: px for what stands above the bands in a figure. wide_lane: the lane of a figure of natural width is as wide as
 * the design allows. */
void frame_init (struct frame *frame, const struct diagram_options *options, double head, bool wide_lane);

static inline double
frame_lane (const struct frame *frame)
{
  return frame->hosts[HOST_B].edge - frame->hosts[HOST_A].edge;
}
