#include "diagram/chart-paint.h"

#include "diagram/chart-places.h"
#include "diagram/layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NODE_CORNER 10.0
#define RING_ROOM 5.5 /* px between a state and the ring of who is in it */
#define HEAD_LENGTH 11.0
#define LABEL_SIZE 12.5
#define NAME_SIZE 14.0
#define NOTE_SIZE 12.0
#define LEGEND_Y 752.0
#define LEGEND_ROW_HEIGHT 24.0
#define LEGEND_SAMPLE 36.0

/* The chart through a pen at a moment. */
struct chart_painter
{
  struct pen *pen;
  const struct chart *chart;
  const struct diagram_theme *theme;
  const struct chart_view *view;
  size_t until; /* walks that have happened */
  size_t selected;
};

static const char *
say (const struct chart_painter *painter, enum diagram_word word)
{
  return words_say (painter->chart->words, word);
}

static bool
is_walked (const struct chart_painter *painter, size_t edge)
{
  for (size_t i = 0; i < painter->until; i++)
    if (painter->chart->walks.items[i].edge == edge)
      return true;
  return false;
}

static bool
is_reached (const struct chart_painter *painter, enum tcp_state state)
{
  const struct chart *chart = painter->chart;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    if (chart_knows_state (chart, host, painter->view->now) && chart_state (chart, host, painter->view->now) == state)
      return true;
  for (size_t i = 0; i < painter->until; i++)
    if (chart->walks.items[i].known && (chart->walks.items[i].to == state || chart->walks.items[i].from == state))
      return true;
  return false;
}

/* --- edges --- */

static struct stroke
edge_stroke (const struct chart_painter *painter, enum chart_edge_kind kind, bool walked)
{
  bool usual = kind == CHART_USUAL_CLIENT || kind == CHART_USUAL_SERVER;
  struct stroke stroke = {
    .colour = walked ? painter->theme->ink : painter->theme->bands[TCP_LISTEN].strand,
    .width = usual    ? 3
             : walked ? 2.25
                      : 1.2,
  };

  if (kind == CHART_USUAL_SERVER)
    stroke.dash_on = 9, stroke.dash_off = 5;
  if (kind == CHART_LEFT_OUT || kind == CHART_RARE)
    stroke.dash_on = 2, stroke.dash_off = 4;
  return stroke;
}

static void
trace_route (struct chart_painter *painter, const struct chart_edge *edge, double cut)
{
  const struct chart_point *last = &edge->route[edge->length - 1], *before = last - 1;
  double length = fmax (hypot (last->x - before->x, last->y - before->y), 1);

  pen_move (painter->pen, edge->route[0].x, edge->route[0].y);
  for (size_t i = 1; i + 1 < edge->length; i++)
    pen_line (painter->pen, edge->route[i].x, edge->route[i].y);
  pen_line (painter->pen, last->x - (last->x - before->x) / length * cut,
            last->y - (last->y - before->y) / length * cut);
}

static void
paint_head (struct chart_painter *painter, const struct chart_edge *edge, diagram_colour colour, double half)
{
  struct chart_point tip = edge->route[edge->length - 1], before = edge->route[edge->length - 2];
  double length = fmax (hypot (tip.x - before.x, tip.y - before.y), 1);
  double ux = (tip.x - before.x) / length, uy = (tip.y - before.y) / length;
  double x = tip.x - ux * HEAD_LENGTH, y = tip.y - uy * HEAD_LENGTH;

  pen_move (painter->pen, tip.x, tip.y);
  pen_line (painter->pen, x - uy * half, y + ux * half);
  pen_line (painter->pen, x + uy * half, y - ux * half);
  pen_close (painter->pen);
  pen_paint (painter->pen, colour, NULL);
}

