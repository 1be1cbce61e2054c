/* The welcome page: what this is, three ways to begin, lessons as live pictures, what was open before. */
#pragma once

#include <adwaita.h>

#define HS_TYPE_WELCOME (hs_welcome_get_type ())
G_DECLARE_FINAL_TYPE (HsWelcome, hs_welcome, HS, WELCOME, AdwBin)

/* files: of struct scenario_file, kept by the page. */
GtkWidget *hs_welcome_new (GPtrArray *files);
