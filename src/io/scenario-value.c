#include "io/scenario-value.h"

#include "sim/clock.h"
#include "tcp/config.h"
#include "trace/event.h"

#include <glib/gi18n.h>
#include <string.h>

/* RFC 7323 §2.3 */
#define SHIFT_MAX 14

#define RATE_MAX G_GUINT64_CONSTANT (1000000000000)

struct unit
{
  const char *name;
  guint64 size;
};

enum decimal_fault
{
  DECIMAL_GOOD,
  DECIMAL_SYNTAX,
  DECIMAL_FINE, /* not a whole number of the smallest unit */
  DECIMAL_LARGE,
};

/* The digits of a fraction, in parts of a unit. Zeros may follow for ever. */
static enum decimal_fault
read_fraction (const char **text, guint64 unit, guint64 *value)
{
  guint64 divisor = 1;

  if (!g_ascii_isdigit (**text))
    return DECIMAL_SYNTAX;
  for (; g_ascii_isdigit (**text); (*text)++)
    {
      guint64 digit = (guint64) g_ascii_digit_value (**text) * unit;
      divisor = divisor < G_MAXUINT64 / 10 ? divisor * 10 : divisor;
      if (digit % divisor != 0)
        return DECIMAL_FINE;
      *value += digit / divisor;
    }
  return DECIMAL_GOOD;
}

static const struct unit *
find_unit (const char *text, const struct unit *units)
{
  const char *name = text + strspn (text, "0123456789.");

  while (*name == ' ')
    name++;
  for (; units->name != NULL; units++)
    if (strcmp (name, units->name) == 0)
      return units;
  return NULL;
}

/* A decimal number and a unit, as a whole number of the smallest unit. */
static enum decimal_fault
read_decimal (const char *text, const struct unit *units, guint64 max, guint64 *value)
{
  const struct unit *unit = find_unit (text, units);
  guint64 whole = 0, fraction = 0;

  if (strcmp (text, "0") == 0)
    {
      *value = 0;
      return DECIMAL_GOOD;
    }
  if (unit == NULL || !g_ascii_isdigit (*text))
    return DECIMAL_SYNTAX;

  for (; g_ascii_isdigit (*text); text++)
    {
      whole = whole * 10 + (guint64) g_ascii_digit_value (*text);
      if (whole > max / unit->size)
        return DECIMAL_LARGE;
    }
  if (*text == '.')
    {
      text++;
      enum decimal_fault fault = read_fraction (&text, unit->size, &fraction);
      if (fault != DECIMAL_GOOD)
        return fault;
    }
  if (*text != ' ' && *text != unit->name[0])
    return DECIMAL_SYNTAX;
  if (whole * unit->size + fraction > max)
    return DECIMAL_LARGE;
  *value = whole * unit->size + fraction;
  return DECIMAL_GOOD;
}

/* A number of the smallest unit as a decimal number of another one, without zeros at its end. */
static char *
decimal_text (guint64 value, const struct unit *unit)
{
  GString *text = g_string_new (NULL);
  guint64 rest = value % unit->size;

  g_string_append_printf (text, "%" G_GUINT64_FORMAT, value / unit->size);
  if (rest > 0)
    g_string_append_c (text, '.');
  for (guint64 digit = unit->size / 10; rest > 0; digit /= 10)
    {
      g_string_append_c (text, (char) ('0' + rest / digit));
      rest %= digit;
    }
  g_string_append_printf (text, " %s", unit->name);
  return g_string_free (text, FALSE);
}

char *
scenario_text_time (vtime time)
{
  static const struct unit whole[] = { { "h", SEC (3600) }, { "min", SEC (60) }, { NULL, 0 } };
  static const struct unit parts[] = { { "s", SEC (1) }, { "ms", MS (1) }, { "us", US (1) }, { "ns", 1 } };
  guint64 value = (guint64) time;
  size_t i = 0;

  if (value == 0)
    return g_strdup ("0");
  for (const struct unit *unit = whole; unit->name != NULL; unit++)
    if (value % unit->size == 0)
      return decimal_text (value, unit);
  while (value < parts[i].size)
    i++;
  return decimal_text (value, &parts[i]);
}

