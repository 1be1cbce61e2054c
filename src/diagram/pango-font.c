#include "diagram/pango-font.h"

PangoFontDescription *
diagram_font_description (enum text_font font, double size)
{
  PangoFontDescription *description = pango_font_description_new ();
  bool variable = font == FONT_VARIABLE;

  pango_font_description_set_family_static (description, variable ? DIAGRAM_FONT_VARIABLE : DIAGRAM_FONT);
  if (font == FONT_BOLD)
    pango_font_description_set_weight (description, PANGO_WEIGHT_BOLD);
  if (font == FONT_ITALIC || variable)
    pango_font_description_set_style (description, PANGO_STYLE_ITALIC);
  pango_font_description_set_absolute_size (description, (variable ? TEXT_VARIABLE_SCALE : 1) * size * PANGO_SCALE);
  return description;
}

void
diagram_font_context_set_up (PangoContext *context)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
}

PangoContext *
diagram_font_context_new (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

  diagram_font_context_set_up (context);
  return context;
}
