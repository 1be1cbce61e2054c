/* Packets, headers and options: any octets may be read, and what was read whole is written and read the same. */
#include "fuzz.h"

#include "wire/arp.h"
#include "wire/ethernet.h"
#include "wire/icmp.h"
#include "wire/neighbour.h"
#include "wire/packet.h"
#include "wire/segment-text.h"

#include <string.h>

static bool
is_same_segment (const struct segment *a, const struct segment *b)
{
  return endpoint_equal (&a->source, &b->source) && endpoint_equal (&a->destination, &b->destination)
         && a->seq == b->seq && a->ack == b->ack && a->wnd == b->wnd && a->up == b->up && a->flags == b->flags
         && a->ecn == b->ecn && a->length == b->length && (a->length == 0 || memcmp (a->text, b->text, a->length) == 0);
}

static bool
is_same_options (const struct tcp_options *a, const struct tcp_options *b)
{
  return a->present == b->present && a->mss == b->mss && a->window_scale == b->window_scale && a->ts_val == b->ts_val
         && a->ts_ecr == b->ts_ecr && a->user_timeout == b->user_timeout && a->sack_count == b->sack_count
         && memcmp (a->sack, b->sack, a->sack_count * sizeof *a->sack) == 0
         && a->fast_open_length == b->fast_open_length
         && memcmp (a->fast_open_cookie, b->fast_open_cookie, a->fast_open_length) == 0;
}

/* Written again it has a right checksum and says the same. Options that we do not know are not written. */
static void
check_written (const struct packet *packet)
{
  static uint8_t octets[65535 + PACKET_HEADERS_MAX];
  struct packet again;
  struct packet copy = *packet;

  copy.segment.options.present &= (uint8_t) ~TCP_OPTION_UNKNOWN;
  size_t length = packet_write (&copy, octets, sizeof octets);
  if (length == 0)
    return;
  FUZZ_CHECK (packet_read (octets, length, length, &again).kind == WIRE_OK);
  FUZZ_CHECK (again.segment.checksum == CHECKSUM_GOOD);
  FUZZ_CHECK (is_same_segment (&copy.segment, &again.segment));
  FUZZ_CHECK (is_same_options (&copy.segment.options, &again.segment.options));
}

static void
check_text (const struct segment *segment)
{
  char text[SEGMENT_TEXT_SIZE];
  struct segment again;

  segment_format (segment, 0, 0, text);
  FUZZ_CHECK (strlen (text) < SEGMENT_TEXT_SIZE);
  FUZZ_CHECK (segment_parse (text, 0, 0, &again) == NULL);
  FUZZ_CHECK (again.flags == segment->flags && again.seq == segment->seq && again.length == segment->length);
}

/* A message of neighbour discovery, written again, says the same. */
static void
check_neighbour (const struct neighbour_message *message)
{
  uint8_t octets[NEIGHBOUR_PACKET_SIZE];
  struct neighbour_message again;
  size_t length = neighbour_write (message, octets);

  FUZZ_CHECK (neighbour_read (octets, length, &again).kind == WIRE_OK);
  FUZZ_CHECK (again.type == message->type && ip_address_equal (&again.source, &message->source)
              && ip_address_equal (&again.destination, &message->destination)
              && ip_address_equal (&again.target, &message->target));
  FUZZ_CHECK (again.router == message->router && again.solicited == message->solicited
              && again.replaces == message->replaces && again.has_mac == message->has_mac
              && mac_address_equal (&again.mac, &message->mac));
}

/* An error that was read and is written about a packet of the same ends says the same. */
static void
check_icmp (const uint8_t *octets, size_t length)
{
  static uint8_t quoted[PACKET_HEADERS_MAX];
  static uint8_t written[ICMP_ERROR_MAX];
  struct icmp_error error, again;

  icmp_is_carried (octets, length);
  if (icmp_error_read (octets, length, &error).kind != WIRE_OK)
    return;
  struct packet packet = { .segment = { .source = error.source, .destination = error.destination, .seq = error.seq } };
  size_t size = packet_write (&packet, quoted, sizeof quoted);
  size = icmp_error_write (&error, quoted, size, written, sizeof written);
  FUZZ_CHECK (icmp_error_read (written, size, &again).kind == WIRE_OK);
  FUZZ_CHECK (again.type == error.type && again.code == error.code && again.mtu == error.mtu);
  FUZZ_CHECK (again.seq == error.seq && endpoint_equal (&again.source, &error.source)
              && endpoint_equal (&again.destination, &error.destination));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  struct fuzz_input input = { data, size };
  size_t missing = fuzz_take8 (&input);
  struct ethernet_header ethernet;
  struct arp_message arp;
  struct neighbour_message neighbour;
  struct packet packet;

  ethernet_read (input.next, input.left, &ethernet);
  arp_read (input.next, input.left, &arp);
  if (neighbour_read (input.next, input.left, &neighbour).kind == WIRE_OK)
    check_neighbour (&neighbour);
  check_icmp (input.next, input.left);
  struct wire_fault fault = packet_read (input.next, input.left, input.left + (missing < 8 ? 0 : missing), &packet);
  FUZZ_CHECK (packet.ip_header_length + packet.tcp_header_length <= input.left + 40);
  if (packet.tcp_header_length == 0)
    return 0;
  FUZZ_CHECK (packet.captured_text <= packet.segment.length && packet.captured_text <= input.left);
  check_text (&packet.segment);
  if (fault.kind == WIRE_OK && packet.captured_text == packet.segment.length)
    check_written (&packet);
  return 0;
}
