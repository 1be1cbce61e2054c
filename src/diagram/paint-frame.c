/* What frames a figure: host heads, block arrows of folded data, the legend. */
#include "diagram/format.h"
#include "diagram/paint.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* --- heads --- */

/* A screen on its foot, 24 px. */
static void
paint_client_icon (struct painter *painter, double x, double y, diagram_colour colour)
{
  struct pen *pen = painter->pen;

  pen_rectangle (pen, x + 1.5, y + 1.5, 21, 16.5, 3);
  pen_paint (pen, 0, &(struct stroke){ .colour = colour, .width = 3 });
  pen_move (pen, x + 7.5, y + 21);
  pen_curve (pen, x + 5.84, y + 21, x + 4.5, y + 22.34, x + 4.5, y + 24);
  pen_line (pen, x + 19.5, y + 24);
  pen_curve (pen, x + 19.5, y + 22.34, x + 18.16, y + 21, x + 16.5, y + 21);
  pen_close (pen);
  pen_paint (pen, colour, NULL);
}

/* A case on a network line, 24 px. */
static void
paint_server_icon (struct painter *painter, double x, double y, diagram_colour colour)
{
  struct pen *pen = painter->pen;

  pen_rectangle (pen, x + 6, y + 1.5, 12, 15, 3);
  pen_paint (pen, 0, &(struct stroke){ .colour = colour, .width = 3 });
  pen_rectangle (pen, x + 9, y + 4.5, 6, 1.5, 0);
  pen_rectangle (pen, x + 13.5, y + 7.5, 1.5, 1.5, 0);
  pen_rectangle (pen, x + 10.5, y + 18, 3, 3.5, 0);
  pen_rectangle (pen, x + 1.5, y + 21, 21, 3, 0.75);
  pen_paint (pen, colour, NULL);
}

static bool
is_server (const struct diagram *diagram, unsigned host)
{
  const struct host_layout *own = &diagram->hosts[host], *other = &diagram->hosts[host ^ 1u];

  if (own->opened_actively || own->opened_passively)
    return !own->opened_actively;
  return other->opened_actively || (!other->opened_passively && host == HOST_B);
}

static void
head_words (const struct diagram *diagram, unsigned host, char *name, size_t name_size, char *sub, size_t sub_size)
{
  const struct trace_host *about = trace_host_const (diagram->trace, host);
  bool both_active = diagram->hosts[HOST_A].opened_actively && diagram->hosts[HOST_B].opened_actively;
  enum diagram_word word = both_active ? WORD_HOST : is_server (diagram, host) ? WORD_SERVER : WORD_CLIENT;
  char address[IP_ADDRESS_TEXT_SIZE], port[8];

  sub[0] = '\0';
  if (about->name[0] != '\0' || about->endpoint.address.family == IP_NONE)
    {
      format_word (name, name_size, diagram_word (diagram, word), about->name);
      return;
    }
  snprintf (name, name_size, "%s", ip_address_format (&about->endpoint.address, address));
  snprintf (port, sizeof port, "%" PRIu16, about->endpoint.port);
  format_word (sub, sub_size, diagram_word (diagram, WORD_PORT), port);
}

static void
paint_chip (struct painter *painter, double x, double y, enum diagram_word word)
{
  const char *words = diagram_word (painter->diagram, word);
  double width = string_width (painter->diagram->measure, words, FONT_BOLD, 12) + 20;

  pen_rectangle (painter->pen, x - width / 2, y - 14.5, width, 21, 10.5);
  pen_paint (painter->pen, painter->theme->unknown, NULL);
  pen_string (painter->pen, x, y, ANCHOR_MIDDLE, 12, FONT_BOLD, painter->theme->second_ink, words);
}

static void
paint_head (struct painter *painter, unsigned host)
{
  const struct diagram *diagram = painter->diagram;
  double x = diagram->frame.hosts[host].band + diagram->frame.band_width / 2;
  bool captured = trace_host_const (diagram->trace, HOST_A)->captured_here
                  || trace_host_const (diagram->trace, HOST_B)->captured_here;
  char name[96], sub[48];

  head_words (diagram, host, name, sizeof name, sub, sizeof sub);
  pen_begin (painter->pen, NULL);
  if (is_server (diagram, host))
    paint_server_icon (painter, x - 12, 22, painter->theme->second_ink);
  else
    paint_client_icon (painter, x - 12, 22, painter->theme->second_ink);
  pen_string (painter->pen, x, 66, ANCHOR_MIDDLE, 16, FONT_BOLD, painter->theme->ink, name);
  if (sub[0] != '\0')
    pen_string (painter->pen, x, 83, ANCHOR_MIDDLE, 12, FONT_REGULAR, painter->theme->second_ink, sub);
  if (captured)
    paint_chip (painter, x, 106,
                trace_host_const (diagram->trace, host)->captured_here ? WORD_CAPTURED_HERE : WORD_TIMES_ESTIMATED);
  pen_end (painter->pen);
}

