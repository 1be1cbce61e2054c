/* The pages of a quiz on paper. */
#include "cli/quiz-sheet.h"

#include "diagram/pango-font.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

/* A4, pt. */
#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 44.0
#define GAP 12.0
#define CONTENT_WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define CONTENT_BOTTOM (PAGE_HEIGHT - MARGIN - 8)
#define NUMBER_SIZE 9.0

/* pt: a figure that has less room than this begins on the next page. */
#define FIGURE_ROOM_MIN 160.0

#define TITLE_SIZE 16.0
#define HEADING_SIZE 11.5
#define TEXT_SIZE_PT 10.0

/* The same file from the same run. */
#define CREATED "2000-01-01T00:00:00Z"

struct page
{
  cairo_t *cr;
  double y;
  guint number;
};

static PangoLayout *
new_layout (struct page *page, const char *text, enum text_font font, double size)
{
  PangoLayout *layout = pango_cairo_create_layout (page->cr);
  PangoFontDescription *description = diagram_font_description (font, size);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (CONTENT_WIDTH * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_spacing (layout, 2 * PANGO_SCALE);
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

/* --- pages --- */

static void
end_page (struct page *page)
{
  g_autofree char *digits = g_strdup_printf ("%u", page->number);
  PangoLayout *layout = new_layout (page, digits, FONT_REGULAR, NUMBER_SIZE);

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  page->y = PAGE_HEIGHT - MARGIN;
  show (page, layout);
  g_object_unref (layout);
  cairo_show_page (page->cr);
  page->y = MARGIN;
  page->number++;
}

static void
need (struct page *page, double height)
{
  if (page->y > MARGIN && page->y + height > CONTENT_BOTTOM)
    end_page (page);
}

/* --- figures --- */

static double
scale_of (const struct quiz_figure *figure)
{
  return CONTENT_WIDTH / quiz_figure_width (figure);
}

static double
figure_height (const struct quiz_figure *figure)
{
  return figure != NULL ? quiz_figure_height (figure) * scale_of (figure) + GAP / 2 : 0;
}

static void
show_slice (struct page *page, const struct quiz_figure *figure, double top, double end)
{
  double scale = scale_of (figure);

  cairo_save (page->cr);
  cairo_translate (page->cr, MARGIN, page->y);
  cairo_scale (page->cr, scale, scale);
  cairo_translate (page->cr, 0, -top);
  quiz_figure_paint (figure, page->cr, top, end);
  cairo_restore (page->cr);
  page->y += (end - top) * scale;
}

/* One that is too tall goes on on the next page. */
static void
show_figure (struct page *page, const struct quiz_figure *figure)
{
  double height = quiz_figure_height (figure);
  double end;

  for (double top = 0; top < height; top = end)
    {
      end = quiz_figure_page_end (figure, top, (CONTENT_BOTTOM - page->y) / scale_of (figure));
      show_slice (page, figure, top, end);
      if (end < height)
        end_page (page);
    }
  page->y += GAP / 2;
}

/* --- questions --- */

/* A question stays on one page, with its figure when there is room for both. */
static void
show_part (struct page *page, const struct quiz_sheet_part *part)
{
  PangoLayout *heading = new_layout (page, part->heading, FONT_BOLD, HEADING_SIZE);
  PangoLayout *text = new_layout (page, part->text, FONT_REGULAR, TEXT_SIZE_PT);
  double height = height_of (heading) + 3 + height_of (text);

  need (page, MIN (figure_height (part->figure) + height, CONTENT_BOTTOM - MARGIN));
  show (page, heading);
  page->y += 3;
  if (part->figure != NULL)
    show_figure (page, part->figure);
  need (page, height_of (text));
  show (page, text);
  page->y += GAP;
  g_object_unref (heading);
  g_object_unref (text);
}

static void
show_run_figure (struct page *page, const struct quiz_figure *figure)
{
  need (page, MIN (figure_height (figure), FIGURE_ROOM_MIN));
  show_figure (page, figure);
  page->y += GAP;
}

static void
show_rules (struct page *page, const char *rules)
{
  PangoLayout *text = new_layout (page, rules, FONT_REGULAR, TEXT_SIZE_PT);

  show (page, text);
  page->y += GAP;
  g_object_unref (text);
}

static void
show_top (struct page *page, const char *title, gboolean with_name)
{
  PangoLayout *top = new_layout (page, title, FONT_BOLD, TITLE_SIZE);
  PangoLayout *name
      = new_layout (page, _ ("Name: ______________________________ Date: ______________"), FONT_REGULAR, TEXT_SIZE_PT);

  show (page, top);
  page->y += GAP;
  if (with_name)
    {
      show (page, name);
      page->y += GAP;
    }
  g_object_unref (top);
  g_object_unref (name);
}

gboolean
quiz_sheet_pdf (const GPtrArray *sheet, const char *title, gboolean with_name, const char *path)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (path, PAGE_WIDTH, PAGE_HEIGHT);
  struct page page = { cairo_create (surface), MARGIN, 1 };
  gboolean written;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, CREATED);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  show_top (&page, title, with_name);
  for (guint i = 0; i < sheet->len; i++)
    {
      const struct quiz_sheet_part *part = sheet->pdata[i];

      if (part->heading != NULL)
        show_part (&page, part);
      else if (part->figure != NULL)
        show_run_figure (&page, part->figure);
      else
        show_rules (&page, part->text);
    }
  end_page (&page);
  written = cairo_status (page.cr) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (page.cr);
  cairo_surface_finish (surface);
  written = written && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  return written;
}
