#include "wire/icmp.h"

#include "wire/checksum.h"
#include "wire/ip-header.h"
#include "wire/octets.h"
#include "wire/packet.h"

#include <assert.h>
#include <string.h>

#define ICMP_HEADER_SIZE 8

/* Ports and sequence number: what RFC 792 has every error quote of its payload. */
#define QUOTED_PAYLOAD 8

/* What a router sends lives as long as it may. */
#define TIME_TO_LIVE 255

#define ICMPV6_FIRST_INFORMATION 128

static bool
is_v6 (const uint8_t *octets)
{
  return octets[0] >> 4 == 6;
}

static struct wire_fault
read_header (const uint8_t *octets, size_t length, struct ip_header *ip)
{
  *ip = (struct ip_header){ .protocol = length > 0 && is_v6 (octets) ? IP_PROTOCOL_ICMPV6 : IP_PROTOCOL_ICMP };
  return ip_header_read (octets, length, length, ip);
}

bool
icmp_is_carried (const uint8_t *octets, size_t length)
{
  struct ip_header ip;

  if (length >= IPV4_HEADER_SIZE && octets[0] >> 4 == 4)
    return octets[9] == IP_PROTOCOL_ICMP;
  /* Most packets have TCP right behind the header: no walk is needed. */
  if (length < IPV6_HEADER_SIZE || !is_v6 (octets) || octets[6] == IP_PROTOCOL_TCP)
    return false;
  return read_header (octets, length, &ip).kind != WIRE_NOT_TCP && ip.header_length > 0;
}

static bool
has_good_checksum (const struct ip_header *ip, const uint8_t *icmp, size_t length)
{
  uint32_t sum = 0;

  if (ip->protocol == IP_PROTOCOL_ICMPV6)
    sum = checksum_pseudo_header (&ip->source, &ip->destination, IP_PROTOCOL_ICMPV6, (uint32_t) length);
  return checksum_finish (checksum_add (sum, icmp, length)) == 0;
}

static bool
is_error (bool v6, uint8_t type)
{
  if (v6)
    return type < ICMPV6_FIRST_INFORMATION;
  return type == ICMP_UNREACHABLE || type == ICMP_SOURCE_QUENCH || type == ICMP_REDIRECT || type == ICMP_TIME_EXCEEDED
         || type == ICMP_PARAMETER_PROBLEM;
}

bool
icmp_is_error (const uint8_t *octets, size_t length)
{
  struct ip_header ip;

  if (!icmp_is_carried (octets, length))
    return false;
  read_header (octets, length, &ip);
  return ip.header_length > 0 && ip.header_length < length && is_error (is_v6 (octets), octets[ip.header_length]);
}

static uint32_t
read_mtu (bool v6, const uint8_t *icmp)
{
  if (v6)
    return icmp[0] == ICMPV6_PACKET_TOO_BIG ? octets_get32 (icmp + 4) : 0;
  return icmp[0] == ICMP_UNREACHABLE && icmp[1] == ICMP_FRAGMENTATION_NEEDED ? octets_get16 (icmp + 6) : 0;
}

/* False when the quoted packet is no TCP packet of the same family, or ends too early. */
static bool
read_quote (const uint8_t *quote, size_t length, uint8_t family, struct icmp_error *error)
{
  struct ip_header ip = { .protocol = IP_PROTOCOL_TCP };

  /* The packet was longer than what is quoted, and its length is in its header. */
  struct wire_fault fault = ip_header_read (quote, length, IPV6_HEADER_SIZE + UINT16_MAX, &ip);
  if (ip.header_length == 0 || ip.source.family != family || length < ip.header_length + QUOTED_PAYLOAD)
    return false;
  if (fault.kind != WIRE_OK && fault.kind != WIRE_IPV4_CHECKSUM)
    return false;
  const uint8_t *tcp = quote + ip.header_length;
  error->source = (struct endpoint){ ip.source, octets_get16 (tcp) };
  error->destination = (struct endpoint){ ip.destination, octets_get16 (tcp + 2) };
  error->seq = octets_get32 (tcp + 4);
  error->length = ip.total_length;
  return true;
}

struct wire_fault
icmp_error_read (const uint8_t *octets, size_t length, struct icmp_error *error)
{
  struct ip_header ip;

  *error = (struct icmp_error){ 0 };
  struct wire_fault fault = read_header (octets, length, &ip);
  error->from = ip.source;
  error->to = ip.destination;
  if (fault.kind != WIRE_OK)
    return fault;

  const uint8_t *icmp = octets + ip.header_length;
  size_t left = ip.total_length - ip.header_length;
  bool v6 = ip.protocol == IP_PROTOCOL_ICMPV6;
  if (left < ICMP_HEADER_SIZE)
    return (struct wire_fault){ WIRE_ICMP_SHORT, (uint32_t) left, ICMP_HEADER_SIZE, ip.header_length };
  if (!has_good_checksum (&ip, icmp, left))
    return (struct wire_fault){ WIRE_ICMP_CHECKSUM, octets_get16 (icmp + 2), 0, ip.header_length + 2 };
  error->type = icmp[0];
  error->code = icmp[1];
  if (!is_error (v6, icmp[0]))
    return (struct wire_fault){ WIRE_ICMP_NO_ERROR, icmp[0], 0, ip.header_length };
  error->mtu = read_mtu (v6, icmp);
  if (!read_quote (icmp + ICMP_HEADER_SIZE, left - ICMP_HEADER_SIZE, ip.source.family, error))
    return (struct wire_fault){ WIRE_ICMP_NO_QUOTE, 0, 0, ip.header_length + ICMP_HEADER_SIZE };
  return (struct wire_fault){ .kind = WIRE_OK };
}

static size_t
quoted_length (bool v6, const uint8_t *packet, size_t length)
{
  size_t most = v6 ? ICMP_ERROR_MAX - IPV6_HEADER_SIZE - ICMP_HEADER_SIZE : (packet[0] & 15U) * 4 + QUOTED_PAYLOAD;

  return length < most ? length : most;
}

size_t
icmp_error_write (const struct icmp_error *error, const uint8_t *packet, size_t length, uint8_t *octets, size_t size)
{
  bool v6 = error->from.family == IP_V6;
  size_t header = v6 ? IPV6_HEADER_SIZE : IPV4_HEADER_SIZE;
  size_t quote = quoted_length (v6, packet, length);
  size_t total = header + ICMP_HEADER_SIZE + quote;

  assert (length > 0 && is_v6 (packet) == v6 && error->to.family == error->from.family);
  if (total > size)
    return 0;
  struct ip_header ip = {
    .source = error->from,
    .destination = error->to,
    .ttl = TIME_TO_LIVE,
    .protocol = v6 ? IP_PROTOCOL_ICMPV6 : IP_PROTOCOL_ICMP,
    .total_length = total,
  };
  uint8_t *icmp = octets + header;
  uint32_t sum = 0;
  if (v6)
    {
      ipv6_write (&ip, octets);
      sum = checksum_pseudo_header (&ip.source, &ip.destination, IP_PROTOCOL_ICMPV6, (uint32_t) (total - header));
    }
  else
    ipv4_write (&ip, octets);
  memset (icmp, 0, ICMP_HEADER_SIZE);
  icmp[0] = error->type;
  icmp[1] = error->code;
  if (v6)
    octets_put32 (icmp + 4, error->mtu);
  else
    octets_put16 (icmp + 6, (uint16_t) error->mtu);
  memcpy (icmp + ICMP_HEADER_SIZE, packet, quote);
  octets_put16 (icmp + 2, checksum_finish (checksum_add (sum, icmp, total - header)));
  return total;
}