/* What happens in bold, what is done about it behind the stroke. */
static void
paint_edge_label (struct chart_painter *painter, const struct chart_edge *edge, bool walked)
{
  const char *said = say (painter, edge->word), *stroke = strstr (said, " / ");
  char event[TEXT_SIZE];
  struct text text;

  snprintf (event, sizeof event, "%.*s", stroke != NULL ? (int) (stroke - said) : (int) strlen (said), said);
  text_init (&text);
  text_add (&text, event, FONT_BOLD, ROLE_PLAIN);
  if (stroke != NULL)
    text_add (&text, stroke, FONT_REGULAR, ROLE_PLAIN);
  pen_text (painter->pen, &(struct pen_text){ .text = &text,
                                              .x = edge->label.at.x,
                                              .y = edge->label.at.y,
                                              .size = LABEL_SIZE,
                                              .anchor = edge->label.anchor,
                                              .colour = walked ? painter->theme->ink : painter->theme->second_ink,
                                              .halo = painter->theme->background });
}

/* Under an edge that is selected or pointed at. */
static void
paint_glow (struct chart_painter *painter, const struct chart_edge *edge)
{
  struct stroke stroke
      = { .colour = (painter->theme->accent & ~(diagram_colour) 0xff) | 0x55, .width = 10, .round = true };

  trace_route (painter, edge, 0);
  pen_paint (painter->pen, 0, &stroke);
}

static void
paint_edge (struct chart_painter *painter, size_t number, bool walked)
{
  const struct chart_edge *edge = &CHART_EDGES[number];
  struct stroke stroke = edge_stroke (painter, edge->kind, walked);

  if (number == painter->selected || number == painter->view->hovered)
    paint_glow (painter, edge);
  trace_route (painter, edge, HEAD_LENGTH - 2);
  pen_paint (painter->pen, 0, &stroke);
  paint_head (painter, edge, stroke.colour, stroke.width > 2 ? 5.5 : 4);
}

static bool
is_drawn (const struct chart_painter *painter, size_t number, bool walked)
{
  enum chart_edge_kind kind = CHART_EDGES[number].kind;

  return kind != CHART_ENDING && is_walked (painter, number) == walked && (walked || kind != CHART_RARE);
}

/* What was walked lies above what was not, and all labels above all lines. */
static void
paint_edges (struct chart_painter *painter)
{
  for (int walked = 0; walked <= 1; walked++)
    for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
      if (is_drawn (painter, i, walked))
        paint_edge (painter, i, walked);
  for (int walked = 0; walked <= 1; walked++)
    for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
      if (is_drawn (painter, i, walked))
        paint_edge_label (painter, &CHART_EDGES[i], walked);
}

/* --- states --- */

static void
paint_ring (struct chart_painter *painter, enum tcp_state state)
{
  struct chart_point middle = chart_place (state);
  double width = CHART_NODE_WIDTH + 2 * RING_ROOM, height = CHART_NODE_HEIGHT + 2 * RING_ROOM;

  pen_rectangle (painter->pen, middle.x - width / 2, middle.y - height / 2, width, height, NODE_CORNER + RING_ROOM);
  pen_paint (painter->pen, 0, &(struct stroke){ .colour = painter->theme->ink, .width = 3 });
}

/* A state that was never reached is an empty frame. */
static void
paint_node (struct chart_painter *painter, enum tcp_state state)
{
  const struct band_colours *colours = &painter->theme->bands[state];
  const struct diagram_words *words = painter->chart->words;
  const char *note = words->state_note (words->user, state);
  struct chart_point middle = chart_place (state);
  bool reached = is_reached (painter, state);
  struct stroke outline
      = { .colour = reached ? colours->line : painter->theme->bands[TCP_LISTEN].strand, .width = 1.5 };
  diagram_colour fill = reached && colours->fill != 0 ? colours->fill : painter->theme->background;
  diagram_colour ink = reached ? colours->text : painter->theme->second_ink;

  if (state == TCP_CLOSED)
    outline.dash_on = outline.dash_off = 3;
  pen_rectangle (painter->pen, middle.x - CHART_NODE_WIDTH / 2, middle.y - CHART_NODE_HEIGHT / 2, CHART_NODE_WIDTH,
                 CHART_NODE_HEIGHT, NODE_CORNER);
  pen_paint (painter->pen, fill, &outline);
  pen_string (painter->pen, middle.x, middle.y + (note != NULL ? -3 : 5), ANCHOR_MIDDLE, NAME_SIZE, FONT_BOLD, ink,
              band_name (state));
  if (note != NULL)
    pen_string (painter->pen, middle.x, middle.y + 14, ANCHOR_MIDDLE, NOTE_SIZE, FONT_REGULAR, ink, note);
}

