#include "diagram/export.h"
#include "diagram/paint.h"
#include "picture.h"

#include <cairo.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* --- a pen that only takes notes --- */

struct recorded_text
{
  char *words;
  double x;
  double y;
};

struct recorder
{
  struct pen pen;
  GArray *texts; /* struct recorded_text */
  GArray *paths; /* first x and y of each, double */
};

static void
record_paint (struct pen *pen, const pen_path *path, diagram_colour fill, const struct stroke *stroke)
{
  struct recorder *self = (struct recorder *) pen;
  const struct pen_op *first = &path->items[0];
  double x = first->kind == PEN_CIRCLE ? first->points[0] - first->points[2] : first->points[0];

  (void) fill;
  (void) stroke;
  g_array_append_val (self->paths, x);
  g_array_append_val (self->paths, first->points[1]);
}

static void
record_text (struct pen *pen, const struct pen_text *text)
{
  struct recorder *self = (struct recorder *) pen;
  struct recorded_text recorded = { g_strdup (text->text->octets), text->x, text->y };

  g_array_append_val (self->texts, recorded);
}

static void
record_begin (struct pen *pen, const char *title)
{
  (void) pen;
  (void) title;
}

static void
record_end (struct pen *pen)
{
  (void) pen;
}

static const struct pen_class recorder_class = {
  .paint = record_paint,
  .text = record_text,
  .begin = record_begin,
  .end = record_end,
  .finish = record_end,
};

static void
clear_recorded (gpointer data)
{
  g_free (((struct recorded_text *) data)->words);
}

static struct recorder
record (const struct diagram *diagram)
{
  struct recorder recorder = { .pen = { .class = &recorder_class, .alpha = 1 } };
  struct painter painter;

  recorder.texts = g_array_new (FALSE, FALSE, sizeof (struct recorded_text));
  g_array_set_clear_func (recorder.texts, clear_recorded);
  recorder.paths = g_array_new (FALSE, FALSE, sizeof (double));
  painter_init (&painter, &recorder.pen, diagram, NULL, diagram_theme (THEME_LIGHT), &DIAGRAM_VIEW_WHOLE);
  paint_picture (&painter);
  array_clear (&recorder.pen.path);
  return recorder;
}

static void
recorder_clear (struct recorder *recorder)
{
  g_array_unref (recorder->texts);
  g_array_unref (recorder->paths);
}

/* --- what the SVG says --- */

struct svg
{
  GArray *texts; /* struct recorded_text */
  GArray *paths;
  GString *words; /* of the text element that is open; NULL: none */
  GString *said;  /* the characters of the whole file */
  double x, y;
  int titles;
  bool in_title;
};

static void
svg_start (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer user,
           GError **error)
{
  struct svg *svg = user;

  (void) context;
  (void) error;
  for (size_t i = 0; names[i] != NULL; i++)
    {
      if (strcmp (element, "text") == 0 && strcmp (names[i], "x") == 0)
        svg->x = g_ascii_strtod (values[i], NULL);
      if (strcmp (element, "text") == 0 && strcmp (names[i], "y") == 0)
        svg->y = g_ascii_strtod (values[i], NULL);
      if (strcmp (element, "path") == 0 && strcmp (names[i], "d") == 0)
        {
          char *end;
          double x = g_ascii_strtod (values[i] + 1, &end), y = g_ascii_strtod (end, NULL);

          g_assert_cmpint (values[i][0], ==, 'M');
          g_array_append_val (svg->paths, x);
          g_array_append_val (svg->paths, y);
        }
    }
  if (strcmp (element, "text") == 0)
    svg->words = g_string_new (NULL);
  svg->in_title = strcmp (element, "title") == 0;
  svg->titles += svg->in_title;
}

static void
svg_end (GMarkupParseContext *context, const char *element, gpointer user, GError **error)
{
  struct svg *svg = user;

  (void) context;
  (void) error;
  svg->in_title = false;
  if (strcmp (element, "text") != 0 || svg->words == NULL)
    return;
  struct recorded_text text = { g_string_free (svg->words, FALSE), svg->x, svg->y };
  svg->words = NULL;
  g_array_append_val (svg->texts, text);
}

