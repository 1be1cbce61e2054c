/* The tray of held segments: one chip a segment, to release or to discard. Hidden while it is empty. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define HS_TYPE_TRAY (hs_tray_get_type ())
G_DECLARE_FINAL_TYPE (HsTray, hs_tray, HS, TRAY, GtkBox)

GtkWidget *hs_tray_new (HsSession *session);
