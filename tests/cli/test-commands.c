/* The command line as a user meets it: the program is run, its output and exit status are read. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/wait.h>

static const char *program;
static char *folder;

struct outcome
{
  int status;
  char *out;
  char *err;
};

static void
outcome_clear (struct outcome *outcome)
{
  g_free (outcome->out);
  g_free (outcome->err);
}

/* Runs the program with the words of a command line, split at spaces; {} stands for the folder of temporary files. */
static struct outcome
handshake (const char *line)
{
  struct outcome outcome = { 0 };
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  int wait_status;

  g_ptr_array_add (arguments, g_strdup (program));
  for (char **word = words; *word != NULL; word++)
    {
      g_auto (GStrv) parts = g_strsplit (*word, "{}", 2);
      g_ptr_array_add (arguments, parts[1] != NULL ? g_strconcat (parts[0], folder, parts[1], NULL) : g_strdup (*word));
    }
  g_ptr_array_add (arguments, NULL);
  g_spawn_sync (NULL, (char **) arguments->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &outcome.out, &outcome.err,
                &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  outcome.status = WEXITSTATUS (wait_status);
  return outcome;
}

/* The same, which must exit with `status`. */
static struct outcome
handshake_exits (const char *line, int status)
{
  struct outcome outcome = handshake (line);

  if (outcome.status != status)
    g_test_message ("handshake %s: exit status %d, stderr: %s", line, outcome.status, outcome.err);
  g_assert_cmpint (outcome.status, ==, status);
  return outcome;
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    {
      g_test_message ("“%s” is not in:\n%s", part, text);
      g_test_fail ();
    }
}

static guint
count_lines (const char *text)
{
  guint lines = 0;

  for (; *text != '\0'; text++)
    lines += *text == '\n';
  return lines;
}

static char *
in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static char *
read_file (const char *name)
{
  g_autofree char *path = in_folder (name);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_list (void)
{
  static const char *const ids[]
      = { "three-way-handshake", "four-way-close", "half-close",     "three-segment-close", "lost-syn",
          "lost-syn-ack",        "lost-third-ack", "lost-last-ack",  "simultaneous-open",   "simultaneous-close",
          "fast-retransmit",     "zero-window",    "full-connection" };
  struct outcome text = handshake_exits ("list", 0);
  struct outcome json = handshake_exits ("list --format json", 0);
  g_autoptr (JsonNode) root = json_from_string (json.out, NULL);
  JsonArray *array = json_node_get_array (root);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    assert_contains (text.out, ids[i]);
  g_assert_cmpuint (json_array_get_length (array), >=, G_N_ELEMENTS (ids));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      g_assert_cmpstr (json_object_get_string_member (object, "id"), !=, "");
      g_assert_cmpstr (json_object_get_string_member (object, "title"), !=, "");
      g_assert_cmpstr (json_object_get_string_member (object, "summary"), !=, "");
    }
  outcome_clear (&text);
  outcome_clear (&json);
}

static void
test_list_in_chinese (void)
{
  struct outcome list = handshake_exits ("list --language zh_CN", 0);

  assert_contains (list.out, "三次握手");
  outcome_clear (&list);
}

static void
test_run_text (void)
{
  struct outcome run = handshake_exits ("run three-way-handshake", 0);
  struct outcome again = handshake_exits ("run three-way-handshake", 0);

  assert_contains (run.out, "S 100:100(0)");
  assert_contains (run.out, "S. 300:300(0) ack 101");
  assert_contains (run.out, "SYN-SENT -> ESTABLISHED");
  g_assert_cmpstr (run.out, ==, again.out);
  assert_contains (run.err, "built-in wire");
  outcome_clear (&run);
  outcome_clear (&again);
}

static void
test_run_json (void)
{
  struct outcome run = handshake_exits ("run three-way-handshake --format json", 0);
  g_autoptr (JsonNode) root = json_from_string (run.out, NULL);
  JsonObject *object = json_node_get_object (root);
  JsonArray *events = json_object_get_array_member (object, "events");
  guint syns = 0;

  g_assert_cmpstr (json_object_get_string_member (object, "scenario"), ==, "three-way-handshake");
  g_assert_cmpstr (json_object_get_string_member (object, "wire"), ==, "memory");
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);
      g_assert_cmpint (json_object_get_int_member (event, "id"), ==, i);
      if (strcmp (json_object_get_string_member (event, "kind"), "send") != 0)
        continue;
      JsonObject *segment = json_object_get_object_member (event, "segment");
      if (strcmp (json_object_get_string_member (segment, "flags"), "SYN") == 0)
        {
          syns++;
          g_assert_cmpint (json_object_get_int_member (segment, "seq"), ==, 100);
          g_assert_cmpint (json_object_get_int_member (event, "time_ns"), ==, 0);
        }
    }
  g_assert_cmpuint (syns, ==, 1);
  outcome_clear (&run);
}

