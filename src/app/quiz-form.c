#include "app/quiz-form.h"

#include "app/inspector-parts.h"
#include "explain/context.h"
#include "explain/template.h"

#include <glib/gi18n.h>

#define SENDER_COUNT 3
#define BIT_COUNT 4

static const struct
{
  const char *name;
  uint8_t flag;
} BITS[BIT_COUNT] = { { "SYN", TCP_SYN }, { "ACK", TCP_ACK }, { "FIN", TCP_FIN }, { "RST", TCP_RST } };

static const uint8_t SENDERS[SENDER_COUNT] = { HOST_A, HOST_B, HOST_NONE };

struct _HsQuizForm
{
  GtkBox parent_instance;

  struct quiz_question question;
  GtkToggleButton *senders[SENDER_COUNT];
  GtkToggleButton *bits[BIT_COUNT];
  GtkToggleButton *data;
  GtkWidget *segment; /* all that is asked only of a segment */
  GtkDropDown *seq;
  GtkDropDown *ack;
  GtkDropDown *state;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_COUNT,
};

static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (HsQuizForm, hs_quiz_form, GTK_TYPE_BOX)

/* --- what is chosen --- */

static int
chosen (GtkDropDown *list)
{
  guint selected = gtk_drop_down_get_selected (list);

  return selected == GTK_INVALID_LIST_POSITION || selected == 0 ? QUIZ_NONE : (int) selected - 1;
}

/* False while nobody is chosen, not even "Nobody". */
static gboolean
get_sender (HsQuizForm *self, uint8_t *sender)
{
  *sender = HOST_NONE;
  for (int i = 0; i < SENDER_COUNT; i++)
    {
      if (!gtk_toggle_button_get_active (self->senders[i]))
        continue;
      *sender = SENDERS[i];
      return TRUE;
    }
  return FALSE;
}

gboolean
hs_quiz_form_get_answer (HsQuizForm *self, struct quiz_answer *answer)
{
  gboolean said;

  *answer = (struct quiz_answer){ .seq = chosen (self->seq), .ack = chosen (self->ack), .state = chosen (self->state) };
  said = get_sender (self, &answer->sender);
  answer->data = gtk_toggle_button_get_active (self->data);
  for (int i = 0; i < BIT_COUNT; i++)
    if (gtk_toggle_button_get_active (self->bits[i]))
      answer->flags |= BITS[i].flag;
  return said;
}

gboolean
hs_quiz_form_is_complete (HsQuizForm *self)
{
  struct quiz_answer answer;

  if (!hs_quiz_form_get_answer (self, &answer) || answer.state == QUIZ_NONE)
    return FALSE;
  if (answer.sender == HOST_NONE)
    return TRUE;
  return (answer.flags != 0 || answer.data) && answer.seq != QUIZ_NONE
         && ((answer.flags & TCP_ACK) == 0 || answer.ack != QUIZ_NONE);
}

/* Of no segment nothing is asked, and ack has a meaning only beside ACK. */
static void
on_chosen (HsQuizForm *self)
{
  struct quiz_answer answer;

  hs_quiz_form_get_answer (self, &answer);
  gtk_widget_set_sensitive (self->segment, answer.sender != HOST_NONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ack), (answer.flags & TCP_ACK) != 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- building --- */

static GtkWidget *
add_part (GtkBox *box, const char *heading, GtkWidget *content)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (part, "inspector-part");
  gtk_box_append (GTK_BOX (part), hs_part_heading (heading));
  gtk_box_append (GTK_BOX (part), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (content), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  gtk_box_append (box, part);
  return part;
}

static GtkToggleButton *
add_toggle (HsQuizForm *self, GtkBox *row, const char *label)
{
  GtkWidget *toggle = gtk_toggle_button_new_with_label (label);

  gtk_widget_set_hexpand (toggle, TRUE);
  gtk_box_append (row, toggle);
  g_signal_connect_swapped (toggle, "toggled", G_CALLBACK (on_chosen), self);
  return GTK_TOGGLE_BUTTON (toggle);
}

static void
add_senders (HsQuizForm *self, const struct trace *trace)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (row, "linked");
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (int i = 0; i < SENDER_COUNT; i++)
    {
      const char *name = SENDERS[i] < HOST_COUNT ? explain_host_name (trace, SENDERS[i]) : _ ("Nobody");

      self->senders[i] = add_toggle (self, GTK_BOX (row), name);
      if (i > 0)
        gtk_toggle_button_set_group (self->senders[i], self->senders[0]);
    }
  add_part (GTK_BOX (self), _ ("Who sends?"), row);
}

