#include "diagram/layout.h"

#include "diagram/format.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_HEIGHT 88.0
#define HEAD_HEIGHT_WITH_ADDRESS 98.0
#define HEAD_HEIGHT_WITH_CHIP 122.0
#define TICK_DISTANCE 18.0
#define BOTTOM 34.0 /* px of band below the last event */
#define FIGURE_BOTTOM 24.0
#define WINDOW_BOTTOM 60.0
#define BLOCK_ABOVE 44.0
#define BLOCK_BELOW 42.0
#define BLOCK_BELOW_HALF 36.0
#define BLOCK_HALF_HEIGHT 15.0

const struct diagram_view DIAGRAM_VIEW_WHOLE = {
  .now = VTIME_NEVER,
  .selected = EVENT_NONE,
  .hovered = SIZE_MAX,
  .transition = 1,
};

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
    .future = true,
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
    .future = true,
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
      return true;
    case TRACE_TIMER_EXPIRE:
      return event->timer == TCP_TIMER_RTO || event->timer == TCP_TIMER_PERSIST;
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

const char *
diagram_word (const struct diagram *diagram, enum diagram_word word)
{
  const char *said = diagram->words.word (diagram->words.user, word);

  return said != NULL && said[0] != '\0' ? said : DIAGRAM_WORDS_ENGLISH.word (NULL, word);
}

/* --- beginning --- */

static double
head_height (const struct trace *trace)
{
  const struct trace_host *a = trace_host_const (trace, HOST_A), *b = trace_host_const (trace, HOST_B);

  if (a->captured_here || b->captured_here)
    return HEAD_HEIGHT_WITH_CHIP;
  return a->name[0] == '\0' && b->name[0] == '\0' && a->endpoint.address.family != IP_NONE ? HEAD_HEIGHT_WITH_ADDRESS
                                                                                           : HEAD_HEIGHT;
}

/* The px of one delay that the layout suggests: a short run gets more room. */
static double
suggested_delay_height (const struct diagram *diagram)
{
  size_t drawn = 0;

  if (diagram->options.layout == LAYOUT_WINDOW)
    return 56;
  for (size_t i = 0; i < flights_length (diagram->flights); i++)
    drawn += !fold_has_flight (&diagram->folds, i) && !begin_hides_flight (diagram->flights, i, diagram->options.from);
  if (drawn <= 3 || (drawn == 4 && diagram->folds.phases.length == 0))
    return 84;
  return drawn == 4 ? 68 : diagram->options.show_gutter ? 60 : 70;
}

/* True when rows of earlier events depend on later ones: such a picture is laid out anew at each update. */
static bool
looks_ahead (const struct diagram *diagram)
{
  return diagram->options.fold_data || (diagram->options.layout == LAYOUT_FIGURE && diagram->options.delay_height <= 0);
}

/* True when what was taken in ends before the picture begins: which flights are over then is not yet known. */
static bool
begins_later (const struct diagram *diagram)
{
  size_t length = diagram->rows.length;

  return diagram->options.from > 0
         && (length == 0 || trace_get (diagram->trace, (event_id) (length - 1))->at <= diagram->options.from);
}

