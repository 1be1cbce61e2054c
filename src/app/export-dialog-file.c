#include "app/export-dialog-file.h"

#include "cli/picture-words.h"
#include "diagram/export.h"
#include "explain/template.h"
#include "io/pcap-writer.h"

#include <errno.h>
#include <glib/gi18n.h>

const char *
hs_export_ending (HsExportFormat format)
{
  static const char *const ENDINGS[HS_EXPORT_FORMAT_COUNT]
      = { [HS_EXPORT_PNG] = "png", [HS_EXPORT_SVG] = "svg", [HS_EXPORT_PDF] = "pdf", [HS_EXPORT_PCAP] = "pcap" };

  return ENDINGS[format];
}

char *
hs_export_file_name (const char *title, HsExportFormat format)
{
  g_autofree char *stem = g_strdup (title[0] != '\0' ? title : "handshake");
  char *dot = strrchr (stem, '.');

  /* The ending of a capture's name goes. */
  if (dot != NULL && dot != stem && !strchr (dot, ' '))
    *dot = '\0';
  g_strdelimit (stem, "/\\:\n\t", '-');
  return g_strdup_printf ("%s.%s", stem, hs_export_ending (format));
}

/* As SVG and HTML name a language: "zh-CN". */
static char *
language_tag (void)
{
  const char *const *names = g_get_language_names ();
  g_autofree char *tag = g_strndup (names[0], strcspn (names[0], ".@"));

  if (g_str_equal (tag, "C") || g_str_equal (tag, "POSIX"))
    return g_strdup ("en");
  return g_strdelimit (g_steal_pointer (&tag), "_", '-');
}

void
hs_export_set_error (GError **error, const char *path, int reason)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *sentence
      = explain_fill (_ ("{file} cannot be written: {reason}."), "file", name, "reason", g_strerror (reason), NULL);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sentence);
}

static void
set_too_large (GError **error, double height)
{
  g_autofree char *pixels = g_strdup_printf ("%.0f", height);
  g_autofree char *most = g_strdup_printf ("%d", EXPORT_PNG_SIDE_MAX);
  g_autofree char *sentence
      = explain_fill (_ ("The picture would be {height} pixels high, and PNG ends at {most}. Choose SVG or PDF."),
                      "height", pixels, "most", most, NULL);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, sentence);
}

static gboolean
report (enum export_result result, int reason, const char *path, double height, GError **error)
{
  if (result == EXPORT_TOO_LARGE)
    set_too_large (error, height);
  else if (result != EXPORT_OK)
    hs_export_set_error (error, path, reason);
  return result == EXPORT_OK;
}

static gboolean
write_states (const struct trace *trace, const struct hs_export *it, const struct export_options *options,
              const char *path, GError **error)
{
  struct chart *chart = chart_new (trace, &PICTURE_WORDS);
  enum export_result result;
  int reason;

  errno = 0;
  result = chart_export (chart, (enum export_format) it->format, options, path);
  reason = errno;
  chart_free (chart);
  return report (result, reason, path, CHART_HEIGHT * it->scale, error);
}

static gboolean
write_sequence (const struct trace *trace, const struct hs_export *it, const struct export_options *options,
                const char *path, GError **error)
{
  struct diagram_options layout;
  struct diagram *diagram;
  enum export_result result;
  double height;
  int reason;

  diagram_options_figure (&layout);
  diagram_options_suit (&layout, trace);
  layout.numbers = it->numbers;
  layout.style = it->style;
  diagram = diagram_new (trace, &layout, &PICTURE_WORDS);
  height = diagram_height (diagram) * it->scale;
  errno = 0;
  result = diagram_export (diagram, (enum export_format) it->format, options, path);
  reason = errno;
  diagram_free (diagram);
  return report (result, reason, path, height, error);
}

static gboolean
write_picture (const struct trace *trace, const struct hs_export *it, const char *path, GError **error)
{
  g_autofree char *language = language_tag ();
  struct export_options options
      = { .scale = it->scale, .theme = diagram_theme (it->theme), .title = it->title, .language = language };

  return (it->states ? write_states : write_sequence) (trace, it, &options, path, error);
}

char *
hs_export_written_text (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return explain_fill (_ ("Written: {file}"), "file", name, NULL);
}

gboolean
hs_export_write (const struct trace *trace, const struct hs_export *export, const char *path, GError **error)
{
  if (export->format == HS_EXPORT_PCAP)
    return pcap_write_trace (trace, path, error);
  return write_picture (trace, export, path, error);
}