/* Below the edges, whose heads end on the states. */
static void
paint_rings (struct chart_painter *painter)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    if (chart_knows_state (painter->chart, host, painter->view->now))
      paint_ring (painter, chart_state (painter->chart, host, painter->view->now));
}

static void
paint_states (struct chart_painter *painter)
{
  for (unsigned state = 0; state < TCP_STATE_COUNT; state++)
    paint_node (painter, (enum tcp_state) state);
}

static void
paint_sign (struct chart_painter *painter, struct chart_point at, bool walked, bool glows)
{
  diagram_colour colour = walked ? painter->theme->lost : painter->theme->bands[TCP_LISTEN].strand;
  struct stroke outline = { .colour = glows ? painter->theme->accent : colour, .width = walked || glows ? 2 : 1.2 };
  double half = CHART_SIGN_RADIUS / 2.6;

  pen_circle (painter->pen, at.x, at.y, CHART_SIGN_RADIUS);
  pen_paint (painter->pen, painter->theme->background, &outline);
  pen_move (painter->pen, at.x - half, at.y - half);
  pen_line (painter->pen, at.x + half, at.y + half);
  pen_move (painter->pen, at.x - half, at.y + half);
  pen_line (painter->pen, at.x + half, at.y - half);
  pen_paint (painter->pen, 0, &(struct stroke){ .colour = colour, .width = walked ? 2.6 : 1.4, .round = true });
}

static void
paint_endings (struct chart_painter *painter)
{
  for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
    if (CHART_EDGES[i].kind == CHART_ENDING)
      paint_sign (painter, chart_sign_place (CHART_EDGES[i].from), is_walked (painter, i),
                  i == painter->selected || i == painter->view->hovered);
}

/* --- tokens --- */

/* The first character of a host's name. */
static void
token_name (const struct chart *chart, unsigned host, char name[static 8])
{
  const char *whole = trace_host_const (chart->trace, host)->name;
  size_t length = 1;

  if (whole[0] == '\0')
    whole = host == HOST_A ? "A" : "B";
  while (length < 7 && ((unsigned char) whole[length] & 0xc0) == 0x80)
    length++;
  memcpy (name, whole, length);
  name[length] = '\0';
}

static void
paint_tokens_of_hosts (struct chart_painter *painter)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct chart_point at = chart_token_place (painter->chart, host, painter->view);
      char name[8];

      if (!chart_knows_state (painter->chart, host, painter->view->now))
        continue;
      token_name (painter->chart, host, name);
      pen_circle (painter->pen, at.x, at.y, CHART_TOKEN_RADIUS);
      pen_paint (painter->pen, painter->theme->ink,
                 &(struct stroke){ .colour = painter->theme->background, .width = 3 });
      pen_string (painter->pen, at.x, at.y + 5.5, ANCHOR_MIDDLE, 16, FONT_BOLD, painter->theme->background, name);
    }
}

/* --- legend --- */

struct legend_entry
{
  enum diagram_word word;
  enum chart_edge_kind kind;
  bool walked;
};

