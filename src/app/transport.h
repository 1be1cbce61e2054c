/* The bar below: to the start, back, play, step, to the end; the clock; the time slider; next timer; speed. */
#pragma once

#include "app/diagram-view.h"

#include <adwaita.h>

#define HS_TYPE_TRANSPORT (hs_transport_get_type ())
G_DECLARE_FINAL_TYPE (HsTransport, hs_transport, HS, TRANSPORT, AdwBin)

/* The slider has the diagram's scale of time. */
void hs_transport_set_session (HsTransport *self, HsSession *session, HsDiagramView *diagram);

/* What goes on, in a line: "Paused, timers frozen". Free with g_free. */
char *hs_transport_state_line (HsSession *session);

/* "0.1×". Free with g_free. */
char *hs_transport_speed_words (double speed);
