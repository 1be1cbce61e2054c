#include "picture.h"

#include <math.h>

/* A point on an arrow that is nearer to no other. */
static bool
find_own_point (const struct diagram *diagram, size_t index, double *x, double *y)
{
  const struct flight *flight = flights_get (diagram->flights, index);
  const struct arrow *arrow = &diagram->shapes.arrows.items[index];

  for (double t = 0.1; t < 0.95; t += 0.05)
    {
      double nearest = INFINITY;

      *x = arrow_x (diagram, flight, arrow, t * arrow->stop);
      *y = arrow_y (arrow, t * arrow->stop);
      for (size_t i = 0; i < diagram->shapes.arrows.length; i++)
        {
          const struct flight *other = flights_get (diagram->flights, i);
          const struct arrow *line = &diagram->shapes.arrows.items[i];
          double dx = arrow_x (diagram, other, line, line->stop) - line->x0;
          double at = fabs (dx) > 1 ? (*x - line->x0) / dx : 0;

          if (i != index && at >= -0.1 && at <= 1.1)
            nearest = fmin (nearest, fabs (arrow_y (line, at * line->stop) - *y));
        }
      if (nearest > 12)
        return true;
    }
  return false;
}

static void
test_arrows (void)
{
  struct diagram_options options = window_options ();
  struct trace *stories[] = { story_window (SEC (300)), story_loss (), story_capture () };

  for (size_t s = 0; s < G_N_ELEMENTS (stories); s++)
    {
      struct picture picture = picture_new (stories[s], &options);
      size_t tried = 0;

      for (size_t i = 0; i < picture.diagram->shapes.arrows.length; i++)
        {
          double x, y;

          if (!find_own_point (picture.diagram, i, &x, &y))
            continue;
          struct diagram_hit hit = diagram_hit (picture.diagram, x, y + 2, &DIAGRAM_VIEW_WHOLE);
          g_assert_cmpint (hit.part, ==, PART_ARROW);
          g_assert_cmpuint (hit.flight, ==, i);
          g_assert_cmpuint (hit.event, ==, flights_get (picture.diagram->flights, i)->send);
          tried++;
        }
      g_assert_cmpuint (tried, >=, picture.diagram->shapes.arrows.length * 2 / 3);
      picture_clear (&picture);
    }
}

/* A y of a band that no cut crosses. */
static double
own_y (const struct diagram *diagram, double top, double bottom)
{
  for (double y = top + 4; y < bottom - 4; y += 4)
    {
      bool free = true;

      for (size_t i = 0; i < diagram->shapes.cuts.length; i++)
        free &= y < diagram->shapes.cuts.items[i].extent.top - 6 || y > diagram->shapes.cuts.items[i].extent.bottom + 6;
      if (free)
        return y;
    }
  g_assert_not_reached ();
}

static void
test_bands (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_window (SEC (300)), &options);

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      double x, width;

      diagram_band_place (picture.diagram, host, &x, &width);
      for (size_t i = 0; i < picture.diagram->shapes.bands[host].length; i++)
        {
          const struct band *band = &picture.diagram->shapes.bands[host].items[i];
          bool last = i + 1 == picture.diagram->shapes.bands[host].length;
          double bottom = last ? picture.diagram->bottom : band->extent.bottom;
          double y = own_y (picture.diagram, band->extent.top, bottom);
          struct diagram_hit hit = diagram_hit (picture.diagram, x + width / 2, y, &DIAGRAM_VIEW_WHOLE);

          g_assert_cmpint (hit.part, ==, PART_BAND);
          g_assert_cmpuint (hit.event, ==, band->event);
        }
    }
  picture_clear (&picture);
}

static void
test_token (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_window (MS (1322)), &options);
  struct diagram_view view = DIAGRAM_VIEW_WHOLE;
  size_t fin = picture.diagram->shapes.arrows.length - 1;
  double x, y;

  view.now = MS (1322);
  g_assert_true (diagram_token (picture.diagram, fin, view.now, &x, &y));
  g_assert_cmpfloat_with_epsilon (y, diagram_y (picture.diagram, view.now), 1e-3);
  /* 22 of 50 ms on the way from B to A. */
  double lane = frame_lane (&picture.diagram->frame);
  g_assert_cmpfloat_with_epsilon (x, picture.diagram->frame.hosts[HOST_B].edge - lane * 0.44, 1);
  struct diagram_hit hit = diagram_hit (picture.diagram, x + 8, y - 8, &view);
  g_assert_cmpint (hit.part, ==, PART_TOKEN);
  g_assert_cmpuint (hit.flight, ==, fin);
  g_assert_false (diagram_token (picture.diagram, fin, MS (1200), &x, &y)); /* not departed */
  g_assert_false (diagram_token (picture.diagram, 0, MS (1322), &x, &y));   /* long there */
  g_assert_false (diagram_token (picture.diagram, 1000, MS (1322), &x, &y));
  picture_clear (&picture);
}

