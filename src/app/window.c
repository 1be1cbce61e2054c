#include "app/window-private.h"

#include "app/capture-list.h"
#include "app/error-dialog.h"
#include "app/head-row.h"
#include "app/inspector.h"
#include "app/lesson-list.h"
#include "app/narration-card.h"
#include "app/open.h"
#include "app/settings.h"
#include "app/states-view.h"
#include "app/text-scale.h"
#include "app/tray.h"
#include "app/welcome.h"
#include "explain/template.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (HsWindow, hs_window, ADW_TYPE_APPLICATION_WINDOW)

/* s that a sentence stays. */
#define TOAST_SECONDS 6

HsSession *
hs_window_get_session (HsWindow *self)
{
  return self->session;
}

HsDiagramView *
hs_window_get_diagram (HsWindow *self)
{
  return self->diagram;
}

HsNarrator *
hs_window_get_narrator (HsWindow *self)
{
  return self->narrator;
}

HsQuiz *
hs_window_get_quiz (HsWindow *self)
{
  return self->quiz;
}

const char *
hs_window_get_view (HsWindow *self)
{
  return adw_view_stack_get_visible_child_name (self->view_stack);
}

gboolean
hs_window_focus_view (HsWindow *self)
{
  gboolean states = g_str_equal (hs_window_get_view (self), "states");

  return gtk_widget_grab_focus (states ? self->states : GTK_WIDGET (self->diagram));
}

/* --- saying --- */

