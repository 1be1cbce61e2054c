/* The list of connections on a private display. */
#include "app/capture-list-row.h"
#include "app/capture-list.h"
#include "capture-bench.h"
#include "panel-bench.h"
#include "session-bench.h"

#include <glib/gstdio.h>

#define FIRST_PORT 50000

static char *folder;

struct bench
{
  HsSession *session;
  HsCaptureList *list;
  GtkWindow *window;
  char *path;
};

/* Every connection is a handshake; number 3 is refused, number 5 has no answer. */
static struct bench
open_bench (guint connections)
{
  struct bench bench = { .session = hs_session_new () };
  struct bench_pcap pcap;

  bench.path = g_build_filename (folder, "list.pcap", NULL);
  bench_pcap_begin (&pcap);
  for (guint i = 0; i < connections; i++)
    {
      uint16_t port = (uint16_t) (FIRST_PORT + i);

      bench_pcap_add (&pcap, port, true, TCP_SYN, 100, 0);
      if (i == 3)
        bench_pcap_add (&pcap, port, false, TCP_RST | TCP_ACK, 0, 101);
      else if (i != 5)
        {
          bench_pcap_add (&pcap, port, false, TCP_SYN | TCP_ACK, 300, 101);
          bench_pcap_add (&pcap, port, true, TCP_ACK, 101, 301);
        }
    }
  bench.list = hs_capture_list_new (bench.session);
  hs_session_open_capture (bench.session, bench_pcap_open (&pcap, bench.path), 0);
  bench.window = bench_show (GTK_WIDGET (bench.list), 356, 800);
  bench_settle ();
  return bench;
}

static void
close_bench (struct bench *bench)
{
  gtk_window_destroy (bench->window);
  bench_settle ();
  g_assert_cmpuint (G_OBJECT (bench->session)->ref_count, ==, 1);
  g_object_unref (bench->session);
  g_unlink (bench->path);
  g_free (bench->path);
}

static GtkSingleSelection *
selection_of (struct bench *bench)
{
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (bench->list), GTK_TYPE_LIST_VIEW);

  g_assert_cmpuint (found->len, ==, 1);
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (g_ptr_array_index (found, 0)));
}

static void
type (struct bench *bench, const char *text)
{
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (bench->list), GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (g_ptr_array_index (found, 0), text);
  g_signal_emit_by_name (g_ptr_array_index (found, 0), "search-changed");
  bench_settle ();
}

static gboolean
sees (struct bench *bench, const char *text)
{
  return bench_sees (GTK_WIDGET (bench->list), text);
}

static void
test_rows (void)
{
  struct bench bench = open_bench (7);

  g_assert_true (sees (&bench, "7 connections"));
  g_assert_true (sees (&bench, "192.0.2.10:50000"));
  g_assert_true (sees (&bench, "to 198.51.100.7:443"));
  g_assert_true (sees (&bench, "3 segments"));
  g_assert_true (sees (&bench, "1 segment"));
  g_assert_true (sees (&bench, "2 ms"));
  g_assert_true (sees (&bench, "refused"));
  g_assert_true (sees (&bench, "SYN unanswered"));
  g_assert_false (sees (&bench, "reset"));
  g_assert_false (sees (&bench, "begins before capture"));
  close_bench (&bench);
}

static void
test_selecting_shows_the_connection (void)
{
  struct bench bench = open_bench (7);

  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (&bench)), ==, 0);
  gtk_single_selection_set_selected (selection_of (&bench), 4);
  g_assert_cmpuint (hs_session_get_connection (bench.session), ==, 4);
  hs_session_show_connection (bench.session, 6);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (&bench)), ==, 6);
  close_bench (&bench);
}

static void
test_search_keeps_the_connection (void)
{
  struct bench bench = open_bench (7);

  hs_session_show_connection (bench.session, 6);
  type (&bench, "refused");
  g_assert_true (sees (&bench, "1 of 7 connections"));
  g_assert_true (sees (&bench, "192.0.2.10:50003"));
  g_assert_false (sees (&bench, "192.0.2.10:50004"));
  g_assert_cmpuint (hs_session_get_connection (bench.session), ==, 6);
  type (&bench, "50006");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (&bench)), ==, 0);
  type (&bench, "nowhere");
  g_assert_true (sees (&bench, "Nothing found"));
  g_assert_cmpuint (hs_session_get_connection (bench.session), ==, 6);
  type (&bench, "");
  g_assert_true (sees (&bench, "7 connections"));
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (&bench)), ==, 6);
  close_bench (&bench);
}

static void
test_sorts_and_keeps_the_selection (void)
{
  struct bench bench = open_bench (7);

  hs_session_show_connection (bench.session, 3);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (bench.list), "connections.sort", "i", 1));
  bench_settle ();
  g_assert_true (sees (&bench, "Most problems first"));
  g_assert_cmpuint (hs_session_get_connection (bench.session), ==, 3);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (&bench)), <=, 1);
  close_bench (&bench);
}

/* Rows are made for what is seen, not for what there is. */
static void
test_ten_thousand (void)
{
  struct bench bench = open_bench (10000);
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_true (sees (&bench, "10\xe2\x80\xaf"
                               "000 connections"));
  hs_session_show_connection (bench.session, 9000);
  type (&bench, "198.51.100.7");
  rows = bench_find (GTK_WIDGET (bench.list), HS_TYPE_CONNECTION_ROW);
  g_assert_cmpuint (rows->len, >, 0);
  g_assert_cmpuint (rows->len, <, 1000);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (&bench)), ==, 9000);
  close_bench (&bench);
}

static void
test_another_document_empties_it (void)
{
  struct bench bench = open_bench (7);
  g_autoptr (GError) error = NULL;

  hs_session_open_scenario (bench.session, scenario_file_find ("lost-syn", "en", &error));
  g_assert_no_error (error);
  bench_settle ();
  g_assert_true (sees (&bench, "No TCP"));
  close_bench (&bench);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  bench_add_style ();
  folder = g_dir_make_tmp ("handshake-list-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/capture-list/rows", test_rows);
  g_test_add_func ("/capture-list/selecting", test_selecting_shows_the_connection);
  g_test_add_func ("/capture-list/search", test_search_keeps_the_connection);
  g_test_add_func ("/capture-list/sort", test_sorts_and_keeps_the_selection);
  g_test_add_func ("/capture-list/ten-thousand", test_ten_thousand);
  g_test_add_func ("/capture-list/another-document", test_another_document_empties_it);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
