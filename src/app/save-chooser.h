/* Where a file is to be written: the desktop's own dialog, as every save and export asks. */
#pragma once

#include <gtk/gtk.h>

/* Shows one kind of file: the ones that match the pattern. It is not shown yet, and belongs to the caller, who connects
 * to "response". */
GtkFileChooserNative *hs_save_chooser_new (GtkWindow *parent, const char *title, const char *kind, const char *pattern);

/* Shows it with a name that is proposed. */
void hs_save_chooser_ask (GtkFileChooserNative *chooser, const char *name);

/* The path that was chosen; NULL when it was not, or with a sentence in *why when nothing can be written there. Free
 * both with g_free. */
char *hs_save_chooser_path (GtkFileChooserNative *chooser, int response, char **why);
