/* A run that is saved opens as the same run, whatever was done in it, and what is in no file is known. */
#include "../io/scenario-bench.h"
#include "app/fault.h"
#include "app/inject.h"
#include "base/rng.h"
#include "session-bench.h"
#include "wire/segment-text.h"

#include <glib/gstdio.h>
#include <string.h>

#define SEEDS 120
#define ACTS 25

static void
open_in (HsSession *session, const char *id_or_path)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_find (id_or_path, "en", &error);

  g_assert_no_error (error);
  hs_session_open_scenario (session, file);
}

static void
save (struct fixture *fixture, HsSession *session, const char *title)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hs_session_save (session, fixture->path, title, "", TRUE, &error));
  g_assert_no_error (error);
}

static gboolean
give (HsSession *session, enum sim_command_kind kind, unsigned host, guint64 amount)
{
  struct sim_command command = { .kind = (uint8_t) kind, .host = (uint8_t) host, .amount = amount, .copy = EVENT_NONE };

  command.duration = (vtime) amount * US (100);
  return hs_session_command (session, &command, NULL);
}

static void
inject (HsSession *session, struct rng *rng)
{
  struct sim_command command = { .kind = COMMAND_INJECT, .host = (uint8_t) rng_below (rng, 2), .copy = EVENT_NONE };
  char text[SEGMENT_TEXT_SIZE];

  g_snprintf (text, sizeof text, "%s %u:%u(10) ack %u win 8000", rng_below (rng, 2) == 0 ? "P." : "R.", 101u, 111u,
              301u);
  g_assert_null (segment_parse (text, 0, 0, &command.segment));
  hs_session_command (session, &command, NULL);
}

static void
flood (HsSession *session, struct rng *rng)
{
  char *why = NULL;

  hs_inject_flood (session, (unsigned) rng_below (rng, 2), &why);
  g_free (why);
}

/* A counter-experiment begins or ends. */
static void
switch_something (HsSession *session, struct rng *rng)
{
  struct sim_command command = { .kind = COMMAND_SWITCH,
                                 .host = (uint8_t) rng_below (rng, 2),
                                 .which = (uint8_t) rng_below (rng, TCP_SWITCH_COUNT),
                                 .amount = rng_below (rng, 2),
                                 .copy = EVENT_NONE };

  hs_session_command (session, &command, NULL);
}

/* A fault on any segment there was; most are no longer under way, and that is refused. */
static void
meddle (HsSession *session, struct rng *rng)
{
  static const char *const faults[] = { "drop", "delay", "duplicate", "corrupt", "hold", "release" };
  gsize count = flights_length (hs_session_get_flights (session));
  char *why = NULL;

  hs_fault_apply (session, count > 0 && rng_below (rng, 2) == 0 ? rng_below (rng, count) : hs_fault_target (session),
                  faults[rng_below (rng, G_N_ELEMENTS (faults))], MS (130), &why);
  g_free (why);
}

static void
move (HsSession *session, struct rng *rng)
{
  switch (rng_below (rng, 5))
    {
    case 0:
      hs_session_seek (session, (vtime) rng_below (rng, (uint64_t) hs_session_get_end (session) + MS (200)));
      break;
    case 1:
      hs_session_next_timer (session);
      break;
    case 2:
      hs_session_advance (session, (vtime) rng_below (rng, SEC (1)));
      break;
    case 3:
      hs_session_step_back (session);
      break;
    default:
      for (uint64_t i = rng_below (rng, 8); i > 0; i--)
        hs_session_step_forward (session);
    }
}

static void
act (HsSession *session, struct rng *rng)
{
  static const enum sim_command_kind links[] = { COMMAND_LINK_LOSS, COMMAND_LINK_DELAY, COMMAND_LINK_JITTER };

  switch (rng_below (rng, 15))
    {
    case 12:
      switch_something (session, rng);
      break;
    case 13:
      give (session, rng_below (rng, 2) == 0 ? COMMAND_CRASH : COMMAND_POWER, (unsigned) rng_below (rng, 2),
            rng_below (rng, 2));
      break;
    case 14:
      flood (session, rng);
      break;
    case 0:
      hs_session_undo (session);
      break;
    case 1:
      hs_session_redo (session);
      break;
    case 2:
      give (session, links[rng_below (rng, 3)], HOST_NONE, rng_below (rng, 3000));
      break;
    case 3:
      give (session, COMMAND_LINK_CUT, (unsigned) rng_below (rng, 3), rng_below (rng, 2));
      break;
    case 4:
      give (session, COMMAND_RELEASE, HOST_NONE, 0);
      break;
    case 5:
      inject (session, rng);
      break;
    case 6:
    case 7:
      meddle (session, rng);
      break;
    case 8:
      give (session, COMMAND_READING, (unsigned) rng_below (rng, 2), rng_below (rng, 2));
      break;
    default:
      give (session, (enum sim_command_kind) rng_below (rng, COMMAND_READING), (unsigned) rng_below (rng, 2),
            1 + rng_below (rng, 2500));
    }
}

