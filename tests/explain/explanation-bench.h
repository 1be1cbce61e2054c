/* What tests say about an explanation. */
#pragma once

#include "explain/event.h"
#include "trace-bench.h"

#include <glib.h>

static inline void
assert_check (const struct explanation *explanation, guint index, const char *label, const char *value, gboolean holds)
{
  const struct explain_check *check;

  g_assert_cmpuint (index, <, explanation->checks->len);
  check = explanation->checks->pdata[index];
  g_assert_cmpstr (check->label, ==, label);
  g_assert_cmpstr (check->value, ==, value);
  g_assert_cmpint (check->holds, ==, holds);
}

static inline void
assert_line (const struct trace *trace, event_id id, const char *expected)
{
  g_autofree char *line = explain_event_line (trace, id);

  g_assert_cmpstr (line, ==, expected);
}