void
hs_window_say_with_action (HsWindow *self, const char *sentence, const char *label, const char *action)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (escaped);

  g_free (self->said);
  self->said = g_strdup (sentence);
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  if (label != NULL)
    {
      adw_toast_set_button_label (toast, label);
      adw_toast_set_action_name (toast, action);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
hs_window_say (HsWindow *self, const char *sentence)
{
  hs_window_say_with_action (self, sentence, NULL, NULL);
}

const char *
hs_window_get_said (HsWindow *self)
{
  return self->said;
}

/* --- opening --- */

/* The reading thread may outlive the window that it reads for. */
static gboolean
is_gone (HsWindow *self)
{
  return self->session == NULL;
}

/* What cannot be opened is told so that it can be read and copied: it may be of use in an editor. */
static void
tell_failure (HsWindow *self, const char *name, const char *sentence)
{
  g_autofree char *heading = explain_fill (_ ("{file} cannot be opened"), "file", name, NULL);

  g_free (self->said);
  self->said = g_strdup (sentence);
  hs_error_dialog_present (GTK_WINDOW (self), heading, sentence);
}

static void
on_progress (gpointer user, double done)
{
  HsWindow *self = user;

  if (is_gone (self))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_widget_set_visible (self->cancel_button, TRUE);
  gtk_progress_bar_set_fraction (self->progress, done);
}

static void
on_finished (gpointer user, GCancellable *cancellable)
{
  HsWindow *self = user;

  /* Another file may be on its way already. */
  if (is_gone (self) || cancellable != self->loading)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  gtk_widget_set_visible (self->cancel_button, FALSE);
  g_clear_object (&self->loading);
}

static void
on_message (gpointer user, const char *sentence)
{
  if (!is_gone (user))
    hs_window_say (user, sentence);
}

static void
on_failed (gpointer user, GFile *file, const char *sentence)
{
  g_autofree char *name = g_file_get_basename (file);

  if (!is_gone (user))
    tell_failure (user, name, sentence);
}

void
hs_window_remember (HsWindow *self, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *type = g_content_type_guess (uri, NULL, 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);
  GtkRecentData data = {
    .mime_type = mime != NULL ? mime : (char *) "application/octet-stream",
    .app_name = (char *) g_get_application_name (),
    .app_exec = (char *) "handshake %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
on_opened (gpointer user, GFile *file)
{
  hs_window_remember (user, file);
}

static void
open_file (HsWindow *self, gpointer file)
{
  static const struct hs_open_report REPORT = { on_progress, on_finished, on_message, on_failed, on_opened };

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  hs_open_file (G_OBJECT (self), self->session, file, self->loading, &REPORT);
}

void
hs_window_open_file (HsWindow *self, GFile *file)
{
  hs_window_when_safe (self, open_file, g_object_ref (file), g_object_unref);
}

static void
open_scenario (HsWindow *self, gpointer id)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_find (id, NULL, &error);

  if (file == NULL)
    tell_failure (self, id, error->message);
  else
    hs_session_open_scenario (self->session, file);
}

void
hs_window_open_scenario (HsWindow *self, const char *id)
{
  hs_window_when_safe (self, open_scenario, g_strdup (id), g_free);
}

static gboolean
on_drop (HsWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  gtk_widget_set_visible (self->drop_target, FALSE);
  if (files == NULL)
    return FALSE;
  hs_window_open_file (self, files->data);
  return TRUE;
}

static GdkDragAction
on_drop_enter (HsWindow *self)
{
  gtk_widget_set_visible (self->drop_target, TRUE);
  return GDK_ACTION_COPY;
}

static void
on_drop_leave (HsWindow *self)
{
  gtk_widget_set_visible (self->drop_target, FALSE);
}

static void
add_drop_target (HsWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  g_signal_connect_swapped (target, "enter", G_CALLBACK (on_drop_enter), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (on_drop_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* --- following the session --- */

static void
update_end_note (HsWindow *self)
{
  gboolean ended = hs_session_get_document (self->session) == HS_DOCUMENT_RUN && hs_session_is_finished (self->session)
                   && flights_length (hs_session_get_flights (self->session)) > 0
                   && !hs_session_is_held (self->session);

  if (ended)
    gtk_label_set_text (self->end_text, hs_session_waits_for_call (self->session)
                                            ? _ ("Nothing happens by itself now: use the buttons of the hosts.")
                                            : _ ("Nothing more will happen."));
  if (gtk_revealer_get_reveal_child (self->end_note) != ended)
    gtk_revealer_set_reveal_child (self->end_note, ended);
}

static void
on_moved (HsWindow *self)
{
  update_end_note (self);
  hs_window_update_actions (self);
}

static void
tell_wire (HsWindow *self)
{
  if (self->wire_told || hs_session_get_wire_refusal (self->session) == NULL)
    return;
  self->wire_told = TRUE;
  hs_window_say_with_action (self, _ ("TAP devices need permission. Using the built-in wire; TCP is the same."),
                             _ ("Why?"), "win.wire-menu");
}

static void
show_summary (HsWindow *self)
{
  const struct capture *capture = hs_session_get_capture (self->session);
  g_autofree char *text = NULL;

  if (hs_session_get_document (self->session) == HS_DOCUMENT_RUN)
    text = g_strdup (hs_session_get_summary (self->session));
  else if (capture != NULL)
    {
      guint count = capture_connection_count (capture);

      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u connection", "%u connections", count), count);
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->document_button), text);
}

/* Where the header has no room for the views they are chosen below. */
static void
show_view_bar (HsWindow *self)
{
  gboolean work = hs_session_get_document (self->session) != HS_DOCUMENT_NONE;

  adw_view_switcher_bar_set_reveal (self->view_bar,
                                    work && adw_view_switcher_title_get_title_visible (self->view_switcher));
}

/* A flap's data: whether it is there where there is room. */
#define SHOWN_UNFOLDED "shown-unfolded"

static void
show_panel (AdwFlap *flap, gboolean shown)
{
  g_object_set_data (G_OBJECT (flap), SHOWN_UNFOLDED, GINT_TO_POINTER (shown));
  adw_flap_set_reveal_flap (flap, shown);
}

/* What has to fold goes, and comes back with the room; what was not there does not come. */
static void
on_folded (AdwFlap *flap)
{
  gboolean folded = adw_flap_get_folded (flap), shown = adw_flap_get_reveal_flap (flap);

  if (folded)
    g_object_set_data (G_OBJECT (flap), SHOWN_UNFOLDED, GINT_TO_POINTER (shown));
  adw_flap_set_reveal_flap (flap, !folded && (shown || g_object_get_data (G_OBJECT (flap), SHOWN_UNFOLDED) != NULL));
}

/* A run is shown with its inspector, a capture with the list of its connections. */
static void
show_panels (HsWindow *self, HsDocument document)
{
  gboolean capture = document == HS_DOCUMENT_CAPTURE;

  gtk_stack_set_visible_child_name (GTK_STACK (self->side_list), capture ? "connections" : "lessons");
  show_panel (self->side_flap, capture);
  show_panel (self->inspector_flap, !capture);
}

void
hs_window_show_title (HsWindow *self)
{
  gboolean work = hs_session_get_document (self->session) != HS_DOCUMENT_NONE;
  const char *title = hs_session_get_title (self->session);

  gtk_label_set_text (self->document_name, title);
  adw_view_switcher_title_set_title (self->view_switcher, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->view_switcher), title);
  gtk_window_set_title (GTK_WINDOW (self), work ? title : _ ("Handshake"));
  show_summary (self);
}

static void
on_document_changed (HsWindow *self)
{
  HsDocument document = hs_session_get_document (self->session);
  gboolean work = document != HS_DOCUMENT_NONE;
  gboolean began = work && !g_str_equal (gtk_stack_get_visible_child_name (self->stack), "work");
  gboolean was_capture = g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->side_list)), "connections");

  gtk_stack_set_visible_child_name (self->stack, work ? "work" : "welcome");
  gtk_stack_set_visible_child_name (self->title_stack, work ? "work" : "welcome");
  gtk_widget_set_visible (self->side_button, work);
  gtk_widget_set_visible (GTK_WIDGET (self->document_button), work);
  gtk_widget_set_visible (self->export_button, work);
  gtk_widget_set_visible (self->inspector_button, work);
  gtk_widget_set_visible (GTK_WIDGET (self->transport), work);
  hs_window_show_title (self);
  if (began || (work && was_capture != (document == HS_DOCUMENT_CAPTURE)))
    show_panels (self, document);
  show_view_bar (self);
  if (work)
    tell_wire (self);
  if (!work)
    gtk_widget_grab_focus (adw_bin_get_child (self->welcome_bin));
  else if (began)
    hs_window_focus_view (self);
  on_moved (self);
}

