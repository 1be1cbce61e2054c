/* The chart of the states: its places do not overlap, and it tells the ways that a story went. */
#include "diagram/chart-places.h"
#include "diagram/export.h"
#include "picture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static struct chart_view
view_at (vtime now)
{
  struct chart_view view = CHART_VIEW_WHOLE;

  view.now = now;
  return view;
}

static size_t
edge_between (enum tcp_state from, enum tcp_state to)
{
  for (size_t i = 0; i < chart_edge_count (); i++)
    if (chart_edge_from (i) == from && chart_edge_to (i) == to)
      return i;
  g_assert_not_reached ();
}

/* --- places --- */

/* Every edge begins and ends on the border of its states, and runs along the axes. */
static void
test_routes (void)
{
  for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
    {
      const struct chart_edge *edge = &CHART_EDGES[i];
      struct chart_point ends[2] = { edge->route[0], edge->route[edge->length > 0 ? edge->length - 1 : 0] };

      if (edge->kind == CHART_ENDING)
        continue;
      for (int end = 0; end < 2; end++)
        {
          struct chart_point middle = chart_place (end == 0 ? edge->from : edge->to);
          double across = fabs (ends[end].x - middle.x), down = fabs (ends[end].y - middle.y);

          g_assert_cmpfloat (across, <=, CHART_NODE_WIDTH / 2);
          g_assert_cmpfloat (down, <=, CHART_NODE_HEIGHT / 2);
          g_assert_true (across == CHART_NODE_WIDTH / 2 || down == CHART_NODE_HEIGHT / 2);
        }
      for (size_t j = 1; j < edge->length; j++)
        g_assert_true (edge->route[j].x == edge->route[j - 1].x || edge->route[j].y == edge->route[j - 1].y);
    }
}

/* Where an edge's label is. */
static cairo_rectangle_t
label_box (struct text_measure *measure, const struct chart_edge *edge, const struct diagram_words *words)
{
  double width = string_width (measure, words_say (words, edge->word), FONT_BOLD, 12.5);
  double left = edge->label.anchor == ANCHOR_START ? 0 : edge->label.anchor == ANCHOR_MIDDLE ? -width / 2 : -width;

  return (cairo_rectangle_t){ edge->label.at.x + left, edge->label.at.y - 11, width, 14 };
}

