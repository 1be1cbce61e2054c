#include "app/save-dialog.h"

#include "app/close-on-escape.h"
#include "app/error-dialog.h"
#include "app/save-chooser.h"
#include "app/text-scale.h"
#include "explain/template.h"

#include <glib/gi18n.h>

#define SUFFIX ".scenario"

#define HS_TYPE_SAVE_DIALOG (hs_save_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HsSaveDialog, hs_save_dialog, HS, SAVE_DIALOG, AdwWindow)

struct _HsSaveDialog
{
  AdwWindow parent_instance;

  HsSession *session;
  GtkFileChooserNative *chooser;
  GtkEditable *title;
  GtkEditable *summary;
  GtkSwitch *lesson; /* NULL when the run has none */
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (HsSaveDialog, hs_save_dialog, ADW_TYPE_WINDOW)

char *
hs_save_file_name (const char *title)
{
  g_autofree char *stem = g_strstrip (g_strdup (title));

  g_strdelimit (stem, "/\\:*?\"<>|\n\t", '-');
  return g_strconcat (*stem != '\0' ? stem : "handshake", SUFFIX, NULL);
}

static char *
text_of (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
fail (HsSaveDialog *self, const char *sentence)
{
  hs_error_dialog_present (GTK_WINDOW (self), _ ("The run is not saved"), sentence);
}

/* The chooser has asked before it gave the name of a file that is there; a name that becomes another one by its ending
 * was not asked about. */
static char *
path_of (HsSaveDialog *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;

  if (path == NULL)
    {
      fail (self, _ ("Only files on this computer can be written."));
      return NULL;
    }
  if (g_str_has_suffix (path, SUFFIX))
    return g_steal_pointer (&path);

  g_autofree char *whole = g_strconcat (path, SUFFIX, NULL);
  if (!g_file_test (whole, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&whole);
  name = g_path_get_basename (whole);
  sentence = explain_fill (_ ("{file} is already there. Choose it to replace it, or choose another name."), "file",
                           name, NULL);
  fail (self, sentence);
  return NULL;
}

void
hs_save_dialog_write (GtkWindow *dialog, GFile *file)
{
  HsSaveDialog *self = HS_SAVE_DIALOG (dialog);
  g_autofree char *path = path_of (self, file);
  g_autofree char *title = text_of (self->title);
  g_autofree char *summary = text_of (self->summary);
  gboolean lesson = self->lesson != NULL && gtk_switch_get_active (self->lesson);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  if (hs_session_save (self->session, path, title, summary, lesson, &error))
    gtk_window_close (GTK_WINDOW (self));
  else
    fail (self, error->message);
}

static void
on_chosen (HsSaveDialog *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    hs_save_dialog_write (GTK_WINDOW (self), file);
}

/* The run's own file is proposed again, else a name from the title. Free with g_free. */
static char *
propose (HsSaveDialog *self)
{
  g_autofree char *title = text_of (self->title);
  const char *path = hs_session_get_path (self->session);

  if (path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *own = g_path_get_basename (path);
      g_autoptr (GFile) file = g_file_new_for_path (folder);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), file, NULL);
      if (g_str_equal (title, hs_session_get_title (self->session)))
        return g_steal_pointer (&own);
    }
  return hs_save_file_name (title);
}

static void
on_save (HsSaveDialog *self)
{
  g_autofree char *name = NULL;

  if (self->chooser != NULL)
    return;
  self->chooser = hs_save_chooser_new (GTK_WINDOW (self), _ ("Save Scenario"), _ ("Scenarios"), "*" SUFFIX);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_chosen), self);
  name = propose (self);
  hs_save_chooser_ask (self->chooser, name);
}

/* A scenario has a name. */
static void
on_title (HsSaveDialog *self)
{
  g_autofree char *title = text_of (self->title);

  gtk_widget_set_sensitive (self->save, *title != '\0');
}

/* --- building --- */

static GtkEditable *
add_entry (GtkWidget *group, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return GTK_EDITABLE (row);
}

static gboolean
has_lesson (HsSession *session)
{
  const struct scenario_lesson *lesson = hs_session_get_scenario (session)->lesson;

  return lesson != NULL && (lesson->steps->len > 0 || lesson->question != NULL || lesson->misconception != NULL);
}

static void
add_lesson (HsSaveDialog *self, GtkWidget *group)
{
  GtkWidget *row = adw_action_row_new ();

  self->lesson = GTK_SWITCH (gtk_switch_new ());
  gtk_switch_set_active (self->lesson, hs_session_keeps_lesson (self->session));
  gtk_widget_set_valign (GTK_WIDGET (self->lesson), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("With the lesson"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Its question and narration, which tell of the run as it was"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->lesson));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->lesson));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
new_header_bar (HsSaveDialog *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->save = gtk_button_new_with_mnemonic (_ ("_Save…"));
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->save);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->save);
  return bar;
}

static void
hs_save_dialog_dispose (GObject *object)
{
  HsSaveDialog *self = HS_SAVE_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_save_dialog_parent_class)->dispose (object);
}

static void
hs_save_dialog_class_init (HsSaveDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_save_dialog_dispose;
}

static void
hs_save_dialog_init (HsSaveDialog *self)
{
}

static char *
what_is_saved (HsSession *session)
{
  guint acts = hs_session_count_acts (session);

  if (acts == 0)
    return g_strdup (_ ("The file opens as the run does now."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The file replays the run with what you did: %u act.",
                                       "The file replays the run with what you did: %u acts.", acts),
                          acts);
}

static void
build (HsSaveDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *description = what_is_saved (self->session);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  self->title = add_entry (group, _ ("Title"), hs_session_get_title (self->session));
  self->summary = add_entry (group, _ ("Summary, one line"), hs_session_get_summary (self->session));
  if (has_lesson (self->session))
    add_lesson (self, group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), new_header_bar (self));
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Save Scenario"));
  hs_text_scale_set_default_size (GTK_WINDOW (self), 540, self->lesson != NULL ? 340 : 270);
  g_signal_connect_swapped (self->title, "changed", G_CALLBACK (on_title), self);
  on_title (self);
  hs_close_on_escape (GTK_WINDOW (self));
}

GtkWindow *
hs_save_dialog_present (GtkWindow *parent, HsSession *session)
{
  HsSaveDialog *self
      = g_object_new (HS_TYPE_SAVE_DIALOG, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  build (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->title));
  return GTK_WINDOW (self);
}