char *
scenario_value_time (const char *text, vtime min, vtime max, vtime *value)
{
  static const struct unit units[]
      = { { "ns", 1 },         { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 }, { "min", 60000000000 },
          { "h", SEC (3600) }, { NULL, 0 } };
  guint64 read = 0;

  switch (read_decimal (text, units, (guint64) SCENARIO_TIME_MAX, &read))
    {
    case DECIMAL_SYNTAX:
      return g_strdup_printf (
          _ ("“%s” is not a time; write a number and one of ns, us, ms, s, min, h, such as “50 ms”"), text);
    case DECIMAL_FINE:
      return g_strdup_printf (_ ("“%s” is not a whole number of nanoseconds"), text);
    case DECIMAL_LARGE:
      return g_strdup_printf (_ ("“%s” is too long; the longest time is 1000 h"), text);
    case DECIMAL_GOOD:
      break;
    }
  if ((vtime) read < min || (vtime) read > max)
    {
      g_autofree char *least = scenario_text_time (min);
      g_autofree char *most = scenario_text_time (max);
      return g_strdup_printf (_ ("“%s” is outside of what is allowed, %s to %s"), text, least, most);
    }
  *value = (vtime) read;
  return NULL;
}

char *
scenario_value_count (const char *text, guint64 min, guint64 max, guint64 *value)
{
  guint64 read = 0;

  /* It takes no sign and no spaces. */
  if (!g_ascii_string_to_unsigned (text, 10, min, max, &read, NULL))
    {
      g_autofree char *least = g_strdup_printf ("%" G_GUINT64_FORMAT, min);
      g_autofree char *most = g_strdup_printf ("%" G_GUINT64_FORMAT, max);
      return g_strdup_printf (_ ("“%s” is not a whole number from %s to %s"), text, least, most);
    }
  *value = read;
  return NULL;
}

char *
scenario_value_share (const char *text, guint32 *value)
{
  static const struct unit units[] = { { "%", 10000 }, { NULL, 0 } };
  guint64 read = 0;

  if (read_decimal (text, units, 1000000, &read) != DECIMAL_GOOD)
    return g_strdup_printf (
        _ ("“%s” is not a share; write a percentage from 0%% to 100%% with at most four decimals, such as “2%%”"),
        text);
  *value = (guint32) read;
  return NULL;
}

char *
scenario_value_rate (const char *text, guint64 *value)
{
  static const struct unit units[]
      = { { "bit/s", 1 }, { "kbit/s", 1000 }, { "Mbit/s", 1000000 }, { "Gbit/s", 1000000000 }, { NULL, 0 } };
  guint64 read = 0;

  if (read_decimal (text, units, RATE_MAX, &read) != DECIMAL_GOOD)
    return g_strdup_printf (_ ("“%s” is not a rate; write a number and one of bit/s, kbit/s, Mbit/s, Gbit/s, such as "
                               "“10 Mbit/s”, at most 1000 Gbit/s, or 0 for no limit"),
                            text);
  *value = read;
  return NULL;
}

char *
scenario_value_word (const char *text, const char *const *words, guint *value)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (text, words[i]) == 0)
      {
        *value = i;
        return NULL;
      }

  g_autofree char *list = g_strjoinv (", ", (char **) (gpointer) words);
  return g_strdup_printf (_ ("“%s” is none of %s"), text, list);
}

char *
scenario_value_shift (const char *text, guint8 *value)
{
  guint64 shift = TCP_SHIFT_FROM_BUFFER;
  g_autofree char *why = NULL;

  if (strcmp (text, "auto") != 0)
    why = scenario_value_count (text, 0, SHIFT_MAX, &shift);
  if (why != NULL)
    return g_strdup_printf (_ ("%s, nor “auto”"), why);
  *value = (guint8) shift;
  return NULL;
}

