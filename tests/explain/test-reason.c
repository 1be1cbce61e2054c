#include "explain/reason.h"
#include "explain/value.h"

#include <glib.h>
#include <string.h>

/* Lengths that keep a title on two lines and a text on about three, at the width of the window's inspector. */
#define TITLE_MAX 66
#define TEXT_MAX 170

static void
test_complete (void)
{
  for (int reason = 0; reason < REASON_COUNT; reason++)
    {
      const char *title = explain_reason_title (reason);
      const char *text = explain_reason_text (reason);

      if (title == NULL || text == NULL)
        g_error ("%s has no sentence in sentences-*.def", reason_name (reason));
      g_assert_cmpint (g_utf8_strlen (title, -1), <=, TITLE_MAX);
      g_assert_cmpint (g_utf8_strlen (text, -1), <=, TEXT_MAX);
      g_assert_cmpint (strlen (title), >, 5);
      g_assert_false (g_str_has_suffix (title, "."));
      g_assert_true (g_str_has_suffix (text, "."));
      g_assert_null (strstr (text, "  "));
    }
}

/* No two reasons say the same. */
static void
test_distinct (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (!g_hash_table_add (titles, (char *) explain_reason_title (reason)))
      g_error ("the title of %s is used twice: %s", reason_name (reason), explain_reason_title (reason));
}

static gboolean
is_value_name (const char *name)
{
  for (size_t i = 0; explain_value_name (i) != NULL; i++)
    if (g_str_equal (explain_value_name (i), name))
      return TRUE;
  return FALSE;
}

static void
assert_names (const char *pattern, const char *reason)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\{([^}]*)\\}?", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, pattern, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      if (!is_value_name (name))
        g_error ("%s speaks of {%s}, which is no value", reason, name);
    }
}

static void
test_names (void)
{
  for (int reason = 0; reason < REASON_COUNT; reason++)
    {
      assert_names (explain_reason_title (reason), reason_name (reason));
      assert_names (explain_reason_text (reason), reason_name (reason));
    }
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_sections (void)
{
  assert_text (explain_reason_section (REASON_SEND_FIN), "RFC 9293, section 3.10.4");
  assert_text (explain_reason_url (REASON_SEND_FIN), "https://www.rfc-editor.org/rfc/rfc9293.html#section-3.10.4");
  g_assert_cmpstr (explain_reason_section_title (REASON_SEND_FIN), ==, "CLOSE call");

  /* RFC 6298 numbers rules, not sections. */
  assert_text (explain_reason_section (REASON_RETRANSMIT_TIMEOUT), "RFC 6298, rule (5.4)");
  assert_text (explain_reason_url (REASON_RETRANSMIT_TIMEOUT), "https://www.rfc-editor.org/rfc/rfc6298.html#section-5");
  assert_text (explain_reason_section (REASON_UPDATE_KARN_NO_SAMPLE), "RFC 6298, section 3");

  g_assert_null (explain_reason_section (REASON_LINK_CARRIES));
  g_assert_null (explain_reason_url (REASON_LINK_CARRIES));
  g_assert_null (explain_reason_section_title (REASON_LINK_CARRIES));
}

/* Every section that is cited has a title, and nothing else has. */
static void
test_section_titles (void)
{
  for (int reason = 0; reason < REASON_COUNT; reason++)
    {
      g_autofree char *section = explain_reason_section (reason);
      g_autofree char *url = explain_reason_url (reason);

      if (reason_rfc (reason) != 0 && explain_reason_section_title (reason) == NULL)
        g_error ("%s has no title in section-titles.def", section);
      g_assert_cmpint (reason_rfc (reason) != 0, ==, section != NULL);
      g_assert_cmpint (reason_rfc (reason) != 0, ==, url != NULL);
      g_assert_cmpint (reason_rfc (reason) != 0, ==, explain_reason_section_title (reason) != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/reason/complete", test_complete);
  g_test_add_func ("/explain/reason/distinct", test_distinct);
  g_test_add_func ("/explain/reason/names", test_names);
  g_test_add_func ("/explain/reason/sections", test_sections);
  g_test_add_func ("/explain/reason/section-titles", test_section_titles);
  return g_test_run ();
}