static const struct legend_entry ENTRIES[] = {
  { WORD_CHART_USUAL_CLIENT, CHART_USUAL_CLIENT, false }, { WORD_CHART_USUAL_SERVER, CHART_USUAL_SERVER, false },
  { WORD_CHART_UNUSUAL, CHART_UNUSUAL, false },           { WORD_CHART_WALKED, CHART_USUAL_CLIENT, true },
  { WORD_CHART_LEFT_OUT, CHART_LEFT_OUT, false },         { WORD_CHART_ENDING, CHART_ENDING, false },
};

#define ENTRIES_A_ROW 4

static void
paint_sample (struct chart_painter *painter, const struct legend_entry *entry, double x, double y)
{
  struct stroke stroke = edge_stroke (painter, entry->kind, entry->walked);

  if (entry->kind == CHART_ENDING)
    {
      paint_sign (painter, (struct chart_point){ x + LEGEND_SAMPLE - CHART_SIGN_RADIUS, y }, false, false);
      return;
    }
  pen_move (painter->pen, x, y);
  pen_line (painter->pen, x + LEGEND_SAMPLE, y);
  pen_paint (painter->pen, 0, &stroke);
}

/* A row of entries, centred. */
static void
paint_legend_row (struct chart_painter *painter, size_t first, size_t end, double y)
{
  struct text_measure *measure = text_measure_new ();
  double width = 0;

  for (size_t i = first; i < end; i++)
    width += LEGEND_SAMPLE + 8 + string_width (measure, say (painter, ENTRIES[i].word), FONT_REGULAR, NOTE_SIZE) + 22;
  double x = (CHART_WIDTH - width + 22) / 2;
  for (size_t i = first; i < end; i++)
    {
      const char *said = say (painter, ENTRIES[i].word);

      paint_sample (painter, &ENTRIES[i], x, y);
      x += LEGEND_SAMPLE + 8;
      pen_string (painter->pen, x, y + 4, ANCHOR_START, NOTE_SIZE, FONT_REGULAR, painter->theme->second_ink, said);
      x += string_width (measure, said, FONT_REGULAR, NOTE_SIZE) + 22;
    }
  text_measure_free (measure);
}

static void
paint_legend_of_chart (struct chart_painter *painter)
{
  size_t count = sizeof ENTRIES / sizeof *ENTRIES;

  for (size_t first = 0, row = 0; first < count; first += ENTRIES_A_ROW, row++)
    paint_legend_row (painter, first, first + ENTRIES_A_ROW < count ? first + ENTRIES_A_ROW : count,
                      LEGEND_Y + LEGEND_ROW_HEIGHT * (double) row);
}

/* --- the chart --- */

/* The edge of the change of state that is selected. */
static size_t
selected_edge (const struct chart *chart, event_id selected)
{
  if (selected == EVENT_NONE || trace_get (chart->trace, selected)->kind != TRACE_STATE)
    return CHART_EDGE_NONE;
  return chart_edge_of (trace_get (chart->trace, selected));
}

void
chart_draw (const struct chart *chart, struct pen *pen, const struct diagram_theme *theme,
            const struct chart_view *view)
{
  struct chart_painter painter = {
    .pen = pen,
    .chart = chart,
    .theme = theme,
    .view = view,
    .until = chart_walks_until (chart, view->now),
    .selected = selected_edge (chart, view->selected),
  };

  pen->extra_width = theme->extra_line_width;
  pen_rectangle (pen, 0, 0, CHART_WIDTH, CHART_HEIGHT, 0);
  pen_paint (pen, theme->background, NULL);
  paint_rings (&painter);
  paint_edges (&painter);
  paint_states (&painter);
  paint_endings (&painter);
  paint_tokens_of_hosts (&painter);
  paint_legend_of_chart (&painter);
}

void
chart_paint (const struct chart *chart, cairo_t *cr, const struct diagram_theme *theme, const struct chart_view *view)
{
  struct pen *pen = pen_cairo_new (cr);

  chart_draw (chart, pen, theme, view);
  pen_free (pen);
}
