/* The quiz in the window: the panel in the inspector's place, what is insensitive meanwhile, a wrong ack and its
 * sentence, the score. */
#include "panel-bench.h"
#include "session-bench.h"
#include "window-bench.h"

#include "app/inspector.h"
#include "app/quiz-panel.h"
#include "app/quiz-paper.h"
#include "app/transport.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#define SEED 7

static HsQuizPanel *
find_panel (HsWindow *window)
{
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (window), HS_TYPE_QUIZ_PANEL);

  return found->len > 0 ? found->pdata[0] : NULL;
}

static GtkWidget *
find_button (HsWindow *window, const char *label)
{
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (find_panel (window)), GTK_TYPE_BUTTON);

  for (guint i = 0; i < found->len; i++)
    if (g_strcmp0 (gtk_button_get_label (found->pdata[i]), label) == 0)
      return found->pdata[i];
  g_error ("no button “%s”", label);
}

static void
click (HsWindow *window, const char *label)
{
  GtkWidget *button = find_button (window, label);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  bench_frames (window, 2);
}

/* Lists stand in the order seq, ack, state. */
static void
choose (HsWindow *window, guint list, const char *text)
{
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (find_panel (window)), GTK_TYPE_DROP_DOWN);
  GtkStringList *strings;

  g_assert_cmpuint (list, <, found->len);
  strings = GTK_STRING_LIST (gtk_drop_down_get_model (found->pdata[list]));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (strings)); i++)
    if (text == NULL ? i == 1 : g_str_equal (gtk_string_list_get_string (strings, i), text))
      {
        gtk_drop_down_set_selected (found->pdata[list], i);
        return;
      }
  g_error ("nothing “%s” to choose", text);
}

static HsWindow *
window_with_quiz (const char *id, guint question)
{
  HsWindow *window = bench_window ();
  g_autofree char *parameter = g_strdup_printf ("'%s'", id);
  HsQuiz *quiz = hs_window_get_quiz (window);

  bench_activate (window, "open-scenario", parameter);
  bench_frames (window, 3);
  g_assert_true (hs_quiz_start (quiz, SEED));
  for (guint i = 0; i < question; i++)
    {
      hs_quiz_answer (quiz, NULL);
      hs_quiz_next (quiz);
    }
  bench_wait (gtk_widget_get_mapped (GTK_WIDGET (find_panel (window))));
  bench_frames (window, 3);
  return window;
}

static void
test_the_panel_takes_the_inspectors_place (void)
{
  HsWindow *window = bench_window ();
  HsNarrator *narrator = hs_window_get_narrator (window);
  static const char *const REFUSED[]
      = { "play",    "step-forward", "go-end",     "next-state", "next-timer", "fault",     "undo",
          "restart", "call",         "transcript", "export",     "page",       "narration", "lesson-next" };

  bench_activate (window, "open-scenario", "'three-way-handshake'");
  g_assert_true (hs_narrator_get_on (narrator));
  bench_activate (window, "side-list", NULL);
  g_assert_true (bench_state_is (window, "side-list", "true"));
  bench_activate (window, "quiz", NULL);
  bench_wait (find_panel (window) != NULL && gtk_widget_get_mapped (GTK_WIDGET (find_panel (window))));
  bench_frames (window, 3);
  {
    g_autoptr (GPtrArray) inspectors = bench_find (GTK_WIDGET (window), HS_TYPE_INSPECTOR);

    g_assert_cmpuint (inspectors->len, ==, 0);
  }
  g_assert_true (bench_state_is (window, "quiz", "true"));
  g_assert_true (bench_state_is (window, "side-list", "false"));
  g_assert_false (hs_narrator_get_on (narrator));
  for (gsize i = 0; i < G_N_ELEMENTS (REFUSED); i++)
    if (bench_enabled (window, REFUSED[i]))
      g_error ("%s must wait for the answer", REFUSED[i]);
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "What happens next?"));
  bench_activate (window, "quiz", NULL);
  bench_frames (window, 3);
  g_assert_null (find_panel (window));
  g_assert_true (bench_state_is (window, "side-list", "true"));
  bench_activate (window, "side-list", NULL);
  g_assert_true (hs_narrator_get_on (narrator));
  g_assert_true (bench_enabled (window, "play"));
}

