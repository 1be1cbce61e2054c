/* Scenario files: every key reaches its field. What is wrong is in test-scenario-errors.c, lessons in
 * test-scenario-lesson.c. */
#include "base/rng.h"
#include "io/scenario-file.h"
#include "io/scenario-keys.h"
#include "io/scenario-value.h"
#include "io/scenario-words.h"
#include "scenario-bench.h"
#include "wire/segment-text.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_defaults (struct fixture *fixture, gconstpointer data)
{
  struct scenario expected;
  struct scenario_file *file = load_good (fixture, "[Scenario]\nTitle=Nothing happens\n");

  scenario_init (&expected);
  g_strlcpy (expected.id, "try", sizeof expected.id);
  g_assert_cmpstr (file->title, ==, "Nothing happens");
  g_assert_cmpstr (file->summary, ==, "");
  g_assert_cmpint (file->order, ==, 1000);
  g_assert_cmpstr (file->scenario.id, ==, "try");
  g_assert_cmpmem (&file->scenario.hosts, sizeof file->scenario.hosts, &expected.hosts, sizeof expected.hosts);
  g_assert_cmpmem (&file->scenario.links, sizeof file->scenario.links, &expected.links, sizeof expected.links);
  g_assert_cmpuint (file->scenario.seed, ==, expected.seed);
  g_assert_cmpint (file->scenario.until, ==, expected.until);
  g_assert_cmpuint (file->scenario.command_count, ==, 0);
  g_assert_cmpuint (file->scenario.fault_count, ==, 0);
  scenario_file_free (file);
}

/* As Windows' editor writes a text. */
static void
test_byte_order_mark (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (fixture, "\xef\xbb\xbf[Scenario]\r\nTitle=T\r\n");

  g_assert_cmpstr (file->title, ==, "T");
  scenario_file_free (file);
}

