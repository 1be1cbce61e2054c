/* Asks what a run is called and to which file it goes, and writes it there as a scenario. */
#pragma once

#include "app/session.h"

#include <adwaita.h>

/* Returns the dialog, which is gone when the run is saved or the person has changed their mind. */
GtkWindow *hs_save_dialog_present (GtkWindow *parent, HsSession *session);

/* Writes to a file, as when it was chosen, and closes the dialog when that could be done. */
void hs_save_dialog_write (GtkWindow *dialog, GFile *file);

/* The name of a file for a title: "Lost SYN.scenario". Free with g_free. */
char *hs_save_file_name (const char *title);
