/* The samples and words of the legend. */
#include "diagram/legend.h"
#include "diagram/paint.h"

static void
paint_strand_sample (struct painter *painter, double x, double y, enum legend_sample sample)
{
  struct stroke stroke = { .colour = painter->theme->bands[TCP_ESTABLISHED].strand, .width = 3.5 };

  if (sample == SAMPLE_UNACKNOWLEDGED)
    stroke.dash_on = 5, stroke.dash_off = 4;
  if (sample == SAMPLE_CLOSED)
    stroke = (struct stroke){ .colour = painter->theme->hairline, .width = 1.2 };
  pen_move (painter->pen, x, y);
  pen_line (painter->pen, x + 22, y);
  pen_paint (painter->pen, 0, &stroke);
}

static void
paint_arrow_sample (struct painter *painter, double x, double y, enum arrow_class arrow_class, bool again)
{
  diagram_colour colour = painter->theme->arrows[arrow_class];
  struct way way = way_from (x + 2, y, x + 50, y);
  struct stroke stroke = { .colour = colour, .width = line_width (arrow_class) };

  if (again)
    stroke.dash_on = 8, stroke.dash_off = 5;
  mark_line (painter, &way, 0, way.length - head_room (arrow_class), &stroke);
  mark_tail (painter, &way, arrow_class, colour);
  mark_head (painter, &way, arrow_class, colour, 1);
}

static void
paint_lost_sample (struct painter *painter, double x, double y)
{
  pen_move (painter->pen, x, y);
  pen_line (painter->pen, x + 32, y);
  pen_paint (painter->pen, 0, &(struct stroke){ .colour = painter->theme->arrows[ARROW_DATA], .width = 2.25 });
  mark_cross (painter, x + 34, y, 5, 2.6, 9);
}

static void
paint_timer_sample (struct painter *painter, double x, double y)
{
  pen_move (painter->pen, x + 3, y);
  pen_line (painter->pen, x + 36, y);
  pen_paint (painter->pen, 0, &(struct stroke){ .colour = painter->theme->lost, .width = 1.5 });
  mark_timer_ring (painter, x + 3, y, painter->theme->lost);
  mark_timer_tip (painter, x + 34, y, 1, painter->theme->lost);
}

static void
paint_band_sample (struct painter *painter, double x, double y, enum legend_sample sample)
{
  const struct band_colours *colours = &painter->theme->bands[TCP_ESTABLISHED];
  struct stroke outline = { .colour = colours->line, .width = 1.2 };
  diagram_colour fill = sample == SAMPLE_UNKNOWN ? painter->theme->unknown : colours->fill;

  if (sample == SAMPLE_UNKNOWN)
    outline.colour = painter->theme->hairline;
  if (sample == SAMPLE_INFERRED)
    {
      mark_stripes (painter, x, y - 7, 26, 14, 7, 3, fill);
      outline.dash_on = 4, outline.dash_off = 3;
      fill = 0;
    }
  pen_rectangle (painter->pen, x, y - 7, 26, 14, 0);
  pen_paint (painter->pen, fill, &outline);
}

static void
paint_sample (struct painter *painter, double x, double y, enum legend_sample sample)
{
  switch (sample)
    {
    case SAMPLE_NONE:
      break;
    case SAMPLE_OPEN:
    case SAMPLE_UNACKNOWLEDGED:
    case SAMPLE_CLOSED:
      paint_strand_sample (painter, x, y, sample);
      break;
    case SAMPLE_DATA:
    case SAMPLE_AGAIN:
      paint_arrow_sample (painter, x, y, ARROW_DATA, sample == SAMPLE_AGAIN);
      break;
    case SAMPLE_ACK:
      paint_arrow_sample (painter, x, y, ARROW_ACK, false);
      break;
    case SAMPLE_FIN:
      paint_arrow_sample (painter, x, y, ARROW_FIN, false);
      break;
    case SAMPLE_LOST:
      paint_lost_sample (painter, x, y);
      break;
    case SAMPLE_TIMER:
      paint_timer_sample (painter, x, y);
      break;
    case SAMPLE_PROVEN:
    case SAMPLE_INFERRED:
    case SAMPLE_UNKNOWN:
      paint_band_sample (painter, x, y, sample);
      break;
    }
}

void
paint_legend (struct painter *painter)
{
  const struct diagram *diagram = painter->diagram;
  struct legend legend = legend_of (diagram);
  double x = 0;

  if (!is_visible (painter, diagram->bottom, diagram_height (diagram)))
    return;
  pen_begin (painter->pen, NULL);
  for (size_t i = 0; i < legend.count; i++)
    {
      double y = diagram->bottom + LEGEND_ABOVE + LEGEND_ROW * (double) legend.rows[i];
      double sample = legend_sample_width (legend.items[i]->sample);

      if (i == 0 || legend.rows[i] != legend.rows[i - 1])
        x = (diagram->frame.width - legend.row_widths[legend.rows[i]]) / 2;
      paint_sample (painter, x, y, legend.items[i]->sample);
      pen_string (painter->pen, x + sample + (sample > 0 ? LEGEND_AFTER_SAMPLE : 0), y + 4, ANCHOR_START, LEGEND_TEXT,
                  FONT_REGULAR, painter->theme->second_ink, diagram_word (diagram, legend.items[i]->word));
      x += legend.widths[i] + LEGEND_GAP;
    }
  pen_end (painter->pen);
}
