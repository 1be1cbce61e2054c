#include "io/scenario-reader.h"
#include "io/scenario-value.h"
#include "io/scenario-words.h"
#include "wire/segment-text.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define SEND_MAX 1073741824
#define PACKET_MAX 65535

/* Splits "delay 17 100 ms" after its first word; what follows is "" when there is nothing. */
static const char *
split_word (char *text)
{
  char *space = strchr (text, ' ');

  if (space == NULL)
    return text + strlen (text);
  *space = '\0';
  return g_strchug (space + 1);
}

static char *
read_copy (const char *text, event_id *copy)
{
  guint64 number = 0;
  char *why = scenario_value_count (text, 0, EVENT_NONE - 1, &number);

  if (why == NULL)
    *copy = (event_id) number;
  return why;
}

static char *
read_copy_and_more (const struct command_word *word, const char *text, struct sim_command *command)
{
  g_autofree char *copy = g_strdup (text);
  const char *rest = split_word (copy);
  char *why = read_copy (copy, &command->copy);

  if (why != NULL)
    return why;
  if (word->argument == ARGUMENT_COPY_TIME)
    return scenario_value_time (rest, 0, SCENARIO_TIME_MAX, &command->duration);
  return *rest != '\0' ? scenario_value_count (rest, 0, PACKET_MAX, &command->amount) : NULL;
}

static char *
read_on_off (const char *text, guint64 *amount)
{
  static const char *const words[] = { "off", "on", NULL };
  guint which = 0;
  char *why = scenario_value_word (text, words, &which);

  if (why == NULL)
    *amount = which;
  return why;
}

static char *
read_share (const char *text, guint64 *amount)
{
  guint32 share = 0;
  char *why = scenario_value_share (text, &share);

  if (why == NULL)
    *amount = share;
  return why;
}

/* "Nagle false": the keys are those of a host's group. */
static char *
read_switch (const char *text, struct sim_command *command)
{
  g_autofree char *key = g_strdup (text);
  const char *value = split_word (key);
  guint which = 0;
  bool on = false;
  char *why = scenario_value_word (key, scenario_switches, &which);

  if (why == NULL)
    why = scenario_value_switch (value, &on);
  command->which = (uint8_t) which;
  command->amount = on;
  return why;
}

static char *
read_segment (const char *text, struct segment *segment)
{
  if (segment_parse (text, 0, 0, segment) != NULL)
    return g_strdup_printf (
        _ ("“%s” is no segment, which is written FLAGS FIRST:NEXT(OCTETS) [ack N] [win N] [<options>]"), text);
  if (segment->length > SIM_INJECT_MAX)
    return g_strdup_printf (_ ("there may be %d octets of text"), SIM_INJECT_MAX);
  return NULL;
}

static char *
read_argument (const struct command_word *word, const char *text, struct sim_command *command)
{
  gboolean given = *text != '\0';

  switch (word->argument)
    {
    case ARGUMENT_OCTETS:
      return scenario_value_count (text, 1, SEND_MAX, &command->amount);
    case ARGUMENT_OCTETS_OPTIONAL:
      return given ? scenario_value_count (text, 1, SEND_MAX, &command->amount) : NULL;
    case ARGUMENT_SWITCH:
      return read_on_off (text, &command->amount);
    case ARGUMENT_SHARE:
      return read_share (text, &command->amount);
    case ARGUMENT_TIME:
      return scenario_value_time (text, 0, SCENARIO_TIME_MAX, &command->duration);
    case ARGUMENT_COPY:
      return read_copy (text, &command->copy);
    case ARGUMENT_COPY_OPTIONAL:
      return given ? read_copy (text, &command->copy) : NULL;
    case ARGUMENT_COPY_TIME:
    case ARGUMENT_COPY_OFFSET:
      return read_copy_and_more (word, text, command);
    case ARGUMENT_KEY:
      return read_switch (text, command);
    case ARGUMENT_SEGMENT:
      return read_segment (text, &command->segment);
    case ARGUMENT_NONE:
      break;
    }
  return given ? g_strdup_printf (_ ("nothing may follow “%s”"), word->word) : NULL;
}

static const struct command_word *
find_command (const char *name)
{
  for (const struct command_word *word = scenario_command_words; word->word != NULL; word++)
    if (strcmp (word->word, name) == 0)
      return word;
  return NULL;
}

static char *
unknown_command (const char *name)
{
  GString *list = g_string_new (NULL);

  for (const struct command_word *word = scenario_command_words; word->word != NULL; word++)
    g_string_append_printf (list, "%s%s", word == scenario_command_words ? "" : ", ", word->word);
  char *why = g_strdup_printf (_ ("“%s” is none of %s"), name, list->str);
  g_string_free (list, TRUE);
  return why;
}

static gboolean
read_do (const struct scenario_reader *reader, const char *group, const struct command_word **word,
         struct sim_command *command)
{
  g_autofree char *text = NULL;

