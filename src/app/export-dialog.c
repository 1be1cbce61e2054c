#include "app/export-dialog.h"

#include "app/close-on-escape.h"
#include "app/export-dialog-file.h"
#include "app/save-chooser.h"
#include "app/text-scale.h"
#include "app/window.h"

#include <glib/gi18n.h>

#define SCALE_MIN 0.5
#define SCALE_MAX 4.0

#define HS_TYPE_EXPORT_DIALOG (hs_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HsExportDialog, hs_export_dialog, HS, EXPORT_DIALOG, AdwWindow)

struct _HsExportDialog
{
  AdwWindow parent_instance;

  HsSession *session;
  GtkFileChooserNative *chooser;
  AdwComboRow *format;
  AdwComboRow *shown; /* the sequence diagram or the states */
  AdwComboRow *theme;
  AdwComboRow *style;
  AdwComboRow *numbers;
  GtkSpinButton *scale;
  GtkWidget *picture; /* the group of what concerns only a picture */
};

G_DEFINE_FINAL_TYPE (HsExportDialog, hs_export_dialog, ADW_TYPE_WINDOW)

static void
say (HsExportDialog *self, const char *sentence)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (HS_IS_WINDOW (parent))
    hs_window_say (HS_WINDOW (parent), sentence);
}

static HsExportFormat
chosen_format (HsExportDialog *self)
{
  return (HsExportFormat) adw_combo_row_get_selected (self->format);
}

static gboolean
write_file (HsExportDialog *self, const char *path, GError **error)
{
  static const enum diagram_theme_id THEMES[] = { THEME_LIGHT, THEME_DARK, THEME_PRINT };
  const struct trace *trace = hs_session_get_trace (self->session);
  struct hs_export export = {
    .format = chosen_format (self),
    .states = adw_combo_row_get_selected (self->shown) == 1,
    .theme = THEMES[adw_combo_row_get_selected (self->theme)],
    .style = adw_combo_row_get_selected (self->style) == 0 ? STYLE_CLASSIC : STYLE_WIRE,
    .numbers = (enum diagram_numbers) adw_combo_row_get_selected (self->numbers),
    .scale = gtk_spin_button_get_value (self->scale),
    .title = hs_session_get_title (self->session),
  };

  if (trace == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("Nothing is open any more."));
      return FALSE;
    }
  return hs_export_write (trace, &export, path, error);
}

static void
on_chosen (HsExportDialog *self, int response)
{
  g_autofree char *sentence = NULL;
  g_autofree char *path = hs_save_chooser_path (self->chooser, response, &sentence);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->chooser);
  if (path == NULL && sentence == NULL)
    return;
  if (sentence == NULL)
    sentence = write_file (self, path, &error) ? hs_export_written_text (path) : g_strdup (error->message);
  say (self, sentence);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_export (HsExportDialog *self)
{
  HsExportFormat format = chosen_format (self);
  g_autofree char *name = hs_export_file_name (hs_session_get_title (self->session), format);
  g_autofree char *pattern = g_strdup_printf ("*.%s", hs_export_ending (format));

  if (self->chooser != NULL)
    return;
  self->chooser = hs_save_chooser_new (GTK_WINDOW (self), _ ("Export"), pattern, pattern);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_chosen), self);
  hs_save_chooser_ask (self->chooser, name);
}

static void
on_format (HsExportDialog *self)
{
  gtk_widget_set_sensitive (self->picture, chosen_format (self) != HS_EXPORT_PCAP);
}

/* The chart of the states has neither labels of segments nor numbers. */
static void
on_shown (HsExportDialog *self)
{
  gboolean sequence = adw_combo_row_get_selected (self->shown) == 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->style), sequence);
  gtk_widget_set_sensitive (GTK_WIDGET (self->numbers), sequence);
}

/* --- building --- */

/* Large text may not find the room to show all of what is chosen. */
static void
on_chosen_item (AdwComboRow *row)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (row);

  gtk_widget_set_tooltip_text (GTK_WIDGET (row), item != NULL ? gtk_string_object_get_string (item) : NULL);
}

static AdwComboRow *
add_choice (GtkWidget *group, const char *title, const char *const *choices)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());
  GtkStringList *names = gtk_string_list_new (NULL);

  for (gsize i = 0; choices[i] != NULL; i++)
    gtk_string_list_append (names, _ (choices[i]));
  g_signal_connect (row, "notify::selected-item", G_CALLBACK (on_chosen_item), NULL);
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (row));
  g_object_unref (names);
  return row;
}

