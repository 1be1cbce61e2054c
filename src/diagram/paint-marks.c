/* The parts of arrows: lines, tails, heads and signs. */
#include "diagram/paint.h"

#include <math.h>

#define HEAD_LENGTH 11.0
#define HEAD_HALF 4.8
#define FIN_HEAD_DISTANCE 9.0
#define RST_CROSS_DISTANCE 19.0

struct way
way_from (double x0, double y0, double x1, double y1)
{
  double length = fmax (hypot (x1 - x0, y1 - y0), 1e-6);

  return (struct way){ .x0 = x0, .y0 = y0, .ux = (x1 - x0) / length, .uy = (y1 - y0) / length, .length = length };
}

/* A point along the way, and beside it. */
static double
way_x (const struct way *way, double along, double beside)
{
  return way->x0 + way->ux * along - way->uy * beside;
}

static double
way_y (const struct way *way, double along, double beside)
{
  return way->y0 + way->uy * along + way->ux * beside;
}

double
line_width (enum arrow_class arrow_class)
{
  return arrow_class == ARROW_ACK ? 1.4 : 2.25;
}

double
head_room (enum arrow_class arrow_class)
{
  switch (arrow_class)
    {
    case ARROW_ACK:
      return 1;
    case ARROW_FIN:
      return FIN_HEAD_DISTANCE + 8;
    default:
      return 9;
    }
}

double
tail_room (enum arrow_class arrow_class)
{
  return arrow_class == ARROW_SYN ? 4 : 0;
}

void
mark_line (struct painter *painter, const struct way *way, double from, double to, const struct stroke *stroke)
{
  if (to <= from)
    return;
  pen_move (painter->pen, way_x (way, from, 0), way_y (way, from, 0));
  pen_line (painter->pen, way_x (way, to, 0), way_y (way, to, 0));
  pen_paint (painter->pen, 0, stroke);
}

void
mark_tail (struct painter *painter, const struct way *way, enum arrow_class arrow_class, diagram_colour colour)
{
  struct pen *pen = painter->pen;

  switch (arrow_class)
    {
    case ARROW_SYN:
      pen_circle (pen, way_x (way, 1, 0), way_y (way, 1, 0), 4);
      pen_paint (pen, painter->theme->background, &(struct stroke){ .colour = colour, .width = 2 });
      break;
    case ARROW_DATA:
      pen_rectangle (pen, way->x0 - 3.5, way->y0 - 3.5, 7, 7, 0);
      pen_paint (pen, colour, NULL);
      break;
    case ARROW_FIN:
      pen_move (pen, way_x (way, 0, -6), way_y (way, 0, -6));
      pen_line (pen, way_x (way, 0, 6), way_y (way, 0, 6));
      pen_paint (pen, 0, &(struct stroke){ .colour = colour, .width = 3 });
      break;
    case ARROW_ACK:
    case ARROW_RST:
      pen_circle (pen, way->x0, way->y0, 2);
      pen_paint (pen, colour, NULL);
      break;
    }
}

static void
triangle (struct painter *painter, const struct way *way, double tip, diagram_colour colour, double scale)
{
  pen_move (painter->pen, way_x (way, tip, 0), way_y (way, tip, 0));
  pen_line (painter->pen, way_x (way, tip - HEAD_LENGTH * scale, HEAD_HALF * scale),
            way_y (way, tip - HEAD_LENGTH * scale, HEAD_HALF * scale));
  pen_line (painter->pen, way_x (way, tip - HEAD_LENGTH * scale, -HEAD_HALF * scale),
            way_y (way, tip - HEAD_LENGTH * scale, -HEAD_HALF * scale));
  pen_close (painter->pen);
  pen_paint (painter->pen, colour, NULL);
}

void
mark_head (struct painter *painter, const struct way *way, enum arrow_class arrow_class, diagram_colour colour,
           double scale)
{
  struct pen *pen = painter->pen;

  if (scale <= 0)
    return;
  if (arrow_class == ARROW_ACK)
    {
      pen_move (pen, way_x (way, way->length - 10 * scale, 4.5 * scale),
                way_y (way, way->length - 10 * scale, 4.5 * scale));
      pen_line (pen, way_x (way, way->length, 0), way_y (way, way->length, 0));
      pen_line (pen, way_x (way, way->length - 10 * scale, -4.5 * scale),
                way_y (way, way->length - 10 * scale, -4.5 * scale));
      pen_paint (pen, 0, &(struct stroke){ .colour = colour, .width = 1.6, .round = true });
      return;
    }
  triangle (painter, way, way->length, colour, scale);
  if (arrow_class == ARROW_FIN)
    triangle (painter, way, way->length - FIN_HEAD_DISTANCE, colour, scale);
  if (arrow_class == ARROW_RST)
    {
      double along = way->length - RST_CROSS_DISTANCE;

      mark_cross (painter, way_x (way, along, 0), way_y (way, along, 0), 4.5, 2.2, 0);
    }
}

