/* The text of a segment: any text is taken or refused with a word, and what was taken is written and read the same. */
#include "fuzz.h"

#include "wire/segment-text.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char *text = malloc (size + 1);
  char first[SEGMENT_TEXT_SIZE], second[SEGMENT_TEXT_SIZE];
  struct segment segment, again;

  FUZZ_CHECK (text != NULL);
  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';
  if (segment_parse (text, 100, 300, &segment) == NULL)
    {
      segment_format (&segment, 100, 300, first);
      FUZZ_CHECK (segment_parse (first, 100, 300, &again) == NULL);
      segment_format (&again, 100, 300, second);
      FUZZ_CHECK (strcmp (first, second) == 0);
    }
  free (text);
  return 0;
}
