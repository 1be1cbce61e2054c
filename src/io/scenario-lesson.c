/* [Lesson] and [Step N]: what a lesson says, and when. */
#include "io/scenario-reader.h"
#include "io/scenario-value.h"

#include <glib/gi18n.h>

static void
step_free (gpointer data)
{
  struct scenario_step *step = data;

  g_free (step->say);
  g_free (step);
}

struct scenario_lesson *
scenario_lesson_new (void)
{
  struct scenario_lesson *lesson = g_new0 (struct scenario_lesson, 1);

  lesson->steps = g_ptr_array_new_with_free_func (step_free);
  return lesson;
}

void
scenario_lesson_free (struct scenario_lesson *lesson)
{
  if (lesson == NULL)
    return;
  g_free (lesson->question);
  g_free (lesson->answer);
  g_free (lesson->misconception);
  g_free (lesson->correction);
  g_free (lesson->reference);
  g_ptr_array_unref (lesson->steps);
  g_free (lesson);
}

/* The words of a key in a language, or in that of the file; NULL when the key is not there. */
static gboolean
read_words (const struct scenario_reader *reader, const char *group, const char *key, const char *language,
            char **words)
{
  g_autofree char *text = NULL;

  if (!scenario_reader_text (reader, group, key, &text))
    return FALSE;
  *words = g_key_file_get_locale_string (reader->keys, group, key, language, NULL);
  if (*words == NULL)
    *words = g_steal_pointer (&text);
  return TRUE;
}

static char *
describe_fault (const char *text, enum moment_fault fault, const char *word)
{
  char allowed[4 * MOMENT_TEXT_MAX];

  moment_allowed (text, fault, allowed);
  if (allowed[0] == '\0')
    return g_strdup_printf (_ ("“%s” is no reason of the trace; its last column has them"), word);
  if (word[0] == '\0')
    return g_strdup_printf (_ ("a word is missing: one of %s"), allowed);
  return g_strdup_printf (_ ("“%s” is none of %s"), word, allowed);
}

static gboolean
read_when (const struct scenario_reader *reader, const char *group, struct moment *moment)
{
  g_autofree char *text = NULL;
  char word[MOMENT_TEXT_MAX];
  enum moment_fault fault;

  if (!scenario_reader_needed (reader, group, "When", &text))
    return FALSE;
  fault = moment_parse (text, moment, word);
  return fault == MOMENT_OK || scenario_reader_fail (reader, group, "When", describe_fault (text, fault, word));
}

static gboolean
read_show (const struct scenario_reader *reader, const char *group, enum scenario_show *show)
{
  static const char *const words[] = { "sequence", "states", "explain", "segment", "variables", "timers", NULL };
  g_autofree char *text = NULL;
  guint which = 0;

  if (!scenario_reader_text (reader, group, "Show", &text)
      || (text != NULL && !scenario_reader_check (reader, group, "Show", scenario_value_word (text, words, &which))))
    return FALSE;
  *show = text != NULL ? (enum scenario_show) (which + SHOW_SEQUENCE) : SHOW_NOTHING;
  return TRUE;
}

static gboolean
read_step (const struct scenario_reader *reader, const char *group, const char *language, struct scenario_step *step)
{
  g_autofree char *needed = NULL;

  return read_when (reader, group, &step->moment) && scenario_reader_needed (reader, group, "Say", &needed)
         && read_words (reader, group, "Say", language, &step->say) && read_show (reader, group, &step->show);
}

static gboolean
read_steps (const struct scenario_reader *reader, const char *language, GPtrArray *steps)
{
  g_autoptr (GPtrArray) groups = scenario_reader_numbered (reader, SCENARIO_GROUP_STEP);

  for (guint i = 0; i < groups->len; i++)
    {
      struct scenario_step *step = g_new0 (struct scenario_step, 1);

      g_ptr_array_add (steps, step);
      if (i == SCENARIO_STEPS_MAX)
        return scenario_reader_fail (reader, g_ptr_array_index (groups, i), NULL,
                                     g_strdup_printf (_ ("there may be %d steps"), SCENARIO_STEPS_MAX));
      if (!read_step (reader, g_ptr_array_index (groups, i), language, step))
        return FALSE;
    }
  return TRUE;
}

struct scenario_lesson *
scenario_reader_lesson (const struct scenario_reader *reader, const char *language)
{
  struct scenario_lesson *lesson = scenario_lesson_new ();

  if (read_words (reader, "Lesson", "Question", language, &lesson->question)
      && read_words (reader, "Lesson", "Answer", language, &lesson->answer)
      && read_words (reader, "Lesson", "Misconception", language, &lesson->misconception)
      && read_words (reader, "Lesson", "Correction", language, &lesson->correction)
      && read_words (reader, "Lesson", "Reference", language, &lesson->reference)
      && read_steps (reader, language, lesson->steps))
    return lesson;
  scenario_lesson_free (lesson);
  return NULL;
}
