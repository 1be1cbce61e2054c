/* What someone says comes next: in ink and dashed, so that it is never taken for what happened. */
#include "diagram/paint.h"

#include <math.h>
#include <stdio.h>

#define TURNAROUND 8.0
#define BESIDE 26.0 /* px below the segment that was really sent */
#define BAND_HEIGHT 56.0
#define REST_DROP 46.0
#define SIDE_GAP 18.0 /* px between the band and the box beside it */
#define SIDE_WIDTH 92.0
#define SIDE_HEIGHT 38.0
#define SIDE_DROP 16.0 /* px below what the moment wrote into the margin */
#define SMALL_TEXT 11.5
#define DASH_ON 6.0
#define DASH_OFF 4.0

static struct stroke
dashed (const struct painter *painter, double width)
{
  return (struct stroke){ .colour = painter->theme->ink, .width = width, .dash_on = DASH_ON, .dash_off = DASH_OFF };
}

static enum arrow_class
class_of (const struct diagram_guess *guess)
{
  if ((guess->flags & TCP_RST) != 0)
    return ARROW_RST;
  if ((guess->flags & TCP_SYN) != 0)
    return ARROW_SYN;
  if ((guess->flags & TCP_FIN) != 0)
    return ARROW_FIN;
  return guess->data ? ARROW_DATA : ARROW_ACK;
}

/* The y of the moment; without what came of it the picture ends there. */
static double
moment_y (const struct diagram *diagram, const struct diagram_guess *guess)
{
  return row_of (diagram, guess->after);
}

static double
departure (const struct diagram *diagram, const struct diagram_guess *guess)
{
  return moment_y (diagram, guess) + TURNAROUND + (guess->beside ? BESIDE : 0);
}

static double
slant (const struct diagram *diagram)
{
  return diagram->map.options.delay_height;
}

double
diagram_guess_bottom (const struct diagram *diagram, const struct diagram_guess *guess)
{
  double lane = departure (diagram, guess) + slant (diagram);

  return fmax (lane + (guess->beside ? LABEL_DROP : REST_DROP), moment_y (diagram, guess) + BAND_HEIGHT) + 4;
}

/* --- the segment --- */

/* Beside the truth the words say whose they are, and keep below the line. */
static void
make_words (const struct painter *painter, struct text *words)
{
  const struct diagram *diagram = painter->diagram;
  const struct diagram_guess *guess = painter->view->guess;
  struct text text;

  label_guess (diagram, guess, &text);
  if (!guess->beside)
    {
      *words = text;
      return;
    }
  char prefix[TEXT_SIZE / 2];

  snprintf (prefix, sizeof prefix, "%s: ", diagram_word (diagram, WORD_GUESS));
  text_init (words);
  text_add (words, prefix, FONT_REGULAR, ROLE_PLAIN);
  for (size_t i = 0; i < text.run_count; i++)
    {
      char part[TEXT_SIZE];

      snprintf (part, sizeof part, "%.*s", text.runs[i].end - text.runs[i].start, text.octets + text.runs[i].start);
      text_add (words, part, text.runs[i].font, text.runs[i].role);
    }
}

static void
paint_words (struct painter *painter, double x, double y, double angle)
{
  struct text words;

  make_words (painter, &words);
  pen_text (painter->pen, &(struct pen_text){
                              .text = &words,
                              .x = x,
                              .y = y,
                              .angle = angle,
                              .size = painter->diagram->frame.label_size,
                              .anchor = ANCHOR_MIDDLE,
                              .colour = painter->theme->ink,
                              .class_colour = painter->theme->ink,
                              .halo = painter->theme->background,
                          });
}

