/* The chart of the states in the window: it follows the run, and what is clicked is explained. */
#include "session-bench.h"
#include "window-bench.h"

#include "app/export-dialog-file.h"
#include "app/states-view.h"
#include "app/tooltip.h"
#include "diagram/chart.h"
#include "explain/state.h"

#include <glib/gstdio.h>
#include <string.h>

static HsStatesView *
find_states (GtkWidget *widget)
{
  if (HS_IS_STATES_VIEW (widget))
    return HS_STATES_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HsStatesView *found = find_states (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static HsWindow *
window_with_states (const char *id)
{
  HsWindow *window = bench_window ();
  g_autofree char *parameter = g_strdup_printf ("'%s'", id);

  bench_activate (window, "open-scenario", parameter);
  bench_activate (window, "view", "'states'");
  bench_frames (window, 5);
  return window;
}

/* A click at a point of the chart; false without xdotool. */
static gboolean
click (HsWindow *window, double x, double y)
{
  HsStatesView *states = find_states (GTK_WIDGET (window));
  g_autofree char *steps = NULL;
  gboolean done;

  hs_states_view_place (states, &x, &y);
  gtk_widget_translate_coordinates (GTK_WIDGET (states), GTK_WIDGET (window), x, y, &x, &y);
  steps = g_strdup_printf ("mousemove %d %d click 1", (int) x, (int) y);
  done = bench_xdotool (steps);
  bench_frames (window, 5);
  return done;
}

/* Every change of state of every lesson is an edge of the chart. */
static void
test_lessons_walk_on_edges (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = scenario_files_list ("en", &error);
  guint walks = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = files->pdata[i];
      struct sim *sim = sim_new (&file->scenario, 0, NULL);
      const struct trace *trace = sim_trace (sim);

      sim_run (sim, VTIME_NEVER);
      for (size_t id = 0; id < trace_length (trace); id++)
        {
          const struct trace_event *event = trace_get (trace, (event_id) id);

          if (event->kind != TRACE_STATE)
            continue;
          g_assert_cmpuint (chart_edge_of (event), !=, CHART_EDGE_NONE);
          walks++;
        }
      sim_free (sim);
    }
  g_assert_cmpuint (walks, >, 100);
}

static void
test_views_take_turns (void)
{
  HsWindow *window = window_with_states ("three-way-handshake");

  g_assert_cmpstr (hs_window_get_view (window), ==, "states");
  g_assert_true (bench_state_is (window, "view", "'states'"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (find_states (GTK_WIDGET (window)))));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (hs_window_get_diagram (window))));
  bench_activate (window, "view", "'sequence'");
  bench_frames (window, 3);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (hs_window_get_diagram (window))));
  bench_activate (window, "view", "'no such view'");
  g_assert_cmpstr (hs_window_get_view (window), ==, "sequence");
}

/* The way from SYN-SENT to ESTABLISHED lies on the chart at (740, 320). */
static void
test_a_click_on_an_edge_goes_to_its_moment (void)
{
  HsWindow *window = window_with_states ("three-way-handshake");
  HsSession *session = hs_window_get_session (window);
  const struct trace_event *event;

  hs_session_go_end (session);
  if (!click (window, 740, 320))
    {
      g_test_skip ("xdotool is not installed");
      return;
    }
  bench_wait (hs_session_get_selected (session) != EVENT_NONE);
  event = trace_get (hs_session_get_trace (session), hs_session_get_selected (session));
  g_assert_cmpint (event->kind, ==, TRACE_STATE);
  g_assert_cmpint (event->before, ==, TCP_SYN_SENT);
  g_assert_cmpint (event->after, ==, TCP_ESTABLISHED);
  g_assert_cmpint (hs_session_get_now (session), ==, event->at);
  /* Nobody closed: that edge goes nowhere. */
  click (window, 400, 450);
  g_assert_cmpint (hs_session_get_now (session), ==, event->at);
}

/* The explanation of a state has two lines, of which one is long: GTK would leave it on one line. */
static void
test_a_long_tooltip_wraps (void)
{
  g_autofree char *card = explain_state_card (TCP_ESTABLISHED);
  GtkWidget *label = g_object_ref_sink (hs_tooltip_label_new (card));
  GtkWidget *plain = g_object_ref_sink (gtk_label_new (card));
  int width, unwrapped;

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (plain, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &unwrapped, NULL, NULL);
  g_assert_cmpint (width, <, unwrapped / 2);
  g_object_unref (label);
  g_object_unref (plain);
}

static void
test_the_states_are_exported (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  g_autofree char *name = g_strdup_printf ("handshake-states-%d.svg", (int) getpid ());
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  struct hs_export export = { .format = HS_EXPORT_SVG, .states = TRUE, .theme = THEME_LIGHT, .scale = 1, .title = "t" };

  hs_session_go_end (session);
  g_assert_true (hs_export_write (hs_session_get_trace (session), &export, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_nonnull (strstr (content, "LAST-ACK"));
  g_assert_null (strstr (content, "seq="));
  g_remove (path);
  g_object_unref (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  g_test_add_func ("/states-view/edges", test_lessons_walk_on_edges);
  g_test_add_func ("/states-view/turns", test_views_take_turns);
  g_test_add_func ("/states-view/click", test_a_click_on_an_edge_goes_to_its_moment);
  g_test_add_func ("/states-view/tooltip", test_a_long_tooltip_wraps);
  g_test_add_func ("/states-view/export", test_the_states_are_exported);
  return g_test_run ();
}