  if (!scenario_reader_needed (reader, group, "Do", &text))
    return FALSE;
  const char *rest = split_word (text);
  *word = find_command (text);
  if (*word == NULL)
    return scenario_reader_fail (reader, group, "Do", unknown_command (text));

  command->kind = (uint8_t) (*word)->kind;
  command->amount = (*word)->amount;
  command->urgent = (*word)->urgent;
  g_autofree char *why = read_argument (*word, rest, command);
  if (why != NULL)
    return scenario_reader_fail (reader, group, "Do",
                                 g_strdup_printf (_ ("%s; an example is “%s”"), why, (*word)->example));
  return TRUE;
}

static gboolean
read_command_host (const struct scenario_reader *reader, const char *group, const struct command_word *word,
                   struct sim_command *command)
{
  g_autofree char *host = NULL;

  if (!scenario_reader_text (reader, group, "Host", &host))
    return FALSE;
  if (host == NULL && word->host == HOST_NEEDED)
    return scenario_reader_fail (reader, group, "Host",
                                 g_strdup_printf (_ ("missing; “%s” is done by A or by B"), word->word));
  if (host != NULL && word->host == HOST_FORBIDDEN)
    return scenario_reader_fail (reader, group, "Host", g_strdup_printf (_ ("not allowed with “%s”"), word->word));
  return host == NULL || scenario_reader_check (reader, group, "Host", scenario_value_host (host, &command->host));
}

static gboolean
read_connection (const struct scenario_reader *reader, const char *group, const struct command_word *word,
                 struct sim_command *command)
{
  g_autofree char *text = NULL;
  guint64 connection = 0;

  if (!scenario_reader_text (reader, group, "Connection", &text))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (word->host != HOST_NEEDED || word->kind == COMMAND_LISTEN || word->kind == COMMAND_CONNECT
      || word->kind == COMMAND_CRASH || word->kind == COMMAND_POWER || word->kind == COMMAND_SWITCH
      || word->kind == COMMAND_INJECT)
    return scenario_reader_fail (reader, group, "Connection",
                                 g_strdup_printf (_ ("not allowed with “%s”"), word->word));
  if (!scenario_reader_check (reader, group, "Connection", scenario_value_count (text, 1, G_MAXUINT32, &connection)))
    return FALSE;
  command->connection = (uint32_t) connection;
  return TRUE;
}

/* Its place among all that happens at its instant. */
static gboolean
read_turn (const struct scenario_reader *reader, const char *group, const struct command_word *word,
           struct sim_command *command)
{
  g_autofree char *text = NULL;
  guint which = SIM_TURN_USUAL;

  if (!scenario_reader_text (reader, group, "Turn", &text))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!scenario_reader_check (reader, group, "Turn", scenario_value_word (text, scenario_turns, &which)))
    return FALSE;
  command->turn = (uint8_t) which;
  if (command->turn == SIM_TURN_FIRST && !sim_command_can_be_first ((enum sim_command_kind) command->kind))
    return scenario_reader_fail (
        reader, group, "Turn",
        g_strdup_printf (_ ("“%s” cannot come first; only what the link does and “read” can"), word->word));
  return TRUE;
}

/* The port that an injected segment names as its source. */
static gboolean
read_port (const struct scenario_reader *reader, const char *group, const struct command_word *word,
           struct sim_command *command)
{
  g_autofree char *text = NULL;
  guint64 port = 0;

  if (!scenario_reader_text (reader, group, "Port", &text))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (word->kind != COMMAND_INJECT && word->kind != COMMAND_CONNECT)
    return scenario_reader_fail (reader, group, "Port", g_strdup_printf (_ ("not allowed with “%s”"), word->word));
  if (!scenario_reader_check (reader, group, "Port", scenario_value_count (text, 1, G_MAXUINT16, &port)))
    return FALSE;
  command->segment.source.port = (uint16_t) port;
  return TRUE;
}

/* And the address. */
static gboolean
read_address (const struct scenario_reader *reader, const char *group, const struct command_word *word,
              struct sim_command *command)
{
  g_autofree char *text = NULL;

  if (!scenario_reader_text (reader, group, "Address", &text))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (word->kind != COMMAND_INJECT)
    return scenario_reader_fail (reader, group, "Address", g_strdup_printf (_ ("not allowed with “%s”"), word->word));
  if (!scenario_reader_check (reader, group, "Address",
                              scenario_value_address (text, &command->segment.source.address)))
    return FALSE;
  if (command->segment.source.address.family != reader->scenario->hosts[HOST_A].address.family)
    return scenario_reader_fail (reader, group, "Address", g_strdup (_ ("not of the family of the hosts' addresses")));
  return TRUE;
}

