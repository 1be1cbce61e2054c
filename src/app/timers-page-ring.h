/* A timer as a ring that runs out clockwise. */
#pragma once

#include <gtk/gtk.h>

#define HS_TYPE_TIMER_RING (hs_timer_ring_get_type ())
G_DECLARE_FINAL_TYPE (HsTimerRing, hs_timer_ring, HS, TIMER_RING, GtkWidget)

/* name stands in its middle. */
HsTimerRing *hs_timer_ring_new (const char *name);

/* left: 1 = just started, 0 = run out. */
void hs_timer_ring_set_left (HsTimerRing *self, double left);
double hs_timer_ring_get_left (HsTimerRing *self);
