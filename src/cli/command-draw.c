#include "cli/command.h"
#include "cli/picture-words.h"
#include "diagram/export.h"
#include "sim/sim.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

struct draw_options
{
  char *source; /* scenario or capture */
  char *output;
  int connection;
  char *picture;
  char *numbers;
  char *style;
  char *theme;
  double scale;
  int format;        /* enum export_format */
  int picture_index; /* 1: the chart of the states */
  int numbers_index;
  int style_index;
  int theme_index;
};

/* What is drawn, from a run or a capture. */
struct drawing
{
  struct trace *trace;
  char *title;
  vtime from;     /* what happened before is not drawn */
  gboolean folds; /* data that nothing happens to becomes one block arrow */
};

static void
draw_options_clear (struct draw_options *options)
{
  g_free (options->source);
  g_free (options->output);
  g_free (options->picture);
  g_free (options->numbers);
  g_free (options->style);
  g_free (options->theme);
}

static gboolean
choose_output (struct draw_options *options, int *status)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf" };

  if (options->output == NULL)
    {
      *status = command_misused (_ ("Say with -o where to draw: a file that ends in .png, .svg or .pdf."));
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (options->output);
      if (length > 4 && g_ascii_strcasecmp (options->output + length - 4, endings[i]) == 0)
        {
          options->format = (int) i;
          return TRUE;
        }
    }
  *status = command_misused (_ ("“%s” must end in .png, .svg or .pdf."), options->output);
  return FALSE;
}

