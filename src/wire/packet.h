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
  uint16_t identification;  /* IPv4 only */
  uint8_t ttl;              /* or hop limit */
  uint8_t diffserv;         /* DSCP, 6 bits (RFC 2474) */
  bool dont_fragment;       /* IPv4 only */
  size_t ip_header_length;  /* with extension headers */
  size_t tcp_header_length; /* with options; after packet_read 0 when there was no TCP header to read */
  uint32_t captured_text;   /* octets of text that are there; less than segment.length when cut short */
  struct segment segment;   /* segment.text points into the octets that were read */
};

/* Writes an IP packet with right checksums; family, addresses and ECN bits come from the segment. segment->text may be
 * NULL only when segment->length is 0. Returns the packet's length, or 0 when size is too small or the options do not
 * fit into 40 octets. */
size_t packet_write (const struct packet *packet, uint8_t *octets, size_t size);

/* Reads the packet at octets, of which `captured` are there of `length` on the wire. A cut packet is no fault while its
 * TCP header is whole; segment.checksum is then CHECKSUM_UNKNOWN. A bad TCP checksum is no fault either: it is in
 * segment.checksum.
 *
 * Octets beyond the IP total length (the padding of a short Ethernet frame) are no text; a total length of 0 (what a
 * capture shows of a packet that the network card was still to split) means all of `length`.
 *
 * A fault says that a host must not take the packet. Some faults leave the segment readable, which is good enough for
 * whoever draws a capture: then packet->tcp_header_length is not 0 and the segment is filled in. These are
 *
 *   WIRE_IPV4_CHECKSUM          a damaged header, or one whose checksum the network card was to fill in
 *   WIRE_IPV4_SHORT, _IPV6_…    the IP header speaks of more octets (limit) than there were on the wire (value),
 *                               which alone segment.length counts
 *   WIRE_IPV4_FRAGMENT, …IPV6…  the first of several fragments (value 0): segment.length counts its own text only
 *   WIRE_TCP_SHORT              the capture ends among the options: those before the end are filled in
 *   WIRE_TCP_OPTION_LENGTH      the options before the bad one are filled in (MUST-7)
 *
 * segment.checksum is CHECKSUM_UNKNOWN too where octets are missing by the IP header, and for packets with a routing
 * header that is not used up, since the final destination belongs into the sum. A host takes nothing but CHECKSUM_GOOD.
 */
struct wire_fault packet_read (const uint8_t *octets, size_t captured, size_t length, struct packet *packet);
