/* The legend below a figure: what it has to explain, and where each item stands. */
#pragma once

#include "diagram/layout.h"

#define LEGEND_TEXT 12.0
#define LEGEND_ABOVE 32.0 /* px from the end of the bands to the middle of the first row */
#define LEGEND_ROW 24.0
#define LEGEND_GAP 21.0
#define LEGEND_AFTER_SAMPLE 8.0
#define LEGEND_ITEMS_MAX 10

enum legend_sample
{
  SAMPLE_NONE,
  SAMPLE_OPEN,
  SAMPLE_UNACKNOWLEDGED,
  SAMPLE_CLOSED,
  SAMPLE_DATA,
  SAMPLE_ACK,
  SAMPLE_FIN,
  SAMPLE_AGAIN,
  SAMPLE_LOST,
  SAMPLE_TIMER,
  SAMPLE_PROVEN,
  SAMPLE_INFERRED,
  SAMPLE_UNKNOWN,
};

struct legend_item
{
  enum legend_sample sample;
  enum diagram_word word;
  unsigned seen; /* shown when one of these occurs */
};

/* The items of a picture, and of each the row it stands in. */
struct legend
{
  const struct legend_item *items[LEGEND_ITEMS_MAX];
  size_t rows[LEGEND_ITEMS_MAX];
  double widths[LEGEND_ITEMS_MAX];
  double row_widths[LEGEND_ITEMS_MAX];
  size_t count;
  size_t row_count;
};

struct legend legend_of (const struct diagram *diagram);

/* px that the legend takes below the bands. */
double legend_height (const struct diagram *diagram);

/* px of what is drawn before the words of an item. */
double legend_sample_width (enum legend_sample sample);
