/* A pen: the few things that shapes are drawn with. One pen writes on cairo, one writes SVG; whatever is painted
 * through a pen therefore looks the same in both. */
#pragma once

#include "base/array.h"
#include "diagram/text.h"
#include "diagram/theme.h"

#include <cairo.h>
#include <stdio.h>

#define PEN_PI 3.14159265358979323846

struct stroke
{
  diagram_colour colour;
  double width;
  double dash_on; /* 0: not dashed */
  double dash_off;
  bool round; /* caps and joins */
};

enum pen_op_kind
{
  PEN_MOVE,
  PEN_LINE,
  PEN_CURVE, /* cubic: two control points and the end */
  PEN_CLOSE,
  PEN_CIRCLE, /* centre and, as x of the second point, the radius */
};

struct pen_op
{
  enum pen_op_kind kind;
  double points[6];
};

typedef ARRAY (struct pen_op) pen_path;

struct pen_text
{
  const struct text *text;
  double x; /* of the anchor, on the baseline */
  double y;
  double angle; /* radians, clockwise, about the anchor */
  double size;
  enum text_anchor anchor;
  diagram_colour colour;
  diagram_colour class_colour;
  diagram_colour halo; /* 0: none */
};

struct pen;

struct pen_class
{
  void (*paint) (struct pen *pen, const pen_path *path, diagram_colour fill, const struct stroke *stroke);
  void (*text) (struct pen *pen, const struct pen_text *text);
  void (*begin) (struct pen *pen, const char *title);
  void (*end) (struct pen *pen);
  void (*finish) (struct pen *pen); /* before its memory goes */
};

struct pen
{
  const struct pen_class *class;
  pen_path path;
  double alpha;       /* multiplies every colour's */
  double extra_width; /* added to every line */
};

/* --- drawing --- */

void pen_move (struct pen *pen, double x, double y);
void pen_line (struct pen *pen, double x, double y);
void pen_curve (struct pen *pen, double x1, double y1, double x2, double y2, double x3, double y3);
void pen_quadratic (struct pen *pen, double x1, double y1, double x2, double y2);
void pen_close (struct pen *pen);
void pen_circle (struct pen *pen, double x, double y, double radius);
void pen_arc (struct pen *pen, double x, double y, double radius, double from, double to);
void pen_rectangle (struct pen *pen, double x, double y, double width, double height, double radius);

/* Paints the path so far and forgets it; fill 0 and stroke NULL leave that part out. */
void pen_paint (struct pen *pen, diagram_colour fill, const struct stroke *stroke);

void pen_text (struct pen *pen, const struct pen_text *text);

/* One line in one font, without halo. */
void pen_string (struct pen *pen, double x, double y, enum text_anchor anchor, double size, enum text_font font,
                 diagram_colour colour, const char *string);

/* What belongs together, with a title for who listens instead of looking: what no text in it says; NULL for none. */
void pen_begin (struct pen *pen, const char *title);
void pen_end (struct pen *pen);

/* --- the pens --- */

struct pen *pen_cairo_new (cairo_t *cr);
struct pen *pen_svg_new (FILE *file);
void pen_free (struct pen *pen);

/* The colour as parts of 1, with the pen's alpha. */
void pen_colour (const struct pen *pen, diagram_colour colour, double rgba[static 4]);
