/* Octets as hexadecimal numbers, eight in a line, with the field that an octet belongs to.
 *
 * Signal "pointed" (int row, gboolean chosen), as that of HsSegmentHeader. */
#pragma once

#include "explain/segment.h"

#include <gtk/gtk.h>

#define HS_TYPE_SEGMENT_OCTETS (hs_segment_octets_get_type ())
G_DECLARE_FINAL_TYPE (HsSegmentOctets, hs_segment_octets, HS, SEGMENT_OCTETS, GtkWidget)

HsSegmentOctets *hs_segment_octets_new (void);

/* Shows the first octets of a packet, up to a number that is good to read; all are copied. */
void hs_segment_octets_set (HsSegmentOctets *self, const uint8_t *octets, size_t length, GPtrArray *rows);

/* How many of the octets that were set are not shown. */
size_t hs_segment_octets_hidden (HsSegmentOctets *self);

/* The row whose octets are highlighted, -1 for none. */
void hs_segment_octets_set_current (HsSegmentOctets *self, int row);

/* The highlighted octets; false when none are. */
gboolean hs_segment_octets_get_marked (HsSegmentOctets *self, guint *first, guint *count);
