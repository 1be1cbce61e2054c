/* Colours and fonts of the picture. */
#pragma once

#include "tcp/state.h"

#include <stdint.h>

enum diagram_theme_id
{
  THEME_LIGHT,
  THEME_DARK,
  THEME_PRINT, /* light set on white, for paper */
  THEME_HIGH_CONTRAST_LIGHT,
  THEME_HIGH_CONTRAST_DARK,
};

/* 0xRRGGBBAA; 0 = nothing is painted. */
typedef uint32_t diagram_colour;

struct band_colours
{
  diagram_colour fill;
  diagram_colour line;
  diagram_colour text;
  diagram_colour strand;
};

enum arrow_class
{
  ARROW_SYN,
  ARROW_DATA,
  ARROW_FIN,
  ARROW_ACK,
  ARROW_RST,
};

#define ARROW_CLASS_COUNT 5

struct diagram_theme
{
  enum diagram_theme_id id;
  diagram_colour background;
  diagram_colour ink;
  diagram_colour second_ink;
  diagram_colour hairline;
  diagram_colour now_line;
  diagram_colour lost;
  diagram_colour accent;
  diagram_colour unknown; /* fill of a band whose state is not known */
  struct band_colours bands[TCP_STATE_COUNT];
  diagram_colour arrows[ARROW_CLASS_COUNT];
  double extra_line_width; /* px at scale 1, added to every line (high contrast) */
};

const struct diagram_theme *diagram_theme (enum diagram_theme_id id);

/* One list for every place that draws text, so that a picture looks the same in every locale. */
#define DIAGRAM_FONT "Cantarell, Noto Sans CJK SC, Noto Sans, sans-serif"
#define DIAGRAM_FONT_VARIABLE "Nimbus Roman, Liberation Serif, Noto Serif, serif"
