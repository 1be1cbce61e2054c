/* What is written opens as what it was written from, and a saved run keeps what its author wrote. */
#include "io/scenario-keys.h"
#include "io/scenario-value.h"
#include "io/scenario-writer.h"
#include "scenario-bench.h"
#include "sim/sim.h"
#include "trace/text.h"

#include <glib/gstdio.h>
#include <string.h>

static struct scenario_file *
load_written (struct fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_load (fixture->path, "C", &error);

  g_assert_no_error (error);
  return file;
}

static char *
contents (struct fixture *fixture)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  return text;
}

/* The lines of a whole run, which ends after some virtual hours. */
static char *
run_text (const struct scenario *scenario)
{
  struct sim *sim = sim_new (scenario, 0, NULL);
  GString *text = g_string_new (NULL);
  char line[TRACE_LINE_SIZE];

  sim_run (sim, SEC (3600) * 12);
  for (event_id id = 0; id < trace_length (sim_trace (sim)); id++)
    if (trace_line (sim_trace (sim), id, TRACE_NUMBERS_ABSOLUTE, line))
      g_string_append_printf (text, "%s\n", line);
  sim_free (sim);
  return g_string_free (text, FALSE);
}

static struct scenario_file *
written (struct fixture *fixture, const struct scenario *scenario)
{
  g_autoptr (GKeyFile) keys = scenario_write (scenario, "T");
  g_autofree char *text = g_key_file_to_data (keys, NULL, NULL);

  return load_good (fixture, text);
}

static void
assert_fields (enum scenario_group group, const void *a, const void *b)
{
  for (const struct scenario_key *key = scenario_keys (group); key->name != NULL; key++)
    {
      g_autofree char *first = scenario_key_text (key, a);
      g_autofree char *second = scenario_key_text (key, b);

      g_assert_cmpstr (first, ==, second);
    }
}

static void
assert_same (const struct scenario *a, const struct scenario *b)
{
  g_autofree char *first = run_text (a);
  g_autofree char *second = run_text (b);

  assert_fields (SCENARIO_GROUP_SCENARIO, a, b);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      assert_fields (SCENARIO_GROUP_HOST, &a->hosts[host], &b->hosts[host]);
      assert_fields (SCENARIO_GROUP_LINK, &a->links[host], &b->links[host]);
    }
  g_assert_cmpint (a->until, ==, b->until);
  g_assert_cmpuint (a->command_count, ==, b->command_count);
  g_assert_cmpuint (a->fault_count, ==, b->fault_count);
  g_assert_cmpstr (first, ==, second);
}

static void
test_shipped (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = scenario_files_list ("C", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      const struct scenario_file *file = g_ptr_array_index (files, i);
      struct scenario_file *again = written (fixture, &file->scenario);

      assert_same (&file->scenario, &again->scenario);
      scenario_file_free (again);
    }
}

/* What is as usual is not said. */
static void
test_short (struct fixture *fixture, gconstpointer data)
{
  struct scenario *scenario = g_new (struct scenario, 1);

  scenario_init (scenario);
  scenario->hosts[HOST_B].config = tcp_config_linux ();
  scenario->hosts[HOST_B].config.mss = 1200;
  scenario->links[HOST_A].loss = scenario->links[HOST_B].loss = 25000;
  scenario->links[HOST_B].delay = MS (20) + US (500);
  scenario->links[HOST_B].rate = 64000;
  scenario_use_ipv6 (scenario);
  scenario->until = SEC (90);
  scenario->commands[scenario->command_count++] = (struct sim_command){
    .at = SEC (120), .kind = COMMAND_LINK_CUT, .host = HOST_NONE, .turn = SIM_TURN_FIRST, .copy = EVENT_NONE
  };
  scenario->faults[scenario->fault_count++] = (struct scenario_fault){
    .from = HOST_B, .action = FAULT_DELAY, .nth = 1, .count = UINT32_MAX, .after = SEC (2), .delay = 1
  };
  scenario_file_free (written (fixture, scenario));

  g_autofree char *text = contents (fixture);
  g_assert_cmpstr (text, ==,
                   "[Scenario]\nTitle=T\nUntil=90 s\nIPv6=true\n\n"
                   "[Host B]\nPreset=linux\nISN=random\nMss=1200\n\n"
                   "[Link]\nLoss=2.5%\n\n"
                   "[Link B]\nDelay=20.5 ms\nRate=64 kbit/s\n\n"
                   "[Fault 1]\nFrom=B\nCount=all\nAfter=2 s\nDo=delay 1 ns\n\n"
                   "[Command 1]\nAt=2 min\nTurn=first\nDo=heal\n");
  g_free (scenario);
}

