/* IP packets that carry one TCP segment: octets to segment and back, IPv4 and IPv6.
 *
 * Used by the engine's stack for what it sends and receives, and by the capture reader for what it finds. */
#pragma once

#include "wire/fault.h"
#include "wire/segment.h"

#define IP_PROTOCOL_TCP 6

/* The largest header that packet_write makes: IPv6, TCP and 40 octets of options. */
#define PACKET_HEADERS_MAX (40 + 20 + 40)

/* What is beside the segment in a packet. */
struct packet
{
  uint16_t identification; /* IPv4 only */
  uint8_t ttl;
  bool dont_fragment;        /* IPv4 only */
  size_t ip_header_length;   /* with extension headers */
  size_t tcp_header_length;  /* with options */
  uint32_t captured_text;    /* octets of text that are there; less than segment.length when cut short */
  struct segment segment;    /* segment.text points into the octets that were read */
};

/* Writes an IP packet with right checksums; family, addresses and ECN bits come from the segment. segment->text may be
 * NULL only when segment->length is 0. Returns the packet's length, or 0 when size is too small or the options do not
 * fit into 40 octets. */
size_t packet_write (const struct packet *packet, uint8_t *octets, size_t size);

/* Reads the packet at octets, of which `captured` are there of `length` on the wire. A cut packet is no fault while its
 * TCP header is whole; segment.checksum is then CHECKSUM_UNKNOWN. A bad TCP checksum is no fault either: it is in
 * segment.checksum. On WIRE_TCP_OPTION_LENGTH the header itself and the options before the bad one are filled in. */
struct wire_fault packet_read (const uint8_t *octets, size_t captured, size_t length, struct packet *packet);