void
paint_heads (struct painter *painter)
{
  if (!is_visible (painter, 0, painter->diagram->frame.top))
    return;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    paint_head (painter, host);
}

/* --- blocks --- */

static void
trace_block (struct pen *pen, const struct block *block, double left, double right)
{
  double middle = (block->extent.top + block->extent.bottom) / 2;
  double half = block->half ? 8 : 9, barb = 6;
  bool points_left = block->direction != BLOCK_A_TO_B, points_right = block->direction != BLOCK_B_TO_A;

  pen_move (pen, left, middle);
  if (points_left)
    {
      pen_line (pen, left + 16, middle - half - barb);
      pen_line (pen, left + 16, middle - half);
    }
  else
    pen_line (pen, left, middle - half);
  if (points_right)
    {
      pen_line (pen, right - 16, middle - half);
      pen_line (pen, right - 16, middle - half - barb);
      pen_line (pen, right, middle);
      pen_line (pen, right - 16, middle + half + barb);
      pen_line (pen, right - 16, middle + half);
    }
  else
    {
      pen_line (pen, right, middle - half);
      pen_line (pen, right, middle + half);
    }
  if (points_left)
    {
      pen_line (pen, left + 16, middle + half);
      pen_line (pen, left + 16, middle + half + barb);
    }
  else
    pen_line (pen, left, middle + half);
  pen_close (pen);
}

/* The state of a host at a y. */
static enum tcp_state
state_at (const struct diagram *diagram, unsigned host, double y)
{
  size_t length = diagram->shapes.bands[host].length;
  size_t index = shapes_first (&diagram->shapes.bands[host], y);

  return diagram->shapes.bands[host].items[index < length ? index : length - 1].state;
}

static void
paint_block (struct painter *painter, const struct block *block)
{
  const struct frame *frame = &painter->diagram->frame;
  double left = frame->hosts[HOST_A].edge + 8, right = frame->hosts[HOST_B].edge - 8;
  double middle = (block->extent.top + block->extent.bottom) / 2;
  enum tcp_state state = state_at (painter->diagram, block->sender, middle);
  const struct band_colours *colours = &painter->theme->bands[state];
  bool open = state == TCP_ESTABLISHED;
  enum diagram_word word = block->direction == BLOCK_BOTH     ? WORD_DATA_TRANSFER
                           : block->direction == BLOCK_A_TO_B ? WORD_DATA_TRANSFER_A_TO_B
                                                              : WORD_DATA_TRANSFER_B_TO_A;

  pen_begin (painter->pen, NULL);
  trace_block (painter->pen, block, left, right);
  pen_paint (painter->pen, colours->fill,
             &(struct stroke){
                 .colour = open ? painter->theme->arrows[ARROW_DATA] : colours->line, .width = 1.2, .round = true });
  pen_string (painter->pen, (left + right) / 2, middle + 4.8, ANCHOR_MIDDLE, 13.5, FONT_BOLD, colours->text,
              diagram_word (painter->diagram, word));
  pen_end (painter->pen);
}

void
paint_blocks (struct painter *painter)
{
  const struct shapes *shapes = &painter->diagram->shapes;

  for (size_t i = 0; i < shapes->blocks.length; i++)
    {
      const struct block *block = &shapes->blocks.items[i];

      if (is_visible (painter, block->extent.top, block->extent.bottom)
          && (painter->whole || block->from <= painter->now))
        paint_block (painter, block);
    }
}

/* --- the legend --- */

#define LEGEND_TEXT 12.0
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

static double
sample_width (enum legend_sample sample)
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
  double sample = sample_width (item->sample);
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

static struct legend
make_legend (const struct diagram *diagram)
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
  struct legend legend = make_legend (diagram);

  return 32 + LEGEND_ROW * (double) (legend.row_count > 0 ? legend.row_count : 1);
}

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
  struct legend legend = make_legend (diagram);
  double x = 0;

  if (!is_visible (painter, diagram->bottom, diagram_height (diagram)))
    return;
  pen_begin (painter->pen, NULL);
  for (size_t i = 0; i < legend.count; i++)
    {
      double y = diagram->bottom + 32 + LEGEND_ROW * (double) legend.rows[i];
      double sample = sample_width (legend.items[i]->sample);

      if (i == 0 || legend.rows[i] != legend.rows[i - 1])
        x = (diagram->frame.width - legend.row_widths[legend.rows[i]]) / 2;
      paint_sample (painter, x, y, legend.items[i]->sample);
      pen_string (painter->pen, x + sample + (sample > 0 ? LEGEND_AFTER_SAMPLE : 0), y + 4, ANCHOR_START, LEGEND_TEXT,
                  FONT_REGULAR, painter->theme->second_ink, diagram_word (diagram, legend.items[i]->word));
      x += legend.widths[i] + LEGEND_GAP;
    }
  pen_end (painter->pen);
}
