#include "diagram/export-file.h"

#include "diagram/paint.h"
#include "diagram/xml.h"

#include <math.h>
#include <string.h>

static void
write_start (FILE *file, const struct diagram *diagram, const struct export_options *options)
{
  long width = lround (ceil (diagram_width (diagram))), height = lround (ceil (diagram_height (diagram)));

  fprintf (
      file,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%ld\" height=\"%ld\" viewBox=\"0 0 %ld %ld\" role=\"img\"",
      lround ((double) width * options->scale), lround ((double) height * options->scale), width, height);
  if (options->language != NULL)
    {
      fputs (" lang=\"", file);
      xml_write (file, options->language, strlen (options->language));
      fputs ("\" xml:lang=\"", file);
      xml_write (file, options->language, strlen (options->language));
      fputc ('"', file);
    }
  fputs (">\n", file);
  if (options->title != NULL)
    {
      fputs ("<title>", file);
      xml_write (file, options->title, strlen (options->title));
      fputs ("</title>\n", file);
    }
}

enum export_result
diagram_export_svg (const struct diagram *diagram, const struct export_options *options, const char *path)
{
  FILE *file = export_file_open (path);
  struct painter painter;

  if (file == NULL)
    return EXPORT_FAILED;
  struct pen *pen = pen_svg_new (file);
  write_start (file, diagram, options);
  painter_init (&painter, pen, diagram, NULL, options->theme, &DIAGRAM_VIEW_WHOLE);
  paint_picture (&painter);
  fputs ("</svg>\n", file);
  pen_free (pen);
  return export_file_close (file, true);
}
