/* Random segments for the tests of wire, and how two segments are compared. */
#pragma once

#include "base/rng.h"
#include "wire/segment.h"

#include <glib.h>
#include <string.h>

static inline struct ip_address
random_address (struct rng *rng, enum ip_family family)
{
  struct ip_address address = { .family = (guint8) family };

  for (int i = 0; i < (family == IP_V6 ? 16 : 4); i++)
    address.octets[i] = rng_below (rng, 3) == 0 ? 0 : (guint8) rng_u32 (rng);
  return address;
}

static inline struct tcp_options
random_options (struct rng *rng)
{
  struct tcp_options options = { .present = rng_below (rng, 4) == 0 ? 0 : rng_u32 (rng) & 0x7f };

  if (options.present & TCP_OPTION_MSS)
    options.mss = (guint16) rng_u32 (rng);
  if (options.present & TCP_OPTION_WINDOW_SCALE)
    options.window_scale = (guint8) rng_u32 (rng);
  if (options.present & TCP_OPTION_SACK)
    options.sack_count = (guint8) (1 + rng_below (rng, TCP_SACK_BLOCKS_MAX));
  for (guint i = 0; i < options.sack_count; i++)
    options.sack[i] = (struct tcp_sack_block){ rng_u32 (rng), rng_u32 (rng) };
  if (options.present & TCP_OPTION_TIMESTAMPS)
    {
      options.ts_val = rng_u32 (rng);
      options.ts_ecr = rng_u32 (rng);
    }
  if (options.present & TCP_OPTION_USER_TIMEOUT)
    options.user_timeout = (guint16) rng_u32 (rng);
  if (options.present & TCP_OPTION_FAST_OPEN)
    options.fast_open_length = rng_below (rng, 3) == 0 ? 0 : (guint8) (4 + 2 * rng_below (rng, 7));
  for (guint i = 0; i < options.fast_open_length; i++)
    options.fast_open_cookie[i] = (guint8) rng_u32 (rng);
  return options;
}

/* Everything but text and length. The options may need more than 40 octets. */
static inline struct segment
random_segment (struct rng *rng)
{
  enum ip_family family = rng_below (rng, 2) == 0 ? IP_V4 : IP_V6;
  struct segment segment = {
    .source = { random_address (rng, family), (guint16) rng_u32 (rng) },
    .destination = { random_address (rng, family), (guint16) rng_u32 (rng) },
    .seq = rng_u32 (rng),
    .ack = rng_u32 (rng),
    .wnd = (guint16) rng_u32 (rng),
    .up = rng_below (rng, 2) == 0 ? 0 : (guint16) rng_u32 (rng),
    .flags = (guint8) rng_u32 (rng),
    .ecn = rng_u32 (rng) & 3,
    .options = random_options (rng),
  };

  return segment;
}

static inline void
assert_options_equal (const struct tcp_options *a, const struct tcp_options *b)
{
  g_assert_cmphex (a->present, ==, b->present);
  g_assert_cmpuint (a->window_scale, ==, b->window_scale);
  g_assert_cmpuint (a->mss, ==, b->mss);
  g_assert_cmpuint (a->user_timeout, ==, b->user_timeout);
  g_assert_cmpuint (a->ts_val, ==, b->ts_val);
  g_assert_cmpuint (a->ts_ecr, ==, b->ts_ecr);
  g_assert_cmpuint (a->sack_count, ==, b->sack_count);
  for (guint i = 0; i < a->sack_count; i++)
    {
      g_assert_cmpuint (a->sack[i].left, ==, b->sack[i].left);
      g_assert_cmpuint (a->sack[i].right, ==, b->sack[i].right);
    }
  g_assert_cmpmem (a->fast_open_cookie, a->fast_open_length, b->fast_open_cookie, b->fast_open_length);
}

/* Everything that stands in the TCP header, and the length of the text. */
static inline void
assert_headers_equal (const struct segment *a, const struct segment *b)
{
  g_assert_cmpuint (a->source.port, ==, b->source.port);
  g_assert_cmpuint (a->destination.port, ==, b->destination.port);
  g_assert_cmpuint (a->seq, ==, b->seq);
  g_assert_cmpuint (a->ack, ==, b->ack);
  g_assert_cmpuint (a->wnd, ==, b->wnd);
  g_assert_cmpuint (a->up, ==, b->up);
  g_assert_cmphex (a->flags, ==, b->flags);
  g_assert_cmpuint (a->ecn, ==, b->ecn);
  g_assert_cmpuint (a->length, ==, b->length);
  assert_options_equal (&a->options, &b->options);
}

/* Octets written in hexadecimal, spaces allowed; returns how many. */
static inline gsize
octets_from_hex (const char *hex, guint8 *octets, gsize size)
{
  gsize length = 0;

  for (; *hex != '\0'; hex++)
    if (*hex != ' ')
      {
        g_assert_cmpuint (length, <, size);
        octets[length++] = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
        hex++;
      }
  return length;
}
