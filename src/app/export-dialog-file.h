/* Writing what a session shows to a file. */
#pragma once

#include "diagram/diagram.h"

#include <gio/gio.h>

typedef enum
{
  HS_EXPORT_PNG,
  HS_EXPORT_SVG,
  HS_EXPORT_PDF,
  HS_EXPORT_PCAP, /* the segments of a run, not the picture */
} HsExportFormat;

#define HS_EXPORT_FORMAT_COUNT 4

struct hs_export
{
  HsExportFormat format;
  gboolean states; /* the chart of the states, not the sequence diagram */
  enum diagram_theme_id theme;
  enum diagram_style style;
  enum diagram_numbers numbers;
  double scale;
  const char *title;
};

/* "png", "svg", "pdf", "pcap" */
const char *hs_export_ending (HsExportFormat format);

/* A name for the file without its folder: the title, with the right ending, without what a file name may not have. Free
 * with g_free. */
char *hs_export_file_name (const char *title, HsExportFormat format);

/* The sentence for a file that cannot be written, as errno has the reason. */
void hs_export_set_error (GError **error, const char *path, int reason);

/* What is said when a file was written. Free with g_free. */
char *hs_export_written_text (const char *path);

/* The whole trace. The error is a sentence for the person. */
gboolean hs_export_write (const struct trace *trace, const struct hs_export *export, const char *path, GError **error);
