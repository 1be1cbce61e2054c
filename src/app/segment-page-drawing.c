#include "app/segment-page-drawing.h"

#include "app/inspector-parts.h"

#define BASE_FONT 14.67
#define NAME_SIZE 10.5
#define NARROW_NAME_SIZE 9.0
#define VALUE_SIZE 13.5
#define LETTER_SIZE 9.0
#define PAD 3

/* Fields of so few bits have their name in two lines. */
#define NARROW_BITS 6

double
header_unit (GtkWidget *widget)
{
  PangoFontDescription *font = pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (gtk_widget_get_pango_context (widget)) / 72;
  return size > 0 ? size / BASE_FONT : 1;
}

static void
lookup (GtkWidget *widget, const char *name, const GdkRGBA *fallback, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, colour))
    *colour = *fallback;
}

void
header_drawing_init (struct header_drawing *it, GtkWidget *widget, GtkSnapshot *snapshot)
{
  *it = (struct header_drawing){ .widget = widget, .snapshot = snapshot, .unit = header_unit (widget) };
  it->bit_width = (gtk_widget_get_width (widget) - 1) / (double) HEADER_BITS;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &it->ink);
  lookup (widget, "hs_panel", &(const GdkRGBA){ 1, 1, 1, 1 }, &it->paper);
  lookup (widget, "hs_second", &it->ink, &it->second);
  lookup (widget, "accent_bg_color", &it->ink, &it->accent);
  lookup (widget, "hs_lost", &it->ink, &it->wrong);
  it->line = it->ink;
  it->line.alpha = adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 0.6f : 0.3f;
}

static PangoLayout *
new_layout (const struct header_drawing *it, const char *text, double size, gboolean bold, double width)
{
  PangoLayout *layout
      = hs_part_layout (it->widget, text, size / BASE_FONT, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, NULL);

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

static void
append_layout (const struct header_drawing *it, PangoLayout *layout, double x, double y, const GdkRGBA *colour)
{
  gtk_snapshot_save (it->snapshot);
  gtk_snapshot_translate (it->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (it->snapshot, layout, colour);
  gtk_snapshot_restore (it->snapshot);
}

graphene_rect_t
header_box (const struct header_drawing *it, const struct field_place *place)
{
  double x = place->bit * it->bit_width;
  double y = (HEADER_RULER_HEIGHT + place->line * HEADER_LINE_HEIGHT) * it->unit;

  return GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (place->bits * it->bit_width + 1),
                             (float) (place->lines * HEADER_LINE_HEIGHT * it->unit + 1));
}

void
header_draw_ruler (const struct header_drawing *it)
{
  static const int BITS[] = { 0, 4, 8, 12, 16, 20, 24, 28, 31 };

  for (gsize i = 0; i < G_N_ELEMENTS (BITS); i++)
    {
      char text[4];
      double width = 2.2 * it->bit_width;

      g_snprintf (text, sizeof text, "%d", BITS[i]);
      g_autoptr (PangoLayout) layout = new_layout (it, text, NAME_SIZE, FALSE, width);
      append_layout (it, layout, (BITS[i] + 0.5) * it->bit_width - width / 2, 0, &it->second);
    }
}

void
header_draw_box (const struct header_drawing *it, const graphene_rect_t *box, gboolean current)
{
  float width = current ? 2 : 1;
  GskRoundedRect outline;
  const GdkRGBA *colour = current ? &it->accent : &it->line;

  gsk_rounded_rect_init_from_rect (&outline, box, 0);
  if (current)
    {
      GdkRGBA tint = it->accent;

      tint.alpha = 0.16f;
      gtk_snapshot_append_color (it->snapshot, &tint, box);
    }
  gtk_snapshot_append_border (it->snapshot, &outline, (const float[]){ width, width, width, width },
                              (const GdkRGBA[]){ *colour, *colour, *colour, *colour });
}

/* A control bit with its letters one below the other, as in RFC 9293 §3.1; one that is set stands out. */
static void
draw_control_bit (const struct header_drawing *it, const graphene_rect_t *cell, const char *letters, gboolean set)
{
  g_autoptr (PangoLayout) layout = new_layout (it, letters, LETTER_SIZE, set, cell->size.width);
  int width, height;

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_width (layout, -1);
  pango_layout_set_line_spacing (layout, 0.9f);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (set)
    gtk_snapshot_append_color (it->snapshot, &it->ink, cell);
  append_layout (it, layout, cell->origin.x + (cell->size.width - width) / 2,
                 cell->origin.y + (cell->size.height - height) / 2, set ? &it->paper : &it->second);
}

void
header_draw_control_bits (const struct header_drawing *it, const graphene_rect_t *box, unsigned bits)
{
  static const char *const LETTERS[]
      = { "C\nW\nR", "E\nC\nE", "U\nR\nG", "A\nC\nK", "P\nS\nH", "R\nS\nT", "S\nY\nN", "F\nI\nN" };

  for (unsigned i = 0; i < G_N_ELEMENTS (LETTERS); i++)
    {
      float x = box->origin.x + (float) (i * it->bit_width);
      graphene_rect_t cell
          = GRAPHENE_RECT_INIT (x + 2, box->origin.y + 3, (float) it->bit_width - 3, box->size.height - 6);

      draw_control_bit (it, &cell, LETTERS[i], (bits & 0x80 >> i) != 0);
      if (i > 0)
        gtk_snapshot_append_color (it->snapshot, &it->line,
                                   &GRAPHENE_RECT_INIT (x, box->origin.y, 1, box->size.height));
    }
}

void
header_draw_words (const struct header_drawing *it, const graphene_rect_t *box, const struct segment_row *row,
                   unsigned bits)
{
  double pad = bits <= NARROW_BITS ? 1 : PAD;
  double width = box->size.width - 2 * pad;
  const GdkRGBA *colour = row->wrong ? &it->wrong : &it->ink;
  g_autofree char *marked = row->wrong ? g_strdup_printf ("✕ %s", row->value) : NULL;
  g_autoptr (PangoLayout) name
      = new_layout (it, row->name, bits <= NARROW_BITS ? NARROW_NAME_SIZE : NAME_SIZE, FALSE, width);
  g_autoptr (PangoLayout) value = new_layout (it, marked != NULL ? marked : row->value, VALUE_SIZE, TRUE, width);
  int name_height, value_height;
  double y;

  if (bits <= NARROW_BITS)
    {
      pango_layout_set_wrap (name, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (name, -2);
      pango_layout_set_line_spacing (name, 0.9f);
    }
  pango_layout_get_pixel_size (name, NULL, &name_height);
  pango_layout_get_pixel_size (value, NULL, &value_height);
  y = box->origin.y + (box->size.height - name_height - value_height) / 2;
  append_layout (it, name, box->origin.x + pad, y, &it->second);
  /* Two letters of a value say nothing; the card below says all of it. */
  if (bits > NARROW_BITS || !pango_layout_is_ellipsized (value))
    append_layout (it, value, box->origin.x + pad, y + name_height, colour);
}
