/* What becomes of each event: whether it takes a row, and who draws it. */
#include "diagram/layout.h"

/* True when the event is about a copy whose departure was counted. */
static bool
is_about_counted_copy (const struct diagram *diagram, const struct trace_event *event)
{
  const struct trace_event *cause = event->cause != EVENT_NONE ? trace_get (diagram->trace, event->cause) : NULL;

  return cause != NULL && (cause->kind == TRACE_CARRY || cause->kind == TRACE_ICMP)
         && cause->knowledge != KNOWLEDGE_UNKNOWN;
}

/* What an event adds to the number of segments under way. */
static int
in_flight_change (const struct diagram *diagram, const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_CARRY:
    case TRACE_ICMP:
      return event->knowledge != KNOWLEDGE_UNKNOWN;
    case TRACE_RELEASE:
      return is_about_counted_copy (diagram, event);
    case TRACE_ARRIVE:
    case TRACE_DISCARD:
    case TRACE_LOSS:
    case TRACE_HOLD:
      return -is_about_counted_copy (diagram, event);
    default:
      return 0;
    }
}

static void
count_in_flight (struct diagram *diagram, const struct trace_event *event)
{
  int change = in_flight_change (diagram, event);

  diagram->in_flight = change < 0 && diagram->in_flight == 0 ? 0 : diagram->in_flight + (size_t) change;
  time_map_load (&diagram->map, diagram->in_flight);
}

/* True when the copy begins between the hosts: it was injected, or made by the link after the first one had departed.
 */
static bool
is_made_under_way (const struct diagram *diagram, const struct trace_event *carry)
{
  const struct trace_event *origin = carry->cause != EVENT_NONE ? trace_get (diagram->trace, carry->cause) : NULL;

  if (origin != NULL && origin->kind == TRACE_INJECT)
    return true;
  return origin != NULL && origin->kind == TRACE_DUPLICATE && origin->cause != EVENT_NONE
         && trace_get (diagram->trace, origin->cause)->at < carry->at;
}

/* True when an event takes a row, and which kind. */
static bool
takes_row (const struct diagram *diagram, const struct trace_event *event, enum row_kind *kind)
{
  *kind = ROW_PLAIN;
  if (event->host >= HOST_COUNT || fold_hides (&diagram->folds, diagram->flights, event))
    return false;
  switch (event->kind)
    {
    case TRACE_CARRY:
      *kind = is_made_under_way (diagram, event) ? ROW_PLAIN : ROW_DEPART;
      return true;
    case TRACE_ARRIVE:
      *kind = ROW_ARRIVE;
      return true;
    case TRACE_DISCARD:
      *kind = ROW_ARRIVE;
      return is_about_counted_copy (diagram, event);
    case TRACE_STATE:
      if (event->after == TCP_LISTEN && event->before == TCP_CLOSED)
        *kind = ROW_LISTEN;
      return trace_shows_state (diagram->trace, event->id);
    case TRACE_TIMER_START:
    case TRACE_TIMER_STOP:
    case TRACE_TIMER_EXPIRE:
      return !fold_covers (&diagram->folds, event->at) || event->timer == TCP_TIMER_2MSL;
    case TRACE_LOSS:
    case TRACE_HOLD:
    case TRACE_RELEASE:
    case TRACE_ICMP:
      return true;
    default:
      return notes_show (diagram, event);
    }
}

/* A timer that has no row as its time is folded still starts and ends. */
static bool
is_timer_in_phase (const struct diagram *diagram, const struct trace_event *event)
{
  return (event->kind == TRACE_TIMER_START || event->kind == TRACE_TIMER_STOP || event->kind == TRACE_TIMER_EXPIRE)
         && event->host < HOST_COUNT && !fold_hides (&diagram->folds, diagram->flights, event);
}

/* Gives the event to all who draw it. */
static void
dispatch (struct diagram *diagram, const struct trace_event *event, double y)
{
  switch (event->kind)
    {
    case TRACE_STATE:
      bands_take (diagram, event, y);
      break;
    case TRACE_CARRY:
      arrows_take_carry (diagram, event, y);
      bands_take_departure (diagram, event, y);
      break;
    case TRACE_ICMP:
      arrows_take_carry (diagram, event, y);
      break;
    case TRACE_LOSS:
    case TRACE_HOLD:
      arrows_take_stop (diagram, event);
      break;
    case TRACE_TIMER_START:
    case TRACE_TIMER_STOP:
    case TRACE_TIMER_EXPIRE:
      timers_take (diagram, event, y);
      break;
    default:
      break;
    }
  if (notes_show (diagram, event))
    notes_take (diagram, event, y);
}

/* What was before the picture begins has no rows, but it leaves states, timers that run and segments under way. */
static void
take_before (struct diagram *diagram, const struct trace_event *event)
{
  double top = diagram->frame.top;

  *array_add (&diagram->rows) = (float) time_map_end (&diagram->map);
  count_in_flight (diagram, event);
  switch (event->kind)
    {
    case TRACE_STATE:
      bands_take_before (diagram, event);
      break;
    case TRACE_CARRY:
      arrows_take_carry (diagram, event, time_map_end (&diagram->map));
      bands_take_departure (diagram, event, top);
      break;
    case TRACE_ICMP:
      arrows_take_carry (diagram, event, time_map_end (&diagram->map));
      break;
    case TRACE_TIMER_START:
    case TRACE_TIMER_STOP:
    case TRACE_TIMER_EXPIRE:
      timers_take (diagram, event, top);
      break;
    default:
      break;
    }
}

/* The first event that is in the picture: what is there before it? */
static void
begin_picture (struct diagram *diagram)
{
  vtime from = diagram->options.from;

  diagram->begun = true;
  if (from <= 0)
    return;
  diagram->seen = 0;
  bands_see_first (diagram);
  if (arrows_see_first (diagram))
    instants_begin_at (diagram, from);
}

void
events_take (struct diagram *diagram, const struct trace_event *event)
{
  if (event->kind == TRACE_SEND)
    arrows_take_send (diagram, event);
  if (begin_hides_event (diagram->trace, event, diagram->options.from))
    {
      take_before (diagram, event);
      return;
    }
  if (!diagram->begun)
    begin_picture (diagram);
  enum row_kind kind;
  bool row = takes_row (diagram, event, &kind);
  double y = time_map_end (&diagram->map);

  if (row)
    {
      instants_enter (diagram, event);
      y = time_map_row (&diagram->map, event->host, kind);
      if (kind == ROW_LISTEN)
        instants_move_tick (diagram, y);
    }
  *array_add (&diagram->rows) = (float) y;
  count_in_flight (diagram, event);
  if (row || event->kind == TRACE_CARRY || is_timer_in_phase (diagram, event))
    dispatch (diagram, event, (double) (float) y);
}
