/* The actions of a window: everything that a key, a button or a test can ask for. */
#include "app/window-private.h"

#include "app/export-dialog.h"
#include "app/fault.h"
#include "app/head-row.h"
#include "app/inject-dialog.h"
#include "app/inspector.h"
#include "app/transcript.h"

#include <glib/gi18n.h>

#define ZOOM_STEP 1.2

/* --- the place --- */

static void
on_play (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  hs_session_set_playing (self->session, !hs_session_get_playing (self->session));
}

static void
on_step_forward (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_session_step_forward (HS_WINDOW (user_data)->session);
}

static void
on_step_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_session_step_back (HS_WINDOW (user_data)->session);
}

static void
on_next_state (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  if (!hs_session_next_state (self->session, g_variant_get_boolean (parameter)))
    hs_window_say (self, g_variant_get_boolean (parameter) ? _ ("No state changed before this moment.")
                                                           : _ ("No state changes any more by itself."));
}

static void
on_go_start (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_session_go_start (HS_WINDOW (user_data)->session);
}

static void
on_go_end (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_session_go_end (HS_WINDOW (user_data)->session);
}

static void
on_next_timer (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  if (!hs_session_next_timer (self->session))
    hs_window_say (self, _ ("No timer runs out any more by itself."));
}

static void
on_speed (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_session_set_speed (HS_WINDOW (user_data)->session, g_ascii_strtod (g_variant_get_string (parameter, NULL), NULL));
}

static void
on_restart (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  gboolean undoable = hs_session_can_undo (self->session);

  hs_session_restart (self->session);
  if (undoable)
    hs_window_say_with_action (self, _ ("Started again without your changes."), _ ("Undo"), "win.undo");
}

/* --- lessons --- */

static void
on_narration (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsNarrator *narrator = HS_WINDOW (user_data)->narrator;

  hs_narrator_set_on (narrator, !hs_narrator_get_on (narrator));
}

static void
on_lesson_next (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  if (!hs_narrator_next (self->narrator))
    hs_window_say_with_action (self, _ ("The run took another way: this step of the lesson does not come any more."),
                               _ ("Restart"), "win.restart");
}

static void
on_lesson_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_narrator_back (HS_WINDOW (user_data)->narrator);
}

static void
on_quiz (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_window_toggle_quiz (user_data);
}

static void
on_questions (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  hs_quiz_start_set (self->quiz, 0);
  if (adw_flap_get_folded (self->side_flap))
    adw_flap_set_reveal_flap (self->side_flap, FALSE);
}

/* The arrow keys and a presenter's clicker: through the lesson while it is narrated, else through the run. */
static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  gboolean lesson = hs_narrator_get_on (self->narrator) && hs_narrator_can_next (self->narrator);

  g_action_group_activate_action (G_ACTION_GROUP (self), lesson ? "lesson-next" : "step-forward", NULL);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  gboolean lesson = hs_narrator_get_on (self->narrator) && hs_narrator_can_back (self->narrator);

  g_action_group_activate_action (G_ACTION_GROUP (self), lesson ? "lesson-back" : "step-back", NULL);
}

/* --- acting on the run --- */

static void
say_refusal (HsWindow *self, gboolean done, char *why)
{
  if (!done && why != NULL)
    hs_window_say (self, why);
  g_free (why);
}

static void
on_fault (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  gsize flight = hs_fault_target (self->session);
  char *why = NULL;
  gboolean done = hs_fault_apply (self->session, flight, g_variant_get_string (parameter, NULL), HS_FAULT_DELAY, &why);

  say_refusal (self, done, why);
}

static void
on_fault_on (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  const char *fault;
  guint64 flight;
  gint64 delay;
  char *why = NULL;
  gboolean done;

  g_variant_get (parameter, "(&stx)", &fault, &flight, &delay);
  done = hs_fault_apply (self->session, flight, fault, delay, &why);
  say_refusal (self, done, why);
}

static void
on_release (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  struct sim_command command = { .kind = COMMAND_RELEASE, .host = HOST_NONE, .copy = EVENT_NONE };
  char *why = NULL;
  gboolean done = hs_session_command (self->session, &command, &why);

  if (!done)
    g_clear_pointer (&why, g_free);
  say_refusal (self, done, done ? why : g_strdup (_ ("No segment is held.")));
}

