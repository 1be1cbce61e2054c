/* Timers at the margins: brackets, and the brace of 2MSL. */
#include "diagram/format.h"
#include "diagram/paint.h"

#include <math.h>

#define BRACE_GAP 10.0
#define BRACE_DEPTH 13.0
#define BRACE_CURVE 12.0
#define STOP_BAR 8.0

static const char *
timer_word (const struct diagram *diagram, enum tcp_timer timer)
{
  switch (timer)
    {
    case TCP_TIMER_PERSIST:
      return diagram_word (diagram, WORD_PERSIST);
    case TCP_TIMER_DELAYED_ACK:
      return diagram_word (diagram, WORD_DELAYED_ACK);
    case TCP_TIMER_REORDERING:
      return diagram_word (diagram, WORD_REORDERING);
    case TCP_TIMER_PTO:
      return diagram_word (diagram, WORD_PTO);
    case TCP_TIMER_2MSL:
      return diagram_word (diagram, WORD_WAIT_2MSL);
    default:
      return diagram_word (diagram, WORD_RTO);
    }
}

static double
timer_bottom (const struct painter *painter, const struct timer_shape *timer)
{
  bool runs = timer->how == TIMER_RUNS || (!painter->whole && timer->to > painter->now);

  if (!runs)
    return timer->extent.bottom;
  return painter->whole ? painter->diagram->bottom : painter->now_y;
}

/* Name and real value, outside of x. */
static void
paint_timer_text (struct painter *painter, const struct timer_shape *timer, double x, double middle)
{
  const struct diagram *diagram = painter->diagram;
  enum text_anchor anchor = timer->host == HOST_A ? ANCHOR_END : ANCHOR_START;
  bool wait = timer->timer == TCP_TIMER_2MSL;
  bool restarted = timer->how == TIMER_RESTARTED && (painter->whole || timer->to <= painter->now);
  char value[FORMAT_SIZE];

  if (wait)
    format_span (value, timer->until - timer->from);
  else
    format_clock (value, timer->until - timer->from);
  pen_string (painter->pen, x, middle - 3.9, anchor, 13, FONT_BOLD, painter->theme->ink,
              timer_word (diagram, timer->timer));
  pen_string (painter->pen, x, middle + 13.1, anchor, 13, FONT_REGULAR, painter->theme->second_ink,
              restarted ? diagram_word (diagram, WORD_RESTARTED) : value);
}

static void
paint_bracket (struct painter *painter, const struct timer_shape *timer)
{
  struct pen *pen = painter->pen;
  const struct frame_host *host = &painter->diagram->frame.hosts[timer->host];
  bool acknowledges = timer->timer == TCP_TIMER_DELAYED_ACK;
  diagram_colour colour = acknowledges ? painter->theme->second_ink : painter->theme->lost;
  double x = host->outer + host->outward * timer->offset;
  double top = timer_ring (painter->diagram, timer), bottom = fmax (timer_bottom (painter, timer), top);
  bool ended = timer->how != TIMER_RUNS && (painter->whole || timer->to <= painter->now);
  struct stroke line = { .colour = colour, .width = 1.5 };

  double text = ended ? timer->text_y : bottom - top > 48 ? (top + bottom) / 2 : 0;
  bool told = text > 0 && !painter->diagram->frame.narrow;

  pen_begin (pen, told ? NULL : timer_word (painter->diagram, timer->timer));
  pen_move (pen, x, top);
  pen_line (pen, x, bottom);
  pen_paint (pen, 0, &line);
  if (timer->from >= painter->diagram->options.from)
    mark_timer_ring (painter, x, top, colour);
  if (ended && timer->how == TIMER_FIRED)
    {
      pen_move (pen, x, bottom);
      pen_line (pen, x - host->outward * 6, bottom);
      pen_paint (pen, 0, &line);
      mark_timer_tip (painter, x - host->outward * (timer->offset - 16), bottom, -host->outward, colour);
    }
  else if (ended)
    {
      pen_move (pen, x - STOP_BAR / 2, bottom);
      pen_line (pen, x + STOP_BAR / 2, bottom);
      pen_paint (pen, 0, &line);
    }
  if (told)
    paint_timer_text (painter, timer, x + host->outward * 8, text);
  pen_end (pen);
}

static void
paint_brace (struct painter *painter, const struct timer_shape *timer)
{
  struct pen *pen = painter->pen;
  const struct frame_host *host = &painter->diagram->frame.hosts[timer->host];
  double near = host->outer + host->outward * BRACE_GAP;
  double spine = host->outer + host->outward * (BRACE_GAP + BRACE_DEPTH / 2);
  double point = host->outer + host->outward * (BRACE_GAP + BRACE_DEPTH);
  double top = timer->extent.top + 2, bottom = timer_bottom (painter, timer) - 2;
  double middle = (top + bottom) / 2;
  double curve = fmin (BRACE_CURVE, (bottom - top) / 4);

  if (bottom - top < 8)
    return;
  pen_begin (pen, painter->diagram->frame.narrow ? timer_word (painter->diagram, timer->timer) : NULL);
  pen_move (pen, near, top);
  pen_quadratic (pen, spine, top, spine, top + curve);
  pen_line (pen, spine, middle - curve);
  pen_quadratic (pen, spine, middle, point, middle);
  pen_quadratic (pen, spine, middle, spine, middle + curve);
  pen_line (pen, spine, bottom - curve);
  pen_quadratic (pen, spine, bottom, near, bottom);
  pen_paint (pen, 0, &(struct stroke){ .colour = painter->theme->second_ink, .width = 1.5, .round = true });
  if (!painter->diagram->frame.narrow)
    paint_timer_text (painter, timer, point + host->outward * 8, middle);
  pen_end (pen);
}

static void
paint_timers (struct painter *painter, bool braces)
{
  const struct diagram *diagram = painter->diagram;
  vtime now = painter->whole ? VTIME_NEVER : painter->now;
  double bottom = painter->visible.y + painter->visible.height;

  for (size_t i = timers_first (diagram, painter->visible.y - 100); i < diagram->shapes.timers.length; i++)
    {
      const struct timer_shape *timer = &diagram->shapes.timers.items[i];

      if (timer->extent.top > bottom + 100)
        break;
      if (timer->how != TIMER_RUNS && timer->extent.bottom + 40 < painter->visible.y)
        continue;
      if (timer_is_brace (timer, painter->now) != braces || !timer_is_drawn (diagram, timer, now))
        continue;
      if (braces)
        paint_brace (painter, timer);
      else
        paint_bracket (painter, timer);
    }
}

void
paint_brackets (struct painter *painter)
{
  paint_timers (painter, false);
}

void
paint_braces (struct painter *painter)
{
  paint_timers (painter, true);
}