static void
test_any_run (struct fixture *fixture, gconstpointer data)
{
  static const char *const ids[]
      = { "three-way-handshake", "full-connection", "lost-syn", "sack", "paws", "simultaneous-open", "mtu-report" };
  /* Two sessions for all of them: each has a wire of its own, which takes its time. */
  g_autoptr (HsSession) session = hs_session_new ();
  g_autoptr (HsSession) again = hs_session_new ();
  guint acts = 0;

  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      struct rng rng;

      open_in (session, ids[seed % G_N_ELEMENTS (ids)]);
      rng_seed (&rng, seed);
      for (int i = 0; i < ACTS; i++)
        {
          move (session, &rng);
          act (session, &rng);
        }
      acts += hs_session_count_unsaved (session);
      save (fixture, session, "Mine");
      open_in (again, fixture->path);
      if (hs_session_get_started (session))
        hs_session_seek (again, hs_session_get_end (session));
      g_autofree char *first = bench_recording (session);
      g_autofree char *second = bench_recording (again);
      if (!g_str_equal (first, second))
        g_test_message ("seed %u", seed);
      g_assert_cmpstr (first, ==, second);
    }
  g_assert_cmpuint (acts, >, SEEDS * 4);
}

static void
test_what_is_unsaved (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");

  g_assert_null (hs_session_get_path (session)); /* a shipped one is nobody's own */
  g_assert_cmpuint (hs_session_count_unsaved (session), ==, 0);
  hs_session_go_end (session);
  g_assert_cmpuint (hs_session_count_unsaved (session), ==, 0);
  for (guint i = 1; i <= 5; i++)
    {
      g_assert_false (hs_session_is_worth_saving (session));
      g_assert_true (give (session, COMMAND_SEND, HOST_A, 10 * i));
      g_assert_cmpuint (hs_session_count_unsaved (session), ==, i);
    }
  g_assert_true (hs_session_is_worth_saving (session));
  save (fixture, session, "Mine");
  g_assert_cmpstr (hs_session_get_path (session), ==, fixture->path);
  g_assert_cmpstr (hs_session_get_title (session), ==, "Mine");
  g_assert_cmpuint (hs_session_count_unsaved (session), ==, 0);
  hs_session_undo (session);
  g_assert_cmpuint (hs_session_count_unsaved (session), ==, 1);
  g_assert_true (hs_session_is_worth_saving (session));
  hs_session_redo (session);
  g_assert_false (hs_session_is_worth_saving (session));
  hs_session_close_document (session);
  g_assert_cmpuint (hs_session_count_unsaved (session), ==, 0);
  g_assert_null (hs_session_get_path (session));
}

/* Saving twice does not do things twice, and what is opened is the run's own file. */
static void
test_saved_again (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;

  hs_session_go_end (session);
  give (session, COMMAND_SEND, HOST_A, 10);
  save (fixture, session, "Mine");
  g_assert_true (g_file_get_contents (fixture->path, &once, NULL, NULL));
  save (fixture, session, "Mine");
  g_assert_true (g_file_get_contents (fixture->path, &twice, NULL, NULL));
  g_assert_cmpstr (once, ==, twice);

  g_autoptr (HsSession) again = hs_session_new ();
  open_in (again, fixture->path);
  g_assert_cmpstr (hs_session_get_path (again), ==, fixture->path);
  g_assert_cmpstr (hs_session_get_title (again), ==, "Mine");
  g_assert_false (hs_session_is_overtaken (again));
  g_assert_true (g_file_set_contents (fixture->path, "[Scenario]\nTitle=Other\n", -1, NULL));
  g_assert_true (hs_session_is_overtaken (again));
  save (fixture, again, "Mine");
  g_assert_false (hs_session_is_overtaken (again));
}

/* A run that no file was the beginning of. */
static void
test_lab (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (HsSession) session = hs_session_new ();
  struct scenario_file *file = g_new0 (struct scenario_file, 1);

  scenario_init (&file->scenario);
  file->scenario.commands[file->scenario.command_count++]
      = (struct sim_command){ .kind = COMMAND_LISTEN, .host = HOST_B, .copy = EVENT_NONE };
  file->lesson = scenario_lesson_new ();
  file->title = g_strdup ("Lab");
  hs_session_open_scenario (session, file);
  g_assert_true (give (session, COMMAND_CONNECT, HOST_A, 0));
  hs_session_seek (session, MS (75));
  g_assert_true (give (session, COMMAND_LINK_LOSS, HOST_NONE, 25000));
  save (fixture, session, "Mine");

  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==,
                   "[Scenario]\nTitle=Mine\n\n[Command 1]\nAt=0\nHost=B\nDo=listen\n\n"
                   "[Command 2]\nAt=0\nTurn=last\nHost=A\nDo=connect\n\n"
                   "[Command 3]\nAt=75 ms\nTurn=last\nDo=link-loss 2.5%\n");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*function) (struct fixture *, gconstpointer);
  } tests[] = {
    { "/session-save/any-run", test_any_run },
    { "/session-save/what-is-unsaved", test_what_is_unsaved },
    { "/session-save/saved-again", test_saved_again },
    { "/session-save/lab", test_lab },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, struct fixture, NULL, set_up, tests[i].function, tear_down);
  return g_test_run ();
}
