#include "diagram/pen.h"

#include <math.h>
#include <stdlib.h>

static struct pen_op *
add_op (struct pen *pen, enum pen_op_kind kind)
{
  struct pen_op *op = array_add (&pen->path);

  *op = (struct pen_op){ .kind = kind };
  return op;
}

void
pen_move (struct pen *pen, double x, double y)
{
  struct pen_op *op = add_op (pen, PEN_MOVE);

  op->points[0] = x;
  op->points[1] = y;
}

void
pen_line (struct pen *pen, double x, double y)
{
  struct pen_op *op = add_op (pen, PEN_LINE);

  op->points[0] = x;
  op->points[1] = y;
}

void
pen_curve (struct pen *pen, double x1, double y1, double x2, double y2, double x3, double y3)
{
  *add_op (pen, PEN_CURVE) = (struct pen_op){ .kind = PEN_CURVE, .points = { x1, y1, x2, y2, x3, y3 } };
}

/* Where the path is. */
static void
current_point (const struct pen *pen, double *x, double *y)
{
  const struct pen_op *op = &pen->path.items[pen->path.length - 1];
  size_t last = op->kind == PEN_CURVE ? 4 : 0;

  *x = op->points[last];
  *y = op->points[last + 1];
}

void
pen_quadratic (struct pen *pen, double x1, double y1, double x2, double y2)
{
  double x0, y0;

  current_point (pen, &x0, &y0);
  pen_curve (pen, x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3, x2 + 2 * (x1 - x2) / 3, y2 + 2 * (y1 - y2) / 3, x2,
             y2);
}

void
pen_close (struct pen *pen)
{
  add_op (pen, PEN_CLOSE);
}

void
pen_circle (struct pen *pen, double x, double y, double radius)
{
  *add_op (pen, PEN_CIRCLE) = (struct pen_op){ .kind = PEN_CIRCLE, .points = { x, y, radius } };
}

/* From one angle to a larger one, clockwise on the screen, in quarter turns at most. */
void
pen_arc (struct pen *pen, double x, double y, double radius, double from, double to)
{
  size_t parts = (size_t) ceil ((to - from) / (PEN_PI / 2));
  double step = (to - from) / (double) parts;
  double handle = 4.0 / 3.0 * tan (step / 4) * radius;

  pen_move (pen, x + radius * cos (from), y + radius * sin (from));
  for (size_t i = 0; i < parts; i++)
    {
      double a = from + (double) i * step, b = a + step;

      pen_curve (pen, x + radius * cos (a) - handle * sin (a), y + radius * sin (a) + handle * cos (a),
                 x + radius * cos (b) + handle * sin (b), y + radius * sin (b) - handle * cos (b), x + radius * cos (b),
                 y + radius * sin (b));
    }
}

void
pen_rectangle (struct pen *pen, double x, double y, double width, double height, double radius)
{
  double r = fmin (radius, fmin (width, height) / 2);
  double k = r * 0.4477; /* what is left of a radius beside the handle of a quarter circle */
  double right = x + width, bottom = y + height;

  pen_move (pen, x + r, y);
  pen_line (pen, right - r, y);
  if (r > 0)
    pen_curve (pen, right - k, y, right, y + k, right, y + r);
  pen_line (pen, right, bottom - r);
  if (r > 0)
    pen_curve (pen, right, bottom - k, right - k, bottom, right - r, bottom);
  pen_line (pen, x + r, bottom);
  if (r > 0)
    pen_curve (pen, x + k, bottom, x, bottom - k, x, bottom - r);
  pen_line (pen, x, y + r);
  if (r > 0)
    pen_curve (pen, x, y + k, x + k, y, x + r, y);
  pen_close (pen);
}

void
pen_paint (struct pen *pen, diagram_colour fill, const struct stroke *stroke)
{
  struct stroke wider;

  if (stroke != NULL && stroke->colour == 0)
    stroke = NULL;
  if (stroke != NULL && pen->extra_width != 0)
    {
      wider = *stroke;
      wider.width += pen->extra_width;
      stroke = &wider;
    }
  if (pen->path.length > 0 && (fill != 0 || stroke != NULL))
    pen->class->paint (pen, &pen->path, fill, stroke);
  pen->path.length = 0;
}

void
pen_text (struct pen *pen, const struct pen_text *text)
{
  if (text->text->length > 0)
    pen->class->text (pen, text);
}

void
pen_string (struct pen *pen, double x, double y, enum text_anchor anchor, double size, enum text_font font,
            diagram_colour colour, const char *string)
{
  struct text text;

  text_init (&text);
  text_add (&text, string, font, ROLE_PLAIN);
  pen_text (pen, &(struct pen_text){ .text = &text, .x = x, .y = y, .size = size, .anchor = anchor, .colour = colour });
}

void
pen_begin (struct pen *pen, const char *title)
{
  pen->class->begin (pen, title);
}

void
pen_end (struct pen *pen)
{
  pen->class->end (pen);
}

void
pen_colour (const struct pen *pen, diagram_colour colour, double rgba[static 4])
{
  rgba[0] = (double) (colour >> 24 & 0xff) / 255;
  rgba[1] = (double) (colour >> 16 & 0xff) / 255;
  rgba[2] = (double) (colour >> 8 & 0xff) / 255;
  rgba[3] = (double) (colour & 0xff) / 255 * pen->alpha;
}

void
pen_free (struct pen *pen)
{
  if (pen == NULL)
    return;
  pen->class->finish (pen);
  array_clear (&pen->path);
  free (pen);
}