/* A run in which nothing was going to happen waits for the person, not for Play. */
static void
on_call (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  struct sim_command command = { 0 };
  gboolean waited = hs_session_is_finished (self->session);
  guint host, kind;
  char *why = NULL;
  gboolean done;

  g_variant_get (parameter, "(uut)", &host, &kind, &command.amount);
  command.host = (uint8_t) host;
  command.kind = (uint8_t) kind;
  done = hs_session_command (self->session, &command, &why);
  if (done && waited)
    hs_session_set_playing (self->session, TRUE);
  say_refusal (self, done, why);
}

/* One window for it is enough. */
static void
on_inject (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  if (self->inject_dialog != NULL)
    {
      gtk_window_present (self->inject_dialog);
      return;
    }
  self->inject_dialog = hs_inject_dialog_present (GTK_WINDOW (self), self->session);
  g_object_add_weak_pointer (G_OBJECT (self->inject_dialog), (gpointer *) &self->inject_dialog);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_session_undo (HS_WINDOW (user_data)->session);
}

static void
on_redo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_session_redo (HS_WINDOW (user_data)->session);
}

/* --- what is open --- */

static void
on_open_scenario (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  hs_window_open_scenario (self, g_variant_get_string (parameter, NULL));
  if (adw_flap_get_folded (self->side_flap))
    adw_flap_set_reveal_flap (self->side_flap, FALSE);
}

static void
on_open_uri (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  hs_window_open_file (user_data, file);
}

/* Two hosts, a listening server, and nothing that happens by itself. */
static void
open_lab (HsWindow *self, gpointer data)
{
  struct scenario_file *file = g_new0 (struct scenario_file, 1);

  scenario_init (&file->scenario);
  g_strlcpy (file->scenario.id, "lab", sizeof file->scenario.id);
  file->scenario.commands[0] = (struct sim_command){ .kind = COMMAND_LISTEN, .host = HOST_B };
  file->scenario.command_count = 1;
  file->lesson = scenario_lesson_new ();
  file->title = g_strdup (_ ("Empty lab"));
  file->summary = g_strdup (_ ("Two hosts and a wire: you are the programs"));
  hs_session_open_scenario (self->session, file);
  hs_session_step_forward (self->session);
}

static void
on_lab (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_window_when_safe (user_data, open_lab, NULL, NULL);
}

static void
close_document (HsWindow *self, gpointer data)
{
  hs_session_close_document (self->session);
}

static void
on_close_document (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_window_when_safe (user_data, close_document, NULL, NULL);
}

static void
on_save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_window_save (user_data);
}

static void
on_save_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_window_save_as (user_data);
}

static void
on_cancel_loading (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  hs_session_set_playing (self->session, FALSE);
  hs_export_dialog_present (GTK_WINDOW (self), self->session);
}

static void
on_transcript (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  hs_transcript_present (GTK_WINDOW (self), self->session);
}

/* --- the view --- */

static void
on_zoom_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  hs_diagram_view_set_zoom (self->diagram, hs_diagram_view_get_zoom (self->diagram) * ZOOM_STEP);
}

static void
on_zoom_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  hs_diagram_view_set_zoom (self->diagram, hs_diagram_view_get_zoom (self->diagram) / ZOOM_STEP);
}

static void
on_zoom_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_diagram_view_set_zoom (HS_WINDOW (user_data)->diagram, 1);
}

static const char *const NUMBERS[] = { "symbolic", "relative", "absolute" };
static const char *const STYLES[] = { "classic", "wire" };

static void
on_numbers (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (NUMBERS); i++)
    {
      if (g_str_equal (NUMBERS[i], g_variant_get_string (parameter, NULL)))
        hs_diagram_view_set_numbers (self->diagram, (enum diagram_numbers) i);
    }
  hs_window_update_actions (self);
}

static void
on_label_style (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (STYLES); i++)
    {
      if (g_str_equal (STYLES[i], g_variant_get_string (parameter, NULL)))
        hs_diagram_view_set_style (self->diagram, (enum diagram_style) i);
    }
  hs_window_update_actions (self);
}

static void
on_cycle_style (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  enum diagram_style style = hs_diagram_view_get_style (self->diagram);

  hs_diagram_view_set_style (self->diagram, style == STYLE_CLASSIC ? STYLE_WIRE : STYLE_CLASSIC);
  hs_window_update_actions (self);
}

static void
on_side_list (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwFlap *flap = HS_WINDOW (user_data)->side_flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
on_lessons (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  gboolean shown = g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->side_list)), "lessons");

  gtk_stack_set_visible_child_name (GTK_STACK (self->side_list), "lessons");
  adw_flap_set_reveal_flap (self->side_flap, !shown || !adw_flap_get_reveal_flap (self->side_flap));
}

