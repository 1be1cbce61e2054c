#include "diagram/theme.h"

#include <assert.h>
#include <stddef.h>

#define RGB(rgb) ((diagram_colour) (rgb) << 8 | 0xff)

/* Light set of the design, also for print: text on band at least 8.2:1. */
#define LIGHT_BANDS                                                                                                    \
  {                                                                                                                    \
    [TCP_CLOSED] = { 0, RGB (0xC9CED5), RGB (0x555B64), RGB (0x8A919B) },                                              \
    [TCP_LISTEN] = { RGB (0xF4F5F6), RGB (0x7B838E), RGB (0x33383F), RGB (0x8A919B) },                                 \
    [TCP_SYN_SENT] = { RGB (0xFEE7BE), RGB (0xB97A00), RGB (0x5A3B00), RGB (0xC47F00) },                               \
    [TCP_SYN_RECEIVED] = { RGB (0xFEE7BE), RGB (0xB97A00), RGB (0x5A3B00), RGB (0xC47F00) },                           \
    [TCP_ESTABLISHED] = { RGB (0xBDE8D4), RGB (0x007A5A), RGB (0x063F30), RGB (0x00966F) },                            \
    [TCP_FIN_WAIT_1] = { RGB (0xB0CFF9), RGB (0x1F6FB8), RGB (0x0A2E54), RGB (0x2E7FCB) },                             \
    [TCP_FIN_WAIT_2] = { RGB (0xB0CFF9), RGB (0x1F6FB8), RGB (0x0A2E54), RGB (0x2E7FCB) },                             \
    [TCP_CLOSE_WAIT] = { RGB (0xF0C3DC), RGB (0xA8397C), RGB (0x4E0F3A), RGB (0xB5478B) },                             \
    [TCP_CLOSING] = { RGB (0xB0CFF9), RGB (0x1F6FB8), RGB (0x0A2E54), RGB (0x2E7FCB) },                                \
    [TCP_LAST_ACK] = { RGB (0xF0C3DC), RGB (0xA8397C), RGB (0x4E0F3A), RGB (0xB5478B) },                               \
    [TCP_TIME_WAIT] = { RGB (0xDDEBFD), RGB (0x1F6FB8), RGB (0x0B355F), RGB (0x2E7FCB) },                              \
  }

#define DARK_BANDS                                                                                                     \
  {                                                                                                                    \
    [TCP_CLOSED] = { 0, RGB (0x4A4F57), RGB (0xB0B6BF), RGB (0x8A919B) },                                              \
    [TCP_LISTEN] = { RGB (0x34373C), RGB (0x8E959F), RGB (0xDADDE2), RGB (0x8A919B) },                                 \
    [TCP_SYN_SENT] = { RGB (0x4F3D0C), RGB (0xE5A83B), RGB (0xFFE1A6), RGB (0xE5A83B) },                               \
    [TCP_SYN_RECEIVED] = { RGB (0x4F3D0C), RGB (0xE5A83B), RGB (0xFFE1A6), RGB (0xE5A83B) },                           \
    [TCP_ESTABLISHED] = { RGB (0x0F4D36), RGB (0x35BE93), RGB (0xC5F5E1), RGB (0x35BE93) },                            \
    [TCP_FIN_WAIT_1] = { RGB (0x143B73), RGB (0x62A8EC), RGB (0xD3E7FC), RGB (0x62A8EC) },                             \
    [TCP_FIN_WAIT_2] = { RGB (0x143B73), RGB (0x62A8EC), RGB (0xD3E7FC), RGB (0x62A8EC) },                             \
    [TCP_CLOSE_WAIT] = { RGB (0x5E2E54), RGB (0xE58ABF), RGB (0xFFDCEE), RGB (0xE58ABF) },                             \
    [TCP_CLOSING] = { RGB (0x143B73), RGB (0x62A8EC), RGB (0xD3E7FC), RGB (0x62A8EC) },                                \
    [TCP_LAST_ACK] = { RGB (0x5E2E54), RGB (0xE58ABF), RGB (0xFFDCEE), RGB (0xE58ABF) },                               \
    [TCP_TIME_WAIT] = { RGB (0x121F31), RGB (0x62A8EC), RGB (0xD3E7FC), RGB (0x62A8EC) },                              \
  }

#define LIGHT_ARROWS                                                                                                   \
  {                                                                                                                    \
    [ARROW_SYN] = RGB (0x8F5A00), [ARROW_DATA] = RGB (0x00694E), [ARROW_FIN] = RGB (0x14599B),                         \
    [ARROW_ACK] = RGB (0x4A515B), [ARROW_RST] = RGB (0xB3172B),                                                        \
  }

#define DARK_ARROWS                                                                                                    \
  {                                                                                                                    \
    [ARROW_SYN] = RGB (0xF2B94F), [ARROW_DATA] = RGB (0x4ED0A2), [ARROW_FIN] = RGB (0x84BDF6),                         \
    [ARROW_ACK] = RGB (0xC3C8D0), [ARROW_RST] = RGB (0xFF8F86),                                                        \
  }