static void
test_run_until_and_set (void)
{
  struct outcome whole = handshake_exits ("run three-way-handshake", 0);
  struct outcome early = handshake_exits ("run three-way-handshake --until 60ms", 0);
  struct outcome slow = handshake_exits ("run three-way-handshake --set delay=70ms", 0);

  g_assert_cmpuint (count_lines (early.out), <, count_lines (whole.out));
  g_assert_true (g_str_has_prefix (whole.out, early.out));
  assert_contains (slow.out, " 140.000 ");
  g_assert_null (strstr (whole.out, " 140.000 "));
  outcome_clear (&whole);
  outcome_clear (&early);
  outcome_clear (&slow);
}

/* What is saved runs as what was run, without the settings being said again. */
static void
test_save (void)
{
  struct outcome run = handshake_exits (
      "run full-connection --set loss=10% --set delayed-ack=false --seed 5 --until 20s --save {}/lossy.scenario", 0);
  struct outcome again = handshake_exits ("run {}/lossy.scenario", 0);
  struct outcome other = handshake_exits ("run {}/lossy.scenario --seed 6", 0);
  struct outcome nowhere = handshake_exits ("run lost-syn --save {}/no/such/folder.scenario", 1);
  g_autofree char *text = read_file ("lossy.scenario");

  g_assert_cmpstr (run.out, ==, again.out);
  g_assert_cmpstr (run.out, !=, other.out);
  assert_contains (text, "Title[zh_CN]=");
  assert_contains (nowhere.err, "folder.scenario");
  outcome_clear (&run);
  outcome_clear (&again);
  outcome_clear (&other);
  outcome_clear (&nowhere);
}

