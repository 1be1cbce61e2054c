#include "wire/ip-header.h"
#include "wire/octets.h"

#include <assert.h>
#include <string.h>

/* Numbers of extension headers (IANA; RFC 8200 §4). */
enum extension
{
  HOP_BY_HOP = 0,
  ROUTING = 43,
  FRAGMENT = 44,
  AUTHENTICATION = 51,
  DESTINATION_OPTIONS = 60,
  MOBILITY = 135,
  HOST_IDENTITY = 139,
  SHIM6 = 140,
};

#define FRAGMENT_HEADER_SIZE 8
#define FRAGMENT_OFFSET 0xfff8 /* in octets */
#define MORE_FRAGMENTS 1

static bool
is_extension (uint8_t type)
{
  switch ((enum extension) type)
    {
    case HOP_BY_HOP:
    case ROUTING:
    case FRAGMENT:
    case AUTHENTICATION:
    case DESTINATION_OPTIONS:
    case MOBILITY:
    case HOST_IDENTITY:
    case SHIM6:
      return true;
    }
  return false;
}

/* The length of an extension header by its second octet. */
static size_t
extension_length (uint8_t type, uint8_t length)
{
  if (type == FRAGMENT)
    return FRAGMENT_HEADER_SIZE;
  if (type == AUTHENTICATION)
    return (length + 2U) * 4; /* RFC 4302 §2.2 */
  return (length + 1U) * 8;
}

/* What an extension header at octets changes about reading what follows it. */
static struct wire_fault
read_extension (uint8_t type, const uint8_t *octets, size_t offset, struct ip_header *header)
{
  if (type == ROUTING && octets[3] != 0) /* Segments Left */
    header->checksum_unknown = true;
  if (type == FRAGMENT)
    {
      uint16_t word = octets_get16 (octets + 2);
      uint32_t fragment_offset = word & FRAGMENT_OFFSET;

      if (fragment_offset > 0 || (word & MORE_FRAGMENTS))
        {
          header->checksum_unknown = true;
          return (struct wire_fault){ WIRE_IPV6_FRAGMENT, fragment_offset, 0, offset + 2 };
        }
    }
  return (struct wire_fault){ .kind = WIRE_OK };
}

/* Walks the chain of extension headers to the payload and sets header_length there. Each step moves on by 8 octets at
 * least. */
static struct wire_fault
read_extensions (const uint8_t *octets, size_t available, struct ip_header *header)
{
  struct wire_fault fault = { .kind = WIRE_OK };
  uint8_t type = octets[6];
  size_t type_at = 6;
  size_t offset = IPV6_HEADER_SIZE;

  while (is_extension (type))
    {
      size_t there = available - offset;
      size_t needed = there < 2 ? 8 : extension_length (type, octets[offset + 1]);

      if (there < needed)
        return (struct wire_fault){ WIRE_IPV6_EXTENSION, type, (uint32_t) there, offset };

      struct wire_fault found = read_extension (type, octets + offset, offset, header);

      if (found.kind != WIRE_OK)
        fault = found;
      type = octets[offset];
      type_at = offset;
      offset += needed;
      if (fault.value > 0) /* what follows is from the middle of the payload */
        return type == header->protocol || is_extension (type)
                   ? fault
                   : (struct wire_fault){ WIRE_NOT_TCP, type, header->protocol, type_at };
    }
  if (type != header->protocol)
    return (struct wire_fault){ WIRE_NOT_TCP, type, header->protocol, type_at };
  header->header_length = offset;
  return fault;
}

struct wire_fault
ipv6_read (const uint8_t *octets, size_t captured, size_t length, struct ip_header *header)
{
  if (captured < IPV6_HEADER_SIZE)
    return (struct wire_fault){ WIRE_IPV6_SHORT, (uint32_t) captured, IPV6_HEADER_SIZE, 0 };

  size_t payload_length = octets_get16 (octets + 4);

  header->diffserv = (uint8_t) ((octets[0] & 0xf) << 2 | octets[1] >> 6);
  header->ecn = (octets[1] >> 4) & 3;
  header->ttl = octets[7];
  header->source.family = header->destination.family = IP_V6;
  memcpy (header->source.octets, octets + 8, 16);
  memcpy (header->destination.octets, octets + 24, 16);
  /* 0 for jumbograms (RFC 2675) and for what a network card was still to split. */
  header->total_length = payload_length > 0 ? IPV6_HEADER_SIZE + payload_length : length;

  size_t available = captured < header->total_length ? captured : header->total_length;
  struct wire_fault fault = read_extensions (octets, available, header);

  if (header->header_length > 0 && header->total_length > length)
    {
      if (fault.kind == WIRE_OK)
        fault = (struct wire_fault){ WIRE_IPV6_SHORT, (uint32_t) length, (uint32_t) header->total_length, 4 };
      header->checksum_unknown = true;
      header->total_length = length;
    }
  return fault;
}

void
ipv6_write (const struct ip_header *header, uint8_t octets[static IPV6_HEADER_SIZE])
{
  assert (header->total_length <= IPV6_HEADER_SIZE + UINT16_MAX && header->source.family == IP_V6);

  octets_put32 (octets, 6U << 28 | (header->diffserv & 0x3fU) << 22 | (header->ecn & 3U) << 20);
  octets_put16 (octets + 4, (uint16_t) (header->total_length - IPV6_HEADER_SIZE));
  octets[6] = header->protocol;
  octets[7] = header->ttl;
  memcpy (octets + 8, header->source.octets, 16);
  memcpy (octets + 24, header->destination.octets, 16);
}
