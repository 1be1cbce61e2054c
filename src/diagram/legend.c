#include "diagram/legend.h"

static const struct legend_item strand_items[] = {
  { SAMPLE_NONE, WORD_LEGEND_STRANDS, 0 },
  { SAMPLE_OPEN, WORD_LEGEND_OPEN, 0 },
  { SAMPLE_UNACKNOWLEDGED, WORD_LEGEND_UNACKNOWLEDGED, 0 },
  { SAMPLE_CLOSED, WORD_LEGEND_CLOSED, 0 },
};

static const struct legend_item event_items[] = {
  { SAMPLE_DATA, WORD_LEGEND_DATA, SEEN_DATA },
  { SAMPLE_ACK, WORD_LEGEND_ACK, SEEN_ACK },
  { SAMPLE_FIN, WORD_LEGEND_FIN, SEEN_FIN },
  { SAMPLE_AGAIN, WORD_LEGEND_RETRANSMISSION, SEEN_AGAIN },
  { SAMPLE_LOST, WORD_LEGEND_LOST, SEEN_LOST },
  { SAMPLE_TIMER, WORD_LEGEND_TIMER, SEEN_TIMER },
  { SAMPLE_PROVEN, WORD_LEGEND_PROVEN, SEEN_INFERRED | SEEN_UNKNOWN },
  { SAMPLE_INFERRED, WORD_LEGEND_INFERRED, SEEN_INFERRED },
  { SAMPLE_UNKNOWN, WORD_LEGEND_UNKNOWN, SEEN_UNKNOWN },
};

double
legend_sample_width (enum legend_sample sample)
{
  switch (sample)
    {
    case SAMPLE_NONE:
      return 0;
    case SAMPLE_OPEN:
    case SAMPLE_UNACKNOWLEDGED:
    case SAMPLE_CLOSED:
      return 22;
    case SAMPLE_PROVEN:
    case SAMPLE_INFERRED:
    case SAMPLE_UNKNOWN:
      return 26;
    case SAMPLE_LOST:
    case SAMPLE_TIMER:
      return 42;
    default:
      return 50;
    }
}

static void
add_item (const struct diagram *diagram, struct legend *legend, const struct legend_item *item)
{
  double sample = legend_sample_width (item->sample);
  double text = string_width (diagram->measure, diagram_word (diagram, item->word), FONT_REGULAR, LEGEND_TEXT);
  double width = sample + (sample > 0 ? LEGEND_AFTER_SAMPLE : 0) + text;
  size_t row = legend->row_count > 0 ? legend->row_count - 1 : 0;
  double after = legend->count > 0 && legend->row_widths[row] > 0 ? LEGEND_GAP : 0;

  if (legend->count > 0 && legend->row_widths[row] + after + width > diagram->frame.width - 40)
    {
      row++;
      after = 0;
    }
  legend->items[legend->count] = item;
  legend->widths[legend->count] = width;
  legend->rows[legend->count] = row;
  legend->row_widths[row] += after + width;
  legend->row_count = row + 1;
  legend->count++;
}

struct legend
legend_of (const struct diagram *diagram)
{
  struct legend legend = { .count = 0 };
  bool events = (diagram->seen & (SEEN_EVENTFUL | SEEN_INFERRED | SEEN_UNKNOWN)) != 0;
  const struct legend_item *items = events ? event_items : strand_items;
  size_t length = events ? sizeof event_items / sizeof event_items[0] : sizeof strand_items / sizeof strand_items[0];

  for (size_t i = 0; i < length; i++)
    if (!events || (items[i].seen & diagram->seen) != 0)
      add_item (diagram, &legend, &items[i]);
  return legend;
}

double
legend_height (const struct diagram *diagram)
{
  struct legend legend = legend_of (diagram);

  return LEGEND_ABOVE + LEGEND_ROW * (double) (legend.row_count > 0 ? legend.row_count : 1);
}
