/* The window on a private display: actions, keys, the clock, faults, files. */
#include "app/inspector.h"
#include "io/pcap-writer.h"
#include "panel-bench.h"
#include "session-bench.h"
#include "window-bench.h"

#include <glib/gstdio.h>

static vtime
now (HsWindow *window)
{
  return hs_session_get_now (hs_window_get_session (window));
}

/* Without narration: the keys go through the run, and it plays to its end. */
static HsWindow *
window_with (const char *id)
{
  HsWindow *window = bench_window ();
  g_autofree char *parameter = g_strdup_printf ("'%s'", id);

  hs_narrator_set_on (hs_window_get_narrator (window), FALSE);
  bench_activate (window, "open-scenario", parameter);
  bench_frames (window, 3);
  return window;
}

static void
test_welcomes (void)
{
  HsWindow *window = bench_window ();

  bench_frames (window, 3);
  g_assert_cmpint (hs_session_get_document (hs_window_get_session (window)), ==, HS_DOCUMENT_NONE);
  g_assert_false (bench_enabled (window, "play"));
  g_assert_false (bench_enabled (window, "export"));
  g_assert_false (bench_enabled (window, "fault"));
  g_assert_false (bench_enabled (window, "undo"));
  g_assert_true (bench_enabled (window, "open-scenario"));
  g_assert_true (bench_enabled (window, "lab"));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Handshake");
}

static void
test_opens_a_scenario (void)
{
  HsWindow *window = window_with ("three-way-handshake");

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Three-way handshake");
  g_assert_true (bench_enabled (window, "play"));
  g_assert_true (bench_enabled (window, "step-forward"));
  g_assert_false (bench_enabled (window, "step-back"));
  g_assert_true (bench_state_is (window, "play", "false"));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (hs_window_get_diagram (window))));
  g_assert_nonnull (hs_diagram_view_get_diagram (hs_window_get_diagram (window)));
}

static void
test_an_unknown_scenario_is_said (void)
{
  HsWindow *window = bench_window ();

  bench_activate (window, "open-scenario", "'no-such-lesson'");
  g_assert_nonnull (hs_window_get_said (window));
  g_assert_nonnull (strstr (hs_window_get_said (window), "no-such-lesson"));
}

/* The figure is the hero: the inspector takes what its words need, and no more. */
static void
test_the_inspector_leaves_room (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  g_autoptr (GPtrArray) inspectors = NULL;

  bench_wait (gtk_widget_get_width (GTK_WIDGET (hs_window_get_diagram (window))) > 1000);
  inspectors = bench_find (GTK_WIDGET (window), HS_TYPE_INSPECTOR);
  g_assert_cmpuint (inspectors->len, ==, 1);
  g_assert_cmpint (gtk_widget_get_width (g_ptr_array_index (inspectors, 0)), ==, 380);
}

static void
test_plays_and_pause_freezes (void)
{
  HsWindow *window = window_with ("four-way-close");
  HsSession *session = hs_window_get_session (window);
  vtime paused_at;
  size_t length;

  bench_activate (window, "play", NULL);
  g_assert_true (bench_state_is (window, "play", "true"));
  bench_wait (now (window) > MS (5));
  bench_activate (window, "play", NULL);
  g_assert_true (bench_state_is (window, "play", "false"));
  paused_at = now (window);
  length = trace_length (hs_session_get_trace (session));
  bench_frames (window, 20);
  g_assert_cmpint (now (window), ==, paused_at);
  g_assert_cmpuint (trace_length (hs_session_get_trace (session)), ==, length);
}

static void
test_plays_to_the_end (void)
{
  HsWindow *window = window_with ("three-way-handshake");

  bench_activate (window, "speed", "'10'");
  g_assert_true (bench_state_is (window, "speed", "'10'"));
  bench_activate (window, "play", NULL);
  bench_wait (hs_session_is_finished (hs_window_get_session (window)));
  g_assert_true (bench_state_is (window, "play", "false"));
  g_assert_false (bench_enabled (window, "step-forward"));
  g_assert_cmpint (now (window), ==, MS (500));
}

