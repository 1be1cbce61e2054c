/* Where an arrow's label stands: along the arrow, above the line if there is room. */
#include "diagram/layout.h"

#include <math.h>

#define TEXT_ASCENT 0.80 /* of the size */
#define TEXT_DESCENT 0.27
#define LANE_MARGIN 9.0
#define CROSS_HALF 10.5
#define HEAD_LENGTH 12.0
#define CLEAR 2.0 /* px around a label in which a line is too near */
#define STEPS_OF_WHOLE 5
#define CROSSINGS_MAX 2 /* a label that more lines go through cannot be read */

/* A rectangle that may be rotated: its centre, half its sides, and the direction of its length. */
struct box
{
  double x, y;
  double half_length, half_height;
  double cosine, sine;
};

/* The labels, heads and crosses near an arrow. */
struct surroundings
{
  struct diagram *diagram;
  size_t self;
  size_t first;
  size_t end;
};

static double
slope_angle (const struct diagram *diagram, const struct flight *flight, const struct arrow *arrow)
{
  double dx = fabs (diagram->frame.hosts[flight->from ^ 1u].edge - arrow->x0);
  double angle = atan2 (arrow->y1 - arrow->y0, fmax (dx, 1));

  return flight->from == HOST_A ? angle : -angle;
}

/* The box of a label of a width at a place. */
static struct box
box_at (const struct diagram *diagram, size_t index, const struct label_place *place)
{
  const struct flight *flight = flights_get (diagram->flights, index);
  const struct arrow *arrow = &diagram->shapes.arrows.items[index];
  double angle = slope_angle (diagram, flight, arrow);
  double size = diagram->frame.label_size;
  double middle = place->baseline + (TEXT_DESCENT - TEXT_ASCENT) / 2 * size;

  return (struct box){
    .x = arrow_x (diagram, flight, arrow, place->at * arrow->stop) - sin (angle) * middle,
    .y = arrow_y (arrow, place->at * arrow->stop) + cos (angle) * middle,
    .half_length = place->width / 2,
    .half_height = (TEXT_ASCENT + TEXT_DESCENT) / 2 * size,
    .cosine = cos (angle),
    .sine = sin (angle),
  };
}

/* True when a line along one of a's axes parts the boxes. */
static bool
parts (const struct box *a, const struct box *b, bool along_height)
{
  double ax = along_height ? -a->sine : a->cosine, ay = along_height ? a->cosine : a->sine;
  double distance = fabs ((b->x - a->x) * ax + (b->y - a->y) * ay);
  double own = along_height ? a->half_height : a->half_length;
  double other
      = fabs (b->cosine * ax + b->sine * ay) * b->half_length + fabs (-b->sine * ax + b->cosine * ay) * b->half_height;

  return distance >= own + other;
}

static bool
boxes_meet (const struct box *a, const struct box *b)
{
  return !parts (a, b, false) && !parts (a, b, true) && !parts (b, a, false) && !parts (b, a, true);
}

/* True when the line from (x0, y0) to (x1, y1) goes through the box. */
static bool
line_crosses (const struct box *box, double x0, double y0, double x1, double y1)
{
  double from = 0, to = 1;
  double start[2] = { (x0 - box->x) * box->cosine + (y0 - box->y) * box->sine,
                      -(x0 - box->x) * box->sine + (y0 - box->y) * box->cosine };
  double step[2]
      = { (x1 - x0) * box->cosine + (y1 - y0) * box->sine, -(x1 - x0) * box->sine + (y1 - y0) * box->cosine };
  double half[2] = { box->half_length, box->half_height };

  for (int axis = 0; axis < 2; axis++)
    {
      if (fabs (step[axis]) < 1e-9)
        {
          if (fabs (start[axis]) > half[axis])
            return false;
          continue;
        }
      double enter = (-half[axis] - start[axis]) / step[axis];
      double leave = (half[axis] - start[axis]) / step[axis];
      from = fmax (from, fmin (enter, leave));
      to = fmin (to, fmax (enter, leave));
    }
  return from < to;
}

static bool
meets_end_of (const struct surroundings *around, size_t index, const struct box *box)
{
  const struct diagram *diagram = around->diagram;
  const struct flight *flight = flights_get (diagram->flights, index);
  const struct arrow *arrow = &diagram->shapes.arrows.items[index];
  double x = arrow_x (diagram, flight, arrow, arrow->stop), y = arrow_y (arrow, arrow->stop);
  double half = arrow->stop < 1 ? CROSS_HALF : HEAD_LENGTH / 2;
  double inward = arrow->stop < 1 ? 0 : (flight->from == HOST_A ? -half : half);
  struct box end = { .x = x + inward, .y = y, .half_length = half, .half_height = half, .cosine = 1 };

  return boxes_meet (&end, box);
}

/* True when the strip of a cut, or the pill in it, would hide the box. */
static bool
meets_cut (const struct diagram *diagram, const struct cut *cut, const struct box *box)
{
  const struct frame *frame = &diagram->frame;
  double lane = frame->hosts[HOST_B].edge - frame->hosts[HOST_A].edge;
  char words[PILL_WORDS_SIZE];
  struct box strip = {
    .x = frame->hosts[HOST_A].edge + lane / 2,
    .y = (cut->extent.top + cut->extent.bottom) / 2,
    .half_length = lane / 2,
    .half_height = (cut->extent.bottom - cut->extent.top) / 2,
    .cosine = 1,
  };
  struct box pill = strip;

  pill.half_length = cut_pill_width (diagram, cut, words) / 2;
  pill.half_height = PILL_HEIGHT / 2;
  return boxes_meet (&strip, box) || boxes_meet (&pill, box);
}

