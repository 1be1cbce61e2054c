#include "world-text.h"

#include "io/scenario-keys.h"
#include "wire/segment-text.h"

#include <string.h>

#define NUMBER "%" G_GUINT64_FORMAT

static guint64
load_count (const void *field, size_t size)
{
  switch (size)
    {
    case 1:
      return *(const uint8_t *) field;
    case 2:
      return *(const uint16_t *) field;
    case 4:
      return *(const uint32_t *) field;
    default:
      return *(const uint64_t *) field;
    }
}

static void
write_address (GString *text, const char *name, const struct ip_address *address)
{
  char buffer[IP_ADDRESS_TEXT_SIZE];

  g_string_append_printf (text, "%s=%s\n", name, ip_address_format (address, buffer));
}

static void
write_mac (GString *text, const char *name, const struct mac_address *mac)
{
  const uint8_t *octets = mac->octets;

  g_string_append_printf (text, "%s=%02x:%02x:%02x:%02x:%02x:%02x\n", name, octets[0], octets[1], octets[2], octets[3],
                          octets[4], octets[5]);
}

static void
write_share (GString *text, const char *name, uint32_t per_million)
{
  g_string_append_printf (text, "%s=%u.%04u%%\n", name, per_million / 10000, per_million % 10000);
}

static void
write_shift (GString *text, const char *name, uint8_t shift)
{
  if (shift == TCP_SHIFT_FROM_BUFFER)
    g_string_append_printf (text, "%s=auto\n", name);
  else
    g_string_append_printf (text, "%s=%u\n", name, shift);
}

static void
write_cookies (GString *text, const char *name, enum tcp_syn_cookies when)
{
  static const char *const words[] = { "off", "when-full", "always" };

  g_string_append_printf (text, "%s=%s\n", name, words[when]);
}

static void
write_key (GString *text, const struct scenario_key *key, const void *base)
{
  const void *field = (const char *) base + key->offset;

  switch (key->kind)
    {
    case SCENARIO_KEY_TEXT:
    case SCENARIO_KEY_WORDS:
      break;
    case SCENARIO_KEY_NAME:
      g_string_append_printf (text, "%s=%s\n", key->name, (const char *) field);
      break;
    case SCENARIO_KEY_COUNT:
      g_string_append_printf (text, "%s=" NUMBER "\n", key->name, load_count (field, key->size));
      break;
    case SCENARIO_KEY_TIME:
      g_string_append_printf (text, "%s=" NUMBER " ns\n", key->name, load_count (field, sizeof (vtime)));
      break;
    case SCENARIO_KEY_SHARE:
      write_share (text, key->name, *(const uint32_t *) field);
      break;
    case SCENARIO_KEY_RATE:
      g_string_append_printf (text, "%s=" NUMBER " bit/s\n", key->name, load_count (field, sizeof (uint64_t)));
      break;
    case SCENARIO_KEY_SWITCH:
      g_string_append_printf (text, "%s=%s\n", key->name, *(const bool *) field ? "true" : "false");
      break;
    case SCENARIO_KEY_ADDRESS:
      write_address (text, key->name, field);
      break;
    case SCENARIO_KEY_MAC:
      write_mac (text, key->name, field);
      break;
    case SCENARIO_KEY_SHIFT:
      write_shift (text, key->name, *(const uint8_t *) field);
      break;
    case SCENARIO_KEY_PROBING:
      g_string_append_printf (text, "%s=%s\n", key->name,
                              scenario_probing_words[*(const enum tcp_mtu_probing *) field]);
      break;
    case SCENARIO_KEY_SKEW:
      g_string_append_printf (text, "%s=%d ppm\n", key->name, *(const gint32 *) field);
      break;
    case SCENARIO_KEY_CONGESTION:
      g_string_append_printf (text, "%s=%s\n", key->name,
                              *(const enum tcp_congestion_name *) field == TCP_CONGESTION_CUBIC ? "cubic" : "reno");
      break;
    case SCENARIO_KEY_OPTION_ORDER:
      g_string_append_printf (text, "%s=%s\n", key->name,
                              *(const enum tcp_option_order *) field == TCP_OPTIONS_SCALE_FIRST ? "scale-first"
                                                                                                : "sack-first");
      break;
    case SCENARIO_KEY_COOKIES:
      write_cookies (text, key->name, *(const enum tcp_syn_cookies *) field);
      break;
    }
}

static void
write_host (GString *text, const struct scenario_host *host, char letter)
{
  g_string_append_printf (text, "\n[Host %c]\n", letter);
  if (host->config.iss_fixed)
    g_string_append_printf (text, "ISN=%u\n", host->config.iss);
  else
    g_string_append (text, "ISN=random\n");
  for (const struct scenario_key *key = scenario_keys (SCENARIO_GROUP_HOST); key->name != NULL; key++)
    if (strcmp (key->name, "AnswerOctets") != 0)
      write_key (text, key, host);
  if (host->app.request_octets > 0 && host->app.answer_octets > 0)
    g_string_append_printf (text, "AnswerOctets=%u\n", host->app.answer_octets);
  else if (host->app.request_octets > 0)
    g_string_append (text, "Echo=true\n");
}

