#include "explain/checks.h"
#include "explain/template.h"
#include "explain/value.h"

#include <stdarg.h>

void
checks_add (const struct explain_context *context, GPtrArray *checks, bool holds, const char *label, const char *format,
            ...)
{
  struct explain_check *check = g_new0 (struct explain_check, 1);
  va_list list;

  check->label = explain_template (label, explain_value, (void *) context);
  va_start (list, format);
  check->value = g_strdup_vprintf (format, list);
  va_end (list);
  check->holds = holds;
  g_ptr_array_add (checks, check);
}

#define RULES_MAX 4

struct rules
{
  enum tcp_reason reason;
  check_rule *rules[RULES_MAX];
};

/* Which rules stand behind which reason, in the order in which they are applied. */
static const struct rules table[] = {
#define CHECKS(id, ...) { REASON_##id, { __VA_ARGS__ } },
#include "explain/checks.def"
#undef CHECKS
};

void
checks_of_event (const struct explain_context *context, GPtrArray *checks)
{
  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].reason == context->event->reason)
      for (size_t rule = 0; rule < RULES_MAX && table[i].rules[rule] != NULL; rule++)
        table[i].rules[rule](context, checks);
}