static void
test_steps (void)
{
  HsWindow *window = window_with ("three-way-handshake");

  bench_activate (window, "step-forward", NULL);
  bench_activate (window, "step-forward", NULL);
  g_assert_cmpint (now (window), ==, MS (50));
  g_assert_true (bench_enabled (window, "step-back"));
  bench_activate (window, "next-state", "false");
  g_assert_cmpint (now (window), ==, MS (100));
  bench_activate (window, "next-state", "true");
  g_assert_cmpint (now (window), ==, MS (50));
  bench_activate (window, "go-end", NULL);
  g_assert_cmpint (now (window), ==, MS (500));
  bench_activate (window, "go-start", NULL);
  g_assert_cmpint (now (window), ==, 0);
}

static void
test_a_fault_loses_the_segment_and_undo_brings_it_back (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  HsSession *session = hs_window_get_session (window);

  hs_session_seek (session, MS (20));
  hs_session_select (session, flights_get (hs_session_get_flights (session), 0)->send);
  bench_activate (window, "fault", "'drop'");
  g_assert_cmpuint (bench_count (session, TRACE_LOSS), ==, 1);
  g_assert_cmpint (now (window), ==, MS (20));
  g_assert_cmpuint (hs_session_get_selected (session), ==, EVENT_NONE);
  bench_frames (window, 3);
  bench_activate (window, "undo", NULL);
  g_assert_cmpuint (bench_count (session, TRACE_LOSS), ==, 0);
  bench_activate (window, "redo", NULL);
  g_assert_cmpuint (bench_count (session, TRACE_LOSS), ==, 1);
}

static void
test_a_fault_without_a_segment_is_said (void)
{
  HsWindow *window = window_with ("three-way-handshake");

  bench_activate (window, "fault", "'drop'");
  g_assert_cmpstr (hs_window_get_said (window), ==, "No segment is under way.");
}

static void
test_acting_in_the_past_is_said (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  HsSession *session = hs_window_get_session (window);

  hs_session_go_end (session);
  hs_session_seek (session, MS (20));
  bench_activate (window, "fault", "'duplicate'");
  g_assert_cmpstr (hs_window_get_said (window), ==, "The recording after this moment was replaced.");
}

/* In a lab nothing happens by itself: a call starts the clock. */
static void
test_the_lab_waits_for_a_call (void)
{
  HsWindow *window = bench_window ();
  HsSession *session = hs_window_get_session (window);

  bench_activate (window, "lab", NULL);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_LISTEN);
  g_assert_true (hs_session_is_finished (session));
  g_assert_false (bench_enabled (window, "play"));
  bench_activate (window, "speed", "'5'");
  bench_activate (window, "call", "(uint32 0, uint32 1, uint64 0)");
  g_assert_true (hs_session_get_playing (session));
  bench_wait (hs_session_is_finished (session));
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_ESTABLISHED);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_ESTABLISHED);
}

static void
test_the_wire_is_named (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  gboolean tap = g_str_equal (hs_session_get_wire (hs_window_get_session (window)), "tap");

  g_assert_true (bench_state_is (window, "wire", tap ? "'tap'" : "'builtin'"));
  g_assert_true ((hs_session_get_wire_refusal (hs_window_get_session (window)) == NULL) == tap);
}

