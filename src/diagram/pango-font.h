/* The fonts of the theme in Pango's terms. */
#pragma once

#include "diagram/text.h"

#include <pango/pangocairo.h>

/* To be freed with pango_font_description_free. */
PangoFontDescription *diagram_font_description (enum text_font font, double size);

/* A context whose metrics are the same at every scale. To be unreferenced. */
PangoContext *diagram_font_context_new (void);

/* Gives a context those metrics. */
void diagram_font_context_set_up (PangoContext *context);
