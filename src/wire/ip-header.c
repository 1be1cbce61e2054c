#include "wire/ip-header.h"

struct wire_fault
ip_header_read (const uint8_t *octets, size_t captured, size_t length, struct ip_header *header)
{
  if (captured == 0)
    return (struct wire_fault){ WIRE_IPV4_SHORT, 0, IPV4_HEADER_SIZE, 0 };
  switch (octets[0] >> 4)
    {
    case 4:
      return ipv4_read (octets, captured, length, header);
    case 6:
      return ipv6_read (octets, captured, length, header);
    default:
      return (struct wire_fault){ WIRE_IP_VERSION, octets[0] >> 4, 0, 0 };
    }
}
