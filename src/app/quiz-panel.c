#include "app/quiz-panel.h"

#include "app/inspector-parts.h"
#include "app/quiz-paper.h"
#include "app/quiz-result.h"
#include "explain/context.h"
#include "explain/state.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* px */
#define WIDTH 380

struct _HsQuizPanel
{
  AdwBin parent_instance;

  HsQuiz *quiz;
  HsDiagramView *diagram;
  GtkLabel *place;
  GtkProgressBar *progress;
  HsQuizPaper *paper;
  GtkLabel *title;
  GtkLabel *moment;
  GtkLabel *rules;  /* of the set */
  GtkBox *content;  /* form, result or score */
  HsQuizForm *form; /* borrowed from content; NULL */
  GtkLabel *hint;
  GtkWidget *check;
  GtkWidget *hint_button;
  GtkWidget *skip;
  GtkWidget *next;
  GtkWidget *again;
};

G_DEFINE_FINAL_TYPE (HsQuizPanel, hs_quiz_panel, ADW_TYPE_BIN)

HsQuizForm *
hs_quiz_panel_get_form (HsQuizPanel *self)
{
  return self->form;
}

static const struct trace *
get_trace (HsQuizPanel *self)
{
  return hs_session_get_whole_trace (hs_quiz_get_session (self->quiz));
}

static enum quiz_numbers
numbers_of (HsQuizPanel *self)
{
  switch (hs_diagram_view_get_numbers (self->diagram))
    {
    case NUMBERS_SYMBOLIC:
      return QUIZ_NUMBERS_SYMBOLIC;
    case NUMBERS_RELATIVE:
      return QUIZ_NUMBERS_RELATIVE;
    default:
      return QUIZ_NUMBERS_REAL;
    }
}

/* --- the phases --- */

static void
fill_place (HsQuizPanel *self)
{
  guint count = hs_quiz_count (self->quiz);
  guint index = MIN (hs_quiz_get_index (self->quiz) + 1, count);
  g_autofree char *at = g_strdup_printf ("%u", index);
  g_autofree char *of = g_strdup_printf ("%u", count);
  g_autofree char *text = explain_fill (_ ("Question {number} of {count}"), "number", at, "count", of, NULL);

  hs_part_set_text (self->place, text);
  gtk_progress_bar_set_fraction (self->progress, count > 0 ? (double) index / count : 0);
}

/* A number as the diagram writes it: a start number that nobody knows yet is the book's letter. */
static void
write_number (HsQuizPanel *self, const struct quiz_choice *choices, int taken, unsigned sender, char *number)
{
  const struct trace *trace = get_trace (self);
  enum quiz_numbers numbers = numbers_of (self);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;

  if (taken < 0)
    text = g_strdup ("?");
  else if (choices[taken].fresh)
    text = g_strdup (numbers != QUIZ_NUMBERS_SYMBOLIC ? C_ ("start number", "new") : sender == HOST_A ? "x" : "y");
  else if (numbers == QUIZ_NUMBERS_RELATIVE && choices[taken].space < HOST_COUNT)
    text = g_strdup_printf ("%u", choices[taken].number - trace_host_const (trace, choices[taken].space)->iss);
  else
    text = quiz_choice_text (trace, &choices[taken], numbers == QUIZ_NUMBERS_RELATIVE ? QUIZ_NUMBERS_REAL : numbers);
  /* The diagram writes "x+1". */
  parts = g_strsplit (text, " ", -1);
  joined = g_strjoinv ("", parts);
  g_strlcpy (number, joined, GUESS_NUMBER_SIZE);
}

