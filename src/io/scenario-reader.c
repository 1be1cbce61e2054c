#include "io/scenario-reader.h"

#include "io/scenario-value.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (hs_scenario_error_quark, hs_scenario_error)

gboolean
scenario_reader_fail (const struct scenario_reader *reader, const char *group, const char *key, char *why)
{
  if (key != NULL)
    g_set_error (reader->error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID, "%s: [%s] %s: %s", reader->source, group,
                 key, why);
  else
    g_set_error (reader->error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID, "%s: [%s]: %s", reader->source, group,
                 why);
  g_free (why);
  return FALSE;
}

gboolean
scenario_reader_check (const struct scenario_reader *reader, const char *group, const char *key, char *why)
{
  return why == NULL || scenario_reader_fail (reader, group, key, why);
}

gboolean
scenario_reader_text (const struct scenario_reader *reader, const char *group, const char *key, char **text)
{
  g_autoptr (GError) error = NULL;

  *text = g_key_file_get_string (reader->keys, group, key, &error);
  if (error == NULL)
    {
      g_strstrip (*text);
      return TRUE;
    }
  g_clear_pointer (text, g_free); /* GLib gives a text with an unknown escape, and the error */
  if (g_error_matches (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND)
      || g_error_matches (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND))
    return TRUE;
  return scenario_reader_fail (reader, group, key, g_strdup (error->message));
}

gboolean
scenario_reader_needed (const struct scenario_reader *reader, const char *group, const char *key, char **text)
{
  if (!scenario_reader_text (reader, group, key, text))
    return FALSE;
  if (*text == NULL)
    return scenario_reader_fail (reader, group, key, g_strdup (_ ("missing")));
  return TRUE;
}

/* --- names --- */

/* "Title" of "Title[zh_CN]"; NULL when the brackets are wrong. */
static char *
key_without_language (const char *key)
{
  const char *bracket = strchr (key, '[');
  size_t length;

  if (bracket == NULL)
    return g_strdup (key);
  length = strlen (bracket);
  return length >= 4 && bracket[length - 1] == ']' ? g_strndup (key, (size_t) (bracket - key)) : NULL;
}

static gboolean
check_key (const struct scenario_reader *reader, const char *name, enum scenario_group group, const char *key)
{
  g_autofree char *plain = key_without_language (key);
  const struct scenario_key *known = plain != NULL ? scenario_key_find (group, plain) : NULL;

  if (plain != NULL && known == NULL)
    return scenario_reader_fail (reader, name, key, scenario_unknown_key (group, plain));
  if (plain == NULL || (strchr (key, '[') != NULL && known->kind != SCENARIO_KEY_WORDS))
    return scenario_reader_fail (reader, name, key, g_strdup (_ ("only words for people have translations")));
  return TRUE;
}

static gboolean
check_keys (const struct scenario_reader *reader, const char *name, enum scenario_group group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->keys, name, NULL, NULL);

  for (char **key = keys; *key != NULL; key++)
    if (!check_key (reader, name, group, *key))
      return FALSE;
  return TRUE;
}

gboolean
scenario_reader_names (const struct scenario_reader *reader)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->keys, NULL);

  for (char **name = groups; *name != NULL; name++)
    {
      enum scenario_group group;
      guint number;
      if (!scenario_group_parse (*name, &group, &number))
        return scenario_reader_fail (reader, *name, NULL, scenario_unknown_group (*name));
      if (!check_keys (reader, *name, group))
        return FALSE;
    }
  return TRUE;
}

gboolean
scenario_reader_twice (const struct scenario_reader *reader, const char *contents)
{
  g_auto (GStrv) lines = g_strsplit (contents, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *group = g_strdup ("");

  for (char **line = lines; *line != NULL; line++)
    {
      char *text = g_strstrip (*line);
      char *equals = strchr (text, '=');
      if (*text == '[')
        {
          g_free (group);
          group = g_strndup (text + 1, strcspn (text + 1, "]"));
          if (!g_hash_table_add (seen, g_strdup (group)))
            return scenario_reader_fail (reader, group, NULL, g_strdup (_ ("this group is there twice")));
        }
      else if (*text != '#' && equals != NULL)
        {
          *equals = '\0';
          g_autofree char *key = g_strdup_printf ("%s=%s", group, g_strchomp (text));
          if (!g_hash_table_add (seen, g_steal_pointer (&key)))
            return scenario_reader_fail (reader, group, text, g_strdup (_ ("this key is there twice")));
        }
    }
  return TRUE;
}

/* --- groups with numbers --- */

struct numbered
{
  guint number;
  char *group;
};

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  const struct numbered *first = a, *second = b;

  return (first->number > second->number) - (first->number < second->number);
}