/* High contrast: no fills, all text in ink; the outline keeps the state's colour, darker or lighter where needed. */
#define CONTRAST_BAND(line, ink)                                                                                       \
  {                                                                                                                    \
    0, RGB (line), RGB (ink), RGB (line)                                                                               \
  }

#define CONTRAST_BANDS(ink, grey, opening, open, active, passive)                                                      \
  {                                                                                                                    \
    [TCP_CLOSED] = CONTRAST_BAND (grey, ink), [TCP_LISTEN] = CONTRAST_BAND (grey, ink),                                \
    [TCP_SYN_SENT] = CONTRAST_BAND (opening, ink), [TCP_SYN_RECEIVED] = CONTRAST_BAND (opening, ink),                  \
    [TCP_ESTABLISHED] = CONTRAST_BAND (open, ink), [TCP_FIN_WAIT_1] = CONTRAST_BAND (active, ink),                     \
    [TCP_FIN_WAIT_2] = CONTRAST_BAND (active, ink), [TCP_CLOSE_WAIT] = CONTRAST_BAND (passive, ink),                   \
    [TCP_CLOSING] = CONTRAST_BAND (active, ink), [TCP_LAST_ACK] = CONTRAST_BAND (passive, ink),                        \
    [TCP_TIME_WAIT] = CONTRAST_BAND (active, ink),                                                                     \
  }

static const struct diagram_theme themes[] = {
  [THEME_LIGHT] = {
    .id = THEME_LIGHT,
    .background = RGB (0xFFFFFF), .ink = RGB (0x1B1D21), .second_ink = RGB (0x555B64), .hairline = RGB (0xC9CED5),
    .now_line = RGB (0xC4360A), .lost = RGB (0xB3172B), .accent = RGB (0x1C71D8), .unknown = RGB (0xE6E9ED),
    .bands = LIGHT_BANDS, .arrows = LIGHT_ARROWS,
  },
  [THEME_DARK] = {
    .id = THEME_DARK,
    .background = RGB (0x1E1E1E), .ink = RGB (0xF1F2F4), .second_ink = RGB (0xB0B6BF), .hairline = RGB (0x4A4F57),
    .now_line = RGB (0xFF8A57), .lost = RGB (0xFF8F86), .accent = RGB (0x62A8EC), .unknown = RGB (0x34373C),
    .bands = DARK_BANDS, .arrows = DARK_ARROWS,
  },
  [THEME_PRINT] = {
    .id = THEME_PRINT,
    .background = RGB (0xFFFFFF), .ink = RGB (0x1B1D21), .second_ink = RGB (0x555B64), .hairline = RGB (0xC9CED5),
    .now_line = RGB (0xC4360A), .lost = RGB (0xB3172B), .accent = RGB (0x1C71D8), .unknown = RGB (0xE6E9ED),
    .bands = LIGHT_BANDS, .arrows = LIGHT_ARROWS,
  },
  [THEME_HIGH_CONTRAST_LIGHT] = {
    .id = THEME_HIGH_CONTRAST_LIGHT,
    .background = RGB (0xFFFFFF), .ink = RGB (0x000000), .second_ink = RGB (0x000000), .hairline = RGB (0x666666),
    .now_line = RGB (0x8F2200), .lost = RGB (0x8F0018), .accent = RGB (0x0B4A9E), .unknown = RGB (0xFFFFFF),
    .bands = CONTRAST_BANDS (0x000000, 0x4A4F57, 0x6B4300, 0x00573F, 0x0B4A86, 0x8A1F62),
    .arrows = {
      [ARROW_SYN] = RGB (0x6B4300), [ARROW_DATA] = RGB (0x00573F), [ARROW_FIN] = RGB (0x0B4A86),
      [ARROW_ACK] = RGB (0x2A2F36), [ARROW_RST] = RGB (0x8F0018),
    },
    .extra_line_width = 0.75,
  },
  [THEME_HIGH_CONTRAST_DARK] = {
    .id = THEME_HIGH_CONTRAST_DARK,
    .background = RGB (0x000000), .ink = RGB (0xFFFFFF), .second_ink = RGB (0xFFFFFF), .hairline = RGB (0x999999),
    .now_line = RGB (0xFFB08A), .lost = RGB (0xFFB3AD), .accent = RGB (0x9CCBFF), .unknown = RGB (0x000000),
    .bands = CONTRAST_BANDS (0xFFFFFF, 0xC9CED5, 0xFFD27A, 0x7FE8C2, 0x9CCBFF, 0xFFB5DC),
    .arrows = {
      [ARROW_SYN] = RGB (0xFFD27A), [ARROW_DATA] = RGB (0x7FE8C2), [ARROW_FIN] = RGB (0x9CCBFF),
      [ARROW_ACK] = RGB (0xE3E6EA), [ARROW_RST] = RGB (0xFFB3AD),
    },
    .extra_line_width = 0.75,
  },
};

const struct diagram_theme *
diagram_theme (enum diagram_theme_id id)
{
  assert ((size_t) id < sizeof themes / sizeof themes[0]);
  return &themes[id];
}
