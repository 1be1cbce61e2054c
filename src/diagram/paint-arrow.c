/* Arrows, their labels, and the tokens of segments under way. */
#include "diagram/paint.h"

#include <math.h>
#include <stdio.h>

#define FUTURE_ALPHA 0.35
#define LOST_HALF 6.5
#define LOST_CLEAR 10.5
#define LOST_ROOM 9.0 /* px between the end of the line and the middle of the ✕ */
#define HELD_ROOM 9.5
#define GLOW_WIDTH 9.0
#define GLOW_ALPHA 0x47           /* of 0xff */
#define CROWDED 17.0              /* px between departures */
#define LABEL_TURN (PEN_PI / 360) /* labels turn by steps of half a degree: letters are kept for each angle */
#define TOKEN_RADIUS 8.0
#define TOKEN_RING 15.0

static diagram_colour
with_alpha (diagram_colour colour, unsigned alpha)
{
  return (colour & 0xffffff00u) | alpha;
}

static struct way
way_of (const struct painter *painter, const struct seen_arrow *seen)
{
  const struct diagram *diagram = painter->diagram;

  return way_from (seen->arrow->x0, seen->arrow->y0, arrow_x (diagram, &seen->flight, seen->arrow, 1),
                   arrow_y (seen->arrow, 1));
}

static struct stroke
stroke_of (const struct painter *painter, const struct seen_arrow *seen)
{
  enum arrow_class arrow_class = seen->arrow->arrow_class;
  struct stroke stroke = { .colour = painter->theme->arrows[arrow_class], .width = line_width (arrow_class) };

  if (seen->flight.fate == FLIGHT_NOT_SEEN)
    stroke.dash_on = 3, stroke.dash_off = 6, stroke.round = true;
  else if (label_has_icon (&seen->flight))
    stroke.dash_on = 8, stroke.dash_off = 5;
  else if (arrow_class == ARROW_RST)
    stroke.dash_on = 1.5, stroke.dash_off = 5, stroke.round = true;
  return stroke;
}

static bool
is_selected (const struct painter *painter, const struct seen_arrow *seen)
{
  event_id selected = painter->view->selected;

  return selected != EVENT_NONE && flights_find (painter->diagram->flights, selected) == seen->index;
}

static void
paint_glow (struct painter *painter, const struct way *way, double to)
{
  struct stroke glow = {
    .colour = with_alpha (painter->theme->accent, GLOW_ALPHA),
    .width = GLOW_WIDTH,
    .round = true,
  };

  mark_line (painter, way, 0, to, &glow);
}

/* How far the head has unfolded: it grows in the instant of its arrival. */
static double
head_scale (const struct painter *painter, const struct seen_arrow *seen)
{
  return !painter->whole && seen->flight.end == painter->now ? painter->view->transition : 1;
}

/* The end of an arrow as far as it is known: under way it has none. */
static void
paint_end (struct painter *painter, const struct seen_arrow *seen, const struct way *way, diagram_colour colour)
{
  double along = way->length * seen->reached;
  double x = way->x0 + way->ux * along, y = way->y0 + way->uy * along;
  double scale = head_scale (painter, seen);

  switch ((enum flight_fate) seen->flight.fate)
    {
    case FLIGHT_ARRIVED:
      mark_head (painter, way, seen->arrow->arrow_class, colour, scale);
      if (seen->flight.corrupted && seen->flight.discarded)
        mark_cross (painter, x - way->ux * 24, y - way->uy * 24, 4.5, 2.2, 7);
      break;
    case FLIGHT_NOT_SEEN:
      if (!seen->arrow->came_again)
        {
          mark_question (painter, x, y, LOST_CLEAR);
          break;
        }
      /* It was sent again, so it was lost. */
      mark_cross (painter, x, y, LOST_HALF, 3, LOST_CLEAR);
      break;
    case FLIGHT_LOST:
      mark_cross (painter, x, y, LOST_HALF * (0.6 + 0.4 * scale), 3, LOST_CLEAR);
      break;
    case FLIGHT_HELD:
      mark_held (painter, x, y, colour);
      break;
    case FLIGHT_UNDER_WAY:
      break;
    }
}