/* What is still to come cannot be hit, unless it is shown. */
static void
test_future (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_window (SEC (300)), &options);
  const struct arrow *fin = &picture.diagram->shapes.arrows.items[5];
  struct diagram_view view = DIAGRAM_VIEW_WHOLE;
  double x = picture.diagram->frame.hosts[HOST_A].edge + frame_lane (&picture.diagram->frame) / 2;
  double y = (fin->y0 + fin->y1) / 2;

  view.now = MS (170);
  g_assert_cmpint (diagram_hit (picture.diagram, x, y, &view).part, ==, PART_NONE);
  view.show_future = true;
  g_assert_cmpint (diagram_hit (picture.diagram, x, y, &view).part, ==, PART_ARROW);
  picture_clear (&picture);
}

static void
test_margin (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_loss (), &options);
  const struct diagram *diagram = picture.diagram;
  const struct frame_host *a = &diagram->frame.hosts[HOST_A], *b = &diagram->frame.hosts[HOST_B];
  const struct note *note = &diagram->shapes.notes.items[0];
  struct diagram_hit hit = diagram_hit (diagram, b->outer + 50, note->y, &DIAGRAM_VIEW_WHOLE);

  g_assert_cmpint (hit.part, ==, PART_NOTE);
  g_assert_cmpuint (hit.event, ==, note->event);
  const struct timer_shape *rto = &diagram->shapes.timers.items[1];
  hit = diagram_hit (diagram, a->outer - rto->offset, (rto->extent.top + rto->extent.bottom) / 2 + 30,
                     &DIAGRAM_VIEW_WHOLE);
  g_assert_cmpint (hit.part, ==, PART_TIMER);
  g_assert_cmpuint (hit.event, ==, rto->start);
  const struct cut *cut = &diagram->shapes.cuts.items[0];
  hit = diagram_hit (diagram, (a->edge + b->edge) / 2, (cut->extent.top + cut->extent.bottom) / 2, &DIAGRAM_VIEW_WHOLE);
  g_assert_cmpint (hit.part, ==, PART_CUT);
  hit = diagram_hit (diagram, -100, -100, &DIAGRAM_VIEW_WHOLE);
  g_assert_cmpint (hit.part, ==, PART_NONE);
  g_assert_cmpuint (hit.event, ==, EVENT_NONE);
  g_assert_cmpuint (hit.flight, ==, SIZE_MAX);
  picture_clear (&picture);
}

/* Every event that has a row can be scrolled to, and lies within the picture. */
static void
test_extents (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_loss (), &options);
  cairo_rectangle_t extent;

  for (event_id id = 0; id < trace_length (picture.trace); id++)
    {
      g_assert_true (diagram_event_extent (picture.diagram, id, &extent));
      g_assert_cmpfloat (extent.y, >=, 0);
      g_assert_cmpfloat (extent.y + extent.height, <=, diagram_height (picture.diagram));
      g_assert_cmpfloat (extent.x, >=, 0);
      g_assert_cmpfloat (extent.x + extent.width, <=, diagram_width (picture.diagram));
    }
  event_id close = picture_event (&picture, TRACE_STATE, 2);
  const struct band *band = picture_band (&picture, HOST_A, TCP_FIN_WAIT_1);
  g_assert_cmpuint (band->event, ==, close);
  g_assert_true (diagram_event_extent (picture.diagram, close, &extent));
  g_assert_cmpfloat (extent.y, ==, band->extent.top);
  g_assert_cmpfloat (extent.y + extent.height, ==, band->extent.bottom);
  g_assert_false (diagram_event_extent (picture.diagram, EVENT_NONE, &extent));
  picture_clear (&picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/hit/arrows", test_arrows);
  g_test_add_func ("/diagram/hit/bands", test_bands);
  g_test_add_func ("/diagram/hit/token", test_token);
  g_test_add_func ("/diagram/hit/future", test_future);
  g_test_add_func ("/diagram/hit/margin", test_margin);
  g_test_add_func ("/diagram/hit/extents", test_extents);
  return g_test_run ();
}
