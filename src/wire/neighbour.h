/* Neighbour discovery for IPv6: the two messages that do for it what ARP does for IPv4 (RFC 4861 §4.3, §4.4, §7.1).
 *
 * Both are ICMPv6 and travel in IPv6 packets of their own, so the packets are written and read whole here. Routers'
 * messages, redirects and unreachability detection are not spoken: between two hosts on one link nobody needs them. */
#pragma once

#include "wire/address.h"
#include "wire/fault.h"

enum neighbour_type
{
  NEIGHBOUR_SOLICITATION = 135, /* who has this address? */
  NEIGHBOUR_ADVERTISEMENT = 136,
};

/* IPv6 header, message, one option with an Ethernet address. */
#define NEIGHBOUR_PACKET_SIZE (40 + 24 + 8)

struct neighbour_message
{
  uint8_t type;             /* enum neighbour_type */
  struct ip_address source; /* :: while the sender asks whether its own address is free (RFC 4862 §5.4) */
  struct ip_address destination;
  struct ip_address target; /* the address that the message is about */
  bool router;              /* the three flags of an advertisement; false in a solicitation */
  bool solicited;           /* it answers a solicitation */
  bool replaces;            /* O: it wins over what the receiver knows already */
  bool has_mac;
  struct mac_address mac; /* option: source address of a solicitation, target address of an advertisement */
};

/* Writes a packet with hop limit 255 and a right checksum; returns its length, 64 or NEIGHBOUR_PACKET_SIZE. */
size_t neighbour_write (const struct neighbour_message *message, uint8_t octets[static NEIGHBOUR_PACKET_SIZE]);

/* Reads an IPv6 packet; what follows it in the frame is padding. A fault says that a host has to ignore it (§7.1.1,
 * §7.1.2): WIRE_NOT_NEIGHBOUR when it is anything else, as it is behind an extension header; IPV6 hosts send none
 * there. Options that are not known are passed over. */
struct wire_fault neighbour_read (const uint8_t *octets, size_t length, struct neighbour_message *message);

/* ff02::1:ffXX:XXXX, the group of all who have such an address (RFC 4291 §2.7.1), and ff02::1, all nodes. */
struct ip_address ip_address_solicited_node (const struct ip_address *address);
struct ip_address ip_address_all_nodes (void);

/* 33:33 and the last four octets of an IPv6 group (RFC 2464 §7). */
struct mac_address mac_address_of_group (const struct ip_address *group);
