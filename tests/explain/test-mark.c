#include "explain/mark.h"

#include <glib.h>

static void
test_complete (void)
{
  for (unsigned mark = 1; mark <= UINT16_MAX; mark <<= 1)
    {
      g_assert_cmpstr (explain_mark_name (mark), !=, "");
      g_assert_true (g_str_has_suffix (explain_mark_text (mark), "."));
      for (unsigned other = 1; other < mark; other <<= 1)
        {
          g_assert_cmpstr (explain_mark_name (mark), !=, explain_mark_name (other));
          g_assert_cmpstr (explain_mark_text (mark), !=, explain_mark_text (other));
        }
    }
}

static void
test_names (void)
{
  g_assert_cmpstr (explain_mark_name (MARK_RETRANSMISSION), ==, "retransmission");
  g_assert_cmpstr (explain_mark_name (MARK_DUPLICATE_ACK), ==, "duplicate ACK");
  g_assert_cmpstr (explain_mark_name (MARK_ZERO_WINDOW), ==, "zero window");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/mark/complete", test_complete);
  g_test_add_func ("/explain/mark/names", test_names);
  return g_test_run ();
}
