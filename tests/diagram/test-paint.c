/* What is painted of a long picture: only what is in sight, and where it always is. */
#include "diagram/paint.h"
#include "picture.h"

#include <math.h>
#include <string.h>

#define SIGHT 1080.0
#define ROOM 700.0

struct gauge
{
  struct pen pen;
  size_t parts;
  double top, bottom; /* of dashed lines and of stripes */
  GArray *stripes;    /* double: x + y of where each begins that is in sight */
  const cairo_rectangle_t *visible;
};

static void
gauge_path (struct pen *pen, const pen_path *path, diagram_colour fill, const struct stroke *stroke)
{
  struct gauge *gauge = (struct gauge *) pen;
  bool stripes = path->length > 40 && fill != 0 && stroke == NULL;

  gauge->parts += path->length;
  if (!stripes && (stroke == NULL || stroke->dash_on <= 0))
    return;
  for (size_t i = 0; i < path->length; i++)
    {
      const struct pen_op *op = &path->items[i];

      if (op->kind == PEN_CLOSE)
        continue;
      gauge->top = fmin (gauge->top, op->points[1]);
      gauge->bottom = fmax (gauge->bottom, op->points[1]);
      double sum = op->points[0] + op->points[1];
      bool inside
          = op->points[1] > gauge->visible->y + 150 && op->points[1] < gauge->visible->y + gauge->visible->height - 150;
      if (stripes && op->kind == PEN_MOVE && inside)
        g_array_append_val (gauge->stripes, sum);
    }
}

static void
gauge_text (struct pen *pen, const struct pen_text *text)
{
  (void) text;
  ((struct gauge *) pen)->parts++;
}

static void
gauge_begin (struct pen *pen, const char *title)
{
  (void) pen;
  (void) title;
}

static void
gauge_end (struct pen *pen)
{
  (void) pen;
}

static const struct pen_class gauge_class
    = { .paint = gauge_path, .text = gauge_text, .begin = gauge_begin, .end = gauge_end, .finish = gauge_end };

static struct gauge
measure (const struct diagram *diagram, const cairo_rectangle_t *visible)
{
  struct gauge gauge = { .pen = { .class = &gauge_class, .alpha = 1 },
                         .top = INFINITY,
                         .bottom = -INFINITY,
                         .stripes = g_array_new (FALSE, FALSE, sizeof (double)),
                         .visible = visible };
  struct painter painter;

  painter_init (&painter, &gauge.pen, diagram, visible, diagram_theme (THEME_LIGHT), &DIAGRAM_VIEW_WHOLE);
  paint_picture (&painter);
  array_clear (&gauge.pen.path);
  return gauge;
}

/* A run of so many segments; B's state is inferred, A's closed. */
static struct trace *
tell_long (size_t segments)
{
  struct story *s = story_new (100, 300, MS (50));

  story_state_known (s, HOST_B, TCP_ESTABLISHED, TCP_ESTABLISHED, KNOWLEDGE_INFERRED);
  for (size_t i = 0; i < segments; i++)
    {
      event_id data = story_send (s, HOST_A, TCP_ACK, (uint32_t) (1 + 100 * i), 1, 100, 0);

      story_at (s, s->now + s->delay);
      story_arrive (s, data);
    }
  return story_end (s);
}

static void
test_in_sight (void)
{
  struct diagram_options options = window_options ();
  size_t parts[2];

  for (size_t n = 0; n < 2; n++)
    {
      struct picture picture = picture_new (tell_long (n == 0 ? 400 : 4000), &options);
      cairo_rectangle_t visible = { 0, round (diagram_height (picture.diagram) / 2), 1060, SIGHT };
      struct gauge gauge = measure (picture.diagram, &visible);

      g_assert_cmpfloat (gauge.top, >, visible.y - ROOM);
      g_assert_cmpfloat (gauge.bottom, <, visible.y + SIGHT + ROOM);
      g_assert_cmpfloat (gauge.top, <=, visible.y);
      g_assert_cmpfloat (gauge.bottom, >=, visible.y + SIGHT);
      parts[n] = gauge.parts;
      g_array_unref (gauge.stripes);
      picture_clear (&picture);
    }
  g_assert_cmpuint (parts[1], <, parts[0] + parts[0] / 5);
}

