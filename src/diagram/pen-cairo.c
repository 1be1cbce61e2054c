/* The pen on cairo: screen, PNG and PDF. */
#include "diagram/pango-font.h"
#include "diagram/pen.h"

#include <math.h>
#include <stdlib.h>

#define HALO 2.0
#define HALO_COPIES 8
#define LONG_PATH 24 /* parts from which on a path may be a little coarser */
#define TOLERANCE 0.1
#define TOLERANCE_LONG 0.3

struct pen_cairo
{
  struct pen pen;
  cairo_t *cr;
  PangoLayout *layout;
};

static void
set_colour (struct pen_cairo *self, diagram_colour colour)
{
  double rgba[4];

  pen_colour (&self->pen, colour, rgba);
  cairo_set_source_rgba (self->cr, rgba[0], rgba[1], rgba[2], rgba[3]);
}

static void
trace_path (cairo_t *cr, const pen_path *path)
{
  cairo_new_path (cr);
  for (size_t i = 0; i < path->length; i++)
    {
      const struct pen_op *op = &path->items[i];
      const double *p = op->points;

      switch (op->kind)
        {
        case PEN_MOVE:
          cairo_move_to (cr, p[0], p[1]);
          break;
        case PEN_LINE:
          cairo_line_to (cr, p[0], p[1]);
          break;
        case PEN_CURVE:
          cairo_curve_to (cr, p[0], p[1], p[2], p[3], p[4], p[5]);
          break;
        case PEN_CLOSE:
          cairo_close_path (cr);
          break;
        case PEN_CIRCLE:
          cairo_new_sub_path (cr);
          cairo_arc (cr, p[0], p[1], p[2], 0, 2 * PEN_PI);
          cairo_close_path (cr);
          break;
        }
    }
}

static void
cairo_paint_path (struct pen *pen, const pen_path *path, diagram_colour fill, const struct stroke *stroke)
{
  struct pen_cairo *self = (struct pen_cairo *) pen;

  cairo_set_tolerance (self->cr, path->length > LONG_PATH ? TOLERANCE_LONG : TOLERANCE);
  trace_path (self->cr, path);
  if (fill != 0)
    {
      set_colour (self, fill);
      cairo_fill_preserve (self->cr);
    }
  if (stroke != NULL)
    {
      double dash[2] = { stroke->dash_on, stroke->dash_off };

      set_colour (self, stroke->colour);
      cairo_set_line_width (self->cr, stroke->width);
      cairo_set_line_cap (self->cr, stroke->round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
      cairo_set_line_join (self->cr, stroke->round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
      cairo_set_dash (self->cr, dash, stroke->dash_on > 0 ? 2 : 0, 0);
      cairo_stroke_preserve (self->cr);
    }
  cairo_new_path (self->cr);
}

static void
add_attribute (PangoAttrList *attributes, PangoAttribute *attribute, const struct text_run *run)
{
  attribute->start_index = run->start;
  attribute->end_index = run->end;
  pango_attr_list_insert (attributes, attribute);
}

static void
fill_layout (PangoLayout *layout, const struct pen_text *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_layout_set_text (layout, text->text->octets, (int) text->text->length);
  for (size_t i = 0; i < text->text->run_count; i++)
    {
      const struct text_run *run = &text->text->runs[i];
      PangoFontDescription *description = diagram_font_description (run->font, text->size);

      add_attribute (attributes, pango_attr_font_desc_new (description), run);
      pango_font_description_free (description);
      if (run->role == ROLE_CLASS)
        {
          diagram_colour colour = text->class_colour;

          add_attribute (attributes,
                         pango_attr_foreground_new ((guint16) ((colour >> 24 & 0xff) * 257),
                                                    (guint16) ((colour >> 16 & 0xff) * 257),
                                                    (guint16) ((colour >> 8 & 0xff) * 257)),
                         run);
        }
    }
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

/* Draws the letters in the colour that is set, whatever that of their runs. */
static void
show_letters (cairo_t *cr, PangoLayoutLine *line, double x, double baseline)
{
  for (GSList *item = line->runs; item != NULL; item = item->next)
    {
      const PangoLayoutRun *run = item->data;

      cairo_move_to (cr, x, baseline);
      pango_cairo_show_glyph_string (cr, run->item->analysis.font, run->glyphs);
      x += (double) pango_glyph_string_get_width (run->glyphs) / PANGO_SCALE;
    }
}

/* Room around the letters, 2 px: as a stroke where it stays one, else as copies in a ring, which cost a fiftieth
 * of it. */
static void
paint_halo (struct pen_cairo *self, double x, double y, diagram_colour colour)
{
  cairo_t *cr = self->cr;

  set_colour (self, colour);
  if (cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_PDF)
    {
      cairo_move_to (cr, x, y);
      pango_cairo_layout_path (cr, self->layout);
      cairo_set_line_width (cr, 2 * HALO);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_dash (cr, NULL, 0, 0);
      cairo_stroke (cr);
      return;
    }
  for (int i = 0; i < HALO_COPIES; i++)
    {
      double angle = 2 * PEN_PI * i / HALO_COPIES;

      show_letters (cr, pango_layout_get_line_readonly (self->layout, 0), x + HALO * cos (angle), HALO * sin (angle));
    }
}

static void
cairo_text (struct pen *pen, const struct pen_text *text)
{
  struct pen_cairo *self = (struct pen_cairo *) pen;
  cairo_t *cr = self->cr;
  int width;

  cairo_save (cr);
  cairo_translate (cr, text->x, text->y);
  cairo_rotate (cr, text->angle);
  fill_layout (self->layout, text);
  pango_layout_get_size (self->layout, &width, NULL);
  double before = text->anchor == ANCHOR_START ? 0 : text->anchor == ANCHOR_MIDDLE ? 0.5 : 1;
  double x = -before * width / PANGO_SCALE;
  double y = -(double) pango_layout_get_baseline (self->layout) / PANGO_SCALE;

  if (text->halo != 0)
    paint_halo (self, x, y, text->halo);
  cairo_move_to (cr, x, y);
  set_colour (self, text->colour);
  pango_cairo_show_layout (cr, self->layout);
  cairo_restore (cr);
  cairo_new_path (cr);
}

static void
cairo_begin (struct pen *pen, const char *title)
{
  (void) pen;
  (void) title;
}

static void
cairo_end (struct pen *pen)
{
  (void) pen;
}

static void
cairo_finish (struct pen *pen)
{
  struct pen_cairo *self = (struct pen_cairo *) pen;

  g_object_unref (self->layout);
  cairo_destroy (self->cr);
}

static const struct pen_class pen_cairo_class = {
  .paint = cairo_paint_path,
  .text = cairo_text,
  .begin = cairo_begin,
  .end = cairo_end,
  .finish = cairo_finish,
};

struct pen *
pen_cairo_new (cairo_t *cr)
{
  struct pen_cairo *self = calloc (1, sizeof *self);

  if (self == NULL)
    abort ();
  self->pen.class = &pen_cairo_class;
  self->pen.alpha = 1;
  self->cr = cairo_reference (cr);
  self->layout = pango_cairo_create_layout (cr);
  diagram_font_context_set_up (pango_layout_get_context (self->layout));
  pango_layout_context_changed (self->layout);
  return &self->pen;
}
