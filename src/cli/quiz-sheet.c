#include "cli/quiz-sheet.h"

#include "explain/context.h"
#include "explain/event.h"
#include "explain/segment-name.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* Segments before the moment that are told: who has seen the run knows the others. */
#define SEGMENTS_TOLD 4

#define BOX "☐ "

static void
part_free (gpointer data)
{
  struct quiz_sheet_part *part = data;

  g_free (part->heading);
  g_free (part->text);
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

/* On a hand-out the questions of one run stand below each other: what went before would answer those above. */
static void
add_ground (GString *text, const struct trace *trace, const struct quiz_question *question, gboolean first,
            gboolean told)
{
  if (told)
    {
      add_history (text, trace, question);
      add_state (text, trace, question);
    }
  else if (first)
    add_starts (text, trace);
  add_moment (text, trace, question);
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
    }
  if (question->moment_count > 0)
    g_string_append_printf (text, "%s\n", told->text);
}

void
quiz_sheet_add (GPtrArray *sheet, const struct trace *trace, const struct quiz_question *question, const char *name,
                gboolean answers)
{
  struct quiz_sheet_part *part = g_new0 (struct quiz_sheet_part, 1);
  GString *text = g_string_new (NULL);

  part->heading = name != NULL ? g_strdup (name) : g_strdup_printf ("%u", sheet->len + 1);
  add_ground (text, trace, question, sheet->len == 0, answers || name != NULL);
  if (answers)
    add_answers (text, trace, question);
  else
    add_boxes (text, trace, question);
  part->text = g_string_free (text, FALSE);
  g_ptr_array_add (sheet, part);
}

char *
quiz_sheet_text (const GPtrArray *sheet, const char *title)
{
  GString *text = g_string_new (title);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < sheet->len; i++)
    {
      const struct quiz_sheet_part *part = sheet->pdata[i];

      g_string_append_printf (text, "\n%s\n%s", part->heading, part->text);
    }
  return g_string_free (text, FALSE);
}
