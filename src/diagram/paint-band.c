/* Bands, lifeline strands, the wedge of TIME-WAIT. */
#include "diagram/paint.h"

#include <math.h>

#define STRAND_WIDTH 3.5
#define LABEL_HEIGHT_MIN 15.0
#define LABEL_ROOM 10.0      /* px of a label above and below its middle */
#define NOTE_HEIGHT_MIN 38.0 /* two lines */
#define NOTE_ROOM 19.0
#define CUT_DISTANCE 12.0 /* px between a name and a cut, if there is another place */
#define FUTURE_ALPHA 0.35
#define WEDGE_WIDTH 8.5
#define SIGHT_ROOM 8.0
#define DASH_PERIODS 630.0 /* px: a multiple of every dashed pattern of bands and strands */

enum strand_look
{
  STRAND_HAIRLINE,
  STRAND_DASHED,
  STRAND_SOLID,
};

struct strands
{
  enum strand_look send;
  enum strand_look receive;
};

/* A band, or the part of it that is past or future. */
struct band_part
{
  const struct band *band;
  const struct frame_host *host;
  unsigned host_number;
  double top;
  double bottom;
  bool begins; /* its top is the band's */
};

static struct strands
strands_of (enum tcp_state state)
{
  switch (state)
    {
    case TCP_SYN_SENT:
      return (struct strands){ STRAND_DASHED, STRAND_HAIRLINE };
    case TCP_SYN_RECEIVED:
    case TCP_FIN_WAIT_1:
      return (struct strands){ STRAND_DASHED, STRAND_SOLID };
    case TCP_ESTABLISHED:
      return (struct strands){ STRAND_SOLID, STRAND_SOLID };
    case TCP_FIN_WAIT_2:
      return (struct strands){ STRAND_HAIRLINE, STRAND_SOLID };
    case TCP_CLOSE_WAIT:
      return (struct strands){ STRAND_SOLID, STRAND_HAIRLINE };
    case TCP_CLOSING:
    case TCP_LAST_ACK:
      return (struct strands){ STRAND_DASHED, STRAND_HAIRLINE };
    default:
      return (struct strands){ STRAND_HAIRLINE, STRAND_HAIRLINE };
    }
}

/* Shortens what reaches far out of sight, by whole periods of its dashes, so that they stay where they are. */
static void
crop_to_sight (const struct painter *painter, double period, double *top, double *bottom)
{
  double above = painter->visible.y - SIGHT_ROOM - *top;
  double below = *bottom - (painter->visible.y + painter->visible.height + SIGHT_ROOM);

  if (above > period)
    *top += floor (above / period) * period;
  if (below > period)
    *bottom -= floor (below / period) * period;
}

static void
vertical (struct painter *painter, double x, double top, double bottom, const struct stroke *stroke)
{
  if (bottom <= top)
    return;
  pen_move (painter->pen, x, top);
  pen_line (painter->pen, x, bottom);
  pen_paint (painter->pen, 0, stroke);
}

static void
paint_strand (struct painter *painter, double x, double top, double bottom, enum strand_look look,
              diagram_colour colour)
{
  if (look == STRAND_HAIRLINE)
    vertical (painter, x, top, bottom, &(struct stroke){ .colour = painter->theme->hairline, .width = 1 });
  else if (look == STRAND_DASHED)
    vertical (painter, x, top + 1, bottom,
              &(struct stroke){ .colour = colour, .width = STRAND_WIDTH, .dash_on = 5, .dash_off = 4 });
  else
    vertical (painter, x, top, bottom, &(struct stroke){ .colour = colour, .width = STRAND_WIDTH });
}

/* The wedge between two y values, narrowing from one share of its full width to another. */
static void
paint_wedge (struct painter *painter, const struct frame_host *host, double top, double bottom, double from, double to,
             diagram_colour colour)
{
  double middle = host->edge + host->outward * 4.75;
  double half_top = WEDGE_WIDTH / 2 * from, half_bottom = WEDGE_WIDTH / 2 * to;

  if (bottom <= top)
    return;
  pen_move (painter->pen, middle - half_top, top);
  pen_line (painter->pen, middle + half_top, top);
  pen_line (painter->pen, middle + half_bottom, bottom);
  pen_line (painter->pen, middle - half_bottom, bottom);
  pen_close (painter->pen);
  pen_paint (painter->pen, colour, NULL);
}

