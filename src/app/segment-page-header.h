/* A header drawn as the RFCs draw it: rows of 32 bits, each field a box with its name and its value.
 *
 * Signal "pointed" (int row, gboolean chosen): the pointer is on the field of that row (-1: on none), or it was chosen
 * by a click or with the arrow keys. */
#pragma once

#include "explain/segment.h"

#include <gtk/gtk.h>

#define HS_TYPE_SEGMENT_HEADER (hs_segment_header_get_type ())
G_DECLARE_FINAL_TYPE (HsSegmentHeader, hs_segment_header, HS, SEGMENT_HEADER, GtkWidget)

HsSegmentHeader *hs_segment_header_new (void);

/* Draws rows first to end (exclusive) of explain_segment_rows (packet). */
void hs_segment_header_set_rows (HsSegmentHeader *self, const uint8_t *packet, GPtrArray *rows, guint first, guint end);

/* The row to highlight, -1 for none; rows that it does not draw are none. */
void hs_segment_header_set_current (HsSegmentHeader *self, int row);
int hs_segment_header_get_current (HsSegmentHeader *self);
