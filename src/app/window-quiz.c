/* The quiz in the window: its panel takes the inspector's place, and the narration is silent meanwhile. */
#include "app/window-private.h"

#include "app/quiz-panel.h"

#include <glib/gi18n.h>

gboolean
hs_window_quizzes (HsWindow *self)
{
  return hs_quiz_get_phase (self->quiz) != HS_QUIZ_OFF;
}

/* A lesson would say what comes next. */
static void
silence_narration (HsWindow *self, gboolean quiz)
{
  if (quiz)
    self->narrated = hs_narrator_get_on (self->narrator);
  hs_narrator_set_on (self->narrator, quiz ? FALSE : self->narrated);
}

/* The picture is what is asked about: the list must not make the panel lie over it. */
static void
clear_side (HsWindow *self, gboolean quiz)
{
  gboolean shown = adw_flap_get_reveal_flap (self->side_flap);

  if (quiz)
    self->side_shown = shown;
  adw_flap_set_reveal_flap (self->side_flap, quiz ? FALSE : self->side_shown);
}

static void
on_changed (HsWindow *self)
{
  gboolean quiz = hs_window_quizzes (self);
  gboolean shown = g_str_equal (gtk_stack_get_visible_child_name (self->panels), "quiz");

  if (quiz != shown)
    {
      gtk_stack_set_visible_child_name (self->panels, quiz ? "quiz" : "inspector");
      silence_narration (self, quiz);
      clear_side (self, quiz);
      if (!quiz && hs_session_get_document (self->session) != HS_DOCUMENT_NONE)
        hs_window_focus_view (self);
    }
  if (quiz)
    adw_flap_set_reveal_flap (self->inspector_flap, TRUE);
  hs_window_update_actions (self);
}

/* Where there is little room the panel folds, and would hide with that. */
static void
on_folded (HsWindow *self)
{
  if (hs_window_quizzes (self))
    adw_flap_set_reveal_flap (self->inspector_flap, TRUE);
}

void
hs_window_toggle_quiz (HsWindow *self)
{
  if (hs_window_quizzes (self))
    hs_quiz_stop (self->quiz);
  else if (!hs_quiz_start (self->quiz, hs_quiz_random_seed ()))
    hs_window_say (self, _ ("Nothing happens here that could be asked."));
}

void
hs_window_add_quiz (HsWindow *self)
{
  self->quiz_panel = GTK_WIDGET (hs_quiz_panel_new (self->quiz, self->diagram));
  gtk_stack_add_named (self->panels, self->quiz_panel, "quiz");
  g_signal_connect_object (self->quiz, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->inspector_flap, "notify::folded", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);
}
