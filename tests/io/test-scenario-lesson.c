/* The lesson of a scenario file: its words in both languages, its steps, and what is wrong with them. */
#include "scenario-bench.h"

#include <string.h>

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

int
main (int argc, char **argv)
{
  static const struct fixture_test tests[] = {
    { "/io/scenario-lesson/whole", test_lesson },
    { "/io/scenario-lesson/chinese", test_lesson_in_chinese },
    { "/io/scenario-lesson/faults", test_lesson_faults },
  };

  g_test_init (&argc, &argv, NULL);
  return run_fixture_tests (tests, G_N_ELEMENTS (tests));
}