static double
end_room (const struct seen_arrow *seen)
{
  switch ((enum flight_fate) seen->flight.fate)
    {
    case FLIGHT_ARRIVED:
      return head_room (seen->arrow->arrow_class);
    case FLIGHT_LOST:
    case FLIGHT_NOT_SEEN:
      return LOST_ROOM;
    case FLIGHT_HELD:
      return HELD_ROOM;
    case FLIGHT_UNDER_WAY:
      break;
    }
  return 0;
}

/* The rest of the way of a segment under way. */
static void
paint_rest (struct painter *painter, const struct seen_arrow *seen, const struct way *way, diagram_colour colour)
{
  struct stroke rest = {
    .colour = with_alpha (colour, 0xbf),
    .width = 1.25,
    .dash_on = 2,
    .dash_off = 5,
    .round = true,
  };

  mark_line (painter, way, way->length * seen->reached + 14, way->length - 3, &rest);
  pen_circle (painter->pen, way->x0 + way->ux * way->length, way->y0 + way->uy * way->length, 3);
  pen_paint (painter->pen, 0, &(struct stroke){ .colour = colour, .width = 1.25 });
}

static void
paint_arrow (struct painter *painter, const struct seen_arrow *seen)
{
  enum arrow_class arrow_class = seen->arrow->arrow_class;
  struct way way = way_of (painter, seen);
  struct stroke stroke = stroke_of (painter, seen);
  double to = fmax (way.length * seen->reached - end_room (seen), 0);

  pen_begin (painter->pen, NULL);
  if (seen->future)
    painter->pen->alpha = FUTURE_ALPHA;
  if (is_selected (painter, seen))
    paint_glow (painter, &way, way.length * seen->reached);
  if (seen->under_way)
    paint_rest (painter, seen, &way, stroke.colour);
  mark_line (painter, &way, tail_room (arrow_class), to, &stroke);
  if (seen->flight.fate != FLIGHT_NOT_SEEN && !seen->arrow->cut)
    mark_tail (painter, &way, arrow_class, stroke.colour);
  paint_end (painter, seen, &way, stroke.colour);
  painter->pen->alpha = 1;
  pen_end (painter->pen);
}

void
paint_arrows (struct painter *painter)
{
  size_t first, end;
  struct seen_arrow seen;

  seen_range (painter, &first, &end);
  for (size_t i = first; i < end; i++)
    if (see_arrow (painter, i, &seen))
      paint_arrow (painter, &seen);
}

/* --- labels --- */

static void
paint_pill (struct painter *painter, const char *words, double x, double y, double angle, diagram_colour colour)
{
  struct pen *pen = painter->pen;
  double half = (string_width (painter->diagram->measure, words, FONT_BOLD, PILL_FONT_SIZE) + PILL_PADDING) / 2;
  double cosine = cos (angle), sine = sin (angle);
  double straight = half - 9;
  struct text text;

  /* Two half circles and the lines between them, turned about the middle. */
  pen_arc (pen, x + straight * cosine, y + straight * sine, 9, angle - PEN_PI / 2, angle + PEN_PI / 2);
  pen_line (pen, x - straight * cosine - 9 * sine, y - straight * sine + 9 * cosine);
  for (int i = 1; i <= 4; i++)
    {
      double turn = angle + PEN_PI / 2 + i * PEN_PI / 4, before = turn - PEN_PI / 4;
      double handle = 4.0 / 3.0 * tan (PEN_PI / 16) * 9;
      double cx = x - straight * cosine, cy = y - straight * sine;

      pen_curve (pen, cx + 9 * cos (before) - handle * sin (before), cy + 9 * sin (before) + handle * cos (before),
                 cx + 9 * cos (turn) + handle * sin (turn), cy + 9 * sin (turn) - handle * cos (turn),
                 cx + 9 * cos (turn), cy + 9 * sin (turn));
    }
  pen_close (pen);
  pen_paint (pen, painter->theme->background, &(struct stroke){ .colour = colour, .width = 1.2 });
  text_init (&text);
  text_add (&text, words, FONT_BOLD, ROLE_PLAIN);
  pen_text (pen, &(struct pen_text){ .text = &text,
                                     .x = x - 4 * sine,
                                     .y = y + 4 * cosine,
                                     .angle = angle,
                                     .size = PILL_FONT_SIZE,
                                     .anchor = ANCHOR_MIDDLE,
                                     .colour = colour });
}

