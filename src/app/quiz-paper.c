#include "app/quiz-paper.h"

#include "app/export-dialog-file.h"
#include "app/save-chooser.h"
#include "app/window.h"
#include "cli/quiz-sheet.h"
#include "explain/template.h"

#include <errno.h>
#include <glib/gi18n.h>

struct _HsQuizPaper
{
  AdwBin parent_instance;

  HsQuiz *quiz;
  GtkFileChooserNative *chooser;
  gboolean answers; /* what the chooser was shown for */
};

G_DEFINE_FINAL_TYPE (HsQuizPaper, hs_quiz_paper, ADW_TYPE_BIN)

/* --- writing --- */

static GPtrArray *
new_sheet (HsQuiz *quiz, gboolean answers)
{
  GPtrArray *sheet = quiz_sheet_new ();

  if (hs_quiz_is_set (quiz))
    quiz_sheet_add_set (sheet, hs_quiz_get_seed (quiz), answers);
  else
    quiz_sheet_add_run (sheet, hs_session_get_whole_trace (hs_quiz_get_session (quiz)), hs_quiz_get_questions (quiz),
                        answers);
  return sheet;
}

/* What it is about. */
static char *
subject (HsQuiz *quiz)
{
  return hs_quiz_is_set (quiz) ? quiz_sheet_set_name (hs_quiz_get_seed (quiz))
                               : g_strdup (hs_session_get_title (hs_quiz_get_session (quiz)));
}

gboolean
hs_quiz_paper_write (HsQuiz *quiz, gboolean answers, const char *path, GError **error)
{
  g_autoptr (GPtrArray) sheet = new_sheet (quiz, answers);
  g_autofree char *about = subject (quiz);
  g_autofree char *title = quiz_sheet_title (about, answers);

  errno = 0;
  if (quiz_sheet_pdf (sheet, title, !answers, path))
    return TRUE;
  hs_export_set_error (error, path, errno);
  return FALSE;
}

/* --- asking where --- */

static void
say (HsQuizPaper *self, const char *sentence)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (HS_IS_WINDOW (root))
    hs_window_say (HS_WINDOW (root), sentence);
}

void
hs_quiz_paper_save (HsQuizPaper *self, gboolean answers, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = hs_quiz_paper_write (self->quiz, answers, path, &error) ? hs_export_written_text (path)
                                                                                      : g_strdup (error->message);

  say (self, sentence);
}

static void
on_chosen (HsQuizPaper *self, int response)
{
  g_autofree char *why = NULL;
  g_autofree char *path = hs_save_chooser_path (self->chooser, response, &why);

  g_clear_object (&self->chooser);
  if (path != NULL)
    hs_quiz_paper_save (self, self->answers, path);
  else if (why != NULL)
    say (self, why);
}

/* Proposes a name. */
static char *
file_name (HsQuizPaper *self)
{
  g_autofree char *about = subject (self->quiz);
  g_autofree char *stem
      = explain_fill (self->answers ? _ ("{about}, the answers") : _ ("{about}, a quiz"), "about", about, NULL);

  return hs_export_file_name (stem, HS_EXPORT_PDF);
}

static void
ask (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HsQuizPaper *self = HS_QUIZ_PAPER (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = NULL;

  if (self->chooser != NULL || hs_quiz_get_phase (self->quiz) == HS_QUIZ_OFF)
    return;
  self->answers = g_variant_get_boolean (parameter);
  self->chooser
      = hs_save_chooser_new (GTK_WINDOW (root), self->answers ? _ ("The Answers") : _ ("A Hand-Out"), "*.pdf", "*.pdf");
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_chosen), self);
  name = file_name (self);
  hs_save_chooser_ask (self->chooser, name);
}

/* --- building --- */

static GMenuModel *
new_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_Hand-Out to Fill In…"), "paper.write(false)");
  g_menu_append (menu, _ ("The _Answers…"), "paper.write(true)");
  return G_MENU_MODEL (menu);
}

static void
hs_quiz_paper_dispose (GObject *object)
{
  HsQuizPaper *self = HS_QUIZ_PAPER (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->quiz);
  G_OBJECT_CLASS (hs_quiz_paper_parent_class)->dispose (object);
}

static void
hs_quiz_paper_class_init (HsQuizPaperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_quiz_paper_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "paper.write", "b", ask);
}

static void
hs_quiz_paper_init (HsQuizPaper *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = new_menu ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "printer-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_tooltip_text (button, _ ("On paper: a hand-out, or the answers"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("The quiz on paper"), -1);
  gtk_widget_add_css_class (button, "flat");
  adw_bin_set_child (ADW_BIN (self), button);
}

HsQuizPaper *
hs_quiz_paper_new (void)
{
  return g_object_new (HS_TYPE_QUIZ_PAPER, NULL);
}

void
hs_quiz_paper_set_quiz (HsQuizPaper *self, HsQuiz *quiz)
{
  g_set_object (&self->quiz, quiz);
}
