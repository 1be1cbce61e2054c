/* Host heads above a figure, and block arrows of folded data in it. */
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
