/* Packets that the tests of packet.h start from. */
#pragma once

#include "wire/checksum.h"
#include "wire/octets.h"
#include "wire/packet.h"

#include "random-segment.h"

/* 192.0.2.1:49152 to 198.51.100.7:80, SYN with the options of Linux. */
static const char syn_hex[] = "4500003c 1c464000 4006323a c0000201 c6336407"
                              "c0000050 12345678 00000000 a002faf0 94460000"
                              "020405b4 0402080a 3ade68b1 00000000 01030307";

/* [2001:db8::1]:80 to [2001:db8:0:1::2]:49152, "hello". */
static const char data_v6_hex[] = "60200000 00250640 20010db8000000000000000000000001 20010db8000000010000000000000002"
                                  "0050c000 ffffffff 12345679 801801f6 abde0000"
                                  "0101080a 00000064 00000032 68656c6c6f";

static inline struct packet
syn_packet (void)
{
  struct packet packet = {
    .identification = 0x1c46,
    .ttl = 64,
    .dont_fragment = true,
    .segment = {
      .source = { ip_address_v4 (192, 0, 2, 1), 49152 },
      .destination = { ip_address_v4 (198, 51, 100, 7), 80 },
      .seq = 0x12345678,
      .wnd = 64240,
      .flags = TCP_SYN,
      .options = {
        .present = TCP_OPTION_MSS | TCP_OPTION_SACK_PERMITTED | TCP_OPTION_TIMESTAMPS | TCP_OPTION_WINDOW_SCALE,
        .mss = 1460,
        .window_scale = 7,
        .ts_val = 987654321,
      },
    },
  };

  return packet;
}

/* A segment with timestamps and up to 1000 octets of text. */
static inline struct packet
text_packet (enum ip_family family, guint32 length)
{
  static const guint8 text[1000] = "what is sent here does not matter, so long as it is not all the same";
  struct packet packet = {
    .ttl = 64,
    .dont_fragment = family == IP_V4,
    .segment = {
      .seq = 1000,
      .ack = 2000,
      .wnd = 3000,
      .flags = TCP_ACK,
      .length = length,
      .text = text,
      .options = { .present = TCP_OPTION_TIMESTAMPS, .ts_val = 7, .ts_ecr = 6 },
    },
  };

  g_assert_cmpuint (length, <=, sizeof text);
  g_assert_true (endpoint_parse (family == IP_V4 ? "10.0.0.1:1234" : "[2001:db8::1]:1234", &packet.segment.source));
  g_assert_true (endpoint_parse (family == IP_V4 ? "10.0.0.2:80" : "[2001:db8::2]:80", &packet.segment.destination));
  return packet;
}

static inline void
fix_ipv4_checksum (guint8 *octets)
{
  octets_put16 (octets + 10, 0);
  octets_put16 (octets + 10, checksum_finish (checksum_add (0, octets, (octets[0] & 15U) * 4)));
}
