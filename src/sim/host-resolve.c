/* Who has which Ethernet address: ARP for IPv4 (RFC 826), neighbour discovery for IPv6 (RFC 4861 §7.2). */
#include "sim/host-private.h"

#include "wire/arp.h"
#include "wire/neighbour.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RESOLVE_INTERVAL SEC (1)

static bool
is_specified (const struct ip_address *address)
{
  const struct ip_address none = { .family = address->family };

  return !ip_address_equal (address, &none);
}

static bool
is_usable (const struct mac_address *mac)
{
  return !(mac->octets[0] & 1);
}

/* --- messages out --- */

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
  host_frame_out (host, operation == ARP_REPLY ? target_mac : &MAC_BROADCAST, ETHERNET_ARP, octets, sizeof octets,
                  EVENT_NONE);
}

static void
send_solicitation (struct host *host, const struct ip_address *target)
{
  struct neighbour_message message = {
    .type = NEIGHBOUR_SOLICITATION,
    .source = host->address,
    .destination = ip_address_solicited_node (target),
    .target = *target,
    .has_mac = true,
    .mac = host->mac,
  };
  struct mac_address group = mac_address_of_group (&message.destination);
  uint8_t packet[NEIGHBOUR_PACKET_SIZE];
  size_t length = neighbour_write (&message, packet);

  host_frame_out (host, &group, ETHERNET_IPV6, packet, length, EVENT_NONE);
}

/* The answer to who asks, or to all when somebody asks whether our address is free (§7.2.4). */
static void
send_advertisement (struct host *host, const struct ip_address *asker)
{
  bool solicited = is_specified (asker);
  struct neighbour_message message = {
    .type = NEIGHBOUR_ADVERTISEMENT,
    .source = host->address,
    .destination = solicited ? *asker : ip_address_all_nodes (),
    .target = host->address,
    .solicited = solicited,
    .replaces = true,
    .has_mac = true,
    .mac = host->mac,
  };
  uint8_t packet[NEIGHBOUR_PACKET_SIZE];
  size_t length = neighbour_write (&message, packet);

  if (solicited)
    {
      host_packet_out (host, asker, packet, length, EVENT_NONE);
      return;
    }
  struct mac_address group = mac_address_of_group (&message.destination);
  host_frame_out (host, &group, ETHERNET_IPV6, packet, length, EVENT_NONE);
}

void
host_resolve (struct host *host, const struct ip_address *address, vtime now)
{
  assert (address->family == host->address.family);
  host->asked = *address;
  host->asked_at = now;
  if (address->family == IP_V6)
    send_solicitation (host, address);
  else
    send_arp (host, ARP_REQUEST, NULL, address);
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
      host_packet_out (host, address, waiting->packet, waiting->length, waiting->sent);
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

void
host_packet_out (struct host *host, const struct ip_address *destination, const uint8_t *packet, size_t length,
                 event_id sent)
{
  const struct neighbour *neighbour = find_neighbour (host, destination);

  if (neighbour != NULL)
    {
      host_frame_out (host, &neighbour->mac, destination->family == IP_V6 ? ETHERNET_IPV6 : ETHERNET_IPV4, packet,
                      length, sent);
      return;
    }
  keep_waiting (host, destination, packet, length, sent);
  if (host->asked_at == NOT_ASKED || host->now - host->asked_at >= RESOLVE_INTERVAL
      || !ip_address_equal (&host->asked, destination))
    host_resolve (host, destination, host->now);
}

/* --- messages in --- */

/* RFC 826, packet reception. */
void
host_arp_in (struct host *host, const uint8_t *octets, size_t length)
{
  struct arp_message message;

  if (host->address.family != IP_V4 || arp_read (octets, length, &message).kind != WIRE_OK)
    return;
  bool for_us = ip_address_equal (&message.target, &host->address);
  bool usable = is_specified (&message.sender) && is_usable (&message.sender_mac)
                && !ip_address_equal (&message.sender, &host->address);

  if (usable && (for_us || host_knows_neighbour (host, &message.sender)))
    host_add_neighbour (host, &message.sender, &message.sender_mac);
  if (for_us && message.operation == ARP_REQUEST)
    send_arp (host, ARP_REPLY, &message.sender_mac, &message.sender);
}

/* §7.2.3: who asks us is learned on the way; a question without an Ethernet address is answered all the same. */
static void
solicitation_in (struct host *host, const struct neighbour_message *message)
{
  if (!ip_address_equal (&message->target, &host->address) || ip_address_equal (&message->source, &host->address))
    return;
  if (message->has_mac && is_usable (&message->mac))
    host_add_neighbour (host, &message->source, &message->mac);
  send_advertisement (host, &message->source);
}

static bool
is_wanted (const struct host *host, const struct ip_address *address)
{
  for (size_t i = 0; i < host->waiting_count; i++)
    if (ip_address_equal (&host->waiting[i]->address, address))
      return true;
  return host->asked_at != NOT_ASKED && ip_address_equal (&host->asked, address);
}

/* §7.2.5: what nobody asked about makes no entry; an entry changes when the advertisement says that it replaces it. */
static void
advertisement_in (struct host *host, const struct neighbour_message *message)
{
  if (!message->has_mac || !is_usable (&message->mac) || !is_specified (&message->target)
      || ip_address_equal (&message->target, &host->address))
    return;
  if (host_knows_neighbour (host, &message->target) ? message->replaces : is_wanted (host, &message->target))
    host_add_neighbour (host, &message->target, &message->mac);
}

bool
host_neighbour_in (struct host *host, const uint8_t *packet, size_t length)
{
  struct neighbour_message message;
  struct wire_fault fault = neighbour_read (packet, length, &message);

  if (fault.kind == WIRE_OK && message.type == NEIGHBOUR_SOLICITATION)
    solicitation_in (host, &message);
  else if (fault.kind == WIRE_OK)
    advertisement_in (host, &message);
  return message.type != 0;
}

bool
host_is_in_group (const struct host *host, const struct mac_address *group)
{
  struct ip_address solicited = ip_address_solicited_node (&host->address), all = ip_address_all_nodes ();
  struct mac_address ours = mac_address_of_group (&solicited), everyone = mac_address_of_group (&all);

  return host->address.family == IP_V6 && (mac_address_equal (group, &ours) || mac_address_equal (group, &everyone));
}