static void
begin_layout (struct diagram *diagram)
{
  const struct diagram_options *options = &diagram->options;
  vtime delay = trace_delay (diagram->trace);

  shapes_clear (&diagram->shapes);
  folds_clear (&diagram->folds);
  time_map_clear (&diagram->map);
  array_clear (&diagram->rows);
  if (options->fold_data)
    folds_find (&diagram->folds, diagram->trace, diagram->flights, options->from);
  frame_init (&diagram->frame, options, head_height (diagram->trace), diagram->wide_lane);
  time_map_init (&diagram->map, &(struct time_map_options){
                                    .delay = delay > 0 ? delay : MS (50),
                                    .delay_height = options->delay_height > 0 ? options->delay_height
                                                                              : suggested_delay_height (diagram),
                                    .start = diagram->frame.top + diagram->frame.lead,
                                    .cut_height = diagram->frame.cut_height,
                                    .listen_gap = diagram->frame.listen_gap,
                                });
  symbols_init (&diagram->symbols);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      diagram->hosts[host] = (struct host_layout){ .margin_bottom = 0 };
      for (size_t timer = 0; timer < TCP_TIMER_COUNT; timer++)
        diagram->hosts[host].timers[timer] = NO_SHAPE;
      for (size_t i = 0; i < NOT_SEEN_REMEMBERED; i++)
        diagram->hosts[host].not_seen[i] = NO_SHAPE;
    }
  diagram->begun = false;
  diagram->in_flight = 0;
  diagram->settled = 0;
  diagram->seen = 0;
  bands_begin (diagram);
}

struct diagram *
diagram_new (const struct trace *trace, const struct diagram_options *options, const struct diagram_words *words)
{
  struct diagram *diagram = calloc (1, sizeof *diagram);

  if (diagram == NULL)
    abort ();
  diagram->trace = trace;
  diagram->words = *words;
  diagram->options = *options;
  diagram->measure = text_measure_new ();
  diagram->flights = flights_new (trace);
  if (diagram->flights == NULL)
    abort ();
  flights_update (diagram->flights);
  begin_layout (diagram);
  diagram_update (diagram);
  return diagram;
}

void
diagram_free (struct diagram *diagram)
{
  if (diagram == NULL)
    return;
  shapes_clear (&diagram->shapes);
  folds_clear (&diagram->folds);
  time_map_clear (&diagram->map);
  array_clear (&diagram->rows);
  flights_free (diagram->flights);
  text_measure_free (diagram->measure);
  free (diagram);
}

/* --- events --- */

/* True when the event is about a copy whose departure was counted. */
static bool
is_about_counted_copy (const struct diagram *diagram, const struct trace_event *event)
{
  const struct trace_event *cause = event->cause != EVENT_NONE ? trace_get (diagram->trace, event->cause) : NULL;

  return cause != NULL && cause->kind == TRACE_CARRY && cause->knowledge != KNOWLEDGE_UNKNOWN;
}

/* What an event adds to the number of segments under way. */
static int
in_flight_change (const struct diagram *diagram, const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_CARRY:
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

/* True when the copy was made by the link after the first one had departed. */
static bool
is_made_under_way (const struct diagram *diagram, const struct trace_event *carry)
{
  const struct trace_event *duplicate = carry->cause != EVENT_NONE ? trace_get (diagram->trace, carry->cause) : NULL;

  return duplicate != NULL && duplicate->kind == TRACE_DUPLICATE && duplicate->cause != EVENT_NONE
         && trace_get (diagram->trace, duplicate->cause)->at < carry->at;
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
      return bands_show (diagram, event);
    case TRACE_TIMER_START:
    case TRACE_TIMER_STOP:
    case TRACE_TIMER_EXPIRE:
      return !fold_covers (&diagram->folds, event->at) || event->timer == TCP_TIMER_2MSL;
    case TRACE_LOSS:
    case TRACE_HOLD:
    case TRACE_RELEASE:
      return true;
    default:
      return notes_show (diagram, event);
    }
}

static void
add_tick (struct diagram *diagram, vtime at, double y)
{
  size_t length = diagram->shapes.ticks.length;

  if (length > 0 && y - diagram->shapes.ticks.items[length - 1].extent.top < TICK_DISTANCE)
    return;
  char text[FORMAT_SIZE], before[FORMAT_SIZE];
  bool fine
      = length > 0
        && strcmp (format_clock (text, at), format_clock (before, diagram->shapes.ticks.items[length - 1].at)) == 0;

  if (fine)
    diagram->shapes.ticks.items[length - 1].fine = true;
  *array_add (&diagram->shapes.ticks) = (struct tick){ .extent = { .top = y, .bottom = y }, .at = at, .fine = fine };
  shape_added (&diagram->shapes.ticks);
}

