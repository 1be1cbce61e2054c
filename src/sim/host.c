#include "sim/host-private.h"

#include "sim/clock.h"

#include "wire/checksum.h"
#include "wire/icmp.h"
#include "wire/packet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define IPV4_HEADER_MIN 20
#define IPV6_HEADER_SIZE 40

/* --- frames out --- */

void
host_frame_out (struct host *host, const struct mac_address *destination, uint16_t type, const uint8_t *payload,
                size_t length, event_id sent)
{
  uint8_t frame[HOST_FRAME_MAX];
  struct ethernet_header header = { .destination = *destination, .source = host->mac, .type = type };

  assert (length <= HOST_MTU_MAX);
  ethernet_write (&header, frame);
  memcpy (frame + ETHERNET_HEADER_SIZE, payload, length);
  host->sink.frame_out (host->sink.user, frame, ETHERNET_HEADER_SIZE + length, sent);
}

/* --- the clock --- */

void
host_set_clock_skew (struct host *host, int32_t skew)
{
  assert (skew >= -CLOCK_SKEW_MAX && skew <= CLOCK_SKEW_MAX);
  host->clock_skew = skew;
}

vtime
host_clock (struct host *host, vtime now)
{
  host->now = now;
  return clock_at (host->clock_skew, now);
}

vtime
host_next_timeout (const struct host *host)
{
  return clock_instant (host->clock_skew, tcp_stack_next_timeout (host->stack));
}

/* What is due now is due now, also where the clock shows one time at two instants. */
static vtime
due (const struct host *host, vtime shown)
{
  vtime instant = clock_instant (host->clock_skew, shown);

  return instant > host->now ? instant : host->now;
}

/* The same event, and the same variables, with the run's instants in place of what the host's clock shows. */
static event_id
report_in_instants (struct host *host, const struct tcp_event *event)
{
  struct tcp_event told = *event;
  struct tcp_vars vars;

  told.at = host->now;
  if (event->kind == TCP_EVENT_TIMER_START)
    told.until = due (host, event->until);
  if (event->vars != NULL)
    {
      vars = *event->vars;
      for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
        vars.timer_deadline[timer] = due (host, vars.timer_deadline[timer]);
      vars.ts_recent_at = clock_instant (host->clock_skew, vars.ts_recent_at);
      vars.cubic_epoch = clock_instant (host->clock_skew, vars.cubic_epoch);
      told.vars = &vars;
    }
  return host->sink.report (host->sink.user, &told);
}

/* --- the stack's sink --- */

static event_id
stack_reports (void *user, const struct tcp_event *event)
{
  struct host *host = user;

  if (host->clock_skew != 0)
    return report_in_instants (host, event);
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
  host_packet_out (host, &destination, packet, length, sent);
}

/* --- frames in --- */

/* Whether a packet with a sound IPv4 header is neither TCP nor an ICMP error for this host. A damaged header is for the
 * stack to report. */
static bool
is_foreign_ipv4 (const struct host *host, const uint8_t *packet, size_t length)
{
  size_t header = length > 0 ? (size_t) (packet[0] & 0x0f) * 4 : 0;

  if (length < IPV4_HEADER_MIN || packet[0] >> 4 != 4 || header < IPV4_HEADER_MIN || header > length
      || checksum_finish (checksum_add (0, packet, header)) != 0)
    return false;
  return (packet[9] != IP_PROTOCOL_TCP && !icmp_is_error (packet, length))
         || memcmp (packet + 16, host->address.octets, 4) != 0;
}

static bool
is_foreign_ipv6 (const struct host *host, const uint8_t *packet, size_t length)
{
  return length >= IPV6_HEADER_SIZE && packet[0] >> 4 == 6
         && ((packet[6] != IP_PROTOCOL_TCP && !icmp_is_error (packet, length))
             || memcmp (packet + 24, host->address.octets, 16) != 0);
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
           || mac_address_equal (&header.destination, &MAC_BROADCAST) || host_is_in_group (host, &header.destination)))
    return;

  const uint8_t *payload = frame + ETHERNET_HEADER_SIZE;
  size_t rest = length - ETHERNET_HEADER_SIZE;
  host->now = now;
  if (header.type == ETHERNET_ARP)
    host_arp_in (host, payload, rest);
  else if (header.type == ETHERNET_IPV6 && host->address.family == IP_V6 && host_neighbour_in (host, payload, rest))
    return;
  else if ((header.type == ETHERNET_IPV4 && host->address.family == IP_V4 && !is_foreign_ipv4 (host, payload, rest))
           || (header.type == ETHERNET_IPV6 && host->address.family == IP_V6 && !is_foreign_ipv6 (host, payload, rest)))
    tcp_stack_input (host->stack, payload, length_unpadded (payload, rest, header.type), host_clock (host, now), cause);
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
