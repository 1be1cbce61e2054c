#include "io/scenario-file.h"
#include "io/scenario-keys.h"

#include <glib/gi18n.h>
#include <string.h>

#define SUFFIX ".scenario"

char *
scenario_files_directory (void)
{
  const char *given = g_getenv ("HANDSHAKE_DATA_DIR");

  if (given != NULL && *given != '\0')
    return g_build_filename (given, "scenarios", NULL);
  if (g_file_test (HANDSHAKE_DATA_DIRECTORY "/scenarios", G_FILE_TEST_IS_DIR))
    return g_build_filename (HANDSHAKE_DATA_DIRECTORY, "scenarios", NULL);
  return g_build_filename (HANDSHAKE_SOURCE_DATA_DIRECTORY, "scenarios", NULL);
}

static gboolean
is_id (const char *text)
{
  return *text != '\0' && text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* The ids of the files there, sorted; ended by NULL. */
static GPtrArray *
list_ids (const char *directory, GError **error)
{
  g_autoptr (GError) open_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (directory, 0, &open_error);
  const char *name;

  if (dir == NULL)
    {
      g_set_error_literal (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE, open_error->message);
      return NULL;
    }
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *id = g_strdup (name);
      if (!g_str_has_suffix (id, SUFFIX))
        continue;
      id[strlen (id) - strlen (SUFFIX)] = '\0';
      if (is_id (id))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_ptr_array_add (ids, NULL);
  return ids;
}

static struct scenario_file *
load_id (const char *directory, const char *id, const char *language, GError **error)
{
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return scenario_file_load (path, language, error);
}

static gint
compare_files (gconstpointer a, gconstpointer b)
{
  const struct scenario_file *first = *(struct scenario_file *const *) a;
  const struct scenario_file *second = *(struct scenario_file *const *) b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return strcmp (first->scenario.id, second->scenario.id);
}

static void
free_file (gpointer file)
{
  scenario_file_free (file);
}

GPtrArray *
scenario_files_list (const char *language, GError **error)
{
  g_autofree char *directory = scenario_files_directory ();
  g_autoptr (GPtrArray) ids = list_ids (directory, error);
  if (ids == NULL)
    return NULL;

  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (free_file);
  for (char **id = (char **) ids->pdata; *id != NULL; id++)
    {
      struct scenario_file *file = load_id (directory, *id, language, error);
      if (file == NULL)
        return NULL;
      g_ptr_array_add (files, file);
    }
  g_ptr_array_sort (files, compare_files);
  return g_steal_pointer (&files);
}

static void
set_unknown (const char *directory, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ids = list_ids (directory, NULL);
  const char *nearest = ids != NULL ? scenario_nearest (id, (const char *const *) ids->pdata) : NULL;

  if (nearest != NULL)
    g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNKNOWN,
                 _ ("There is no scenario “%s”; did you mean “%s”?"), id, nearest);
  else
    g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNKNOWN,
                 _ ("There is no scenario “%s”; “handshake list” shows all of them."), id);
}

struct scenario_file *
scenario_file_find (const char *id_or_path, const char *language, GError **error)
{
  g_autofree char *directory = scenario_files_directory ();

  if (is_id (id_or_path))
    {
      g_autofree char *name = g_strconcat (id_or_path, SUFFIX, NULL);
      g_autofree char *path = g_build_filename (directory, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return load_id (directory, id_or_path, language, error);
    }
  if (strchr (id_or_path, G_DIR_SEPARATOR) != NULL || g_str_has_suffix (id_or_path, SUFFIX)
      || g_file_test (id_or_path, G_FILE_TEST_IS_REGULAR))
    return scenario_file_load (id_or_path, language, error);

  set_unknown (directory, id_or_path, error);
  return NULL;
}
