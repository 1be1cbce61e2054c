#include "wire/neighbour.h"

#include "wire/checksum.h"
#include "wire/octets.h"

#include <assert.h>
#include <string.h>

#define IPV6_HEADER_SIZE 40
#define ICMPV6 58
#define HOP_LIMIT 255 /* a router would have lowered it: the sender is on this link (§3.1) */

/* In the message, which begins behind the IPv6 header. */
#define CODE_AT 1
#define CHECKSUM_AT 2
#define FLAGS_AT 4
#define TARGET_AT 8
#define OPTIONS_AT 24

#define FLAG_ROUTER 0x80
#define FLAG_SOLICITED 0x40
#define FLAG_OVERRIDE 0x20

#define OPTION_SOURCE_MAC 1
#define OPTION_TARGET_MAC 2
#define OPTION_UNIT 8 /* lengths of options count these */

static bool
is_unspecified (const struct ip_address *address)
{
  const struct ip_address none = { .family = IP_V6 };

  return ip_address_equal (address, &none);
}

static bool
is_group (const struct ip_address *address)
{
  return address->octets[0] == 0xff;
}

struct ip_address
ip_address_solicited_node (const struct ip_address *address)
{
  struct ip_address group = { .family = IP_V6, .octets = { 0xff, 0x02, [11] = 1, [12] = 0xff } };

  memcpy (group.octets + 13, address->octets + 13, 3);
  return group;
}

struct ip_address
ip_address_all_nodes (void)
{
  return (struct ip_address){ .family = IP_V6, .octets = { 0xff, 0x02, [15] = 1 } };
}

struct mac_address
mac_address_of_group (const struct ip_address *group)
{
  struct mac_address mac = { { 0x33, 0x33 } };

  memcpy (mac.octets + 2, group->octets + 12, 4);
  return mac;
}

static uint8_t
option_of (uint8_t type)
{
  return type == NEIGHBOUR_SOLICITATION ? OPTION_SOURCE_MAC : OPTION_TARGET_MAC;
}

/* Over the pseudo-header and the message (RFC 4443 §2.3): 0 when the message holds a right one. */
static uint16_t
icmp_checksum (const struct neighbour_message *message, const uint8_t *icmp, size_t length)
{
  uint32_t sum = checksum_pseudo_header (&message->source, &message->destination, ICMPV6, (uint32_t) length);

  return checksum_finish (checksum_add (sum, icmp, length));
}

size_t
neighbour_write (const struct neighbour_message *message, uint8_t octets[static NEIGHBOUR_PACKET_SIZE])
{
  uint8_t *icmp = octets + IPV6_HEADER_SIZE;
  size_t length = message->has_mac ? OPTIONS_AT + OPTION_UNIT : OPTIONS_AT;

  assert (message->source.family == IP_V6 && message->destination.family == IP_V6 && message->target.family == IP_V6);
  memset (octets, 0, NEIGHBOUR_PACKET_SIZE);
  octets_put32 (octets, 6U << 28);
  octets_put16 (octets + 4, (uint16_t) length);
  octets[6] = ICMPV6;
  octets[7] = HOP_LIMIT;
  memcpy (octets + 8, message->source.octets, 16);
  memcpy (octets + 24, message->destination.octets, 16);

  icmp[0] = message->type;
  icmp[FLAGS_AT] = (uint8_t) ((message->router ? FLAG_ROUTER : 0) | (message->solicited ? FLAG_SOLICITED : 0)
                              | (message->replaces ? FLAG_OVERRIDE : 0));
  memcpy (icmp + TARGET_AT, message->target.octets, 16);
  if (message->has_mac)
    {
      icmp[OPTIONS_AT] = option_of (message->type);
      icmp[OPTIONS_AT + 1] = 1;
      memcpy (icmp + OPTIONS_AT + 2, message->mac.octets, sizeof message->mac.octets);
    }
  octets_put16 (icmp + CHECKSUM_AT, icmp_checksum (message, icmp, length));
  return IPV6_HEADER_SIZE + length;
}

/* --- reading --- */

/* The IPv6 header, and whether one of the two messages is there whole. */
static struct wire_fault
read_ip (const uint8_t *octets, size_t captured, struct neighbour_message *message, size_t *length)
{
  if (captured < IPV6_HEADER_SIZE)
    return (struct wire_fault){ WIRE_IPV6_SHORT, (uint32_t) captured, IPV6_HEADER_SIZE, 0 };
  if (octets[0] >> 4 != 6)
    return (struct wire_fault){ WIRE_IP_VERSION, octets[0] >> 4, 0, 0 };
  if (octets[6] != ICMPV6)
    return (struct wire_fault){ WIRE_NOT_NEIGHBOUR, octets[6], ICMPV6, 6 };
  *length = octets_get16 (octets + 4);
  if (*length > captured - IPV6_HEADER_SIZE)
    return (struct wire_fault){ WIRE_IPV6_SHORT, (uint32_t) captured, (uint32_t) (IPV6_HEADER_SIZE + *length), 4 };
  message->source.family = message->destination.family = message->target.family = IP_V6;
  memcpy (message->source.octets, octets + 8, 16);
  memcpy (message->destination.octets, octets + 24, 16);
  return (struct wire_fault){ .kind = WIRE_OK };
}

