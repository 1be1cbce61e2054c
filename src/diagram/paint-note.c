/* What stands beside and across the lifelines: notes, the time axis, cuts, the present. */
#include "diagram/format.h"
#include "diagram/paint.h"

#include <math.h>

#define NOTE_NEAR 4.0
#define NOTE_FAR 30.0
#define NOTE_LINE 16.0
#define WAVE 11.0       /* half of a period */
#define WAVE_HEIGHT 4.5 /* of the control point: twice the amplitude */
#define CUT_SIDE 8.0
#define RING_RADIUS 9.0
#define AXIS_TEXT 12.0
#define AXIS_GAP 10.0 /* px between the axis and a time beside it */
#define AXIS_EDGE 2.0 /* px left free at the figure's edge */
#define TAG_HEIGHT 20.0

static bool
is_past (const struct painter *painter, vtime at)
{
  return painter->whole || at <= painter->now;
}

static void
paint_note_arrow (struct painter *painter, const struct note *note, const struct frame_host *host)
{
  struct pen *pen = painter->pen;
  diagram_colour colour = painter->theme->second_ink;
  double near = host->outer + host->outward * NOTE_NEAR, far = host->outer + host->outward * NOTE_FAR;
  double tip = note->direction == NOTE_CALL ? near : far;
  double back = (note->direction == NOTE_CALL ? 1 : -1) * host->outward * 8;

  pen_move (pen, near, note->y);
  pen_line (pen, far, note->y);
  pen_paint (pen, 0, &(struct stroke){ .colour = colour, .width = 1.4 });
  pen_move (pen, tip, note->y);
  pen_line (pen, tip + back, note->y - 3.6);
  pen_line (pen, tip + back, note->y + 3.6);
  pen_close (pen);
  pen_paint (pen, colour, NULL);
}

/* The line of the present goes behind the words. */
static void
paint_note_line (struct painter *painter, const struct note *note, size_t line, double x)
{
  struct text text;

  text_init (&text);
  text_add (&text, note->lines[line], FONT_REGULAR, ROLE_PLAIN);
  pen_text (painter->pen, &(struct pen_text){
                              .text = &text,
                              .x = x,
                              .y = note->extent.top + NOTE_LINE * (double) line + 12.6,
                              .size = NOTE_FONT_SIZE,
                              .anchor = note->host == HOST_A ? ANCHOR_END : ANCHOR_START,
                              .colour = line == 0 ? painter->theme->ink : painter->theme->second_ink,
                              .halo = painter->whole ? 0 : painter->theme->background,
                          });
}

void
paint_notes (struct painter *painter)
{
  const struct diagram *diagram = painter->diagram;
  double bottom = painter->visible.y + painter->visible.height;

  for (size_t i = shapes_first (&diagram->shapes.notes, painter->visible.y); i < diagram->shapes.notes.length; i++)
    {
      const struct note *note = &diagram->shapes.notes.items[i];
      const struct frame_host *host = &diagram->frame.hosts[note->host];
      double x = host->outer + host->outward * NOTE_TEXT;

      if (note->extent.top > bottom + 100)
        break;
      if (!is_past (painter, note->at) || !is_visible (painter, note->extent.top, note->extent.bottom))
        continue;
      pen_begin (painter->pen, NULL);
      paint_note_arrow (painter, note, host);
      for (size_t line = 0; line < note->line_count && !diagram->frame.narrow; line++)
        paint_note_line (painter, note, line, x);
      pen_end (painter->pen);
    }
}

/* --- the time axis --- */

/* Text that is too long for the room beside the axis, as after some months, is smaller. */
static double
axis_text_size (const struct diagram *diagram, const char *text)
{
  double room = diagram->frame.axis - AXIS_GAP - AXIS_EDGE;
  double width = string_width (diagram->measure, text, FONT_REGULAR, AXIS_TEXT);

  return width > room ? AXIS_TEXT * room / width : AXIS_TEXT;
}