/* A label with all that belongs to it, its middle at (x, y) on the baseline. */
static void
paint_label_at (struct painter *painter, const struct seen_arrow *seen, bool shortened, double x, double y,
                double angle, double width)
{
  const struct diagram *diagram = painter->diagram;
  enum arrow_class arrow_class = seen->arrow->arrow_class;
  diagram_colour colour = painter->theme->arrows[arrow_class];
  double size = diagram->frame.label_size;
  double from = -width / 2, to = width / 2;
  double rise = 4.57;
  bool alone = !seen->arrow->label.crossed && !seen->under_way && painter->view->hovered != seen->index;
  struct text text;
  char pill[48];

  label_text (diagram, seen->index, shortened, &text);
  if (label_has_icon (&seen->flight))
    {
      double along = from + 6;

      mark_again (painter, x + along * cos (angle) + 4.4 * sin (angle), y + along * sin (angle) - 4.4 * cos (angle),
                  angle, colour);
      from += LABEL_ICON_WIDTH;
    }
  if (label_pill (diagram, &seen->flight, pill, sizeof pill))
    {
      double half = (string_width (diagram->measure, pill, FONT_BOLD, PILL_FONT_SIZE) + PILL_PADDING) / 2;
      double along = to - half;
      bool bad = seen->flight.corrupted;

      paint_pill (painter, pill, x + along * cos (angle) + rise * sin (angle),
                  y + along * sin (angle) - rise * cos (angle), angle, bad ? painter->theme->lost : colour);
      to -= 2 * half + PILL_GAP;
    }
  double middle = (from + to) / 2;
  pen_text (painter->pen, &(struct pen_text){
                              .text = &text,
                              .x = x + middle * cos (angle),
                              .y = y + middle * sin (angle),
                              .angle = angle,
                              .size = size,
                              .anchor = ANCHOR_MIDDLE,
                              .colour = painter->theme->ink,
                              .class_colour = colour,
                              .halo = alone ? 0 : painter->theme->background,
                          });
}

/* px along the drawn way that a label needs beside its middle. */
static double
shortened_width (const struct painter *painter, size_t index)
{
  struct text text;

  label_text (painter->diagram, index, true, &text);
  return text_width (painter->diagram->measure, &text, painter->diagram->frame.label_size);
}

/* True when an arrow beside it departs so near that a label that is not at its place would lie on another. */
static bool
is_crowded (const struct painter *painter, const struct seen_arrow *seen)
{
  const struct shapes *shapes = &painter->diagram->shapes;
  size_t first = seen->index > 0 ? seen->index - 1 : 0;

  for (size_t i = first; i <= seen->index + 1 && i < shapes->arrows.length; i++)
    if (i != seen->index && !shapes->arrows.items[i].left_out
        && fabs (shapes->arrows.items[i].y0 - seen->arrow->y0) < CROWDED)
      return true;
  return false;
}

