#include "explain/format.h"

#include <glib.h>

#define NARROW "\xe2\x80\xaf"

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_instants (void)
{
  assert_text (explain_format_instant (0), "0 ms");
  assert_text (explain_format_instant (MS (50)), "50 ms");
  assert_text (explain_format_instant (US (50250)), "50.25 ms");
  assert_text (explain_format_instant (US (999999)), "999.999 ms");
  assert_text (explain_format_instant (NS (999999600)), "1.000 s");
  assert_text (explain_format_instant (MS (1300)), "1.300 s");
  assert_text (explain_format_instant (US (1300007)), "1.300007 s");
  assert_text (explain_format_instant (SEC (240)), "240.000 s");
  assert_text (explain_format_instant (SEC (12345)), "12" NARROW "345.000 s");
  assert_text (explain_format_instant (-MS (3)), "−3 ms");
  assert_text (explain_format_instant (-NS (3)), "0 ms");
}

static void
test_durations (void)
{
  assert_text (explain_format_duration (0), "0 ms");
  assert_text (explain_format_duration (NS (12)), "12 ns");
  assert_text (explain_format_duration (NS (1500)), "1.5 µs");
  assert_text (explain_format_duration (US (120)), "120 µs");
  assert_text (explain_format_duration (MS (50)), "50 ms");
  assert_text (explain_format_duration (US (37500)), "37.5 ms");
  assert_text (explain_format_duration (SEC (1)), "1 s");
  assert_text (explain_format_duration (MS (1500)), "1.5 s");
  assert_text (explain_format_duration (MS (239950)), "239.95 s");
  assert_text (explain_format_duration (SEC (240)), "240 s");
  assert_text (explain_format_duration (NS (999999999)), "1 s");
}

static void
test_counts (void)
{
  assert_text (explain_format_count (0), "0");
  assert_text (explain_format_count (1000), "1000");
  assert_text (explain_format_count (65535), "65" NARROW "535");
  assert_text (explain_format_count (1204377), "1" NARROW "204" NARROW "377");
  assert_text (explain_format_count (UINT64_MAX),
               "18" NARROW "446" NARROW "744" NARROW "073" NARROW "709" NARROW "551" NARROW "615");
  assert_text (explain_format_octets (0), "0 octets");
  assert_text (explain_format_octets (1), "1 octet");
  assert_text (explain_format_octets (300), "300 octets");
  assert_text (explain_format_octets (8388480), "8" NARROW "388" NARROW "480 octets");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/format/instants", test_instants);
  g_test_add_func ("/explain/format/durations", test_durations);
  g_test_add_func ("/explain/format/counts", test_counts);
  return g_test_run ();
}
