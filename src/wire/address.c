#include "wire/address.h"

#include <stdio.h>
#include <string.h>

struct ip_address
ip_address_v4 (uint8_t a, uint8_t b, uint8_t c, uint8_t d)
{
  return (struct ip_address){ .family = IP_V4, .octets = { a, b, c, d } };
}

bool
ip_address_equal (const struct ip_address *a, const struct ip_address *b)
{
  return a->family == b->family && memcmp (a->octets, b->octets, sizeof a->octets) == 0;
}

bool
endpoint_equal (const struct endpoint *a, const struct endpoint *b)
{
  return a->port == b->port && ip_address_equal (&a->address, &b->address);
}

bool
ip_address_is_invalid_peer (const struct ip_address *address)
{
  static const uint8_t zero[16];
  static const uint8_t broadcast[4] = { 255, 255, 255, 255 };

  if (memcmp (address->octets, zero, sizeof zero) == 0)
    return true;
  switch (address->family)
    {
    case IP_V4: /* multicast is 224.0.0.0/4 */
      return (address->octets[0] & 0xf0) == 0xe0 || memcmp (address->octets, broadcast, sizeof broadcast) == 0;
    case IP_V6: /* multicast is ff00::/8 */
      return address->octets[0] == 0xff;
    default:
      return true;
    }
}

/* --- text of an address --- */

static unsigned
group_at (const uint8_t octets[16], int index)
{
  return (unsigned) octets[2 * index] << 8 | octets[2 * index + 1];
}

/* The first of the longest runs of zero groups; false when no run has two or more (RFC 5952 §4.2). */
static bool
longest_zero_run (const uint8_t octets[16], int *start, int *length)
{
  *length = 1;
  for (int i = 0; i < 8; i++)
    {
      int end = i;

      while (end < 8 && group_at (octets, end) == 0)
        end++;
      if (end - i > *length)
        {
          *start = i;
          *length = end - i;
        }
      if (end > i)
        i = end;
    }
  return *length > 1;
}

static bool
is_v4_mapped (const uint8_t octets[16])
{
  static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

  return memcmp (octets, prefix, sizeof prefix) == 0;
}

static void
format_v6 (const uint8_t octets[16], char buffer[static IP_ADDRESS_TEXT_SIZE])
{
  int run_start = -1;
  int run_length;
  char *end = buffer + IP_ADDRESS_TEXT_SIZE;
  char *next = buffer;

  if (is_v4_mapped (octets)) /* RFC 5952 §5 */
    {
      snprintf (buffer, IP_ADDRESS_TEXT_SIZE, "::ffff:%u.%u.%u.%u", octets[12], octets[13], octets[14], octets[15]);
      return;
    }
  if (!longest_zero_run (octets, &run_start, &run_length))
    run_start = -1;
  for (int i = 0; i < 8; i++)
    {
      if (i == run_start)
        {
          next += snprintf (next, (size_t) (end - next), "::");
          i += run_length - 1;
          continue;
        }
      bool first = i == 0 || (run_start >= 0 && i == run_start + run_length);

      next += snprintf (next, (size_t) (end - next), first ? "%x" : ":%x", group_at (octets, i));
    }
}

char *
ip_address_format (const struct ip_address *address, char buffer[static IP_ADDRESS_TEXT_SIZE])
{
  const uint8_t *octets = address->octets;

  switch (address->family)
    {
    case IP_V4:
      snprintf (buffer, IP_ADDRESS_TEXT_SIZE, "%u.%u.%u.%u", octets[0], octets[1], octets[2], octets[3]);
      break;
    case IP_V6:
      format_v6 (octets, buffer);
      break;
    default:
      memcpy (buffer, "*", 2);
    }
  return buffer;
}

char *
endpoint_format (const struct endpoint *endpoint, char buffer[static ENDPOINT_TEXT_SIZE])
{
  char address[IP_ADDRESS_TEXT_SIZE];
  bool brackets = endpoint->address.family == IP_V6;

  ip_address_format (&endpoint->address, address);
  snprintf (buffer, ENDPOINT_TEXT_SIZE, brackets ? "[%s]:%u" : "%s:%u", address, endpoint->port);
  return buffer;
}

