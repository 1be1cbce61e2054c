#include "explain/format.h"

#include <glib/gi18n.h>
#include <stdbool.h>

/* U+202F: narrow, and no line breaks there. */
#define DIGIT_SPACE "\xe2\x80\xaf"
#define MINUS "\xe2\x88\x92"

char *
explain_format_count (uint64_t count)
{
  char digits[24];
  int length = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, count);
  GString *text = g_string_new (NULL);

  for (int i = 0; i < length; i++)
    {
      if (length > 4 && i > 0 && (length - i) % 3 == 0)
        g_string_append (text, DIGIT_SPACE);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
explain_format_octets (uint64_t octets)
{
  g_autofree char *count = explain_format_count (octets);

  return g_strdup_printf (ngettext ("%s octet", "%s octets", (gulong) octets), count);
}

/* "12.034 unit" from thousandths, with the zeros at the end of the fraction left out unless `fixed`. */
static char *
format_thousandths (bool negative, uint64_t thousandths, bool fixed, const char *unit)
{
  g_autofree char *whole = explain_format_count (thousandths / 1000);
  unsigned fraction = (unsigned) (thousandths % 1000);
  char digits[8] = "";
  int length;

  if (fraction != 0 || fixed)
    {
      length = g_snprintf (digits, sizeof digits, ".%03u", fraction);
      while (!fixed && digits[length - 1] == '0')
        digits[--length] = '\0';
    }
  return g_strdup_printf ("%s%s%s %s", negative ? MINUS : "", whole, digits, unit);
}

char *
explain_format_instant (vtime at)
{
  bool negative = at < 0;
  uint64_t nanoseconds = negative ? -(uint64_t) at : (uint64_t) at;
  uint64_t us = (nanoseconds + 500) / 1000;

  negative = negative && us != 0;
  if (us < G_USEC_PER_SEC)
    return format_thousandths (negative, us, false, "ms");
  if (us % 1000 == 0)
    return format_thousandths (negative, us / 1000, true, "s");

  g_autofree char *whole = explain_format_count (us / G_USEC_PER_SEC);
  return g_strdup_printf ("%s%s.%06u s", negative ? MINUS : "", whole, (unsigned) (us % G_USEC_PER_SEC));
}

char *
explain_format_duration (int64_t nanoseconds)
{
  bool negative = nanoseconds < 0;
  uint64_t ns = negative ? -(uint64_t) nanoseconds : (uint64_t) nanoseconds;

  if (ns == 0)
    return g_strdup ("0 ms");
  if (ns < 1000)
    return g_strdup_printf ("%s%u ns", negative ? MINUS : "", (unsigned) ns);
  if (ns < 1000 * 1000)
    return format_thousandths (negative, ns, false, "µs");
  if ((ns + 500) / 1000 < G_USEC_PER_SEC)
    return format_thousandths (negative, (ns + 500) / 1000, false, "ms");
  return format_thousandths (negative, (ns + 500000) / 1000000, false, "s");
}
