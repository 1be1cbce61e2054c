#include "wire/checksum.h"
#include "wire/ip-header.h"
#include "wire/octets.h"

#include <assert.h>
#include <string.h>

#define DONT_FRAGMENT 0x4000
#define MORE_FRAGMENTS 0x2000
#define FRAGMENT_OFFSET 0x1fff /* in units of 8 octets */

static void
read_address (const uint8_t *octets, struct ip_address *address)
{
  *address = (struct ip_address){ .family = IP_V4 };
  memcpy (address->octets, octets, 4);
}

static void
read_fields (const uint8_t *octets, struct ip_header *header)
{
  header->diffserv = octets[1] >> 2;
  header->ecn = octets[1] & 3;
  header->identification = octets_get16 (octets + 4);
  header->dont_fragment = (octets_get16 (octets + 6) & DONT_FRAGMENT) != 0;
  header->ttl = octets[8];
  read_address (octets + 12, &header->source);
  read_address (octets + 16, &header->destination);
}

/* The checks that a reader of captures may pass over. */
static struct wire_fault
check_whole (const uint8_t *octets, size_t header_length, size_t length, struct ip_header *header)
{
  struct wire_fault fault = { .kind = WIRE_OK };

  if (octets_get16 (octets + 6) & MORE_FRAGMENTS)
    {
      header->checksum_unknown = true;
      fault = (struct wire_fault){ WIRE_IPV4_FRAGMENT, 0, 0, 6 };
    }
  else if (checksum_finish (checksum_add (0, octets, header_length)) != 0)
    {
      uint32_t sum = checksum_add (0, octets, 10);
      uint16_t right = checksum_finish (checksum_add (sum, octets + 12, header_length - 12));

      fault = (struct wire_fault){ WIRE_IPV4_CHECKSUM, octets_get16 (octets + 10), right, 10 };
    }
  if (header->total_length > length)
    {
      if (fault.kind == WIRE_OK)
        fault = (struct wire_fault){ WIRE_IPV4_SHORT, (uint32_t) length, (uint32_t) header->total_length, 2 };
      header->checksum_unknown = true;
      header->total_length = length;
    }
  return fault;
}

struct wire_fault
ipv4_read (const uint8_t *octets, size_t captured, size_t length, struct ip_header *header)
{
  if (captured < IPV4_HEADER_SIZE)
    return (struct wire_fault){ WIRE_IPV4_SHORT, (uint32_t) captured, IPV4_HEADER_SIZE, 0 };

  uint32_t header_length = (octets[0] & 0xfU) * 4;
  uint32_t total_length = octets_get16 (octets + 2);
  uint32_t fragment_offset = (octets_get16 (octets + 6) & FRAGMENT_OFFSET) * 8U;

  read_fields (octets, header);
  header->total_length = total_length > 0 ? total_length : length;
  if (header_length < IPV4_HEADER_SIZE)
    return (struct wire_fault){ WIRE_IPV4_HEADER_LENGTH, header_length, IPV4_HEADER_SIZE, 0 };
  if (captured < header_length)
    return (struct wire_fault){ WIRE_IPV4_SHORT, (uint32_t) captured, header_length, 0 };
  if (header->total_length < header_length)
    return (struct wire_fault){ WIRE_IPV4_TOTAL_LENGTH, total_length, header_length, 2 };
  if (octets[9] != header->protocol)
    return (struct wire_fault){ WIRE_NOT_TCP, octets[9], header->protocol, 9 };
  if (fragment_offset > 0)
    return (struct wire_fault){ WIRE_IPV4_FRAGMENT, fragment_offset, 0, 6 };
  header->header_length = header_length;
  return check_whole (octets, header_length, length, header);
}

void
ipv4_write (const struct ip_header *header, uint8_t octets[static IPV4_HEADER_SIZE])
{
  assert (header->total_length <= UINT16_MAX && header->source.family == IP_V4);

  octets[0] = 4 << 4 | IPV4_HEADER_SIZE / 4;
  octets[1] = (uint8_t) (header->diffserv << 2 | (header->ecn & 3));
  octets_put16 (octets + 2, (uint16_t) header->total_length);
  octets_put16 (octets + 4, header->identification);
  octets_put16 (octets + 6, header->dont_fragment ? DONT_FRAGMENT : 0);
  octets[8] = header->ttl;
  octets[9] = header->protocol;
  octets_put16 (octets + 10, 0);
  memcpy (octets + 12, header->source.octets, 4);
  memcpy (octets + 16, header->destination.octets, 4);
  octets_put16 (octets + 10, checksum_finish (checksum_add (0, octets, IPV4_HEADER_SIZE)));
}
