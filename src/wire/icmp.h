/* ICMP errors: what a router or a host reports about a packet of ours (RFC 792, RFC 4443).
 *
 * Only errors about TCP segments are of interest. Each quotes the beginning of the packet that it is about, at least to
 * the sequence number. The stack reads them; the simulator's router writes them. */
#pragma once

#include "wire/address.h"
#include "wire/fault.h"

#define IP_PROTOCOL_ICMP 1
#define IP_PROTOCOL_ICMPV6 58

/* Types of ICMP, IPv4. */
enum icmp_type
{
  ICMP_UNREACHABLE = 3, /* codes of enum icmp_unreachable */
  ICMP_SOURCE_QUENCH = 4,
  ICMP_REDIRECT = 5,
  ICMP_TIME_EXCEEDED = 11,
  ICMP_PARAMETER_PROBLEM = 12,
};

/* Codes of ICMP_UNREACHABLE (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1). */
enum icmp_unreachable
{
  ICMP_NET_UNREACHABLE = 0,
  ICMP_HOST_UNREACHABLE = 1,
  ICMP_PROTOCOL_UNREACHABLE = 2,
  ICMP_PORT_UNREACHABLE = 3,
  ICMP_FRAGMENTATION_NEEDED = 4, /* and DF is set; with the MTU of the next hop (RFC 1191 §4) */
  ICMP_SOURCE_ROUTE_FAILED = 5,
  ICMP_NET_UNKNOWN = 6,
  ICMP_HOST_UNKNOWN = 7,
  ICMP_HOST_ISOLATED = 8,
  ICMP_NET_PROHIBITED = 9,
  ICMP_HOST_PROHIBITED = 10,
  ICMP_NET_UNREACHABLE_FOR_TOS = 11,
  ICMP_HOST_UNREACHABLE_FOR_TOS = 12,
  ICMP_PROHIBITED = 13,
  ICMP_PRECEDENCE_VIOLATION = 14,
  ICMP_PRECEDENCE_CUTOFF = 15,
};

/* Types of ICMPv6. */
enum icmpv6_type
{
  ICMPV6_UNREACHABLE = 1, /* codes of enum icmpv6_unreachable */
  ICMPV6_PACKET_TOO_BIG = 2,
  ICMPV6_TIME_EXCEEDED = 3,
  ICMPV6_PARAMETER_PROBLEM = 4, /* code 1: unrecognized next header */
};

/* Codes of ICMPV6_UNREACHABLE (RFC 4443 §3.1). */
enum icmpv6_unreachable
{
  ICMPV6_NO_ROUTE = 0,
  ICMPV6_PROHIBITED = 1,
  ICMPV6_BEYOND_SCOPE = 2,
  ICMPV6_ADDRESS_UNREACHABLE = 3,
  ICMPV6_PORT_UNREACHABLE = 4,
  ICMPV6_POLICY = 5,
  ICMPV6_REJECTED = 6,
};

struct icmp_error
{
  struct ip_address from; /* who reports; its family says which types there are */
  struct ip_address to;
  uint8_t type;
  uint8_t code;
  uint32_t mtu; /* of ICMP_FRAGMENTATION_NEEDED and ICMPV6_PACKET_TOO_BIG; 0 = it does not say */

  /* of the packet that is quoted */
  struct endpoint source;
  struct endpoint destination;
  uint32_t seq;
  size_t length; /* its IP total length, as its header has it */
};

/* The largest message that icmp_write makes: IPv6's smallest MTU (RFC 4443 §2.4). */
#define ICMP_ERROR_MAX 1280

/* Whether a packet carries ICMP of its family, without regard to what else is wrong with it. */
bool icmp_is_carried (const uint8_t *octets, size_t length);

/* Whether it is an error by its type: no echo, no neighbour discovery. */
bool icmp_is_error (const uint8_t *octets, size_t length);

/* Reads the IP packet at octets, an ICMP error about a TCP segment. The header checksum of the quoted packet is not
 * looked at: routers change what it covers. */
struct wire_fault icmp_error_read (const uint8_t *octets, size_t length, struct icmp_error *error);

/* Writes the IP packet of an error that quotes the beginning of `packet`: 8 octets behind its IP header for IPv4
 * (RFC 792), as much as fits into ICMP_ERROR_MAX for IPv6. From the error it takes from, to, type, code and mtu; both
 * addresses are of the packet's family. Returns the length, or 0 when size is too small. */
size_t icmp_error_write (const struct icmp_error *error, const uint8_t *packet, size_t length, uint8_t *octets,
                         size_t size);
