#include "sim/exercise-numbers.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t
read_term (const struct exercise_numbers *numbers, const char **at, uint32_t turn)
{
  char *end;
  uint32_t value;

  if (**at >= 'a' && **at <= 'z')
    {
      char letter = *(*at)++;

      for (unsigned i = 0; i < numbers->count; i++)
        if (numbers->items[i].letter == letter)
          return numbers->items[i].value;
      assert (letter == 'i');
      return turn;
    }
  value = (uint32_t) strtoul (*at, &end, 10);
  assert (end != *at);
  *at = end;
  return value;
}

static uint32_t
apply (char sign, uint32_t a, uint32_t b)
{
  uint32_t power = 1;

  switch (sign)
    {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      assert (sign == '^');
      for (uint32_t i = 0; i < b; i++)
        power *= a;
      return power;
    }
}

uint32_t
exercise_numbers_evaluate (const struct exercise_numbers *numbers, const char **at, uint32_t turn)
{
  uint32_t value;

  assert (**at == '{');
  (*at)++;
  value = read_term (numbers, at, turn);
  while (**at != '}')
    {
      char sign = *(*at)++;

      value = apply (sign, value, read_term (numbers, at, turn));
    }
  (*at)++;
  return value;
}

void
exercise_numbers_fill_in (const struct exercise_numbers *numbers, const char *text, uint32_t turn,
                          char filled[STEP_TEXT_MAX])
{
  size_t length = 0;

  while (*text != '\0')
    {
      assert (length + 16 < STEP_TEXT_MAX);
      if (*text == '{')
        length += (size_t) snprintf (filled + length, 16, "%" PRIu32, exercise_numbers_evaluate (numbers, &text, turn));
      else
        filled[length++] = *text++;
    }
  filled[length] = '\0';
}

void
exercise_numbers_choose (struct exercise_numbers *numbers, const char *text, struct rng *rng)
{
  char letter;
  unsigned value, least, most;
  int length;

  while (sscanf (text, " %c %u %u %u%n", &letter, &value, &least, &most, &length) == 4)
    {
      assert (numbers->count < VARIABLES_MAX);
      if (rng != NULL)
        value = least + (uint32_t) rng_below (rng, most - least + 1);
      numbers->items[numbers->count++] = (struct exercise_variable){ letter, value };
      text += length;
    }
}