static void
svg_characters (GMarkupParseContext *context, const char *characters, gsize length, gpointer user, GError **error)
{
  struct svg *svg = user;

  (void) context;
  (void) error;
  g_string_append_len (svg->said, characters, (gssize) length);
  if (svg->words != NULL)
    g_string_append_len (svg->words, characters, (gssize) length);
}

/* Reads a file as XML; fails the test when it is not well formed. */
static struct svg
read_svg (const char *path)
{
  static const GMarkupParser parser = { .start_element = svg_start, .end_element = svg_end, .text = svg_characters };
  struct svg svg = { .texts = g_array_new (FALSE, FALSE, sizeof (struct recorded_text)),
                     .paths = g_array_new (FALSE, FALSE, sizeof (double)) };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &svg, NULL);
  g_autofree char *content = NULL;
  gsize length;
  GError *error = NULL;

  svg.said = g_string_new (NULL);
  g_array_set_clear_func (svg.texts, clear_recorded);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (g_utf8_validate (content, (gssize) length, NULL));
  g_markup_parse_context_parse (context, content, (gssize) length, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
  return svg;
}

static void
svg_clear (struct svg *svg)
{
  g_string_free (svg->said, TRUE);
  g_array_unref (svg->texts);
  g_array_unref (svg->paths);
}

/* How often words occur in a file, wherever that is: who searches for them finds each label once. */
static guint
svg_count_said (const struct svg *svg, const char *words)
{
  guint count = 0;

  for (const char *found = svg->said->str; (found = strstr (found, words)) != NULL; found++)
    count++;
  return count;
}

static guint
svg_count_text (const struct svg *svg, const char *words)
{
  guint count = 0;

  for (guint i = 0; i < svg->texts->len; i++)
    count += strcmp (g_array_index (svg->texts, struct recorded_text, i).words, words) == 0;
  return count;
}

/* --- files --- */

static char *
temporary (const char *ending)
{
  g_autofree char *template = g_strdup_printf ("handshake-XXXXXX%s", ending);
  char *path;
  int file = g_file_open_tmp (template, &path, NULL);

  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  return path;
}

static void
drop (char *path)
{
  g_unlink (path);
  g_free (path);
}

static const struct export_options plain = { .scale = 1, .title = "A <title> & \"more\"", .language = "en" };

static struct export_options
export_options (void)
{
  struct export_options options = plain;

  options.theme = diagram_theme (THEME_LIGHT);
  return options;
}

static GBytes *
export_bytes (const struct diagram *diagram, enum export_format format, const char *ending)
{
  struct export_options options = export_options ();
  char *path = temporary (ending), *content;
  gsize length;

  g_assert_cmpint (diagram_export (diagram, format, &options, path), ==, EXPORT_OK);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  drop (path);
  return g_bytes_new_take (content, length);
}

/* --- tests --- */

static void
test_svg_has_labels (void)
{
  static const char *const labels[] = {
    "SYN=1, seq=x",
    "SYN=1, ACK=1, seq=y, ack=x+1",
    "ACK=1, seq=x+1, ack=y+1",
    "data transfer",
    "Client A",
    "Server B",
    "active open",
    "passive open",
    "SYN-RCVD",
  };
  struct diagram_options figure = figure_options ();
  struct export_options options = export_options ();
  const uint32_t numbers[] = { 100, 0xFFFFFFFF };

  for (size_t n = 0; n < G_N_ELEMENTS (numbers); n++)
    {
      struct picture picture = picture_new (story_handshake (numbers[n], numbers[n]), &figure);
      char *path = temporary (".svg");

      g_assert_cmpint (diagram_export (picture.diagram, EXPORT_SVG, &options, path), ==, EXPORT_OK);
      struct svg svg = read_svg (path);
      for (size_t i = 0; i < G_N_ELEMENTS (labels); i++)
        {
          g_assert_cmpuint (svg_count_text (&svg, labels[i]), ==, 1);
          g_assert_cmpuint (svg_count_said (&svg, labels[i]), ==, 1);
        }
      g_assert_cmpuint (svg_count_text (&svg, "ESTABLISHED"), ==, HOST_COUNT);
      g_assert_cmpint (svg.titles, >=, 4);
      svg_clear (&svg);
      drop (path);
      picture_clear (&picture);
    }
}

