#include "app/quiz-result.h"

#include "app/inspector-parts.h"
#include "explain/context.h"
#include "explain/event.h"
#include "explain/state.h"
#include "explain/template.h"

#include <glib/gi18n.h>

static char *
field_name (const struct trace *trace, const struct quiz_question *question, enum quiz_field field)
{
  switch (field)
    {
    case QUIZ_SENDER:
      return g_strdup (C_ ("field of a quiz", "Sender"));
    case QUIZ_BITS:
      return g_strdup (_ ("Bits"));
    case QUIZ_SEQ:
      return g_strdup ("seq");
    case QUIZ_ACK:
      return g_strdup ("ack");
    case QUIZ_STATE:
      return explain_fill (C_ ("field of a quiz", "State of {host}"), "host", explain_host_name (trace, question->host),
                           NULL);
    case QUIZ_FIELD_COUNT:
      break;
    }
  return g_strdup ("");
}

/* What was answered, in the words of the right value. */
static char *
answered_text (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer,
               enum quiz_field field, enum quiz_numbers numbers)
{
  struct quiz_question answered = *question;

  answered.key = *answer;
  if ((answer->flags & TCP_ACK) == 0)
    answered.key.ack = QUIZ_NONE;
  return quiz_right_text (trace, &answered, field, numbers);
}

/* The mark is a character and has a name, so that it is not a matter of colour. */
static GtkWidget *
new_mark (gboolean right)
{
  GtkWidget *mark = gtk_label_new (right ? "✓" : "✕");

  gtk_widget_add_css_class (mark, right ? "check-holds" : "check-fails");
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  right ? C_ ("answer", "right") : C_ ("answer", "wrong"), -1);
  return mark;
}

static void
add_correction (GtkBox *texts, const struct trace *trace, const struct quiz_question *question,
                const struct quiz_answer *answer, enum quiz_field field, enum quiz_numbers numbers)
{
  g_autofree char *answered = answered_text (trace, question, answer, field, numbers);
  g_autofree char *remark = quiz_remark (trace, question, answer, field);
  const char *belief = quiz_belief (trace, question, answer, field);
  gboolean segment = field != QUIZ_SENDER && field != QUIZ_STATE;
  g_autofree char *words = explain_fill (_ ("Your answer: {answer}"), "answer", answered, NULL);

  if (!segment || answer->sender != HOST_NONE)
    gtk_box_append (texts, GTK_WIDGET (hs_part_label (words, "card-second")));
  if (belief != NULL)
    {
      g_autofree char *thought = explain_fill (_ ("Often thought: “{belief}”"), "belief", belief, NULL);

      gtk_box_append (texts, GTK_WIDGET (hs_part_label (thought, "explain-text")));
    }
  gtk_box_append (texts, GTK_WIDGET (hs_part_label (remark, "card-second")));
}

static void
add_field (GtkBox *card, const struct trace *trace, const struct quiz_question *question,
           const struct quiz_answer *answer, enum quiz_field field, enum quiz_numbers numbers)
{
  enum quiz_verdict verdict = quiz_judge (question, answer != NULL ? answer : &question->key, field);
  g_autofree char *name = field_name (trace, question, field);
  g_autofree char *value = quiz_right_text (trace, question, field, numbers);
  g_autofree char *line
      = explain_fill (C_ ("field and value", "{field}: {value}"), "field", name, "value", value, NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (verdict == QUIZ_NOT_ASKED)
    return;
  gtk_widget_add_css_class (row, "quiz-field");
  if (answer != NULL)
    gtk_box_append (GTK_BOX (row), new_mark (verdict == QUIZ_RIGHT));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (hs_part_label (line, "card-line")));
  if (verdict == QUIZ_WRONG)
    add_correction (GTK_BOX (texts), trace, question, answer, field, numbers);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (card, row);
}

static void
add_explanation (GtkBox *box, const struct trace *trace, const struct quiz_question *question)
{
  g_autoptr (Explanation) it = explain_event (trace, quiz_told_by (question));

  /* Of silence the state has the explanation. */
  if (question->moment_count == 0)
    {
      gtk_box_append (
          box, GTK_WIDGET (hs_part_label (explain_state_text ((enum tcp_state) question->before), "explain-text")));
      return;
    }
  gtk_box_append (box, GTK_WIDGET (hs_part_label (it->title, "quiz-told")));
  gtk_box_append (box, GTK_WIDGET (hs_part_label (it->text, "explain-text")));
  if (it->section != NULL)
    gtk_box_append (box, GTK_WIDGET (hs_part_label (it->section, "section-title")));
}

GtkWidget *
hs_quiz_result_new (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer,
                    enum quiz_numbers numbers)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkBox *card = hs_part_card ();
  const char *verdict = answer == NULL                     ? _ ("The answer")
                        : quiz_is_right (question, answer) ? _ ("All of it is right")
                                                           : _ ("Not all of it is right");

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (hs_part_label (verdict, "quiz-verdict")));
  for (int field = 0; field < QUIZ_FIELD_COUNT; field++)
    add_field (card, trace, question, answer, (enum quiz_field) field, numbers);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (card));
  add_explanation (GTK_BOX (box), trace, question);
  return box;
}