void
mark_cross (struct painter *painter, double x, double y, double half, double width, double clear)
{
  struct pen *pen = painter->pen;

  if (clear > 0)
    {
      pen_circle (pen, x, y, clear);
      pen_paint (pen, painter->theme->background, NULL);
    }
  pen_move (pen, x - half, y - half);
  pen_line (pen, x + half, y + half);
  pen_move (pen, x - half, y + half);
  pen_line (pen, x + half, y - half);
  pen_paint (pen, 0, &(struct stroke){ .colour = painter->theme->lost, .width = width, .round = true });
}

/* Nobody knows. */
void
mark_question (struct painter *painter, double x, double y, double clear)
{
  pen_circle (painter->pen, x, y, clear);
  pen_paint (painter->pen, painter->theme->background, NULL);
  pen_string (painter->pen, x, y + 6, ANCHOR_MIDDLE, 17, FONT_BOLD, painter->theme->second_ink, "?");
}

/* Two bars in a ring: it waits. */
void
mark_held (struct painter *painter, double x, double y, diagram_colour colour)
{
  struct pen *pen = painter->pen;

  pen_circle (pen, x, y, 9);
  pen_paint (pen, painter->theme->background, &(struct stroke){ .colour = colour, .width = 1.75 });
  for (int side = -1; side <= 1; side += 2)
    {
      pen_move (pen, x + 2.25 * side, y - 3.5);
      pen_line (pen, x + 2.25 * side, y + 3.5);
    }
  pen_paint (pen, 0, &(struct stroke){ .colour = colour, .width = 2, .round = true });
}

/* The circular arrow of a retransmission, turned with its label about (x, y), the middle of the circle. */
void
mark_again (struct painter *painter, double x, double y, double angle, diagram_colour colour)
{
  static const double tip[3][2] = { { -4.75, -6.13 }, { -0.15, -5.53 }, { -3.55, -1.93 } };
  struct pen *pen = painter->pen;
  double open = 0.698; /* half of the gap, radians */

  pen_arc (pen, x, y, 4.6, angle - PEN_PI / 2 + open, angle + 1.5 * PEN_PI - open);
  pen_paint (pen, 0, &(struct stroke){ .colour = colour, .width = 1.7, .round = true });
  for (int i = 0; i < 3; i++)
    {
      double px = x + tip[i][0] * cos (angle) - tip[i][1] * sin (angle);
      double py = y + tip[i][0] * sin (angle) + tip[i][1] * cos (angle);

      if (i == 0)
        pen_move (pen, px, py);
      else
        pen_line (pen, px, py);
    }
  pen_close (pen);
  pen_paint (pen, colour, NULL);
}

void
mark_timer_ring (struct painter *painter, double x, double y, diagram_colour colour)
{
  pen_circle (painter->pen, x, y, 3.2);
  pen_paint (painter->pen, painter->theme->background, &(struct stroke){ .colour = colour, .width = 1.5 });
}

/* inward: +1 when the band lies to the right. */
void
mark_timer_tip (struct painter *painter, double x, double y, double inward, diagram_colour colour)
{
  pen_move (painter->pen, x + 8 * inward, y);
  pen_line (painter->pen, x, y - 4.5);
  pen_line (painter->pen, x, y + 4.5);
  pen_close (painter->pen);
  pen_paint (painter->pen, colour, NULL);
}

/* --- stripes --- */

/* The part of the line x + y = sum that lies in the rectangle. False when there is none. */
static bool
diagonal_in (double x, double y, double width, double height, double sum, double from[2], double to[2])
{
  double low = fmax (x, sum - (y + height)), high = fmin (x + width, sum - y);

  if (high < low)
    return false;
  from[0] = low;
  from[1] = sum - low;
  to[0] = high;
  to[1] = sum - high;
  return true;
}

/* A corner of the rectangle whose sum of coordinates lies between two diagonals belongs to the stripe. */
static void
line_to_corner (struct pen *pen, double x, double y, double lower, double upper)
{
  if (x + y > lower && x + y < upper)
    pen_line (pen, x, y);
}

void
mark_stripes (struct painter *painter, double x, double y, double width, double height, double period, double stripe,
              diagram_colour colour)
{
  struct pen *pen = painter->pen;
  double step = period * sqrt (2), thick = stripe * sqrt (2);
  double start = x + y, end = x + y + width + height;
  double above = painter->visible.y - y, below = y + height - (painter->visible.y + painter->visible.height);

  if (colour == 0 || width <= 0 || height <= 0)
    return;
  /* Only those in sight, each where it always is. */
  if (above > width + step)
    start += floor ((above - width) / step) * step;
  if (below > step)
    end -= floor (below / step) * step;
  for (double sum = start; sum < end; sum += step)
    {
      double lower = sum, upper = fmin (sum + thick, end);
      double a0[2], a1[2], b0[2], b1[2];

      if (!diagonal_in (x, y, width, height, lower, a0, a1) || !diagonal_in (x, y, width, height, upper, b0, b1))
        continue;
      pen_move (pen, a0[0], a0[1]);
      pen_line (pen, a1[0], a1[1]);
      line_to_corner (pen, x + width, y, lower, upper);
      pen_line (pen, b1[0], b1[1]);
      pen_line (pen, b0[0], b0[1]);
      line_to_corner (pen, x, y + height, lower, upper);
      pen_close (pen);
    }
  pen_paint (pen, colour, NULL);
}
