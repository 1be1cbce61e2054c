/* Timers as brackets at the margin, and the 2MSL wait as a brace. */
#include "diagram/layout.h"

#include <math.h>

#define BRACKET_OFFSET 16.0
#define BRACKET_DISTANCE 12.0
#define NOTE_DISTANCE 9.0
#define BRACKET_ROOM 40.0 /* px of a bracket without which it has no text */
#define TEXT_HALF_HEIGHT 19.0
#define TEXT_STEP 8.0
#define OVERDUE_DELAYS 2.5 /* a timer that runs so long after all answers could be back is drawn */

/* Which timers have a shape at all. */
static bool
has_shape (uint8_t timer)
{
  switch (timer)
    {
    case TCP_TIMER_RTO:
    case TCP_TIMER_PERSIST:
    case TCP_TIMER_DELAYED_ACK:
    case TCP_TIMER_2MSL:
    case TCP_TIMER_REORDERING:
    case TCP_TIMER_PTO:
      return true;
    default:
      return false;
    }
}

static void
renew_reach (struct diagram *diagram, size_t from)
{
  for (size_t i = from; i < diagram->shapes.timers.length; i++)
    extent_follow (&diagram->shapes.timers.items[i].extent, i > 0 ? &diagram->shapes.timers.items[i - 1].extent : NULL);
}

static bool
overlaps (double top, double bottom, double other_top, double other_bottom)
{
  return top < other_bottom && other_top < bottom;
}

/* True when a text at the margin of a host would meet a note, a cut or the text of another timer. */
static bool
is_taken (const struct diagram *diagram, const struct timer_shape *timer, double middle)
{
  const struct shapes *shapes = &diagram->shapes;
  double top = middle - TEXT_HALF_HEIGHT, bottom = middle + TEXT_HALF_HEIGHT;

  for (size_t i = shapes_first (&shapes->notes, top); i < shapes->notes.length; i++)
    if (shapes->notes.items[i].host == timer->host
        && overlaps (top, bottom, shapes->notes.items[i].extent.top, shapes->notes.items[i].extent.bottom))
      return true;
  for (size_t i = shapes_first (&shapes->cuts, top); i < shapes->cuts.length; i++)
    if (overlaps (top, bottom, shapes->cuts.items[i].extent.top, shapes->cuts.items[i].extent.bottom))
      return true;
  for (size_t i = shapes_first (&shapes->timers, top); i < shapes->timers.length; i++)
    {
      const struct timer_shape *other = &shapes->timers.items[i];

      if (other != timer && other->host == timer->host && other->text_y > 0
          && (other->how == TIMER_FIRED || other->timer == TCP_TIMER_2MSL)
          && overlaps (top, bottom, other->text_y - TEXT_HALF_HEIGHT, other->text_y + TEXT_HALF_HEIGHT))
        return true;
    }
  return false;
}

/* The middle if that is free, else the next free place down from the top. A brace keeps its text at its point. */
static void
place_text (struct diagram *diagram, struct timer_shape *timer)
{
  double top = timer->extent.top, bottom = timer->extent.bottom;
  double middle = (top + bottom) / 2;

  timer->text_y = 0;
  if (timer->timer == TCP_TIMER_2MSL && timer->how == TIMER_FIRED)
    timer->text_y = middle;
  else if (bottom - top < BRACKET_ROOM)
    return;
  else if (!is_taken (diagram, timer, middle))
    timer->text_y = middle;
  for (double y = top + TEXT_HALF_HEIGHT; timer->text_y <= 0 && y <= bottom - TEXT_HALF_HEIGHT; y += TEXT_STEP)
    if (!is_taken (diagram, timer, y))
      timer->text_y = y;
}

/* Brackets of one side that run at the same time stand beside each other. */
static void
place_bracket (struct diagram *diagram, size_t index)
{
  struct timer_shape *timer = &diagram->shapes.timers.items[index];
  bool free;

  timer->offset = BRACKET_OFFSET;
  do
    {
      free = true;
      for (size_t i = shapes_first (&diagram->shapes.timers, timer->extent.top);
           i < diagram->shapes.timers.length && free; i++)
        {
          const struct timer_shape *other = &diagram->shapes.timers.items[i];

          free = i == index || other->host != timer->host || other->offset != timer->offset || other->how != TIMER_FIRED
                 || !overlaps (timer->extent.top, timer->extent.bottom, other->extent.top, other->extent.bottom);
        }
      if (!free)
        timer->offset += BRACKET_DISTANCE;
    }
  while (!free && timer->offset < BRACKET_OFFSET + 3 * BRACKET_DISTANCE);
}

