/* Instants down the picture, with the time that is written beside them and what stands between them. */
#include "diagram/format.h"
#include "diagram/layout.h"

#include <string.h>

#define TICK_DISTANCE 18.0
#define CUT_HALF_HEIGHT 7.0
#define PILL_ROOM 26.0 /* px of a pill beside its words */
#define BLOCK_ABOVE 44.0
#define BLOCK_BELOW 42.0
#define BLOCK_BELOW_HALF 36.0
#define BLOCK_HALF_HEIGHT 15.0

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

void
instants_move_tick (struct diagram *diagram, double y)
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
    .extent = { .top = middle - CUT_HALF_HEIGHT, .bottom = middle + CUT_HALF_HEIGHT },
    .from = from,
    .to = to,
  };
  shape_added (&diagram->shapes.cuts);
}

double
cut_pill_width (const struct diagram *diagram, const struct cut *cut, char words[static PILL_WORDS_SIZE])
{
  char span[FORMAT_SIZE];

  format_word (words, PILL_WORDS_SIZE, diagram_word (diagram, WORD_NOT_DRAWN), format_span (span, cut->to - cut->from));
  return string_width (diagram->measure, words, FONT_REGULAR, PILL_TEXT) + PILL_ROOM;
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

void
instants_enter (struct diagram *diagram, const struct trace_event *event)
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

void
instants_begin_at (struct diagram *diagram, vtime from)
{
  time_map_enter (&diagram->map, from);
  add_tick (diagram, from, time_map_end (&diagram->map));
}

double
instants_end (struct diagram *diagram)
{
  struct fold *fold = fold_before (diagram, EVENT_NONE);

  if (fold == NULL)
    return time_map_end (&diagram->map);
  double end = block_start (diagram) + BLOCK_ABOVE;
  place_block (diagram, fold);
  return end;
}