/* How much of a timer is left at an instant, 1..0. */
static double
share_left (const struct timer_shape *timer, vtime at)
{
  if (timer->until <= timer->from || at >= timer->until)
    return 0;
  return 1 - (double) (at - timer->from) / (double) (timer->until - timer->from);
}

/* Each run of the 2MSL timer is a wedge of its own: a restart begins a new one. */
static void
paint_wedges (struct painter *painter, const struct band_part *part)
{
  const struct diagram *diagram = painter->diagram;
  diagram_colour colour = painter->theme->bands[TCP_TIME_WAIT].strand;
  bool any = false;

  for (size_t i = timers_first (diagram, part->top); i < diagram->shapes.timers.length; i++)
    {
      const struct timer_shape *timer = &diagram->shapes.timers.items[i];
      bool ended
          = timer->how != TIMER_RUNS && (painter->whole || timer->to <= painter->now || timer->from > painter->now);
      double bottom = ended ? timer->extent.bottom : part->bottom;
      double left = share_left (timer, ended ? timer->to : painter->now);

      if (timer->host != part->host_number || timer->timer != TCP_TIMER_2MSL || timer->extent.top > part->bottom)
        continue;
      if (timer->how == TIMER_RESTARTED && ended)
        left = fmin (left, 0.5);
      paint_wedge (painter, part->host, fmax (timer->extent.top, part->top), fmin (bottom, part->bottom), 1, left,
                   colour);
      any = true;
    }
  if (!any)
    paint_wedge (painter, part->host, part->top, part->bottom, 1, 0, colour);
}

static void
paint_lifeline (struct painter *painter, const struct band_part *part)
{
  const struct band *band = part->band;
  const struct frame_host *host = part->host;
  diagram_colour colour = painter->theme->bands[band->state].strand;
  double inner = host->edge + host->outward * STRAND_INNER;
  double outer = host->edge + host->outward * STRAND_OUTER;
  double middle = host->edge + host->outward * STRAND_MIDDLE;

  if (band->knowledge == KNOWLEDGE_UNKNOWN)
    {
      vertical (painter, middle, part->top, part->bottom,
                &(struct stroke){
                    .colour = painter->theme->hairline, .width = 1.5, .dash_on = 1, .dash_off = 4, .round = true });
      return;
    }
  switch (band->state)
    {
    case TCP_CLOSED:
      vertical (painter, middle, part->top, part->bottom,
                &(struct stroke){ .colour = colour, .width = 1.2, .dash_on = 2, .dash_off = 4 });
      break;
    case TCP_LISTEN:
      vertical (painter, middle, part->top, part->bottom, &(struct stroke){ .colour = colour, .width = 1.5 });
      break;
    case TCP_TIME_WAIT:
      paint_wedges (painter, part);
      break;
    default:
      {
        struct strands strands = strands_of (band->state);
        double sent = band->fin_pending ? fmin (fmax (band->fin_sent, part->top), part->bottom) : part->top;

        paint_strand (painter, outer, part->top, part->bottom, strands.receive, colour);
        paint_strand (painter, inner, part->top, sent, STRAND_SOLID, colour);
        paint_strand (painter, inner, sent, part->bottom, strands.send, colour);
      }
    }
}

/* --- names --- */

/* Where a name of some height goes: the middle of the part in sight; where a cut is in the way, the first piece beside
 * cuts that is tall enough, else the tallest. False when no piece can hold it. */
static bool
find_name_place (const struct painter *painter, double top, double bottom, double room, double *middle)
{
  const struct shapes *shapes = &painter->diagram->shapes;
  double from = top, tallest = 0, needed = fmax (2 * room - 5, LABEL_HEIGHT_MIN);
  bool in_cut = false;

  *middle = (top + bottom) / 2;
  if (bottom - top < needed)
    return false;
  for (size_t i = shapes_first (&shapes->cuts, top); i < shapes->cuts.length; i++)
    {
      const struct cut *cut = &shapes->cuts.items[i];

      if (cut->extent.top >= bottom)
        break;
      in_cut |= *middle + room + CUT_DISTANCE > cut->extent.top && *middle - room - CUT_DISTANCE < cut->extent.bottom;
    }
  if (!in_cut)
    return true;
  for (size_t i = shapes_first (&shapes->cuts, top); i <= shapes->cuts.length && from < bottom; i++)
    {
      double to = i < shapes->cuts.length ? fmin (shapes->cuts.items[i].extent.top - 1, bottom) : bottom;

      if (to - from > tallest && tallest < 2 * room)
        {
          tallest = to - from;
          *middle = (from + to) / 2;
        }
      if (i < shapes->cuts.length)
        from = shapes->cuts.items[i].extent.bottom + 1;
    }
  return tallest >= needed;
}

