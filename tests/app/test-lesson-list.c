/* The list of lessons on a private display: what a search finds, lessons and states. */
#include "app/lesson-list.h"
#include "io/scenario-file.h"
#include "panel-bench.h"
#include "session-bench.h"

struct bench
{
  HsSession *session;
  GtkWidget *list;
  GtkWindow *window;
};

static struct bench
open_bench (void)
{
  struct bench bench = { .session = hs_session_new () };
  g_autoptr (GError) error = NULL;
  GPtrArray *files = scenario_files_list (NULL, &error);

  g_assert_no_error (error);
  bench.list = hs_lesson_list_new (bench.session, files);
  g_ptr_array_unref (files);
  bench.window = bench_show (bench.list, 356, 820);
  return bench;
}

static void
close_bench (struct bench *bench)
{
  gtk_window_destroy (bench->window);
  bench_settle ();
  g_object_unref (bench->session);
}

static gboolean
finds (struct bench *bench, const char *words, const char *title)
{
  g_autoptr (GPtrArray) entries = bench_find (bench->list, GTK_TYPE_SEARCH_ENTRY);

  g_assert_cmpuint (entries->len, ==, 1);
  gtk_editable_set_text (g_ptr_array_index (entries, 0), words);
  g_signal_emit_by_name (g_ptr_array_index (entries, 0), "search-changed");
  bench_settle ();
  return bench_sees (bench->list, title);
}

static void
test_lessons_without_a_search (void)
{
  struct bench bench = open_bench ();

  g_assert_true (bench_sees (bench.list, "Three-way handshake"));
  g_assert_true (bench_sees (bench.list, "Four-way close"));
  g_assert_false (bench_sees (bench.list, "SYN-RECEIVED"));
  close_bench (&bench);
}

/* A title and its summary have the room that the number leaves them. */
static void
test_texts_have_the_row (void)
{
  struct bench bench = open_bench ();
  g_autoptr (GPtrArray) rows = bench_find (bench.list, GTK_TYPE_LIST_BOX_ROW);
  guint summaries = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (GPtrArray) labels = bench_find (rows->pdata[i], GTK_TYPE_LABEL);

      for (guint j = 0; j < labels->len; j++)
        if (gtk_widget_has_css_class (labels->pdata[j], "row-summary"))
          {
            g_assert_cmpint (gtk_widget_get_width (labels->pdata[j]), >=, gtk_widget_get_width (rows->pdata[i]) - 70);
            summaries++;
          }
    }
  g_assert_cmpuint (summaries, >, 20);
  close_bench (&bench);
}

static void
test_states_by_every_name (void)
{
  static const char *const ROWS[][2] = {
    { "SYN_SEND", "SYN-SENT" },     { "syn_recv", "SYN-RECEIVED" }, { "SYN-RCVD", "SYN-RECEIVED" },
    { "FIN_WAIT1", "FIN-WAIT-1" },  { "FIN_WAIT_2", "FIN-WAIT-2" }, { "ESTAB", "ESTABLISHED" },
    { "close_wait", "CLOSE-WAIT" }, { "LAST_ACK", "LAST-ACK" },     { "TIME_WAIT", "TIME-WAIT" },
    { "LISTENING", "LISTEN" },      { "closing", "CLOSING" },       { "UNCONN", "CLOSED" },
  };
  struct bench bench = open_bench ();

  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++)
    g_assert_true (finds (&bench, ROWS[i][0], ROWS[i][1]));
  /* With how others write it, and what it means. */
  g_assert_true (
      finds (&bench, "SYN_RECV", "netstat: SYN_RECV · ss: SYN-RECV · Windows: SYN_RECEIVED · in the figure: SYN-RCVD"));
  g_assert_false (finds (&bench, "SYN_RECV", "TIME-WAIT"));
  g_assert_false (finds (&bench, "no such words", "TIME-WAIT"));
  close_bench (&bench);
}

/* A lesson that speaks of a state is found by the name that netstat has for it. */
static void
test_lessons_by_a_state (void)
{
  struct bench bench = open_bench ();

  g_assert_true (finds (&bench, "TIME_WAIT", "Four-way close"));
  g_assert_false (finds (&bench, "TIME_WAIT", "Three-way handshake"));
  g_assert_true (finds (&bench, "lost syn", "Lost SYN"));
  g_assert_false (finds (&bench, "lost syn", "Four-way close"));
  close_bench (&bench);
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
  g_test_add_func ("/lesson-list/lessons", test_lessons_without_a_search);
  g_test_add_func ("/lesson-list/texts-have-the-row", test_texts_have_the_row);
  g_test_add_func ("/lesson-list/states", test_states_by_every_name);
  g_test_add_func ("/lesson-list/lessons-by-state", test_lessons_by_a_state);
  return g_test_run ();
}
