/* Asks how the picture (or the run) is to be written, and writes it. What went wrong is said in a sentence. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

void hs_export_dialog_present (GtkWindow *parent, HsSession *session);