static void
paint_plate (struct painter *painter, double x, double middle, double width, double half)
{
  pen_rectangle (painter->pen, x - width / 2, middle - half, width, 2 * half, 4);
  pen_paint (painter->pen, painter->theme->background, NULL);
}

static void
paint_rotated_name (struct painter *painter, const struct band_part *part, const char *name, diagram_colour colour,
                    double middle)
{
  struct text text;
  double x = part->host->band + painter->diagram->frame.band_width / 2;
  text_init (&text);
  text_add (&text, name, FONT_BOLD, ROLE_PLAIN);
  pen_text (painter->pen, &(struct pen_text){
                              .text = &text,
                              .x = x + 4.3,
                              .y = middle,
                              .angle = -PEN_PI / 2,
                              .size = 12,
                              .anchor = ANCHOR_MIDDLE,
                              .colour = colour,
                          });
}

static void
paint_name (struct painter *painter, const struct band_part *part)
{
  const struct diagram *diagram = painter->diagram;
  const struct band *band = part->band;
  bool unknown = band->knowledge == KNOWLEDGE_UNKNOWN;
  const char *name = unknown ? diagram_word (diagram, WORD_UNKNOWN) : band_name (band->state);
  const char *note = unknown ? NULL : diagram->words.state_note (diagram->words.user, band->state);
  enum text_font font = unknown ? FONT_ITALIC : band->state == TCP_CLOSED ? FONT_REGULAR : FONT_BOLD;
  diagram_colour colour = unknown ? painter->theme->second_ink : painter->theme->bands[band->state].text;
  double top = fmax (part->top, painter->visible.y);
  double bottom = fmin (part->bottom, painter->visible.y + painter->visible.height);
  double x = part->host->band + diagram->frame.band_width / 2;
  double middle;
  bool pending = band->fin_pending && !unknown && fmin (bottom, band->fin_sent) - top >= NOTE_HEIGHT_MIN;

  /* It stands where the FIN waits, not below. */
  if (pending)
    {
      note = diagram_word (diagram, WORD_FIN_PENDING);
      bottom = fmin (bottom, band->fin_sent);
    }
  if (diagram->frame.narrow)
    {
      double half = string_width (diagram->measure, name, FONT_BOLD, 12) / 2 + 4;

      if (bottom - top >= 2 * half && find_name_place (painter, top, bottom, half, &middle))
        paint_rotated_name (painter, part, name, colour, middle);
      return;
    }
  bool two
      = note != NULL && bottom - top >= NOTE_HEIGHT_MIN && find_name_place (painter, top, bottom, NOTE_ROOM, &middle);
  if (!two && !find_name_place (painter, top, bottom, LABEL_ROOM, &middle))
    return;
  if (band->knowledge == KNOWLEDGE_INFERRED)
    paint_plate (painter, x, middle, string_width (diagram->measure, name, font, 13) + 12, two ? 20 : 11);
  pen_string (painter->pen, x, two ? middle - 2 : middle + 4.68, ANCHOR_MIDDLE, unknown ? 12 : 13, font, colour, name);
  if (two)
    pen_string (painter->pen, x, middle + 15, ANCHOR_MIDDLE, 13, FONT_REGULAR, colour, note);
}

/* --- bands --- */

/* A band hides the line of the present, which would go through its name. */
static diagram_colour
box_fill (const struct painter *painter, const struct band *band)
{
  diagram_colour fill = painter->theme->bands[band->state].fill;

  if (band->knowledge == KNOWLEDGE_UNKNOWN)
    return painter->theme->unknown;
  if (band->knowledge == KNOWLEDGE_INFERRED)
    return 0;
  return fill == 0 && !painter->whole ? painter->theme->background : fill;
}