static void
paint_label (struct painter *painter, const struct seen_arrow *seen)
{
  const struct diagram *diagram = painter->diagram;
  const struct arrow *arrow = seen->arrow;
  struct way way = way_of (painter, seen);
  double slope = seen->flight.from == HOST_A ? atan2 (way.uy, way.ux) : atan2 (-way.uy, -way.ux);
  double angle = round (slope / LABEL_TURN) * LABEL_TURN;
  double along = arrow->label.at * arrow->stop * way.length;
  double width = arrow->label.width;
  bool shortened = arrow->label.shortened;
  bool hovered = painter->view->hovered == seen->index;

  if (seen->under_way && is_crowded (painter, seen) && along + width / 2 > seen->reached * way.length)
    return;
  if (seen->under_way && along + width / 2 > seen->reached * way.length)
    {
      /* Its place is still ahead: what there is room for stands on the way that is done. */
      shortened = true;
      width = shortened_width (painter, seen->index);
      if (label_has_icon (&seen->flight))
        width += LABEL_ICON_WIDTH;
      if (seen->reached * way.length < width + 24 + TOKEN_RING)
        return;
      along = (seen->reached * way.length - TOKEN_RING) / 2;
    }
  else if (arrow->label.hidden && !hovered)
    return;
  else if ((arrow->label.hidden || shortened) && hovered)
    {
      struct text text;

      label_text (diagram, seen->index, false, &text);
      shortened = false;
      along = way.length * seen->reached / 2;
      width = text_width (diagram->measure, &text, diagram->frame.label_size);
      if (label_has_icon (&seen->flight))
        width += LABEL_ICON_WIDTH;
    }
  double rise = seen->under_way || arrow->label.hidden ? LABEL_RISE : -arrow->label.baseline;
  double x = way.x0 + way.ux * along + sin (angle) * rise;
  double y = way.y0 + way.uy * along - cos (angle) * rise;
  paint_label_at (painter, seen, shortened, x, y, angle, width);
}

/* What the label does not say: who sends it to whom, whether it was lost, and its words if they are not there in full.
 */
static void
make_title (const struct painter *painter, const struct seen_arrow *seen, char *title, size_t size)
{
  const struct diagram *diagram = painter->diagram;
  static const char *const sides[HOST_COUNT] = { "A", "B" };
  const char *names[HOST_COUNT];
  const struct label_place *place = &seen->arrow->label;
  bool told = !place->hidden && !place->shortened;
  struct text text;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      const char *name = trace_host_const (diagram->trace, host)->name;

      names[host] = name[0] != '\0' ? name : sides[host];
    }
  label_text (diagram, seen->index, false, &text);
  bool lost = seen->flight.fate == FLIGHT_LOST;
  snprintf (title, size, "%s \xe2\x86\x92 %s%s%s%s%s", names[seen->flight.from], names[seen->flight.from ^ 1u],
            told ? "" : ": ", told ? "" : text.octets, lost ? ", " : "",
            lost ? diagram_word (diagram, WORD_LEGEND_LOST) : "");
}

void
paint_labels (struct painter *painter)
{
  size_t first, end;
  struct seen_arrow seen;
  char title[2 * TEXT_SIZE];

  seen_range (painter, &first, &end);
  for (size_t i = first; i < end; i++)
    if (see_arrow (painter, i, &seen) && !seen.future)
      {
        make_title (painter, &seen, title, sizeof title);
        pen_begin (painter->pen, title);
        paint_label (painter, &seen);
        pen_end (painter->pen);
      }
}

/* --- tokens --- */

static void
paint_token (struct painter *painter, const struct seen_arrow *seen)
{
  struct pen *pen = painter->pen;
  diagram_colour colour = painter->theme->arrows[seen->arrow->arrow_class];
  double x = arrow_x (painter->diagram, &seen->flight, seen->arrow, seen->reached);
  double y = arrow_y (seen->arrow, seen->reached);

  if (is_selected (painter, seen) || painter->view->hovered == seen->index)
    {
      pen_circle (pen, x, y, TOKEN_RING);
      pen_paint (pen, with_alpha (painter->theme->accent, 0x40),
                 &(struct stroke){ .colour = painter->theme->accent, .width = 2 });
    }
  pen_circle (pen, x, y, TOKEN_RADIUS);
  pen_paint (pen, colour, &(struct stroke){ .colour = painter->theme->background, .width = 2 });
}

void
paint_tokens (struct painter *painter)
{
  size_t first, end;
  struct seen_arrow seen;

  seen_range (painter, &first, &end);
  for (size_t i = first; i < end; i++)
    if (see_arrow (painter, i, &seen) && seen.under_way)
      {
        pen_begin (painter->pen, NULL);
        paint_token (painter, &seen);
        pen_end (painter->pen);
      }
}
