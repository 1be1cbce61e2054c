#include "io/scenario-writer.h"

#include "io/scenario-keys.h"
#include "io/scenario-value.h"
#include "io/scenario-words.h"
#include "wire/segment-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- hosts and links --- */

/* Whether a key gives the same in both. */
static bool
is_same (const struct scenario_key *key, const void *base, const void *usual)
{
  g_autofree char *text = scenario_key_text (key, base);
  g_autofree char *usual_text = scenario_key_text (key, usual);

  return g_strcmp0 (text, usual_text) == 0;
}

static void
write_field (GKeyFile *keys, const char *group, const struct scenario_key *key, const void *base)
{
  g_autofree char *text = scenario_key_text (key, base);

  g_key_file_set_string (keys, group, key->name, text);
}

/* The keys with a field of their own whose value is not the usual one. */
static void
write_fields (GKeyFile *keys, const char *name, enum scenario_group group, const void *base, const void *usual)
{
  for (const struct scenario_key *key = scenario_keys (group); key->name != NULL; key++)
    if (!is_same (key, base, usual))
      write_field (keys, name, key, base);
}

static unsigned
count_differences (const struct scenario_host *host, const struct scenario_host *usual)
{
  unsigned count = 0;

  for (const struct scenario_key *key = scenario_keys (SCENARIO_GROUP_HOST); key->name != NULL; key++)
    count += !is_same (key, host, usual);
  return count;
}

/* Gives the usual host the preset to which least has to be said. */
static void
choose_preset (GKeyFile *keys, const char *group, const struct scenario_host *host, struct scenario_host *usual)
{
  const struct scenario_host lesson = *usual;
  const char *chosen = NULL;

  for (const struct scenario_preset *preset = scenario_presets; preset->name != NULL; preset++)
    {
      struct scenario_host other = lesson;

      other.config = preset->config ();
      if (count_differences (host, &other) < count_differences (host, usual))
        {
          usual->config = other.config;
          chosen = preset->name;
        }
    }
  if (chosen != NULL)
    g_key_file_set_string (keys, group, "Preset", chosen);
}

static void
write_isn (GKeyFile *keys, const char *group, const struct tcp_config *config, uint32_t usual)
{
  if (!config->iss_fixed)
    g_key_file_set_string (keys, group, "ISN", "random");
  else if (config->iss != usual)
    g_key_file_set_uint64 (keys, group, "ISN", config->iss);
}

static void
write_host (GKeyFile *keys, const char *group, const struct scenario_host *host, struct scenario_host *usual)
{
  uint32_t iss = usual->config.iss;

  choose_preset (keys, group, host, usual);
  write_isn (keys, group, &host->config, iss);
  write_fields (keys, group, SCENARIO_GROUP_HOST, host, usual);
  if (host->app.request_octets > 0 && host->app.answer_octets == 0)
    g_key_file_set_boolean (keys, group, "Echo", TRUE);
}

/* What is the same in both directions is said once. */
static void
write_links (GKeyFile *keys, const struct scenario_link *links, const struct scenario_link *usual)
{
  static const char *const groups[] = { "Link A", "Link B" };

  for (const struct scenario_key *key = scenario_keys (SCENARIO_GROUP_LINK); key->name != NULL; key++)
    if (is_same (key, &links[HOST_A], &links[HOST_B]) && !is_same (key, &links[HOST_A], usual))
      write_field (keys, "Link", key, &links[HOST_A]);
  for (unsigned from = 0; from < HOST_COUNT; from++)
    for (const struct scenario_key *key = scenario_keys (SCENARIO_GROUP_LINK); key->name != NULL; key++)
      if (!is_same (key, &links[HOST_A], &links[HOST_B]) && !is_same (key, &links[from], usual))
        write_field (keys, groups[from], key, &links[from]);
}

/* --- commands and faults --- */

/* Where one kind has several words, urgency or the amount tells them apart. */
static const struct command_word *
find_word (const struct sim_command *command)
{
  const struct command_word *found = NULL;

  for (const struct command_word *word = scenario_command_words; word->word != NULL; word++)
    {
      if (word->kind != (enum sim_command_kind) command->kind)
        continue;
      if (word->urgent == command->urgent
          && (word->argument != ARGUMENT_NONE || word->amount == (command->amount != 0)))
        return word;
      found = found != NULL ? found : word;
    }
  return found;
}

