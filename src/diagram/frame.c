#include "diagram/frame.h"

#include <math.h>

#define LANE_MIN 260.0
#define LANE_MAX 460.0

/* Room beside the bands and the lane between them, before the width is known. */
struct shape_of_layout
{
  double left;
  double right;
  double lane;
  double left_min;
  double right_min;
  double axis;
};

static const struct shape_of_layout figure_plain = { 172, 172, 360, 150, 150, 64 };
static const struct shape_of_layout figure_wide = { 252, 192, 420, 200, 150, 84 };
static const struct shape_of_layout window_layout = { 200, 184, 420, 132, 84, 76 };

static const struct shape_of_layout *
shape_of (const struct diagram_options *options)
{
  if (options->layout == LAYOUT_WINDOW)
    return &window_layout;
  return options->show_gutter ? &figure_wide : &figure_plain;
}

static void
place_host (struct frame *frame, unsigned host, double band, double edge)
{
  frame->hosts[host] = (struct frame_host){
    .band = band,
    .edge = edge,
    .outer = host == HOST_A ? band : band + frame->band_width,
    .outward = host == HOST_A ? -1 : 1,
  };
}

void
frame_init (struct frame *frame, const struct diagram_options *options, double head, bool wide_lane)
{
  const struct shape_of_layout *shape = shape_of (options);
  bool window = options->layout == LAYOUT_WINDOW;
  double natural_lane = wide_lane ? LANE_MAX : shape->lane;
  double natural = shape->left + shape->right + natural_lane + 2 * (BAND_WIDTH + STRAND_ZONE);
  double width = options->width > 0 ? options->width : natural;
  bool narrow = window && width < NARROW_WIDTH;
  double band = narrow ? BAND_WIDTH_NARROW : BAND_WIDTH;
  double bands = 2 * (band + STRAND_ZONE);
  double left = shape->left, right = shape->right;

  /* First the lane gives way, then the margins; what is too much goes to the margins. */
  double lane = fmin (fmax (width - bands - left - right, LANE_MIN), LANE_MAX);
  double spare = width - bands - left - right - lane;
  if (spare < 0)
    {
      double give = fmin (-spare, left - shape->left_min + (right - shape->right_min));
      double share = (left - shape->left_min) / (left - shape->left_min + (right - shape->right_min));

      left -= give * share;
      right -= give * (1 - share);
    }
  else
    {
      left += spare / 2;
      right += spare / 2;
    }

  *frame = (struct frame){
    .width = left + right + bands + lane,
    .top = window ? 11 : head,
    .lead = window ? 24 : 30,
    .axis = shape->axis + (window ? 0 : fmax (spare, 0) / 2),
    .band_width = band,
    .label_size = window ? 13.5 : 14,
    .cut_height = window ? 64 : 100,
    .listen_gap = window ? 12 : 14,
    .narrow = narrow,
    .wide_margin = shape != &figure_plain,
  };
  place_host (frame, HOST_A, left, left + band + STRAND_ZONE);
  place_host (frame, HOST_B, left + band + 2 * STRAND_ZONE + lane, left + band + STRAND_ZONE + lane);
}
