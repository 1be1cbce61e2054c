#include "cli/command.h"
#include "cli/quiz-sheet.h"
#include "sim/sim.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define QUESTIONS_MAX 12

/* In place of a scenario: the set of exercises. */
#define SET "questions"

struct quiz_options
{
  char *source;
  char *output;
  int connection;
  gint64 seed;
  gboolean answers;
};

static gboolean
parse (int argc, char **argv, struct quiz_options *options, int *status)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_ ("a hand-out: .pdf; without it text is printed"),
      N_ ("FILE") },
    { "answers", 0, 0, G_OPTION_ARG_NONE, &options->answers, N_ ("the answers instead of what can be ticked"), NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, N_ ("other numbers to choose from (0)"), "N" },
    { "connection", 0, 0, G_OPTION_ARG_INT, &options->connection, N_ ("which connection of a capture (0)"), "N" },
    { NULL },
  };

  if (!command_parse (argc, argv, entries, _ ("SCENARIO|CAPTURE|questions"),
                      _ ("Asks what happens next, in a run, a capture, or the set of 25 questions."), &options->source,
                      1, status))
    return FALSE;
  if (options->output != NULL && !g_str_has_suffix (options->output, ".pdf"))
    {
      *status = command_misused (_ ("“%s” must end in .pdf."), options->output);
      return FALSE;
    }
  return TRUE;
}

/* --- the questions --- */

static void
add_trace (GPtrArray *sheet, const struct quiz_options *options, const struct trace *trace)
{
  g_autoptr (GArray) questions = quiz_questions (trace, (uint64_t) options->seed, QUESTIONS_MAX);

  quiz_sheet_add_run (sheet, trace, questions, options->answers);
}

static char *
add_capture (GPtrArray *sheet, const struct quiz_options *options, int *status)
{
  struct capture *capture = command_open_capture (options->source, status);
  char *title = NULL;

  if (capture == NULL)
    return NULL;
  if (command_has_connection (capture, options->connection, status))
    {
      struct trace *trace = capture_trace (capture, (guint) options->connection);

      add_trace (sheet, options, trace);
      trace_free (trace);
      title = g_path_get_basename (options->source);
    }
  capture_free (capture);
  return title;
}

static char *
add_scenario (GPtrArray *sheet, const struct quiz_options *options, int *status)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_find (options->source, command_language (), &error);
  struct sim *sim = NULL;
  char *title;

  if (file == NULL)
    {
      *status = command_fail ("%s", error->message);
      return NULL;
    }
  sim = sim_new (&file->scenario, 0, NULL);
  sim_run (sim, VTIME_NEVER);
  add_trace (sheet, options, sim_trace (sim));
  sim_free (sim);
  title = g_strdup (file->title);
  scenario_file_free (file);
  return title;
}

/* Returns what it is about; NULL when it could not be read. */
static char *
fill (GPtrArray *sheet, const struct quiz_options *options, int *status)
{
  if (strcmp (options->source, SET) == 0)
    {
      quiz_sheet_add_set (sheet, (guint64) options->seed, options->answers);
      return quiz_sheet_set_name ((guint64) options->seed);
    }
  if (g_file_test (options->source, G_FILE_TEST_IS_REGULAR) && !g_str_has_suffix (options->source, ".scenario"))
    return add_capture (sheet, options, status);
  return add_scenario (sheet, options, status);
}

static int
write_sheet (const GPtrArray *sheet, const struct quiz_options *options, const char *about)
{
  g_autofree char *title = quiz_sheet_title (about, options->answers);
  g_autofree char *text = NULL;

  if (options->output == NULL)
    {
      text = quiz_sheet_text (sheet, title);
      fputs (text, stdout);
      return CLI_DONE;
    }
  errno = 0;
  if (!quiz_sheet_pdf (sheet, title, !options->answers, options->output))
    return command_fail (_ ("%s cannot be written: %s."), options->output, g_strerror (errno));
  return CLI_DONE;
}

int
command_quiz (int argc, char **argv)
{
  struct quiz_options options = { 0 };
  g_autoptr (GPtrArray) sheet = quiz_sheet_new ();
  int status = CLI_DONE;

  if (parse (argc, argv, &options, &status))
    {
      g_autofree char *about = fill (sheet, &options, &status);

      if (about != NULL)
        status = write_sheet (sheet, &options, about);
    }
  g_free (options.source);
  g_free (options.output);
  return status;
}
