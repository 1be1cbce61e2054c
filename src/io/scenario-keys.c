#include "io/scenario-keys.h"

#include "io/scenario-value.h"

#include <glib/gi18n.h>
#include <string.h>

#define BUFFER_MAX 16777216
#define ABOVE_ZERO 1

#define FIELD(type, field) offsetof (type, field), sizeof (((type *) NULL)->field)
#define HOST(field) FIELD (struct scenario_host, field)
#define LINK(field) FIELD (struct scenario_link, field)
#define LONGEST ((guint64) SCENARIO_TIME_MAX)

static const char *const COOKIES[] = {
  [TCP_SYN_COOKIES_OFF] = "off",
  [TCP_SYN_COOKIES_WHEN_FULL] = "when-full",
  [TCP_SYN_COOKIES_ALWAYS] = "always",
  NULL,
};

static const char *const OPTION_ORDERS[]
    = { [TCP_OPTIONS_SACK_FIRST] = "sack-first", [TCP_OPTIONS_SCALE_FIRST] = "scale-first", NULL };

static const char *const CONGESTIONS[] = { [TCP_CONGESTION_RENO] = "reno", [TCP_CONGESTION_CUBIC] = "cubic", NULL };

static const char *const PROBINGS[] = {
  [TCP_MTU_PROBING_OFF] = "off",
  [TCP_MTU_PROBING_BLACK_HOLE] = "black-hole",
  [TCP_MTU_PROBING_ALWAYS] = "always",
  NULL,
};

static const struct scenario_key SCENARIO_KEYS[] = {
  { "Title", SCENARIO_KEY_WORDS, 0, 0, 0, 0 },
  { "Summary", SCENARIO_KEY_WORDS, 0, 0, 0, 0 },
  { .name = "Order" },
  { "Seed", SCENARIO_KEY_COUNT, FIELD (struct scenario, seed), 1, G_MAXUINT64 },
  { .name = "Until" },
  { "PictureFrom", SCENARIO_KEY_TIME, FIELD (struct scenario, picture_from), 0, LONGEST },
  { "FoldData", SCENARIO_KEY_SWITCH, FIELD (struct scenario, fold_data), 0, 0 },
  { .name = "IPv6" },
  { .name = NULL },
};