static void
test_a_wrong_ack_is_put_right (void)
{
  HsWindow *window = window_with_quiz ("three-way-handshake", 2);
  HsQuiz *quiz = hs_window_get_quiz (window);
  const struct quiz_question *question = hs_quiz_get_question (quiz);
  g_autofree char *texts = NULL;
  g_autofree char *wrong = NULL;

  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "A’s SYN reaches B"));
  g_assert_false (gtk_widget_is_sensitive (find_button (window, "_Check")));
  click (window, "B");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "B")), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "SYN")), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "ACK")), TRUE);
  choose (window, 0, "a new start number");
  choose (window, 2, "SYN-RECEIVED");
  g_assert_false (gtk_widget_is_sensitive (find_button (window, "_Check")));
  g_signal_emit_by_name (find_button (window, "_Check"), "clicked");
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_ASKING);
  wrong = quiz_choice_text (hs_session_get_trace (hs_window_get_session (window)),
                            &question->acks[question->key.ack == 0 ? 1 : 0], QUIZ_NUMBERS_SYMBOLIC);
  choose (window, 1, wrong);
  click (window, "_Check");
  texts = bench_texts (GTK_WIDGET (find_panel (window)));
  g_assert_nonnull (strstr (texts, "Not all of it is right\n"));
  g_assert_nonnull (strstr (texts, "✓\nSender: B\n"));
  g_assert_nonnull (strstr (texts, "✓\nseq: a new start number\n"));
  g_assert_nonnull (strstr (texts, "✕\nack: x + 1\n"));
  g_assert_nonnull (strstr (texts, wrong));
  g_assert_nonnull (strstr (texts, "B answers with SYN and ACK\n"));
  g_assert_cmpuint (hs_quiz_get_right (quiz), ==, 0);
  bench_activate (window, "quiz", NULL);
}

static void
test_nobody_and_the_score (void)
{
  HsWindow *window = window_with_quiz ("three-way-handshake", 8);
  HsQuiz *quiz = hs_window_get_quiz (window);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "Nobody")), TRUE);
  choose (window, 2, "ESTABLISHED");
  g_assert_false (gtk_widget_is_sensitive (find_button (window, "SYN")));
  click (window, "_Check");
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "All of it is right"));
  click (window, "_Next Question");
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_DONE);
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "1 of 9 right"));
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "Skipped: 8"));
  click (window, "Once _More");
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_ASKING);
  click (window, "_End Quiz");
  g_assert_cmpint (hs_quiz_get_phase (quiz), ==, HS_QUIZ_OFF);
}

/* From the welcome page, with a score, and once more with other numbers. */
static void
test_the_set_from_the_welcome_page (void)
{
  HsWindow *window = bench_window ();
  HsQuiz *quiz = hs_window_get_quiz (window);
  g_autofree char *texts = NULL;

  bench_activate (window, "open-scenario", "'three-way-handshake'");
  bench_activate (window, "close-document", NULL);
  bench_frames (window, 3);
  {
    g_autoptr (GPtrArray) buttons = bench_find (GTK_WIDGET (window), GTK_TYPE_BUTTON);
    GtkWidget *entry = NULL;

    for (guint i = 0; i < buttons->len; i++)
      if (g_strcmp0 (gtk_actionable_get_action_name (buttons->pdata[i]), "win.questions") == 0)
        entry = buttons->pdata[i];
    g_assert_nonnull (entry);
    g_signal_emit_by_name (entry, "clicked");
  }
  bench_wait (find_panel (window) != NULL && gtk_widget_get_mapped (GTK_WIDGET (find_panel (window))));
  bench_frames (window, 3);
  g_assert_true (hs_quiz_is_set (quiz));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (find_panel (window))));
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "Question 1 of 25"));
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "A’s SYN reaches B"));
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), quiz_set_rules ()));
  while (hs_quiz_get_phase (quiz) != HS_QUIZ_DONE)
    {
      hs_quiz_answer (quiz, hs_quiz_get_index (quiz) > 0 ? &hs_quiz_get_question (quiz)->key : NULL);
      hs_quiz_next (quiz);
    }
  bench_frames (window, 3);
  texts = bench_texts (GTK_WIDGET (find_panel (window)));
  g_assert_nonnull (strstr (texts, "24 of 25 right\n"));
  g_assert_nonnull (strstr (texts, "Not right yet\n1. LISTEN: A’s SYN reaches B\n"));
  click (window, "Once _More");
  g_assert_cmpuint (hs_quiz_get_seed (quiz), >, 0);
  g_assert_cmpuint (hs_quiz_get_index (quiz), ==, 0);
  click (window, "_End Quiz");
  g_assert_cmpint (hs_session_get_document (hs_window_get_session (window)), ==, HS_DOCUMENT_NONE);
  g_assert_null (find_panel (window));
}