static gboolean
read_command (const struct scenario_reader *reader, const char *group, struct sim_command *command)
{
  const struct command_word *word = NULL;
  g_autofree char *at = NULL;

  *command = (struct sim_command){ .host = HOST_NONE, .copy = EVENT_NONE };
  return scenario_reader_needed (reader, group, "At", &at)
         && scenario_reader_check (reader, group, "At", scenario_value_time (at, 0, SCENARIO_TIME_MAX, &command->at))
         && read_do (reader, group, &word, command) && read_command_host (reader, group, word, command)
         && read_connection (reader, group, word, command) && read_port (reader, group, word, command)
         && read_address (reader, group, word, command) && read_turn (reader, group, word, command);
}

/* --- faults --- */

static gboolean
read_fault_do (const struct scenario_reader *reader, const char *group, struct scenario_fault *fault)
{
  g_autofree char *text = NULL;
  guint which = 0;

  if (!scenario_reader_needed (reader, group, "Do", &text))
    return FALSE;
  const char *rest = split_word (text);
  if (!scenario_reader_check (reader, group, "Do", scenario_value_word (text, scenario_fault_actions, &which)))
    return FALSE;
  fault->action = (uint8_t) which;
  if (fault->action == FAULT_DELAY)
    return scenario_reader_check (reader, group, "Do", scenario_value_time (rest, 0, SCENARIO_TIME_MAX, &fault->delay));
  if (*rest != '\0')
    return scenario_reader_fail (reader, group, "Do", g_strdup_printf (_ ("nothing may follow “%s”"), text));
  return TRUE;
}

static gboolean
read_fault_counts (const struct scenario_reader *reader, const char *group, struct scenario_fault *fault)
{
  g_autofree char *nth = NULL;
  g_autofree char *count = NULL;
  guint64 number = 1;

  if (!scenario_reader_text (reader, group, "Nth", &nth) || !scenario_reader_text (reader, group, "Count", &count))
    return FALSE;
  if (nth != NULL && !scenario_reader_check (reader, group, "Nth", scenario_value_count (nth, 1, G_MAXUINT32, &number)))
    return FALSE;
  fault->nth = (uint32_t) number;

  number = 1;
  if (count != NULL && strcmp (count, "all") == 0)
    number = UINT32_MAX;
  else if (count != NULL)
    {
      g_autofree char *why = scenario_value_count (count, 1, G_MAXUINT32 - 1, &number);
      if (why != NULL)
        return scenario_reader_fail (reader, group, "Count", g_strdup_printf (_ ("%s, nor “all”"), why));
    }
  fault->count = (uint32_t) number;
  return TRUE;
}

static gboolean
read_fault_after (const struct scenario_reader *reader, const char *group, struct scenario_fault *fault)
{
  g_autofree char *after = NULL;

  return scenario_reader_text (reader, group, "After", &after)
         && (after == NULL
             || scenario_reader_check (reader, group, "After",
                                       scenario_value_time (after, 0, SCENARIO_TIME_MAX, &fault->after)));
}

static gboolean
read_fault (const struct scenario_reader *reader, const char *group, struct scenario_fault *fault)
{
  g_autofree char *from = NULL;
  g_autofree char *segment = NULL;
  guint which = 0;

  *fault = (struct scenario_fault){ .match = SEGMENT_ANY };
  if (!scenario_reader_needed (reader, group, "From", &from)
      || !scenario_reader_check (reader, group, "From", scenario_value_host (from, &fault->from))
      || !scenario_reader_text (reader, group, "Segment", &segment))
    return FALSE;
  if (segment != NULL)
    {
      if (!scenario_reader_check (reader, group, "Segment",
                                  scenario_value_word (segment, scenario_fault_segments, &which)))
        return FALSE;
      fault->match = (uint8_t) which;
    }
  return read_fault_counts (reader, group, fault) && read_fault_after (reader, group, fault)
         && read_fault_do (reader, group, fault);
}

/* --- all groups of a kind --- */

gboolean
scenario_reader_script (const struct scenario_reader *reader)
{
  g_autoptr (GPtrArray) commands = scenario_reader_numbered (reader, SCENARIO_GROUP_COMMAND);
  g_autoptr (GPtrArray) faults = scenario_reader_numbered (reader, SCENARIO_GROUP_FAULT);
  struct scenario *scenario = reader->scenario;

  for (guint i = 0; i < commands->len; i++)
    {
      const char *group = g_ptr_array_index (commands, i);
      if (i == SCENARIO_COMMANDS_MAX)
        return scenario_reader_fail (reader, group, NULL,
                                     g_strdup_printf (_ ("there may be %d commands"), SCENARIO_COMMANDS_MAX));
      if (!read_command (reader, group, &scenario->commands[scenario->command_count]))
        return FALSE;
      scenario->command_count++;
    }
  for (guint i = 0; i < faults->len; i++)
    {
      const char *group = g_ptr_array_index (faults, i);
      if (i == SCENARIO_FAULTS_MAX)
        return scenario_reader_fail (reader, group, NULL,
                                     g_strdup_printf (_ ("there may be %d faults"), SCENARIO_FAULTS_MAX));
      if (!read_fault (reader, group, &scenario->faults[scenario->fault_count]))
        return FALSE;
      scenario->fault_count++;
    }
  return TRUE;
}