static const struct scenario_key HOST_KEYS[] = {
  { "Name", SCENARIO_KEY_NAME, HOST (name), 0, 0 },
  { "Address", SCENARIO_KEY_ADDRESS, HOST (address), 0, 0 },
  { "Mac", SCENARIO_KEY_MAC, HOST (mac), 0, 0 },
  { "Port", SCENARIO_KEY_COUNT, HOST (port), 1, G_MAXUINT16 },
  { .name = "Preset" },
  { .name = "ISN" },

  { "ClockSkew", SCENARIO_KEY_SKEW, HOST (clock_skew), 0, 0 },

  { "Descriptors", SCENARIO_KEY_COUNT, HOST (app.descriptors), 0, G_MAXUINT16 },
  { "Reads", SCENARIO_KEY_SWITCH, HOST (app.reads), 0, 0 },
  { "ReadOctets", SCENARIO_KEY_COUNT, HOST (app.read_octets), 0, G_MAXUINT32 },
  { "ReadInterval", SCENARIO_KEY_TIME, HOST (app.read_interval), 0, LONGEST },
  { "AnswerAfter", SCENARIO_KEY_COUNT, HOST (app.request_octets), 0, 1073741824 },
  { "AnswerOctets", SCENARIO_KEY_COUNT, HOST (app.answer_octets), 0, 1073741824 },
  { "AnswerDelay", SCENARIO_KEY_TIME, HOST (app.answer_delay), 0, LONGEST },
  { .name = "Echo" },
  { "ClosesAtEnd", SCENARIO_KEY_SWITCH, HOST (app.closes_at_end), 0, 0 },
  { "CloseDelay", SCENARIO_KEY_TIME, HOST (app.close_delay), 0, LONGEST },

  { "IsnStep", SCENARIO_KEY_COUNT, HOST (config.iss_step), 0, G_MAXUINT32 },
  { "Mss", SCENARIO_KEY_COUNT, HOST (config.mss), 0, 65495 },
  { "Mtu", SCENARIO_KEY_COUNT, HOST (config.mtu), 68, 1500 },
  { "SendBuffer", SCENARIO_KEY_COUNT, HOST (config.send_buffer), 1, BUFFER_MAX },
  { "ReceiveBuffer", SCENARIO_KEY_COUNT, HOST (config.receive_buffer), 1, BUFFER_MAX },
  { "InitialReceiveWindow", SCENARIO_KEY_COUNT, HOST (config.initial_receive_window), 0, G_MAXUINT16 },
  { "Backlog", SCENARIO_KEY_COUNT, HOST (config.backlog), 1, 4096 },
  { "OverflowResets", SCENARIO_KEY_SWITCH, HOST (config.overflow_resets), 0, 0 },
  { "SynCookies", SCENARIO_KEY_WORD, HOST (config.syn_cookies), 0, 0, COOKIES },
  { "WindowScale", SCENARIO_KEY_SWITCH, HOST (config.window_scale), 0, 0 },
  { "WindowScaleShift", SCENARIO_KEY_SHIFT, HOST (config.window_scale_shift), 0, 0 },
  { "Timestamps", SCENARIO_KEY_SWITCH, HOST (config.timestamps), 0, 0 },
  { "TimestampsRequired", SCENARIO_KEY_SWITCH, HOST (config.timestamps_required), 0, 0 },
  { "TimestampTick", SCENARIO_KEY_TIME, HOST (config.ts_tick), (guint64) MS (1), (guint64) SEC (1) },
  { "TimestampOffset", SCENARIO_KEY_COUNT, HOST (config.ts_offset), 0, G_MAXUINT32 },
  { "Sack", SCENARIO_KEY_SWITCH, HOST (config.sack), 0, 0 },
  { "Ecn", SCENARIO_KEY_SWITCH, HOST (config.ecn), 0, 0 },
  { "OptionOrder", SCENARIO_KEY_WORD, HOST (config.option_order), 0, 0, OPTION_ORDERS },
  { "RtoInitial", SCENARIO_KEY_TIME, HOST (config.rto_initial), ABOVE_ZERO, LONGEST },
  { "RtoMin", SCENARIO_KEY_TIME, HOST (config.rto_min), ABOVE_ZERO, LONGEST },
  { "RtoMax", SCENARIO_KEY_TIME, HOST (config.rto_max), ABOVE_ZERO, LONGEST },
  { "RtoSlack", SCENARIO_KEY_TIME, HOST (config.rto_slack), 0, LONGEST },
  { "ClockGranularity", SCENARIO_KEY_TIME, HOST (config.clock_granularity), 0, LONGEST },
  { "RtoMinAsMargin", SCENARIO_KEY_SWITCH, HOST (config.rto_min_as_margin), 0, 0 },
  { "RtoRearm", SCENARIO_KEY_SWITCH, HOST (config.rto_rearm), 0, 0 },
  { "R1", SCENARIO_KEY_COUNT, HOST (config.r1), 0, G_MAXUINT8 },
  { "R2", SCENARIO_KEY_TIME, HOST (config.r2), ABOVE_ZERO, LONGEST },
  { "R2Syn", SCENARIO_KEY_TIME, HOST (config.r2_syn), ABOVE_ZERO, LONGEST },
  { "SynAckRetries", SCENARIO_KEY_COUNT, HOST (config.syn_ack_retries), 0, G_MAXUINT8 },
  { "UserTimeout", SCENARIO_KEY_TIME, HOST (config.user_timeout), 0, LONGEST },
  { "FastOpenClient", SCENARIO_KEY_SWITCH, HOST (config.fast_open_client), 0, 0 },
  { "FastOpenServer", SCENARIO_KEY_SWITCH, HOST (config.fast_open_server), 0, 0 },
  { "FastOpenLimit", SCENARIO_KEY_COUNT, HOST (config.fast_open_limit), 0, G_MAXUINT16 },
  { "UserTimeoutOption", SCENARIO_KEY_SWITCH, HOST (config.uto), 0, 0 },
  { "UserTimeoutChangeable", SCENARIO_KEY_SWITCH, HOST (config.uto_changeable), 0, 0 },
  { "UserTimeoutLeast", SCENARIO_KEY_TIME, HOST (config.uto_least), 0, LONGEST },
  { "UserTimeoutMost", SCENARIO_KEY_TIME, HOST (config.uto_most), ABOVE_ZERO, LONGEST },
  { "Rack", SCENARIO_KEY_SWITCH, HOST (config.rack), 0, 0 },
  { "Tlp", SCENARIO_KEY_SWITCH, HOST (config.tlp), 0, 0 },
  { "TlpMaxAckDelay", SCENARIO_KEY_TIME, HOST (config.tlp_max_ack_delay), 0, LONGEST },
  { "Frto", SCENARIO_KEY_SWITCH, HOST (config.frto), 0, 0 },
  { "KeepAlive", SCENARIO_KEY_SWITCH, HOST (config.keepalive), 0, 0 },
  { "KeepAliveIdle", SCENARIO_KEY_TIME, HOST (config.keepalive_idle), ABOVE_ZERO, LONGEST },
  { "KeepAliveInterval", SCENARIO_KEY_TIME, HOST (config.keepalive_interval), ABOVE_ZERO, LONGEST },
  { "KeepAliveCount", SCENARIO_KEY_COUNT, HOST (config.keepalive_count), 2, G_MAXUINT8 },
  { "DelayedAck", SCENARIO_KEY_SWITCH, HOST (config.delayed_ack), 0, 0 },
  { "DelayedAckTime", SCENARIO_KEY_TIME, HOST (config.delayed_ack_time), ABOVE_ZERO, (guint64) MS (500) - 1 },
  { "AckEvery", SCENARIO_KEY_COUNT, HOST (config.ack_every), 1, G_MAXUINT8 },
  { "QuickAcks", SCENARIO_KEY_COUNT, HOST (config.quick_acks), 0, G_MAXUINT8 },
  { "Nagle", SCENARIO_KEY_SWITCH, HOST (config.nagle), 0, 0 },
  { "NagleMinshall", SCENARIO_KEY_SWITCH, HOST (config.nagle_minshall), 0, 0 },
  { "Cork", SCENARIO_KEY_SWITCH, HOST (config.cork), 0, 0 },
  { "CorkTime", SCENARIO_KEY_TIME, HOST (config.cork_time), ABOVE_ZERO, LONGEST },
  { "SwsAvoidance", SCENARIO_KEY_SWITCH, HOST (config.sws_avoidance), 0, 0 },
  { "SwsOverride", SCENARIO_KEY_TIME, HOST (config.sws_override), ABOVE_ZERO, LONGEST },
  { "Persist", SCENARIO_KEY_SWITCH, HOST (config.persist), 0, 0 },
  { "Congestion", SCENARIO_KEY_WORD, HOST (config.congestion_name), 0, 0, CONGESTIONS },
  { "InitialWindow", SCENARIO_KEY_COUNT, HOST (config.initial_window), 0, G_MAXUINT8 },
  { "InitialSsthresh", SCENARIO_KEY_COUNT, HOST (config.initial_ssthresh), 0, G_MAXUINT32 },
  { "SlowStartLimit", SCENARIO_KEY_COUNT, HOST (config.slow_start_limit), 0, G_MAXUINT8 },
  { "LossFromCwnd", SCENARIO_KEY_SWITCH, HOST (config.loss_from_cwnd), 0, 0 },
  { "LimitedTransmit", SCENARIO_KEY_SWITCH, HOST (config.limited_transmit), 0, 0 },
  { "CongestionControl", SCENARIO_KEY_SWITCH, HOST (config.congestion_control), 0, 0 },
  { "Prr", SCENARIO_KEY_SWITCH, HOST (config.prr), 0, 0 },
  { "NewReno", SCENARIO_KEY_SWITCH, HOST (config.new_reno), 0, 0 },
  { "IdleRestart", SCENARIO_KEY_SWITCH, HOST (config.idle_restart), 0, 0 },
  { "CwndValidation", SCENARIO_KEY_SWITCH, HOST (config.cwnd_validation), 0, 0 },
  { "Ttl", SCENARIO_KEY_COUNT, HOST (config.ttl), 1, G_MAXUINT8 },
  { "Diffserv", SCENARIO_KEY_COUNT, HOST (config.diffserv), 0, 63 },
  { "PathMtuDiscovery", SCENARIO_KEY_SWITCH, HOST (config.path_mtu_discovery), 0, 0 },
  { "PathMtuMin", SCENARIO_KEY_COUNT, HOST (config.path_mtu_min), 68, 1500 },
  { "PathMtuAge", SCENARIO_KEY_TIME, HOST (config.path_mtu_age), ABOVE_ZERO, LONGEST },
  { "MtuProbing", SCENARIO_KEY_WORD, HOST (config.mtu_probing), 0, 0, PROBINGS },
  { "MtuBase", SCENARIO_KEY_COUNT, HOST (config.mtu_base), 68, 1500 },
  { "BlackHoleTimeouts", SCENARIO_KEY_COUNT, HOST (config.mtu_black_hole_timeouts), 1, G_MAXUINT8 },
  { "Msl", SCENARIO_KEY_TIME, HOST (config.msl), ABOVE_ZERO, LONGEST },
  { "FinWait2Time", SCENARIO_KEY_TIME, HOST (config.fin_wait_2_time), 0, LONGEST },
  { "Rfc5961", SCENARIO_KEY_SWITCH, HOST (config.rfc5961), 0, 0 },
  { "ChallengeLimit", SCENARIO_KEY_COUNT, HOST (config.challenge_limit), 0, G_MAXUINT8 },
  { "ChallengePeriod", SCENARIO_KEY_TIME, HOST (config.challenge_period), ABOVE_ZERO, LONGEST },
  { "Rfc6191", SCENARIO_KEY_SWITCH, HOST (config.rfc6191), 0, 0 },
  { "Rfc1337", SCENARIO_KEY_SWITCH, HOST (config.rfc1337), 0, 0 },
  { "UnreadSurvives", SCENARIO_KEY_SWITCH, HOST (config.unread_survives), 0, 0 },
  { "ResetAcks", SCENARIO_KEY_SWITCH, HOST (config.reset_acks), 0, 0 },
  { "AckAtWindowEdge", SCENARIO_KEY_SWITCH, HOST (config.ack_at_window_edge), 0, 0 },
  { "LiteralSynReceived", SCENARIO_KEY_SWITCH, HOST (config.literal_syn_received), 0, 0 },
  { "TwoWayHandshake", SCENARIO_KEY_SWITCH, HOST (config.two_way_handshake), 0, 0 },
  { "NoTimeWait", SCENARIO_KEY_SWITCH, HOST (config.no_time_wait), 0, 0 },
  { "PlainComparison", SCENARIO_KEY_SWITCH, HOST (config.plain_comparison), 0, 0 },
  { .name = NULL },
};

