#include "cli/quiz-figure.h"

#include "cli/picture-words.h"
#include "diagram/diagram.h"
#include "diagram/pango-font.h"

/* px: as narrow as a figure with its time axis can be, so that it is large on paper; with long numbers it is wider. */
#define WIDTH 866.0
#define WIDTH_LONG 1026.0
#define LONG_NUMBER 99999u
#define DELAY_HEIGHT 48.0

#define ROOM 80.0 /* px to go on by hand: a segment and a band */
#define MARK_RADIUS 8.5
#define MARK_INSET 12.0
#define MARK_SIZE 11.0

struct mark
{
  guint number;
  unsigned host;
  double y;
};

struct quiz_figure
{
  struct trace *trace;
  struct diagram *diagram;
  struct diagram_view view;
  double height;
  GArray *marks; /* of struct mark */
};

static gboolean
has_long_numbers (const struct trace *trace)
{
  return trace_host_const (trace, HOST_A)->iss > LONG_NUMBER || trace_host_const (trace, HOST_B)->iss > LONG_NUMBER;
}

struct quiz_figure *
quiz_figure_new (const struct trace *trace, size_t events, vtime now)
{
  struct quiz_figure *figure = g_new0 (struct quiz_figure, 1);
  struct diagram_options options;

  figure->trace = trace_copy_until (trace, events);
  if (figure->trace == NULL)
    g_error ("out of memory");
  diagram_options_figure (&options);
  options.numbers = NUMBERS_ABSOLUTE;
  options.style = STYLE_WIRE;
  options.notes = NOTES_CALLS;
  options.width = has_long_numbers (trace) ? WIDTH_LONG : WIDTH;
  options.delay_height = DELAY_HEIGHT;
  options.fold_data = false;
  options.show_gutter = true;
  options.show_legend = false;
  figure->diagram = diagram_new (figure->trace, &options, &PICTURE_WORDS);
  figure->view = DIAGRAM_VIEW_WHOLE;
  figure->view.now = now;
  figure->height = now == VTIME_NEVER ? diagram_height (figure->diagram) : diagram_y (figure->diagram, now) + ROOM;
  figure->marks = g_array_new (FALSE, FALSE, sizeof (struct mark));
  return figure;
}

void
quiz_figure_free (struct quiz_figure *figure)
{
  if (figure == NULL)
    return;
  diagram_free (figure->diagram);
  trace_free (figure->trace);
  g_array_unref (figure->marks);
  g_free (figure);
}

/* Marks of one instant stand below each other. */
void
quiz_figure_mark (struct quiz_figure *figure, guint number, unsigned host, vtime at)
{
  struct mark mark = { number, host, diagram_y (figure->diagram, at) };

  for (guint i = 0; i < figure->marks->len; i++)
    {
      const struct mark *other = &g_array_index (figure->marks, struct mark, i);

      if (other->host == host && other->y + 2 * MARK_RADIUS > mark.y)
        mark.y = other->y + 2 * MARK_RADIUS;
    }
  g_array_append_val (figure->marks, mark);
}

void
quiz_figure_match (struct quiz_figure *figure, const struct quiz_figure *whole)
{
  figure->height = MAX (figure->height, whole->height);
  g_array_set_size (figure->marks, 0);
  g_array_append_vals (figure->marks, whole->marks->data, whole->marks->len);
}

double
quiz_figure_width (const struct quiz_figure *figure)
{
  return diagram_width (figure->diagram);
}

double
quiz_figure_height (const struct quiz_figure *figure)
{
  return figure->height;
}

double
quiz_figure_page_end (const struct quiz_figure *figure, double top, double most)
{
  return top + most >= figure->height ? figure->height
                                      : MIN (diagram_page_end (figure->diagram, top, most), top + most);
}

/* --- painting --- */

static void
paint_number (cairo_t *cr, guint number, double x, double y)
{
  g_autofree char *digits = g_strdup_printf ("%u", number);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = diagram_font_description (FONT_BOLD, MARK_SIZE);
  int width, height;

  pango_font_description_set_absolute_size (description, MARK_SIZE * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, digits, -1);
  pango_layout_get_size (layout, &width, &height);
  cairo_move_to (cr, x - width / 2.0 / PANGO_SCALE, y - height / 2.0 / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
}

static void
paint_mark (const struct quiz_figure *figure, cairo_t *cr, const struct mark *mark)
{
  double x, width;

  diagram_band_place (figure->diagram, mark->host, &x, &width);
  x = mark->host == HOST_A ? x + MARK_INSET : x + width - MARK_INSET;
  cairo_new_path (cr);
  cairo_arc (cr, x, mark->y, MARK_RADIUS, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
  paint_number (cr, mark->number, x, mark->y);
}

void
quiz_figure_paint (const struct quiz_figure *figure, cairo_t *cr, double top, double end)
{
  cairo_rectangle_t visible = { 0, top, quiz_figure_width (figure), end - top };

  cairo_save (cr);
  cairo_rectangle (cr, visible.x, visible.y, visible.width, visible.height);
  cairo_clip (cr);
  diagram_paint (figure->diagram, cr, &visible, diagram_theme (THEME_PRINT), &figure->view);
  for (guint i = 0; i < figure->marks->len; i++)
    paint_mark (figure, cr, &g_array_index (figure->marks, struct mark, i));
  cairo_restore (cr);
}