static void
test_zooms_and_changes_labels (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  HsDiagramView *diagram = hs_window_get_diagram (window);
  double width = diagram_width (hs_diagram_view_get_diagram (diagram));

  bench_activate (window, "zoom-in", NULL);
  bench_frames (window, 2);
  g_assert_cmpfloat (diagram_width (hs_diagram_view_get_diagram (diagram)), <, width);
  bench_activate (window, "zoom-reset", NULL);
  g_assert_cmpfloat (hs_diagram_view_get_zoom (diagram), ==, 1);
  bench_activate (window, "numbers", "'absolute'");
  g_assert_cmpint (hs_diagram_view_get_numbers (diagram), ==, NUMBERS_ABSOLUTE);
  bench_activate (window, "numbers", "'symbolic'");
  bench_activate (window, "label-style", "'classic'");
  g_assert_cmpint (hs_diagram_view_get_style (diagram), ==, STYLE_CLASSIC);
  bench_activate (window, "cycle-style", NULL);
  g_assert_cmpint (hs_diagram_view_get_style (diagram), ==, STYLE_WIRE);
  bench_frames (window, 2);
}

static void
test_panels_open_and_close (void)
{
  HsWindow *window = window_with ("three-way-handshake");

  g_assert_true (bench_state_is (window, "inspector", "true"));
  g_assert_true (bench_state_is (window, "side-list", "false"));
  bench_activate (window, "side-list", NULL);
  g_assert_true (bench_state_is (window, "side-list", "true"));
  bench_frames (window, 5);
  bench_activate (window, "side-list", NULL);
  /* Beside the list there may be no room for the inspector: it comes back when the list goes. */
  bench_wait (bench_state_is (window, "inspector", "true"));
  bench_activate (window, "inspector", NULL);
  g_assert_true (bench_state_is (window, "inspector", "false"));
  bench_activate (window, "inspector", NULL);
}

/* Every width down to the smallest is laid out without a complaint: warnings are fatal in tests. */
static void
test_narrow_widths (void)
{
  static const int WIDTHS[] = { 1440, 1180, 1000, 820, 700, 640 };
  HsWindow *window = window_with ("full-connection");

  hs_session_go_end (hs_window_get_session (window));
  for (gsize i = 0; i < G_N_ELEMENTS (WIDTHS); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (window), WIDTHS[i], 480 + 40 * (int) i);
      bench_frames (window, 4);
    }
  gtk_window_set_default_size (GTK_WINDOW (window), 1440, 900);
  bench_frames (window, 4);
}

static void
resize (HsWindow *window, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, 900);
  bench_frames (window, 10);
}

/* A panel that folds away comes back with the room; one that was not there does not come. */
static void
test_panels_come_back (void)
{
  HsWindow *window = window_with ("full-connection");

  resize (window, 1440);
  g_assert_true (bench_state_is (window, "inspector", "true"));
  g_assert_true (bench_state_is (window, "side-list", "false"));
  resize (window, 700);
  g_assert_true (bench_state_is (window, "inspector", "false"));
  resize (window, 1440);
  g_assert_true (bench_state_is (window, "inspector", "true"));
  g_assert_true (bench_state_is (window, "side-list", "false"));
  bench_activate (window, "inspector", NULL);
  resize (window, 700);
  resize (window, 1440);
  g_assert_true (bench_state_is (window, "inspector", "false"));
  bench_activate (window, "inspector", NULL);
}

/* The present stays in sight when the window gets smaller. */
static void
test_present_stays_in_sight (void)
{
  static const int HEIGHTS[] = { 900, 700, 480 };
  HsWindow *window = window_with ("full-connection");
  HsSession *session = hs_window_get_session (window);
  HsDiagramView *diagram = hs_window_get_diagram (window);

  bench_activate (window, "view", "'sequence'");
  hs_session_seek (session, MS (300));
  for (gsize i = 0; i < G_N_ELEMENTS (HEIGHTS); i++)
    {
      g_autoptr (GtkAdjustment) adjustment = NULL;
      double y = diagram_y (hs_diagram_view_get_diagram (diagram), hs_session_get_now (session));

      gtk_window_set_default_size (GTK_WINDOW (window), 1440, HEIGHTS[i]);
      bench_frames (window, 8);
      g_object_get (diagram, "vadjustment", &adjustment, NULL);
      g_assert_cmpfloat (gtk_adjustment_get_page_size (adjustment), <, HEIGHTS[i]);
      g_assert_cmpfloat (y, >=, gtk_adjustment_get_value (adjustment));
      g_assert_cmpfloat (y, <=, gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment));
    }
  gtk_window_set_default_size (GTK_WINDOW (window), 1440, 900);
  bench_frames (window, 4);
}