static void
on_inspector (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwFlap *flap = HS_WINDOW (user_data)->inspector_flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
on_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;

  adw_flap_set_reveal_flap (self->inspector_flap, TRUE);
  hs_inspector_set_page (HS_INSPECTOR (self->inspector), g_variant_get_string (parameter, NULL));
  hs_window_update_actions (self);
}

static void
popup_host (HsWindow *self, GVariant *host, gboolean switches)
{
  hs_head_row_popup_host (HS_HEAD_ROW (self->head_row),
                          g_str_equal (g_variant_get_string (host, NULL), "a") ? HOST_A : HOST_B, switches);
}

static void
on_host_menu (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  popup_host (user_data, parameter, FALSE);
}

static void
on_host_switches (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  popup_host (user_data, parameter, TRUE);
}

static void
on_wire_menu (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_head_row_popup_wire (HS_HEAD_ROW (HS_WINDOW (user_data)->head_row));
}

static void
on_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HsWindow *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->view_stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->view_stack, name);
}

/* What the person looks at now has the focus. */
static void
on_focus_diagram (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hs_window_focus_view (HS_WINDOW (user_data));
}

static void
on_menu (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_menu_button_popup (HS_WINDOW (user_data)->menu_button);
}

/* --- states and sensitivities --- */

static void
set_enabled (HsWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

static void
set_state (HsWindow *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);
  g_autoptr (GVariant) taken = g_variant_ref_sink (state);
  g_autoptr (GVariant) present = g_action_get_state (action);

  if (!g_variant_equal (present, taken))
    g_simple_action_set_state (G_SIMPLE_ACTION (action), taken);
}

static void
update_sensitivity (HsWindow *self)
{
  gboolean open = hs_session_get_trace (self->session) != NULL;
  gboolean quiz = hs_window_quizzes (self);
  gboolean run = hs_session_get_document (self->session) == HS_DOCUMENT_RUN && !quiz;
  gboolean held = hs_session_is_held (self->session);
  gboolean finished = hs_session_is_finished (self->session) || held;
  gboolean began = open
                   && (hs_session_get_now (self->session) > hs_session_get_start (self->session)
                       || hs_session_get_event (self->session) != EVENT_NONE);

  set_enabled (self, "play",
               open && !held
                   && (!finished || hs_session_get_end (self->session) > hs_session_get_start (self->session)));
  set_enabled (self, "step-forward", open && !finished);
  set_enabled (self, "step-back", began);
  set_enabled (self, "next", open);
  set_enabled (self, "back", open);
  set_enabled (self, "narration", hs_narrator_has_lesson (self->narrator) && !quiz);
  set_enabled (self, "lesson-next", hs_narrator_can_next (self->narrator) && !quiz);
  set_enabled (self, "lesson-back", hs_narrator_can_back (self->narrator) && !quiz);
  set_enabled (self, "quiz", open);
  set_enabled (self, "next-state", open && !held);
  set_enabled (self, "go-start", began);
  set_enabled (self, "go-end", open && !finished);
  set_enabled (self, "next-timer", run && !finished);
  set_enabled (self, "restart", open && !quiz);
  set_enabled (self, "fault", run);
  set_enabled (self, "fault-on", run);
  set_enabled (self, "release", run);
  set_enabled (self, "call", run);
  set_enabled (self, "inject", run);
  set_enabled (self, "undo", hs_session_can_undo (self->session) && !quiz);
  set_enabled (self, "redo", hs_session_can_redo (self->session) && !quiz);
  set_enabled (self, "save", run);
  set_enabled (self, "save-as", run);
  set_enabled (self, "export", open && !quiz);
  set_enabled (self, "transcript", open && !quiz);
  set_enabled (self, "view", open);
  set_enabled (self, "page", !quiz);
  set_enabled (self, "close-document", hs_session_get_document (self->session) != HS_DOCUMENT_NONE);
  set_enabled (self, "host-menu", run);
  set_enabled (self, "host-switches", run);
  set_enabled (self, "wire-menu", run);
}

