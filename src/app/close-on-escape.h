/* Windows over the main one. */
#pragma once

#include <gtk/gtk.h>

/* Escape closes the window, as its close button does. */
void hs_close_on_escape (GtkWindow *window);
