/* Drawing the boxes of a header. For segment-page-header.c only. */
#pragma once

#include "app/segment-page-places.h"

#include <gtk/gtk.h>

/* px in a font of 14.67 px (11 points at 96 dpi); all grow with the font. */
#define HEADER_RULER_HEIGHT 15
#define HEADER_LINE_HEIGHT 43

/* What the drawing of one frame needs. */
struct header_drawing
{
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  double unit; /* px of the widget for one px of the design */
  double bit_width;
  GdkRGBA ink;
  GdkRGBA paper;
  GdkRGBA second;
  GdkRGBA line;
  GdkRGBA accent;
  GdkRGBA wrong;
};

/* px of a widget for one px of the design. */
double header_unit (GtkWidget *widget);

void header_drawing_init (struct header_drawing *it, GtkWidget *widget, GtkSnapshot *snapshot);

graphene_rect_t header_box (const struct header_drawing *it, const struct field_place *place);

/* The numbers of the bits above the first line. */
void header_draw_ruler (const struct header_drawing *it);

void header_draw_box (const struct header_drawing *it, const graphene_rect_t *box, gboolean current);

/* The eight control bits; those that are set stand out. */
void header_draw_control_bits (const struct header_drawing *it, const graphene_rect_t *box, unsigned bits);

/* Name and value of a field that is `bits` wide. */
void header_draw_words (const struct header_drawing *it, const graphene_rect_t *box, const struct segment_row *row,
                        unsigned bits);
