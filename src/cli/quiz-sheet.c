#include "cli/quiz-sheet.h"

#include "explain/context.h"
#include "explain/event.h"
#include "explain/segment-name.h"
#include "explain/state.h"
#include "explain/template.h"
#include "sim/exercise.h"

#include <glib/gi18n.h>

/* Segments before the moment that are told: who has seen the run knows the others. */
#define SEGMENTS_TOLD 4

#define BOX "☐ "

static void
part_free (gpointer data)
{
  struct quiz_sheet_part *part = data;

  g_free (part->heading);
  g_free (part->told);
  g_free (part->text);
  quiz_figure_free (part->figure);
  g_free (part);
}

GPtrArray *
quiz_sheet_new (void)
{
  return g_ptr_array_new_with_free_func (part_free);
}

static void
add_line (GString *text, const char *name, const char *value)
{
  g_autofree char *line
      = explain_fill (C_ ("field and value", "{field}: {value}"), "field", name, "value", value, NULL);

  g_string_append_printf (text, "%s\n", line);
}

/* --- what has happened --- */

static void
add_history (GString *text, const struct trace *trace, const struct quiz_question *question)
{
  event_id moment = question->moments[0];
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  guint first;

  for (event_id id = 0; id < moment; id++)
    {
      const struct trace_event *event = trace_get (trace, id);
      g_autofree char *segment = NULL;

      if (event->kind != TRACE_SEND)
        continue;
      segment = explain_segment_line (trace_segment (trace, id));
      g_ptr_array_add (lines, g_strdup_printf ("%s → %s  %s", explain_host_name (trace, event->host),
                                               explain_host_name (trace, event->host ^ 1u), segment));
    }
  first = lines->len > SEGMENTS_TOLD ? lines->len - SEGMENTS_TOLD : 0;
  for (guint i = first; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) lines->pdata[i]);
}

static void
add_state (GString *text, const struct trace *trace, const struct quiz_question *question)
{
  g_autofree char *line = explain_fill (_ ("{host} is in {state}."), "host", explain_host_name (trace, question->host),
                                        "state", tcp_state_name ((enum tcp_state) question->before), NULL);

  g_string_append_printf (text, "%s\n", line);
}

static void
add_moment (GString *text, const struct trace *trace, const struct quiz_question *question)
{
  g_autofree char *moment = quiz_moment_text (trace, question);
  g_autofree char *sentence = explain_fill (_ ("{title}."), "title", moment, NULL);

  g_string_append_printf (text, "%s\n", sentence);
}

/* What is enough to know all other numbers by. */
static void
add_starts (GString *text, const struct trace *trace)
{
  g_autofree char *a = g_strdup_printf ("%u", trace_host_const (trace, HOST_A)->iss);
  g_autofree char *b = g_strdup_printf ("%u", trace_host_const (trace, HOST_B)->iss);
  g_autofree char *line
      = explain_fill (_ ("Start numbers: {a} of {host_a}, {b} of {host_b}."), "a", a, "host_a",
                      explain_host_name (trace, HOST_A), "b", b, "host_b", explain_host_name (trace, HOST_B), NULL);

  g_string_append_printf (text, "%s\n", line);
}

/* --- what can be ticked --- */

static void
add_numbers (GString *text, const struct trace *trace, const char *name, const struct quiz_choice *choices,
             unsigned count)
{
  GString *boxes = g_string_new (NULL);

  for (unsigned i = 0; i < count; i++)
    {
      g_autofree char *number = quiz_choice_text (trace, &choices[i], QUIZ_NUMBERS_REAL);

      g_string_append_printf (boxes, "%s" BOX "%s", i > 0 ? "   " : "", number);
    }
  add_line (text, name, boxes->str);
  g_string_free (boxes, TRUE);
}

static char *
state_heading (const struct trace *trace, const struct quiz_question *question)
{
  return explain_fill (_ ("{host} is then in state"), "host", explain_host_name (trace, question->host), NULL);
}