/* The SVG holds the shapes that the other pens are given, at the same places and in the same order. */
static void
check_equivalence (struct trace *trace, const struct diagram_words *words)
{
  struct diagram_options figure = figure_options ();
  struct export_options options = export_options ();

  diagram_options_suit (&figure, trace);
  struct picture picture = picture_new_said (trace, &figure, words);
  struct recorder recorder = record (picture.diagram);
  char *path = temporary (".svg");
  g_assert_cmpint (diagram_export (picture.diagram, EXPORT_SVG, &options, path), ==, EXPORT_OK);
  struct svg svg = read_svg (path);

  g_assert_cmpuint (svg.texts->len, ==, recorder.texts->len);
  g_assert_cmpuint (svg.paths->len, ==, recorder.paths->len);
  for (guint i = 0; i < svg.texts->len; i++)
    {
      struct recorded_text a = g_array_index (svg.texts, struct recorded_text, i);
      struct recorded_text b = g_array_index (recorder.texts, struct recorded_text, i);

      g_assert_cmpstr (a.words, ==, b.words);
      g_assert_cmpfloat_with_epsilon (a.x, b.x, 0.006);
      g_assert_cmpfloat_with_epsilon (a.y, b.y, 0.006);
    }
  for (guint i = 0; i < svg.paths->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (svg.paths, double, i), g_array_index (recorder.paths, double, i),
                                    0.006);
  svg_clear (&svg);
  drop (path);
  recorder_clear (&recorder);
  picture_clear (&picture);
}

static void
test_svg_equals_recording (void)
{
  check_equivalence (story_handshake (100, 300), &DIAGRAM_WORDS_ENGLISH);
  check_equivalence (story_full (), &CHINESE);
  check_equivalence (story_loss (), &DIAGRAM_WORDS_ENGLISH);
  check_equivalence (story_capture (), &CHINESE);
  check_equivalence (story_faults (), &DIAGRAM_WORDS_ENGLISH);
}

/* On cairo, too, every arrow and every text leaves ink where the recording says. */
static void
test_cairo_has_ink (void)
{
  struct diagram_options figure = figure_options ();
  struct picture picture = picture_new (story_full (), &figure);
  struct recorder recorder = record (picture.diagram);
  int width = (int) diagram_width (picture.diagram), height = (int) diagram_height (picture.diagram);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  diagram_paint (picture.diagram, cr, NULL, diagram_theme (THEME_LIGHT), &DIAGRAM_VIEW_WHOLE);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const unsigned char *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  for (guint i = 0; i < recorder.texts->len; i++)
    {
      struct recorded_text text = g_array_index (recorder.texts, struct recorded_text, i);
      guint32 first = 0;
      bool differs = false;

      for (int y = (int) text.y - 10; y <= (int) text.y + 2; y++)
        for (int x = (int) text.x - 12; x <= (int) text.x + 12; x++)
          {
            guint32 pixel;

            if (x < 0 || y < 0 || x >= width || y >= height)
              continue;
            memcpy (&pixel, pixels + y * stride + x * 4, sizeof pixel);
            differs |= first != 0 && pixel != first;
            first = pixel;
          }
      g_assert_true (differs);
    }
  cairo_surface_destroy (surface);
  recorder_clear (&recorder);
  picture_clear (&picture);
}