/* Draws an answer into the diagram; NULL takes it away. */
static void
draw_answer (HsQuizPanel *self, const struct quiz_answer *answer, gboolean said, gboolean beside)
{
  const struct quiz_question *question = hs_quiz_get_question (self->quiz);
  struct diagram_guess guess;

  if (question == NULL || answer == NULL)
    {
      hs_diagram_view_set_guess (self->diagram, NULL);
      return;
    }
  guess = (struct diagram_guess){ .after = quiz_asked_until (get_trace (self), question) - 1,
                                  .beside = beside,
                                  .nobody = said && answer->sender == HOST_NONE,
                                  .sender = answer->sender,
                                  .flags = answer->flags,
                                  .data = answer->data,
                                  .host = question->host,
                                  .state = answer->state };
  write_number (self, question->seqs, answer->seq, answer->sender, guess.seq);
  if ((answer->flags & TCP_ACK) != 0)
    write_number (self, question->acks, answer->ack, answer->sender, guess.ack);
  hs_diagram_view_set_guess (self->diagram, &guess);
}

static void
on_form_changed (HsQuizPanel *self)
{
  struct quiz_answer answer;
  gboolean said = hs_quiz_form_get_answer (self->form, &answer);

  draw_answer (self, &answer, said, FALSE);
  gtk_widget_set_sensitive (self->check, hs_quiz_form_is_complete (self->form));
}

static void
show_question (HsQuizPanel *self)
{
  self->form = hs_quiz_form_new (get_trace (self), hs_quiz_get_question (self->quiz), numbers_of (self));
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (on_form_changed), self);
  gtk_box_append (self->content, GTK_WIDGET (self->form));
  on_form_changed (self);
}

static void
show_result (HsQuizPanel *self)
{
  gtk_box_append (self->content, hs_quiz_result_new (get_trace (self), hs_quiz_get_question (self->quiz),
                                                     hs_quiz_get_answer (self->quiz), numbers_of (self)));
}

/* The questions that were not right, with what they asked about. */
static void
show_missed (HsQuizPanel *self)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkBox *card = hs_part_card ();

  gtk_widget_add_css_class (part, "inspector-part");
  gtk_box_append (GTK_BOX (part), hs_part_heading (_ ("Not right yet")));
  for (guint i = 0; i < hs_quiz_count (self->quiz); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      const char *state = tcp_state_name ((enum tcp_state) hs_quiz_get_state (self->quiz, i));
      g_autofree char *line = explain_fill (C_ ("number and question", "{number}. {state}: {moment}"), "number", number,
                                            "state", state, "moment", hs_quiz_get_moment (self->quiz, i), NULL);

      if (hs_quiz_get_outcome (self->quiz, i) != HS_QUIZ_IS_RIGHT)
        gtk_box_append (card, GTK_WIDGET (hs_part_label (line, "quiz-missed")));
    }
  gtk_box_append (GTK_BOX (part), GTK_WIDGET (card));
  gtk_box_append (self->content, part);
}

static const char *
last_words (HsQuizPanel *self)
{
  return hs_quiz_is_set (self->quiz)
             ? _ ("A question counts when all of it is right. Once more asks the same with other numbers.")
             : _ ("A question counts when all of it is right. The run is all yours again: look at what surprised you.");
}

static void
show_score (HsQuizPanel *self)
{
  g_autofree char *right = g_strdup_printf ("%u", hs_quiz_get_right (self->quiz));
  g_autofree char *count = g_strdup_printf ("%u", hs_quiz_count (self->quiz));
  g_autofree char *skipped = g_strdup_printf ("%u", hs_quiz_get_skipped (self->quiz));
  g_autofree char *score = explain_fill (_ ("{right} of {count} right"), "right", right, "count", count, NULL);
  g_autofree char *left = explain_fill (_ ("Skipped: {skipped}"), "skipped", skipped, NULL);

  gtk_box_append (self->content, GTK_WIDGET (hs_part_label (score, "quiz-score")));
  if (hs_quiz_get_skipped (self->quiz) > 0)
    gtk_box_append (self->content, GTK_WIDGET (hs_part_label (left, "card-second")));
  gtk_box_append (self->content, GTK_WIDGET (hs_part_label (last_words (self), "explain-text")));
  if (hs_quiz_get_right (self->quiz) < hs_quiz_count (self->quiz))
    show_missed (self);
}