static char *
argument_text (const struct command_word *word, const struct sim_command *command)
{
  char segment[SEGMENT_TEXT_SIZE];
  g_autofree char *time = scenario_text_time (command->duration);
  const char *separator = command->amount > 0 ? " " : "";
  g_autofree char *amount
      = command->amount > 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT, command->amount) : g_strdup ("");

  switch (word->argument)
    {
    case ARGUMENT_OCTETS:
    case ARGUMENT_OCTETS_OPTIONAL:
      return g_steal_pointer (&amount);
    case ARGUMENT_SWITCH:
      return g_strdup (command->amount != 0 ? "on" : "off");
    case ARGUMENT_SHARE:
      return scenario_text_share ((guint32) MIN (command->amount, 1000000));
    case ARGUMENT_TIME:
      return g_steal_pointer (&time);
    case ARGUMENT_COPY:
      return g_strdup_printf ("%u", command->copy);
    case ARGUMENT_COPY_OPTIONAL:
      return command->copy != EVENT_NONE ? g_strdup_printf ("%u", command->copy) : g_strdup ("");
    case ARGUMENT_COPY_TIME:
      return g_strdup_printf ("%u %s", command->copy, time);
    case ARGUMENT_COPY_OFFSET:
      return g_strdup_printf ("%u%s%s", command->copy, separator, amount);
    case ARGUMENT_KEY:
      return g_strdup_printf ("%s %s", scenario_switches[command->which], command->amount != 0 ? "true" : "false");
    case ARGUMENT_SEGMENT:
      return g_strdup (segment_format (&command->segment, 0, 0, segment));
    case ARGUMENT_NONE:
      break;
    }
  return g_strdup ("");
}

static void
write_command (GKeyFile *keys, guint number, const struct sim_command *command)
{
  const struct command_word *word = find_word (command);
  g_autofree char *group = g_strdup_printf ("Command %u", number);
  g_autofree char *at = scenario_text_time (command->at);
  g_autofree char *argument = argument_text (word, command);
  g_autofree char *text = g_strdup_printf ("%s%s%s", word->word, *argument != '\0' ? " " : "", argument);

  g_key_file_set_string (keys, group, "At", at);
  if (command->turn != SIM_TURN_USUAL)
    g_key_file_set_string (keys, group, "Turn", scenario_turns[command->turn]);
  if (command->host < HOST_COUNT && word->host != HOST_FORBIDDEN)
    g_key_file_set_string (keys, group, "Host", command->host == HOST_A ? "A" : "B");
  if (command->connection != 0)
    g_key_file_set_uint64 (keys, group, "Connection", command->connection);
  g_key_file_set_string (keys, group, "Do", text);
  if ((word->kind == COMMAND_INJECT || word->kind == COMMAND_CONNECT) && command->segment.source.port != 0)
    g_key_file_set_uint64 (keys, group, "Port", command->segment.source.port);
  if (word->kind == COMMAND_INJECT && command->segment.source.address.family != IP_NONE)
    {
      g_autofree char *address = scenario_text_address (&command->segment.source.address);

      g_key_file_set_string (keys, group, "Address", address);
    }
}

static void
write_fault (GKeyFile *keys, guint number, const struct scenario_fault *fault)
{
  g_autofree char *group = g_strdup_printf ("Fault %u", number);
  g_autofree char *delay = scenario_text_time (fault->delay);
  g_autofree char *after = scenario_text_time (fault->after);
  bool delays = fault->action == FAULT_DELAY;
  g_autofree char *text
      = g_strdup_printf ("%s%s%s", scenario_fault_actions[fault->action], delays ? " " : "", delays ? delay : "");

  g_key_file_set_string (keys, group, "From", fault->from == HOST_A ? "A" : "B");
  if (fault->match != SEGMENT_ANY)
    g_key_file_set_string (keys, group, "Segment", scenario_fault_segments[fault->match]);
  if (fault->nth != 1)
    g_key_file_set_uint64 (keys, group, "Nth", fault->nth);
  if (fault->count == UINT32_MAX)
    g_key_file_set_string (keys, group, "Count", "all");
  else if (fault->count != 1)
    g_key_file_set_uint64 (keys, group, "Count", fault->count);
  if (fault->after > 0)
    g_key_file_set_string (keys, group, "After", after);
  g_key_file_set_string (keys, group, "Do", text);
}

/* --- a whole scenario --- */

static void
write_run (GKeyFile *keys, const struct scenario *scenario, struct scenario *usual)
{
  const struct scenario_host *hosts = scenario->hosts;
  struct scenario v6;

  write_fields (keys, "Scenario", SCENARIO_GROUP_SCENARIO, scenario, usual);
  if (scenario->until != VTIME_NEVER)
    {
      g_autofree char *until = scenario_text_time (scenario->until);
      g_key_file_set_string (keys, "Scenario", "Until", until);
    }
  v6 = *usual;
  scenario_use_ipv6 (&v6);
  if (ip_address_equal (&hosts[HOST_A].address, &v6.hosts[HOST_A].address)
      && ip_address_equal (&hosts[HOST_B].address, &v6.hosts[HOST_B].address))
    {
      g_key_file_set_boolean (keys, "Scenario", "IPv6", TRUE);
      *usual = v6;
    }
}