static const struct scenario_key LINK_KEYS[] = {
  { "Delay", SCENARIO_KEY_TIME, LINK (delay), 0, LONGEST },
  { "Jitter", SCENARIO_KEY_TIME, LINK (jitter), 0, LONGEST },
  { "Rate", SCENARIO_KEY_RATE, LINK (rate), 0, 0 },
  { "Queue", SCENARIO_KEY_COUNT, LINK (queue), 0, G_MAXUINT32 },
  { "Loss", SCENARIO_KEY_SHARE, LINK (loss), 0, 0 },
  { "LossBurst", SCENARIO_KEY_COUNT, LINK (burst), 1, 1000 },
  { "Duplicate", SCENARIO_KEY_SHARE, LINK (duplicate), 0, 0 },
  { "Corrupt", SCENARIO_KEY_SHARE, LINK (corrupt), 0, 0 },
  { "Mtu", SCENARIO_KEY_COUNT, LINK (mtu), 0, G_MAXUINT16 },
  { "IcmpTooBig", SCENARIO_KEY_SWITCH, LINK (icmp_too_big), 0, 0 },
  { .name = NULL },
};

static const struct scenario_key COMMAND_KEYS[] = {
  { .name = "At" },   { .name = "Host" }, { .name = "Do" },      { .name = "Connection" },
  { .name = "Port" }, { .name = "Turn" }, { .name = "Address" }, { .name = NULL },
};

