/* The numbers of an exercise: variables, and the expressions in its steps. For src/sim/exercise.c only. */
#pragma once

#include "base/rng.h"

#include <stdint.h>

#define STEP_TEXT_MAX 160
#define VARIABLES_MAX 8

struct exercise_variable
{
  char letter;
  uint32_t value;
};

struct exercise_numbers
{
  struct exercise_variable items[VARIABLES_MAX];
  unsigned count;
};

/* Adds the variables of a text like "n 5 1 500": a letter, its value in the table, the least and the largest of other
 * variants. rng NULL: the table's. */
void exercise_numbers_choose (struct exercise_numbers *numbers, const char *text, struct rng *rng);

/* Reads "{expression}" at *at, which moves behind it: + - * ^ from left to right over numbers and letters, of which i
 * is the turn. */
uint32_t exercise_numbers_evaluate (const struct exercise_numbers *numbers, const char **at, uint32_t turn);

/* Writes the text of a step with each expression as its number. */
void exercise_numbers_fill_in (const struct exercise_numbers *numbers, const char *text, uint32_t turn,
                               char filled[STEP_TEXT_MAX]);
