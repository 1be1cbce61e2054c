#include "diagram/export-file.h"
#include "diagram/export-picture.h"
#include "diagram/xml.h"

#include <math.h>
#include <string.h>

static void
write_start (FILE *file, const struct export_picture *picture, const struct export_options *options)
{
  long width = lround (ceil (picture->width)), height = lround (ceil (picture->height));

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
export_svg (const struct export_picture *picture, const struct export_options *options, const char *path)
{
  FILE *file = export_file_open (path);

  if (file == NULL)
    return EXPORT_FAILED;
  struct pen *pen = pen_svg_new (file);
  write_start (file, picture, options);
  picture->draw (picture->what, pen, options->theme);
  fputs ("</svg>\n", file);
  pen_free (pen);
  return export_file_close (file, true);
}