static void
test_languages (struct fixture *fixture, gconstpointer data)
{
  static const char text[] = "[Scenario]\nTitle=Lost SYN\nTitle[zh_CN]=第一次握手丢失\nSummary=One\nSummary[de]=Eins\n";
  static const struct
  {
    const char *language, *title, *summary;
  } cases[] = {
    { "C", "Lost SYN", "One" },      { "zh_CN", "第一次握手丢失", "One" }, { "zh_CN.UTF-8", "第一次握手丢失", "One" },
    { "de_AT", "Lost SYN", "Eins" }, { "fr", "Lost SYN", "One" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      struct scenario_file *file = load (fixture, text, cases[i].language, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (file->title, ==, cases[i].title);
      g_assert_cmpstr (file->summary, ==, cases[i].summary);
      scenario_file_free (file);
    }
}

static void
test_hosts_and_links (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (
      fixture,
      "[Scenario]\nTitle=T\nOrder=7\nSeed=18446744073709551615\nUntil=2.5 min\nPictureFrom=0.5 s\nFoldData=false\n"
      "[Host A]\nName=Client\nAddress=192.168.1.2\nMac=02:aa:BB:00:00:01\nPort=5000\nISN=4294967295\n"
      "ReadOctets=100\nReadInterval=10ms\nReads=false\n"
      "[Host B]\nPreset=rfc\nISN=random\nMss=536\nNagle=false\nMsl=30 s\nR1=5\nEcho=true\n"
      "AnswerAfter=10\nAnswerDelay=250 us\nClosesAtEnd=true\nCloseDelay=1 h\nClockSkew=-200 ppm\n"
      "Descriptors=1024\n"
      "[Link]\nDelay=20 ms\nRate=1.5 Mbit/s\nLoss=0.5%\nLossBurst=3\nMtu=1400\n"
      "[Link B]\nDelay=30 ms\nQueue=12\nCorrupt=100%\nDuplicate=0.0001%\nJitter=0\n"
      "Mtu=0\nIcmpTooBig=false\n");
  const struct scenario *scenario = &file->scenario;
  const struct scenario_host *a = &scenario->hosts[HOST_A], *b = &scenario->hosts[HOST_B];
  const struct scenario_link *to_b = &scenario->links[HOST_A], *to_a = &scenario->links[HOST_B];
  struct ip_address address = ip_address_v4 (192, 168, 1, 2);
  struct tcp_config rfc = tcp_config_rfc ();

  g_assert_cmpint (file->order, ==, 7);
  g_assert_cmpuint (scenario->seed, ==, G_MAXUINT64);
  g_assert_cmpint (scenario->until, ==, SEC (150));
  g_assert_cmpint (scenario->picture_from, ==, MS (500));
  g_assert_false (scenario->fold_data);

  g_assert_cmpstr (a->name, ==, "Client");
  g_assert_true (ip_address_equal (&a->address, &address));
  g_assert_cmphex (a->mac.octets[2], ==, 0xbb);
  g_assert_cmpuint (a->port, ==, 5000);
  g_assert_true (a->config.iss_fixed);
  g_assert_cmpuint (a->config.iss, ==, G_MAXUINT32);
  g_assert_false (a->app.reads);
  g_assert_cmpuint (a->app.read_octets, ==, 100);
  g_assert_cmpint (a->app.read_interval, ==, MS (10));

  g_assert_false (b->config.iss_fixed);
  g_assert_cmpuint (b->config.mss, ==, 536);
  g_assert_false (b->config.nagle);
  g_assert_cmpint (b->config.msl, ==, SEC (30));
  g_assert_cmpuint (b->config.r1, ==, 5);
  g_assert_cmpuint (b->config.receive_buffer, ==, rfc.receive_buffer);
  g_assert_cmpuint (b->app.request_octets, ==, 10);
  g_assert_cmpuint (b->app.answer_octets, ==, 0);
  g_assert_cmpint (b->app.answer_delay, ==, US (250));
  g_assert_true (b->app.closes_at_end);
  g_assert_cmpint (b->app.close_delay, ==, SEC (3600));
  g_assert_cmpuint (b->app.descriptors, ==, 1024);
  g_assert_cmpuint (a->app.descriptors, ==, 0);

  g_assert_cmpint (a->clock_skew, ==, 0);
  g_assert_cmpint (b->clock_skew, ==, -200);

  g_assert_cmpint (to_b->delay, ==, MS (20));
  g_assert_cmpint (to_a->delay, ==, MS (30));
  g_assert_cmpuint (to_b->rate, ==, 1500000);
  g_assert_cmpuint (to_a->rate, ==, 1500000);
  g_assert_cmpuint (to_b->loss, ==, 5000);
  g_assert_cmpuint (to_b->corrupt, ==, 0);
  g_assert_cmpuint (to_a->corrupt, ==, 1000000);
  g_assert_cmpuint (to_a->duplicate, ==, 1);
  g_assert_cmpuint (to_a->queue, ==, 12);
  g_assert_cmpuint (to_b->burst, ==, 3);
  g_assert_cmpuint (to_b->mtu, ==, 1400);
  g_assert_cmpuint (to_a->mtu, ==, 0);
  g_assert_true (to_b->icmp_too_big);
  g_assert_false (to_a->icmp_too_big);
  scenario_file_free (file);
}

/* Both addresses by a switch, or by themselves. */
static void
test_ipv6 (struct fixture *fixture, gconstpointer data)
{
  static const char *const texts[]
      = { S "IPv6=true\n", S "[Host A]\nAddress=2001:db8::1\n[Host B]\nAddress=2001:DB8:0::2\n",
          S "IPv6=false\n[Host A]\nAddress=2001:db8::1\n[Host B]\nAddress=2001:db8::2\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      struct scenario_file *file = load_good (fixture, texts[i]);
      char buffer[IP_ADDRESS_TEXT_SIZE];

      g_assert_cmpstr (ip_address_format (&file->scenario.hosts[HOST_A].address, buffer), ==, "2001:db8::1");
      g_assert_cmpstr (ip_address_format (&file->scenario.hosts[HOST_B].address, buffer), ==, "2001:db8::2");
      scenario_file_free (file);
    }
}

/* On the command line one switch changes both; an address alone would leave two families. */
static void
test_set_ipv6 (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (fixture, S);
  g_autoptr (GError) error = NULL;
  struct ip_address third;

  g_assert_false (scenario_file_set (file, "Host A.Address=2001:db8::3", &error));
  g_assert_nonnull (strstr (error->message, "IPv6=true"));
  g_clear_error (&error);
  g_assert_true (scenario_file_set (file, "ipv6=true", &error));
  g_assert_true (scenario_file_set (file, "Host A.Address=2001:db8::3", &error));
  g_assert_true (ip_address_parse ("2001:db8::3", &third));
  g_assert_true (ip_address_equal (&file->scenario.hosts[HOST_A].address, &third));
  g_assert_cmpint (file->scenario.hosts[HOST_B].address.family, ==, IP_V6);
  scenario_file_free (file);
}

/* The preset is the ground on which the other keys build, wherever it stands; the numbers of the picture stay. */
static void
test_presets (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file
      = load_good (fixture, S "[Host A]\nMss=500\nSack=false\nPreset=linux\n[Host B]\nPreset=rfc\n");
  const struct tcp_config *a = &file->scenario.hosts[HOST_A].config, *b = &file->scenario.hosts[HOST_B].config;

  g_assert_true (a->iss_fixed && b->iss_fixed);
  g_assert_cmpuint (a->iss, ==, 100);
  g_assert_cmpuint (b->iss, ==, 300);

  g_assert_cmpuint (a->mss, ==, 500);
  g_assert_false (a->sack);
  g_assert_true (a->timestamps);
  g_assert_cmpint (a->congestion_name, ==, TCP_CONGESTION_CUBIC);
  g_assert_cmpuint (a->initial_window, ==, 10);
  g_assert_cmpint (a->rto_min, ==, MS (200));
  g_assert_cmpint (a->delayed_ack_time, ==, MS (40));

  g_assert_cmpuint (b->mss, ==, 1460);
  g_assert_true (b->sack);
  g_assert_cmpint (b->congestion_name, ==, TCP_CONGESTION_RENO);
  g_assert_cmpint (b->rto_min, ==, SEC (1));
  scenario_file_free (file);
}

static void
test_options (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (
      fixture, S
      "[Host A]\nWindowScale=true\nWindowScaleShift=14\nTimestamps=true\nTimestampTick=10 ms\n"
      "TimestampOffset=4294967295\nSack=true\nPrr=true\nCongestion=cubic\nRfc6191=false\n"
      "Ttl=7\nDiffserv=46\nPathMtuDiscovery=false\nPathMtuMin=552\nPathMtuAge=5 min\nMtuProbing=always\nMtuBase=1024\n"
      "IsnStep=4294967295\nBlackHoleTimeouts=5\nEcn=true\nKeepAlive=true\nKeepAliveIdle=10 s\nKeepAliveInterval=2 "
      "s\nKeepAliveCount=3\nFastOpenClient=true\nFastOpenServer=true\nFastOpenLimit=3\nSynCookies=when-"
      "full\nUserTimeoutOption=true\nUserTimeoutChangeable=false\nUserTimeoutLeast=1 s\nUserTimeoutMost=9 s\n"
      "TimestampsRequired=false\nNagleMinshall=true\nSlowStartLimit=3\nLossFromCwnd=true\nIdleRestart=false\nResetAcks="
      "true\nUnreadSurvives=true\n"
      "[Host B]\nPreset=linux\nWindowScaleShift=auto\nCongestion=reno\n");
  const struct tcp_config *a = &file->scenario.hosts[HOST_A].config, *b = &file->scenario.hosts[HOST_B].config;

  g_assert_true (a->window_scale);
  g_assert_cmpuint (a->window_scale_shift, ==, 14);
  g_assert_true (a->timestamps);
  g_assert_cmpint (a->ts_tick, ==, MS (10));
  g_assert_cmpuint (a->ts_offset, ==, G_MAXUINT32);
  g_assert_true (a->sack);
  g_assert_true (a->prr);
  g_assert_cmpint (a->congestion_name, ==, TCP_CONGESTION_CUBIC);
  g_assert_false (a->rfc6191);
  g_assert_cmpuint (a->ttl, ==, 7);
  g_assert_cmpuint (a->diffserv, ==, 46);
  g_assert_false (a->path_mtu_discovery);
  g_assert_cmpuint (a->path_mtu_min, ==, 552);
  g_assert_cmpint (a->path_mtu_age, ==, SEC (300));
  g_assert_cmpint (a->mtu_probing, ==, TCP_MTU_PROBING_ALWAYS);
  g_assert_cmpuint (a->mtu_base, ==, 1024);
  g_assert_cmpuint (a->mtu_black_hole_timeouts, ==, 5);
  g_assert_true (a->ecn);
  g_assert_true (a->keepalive);
  g_assert_cmpint (a->keepalive_idle, ==, SEC (10));
  g_assert_cmpint (a->keepalive_interval, ==, SEC (2));
  g_assert_cmpuint (a->keepalive_count, ==, 3);
  g_assert_true (a->fast_open_client);
  g_assert_true (a->fast_open_server);
  g_assert_cmpuint (a->fast_open_limit, ==, 3);
  g_assert_true (a->uto);
  g_assert_false (a->uto_changeable);
  g_assert_cmpint (a->uto_least, ==, SEC (1));
  g_assert_cmpint (a->uto_most, ==, SEC (9));
  g_assert_cmpint (a->syn_cookies, ==, TCP_SYN_COOKIES_WHEN_FULL);
  g_assert_cmpint (b->syn_cookies, ==, TCP_SYN_COOKIES_OFF);
  g_assert_false (a->timestamps_required);
  g_assert_true (a->nagle_minshall);
  g_assert_cmpuint (a->slow_start_limit, ==, 3);
  g_assert_true (a->loss_from_cwnd);
  g_assert_false (a->idle_restart);
  g_assert_true (a->reset_acks);
  g_assert_true (a->unread_survives);
  g_assert_cmpuint (b->slow_start_limit, ==, 0);
  g_assert_cmpuint (a->iss_step, ==, G_MAXUINT32);
  g_assert_cmpuint (b->iss_step, ==, 1000);
  g_assert_cmpuint (b->window_scale_shift, ==, TCP_SHIFT_FROM_BUFFER);
  g_assert_cmpint (b->congestion_name, ==, TCP_CONGESTION_RENO);
  scenario_file_free (file);
}

static void
test_commands (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (fixture, "[Scenario]\nTitle=T\n"
                                                   "[Command 10]\nAt=1 s\nHost=A\nDo=send 10\nConnection=3\nTurn=last\n"
                                                   "[Command 2]\nAt=1 s\nHost=B\nDo=read off\nTurn=first\n"
                                                   "[Command 3]\nAt=0\nHost=B\nDo=listen\n"
                                                   "[Command 4]\nAt=2 s\nDo=delay 17  100 ms\n"
                                                   "[Command 5]\nAt=2 s\nDo=corrupt 18 40\n"
                                                   "[Command 6]\nAt=2 s\nDo=release\n"
                                                   "[Command 7]\nAt=3 s\nHost=B\nDo=link-loss 2%\n"
                                                   "[Command 8]\nAt=3 s\nDo=cut\n"
                                                   "[Command 9]\nAt=3 s\nDo=link-delay 80 ms\n"
                                                   "[Command 11]\nAt=4 s\nHost=A\nDo=send-urgent 3\n"

                                                   "[Command 12]\nAt=4 s\nHost=B\nDo=crash\n"

                                                   "[Command 13]\nAt=4 s\nHost=A\nDo=connect 10\nPort=40002\n"
                                                   "[Command 14]\nAt=4 s\nHost=B\nPort=81\nAddress=192.0.2.7\n"
                                                   "Do=inject P. 7:17(10) ack 9 win 8000 <TS val 3 ecr 4>\n"
                                                   "[Command 15]\nAt=5 s\nHost=A\nDo=power-off\n"
                                                   "[Command 16]\nAt=6 s\nHost=A\nDo=power-on\n"
                                                   "[Command 17]\nAt=7 s\nHost=A\nDo=set PlainComparison true\n"
                                                   "[Command 18]\nAt=7 s\nHost=B\nDo=set Nagle  false\n");
  static const struct sim_command expected[] = {
    { .at = SEC (1), .kind = COMMAND_READING, .host = HOST_B, .turn = SIM_TURN_FIRST, .copy = EVENT_NONE },
    { .at = 0, .kind = COMMAND_LISTEN, .host = HOST_B, .copy = EVENT_NONE },
    { .at = SEC (2), .kind = COMMAND_DELAY, .host = HOST_NONE, .copy = 17, .duration = MS (100) },
    { .at = SEC (2), .kind = COMMAND_CORRUPT, .host = HOST_NONE, .copy = 18, .amount = 40 },
    { .at = SEC (2), .kind = COMMAND_RELEASE, .host = HOST_NONE, .copy = EVENT_NONE },
    { .at = SEC (3), .kind = COMMAND_LINK_LOSS, .host = HOST_B, .amount = 20000, .copy = EVENT_NONE },
    { .at = SEC (3), .kind = COMMAND_LINK_CUT, .host = HOST_NONE, .amount = 1, .copy = EVENT_NONE },
    { .at = SEC (3), .kind = COMMAND_LINK_DELAY, .host = HOST_NONE, .duration = MS (80), .copy = EVENT_NONE },
    { .at = SEC (1),
      .kind = COMMAND_SEND,
      .host = HOST_A,
      .amount = 10,
      .connection = 3,
      .turn = SIM_TURN_LAST,
      .copy = EVENT_NONE },
    { .at = SEC (4), .kind = COMMAND_SEND, .host = HOST_A, .amount = 3, .urgent = true, .copy = EVENT_NONE },
    { .at = SEC (4), .kind = COMMAND_CRASH, .host = HOST_B, .copy = EVENT_NONE },
    { .at = SEC (4), .kind = COMMAND_CONNECT, .host = HOST_A, .amount = 10, .copy = EVENT_NONE },
    { .at = SEC (4), .kind = COMMAND_INJECT, .host = HOST_B, .copy = EVENT_NONE },
    { .at = SEC (5), .kind = COMMAND_POWER, .host = HOST_A, .copy = EVENT_NONE },
    { .at = SEC (6), .kind = COMMAND_POWER, .host = HOST_A, .amount = 1, .copy = EVENT_NONE },
    { .at = SEC (7),
      .kind = COMMAND_SWITCH,
      .host = HOST_A,
      .amount = 1,
      .copy = EVENT_NONE,
      .which = TCP_SWITCH_PLAIN_COMPARISON },
    { .at = SEC (7), .kind = COMMAND_SWITCH, .host = HOST_B, .copy = EVENT_NONE, .which = TCP_SWITCH_NAGLE },
  };

  g_assert_cmpuint (file->scenario.command_count, ==, G_N_ELEMENTS (expected));
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const struct sim_command *command = &file->scenario.commands[i];
      g_assert_cmpint (command->at, ==, expected[i].at);
      g_assert_cmpint (command->kind, ==, expected[i].kind);
      g_assert_cmpint (command->host, ==, expected[i].host);
      g_assert_cmpuint (command->connection, ==, expected[i].connection);
      g_assert_cmpuint (command->amount, ==, expected[i].amount);
      g_assert_cmpint (command->duration, ==, expected[i].duration);
      g_assert_cmpint (command->urgent, ==, expected[i].urgent);
      g_assert_cmpint (command->turn, ==, expected[i].turn);
      g_assert_cmpuint (command->copy, ==, expected[i].copy);
      g_assert_cmpuint (command->which, ==, expected[i].which);
    }
  const struct segment *segment = &file->scenario.commands[G_N_ELEMENTS (expected) - 5].segment;
  char address[IP_ADDRESS_TEXT_SIZE];
  char text[SEGMENT_TEXT_SIZE];
  g_assert_cmpstr (segment_format (segment, 0, 0, text), ==, "P. 7:17(10) ack 9 win 8000 <TS val 3 ecr 4>");
  g_assert_cmpuint (segment->source.port, ==, 81);
  g_assert_cmpuint (file->scenario.commands[G_N_ELEMENTS (expected) - 6].segment.source.port, ==, 40002);
  g_assert_cmpstr (ip_address_format (&segment->source.address, address), ==, "192.0.2.7");
  scenario_file_free (file);
}

static void
test_faults (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (fixture, "[Scenario]\nTitle=T\n"
                                                   "[Fault 2]\nFrom=B\nSegment=SYN,ACK\nDo=delay 1.5 s\nCount=all\n"
                                                   "[Fault 1]\nFrom=A\nSegment=data\nNth=2\nCount=3\nDo=drop\n"
                                                   "[Fault 12]\nFrom=A\nAfter=2 s\nDo=hold\n");
  const struct scenario_fault *faults = file->scenario.faults;

  g_assert_cmpuint (file->scenario.fault_count, ==, 3);
  g_assert_cmpint (faults[0].from, ==, HOST_A);
  g_assert_cmpint (faults[0].match, ==, SEGMENT_DATA);
  g_assert_cmpint (faults[0].action, ==, FAULT_DROP);
  g_assert_cmpuint (faults[0].nth, ==, 2);
  g_assert_cmpuint (faults[0].count, ==, 3);
  g_assert_cmpint (faults[1].from, ==, HOST_B);
  g_assert_cmpint (faults[1].match, ==, SEGMENT_SYN_ACK);
  g_assert_cmpint (faults[1].action, ==, FAULT_DELAY);
  g_assert_cmpint (faults[1].delay, ==, MS (1500));
  g_assert_cmpuint (faults[1].nth, ==, 1);
  g_assert_cmpuint (faults[1].count, ==, UINT32_MAX);
  g_assert_cmpint (faults[2].match, ==, SEGMENT_ANY);
  g_assert_cmpint (faults[2].action, ==, FAULT_HOLD);
  g_assert_cmpint (faults[1].after, ==, 0);
  g_assert_cmpint (faults[2].after, ==, SEC (2));
  g_assert_cmpuint (faults[2].count, ==, 1);
  scenario_file_free (file);
}

/* The page is what a teacher writes files by: it names every key and every command, and its first example is good. */
static void
test_documentation (struct fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_getenv ("HANDSHAKE_SOURCE"), "data", "scenarios", "README.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr (GString) example = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &page, NULL, NULL));
  for (int group = 0; group < SCENARIO_GROUP_COUNT; group++)
    for (const struct scenario_key *key = scenario_keys ((enum scenario_group) group); key->name != NULL; key++)
      {
        g_autofree char *quoted = g_strdup_printf ("`%s`", key->name);
        if (strstr (page, quoted) == NULL)
          g_error ("%s is not described", key->name);
      }
  for (const struct command_word *word = scenario_command_words; word->word != NULL; word++)
    {
      g_autofree char *alone = g_strdup_printf ("`%s`", word->word);
      g_autofree char *more = g_strdup_printf ("`%s ", word->word);
      if (strstr (page, alone) == NULL && strstr (page, more) == NULL)
        g_error ("“%s” is not described", word->word);
    }
  g_auto (GStrv) lines = g_strsplit (strstr (page, "The smallest useful file:"), "\n", -1);
  for (char **line = lines + 1; g_str_has_prefix (*line, "    ") || **line == '\0'; line++)
    g_string_append_printf (example, "%s\n", g_strchug (*line));
  struct scenario_file *file = load_good (fixture, example->str);
  g_assert_cmpuint (file->scenario.command_count, ==, 2);
  scenario_file_free (file);
}

static void
test_limits (struct fixture *fixture, gconstpointer data)
{
  GString *text = g_string_new (S);

  for (unsigned i = 1; i <= SCENARIO_COMMANDS_MAX; i++)
    g_string_append_printf (text, "[Command %u]\nAt=%u ms\nHost=A\nDo=close\n", i, SCENARIO_COMMANDS_MAX - i);
  for (unsigned i = 1; i <= SCENARIO_FAULTS_MAX; i++)
    g_string_append_printf (text, "[Fault %u]\nFrom=A\nDo=drop\nNth=%u\n", i, i);
  struct scenario_file *file = load_good (fixture, text->str);
  g_assert_cmpuint (file->scenario.command_count, ==, SCENARIO_COMMANDS_MAX);
  g_assert_cmpuint (file->scenario.fault_count, ==, SCENARIO_FAULTS_MAX);
  for (unsigned i = 0; i < SCENARIO_COMMANDS_MAX; i++)
    g_assert_cmpint (file->scenario.commands[i].at, ==, MS (SCENARIO_COMMANDS_MAX - 1 - i));
  scenario_file_free (file);

  g_autofree char *more_faults = g_strdup_printf ("%s[Fault 65]\nFrom=A\nDo=drop\n", text->str);
  assert_refused (fixture, more_faults, "try.scenario: [Fault 65]: there may be 64 faults");
  g_string_append (text, "[Command 1025]\nAt=0\nHost=A\nDo=close\n");
  assert_refused (fixture, text->str, "try.scenario: [Command 1025]: there may be 1024 commands");
  g_string_free (text, TRUE);
}

static void
set_good (struct scenario_file *file, const char *assignment)
{
  g_autoptr (GError) error = NULL;

  scenario_file_set (file, assignment, &error);
  g_assert_no_error (error);
}

static void
test_set (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (fixture, S "[Link A]\nLoss=1%\n[Host B]\nMss=500\n[Command 1]\nAt=0\nHost=A\n"
                                                     "Do=connect\n");
  const struct scenario *scenario = &file->scenario;

  set_good (file, "loss=2.5%");
  g_assert_cmpuint (scenario->links[HOST_A].loss, ==, 25000);
  g_assert_cmpuint (scenario->links[HOST_B].loss, ==, 25000);
  set_good (file, "Link B.Delay=10ms");
  g_assert_cmpint (scenario->links[HOST_A].delay, ==, MS (50));
  g_assert_cmpint (scenario->links[HOST_B].delay, ==, MS (10));
  set_good (file, "msl = 1 s");
  g_assert_cmpint (scenario->hosts[HOST_A].config.msl, ==, SEC (1));
  g_assert_cmpint (scenario->hosts[HOST_B].config.msl, ==, SEC (1));
  set_good (file, "delayed-ack=false");
  g_assert_false (scenario->hosts[HOST_B].config.delayed_ack);
  set_good (file, "rto=3s");
  g_assert_cmpint (scenario->hosts[HOST_A].config.rto_initial, ==, SEC (3));
  set_good (file, "seed=42");
  g_assert_cmpuint (scenario->seed, ==, 42);
  set_good (file, "Scenario.Until=5 s");
  g_assert_cmpint (scenario->until, ==, SEC (5));
  set_good (file, "Command 1.At=20 ms");
  g_assert_cmpint (scenario->commands[0].at, ==, MS (20));

  set_good (file, "Host A.Preset=linux");
  g_assert_cmpuint (scenario->hosts[HOST_A].config.initial_window, ==, 10);
  g_assert_cmpint (scenario->hosts[HOST_A].config.msl, ==, SEC (1));
  g_assert_false (scenario->hosts[HOST_B].config.sack);

  /* What was set before, and what the file says, stays. */
  g_assert_cmpuint (scenario->links[HOST_B].loss, ==, 25000);
  g_assert_cmpuint (scenario->hosts[HOST_B].config.mss, ==, 500);
  g_assert_cmpstr (scenario->id, ==, "try");
  scenario_file_free (file);
}

/* Every count and time of the tables takes its least and greatest value and refuses what lies beyond, without touching
 * its neighbours. */
static void
test_every_key (struct fixture *fixture, gconstpointer data)
{
  for (enum scenario_group group = 0; group < SCENARIO_GROUP_COUNT; group++)
    for (const struct scenario_key *key = scenario_keys (group); key->name != NULL; key++)
      {
        g_autofree struct scenario *base = g_new0 (struct scenario, 1);
        uint8_t *octets = (uint8_t *) base;
        if (key->kind != SCENARIO_KEY_COUNT && key->kind != SCENARIO_KEY_TIME)
          continue;
        const char *unit = key->kind == SCENARIO_KEY_TIME ? "ns" : "";
        g_autofree char *most = g_strdup_printf ("%" G_GUINT64_FORMAT "%s", key->max, unit);
        g_assert_null (scenario_key_apply (key, base, most));
        for (size_t i = 0; i < sizeof *base; i++)
          g_assert_true (octets[i] == 0 || (i >= key->offset && i < key->offset + key->size));
        if (key->max < G_MAXUINT64)
          {
            g_autofree char *beyond = g_strdup_printf ("%" G_GUINT64_FORMAT "%s", key->max + 1, unit);
            g_autofree char *why = scenario_key_apply (key, base, beyond);
            g_assert_nonnull (why);
          }
        g_autofree char *least = g_strdup_printf ("%" G_GUINT64_FORMAT "%s", key->min, unit);
        g_assert_null (scenario_key_apply (key, base, least));
        if (key->min > 0)
          {
            g_autofree char *why = scenario_key_apply (key, base, "0");
            g_assert_nonnull (why);
          }
      }
}

static void
test_times (struct fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    vtime value;
  } good[] = {
    { "0", 0 },
    { "0 s", 0 },
    { "1ns", 1 },
    { "0.5 us", 500 },
    { "1.000 ms", MS (1) },
    { "0.000000001 s", 1 },
    { "2 min", SEC (120) },
    { "1000 h", SCENARIO_TIME_MAX },
    { "1.500000000000000000000000000 s", MS (1500) },
  };
  static const char *const bad[] = { "",
                                     "5",
                                     "s",
                                     "-1 s",
                                     "+1 s",
                                     "1 S",
                                     "1 sec",
                                     "1..5 s",
                                     "1. s",
                                     ".5 s",
                                     "1.5",
                                     "0.5 ns",
                                     "1000.1 h",
                                     "1 m",
                                     "1e3 s",
                                     "0x1 s",
                                     "1 s s",
                                     "99999999999999999999 s",
                                     "1.0000000001 s" };

  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    {
      vtime value = -1;
      g_assert_null (scenario_value_time (good[i].text, 0, SCENARIO_TIME_MAX, &value));
      g_assert_cmpint (value, ==, good[i].value);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      vtime value = -1;
      g_autofree char *why = scenario_value_time (bad[i], 0, SCENARIO_TIME_MAX, &value);
      g_assert_nonnull (why);
      g_assert_cmpint (value, ==, -1);
    }
}

