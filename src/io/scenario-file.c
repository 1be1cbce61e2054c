#include "io/scenario-file.h"

#include "io/scenario-lines.h"
#include "io/scenario-reader.h"
#include "io/scenario-value.h"

#include <glib/gi18n.h>
#include <string.h>

/* Some editors begin every text in UTF-8 with it. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

#define ORDER_DEFAULT 1000
#define ORDER_MAX 1000000

#define KEEP_ALL (G_KEY_FILE_KEEP_TRANSLATIONS | G_KEY_FILE_KEEP_COMMENTS)

void
scenario_file_free (struct scenario_file *file)
{
  if (file == NULL)
    return;
  g_clear_pointer (&file->keys, g_key_file_unref);
  g_free (file->path);
  g_free (file->title);
  g_free (file->summary);
  scenario_lesson_free (file->lesson);
  g_free (file);
}

/* --- reading --- */

/* The whole text of a file that can be a scenario. */
static char *
read_contents (const char *path, GError **error)
{
  g_autoptr (GError) read_error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *name = g_path_get_basename (path);
  gsize length = 0;

  if (!g_file_get_contents (path, &contents, &length, &read_error))
    {
      g_set_error_literal (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE, read_error->message);
      return NULL;
    }
  if (length > SCENARIO_FILE_SIZE_MAX)
    {
      g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE,
                   _ ("%s: too long for a scenario file, which has at most 1 MiB"), name);
      return NULL;
    }
  if (!g_utf8_validate (contents, (gssize) length, NULL))
    {
      g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE, _ ("%s: not a text in UTF-8"), name);
      return NULL;
    }
  if (g_str_has_prefix (contents, BYTE_ORDER_MARK))
    return g_strdup (contents + strlen (BYTE_ORDER_MARK));
  return g_steal_pointer (&contents);
}

static gboolean
read_order (const struct scenario_reader *reader, int *order)
{
  g_autofree char *text = NULL;
  guint64 value = ORDER_DEFAULT;

  if (!scenario_reader_text (reader, "Scenario", "Order", &text)
      || (text != NULL
          && !scenario_reader_check (reader, "Scenario", "Order", scenario_value_count (text, 0, ORDER_MAX, &value))))
    return FALSE;
  *order = (int) value;
  return TRUE;
}

static gboolean
read_words (const struct scenario_reader *reader, const char *language, struct scenario_file *file)
{
  g_autofree char *title = NULL;
  g_autofree char *summary = NULL;

  /* Says whether they are there and well written; the language is chosen below. */
  if (!scenario_reader_needed (reader, "Scenario", "Title", &title)
      || !scenario_reader_text (reader, "Scenario", "Summary", &summary))
    return FALSE;
  file->title = g_key_file_get_locale_string (file->keys, "Scenario", "Title", language, NULL);
  file->summary = g_key_file_get_locale_string (file->keys, "Scenario", "Summary", language, NULL);
  if (file->title == NULL)
    file->title = g_strdup (title);
  if (file->summary == NULL)
    file->summary = g_strdup (summary != NULL ? summary : "");
  return TRUE;
}

static void
set_id (struct scenario *scenario, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  if (g_str_has_suffix (valid, ".scenario"))
    valid[strlen (valid) - strlen (".scenario")] = '\0';
  g_strlcpy (scenario->id, valid, sizeof scenario->id);
}

static gboolean
read_all (struct scenario_file *file, const char *contents, const char *language, GError **error)
{
  g_autofree char *name = g_path_get_basename (file->path);
  g_autoptr (GError) key_error = NULL;
  struct scenario_reader reader = { file->keys, name, &file->scenario, error };

  if (!scenario_lines_check (name, contents, error))
    return FALSE;
  if (!g_key_file_load_from_data (file->keys, contents, strlen (contents), KEEP_ALL, &key_error))
    {
      g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE, "%s: %s", name, key_error->message);
      return FALSE;
    }
  scenario_init (&file->scenario);
  set_id (&file->scenario, file->path);
  if (!scenario_reader_names (&reader) || !scenario_reader_twice (&reader, contents)
      || !read_words (&reader, language, file) || !read_order (&reader, &file->order)
      || !scenario_reader_scenario (&reader))
    return FALSE;
  file->lesson = scenario_reader_lesson (&reader, language);
  return file->lesson != NULL;
}

struct scenario_file *
scenario_file_load (const char *path, const char *language, GError **error)
{
  g_autofree char *contents = read_contents (path, error);
  if (contents == NULL)
    return NULL;

  struct scenario_file *file = g_new0 (struct scenario_file, 1);
  file->path = g_strdup (path);
  file->keys = g_key_file_new ();
  if (!read_all (file, contents, language, error))
    g_clear_pointer (&file, scenario_file_free);
  return file;
}

/* --- setting --- */

/* The same name, capitals and hyphens aside. */
static gboolean
same_name (const char *given, const char *name)
{
  for (; *given != '\0' || *name != '\0'; given++)
    {
      if (*given == '-')
        continue;
      if (g_ascii_tolower (*given) != g_ascii_tolower (*name))
        return FALSE;
      name++;
    }
  return TRUE;
}

