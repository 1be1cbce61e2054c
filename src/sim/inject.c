/* Segments that no host sent: what an off-path attacker writes in a host's name, or an old duplicate that turns up.
 * They come onto the link halfway, behind the router, and from there on are copies like any other. */
#include "sim/private.h"

#include "wire/ethernet.h"
#include "wire/packet.h"

#include <string.h>

#define INJECTED_TTL 64

/* What the text of such a segment consists of, so that it shows in what a program reads. */
#define INJECTED_OCTET 'X'

static size_t
write_packet (const struct sim *sim, const struct sim_command *command, struct segment *segment,
              uint8_t octets[static HOST_MTU_MAX])
{
  uint8_t text[HOST_MTU_MAX];
  const struct scenario_host *from = &sim->scenario.hosts[command->host];
  const struct scenario_host *to = &sim->scenario.hosts[1 - command->host];
  struct packet packet = { .ttl = INJECTED_TTL, .dont_fragment = true };

  *segment = command->segment;
  if (segment->length > HOST_MTU_MAX)
    return 0;
  if (segment->source.address.family == IP_NONE)
    segment->source.address = from->address;
  if (segment->source.port == 0)
    segment->source.port = from->port;
  segment->destination = (struct endpoint){ .address = to->address, .port = to->port };
  memset (text, INJECTED_OCTET, sizeof text);
  segment->text = NULL; /* the caller's packet has it */
  packet.segment = *segment;
  packet.segment.text = text;
  return packet_write (&packet, octets, HOST_MTU_MAX);
}

bool
inject_fits (const struct sim *sim, const struct sim_command *command)
{
  uint8_t octets[HOST_MTU_MAX];
  struct segment segment;

  return command->host < HOST_COUNT
         && (command->segment.source.address.family == IP_NONE
             || command->segment.source.address.family == sim->scenario.hosts[0].address.family)
         && write_packet (sim, command, &segment, octets) > 0;
}

/* In the trace it stands with its packet, as there is no SEND of a host that could have it. */
static event_id
note_injected (struct sim *sim, unsigned from, const struct segment *segment, const uint8_t *packet, size_t length,
               event_id by)
{
  struct trace_event event = {
    .at = sim->now,
    .until = VTIME_NEVER,
    .cause = by,
    .by = EVENT_NONE,
    .octets = segment->length,
    .reason = REASON_LINK_INJECTED,
    .kind = TRACE_INJECT,
    .host = (uint8_t) from,
  };

  return trace_append (sim->trace, &event, segment, packet, length, NULL);
}

void
inject_segment (struct sim *sim, const struct sim_command *command, event_id by)
{
  const struct scenario_host *hosts = sim->scenario.hosts;
  uint8_t frame[SIM_FRAME_MAX];
  struct segment segment;

  if (!inject_fits (sim, command))
    return;
  unsigned from = command->host;
  bool v6 = hosts[from].address.family == IP_V6;
  struct ethernet_header ethernet = {
    .destination = hosts[1 - from].mac,
    .source = hosts[from].mac,
    .type = v6 ? ETHERNET_IPV6 : ETHERNET_IPV4,
  };
  uint8_t *packet = frame + ETHERNET_HEADER_SIZE;
  size_t length = write_packet (sim, command, &segment, packet);

  ethernet_write (&ethernet, frame);
  /* The way back is by the router, which stands where the other host seems to be. */
  host_add_neighbour (sim->hosts[1 - from].host, &segment.source.address, &hosts[from].mac);
  event_id injected = note_injected (sim, from, &segment, packet, length, by);
  link_send_injected (sim, from, frame, ETHERNET_HEADER_SIZE + length, injected);
}