static void
test_find_and_list (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *scenarios = g_build_filename (fixture->directory, "scenarios", NULL);
  static const char *const files[][2] = { { "lost-syn.scenario", "[Scenario]\nTitle=Lost\nOrder=2\n" },
                                          { "close.scenario", "[Scenario]\nTitle=Close\nOrder=1\n" },
                                          { "abort.scenario", "[Scenario]\nTitle=Abort\nOrder=2\n" },
                                          { "README.md", "not a scenario" } };

  g_assert_cmpint (g_mkdir (scenarios, 0700), ==, 0);
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (scenarios, files[i][0], NULL);
      g_assert_true (g_file_set_contents (path, files[i][1], -1, NULL));
    }
  g_setenv ("HANDSHAKE_DATA_DIR", fixture->directory, TRUE);

  g_autoptr (GPtrArray) list = scenario_files_list ("C", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 3);
  static const char *const ids[] = { "close", "abort", "lost-syn" };
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpstr (((struct scenario_file *) g_ptr_array_index (list, i))->scenario.id, ==, ids[i]);

  struct scenario_file *file = scenario_file_find ("lost-syn", "C", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (file->title, ==, "Lost");
  g_autofree char *path = g_strdup (file->path);
  scenario_file_free (file);
  file = scenario_file_find (path, "C", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (file->scenario.id, ==, "lost-syn");
  scenario_file_free (file);

  g_assert_null (scenario_file_find ("lost-sin", "C", &error));
  g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNKNOWN);
  g_assert_cmpstr (error->message, ==, "There is no scenario “lost-sin”; did you mean “lost-syn”?");
  g_clear_error (&error);
  g_assert_null (scenario_file_find ("something-else", "C", &error));
  g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_assert_null (scenario_file_find ("./nothing.scenario", "C", &error));
  g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE);

  g_unsetenv ("HANDSHAKE_DATA_DIR");
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_build_filename (scenarios, files[i][0], NULL);
      g_unlink (name);
    }
  g_rmdir (scenarios);
}