static struct wire_fault
read_options (const uint8_t *icmp, size_t length, struct neighbour_message *message)
{
  for (size_t at = OPTIONS_AT; at < length;)
    {
      size_t size = length - at < 2 ? 0 : (size_t) icmp[at + 1] * OPTION_UNIT;

      if (size == 0 || size > length - at)
        return (struct wire_fault){ WIRE_NEIGHBOUR_OPTION, icmp[at], (uint32_t) size, IPV6_HEADER_SIZE + at };
      /* A longer one is no Ethernet address. */
      if (icmp[at] == option_of (message->type) && size == OPTION_UNIT)
        {
          message->has_mac = true;
          memcpy (message->mac.octets, icmp + at + 2, sizeof message->mac.octets);
        }
      at += size;
    }
  return (struct wire_fault){ .kind = WIRE_OK };
}

/* What the addresses must be: the offset of the one that is wrong, or 0. */
static size_t
wrong_address (const struct neighbour_message *message)
{
  struct ip_address group = ip_address_solicited_node (&message->target);

  if (is_group (&message->target))
    return IPV6_HEADER_SIZE + TARGET_AT;
  if (is_group (&message->source))
    return 8;
  if (message->type == NEIGHBOUR_ADVERTISEMENT)
    return message->solicited && is_group (&message->destination) ? 24 : 0;
  if (!is_unspecified (&message->source))
    return 0;
  if (message->has_mac)
    return 8;
  return ip_address_equal (&message->destination, &group) ? 0 : 24;
}

static struct wire_fault
read_message (const uint8_t *octets, size_t length, struct neighbour_message *message)
{
  const uint8_t *icmp = octets + IPV6_HEADER_SIZE;

  message->type = icmp[0];
  if (octets[7] != HOP_LIMIT)
    return (struct wire_fault){ WIRE_NEIGHBOUR_HOP_LIMIT, octets[7], HOP_LIMIT, 7 };
  if (icmp_checksum (message, icmp, length) != 0)
    return (struct wire_fault){ WIRE_NEIGHBOUR_CHECKSUM, octets_get16 (icmp + CHECKSUM_AT), 0,
                                IPV6_HEADER_SIZE + CHECKSUM_AT };
  if (icmp[CODE_AT] != 0)
    return (struct wire_fault){ WIRE_NEIGHBOUR_CODE, icmp[CODE_AT], 0, IPV6_HEADER_SIZE + CODE_AT };
  if (length < OPTIONS_AT)
    return (struct wire_fault){ WIRE_NEIGHBOUR_SHORT, (uint32_t) length, OPTIONS_AT, IPV6_HEADER_SIZE };

  memcpy (message->target.octets, icmp + TARGET_AT, 16);
  if (message->type == NEIGHBOUR_ADVERTISEMENT)
    {
      message->router = (icmp[FLAGS_AT] & FLAG_ROUTER) != 0;
      message->solicited = (icmp[FLAGS_AT] & FLAG_SOLICITED) != 0;
      message->replaces = (icmp[FLAGS_AT] & FLAG_OVERRIDE) != 0;
    }
  return read_options (icmp, length, message);
}

struct wire_fault
neighbour_read (const uint8_t *octets, size_t length, struct neighbour_message *message)
{
  size_t icmp_length = 0;

  *message = (struct neighbour_message){ 0 };
  struct wire_fault fault = read_ip (octets, length, message, &icmp_length);
  if (fault.kind != WIRE_OK)
    return fault;

  const uint8_t *icmp = octets + IPV6_HEADER_SIZE;
  if (icmp_length == 0)
    return (struct wire_fault){ WIRE_NEIGHBOUR_SHORT, 0, OPTIONS_AT, IPV6_HEADER_SIZE };
  if (icmp[0] != NEIGHBOUR_SOLICITATION && icmp[0] != NEIGHBOUR_ADVERTISEMENT)
    return (struct wire_fault){ WIRE_NOT_NEIGHBOUR, icmp[0], NEIGHBOUR_SOLICITATION, IPV6_HEADER_SIZE };
  if (icmp_length < CHECKSUM_AT + 2)
    return (struct wire_fault){ WIRE_NEIGHBOUR_SHORT, (uint32_t) icmp_length, OPTIONS_AT, IPV6_HEADER_SIZE };

  fault = read_message (octets, icmp_length, message);
  if (fault.kind != WIRE_OK)
    return fault;
  size_t wrong = wrong_address (message);
  if (wrong > 0)
    return (struct wire_fault){ WIRE_NEIGHBOUR_ADDRESS, message->type, 0, wrong };
  return (struct wire_fault){ .kind = WIRE_OK };
}
