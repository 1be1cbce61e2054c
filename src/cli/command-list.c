#include "cli/command.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
print_text (GPtrArray *files)
{
  glong width = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = g_ptr_array_index (files, i);
      width = MAX (width, g_utf8_strlen (file->scenario.id, -1));
    }
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = g_ptr_array_index (files, i);
      printf ("%-*s  %s\n%*s  %s\n", (int) width, file->scenario.id, file->title, (int) width, "", file->summary);
    }
}

static void
print_json (GPtrArray *files)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = g_ptr_array_index (files, i);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, file->scenario.id);
      json_builder_set_member_name (builder, "title");
      json_builder_add_string_value (builder, file->title);
      json_builder_set_member_name (builder, "summary");
      json_builder_add_string_value (builder, file->summary);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  command_print_json (builder);
}

int
command_list (int argc, char **argv)
{
  g_autofree char *format = NULL;
  gboolean json;
  int status;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("text or json"), N_ ("FORMAT") },
    G_OPTION_ENTRY_NULL,
  };

  if (!command_parse (argc, argv, entries, "", _ ("Names the scenarios: id, title and one line each."), NULL, 0,
                      &status)
      || !command_choose_format (format, &json, &status))
    return status;

  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = scenario_files_list (command_language (), &error);
  if (files == NULL)
    return command_fail ("%s", error->message);
  if (json)
    print_json (files);
  else
    print_text (files);
  return CLI_DONE;
}
