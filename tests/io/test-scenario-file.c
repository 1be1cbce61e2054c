/* Scenario files: every key reaches its field, and whatever is wrong is told with file, group, key and remedy. */
#include "base/rng.h"
#include "io/scenario-file.h"
#include "io/scenario-keys.h"
#include "io/scenario-value.h"
#include "io/scenario-words.h"
#include "scenario-folder.h"
#include "wire/segment-text.h"

#include <glib/gstdio.h>
#include <string.h>

#define S "[Scenario]\nTitle=T\n"

static struct scenario_file *
load (struct fixture *fixture, const char *text, const char *language, GError **error)
{
  g_unlink (fixture->path);
  g_assert_true (g_file_set_contents_full (fixture->path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return scenario_file_load (fixture->path, language, error);
}

static struct scenario_file *
load_good (struct fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = load (fixture, text, "C", &error);

  g_assert_no_error (error);
  return file;
}

/* The file is refused with exactly this message. */
static void
assert_refused (struct fixture *fixture, const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (fixture, text, "C", &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == HS_SCENARIO_ERROR);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_lesson (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file
      = load_good (fixture, S "[Lesson]\nQuestion=Why?\nQuestion[zh_CN]=为什么？\nReference=RFC 9293 (figure 6)\n"
                              "Reference[zh_CN]=RFC 9293（图 6）\n[Step 2]\nWhen=B enters "
                              "ESTABLISHED\nSay=second\n[Step 1]\nWhen=A sends SYN 2\nSay=first\nShow=states\n");
  const struct scenario_step *first = g_ptr_array_index (file->lesson->steps, 0);
  const struct scenario_step *second = g_ptr_array_index (file->lesson->steps, 1);

  g_assert_cmpstr (file->lesson->question, ==, "Why?");
  g_assert_null (file->lesson->answer);
  g_assert_cmpstr (file->lesson->reference, ==, "RFC 9293 (figure 6)");
  g_assert_cmpuint (file->lesson->steps->len, ==, 2);
  g_assert_cmpstr (first->say, ==, "first");
  g_assert_cmpint (first->show, ==, SHOW_STATES);
  g_assert_cmpuint (first->moment.nth, ==, 2);
  g_assert_cmpstr (second->say, ==, "second");
  g_assert_cmpint (second->show, ==, SHOW_NOTHING);
  scenario_file_free (file);
}

static void
test_lesson_in_chinese (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file
      = load (fixture, S "[Lesson]\nQuestion=Why?\nReference=RFC 9293 (figure 6)\nReference[zh_CN]=RFC 9293（图 6）\n",
              "zh_CN", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (file->lesson->reference, ==, "RFC 9293（图 6）");
  g_assert_cmpstr (file->lesson->question, ==, "Why?");
  scenario_file_free (file);
}

static void
test_lesson_faults (struct fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, S "[Step 1]\nSay=x\n", "try.scenario: [Step 1] When: missing");
  assert_refused (fixture, S "[Step 1]\nWhen=start\n", "try.scenario: [Step 1] Say: missing");
  assert_refused (fixture, S "[Step 1]\nWhen=A sends SYNACK\nSay=x\n",
                  "try.scenario: [Step 1] When: “SYNACK” is none of any, SYN, SYN,ACK, ACK, data, FIN, RST");
  assert_refused (fixture, S "[Step 1]\nWhen=A\nSay=x\n",
                  "try.scenario: [Step 1] When: a word is missing: one of calls, sends, receives, discards, loses, "
                  "enters, starts, stops, expires, has");
  assert_refused (fixture, S "[Step 1]\nWhen=A has NOTHING\nSay=x\n",
                  "try.scenario: [Step 1] When: “NOTHING” is no reason of the trace; its last column has them");
  assert_refused (
      fixture, S "[Step 1]\nWhen=start\nSay=x\nShow=plot\n",
      "try.scenario: [Step 1] Show: “plot” is none of sequence, states, explain, segment, variables, timers");
  assert_refused (fixture, S "[Step 1]\nWhen=start\nWhen[de]=Anfang\nSay=x\n",
                  "try.scenario: [Step 1] When[de]: only words for people have translations");
}

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

static void
test_refusals (struct fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text, *message;
  } cases[] = {
    { "", "try.scenario: [Scenario] Title: missing" },
    { "[Scenario]\nTitle=T\nTitel=U\n",
      "try.scenario: [Scenario] Titel: there is no such key here; did you mean “Title”?" },
    { S "Title=U\n", "try.scenario: [Scenario] Title: this key is there twice" },
    { S "[Link]\nDelay=1 s\n[Link]\nLoss=0\n", "try.scenario: [Link]: this group is there twice" },
    { S "[Hosts A]\n", "try.scenario: [Hosts A]: there is no such group; did you mean “[Host A]”?" },
    { S "[Command 01]\n", "try.scenario: [Command 01]: there is no such group; did you mean “[Command 1]”?" },
    { S "[Music]\n", "try.scenario: [Music]: there is no such group; the groups are [Scenario], [Host A], [Host B], "
                     "[Link], [Link A], [Link B], [Command N], [Fault N], [Lesson] and [Step N]" },
    { S "[Link]\nDelay[de]=1 s\n", "try.scenario: [Link] Delay[de]: only words for people have translations" },
    { S "[Link]\nColour=red\n",
      "try.scenario: [Link] Colour: there is no such key here; the keys are Delay, Jitter, Rate, "
      "Queue, Loss, LossBurst, Duplicate, Corrupt, Mtu, IcmpTooBig" },
    { S "[Link B]\nMtu=67\n",
      "try.scenario: [Link] Mtu: “67” is less than the 68 octets that IPv4 needs; 0 is no limit" },
    { S "IPv6=true\n[Link]\nMtu=1279\n",
      "try.scenario: [Link] Mtu: “1279” is less than the 1280 octets that IPv6 needs; 0 is no limit" },
    { S "[Link]\nDelay=50\n",
      "try.scenario: [Link] Delay: “50” is not a time; write a number and one of ns, us, ms, s, "
      "min, h, such as “50 ms”" },
    { S "[Link]\nLoss=2\n", "try.scenario: [Link] Loss: “2” is not a share; write a percentage from 0% to 100% with at "
                            "most four decimals, such as “2%”" },
    { S "[Host A]\nMtu=9000\n", "try.scenario: [Host A] Mtu: “9000” is not a whole number from 68 to 1500" },
    { S "[Host A]\nDelayedAckTime=500 ms\n",
      "try.scenario: [Host A] DelayedAckTime: “500 ms” is outside of what is allowed, 1 ns to 499.999999 ms" },
    { S "[Host A]\nClockSkew=200\n",
      "try.scenario: [Host A] ClockSkew: “200” is not a skew; write a whole number of parts per million, such as "
      "“200 ppm” or “-200 ppm”, at most 10000" },
    { S "[Host B]\nClockSkew=-10001 ppm\n",
      "try.scenario: [Host B] ClockSkew: “-10001 ppm” is not a skew; write a whole number of parts per million, such "
      "as “200 ppm” or “-200 ppm”, at most 10000" },
    { S "[Host B]\nDescriptors=65536\n",
      "try.scenario: [Host B] Descriptors: “65536” is not a whole number from 0 to 65535" },
    { S "[Host A]\nReads=yes\n", "try.scenario: [Host A] Reads: “yes” is none of false, true" },
    { S "[Host A]\nPreset=bsd\n", "try.scenario: [Host A] Preset: “bsd” is none of lesson, rfc, linux" },
    { S "[Host A]\nMtuProbing=on\n", "try.scenario: [Host A] MtuProbing: “on” is none of off, black-hole, always" },
    { S "[Host A]\nCongestion=CUBIC\n", "try.scenario: [Host A] Congestion: “CUBIC” is none of reno, cubic" },
    { S "[Host A]\nSynCookies=true\n", "try.scenario: [Host A] SynCookies: “true” is none of off, when-full, always" },
    { S "[Host B]\nWindowScaleShift=15\n",
      "try.scenario: [Host B] WindowScaleShift: “15” is not a whole number from 0 to 14, nor “auto”" },
    { S "[Host B]\nTimestampTick=2 s\n",
      "try.scenario: [Host B] TimestampTick: “2 s” is outside of what is allowed, 1 ms to 1 s" },
    { S "[Host B]\nSack=on\n", "try.scenario: [Host B] Sack: “on” is none of false, true" },
    { S "[Host A]\nKeepAliveCount=1\n",
      "try.scenario: [Host A] KeepAliveCount: “1” is not a whole number from 2 to 255" },
    { S "[Host A]\nISN=-1\n",
      "try.scenario: [Host A] ISN: “-1” is not a whole number from 0 to 4294967295, nor “random”" },
    { S "[Host A]\nAddress=224.0.0.1\n",
      "try.scenario: [Host A] Address: “224.0.0.1” is not an IP address that a host can have, such as “10.0.0.1” or "
      "“2001:db8::1”" },
    { S "[Host A]\nAddress=ff02::1\n",
      "try.scenario: [Host A] Address: “ff02::1” is not an IP address that a host can have, such as “10.0.0.1” or "
      "“2001:db8::1”" },
    { S "[Host A]\nAddress=fe80::1%eth0\n",
      "try.scenario: [Host A] Address: “fe80::1%eth0” is not an IP address that a host can have, such as “10.0.0.1” or "
      "“2001:db8::1”" },
    { S "[Host A]\nAddress=2001:db8::1\n", "try.scenario: [Host B] Address: one host has IPv4 and the other IPv6; give "
                                           "both an address of one family, or let "
                                           "IPv6=true in [Scenario] choose both" },
    { S "IPv6=true\n[Host B]\nAddress=10.0.0.2\n", "try.scenario: [Host B] Address: one host has IPv4 and the other "
                                                   "IPv6; give both an address of one family, or let "
                                                   "IPv6=true in [Scenario] choose both" },
    { S "[Host A]\nAddress=2001:db8::2\n[Host B]\nAddress=2001:db8:0:0::2\n",
      "try.scenario: [Host B] Address: the same as that of host A" },
    { S "IPv6=yes\n", "try.scenario: [Scenario] IPv6: “yes” is none of false, true" },
    { S "[Host A]\nAddress=10.0.0.2\n", "try.scenario: [Host B] Address: the same as that of host A" },
    { S "[Host A]\nMac=03:00:00:00:00:01\n",
      "try.scenario: [Host A] Mac: “03:00:00:00:00:01” is not the Ethernet address "
      "of a host, such as “02:00:00:00:00:0a”" },
    { S "[Host B]\nEcho=true\n", "try.scenario: [Host B] AnswerAfter: missing; an answer needs a request" },
    { S "[Host B]\nAnswerAfter=5\n",
      "try.scenario: [Host B] AnswerOctets: missing; AnswerAfter needs it, or Echo=true" },
    { S "[Host B]\nRtoMin=2 min\n", "try.scenario: [Host B] RtoMin: longer than RtoMax" },
    { S "[Scenario 2]\n", "try.scenario: [Scenario 2]: there is no such group; did you mean “[Scenario]”?" },
    { S "Until=1 s\nPictureFrom=2 s\n", "try.scenario: [Scenario] Until: before PictureFrom" },
    { S "Until=soon\n",
      "try.scenario: [Scenario] Until: “soon” is not a time; write a number and one of ns, us, ms, s, "
      "min, h, such as “50 ms”, nor “never”" },
    { S "[Command 1]\nHost=A\nDo=close\n", "try.scenario: [Command 1] At: missing" },
    { S "[Command 1]\nAt=0\nHost=A\n", "try.scenario: [Command 1] Do: missing" },
    { S "[Command 1]\nAt=0\nDo=close\n", "try.scenario: [Command 1] Host: missing; “close” is done by A or by B" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=inject\n",
      "try.scenario: [Command 1] Do: “” is no segment, which is written FLAGS FIRST:NEXT(OCTETS) [ack N] [win N] "
      "[<options>]; an example is “inject S 90:90(0) win 8000”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=inject X 1:1(0)\n",
      "try.scenario: [Command 1] Do: “X 1:1(0)” is no segment, which is written FLAGS FIRST:NEXT(OCTETS) [ack N] [win "
      "N] [<options>]; an example is “inject S 90:90(0) win 8000”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=inject P. 1:1402(1401) ack 1\n",
      "try.scenario: [Command 1] Do: there may be 1400 octets of text; an example is “inject S 90:90(0) win 8000”" },
    { S "[Command 1]\nAt=0\nDo=inject R 1:1(0)\n",
      "try.scenario: [Command 1] Host: missing; “inject” is done by A or by B" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=inject R 1:1(0)\nConnection=1\n",
      "try.scenario: [Command 1] Connection: not allowed with “inject”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=listen\nPort=7\n", "try.scenario: [Command 1] Port: not allowed with “listen”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=connect\nAddress=192.0.2.7\n",
      "try.scenario: [Command 1] Address: not allowed with “connect”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=inject R 1:1(0)\nAddress=2001:db8::7\n",
      "try.scenario: [Command 1] Address: not of the family of the hosts' addresses" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=set Nagel false\n",
      "try.scenario: [Command 1] Do: “Nagel” is none of TwoWayHandshake, NoTimeWait, PlainComparison, SwsAvoidance, "
      "Nagle, DelayedAck, Rfc5961; an example is “set NoTimeWait true”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=power-off\nConnection=1\n",
      "try.scenario: [Command 1] Connection: not allowed with “power-off”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=inject R 1:1(0)\nPort=0\n",
      "try.scenario: [Command 1] Port: “0” is not a whole number from 1 to 65535" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=close\nTurn=first\n",
      "try.scenario: [Command 1] Turn: “close” cannot come first; only what the link does and “read” can" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=close\nTurn=next\n",
      "try.scenario: [Command 1] Turn: “next” is none of usual, first, last" },
    { S "[Command 1]\nAt=0\nDo=crash\n", "try.scenario: [Command 1] Host: missing; “crash” is done by A or by B" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=crash\nConnection=1\n",
      "try.scenario: [Command 1] Connection: not allowed with “crash”" },
    { S "[Command 1]\nAt=0\nHost=C\nDo=close\n", "try.scenario: [Command 1] Host: “C” is none of A, B" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=drop 3\n", "try.scenario: [Command 1] Host: not allowed with “drop”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=send\n",
      "try.scenario: [Command 1] Do: “” is not a whole number from 1 to 1073741824; an example is “send 10”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=close now\n",
      "try.scenario: [Command 1] Do: nothing may follow “close”; an example is “close”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=connect\nConnection=1\n",
      "try.scenario: [Command 1] Connection: not allowed with “connect”" },
    { S "[Command 1]\nAt=0\nHost=A\nDo=fly\n",
      "try.scenario: [Command 1] Do: “fly” is none of listen, connect, send, send-urgent, receive, shutdown, close, "
      "abort, read, "
      "drop, "
      "delay, duplicate, corrupt, hold, release, link-loss, link-delay, link-jitter, cut, heal, set, crash, power-off, "
      "power-on, inject" },
    { S "[Fault 1]\nFrom=A\nSegment=SYNACK\nDo=drop\n",
      "try.scenario: [Fault 1] Segment: “SYNACK” is none of any, SYN, SYN,ACK, ACK, data, FIN, RST" },
    { S "[Fault 1]\nDo=drop\n", "try.scenario: [Fault 1] From: missing" },
    { S "[Fault 1]\nFrom=A\nDo=drop it\n", "try.scenario: [Fault 1] Do: nothing may follow “drop”" },
    { S "[Fault 1]\nFrom=A\nDo=drop\nCount=0\n",
      "try.scenario: [Fault 1] Count: “0” is not a whole number from 1 to 4294967294, nor “all”" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (fixture, cases[i].text, cases[i].message);
}

/* A value that is nothing to a key of any kind: the answer says where it stands, what it is and what is allowed. */
static void
assert_helps (struct fixture *fixture, const char *group, const char *key, const char *rest)
{
  static const char *const allowed[] = { " from ", "none of", "such as", "at most", "written", "a word is missing" };
  const char *value = g_str_equal (key, "Name") ? "" : "?!";
  g_autofree char *plain = g_strcmp0 (group, "Scenario") == 0
                               ? g_strdup_printf (S "%s=%s\n", key, value)
                               : g_strdup_printf (S "[%s]\n%s=%s\n%s", group, key, value, rest);
  g_autofree char *place = g_strdup_printf ("try.scenario: [%s] %s: “%s”", group, key, value);
  g_autoptr (GError) error = NULL;
  bool helps = false;

  g_assert_null (load (fixture, plain, "C", &error));
  g_assert_nonnull (error);
  if (!g_str_has_prefix (error->message, place))
    g_error ("%s", error->message);
  for (size_t i = 0; i < G_N_ELEMENTS (allowed); i++)
    helps = helps || strstr (error->message, allowed[i]) != NULL || g_str_has_suffix (error->message, "octets");
  if (!helps)
    g_error ("no remedy: %s", error->message);
}

static void
test_every_key_helps (struct fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    enum scenario_group group;
    const char *keys[8][2]; /* what else the group needs, with the key left out that it is there for */
  } groups[] = {
    { "Scenario", SCENARIO_GROUP_SCENARIO, { { NULL } } },
    { "Host A", SCENARIO_GROUP_HOST, { { NULL } } },
    { "Link B", SCENARIO_GROUP_LINK, { { NULL } } },
    { "Command 7", SCENARIO_GROUP_COMMAND, { { "At", "0" }, { "Host", "A" }, { "Do", "inject R 1:1(0)" }, { NULL } } },
    { "Fault 7", SCENARIO_GROUP_FAULT, { { "From", "A" }, { "Do", "drop" }, { NULL } } },
    { "Step 7", SCENARIO_GROUP_STEP, { { "When", "A sends SYN" }, { "Say", "x" }, { NULL } } },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const struct scenario_key *key = scenario_keys (groups[i].group); key->name != NULL; key++)
      {
        g_autoptr (GString) rest = g_string_new (NULL);

        if (key->kind == SCENARIO_KEY_WORDS)
          continue;
        for (size_t k = 0; groups[i].keys[k][0] != NULL; k++)
          if (!g_str_equal (groups[i].keys[k][0], key->name))
            g_string_append_printf (rest, "%s=%s\n", groups[i].keys[k][0],
                                    g_str_equal (key->name, "Connection") && g_str_equal (groups[i].keys[k][0], "Do")
                                        ? "close"
                                        : groups[i].keys[k][1]);
        assert_helps (fixture, groups[i].name, key->name, rest->str);
      }
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
test_unreadable (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (SCENARIO_FILE_SIZE_MAX + 1, '#');

  g_assert_null (scenario_file_load ("/no/such/file.scenario", NULL, &error));
  g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE);
  g_clear_error (&error);
  assert_refused (fixture, "no key file\n",
                  "try.scenario, line 1: “no key file” is neither [Group] nor Key=Value; a remark begins with #");
  assert_refused (fixture, "# So\n\nTitle=T\n", "try.scenario, line 3: “Title=T” stands before the first [Group]");
  assert_refused (fixture, "[Scenario]\nTitle=T\n [Link\n",
                  "try.scenario, line 3: “[Link” is neither [Group] nor Key=Value; a remark begins with #");
  assert_refused (fixture, "[Scenario]\n=T\n",
                  "try.scenario, line 2: “=T” is neither [Group] nor Key=Value; a remark begins with #");
  assert_refused (
      fixture,
      "[Scenario]\r\nTitle=T\r\n三次握手三次握手三次握手三次握手三次握手三次握手三次握手三次握手三次握手三次握手三\r\n",
      "try.scenario, line 3: “三次握手三次握手三次握手三次握手三次握手三次握手三次握手三次握手三次握手三次握手…” is "
      "neither [Group] "
      "nor Key=Value; a remark begins with #");
  g_assert_null (load (fixture, large, NULL, &error));
  g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE);
  g_clear_error (&error);
  assert_refused (fixture, "[Scenario]\nTitle=\xff\n", "try.scenario: not a text in UTF-8");

  /* An unknown escape; the sentence behind the key is GLib's. */
  g_assert_null (load (fixture, "[Scenario]\nTitle=T\nSummary=a\\mb\n", NULL, &error));
  g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "try.scenario: [Scenario] Summary: "));
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

static void
test_set_refusals (struct fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *assignment, *message;
  } cases[] = {
    { "loss", "“loss” is not KEY=VALUE, such as “loss=2%” or “Host A.Mss=500”" },
    { "=2", "“=2” is not KEY=VALUE, such as “loss=2%” or “Host A.Mss=500”" },
    { "los=2%", "los=2%: there is no key “los”; did you mean “Loss”?" },
    { "colour=red",
      "colour=red: there is no key “colour”; write a key of a scenario file, such as “loss”, “delay”, “seed” "
      "or “msl”, or Group.Key" },
    { "loss=lots",
      "loss=lots: [Link] Loss: “lots” is not a share; write a percentage from 0% to 100% with at most four "
      "decimals, such as “2%”" },
    { "Host C.Mss=1", "Host C.Mss=1: [Host C]: there is no such group; did you mean “[Host A]”?" },
    { "Host A.Msss=1", "Host A.Msss=1: [Host A] Msss: there is no such key here; did you mean “Mss”?" },
    { "].]=1", "].]=1: []]: there is no such group; the groups are [Scenario], [Host A], [Host B], [Link], [Link A], "
               "[Link B], [Command N], [Fault N], [Lesson] and [Step N]" },
    { "address=10.0.0.7", "address=10.0.0.7: [Host B] Address: the same as that of host A" },
  };
  struct scenario_file *file = load_good (fixture, S);
  struct scenario before = file->scenario;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (scenario_file_set (file, cases[i].assignment, &error));
      g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpmem (&file->scenario, sizeof before, &before, sizeof before);
    }
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

