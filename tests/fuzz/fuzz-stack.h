/* The bench of fuzz-stack.c: a stack, and the network around it that does as the input says. */
#pragma once

#include "fuzz.h"

#include "invariants.h"
#include "tcp/stack.h"

#define FUZZ_SOCKETS_MAX 64

/* Packets that left, the newest of which can be quoted by ICMP. */
#define FUZZ_KEPT 4
#define FUZZ_KEPT_OCTETS 1600

struct fuzz_packet
{
  size_t length; /* 0: none yet */
  uint8_t octets[FUZZ_KEPT_OCTETS];
};

struct fuzz_bench
{
  struct tcp_stack *stack;
  struct tcp_config config; /* as the stack began with */
  struct ip_address address;
  struct invariants invariants;
  vtime now;
  struct fuzz_packet kept[FUZZ_KEPT];
  unsigned kept_next;
  bool text_unknown; /* octets were given to a connection whose first number was not known */
};

/* Octets whose values follow from the sequence number of the first: of both directions, so whatever arrives or leaves
 * can be checked. At most 65536 of them. */
const uint8_t *fuzz_text (uint32_t seq);

/* One of the sockets there are, or sometimes one there is not. */
int fuzz_pick_socket (const struct fuzz_bench *bench, struct fuzz_input *input);

/* An address and port of the other side, one of a few. */
struct endpoint fuzz_peer (const struct fuzz_bench *bench, uint8_t which);

/* A packet leaves: checks and keeps it. */
void fuzz_packet_leaves (struct fuzz_bench *bench, const uint8_t *octets, size_t length);

/* What a sound peer would send next to a socket: its part of the handshake, or the ACK of all there is, and some text.
 */
void fuzz_peer_answers (struct fuzz_bench *bench, struct fuzz_input *input);

/* A segment for a socket, its numbers, options and window near those that the socket expects. */
void fuzz_segment_arrives (struct fuzz_bench *bench, struct fuzz_input *input);

/* An ICMP error about a packet that left. */
void fuzz_icmp_arrives (struct fuzz_bench *bench, struct fuzz_input *input);

/* Octets of the input, as they are. */
void fuzz_octets_arrive (struct fuzz_bench *bench, struct fuzz_input *input);
