/* Lays out widgets like words: beside each other in their natural widths, and on in the next line when there is no
 * room. One that is wider than a line has the line for itself. */
#pragma once

#include <gtk/gtk.h>

#define HS_TYPE_WRAP_LAYOUT (hs_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (HsWrapLayout, hs_wrap_layout, HS, WRAP_LAYOUT, GtkLayoutManager)

/* px between widgets of a line and between lines */
GtkLayoutManager *hs_wrap_layout_new (int column_spacing, int row_spacing);