/* The passive open stands above what follows in its instant; the time is written beside that. */
static void
move_tick (struct diagram *diagram, double y)
{
  size_t length = diagram->shapes.ticks.length;
  struct tick *tick = length > 0 ? &diagram->shapes.ticks.items[length - 1] : NULL;

  if (tick == NULL || tick->extent.top != y)
    return;
  tick->extent.top += diagram->frame.listen_gap;
  tick->extent.bottom = tick->extent.top;
  shape_added (&diagram->shapes.ticks);
}

static void
add_cut (struct diagram *diagram, vtime from, vtime to, double top, double bottom)
{
  double middle = (top + bottom) / 2;

  *array_add (&diagram->shapes.cuts) = (struct cut){
    .extent = { .top = middle - 7, .bottom = middle + 7 },
    .from = from,
    .to = to,
  };
  shape_added (&diagram->shapes.cuts);
}

/* The y below which a block is placed; at the very top there is less room than between two instants. */
static double
block_start (const struct diagram *diagram)
{
  if (diagram->map.instants.length == 0)
    return diagram->frame.top - 8;
  return time_map_end (&diagram->map);
}

static void
place_block (struct diagram *diagram, struct fold *fold)
{
  double middle = block_start (diagram) + BLOCK_ABOVE;
  bool both = fold->sends[HOST_A] && fold->sends[HOST_B];
  unsigned sender = fold->sends[HOST_A] ? HOST_A : HOST_B;

  *array_add (&diagram->shapes.blocks) = (struct block){
    .extent = { .top = middle - BLOCK_HALF_HEIGHT, .bottom = middle + BLOCK_HALF_HEIGHT },
    .event = fold->first,
    .from = fold->from,
    .to = fold->to,
    .direction = both || !fold->half ? BLOCK_BOTH
                 : sender == HOST_A  ? BLOCK_A_TO_B
                                     : BLOCK_B_TO_A,
    .sender = (uint8_t) sender,
    .half = fold->half,
  };
  shape_added (&diagram->shapes.blocks);
  fold->placed = true;
  diagram->folds.next++;
}

/* The phase whose last segment departed before this event and which has no block yet. */
static struct fold *
fold_before (struct diagram *diagram, event_id id)
{
  struct folds *folds = &diagram->folds;

  if (folds->next >= folds->phases.length || folds->phases.items[folds->next].last_departure >= id)
    return NULL;
  return &folds->phases.items[folds->next];
}

/* Enters the instant of an event that takes a row. */
static void
enter_instant (struct diagram *diagram, const struct trace_event *event)
{
  struct time_map *map = &diagram->map;
  double before = time_map_end (map);
  size_t count = map->instants.length;
  vtime from = count > 0 ? map->instants.items[count - 1].at : event->at;
  struct fold *fold = fold_before (diagram, event->id);

  if (fold != NULL)
    {
      double start = block_start (diagram);

      place_block (diagram, fold);
      time_map_enter_at (map, event->at, start + BLOCK_ABOVE + (fold->half ? BLOCK_BELOW_HALF : BLOCK_BELOW));
    }
  else if (!time_map_enter (map, event->at))
    return;
  const struct instant *instant = &map->instants.items[map->instants.length - 1];
  if (instant->cut_before)
    add_cut (diagram, from, event->at, before, instant->first);
  add_tick (diagram, event->at, instant->first);
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

/* A timer that has no row as its time is folded still starts and ends. */
static bool
is_timer_in_phase (const struct diagram *diagram, const struct trace_event *event)
{
  return (event->kind == TRACE_TIMER_START || event->kind == TRACE_TIMER_STOP || event->kind == TRACE_TIMER_EXPIRE)
         && event->host < HOST_COUNT && !fold_hides (&diagram->folds, diagram->flights, event);
}

static void
count_in_flight (struct diagram *diagram, const struct trace_event *event)
{
  int change = in_flight_change (diagram, event);

  diagram->in_flight = change < 0 && diagram->in_flight == 0 ? 0 : diagram->in_flight + (size_t) change;
  time_map_load (&diagram->map, diagram->in_flight);
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
  if (!arrows_see_first (diagram))
    return;
  time_map_enter (&diagram->map, from);
  add_tick (diagram, from, time_map_end (&diagram->map));
}

static void
take_event (struct diagram *diagram, const struct trace_event *event)
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
      enter_instant (diagram, event);
      y = time_map_row (&diagram->map, event->host, kind);
      if (kind == ROW_LISTEN)
        move_tick (diagram, y);
    }
  *array_add (&diagram->rows) = (float) y;
  count_in_flight (diagram, event);
  if (row || event->kind == TRACE_CARRY || is_timer_in_phase (diagram, event))
    dispatch (diagram, event, (double) (float) y);
}