/* The same run gives the same octets. */
static void
test_repeatable (void)
{
  static const struct
  {
    enum export_format format;
    const char *ending;
  } exporters[] = { { EXPORT_PNG, ".png" }, { EXPORT_SVG, ".svg" }, { EXPORT_PDF, ".pdf" } };
  struct diagram_options figure = figure_options ();

  for (size_t i = 0; i < G_N_ELEMENTS (exporters); i++)
    {
      struct picture one = picture_new (story_loss (), &figure), other = picture_new (story_loss (), &figure);
      GBytes *a = export_bytes (one.diagram, exporters[i].format, exporters[i].ending);
      GBytes *b = export_bytes (other.diagram, exporters[i].format, exporters[i].ending);

      g_assert_cmpuint (g_bytes_get_size (a), >, 1000);
      g_assert_true (g_bytes_equal (a, b));
      g_bytes_unref (a);
      g_bytes_unref (b);
      picture_clear (&one);
      picture_clear (&other);
    }
}

static void
test_png_size (void)
{
  struct diagram_options figure = figure_options ();
  struct picture picture = picture_new (story_handshake (100, 300), &figure);
  struct export_options options = export_options ();
  char *path = temporary (".png");

  options.scale = 1.5;
  g_assert_cmpint (diagram_export (picture.diagram, EXPORT_PNG, &options, path), ==, EXPORT_OK);
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 1440);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, (int) ceil (diagram_height (picture.diagram) * 1.5));
  cairo_surface_destroy (surface);
  options.scale = 100;
  g_assert_cmpint (diagram_export (picture.diagram, EXPORT_PNG, &options, path), ==, EXPORT_TOO_LARGE);
  drop (path);
  picture_clear (&picture);
}

static void
test_cannot_write (void)
{
  static const enum export_format formats[] = { EXPORT_PNG, EXPORT_SVG, EXPORT_PDF };
  struct diagram_options figure = figure_options ();
  struct picture picture = picture_new (story_handshake (100, 300), &figure);
  struct export_options options = export_options ();

  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      errno = 0;
      g_assert_cmpint (diagram_export (picture.diagram, formats[i], &options, "/nonexistent-directory/figure"), ==,
                       EXPORT_FAILED);
      g_assert_cmpint (errno, ==, ENOENT);
      if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
        continue;
      g_assert_cmpint (diagram_export (picture.diagram, formats[i], &options, "/dev/full"), ==, EXPORT_FAILED);
      g_assert_cmpint (errno, ==, ENOSPC);
    }
  picture_clear (&picture);
}

static size_t
count (GBytes *bytes, const char *needle)
{
  gsize length;
  const char *octets = g_bytes_get_data (bytes, &length);
  size_t found = 0;

  for (const char *at = octets; (at = memmem (at, length - (gsize) (at - octets), needle, strlen (needle))) != NULL;
       at++)
    found++;
  return found;
}

/* A figure that is taller than viewers take is cut into pages. */
static void
test_pdf_pages (void)
{
  struct diagram_options window = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  for (int i = 0; i < 400; i++)
    {
      event_id carry = story_send (s, HOST_A, TCP_ACK, (uint32_t) i, 1, 1, 0);

      story_at (s, s->now + MS (50));
      story_arrive (s, carry);
    }
  struct picture picture = picture_new (story_end (s), &window);
  g_assert_cmpfloat (diagram_height (picture.diagram), >, 14400 / 0.75);
  GBytes *pdf = export_bytes (picture.diagram, EXPORT_PDF, ".pdf");
  g_assert_cmpuint (count (pdf, "%PDF-"), ==, 1);
  g_assert_cmpuint (count (pdf, "/Type /Page "), ==, 2);
  g_bytes_unref (pdf);
  picture_clear (&picture);
}

/* Names may hold anything. */
static void
test_svg_escapes (void)
{
  struct diagram_options figure = figure_options ();
  struct export_options options = export_options ();
  struct trace *trace = story_handshake (100, 300);

  g_strlcpy (trace_host (trace, HOST_A)->name, "<a>&\"b\"\x01", sizeof trace_host (trace, HOST_A)->name);
  struct picture picture = picture_new (trace, &figure);
  char *path = temporary (".svg");
  g_assert_cmpint (diagram_export (picture.diagram, EXPORT_SVG, &options, path), ==, EXPORT_OK);
  struct svg svg = read_svg (path);
  g_assert_cmpuint (svg_count_text (&svg, "Client <a>&\"b\" "), ==, 1);
  svg_clear (&svg);
  drop (path);
  picture_clear (&picture);
}