static void
on_replaced (HsWindow *self)
{
  hs_window_say_with_action (self, _ ("The recording after this moment was replaced."), _ ("Undo"), "win.undo");
}

static void
on_selection_changed (HsWindow *self)
{
  event_id selected = hs_session_get_selected (self->session);

  if (selected != EVENT_NONE)
    hs_diagram_view_reveal (self->diagram, selected);
}

static void
on_scrolled (HsWindow *self, GtkAdjustment *adjustment)
{
  if (gtk_adjustment_get_value (adjustment) > 0)
    gtk_widget_add_css_class (self->head_row, "scrolled");
  else
    gtk_widget_remove_css_class (self->head_row, "scrolled");
}

/* A step of a lesson may ask to look at something. */
static void
on_narration_changed (HsWindow *self)
{
  static const char *const PLACES[][2] = {
    [SHOW_NOTHING] = { NULL, NULL },        [SHOW_SEQUENCE] = { "view", "sequence" },
    [SHOW_STATES] = { "view", "states" },   [SHOW_EXPLAIN] = { "page", "explain" },
    [SHOW_SEGMENT] = { "page", "segment" }, [SHOW_VARIABLES] = { "page", "variables" },
    [SHOW_TIMERS] = { "page", "timers" },
  };
  const char *const *place = PLACES[hs_narrator_show (self->narrator)];

  if (place[0] != NULL && hs_narrator_get_on (self->narrator))
    g_action_group_activate_action (G_ACTION_GROUP (self), place[0], g_variant_new_string (place[1]));
  hs_window_update_actions (self);
}

