/* Contrast by WCAG 2: what the design asks of each pair of colours. */
#include "diagram/theme.h"

#include <glib.h>
#include <math.h>

static double
channel (unsigned value)
{
  double c = value / 255.0;

  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
luminance (diagram_colour colour)
{
  return 0.2126 * channel (colour >> 24 & 0xff) + 0.7152 * channel (colour >> 16 & 0xff)
         + 0.0722 * channel (colour >> 8 & 0xff);
}

static double
contrast (diagram_colour a, diagram_colour b)
{
  double la = luminance (a), lb = luminance (b);

  return (fmax (la, lb) + 0.05) / (fmin (la, lb) + 0.05);
}

static diagram_colour
fill_of (const struct diagram_theme *theme, int state)
{
  return theme->bands[state].fill != 0 ? theme->bands[state].fill : theme->background;
}

static void
check_texts (enum diagram_theme_id id, double on_band, double on_closed, double on_background)
{
  const struct diagram_theme *theme = diagram_theme (id);

  for (int state = 0; state < TCP_STATE_COUNT; state++)
    {
      double least = state == TCP_CLOSED ? on_closed : on_band;

      g_assert_cmpfloat (contrast (theme->bands[state].text, fill_of (theme, state)), >=, least);
    }
  for (int arrow = 0; arrow < ARROW_CLASS_COUNT; arrow++)
    g_assert_cmpfloat (contrast (theme->arrows[arrow], theme->background), >=, on_background);
  g_assert_cmpfloat (contrast (theme->ink, theme->background), >=, on_background);
  g_assert_cmpfloat (contrast (theme->second_ink, theme->background), >=, on_background);
  g_assert_cmpfloat (contrast (theme->second_ink, theme->unknown), >=, 4.5);
  g_assert_cmpfloat (contrast (theme->lost, theme->background), >=, on_background);
}

/* Lines and strands are seen at 3:1; the text on the clock tag is the background's colour. */
static void
check_lines (enum diagram_theme_id id)
{
  const struct diagram_theme *theme = diagram_theme (id);

  for (int state = TCP_SYN_SENT; state < TCP_STATE_COUNT; state++)
    {
      g_assert_cmpfloat (contrast (theme->bands[state].strand, theme->background), >=, 3);
      g_assert_cmpfloat (contrast (theme->bands[state].line, theme->background), >=, 3);
    }
  g_assert_cmpfloat (contrast (theme->background, theme->now_line), >=, 4.5);
  g_assert_cmpfloat (contrast (theme->accent, theme->background), >=, 3);
}

static void
test_light (void)
{
  check_texts (THEME_LIGHT, 8.2, 6.8, 5.4);
  check_lines (THEME_LIGHT);
  check_texts (THEME_PRINT, 8.2, 6.8, 5.4);
  check_lines (THEME_PRINT);
}

static void
test_dark (void)
{
  check_texts (THEME_DARK, 8.2, 6.8, 7.2);
  check_lines (THEME_DARK);
}

static void
test_high_contrast (void)
{
  check_texts (THEME_HIGH_CONTRAST_LIGHT, 7, 7, 7);
  check_lines (THEME_HIGH_CONTRAST_LIGHT);
  check_texts (THEME_HIGH_CONTRAST_DARK, 7, 7, 7);
  check_lines (THEME_HIGH_CONTRAST_DARK);
}

static void
test_ids (void)
{
  for (int id = THEME_LIGHT; id <= THEME_HIGH_CONTRAST_DARK; id++)
    g_assert_cmpint (diagram_theme ((enum diagram_theme_id) id)->id, ==, id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/theme/light", test_light);
  g_test_add_func ("/diagram/theme/dark", test_dark);
  g_test_add_func ("/diagram/theme/high-contrast", test_high_contrast);
  g_test_add_func ("/diagram/theme/ids", test_ids);
  return g_test_run ();
}