/* Every moment, theme and part of a picture can be painted; nothing past depends on what is in sight. */
static void
test_paint_everywhere (void)
{
  struct diagram_options window = window_options ();
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);

  for (uint64_t seed = 70; seed < 73; seed++)
    {
      struct picture picture = picture_new (story_random (seed, 200), &window);
      struct diagram_view view = DIAGRAM_VIEW_WHOLE;

      for (int theme = THEME_LIGHT; theme <= THEME_HIGH_CONTRAST_DARK; theme++)
        {
          cairo_rectangle_t part = { 0, 200.0 * theme, 1060, 500 };

          view.now = trace_end (picture.trace) * theme / 4;
          view.show_future = theme % 2 == 0;
          view.transition = theme / 4.0;
          view.hovered = (size_t) theme;
          view.selected = (event_id) (theme * 7);
          diagram_paint (picture.diagram, cr, &part, diagram_theme ((enum diagram_theme_id) theme), &view);
        }
      picture_clear (&picture);
    }
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Seen from far away a long run is a strip, not a heap of arrows: few lines, whatever the number of segments. */
static void
test_density (void)
{
  struct diagram_options window = window_options ();
  struct picture picture = picture_new (story_random (80, 6000), &window);
  int height = 400;
  double scale = height / diagram_height (picture.diagram);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1060, height);
  cairo_t *cr = cairo_create (surface);

  g_assert_cmpuint (picture.diagram->shapes.arrows.length, >, 1000);
  cairo_scale (cr, 1, scale);
  diagram_paint (picture.diagram, cr, NULL, diagram_theme (THEME_LIGHT), &DIAGRAM_VIEW_WHOLE);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  /* The strip is in the middle of the lane; its edges stay free of arrow heads. */
  const unsigned char *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface), middle = 0, edge = 0;
  for (int y = 20; y < height - 20; y++)
    {
      const struct frame *frame = &picture.diagram->frame;
      int x = (int) (frame->hosts[HOST_A].edge + frame_lane (frame) / 2), side = (int) frame->hosts[HOST_A].edge + 6;
      guint32 pixel;

      memcpy (&pixel, pixels + y * stride + x * 4, sizeof pixel);
      middle += (pixel & 0xffffff) != 0xffffff;
      memcpy (&pixel, pixels + y * stride + side * 4, sizeof pixel);
      edge += (pixel & 0xffffff) != 0xffffff;
    }
  g_assert_cmpint (middle, >, height / 2);
  g_assert_cmpint (edge, ==, 0);
  cairo_surface_destroy (surface);
  picture_clear (&picture);
}

/* An empty trace has a picture too: two hosts that are closed. */
static void
test_empty (void)
{
  struct diagram_options figure = figure_options ();
  struct story *s = story_new (100, 300, MS (50));
  struct picture picture = picture_new (story_end (s), &figure);
  GBytes *svg = export_bytes (picture.diagram, EXPORT_SVG, ".svg");

  g_assert_cmpuint (count (svg, ">CLOSED<"), ==, 2);
  g_bytes_unref (svg);
  picture_clear (&picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/export/svg-has-labels", test_svg_has_labels);
  g_test_add_func ("/diagram/export/svg-equals-recording", test_svg_equals_recording);
  g_test_add_func ("/diagram/export/cairo-has-ink", test_cairo_has_ink);
  g_test_add_func ("/diagram/export/repeatable", test_repeatable);
  g_test_add_func ("/diagram/export/png-size", test_png_size);
  g_test_add_func ("/diagram/export/cannot-write", test_cannot_write);
  g_test_add_func ("/diagram/export/pdf-pages", test_pdf_pages);
  g_test_add_func ("/diagram/export/svg-escapes", test_svg_escapes);
  g_test_add_func ("/diagram/export/paint-everywhere", test_paint_everywhere);
  g_test_add_func ("/diagram/export/density", test_density);
  g_test_add_func ("/diagram/export/empty", test_empty);
  return g_test_run ();
}
