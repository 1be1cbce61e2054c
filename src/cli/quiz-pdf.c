/* The pages of a quiz on paper. */
#include "cli/quiz-sheet.h"

#include "diagram/pango-font.h"

#include <cairo-pdf.h>

/* A4, pt. */
#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 56.0
#define GAP 14.0

#define TITLE_SIZE 16.0
#define HEADING_SIZE 11.5
#define TEXT_SIZE_PT 10.5

/* The same file from the same run. */
#define CREATED "2000-01-01T00:00:00Z"

struct page
{
  cairo_t *cr;
  double y;
};

static PangoLayout *
new_layout (struct page *page, const char *text, enum text_font font, double size)
{
  PangoLayout *layout = pango_cairo_create_layout (page->cr);
  PangoFontDescription *description = diagram_font_description (font, size);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) ((PAGE_WIDTH - 2 * MARGIN) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_spacing (layout, 3 * PANGO_SCALE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
height_of (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
show (struct page *page, PangoLayout *layout)
{
  cairo_move_to (page->cr, MARGIN, page->y);
  pango_cairo_show_layout (page->cr, layout);
  page->y += height_of (layout);
}

/* A question stays on one page. */
static void
show_part (struct page *page, const struct quiz_sheet_part *part)
{
  PangoLayout *heading = new_layout (page, part->heading, FONT_BOLD, HEADING_SIZE);
  PangoLayout *text = new_layout (page, part->text, FONT_REGULAR, TEXT_SIZE_PT);

  if (page->y + height_of (heading) + height_of (text) > PAGE_HEIGHT - MARGIN)
    {
      cairo_show_page (page->cr);
      page->y = MARGIN;
    }
  show (page, heading);
  page->y += 3;
  show (page, text);
  page->y += GAP;
  g_object_unref (heading);
  g_object_unref (text);
}

gboolean
quiz_sheet_pdf (const GPtrArray *sheet, const char *title, const char *path)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (path, PAGE_WIDTH, PAGE_HEIGHT);
  struct page page = { cairo_create (surface), MARGIN };
  PangoLayout *top = new_layout (&page, title, FONT_BOLD, TITLE_SIZE);
  gboolean written;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, CREATED);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  show (&page, top);
  page.y += GAP;
  g_object_unref (top);
  for (guint i = 0; i < sheet->len; i++)
    show_part (&page, sheet->pdata[i]);
  cairo_show_page (page.cr);
  written = cairo_status (page.cr) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (page.cr);
  cairo_surface_finish (surface);
  written = written && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  return written;
}