static void
add_boxes (GString *text, const struct trace *trace, const struct quiz_question *question)
{
  g_autofree char *senders = g_strdup_printf (BOX "%s   " BOX "%s   " BOX "%s", explain_host_name (trace, HOST_A),
                                              explain_host_name (trace, HOST_B), _ ("Nobody"));
  g_autofree char *bits = g_strdup_printf (BOX "SYN   " BOX "ACK   " BOX "FIN   " BOX "RST   " BOX "%s", _ ("data"));
  g_autofree char *state = state_heading (trace, question);

  add_line (text, C_ ("field of a quiz", "Sender"), senders);
  add_line (text, _ ("Bits"), bits);
  add_numbers (text, trace, "seq", question->seqs, question->seq_count);
  add_numbers (text, trace, "ack", question->acks, question->ack_count);
  add_line (text, state, "____________");
}

/* --- the answers --- */

/* What is behind each wrong number: what the learners who ticked it believe. */
static void
add_beliefs (GString *text, const struct trace *trace, const struct quiz_question *question, enum quiz_field field)
{
  bool seq = field == QUIZ_SEQ;
  const struct quiz_choice *choices = seq ? question->seqs : question->acks;
  unsigned count = seq ? question->seq_count : question->ack_count;

  for (unsigned i = 0; i < count; i++)
    {
      struct quiz_answer answer = question->key;
      g_autofree char *number = quiz_choice_text (trace, &choices[i], QUIZ_NUMBERS_REAL);
      g_autofree char *line = NULL;
      const char *belief;

      *(seq ? &answer.seq : &answer.ack) = (int) i;
      belief
          = quiz_judge (question, &answer, field) == QUIZ_WRONG ? quiz_belief (trace, question, &answer, field) : NULL;
      if (belief == NULL)
        continue;
      line = explain_fill (_ ("{number}: often thought: “{belief}”"), "number", number, "belief", belief, NULL);
      g_string_append_printf (text, "  · %s\n", line);
    }
}

static void
add_answers (GString *text, const struct trace *trace, const struct quiz_question *question)
{
  g_autofree char *state = state_heading (trace, question);
  const char *const names[QUIZ_FIELD_COUNT] = { C_ ("field of a quiz", "Sender"), _ ("Bits"), "seq", "ack", state };
  g_autoptr (Explanation) told = explain_event (trace, quiz_told_by (question));

  for (int field = 0; field < QUIZ_FIELD_COUNT; field++)
    {
      g_autofree char *value = quiz_right_text (trace, question, (enum quiz_field) field, QUIZ_NUMBERS_REAL);

      if (quiz_judge (question, &question->key, (enum quiz_field) field) == QUIZ_RIGHT)
        add_line (text, names[field], value);
      if (field == QUIZ_SEQ || field == QUIZ_ACK)
        add_beliefs (text, trace, question, (enum quiz_field) field);
    }
  g_string_append_printf (
      text, "%s\n", question->moment_count > 0 ? told->text : explain_state_text ((enum tcp_state) question->before));
}

static struct quiz_sheet_part *
add_part (GPtrArray *sheet)
{
  struct quiz_sheet_part *part = g_new0 (struct quiz_sheet_part, 1);

  g_ptr_array_add (sheet, part);
  return part;
}

void
quiz_sheet_add_rules (GPtrArray *sheet, const char *rules)
{
  add_part (sheet)->text = g_strdup_printf ("%s\n", rules);
}

static char *
tell (const struct trace *trace, const struct quiz_question *question)
{
  GString *text = g_string_new (NULL);

  add_history (text, trace, question);
  add_state (text, trace, question);
  return g_string_free (text, FALSE);
}

static char *
ask (const struct trace *trace, const struct quiz_question *question, gboolean starts, gboolean answers)
{
  GString *text = g_string_new (NULL);

  if (starts)
    add_starts (text, trace);
  add_moment (text, trace, question);
  if (answers)
    add_answers (text, trace, question);
  else
    add_boxes (text, trace, question);
  return g_string_free (text, FALSE);
}

