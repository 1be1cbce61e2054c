/* What is wrong with a scenario file is told with file, group, key and remedy, or with its line. */
#include "base/rng.h"
#include "io/scenario-keys.h"
#include "io/scenario-value.h"
#include "io/scenario-words.h"
#include "scenario-bench.h"

#include <string.h>

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
  static const struct fixture_test tests[] = {
    { "/io/scenario-errors/refusals", test_refusals },
    { "/io/scenario-errors/every-key-helps", test_every_key_helps },
    { "/io/scenario-errors/unreadable", test_unreadable },
    { "/io/scenario-errors/set-refusals", test_set_refusals },
    { "/io/scenario-errors/damaged", test_damaged },
  };

  g_test_init (&argc, &argv, NULL);
  return run_fixture_tests (tests, G_N_ELEMENTS (tests));
}
