/* What people wrongly believe about TCP, and what is true instead. For src/explain/quiz*.c only. */
#pragma once

#include "explain/quiz.h"

struct quiz_myth
{
  const char *belief; /* not translated yet; NULL: none */
  const char *truth;  /* a pattern with {host} and {peer}, not translated yet; NULL: the usual sentence on the field */
};

/* The belief behind a wrong field; the one without belief when there is none that is known. */
struct quiz_myth quiz_find_myth (const struct trace *trace, const struct quiz_question *question,
                                 const struct quiz_answer *answer, enum quiz_field field);