void
quiz_sheet_add (GPtrArray *sheet, const struct trace *trace, const struct quiz_question *question, const char *name,
                gboolean answers)
{
  struct quiz_sheet_part *part = add_part (sheet);

  part->heading = g_strdup (name);
  part->figure = answers ? quiz_figure_new (trace, trace_length (trace), VTIME_NEVER)
                         : quiz_figure_new (trace, quiz_asked_until (trace, question), question->at);
  part->told = tell (trace, question);
  part->text = ask (trace, question, FALSE, answers);
}

static struct quiz_figure *
new_run_figure (const struct trace *trace, const GArray *questions, gboolean answers)
{
  const struct quiz_question *first = &g_array_index (questions, struct quiz_question, 0);
  const struct quiz_question *last = &g_array_index (questions, struct quiz_question, questions->len - 1);
  event_id end = quiz_answered_until (trace, last);
  vtime arrived = trace_get (trace, end - 1)->at + trace_delay (trace);
  struct quiz_figure *whole
      = quiz_figure_new (trace, MAX (end, (event_id) trace_count_until (trace, arrived)), VTIME_NEVER);
  struct quiz_figure *begun;

  for (guint i = 0; i < questions->len; i++)
    {
      const struct quiz_question *question = &g_array_index (questions, struct quiz_question, i);

      quiz_figure_mark (whole, i + 1, question->host, question->at);
    }
  if (answers)
    return whole;
  begun = quiz_figure_new (trace, quiz_asked_until (trace, first), first->at);
  quiz_figure_match (begun, whole);
  quiz_figure_free (whole);
  return begun;
}

void
quiz_sheet_add_run (GPtrArray *sheet, const struct trace *trace, const GArray *questions, gboolean answers)
{
  if (questions->len > 0)
    add_part (sheet)->figure = new_run_figure (trace, questions, answers);
  for (guint i = 0; i < questions->len; i++)
    {
      const struct quiz_question *question = &g_array_index (questions, struct quiz_question, i);
      struct quiz_sheet_part *part = add_part (sheet);

      part->heading = g_strdup_printf ("%u", i + 1);
      /* On a hand-out what went before would answer the questions above. */
      part->told = answers ? tell (trace, question) : NULL;
      part->text = ask (trace, question, i == 0 && !answers, answers);
    }
}

void
quiz_sheet_add_set (GPtrArray *sheet, guint64 seed, gboolean answers)
{
  quiz_sheet_add_rules (sheet, quiz_set_rules ());
  for (unsigned number = 0; number < exercise_count (); number++)
    {
      struct exercise_span span;
      struct trace *trace = exercise_run (number, seed, &span);
      struct quiz_question question;

      if (trace == NULL)
        g_error ("out of memory");
      if (quiz_last_question (trace, exercise_host (number), span.since, span.until, seed, &question))
        quiz_sheet_add (sheet, trace, &question, exercise_name (number), answers);
      trace_free (trace);
    }
}

char *
quiz_sheet_set_name (guint64 seed)
{
  g_autofree char *variant = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  return seed == 0 ? g_strdup (_ ("25 questions"))
                   : explain_fill (_ ("25 questions, variant {seed}"), "seed", variant, NULL);
}

char *
quiz_sheet_title (const char *about, gboolean answers)
{
  return explain_fill (answers ? _ ("What happens next? {about}: the answers") : _ ("What happens next? {about}"),
                       "about", about, NULL);
}

char *
quiz_sheet_text (const GPtrArray *sheet, const char *title)
{
  GString *text = g_string_new (title);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < sheet->len; i++)
    {
      const struct quiz_sheet_part *part = sheet->pdata[i];

      if (part->heading == NULL && part->text != NULL)
        g_string_append_printf (text, "\n%s", part->text);
      else if (part->heading != NULL)
        g_string_append_printf (text, "\n%s\n%s%s", part->heading, part->told != NULL ? part->told : "", part->text);
    }
  return g_string_free (text, FALSE);
}
