/* What an answer was worth: each field right, or the right value and one sentence; below it what really happened. */
#pragma once

#include "explain/quiz.h"

#include <gtk/gtk.h>

/* answer NULL: skipped, so only the right values are shown. */
GtkWidget *hs_quiz_result_new (const struct trace *trace, const struct quiz_question *question,
                               const struct quiz_answer *answer, enum quiz_numbers numbers);