static void
add_scale (HsExportDialog *self, GtkWidget *group)
{
  GtkWidget *row = adw_action_row_new ();

  self->scale = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (SCALE_MIN, SCALE_MAX, 0.5));
  gtk_spin_button_set_digits (self->scale, 1);
  gtk_spin_button_set_value (self->scale, 2);
  gtk_widget_set_valign (GTK_WIDGET (self->scale), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Scale"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->scale));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->scale));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* Formats by number: pcap is the last, and only there for a run. */
static void
add_format (HsExportDialog *self, GtkWidget *group, gboolean run)
{
  const char *formats[HS_EXPORT_FORMAT_COUNT + 1]
      = { N_ ("PNG picture"), N_ ("SVG drawing"), N_ ("PDF document"), run ? N_ ("Capture file (pcap)") : NULL };

  self->format = add_choice (group, _ ("Format"), formats);
  g_signal_connect_swapped (self->format, "notify::selected", G_CALLBACK (on_format), self);
}

static void
add_picture_rows (HsExportDialog *self)
{
  static const char *const SHOWN[] = { N_ ("Sequence diagram"), N_ ("State machine"), NULL };
  static const char *const THEMES[] = { N_ ("Light"), N_ ("Dark"), N_ ("For printing"), NULL };
  static const char *const STYLES[] = { N_ ("Textbook"), N_ ("Every bit on the wire"), NULL };
  static const char *const NUMBERS[] = { N_ ("Symbols: x, y, u, v, w"), N_ ("Relative"), N_ ("As on the wire"), NULL };

  self->picture = adw_preferences_group_new ();
  self->shown = add_choice (self->picture, _ ("Picture"), SHOWN);
  self->theme = add_choice (self->picture, _ ("Colours"), THEMES);
  self->style = add_choice (self->picture, _ ("Labels"), STYLES);
  self->numbers = add_choice (self->picture, _ ("Numbers"), NUMBERS);
  add_scale (self, self->picture);
  g_signal_connect_swapped (self->shown, "notify::selected", G_CALLBACK (on_shown), self);
}

static GtkWidget *
new_header_bar (HsExportDialog *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkWidget *export = gtk_button_new_with_mnemonic (_ ("_Export…"));

  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  gtk_widget_add_css_class (export, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  g_signal_connect_swapped (export, "clicked", G_CALLBACK (on_export), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), export);
  gtk_window_set_default_widget (GTK_WINDOW (self), export);
  return bar;
}

static void
hs_export_dialog_dispose (GObject *object)
{
  HsExportDialog *self = HS_EXPORT_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_export_dialog_parent_class)->dispose (object);
}

static void
hs_export_dialog_class_init (HsExportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_export_dialog_dispose;
}

static void
hs_export_dialog_init (HsExportDialog *self)
{
}

static void
build (HsExportDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *format = adw_preferences_group_new ();

  add_format (self, format, hs_session_get_document (self->session) == HS_DOCUMENT_RUN);
  add_picture_rows (self);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (format));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->picture));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), new_header_bar (self));
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Export"));
  hs_text_scale_set_default_size (GTK_WINDOW (self), 480, 520);
  hs_close_on_escape (GTK_WINDOW (self));
}

/* Begins with what the window shows. */
static void
take_view (HsExportDialog *self, HsWindow *window)
{
  HsDiagramView *view = hs_window_get_diagram (window);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  adw_combo_row_set_selected (self->theme, dark ? 1 : 0);
  adw_combo_row_set_selected (self->shown, g_str_equal (hs_window_get_view (window), "states") ? 1 : 0);
  adw_combo_row_set_selected (self->style, hs_diagram_view_get_style (view) == STYLE_CLASSIC ? 0 : 1);
  adw_combo_row_set_selected (self->numbers, hs_diagram_view_get_numbers (view));
}

void
hs_export_dialog_present (GtkWindow *parent, HsSession *session)
{
  HsExportDialog *self
      = g_object_new (HS_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  build (self);
  if (HS_IS_WINDOW (parent))
    take_view (self, HS_WINDOW (parent));
  gtk_window_present (GTK_WINDOW (self));
}