/* --- the keyboard and the pointer --- */

static gboolean
focus_by_click (HsWindow *window)
{
  /* Without a window manager the X server gives the window the focus when it is clicked. */
  gboolean done = bench_xdotool ("mousemove 500 700 click 1");

  if (!done)
    g_test_skip ("xdotool is not installed");
  else
    bench_frames (window, 5);
  return done;
}

static void
press (HsWindow *window, const char *key)
{
  g_autofree char *steps = g_strdup_printf ("key %s", key);

  bench_xdotool (steps);
  bench_frames (window, 3);
}

static void
test_space_plays_and_pauses (void)
{
  HsWindow *window = window_with ("four-way-close");

  if (!focus_by_click (window))
    return;
  press (window, "space");
  bench_wait (bench_state_is (window, "play", "true"));
  press (window, "space");
  bench_wait (bench_state_is (window, "play", "false"));
}

static void
test_arrow_keys_step (void)
{
  HsWindow *window = window_with ("three-way-handshake");

  if (!focus_by_click (window))
    return;
  hs_session_go_start (hs_window_get_session (window));
  press (window, "Right");
  press (window, "Right");
  bench_wait (now (window) == MS (50));
  press (window, "Left");
  bench_wait (now (window) == 0);
  press (window, "End");
  bench_wait (now (window) == MS (500));
  press (window, "Home");
  bench_wait (now (window) == 0);
}

/* While a lesson is narrated they go through its steps, past what happens in between. */
static void
test_arrow_keys_go_through_a_lesson (void)
{
  HsWindow *window = window_with ("four-way-close");
  HsNarrator *narrator = hs_window_get_narrator (window);

  hs_narrator_set_on (narrator, TRUE);
  if (!focus_by_click (window))
    return;
  hs_session_go_start (hs_window_get_session (window));
  press (window, "Right");
  bench_wait (now (window) == MS (250) && hs_narrator_get_step (narrator) == 1);
  press (window, "Page_Down");
  bench_wait (now (window) == MS (300) && hs_narrator_get_step (narrator) == 2);
  press (window, "Page_Up");
  press (window, "Left");
  bench_wait (now (window) == 0 && hs_narrator_get_step (narrator) == 0);
}

static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  g_autoptr (GPtrArray) labels = bench_find (widget, GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    if (gtk_widget_get_mapped (labels->pdata[i]) && g_str_equal (gtk_label_get_text (labels->pdata[i]), text))
      return TRUE;
  return FALSE;
}

/* A lesson whose first step is an event opens with what to think about. */
static void
test_lesson_opens_with_its_question (void)
{
  HsWindow *window = window_with ("challenge-ack");
  HsNarrator *narrator = hs_window_get_narrator (window);

  hs_narrator_set_on (narrator, TRUE);
  hs_session_go_start (hs_window_get_session (window));
  bench_wait (hs_narrator_get_step (narrator) < 0);
  g_assert_true (shows_text (GTK_WIDGET (window), hs_narrator_get_lesson (narrator)->question));
  g_assert_false (shows_text (GTK_WIDGET (window), "Step 0 of 8"));
}

/* The figure is longer than the window: the keys go through time all the same, and the focus stays. */
static void
test_keys_go_through_time_in_a_long_figure (void)
{
  HsWindow *window = window_with ("full-connection");
  HsSession *session = hs_window_get_session (window);
  vtime end;

  hs_session_go_end (session);
  end = now (window);
  if (!focus_by_click (window))
    return;
  press (window, "Home");
  bench_wait (now (window) == 0);
  press (window, "End");
  bench_wait (now (window) == end);
  press (window, "Right");
  bench_frames (window, 5);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (hs_window_get_diagram (window))));
  press (window, "Page_Up");
  bench_wait (now (window) < end);
}

