/* The narration of a lesson follows its run, stops it at each step, and leads through it. */
#include "session-bench.h"

#include "app/narrator.h"

#include <string.h>

static void
on_changed (HsNarrator *narrator, gpointer count)
{
  ++*(guint *) count;
}

/* Plays frame by frame until the session stops by itself. */
static void
play (HsSession *session)
{
  hs_session_set_playing (session, TRUE);
  for (int i = 0; i < 10000 && hs_session_get_playing (session); i++)
    hs_session_advance (session, MS (3));
  g_assert_false (hs_session_get_playing (session));
}

static const struct trace_event *
selected (HsSession *session)
{
  g_assert_cmpuint (hs_session_get_selected (session), !=, EVENT_NONE);
  return trace_get (hs_session_get_trace (session), hs_session_get_selected (session));
}

static void
test_next_and_back (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsNarrator *narrator = hs_narrator_new (session);
  guint changes = 0, count = hs_narrator_count (narrator);

  g_signal_connect (narrator, "changed", G_CALLBACK (on_changed), &changes);
  g_assert_true (hs_narrator_has_lesson (narrator));
  g_assert_cmpint (hs_narrator_get_step (narrator), ==, 0);
  g_assert_false (hs_narrator_can_back (narrator));
  for (guint step = 1; step < count; step++)
    {
      g_assert_true (hs_narrator_next (narrator));
      g_assert_cmpint (hs_narrator_get_step (narrator), ==, (int) step);
      if (!hs_narrator_is_conclusion (narrator, step))
        g_assert_cmpint (hs_session_get_now (session), ==, selected (session)->at);
    }
  g_assert_cmpuint (changes, >=, count - 1);
  g_assert_true (hs_narrator_is_conclusion (narrator, count - 1));
  g_assert_false (hs_narrator_can_next (narrator));
  g_assert_false (hs_narrator_next (narrator));
  for (guint step = count - 1; step > 0; step--)
    {
      g_assert_true (hs_narrator_back (narrator));
      g_assert_cmpint (hs_narrator_get_step (narrator), ==, (int) step - 1);
    }
  g_assert_false (hs_session_get_started (session));
  g_object_unref (narrator);
  g_object_unref (session);
}

static void
test_the_text_has_the_numbers_of_the_run (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsNarrator *narrator = hs_narrator_new (session);
  g_autofree char *said = NULL;

  hs_narrator_next (narrator);
  said = hs_narrator_say (narrator, (guint) hs_narrator_get_step (narrator));
  g_assert_nonnull (strstr (said, "100"));
  g_assert_nonnull (strstr (said, "SYN-SENT"));
  g_assert_null (strchr (said, '{'));
  g_object_unref (narrator);
  g_object_unref (session);
}

/* The end is no event, but its words have numbers as well: those that are left. */
static void
test_the_end_has_numbers (void)
{
  HsSession *session = bench_open ("two-way-handshake");
  HsNarrator *narrator = hs_narrator_new (session);
  g_autofree char *said = NULL;

  hs_session_go_end (session);
  g_assert_cmpint (hs_narrator_get_step (narrator), ==, 6);
  said = hs_narrator_say (narrator, 6);
  g_assert_nonnull (strstr (said, "5 useless connections"));
  g_object_unref (narrator);
  g_object_unref (session);
}

static void
test_playing_stops_at_each_step (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsNarrator *narrator = hs_narrator_new (session);

  play (session);
  g_assert_cmpint (hs_narrator_get_step (narrator), ==, 1);
  g_assert_cmpint (hs_session_get_now (session), ==, 0);
  play (session);
  g_assert_cmpint (hs_narrator_get_step (narrator), ==, 2);
  g_assert_cmpint (hs_session_get_now (session), ==, MS (50));
  hs_narrator_set_on (narrator, FALSE);
  play (session);
  g_assert_true (hs_session_is_finished (session));
  g_object_unref (narrator);
  g_object_unref (session);
}

/* A run that took another way has no such step: nothing moves. */
static void
test_a_step_that_does_not_come (void)
{
  HsSession *session = bench_open ("three-way-handshake");
  HsNarrator *narrator = hs_narrator_new (session);
  struct sim_command command = { .kind = COMMAND_LINK_CUT, .host = HOST_NONE, .amount = 1 };

  g_assert_true (hs_narrator_next (narrator));
  g_assert_true (hs_session_command (session, &command, NULL));
  /* The SYN was on its way already; its answer is not. */
  g_assert_true (hs_narrator_next (narrator));
  g_assert_false (hs_narrator_next (narrator));
  g_assert_cmpint (hs_narrator_get_step (narrator), ==, 2);
  g_object_unref (narrator);
  g_object_unref (session);
}

static void
test_without_a_lesson (void)
{
  HsSession *session = hs_session_new ();
  HsNarrator *narrator = hs_narrator_new (session);

  g_assert_false (hs_narrator_has_lesson (narrator));
  g_assert_cmpuint (hs_narrator_count (narrator), ==, 0);
  g_assert_cmpint (hs_narrator_get_step (narrator), ==, -1);
  g_assert_false (hs_narrator_next (narrator));
  g_assert_false (hs_narrator_back (narrator));
  g_object_unref (narrator);
  g_object_unref (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/narrator/next-back", test_next_and_back);
  g_test_add_func ("/narrator/numbers", test_the_text_has_the_numbers_of_the_run);
  g_test_add_func ("/narrator/numbers-at-end", test_the_end_has_numbers);
  g_test_add_func ("/narrator/stops", test_playing_stops_at_each_step);
  g_test_add_func ("/narrator/another-way", test_a_step_that_does_not_come);
  g_test_add_func ("/narrator/none", test_without_a_lesson);
  return g_test_run ();
}
