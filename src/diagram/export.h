/* The picture as a file: the same shapes on another surface. */
#pragma once

#include "diagram/diagram.h"

#include <stdio.h>

/* Image surfaces end here. */
#define EXPORT_PNG_SIDE_MAX 32767

enum export_result
{
  EXPORT_OK,
  EXPORT_TOO_LARGE, /* PNG only: a side would pass EXPORT_PNG_SIDE_MAX */
  EXPORT_FAILED,    /* errno says why */
};

struct export_options
{
  double scale; /* 1 = one px (PNG, SVG), 0.75 pt (PDF) for each px of the figure */
  const struct diagram_theme *theme;
  const char *title;    /* of the document, not of a PNG; NULL: none */
  const char *language; /* of an SVG: "en", "zh-CN"; NULL: not told */
};

enum export_result diagram_export_png (const struct diagram *diagram, const struct export_options *options,
                                       const char *path);

/* Real <text> and <title>: searchable and readable aloud. */
enum export_result diagram_export_svg (const struct diagram *diagram, const struct export_options *options,
                                       const char *path);

/* Paged when the figure is taller than PDF viewers take (14,400 pt). */
enum export_result diagram_export_pdf (const struct diagram *diagram, const struct export_options *options,
                                       const char *path);
