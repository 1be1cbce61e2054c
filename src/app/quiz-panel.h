/* The quiz in the inspector's place: question, form, result, score. */
#pragma once

#include "app/diagram-view.h"
#include "app/quiz-form.h"
#include "app/quiz.h"

#include <adwaita.h>

#define HS_TYPE_QUIZ_PANEL (hs_quiz_panel_get_type ())
G_DECLARE_FINAL_TYPE (HsQuizPanel, hs_quiz_panel, HS, QUIZ_PANEL, AdwBin)

/* Numbers are written as the diagram writes them. */
HsQuizPanel *hs_quiz_panel_new (HsQuiz *quiz, HsDiagramView *diagram);

/* The form of the open question; NULL in other phases. */
HsQuizForm *hs_quiz_panel_get_form (HsQuizPanel *self);
