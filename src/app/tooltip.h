/* Tooltips of several lines. */
#pragma once

#include <gtk/gtk.h>

/* The lines wrap where they are long, as GTK does it only with a text that is one line. */
GtkWidget *hs_tooltip_label_new (const char *text);

/* The text of a "query-tooltip". */
void hs_tooltip_set_text (GtkTooltip *tooltip, const char *text);
