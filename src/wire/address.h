/* IP addresses and endpoints, both families in one type. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ip_family
{
  IP_NONE = 0, /* unspecified */
  IP_V4 = 4,
  IP_V6 = 6,
};

struct ip_address
{
  uint8_t family;     /* enum ip_family */
  uint8_t octets[16]; /* network order; IPv4 uses the first 4, the rest are 0 */
};

struct endpoint
{
  struct ip_address address;
  uint16_t port; /* host order */
};

struct mac_address
{
  uint8_t octets[6];
};

/* Room for the longest text of an address and of an endpoint, with its terminator. */
#define IP_ADDRESS_TEXT_SIZE 46
#define ENDPOINT_TEXT_SIZE 56

struct ip_address ip_address_v4 (uint8_t a, uint8_t b, uint8_t c, uint8_t d);
bool ip_address_equal (const struct ip_address *a, const struct ip_address *b);
bool endpoint_equal (const struct endpoint *a, const struct endpoint *b);

/* True for addresses that no connection may have as its other end: unspecified, broadcast, multicast
 * (RFC 9293 MUST-46, MUST-57, MUST-63). */
bool ip_address_is_invalid_peer (const struct ip_address *address);

/* "10.0.0.1" or RFC 5952 text, "*" for IP_NONE; returns buffer. */
char *ip_address_format (const struct ip_address *address, char buffer[static IP_ADDRESS_TEXT_SIZE]);

/* Takes a whole text of one of the two families, without a prefix length, zone or leading zeros in IPv4. On false the
 * address is IP_NONE. */
bool ip_address_parse (const char *text, struct ip_address *address);

/* "10.0.0.1:80" or "[2001:db8::1]:80"; returns buffer. */
char *endpoint_format (const struct endpoint *endpoint, char buffer[static ENDPOINT_TEXT_SIZE]);

/* On false the endpoint is all zero. */
bool endpoint_parse (const char *text, struct endpoint *endpoint);
