#include "sim/host.h"

#include "wire/arp.h"
#include "wire/checksum.h"
#include "wire/packet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RESOLVE_INTERVAL SEC (1)
#define NOT_ASKED INT64_MIN

#define IPV4_HEADER_MIN 20
#define IPV6_HEADER_SIZE 40

struct neighbour
{
  struct ip_address address;
  struct mac_address mac;
};

/* A packet that waits for its neighbour's Ethernet address. */
struct waiting
{
  struct ip_address address;
  event_id sent;
  size_t length;
  uint8_t packet[HOST_MTU_MAX];
};

struct host
{
  struct tcp_stack *stack;
  struct host_sink sink;
  struct mac_address mac;
  struct ip_address address;
  vtime now; /* the instant of the stack's last event */

  struct neighbour neighbours[HOST_NEIGHBOURS_MAX];
  size_t neighbour_count;
  size_t next_neighbour; /* place for the next one when all are taken */

  struct waiting *waiting[HOST_WAITING_MAX]; /* oldest first */
  size_t waiting_count;
  struct ip_address asked;
  vtime asked_at;
};

static void packet_out (struct host *host, const struct ip_address *destination, const uint8_t *packet, size_t length,
                        event_id sent);

static bool
is_specified (const struct ip_address *address)
{
  const struct ip_address none = { .family = address->family };

  return !ip_address_equal (address, &none);
}

/* --- frames out --- */

static void
frame_out (struct host *host, const struct mac_address *destination, uint16_t type, const uint8_t *payload,
           size_t length, event_id sent)
{
  uint8_t frame[HOST_FRAME_MAX];
  struct ethernet_header header = { .destination = *destination, .source = host->mac, .type = type };

  assert (length <= HOST_MTU_MAX);
  ethernet_write (&header, frame);
  memcpy (frame + ETHERNET_HEADER_SIZE, payload, length);
  host->sink.frame_out (host->sink.user, frame, ETHERNET_HEADER_SIZE + length, sent);
}

static void
send_arp (struct host *host, enum arp_operation operation, const struct mac_address *target_mac,
          const struct ip_address *target)
{
  struct arp_message message = {
    .operation = (uint16_t) operation,
    .sender_mac = host->mac,
    .sender = host->address,
    .target = *target,
  };
  uint8_t octets[ARP_SIZE];

  if (operation == ARP_REPLY)
    message.target_mac = *target_mac;
  arp_write (&message, octets);
  frame_out (host, operation == ARP_REPLY ? target_mac : &MAC_BROADCAST, ETHERNET_ARP, octets, sizeof octets,
             EVENT_NONE);
}

/* --- the neighbour cache --- */

static struct neighbour *
find_neighbour (struct host *host, const struct ip_address *address)
{
  for (size_t i = 0; i < host->neighbour_count; i++)
    if (ip_address_equal (&host->neighbours[i].address, address))
      return &host->neighbours[i];
  return NULL;
}

bool
host_knows_neighbour (const struct host *host, const struct ip_address *address)
{
  for (size_t i = 0; i < host->neighbour_count; i++)
    if (ip_address_equal (&host->neighbours[i].address, address))
      return true;
  return false;
}

/* Sends what waited for this neighbour, in order. */
static void
send_waiting (struct host *host, const struct ip_address *address)
{
  size_t kept = 0;

  for (size_t i = 0; i < host->waiting_count; i++)
    {
      struct waiting *waiting = host->waiting[i];

      if (!ip_address_equal (&waiting->address, address))
        {
          host->waiting[kept++] = waiting;
          continue;
        }
      packet_out (host, address, waiting->packet, waiting->length, waiting->sent);
      free (waiting);
    }
  host->waiting_count = kept;
}

void
host_add_neighbour (struct host *host, const struct ip_address *address, const struct mac_address *mac)
{
  struct neighbour *neighbour = find_neighbour (host, address);

  if (neighbour == NULL && host->neighbour_count < HOST_NEIGHBOURS_MAX)
    neighbour = &host->neighbours[host->neighbour_count++];
  if (neighbour == NULL)
    {
      neighbour = &host->neighbours[host->next_neighbour];
      host->next_neighbour = (host->next_neighbour + 1) % HOST_NEIGHBOURS_MAX;
    }
  *neighbour = (struct neighbour){ .address = *address, .mac = *mac };
  send_waiting (host, address);
}

void
host_resolve (struct host *host, const struct ip_address *address, vtime now)
{
  assert (address->family == IP_V4);
  host->asked = *address;
  host->asked_at = now;
  send_arp (host, ARP_REQUEST, NULL, address);
}

static void
keep_waiting (struct host *host, const struct ip_address *destination, const uint8_t *packet, size_t length,
              event_id sent)
{
  struct waiting *waiting = malloc (sizeof *waiting);

  if (waiting == NULL)
    return; /* lost like a packet that the network loses */
  if (host->waiting_count == HOST_WAITING_MAX)
    {
      free (host->waiting[0]);
      memmove (host->waiting, host->waiting + 1, --host->waiting_count * sizeof *host->waiting);
    }
  waiting->address = *destination;
  waiting->sent = sent;
  waiting->length = length;
  memcpy (waiting->packet, packet, length);
  host->waiting[host->waiting_count++] = waiting;
}

