/* How large the desktop wants text: widgets that draw their own, and the room they give it, follow it as labels do. */
#pragma once

#include <gtk/gtk.h>

/* 1 at 100 %, 2 at 200 %. A widget whose drawing depends on it looks again in system_setting_changed. */
double hs_text_scale (GtkWidget *widget);

/* Gives a window its first size, in px at 100 %: larger text wants a larger window. */
void hs_text_scale_set_default_size (GtkWindow *window, int width, int height);
