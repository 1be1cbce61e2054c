/* The picture as a file: the same shapes on another surface. */
#pragma once

#include "diagram/chart.h"
#include "diagram/diagram.h"

#include <stdio.h>

/* Image surfaces end here. */
#define EXPORT_PNG_SIDE_MAX 32767

enum export_format
{
  EXPORT_PNG,
  EXPORT_SVG,
  EXPORT_PDF,
};

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

/* The whole picture. PNG: a side over EXPORT_PNG_SIDE_MAX is EXPORT_TOO_LARGE. SVG: real <text> and <title>, searchable
 * and readable aloud. PDF: paged when the figure is taller than viewers take (14,400 pt). */
enum export_result diagram_export (const struct diagram *diagram, enum export_format format,
                                   const struct export_options *options, const char *path);

/* The chart of the states after the whole run. */
enum export_result chart_export (const struct chart *chart, enum export_format format,
                                 const struct export_options *options, const char *path);
