#include "wire/ethernet.h"

#include "wire/octets.h"

#include <string.h>

const struct mac_address MAC_BROADCAST = { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };

bool
mac_address_equal (const struct mac_address *a, const struct mac_address *b)
{
  return memcmp (a->octets, b->octets, sizeof a->octets) == 0;
}

void
ethernet_write (const struct ethernet_header *header, uint8_t *octets)
{
  memcpy (octets, header->destination.octets, 6);
  memcpy (octets + 6, header->source.octets, 6);
  octets_put16 (octets + 12, header->type);
}

struct wire_fault
ethernet_read (const uint8_t *octets, size_t length, struct ethernet_header *header)
{
  *header = (struct ethernet_header){ 0 };
  if (length < ETHERNET_HEADER_SIZE)
    return (struct wire_fault){ WIRE_ETHERNET_SHORT, (uint32_t) length, ETHERNET_HEADER_SIZE, 0 };

  memcpy (header->destination.octets, octets, 6);
  memcpy (header->source.octets, octets + 6, 6);
  header->type = octets_get16 (octets + 12);
  return (struct wire_fault){ .kind = WIRE_OK };
}