static const struct scenario_key FAULT_KEYS[] = {
  { .name = "From" },  { .name = "Segment" }, { .name = "Nth" }, { .name = "Count" },
  { .name = "After" }, { .name = "Do" },      { .name = NULL },
};

static const struct scenario_key LESSON_KEYS[] = {
  { "Question", SCENARIO_KEY_WORDS, 0, 0, 0, 0 },      { "Answer", SCENARIO_KEY_WORDS, 0, 0, 0, 0 },
  { "Misconception", SCENARIO_KEY_WORDS, 0, 0, 0, 0 }, { "Correction", SCENARIO_KEY_WORDS, 0, 0, 0, 0 },
  { "Reference", SCENARIO_KEY_WORDS, 0, 0, 0, 0 },     { .name = NULL },
};

static const struct scenario_key STEP_KEYS[] = {
  { .name = "When" },
  { "Say", SCENARIO_KEY_WORDS, 0, 0, 0, 0 },
  { .name = "Show" },
  { .name = NULL },
};

const struct scenario_key *
scenario_keys (enum scenario_group group)
{
  static const struct scenario_key *const tables[SCENARIO_GROUP_COUNT] = {
    [SCENARIO_GROUP_SCENARIO] = SCENARIO_KEYS, [SCENARIO_GROUP_HOST] = HOST_KEYS,
    [SCENARIO_GROUP_LINK] = LINK_KEYS,         [SCENARIO_GROUP_COMMAND] = COMMAND_KEYS,
    [SCENARIO_GROUP_FAULT] = FAULT_KEYS,       [SCENARIO_GROUP_LESSON] = LESSON_KEYS,
    [SCENARIO_GROUP_STEP] = STEP_KEYS,
  };

  return tables[group];
}

