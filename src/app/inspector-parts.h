/* The small parts that the pages of the inspector are made of. For inspector*.c and the pages only. */
#pragma once

#include "tcp/state.h"
#include "trace/trace.h"

#include <adwaita.h>

/* A line of text that wraps and begins at the left. text may be NULL. */
GtkLabel *hs_part_label (const char *text, const char *css_class);

/* The small bold line above a card. */
GtkWidget *hs_part_heading (const char *text);

/* A rounded plate whose children stand one below the other. */
GtkBox *hs_part_card (void);

/* Sets a text if it is another one: a label that is set is laid out again. */
void hs_part_set_text (GtkLabel *label, const char *text);

/* A picture, a line and a sentence where there is nothing to show yet. */
GtkWidget *hs_part_empty (const char *icon_name, const char *title, const char *text);

/* Lets a page scroll up and down; content is the page's column. */
GtkWidget *hs_part_scrolled (GtkBox *content);

/* A page's column. */
GtkBox *hs_part_column (void);

/* Makes a bin ask for so many px of width (at a text scale of 100 %), however wide its texts would like to be. */
void hs_part_fix_width (GtkWidget *bin, int width);

/* A bin that asks for no more height than its child must have, and takes what is left: what stands above it gets its
 * natural height first. */
GtkWidget *hs_part_yielding (GtkWidget *child);

/* Text in the font of a widget, `factor` times its size; family NULL = the widget's. */
PangoLayout *hs_part_layout (GtkWidget *widget, const char *text, double factor, PangoWeight weight,
                             const char *family);

/* Removes all children. */
void hs_part_clear (GtkBox *box);

/* Chips in the colours of the picture. */
void hs_part_chip_state (GtkLabel *chip, enum tcp_state state);

/* segment NULL: a chip without the colour of a class. */
void hs_part_chip_segment (GtkLabel *chip, const struct segment *segment, const char *text);

/* "Client A", "Server B", or the endpoint of a capture. Free with g_free. */
char *hs_part_host_name (const struct trace *trace, unsigned host);

/* Makes the colours of the picture known as style classes on this display; follows dark style and high contrast. */
void hs_part_add_colours (GtkWidget *widget);