/* Scrolled by a little, stripes do not move. */
static void
test_stripes_stay (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (tell_long (400), &options);
  cairo_rectangle_t here = { 0, 9000, 1060, SIGHT }, there = { 0, 9037, 1060, SIGHT };
  struct gauge a = measure (picture.diagram, &here), b = measure (picture.diagram, &there);
  guint same = 0;

  g_assert_cmpuint (a.stripes->len, >, 40);
  for (guint i = 0; i < a.stripes->len; i++)
    for (guint j = 0; j < b.stripes->len; j++)
      same += fabs (g_array_index (a.stripes, double, i) - g_array_index (b.stripes, double, j)) < 1e-6;
  g_assert_cmpuint (same, >=, a.stripes->len - 4);
  g_array_unref (a.stripes);
  g_array_unref (b.stripes);
  picture_clear (&picture);
}

/* --- a guess --- */

struct listener
{
  struct pen pen;
  GString *said;
  double dashed_top, dashed_bottom; /* of dashed lines in ink */
  diagram_colour ink;
};

static void
listen_path (struct pen *pen, const pen_path *path, diagram_colour fill, const struct stroke *stroke)
{
  struct listener *listener = (struct listener *) pen;

  (void) fill;
  if (stroke == NULL || stroke->dash_on <= 0 || stroke->colour != listener->ink)
    return;
  for (size_t i = 0; i < path->length; i++)
    if (path->items[i].kind != PEN_CLOSE)
      {
        listener->dashed_top = fmin (listener->dashed_top, path->items[i].points[1]);
        listener->dashed_bottom = fmax (listener->dashed_bottom, path->items[i].points[1]);
      }
}

static void
listen_text (struct pen *pen, const struct pen_text *text)
{
  g_string_append_printf (((struct listener *) pen)->said, "%s\n", text->text->octets);
}

static const struct pen_class listener_class
    = { .paint = listen_path, .text = listen_text, .begin = gauge_begin, .end = gauge_end, .finish = gauge_end };

static struct listener
draw_guess (const struct diagram *diagram, enum diagram_theme_id theme, vtime now, const struct diagram_guess *guess)
{
  struct listener listener = { .pen = { .class = &listener_class, .alpha = 1 },
                               .said = g_string_new (NULL),
                               .dashed_top = INFINITY,
                               .dashed_bottom = -INFINITY,
                               .ink = diagram_theme (theme)->ink };
  struct diagram_view view = DIAGRAM_VIEW_WHOLE;
  struct painter painter;

  view.now = now;
  view.guess = guess;
  painter_init (&painter, &listener.pen, diagram, NULL, diagram_theme (theme), &view);
  paint_picture (&painter);
  array_clear (&listener.pen.path);
  return listener;
}