static void
connect_session (HsWindow *self)
{
  g_signal_connect_object (self->narrator, "changed", G_CALLBACK (on_narration_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "document-changed", G_CALLBACK (on_document_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "selection-changed", G_CALLBACK (on_selection_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "replaced", G_CALLBACK (on_replaced), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "wire-changed", G_CALLBACK (hs_window_update_actions), self,
                           G_CONNECT_SWAPPED);
}

/* --- building --- */

/* Panels are as wide as their words need at the desktop's text scale. */
static void
size_panels (HsWindow *self)
{
  double scale = hs_text_scale (GTK_WIDGET (self));
  AdwClamp *const clamps[] = { self->side_bin, self->inspector_bin };

  for (gsize i = 0; i < G_N_ELEMENTS (clamps); i++)
    {
      int request;

      gtk_widget_get_size_request (GTK_WIDGET (clamps[i]), &request, NULL);
      adw_clamp_set_maximum_size (clamps[i], (int) (request * scale));
      adw_clamp_set_tightening_threshold (clamps[i], (int) (request * scale));
    }
}

static void
add_panels (HsWindow *self)
{
  self->side_list = gtk_stack_new ();
  self->connections = GTK_WIDGET (hs_capture_list_new (self->session));
  gtk_stack_add_named (GTK_STACK (self->side_list), hs_lesson_list_new (self->session, self->files), "lessons");
  gtk_stack_add_named (GTK_STACK (self->side_list), self->connections, "connections");
  adw_clamp_set_child (self->side_bin, self->side_list);
  self->inspector = GTK_WIDGET (hs_inspector_new (self->session));
  hs_inspector_set_top (HS_INSPECTOR (self->inspector), GTK_WIDGET (hs_narration_card_new (self->narrator)));
  self->panels = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->panels, FALSE);
  gtk_stack_add_named (self->panels, self->inspector, "inspector");
  adw_clamp_set_child (self->inspector_bin, GTK_WIDGET (self->panels));
  size_panels (self);
}

/* The diagram comes first: whoever asks it about a new document finds it up to date. */
static void
add_work (HsWindow *self)
{
  self->diagram = hs_diagram_view_new (self->session);
  self->head_row = hs_head_row_new (self->session, self->diagram);
  gtk_box_append (self->heads_box, self->head_row);
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->diagram));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  self->states = GTK_WIDGET (hs_states_view_new (self->session));
  gtk_scrolled_window_set_child (self->states_scrolled, self->states);
  g_signal_connect_object (self->view_switcher, "notify::title-visible", G_CALLBACK (show_view_bar), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->work_box, hs_tray_new (self->session));
  hs_transport_set_session (self->transport, self->session, self->diagram);
  self->pacer = hs_pacer_new (GTK_WIDGET (self->diagram), self->session);
}