GPtrArray *
scenario_reader_numbered (const struct scenario_reader *reader, enum scenario_group wanted)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->keys, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (struct numbered));
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (char **name = groups; *name != NULL; name++)
    {
      struct numbered entry = { .group = *name };
      enum scenario_group group;
      if (scenario_group_parse (*name, &group, &entry.number) && group == wanted)
        g_array_append_val (found, entry);
    }
  g_array_sort (found, compare_numbers);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (names, g_strdup (g_array_index (found, struct numbered, i).group));
  return names;
}

/* --- hosts and links --- */

/* Sets every key of a group that has a field of its own. */
static gboolean
apply_fields (const struct scenario_reader *reader, const char *name, enum scenario_group group, void *base)
{
  for (const struct scenario_key *key = scenario_keys (group); key->name != NULL; key++)
    {
      g_autofree char *text = NULL;
      if (key->kind == SCENARIO_KEY_TEXT || key->kind == SCENARIO_KEY_WORDS)
        continue;
      if (!scenario_reader_text (reader, name, key->name, &text)
          || (text != NULL && !scenario_reader_check (reader, name, key->name, scenario_key_apply (key, base, text))))
        return FALSE;
    }
  return TRUE;
}

const struct scenario_preset scenario_presets[] = {
  { "lesson", tcp_config_lesson },
  { "rfc", tcp_config_rfc },
  { "linux", tcp_config_linux },
  { NULL, NULL },
};

/* Preset: where the values come from that no other key sets. The initial sequence number is none of them. */
static gboolean
apply_preset (const struct scenario_reader *reader, const char *name, struct tcp_config *config)
{
  const char *words[G_N_ELEMENTS (scenario_presets)];
  g_autofree char *text = NULL;
  uint32_t iss = config->iss;
  guint which = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (scenario_presets); i++)
    words[i] = scenario_presets[i].name;
  if (!scenario_reader_text (reader, name, "Preset", &text)
      || (text != NULL && !scenario_reader_check (reader, name, "Preset", scenario_value_word (text, words, &which))))
    return FALSE;
  *config = scenario_presets[which].config ();
  config->iss_fixed = true;
  config->iss = iss;
  return TRUE;
}

static gboolean
apply_isn (const struct scenario_reader *reader, const char *name, struct tcp_config *config)
{
  g_autofree char *text = NULL;
  guint64 iss = config->iss;

  if (!scenario_reader_text (reader, name, "ISN", &text))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (strcmp (text, "random") == 0)
    {
      config->iss_fixed = false;
      return TRUE;
    }
  g_autofree char *why = scenario_value_count (text, 0, G_MAXUINT32, &iss);
  if (why != NULL)
    return scenario_reader_fail (reader, name, "ISN", g_strdup_printf (_ ("%s, nor “random”"), why));
  config->iss_fixed = true;
  config->iss = (uint32_t) iss;
  return TRUE;
}

/* What is wrong between the keys of a host. */
static gboolean
check_host (const struct scenario_reader *reader, const char *name, const struct scenario_host *host)
{
  g_autofree char *text = NULL;
  bool echo = false;

  if (!scenario_reader_text (reader, name, "Echo", &text)
      || (text != NULL && !scenario_reader_check (reader, name, "Echo", scenario_value_switch (text, &echo))))
    return FALSE;
  if (echo && host->app.answer_octets > 0)
    return scenario_reader_fail (reader, name, "Echo", g_strdup (_ ("the answer cannot have AnswerOctets as well")));
  if ((echo || host->app.answer_octets > 0) && host->app.request_octets == 0)
    return scenario_reader_fail (reader, name, "AnswerAfter", g_strdup (_ ("missing; an answer needs a request")));
  if (host->app.request_octets > 0 && !echo && host->app.answer_octets == 0)
    return scenario_reader_fail (reader, name, "AnswerOctets",
                                 g_strdup (_ ("missing; AnswerAfter needs it, or Echo=true")));
  if (host->config.rto_min > host->config.rto_max)
    return scenario_reader_fail (reader, name, "RtoMin", g_strdup (_ ("longer than RtoMax")));
  return TRUE;
}

