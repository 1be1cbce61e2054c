/* A host on an Ethernet: the TCP stack, its address of either family, and address resolution: ARP or neighbour
 * discovery (RFC 826, RFC 894, RFC 1122 §2.3; RFC 4861 §7.2, RFC 2464).
 *
 * Sans-IO like the stack: frames in by host_frame_in, frames out through the sink, calls straight to host_stack. The
 * simulator joins two of them; over a TAP device one of them talks to the kernel. */
#pragma once

#include "tcp/stack.h"
#include "wire/ethernet.h"

/* The largest packet a host sends: Ethernet's. A larger mtu in the configuration is lowered to it. */
#define HOST_MTU_MAX 1500
#define HOST_FRAME_MAX (ETHERNET_HEADER_SIZE + HOST_MTU_MAX)

/* Neighbours that are remembered (the one learned longest ago makes room), and packets that wait for a neighbour's
 * address (the oldest is thrown away). */
#define HOST_NEIGHBOURS_MAX 16
#define HOST_WAITING_MAX 16

/* Where a host's events and frames go. The functions must not call back into the host. */
struct host_sink
{
  void *user;

  /* As tcp_sink.report. */
  event_id (*report) (void *user, const struct tcp_event *event);

  /* Takes a frame to the network; `sent` is the TCP_EVENT_SEND of the packet in it, EVENT_NONE for
   * address resolution. */
  void (*frame_out) (void *user, const uint8_t *frame, size_t length, event_id sent);
};

struct host;

/* NULL when there is no memory. Everything is copied. */
struct host *host_new (const struct mac_address *mac, const struct ip_address *address, const struct tcp_config *config,
                       const struct host_sink *sink);
void host_free (struct host *host);

struct tcp_stack *host_stack (struct host *host);

/* Lets the host's clock run faster (above 0) or slower by so many parts per million, at most CLOCK_SKEW_MAX: its TCP
 * then measures all its times by it, timestamps and timers. Events, and the times in their variables, are told in
 * instants all the same. To be called before the first instant; whoever has called it gives the stack no `now` but
 * that of host_clock. */
void host_set_clock_skew (struct host *host, int32_t skew);

/* Takes the host to an instant, and returns what its clock shows: the `now` for calls of the stack. */
vtime host_clock (struct host *host, vtime now);

/* The instant at which the stack's next timer runs out; VTIME_NEVER when none runs. */
vtime host_next_timeout (const struct host *host);

/* A frame arrives. What is not for this host, and what it does not speak, is ignored without an event; a TCP packet
 * goes to the stack with `cause`, also when its header is damaged. */
void host_frame_in (struct host *host, const uint8_t *frame, size_t length, vtime now, event_id cause);

/* Asks for the Ethernet address of a neighbour, which has an address of the same family. Packets for an unknown
 * neighbour do so by themselves, at most once a second (RFC 1122 §2.3.2.1, RFC 4861 §7.2.2), and wait for the
 * answer. */
void host_resolve (struct host *host, const struct ip_address *address, vtime now);

/* Tells the address without asking. */
void host_add_neighbour (struct host *host, const struct ip_address *address, const struct mac_address *mac);

bool host_knows_neighbour (const struct host *host, const struct ip_address *address);