/* The groups that a key alone means. */
static const struct scenario_key *
find_short (const char *given, const char *groups[static 2])
{
  static const struct
  {
    enum scenario_group group;
    const char *names[2];
  } places[] = {
    { SCENARIO_GROUP_LINK, { "Link", NULL } },
    { SCENARIO_GROUP_SCENARIO, { "Scenario", NULL } },
    { SCENARIO_GROUP_HOST, { "Host A", "Host B" } },
  };

  if (same_name (given, "rto"))
    given = "RtoInitial";
  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    for (const struct scenario_key *key = scenario_keys (places[i].group); key->name != NULL; key++)
      if (same_name (given, key->name))
        {
          groups[0] = places[i].names[0];
          groups[1] = places[i].names[1];
          return key;
        }
  return NULL;
}

/* The known key that an unknown one may be a slip of. */
static gboolean
fail_unknown (const char *assignment, const char *given, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const enum scenario_group groups[] = { SCENARIO_GROUP_LINK, SCENARIO_GROUP_SCENARIO, SCENARIO_GROUP_HOST };

  for (size_t i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const struct scenario_key *key = scenario_keys (groups[i]); key->name != NULL; key++)
      g_ptr_array_add (names, (gpointer) key->name);
  g_ptr_array_add (names, NULL);

  const char *nearest = scenario_nearest (given, (const char *const *) names->pdata);
  if (nearest != NULL)
    g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID,
                 _ ("%s: there is no key “%s”; did you mean “%s”?"), assignment, given, nearest);
  else
    g_set_error (
        error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID,
        _ ("%s: there is no key “%s”; write a key of a scenario file, such as “loss”, “delay”, “seed” or “msl”, "
           "or Group.Key"),
        assignment, given);
  return FALSE;
}

static void
set_key (GKeyFile *keys, const char *group, const char *key, const char *value)
{
  g_key_file_set_string (keys, group, key, value);
  /* What is set for both directions is meant for both. */
  if (strcmp (group, "Link") == 0)
    {
      g_key_file_remove_key (keys, "Link A", key, NULL);
      g_key_file_remove_key (keys, "Link B", key, NULL);
    }
}

/* "Host A.Mss": names that GKeyFile would not take are refused before it sees them. */
static gboolean
assign_in_group (const struct scenario_reader *reader, const char *group, const char *key, const char *value)
{
  enum scenario_group kind;
  guint number;

  if (!scenario_group_parse (group, &kind, &number))
    return scenario_reader_fail (reader, group, NULL, scenario_unknown_group (group));
  if (scenario_key_find (kind, key) == NULL)
    return scenario_reader_fail (reader, group, key, scenario_unknown_key (kind, key));
  set_key (reader->keys, group, key, value);
  return TRUE;
}

/* Puts the value into the keys; says so when the name is not known. */
static gboolean
assign (const struct scenario_reader *reader, const char *name, const char *value)
{
  const char *dot = strrchr (name, '.');
  const char *groups[2] = { NULL, NULL };

  if (dot != NULL)
    {
      g_autofree char *group = g_strndup (name, (size_t) (dot - name));
      return assign_in_group (reader, group, dot + 1, value);
    }
  const struct scenario_key *key = find_short (name, groups);
  if (key == NULL)
    return fail_unknown (reader->source, name, reader->error);
  for (size_t i = 0; i < G_N_ELEMENTS (groups) && groups[i] != NULL; i++)
    set_key (reader->keys, groups[i], key->name, value);
  return TRUE;
}

GKeyFile *
scenario_file_copy_keys (const struct scenario_file *file)
{
  g_autofree char *data = g_key_file_to_data (file->keys, NULL, NULL);
  GKeyFile *copy = g_key_file_new ();

  g_key_file_load_from_data (copy, data, strlen (data), KEEP_ALL, NULL);
  return copy;
}

/* The name part ends at the first '=' behind which a value follows. */
static gboolean
split_assignment (const char *assignment, char **name, char **value, GError **error)
{
  const char *equals = strchr (assignment, '=');

  if (equals == NULL || equals == assignment || !g_utf8_validate (assignment, -1, NULL) || strchr (assignment, '\n'))
    {
      g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID,
                   _ ("“%s” is not KEY=VALUE, such as “loss=2%%” or “Host A.Mss=500”"), assignment);
      return FALSE;
    }
  *name = g_strstrip (g_strndup (assignment, (size_t) (equals - assignment)));
  *value = g_strstrip (g_strdup (equals + 1));
  return TRUE;
}

gboolean
scenario_file_set (struct scenario_file *file, const char *assignment, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (!split_assignment (assignment, &name, &value, error))
    return FALSE;

  g_autoptr (GKeyFile) keys = scenario_file_copy_keys (file);
  struct scenario *scenario = g_new (struct scenario, 1);
  struct scenario_reader reader = { keys, assignment, scenario, error };
  int order = file->order;

  scenario_init (scenario);
  g_strlcpy (scenario->id, file->scenario.id, sizeof scenario->id);
  gboolean good = assign (&reader, name, value) && read_order (&reader, &order) && scenario_reader_scenario (&reader);
  if (good)
    {
      file->scenario = *scenario;
      file->order = order;
      g_key_file_unref (file->keys);
      file->keys = g_steal_pointer (&keys);
    }
  g_free (scenario);
  return good;
}