static void
add_bits (HsQuizForm *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (row, "quiz-bits");
  for (int i = 0; i < BIT_COUNT; i++)
    self->bits[i] = add_toggle (self, GTK_BOX (row), BITS[i].name);
  self->data = add_toggle (self, GTK_BOX (row), _ ("data"));
  add_part (GTK_BOX (self->segment), _ ("Bits"), row);
}

/* What a list offers; above it stands that something is to be chosen. */
static GtkStringList *
new_offer (GPtrArray *texts)
{
  g_ptr_array_insert (texts, 0, g_strdup (C_ ("list of a quiz", "choose")));
  g_ptr_array_add (texts, NULL);
  return gtk_string_list_new ((const char *const *) texts->pdata);
}

static GtkDropDown *
new_list (HsQuizForm *self, GtkStringList *offer, const char *name)
{
  GtkWidget *list = gtk_drop_down_new (G_LIST_MODEL (offer), NULL);

  gtk_widget_set_hexpand (list, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (on_chosen), self);
  return GTK_DROP_DOWN (list);
}

static GtkStringList *
new_numbers (const struct trace *trace, const struct quiz_choice *choices, unsigned count, enum quiz_numbers numbers)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (unsigned i = 0; i < count; i++)
    g_ptr_array_add (texts, quiz_choice_text (trace, &choices[i], numbers));
  return new_offer (texts);
}

static GtkDropDown *
add_numbers (HsQuizForm *self, GtkBox *row, const char *name, GtkStringList *offer)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkDropDown *list = new_list (self, offer, name);

  gtk_box_append (GTK_BOX (column), gtk_label_new (name));
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (list));
  gtk_box_append (row, column);
  return list;
}

static void
add_both_numbers (HsQuizForm *self, const struct trace *trace, enum quiz_numbers numbers)
{
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const struct quiz_question *it = &self->question;

  self->seq = add_numbers (self, GTK_BOX (rows), "seq", new_numbers (trace, it->seqs, it->seq_count, numbers));
  self->ack = add_numbers (self, GTK_BOX (rows), "ack", new_numbers (trace, it->acks, it->ack_count, numbers));
  gtk_widget_add_css_class (rows, "quiz-numbers");
  add_part (GTK_BOX (self->segment), C_ ("part of a quiz", "Numbers"), rows);
}

static void
add_states (HsQuizForm *self, const struct trace *trace)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *heading
      = explain_fill (_ ("{host} is then in state"), "host", explain_host_name (trace, self->question.host), NULL);

  for (int state = 0; state < TCP_STATE_COUNT; state++)
    g_ptr_array_add (texts, g_strdup (tcp_state_name ((enum tcp_state) state)));
  self->state = new_list (self, new_offer (texts), heading);
  add_part (GTK_BOX (self), heading, GTK_WIDGET (self->state));
}

/* Takes the offer. */
static void
offer_instead (GtkDropDown *list, GtkStringList *offer)
{
  guint selected = gtk_drop_down_get_selected (list);

  gtk_drop_down_set_model (list, G_LIST_MODEL (offer));
  gtk_drop_down_set_selected (list, selected);
  g_object_unref (offer);
}

void
hs_quiz_form_set_numbers (HsQuizForm *self, const struct trace *trace, enum quiz_numbers numbers)
{
  const struct quiz_question *it = &self->question;

  offer_instead (self->seq, new_numbers (trace, it->seqs, it->seq_count, numbers));
  offer_instead (self->ack, new_numbers (trace, it->acks, it->ack_count, numbers));
}

static void
hs_quiz_form_class_init (HsQuizFormClass *klass)
{
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", HS_TYPE_QUIZ_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_quiz_form_init (HsQuizForm *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

HsQuizForm *
hs_quiz_form_new (const struct trace *trace, const struct quiz_question *question, enum quiz_numbers numbers)
{
  HsQuizForm *self = g_object_new (HS_TYPE_QUIZ_FORM, NULL);

  self->question = *question;
  self->segment = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  add_senders (self, trace);
  gtk_box_append (GTK_BOX (self), self->segment);
  add_bits (self);
  add_both_numbers (self, trace, numbers);
  add_states (self, trace);
  on_chosen (self);
  return self;
}