/* What follows the last event: a block that is not placed yet, and the end of the bands. */
static void
end_layout (struct diagram *diagram)
{
  struct fold *fold = fold_before (diagram, EVENT_NONE);
  double end = time_map_end (&diagram->map);

  arrows_settle (diagram);
  if (fold != NULL)
    {
      end = block_start (diagram) + BLOCK_ABOVE;
      place_block (diagram, fold);
    }
  for (size_t i = diagram->settled; i < diagram->shapes.arrows.length; i++)
    if (!diagram->shapes.arrows.items[i].left_out)
      end = fmax (end, arrow_y (&diagram->shapes.arrows.items[i], diagram->shapes.arrows.items[i].stop));
  diagram->bottom = end + BOTTOM;
}

static void
take_events (struct diagram *diagram)
{
  size_t length = trace_length (diagram->trace);

  while (diagram->rows.length < length)
    take_event (diagram, trace_get (diagram->trace, (event_id) diagram->rows.length));
  end_layout (diagram);
}

static bool
has_shortened_label (const struct diagram *diagram)
{
  for (size_t i = 0; i < diagram->shapes.arrows.length; i++)
    if (!diagram->shapes.arrows.items[i].left_out && diagram->shapes.arrows.items[i].label.shortened)
      return true;
  return false;
}

void
diagram_update (struct diagram *diagram)
{
  if (trace_length (diagram->trace) == diagram->rows.length && diagram->bottom > 0)
    return;
  flights_update (diagram->flights);
  if (!looks_ahead (diagram) && !begins_later (diagram))
    {
      take_events (diagram);
      return;
    }
  diagram->wide_lane = false;
  begin_layout (diagram);
  take_events (diagram);
  if (diagram->options.width <= 0 && diagram->options.layout == LAYOUT_FIGURE && has_shortened_label (diagram))
    {
      diagram->wide_lane = true;
      begin_layout (diagram);
      take_events (diagram);
    }
}

/* --- places --- */

double
diagram_width (const struct diagram *diagram)
{
  return diagram->frame.width;
}

double
diagram_height (const struct diagram *diagram)
{
  if (diagram->options.layout == LAYOUT_WINDOW)
    return diagram->bottom + WINDOW_BOTTOM;
  return diagram->bottom + (diagram->options.show_legend ? legend_height (diagram) : FIGURE_BOTTOM);
}

double
diagram_y (const struct diagram *diagram, vtime time)
{
  return time_map_y (&diagram->map, time);
}

vtime
diagram_time (const struct diagram *diagram, double y)
{
  return time_map_time (&diagram->map, y);
}

void
diagram_band_place (const struct diagram *diagram, unsigned host, double *x, double *width)
{
  assert (host < HOST_COUNT);
  *x = diagram->frame.hosts[host].band;
  *width = diagram->frame.band_width;
}
