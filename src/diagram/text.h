/* A line of text in runs of different fonts and colours. */
#pragma once

#include "diagram/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_font
{
  FONT_REGULAR,
  FONT_BOLD,
  FONT_ITALIC,
  FONT_VARIABLE, /* serif italic, a little larger: x, y, u, v, w */
};

#define TEXT_FONT_COUNT 4
#define TEXT_VARIABLE_SCALE 1.16

enum text_role
{
  ROLE_PLAIN, /* the colour of the text */
  ROLE_CLASS, /* the colour of the segment's class */
};

#define TEXT_SIZE 224
#define TEXT_RUNS_MAX 24

struct text_run
{
  uint16_t start; /* octets [start, end) */
  uint16_t end;
  uint8_t font; /* enum text_font */
  uint8_t role; /* enum text_role */
};

struct text
{
  char octets[TEXT_SIZE]; /* UTF-8 */
  size_t length;
  struct text_run runs[TEXT_RUNS_MAX];
  size_t run_count;
};

void text_init (struct text *text);

/* Appends a string, joining it with the run before when that looks the same. What does not fit is left out, at the
 * border of a character. */
void text_add (struct text *text, const char *string, enum text_font font, enum text_role role);

enum text_anchor
{
  ANCHOR_START,
  ANCHOR_MIDDLE,
  ANCHOR_END,
};

/* --- widths, from the fonts of the theme --- */

struct text_measure;

struct text_measure *text_measure_new (void);
void text_measure_free (struct text_measure *measure);

/* px of a text at a size; the sum of its characters' advances. */
double text_width (struct text_measure *measure, const struct text *text, double size);
double string_width (struct text_measure *measure, const char *string, enum text_font font, double size);
