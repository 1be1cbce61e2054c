/* The sequence diagram of a session: a scrollable widget that paints what is visible, and only that.
 *
 * Signals:
 *   "placed"       the lifelines have other places, and whoever draws heads above them looks again
 *   "renumbered"   numbers are written in another way */
#pragma once

#include "app/session.h"
#include "diagram/diagram.h"

#include <gtk/gtk.h>

#define HS_TYPE_DIAGRAM_VIEW (hs_diagram_view_get_type ())
G_DECLARE_FINAL_TYPE (HsDiagramView, hs_diagram_view, HS, DIAGRAM_VIEW, GtkWidget)

#define HS_ZOOM_MIN 0.5
#define HS_ZOOM_MAX 3.0

HsDiagramView *hs_diagram_view_new (HsSession *session);

/* NULL for no document. */
const struct diagram *hs_diagram_view_get_diagram (HsDiagramView *self);

/* The colours in use: light, dark or high contrast, as the desktop has it. */
const struct diagram_theme *hs_diagram_view_get_theme (void);

/* The place of a lifeline's band in the widget when it is `width` px wide, scrolling counted. */
void hs_diagram_view_band_place (HsDiagramView *self, int width, unsigned host, double *x, double *band_width);

/* Where the figure begins and ends, scrolling counted, when the widget is `width` px wide. */
void hs_diagram_view_sides (HsDiagramView *self, int width, double *left, double *right);

/* Scrolls sideways, where the figure is wider than the widget, until a host with its name and buttons can be seen; TRUE
 * when that was needed. */
gboolean hs_diagram_view_show_host (HsDiagramView *self, unsigned host);

double hs_diagram_view_get_zoom (HsDiagramView *self);
void hs_diagram_view_set_zoom (HsDiagramView *self, double zoom);

/* Runs and captures keep numbers of their own: symbols are for lessons. */
enum diagram_numbers hs_diagram_view_get_numbers (HsDiagramView *self);
void hs_diagram_view_set_numbers (HsDiagramView *self, enum diagram_numbers numbers);
enum diagram_style hs_diagram_view_get_style (HsDiagramView *self);
void hs_diagram_view_set_style (HsDiagramView *self, enum diagram_style style);

/* The options in use, for whoever exports what is seen. */
const struct diagram_options *hs_diagram_view_get_options (HsDiagramView *self);

/* Draws what someone says comes next, from now on; NULL: nothing any more. The guess is copied. */
void hs_diagram_view_set_guess (HsDiagramView *self, const struct diagram_guess *guess);

/* Where the token of a flight is now, in the widget; false when it is not under way or not visible. */
gboolean hs_diagram_view_token (HsDiagramView *self, gsize flight, GdkRectangle *place);

/* Scrolls until what stands for an event is visible. */
void hs_diagram_view_reveal (HsDiagramView *self, event_id event);

/* Selects the next (or previous) event that has a shape and scrolls to it. */
void hs_diagram_view_select_next (HsDiagramView *self, gboolean backwards);
