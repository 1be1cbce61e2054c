/* What packet.c and icmp.c need to know of an IP header, whichever version it is. Internal to wire. */
#pragma once

#include "wire/address.h"
#include "wire/fault.h"

#define IPV4_HEADER_SIZE 20
#define IPV6_HEADER_SIZE 40

struct ip_header
{
  struct ip_address source;
  struct ip_address destination;
  uint16_t identification; /* IPv4 only */
  uint8_t ttl;             /* hop limit */
  uint8_t diffserv;        /* DSCP, 6 bits */
  uint8_t ecn;
  uint8_t protocol;      /* of the payload; when reading: the one that is looked for */
  bool dont_fragment;    /* IPv4 only */
  bool checksum_unknown; /* octets are missing, or the final destination stands in a routing header */
  size_t header_length;  /* with extension headers; after reading 0 when no such payload follows that could be read */
  size_t total_length;   /* header and payload; not more than there was on the wire */
};

/* All read an IP header that header->protocol follows, of a packet of which `captured` =< `length` octets are there. A
 * fault may leave header_length other than 0: then the payload is readable in spite of it, as packet.h says. */
struct wire_fault ip_header_read (const uint8_t *octets, size_t captured, size_t length, struct ip_header *header);
struct wire_fault ipv4_read (const uint8_t *octets, size_t captured, size_t length, struct ip_header *header);
struct wire_fault ipv6_read (const uint8_t *octets, size_t captured, size_t length, struct ip_header *header);

/* Both write the header of a packet, IPv6 with flow label 0; total_length must not be more than 65535 (IPv4) or 65575
 * (IPv6). header_length is not read: there are no options and no extension headers. */
void ipv4_write (const struct ip_header *header, uint8_t octets[static IPV4_HEADER_SIZE]);
void ipv6_write (const struct ip_header *header, uint8_t octets[static IPV6_HEADER_SIZE]);
