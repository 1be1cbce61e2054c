#include "app/save-chooser.h"

#include <glib/gi18n.h>

GtkFileChooserNative *
hs_save_chooser_new (GtkWindow *parent, const char *title, const char *kind, const char *pattern)
{
  GtkFileChooserNative *chooser
      = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_filter_set_name (filter, kind);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  return chooser;
}

void
hs_save_chooser_ask (GtkFileChooserNative *chooser, const char *name)
{
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

char *
hs_save_chooser_path (GtkFileChooserNative *chooser, int response, char **why)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  char *path;

  *why = NULL;
  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    return NULL;
  path = g_file_get_path (file);
  if (path == NULL)
    *why = g_strdup (_ ("Only files on this computer can be written."));
  return path;
}
