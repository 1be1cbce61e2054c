/* A quiz on paper: a hand-out to fill in, or its answers. */
#pragma once

#include "cli/quiz-figure.h"
#include "explain/quiz.h"

/* One question, or what stands before the questions: the figure of a run, what holds for all exercises. */
struct quiz_sheet_part
{
  char *heading;              /* NULL: no question */
  struct quiz_figure *figure; /* NULL: none */
  char *told;                 /* what the figure shows, in words, for who has only the text; NULL: nothing */
  char *text;                 /* the rest; NULL: nothing */
};

/* Parts are struct quiz_sheet_part. Free with g_ptr_array_unref. */
GPtrArray *quiz_sheet_new (void);

/* Adds a sentence on all that follow. */
void quiz_sheet_add_rules (GPtrArray *sheet, const char *rules);

/* Adds a question that stands for itself, with the figure up to its moment; with answers the whole figure, and the
 * right values and the explanation in place of what can be ticked. */
void quiz_sheet_add (GPtrArray *sheet, const struct trace *trace, const struct quiz_question *question,
                     const char *name, gboolean answers);

/* Adds the questions of a run, elements struct quiz_question, below one figure in which they are numbered: it goes up
 * to the first moment and is to be gone on with by hand; with answers it is whole. */
void quiz_sheet_add_run (GPtrArray *sheet, const struct trace *trace, const GArray *questions, gboolean answers);

/* Adds the set of exercises in the variant of a seed, below the sentence that holds for all of them. */
void quiz_sheet_add_set (GPtrArray *sheet, guint64 seed, gboolean answers);

/* What the set is called in the variant of a seed, 0 being the textbook's numbers. Free with g_free. */
char *quiz_sheet_set_name (guint64 seed);

/* The title of a sheet about a run, a capture or the set. Free with g_free. */
char *quiz_sheet_title (const char *about, gboolean answers);

/* All of it as text. Free with g_free. */
char *quiz_sheet_text (const GPtrArray *sheet, const char *title);

/* Writes it as PDF, A4, as many pages as it takes, with_name with a line for it; FALSE with errno set when it cannot
 * be written. */
gboolean quiz_sheet_pdf (const GPtrArray *sheet, const char *title, gboolean with_name, const char *path);
