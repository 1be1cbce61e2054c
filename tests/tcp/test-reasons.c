/* Every reason of the engine happens: all conversations are held once more, and what they reported is counted. */
#include "bench.h"

#define CONVERSATIONS(name) extern const struct dialogue dialogues_##name[];
#include "dialogues.def"
#undef CONVERSATIONS

static const struct dialogue *const all[] = {
#define CONVERSATIONS(name) dialogues_##name,
#include "dialogues.def"
#undef CONVERSATIONS
};

/* Those of the link, the simulator with its programs, and captures are not the engine's. */
static gboolean
is_of_the_engine (enum tcp_reason reason)
{
  const char *name = reason_name (reason);

  return !g_str_has_prefix (name, "LINK_") && !g_str_has_prefix (name, "CAPTURE_")
         && !g_str_has_prefix (name, "PROGRAM_") && !g_str_equal (name, "COMMAND");
}

static void
hold (const struct dialogue *dialogue)
{
  if (dialogue->run != NULL)
    dialogue->run ();
  for (guint i = 0; i < dialogue->cases; i++)
    dialogue->run_case (GUINT_TO_POINTER (i));
}

static void
test_all_happen (void)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    for (const struct dialogue *dialogue = all[i]; dialogue->path != NULL; dialogue++)
      hold (dialogue);
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (is_of_the_engine ((enum tcp_reason) reason) && !bench_reasons_seen[reason])
      g_string_append_printf (missing, " %s", reason_name ((enum tcp_reason) reason));
  g_assert_cmpstr (missing->str, ==, "");
}

static void
test_names (void)
{
  for (int reason = 0; reason < REASON_COUNT; reason++)
    {
      g_assert_nonnull (reason_name ((enum tcp_reason) reason));
      g_assert_cmpint (reason_rfc ((enum tcp_reason) reason) > 0, ==,
                       *reason_section ((enum tcp_reason) reason) != '\0');
    }
  g_assert_cmpstr (tcp_state_name (TCP_SYN_RECEIVED), ==, "SYN-RECEIVED");
  g_assert_cmpstr (tcp_timer_name (TCP_TIMER_2MSL), ==, "2MSL");
}

const struct dialogue dialogues_reasons[] = {
  { "/tcp/reasons/all-happen", test_all_happen },
  { "/tcp/reasons/names", test_names },
  { 0 },
};
