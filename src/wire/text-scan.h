/* Steps through a text: each function takes what it is named for from *next and moves it on, or returns false and
 * leaves it. Internal to wire. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline void
skip_spaces (const char **next)
{
  *next += strspn (*next, " \t");
}

static inline bool
take_char (const char **next, char c)
{
  if (**next != c)
    return false;
  ++*next;
  return true;
}

static inline bool
is_word_char (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Takes a whole word and the spaces after it. */
static inline bool
take_word (const char **next, const char *word)
{
  size_t length = strlen (word);

  if (strncmp (*next, word, length) != 0 || is_word_char ((*next)[length]))
    return false;
  *next += length;
  skip_spaces (next);
  return true;
}

/* Takes a decimal number of at most max. */
static inline bool
take_number (const char **next, uint32_t max, uint32_t *value)
{
  uint64_t number = 0;
  const char *digit = *next;

  for (; *digit >= '0' && *digit <= '9'; digit++)
    {
      number = number * 10 + (uint64_t) (*digit - '0');
      if (number > max)
        return false;
    }
  if (digit == *next)
    return false;
  *next = digit;
  *value = (uint32_t) number;
  return true;
}

/* Takes a number of 16 bits. */
static inline bool
take_number16 (const char **next, uint16_t *value)
{
  uint32_t number;

  if (!take_number (next, UINT16_MAX, &number))
    return false;
  *value = (uint16_t) number;
  return true;
}