/* The scenarios that are shipped: all are good, and have a title and a line in both languages. */
static void
test_shipped (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_directory = g_build_filename (g_getenv ("HANDSHAKE_SOURCE"), "data", NULL);

  g_setenv ("HANDSHAKE_DATA_DIR", data_directory, TRUE);
  g_autoptr (GPtrArray) english = scenario_files_list ("C", &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) chinese = scenario_files_list ("zh_CN", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (english->len, >, 0);
  g_assert_cmpuint (english->len, ==, chinese->len);
  for (guint i = 0; i < english->len; i++)
    {
      const struct scenario_file *first = g_ptr_array_index (english, i), *second = g_ptr_array_index (chinese, i);
      g_assert_cmpstr (first->scenario.id, ==, second->scenario.id);
      g_assert_cmpstr (first->title, !=, second->title);
      g_assert_cmpstr (first->summary, !=, "");
      g_assert_cmpstr (first->summary, !=, second->summary);
    }
  g_unsetenv ("HANDSHAKE_DATA_DIR");
}

int
main (int argc, char **argv)
{
  static const struct fixture_test tests[] = {
    { "/io/scenario-file/defaults", test_defaults },
    { "/io/scenario-file/byte-order-mark", test_byte_order_mark },
    { "/io/scenario-file/languages", test_languages },
    { "/io/scenario-file/hosts-and-links", test_hosts_and_links },
    { "/io/scenario-file/ipv6", test_ipv6 },
    { "/io/scenario-file/set-ipv6", test_set_ipv6 },
    { "/io/scenario-file/presets", test_presets },
    { "/io/scenario-file/options", test_options },
    { "/io/scenario-file/commands", test_commands },
    { "/io/scenario-file/faults", test_faults },
    { "/io/scenario-file/documentation", test_documentation },
    { "/io/scenario-file/limits", test_limits },
    { "/io/scenario-file/set", test_set },
    { "/io/scenario-file/every-key", test_every_key },
    { "/io/scenario-file/times", test_times },
    { "/io/scenario-file/find-and-list", test_find_and_list },
    { "/io/scenario-file/shipped", test_shipped },
  };

  g_test_init (&argc, &argv, NULL);
  return run_fixture_tests (tests, G_N_ELEMENTS (tests));
}