char *
scenario_value_skew (const char *text, gint32 *value)
{
  g_autofree char *number = g_strdup (text);
  gint64 read = 0;

  if (g_str_has_suffix (number, "ppm"))
    number[strlen (number) - strlen ("ppm")] = '\0';
  else if (strcmp (text, "0") != 0)
    *number = '\0';
  if (!g_ascii_string_to_signed (g_strchomp (number), 10, -CLOCK_SKEW_MAX, CLOCK_SKEW_MAX, &read, NULL))
    return g_strdup_printf (_ ("“%s” is not a skew; write a whole number of parts per million, such as “200 ppm” or "
                               "“-200 ppm”, at most %d"),
                            text, CLOCK_SKEW_MAX);
  *value = (gint32) read;
  return NULL;
}

char *
scenario_value_switch (const char *text, bool *value)
{
  static const char *const words[] = { "false", "true", NULL };
  guint word = 0;
  char *why = scenario_value_word (text, words, &word);

  if (why == NULL)
    *value = word == 1;
  return why;
}

char *
scenario_value_host (const char *text, guint8 *value)
{
  static const char *const words[] = { "A", "B", NULL };
  guint word = 0;
  char *why = scenario_value_word (text, words, &word);

  if (why == NULL)
    *value = word == 0 ? HOST_A : HOST_B;
  return why;
}

char *
scenario_value_address (const char *text, struct ip_address *value)
{
  struct ip_address address;

  if (!ip_address_parse (text, &address) || ip_address_is_invalid_peer (&address))
    return g_strdup_printf (_ ("“%s” is not an IP address that a host can have, such as “10.0.0.1” or “2001:db8::1”"),
                            text);
  *value = address;
  return NULL;
}

char *
scenario_value_mac (const char *text, struct mac_address *value)
{
  struct mac_address mac = { { 0 } };
  bool good = strlen (text) == 17, zero = true;

  for (unsigned i = 0; good && i < 6; i++)
    {
      const char *pair = text + 3 * i;
      good = g_ascii_isxdigit (pair[0]) && g_ascii_isxdigit (pair[1]) && pair[2] == (i < 5 ? ':' : '\0');
      if (good)
        mac.octets[i] = (uint8_t) (g_ascii_xdigit_value (pair[0]) * 16 + g_ascii_xdigit_value (pair[1]));
      zero = zero && mac.octets[i] == 0;
    }
  /* The lowest bit of the first octet marks a group (IEEE 802). */
  if (!good || zero || (mac.octets[0] & 1) != 0)
    return g_strdup_printf (_ ("“%s” is not the Ethernet address of a host, such as “02:00:00:00:00:0a”"), text);
  *value = mac;
  return NULL;
}

/* --- numbers to text --- */

char *
scenario_text_share (guint32 share)
{
  static const struct unit percent = { "%", 10000 };
  char *text = decimal_text (share, &percent);
  size_t length = strlen (text);

  /* "2 %" is written "2%". */
  memmove (text + length - 2, text + length - 1, 2);
  return text;
}

char *
scenario_text_rate (guint64 rate)
{
  static const struct unit units[]
      = { { "Gbit/s", 1000000000 }, { "Mbit/s", 1000000 }, { "kbit/s", 1000 }, { "bit/s", 1 } };
  size_t i = 0;

  if (rate == 0)
    return g_strdup ("0");
  while (rate % units[i].size != 0)
    i++;
  return decimal_text (rate, &units[i]);
}

char *
scenario_text_shift (guint8 shift)
{
  return shift == TCP_SHIFT_FROM_BUFFER ? g_strdup ("auto") : g_strdup_printf ("%u", shift);
}

char *
scenario_text_skew (gint32 skew)
{
  return g_strdup_printf ("%d ppm", skew);
}

char *
scenario_text_address (const struct ip_address *address)
{
  char buffer[IP_ADDRESS_TEXT_SIZE];

  return g_strdup (ip_address_format (address, buffer));
}

char *
scenario_text_mac (const struct mac_address *mac)
{
  const uint8_t *octets = mac->octets;

  return g_strdup_printf ("%02x:%02x:%02x:%02x:%02x:%02x", octets[0], octets[1], octets[2], octets[3], octets[4],
                          octets[5]);
}