const struct scenario_key *
scenario_key_find (enum scenario_group group, const char *name)
{
  for (const struct scenario_key *key = scenario_keys (group); key->name != NULL; key++)
    if (strcmp (key->name, name) == 0)
      return key;
  return NULL;
}

/* "Command 3": the number behind the word; written in one way only, so that no group is there twice. */
static gboolean
parse_numbered (const char *name, const char *word, guint *number)
{
  guint64 read = 0;
  size_t length = strlen (word);

  if (strncmp (name, word, length) != 0 || name[length] == '0'
      || !g_ascii_string_to_unsigned (name + length, 10, 1, SCENARIO_NUMBER_MAX, &read, NULL))
    return FALSE;
  *number = (guint) read;
  return TRUE;
}

gboolean
scenario_group_parse (const char *name, enum scenario_group *group, guint *number)
{
  static const struct
  {
    const char *name;
    enum scenario_group group;
    guint number;
  } plain[] = {
    { "Scenario", SCENARIO_GROUP_SCENARIO, 0 }, { "Host A", SCENARIO_GROUP_HOST, HOST_A },
    { "Host B", SCENARIO_GROUP_HOST, HOST_B },  { "Link", SCENARIO_GROUP_LINK, HOST_NONE },
    { "Link A", SCENARIO_GROUP_LINK, HOST_A },  { "Link B", SCENARIO_GROUP_LINK, HOST_B },
    { "Lesson", SCENARIO_GROUP_LESSON, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (plain); i++)
    if (strcmp (name, plain[i].name) == 0)
      {
        *group = plain[i].group;
        *number = plain[i].number;
        return TRUE;
      }
  *group = SCENARIO_GROUP_COMMAND;
  if (parse_numbered (name, "Command ", number))
    return TRUE;
  *group = SCENARIO_GROUP_STEP;
  if (parse_numbered (name, "Step ", number))
    return TRUE;
  *group = SCENARIO_GROUP_FAULT;
  return parse_numbered (name, "Fault ", number);
}

static void
store_count (void *field, size_t size, guint64 value)
{
  switch (size)
    {
    case 1:
      *(uint8_t *) field = (uint8_t) value;
      break;
    case 2:
      *(uint16_t *) field = (uint16_t) value;
      break;
    case 4:
      *(uint32_t *) field = (uint32_t) value;
      break;
    default:
      *(uint64_t *) field = value;
    }
}

static char *
apply_name (char *field, size_t size, const char *text)
{
  if (*text == '\0' || strlen (text) >= size)
    return g_strdup_printf (_ ("“%s” is not a name of 1 to %u octets"), text, (unsigned) size - 1);
  g_strlcpy (field, text, size);
  return NULL;
}

static char *
apply_word (void *field, const char *const *words, const char *text)
{
  guint word = 0;
  char *why = scenario_value_word (text, words, &word);

  if (why == NULL)
    store_count (field, sizeof (guint), word);
  return why;
}

char *
scenario_key_apply (const struct scenario_key *key, void *base, const char *text)
{
  void *field = (char *) base + key->offset;
  guint64 count = 0;
  char *why;

  switch (key->kind)
    {
    case SCENARIO_KEY_NAME:
      return apply_name (field, key->size, text);
    case SCENARIO_KEY_COUNT:
      why = scenario_value_count (text, key->min, key->max, &count);
      if (why == NULL)
        store_count (field, key->size, count);
      return why;
    case SCENARIO_KEY_TIME:
      return scenario_value_time (text, (vtime) key->min, (vtime) key->max, field);
    case SCENARIO_KEY_SHARE:
      return scenario_value_share (text, field);
    case SCENARIO_KEY_RATE:
      return scenario_value_rate (text, field);
    case SCENARIO_KEY_SWITCH:
      return scenario_value_switch (text, field);
    case SCENARIO_KEY_ADDRESS:
      return scenario_value_address (text, field);
    case SCENARIO_KEY_MAC:
      return scenario_value_mac (text, field);
    case SCENARIO_KEY_SHIFT:
      return scenario_value_shift (text, field);
    case SCENARIO_KEY_SKEW:
      return scenario_value_skew (text, field);
    case SCENARIO_KEY_WORD:
      return apply_word (field, key->words, text);
    case SCENARIO_KEY_TEXT:
    case SCENARIO_KEY_WORDS:
      break;
    }
  return NULL;
}

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

char *
scenario_key_text (const struct scenario_key *key, const void *base)
{
  const void *field = (const char *) base + key->offset;

  switch (key->kind)
    {
    case SCENARIO_KEY_NAME:
      return g_strdup (field);
    case SCENARIO_KEY_COUNT:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, load_count (field, key->size));
    case SCENARIO_KEY_TIME:
      return scenario_text_time (*(const vtime *) field);
    case SCENARIO_KEY_SHARE:
      return scenario_text_share (*(const guint32 *) field);
    case SCENARIO_KEY_RATE:
      return scenario_text_rate (*(const guint64 *) field);
    case SCENARIO_KEY_SWITCH:
      return g_strdup (*(const bool *) field ? "true" : "false");
    case SCENARIO_KEY_ADDRESS:
      return scenario_text_address (field);
    case SCENARIO_KEY_MAC:
      return scenario_text_mac (field);
    case SCENARIO_KEY_SHIFT:
      return scenario_text_shift (*(const guint8 *) field);
    case SCENARIO_KEY_SKEW:
      return scenario_text_skew (*(const gint32 *) field);
    case SCENARIO_KEY_WORD:
      return g_strdup (key->words[load_count (field, sizeof (guint))]);
    case SCENARIO_KEY_TEXT:
    case SCENARIO_KEY_WORDS:
      break;
    }
  return NULL;
}

