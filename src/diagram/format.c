#include "diagram/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Writes a number of thousandths with a point, without trailing zeros beyond `keep` digits. */
static void
format_thousandths (char buffer[static FORMAT_SIZE], int64_t thousandths, int keep, const char *unit)
{
  int64_t whole = thousandths / 1000;
  int fraction = (int) (thousandths % 1000);
  char digits[8];
  int length = 3;

  snprintf (digits, sizeof digits, "%03d", fraction);
  while (length > keep && digits[length - 1] == '0')
    length--;
  digits[length] = '\0';
  snprintf (buffer, FORMAT_SIZE, "%" PRId64 "%s%s %s", whole, length > 0 ? "." : "", digits, unit);
}

/* Below a second: whole milliseconds, or as many digits as make a short span readable. */
static void
format_milliseconds (char buffer[static FORMAT_SIZE], vtime time)
{
  int64_t us = (time + 500) / 1000;

  if (us >= 100000)
    us = (us + 500) / 1000 * 1000;
  else if (us >= 10000)
    us = (us + 50) / 100 * 100;
  else if (us >= 1000)
    us = (us + 5) / 10 * 10;
  format_thousandths (buffer, us, 0, "ms");
}

char *
format_clock (char buffer[static FORMAT_SIZE], vtime time)
{
  if (time < 0)
    time = 0;
  if (time < SEC (1) - US (500))
    format_milliseconds (buffer, time);
  else
    format_thousandths (buffer, (time + 500000) / 1000000, 3, "s");
  return buffer;
}

char *
format_clock_fine (char buffer[static FORMAT_SIZE], vtime time)
{
  if (time < 0)
    time = 0;
  int64_t us = (time + 500) / 1000;
  if (us < 1000000)
    format_thousandths (buffer, us, 3, "ms");
  else
    snprintf (buffer, FORMAT_SIZE, "%" PRId64 ".%06d s", us / 1000000, (int) (us % 1000000));
  return buffer;
}

char *
format_span (char buffer[static FORMAT_SIZE], vtime span)
{
  if (span < 0)
    span = 0;
  if (span < SEC (1) - US (500))
    format_milliseconds (buffer, span);
  else
    format_thousandths (buffer, (span + 5000000) / 10000000 * 10, 0, "s");
  return buffer;
}

char *
format_word (char *buffer, size_t size, const char *text, const char *value)
{
  const char *open = strchr (text, '{');
  const char *close = open != NULL ? strchr (open, '}') : NULL;

  if (close == NULL)
    snprintf (buffer, size, "%s", text);
  else
    snprintf (buffer, size, "%.*s%s%s", (int) (open - text), text, value, close + 1);
  return buffer;
}
