/* What must hold of every event of a run, and of both hosts after every instant, whatever befalls them. */
#pragma once

#include "base/octet-hash.h"
#include "sim/sim.h"

#include <glib.h>

/* What is known of one connection, or listener, of a host. */
struct checked_connection
{
  uint32_t number;
  enum tcp_state state;
  event_id latest;                   /* the last event with its variables, or EVENT_NONE */
  struct tcp_vars vars;              /* those */
  event_id started[TCP_TIMER_COUNT]; /* the running timer's TIMER_START, or EVENT_NONE */
  uint64_t written;                  /* octets of SEND */
  uint64_t delivered;                /* octets received in order */
  uint64_t read;                     /* octets of RECEIVE */
  uint32_t right_edge;               /* RCV.NXT + RCV.WND at its highest */
  bool edge_known;
  bool is_child; /* came from a listener: back in LISTEN it is gone */
  bool given_up; /* the program called CLOSE or ABORT, or is gone: it reads no more */
};

struct checks
{
  const struct sim *sim;
  size_t done; /* events looked at */
  vtime now;
  GArray *connections[HOST_COUNT];         /* struct checked_connection, in the order they came */
  struct octet_hash read_hash[HOST_COUNT]; /* of what the program must have read */
  uint64_t read_octets[HOST_COUNT];
  char problem[400]; /* the first thing that did not hold */
};

void checks_init (struct checks *checks, const struct sim *sim);
void checks_clear (struct checks *checks);

/* Looks at what happened since the last call, which was an instant ago at most. False when something does not hold;
 * checks->problem then says what. */
bool checks_instant (struct checks *checks);

/* The run is over, faults have stopped and the programs have closed everything: every connection has ended. */
bool checks_end (struct checks *checks);

/* Nothing is left of it. */
bool checks_is_gone (const struct checked_connection *connection);

/* The octet at an offset of what a host sends in this scenario. */
uint8_t checks_octet (const struct scenario *scenario, unsigned host, uint64_t offset);
