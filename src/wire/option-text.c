#include "wire/option-text.h"

#include "wire/text-scan.h"

/* Each function from here on takes what follows the name of an option. */

static const char *
parse_mss (const char **next, struct tcp_options *options)
{
  return take_number16 (next, &options->mss) ? NULL : "mss needs a number up to 65535";
}

static const char *
parse_window_scale (const char **next, struct tcp_options *options)
{
  uint32_t shift;

  if (!take_number (next, UINT8_MAX, &shift))
    return "wscale needs a number up to 255";
  options->window_scale = (uint8_t) shift;
  return NULL;
}

static const char *
parse_sack (const char **next, struct tcp_options *options)
{
  uint32_t left;
  uint32_t right;

  do
    {
      if (!take_number (next, UINT32_MAX, &left) || !take_char (next, ':') || !take_number (next, UINT32_MAX, &right))
        return "sack needs blocks such as 1:1001";
      if (options->sack_count == TCP_SACK_BLOCKS_MAX)
        return "sack has more than 4 blocks";
      options->sack[options->sack_count++] = (struct tcp_sack_block){ left, right };
      skip_spaces (next);
    }
  while (**next >= '0' && **next <= '9');
  return NULL;
}

static const char *
parse_timestamps (const char **next, struct tcp_options *options)
{
  if (!take_word (next, "val") || !take_number (next, UINT32_MAX, &options->ts_val))
    return "TS needs val and a number";
  skip_spaces (next);
  if (!take_word (next, "ecr") || !take_number (next, UINT32_MAX, &options->ts_ecr))
    return "TS needs ecr and a number after val";
  return NULL;
}

static const char *
parse_user_timeout (const char **next, struct tcp_options *options)
{
  return take_number16 (next, &options->user_timeout) ? NULL : "uto needs a number up to 65535";
}

/* The value of two hexadecimal digits, or -1. */
static int
hex_octet (const char *text)
{
  static const char digits[] = "0123456789abcdef0123456789ABCDEF";
  int value = 0;

  for (int i = 0; i < 2; i++)
    {
      const char *digit = text[i] != '\0' ? strchr (digits, text[i]) : NULL;

      if (digit == NULL)
        return -1;
      value = value << 4 | ((digit - digits) & 15);
    }
  return value;
}

static const char *
parse_fast_open (const char **next, struct tcp_options *options)
{
  for (; is_word_char (**next); *next += 2)
    {
      int octet = hex_octet (*next);

      if (octet < 0)
        return "FO needs pairs of hexadecimal digits";
      if (options->fast_open_length == TCP_FAST_OPEN_COOKIE_MAX)
        return "FO cookie is longer than 16 octets";
      options->fast_open_cookie[options->fast_open_length++] = (uint8_t) octet;
    }
  return NULL;
}

static const struct
{
  const char *name;
  uint8_t bit; /* 0 for padding */
  const char *(*parse) (const char **next, struct tcp_options *options);
} option_names[] = {
  { "mss", TCP_OPTION_MSS, parse_mss },
  { "wscale", TCP_OPTION_WINDOW_SCALE, parse_window_scale },
  { "sackOK", TCP_OPTION_SACK_PERMITTED, NULL },
  { "sack", TCP_OPTION_SACK, parse_sack },
  { "TS", TCP_OPTION_TIMESTAMPS, parse_timestamps },
  { "uto", TCP_OPTION_USER_TIMEOUT, parse_user_timeout },
  { "FO", TCP_OPTION_FAST_OPEN, parse_fast_open },
  { "unknown", TCP_OPTION_UNKNOWN, NULL },
  { "nop", 0, NULL },
  { "eol", 0, NULL },
};

#define OPTION_COUNT (sizeof option_names / sizeof option_names[0])

static const char *
parse_option (const char **next, struct tcp_options *options)
{
  size_t i = 0;

  skip_spaces (next);
  while (i < OPTION_COUNT && !take_word (next, option_names[i].name))
    i++;
  if (i == OPTION_COUNT)
    return "option is not one of mss wscale sackOK sack TS uto FO unknown nop eol";
  if (options->present & option_names[i].bit)
    return "option is there twice";
  options->present |= option_names[i].bit;

  const char *error = option_names[i].parse != NULL ? option_names[i].parse (next, options) : NULL;

  skip_spaces (next);
  return error;
}

const char *
option_text_parse (const char **next, uint32_t ack_base, struct tcp_options *options)
{
  if (!take_char (next, '<'))
    return NULL;
  do
    {
      const char *error = parse_option (next, options);

      if (error != NULL)
        return error;
    }
  while (take_char (next, ','));
  if (!take_char (next, '>'))
    return "',' or '>' must follow an option";
  for (unsigned i = 0; i < options->sack_count; i++)
    {
      options->sack[i].left += ack_base;
      options->sack[i].right += ack_base;
    }
  skip_spaces (next);
  return NULL;
}
