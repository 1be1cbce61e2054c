#include "cli/command.h"
#include "cli/picture-words.h"
#include "diagram/export.h"
#include "sim/sim.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

enum figure_format
{
  FIGURE_PNG,
  FIGURE_SVG,
  FIGURE_PDF,
};

struct draw_options
{
  char *source; /* scenario or capture */
  char *output;
  int connection;
  char *numbers;
  char *style;
  char *theme;
  double scale;
  int format; /* enum figure_format */
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
  static const char *const numbers[] = { "symbolic", "relative", "absolute", NULL };
  static const char *const styles[] = { "classic", "wire", NULL };
  static const char *const themes[] = { "light", "dark", "print", NULL };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_ ("the picture: .png, .svg or .pdf"), N_ ("FILE") },
    { "connection", 0, 0, G_OPTION_ARG_INT, &options->connection, N_ ("which connection of a capture (0)"), "N" },
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

static int
export_drawing (const struct draw_options *options, const struct drawing *drawing, gboolean captured)
{
  static const enum diagram_theme_id themes[] = { THEME_LIGHT, THEME_DARK, THEME_PRINT };
  struct diagram_options layout;
  diagram_options_figure (&layout);
  layout.numbers
      = options->numbers == NULL && captured ? NUMBERS_RELATIVE : (enum diagram_numbers) options->numbers_index;
  layout.style = options->style == NULL && captured ? STYLE_WIRE : (enum diagram_style) options->style_index;
  layout.from = drawing->from;
  layout.fold_data = layout.fold_data && drawing->folds;
  diagram_options_suit (&layout, drawing->trace);
  struct export_options export = {
    .scale = options->scale,
    .theme = diagram_theme (themes[options->theme_index]),
    .title = drawing->title,
    .language = command_language () != NULL ? command_language () : "en",
  };
  struct diagram *diagram = diagram_new (drawing->trace, &layout, &PICTURE_WORDS);
  enum export_result result;

  errno = 0;
  if (options->format == FIGURE_PNG)
    result = diagram_export_png (diagram, &export, options->output);
  else if (options->format == FIGURE_SVG)
    result = diagram_export_svg (diagram, &export, options->output);
  else
    result = diagram_export_pdf (diagram, &export, options->output);

  int reason = errno;
  int status = CLI_DONE;
  if (result == EXPORT_TOO_LARGE)
    status = command_fail (_ ("%s: the figure is %.0f pixels high, and PNG ends at %d; draw it as SVG or PDF."),
                           options->output, diagram_height (diagram) * options->scale, EXPORT_PNG_SIDE_MAX);
  else if (result == EXPORT_FAILED)
    status = command_fail (_ ("%s cannot be written: %s."), options->output, g_strerror (reason));
  diagram_free (diagram);
  return status;
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