void
paint_axis (struct painter *painter)
{
  const struct diagram *diagram = painter->diagram;
  double axis = diagram->frame.axis;
  double bottom = painter->past_ends ? painter->now_y : diagram->bottom;
  double view_bottom = painter->visible.y + painter->visible.height;
  diagram_colour grey = painter->theme->bands[TCP_LISTEN].strand;
  char buffer[FORMAT_SIZE];

  pen_begin (painter->pen, NULL);
  pen_move (painter->pen, axis, diagram->frame.top);
  pen_line (painter->pen, axis, bottom);
  pen_paint (painter->pen, 0, &(struct stroke){ .colour = painter->theme->hairline, .width = 1.2 });
  for (size_t i = shapes_first (&diagram->shapes.ticks, painter->visible.y); i < diagram->shapes.ticks.length; i++)
    {
      const struct tick *tick = &diagram->shapes.ticks.items[i];
      double y = tick->extent.top;

      if (y > view_bottom + 100)
        break;
      if (!is_past (painter, tick->at) || (!painter->whole && fabs (y - painter->now_y) < 16))
        continue;
      pen_move (painter->pen, axis - 5, y);
      pen_line (painter->pen, axis, y);
      pen_paint (painter->pen, 0, &(struct stroke){ .colour = grey, .width = 1 });
      if (tick->fine)
        format_clock_fine (buffer, tick->at);
      else
        format_clock (buffer, tick->at);
      pen_string (painter->pen, axis - AXIS_GAP, y + 4, ANCHOR_END, axis_text_size (diagram, buffer), FONT_REGULAR,
                  painter->theme->second_ink, buffer);
    }
  pen_end (painter->pen);
}

/* --- cuts --- */

/* A wave of whole half periods from x to the right; returns where it ends. */
static double
add_wave (struct pen *pen, double x, double y, size_t halves, double half, double sign)
{
  for (size_t i = 0; i < halves; i++)
    {
      double up = (i % 2 == 0 ? -1 : 1) * WAVE_HEIGHT * sign;

      pen_quadratic (pen, x + half / 2, y + up, x + half, y);
      x += half;
    }
  return x;
}

static void
paint_waves (struct painter *painter, double left, double right, double top, double bottom, double half)
{
  struct pen *pen = painter->pen;
  size_t halves = (size_t) ceil ((right - left) / half);
  struct stroke wave = { .colour = painter->theme->bands[TCP_LISTEN].strand, .width = 1 };

  pen_move (pen, left, top);
  double end = add_wave (pen, left, top, halves, half, 1);
  pen_line (pen, end, bottom);
  add_wave (pen, end, bottom, halves, -half, halves % 2 == 0 ? -1 : 1);
  pen_close (pen);
  pen_paint (pen, painter->theme->background, NULL);
  pen_move (pen, left, top);
  add_wave (pen, left, top, halves, half, 1);
  pen_paint (pen, 0, &wave);
  pen_move (pen, left, bottom);
  add_wave (pen, left, bottom, halves, half, 1);
  pen_paint (pen, 0, &wave);
}

/* How far the strip must reach out to cut the brackets that cross it. */
static double
reach_out (const struct painter *painter, unsigned host, const struct cut *cut)
{
  const struct shapes *shapes = &painter->diagram->shapes;
  vtime now = painter->whole ? VTIME_NEVER : painter->now;
  double reach = CUT_SIDE;

  for (size_t i = timers_first (painter->diagram, cut->extent.top);
       i < shapes->timers.length && shapes->timers.items[i].extent.top < cut->extent.bottom; i++)
    {
      const struct timer_shape *timer = &shapes->timers.items[i];
      bool crosses = timer->host == host && (timer->how == TIMER_RUNS || timer->extent.bottom > cut->extent.bottom);

      if (crosses && !timer_is_brace (timer, painter->now) && timer_is_drawn (painter->diagram, timer, now))
        reach = fmax (reach, timer->offset + 14);
    }
  return reach;
}

