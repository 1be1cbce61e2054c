/* One step of the engine: a call, an arrival or a timeout that is being processed, and where its effects go. */
#pragma once

#include "tcp/event.h"
#include "tcp/path-mtu-cache.h"

/* The largest IP packet that is written. */
#define TCP_PACKET_MAX 65535

/* What all connections of one host send through. */
struct tcp_outlet
{
  struct tcp_sink sink;
  tcp_state_changed state_changed; /* NULL when nobody wants to know */
  void *state_user;
  uint16_t identification;        /* of the next IPv4 packet */
  uint8_t ttl;                    /* of packets that belong to no connection */
  struct path_mtu_cache paths;    /* what is known of the ways to other hosts */
  uint8_t text[TCP_PACKET_MAX];   /* scratch: the text of the segment that is being written */
  uint8_t packet[TCP_PACKET_MAX]; /* scratch: its packet */
};

struct tcp_step
{
  vtime now;
  event_id cause; /* the CALL, ARRIVE or TIMER_EXPIRE whose effects these are */
  struct tcp_outlet *outlet;
  const uint8_t *packet; /* of the segment that arrived; NULL in other steps */
  size_t packet_length;
  bool congestion_echo;            /* the segment that arrived has ECE, and ECN is in use */
  uint32_t window;                 /* SEG.WND of the segment that arrived, scaled (RFC 7323 §2.3) */
  bool duplicate_told;             /* the ACK that arrived has a D-SACK block */
  struct tcp_sack_block duplicate; /* which is this one */
  uint32_t urgent_pointer;         /* SEG.SEQ + SEG.UP of the segment that arrived */
};
