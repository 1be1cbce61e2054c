/* What is wrong with a captured connection. */
#include "app/capture-list-problems.h"

static guint64
count (const struct connection_summary *summary, enum connection_problem problem)
{
  return connection_problem_count (summary, problem);
}

static void
test_a_good_connection_has_none (void)
{
  struct connection_summary it = { .client_to_server = { .segments = 5, .octets = 100, .syns = 1, .fins = 1 },
                                   .server_to_client = { .segments = 4, .octets = 50, .syns = 1, .fins = 1 } };

  for (int problem = 0; problem < PROBLEM_COUNT; problem++)
    g_assert_cmpuint (count (&it, (enum connection_problem) problem), ==, 0);
  g_assert_cmpuint (connection_problem_score (&it), ==, 0);
}

static void
test_unanswered (void)
{
  struct connection_summary it = { .client_to_server = { .segments = 4, .syns = 4, .retransmissions = 3 } };

  g_assert_cmpuint (count (&it, PROBLEM_UNANSWERED), ==, 1);
  g_assert_cmpuint (count (&it, PROBLEM_RETRANSMITTED), ==, 3);
  g_assert_cmpuint (count (&it, PROBLEM_REFUSED), ==, 0);
  g_assert_cmpuint (count (&it, PROBLEM_ONE_WAY), ==, 0);
  g_assert_cmpuint (count (&it, PROBLEM_BEGINS_BEFORE), ==, 0);
}

static void
test_refused_is_not_reset (void)
{
  struct connection_summary it
      = { .client_to_server = { .segments = 1, .syns = 1 }, .server_to_client = { .segments = 1, .resets = 1 } };

  g_assert_cmpuint (count (&it, PROBLEM_REFUSED), ==, 1);
  g_assert_cmpuint (count (&it, PROBLEM_RESET), ==, 0);
  it.server_to_client.syns = 1;
  it.server_to_client.segments = 2;
  g_assert_cmpuint (count (&it, PROBLEM_REFUSED), ==, 0);
  g_assert_cmpuint (count (&it, PROBLEM_RESET), ==, 1);
}

static void
test_begins_before_and_one_way (void)
{
  struct connection_summary it = { .client_to_server = { .segments = 7, .octets = 700 } };

  g_assert_cmpuint (count (&it, PROBLEM_BEGINS_BEFORE), ==, 1);
  g_assert_cmpuint (count (&it, PROBLEM_ONE_WAY), ==, 1);
  g_assert_cmpuint (count (&it, PROBLEM_UNANSWERED), ==, 0);
}

/* An error outweighs any number of warnings, a warning any note. */
static void
test_scores_by_weight (void)
{
  struct connection_summary refused
      = { .client_to_server = { .segments = 1, .syns = 1 }, .server_to_client = { .segments = 1, .resets = 1 } };
  struct connection_summary repeated = { .client_to_server = { .segments = 9, .syns = 1, .retransmissions = 1000000 },
                                         .server_to_client = { .segments = 9, .syns = 1 } };
  struct connection_summary late = { .client_to_server = { .segments = 9 }, .server_to_client = { .segments = 9 } };

  g_assert_cmpuint (connection_problem_score (&refused), >, connection_problem_score (&repeated));
  g_assert_cmpuint (connection_problem_score (&repeated), >, connection_problem_score (&late));
  g_assert_cmpuint (connection_problem_score (&late), >, 0);
}

static void
test_words (void)
{
  g_autofree char *repeated = connection_problem_words (PROBLEM_RETRANSMITTED, 14);
  g_autofree char *one = connection_problem_words (PROBLEM_DUPLICATE_ACKS, 1);
  g_autofree char *two = connection_problem_words (PROBLEM_DUPLICATE_ACKS, 2);
  g_autofree char *refused = connection_problem_words (PROBLEM_REFUSED, 1);

  g_assert_cmpstr (repeated, ==, "14 retransmitted");
  g_assert_cmpstr (one, ==, "1 duplicate ACK");
  g_assert_cmpstr (two, ==, "2 duplicate ACKs");
  g_assert_cmpstr (refused, ==, "refused");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/capture-list-problems/none", test_a_good_connection_has_none);
  g_test_add_func ("/capture-list-problems/unanswered", test_unanswered);
  g_test_add_func ("/capture-list-problems/refused", test_refused_is_not_reset);
  g_test_add_func ("/capture-list-problems/begins-before", test_begins_before_and_one_way);
  g_test_add_func ("/capture-list-problems/score", test_scores_by_weight);
  g_test_add_func ("/capture-list-problems/words", test_words);
  return g_test_run ();
}