/* Shipped files damaged at random, and random assignments: taken or refused, with one line that says why. */
static void
test_damaged (struct fixture *fixture, gconstpointer data)
{
  static const char letters[] = "=[]#.\n \\%A1-\xc3;0\t/";
  g_autofree char *directory = g_build_filename (g_getenv ("HANDSHAKE_SOURCE"), "data", "scenarios", NULL);
  g_autofree char *path = g_build_filename (directory, "full-connection.scenario", NULL);
  g_autofree char *whole = NULL;
  gsize length = 0;
  guint taken = 0, refused = 0;

  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (guint64 seed = 1; seed <= 1000; seed++)
    {
      struct rng rng;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_memdup2 (whole, length + 1);
      rng_seed (&rng, seed);
      for (guint64 i = rng_below (&rng, 4) + 1; i > 0; i--)
        text[rng_below (&rng, length)] = letters[rng_below (&rng, sizeof letters - 1)];
      struct scenario_file *file = load (fixture, text, "C", &error);
      if (file == NULL)
        {
          g_assert_true (error->domain == HS_SCENARIO_ERROR);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          refused++;
          continue;
        }
      guint64 start = rng_below (&rng, length - 20);
      g_autofree char *assignment = g_strndup (text + start, 20);
      if (!scenario_file_set (file, assignment, &error))
        g_assert_true (error->domain == HS_SCENARIO_ERROR);
      scenario_file_free (file);
      taken++;
    }
  g_assert_cmpuint (taken, >, 50);
  g_assert_cmpuint (refused, >, 50);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*function) (struct fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/io/scenario-file/defaults", test_defaults },
    { "/io/scenario-file/lesson", test_lesson },
    { "/io/scenario-file/lesson-chinese", test_lesson_in_chinese },
    { "/io/scenario-file/lesson-faults", test_lesson_faults },
    { "/io/scenario-file/languages", test_languages },
    { "/io/scenario-file/hosts-and-links", test_hosts_and_links },
    { "/io/scenario-file/ipv6", test_ipv6 },
    { "/io/scenario-file/set-ipv6", test_set_ipv6 },
    { "/io/scenario-file/presets", test_presets },
    { "/io/scenario-file/options", test_options },
    { "/io/scenario-file/commands", test_commands },
    { "/io/scenario-file/faults", test_faults },
    { "/io/scenario-file/refusals", test_refusals },
    { "/io/scenario-file/every-key-helps", test_every_key_helps },
    { "/io/scenario-file/documentation", test_documentation },
    { "/io/scenario-file/unreadable", test_unreadable },
    { "/io/scenario-file/limits", test_limits },
    { "/io/scenario-file/set", test_set },
    { "/io/scenario-file/set-refusals", test_set_refusals },
    { "/io/scenario-file/every-key", test_every_key },
    { "/io/scenario-file/times", test_times },
    { "/io/scenario-file/find-and-list", test_find_and_list },
    { "/io/scenario-file/shipped", test_shipped },
    { "/io/scenario-file/damaged", test_damaged },
  };

  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, struct fixture, NULL, set_up, tests[i].function, tear_down);
  return g_test_run ();
}