static void
test_letters_act_while_the_diagram_has_the_focus (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  HsSession *session = hs_window_get_session (window);

  if (!focus_by_click (window))
    return;
  hs_session_seek (session, MS (20));
  press (window, "d");
  bench_wait (bench_count (session, TRACE_LOSS) == 1);
  press (window, "8");
  bench_wait (hs_session_get_speed (session) == 100);
}

static GtkWidget *
find_popover (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child != NULL && !GTK_IS_POPOVER (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
test_a_click_on_a_token_offers_faults (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  HsDiagramView *diagram = hs_window_get_diagram (window);
  HsSession *session = hs_window_get_session (window);
  GtkWidget *popover = find_popover (GTK_WIDGET (diagram));
  GdkRectangle place;
  double x, y;
  g_autofree char *steps = NULL;

  if (!focus_by_click (window))
    return;
  hs_session_seek (session, MS (25));
  bench_frames (window, 15);
  g_assert_true (hs_diagram_view_token (diagram, 0, &place));
  gtk_widget_translate_coordinates (GTK_WIDGET (diagram), GTK_WIDGET (window), place.x + place.width / 2.0,
                                    place.y + place.height / 2.0, &x, &y);
  steps = g_strdup_printf ("mousemove %d %d click 1", (int) x, (int) y);
  bench_xdotool (steps);
  bench_wait (gtk_widget_get_mapped (popover));
  g_assert_cmpuint (hs_session_get_selected (session), !=, EVENT_NONE);
  press (window, "Escape");
  bench_wait (!gtk_widget_get_mapped (popover));
}

/* The window for it stays for the next segment, is there once, and goes with the run. */
static void
test_a_segment_is_injected (void)
{
  HsWindow *window = window_with ("three-way-handshake");
  HsSession *session = hs_window_get_session (window);
  GtkWindow *dialog = NULL;
  guint windows;

  hs_session_go_end (session);
  bench_activate (window, "inject", NULL);
  bench_frames (window, 3);
  windows = g_list_model_get_n_items (gtk_window_get_toplevels ());
  bench_activate (window, "inject", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, windows);
  for (guint i = 0; i < windows; i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (gtk_window_get_transient_for (other) == GTK_WINDOW (window))
        dialog = other;
    }
  g_assert_nonnull (dialog);
  g_signal_emit_by_name (gtk_window_get_default_widget (dialog), "clicked");
  g_assert_cmpuint (bench_count (session, TRACE_INJECT), ==, 1);
  g_assert_true (bench_state_is (window, "play", "true")); /* nothing was going to happen */
  g_signal_emit_by_name (gtk_window_get_default_widget (dialog), "clicked");
  g_assert_cmpuint (bench_count (session, TRACE_INJECT), ==, 2);
  bench_activate (window, "close-document", NULL);
  bench_frames (window, 2);
  g_assert_false (bench_enabled (window, "inject"));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), <, windows);
}

/* --- files --- */

