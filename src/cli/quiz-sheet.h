/* A quiz on paper: a hand-out to fill in, or its answers. */
#pragma once

#include "explain/quiz.h"

/* One question: its first line, and the rest. */
struct quiz_sheet_part
{
  char *heading;
  char *text;
};

/* Parts are struct quiz_sheet_part. Free with g_ptr_array_unref. */
GPtrArray *quiz_sheet_new (void);

/* Adds a question; with answers the right values and the explanation in place of what can be ticked. One that stands
 * for itself has a name, and what was sent before it is told; name NULL: the next of a run, numbered from 1. */
void quiz_sheet_add (GPtrArray *sheet, const struct trace *trace, const struct quiz_question *question,
                     const char *name, gboolean answers);

/* All of it as text. Free with g_free. */
char *quiz_sheet_text (const GPtrArray *sheet, const char *title);

/* Writes it as PDF, A4, as many pages as it takes; FALSE with errno set when it cannot be written. */
gboolean quiz_sheet_pdf (const GPtrArray *sheet, const char *title, const char *path);