/* A run written as a capture reads back as the same connection. */
static void
test_pcap_round_trip (void)
{
  struct outcome run = handshake_exits ("run lost-syn --write-pcap {}/lost-syn.pcap", 0);
  struct outcome json = handshake_exits ("connections {}/lost-syn.pcap --format json", 0);
  g_autoptr (JsonNode) root = json_from_string (json.out, NULL);
  JsonArray *array = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (array), ==, 1);
  JsonObject *connection = json_array_get_object_element (array, 0);
  JsonObject *client = json_object_get_object_member (connection, "client");
  JsonObject *server = json_object_get_object_member (connection, "server");
  JsonObject *there = json_object_get_object_member (connection, "client_to_server");
  JsonObject *back = json_object_get_object_member (connection, "server_to_client");
  g_assert_cmpint (json_object_get_int_member (connection, "index"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (client, "address"), ==, "10.0.0.1");
  g_assert_cmpint (json_object_get_int_member (client, "port"), ==, 40001);
  g_assert_cmpstr (json_object_get_string_member (server, "address"), ==, "10.0.0.2");
  g_assert_cmpint (json_object_get_int_member (server, "port"), ==, 80);
  g_assert_cmpint (json_object_get_int_member (there, "syns"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (there, "retransmissions"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (there, "resets"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (there, "duplicate_acks"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (back, "syns"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (back, "fins"), ==, 0);

  struct outcome segments = handshake_exits ("segments {}/lost-syn.pcap --connection 0", 0);
  struct outcome segments_json = handshake_exits ("segments {}/lost-syn.pcap --connection 0 --format json", 0);
  g_autoptr (JsonNode) rows = json_from_string (segments_json.out, NULL);
  assert_contains (segments.out, "retransmission");
  g_assert_cmpuint (
      json_array_get_length (json_node_get_array (rows)), ==,
      (guint) (json_object_get_int_member (there, "segments") + json_object_get_int_member (back, "segments")));
  outcome_clear (&run);
  outcome_clear (&json);
  outcome_clear (&segments);
  outcome_clear (&segments_json);
}

/* Any scenario without addresses of its own runs over IPv6, and its capture and pictures say so. */
static void
test_ipv6 (void)
{
  struct outcome run = handshake_exits ("run lost-syn --set ipv6=true --write-pcap {}/v6.pcap", 0);
  struct outcome v4 = handshake_exits ("run lost-syn", 0);
  struct outcome connections = handshake_exits ("connections {}/v6.pcap", 0);
  struct outcome segments = handshake_exits ("segments {}/v6.pcap --connection 0", 0);
  struct outcome draw = handshake_exits ("draw {}/v6.pcap -o {}/v6.svg", 0);
  struct outcome shipped = handshake_exits ("draw full-connection-ipv6 --language zh_CN -o {}/v6-zh.svg", 0);
  g_autofree char *svg = read_file ("v6.svg");
  g_autofree char *chinese = read_file ("v6-zh.svg");

  g_assert_cmpstr (run.out, ==, v4.out); /* TCP does the same */
  assert_contains (connections.out, "[2001:db8::1]:40001");
  assert_contains (connections.out, "[2001:db8::2]:80");
  assert_contains (segments.out, "retransmission");
  assert_contains (svg, ">2001:db8::1<");
  assert_contains (chinese, "主动打开");
  outcome_clear (&run);
  outcome_clear (&v4);
  outcome_clear (&connections);
  outcome_clear (&segments);
  outcome_clear (&draw);
  outcome_clear (&shipped);
}

static void
test_draw_svg (void)
{
  struct outcome english = handshake_exits ("draw three-way-handshake -o {}/a.svg", 0);
  struct outcome chinese = handshake_exits ("draw full-connection -o {}/b.svg --language zh_CN", 0);
  struct outcome absolute = handshake_exits ("draw three-way-handshake -o {}/c.svg --numbers absolute --style wire", 0);
  g_autofree char *a = read_file ("a.svg");
  g_autofree char *b = read_file ("b.svg");
  g_autofree char *c = read_file ("c.svg");

  assert_contains (a, "SYN-RCVD");
  assert_contains (a, "active open");
  assert_contains (b, "主动打开");
  assert_contains (b, "等待 2MSL");
  assert_contains (b, "数据传送");
  assert_contains (c, "301");
  g_assert_null (strstr (a, "主动"));
  outcome_clear (&english);
  outcome_clear (&chinese);
  outcome_clear (&absolute);
}

static void
test_draw_other_formats (void)
{
  struct outcome png = handshake_exits ("draw four-way-close -o {}/a.png --theme dark --scale 2", 0);
  struct outcome pdf = handshake_exits ("draw four-way-close -o {}/a.pdf --theme print", 0);
  g_autofree char *a = read_file ("a.png");
  g_autofree char *b = read_file ("a.pdf");

  g_assert_cmpint (memcmp (a, "\211PNG", 4), ==, 0);
  g_assert_cmpint (memcmp (b, "%PDF", 4), ==, 0);
  outcome_clear (&png);
  outcome_clear (&pdf);
}

/* The hand-out asks and the sheet answers: the same questions. */
static void
test_quiz (void)
{
  struct outcome blank = handshake_exits ("quiz three-way-handshake", 0);
  struct outcome answers = handshake_exits ("quiz three-way-handshake --answers", 0);
  struct outcome set = handshake_exits ("quiz questions --answers", 0);
  struct outcome pdf = handshake_exits ("quiz questions --language zh_CN -o {}/quiz.pdf", 0);
  g_autofree char *content = read_file ("quiz.pdf");

  g_assert_nonnull (strstr (blank.out, "A’s SYN reaches B."));
  g_assert_nonnull (strstr (blank.out, "Start numbers: 100 of A, 300 of B."));
  g_assert_null (strstr (blank.out, "SYN-RECEIVED"));
  g_assert_null (strstr (blank.out, "SYN ACK, seq"));
  g_assert_nonnull (strstr (answers.out, "Bits: SYN ACK"));
  g_assert_nonnull (strstr (answers.out, "ack: 101"));
  g_assert_nonnull (strstr (answers.out, "  · 100: often thought: “ack repeats the number that came.”"));
  g_assert_null (strstr (blank.out, "often thought"));
  g_assert_nonnull (strstr (answers.out, "B is then in state: SYN-RECEIVED"));
  g_assert_nonnull (strstr (set.out, "Q25"));
  g_assert_nonnull (strstr (set.out, "The host has room for 8000 octets"));
  g_assert_cmpint (memcmp (content, "%PDF", 4), ==, 0);
  outcome_clear (&blank);
  outcome_clear (&answers);
  outcome_clear (&set);
  outcome_clear (&pdf);
}

static void
test_draw_capture (void)
{
  struct outcome run = handshake_exits ("run four-way-close --write-pcap {}/close.pcap", 0);
  struct outcome draw = handshake_exits ("draw {}/close.pcap -o {}/close.svg", 0);
  g_autofree char *svg = read_file ("close.svg");

  assert_contains (svg, "FIN");
  assert_contains (svg, "10.0.0.1");
  outcome_clear (&run);
  outcome_clear (&draw);
}

/* Every command line that cannot be obeyed: the exit status, and one line on stderr that has the decisive word. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *line;
    int status;
    const char *word;
  } cases[] = {
    { "run no-such-scenario", 1, "no-such-scenario" },
    { "draw no-such-scenario -o {}/x.svg", 1, "no-such-scenario" },
    { "draw three-way-handshake -o {}/no/such/folder/x.svg", 1, "x.svg" },
    { "draw three-way-handshake -o {}/no/such/folder/x.png", 1, "x.png" },
    { "draw three-way-handshake -o {}/no/such/folder/x.pdf", 1, "x.pdf" },
    { "run three-way-handshake --write-pcap {}/no/such/folder/x.pcap", 1, "x.pcap" },
    { "connections {}/no-such.pcap", 1, "no-such.pcap" },
    { "connections {}/text.pcap", 1, "text.pcap" },
    { "segments {}/text.pcap --connection 0", 1, "text.pcap" },
    { "segments {}/text.pcap", 2, "--connection" },
    { "segments {}/text.pcap --connection first", 2, "first" },
    { "segments {}/one.pcap --connection 1", 1, "one.pcap" },
    { "draw {}/one.pcap --connection 7 -o {}/x.svg", 1, "one.pcap" },
    { "--nonsense", 2, "--nonsense" },
    { "run", 2, "handshake run" },
    { "run a b", 2, "handshake run" },
    { "run three-way-handshake --nonsense", 2, "--nonsense" },
    { "run three-way-handshake --wire pigeon", 2, "pigeon" },
    { "run three-way-handshake --format xml", 2, "xml" },
    { "run three-way-handshake --until soon", 2, "soon" },
    { "run three-way-handshake --set nonsense=1", 2, "nonsense" },
    { "run three-way-handshake --set address=2001:db8::1", 2, "Address" },
    { "run three-way-handshake --seed ten", 2, "ten" },
    { "draw three-way-handshake", 2, "-o" },
    { "draw three-way-handshake -o {}/x.gif", 2, "x.gif" },
    { "draw three-way-handshake -o {}/x.svg --numbers roman", 2, "roman" },
    { "draw three-way-handshake -o {}/x.svg --style baroque", 2, "baroque" },
    { "draw three-way-handshake -o {}/x.svg --theme pink", 2, "pink" },
    { "draw three-way-handshake -o {}/x.svg --scale 0", 2, "--scale" },
    { "list --language ../../etc", 2, "../../etc" },
    { "list too many", 2, "handshake list" },
  };
  g_autofree char *text = in_folder ("text.pcap");

  struct outcome one = handshake_exits ("run lost-syn --write-pcap {}/one.pcap", 0);
  outcome_clear (&one);
  g_assert_true (g_file_set_contents (text, "This is no capture file at all, only a sentence.\n", -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct outcome outcome = handshake_exits (cases[i].line, cases[i].status);
      g_test_message ("%s -> %s", cases[i].line, outcome.err);
      g_assert_cmpstr (outcome.out, ==, "");
      g_assert_cmpuint (count_lines (outcome.err), ==, 1);
      assert_contains (outcome.err, cases[i].word);
      outcome_clear (&outcome);
    }
}

static void
test_help (void)
{
  static const char *const commands[] = { "list", "run", "draw", "quiz", "connections", "segments" };
  struct outcome help = handshake_exits ("--help", 0);
  struct outcome chinese_help = handshake_exits ("--help --language zh_CN", 0);
  struct outcome version = handshake_exits ("--version", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *english = g_strconcat (commands[i], " --help", NULL);
      g_autofree char *chinese = g_strconcat (commands[i], " --help --language zh_CN", NULL);
      struct outcome one = handshake_exits (english, 0);
      struct outcome other = handshake_exits (chinese, 0);
      assert_contains (help.out, commands[i]);
      assert_contains (one.out, "--language");
      assert_contains (other.out, "文字的语言");
      outcome_clear (&one);
      outcome_clear (&other);
    }
  assert_contains (chinese_help.out, "列出全部场景");
  assert_contains (version.out, "handshake ");
  outcome_clear (&help);
  outcome_clear (&chinese_help);
  outcome_clear (&version);
}

/* A fault that cannot fail silently: the TAP wire is either used, or the command says which step was refused. */
static void
test_wire_tap (void)
{
  struct outcome memory = handshake_exits ("run lost-syn", 0);
  struct outcome tap = handshake ("run lost-syn --wire tap");

  if (tap.status == 1)
    {
      g_assert_cmpstr (tap.out, ==, "");
      g_assert_cmpuint (count_lines (tap.err), ==, 1);
      assert_contains (tap.err, "TAP");
      g_test_skip (tap.err);
    }
  else
    {
      g_assert_cmpint (tap.status, ==, 0);
      assert_contains (tap.err, "TAP");
      g_assert_cmpstr (tap.out, ==, memory.out);
    }
  outcome_clear (&memory);
  outcome_clear (&tap);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = in_folder (name);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc < 2)
    g_error ("usage: test-cli-commands PROGRAM");
  program = argv[1];
  folder = g_dir_make_tmp ("handshake-cli-XXXXXX", NULL);

  g_test_add_func ("/cli/list", test_list);
  g_test_add_func ("/cli/list/chinese", test_list_in_chinese);
  g_test_add_func ("/cli/run/text", test_run_text);
  g_test_add_func ("/cli/run/json", test_run_json);
  g_test_add_func ("/cli/run/until-and-set", test_run_until_and_set);
  g_test_add_func ("/cli/run/tap", test_wire_tap);
  g_test_add_func ("/cli/save", test_save);
  g_test_add_func ("/cli/pcap-round-trip", test_pcap_round_trip);
  g_test_add_func ("/cli/ipv6", test_ipv6);
  g_test_add_func ("/cli/draw/svg", test_draw_svg);
  g_test_add_func ("/cli/draw/png-pdf", test_draw_other_formats);
  g_test_add_func ("/cli/draw/capture", test_draw_capture);
  g_test_add_func ("/cli/quiz", test_quiz);
  g_test_add_func ("/cli/refusals", test_refusals);
  g_test_add_func ("/cli/help", test_help);

  int result = g_test_run ();
  remove_folder ();
  return result;
}
