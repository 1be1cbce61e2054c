/* The numbers that a question offers. For src/explain/quiz.c only. */
#pragma once

#include "base/rng.h"
#include "explain/quiz.h"

/* Fills the numbers to choose from and the key's seq and ack; moments and send must be known. */
void quiz_fill_choices (const struct trace *trace, struct quiz_question *question, struct rng *rng);