static void
paint_cut (struct painter *painter, const struct cut *cut)
{
  const struct diagram *diagram = painter->diagram;
  const struct frame *frame = &diagram->frame;
  double left = frame->hosts[HOST_A].outer - reach_out (painter, HOST_A, cut);
  double right = frame->hosts[HOST_B].outer + reach_out (painter, HOST_B, cut);
  double middle = (cut->extent.top + cut->extent.bottom) / 2;
  double lane = (frame->hosts[HOST_A].edge + frame->hosts[HOST_B].edge) / 2;
  char words[PILL_WORDS_SIZE];
  double width = cut_pill_width (diagram, cut, words);

  pen_begin (painter->pen, NULL);
  paint_waves (painter, left, right, cut->extent.top, cut->extent.bottom, WAVE);
  if (diagram->options.show_gutter)
    paint_waves (painter, frame->axis - 7, frame->axis + 7, cut->extent.top, cut->extent.bottom, 7);
  pen_rectangle (painter->pen, lane - width / 2, middle - PILL_HEIGHT / 2, width, PILL_HEIGHT, PILL_HEIGHT / 2);
  pen_paint (painter->pen, painter->theme->background,
             &(struct stroke){ .colour = painter->theme->hairline, .width = 1.2 });
  pen_string (painter->pen, lane, middle + 4.4, ANCHOR_MIDDLE, PILL_TEXT, FONT_REGULAR, painter->theme->second_ink,
              words);
  pen_end (painter->pen);
}

void
paint_cuts (struct painter *painter)
{
  const struct shapes *shapes = &painter->diagram->shapes;
  double bottom = painter->visible.y + painter->visible.height;

  for (size_t i = shapes_first (&shapes->cuts, painter->visible.y - PILL_HEIGHT);
       i < shapes->cuts.length && shapes->cuts.items[i].extent.top <= bottom + PILL_HEIGHT; i++)
    if (painter->whole || painter->now_y > shapes->cuts.items[i].extent.bottom || painter->view->show_future)
      paint_cut (painter, &shapes->cuts.items[i]);
}

/* --- what is selected --- */

/* True when an arrow or a band stands for the event, and shows by itself that it is selected. */
static bool
shows_itself (const struct diagram *diagram, event_id event)
{
  return flights_find (diagram->flights, event) < diagram->shapes.arrows.length
         || trace_shows_state (diagram->trace, event);
}

/* A ring on the lifeline, in the row in which it happened. */
void
paint_selected_row (struct painter *painter)
{
  const struct diagram *diagram = painter->diagram;
  event_id selected = painter->view->selected;
  cairo_rectangle_t extent;

  if (selected == EVENT_NONE || selected >= diagram->rows.length || shows_itself (diagram, selected)
      || !is_past (painter, trace_get (diagram->trace, selected)->at)
      || !diagram_event_extent (diagram, selected, &extent))
    return;
  const struct frame_host *host = &diagram->frame.hosts[trace_get (diagram->trace, selected)->host];
  pen_begin (painter->pen, NULL);
  pen_circle (painter->pen, host->edge + host->outward * STRAND_ZONE / 2, extent.y + extent.height / 2, RING_RADIUS);
  pen_paint (painter->pen, 0, &(struct stroke){ .colour = painter->theme->accent, .width = 2.5 });
  pen_end (painter->pen);
}

/* --- the present --- */

void
paint_now_line (struct painter *painter)
{
  const struct frame *frame = &painter->diagram->frame;
  double y = painter->now_y;
  char buffer[FORMAT_SIZE];

  if (painter->whole || !is_visible (painter, y - TAG_HEIGHT, y + TAG_HEIGHT))
    return;
  format_clock (buffer, painter->now);
  double width = string_width (painter->diagram->measure, buffer, FONT_BOLD, AXIS_TEXT) + 13;
  double left = fmax (frame->axis - 9 - width, 4);

  pen_begin (painter->pen, buffer);
  pen_move (painter->pen, left + width, y);
  pen_line (painter->pen, frame->hosts[HOST_B].outer + CUT_SIDE, y);
  pen_paint (painter->pen, 0,
             &(struct stroke){ .colour = painter->theme->now_line, .width = 1.2, .dash_on = 5, .dash_off = 4 });
  pen_rectangle (painter->pen, left, y - TAG_HEIGHT / 2, width, TAG_HEIGHT, 4);
  pen_paint (painter->pen, painter->theme->now_line, NULL);
  pen_string (painter->pen, left + width / 2, y + 4.3, ANCHOR_MIDDLE, AXIS_TEXT, FONT_BOLD, painter->theme->background,
              buffer);
  pen_end (painter->pen);
}
