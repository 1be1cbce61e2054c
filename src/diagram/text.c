#include "diagram/text.h"

#include "diagram/pango-font.h"

#include <stdlib.h>
#include <string.h>

void
text_init (struct text *text)
{
  text->length = 0;
  text->octets[0] = '\0';
  text->run_count = 0;
}

/* The largest length =< limit that ends at the border of a character. */
static size_t
border_before (const char *string, size_t limit)
{
  while (limit > 0 && ((unsigned char) string[limit] & 0xc0) == 0x80)
    limit--;
  return limit;
}

void
text_add (struct text *text, const char *string, enum text_font font, enum text_role role)
{
  size_t length = strlen (string);
  size_t room = TEXT_SIZE - 1 - text->length;
  struct text_run *last = text->run_count > 0 ? &text->runs[text->run_count - 1] : NULL;
  bool joins = last != NULL && last->font == font && last->role == role;

  if (length > room)
    length = border_before (string, room);
  if (length == 0 || (!joins && text->run_count == TEXT_RUNS_MAX))
    return;
  memcpy (text->octets + text->length, string, length);
  if (!joins)
    {
      last = &text->runs[text->run_count++];
      *last = (struct text_run){ .start = (uint16_t) text->length, .font = (uint8_t) font, .role = (uint8_t) role };
    }
  text->length += length;
  text->octets[text->length] = '\0';
  last->end = (uint16_t) text->length;
}

/* --- widths --- */

#define MEASURED_SIZE 100.0 /* px at which advances are taken */
#define OTHERS_SIZE 1024    /* remembered characters beyond ASCII, a power of two */

struct advance
{
  uint32_t key; /* character and font; 0 = free */
  double width;
};

struct text_measure
{
  PangoContext *context;
  PangoLayout *layout;
  double ascii[TEXT_FONT_COUNT][128]; /* below 0: not taken yet */
  struct advance others[OTHERS_SIZE];
  size_t other_count;
};

struct text_measure *
text_measure_new (void)
{
  struct text_measure *measure = calloc (1, sizeof *measure);

  if (measure == NULL)
    abort ();
  measure->context = diagram_font_context_new ();
  measure->layout = pango_layout_new (measure->context);
  for (size_t font = 0; font < TEXT_FONT_COUNT; font++)
    for (size_t c = 0; c < 128; c++)
      measure->ascii[font][c] = -1;
  return measure;
}

void
text_measure_free (struct text_measure *measure)
{
  if (measure == NULL)
    return;
  g_object_unref (measure->layout);
  g_object_unref (measure->context);
  free (measure);
}

static double
take_advance (struct text_measure *measure, const char *character, size_t length, enum text_font font)
{
  PangoFontDescription *description = diagram_font_description (font, MEASURED_SIZE);
  int width;

  pango_layout_set_font_description (measure->layout, description);
  pango_layout_set_text (measure->layout, character, (int) length);
  pango_layout_get_size (measure->layout, &width, NULL);
  pango_font_description_free (description);
  return (double) width / PANGO_SCALE / MEASURED_SIZE;
}

static double
other_advance (struct text_measure *measure, const char *character, size_t length, enum text_font font)
{
  uint32_t code = 0;

  for (size_t i = 0; i < length; i++)
    code = code << 8 | (unsigned char) character[i];
  uint32_t key = code ^ (uint32_t) (font + 1) << 29;
  for (size_t slot = key * 2654435761u % OTHERS_SIZE;; slot = (slot + 1) % OTHERS_SIZE)
    {
      struct advance *advance = &measure->others[slot];

      if (advance->key == key)
        return advance->width;
      if (advance->key != 0)
        continue;
      double width = take_advance (measure, character, length, font);
      if (measure->other_count < OTHERS_SIZE / 2)
        {
          *advance = (struct advance){ .key = key, .width = width };
          measure->other_count++;
        }
      return width;
    }
}

static double
run_width (struct text_measure *measure, const char *octets, size_t length, enum text_font font)
{
  double width = 0;

  for (size_t i = 0; i < length;)
    {
      unsigned char first = (unsigned char) octets[i];
      size_t size = 1;

      while (i + size < length && ((unsigned char) octets[i + size] & 0xc0) == 0x80)
        size++;
      if (first >= 128)
        width += other_advance (measure, octets + i, size, font);
      else
        {
          double *advance = &measure->ascii[font][first];

          if (*advance < 0)
            *advance = take_advance (measure, octets + i, 1, font);
          width += *advance;
        }
      i += size;
    }
  return width;
}

double
text_width (struct text_measure *measure, const struct text *text, double size)
{
  double width = 0;

  for (size_t i = 0; i < text->run_count; i++)
    {
      const struct text_run *run = &text->runs[i];
      double scale = run->font == FONT_VARIABLE ? TEXT_VARIABLE_SCALE : 1;

      width += scale * run_width (measure, text->octets + run->start, (size_t) (run->end - run->start), run->font);
    }
  return width * size;
}

double
string_width (struct text_measure *measure, const char *string, enum text_font font, double size)
{
  return size * run_width (measure, string, strlen (string), font);
}