/* In ink and dashed, below its moment, in both themes; before its moment not at all. */
static void
test_guess (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_handshake (100, 300), &options);
  struct diagram_guess guess = { .after = picture_event (&picture, TRACE_ARRIVE, 0),
                                 .sender = HOST_B,
                                 .flags = TCP_SYN | TCP_ACK,
                                 .seq = "y",
                                 .ack = "x+2",
                                 .host = HOST_B,
                                 .state = TCP_ESTABLISHED };
  vtime at = trace_get (picture.trace, guess.after)->at;
  double y = row_of (picture.diagram, guess.after);

  for (int dark = 0; dark <= 1; dark++)
    {
      enum diagram_theme_id theme = dark ? THEME_DARK : THEME_LIGHT;

      guess.beside = false;
      struct listener open = draw_guess (picture.diagram, theme, at, &guess);
      struct listener before = draw_guess (picture.diagram, theme, at - 1, &guess);
      struct listener without = draw_guess (picture.diagram, theme, at, NULL);
      guess.beside = true;
      struct listener beside = draw_guess (picture.diagram, theme, VTIME_NEVER, &guess);

      g_assert_nonnull (strstr (open.said->str, "\nSYN=1, ACK=1, seq=y, ack=x+2\n"));
      g_assert_nonnull (strstr (open.said->str, "ESTABLISHED\nyour answer\n"));
      g_assert_nonnull (strstr (open.said->str, "The rest is hidden until you answer.\n"));
      g_assert_cmpfloat (open.dashed_top, >, y);
      g_assert_cmpfloat (open.dashed_bottom, <=, diagram_guess_bottom (picture.diagram, &guess));
      g_assert_nonnull (strstr (beside.said->str, "\nyour answer: SYN=1, ACK=1, seq=y, ack=x+2\n"));
      g_assert_null (strstr (beside.said->str, "hidden"));
      g_assert_cmpfloat (beside.dashed_bottom, >, open.dashed_bottom);
      g_assert_null (strstr (before.said->str, "your answer"));
      g_assert_cmpfloat (before.dashed_bottom, ==, -INFINITY);
      g_assert_cmpfloat (without.dashed_bottom, ==, -INFINITY);
      g_string_free (open.said, TRUE);
      g_string_free (before.said, TRUE);
      g_string_free (without.said, TRUE);
      g_string_free (beside.said, TRUE);
    }
  picture_clear (&picture);
}

static void
test_guess_nobody (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_handshake (100, 300), &options);
  struct diagram_guess guess = {
    .after = picture_event (&picture, TRACE_ARRIVE, 0), .nobody = true, .sender = HOST_NONE, .host = HOST_B, .state = -1
  };
  struct listener drawn = draw_guess (picture.diagram, THEME_LIGHT, trace_get (picture.trace, guess.after)->at, &guess);

  g_assert_nonnull (strstr (drawn.said->str, "\nnobody sends\n"));
  g_assert_cmpfloat (drawn.dashed_bottom, ==, -INFINITY);
  g_string_free (drawn.said, TRUE);
  picture_clear (&picture);
}

/* --- the line of the present --- */

/* Pixels in the colour of the line of the present, in a part of the picture at a moment. */
static guint
count_line (const struct diagram *diagram, const struct diagram_view *view, double x, double width, double y)
{
  cairo_rectangle_t visible = { 0, 0, 1060, 500 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1060, 500);
  cairo_t *cr = cairo_create (surface);
  guint count = 0;

  diagram_paint (diagram, cr, &visible, diagram_theme (THEME_LIGHT), view);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int row = (int) y - 2; row <= (int) y + 2; row++)
    for (int column = (int) x; column < (int) (x + width); column++)
      {
        const guint32 *pixels = (const guint32 *) (void *) (cairo_image_surface_get_data (surface)
                                                            + row * cairo_image_surface_get_stride (surface));
        guint32 pixel = pixels[column];
        int red = pixel >> 16 & 0xff, green = pixel >> 8 & 0xff;

        count += red - green > 70;
      }
  cairo_surface_destroy (surface);
  return count;
}

/* It goes through the lane, and behind the band that has just begun, with its name in it. */
static void
test_present_behind_names (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_handshake (100, 300), &options);
  const struct frame *frame = &picture.diagram->frame;
  struct diagram_view view = DIAGRAM_VIEW_WHOLE;
  double y = time_map_y (&picture.diagram->map, 0);

  view.now = 0;
  view.transition = 1;
  g_assert_cmpuint (count_line (picture.diagram, &view, frame->hosts[HOST_B].band + 3, frame->band_width - 6, y), ==,
                    0);
  g_assert_cmpuint (count_line (picture.diagram, &view, frame->hosts[HOST_A].edge + 20, frame_lane (frame) - 40, y), >,
                    100);
  picture_clear (&picture);
}

/* --- what is selected, and the time axis --- */

/* A pen that keeps what it is asked for. */
struct list
{
  struct pen pen;
  struct text_measure *measure;
  guint accents;   /* lines in the accent colour */
  double leftmost; /* where a text begins */
  guint texts;
};

