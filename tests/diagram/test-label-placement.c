/* No two labels overlap, measured by Pango as they are painted. */
#include "diagram/pango-font.h"
#include "picture.h"

#include <math.h>

struct corners
{
  double x[4];
  double y[4];
};

/* The width of a text as Pango lays it out, kerning included. */
static double
pango_width (PangoContext *context, const struct text *text, double size)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();
  int width;

  pango_layout_set_text (layout, text->octets, (int) text->length);
  for (size_t i = 0; i < text->run_count; i++)
    {
      PangoFontDescription *description = diagram_font_description (text->runs[i].font, size);
      PangoAttribute *attribute = pango_attr_font_desc_new (description);

      attribute->start_index = text->runs[i].start;
      attribute->end_index = text->runs[i].end;
      pango_attr_list_insert (attributes, attribute);
      pango_font_description_free (description);
    }
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_size (layout, &width, NULL);
  pango_attr_list_unref (attributes);
  g_object_unref (layout);
  return (double) width / PANGO_SCALE;
}

/* The corners of a label where it is painted: letters without accents reach from 0.75 of the size above the baseline to
 * 0.22 below it. */
static struct corners
label_corners (const struct diagram *diagram, size_t index, double width)
{
  const struct flight *flight = flights_get (diagram->flights, index);
  const struct arrow *arrow = &diagram->shapes.arrows.items[index];
  double along = arrow->label.at * arrow->stop, size = diagram->frame.label_size;
  double dx = fabs (arrow_x (diagram, flight, arrow, 1) - arrow->x0);
  double angle = atan2 (arrow->y1 - arrow->y0, dx) * (flight->from == HOST_A ? 1 : -1);
  double x = arrow_x (diagram, flight, arrow, along), y = arrow_y (arrow, along);
  const double side[4] = { -1, 1, 1, -1 }, height[4] = { -0.75, -0.75, 0.22, 0.22 };
  struct corners corners;

  for (int i = 0; i < 4; i++)
    {
      double right = side[i] * width / 2, down = arrow->label.baseline + height[i] * size;

      corners.x[i] = x + right * cos (angle) - down * sin (angle);
      corners.y[i] = y + right * sin (angle) + down * cos (angle);
    }
  return corners;
}

/* Two convex shapes overlap unless an edge of one parts them. */
static bool
parted_by_edge (const struct corners *a, const struct corners *b)
{
  for (int i = 0; i < 4; i++)
    {
      double ex = a->x[(i + 1) % 4] - a->x[i], ey = a->y[(i + 1) % 4] - a->y[i];
      bool outside = true;

      for (int j = 0; j < 4; j++)
        outside &= ex * (b->y[j] - a->y[i]) - ey * (b->x[j] - a->x[i]) <= 1e-6;
      if (outside)
        return true;
    }
  return false;
}

static bool
overlap (const struct corners *a, const struct corners *b)
{
  return !parted_by_edge (a, b) && !parted_by_edge (b, a);
}

/* A cut hides what it goes through; its pill more of it. */
static void
check_cuts (const struct diagram *diagram, size_t index, const struct corners *label)
{
  for (size_t i = 0; i < diagram->shapes.cuts.length; i++)
    {
      const struct cut *cut = &diagram->shapes.cuts.items[i];
      double middle = (cut->extent.top + cut->extent.bottom) / 2;
      double lane = (diagram->frame.hosts[HOST_A].edge + diagram->frame.hosts[HOST_B].edge) / 2;
      char words[PILL_WORDS_SIZE];
      double half = cut_pill_width (diagram, cut, words) / 2;
      struct corners pill = { { lane - half, lane + half, lane + half, lane - half },
                              { middle - PILL_HEIGHT / 2, middle - PILL_HEIGHT / 2, middle + PILL_HEIGHT / 2,
                                middle + PILL_HEIGHT / 2 } };

      if (overlap (label, &pill))
        g_error ("the pill of cut %zu lies over the label of arrow %zu", i, index);
      for (int corner = 0; corner < 4; corner++)
        g_assert_false (label->y[corner] > cut->extent.top && label->y[corner] < cut->extent.bottom);
    }
}

