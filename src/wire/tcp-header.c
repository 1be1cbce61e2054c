#include "wire/tcp-header.h"

#include "wire/octets.h"

size_t
tcp_header_write (const struct segment *segment, uint8_t octets[static TCP_HEADER_SIZE + TCP_OPTIONS_MAX])
{
  size_t options_length;

  if (!tcp_options_write (&segment->options, octets + TCP_HEADER_SIZE, &options_length))
    return 0;

  size_t header_length = TCP_HEADER_SIZE + options_length;

  octets_put16 (octets, segment->source.port);
  octets_put16 (octets + 2, segment->destination.port);
  octets_put32 (octets + 4, segment->seq);
  octets_put32 (octets + 8, segment->ack);
  octets[12] = (uint8_t) (header_length / 4 << 4);
  octets[13] = segment->flags;
  octets_put16 (octets + 14, segment->wnd);
  octets_put16 (octets + TCP_CHECKSUM_OFFSET, 0);
  octets_put16 (octets + 18, segment->up);
  return header_length;
}

struct wire_fault
tcp_header_read (const uint8_t *octets, size_t captured, size_t length, struct segment *segment, size_t *header_length)
{
  *header_length = 0;
  if (captured < TCP_HEADER_SIZE)
    return (struct wire_fault){ WIRE_TCP_SHORT, (uint32_t) captured, TCP_HEADER_SIZE, 0 };

  segment->source.port = octets_get16 (octets);
  segment->destination.port = octets_get16 (octets + 2);
  segment->seq = octets_get32 (octets + 4);
  segment->ack = octets_get32 (octets + 8);
  segment->flags = octets[13];
  segment->wnd = octets_get16 (octets + 14);
  segment->up = octets_get16 (octets + 18);

  uint32_t claimed = (octets[12] >> 4) * 4U;

  if (claimed < TCP_HEADER_SIZE)
    return (struct wire_fault){ WIRE_TCP_DATA_OFFSET, claimed, TCP_HEADER_SIZE, 12 };
  if (claimed > length)
    return (struct wire_fault){ WIRE_TCP_DATA_OFFSET, claimed, (uint32_t) length, 12 };
  *header_length = claimed;

  size_t there = captured < claimed ? captured : claimed;
  struct wire_fault fault = tcp_options_read (octets + TCP_HEADER_SIZE, there - TCP_HEADER_SIZE, &segment->options);

  if (captured < claimed) /* an option that seems to pass the end may be whole on the wire */
    return (struct wire_fault){ WIRE_TCP_SHORT, (uint32_t) captured, claimed, 0 };
  fault.offset += fault.kind != WIRE_OK ? TCP_HEADER_SIZE : 0;
  return fault;
}
