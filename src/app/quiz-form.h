/* The form of one question: who sends, which bits, which numbers, and the state behind it.
 *
 * Signal "changed": something was chosen. */
#pragma once

#include "explain/quiz.h"

#include <gtk/gtk.h>

#define HS_TYPE_QUIZ_FORM (hs_quiz_form_get_type ())
G_DECLARE_FINAL_TYPE (HsQuizForm, hs_quiz_form, HS, QUIZ_FORM, GtkBox)

/* The question is copied. */
HsQuizForm *hs_quiz_form_new (const struct trace *trace, const struct quiz_question *question,
                              enum quiz_numbers numbers);

/* Writes the numbers in another way; what is chosen stays chosen. The trace is that of the question. */
void hs_quiz_form_set_numbers (HsQuizForm *self, const struct trace *trace, enum quiz_numbers numbers);

/* What is chosen; true when it is said who sends, if only "Nobody". Complete when nothing that belongs to it is
 * missing. */
gboolean hs_quiz_form_get_answer (HsQuizForm *self, struct quiz_answer *answer);
gboolean hs_quiz_form_is_complete (HsQuizForm *self);
