/* The pen that writes SVG: real text, so that a picture can be searched and read aloud, and small files. */
#include "diagram/pen.h"
#include "diagram/xml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct pen_svg
{
  struct pen pen;
  FILE *file;
};

/* A number with at most two digits behind the point, in no locale. */
static void
write_number (FILE *file, double value)
{
  long hundredths = lround (value * 100);
  long size = labs (hundredths);

  if (hundredths < 0)
    fputc ('-', file);
  fprintf (file, "%ld", size / 100);
  if (size % 100 != 0)
    fprintf (file, size % 10 != 0 ? ".%02ld" : ".%01ld", size % 10 != 0 ? size % 100 : size % 100 / 10);
}

static void
write_attribute (FILE *file, const char *name, double value)
{
  fprintf (file, " %s=\"", name);
  write_number (file, value);
  fputc ('"', file);
}

static void
write_pair (FILE *file, const char *before, double x, double y)
{
  fputs (before, file);
  write_number (file, x);
  fputc (' ', file);
  write_number (file, y);
}

/* The colour as attribute, with an opacity beside it when it is not opaque. */
static void
write_colour (const struct pen *pen, FILE *file, const char *name, diagram_colour colour)
{
  double alpha = (double) (colour & 0xff) / 255 * pen->alpha;

  fprintf (file, " %s=\"#%06X\"", name, (unsigned) (colour >> 8));
  if (alpha < 1)
    write_attribute (file, name[0] == 's' ? "stroke-opacity" : "fill-opacity", alpha);
}

static void
write_circle (FILE *file, const double *p)
{
  double r = p[2];

  write_pair (file, "M", p[0] - r, p[1]);
  for (int half = 0; half < 2; half++)
    {
      write_pair (file, "a", r, r);
      fputs (" 0 1 0 ", file);
      write_number (file, half == 0 ? 2 * r : -2 * r);
      fputs (" 0", file);
    }
  fputc ('Z', file);
}

static void
write_path (FILE *file, const pen_path *path)
{
  for (size_t i = 0; i < path->length; i++)
    {
      const struct pen_op *op = &path->items[i];
      const double *p = op->points;

      switch (op->kind)
        {
        case PEN_MOVE:
          write_pair (file, "M", p[0], p[1]);
          break;
        case PEN_LINE:
          write_pair (file, "L", p[0], p[1]);
          break;
        case PEN_CURVE:
          write_pair (file, "C", p[0], p[1]);
          write_pair (file, " ", p[2], p[3]);
          write_pair (file, " ", p[4], p[5]);
          break;
        case PEN_CLOSE:
          fputc ('Z', file);
          break;
        case PEN_CIRCLE:
          write_circle (file, p);
          break;
        }
    }
}

static void
svg_paint (struct pen *pen, const pen_path *path, diagram_colour fill, const struct stroke *stroke)
{
  FILE *file = ((struct pen_svg *) pen)->file;

  fputs ("<path d=\"", file);
  write_path (file, path);
  fputc ('"', file);
  if (fill != 0)
    write_colour (pen, file, "fill", fill);
  else
    fputs (" fill=\"none\"", file);
  if (stroke != NULL)
    {
      write_colour (pen, file, "stroke", stroke->colour);
      write_attribute (file, "stroke-width", stroke->width);
      if (stroke->dash_on > 0)
        {
          write_pair (file, " stroke-dasharray=\"", stroke->dash_on, stroke->dash_off);
          fputc ('"', file);
        }
      if (stroke->round)
        fputs (" stroke-linecap=\"round\" stroke-linejoin=\"round\"", file);
    }
  fputs ("/>\n", file);
}

static void
write_font (FILE *file, enum text_font font, double size)
{
  if (font == FONT_VARIABLE)
    fputs (" font-family=\"" DIAGRAM_FONT_VARIABLE "\"", file);
  if (font == FONT_VARIABLE || font == FONT_ITALIC)
    fputs (" font-style=\"italic\"", file);
  if (font == FONT_VARIABLE)
    write_attribute (file, "font-size", size * TEXT_VARIABLE_SCALE);
  if (font == FONT_BOLD)
    fputs (" font-weight=\"700\"", file);
}

static void
write_runs (const struct pen *pen, FILE *file, const struct pen_text *text)
{
  for (size_t i = 0; i < text->text->run_count; i++)
    {
      const struct text_run *run = &text->text->runs[i];
      bool coloured = run->role == ROLE_CLASS;
      bool spans = coloured || run->font != FONT_REGULAR;

      if (spans)
        fputs ("<tspan", file);
      if (spans)
        write_font (file, run->font, text->size);
      if (coloured)
        write_colour (pen, file, "fill", text->class_colour);
      if (spans)
        fputc ('>', file);
      xml_write (file, text->text->octets + run->start, (size_t) (run->end - run->start));
      if (spans)
        fputs ("</tspan>", file);
    }
}

/* One element for each text, whatever is seen of it: who searches or listens finds it once. The halo is the stroke of
 * the letters, painted before them; as each run of a text is painted after the one before it, it is no wider than what
 * stands between letters anyway. */
static void
svg_text (struct pen *pen, const struct pen_text *text)
{
  static const char *const anchors[] = { "start", "middle", "end" };
  FILE *file = ((struct pen_svg *) pen)->file;

  fputs ("<text", file);
  write_attribute (file, "x", text->x);
  write_attribute (file, "y", text->y);
  fputs (" font-family=\"" DIAGRAM_FONT "\"", file);
  write_attribute (file, "font-size", text->size);
  if (text->anchor != ANCHOR_START)
    fprintf (file, " text-anchor=\"%s\"", anchors[text->anchor]);
  if (text->angle != 0)
    {
      fputs (" transform=\"rotate(", file);
      write_number (file, text->angle * 180 / PEN_PI);
      write_pair (file, " ", text->x, text->y);
      fputs (")\"", file);
    }
  write_colour (pen, file, "fill", text->colour);
  if (text->halo != 0)
    {
      write_colour (pen, file, "stroke", text->halo);
      fputs (" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"", file);
    }
  fputs (" xml:space=\"preserve\">", file);
  write_runs (pen, file, text);
  fputs ("</text>\n", file);
}

static void
svg_begin (struct pen *pen, const char *title)
{
  FILE *file = ((struct pen_svg *) pen)->file;

  fputs ("<g>", file);
  if (title != NULL)
    {
      fputs ("<title>", file);
      xml_write (file, title, strlen (title));
      fputs ("</title>", file);
    }
  fputc ('\n', file);
}

static void
svg_end (struct pen *pen)
{
  fputs ("</g>\n", ((struct pen_svg *) pen)->file);
}

static void
svg_finish (struct pen *pen)
{
  (void) pen;
}

static const struct pen_class pen_svg_class = {
  .paint = svg_paint,
  .text = svg_text,
  .begin = svg_begin,
  .end = svg_end,
  .finish = svg_finish,
};

struct pen *
pen_svg_new (FILE *file)
{
  struct pen_svg *self = calloc (1, sizeof *self);

  if (self == NULL)
    abort ();
  self->pen.class = &pen_svg_class;
  self->pen.alpha = 1;
  self->file = file;
  return &self->pen;
}