static void
paint_segment (struct painter *painter)
{
  const struct diagram_guess *guess = painter->view->guess;
  const struct frame *frame = &painter->diagram->frame;
  enum arrow_class arrow_class = class_of (guess);
  double y = departure (painter->diagram, guess);
  struct way way = way_from (frame->hosts[guess->sender].edge, y, frame->hosts[guess->sender ^ 1u].edge,
                             y + slant (painter->diagram));
  struct stroke stroke = dashed (painter, line_width (arrow_class));
  double angle = guess->sender == HOST_A ? atan2 (way.uy, way.ux) : atan2 (-way.uy, -way.ux);
  double rise = guess->beside ? -LABEL_DROP : LABEL_RISE;

  mark_line (painter, &way, tail_room (arrow_class), way.length - head_room (arrow_class), &stroke);
  mark_tail (painter, &way, arrow_class, painter->theme->ink);
  mark_head (painter, &way, arrow_class, painter->theme->ink, 1);
  paint_words (painter, way.x0 + way.ux * way.length / 2 + sin (angle) * rise,
               way.y0 + way.uy * way.length / 2 - cos (angle) * rise, angle);
}

/* --- the state --- */

static void
paint_box (struct painter *painter, double x, double y, double width, double height)
{
  struct stroke outline = dashed (painter, 1.6);

  pen_rectangle (painter->pen, x, y, width, height, 0);
  pen_paint (painter->pen, painter->theme->background, &outline);
}

static void
paint_state_words (struct painter *painter, double x, double y)
{
  const struct diagram *diagram = painter->diagram;

  pen_string (painter->pen, x, y - 2, ANCHOR_MIDDLE, 13, FONT_BOLD, painter->theme->ink,
              band_name ((enum tcp_state) painter->view->guess->state));
  pen_string (painter->pen, x, y + 13, ANCHOR_MIDDLE, SMALL_TEXT, FONT_REGULAR, painter->theme->second_ink,
              diagram_word (diagram, WORD_GUESS));
}

/* While nothing of the truth is there the guess takes the band's place. */
static void
paint_state_below (struct painter *painter, const struct frame_host *host)
{
  double width = painter->diagram->frame.band_width;
  double y = moment_y (painter->diagram, painter->view->guess) + 3;

  paint_box (painter, host->band + 0.8, y, width - 1.6, BAND_HEIGHT);
  if (!painter->diagram->frame.narrow)
    paint_state_words (painter, host->band + width / 2, y + BAND_HEIGHT / 2);
}

static void
paint_state_beside (struct painter *painter, const struct frame_host *host)
{
  double y = moment_y (painter->diagram, painter->view->guess) + SIDE_DROP;
  double near = host->outer + host->outward * SIDE_GAP;
  double x = host->outward > 0 ? near : near - SIDE_WIDTH;

  if (painter->diagram->frame.narrow)
    return;
  paint_box (painter, x, y, SIDE_WIDTH, SIDE_HEIGHT);
  paint_state_words (painter, x + SIDE_WIDTH / 2, y + SIDE_HEIGHT / 2);
}

/* Back in the past the moment has not come yet. */
static bool
is_ahead (const struct painter *painter)
{
  const struct trace *trace = painter->diagram->trace;
  event_id after = painter->view->guess->after;

  return after >= trace_length (trace) || (!painter->whole && trace_get (trace, after)->at > painter->now);
}

void
paint_guess (struct painter *painter)
{
  const struct diagram *diagram = painter->diagram;
  const struct diagram_guess *guess = painter->view->guess;
  double middle = (diagram->frame.hosts[HOST_A].edge + diagram->frame.hosts[HOST_B].edge) / 2;
  double y = departure (diagram, guess);

  if (is_ahead (painter))
    return;
  pen_begin (painter->pen, diagram_word (diagram, WORD_GUESS));
  if (guess->nobody)
    paint_words (painter, middle, y + (guess->beside ? 0 : LABEL_DROP), 0);
  else if (guess->sender < HOST_COUNT)
    paint_segment (painter);
  if (guess->state >= 0)
    {
      const struct frame_host *host = &diagram->frame.hosts[guess->host];

      if (guess->beside)
        paint_state_beside (painter, host);
      else
        paint_state_below (painter, host);
    }
  if (!guess->beside)
    pen_string (painter->pen, middle, y + slant (diagram) + REST_DROP, ANCHOR_MIDDLE, 12.5, FONT_REGULAR,
                painter->theme->second_ink, diagram_word (diagram, WORD_GUESS_REST));
  pen_end (painter->pen);
}