static const char OWN[] = "# by a teacher\n\n[Scenario]\nTitle=Lost\nTitle[zh_CN]=丢失\nSummary=s\n\n"
                          "[Command 7]\n# the server waits\nAt=0\nHost=B\nDo=listen\n\n"
                          "[Command 9]\nAt=1 s\nHost=A\nDo=connect\n\n"
                          "[Lesson]\nQuestion=Why?\n\n[Step 1]\nWhen=start\nSay=one\n";

static const struct sim_command ACTS[] = {
  { .at = MS (500), .kind = COMMAND_LINK_DELAY, .host = HOST_NONE, .duration = MS (80), .copy = EVENT_NONE },
  { .at = SEC (1), .kind = COMMAND_SEND, .host = HOST_A, .amount = 100, .copy = EVENT_NONE },
};

static void
test_keeps_the_author (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (fixture, OWN);
  struct scenario_save save = { "丢失", "s", true, ACTS, G_N_ELEMENTS (ACTS) };
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strconcat (OWN,
                                           "\n[Command 10]\nAt=500 ms\nTurn=last\nDo=link-delay 80 ms\n\n"
                                           "[Command 11]\nAt=1 s\nTurn=last\nHost=A\nDo=send 100\n",
                                           NULL);

  g_assert_true (scenario_file_save (file, &save, fixture->path, &error));
  g_assert_no_error (error);
  g_autofree char *kept = contents (fixture);
  g_assert_cmpstr (kept, ==, expected);
  scenario_file_free (load_written (fixture));

  save = (struct scenario_save){ "Another", "", false, NULL, 0 };
  g_assert_true (scenario_file_save (file, &save, fixture->path, &error));
  g_autofree char *renamed = contents (fixture);
  g_assert_cmpstr (renamed, ==,
                   "# by a teacher\n\n[Scenario]\nTitle=Another\n\n"
                   "[Command 7]\n# the server waits\nAt=0\nHost=B\nDo=listen\n\n"
                   "[Command 9]\nAt=1 s\nHost=A\nDo=connect\n");
  scenario_file_free (file);
}

static void
test_refuses (struct fixture *fixture, gconstpointer data)
{
  struct scenario_file *file = load_good (fixture, OWN);
  struct sim_command *acts = g_new0 (struct sim_command, SCENARIO_COMMANDS_MAX);
  struct scenario_save save = { "T", "", true, acts, SCENARIO_COMMANDS_MAX };
  g_autoptr (GError) error = NULL;

  g_assert_false (scenario_file_save (file, &save, fixture->path, &error));
  g_assert_cmpstr (error->message, ==, "try.scenario: a scenario may have 1024 commands, and this run has 1026");
  g_clear_error (&error);
  save.count = 0;
  g_assert_false (scenario_file_save (file, &save, "/no/such/folder/x.scenario", &error));
  g_assert_error (error, HS_SCENARIO_ERROR, HS_SCENARIO_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, "x.scenario"));
  g_free (acts);
  scenario_file_free (file);
}

static void
test_texts (struct fixture *fixture, gconstpointer data)
{
  static const struct
  {
    vtime time;
    const char *text;
  } times[] = {
    { 0, "0" },
    { 1, "1 ns" },
    { US (1), "1 us" },
    { 1500, "1.5 us" },
    { MS (50), "50 ms" },
    { MS (1500) + 1, "1.500000001 s" },
    { SEC (60), "1 min" },
    { SEC (7200), "2 h" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text = scenario_text_time (times[i].time);
      vtime read = -1;

      g_assert_cmpstr (text, ==, times[i].text);
      g_assert_null (scenario_value_time (text, 0, SCENARIO_TIME_MAX, &read));
      g_assert_cmpint (read, ==, times[i].time);
    }
  for (guint32 share = 0; share <= 1000000; share += 1237)
    {
      g_autofree char *text = scenario_text_share (share);
      guint32 read = 0;

      g_assert_null (scenario_value_share (text, &read));
      g_assert_cmpuint (read, ==, share);
    }
}

int
main (int argc, char **argv)
{
  static const struct fixture_test tests[] = {
    { "/io/scenario-writer/shipped", test_shipped },
    { "/io/scenario-writer/short", test_short },
    { "/io/scenario-writer/keeps-the-author", test_keeps_the_author },
    { "/io/scenario-writer/refuses", test_refuses },
    { "/io/scenario-writer/texts", test_texts },
  };

  g_test_init (&argc, &argv, NULL);
  return run_fixture_tests (tests, G_N_ELEMENTS (tests));
}
