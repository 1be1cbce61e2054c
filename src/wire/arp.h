/* Address resolution for IPv4 over Ethernet (RFC 826). */
#pragma once

#include "wire/address.h"
#include "wire/fault.h"

#define ARP_SIZE 28

enum arp_operation
{
  ARP_REQUEST = 1,
  ARP_REPLY = 2,
};

struct arp_message
{
  uint16_t operation; /* enum arp_operation */
  struct mac_address sender_mac;
  struct ip_address sender;
  struct mac_address target_mac; /* all zero in a request */
  struct ip_address target;
};

/* Writes ARP_SIZE octets. */
void arp_write (const struct arp_message *message, uint8_t *octets);
struct wire_fault arp_read (const uint8_t *octets, size_t length, struct arp_message *message);
