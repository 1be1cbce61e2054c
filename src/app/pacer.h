/* The one wall clock: while the session plays, each frame lets virtual time pass.
 *
 * A frame that comes late does not make the picture jump: what a frame may pass is bounded. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define HS_TYPE_PACER (hs_pacer_get_type ())
G_DECLARE_FINAL_TYPE (HsPacer, hs_pacer, HS, PACER, GObject)

/* Ticks with the frame clock of a widget, which must outlive it. */
HsPacer *hs_pacer_new (GtkWidget *widget, HsSession *session);