/* --- an address from text --- */

/* Reads a decimal number without leading zeros; returns what follows it, or NULL. */
static const char *
parse_decimal (const char *text, unsigned max, unsigned *value)
{
  const char *next = text;

  *value = 0;
  for (; *next >= '0' && *next <= '9'; next++)
    {
      *value = *value * 10 + (unsigned) (*next - '0');
      if (*value > max)
        return NULL;
    }
  if (next == text || (*text == '0' && next - text > 1))
    return NULL;
  return next;
}

/* Reads the whole text as a.b.c.d. */
static bool
parse_v4 (const char *text, uint8_t octets[4])
{
  for (int i = 0; i < 4; i++)
    {
      unsigned value;

      text = parse_decimal (text, 255, &value);
      if (text == NULL || *text != (i < 3 ? '.' : '\0'))
        return false;
      octets[i] = (uint8_t) value;
      text++;
    }
  return true;
}

static int
hex_digit (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

/* Reads one to four hexadecimal digits; returns what follows them, or NULL. */
static const char *
parse_group (const char *text, uint8_t octets[2])
{
  const char *next = text;
  unsigned value = 0;

  for (; next - text < 4 && hex_digit (*next) >= 0; next++)
    value = value << 4 | (unsigned) hex_digit (*next);
  if (next == text)
    return NULL;
  octets[0] = (uint8_t) (value >> 8);
  octets[1] = (uint8_t) value;
  return next;
}

/* Moves what was read after a "::" to the end and zeros the gap. */
static bool
spread (uint8_t octets[16], int length, int gap)
{
  if (gap < 0)
    return length == 16;
  if (length > 14)
    return false; /* "::" stands for one group at least */
  memmove (octets + 16 - (length - gap), octets + gap, (size_t) (length - gap));
  memset (octets + gap, 0, (size_t) (16 - length));
  return true;
}

static bool
parse_v6 (const char *text, uint8_t octets[16])
{
  int length = 0; /* octets read */
  int gap = -1;   /* where "::" was */

  if (text[0] == ':' && text[1] == ':')
    {
      gap = 0;
      text += 2;
    }
  while (*text != '\0')
    {
      if (length <= 12 && parse_v4 (text, octets + length))
        return spread (octets, length + 4, gap);
      if (length == 16 || (text = parse_group (text, octets + length)) == NULL)
        return false;
      length += 2;
      if (*text == '\0')
        break;
      if (*text++ != ':' || *text == '\0')
        return false;
      if (*text == ':')
        {
          if (gap >= 0)
            return false;
          gap = length;
          text++;
        }
    }
  return spread (octets, length, gap);
}

bool
ip_address_parse (const char *text, struct ip_address *address)
{
  *address = (struct ip_address){ .family = IP_V4 };
  if (parse_v4 (text, address->octets))
    return true;
  *address = (struct ip_address){ .family = IP_V6 };
  if (parse_v6 (text, address->octets))
    return true;
  *address = (struct ip_address){ .family = IP_NONE };
  return false;
}

bool
endpoint_parse (const char *text, struct endpoint *endpoint)
{
  bool brackets = text[0] == '[';
  const char *host = brackets ? text + 1 : text;
  size_t length = strcspn (host, brackets ? "]" : ":");
  const char *next = host + length;
  char address[IP_ADDRESS_TEXT_SIZE];
  unsigned port;

  *endpoint = (struct endpoint){ 0 };
  if (length >= sizeof address || (brackets && *next++ != ']') || *next++ != ':')
    return false;
  memcpy (address, host, length);
  address[length] = '\0';
  next = parse_decimal (next, UINT16_MAX, &port);
  if (next == NULL || *next != '\0' || !ip_address_parse (address, &endpoint->address)
      || brackets != (endpoint->address.family == IP_V6))
    {
      *endpoint = (struct endpoint){ 0 };
      return false;
    }
  endpoint->port = (uint16_t) port;
  return true;
}
