/* What the fuzz targets share. A target is one file with fuzz_one; libFuzzer drives it (`make fuzz`), and so does
 * replay.c, which needs no libFuzzer and runs in `make test`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* libFuzzer's name for it. Any octets may come; whatever is wrong ends the process. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A claim that holds for every input. */
#define FUZZ_CHECK(claim)                                                                                              \
  do                                                                                                                   \
    {                                                                                                                  \
      if (!(claim))                                                                                                    \
        {                                                                                                              \
          fprintf (stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #claim);                                       \
          abort ();                                                                                                    \
        }                                                                                                              \
    }                                                                                                                  \
  while (0)

/* Octets taken from the front of an input; 0 when there are none left. */
struct fuzz_input
{
  const uint8_t *next;
  size_t left;
};

static inline uint8_t
fuzz_take8 (struct fuzz_input *input)
{
  if (input->left == 0)
    return 0;
  input->left--;
  return *input->next++;
}

static inline uint16_t
fuzz_take16 (struct fuzz_input *input)
{
  uint16_t high = fuzz_take8 (input);

  return (uint16_t) (high << 8 | fuzz_take8 (input));
}

/* At most `wanted` octets as they are; *length tells how many there were. */
static inline const uint8_t *
fuzz_take (struct fuzz_input *input, size_t wanted, size_t *length)
{
  const uint8_t *octets = input->next;

  *length = wanted < input->left ? wanted : input->left;
  input->next += *length;
  input->left -= *length;
  return octets;
}