static gboolean
parse (int argc, char **argv, struct draw_options *options, int *status)
{
  static const char *const pictures[] = { "sequence", "states", NULL };
  static const char *const numbers[] = { "symbolic", "relative", "absolute", NULL };
  static const char *const styles[] = { "classic", "wire", NULL };
  static const char *const themes[] = { "light", "dark", "print", NULL };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_ ("the picture: .png, .svg or .pdf"), N_ ("FILE") },
    { "connection", 0, 0, G_OPTION_ARG_INT, &options->connection, N_ ("which connection of a capture (0)"), "N" },
    { "picture", 0, 0, G_OPTION_ARG_STRING, &options->picture,
      N_ ("sequence (the ladder) or states (the state machine, with the ways that were walked)"), N_ ("PICTURE") },
    { "numbers", 0, 0, G_OPTION_ARG_STRING, &options->numbers, N_ ("symbolic, relative or absolute"), N_ ("NUMBERS") },
    { "style", 0, 0, G_OPTION_ARG_STRING, &options->style, N_ ("classic (the textbook) or wire (every bit)"),
      N_ ("STYLE") },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &options->theme, N_ ("light, dark or print"), N_ ("THEME") },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options->scale, N_ ("size: 1 is 960 pixels wide"), "F" },
    G_OPTION_ENTRY_NULL,
  };

  options->scale = 1;
  if (!command_parse (argc, argv, entries, _ ("SCENARIO|CAPTURE"),
                      _ ("Draws a scenario, or one connection of a capture file, as the classic figure."),
                      &options->source, 1, status)
      || !choose_output (options, status)
      || (options->picture != NULL
          && !command_choose ("--picture", options->picture, pictures, &options->picture_index, status))
      || (options->numbers != NULL
          && !command_choose ("--numbers", options->numbers, numbers, &options->numbers_index, status))
      || (options->style != NULL && !command_choose ("--style", options->style, styles, &options->style_index, status))
      || (options->theme != NULL && !command_choose ("--theme", options->theme, themes, &options->theme_index, status)))
    return FALSE;
  if (!(options->scale >= 0.1 && options->scale <= 16))
    {
      *status = command_misused (_ ("--scale must be from 0.1 to 16."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_scenario (const struct draw_options *options, struct drawing *drawing, int *status)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_find (options->source, command_language (), &error);

  if (file == NULL)
    {
      *status = command_fail ("%s", error->message);
      return FALSE;
    }
  struct sim *sim = sim_new (&file->scenario, 0, NULL);
  if (sim != NULL)
    {
      sim_run (sim, VTIME_NEVER);
      drawing->trace = sim_steal_trace (sim);
      drawing->title = g_strdup (file->title);
      drawing->from = file->scenario.picture_from;
      drawing->folds = file->scenario.fold_data;
      sim_free (sim);
    }
  else
    *status = command_fail (_ ("There is not enough memory."));
  scenario_file_free (file);
  return drawing->trace != NULL;
}

static gboolean
read_capture (const struct draw_options *options, struct drawing *drawing, int *status)
{
  struct capture *capture = command_open_capture (options->source, status);

  if (capture == NULL)
    return FALSE;
  if (command_has_connection (capture, options->connection, status))
    {
      g_autofree char *name = g_path_get_basename (options->source);
      drawing->trace = capture_trace (capture, (guint) options->connection);
      drawing->title = g_strdup (name);
    }
  capture_free (capture);
  return drawing->trace != NULL;
}

/* A file that is no scenario is taken for a capture. */
static gboolean
is_capture (const char *source)
{
  return g_file_test (source, G_FILE_TEST_IS_REGULAR) && !g_str_has_suffix (source, ".scenario");
}

static struct export_options
export_options_of (const struct draw_options *options, const struct drawing *drawing)
{
  static const enum diagram_theme_id themes[] = { THEME_LIGHT, THEME_DARK, THEME_PRINT };

  return (struct export_options){
    .scale = options->scale,
    .theme = diagram_theme (themes[options->theme_index]),
    .title = drawing->title,
    .language = command_language () != NULL ? command_language () : "en",
  };
}

/* What became of the file, as the exit status. */
static int
tell_result (enum export_result result, const struct draw_options *options, double height)
{
  int reason = errno;

  if (result == EXPORT_TOO_LARGE)
    return command_fail (_ ("%s: the figure is %.0f pixels high, and PNG ends at %d; draw it as SVG or PDF."),
                         options->output, height * options->scale, EXPORT_PNG_SIDE_MAX);
  if (result == EXPORT_FAILED)
    return command_fail (_ ("%s cannot be written: %s."), options->output, g_strerror (reason));
  return CLI_DONE;
}

static int
export_states (const struct draw_options *options, const struct drawing *drawing)
{
  struct export_options export = export_options_of (options, drawing);
  struct chart *chart = chart_new (drawing->trace, &PICTURE_WORDS);

  errno = 0;
  int status = tell_result (chart_export (chart, (enum export_format) options->format, &export, options->output),
                            options, CHART_HEIGHT);
  chart_free (chart);
  return status;
}

static int
export_sequence (const struct draw_options *options, const struct drawing *drawing, gboolean captured)
{
  struct export_options export = export_options_of (options, drawing);
  struct diagram_options layout;
  diagram_options_figure (&layout);
  layout.numbers
      = options->numbers == NULL && captured ? NUMBERS_RELATIVE : (enum diagram_numbers) options->numbers_index;
  layout.style = options->style == NULL && captured ? STYLE_WIRE : (enum diagram_style) options->style_index;
  layout.from = drawing->from;
  layout.fold_data = layout.fold_data && drawing->folds;
  diagram_options_suit (&layout, drawing->trace);
  struct diagram *diagram = diagram_new (drawing->trace, &layout, &PICTURE_WORDS);

  errno = 0;
  int status = tell_result (diagram_export (diagram, (enum export_format) options->format, &export, options->output),
                            options, diagram_height (diagram));
  diagram_free (diagram);
  return status;
}

static int
export_drawing (const struct draw_options *options, const struct drawing *drawing, gboolean captured)
{
  return options->picture_index == 1 ? export_states (options, drawing) : export_sequence (options, drawing, captured);
}

int
command_draw (int argc, char **argv)
{
  struct draw_options options = { 0 };
  struct drawing drawing = { .folds = TRUE };
  int status = CLI_DONE;

  if (parse (argc, argv, &options, &status))
    {
      gboolean captured = is_capture (options.source);
      if (captured ? read_capture (&options, &drawing, &status) : run_scenario (&options, &drawing, &status))
        status = export_drawing (&options, &drawing, captured);
    }
  if (drawing.trace != NULL)
    trace_free (drawing.trace);
  g_free (drawing.title);
  draw_options_clear (&options);
  return status;
}
