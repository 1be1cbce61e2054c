#include "wire/tcp-options.h"

#include "wire/octets.h"

#include <assert.h>
#include <string.h>

enum kind
{
  KIND_END = 0,
  KIND_NOP = 1,
  KIND_MSS = 2,
  KIND_WINDOW_SCALE = 3,
  KIND_SACK_PERMITTED = 4,
  KIND_SACK = 5,
  KIND_TIMESTAMPS = 8,
  KIND_USER_TIMEOUT = 28,
  KIND_FAST_OPEN = 34,
};

/* Lengths with kind and length octet. */
enum length
{
  LENGTH_MSS = 4,
  LENGTH_WINDOW_SCALE = 3,
  LENGTH_SACK_PERMITTED = 2,
  LENGTH_SACK_BLOCK = 8,
  LENGTH_TIMESTAMPS = 10,
  LENGTH_USER_TIMEOUT = 4,
};

/* --- writing --- */

struct writer
{
  uint8_t *octets;
  size_t length; /* more than TCP_OPTIONS_MAX when it did not fit */
};

/* Starts an option after so many NOPs; returns where its value goes, NULL when it does not fit. */
static uint8_t *
start_option (struct writer *writer, size_t nops, enum kind kind, size_t length)
{
  size_t at = writer->length + nops;

  writer->length = at + length;
  if (writer->length > TCP_OPTIONS_MAX)
    return NULL;
  memset (writer->octets + at - nops, KIND_NOP, nops);
  writer->octets[at] = kind;
  writer->octets[at + 1] = (uint8_t) length;
  return writer->octets + at + 2;
}

static void
write_sack (struct writer *writer, const struct tcp_options *options)
{
  assert (options->sack_count <= TCP_SACK_BLOCKS_MAX);
  if (options->sack_count == 0)
    return;

  uint8_t *value = start_option (writer, 2, KIND_SACK, 2 + (size_t) options->sack_count * LENGTH_SACK_BLOCK);

  if (value == NULL)
    return;
  for (unsigned i = 0; i < options->sack_count; i++)
    {
      octets_put32 (value + LENGTH_SACK_BLOCK * i, options->sack[i].left);
      octets_put32 (value + LENGTH_SACK_BLOCK * i + 4, options->sack[i].right);
    }
}

static void
write_timestamps (struct writer *writer, const struct tcp_options *options, size_t nops)
{
  uint8_t *value = start_option (writer, nops, KIND_TIMESTAMPS, LENGTH_TIMESTAMPS);

  if (value == NULL)
    return;
  octets_put32 (value, options->ts_val);
  octets_put32 (value + 4, options->ts_ecr);
}

static void
write_fast_open (struct writer *writer, const struct tcp_options *options)
{
  assert (options->fast_open_length <= TCP_FAST_OPEN_COOKIE_MAX);

  uint8_t *value = start_option (writer, 0, KIND_FAST_OPEN, 2 + (size_t) options->fast_open_length);

  if (value != NULL)
    memcpy (value, options->fast_open_cookie, options->fast_open_length);
}

static void
write_window_scale (struct writer *writer, const struct tcp_options *options)
{
  if ((options->present & TCP_OPTION_WINDOW_SCALE) == 0)
    return;
  uint8_t *value = start_option (writer, 1, KIND_WINDOW_SCALE, LENGTH_WINDOW_SCALE);

  if (value != NULL)
    value[0] = options->window_scale;
}

bool
tcp_options_write (const struct tcp_options *options, uint8_t octets[static TCP_OPTIONS_MAX], size_t *length)
{
  struct writer writer = { octets, 0 };
  bool timestamps = (options->present & TCP_OPTION_TIMESTAMPS) != 0;
  bool sack_permitted = (options->present & TCP_OPTION_SACK_PERMITTED) != 0;
  uint8_t *value;

  if ((options->present & TCP_OPTION_MSS) && (value = start_option (&writer, 0, KIND_MSS, LENGTH_MSS)) != NULL)
    octets_put16 (value, options->mss);
  if (options->order == TCP_OPTIONS_SCALE_FIRST)
    write_window_scale (&writer, options);
  /* Together these two fill three words; alone each takes two NOPs to do so. */
  if (sack_permitted)
    start_option (&writer, timestamps ? 0 : 2, KIND_SACK_PERMITTED, LENGTH_SACK_PERMITTED);
  if (timestamps)
    write_timestamps (&writer, options, sack_permitted ? 0 : 2);
  if (options->order == TCP_OPTIONS_SACK_FIRST)
    write_window_scale (&writer, options);
  if (options->present & TCP_OPTION_SACK)
    write_sack (&writer, options);
  if ((options->present & TCP_OPTION_USER_TIMEOUT)
      && (value = start_option (&writer, 0, KIND_USER_TIMEOUT, LENGTH_USER_TIMEOUT)) != NULL)
    octets_put16 (value, options->user_timeout);
  if (options->present & TCP_OPTION_FAST_OPEN)
    write_fast_open (&writer, options);
  if (writer.length > TCP_OPTIONS_MAX)
    return false;

  /* MUST-69: what follows an End of Option List option is zero, and so is that option. */
  *length = (writer.length + 3) / 4 * 4;
  memset (octets + writer.length, KIND_END, *length - writer.length);
  return true;
}