static void
test_the_slider_stops_at_the_question (void)
{
  HsWindow *window = window_with_quiz ("four-way-close", 3);
  HsSession *session = hs_window_get_session (window);
  const struct quiz_question *question = hs_quiz_get_question (hs_window_get_quiz (window));
  g_autoptr (GPtrArray) sliders = bench_find (GTK_WIDGET (window), GTK_TYPE_SCALE);
  gboolean handled;

  g_assert_cmpuint (sliders->len, >=, 1);
  g_signal_emit_by_name (sliders->pdata[0], "change-value", GTK_SCROLL_JUMP, 1.0, &handled);
  g_assert_cmpint (hs_session_get_now (session), ==, question->at);
  g_assert_cmpuint (hs_session_get_event (session), ==, question->moments[0]);
  g_signal_emit_by_name (sliders->pdata[0], "change-value", GTK_SCROLL_JUMP, 0.0, &handled);
  g_assert_true (bench_enabled (window, "step-forward"));
  bench_activate (window, "step-forward", NULL);
  g_assert_cmpint (hs_session_get_now (session), <=, question->at);
  bench_activate (window, "quiz", NULL);
}

static GdkTexture *
render (HsWindow *window, int *width, int *height)
{
  GtkWidget *diagram = GTK_WIDGET (hs_window_get_diagram (window));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (diagram);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GdkTexture *texture;

  *width = gtk_widget_get_width (diagram);
  *height = gtk_widget_get_height (diagram);
  gdk_paintable_snapshot (paintable, snapshot, *width, *height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, *width, *height));
  gsk_render_node_unref (node);
  return texture;
}

/* Rows of the diagram with ink between the two lifelines, where arrows are. */
static int
rows_with_arrows (HsWindow *window)
{
  int width, height, rows = 0;
  g_autoptr (GdkTexture) texture = render (window, &width, &height);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (int y = 0; y < height; y++)
    for (int x = width * 2 / 5; x < width * 3 / 5; x++)
      if (pixels[y * width + x] != pixels[0])
        {
          rows++;
          break;
        }
  return rows;
}

/* Back at the start what is recorded is not drawn as the future, as it is without a quiz: only the now-line is. */
static void
test_no_future_is_drawn (void)
{
  HsWindow *window = window_with_quiz ("four-way-close", 4);
  int quiz;

  hs_session_go_start (hs_window_get_session (window));
  bench_frames (window, 5);
  quiz = rows_with_arrows (window);
  g_assert_cmpint (quiz, <=, 3);
  bench_activate (window, "quiz", NULL);
  bench_frames (window, 5);
  g_assert_cmpint (rows_with_arrows (window), >, 20);
}

/* The answer is drawn as it is chosen, and kept beside what happened; the next question begins without one. */
static void
test_the_answer_is_drawn (void)
{
  HsWindow *window = window_with_quiz ("three-way-handshake", 2);
  HsQuiz *quiz = hs_window_get_quiz (window);
  int open, drawn, beside, next;

  open = rows_with_arrows (window);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "B")), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "FIN")), TRUE);
  bench_frames (window, 3);
  drawn = rows_with_arrows (window);
  g_assert_cmpint (drawn, >, open + 10);
  choose (window, 0, NULL);
  choose (window, 2, "SYN-RECEIVED");
  click (window, "_Check");
  bench_frames (window, 3);
  beside = rows_with_arrows (window);
  g_assert_cmpint (beside, >, drawn + 10);
  hs_quiz_next (quiz);
  bench_frames (window, 3);
  next = rows_with_arrows (window);
  g_assert_cmpint (next, <, beside - 10);
  bench_activate (window, "quiz", NULL);
}

/* --- on paper --- */

/* The menu of the button has both sheets, and an action behind them that is there. */
static void
test_paper_menu (void)
{
  HsWindow *window = window_with_quiz ("three-way-handshake", 0);
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (find_panel (window)), HS_TYPE_QUIZ_PAPER);
  GtkWidget *button = adw_bin_get_child (ADW_BIN (found->pdata[0]));
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (found->pdata[0]);
  GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));

  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 2);
  for (int i = 0; i < 2; i++)
    {
      const GVariantType *parameter;
      const char *name, *property;
      gboolean answers, there = FALSE;
      g_autofree char *action = NULL;
      GType owner;

      g_assert_true (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action));
      g_assert_true (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_TARGET, "b", &answers));
      g_assert_cmpint (answers, ==, i == 1);
      for (guint n = 0; gtk_widget_class_query_action (klass, n, &owner, &name, &parameter, &property); n++)
        there |= g_str_equal (name, action);
      g_assert_true (there);
    }
  bench_activate (window, "quiz", NULL);
}