static void
list_path (struct pen *pen, const pen_path *path, diagram_colour fill, const struct stroke *stroke)
{
  (void) path;
  (void) fill;
  ((struct list *) pen)->accents += stroke != NULL && stroke->colour == diagram_theme (THEME_LIGHT)->accent;
}

static void
list_text (struct pen *pen, const struct pen_text *text)
{
  struct list *list = (struct list *) pen;
  double width = text_width (list->measure, text->text, text->size);

  list->texts++;
  list->leftmost = fmin (list->leftmost, text->x - (text->anchor == ANCHOR_END ? width : width / 2));
}

static struct list
list_of (const struct picture *picture, event_id selected)
{
  static const struct pen_class list_class
      = { .paint = list_path, .text = list_text, .begin = gauge_begin, .end = gauge_end, .finish = gauge_end };
  struct list list
      = { .pen = { .class = &list_class, .alpha = 1 }, .measure = picture->diagram->measure, .leftmost = INFINITY };
  struct diagram_view view = DIAGRAM_VIEW_WHOLE;
  struct painter painter;

  view.selected = selected;
  painter_init (&painter, &list.pen, picture->diagram, NULL, diagram_theme (THEME_LIGHT), &view);
  paint_picture (&painter);
  array_clear (&list.pen.path);
  return list;
}

/* An event without a shape of its own, as an update of variables, is marked where it happened; an arrow and a band show
 * it themselves. */
static void
test_selection_is_seen (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  event_id state = story_state (s, HOST_B, TCP_LISTEN);
  event_id data = story_send (s, HOST_A, TCP_ACK, 1, 1, 100, 0);
  story_at (s, MS (50));
  event_id arrival = story_arrive (s, data);
  event_id update = story_tell (s, HOST_B, TRACE_UPDATE, REASON_UPDATE_HELD_OUT_OF_ORDER, 0);
  event_id call = story_call (s, HOST_B, REASON_CALL_CLOSE, 0);
  struct picture picture = picture_new (story_end (s), &options);
  g_assert_cmpuint (list_of (&picture, EVENT_NONE).accents, ==, 0);
  g_assert_cmpuint (list_of (&picture, update).accents, ==, 1);
  g_assert_cmpuint (list_of (&picture, call).accents, ==, 1);
  g_assert_cmpuint (list_of (&picture, state).accents, ==, 1);   /* its outline */
  g_assert_cmpuint (list_of (&picture, arrival).accents, ==, 0); /* a glow, which is paler */
  picture_clear (&picture);
}

/* Months after the beginning times are long, and still whole. */
static void
test_long_times_are_whole (void)
{
  static const gint64 SECONDS[] = { 1, 1000000, 12345678, 1234567890, 9000000000 };
  struct diagram_options options = window_options ();

  for (gsize i = 0; i < G_N_ELEMENTS (SECONDS); i++)
    {
      struct story *s = story_new (100, 300, MS (50));

      story_send (s, HOST_A, TCP_ACK, 1, 1, 100, 0);
      story_at (s, SEC (SECONDS[i]));
      story_send (s, HOST_A, TCP_ACK, 101, 1, 100, 0);
      struct picture picture = picture_new (story_end (s), &options);
      struct list list = list_of (&picture, EVENT_NONE);
      g_assert_cmpuint (list.texts, >, 4);
      g_assert_cmpfloat (list.leftmost, >=, 0);
      picture_clear (&picture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/paint/in-sight", test_in_sight);
  g_test_add_func ("/diagram/paint/stripes-stay", test_stripes_stay);
  g_test_add_func ("/diagram/paint/guess", test_guess);
  g_test_add_func ("/diagram/paint/guess/nobody", test_guess_nobody);
  g_test_add_func ("/diagram/paint/present-behind-names", test_present_behind_names);
  g_test_add_func ("/diagram/paint/selection", test_selection_is_seen);
  g_test_add_func ("/diagram/paint/long-times", test_long_times_are_whole);
  return g_test_run ();
}
