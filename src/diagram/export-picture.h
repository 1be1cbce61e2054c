/* What an export needs to know of a picture, whatever it shows. */
#pragma once

#include "diagram/export.h"
#include "diagram/pen.h"

struct export_picture
{
  const void *what;
  double width; /* px at scale 1 */
  double height;

  /* Paints what lies within visible. */
  void (*paint) (const void *what, cairo_t *cr, const cairo_rectangle_t *visible, const struct diagram_theme *theme);

  /* Draws all of it through a pen. */
  void (*draw) (const void *what, struct pen *pen, const struct diagram_theme *theme);

  /* px at which a page that begins at top and takes at most so much should end. */
  double (*page_end) (const void *what, double top, double most);
};

enum export_result export_png (const struct export_picture *picture, const struct export_options *options,
                               const char *path);
enum export_result export_svg (const struct export_picture *picture, const struct export_options *options,
                               const char *path);
enum export_result export_pdf (const struct export_picture *picture, const struct export_options *options,
                               const char *path);