static void
write_link (GString *text, const struct scenario_link *link, char letter)
{
  g_string_append_printf (text, "\n[Link %c]\n", letter);
  for (const struct scenario_key *key = scenario_keys (SCENARIO_GROUP_LINK); key->name != NULL; key++)
    write_key (text, key, link);
}

static void
write_fault (GString *text, const struct scenario_fault *fault, size_t number)
{
  static const char *const matches[] = { "any", "SYN", "SYN,ACK", "ACK", "data", "FIN", "RST" };
  static const char *const actions[] = { "drop", "delay", "duplicate", "corrupt", "hold" };

  g_string_append_printf (text, "\n[Fault %zu]\nFrom=%c\nSegment=%s\nNth=%u\n", number, "AB"[fault->from],
                          matches[fault->match], fault -> nth);
  if (fault->count == UINT32_MAX)
    g_string_append (text, "Count=all\n");
  else
    g_string_append_printf (text, "Count=%u\n", fault->count);
  g_string_append_printf (text, "Do=%s", actions[fault->action]);
  if (fault->action == FAULT_DELAY)
    g_string_append_printf (text, " " NUMBER " ns", (guint64) fault->delay);
  g_string_append_c (text, '\n');
}

static void
write_do (GString *text, const struct sim_command *command)
{
  static const char *const words[SIM_COMMAND_KIND_COUNT] = {
    [COMMAND_LISTEN] = "listen",
    [COMMAND_CONNECT] = "connect",
    [COMMAND_SEND] = "send",
    [COMMAND_RECEIVE] = "receive",
    [COMMAND_SHUTDOWN] = "shutdown",
    [COMMAND_CLOSE] = "close",
    [COMMAND_ABORT] = "abort",
    [COMMAND_DROP] = "drop",
    [COMMAND_DELAY] = "delay",
    [COMMAND_DUPLICATE] = "duplicate",
    [COMMAND_CORRUPT] = "corrupt",
    [COMMAND_HOLD] = "hold",
    [COMMAND_RELEASE] = "release",
    [COMMAND_LINK_LOSS] = "link-loss",
    [COMMAND_LINK_DELAY] = "link-delay",
    [COMMAND_LINK_JITTER] = "link-jitter",
    [COMMAND_CRASH] = "crash",
  };
  char segment[SEGMENT_TEXT_SIZE];

  if (command->kind == COMMAND_INJECT)
    g_string_append_printf (text, "Do=inject %s", segment_format (&command->segment, 0, 0, segment));
  else if (command->kind == COMMAND_READING)
    g_string_append (text, command->amount != 0 ? "Do=read on" : "Do=read off");
  else if (command->kind == COMMAND_LINK_CUT)
    g_string_append (text, command->amount != 0 ? "Do=cut" : "Do=heal");
  else if (command->kind == COMMAND_POWER)
    g_string_append (text, command->amount != 0 ? "Do=power-on" : "Do=power-off");
  else
    g_string_append_printf (text, "Do=%s%s", words[command->kind], command->urgent ? "-urgent" : "");
  if (command->copy != EVENT_NONE)
    g_string_append_printf (text, " %u", command->copy);
  if (command->kind == COMMAND_DELAY || command->kind == COMMAND_LINK_DELAY || command->kind == COMMAND_LINK_JITTER)
    g_string_append_printf (text, " " NUMBER " ns", (guint64) command->duration);
  else if (command->kind == COMMAND_LINK_LOSS)
    g_string_append_printf (text, " " NUMBER ".%04u%%", command->amount / 10000, (guint) (command->amount % 10000));
  else if (command->amount > 0 && command->kind != COMMAND_READING && command->kind != COMMAND_LINK_CUT
           && command->kind != COMMAND_POWER)
    g_string_append_printf (text, " " NUMBER, command->amount);
  g_string_append_c (text, '\n');
}

static void
write_command (GString *text, const struct sim_command *command, size_t number)
{
  g_string_append_printf (text, "\n[Command %zu]\nAt=" NUMBER " ns\n", number, (guint64) command->at);
  if (command->host < HOST_COUNT)
    g_string_append_printf (text, "Host=%c\n", "AB"[command->host]);
  if (command->connection != 0)
    g_string_append_printf (text, "Connection=%u\n", command->connection);
  if (command->kind == COMMAND_INJECT && command->segment.source.port != 0)
    g_string_append_printf (text, "Port=%u\n", command->segment.source.port);
  write_do (text, command);
}

char *
world_text (const struct world *world)
{
  const struct scenario *scenario = &world->scenario;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "[Scenario]\nTitle=World " NUMBER "\nSeed=" NUMBER "\n", world->seed, scenario->seed);
  if (scenario->until != VTIME_NEVER)
    g_string_append_printf (text, "Until=" NUMBER " ns\n", (guint64) scenario->until);
  for (unsigned index = 0; index < HOST_COUNT; index++)
    write_host (text, &scenario->hosts[index], "AB"[index]);
  for (unsigned from = 0; from < HOST_COUNT; from++)
    write_link (text, &scenario->links[from], "AB"[from]);
  for (size_t i = 0; i < scenario->fault_count; i++)
    write_fault (text, &scenario->faults[i], i + 1);
  for (size_t i = 0; i < scenario->command_count; i++)
    write_command (text, &scenario->commands[i], i + 1);
  return g_string_free (text, FALSE);
}