static gboolean
read_host (const struct scenario_reader *reader, const char *name, struct scenario_host *host)
{
  return apply_preset (reader, name, &host->config) && apply_isn (reader, name, &host->config)
         && apply_fields (reader, name, SCENARIO_GROUP_HOST, host) && check_host (reader, name, host);
}

/* IPv6: what the addresses are that no key gives. */
static gboolean
apply_family (const struct scenario_reader *reader)
{
  g_autofree char *text = NULL;
  bool v6 = false;

  if (!scenario_reader_text (reader, "Scenario", "IPv6", &text)
      || (text != NULL && !scenario_reader_check (reader, "Scenario", "IPv6", scenario_value_switch (text, &v6))))
    return FALSE;
  if (v6)
    scenario_use_ipv6 (reader->scenario);
  return TRUE;
}

static gboolean
read_hosts (const struct scenario_reader *reader)
{
  struct scenario_host *a = &reader->scenario->hosts[HOST_A];
  struct scenario_host *b = &reader->scenario->hosts[HOST_B];

  if (!apply_family (reader) || !read_host (reader, "Host A", a) || !read_host (reader, "Host B", b))
    return FALSE;
  if (a->address.family != b->address.family)
    return scenario_reader_fail (reader, "Host B", "Address",
                                 g_strdup (_ ("one host has IPv4 and the other IPv6; give both an address of one "
                                              "family, or let IPv6=true in [Scenario] choose both")));
  if (ip_address_equal (&a->address, &b->address))
    return scenario_reader_fail (reader, "Host B", "Address", g_strdup (_ ("the same as that of host A")));
  if (memcmp (a->mac.octets, b->mac.octets, sizeof a->mac.octets) == 0)
    return scenario_reader_fail (reader, "Host B", "Mac", g_strdup (_ ("the same as that of host A")));
  return TRUE;
}

static gboolean
read_links (const struct scenario_reader *reader)
{
  struct scenario_link *links = reader->scenario->links;

  return apply_fields (reader, "Link", SCENARIO_GROUP_LINK, &links[HOST_A])
         && apply_fields (reader, "Link", SCENARIO_GROUP_LINK, &links[HOST_B])
         && apply_fields (reader, "Link A", SCENARIO_GROUP_LINK, &links[HOST_A])
         && apply_fields (reader, "Link B", SCENARIO_GROUP_LINK, &links[HOST_B]);
}

/* What every link of a family must let pass (RFC 791 §3.2, RFC 8200 §5). */
#define IPV4_MTU_MIN 68
#define IPV6_MTU_MIN 1280

static gboolean
check_mtu (const struct scenario_reader *reader)
{
  const struct scenario *scenario = reader->scenario;
  bool v6 = scenario->hosts[HOST_A].address.family == IP_V6;
  unsigned least = v6 ? IPV6_MTU_MIN : IPV4_MTU_MIN;

  for (unsigned from = 0; from < HOST_COUNT; from++)
    if (scenario->links[from].mtu > 0 && scenario->links[from].mtu < least)
      return scenario_reader_fail (reader, "Link", "Mtu",
                                   g_strdup_printf (_ ("“%u” is less than the %u octets that %s needs; 0 is no limit"),
                                                    scenario->links[from].mtu, least, v6 ? "IPv6" : "IPv4"));
  return TRUE;
}

static gboolean
read_until (const struct scenario_reader *reader)
{
  struct scenario *scenario = reader->scenario;
  g_autofree char *text = NULL;

  if (!scenario_reader_text (reader, "Scenario", "Until", &text))
    return FALSE;
  if (text != NULL && strcmp (text, "never") == 0)
    scenario->until = VTIME_NEVER;
  else if (text != NULL)
    {
      g_autofree char *why = scenario_value_time (text, 0, SCENARIO_TIME_MAX, &scenario->until);
      if (why != NULL)
        return scenario_reader_fail (reader, "Scenario", "Until", g_strdup_printf (_ ("%s, nor “never”"), why));
    }
  if (scenario->until < scenario->picture_from)
    return scenario_reader_fail (reader, "Scenario", "Until", g_strdup (_ ("before PictureFrom")));
  return TRUE;
}

gboolean
scenario_reader_scenario (const struct scenario_reader *reader)
{
  return apply_fields (reader, "Scenario", SCENARIO_GROUP_SCENARIO, reader->scenario) && read_until (reader)
         && read_hosts (reader) && read_links (reader) && check_mtu (reader) && scenario_reader_script (reader);
}
