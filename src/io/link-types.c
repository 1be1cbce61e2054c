/* pcap.h speaks BSD. */
#define _DEFAULT_SOURCE

#include "io/link-types.h"

#include "wire/ethernet.h"
#include "wire/octets.h"

#include <pcap/pcap.h>

#define SLL_HEADER_SIZE 16
#define SLL2_HEADER_SIZE 20
#define LOOPBACK_HEADER_SIZE 4
#define VLAN_TAG_SIZE 4
#define SNAP_HEADER_SIZE 8

/* Below this the type of an Ethernet frame is a length (IEEE 802.3). */
#define ETHERNET_TYPE_MIN 0x600

/* DLT_RAW has this number in files; libpcap translates it, other readers of ours may not. */
#define LINKTYPE_RAW 101
#define DLT_RAW_OPENBSD 14

enum
{
  PPP_IPV4 = 0x0021,
  PPP_IPV6 = 0x0057,
};

bool
link_type_is_known (int link_type)
{
  switch (link_type)
    {
    case DLT_EN10MB:
    case DLT_RAW:
    case DLT_RAW_OPENBSD:
    case LINKTYPE_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
    case DLT_NULL:
    case DLT_LOOP:
    case DLT_LINUX_SLL:
    case DLT_LINUX_SLL2:
    case DLT_PPP:
      return true;
    default:
      return false;
    }
}

static bool
is_vlan (uint16_t type)
{
  return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200;
}

/* IP as the version in its first octet says. */
static bool
begins_ip (const uint8_t *frame, size_t captured, size_t offset)
{
  return captured > offset && (frame[offset] >> 4 == 4 || frame[offset] >> 4 == 6);
}

/* From an EtherType at `type_offset` with its payload at *offset, through tags, to IP. */
static bool
find_behind_type (const uint8_t *frame, size_t captured, size_t type_offset, size_t *offset)
{
  if (captured < *offset || captured < type_offset + 2)
    return false;

  uint16_t type = octets_get16 (frame + type_offset);
  while (is_vlan (type))
    {
      if (captured < *offset + VLAN_TAG_SIZE)
        return false;
      type = octets_get16 (frame + *offset + 2);
      *offset += VLAN_TAG_SIZE;
    }
  /* IEEE 802.3 with LLC and SNAP (RFC 1042): the EtherType follows. */
  if (type < ETHERNET_TYPE_MIN && captured >= *offset + SNAP_HEADER_SIZE && frame[*offset] == 0xaa
      && frame[*offset + 1] == 0xaa && frame[*offset + 2] == 3)
    {
      type = octets_get16 (frame + *offset + 6);
      *offset += SNAP_HEADER_SIZE;
    }
  return type == ETHERNET_IPV4 || type == ETHERNET_IPV6;
}

/* PPP, with or without address and control fields (RFC 1662), protocol in two octets. */
static bool
find_in_ppp (const uint8_t *frame, size_t captured, size_t *offset)
{
  size_t start = captured >= 2 && frame[0] == 0xff && frame[1] == 3 ? 2 : 0;

  if (captured < start + 2)
    return false;
  *offset = start + 2;
  return octets_get16 (frame + start) == PPP_IPV4 || octets_get16 (frame + start) == PPP_IPV6;
}

bool
link_find_ip (int link_type, const uint8_t *frame, size_t captured, size_t *offset)
{
  switch (link_type)
    {
    case DLT_EN10MB:
      *offset = ETHERNET_HEADER_SIZE;
      return find_behind_type (frame, captured, ETHERNET_HEADER_SIZE - 2, offset);
    case DLT_LINUX_SLL:
      *offset = SLL_HEADER_SIZE;
      return find_behind_type (frame, captured, SLL_HEADER_SIZE - 2, offset);
    case DLT_LINUX_SLL2:
      *offset = SLL2_HEADER_SIZE;
      return find_behind_type (frame, captured, 0, offset);
    case DLT_NULL:
    case DLT_LOOP:
      /* The address family before the packet differs from system to system, also in its byte order. */
      *offset = LOOPBACK_HEADER_SIZE;
      return begins_ip (frame, captured, *offset);
    case DLT_PPP:
      return find_in_ppp (frame, captured, offset);
    default:
      *offset = 0;
      return link_type_is_known (link_type) && begins_ip (frame, captured, 0);
    }
}
