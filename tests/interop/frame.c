#include "frame.h"

#define TYPE_IPV4 0x0800
#define TYPE_IPV6 0x86dd
#define IPV6_HEADER 40
#define PROTOCOL_TCP 6
#define FLAGS 13 /* the octet of the TCP header with the flags */
#define FLAG_FIN 0x01
#define FLAG_SYN 0x02
#define FLAG_ACK 0x10

/* Where the TCP header begins, 0 when there is none. */
static size_t
tcp_offset (const uint8_t *frame, size_t length)
{
  const uint8_t *packet = frame + FRAME_HEADER;

  if (length < FRAME_HEADER + IPV6_HEADER)
    return 0;
  unsigned type = (unsigned) frame[12] << 8 | frame[13];
  if (type == TYPE_IPV4 && packet[9] == PROTOCOL_TCP)
    return FRAME_HEADER + (size_t) (packet[0] & 0x0f) * 4;
  if (type == TYPE_IPV6 && packet[6] == PROTOCOL_TCP)
    return FRAME_HEADER + IPV6_HEADER;
  return 0;
}

bool
frame_is_tcp (const uint8_t *frame, size_t length)
{
  return tcp_offset (frame, length) > 0;
}

/* 0 when there is no TCP header. */
static uint8_t
tcp_flags (const uint8_t *frame, size_t length)
{
  size_t offset = tcp_offset (frame, length);

  return offset > 0 && offset + FLAGS < length ? frame[offset + FLAGS] : 0;
}

bool
frame_is_fin (const uint8_t *frame, size_t length)
{
  return (tcp_flags (frame, length) & FLAG_FIN) != 0;
}

bool
frame_is_opening (const uint8_t *frame, size_t length)
{
  return (tcp_flags (frame, length) & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
}