static void
packet_out (struct host *host, const struct ip_address *destination, const uint8_t *packet, size_t length,
            event_id sent)
{
  const struct neighbour *neighbour = find_neighbour (host, destination);

  if (neighbour != NULL)
    {
      frame_out (host, &neighbour->mac, destination->family == IP_V6 ? ETHERNET_IPV6 : ETHERNET_IPV4, packet, length,
                 sent);
      return;
    }
  keep_waiting (host, destination, packet, length, sent);
  if (destination->family == IP_V4
      && (host->asked_at == NOT_ASKED || host->now - host->asked_at >= RESOLVE_INTERVAL
          || !ip_address_equal (&host->asked, destination)))
    host_resolve (host, destination, host->now);
}

/* --- the stack's sink --- */

static event_id
stack_reports (void *user, const struct tcp_event *event)
{
  struct host *host = user;

  host->now = event->at;
  return host->sink.report (host->sink.user, event);
}

static void
stack_transmits (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  struct host *host = user;
  struct ip_address destination = { .family = host->address.family };

  if (destination.family == IP_V6)
    memcpy (destination.octets, packet + 24, 16);
  else
    memcpy (destination.octets, packet + 16, 4);
  packet_out (host, &destination, packet, length, sent);
}

/* --- frames in --- */

/* RFC 826, packet reception. */
static void
arp_in (struct host *host, const uint8_t *octets, size_t length)
{
  struct arp_message message;

  if (host->address.family != IP_V4 || arp_read (octets, length, &message).kind != WIRE_OK)
    return;
  bool for_us = ip_address_equal (&message.target, &host->address);
  bool usable = is_specified (&message.sender) && !(message.sender_mac.octets[0] & 1)
                && !ip_address_equal (&message.sender, &host->address);

  if (usable && (for_us || host_knows_neighbour (host, &message.sender)))
    host_add_neighbour (host, &message.sender, &message.sender_mac);
  if (for_us && message.operation == ARP_REQUEST)
    send_arp (host, ARP_REPLY, &message.sender_mac, &message.sender);
}

/* Whether a packet with a sound IPv4 header is something else than TCP for this host. A damaged header is for the stack
 * to report. */
static bool
is_foreign_ipv4 (const struct host *host, const uint8_t *packet, size_t length)
{
  size_t header = length > 0 ? (size_t) (packet[0] & 0x0f) * 4 : 0;

  if (length < IPV4_HEADER_MIN || packet[0] >> 4 != 4 || header < IPV4_HEADER_MIN || header > length
      || checksum_finish (checksum_add (0, packet, header)) != 0)
    return false;
  return packet[9] != IP_PROTOCOL_TCP || memcmp (packet + 16, host->address.octets, 4) != 0;
}

static bool
is_foreign_ipv6 (const struct host *host, const uint8_t *packet, size_t length)
{
  return length >= IPV6_HEADER_SIZE && packet[0] >> 4 == 6
         && (packet[6] != IP_PROTOCOL_TCP || memcmp (packet + 24, host->address.octets, 16) != 0);
}

/* The packet's length without Ethernet's padding. */
static size_t
length_unpadded (const uint8_t *packet, size_t length, uint16_t type)
{
  size_t told = length;

  if (type == ETHERNET_IPV4 && length >= IPV4_HEADER_MIN)
    told = (size_t) packet[2] << 8 | packet[3];
  else if (type == ETHERNET_IPV6 && length >= IPV6_HEADER_SIZE)
    told = IPV6_HEADER_SIZE + ((size_t) packet[4] << 8 | packet[5]);
  return told >= IPV4_HEADER_MIN && told < length ? told : length;
}

void
host_frame_in (struct host *host, const uint8_t *frame, size_t length, vtime now, event_id cause)
{
  struct ethernet_header header;

  if (ethernet_read (frame, length, &header).kind != WIRE_OK
      || !(mac_address_equal (&header.destination, &host->mac)
           || mac_address_equal (&header.destination, &MAC_BROADCAST)))
    return;

  const uint8_t *payload = frame + ETHERNET_HEADER_SIZE;
  size_t rest = length - ETHERNET_HEADER_SIZE;
  host->now = now;
  if (header.type == ETHERNET_ARP)
    arp_in (host, payload, rest);
  else if ((header.type == ETHERNET_IPV4 && host->address.family == IP_V4 && !is_foreign_ipv4 (host, payload, rest))
           || (header.type == ETHERNET_IPV6 && host->address.family == IP_V6 && !is_foreign_ipv6 (host, payload, rest)))
    tcp_stack_input (host->stack, payload, length_unpadded (payload, rest, header.type), now, cause);
}

/* --- life --- */

struct host *
host_new (const struct mac_address *mac, const struct ip_address *address, const struct tcp_config *config,
          const struct host_sink *sink)
{
  struct host *host = calloc (1, sizeof *host);
  struct tcp_config own = *config;

  if (host == NULL)
    return NULL;
  host->sink = *sink;
  host->mac = *mac;
  host->address = *address;
  host->asked_at = NOT_ASKED;
  if (own.mtu > HOST_MTU_MAX)
    own.mtu = HOST_MTU_MAX;
  host->stack = tcp_stack_new (
      &own, address, &(struct tcp_sink){ .user = host, .report = stack_reports, .transmit = stack_transmits });
  if (host->stack == NULL)
    {
      free (host);
      return NULL;
    }
  return host;
}

void
host_free (struct host *host)
{
  if (host == NULL)
    return;
  tcp_stack_free (host->stack);
  for (size_t i = 0; i < host->waiting_count; i++)
    free (host->waiting[i]);
  free (host);
}

struct tcp_stack *
host_stack (struct host *host)
{
  return host->stack;
}