static void
fill_title (HsQuizPanel *self, HsQuizPhase phase)
{
  const struct quiz_question *question = hs_quiz_get_question (self->quiz);
  const char *moment = question != NULL ? hs_quiz_get_moment (self->quiz, hs_quiz_get_index (self->quiz)) : "";

  hs_part_set_text (self->title, phase == HS_QUIZ_DONE ? _ ("The score") : _ ("What happens next?"));
  hs_part_set_text (self->moment, moment);
  gtk_widget_set_visible (GTK_WIDGET (self->moment), question != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->rules), phase == HS_QUIZ_ASKING && hs_quiz_is_set (self->quiz));
}

static void
show_buttons (HsQuizPanel *self, HsQuizPhase phase)
{
  gtk_widget_set_visible (self->check, phase == HS_QUIZ_ASKING);
  gtk_widget_set_visible (self->hint_button, phase == HS_QUIZ_ASKING);
  gtk_widget_set_visible (self->skip, phase == HS_QUIZ_ASKING);
  gtk_widget_set_visible (self->next, phase == HS_QUIZ_ANSWERED);
  gtk_widget_set_visible (self->again, phase == HS_QUIZ_DONE);
}

/* The keys are for what is to be done next. */
static void
take_focus (HsQuizPanel *self)
{
  HsQuizPhase phase = hs_quiz_get_phase (self->quiz);

  if (phase == HS_QUIZ_ASKING)
    gtk_widget_child_focus (GTK_WIDGET (self->content), GTK_DIR_TAB_FORWARD);
  else if (phase != HS_QUIZ_OFF)
    gtk_widget_grab_focus (phase == HS_QUIZ_ANSWERED ? self->next : self->again);
}

static void
update (HsQuizPanel *self)
{
  HsQuizPhase phase = hs_quiz_get_phase (self->quiz);

  self->form = NULL;
  hs_part_clear (self->content);
  draw_answer (self, hs_quiz_get_answer (self->quiz), TRUE, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), FALSE);
  if (phase == HS_QUIZ_OFF)
    return;
  fill_place (self);
  fill_title (self, phase);
  show_buttons (self, phase);
  if (phase == HS_QUIZ_ASKING)
    show_question (self);
  else if (phase == HS_QUIZ_ANSWERED)
    show_result (self);
  else
    show_score (self);
  take_focus (self);
}

/* What is chosen stays chosen. */
static void
on_renumbered (HsQuizPanel *self)
{
  HsQuizPhase phase = hs_quiz_get_phase (self->quiz);

  if (phase == HS_QUIZ_ASKING)
    hs_quiz_form_set_numbers (self->form, get_trace (self), numbers_of (self));
  else if (phase == HS_QUIZ_ANSWERED)
    update (self);
}

/* --- acting --- */

static void
on_check (HsQuizPanel *self)
{
  struct quiz_answer answer;

  if (!hs_quiz_form_is_complete (self->form))
    return;
  hs_quiz_form_get_answer (self->form, &answer);
  hs_quiz_answer (self->quiz, &answer);
}

static void
on_skip (HsQuizPanel *self)
{
  hs_quiz_answer (self->quiz, NULL);
}

/* What the state that the host is in is there for. */
static void
on_hint (HsQuizPanel *self)
{
  const struct quiz_question *question = hs_quiz_get_question (self->quiz);
  enum tcp_state before = (enum tcp_state) question->before;
  g_autofree char *text = explain_fill (_ ("{host} is in {state}. {meaning}"), "host",
                                        explain_host_name (get_trace (self), question->host), "state",
                                        tcp_state_name (before), "meaning", explain_state_text (before), NULL);

  hs_part_set_text (self->hint, text);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), TRUE);
}

static void
on_next (HsQuizPanel *self)
{
  hs_quiz_next (self->quiz);
}

static void
on_again (HsQuizPanel *self)
{
  hs_quiz_again (self->quiz, hs_quiz_random_seed ());
}

static void
on_end (HsQuizPanel *self)
{
  hs_quiz_stop (self->quiz);
}

/* --- building --- */

static GtkWidget *
add_button (HsQuizPanel *self, GtkBox *row, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (row, button);
  return button;
}

