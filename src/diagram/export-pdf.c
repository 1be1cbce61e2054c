#include "diagram/export-file.h"
#include "diagram/export-picture.h"

#include <cairo-pdf.h>
#include <math.h>

#define POINTS_A_PX 0.75
#define PAGE_HEIGHT_MAX 14400.0        /* pt: what viewers take */
#define CREATED "2000-01-01T00:00:00Z" /* the same file from the same run */

static void
paint_page (const struct export_picture *picture, cairo_t *cr, const struct export_options *options, double top,
            double end)
{
  cairo_rectangle_t visible = { 0, top, picture->width, end - top };

  cairo_save (cr);
  cairo_scale (cr, POINTS_A_PX * options->scale, POINTS_A_PX * options->scale);
  cairo_translate (cr, 0, -top);
  cairo_rectangle (cr, visible.x, visible.y, visible.width, visible.height);
  cairo_clip (cr);
  picture->paint (picture->what, cr, &visible, options->theme);
  cairo_restore (cr);
  cairo_show_page (cr);
}

static cairo_status_t
write_pages (const struct export_picture *picture, const struct export_options *options, FILE *file)
{
  double points = POINTS_A_PX * options->scale;
  double width = picture->width * points;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (export_file_write, file, width, 100);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, CREATED);
  if (options->title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, options->title);
  cairo_t *cr = cairo_create (surface);
  for (double top = 0, end; top < picture->height; top = end)
    {
      end = picture->page_end (picture->what, top, PAGE_HEIGHT_MAX / points);
      cairo_pdf_surface_set_size (surface, width, (end - top) * points);
      paint_page (picture, cr, options, top, end);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_status_t status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

enum export_result
export_pdf (const struct export_picture *picture, const struct export_options *options, const char *path)
{
  FILE *file = export_file_open (path);

  if (file == NULL)
    return EXPORT_FAILED;
  return export_file_close (file, write_pages (picture, options, file) == CAIRO_STATUS_SUCCESS);
}
