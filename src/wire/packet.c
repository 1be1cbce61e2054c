#include "wire/packet.h"

#include "wire/checksum.h"
#include "wire/ip-header.h"
#include "wire/octets.h"
#include "wire/tcp-header.h"

#include <assert.h>
#include <string.h>

static uint16_t
tcp_checksum (const struct segment *segment, const uint8_t *octets, size_t length)
{
  uint32_t sum = checksum_pseudo_header (&segment->source.address, &segment->destination.address, IP_PROTOCOL_TCP,
                                         (uint32_t) length);

  return checksum_finish (checksum_add (sum, octets, length));
}

size_t
packet_write (const struct packet *packet, uint8_t *octets, size_t size)
{
  const struct segment *segment = &packet->segment;
  uint8_t family = segment->source.address.family;
  uint8_t header[TCP_HEADER_SIZE + TCP_OPTIONS_MAX];

  assert (family == IP_V4 || family == IP_V6);
  assert (segment->destination.address.family == family);
  assert (segment->text != NULL || segment->length == 0);

  size_t ip_length = family == IP_V4 ? IPV4_HEADER_SIZE : IPV6_HEADER_SIZE;
  size_t max = family == IP_V4 ? UINT16_MAX : IPV6_HEADER_SIZE + UINT16_MAX;
  size_t tcp_length = tcp_header_write (segment, header);
  size_t total = ip_length + tcp_length + segment->length;

  if (tcp_length == 0 || total > size || total > max)
    return 0;

  struct ip_header ip = {
    .source = segment->source.address,
    .destination = segment->destination.address,
    .identification = packet->identification,
    .ttl = packet->ttl,
    .diffserv = packet->diffserv & 0x3f,
    .protocol = IP_PROTOCOL_TCP,
    .ecn = segment->ecn,
    .dont_fragment = packet->dont_fragment,
    .total_length = total,
  };
  uint8_t *tcp = octets + ip_length;

  if (family == IP_V4)
    ipv4_write (&ip, octets);
  else
    ipv6_write (&ip, octets);
  memcpy (tcp, header, tcp_length);
  if (segment->length > 0)
    memcpy (tcp + tcp_length, segment->text, segment->length);
  octets_put16 (tcp + TCP_CHECKSUM_OFFSET, tcp_checksum (segment, tcp, total - ip_length));
  return total;
}

static void
take_ip_header (struct packet *packet, const struct ip_header *ip)
{
  packet->identification = ip->identification;
  packet->ttl = ip->ttl;
  packet->diffserv = ip->diffserv;
  packet->dont_fragment = ip->dont_fragment;
  packet->ip_header_length = ip->header_length;
  packet->segment.source.address = ip->source;
  packet->segment.destination.address = ip->destination;
  packet->segment.ecn = ip->ecn;
}

/* Fills in what follows from the lengths: the text and whether the checksum is right. */
static void
read_text (const uint8_t *tcp, size_t captured, size_t length, bool checksum_unknown, struct packet *packet)
{
  struct segment *segment = &packet->segment;
  size_t header_length = packet->tcp_header_length;

  segment->length = (uint32_t) (length - header_length);
  if (captured > header_length)
    {
      packet->captured_text = (uint32_t) (captured - header_length);
      segment->text = tcp + header_length;
    }
  if (captured == length && !checksum_unknown)
    segment->checksum = tcp_checksum (segment, tcp, length) == 0 ? CHECKSUM_GOOD : CHECKSUM_BAD;
}

struct wire_fault
packet_read (const uint8_t *octets, size_t captured, size_t length, struct packet *packet)
{
  struct ip_header ip = { .protocol = IP_PROTOCOL_TCP };

  *packet = (struct packet){ 0 };
  if (captured > length)
    captured = length;

  struct wire_fault ip_fault = ip_header_read (octets, captured, length, &ip);

  take_ip_header (packet, &ip);
  if (ip.header_length == 0)
    return ip_fault;
  if (captured > ip.total_length)
    captured = ip.total_length;

  const uint8_t *tcp = octets + ip.header_length;
  size_t tcp_captured = captured - ip.header_length;
  size_t tcp_length = ip.total_length - ip.header_length;
  struct wire_fault tcp_fault
      = tcp_header_read (tcp, tcp_captured, tcp_length, &packet->segment, &packet->tcp_header_length);

  if (tcp_fault.kind != WIRE_OK)
    tcp_fault.offset += ip.header_length;
  if (packet->tcp_header_length == 0)
    return tcp_fault;
  read_text (tcp, tcp_captured, tcp_length, ip.checksum_unknown, packet);
  return ip_fault.kind != WIRE_OK ? ip_fault : tcp_fault;
}