static void
add_head (HsQuizPanel *self, GtkBox *box)
{
  GtkBox *row = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8));

  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->progress), GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (GTK_WIDGET (self->progress), TRUE);
  gtk_box_append (row, GTK_WIDGET (self->progress));
  self->place = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->place), "narration-place");
  gtk_box_append (row, GTK_WIDGET (self->place));
  self->paper = hs_quiz_paper_new ();
  gtk_box_append (row, GTK_WIDGET (self->paper));
  gtk_widget_add_css_class (add_button (self, row, _ ("_End Quiz"), G_CALLBACK (on_end)), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (row), "quiz-head");
  gtk_box_append (box, GTK_WIDGET (row));
}

static void
add_buttons (HsQuizPanel *self, GtkBox *box)
{
  GtkBox *row = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10));

  self->check = add_button (self, row, _ ("_Check"), G_CALLBACK (on_check));
  self->next = add_button (self, row, _ ("_Next Question"), G_CALLBACK (on_next));
  self->again = add_button (self, row, _ ("Once _More"), G_CALLBACK (on_again));
  self->hint_button = add_button (self, row, _ ("_Hint"), G_CALLBACK (on_hint));
  self->skip = add_button (self, row, _ ("_Skip"), G_CALLBACK (on_skip));
  gtk_widget_set_hexpand (self->check, TRUE);
  gtk_widget_set_hexpand (self->next, TRUE);
  gtk_widget_set_hexpand (self->again, TRUE);
  gtk_widget_add_css_class (self->check, "suggested-action");
  gtk_widget_add_css_class (self->next, "suggested-action");
  gtk_widget_add_css_class (self->again, "suggested-action");
  gtk_widget_add_css_class (self->skip, "flat");
  gtk_widget_add_css_class (GTK_WIDGET (row), "quiz-buttons");
  gtk_box_append (box, GTK_WIDGET (row));
}

static void
hs_quiz_panel_dispose (GObject *object)
{
  HsQuizPanel *self = HS_QUIZ_PANEL (object);

  if (self->quiz != NULL)
    g_signal_handlers_disconnect_by_data (self->quiz, self);
  g_clear_object (&self->quiz);
  g_clear_object (&self->diagram);
  G_OBJECT_CLASS (hs_quiz_panel_parent_class)->dispose (object);
}

static void
hs_quiz_panel_class_init (HsQuizPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_quiz_panel_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "quiz");
}

static void
hs_quiz_panel_init (HsQuizPanel *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkBox *column = hs_part_column ();

  add_head (self, box);
  self->title = hs_part_label ("", "quiz-title");
  self->moment = hs_part_label ("", "quiz-moment");
  self->rules = hs_part_label (quiz_set_rules (), "quiz-rules");
  self->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->hint = hs_part_label ("", "quiz-hint");
  gtk_box_append (column, GTK_WIDGET (self->title));
  gtk_box_append (column, GTK_WIDGET (self->moment));
  gtk_box_append (column, GTK_WIDGET (self->rules));
  gtk_box_append (column, GTK_WIDGET (self->content));
  gtk_box_append (column, GTK_WIDGET (self->hint));
  gtk_box_append (box, hs_part_scrolled (column));
  add_buttons (self, box);
  hs_part_fix_width (GTK_WIDGET (self), WIDTH);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}

HsQuizPanel *
hs_quiz_panel_new (HsQuiz *quiz, HsDiagramView *diagram)
{
  HsQuizPanel *self = g_object_new (HS_TYPE_QUIZ_PANEL, NULL);

  self->quiz = g_object_ref (quiz);
  self->diagram = g_object_ref (diagram);
  hs_quiz_paper_set_quiz (self->paper, quiz);
  g_signal_connect_swapped (quiz, "changed", G_CALLBACK (update), self);
  g_signal_connect_object (diagram, "renumbered", G_CALLBACK (on_renumbered), self, G_CONNECT_SWAPPED);
  /* The first question is there before the panel is. */
  g_signal_connect (self, "map", G_CALLBACK (take_focus), NULL);
  update (self);
  return self;
}
