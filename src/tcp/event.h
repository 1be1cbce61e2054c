/* What the engine reports while it works, and where it reports to. */
#pragma once

#include "base/event-id.h"
#include "tcp/reason.h"
#include "tcp/state.h"
#include "tcp/vars.h"
#include "wire/segment.h"

#include <stddef.h>

enum tcp_event_kind
{
  TCP_EVENT_CALL,         /* octets: of SEND and RECEIVE */
  TCP_EVENT_SEND,         /* segment */
  TCP_EVENT_ARRIVE,       /* segment */
  TCP_EVENT_DISCARD,      /* segment */
  TCP_EVENT_STATE,        /* before, vars->state is after */
  TCP_EVENT_TIMER_START,  /* timer, until, duration; also a restart */
  TCP_EVENT_TIMER_STOP,   /* timer */
  TCP_EVENT_TIMER_EXPIRE, /* timer */
  TCP_EVENT_DELIVER,      /* octets */
  TCP_EVENT_NOTICE,
  TCP_EVENT_UPDATE,
};

struct tcp_event
{
  enum tcp_event_kind kind;
  enum tcp_reason reason;
  vtime at;
  event_id cause;        /* the event that this one follows from */
  uint32_t connection;   /* the stack's number for the connection; 0 when no connection is meant */
  enum tcp_state before; /* state before the event */
  enum tcp_state after;  /* state after it */
  enum tcp_timer timer;
  vtime until; /* of TIMER_START */
  uint32_t octets;
  const struct segment *segment; /* NULL when the event has none; borrowed for the call */
  const uint8_t *packet;         /* the IP packet of SEND, ARRIVE and DISCARD; borrowed for the call */
  size_t packet_length;
  const struct tcp_vars *vars; /* after the event; NULL when there is no TCB */
};

/* A connection or listener has entered a state. Like the sink's functions it must not call back into the stack. */
typedef void (*tcp_state_changed) (void *user, int socket, enum tcp_state before, enum tcp_state after,
                                   enum tcp_reason reason, vtime now);

/* Where events and packets go. The functions must not call back into the stack. */
struct tcp_sink
{
  void *user;

  /* Takes note of an event and returns its identity, which later events name as their cause. NULL when nobody wants to
   * know: the engine then spends no time on telling. */
  event_id (*report) (void *user, const struct tcp_event *event);

  /* Takes an IP packet to the network; `sent` is the identity of its TCP_EVENT_SEND. */
  void (*transmit) (void *user, const uint8_t *packet, size_t length, event_id sent);
};