static gboolean
overlap (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* No label lies on another, on a state, or outside the chart. */
static void
test_labels (gconstpointer data)
{
  const struct diagram_words *words = data;
  struct text_measure *measure = text_measure_new ();

  for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
    {
      if (CHART_EDGES[i].kind == CHART_ENDING)
        continue;
      cairo_rectangle_t box = label_box (measure, &CHART_EDGES[i], words);
      g_assert_cmpfloat (box.x, >=, 4);
      g_assert_cmpfloat (box.x + box.width, <=, CHART_WIDTH - 4);
      for (size_t j = 0; j < i; j++)
        {
          cairo_rectangle_t other = label_box (measure, &CHART_EDGES[j], words);
          g_assert_true (CHART_EDGES[j].kind == CHART_ENDING || !overlap (&box, &other));
        }
      for (unsigned state = 0; state < TCP_STATE_COUNT; state++)
        {
          struct chart_point middle = chart_place ((enum tcp_state) state);
          cairo_rectangle_t node = { middle.x - CHART_NODE_WIDTH / 2, middle.y - CHART_NODE_HEIGHT / 2,
                                     CHART_NODE_WIDTH, CHART_NODE_HEIGHT };
          g_assert_false (overlap (&box, &node));
        }
    }
  text_measure_free (measure);
}

/* --- walks --- */

static void
test_handshake (void)
{
  struct trace *trace = story_handshake (100, 300);
  struct chart *chart = chart_new (trace, &DIAGRAM_WORDS_ENGLISH);
  size_t opened = edge_between (TCP_CLOSED, TCP_SYN_SENT), confirmed = edge_between (TCP_SYN_SENT, TCP_ESTABLISHED);

  g_assert_cmpuint (chart_edge_walks (chart, opened, VTIME_NEVER), ==, 1);
  g_assert_cmpuint (chart_edge_walks (chart, confirmed, VTIME_NEVER), ==, 1);
  g_assert_cmpuint (chart_edge_walks (chart, confirmed, 0), ==, 0);
  g_assert_cmpuint (chart_edge_walks (chart, edge_between (TCP_ESTABLISHED, TCP_FIN_WAIT_1), VTIME_NEVER), ==, 0);
  event_id event = chart_edge_next_walk (chart, confirmed, EVENT_NONE);
  g_assert_cmpint (trace_get (trace, event)->after, ==, TCP_ESTABLISHED);
  g_assert_cmpuint (chart_edge_next_walk (chart, confirmed, event), ==, event);
  g_assert_cmpint (chart_state (chart, HOST_A, trace_get (trace, event)->at - 1), ==, TCP_SYN_SENT);
  g_assert_cmpint (chart_state (chart, HOST_A, VTIME_NEVER), ==, TCP_ESTABLISHED);
  chart_free (chart);
  trace_free (trace);
}

/* A chart that grows with its trace equals one that is made at its end. */
static void
test_grows (void)
{
  struct trace *whole = story_close (), *grown = trace_new ();
  struct chart *chart = chart_new (grown, &DIAGRAM_WORDS_ENGLISH), *other = chart_new (whole, &DIAGRAM_WORDS_ENGLISH);

  for (size_t i = 0; i < trace_length (whole); i++)
    {
      struct trace_event event = *trace_get (whole, (event_id) i);

      trace_append (grown, &event, trace_segment (whole, (event_id) i), NULL, 0, NULL);
      chart_update (chart);
    }
  g_assert_cmpuint (chart->walks.length, >, 4);
  g_assert_cmpuint (chart->walks.length, ==, other->walks.length);
  for (size_t i = 0; i < chart->walks.length; i++)
    {
      g_assert_cmpuint (chart->walks.items[i].edge, ==, other->walks.items[i].edge);
      g_assert_cmpuint (chart->walks.items[i].edge, !=, CHART_EDGE_NONE);
      g_assert_cmpuint (chart->walks.items[i].event, ==, other->walks.items[i].event);
    }
  chart_free (chart);
  chart_free (other);
  trace_free (whole);
  trace_free (grown);
}

/* The ways to CLOSED: the ordinary one has its edge, everything else the sign. */
static void
test_endings (void)
{
  struct trace_event ordinary = { .before = TCP_LAST_ACK, .after = TCP_CLOSED, .reason = REASON_STATE_LAST_ACK_ACKED };
  struct trace_event reset = { .before = TCP_LAST_ACK, .after = TCP_CLOSED, .reason = REASON_STATE_RESET };
  struct trace_event middle = { .before = TCP_CLOSED, .after = TCP_ESTABLISHED, .reason = REASON_STATE_HANDSHAKE_DONE };

  g_assert_cmpint (CHART_EDGES[chart_edge_of (&ordinary)].kind, ==, CHART_USUAL_SERVER);
  g_assert_cmpint (CHART_EDGES[chart_edge_of (&reset)].kind, ==, CHART_ENDING);
  g_assert_cmpuint (chart_edge_of (&middle), ==, CHART_EDGE_NONE);
  for (unsigned state = TCP_LISTEN; state < TCP_STATE_COUNT; state++)
    {
      reset.before = (uint8_t) state;
      g_assert_cmpuint (chart_edge_of (&reset), !=, CHART_EDGE_NONE);
    }
}

/* --- tokens and touching --- */

/* A token starts where its edge leaves the old state and ends in the new one. */
static void
test_token (void)
{
  struct trace *trace = story_handshake (100, 300);
  struct chart *chart = chart_new (trace, &DIAGRAM_WORDS_ENGLISH);
  struct chart_view view = CHART_VIEW_WHOLE;
  const struct chart_edge *edge = &CHART_EDGES[edge_between (TCP_SYN_SENT, TCP_ESTABLISHED)];

  view.travel[HOST_A] = 0;
  struct chart_point start = chart_token_place (chart, HOST_A, &view);
  g_assert_cmpfloat (start.x, ==, edge->route[0].x);
  g_assert_cmpfloat (start.y, ==, edge->route[0].y);
  view.travel[HOST_A] = 1;
  struct chart_point end = chart_token_place (chart, HOST_A, &view);
  struct chart_point other = chart_token_place (chart, HOST_B, &view);
  g_assert_cmpfloat (fabs (end.x - chart_place (TCP_ESTABLISHED).x), <=, CHART_NODE_WIDTH);
  g_assert_cmpfloat (end.y, <, chart_place (TCP_ESTABLISHED).y);
  g_assert_cmpfloat (hypot (end.x - other.x, end.y - other.y), >=, 2 * CHART_TOKEN_RADIUS);
  chart_free (chart);
  trace_free (trace);
}

/* Of a host whose state nobody can tell there is no token, nor was a state reached by a guess. */
static void
test_unknown (void)
{
  struct story *s = story_new (100, 300, MS (50));

  story_state (s, HOST_A, TCP_SYN_SENT);
  story_state_known (s, HOST_B, TCP_CLOSED, TCP_LISTEN, KNOWLEDGE_UNKNOWN);
  struct trace *trace = story_end (s);
  struct chart *chart = chart_new (trace, &DIAGRAM_WORDS_ENGLISH);
  struct chart_view view = view_at (VTIME_NEVER);
  struct chart_point token = chart_token_place (chart, HOST_B, &view);

  g_assert_true (chart_knows_state (chart, HOST_A, VTIME_NEVER));
  g_assert_false (chart_knows_state (chart, HOST_B, VTIME_NEVER));
  g_assert_cmpint (chart_hit (chart, token.x, token.y, &view).part, !=, CHART_TOKEN);
  g_assert_cmpuint (chart_edge_walks (chart, edge_between (TCP_CLOSED, TCP_LISTEN), VTIME_NEVER), ==, 0);
  chart_free (chart);
  trace_free (trace);
}

static void
test_hit (void)
{
  struct trace *trace = story_handshake (100, 300);
  struct chart *chart = chart_new (trace, &DIAGRAM_WORDS_ENGLISH);
  struct chart_view view = view_at (VTIME_NEVER);

  for (unsigned state = 0; state < TCP_STATE_COUNT; state++)
    {
      struct chart_point middle = chart_place ((enum tcp_state) state);
      struct chart_hit hit = chart_hit (chart, middle.x, middle.y + 12, &view);

      g_assert_cmpint (hit.part, ==, CHART_STATE);
      g_assert_cmpuint (hit.number, ==, state);
    }
  for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
    {
      struct chart_point sign = chart_sign_place (CHART_EDGES[i].from);
      struct chart_point at = CHART_EDGES[i].kind == CHART_ENDING ? sign : chart_point_along (&CHART_EDGES[i], 0.5);
      struct chart_hit hit = chart_hit (chart, at.x, at.y, &view);

      if (CHART_EDGES[i].kind == CHART_RARE)
        continue;
      g_assert_cmpint (hit.part, ==, CHART_EDGE);
      g_assert_cmpuint (hit.number, ==, i);
    }
  struct chart_point token = chart_token_place (chart, HOST_B, &view);
  struct chart_hit hit = chart_hit (chart, token.x, token.y, &view);
  g_assert_cmpint (hit.part, ==, CHART_TOKEN);
  g_assert_cmpuint (hit.number, ==, HOST_B);
  g_assert_cmpint (chart_hit (chart, 10, 400, &view).part, ==, CHART_NOTHING);
  chart_free (chart);
  trace_free (trace);
}

/* --- files --- */

static void
test_export (void)
{
  static const char *const endings[] = { "png", "svg", "pdf" };
  struct trace *trace = story_handshake (100, 300);
  struct chart *chart = chart_new (trace, &CHINESE);
  struct export_options options
      = { .scale = 1, .theme = diagram_theme (THEME_LIGHT), .title = "title", .language = "zh-CN" };

  for (unsigned format = 0; format < G_N_ELEMENTS (endings); format++)
    {
      g_autofree char *name = g_strdup_printf ("handshake-chart-%d.%s", (int) getpid (), endings[format]);
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_cmpint (chart_export (chart, (enum export_format) format, &options, path), ==, EXPORT_OK);
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_assert_cmpuint (length, >, 1000);
      for (unsigned state = 0; format == EXPORT_SVG && state < TCP_STATE_COUNT; state++)
        g_assert_nonnull (strstr (content, band_name ((enum tcp_state) state)));
      g_remove (path);
    }
  g_assert_cmpint (chart_export (chart, EXPORT_PNG, &options, "/nonexistent-directory/x.png"), ==, EXPORT_FAILED);
  chart_free (chart);
  trace_free (trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/chart/routes", test_routes);
  g_test_add_data_func ("/diagram/chart/labels/english", &DIAGRAM_WORDS_ENGLISH, test_labels);
  g_test_add_data_func ("/diagram/chart/labels/chinese", &CHINESE, test_labels);
  g_test_add_func ("/diagram/chart/handshake", test_handshake);
  g_test_add_func ("/diagram/chart/grows", test_grows);
  g_test_add_func ("/diagram/chart/endings", test_endings);
  g_test_add_func ("/diagram/chart/token", test_token);
  g_test_add_func ("/diagram/chart/unknown", test_unknown);
  g_test_add_func ("/diagram/chart/hit", test_hit);
  g_test_add_func ("/diagram/chart/export", test_export);
  return g_test_run ();
}
