/* The popover on a segment under way: what can be done to it. */
#pragma once

#include <gtk/gtk.h>

#define HS_TYPE_FAULT_POPOVER (hs_fault_popover_get_type ())
G_DECLARE_FINAL_TYPE (HsFaultPopover, hs_fault_popover, HS, FAULT_POPOVER, GtkPopover)

/* Its buttons activate win.fault-on with the flight. */
GtkWidget *hs_fault_popover_new (void);
void hs_fault_popover_set_flight (HsFaultPopover *self, gsize flight);
