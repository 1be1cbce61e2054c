#include "diagram/diagram.h"

void
diagram_options_figure (struct diagram_options *options)
{
  *options = (struct diagram_options){
    .numbers = NUMBERS_SYMBOLIC,
    .style = STYLE_CLASSIC,
    .notes = NOTES_TEXTBOOK,
    .layout = LAYOUT_FIGURE,
    .fold_data = true,
    .show_legend = true,
    .show_timers = true,
  };
}

void
diagram_options_window (struct diagram_options *options)
{
  *options = (struct diagram_options){
    .numbers = NUMBERS_SYMBOLIC,
    .style = STYLE_WIRE,
    .notes = NOTES_CALLS,
    .layout = LAYOUT_WINDOW,
    .show_gutter = true,
    .show_timers = true,
  };
}

static bool
is_unusual (const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_LOSS:
    case TRACE_HOLD:
    case TRACE_DELAY:
    case TRACE_CORRUPT:
    case TRACE_DUPLICATE:
    case TRACE_INJECT:
      return true;
    case TRACE_TIMER_EXPIRE:
      return event->timer == TCP_TIMER_RTO || event->timer == TCP_TIMER_PERSIST || event->timer == TCP_TIMER_REORDERING
             || event->timer == TCP_TIMER_PTO;
    case TRACE_STATE:
      return event->reason == REASON_STATE_CRASHED || event->knowledge != KNOWLEDGE_PROVEN;
    case TRACE_SEND:
      return (event->marks & (MARK_RETRANSMISSION | MARK_FAST_RETRANSMISSION | MARK_DUPLICATE_ACK)) != 0;
    default:
      return event->knowledge != KNOWLEDGE_PROVEN;
    }
}

void
diagram_options_suit (struct diagram_options *options, const struct trace *trace)
{
  for (event_id id = 0; id < trace_length (trace); id++)
    if (trace_get (trace, id)->at >= options->from && is_unusual (trace_get (trace, id)))
      {
        options->show_gutter = true;
        options->notes = NOTES_CALLS;
        options->fold_data = false;
        return;
      }
}
