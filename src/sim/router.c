/* The router halfway, of which nothing is seen but what it does to packets that the next link does not take (RFC 1191
 * §4, RFC 4443 §3.2): it drops them, and tells the sender so unless its reports are filtered. It also drops, without a
 * word, what is meant for an address that no host has. */
#include "sim/private.h"

#include "wire/ethernet.h"
#include "wire/icmp.h"

#include <string.h>

/* The last octet of its address, or the nearest one below that no host has. */
#define ROUTER_NUMBER 254

#define IPV4_FLAGS_PLACE 6
#define IPV4_DONT_FRAGMENT 0x40
#define IPV4_DESTINATION_PLACE 16
#define IPV6_DESTINATION_PLACE 24

/* Fragments are put together again before the receiver's TCP sees them, so what may be cut passes whole. */
static bool
may_be_cut (const uint8_t *packet)
{
  return packet[0] >> 4 == 4 && (packet[IPV4_FLAGS_PLACE] & IPV4_DONT_FRAGMENT) == 0;
}

/* An answer to what came from an invented address; a damaged address is none of those. */
static bool
is_for_nobody (const struct sim *sim, const struct copy *copy)
{
  struct ip_address to = sim->scenario.hosts[1 - copy->from].address;
  const uint8_t *packet = copy->frame + ETHERNET_HEADER_SIZE;
  size_t size = to.family == IP_V6 ? 16 : 4;
  const uint8_t *written = packet + (to.family == IP_V6 ? IPV6_DESTINATION_PLACE : IPV4_DESTINATION_PLACE);

  if (memcmp (written, to.octets, size) == 0)
    return false;
  memcpy (to.octets, written, size);
  return host_knows_neighbour (sim->hosts[copy->from].host, &to);
}

void
router_look (struct sim *sim, size_t slot, vtime at)
{
  const struct copy *copy = sim->copies[slot];
  const struct scenario_link *setup = &sim->links[copy->from].setup;

  if (copy->incident != INCIDENT_LOSS && is_for_nobody (sim, copy))
    link_plan_incident (sim, slot, INCIDENT_LOSS, REASON_LINK_NOBODY, at, EVENT_NONE);
  if (setup->mtu == 0 || copy->incident == INCIDENT_LOSS || copy->length - ETHERNET_HEADER_SIZE <= setup->mtu
      || may_be_cut (copy->frame + ETHERNET_HEADER_SIZE))
    return;
  link_plan_incident (sim, slot, INCIDENT_LOSS, setup->icmp_too_big ? REASON_LINK_TOO_BIG : REASON_LINK_TOO_BIG_SILENT,
                      at, EVENT_NONE);
}

struct ip_address
router_address (const struct scenario *scenario)
{
  const struct ip_address *a = &scenario->hosts[HOST_A].address, *b = &scenario->hosts[HOST_B].address;
  struct ip_address own = *a;
  uint8_t *last = &own.octets[own.family == IP_V6 ? 15 : 3];

  *last = ROUTER_NUMBER;
  while (ip_address_equal (&own, a) || ip_address_equal (&own, b))
    (*last)--;
  return own;
}

/* The frame that tells a host of a packet of its own. On its Ethernet the router stands where the other host seems to
 * be. */
static size_t
write_report (const struct sim *sim, const struct copy *lost, uint8_t frame[static SIM_FRAME_MAX])
{
  const struct scenario_host *hosts = sim->scenario.hosts;
  bool v6 = hosts[lost->from].address.family == IP_V6;
  struct icmp_error error = {
    .from = router_address (&sim->scenario),
    .to = hosts[lost->from].address,
    .type = v6 ? ICMPV6_PACKET_TOO_BIG : ICMP_UNREACHABLE,
    .code = v6 ? 0 : ICMP_FRAGMENTATION_NEEDED,
    .mtu = sim->links[lost->from].setup.mtu,
  };
  struct ethernet_header ethernet = {
    .destination = hosts[lost->from].mac,
    .source = hosts[1 - lost->from].mac,
    .type = v6 ? ETHERNET_IPV6 : ETHERNET_IPV4,
  };

  ethernet_write (&ethernet, frame);
  return ETHERNET_HEADER_SIZE
         + icmp_error_write (&error, lost->frame + ETHERNET_HEADER_SIZE, lost->length - ETHERNET_HEADER_SIZE,
                             frame + ETHERNET_HEADER_SIZE, SIM_FRAME_MAX - ETHERNET_HEADER_SIZE);
}

void
router_drop (struct sim *sim, size_t slot)
{
  uint8_t frame[SIM_FRAME_MAX];
  const struct copy *copy = sim->copies[slot];
  unsigned from = copy->from;
  enum tcp_reason reason = copy->incident_reason;
  size_t length = write_report (sim, copy, frame);
  event_id loss
      = sim_note (sim, TRACE_LOSS, from, reason, copy->carry, EVENT_NONE, VTIME_NEVER, sim->links[from].setup.mtu);

  link_remove (sim, slot);
  if (reason == REASON_LINK_TOO_BIG)
    link_send_report (sim, 1 - from, frame, length, loss);
}