/* --- names that are not known --- */

/* How many letters have to be changed, added or left out to make one name of the other, capitals aside. */
static guint
edit_distance (const char *a, const char *b)
{
  enum
  {
    LONGEST_NAME = 63
  };
  guint row[LONGEST_NAME + 1];
  size_t width = strlen (b);

  if (width > LONGEST_NAME)
    return G_MAXUINT;
  for (guint j = 0; j <= width; j++)
    row[j] = j;
  for (guint i = 0; a[i] != '\0'; i++)
    {
      guint corner = row[0];
      row[0] = i + 1;
      for (guint j = 0; j < width; j++)
        {
          guint changed = corner + (g_ascii_tolower (a[i]) != g_ascii_tolower (b[j]));
          corner = row[j + 1];
          row[j + 1] = MIN (changed, MIN (row[j], corner) + 1);
        }
    }
  return row[width];
}

const char *
scenario_nearest (const char *name, const char *const *names)
{
  const char *nearest = NULL;
  guint length = (guint) strlen (name);
  guint least = MAX (length / 3, MIN (length / 2, 2)) + 1;

  for (; *names != NULL; names++)
    {
      guint distance = edit_distance (name, *names);
      if (distance < least)
        {
          least = distance;
          nearest = *names;
        }
    }
  return nearest;
}

char *
scenario_unknown_key (enum scenario_group group, const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (const struct scenario_key *key = scenario_keys (group); key->name != NULL; key++)
    g_ptr_array_add (names, (gpointer) key->name);
  g_ptr_array_add (names, NULL);

  const char *nearest = scenario_nearest (name, (const char *const *) names->pdata);
  if (nearest != NULL)
    return g_strdup_printf (_ ("there is no such key here; did you mean “%s”?"), nearest);
  g_autofree char *list = g_strjoinv (", ", (char **) names->pdata);
  return g_strdup_printf (_ ("there is no such key here; the keys are %s"), list);
}

char *
scenario_unknown_group (const char *name)
{
  static const char *const groups[] = { "Scenario", "Host A",    "Host B", "Link",   "Link A", "Link B",
                                        "Fault 1",  "Command 1", "Lesson", "Step 1", NULL };
  const char *nearest = scenario_nearest (name, groups);

  if (nearest != NULL)
    return g_strdup_printf (_ ("there is no such group; did you mean “[%s]”?"), nearest);
  return g_strdup (
      _ ("there is no such group; the groups are [Scenario], [Host A], [Host B], [Link], [Link A], [Link B], "
         "[Command N], [Fault N], [Lesson] and [Step N]"));
}