static void
end_timer (struct diagram *diagram, const struct trace_event *event, double y, enum timer_end how)
{
  size_t *running = &diagram->hosts[event->host].timers[event->timer];

  if (*running == NO_SHAPE)
    return;
  struct timer_shape *timer = &diagram->shapes.timers.items[*running];
  timer->end = event->id;
  timer->to = event->at;
  timer->how = (uint8_t) how;
  timer->extent.bottom = fmax (y, timer->extent.top);
  place_bracket (diagram, *running);
  place_text (diagram, timer);
  renew_reach (diagram, *running);
  *running = NO_SHAPE;
  if (how == TIMER_FIRED && event->timer != TCP_TIMER_2MSL && diagram->options.show_timers)
    diagram->seen |= SEEN_TIMER;
}

static void
start_timer (struct diagram *diagram, const struct trace_event *event, double y)
{
  size_t index = diagram->shapes.timers.length;

  end_timer (diagram, event, y, TIMER_RESTARTED);
  *array_add (&diagram->shapes.timers) = (struct timer_shape){
    .extent = { .top = y, .bottom = y },
    .start = event->id,
    .end = EVENT_NONE,
    .from = event->at,
    .to = VTIME_NEVER,
    .until = event->until,
    .offset = BRACKET_OFFSET,
    .host = event->host,
    .timer = event->timer,
    .how = TIMER_RUNS,
  };
  diagram->hosts[event->host].timers[event->timer] = index;
  renew_reach (diagram, index);
}

void
timers_take (struct diagram *diagram, const struct trace_event *event, double y)
{
  if (event->timer >= TCP_TIMER_COUNT || !has_shape (event->timer))
    return;
  if (event->kind == TRACE_TIMER_START)
    start_timer (diagram, event, y);
  else
    end_timer (diagram, event, y, event->kind == TRACE_TIMER_EXPIRE ? TIMER_FIRED : TIMER_STOPPED);
}

size_t
timers_first (const struct diagram *diagram, double y)
{
  size_t first = shapes_first (&diagram->shapes.timers, y);

  for (unsigned host = 0; host < HOST_COUNT; host++)
    for (size_t timer = 0; timer < TCP_TIMER_COUNT; timer++)
      if (diagram->hosts[host].timers[timer] < first)
        first = diagram->hosts[host].timers[timer];
  return first;
}

double
timer_ring (const struct diagram *diagram, const struct timer_shape *timer)
{
  double y = timer->extent.top;

  for (size_t i = shapes_first (&diagram->shapes.notes, y - NOTE_DISTANCE); i < diagram->shapes.notes.length; i++)
    {
      const struct note *note = &diagram->shapes.notes.items[i];

      if (note->extent.top > y + 100)
        break;
      if (note->host == timer->host && fabs (note->y - y) < NOTE_DISTANCE)
        return note->y + NOTE_DISTANCE;
    }
  return y;
}

bool
timer_is_brace (const struct timer_shape *timer, vtime now)
{
  if (timer->timer != TCP_TIMER_2MSL)
    return false;
  return timer->how == TIMER_FIRED || timer->how == TIMER_RUNS || timer->to > now;
}

bool
timer_is_drawn (const struct diagram *diagram, const struct timer_shape *timer, vtime now)
{
  vtime end = now == VTIME_NEVER ? trace_end (diagram->trace) : now;
  bool runs = timer->how == TIMER_RUNS || timer->to > end;
  bool overdue = end - timer->from > (vtime) (OVERDUE_DELAYS * (double) diagram->map.options.delay);

  if (timer->from > end || (diagram->options.from > 0 && timer->to <= diagram->options.from))
    return false;
  if (timer->timer == TCP_TIMER_2MSL)
    return runs || timer->how == TIMER_FIRED || timer->how == TIMER_RESTARTED;
  if (!diagram->options.show_timers)
    return false;
  if (diagram->options.all_timers)
    return runs || timer->extent.bottom > timer->extent.top;
  return runs ? overdue : timer->how == TIMER_FIRED;
}
