#include "diagram/export.h"

#include "diagram/paint.h"

#include <errno.h>
#include <math.h>

static void
write_escaped (FILE *file, const char *string)
{
  for (; *string != '\0'; string++)
    switch (*string)
      {
      case '&':
        fputs ("&amp;", file);
        break;
      case '<':
        fputs ("&lt;", file);
        break;
      case '"':
        fputs ("&quot;", file);
        break;
      default:
        fputc ((unsigned char) *string < 0x20 ? ' ' : *string, file);
      }
}

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
      write_escaped (file, options->language);
      fputs ("\" xml:lang=\"", file);
      write_escaped (file, options->language);
      fputc ('"', file);
    }
  fputs (">\n", file);
  if (options->title != NULL)
    {
      fputs ("<title>", file);
      write_escaped (file, options->title);
      fputs ("</title>\n", file);
    }
}

enum export_result
diagram_export_svg (const struct diagram *diagram, const struct export_options *options, const char *path)
{
  FILE *file = fopen (path, "wb");
  struct painter painter;

  if (file == NULL)
    return EXPORT_FAILED;
  errno = 0;
  struct pen *pen = pen_svg_new (file);
  write_start (file, diagram, options);
  painter_init (&painter, pen, diagram, NULL, options->theme, &DIAGRAM_VIEW_WHOLE);
  paint_picture (&painter);
  fputs ("</svg>\n", file);
  pen_free (pen);

  bool failed = ferror (file) != 0;
  int error = errno;
  if (fclose (file) != 0)
    return EXPORT_FAILED;
  errno = failed ? (error != 0 ? error : EIO) : 0;
  return failed ? EXPORT_FAILED : EXPORT_OK;
}
