/* A button that puts the quiz that is open on paper: a hand-out to fill in, or the answers to it, as PDF. */
#pragma once

#include "app/quiz.h"

#include <adwaita.h>

#define HS_TYPE_QUIZ_PAPER (hs_quiz_paper_get_type ())
G_DECLARE_FINAL_TYPE (HsQuizPaper, hs_quiz_paper, HS, QUIZ_PAPER, AdwBin)

HsQuizPaper *hs_quiz_paper_new (void);
void hs_quiz_paper_set_quiz (HsQuizPaper *self, HsQuiz *quiz);

/* Writes it to where the person has chosen, and says in the window what became of it. */
void hs_quiz_paper_save (HsQuizPaper *self, gboolean answers, const char *path);

/* All questions of the quiz, with the numbers they have on the screen. The error is a sentence for the person. */
gboolean hs_quiz_paper_write (HsQuiz *quiz, gboolean answers, const char *path, GError **error);
