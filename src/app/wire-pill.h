/* The wire between the hosts in words, and the popover that changes it. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define HS_TYPE_WIRE_PILL (hs_wire_pill_get_type ())
G_DECLARE_FINAL_TYPE (HsWirePill, hs_wire_pill, HS, WIRE_PILL, GtkBox)

GtkWidget *hs_wire_pill_new (HsSession *session);
void hs_wire_pill_popup (HsWirePill *self);

/* "50 ms each way, no loss". Free with g_free. */
char *hs_wire_words (const struct sim *sim);