static bool
meets_a_cut (const struct diagram *diagram, const struct box *box)
{
  double reach = fabs (box->sine) * box->half_length + fabs (box->cosine) * box->half_height + PILL_HEIGHT;

  for (size_t i = shapes_first (&diagram->shapes.cuts, box->y - reach);
       i < diagram->shapes.cuts.length && diagram->shapes.cuts.items[i].extent.top < box->y + reach; i++)
    if (meets_cut (diagram, &diagram->shapes.cuts.items[i], box))
      return true;
  return false;
}

/* A quick look: whether the heights of an arrow and a box have something in common. */
static bool
is_beside (const struct arrow *arrow, const struct box *box)
{
  double reach = fabs (box->sine) * box->half_length + fabs (box->cosine) * box->half_height;

  return box->y + reach >= arrow->extent.top && box->y - reach <= arrow->extent.bottom;
}

static bool
is_free (const struct surroundings *around, const struct box *box)
{
  const struct diagram *diagram = around->diagram;
  double reach = fabs (box->cosine) * box->half_length + fabs (box->sine) * box->half_height;

  if (box->x - reach < diagram->frame.hosts[HOST_A].edge + LANE_MARGIN
      || box->x + reach > diagram->frame.hosts[HOST_B].edge - LANE_MARGIN || meets_a_cut (diagram, box))
    return false;
  for (size_t i = around->first; i < around->end; i++)
    {
      const struct arrow *arrow = &diagram->shapes.arrows.items[i];

      if (arrow->left_out || !is_beside (arrow, box))
        continue;
      if (i < around->self && arrow->placed && !arrow->label.hidden)
        {
          struct box other = box_at (diagram, i, &arrow->label);

          if (boxes_meet (box, &other))
            return false;
        }
      if (meets_end_of (around, i, box))
        return false;
    }
  return true;
}

/* How many other arrows go through a place. */
static size_t
crossings (const struct surroundings *around, const struct box *box)
{
  const struct diagram *diagram = around->diagram;
  size_t count = 0;

  for (size_t i = around->first; i < around->end; i++)
    {
      const struct flight *flight = flights_get (diagram->flights, i);
      const struct arrow *arrow = &diagram->shapes.arrows.items[i];

      if (i != around->self && !arrow->left_out && is_beside (arrow, box))
        count += line_crosses (box, arrow->x0, arrow->y0, arrow_x (diagram, flight, arrow, arrow->stop),
                               arrow_y (arrow, arrow->stop));
    }
  return count;
}

/* Takes the first free place that no arrow crosses, else the free place that the fewest cross. False when there is
 * none where it could be read. */
static bool
find_place (const struct surroundings *around, struct label_place *place)
{
  /* The last ones are for what begins under way: its label may begin before it does. */
  static const double steps[] = { 0.50, 0.38, 0.62, 0.28, 0.72, 0.15, 0.00, -0.15, -0.30 };
  const struct arrow *arrow = &around->diagram->shapes.arrows.items[around->self];
  const struct flight *flight = flights_get (around->diagram->flights, around->self);
  bool whole = arrow->x0 == around->diagram->frame.hosts[flight->from].edge;
  size_t step_count = whole ? STEPS_OF_WHOLE : sizeof steps / sizeof steps[0];
  static const double baselines[] = { -LABEL_RISE, -LABEL_RISE_TIGHT, LABEL_DROP };
  size_t fewest = SIZE_MAX;
  struct label_place best = *place;

  for (size_t line = 0; line < sizeof baselines / sizeof baselines[0]; line++)
    for (size_t i = 0; i < step_count && fewest > 0; i++)
      {
        struct label_place candidate = *place;

        candidate.at = steps[i];
        candidate.baseline = baselines[line];
        struct box box = box_at (around->diagram, around->self, &candidate);
        if (!is_free (around, &box))
          continue;
        size_t count = crossings (around, &box);
        if (count < fewest)
          {
            fewest = count;
            best = candidate;
          }
      }
  *place = best;
  return fewest <= CROSSINGS_MAX;
}

static double
label_width (const struct diagram *diagram, size_t index, bool shortened)
{
  const struct flight *flight = flights_get (diagram->flights, index);
  struct text text;
  char pill[48];
  double width;

  label_text (diagram, index, shortened, &text);
  width = text_width (diagram->measure, &text, diagram->frame.label_size);
  if (label_has_icon (flight))
    width += LABEL_ICON_WIDTH;
  if (label_pill (diagram, flight, pill, sizeof pill))
    width += PILL_GAP + PILL_PADDING + string_width (diagram->measure, pill, FONT_BOLD, PILL_FONT_SIZE);
  return width;
}

void
label_place (struct diagram *diagram, size_t arrow, size_t end)
{
  struct arrow *shape = &diagram->shapes.arrows.items[arrow];
  struct surroundings around = {
    .diagram = diagram,
    .self = arrow,
    .first = shapes_first (&diagram->shapes.arrows, shape->extent.top),
    .end = end,
  };
  struct label_place place = { .width = label_width (diagram, arrow, false) };

  if (!find_place (&around, &place))
    {
      place.shortened = true;
      place.width = label_width (diagram, arrow, true);
      place.hidden = !find_place (&around, &place);
    }
  struct box box = box_at (diagram, arrow, &place);
  box.half_length += CLEAR;
  box.half_height += CLEAR;
  place.crossed = crossings (&around, &box) > 0;
  shape->label = place;
  shape->placed = true;
}
