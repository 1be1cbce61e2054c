/* What is wrong with octets that should have been a header.
 *
 * A fault is data: `explain` turns it into a sentence in the reader's language. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum wire_fault_kind
{
  WIRE_OK = 0,
  WIRE_ETHERNET_SHORT, /* value = octets there, limit = octets needed; so for every …_SHORT */
  WIRE_ARP_SHORT,
  WIRE_ARP_FORMAT,          /* not Ethernet and IPv4 */
  WIRE_NOT_NEIGHBOUR,       /* value = the protocol, or the type of ICMPv6 message, that it is instead */
  WIRE_NEIGHBOUR_SHORT,     /* value = octets of ICMPv6 */
  WIRE_NEIGHBOUR_HOP_LIMIT, /* value = the hop limit, limit = 255: it may come from beyond a router */
  WIRE_NEIGHBOUR_CHECKSUM,
  WIRE_NEIGHBOUR_CODE,    /* value = the code, which is 0 */
  WIRE_NEIGHBOUR_OPTION,  /* value = its type, limit = its length, which is 0 or too much */
  WIRE_NEIGHBOUR_ADDRESS, /* one that the message must not have there; value = its type */
  WIRE_IP_VERSION,        /* value = the version found */
  WIRE_IPV4_SHORT,
  WIRE_IPV4_HEADER_LENGTH, /* value = header length in octets, limit = 20 */
  WIRE_IPV4_TOTAL_LENGTH,  /* value = total length, limit = header length */
  WIRE_IPV4_CHECKSUM,      /* value = the checksum in the header, limit = the right one */
  WIRE_IPV4_FRAGMENT,      /* not a whole packet; value = the fragment's offset in octets, so 0 for the first one */
  WIRE_IPV6_SHORT,
  WIRE_IPV6_EXTENSION, /* an extension header ends past the packet; value = its type */
  WIRE_IPV6_FRAGMENT,  /* as WIRE_IPV4_FRAGMENT */
  WIRE_NOT_TCP,        /* value = protocol number, limit = the one that was looked for */
  WIRE_TCP_SHORT,
  WIRE_TCP_DATA_OFFSET,   /* value = header length in octets, limit = 20 or what the packet has room for */
  WIRE_TCP_OPTION_LENGTH, /* value = kind, limit = the length it claims, 0 when there is none (MUST-7) */
  WIRE_TCP_CHECKSUM,
  WIRE_ICMP_SHORT,
  WIRE_ICMP_CHECKSUM,
  WIRE_ICMP_NO_ERROR, /* value = type of the message, which reports no error */
  WIRE_ICMP_NO_QUOTE, /* the packet that the error is about is not quoted up to its sequence number, or is not TCP */
};

struct wire_fault
{
  enum wire_fault_kind kind;
  uint32_t value;
  uint32_t limit;
  size_t offset; /* of the offending octet from the start of what was parsed */
};