void
hs_window_update_actions (HsWindow *self)
{
  g_autofree char *speed = g_strdup_printf ("%.4g", hs_session_get_speed (self->session));
  gboolean tap = g_str_equal (hs_session_get_wire (self->session), "tap");
  const char *page = hs_inspector_get_page (HS_INSPECTOR (self->inspector));

  update_sensitivity (self);
  set_state (self, "play", g_variant_new_boolean (hs_session_get_playing (self->session)));
  set_state (self, "narration", g_variant_new_boolean (hs_narrator_get_on (self->narrator)));
  set_state (self, "quiz", g_variant_new_boolean (hs_window_quizzes (self)));
  set_state (self, "speed", g_variant_new_string (speed));
  set_state (self, "wire", g_variant_new_string (tap ? "tap" : "builtin"));
  set_state (self, "numbers", g_variant_new_string (NUMBERS[hs_diagram_view_get_numbers (self->diagram)]));
  set_state (self, "label-style", g_variant_new_string (STYLES[hs_diagram_view_get_style (self->diagram)]));
  set_state (self, "side-list", g_variant_new_boolean (adw_flap_get_reveal_flap (self->side_flap)));
  set_state (self, "inspector", g_variant_new_boolean (adw_flap_get_reveal_flap (self->inspector_flap)));
  set_state (self, "view", g_variant_new_string (hs_window_get_view (self)));
  set_state (self, "page", g_variant_new_string (page != NULL ? page : ""));
}

void
hs_window_add_actions (HsWindow *self)
{
  static const GActionEntry ACTIONS[] = {
    { .name = "play", .activate = on_play, .state = "false" },
    { .name = "step-forward", .activate = on_step_forward },
    { .name = "step-back", .activate = on_step_back },
    { .name = "next", .activate = on_next },
    { .name = "back", .activate = on_back },
    { .name = "narration", .activate = on_narration, .state = "true" },
    { .name = "lesson-next", .activate = on_lesson_next },
    { .name = "lesson-back", .activate = on_lesson_back },
    { .name = "quiz", .activate = on_quiz, .state = "false" },
    { .name = "questions", .activate = on_questions },
    { .name = "next-state", .activate = on_next_state, .parameter_type = "b" },
    { .name = "go-start", .activate = on_go_start },
    { .name = "go-end", .activate = on_go_end },
    { .name = "next-timer", .activate = on_next_timer },
    { .name = "speed", .activate = on_speed, .parameter_type = "s", .state = "'0.1'" },
    { .name = "restart", .activate = on_restart },
    { .name = "fault", .activate = on_fault, .parameter_type = "s" },
    { .name = "fault-on", .activate = on_fault_on, .parameter_type = "(stx)" },
    { .name = "release", .activate = on_release },
    { .name = "call", .activate = on_call, .parameter_type = "(uut)" },
    { .name = "inject", .activate = on_inject },
    { .name = "undo", .activate = on_undo },
    { .name = "redo", .activate = on_redo },
    { .name = "open-scenario", .activate = on_open_scenario, .parameter_type = "s" },
    { .name = "open-uri", .activate = on_open_uri, .parameter_type = "s" },
    { .name = "lab", .activate = on_lab },
    { .name = "close-document", .activate = on_close_document },
    { .name = "cancel-loading", .activate = on_cancel_loading },
    { .name = "save", .activate = on_save },
    { .name = "save-as", .activate = on_save_as },
    { .name = "export", .activate = on_export },
    { .name = "transcript", .activate = on_transcript },
    { .name = "zoom-in", .activate = on_zoom_in },
    { .name = "zoom-out", .activate = on_zoom_out },
    { .name = "zoom-reset", .activate = on_zoom_reset },
    { .name = "numbers", .activate = on_numbers, .parameter_type = "s", .state = "'symbolic'" },
    { .name = "label-style", .activate = on_label_style, .parameter_type = "s", .state = "'wire'" },
    { .name = "cycle-style", .activate = on_cycle_style },
    { .name = "side-list", .activate = on_side_list, .state = "false" },
    { .name = "lessons", .activate = on_lessons },
    { .name = "inspector", .activate = on_inspector, .state = "true" },
    { .name = "page", .activate = on_page, .parameter_type = "s", .state = "'explain'" },
    { .name = "view", .activate = on_view, .parameter_type = "s", .state = "'sequence'" },
    { .name = "host-menu", .activate = on_host_menu, .parameter_type = "s" },
    { .name = "host-switches", .activate = on_host_switches, .parameter_type = "s" },
    { .name = "wire-menu", .activate = on_wire_menu },
    { .name = "wire", .state = "'builtin'" },
    { .name = "menu", .activate = on_menu },
    { .name = "focus-diagram", .activate = on_focus_diagram },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  set_enabled (self, "wire", FALSE);
  g_signal_connect_object (self->inspector, "notify::page", G_CALLBACK (hs_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view_stack, "notify::visible-child", G_CALLBACK (hs_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_flap, "notify::reveal-flap", G_CALLBACK (hs_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector_flap, "notify::reveal-flap", G_CALLBACK (hs_window_update_actions), self,
                           G_CONNECT_SWAPPED);
}
