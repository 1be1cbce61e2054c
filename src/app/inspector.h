/* The panel beside the diagram: what an event was and why, its segment, the variables and the timers of both hosts.
 *
 * The subject of Explain and Segment is the selected event or, when nothing is selected, what the last step did.
 * Variables and Timers show the moment `now`. Everything derives from the trace and the place in it; only the page that
 * is seen is kept up to date.
 *
 * "notify::page" tells that the person chose another page. */
#pragma once

#include "app/session.h"

#include <adwaita.h>

#define HS_TYPE_INSPECTOR (hs_inspector_get_type ())
G_DECLARE_FINAL_TYPE (HsInspector, hs_inspector, HS, INSPECTOR, AdwBin)

HsInspector *hs_inspector_new (HsSession *session);

/* Puts a widget above the pages: the card of a lesson. */
void hs_inspector_set_top (HsInspector *self, GtkWidget *top);

/* "explain", "segment", "variables" or "timers"; another name changes nothing. */
void hs_inspector_set_page (HsInspector *self, const char *page);
const char *hs_inspector_get_page (HsInspector *self);

/* The event that Explain and Segment speak of; EVENT_NONE before anything has happened. */
event_id hs_inspector_get_subject (HsInspector *self);