/* --- reading --- */

static bool
read_sack (const uint8_t *value, size_t length, struct tcp_options *options)
{
  size_t count = length / LENGTH_SACK_BLOCK;

  if (count == 0 || count > TCP_SACK_BLOCKS_MAX || length % LENGTH_SACK_BLOCK != 0)
    return false;
  options->sack_count = (uint8_t) count;
  for (size_t i = 0; i < count; i++)
    {
      options->sack[i].left = octets_get32 (value + LENGTH_SACK_BLOCK * i);
      options->sack[i].right = octets_get32 (value + LENGTH_SACK_BLOCK * i + 4);
    }
  return true;
}

/* RFC 7413 §4.1.1: no cookie (a request for one), or an even number of octets from 4 to 16. */
static bool
read_fast_open (const uint8_t *value, size_t length, struct tcp_options *options)
{
  if (length > TCP_FAST_OPEN_COOKIE_MAX || length % 2 != 0 || length == 2)
    return false;
  options->fast_open_length = (uint8_t) length;
  memset (options->fast_open_cookie, 0, sizeof options->fast_open_cookie);
  memcpy (options->fast_open_cookie, value, length);
  return true;
}

/* Reads one option whose length is sound; returns its bit. */
static enum tcp_option_bit
read_option (const uint8_t *octets, size_t length, struct tcp_options *options)
{
  const uint8_t *value = octets + 2;

  switch (octets[0])
    {
    case KIND_MSS:
      if (length != LENGTH_MSS)
        break;
      options->mss = octets_get16 (value);
      return TCP_OPTION_MSS;
    case KIND_WINDOW_SCALE:
      if (length != LENGTH_WINDOW_SCALE)
        break;
      options->window_scale = value[0];
      return TCP_OPTION_WINDOW_SCALE;
    case KIND_SACK_PERMITTED:
      if (length != LENGTH_SACK_PERMITTED)
        break;
      return TCP_OPTION_SACK_PERMITTED;
    case KIND_SACK:
      if (!read_sack (value, length - 2, options))
        break;
      return TCP_OPTION_SACK;
    case KIND_TIMESTAMPS:
      if (length != LENGTH_TIMESTAMPS)
        break;
      options->ts_val = octets_get32 (value);
      options->ts_ecr = octets_get32 (value + 4);
      return TCP_OPTION_TIMESTAMPS;
    case KIND_USER_TIMEOUT:
      if (length != LENGTH_USER_TIMEOUT)
        break;
      options->user_timeout = octets_get16 (value);
      return TCP_OPTION_USER_TIMEOUT;
    case KIND_FAST_OPEN:
      if (!read_fast_open (value, length - 2, options))
        break;
      return TCP_OPTION_FAST_OPEN;
    }
  return TCP_OPTION_UNKNOWN;
}

struct wire_fault
tcp_options_read (const uint8_t *octets, size_t length, struct tcp_options *options)
{
  size_t at = 0;

  *options = (struct tcp_options){ 0 };
  while (at < length && octets[at] != KIND_END)
    {
      if (octets[at] == KIND_NOP)
        {
          at++;
          continue;
        }

      size_t claimed = at + 1 < length ? octets[at + 1] : 0;

      if (claimed < 2 || claimed > length - at)
        return (struct wire_fault){ WIRE_TCP_OPTION_LENGTH, octets[at], (uint32_t) claimed, at };
      options->present |= (uint8_t) read_option (octets + at, claimed, options);
      at += claimed;
    }
  return (struct wire_fault){ .kind = WIRE_OK };
}