GKeyFile *
scenario_write (const struct scenario *scenario, const char *title)
{
  GKeyFile *keys = g_key_file_new ();
  struct scenario *usual = g_new (struct scenario, 1);

  scenario_init (usual);
  g_key_file_set_string (keys, "Scenario", "Title", title);
  write_run (keys, scenario, usual);
  write_host (keys, "Host A", &scenario->hosts[HOST_A], &usual->hosts[HOST_A]);
  write_host (keys, "Host B", &scenario->hosts[HOST_B], &usual->hosts[HOST_B]);
  write_links (keys, scenario->links, &usual->links[HOST_A]);
  for (size_t i = 0; i < scenario->fault_count; i++)
    write_fault (keys, (guint) i + 1, &scenario->faults[i]);
  for (size_t i = 0; i < scenario->command_count; i++)
    write_command (keys, (guint) i + 1, &scenario->commands[i]);
  g_free (usual);
  return keys;
}

/* --- a run that began with a file --- */

/* Takes the place of the words of a key in all languages, unless they are its words in one of them. */
static void
replace_words (GKeyFile *keys, const char *key, const char *words)
{
  g_auto (GStrv) names = g_key_file_get_keys (keys, "Scenario", NULL, NULL);
  g_autofree char *translated = g_strconcat (key, "[", NULL);
  g_autoptr (GPtrArray) former = g_ptr_array_new ();

  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *text = g_key_file_get_string (keys, "Scenario", *name, NULL);

      if (!g_str_equal (*name, key) && !g_str_has_prefix (*name, translated))
        continue;
      if (g_strcmp0 (text, words) == 0)
        return;
      g_ptr_array_add (former, *name);
    }
  for (guint i = 0; i < former->len; i++)
    if (!g_str_equal (g_ptr_array_index (former, i), key))
      g_key_file_remove_key (keys, "Scenario", g_ptr_array_index (former, i), NULL);
  if (*words != '\0')
    g_key_file_set_string (keys, "Scenario", key, words);
  else
    g_key_file_remove_key (keys, "Scenario", key, NULL);
}

/* Removes the lesson; returns the highest number of a command. */
static guint
go_through_groups (GKeyFile *keys, bool lesson)
{
  g_auto (GStrv) groups = g_key_file_get_groups (keys, NULL);
  guint highest = 0;

  for (char **name = groups; *name != NULL; name++)
    {
      enum scenario_group group;
      guint number;

      if (!scenario_group_parse (*name, &group, &number))
        continue;
      if (group == SCENARIO_GROUP_COMMAND)
        highest = MAX (highest, number);
      if (!lesson && (group == SCENARIO_GROUP_LESSON || group == SCENARIO_GROUP_STEP))
        g_key_file_remove_group (keys, *name, NULL);
    }
  return highest;
}

static gboolean
check_room (const struct scenario_file *file, const struct scenario_save *save, guint highest, const char *name,
            GError **error)
{
  if (file->scenario.command_count + save->count <= SCENARIO_COMMANDS_MAX
      && highest + save->count <= SCENARIO_NUMBER_MAX)
    return TRUE;
  g_set_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID,
               _ ("%s: a scenario may have %d commands, and this run has %d"), name, SCENARIO_COMMANDS_MAX,
               (int) (file->scenario.command_count + save->count));
  return FALSE;
}

gboolean
scenario_file_save (const struct scenario_file *file, const struct scenario_save *save, const char *path,
                    GError **error)
{
  g_autoptr (GKeyFile) keys
      = file->keys != NULL ? scenario_file_copy_keys (file) : scenario_write (&file->scenario, save->title);
  g_autofree char *name = g_path_get_basename (path);
  guint highest = go_through_groups (keys, save->lesson);
  g_autoptr (GError) why = NULL;

  if (!check_room (file, save, highest, name, error))
    return FALSE;
  replace_words (keys, "Title", save->title);
  replace_words (keys, "Summary", save->summary);
  for (size_t i = 0; i < save->count; i++)
    {
      struct sim_command command = save->commands[i];

      if (command.turn == SIM_TURN_USUAL)
        command.turn = SIM_TURN_LAST;
      write_command (keys, highest + (guint) i + 1, &command);
    }
  g_autofree char *data = g_strchomp (g_key_file_to_data (keys, NULL, NULL));
  g_autofree char *text = g_strconcat (data, "\n", NULL);
  if (g_file_set_contents (path, text, -1, &why))
    return TRUE;
  g_set_error_literal (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE, why->message);
  return FALSE;
}
