/* Ethernet II frames (RFC 894). */
#pragma once

#include "wire/address.h"
#include "wire/fault.h"

#define ETHERNET_HEADER_SIZE 14

enum ethernet_type
{
  ETHERNET_IPV4 = 0x0800,
  ETHERNET_ARP = 0x0806,
  ETHERNET_IPV6 = 0x86dd,
};

struct ethernet_header
{
  struct mac_address destination;
  struct mac_address source;
  uint16_t type;
};

extern const struct mac_address MAC_BROADCAST;

bool mac_address_equal (const struct mac_address *a, const struct mac_address *b);

/* Writes ETHERNET_HEADER_SIZE octets. */
void ethernet_write (const struct ethernet_header *header, uint8_t *octets);
struct wire_fault ethernet_read (const uint8_t *octets, size_t length, struct ethernet_header *header);
