/* A small live picture of a scenario: bands and arrows without words, painted from a run of it. */
#pragma once

#include "sim/scenario.h"

#include <gtk/gtk.h>

#define HS_TYPE_THUMBNAIL (hs_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (HsThumbnail, hs_thumbnail, HS, THUMBNAIL, GtkWidget)

/* The scenario is run here and now, in memory; it need not outlive the call. */
GtkWidget *hs_thumbnail_new (const struct scenario *scenario);
