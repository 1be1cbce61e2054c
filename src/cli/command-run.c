#include "cli/command.h"
#include "cli/trace-json.h"
#include "io/pcap-writer.h"
#include "io/scenario-writer.h"
#include "io/tap-wire.h"
#include "trace/text.h"

#include <glib/gi18n.h>
#include <stdio.h>

struct run_options
{
  char *scenario;
  gint64 seed;
  char *until;
  char *wire;
  char **set;
  char *format;
  char *pcap;
  char *save;
  gboolean json;
  int use_tap;
};

static void
run_options_clear (struct run_options *options)
{
  g_free (options->scenario);
  g_free (options->until);
  g_free (options->wire);
  g_strfreev (options->set);
  g_free (options->format);
  g_free (options->pcap);
  g_free (options->save);
}

static gboolean
parse (int argc, char **argv, struct run_options *options, int *status)
{
  static const char *const wires[] = { "memory", "tap", NULL };
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, N_ ("start of the random numbers (the scenario's)"), "N" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &options->until, N_ ("end the run at this time, such as “1.5 s”"),
      N_ ("TIME") },
    { "wire", 0, 0, G_OPTION_ARG_STRING, &options->wire, N_ ("memory, or tap: through the kernel"), N_ ("WIRE") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->set, N_ ("set a value of the scenario, such as “loss=2%”"),
      N_ ("KEY=VALUE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_ ("text or json"), N_ ("FORMAT") },
    { "write-pcap", 0, 0, G_OPTION_ARG_FILENAME, &options->pcap, N_ ("write the segments as a capture file"),
      N_ ("FILE") },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options->save, N_ ("save the scenario with these settings"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  return command_parse (argc, argv, entries, _ ("SCENARIO"),
                        _ ("Runs a scenario, given by its id or a .scenario file, and prints one line an event."),
                        &options->scenario, 1, status)
         && command_choose_format (options->format, &options->json, status)
         && (options->wire == NULL || command_choose ("--wire", options->wire, wires, &options->use_tap, status));
}

/* What stands before the run also stands in a file that is saved. */
static gboolean
set_seed (struct scenario_file *file, gint64 seed, GError **error)
{
  g_autofree char *assignment = g_strdup_printf ("Scenario.Seed=%" G_GINT64_FORMAT, seed);

  return seed == 0 || scenario_file_set (file, assignment, error);
}

static struct scenario_file *
load (const struct run_options *options, int *status)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_find (options->scenario, command_language (), &error);

  if (file == NULL)
    {
      *status = command_fail ("%s", error->message);
      return NULL;
    }
  gboolean good = TRUE;
  for (char **set = options->set; good && set != NULL && *set != NULL; set++)
    good = scenario_file_set (file, *set, &error);
  if (good && options->until != NULL)
    {
      g_autofree char *assignment = g_strconcat ("Scenario.Until=", options->until, NULL);
      good = scenario_file_set (file, assignment, &error);
    }
  good = good && set_seed (file, options->seed, &error);
  if (!good)
    {
      *status = command_misused ("%s", error->message);
      scenario_file_free (file);
      return NULL;
    }
  return file;
}

static void
print_text (const struct trace *trace)
{
  char line[TRACE_LINE_SIZE];

  for (event_id id = 0; id < trace_length (trace); id++)
    if (trace_line (trace, id, TRACE_NUMBERS_ABSOLUTE, line))
      puts (line);
}

static void
print_json (const struct sim *sim, const struct scenario_file *file, const char *wire)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "scenario");
  json_builder_add_string_value (builder, file->scenario.id);
  json_builder_set_member_name (builder, "wire");
  json_builder_add_string_value (builder, wire);
  json_builder_set_member_name (builder, "events");
  trace_to_json (sim_trace (sim), builder);
  json_builder_end_object (builder);
  command_print_json (builder);
}

static int
write_pcap (const struct sim *sim, const struct run_options *options)
{
  g_autoptr (GError) error = NULL;

  if (options->pcap != NULL && !pcap_write_trace (sim_trace (sim), options->pcap, &error))
    return command_fail ("%s", error->message);
  return CLI_DONE;
}

static int
save (const struct scenario_file *file, const struct run_options *options)
{
  const struct scenario_save what = { .title = file->title, .summary = file->summary, .lesson = true };
  g_autoptr (GError) error = NULL;

  if (options->save != NULL && !scenario_file_save (file, &what, options->save, &error))
    return command_fail ("%s", error->message);
  return CLI_DONE;
}

/* The standard output is for the events alone: what else is to be said goes to stderr. */
static int
tell_outcome (const struct sim *sim, const struct scenario_file *file, gboolean tap)
{
  if (sim_is_full (sim))
    return command_fail (_ ("The run was ended after %u events."), SIM_EVENTS_MAX);
  fprintf (stderr, "handshake: %s: %s\n", file->scenario.id,
           tap ? _ ("the frames crossed a pair of TAP devices") : _ ("the frames crossed the built-in wire"));
  return CLI_DONE;
}

static int
run (const struct run_options *options, const struct scenario_file *file, struct tap_wire *tap)
{
  const char *wire = tap != NULL ? "tap" : "memory";
  struct sim *sim = sim_new (&file->scenario, 0, tap != NULL ? tap_wire_sim (tap) : NULL);
  if (sim == NULL)
    return command_fail (_ ("There is not enough memory."));

  sim_run (sim, VTIME_NEVER);
  int status = save (file, options);
  if (status == CLI_DONE)
    status = write_pcap (sim, options);
  if (status == CLI_DONE)
    {
      if (options->json)
        print_json (sim, file, wire);
      else
        print_text (sim_trace (sim));
      status = tell_outcome (sim, file, tap != NULL);
    }
  sim_free (sim);
  return status;
}

int
command_run (int argc, char **argv)
{
  struct run_options options = { 0 };
  struct scenario_file *file = NULL;
  struct tap_wire *tap = NULL;
  int status = CLI_DONE;

  if (parse (argc, argv, &options, &status) && (file = load (&options, &status)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      if (options.use_tap && (tap = tap_wire_open (&error)) == NULL)
        status = command_fail ("%s", error->message);
      else
        status = run (&options, file, tap);
      if (tap != NULL)
        tap_wire_close (tap);
      scenario_file_free (file);
    }
  run_options_clear (&options);
  return status;
}
