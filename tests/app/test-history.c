/* Undo and redo by themselves. */
#include "app/history.h"

static struct history_entry
entry (vtime moment)
{
  return (struct history_entry){ .log = g_array_new (FALSE, FALSE, 1), .end = moment + 1, .moment = moment };
}

static void
test_gives_back_in_reverse_order (void)
{
  struct history *history = history_new ();
  struct history_entry first = entry (10);
  struct history_entry second = entry (20);
  struct history_entry present = entry (99);
  struct history_entry got;

  g_assert_false (history_can_undo (history));
  history_keep (history, &first);
  history_keep (history, &second);
  g_assert_true (history_undo (history, &present, &got));
  g_assert_cmpint (got.moment, ==, 20);
  g_array_unref (got.log);
  present = entry (98);
  g_assert_true (history_undo (history, &present, &got));
  g_assert_cmpint (got.moment, ==, 10);
  g_array_unref (got.log);
  g_assert_false (history_can_undo (history));
  g_assert_true (history_can_redo (history));
  history_free (history);
}

/* Redo goes to the moment of the act, not to where the person was when undoing. */
static void
test_redo_stands_at_the_act (void)
{
  struct history *history = history_new ();
  struct history_entry before = entry (10);
  struct history_entry present = entry (50);
  struct history_entry got;

  history_keep (history, &before);
  g_assert_true (history_undo (history, &present, &got));
  present = got;
  g_assert_true (history_redo (history, &present, &got));
  g_assert_cmpint (got.moment, ==, 10);
  g_assert_cmpint (got.end, ==, 51);
  g_array_unref (got.log);
  history_free (history);
}

static void
test_a_new_act_forgets_what_could_be_redone (void)
{
  struct history *history = history_new ();
  struct history_entry before = entry (10);
  struct history_entry present = entry (50);
  struct history_entry other = entry (30);
  struct history_entry got;

  history_keep (history, &before);
  g_assert_true (history_undo (history, &present, &got));
  g_array_unref (got.log);
  history_keep (history, &other);
  g_assert_false (history_can_redo (history));
  history_free (history);
}

static void
test_is_bounded (void)
{
  struct history *history = history_new ();
  struct history_entry present = entry (0);
  struct history_entry got;
  int undone = 0;

  for (int i = 0; i < HISTORY_ENTRIES_MAX + 50; i++)
    {
      struct history_entry before = entry (i);

      history_keep (history, &before);
    }
  while (history_undo (history, &present, &got))
    {
      present = got;
      undone++;
    }
  g_assert_cmpint (undone, ==, HISTORY_ENTRIES_MAX);
  g_assert_cmpint (got.moment, ==, 50);
  g_array_unref (present.log);
  history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/reverse-order", test_gives_back_in_reverse_order);
  g_test_add_func ("/history/redo-moment", test_redo_stands_at_the_act);
  g_test_add_func ("/history/new-act", test_a_new_act_forgets_what_could_be_redone);
  g_test_add_func ("/history/bounded", test_is_bounded);
  return g_test_run ();
}