static void
restore_settings (HsWindow *self)
{
  GSettings *settings = hs_settings_get ();

  if (settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  hs_diagram_view_set_style (self->diagram, (enum diagram_style) g_settings_get_enum (settings, "label-style"));
}

static void
close_window (HsWindow *self, gpointer data)
{
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
hs_window_close_request (GtkWindow *window)
{
  HsWindow *self = HS_WINDOW (window);
  GSettings *settings = hs_settings_get ();

  if (!self->closing && hs_session_is_worth_saving (self->session))
    {
      hs_window_when_safe (self, close_window, NULL, NULL);
      return TRUE;
    }
  hs_session_set_playing (self->session, FALSE);
  if (settings != NULL)
    {
      int width, height;

      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
      g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
      g_settings_set_enum (settings, "label-style", (int) hs_diagram_view_get_style (self->diagram));
    }
  return GTK_WINDOW_CLASS (hs_window_parent_class)->close_request (window);
}

static void
hs_window_dispose (GObject *object)
{
  HsWindow *self = HS_WINDOW (object);

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  hs_window_drop_wish (self);
  if (self->inject_dialog != NULL)
    gtk_window_destroy (self->inject_dialog);
  g_clear_object (&self->pacer);
  g_clear_object (&self->narrator);
  g_clear_object (&self->quiz);
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_WINDOW);
  g_clear_object (&self->session);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->said, g_free);
  G_OBJECT_CLASS (hs_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, HsWindow, toasts);
  gtk_widget_class_bind_template_child (klass, HsWindow, header);
  gtk_widget_class_bind_template_child (klass, HsWindow, title_stack);
  gtk_widget_class_bind_template_child (klass, HsWindow, view_switcher);
  gtk_widget_class_bind_template_child (klass, HsWindow, view_bar);
  gtk_widget_class_bind_template_child (klass, HsWindow, view_stack);
  gtk_widget_class_bind_template_child (klass, HsWindow, side_button);
  gtk_widget_class_bind_template_child (klass, HsWindow, document_button);
  gtk_widget_class_bind_template_child (klass, HsWindow, document_name);
  gtk_widget_class_bind_template_child (klass, HsWindow, export_button);
  gtk_widget_class_bind_template_child (klass, HsWindow, inspector_button);
  gtk_widget_class_bind_template_child (klass, HsWindow, menu_button);
  gtk_widget_class_bind_template_child (klass, HsWindow, stack);
  gtk_widget_class_bind_template_child (klass, HsWindow, welcome_bin);
  gtk_widget_class_bind_template_child (klass, HsWindow, side_flap);
  gtk_widget_class_bind_template_child (klass, HsWindow, inspector_flap);
  gtk_widget_class_bind_template_child (klass, HsWindow, side_bin);
  gtk_widget_class_bind_template_child (klass, HsWindow, inspector_bin);
  gtk_widget_class_bind_template_child (klass, HsWindow, heads_box);
  gtk_widget_class_bind_template_child (klass, HsWindow, scrolled);
  gtk_widget_class_bind_template_child (klass, HsWindow, states_scrolled);
  gtk_widget_class_bind_template_child (klass, HsWindow, end_note);
  gtk_widget_class_bind_template_child (klass, HsWindow, end_text);
  gtk_widget_class_bind_template_child (klass, HsWindow, work_box);
  gtk_widget_class_bind_template_child (klass, HsWindow, transport);
  gtk_widget_class_bind_template_child (klass, HsWindow, progress);
  gtk_widget_class_bind_template_child (klass, HsWindow, cancel_button);
  gtk_widget_class_bind_template_child (klass, HsWindow, drop_target);
}

static void
hs_window_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (hs_window_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI && HS_WINDOW (widget)->side_bin != NULL)
    size_panels (HS_WINDOW (widget));
}

static void
hs_window_class_init (HsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HS_TYPE_TRANSPORT);
  G_OBJECT_CLASS (klass)->dispose = hs_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = hs_window_close_request;
  widget_class->system_setting_changed = hs_window_system_setting_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/handshake_tcp/Handshake/window.ui");
  bind_children (widget_class);
}

static GPtrArray *
list_scenarios (void)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *files = scenario_files_list (NULL, &error);

  return files != NULL ? files : g_ptr_array_new ();
}

static void
hs_window_init (HsWindow *self)
{
  self->session = hs_session_new ();
  self->narrator = hs_narrator_new (self->session);
  self->quiz = hs_quiz_new (self->session);
  self->files = list_scenarios ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_work (self);
  add_panels (self);
  adw_bin_set_child (self->welcome_bin, hs_welcome_new (self->files));
  hs_window_add_actions (self);
  g_signal_connect (self->side_flap, "notify::folded", G_CALLBACK (on_folded), NULL);
  g_signal_connect (self->inspector_flap, "notify::folded", G_CALLBACK (on_folded), NULL);
  hs_window_add_quiz (self);
  hs_window_add_save (self);
  hs_window_add_keys (self, GTK_WIDGET (self->toasts));
  add_drop_target (self);
  connect_session (self);
  restore_settings (self);
  on_document_changed (self);
}

HsWindow *
hs_window_new (GtkApplication *application)
{
  return g_object_new (HS_TYPE_WINDOW, "application", application, NULL);
}
