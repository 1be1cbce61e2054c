#include "explain/template.h"
#include "explain/value.h"

#include <glib.h>

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_fill (void)
{
  assert_text (explain_fill ("{host} acknowledges {ack}", "host", "A", "ack", "101", NULL), "A acknowledges 101");
  assert_text (explain_fill ("{ack} by {host}, {host}", "host", "A", "ack", "101", NULL), "101 by A, A");
  assert_text (explain_fill ("nothing to fill", NULL), "nothing to fill");
  assert_text (explain_fill ("", NULL), "");
}

/* What is no name of a value stays as it is written, so that a mistake is seen. */
static void
test_unknown (void)
{
  assert_text (explain_fill ("{hosts} {", "host", "A", NULL), "{hosts} {");
  assert_text (explain_fill ("{} {Host} {host", "host", "A", NULL), "{} {Host} {host");
  assert_text (explain_fill ("{{host}}", "host", "A", NULL), "{A}");
}

/* A value is not looked at again: names in it mean nothing. */
static void
test_no_second_pass (void)
{
  assert_text (explain_fill ("{host} {peer}", "host", "{peer}", "peer", "B", NULL), "{peer} B");
}

/* A space beside a value goes when both neighbours are Chinese. */
static void
test_wide (void)
{
  assert_text (explain_fill ("{host} 的 {what} 在途中", "host", "A", "what", "ACK", NULL), "A 的 ACK 在途中");
  assert_text (explain_fill ("{host} 的 {what} 在途中", "host", "A", "what", "数据报文段", NULL),
               "A 的数据报文段在途中");
}

static void
test_value_names (void)
{
  const char *name;

  for (size_t i = 0; (name = explain_value_name (i)) != NULL; i++)
    for (size_t j = 0; j < i; j++)
      g_assert_cmpstr (name, !=, explain_value_name (j));
  g_assert_null (explain_value (NULL, "nobody", 6));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/template/fill", test_fill);
  g_test_add_func ("/explain/template/unknown", test_unknown);
  g_test_add_func ("/explain/template/no-second-pass", test_no_second_pass);
  g_test_add_func ("/explain/template/wide", test_wide);
  g_test_add_func ("/explain/template/value-names", test_value_names);
  return g_test_run ();
}
