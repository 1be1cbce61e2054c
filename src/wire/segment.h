/* A TCP segment as values: what its header and options say, and where its text is.
 *
 * The engine, the trace and the capture reader all speak of segments in this form; packet.h turns it into octets
 * and back, segment-text.h into a line of text. */
#pragma once

#include "base/seq.h"
#include "wire/address.h"

/* Control bits, RFC 9293 §3.1 and RFC 3168. */
enum tcp_flag
{
  TCP_FIN = 0x01,
  TCP_SYN = 0x02,
  TCP_RST = 0x04,
  TCP_PSH = 0x08,
  TCP_ACK = 0x10,
  TCP_URG = 0x20,
  TCP_ECE = 0x40,
  TCP_CWR = 0x80,
};

/* Which options of struct tcp_options are there. */
enum tcp_option_bit
{
  TCP_OPTION_MSS = 0x01,            /* kind 2, RFC 9293 §3.7.1 */
  TCP_OPTION_WINDOW_SCALE = 0x02,   /* kind 3, RFC 7323 */
  TCP_OPTION_SACK_PERMITTED = 0x04, /* kind 4, RFC 2018 */
  TCP_OPTION_SACK = 0x08,           /* kind 5, RFC 2018 */
  TCP_OPTION_TIMESTAMPS = 0x10,     /* kind 8, RFC 7323 */
  TCP_OPTION_USER_TIMEOUT = 0x20,   /* kind 28, RFC 5482 */
  TCP_OPTION_FAST_OPEN = 0x40,      /* kind 34, RFC 7413 */
  TCP_OPTION_UNKNOWN = 0x80,        /* at least one other kind, skipped by its length (MUST-6) */
};

/* The user timeout as on the wire (RFC 5482 §3.3). */
#define TCP_USER_TIMEOUT_MINUTES 0x8000 /* set: the value counts minutes, else seconds */
#define TCP_USER_TIMEOUT_VALUE 0x7fff

/* How the options are written: their order has no meaning (RFC 9293 §3.2), but tells who wrote them. */
enum tcp_option_order
{
  TCP_OPTIONS_SACK_FIRST,  /* MSS, SACK-permitted, timestamps, window scale: Linux */
  TCP_OPTIONS_SCALE_FIRST, /* MSS, window scale, SACK-permitted, timestamps: FreeBSD */
};

#define TCP_SACK_BLOCKS_MAX 4
#define TCP_FAST_OPEN_COOKIE_MAX 16

struct tcp_sack_block
{
  uint32_t left;  /* first number held */
  uint32_t right; /* number after the last one held */
};

struct tcp_options
{
  uint8_t present; /* of enum tcp_option_bit */
  uint8_t window_scale;
  uint8_t sack_count;
  uint8_t fast_open_length;
  uint8_t order; /* enum tcp_option_order, for writing */
  uint16_t mss;
  uint16_t user_timeout; /* as on the wire: granularity bit and 15 bits */
  uint32_t ts_val;
  uint32_t ts_ecr;
  struct tcp_sack_block sack[TCP_SACK_BLOCKS_MAX];
  uint8_t fast_open_cookie[TCP_FAST_OPEN_COOKIE_MAX];
};

enum checksum_state
{
  CHECKSUM_UNKNOWN, /* not all octets were captured */
  CHECKSUM_GOOD,
  CHECKSUM_BAD,
};

struct segment
{
  struct endpoint source;
  struct endpoint destination;
  uint32_t seq;     /* SEG.SEQ */
  uint32_t ack;     /* SEG.ACK; meaningful when TCP_ACK is set */
  uint16_t wnd;     /* SEG.WND as in the header, not scaled */
  uint16_t up;      /* SEG.UP as in the header */
  uint8_t flags;    /* of enum tcp_flag */
  uint8_t checksum; /* enum checksum_state; of segments that arrived or were captured */
  uint8_t ecn;      /* the two ECN bits of the IP header */
  uint32_t length;  /* octets of text, SYN and FIN not counted */
  struct tcp_options options;
  const uint8_t *text; /* borrowed; NULL when the text was not kept */
};

static inline uint32_t
tcp_user_timeout_seconds (uint16_t field)
{
  uint32_t value = field & TCP_USER_TIMEOUT_VALUE;
  return (field & TCP_USER_TIMEOUT_MINUTES) != 0 ? value * 60 : value;
}

/* SEG.LEN: text, SYN and FIN (RFC 9293 §3.4). */
static inline uint32_t
segment_len (const struct segment *segment)
{
  return segment->length + ((segment->flags & TCP_SYN) != 0) + ((segment->flags & TCP_FIN) != 0);
}
