/* The inside of a host, shared by host.c (frames, the stack, life) and host-resolve.c (who has which Ethernet
 * address). */
#pragma once

#include "sim/host.h"

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
  vtime now; /* the instant of the stack's last event, or that of the last host_clock */
  int32_t clock_skew;

  struct neighbour neighbours[HOST_NEIGHBOURS_MAX];
  size_t neighbour_count;
  size_t next_neighbour; /* place for the next one when all are taken */

  struct waiting *waiting[HOST_WAITING_MAX]; /* oldest first */
  size_t waiting_count;
  struct ip_address asked;
  vtime asked_at;
};

#define NOT_ASKED INT64_MIN

/* host.c: sends a frame with this payload. */
void host_frame_out (struct host *host, const struct mac_address *destination, uint16_t type, const uint8_t *payload,
                     size_t length, event_id sent);

/* host-resolve.c: sends a packet to a neighbour, as soon as its Ethernet address is known. */
void host_packet_out (struct host *host, const struct ip_address *destination, const uint8_t *packet, size_t length,
                      event_id sent);

/* What arrives of ARP; what arrives of neighbour discovery, false when the packet is something else. */
void host_arp_in (struct host *host, const uint8_t *octets, size_t length);
bool host_neighbour_in (struct host *host, const uint8_t *packet, size_t length);

/* Whether a frame to this group is for the host: those of neighbour discovery for its address and for all nodes. */
bool host_is_in_group (const struct host *host, const struct mac_address *group);