/* The chooser of files is GTK's; what is chosen in it is given to the button. */
static void
test_on_paper (void)
{
  HsWindow *window = window_with_quiz ("three-way-handshake", 2);
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (find_panel (window)), HS_TYPE_QUIZ_PAPER);
  g_autofree char *folder = g_dir_make_tmp ("handshake-paper-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.pdf", NULL);

  g_assert_cmpuint (found->len, ==, 1);
  hs_quiz_paper_save (found->pdata[0], FALSE, path);
  g_assert_cmpstr (hs_window_get_said (window), ==, "Written: mine.pdf");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  hs_quiz_paper_save (found->pdata[0], TRUE, path);
  g_assert_cmpstr (hs_window_get_said (window), ==, "mine.pdf cannot be written: No such file or directory.");
  g_assert_cmpint (hs_quiz_get_phase (hs_window_get_quiz (window)), ==, HS_QUIZ_ASKING);
  g_assert_cmpuint (hs_quiz_get_index (hs_window_get_quiz (window)), ==, 2);
  bench_activate (window, "quiz", NULL);
}

/* --- numbers in another way --- */

static char *
chosen_text (HsWindow *window, guint list)
{
  g_autoptr (GPtrArray) found = bench_find (GTK_WIDGET (find_panel (window)), GTK_TYPE_DROP_DOWN);
  GtkStringObject *item = gtk_drop_down_get_selected_item (found->pdata[list]);

  return g_strdup (gtk_string_object_get_string (item));
}

/* What is chosen stays chosen, and it, the answer and the result are written as the diagram writes numbers. */
static void
test_numbers_in_another_way (void)
{
  HsWindow *window = window_with_quiz ("three-way-handshake", 2);
  HsQuiz *quiz = hs_window_get_quiz (window);
  g_autofree char *symbolic = NULL;
  g_autofree char *absolute = NULL;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "B")), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (window, "ACK")), TRUE);
  choose (window, 1, "x + 1");
  symbolic = chosen_text (window, 1);
  bench_activate (window, "numbers", "'absolute'");
  bench_frames (window, 3);
  absolute = chosen_text (window, 1);
  g_assert_cmpstr (symbolic, ==, "x + 1");
  g_assert_cmpstr (absolute, ==, "101");
  hs_quiz_answer (quiz, &hs_quiz_get_question (quiz)->key);
  bench_frames (window, 3);
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "ack: 101"));
  bench_activate (window, "numbers", "'symbolic'");
  bench_frames (window, 3);
  g_assert_true (bench_sees (GTK_WIDGET (find_panel (window)), "ack: x + 1"));
  bench_activate (window, "quiz", NULL);
}

static void
test_by_keys (void)
{
  HsWindow *window = bench_window ();
  HsQuiz *quiz = hs_window_get_quiz (window);

  bench_activate (window, "open-scenario", "'three-way-handshake'");
  bench_activate (window, "focus-diagram", NULL);
  bench_frames (window, 5);
  if (!bench_xdotool ("key q"))
    {
      g_test_skip ("xdotool is not installed");
      return;
    }
  bench_wait (hs_quiz_get_phase (quiz) == HS_QUIZ_ASKING);
  bench_frames (window, 5);
  bench_xdotool ("key alt+s");
  bench_wait (hs_quiz_get_phase (quiz) == HS_QUIZ_ANSWERED);
  bench_frames (window, 5);
  bench_xdotool ("key Return");
  bench_wait (hs_quiz_get_phase (quiz) == HS_QUIZ_ASKING);
  bench_frames (window, 5);
  /* Space chooses in the form instead of playing. */
  bench_xdotool ("key space");
  bench_wait (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (window, "A"))));
  bench_xdotool ("key alt+e");
  bench_wait (hs_quiz_get_phase (quiz) == HS_QUIZ_OFF);
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
  g_test_add_func ("/quiz-panel/place", test_the_panel_takes_the_inspectors_place);
  g_test_add_func ("/quiz-panel/wrong-ack", test_a_wrong_ack_is_put_right);
  g_test_add_func ("/quiz-panel/score", test_nobody_and_the_score);
  g_test_add_func ("/quiz-panel/set", test_the_set_from_the_welcome_page);
  g_test_add_func ("/quiz-panel/slider", test_the_slider_stops_at_the_question);
  g_test_add_func ("/quiz-panel/no-future", test_no_future_is_drawn);
  g_test_add_func ("/quiz-panel/drawn", test_the_answer_is_drawn);
  g_test_add_func ("/quiz-panel/on-paper", test_on_paper);
  g_test_add_func ("/quiz-panel/on-paper/menu", test_paper_menu);
  g_test_add_func ("/quiz-panel/numbers", test_numbers_in_another_way);
  g_test_add_func ("/quiz-panel/keys", test_by_keys);
  return g_test_run ();
}
