/* The transcript, the export dialog and the window of the shortcuts on a private display. */
#include "app/export-dialog.h"
#include "app/transcript-model.h"
#include "app/transcript.h"
#include "explain/event.h"
#include "panel-bench.h"
#include "session-bench.h"

#include <adwaita.h>

/* The window that was opened last, beside `parent`. */
static GtkWindow *
other_window (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != parent)
        found = window;
    }
  g_assert_nonnull (found);
  return found;
}

struct bench
{
  HsSession *session;
  GtkWindow *parent;
  GtkWindow *transcript;
  GtkSingleSelection *selection;
};

static struct bench
open_bench (const char *id)
{
  struct bench bench = { .session = bench_open (id) };
  g_autoptr (GPtrArray) lists = NULL;

  bench.parent = bench_show (gtk_label_new ("parent"), 100, 100);
  hs_transcript_present (bench.parent, bench.session);
  bench_settle ();
  bench.transcript = other_window (bench.parent);
  lists = bench_find (GTK_WIDGET (bench.transcript), GTK_TYPE_LIST_VIEW);
  g_assert_cmpuint (lists->len, ==, 1);
  bench.selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (g_ptr_array_index (lists, 0)));
  return bench;
}

static void
close_bench (struct bench *bench)
{
  gtk_window_destroy (bench->transcript);
  gtk_window_destroy (bench->parent);
  bench_settle ();
  g_assert_cmpuint (G_OBJECT (bench->session)->ref_count, ==, 1);
  g_object_unref (bench->session);
}

static event_id
event_at (struct bench *bench, guint position)
{
  g_autoptr (HsTranscriptRow) row = g_list_model_get_item (G_LIST_MODEL (bench->selection), position);

  g_assert_nonnull (row);
  return hs_transcript_row_get_event (row);
}

/* One row for each arrow and each change of a state, and the rows grow with the run. */
static void
test_has_every_segment_and_state (void)
{
  struct bench bench = open_bench ("four-way-close");
  const struct trace *trace;
  unsigned rows = 0;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (bench.selection)), ==, 0);
  hs_session_go_end (bench.session);
  trace = hs_session_get_trace (bench.session);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (bench.selection)); i++)
    {
      uint8_t kind = trace_get (trace, event_at (&bench, i))->kind;

      rows += kind == TRACE_SEND || kind == TRACE_STATE;
    }
  g_assert_cmpuint (rows, ==, bench_count (bench.session, TRACE_SEND) + bench_count (bench.session, TRACE_STATE));
  close_bench (&bench);
}

static void
test_rows_say_the_event (void)
{
  struct bench bench = open_bench ("three-way-handshake");

  hs_session_step_forward (bench.session);
  bench_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (bench.selection)), >, 1);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (bench.selection)); i++)
    {
      g_autofree char *line = explain_event_line (hs_session_get_trace (bench.session), event_at (&bench, i));

      g_assert_true (bench_sees (GTK_WIDGET (bench.transcript), line));
    }
  close_bench (&bench);
}

static void
test_selects_both_ways (void)
{
  struct bench bench = open_bench ("three-way-handshake");

  hs_session_go_end (bench.session);
  bench_settle ();
  gtk_single_selection_set_selected (bench.selection, 2);
  g_assert_cmpuint (hs_session_get_selected (bench.session), ==, event_at (&bench, 2));
  hs_session_select (bench.session, event_at (&bench, 4));
  g_assert_cmpuint (gtk_single_selection_get_selected (bench.selection), ==, 4);
  close_bench (&bench);
}

/* Without a selection the row of the last step is marked, and marking it selects nothing. */
static void
test_follows_the_place (void)
{
  struct bench bench = open_bench ("three-way-handshake");
  event_id event;

  hs_session_seek (bench.session, MS (50));
  event = event_at (&bench, gtk_single_selection_get_selected (bench.selection));
  g_assert_cmpint (trace_get (hs_session_get_trace (bench.session), event)->kind, ==, TRACE_SEND);
  g_assert_cmpint (trace_get (hs_session_get_trace (bench.session), event)->at, ==, MS (50));
  g_assert_cmpuint (hs_session_get_selected (bench.session), ==, EVENT_NONE);
  hs_session_go_start (bench.session);
  g_assert_cmpuint (gtk_single_selection_get_selected (bench.selection), ==, GTK_INVALID_LIST_POSITION);
  close_bench (&bench);
}

static void
test_follows_the_document (void)
{
  struct bench bench = open_bench ("four-way-close");
  g_autoptr (GError) error = NULL;

  hs_session_go_end (bench.session);
  hs_session_open_scenario (bench.session, scenario_file_find ("lost-syn", "en", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (bench.selection)), ==, 0);
  hs_session_close_document (bench.session);
  close_bench (&bench);
}

/* --- the other dialogs --- */

static void
test_the_export_dialog_asks (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  GtkWindow *parent = bench_show (gtk_label_new ("parent"), 100, 100);
  GtkWindow *dialog;

  hs_export_dialog_present (parent, session);
  bench_settle ();
  dialog = other_window (parent);
  g_assert_true (gtk_window_get_modal (dialog));
  g_assert_true (bench_sees (GTK_WIDGET (dialog), "Format"));
  g_assert_true (bench_sees (GTK_WIDGET (dialog), "PNG picture"));
  g_assert_true (bench_sees (GTK_WIDGET (dialog), "Numbers"));
  gtk_window_destroy (dialog);
  gtk_window_destroy (parent);
  bench_settle ();
}

static void
test_the_shortcuts_can_be_shown (void)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/handshake_tcp/Handshake/gtk/help-overlay.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_present (window);
  bench_settle ();
  g_assert_true (bench_sees (GTK_WIDGET (window), "Play or pause"));
  g_assert_true (bench_sees (GTK_WIDGET (window), "Drop it"));
  gtk_window_destroy (window);
  bench_settle ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  bench_add_style ();
  g_test_add_func ("/transcript/every-segment-and-state", test_has_every_segment_and_state);
  g_test_add_func ("/transcript/rows", test_rows_say_the_event);
  g_test_add_func ("/transcript/selects-both-ways", test_selects_both_ways);
  g_test_add_func ("/transcript/follows-the-place", test_follows_the_place);
  g_test_add_func ("/transcript/follows-the-document", test_follows_the_document);
  g_test_add_func ("/export-dialog/asks", test_the_export_dialog_asks);
  g_test_add_func ("/shortcuts/shown", test_the_shortcuts_can_be_shown);
  return g_test_run ();
}