static size_t
check (struct trace *trace, const struct diagram_options *options, const struct diagram_words *words)
{
  struct picture picture = picture_new_said (trace, options, words);
  const struct diagram *diagram = picture.diagram;
  PangoContext *context = diagram_font_context_new ();
  size_t length = diagram->shapes.arrows.length, shown = 0;
  g_autofree struct corners *labels = g_new0 (struct corners, length);
  g_autofree bool *has = g_new0 (bool, length);

  for (size_t i = 0; i < length; i++)
    {
      const struct arrow *arrow = &diagram->shapes.arrows.items[i];
      struct text text;

      has[i] = !arrow->left_out && !arrow->label.hidden;
      if (!has[i])
        continue;
      label_text (diagram, i, arrow->label.shortened, &text);
      double width = pango_width (context, &text, diagram->frame.label_size);
      double extra = arrow->label.width - text_width (diagram->measure, &text, diagram->frame.label_size);
      /* The estimate that placement uses is good. */
      g_assert_cmpfloat (fabs (width + extra - arrow->label.width), <, 4);
      labels[i] = label_corners (diagram, i, width + extra);
      shown++;
      for (int corner = 0; corner < 4; corner++)
        {
          g_assert_cmpfloat (labels[i].x[corner], >, diagram->frame.hosts[HOST_A].edge);
          g_assert_cmpfloat (labels[i].x[corner], <, diagram->frame.hosts[HOST_B].edge);
        }
      check_cuts (diagram, i, &labels[i]);
    }
  for (size_t i = 0; i < length; i++)
    for (size_t j = 0; j < i; j++)
      if (has[i] && has[j] && overlap (&labels[i], &labels[j]))
        g_error ("the labels of arrows %zu and %zu overlap", j, i);
  g_object_unref (context);
  picture_clear (&picture);
  return shown;
}

static void
test_figures (void)
{
  const struct diagram_words *const languages[] = { &DIAGRAM_WORDS_ENGLISH, &CHINESE };

  for (size_t i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      struct diagram_options options = figure_options ();

      g_assert_cmpuint (check (story_handshake (100, 300), &options, languages[i]), ==, 3);
      g_assert_cmpuint (check (story_close (), &options, languages[i]), ==, 4);
      g_assert_cmpuint (check (story_full (), &options, languages[i]), ==, 7);
      options.numbers = NUMBERS_RELATIVE;
      g_assert_cmpuint (check (story_loss (), &options, languages[i]), ==, 10);
      g_assert_cmpuint (check (story_capture (), &options, languages[i]), ==, 12);
      check (story_faults (), &options, languages[i]);
      check (story_simultaneous_close (), &options, languages[i]);
    }
}

static void
test_window (void)
{
  struct diagram_options options = window_options ();

  for (double width = 640; width <= 1300; width += 60)
    {
      options.width = width;
      check (story_window (SEC (300)), &options, &DIAGRAM_WORDS_ENGLISH);
      check (story_loss (), &options, &CHINESE);
    }
}

/* A segment that is held while time goes on: the cut goes through its way, and its label keeps out of it. */
static void
test_held_beside_a_cut (void)
{
  struct diagram_options options = window_options ();

  for (double width = 640; width <= 1300; width += 60)
    {
      struct story *s = story_new (100, 300, MS (50));
      event_id held = story_send (s, HOST_A, TCP_SYN, 0, 0, 0, 0);

      options.width = width;
      story_at (s, MS (25));
      story_link (s, TRACE_HOLD, held, VTIME_NEVER);
      story_call (s, HOST_A, REASON_CALL_CLOSE, 0);
      story_at (s, SEC (2));
      story_link (s, TRACE_RELEASE, held, SEC (2) + MS (25));
      story_at (s, SEC (2) + MS (25));
      story_arrive (s, held);
      g_assert_cmpuint (check (story_end (s), &options, &DIAGRAM_WORDS_ENGLISH), ==, 1);
    }
}

/* What begins halfway has its label, however long, from the narrowest lane on. */
static void
test_injected_has_a_label (void)
{
  struct diagram_options options = window_options ();

  for (double width = 820; width <= 1300; width += 40)
    for (unsigned from = 0; from < HOST_COUNT; from++)
      {
        struct story *s = story_new (100, 300, MS (50));
        event_id forged = story_inject (s, from, TCP_RST, 15000, 0);

        options.width = width;
        story_at (s, MS (25));
        story_arrive (s, forged);
        struct picture picture = picture_new (story_end (s), &options);
        const struct label_place *label = &picture.diagram->shapes.arrows.items[0].label;
        g_assert_false (label->hidden);
        g_assert_false (label->shortened);
        picture_clear (&picture);
      }
}

static void
test_random (void)
{
  struct diagram_options options = window_options ();

  for (uint64_t seed = 50; seed < 60; seed++)
    check (story_random (seed, 300), &options, &DIAGRAM_WORDS_ENGLISH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/label-placement/figures", test_figures);
  g_test_add_func ("/diagram/label-placement/window", test_window);
  g_test_add_func ("/diagram/label-placement/held", test_held_beside_a_cut);
  g_test_add_func ("/diagram/label-placement/injected", test_injected_has_a_label);
  g_test_add_func ("/diagram/label-placement/random", test_random);
  return g_test_run ();
}
