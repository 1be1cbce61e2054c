#include "diagram/export-file.h"
#include "diagram/export-picture.h"

#include <errno.h>
#include <math.h>

static enum export_result
write_surface (cairo_surface_t *surface, const char *path)
{
  FILE *file = export_file_open (path);

  if (file == NULL)
    return EXPORT_FAILED;
  return export_file_close (file, cairo_surface_write_to_png_stream (surface, export_file_write, file)
                                      == CAIRO_STATUS_SUCCESS);
}

/* Also what is left of a pixel beside the picture. */
static void
fill_background (cairo_t *cr, diagram_colour colour)
{
  cairo_set_source_rgb (cr, (double) (colour >> 24 & 0xff) / 255, (double) (colour >> 16 & 0xff) / 255,
                        (double) (colour >> 8 & 0xff) / 255);
  cairo_paint (cr);
}

enum export_result
export_png (const struct export_picture *picture, const struct export_options *options, const char *path)
{
  double width = ceil (picture->width * options->scale);
  double height = ceil (picture->height * options->scale);

  if (width > EXPORT_PNG_SIDE_MAX || height > EXPORT_PNG_SIDE_MAX)
    return EXPORT_TOO_LARGE;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);
  fill_background (cr, options->theme->background);
  cairo_scale (cr, options->scale, options->scale);
  picture->paint (picture->what, cr, &(cairo_rectangle_t){ 0, 0, picture->width, picture->height }, options->theme);
  cairo_destroy (cr);
  enum export_result result = EXPORT_FAILED;
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    result = write_surface (surface, path);
  else
    errno = ENOMEM;
  cairo_surface_destroy (surface);
  return result;
}
