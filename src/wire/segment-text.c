#include "wire/segment-text.h"

#include "wire/option-text.h"
#include "wire/segment-names.h"
#include "wire/text-scan.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

/* --- writing --- */

struct writer
{
  char *buffer;
  size_t length;
};

__attribute__ ((format (printf, 2, 3))) static void
put (struct writer *writer, const char *format, ...)
{
  size_t room = SEGMENT_TEXT_SIZE - writer->length;
  va_list arguments;

  va_start (arguments, format);
  int length = vsnprintf (writer->buffer + writer->length, room, format, arguments);
  va_end (arguments);
  assert (length >= 0 && (size_t) length < room); /* SEGMENT_TEXT_SIZE holds every option at its longest */
  writer->length += (size_t) length;
}

static void
put_flags (struct writer *writer, uint8_t flags)
{
  if (flags == 0)
    put (writer, "none");
  for (size_t i = 0; i < FLAG_COUNT; i++)
    if (flags & flag_letters[i].flag)
      put (writer, "%c", flag_letters[i].letter);
}

static void
put_sack (struct writer *writer, const struct tcp_options *options, uint32_t base)
{
  put (writer, "sack");
  for (unsigned i = 0; i < options->sack_count && i < TCP_SACK_BLOCKS_MAX; i++)
    put (writer, " %u:%u", options->sack[i].left - base, options->sack[i].right - base);
  put (writer, ",");
}

static void
put_fast_open (struct writer *writer, const struct tcp_options *options)
{
  put (writer, "FO%s", options->fast_open_length > 0 ? " " : "");
  for (unsigned i = 0; i < options->fast_open_length && i < TCP_FAST_OPEN_COOKIE_MAX; i++)
    put (writer, "%02x", options->fast_open_cookie[i]);
  put (writer, ",");
}

/* In the order of the octets. */
static void
put_options (struct writer *writer, const struct tcp_options *options, uint32_t ack_base)
{
  if (options->present == 0)
    return;
  put (writer, " <");
  if (options->present & TCP_OPTION_MSS)
    put (writer, "mss %u,", options->mss);
  if (options->present & TCP_OPTION_SACK_PERMITTED)
    put (writer, "sackOK,");
  if (options->present & TCP_OPTION_TIMESTAMPS)
    put (writer, "TS val %u ecr %u,", options->ts_val, options->ts_ecr);
  if (options->present & TCP_OPTION_WINDOW_SCALE)
    put (writer, "wscale %u,", options->window_scale);
  if (options->present & TCP_OPTION_SACK)
    put_sack (writer, options, ack_base);
  if (options->present & TCP_OPTION_USER_TIMEOUT)
    put (writer, "uto %u,", options->user_timeout);
  if (options->present & TCP_OPTION_FAST_OPEN)
    put_fast_open (writer, options);
  if (options->present & TCP_OPTION_UNKNOWN)
    put (writer, "unknown,");
  writer->buffer[writer->length - 1] = '>'; /* in place of the last comma */
}

char *
segment_format (const struct segment *segment, uint32_t seq_base, uint32_t ack_base,
                char buffer[static SEGMENT_TEXT_SIZE])
{
  struct writer writer = { buffer, 0 };
  uint32_t seq = segment->seq - seq_base;

  if (segment->ecn & 3)
    put (&writer, "%s ", ecn_names[segment->ecn & 3]);
  put_flags (&writer, segment->flags);
  put (&writer, " %u:%u(%u)", seq, seq + segment->length, segment->length);
  if (segment->flags & TCP_ACK)
    put (&writer, " ack %u", segment->ack - ack_base);
  put (&writer, " win %u", segment->wnd);
  if ((segment->flags & TCP_URG) || segment->up != 0)
    put (&writer, " urg %u", segment->up);
  put_options (&writer, &segment->options, ack_base);
  return buffer;
}

/* --- reading --- */

static const char *
parse_ecn (const char **next, struct segment *segment)
{
  if (**next != '[')
    return NULL;
  for (unsigned i = 1; i < 4; i++)
    if (strncmp (*next, ecn_names[i], strlen (ecn_names[i])) == 0)
      {
        *next += strlen (ecn_names[i]);
        skip_spaces (next);
        segment->ecn = (uint8_t) i;
        return NULL;
      }
  return "ECN field is not [ect0], [ect1] or [ce]";
}

static const char *
parse_flags (const char **next, struct segment *segment)
{
  if (take_word (next, "none"))
    return NULL;
  for (; **next != ' ' && **next != '\t' && **next != '\0'; ++*next)
    {
      size_t i = 0;

      while (i < FLAG_COUNT && flag_letters[i].letter != **next)
        i++;
      if (i == FLAG_COUNT)
        return "flag is not one of S F R P U E W .";
      if (segment->flags & flag_letters[i].flag)
        return "flag is there twice";
      segment->flags |= flag_letters[i].flag;
    }
  if (segment->flags == 0)
    return "flags are missing";
  skip_spaces (next);
  return NULL;
}

/* SEQ:END(LENGTH) */
static const char *
parse_numbers (const char **next, uint32_t seq_base, struct segment *segment)
{
  uint32_t seq;
  uint32_t end;

  if (!take_number (next, UINT32_MAX, &seq))
    return "sequence number is missing or above 4294967295";
  if (!take_char (next, ':') || !take_number (next, UINT32_MAX, &end))
    return "':' and the number after the text must follow the sequence number";
  if (!take_char (next, '(') || !take_number (next, UINT32_MAX, &segment->length) || !take_char (next, ')'))
    return "the length in parentheses must follow the two numbers";
  if (end != seq + segment->length)
    return "second number is not the first plus the length";
  segment->seq = seq + seq_base;
  skip_spaces (next);
  return NULL;
}

/* [ack N] [win N] [urg N] */
static const char *
parse_fields (const char **next, uint32_t ack_base, struct segment *segment)
{
  bool has_ack = take_word (next, "ack");

  if (has_ack && !take_number (next, UINT32_MAX, &segment->ack))
    return "ack needs a number up to 4294967295";
  if (has_ack != ((segment->flags & TCP_ACK) != 0))
    return has_ack ? "ack without a dot among the flags" : "a dot among the flags without ack";
  if (has_ack)
    segment->ack += ack_base;
  skip_spaces (next);
  if (take_word (next, "win") && !take_number16 (next, &segment->wnd))
    return "win needs a number up to 65535";
  skip_spaces (next);
  if (take_word (next, "urg") && !take_number16 (next, &segment->up))
    return "urg needs a number up to 65535";
  skip_spaces (next);
  return NULL;
}

const char *
segment_parse (const char *text, uint32_t seq_base, uint32_t ack_base, struct segment *segment)
{
  const char *next = text;
  const char *error;

  *segment = (struct segment){ 0 };
  skip_spaces (&next);
  if ((error = parse_ecn (&next, segment)) != NULL || (error = parse_flags (&next, segment)) != NULL
      || (error = parse_numbers (&next, seq_base, segment)) != NULL
      || (error = parse_fields (&next, ack_base, segment)) != NULL
      || (error = option_text_parse (&next, ack_base, &segment->options)) != NULL)
    return error;
  return *next == '\0' ? NULL : "only ack, win, urg and <options> may follow, in this order";
}