static char *
write_file (const char *name, const void *octets, gsize length)
{
  char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, octets, (gssize) length, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_a_file_that_is_no_capture_is_said (void)
{
  HsWindow *window = bench_window ();
  g_autofree char *path = write_file ("noise.pcap", "this is not a capture at all", 28);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  hs_window_open_file (window, file);
  bench_wait (hs_window_get_said (window) != NULL);
  g_assert_cmpint (hs_session_get_document (hs_window_get_session (window)), ==, HS_DOCUMENT_NONE);
  g_remove (path);
}

static void
test_a_missing_scenario_is_said (void)
{
  HsWindow *window = bench_window ();
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/a.scenario");

  hs_window_open_file (window, file);
  g_assert_nonnull (hs_window_get_said (window));
}

/* What could be read of a damaged capture is shown, and one sentence says what is wrong. */
static void
test_a_damaged_capture_is_shown_as_far_as_it_goes (void)
{
  HsWindow *window = bench_window ();
  HsSession *session = hs_window_get_session (window);
  g_autofree char *whole = g_build_filename (g_get_tmp_dir (), "whole.pcap", NULL);
  g_autofree char *octets = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSession) run = bench_open ("four-way-close");
  gsize length;

  hs_session_go_end (run);
  g_assert_true (pcap_write_trace (hs_session_get_trace (run), whole, &error));
  g_assert_true (g_file_get_contents (whole, &octets, &length, &error));
  path = write_file ("cut.pcap", octets, length - 30);
  file = g_file_new_for_path (path);
  hs_window_open_file (window, file);
  bench_wait (hs_session_get_document (session) == HS_DOCUMENT_CAPTURE);
  g_assert_nonnull (hs_window_get_said (window));
  g_assert_cmpuint (flights_length (hs_session_get_flights (session)), >, 5);
  g_assert_true (bench_state_is (window, "side-list", "true"));
  g_assert_false (bench_enabled (window, "fault"));
  g_assert_false (bench_enabled (window, "next-timer"));
  bench_frames (window, 5);
  bench_activate (window, "go-start", NULL);
  bench_activate (window, "step-forward", NULL);
  bench_frames (window, 2);
  g_remove (whole);
  g_remove (path);
}

struct window_test
{
  const char *path;
  GTestFunc run;
  gboolean spoils; /* leaves a window behind that is not as new */
};

/* A new window takes a second under the sanitizers: most tests give theirs on. */
static void
run_test (gconstpointer data)
{
  const struct window_test *test = data;
  HsWindow *window;

  test->run ();
  window = bench_window ();
  if (test->spoils)
    gtk_window_destroy (GTK_WINDOW (window));
  else
    {
      hs_session_close_document (hs_window_get_session (window));
      hs_session_set_speed (hs_window_get_session (window), 0.1);
    }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static const struct window_test TESTS[] = {
  { "/window/welcome", test_welcomes },
  { "/window/scenario", test_opens_a_scenario },
  { "/window/scenario-unknown", test_an_unknown_scenario_is_said, TRUE },
  { "/window/inspector", test_the_inspector_leaves_room },
  { "/window/pause-freezes", test_plays_and_pause_freezes },
  { "/window/plays-to-the-end", test_plays_to_the_end },
  { "/window/steps", test_steps },
  { "/window/fault-undo", test_a_fault_loses_the_segment_and_undo_brings_it_back },
  { "/window/fault-none", test_a_fault_without_a_segment_is_said },
  { "/window/fault-past", test_acting_in_the_past_is_said },
  { "/window/lab", test_the_lab_waits_for_a_call },
  { "/window/wire", test_the_wire_is_named },
  { "/window/inject", test_a_segment_is_injected },
  { "/window/view", test_zooms_and_changes_labels },
  { "/window/panels", test_panels_open_and_close },
  { "/window/narrow", test_narrow_widths, TRUE },
  { "/window/panels-come-back", test_panels_come_back, TRUE },
  { "/window/present-stays-in-sight", test_present_stays_in_sight, TRUE },
  { "/window/space", test_space_plays_and_pauses },
  { "/window/arrows", test_arrow_keys_step },
  { "/window/arrows/lesson", test_arrow_keys_go_through_a_lesson },
  { "/window/lesson/question", test_lesson_opens_with_its_question },
  { "/window/long-figure", test_keys_go_through_time_in_a_long_figure },
  { "/window/letters", test_letters_act_while_the_diagram_has_the_focus },
  { "/window/token", test_a_click_on_a_token_offers_faults },
  { "/window/file-noise", test_a_file_that_is_no_capture_is_said, TRUE },
  { "/window/file-missing", test_a_missing_scenario_is_said, TRUE },
  { "/window/file-damaged", test_a_damaged_capture_is_shown_as_far_as_it_goes, TRUE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (TESTS); i++)
    g_test_add_data_func (TESTS[i].path, &TESTS[i], run_test);
  return g_test_run ();
}
