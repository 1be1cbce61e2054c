/* Saving the run of a window as a scenario, and what is asked before a run is lost. */
#include "app/save-dialog.h"
#include "session-bench.h"
#include "window-bench.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

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

static HsSession *
session_of (HsWindow *window)
{
  return hs_window_get_session (window);
}

static void
act (HsWindow *window, guint times)
{
  hs_session_go_end (session_of (window));
  for (guint i = 0; i < times; i++)
    bench_activate (window, "call", "(uint32 0, uint32 2, uint64 10)");
}

/* A window above all others of this kind, or NULL. */
static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static GtkWindow *
find_titled (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return window;
    }
  return NULL;
}

static void
answer (const char *response)
{
  GtkWindow *dialog = NULL;

  bench_wait ((dialog = find_window (ADW_TYPE_MESSAGE_DIALOG)) != NULL);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  if (find_window (ADW_TYPE_MESSAGE_DIALOG) == dialog)
    gtk_window_destroy (dialog);
  bench_wait (find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

/* The chooser of files is GTK's; what is chosen in it is given to the dialog. */
static void
choose (const char *path)
{
  GtkWindow *dialog = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);

  bench_wait ((dialog = find_titled ("Save Scenario")) != NULL);
  hs_save_dialog_write (dialog, file);
}

static char *
temporary (const char *name)
{
  return g_build_filename (g_get_tmp_dir (), name, NULL);
}

static void
test_saves_as (void)
{
  HsWindow *window = window_with ("lost-syn");
  g_autofree char *path = temporary ("mine.scenario");
  g_autofree char *stem = temporary ("mine"); /* the ending is added */
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  act (window, 6);
  hs_session_go_end (session_of (window));
  first = bench_recording (session_of (window));
  bench_activate (window, "save", NULL); /* there is no file yet: it asks */
  choose (stem);
  bench_wait (hs_session_get_path (session_of (window)) != NULL);
  g_assert_cmpstr (hs_session_get_path (session_of (window)), ==, path);
  g_assert_cmpstr (hs_window_get_said (window), ==, "Saved: mine.scenario");
  bench_wait (find_titled ("Save Scenario") == NULL);

  /* Now there is one: no question, and it opens as the same run. */
  act (window, 1);
  bench_activate (window, "save", NULL);
  g_assert_null (find_titled ("Save Scenario"));
  g_assert_cmpuint (hs_session_count_unsaved (session_of (window)), ==, 0);
  bench_activate (window, "undo", NULL);
  bench_activate (window, "save", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  hs_window_open_file (window, file);
  g_assert_null (find_window (ADW_TYPE_MESSAGE_DIALOG));
  hs_session_go_end (session_of (window));
  second = bench_recording (session_of (window));
  g_assert_cmpstr (first, ==, second);
  g_remove (path);
}

static void
test_file_names (void)
{
  g_autofree char *plain = hs_save_file_name (" Lost SYN ");
  g_autofree char *slash = hs_save_file_name ("A/B: why?");
  g_autofree char *none = hs_save_file_name (" ");

  g_assert_cmpstr (plain, ==, "Lost SYN.scenario");
  g_assert_cmpstr (slash, ==, "A-B- why-.scenario");
  g_assert_cmpstr (none, ==, "handshake.scenario");
}

/* A name that only becomes that of another file by its ending was not asked about, and a title is needed. */
static void
test_does_not_replace_unasked (void)
{
  HsWindow *window = window_with ("lost-syn");
  g_autofree char *path = temporary ("there.scenario");
  g_autofree char *stem = temporary ("there");
  g_autofree char *contents = NULL;
  GtkWindow *dialog = NULL;

  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
  bench_activate (window, "save-as", NULL);
  choose (stem);
  answer ("close");
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "precious");
  dialog = find_titled ("Save Scenario");
  g_assert_nonnull (dialog);
  g_assert_true (gtk_widget_get_sensitive (gtk_window_get_default_widget (dialog)));
  gtk_window_close (dialog);
  bench_wait (find_titled ("Save Scenario") == NULL);
  g_assert_null (hs_session_get_path (session_of (window)));
  g_remove (path);
}

/* Looking, and a few acts, are left without a question. */
static void
test_does_not_get_in_the_way (void)
{
  HsWindow *window = window_with ("lost-syn");

  act (window, 2);
  bench_activate (window, "open-scenario", "'sack'");
  g_assert_null (find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (hs_session_get_title (session_of (window)), !=, "Lost SYN");
  hs_session_go_end (session_of (window));
  bench_activate (window, "lab", NULL);
  g_assert_null (find_window (ADW_TYPE_MESSAGE_DIALOG));
}

static void
test_asks (void)
{
  HsWindow *window = window_with ("lost-syn");

  act (window, 6);
  bench_activate (window, "open-scenario", "'sack'");
  g_assert_cmpstr (hs_session_get_title (session_of (window)), ==, "Lost SYN");
  answer ("cancel");
  g_assert_cmpstr (hs_session_get_title (session_of (window)), ==, "Lost SYN");
  g_assert_cmpuint (hs_session_count_unsaved (session_of (window)), ==, 6);

  bench_activate (window, "close-document", NULL);
  answer ("discard");
  bench_wait (hs_session_get_document (session_of (window)) == HS_DOCUMENT_NONE);
}

/* What was wished for is done when the run is saved. */
static void
test_asks_and_saves (void)
{
  HsWindow *window = window_with ("lost-syn");
  g_autofree char *path = temporary ("kept.scenario");

  act (window, 6);
  bench_activate (window, "open-scenario", "'sack'");
  answer ("save");
  choose (path);
  bench_wait (strcmp (hs_session_get_title (session_of (window)), "Lost SYN") != 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  bench_wait (find_titled ("Save Scenario") == NULL);
  g_remove (path);
}

static void
test_closing_asks (void)
{
  HsWindow *window = window_with ("lost-syn");

  act (window, 6);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (GTK_WINDOW (window));
  answer ("cancel");
  g_assert_nonnull (window);
  gtk_window_close (GTK_WINDOW (window));
  answer ("discard");
  bench_wait (window == NULL);
}

static void
test_only_runs_are_saved (void)
{
  HsWindow *window = bench_window ();

  bench_frames (window, 2);
  g_assert_false (bench_enabled (window, "save"));
  g_assert_false (bench_enabled (window, "save-as"));
  window_with ("lost-syn");
  g_assert_true (bench_enabled (window, "save"));
  bench_activate (window, "quiz", NULL);
  g_assert_false (bench_enabled (window, "save"));
  bench_activate (window, "quiz", NULL);
}

/* The sentence about a wrong file stands there to be read and copied. */
static void
test_a_wrong_file_is_told (void)
{
  HsWindow *window = window_with ("lost-syn");
  g_autofree char *path = temporary ("wrong.scenario");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_set_contents (path, "[Scenario]\nTitle=T\n[Host A]\nMss=lots\n", -1, NULL);
  hs_window_open_file (window, file);
  g_assert_cmpstr (hs_window_get_said (window), ==,
                   "wrong.scenario: [Host A] Mss: “lots” is not a whole number from 0 to 65495");
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_window (ADW_TYPE_MESSAGE_DIALOG))), ==,
                   "wrong.scenario cannot be opened");
  answer ("close");
  g_assert_cmpstr (hs_session_get_title (session_of (window)), ==, "Lost SYN");
  g_remove (path);
}

static void
run_test (gconstpointer data)
{
  GTestFunc test = (GTestFunc) (gintptr) data;

  test ();
  gtk_window_destroy (GTK_WINDOW (bench_window ()));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    GTestFunc run;
  } tests[] = {
    { "/window-save/as", test_saves_as },
    { "/window-save/names", test_file_names },
    { "/window-save/unasked", test_does_not_replace_unasked },
    { "/window-save/quiet", test_does_not_get_in_the_way },
    { "/window-save/asks", test_asks },
    { "/window-save/asks-and-saves", test_asks_and_saves },
    { "/window-save/closing", test_closing_asks },
    { "/window-save/only-runs", test_only_runs_are_saved },
    { "/window-save/wrong-file", test_a_wrong_file_is_told },
  };

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, (gconstpointer) (gintptr) tests[i].run, run_test);
  return g_test_run ();
}
