/* The state machine of a session: the chart of the states with a token for each host, scaled to the room there is.
 *
 * A click on an edge goes to the moment at which it was walked, a further click to the next such moment; a click on a
 * state or a token to the change that brought the host there. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define HS_TYPE_STATES_VIEW (hs_states_view_get_type ())
G_DECLARE_FINAL_TYPE (HsStatesView, hs_states_view, HS, STATES_VIEW, GtkWidget)

HsStatesView *hs_states_view_new (HsSession *session);

/* Where a point of the chart is in the widget. */
void hs_states_view_place (HsStatesView *self, double *x, double *y);