static void
paint_box (struct painter *painter, const struct band_part *part)
{
  const struct band *band = part->band;
  const struct band_colours *colours = &painter->theme->bands[band->state];
  const struct diagram_theme *theme = painter->theme;
  bool closed = band->state == TCP_CLOSED;
  bool inferred = band->knowledge == KNOWLEDGE_INFERRED;
  bool unknown = band->knowledge == KNOWLEDGE_UNKNOWN;
  bool selected = painter->view->selected != EVENT_NONE && painter->view->selected == band->event;
  double inset = closed || unknown ? 0.5 : 0.6;
  double x = part->host->band + inset, width = painter->diagram->frame.band_width - 2 * inset;
  double y = part->top + 1, height = part->bottom - part->top - 2;
  double top = y, bottom = y + height;
  struct stroke outline = { .colour = colours->line, .width = 1.2 };

  if (height <= 0)
    return;
  if (closed)
    outline = (struct stroke){ .colour = colours->line, .width = 1, .dash_on = 3, .dash_off = 3 };
  else if (inferred)
    outline.dash_on = 4, outline.dash_off = 3;
  if (unknown)
    outline = (struct stroke){ .colour = theme->hairline, .width = 1 };
  if (selected)
    outline = (struct stroke){ .colour = theme->accent, .width = 2.5 };

  if (inferred && !closed)
    mark_stripes (painter, x, y, width, height, 9, 4, colours->fill);
  crop_to_sight (painter, DASH_PERIODS, &top, &bottom);
  pen_rectangle (painter->pen, x, top, width, bottom - top, 0);
  pen_paint (painter->pen, box_fill (painter, band), &outline);
}

static void
paint_part (struct painter *painter, const struct band_part *part, bool named)
{
  if (part->bottom <= part->top || !is_visible (painter, part->top, part->bottom))
    return;
  struct band_part near = *part;
  crop_to_sight (painter, DASH_PERIODS, &near.top, &near.bottom);
  paint_box (painter, part);
  paint_lifeline (painter, part->band->state == TCP_TIME_WAIT ? part : &near);
  if (named)
    paint_name (painter, part);
}

static void
paint_band (struct painter *painter, unsigned host, const struct band *band, bool last)
{
  double bottom = band_bottom (painter, band, last);
  double end = last ? painter->diagram->bottom : band->extent.bottom;
  struct band_part part = {
    .band = band,
    .host = &painter->diagram->frame.hosts[host],
    .host_number = host,
    .top = band->extent.top,
    .bottom = bottom,
  };

  pen_begin (painter->pen, NULL);
  if (painter->whole || band->from <= painter->now)
    paint_part (painter, &part, true);
  if (!painter->whole && painter->view->show_future && band->to > painter->now)
    {
      part.top = band->from <= painter->now ? bottom : band->extent.top;
      part.bottom = end;
      painter->pen->alpha = FUTURE_ALPHA;
      paint_part (painter, &part, false);
      painter->pen->alpha = 1;
    }
  pen_end (painter->pen);
}

void
paint_bands (struct painter *painter)
{
  double visible_bottom = painter->visible.y + painter->visible.height;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      size_t length = painter->diagram->shapes.bands[host].length;
      const struct band *bands = painter->diagram->shapes.bands[host].items;

      for (size_t i = shapes_first (&painter->diagram->shapes.bands[host], painter->visible.y);
           i < length && bands[i].extent.top <= visible_bottom; i++)
        if (painter->whole || bands[i].from <= painter->now || painter->view->show_future)
          paint_band (painter, host, &bands[i], i + 1 == length);
    }
}

/* Below the present the lifelines go on, empty. */
void
paint_lifelines_ahead (struct painter *painter)
{
  double top = painter->now_y + 1, bottom = painter->visible.y + painter->visible.height;

  if (painter->whole)
    return;
  crop_to_sight (painter, 7, &top, &bottom);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      const struct frame_host *place = &painter->diagram->frame.hosts[host];

      vertical (painter, place->edge + place->outward * STRAND_MIDDLE, top, bottom,
                &(struct stroke){ .colour = painter->theme->hairline, .width = 1.2, .dash_on = 2, .dash_off = 5 });
    }
}
