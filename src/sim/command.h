/* Commands: everything a person or a scenario file asks of a run. Data, so that scenario + seed + commands rebuild the
 * run bit for bit. */
#pragma once

#include "base/event-id.h"
#include "base/vtime.h"
#include "wire/segment.h"

#include <stdbool.h>
#include <stdint.h>

enum sim_command_kind
{
  /* calls of the program on a host; `connection` 0 means the host's newest connection */
  COMMAND_LISTEN,
  COMMAND_CONNECT, /* amount = octets that the program writes by the same call */
  COMMAND_SEND,    /* amount = octets; the program writes on when the buffer had no room for all of them */
  COMMAND_RECEIVE, /* amount = octets; 0 = all that is there */
  COMMAND_SHUTDOWN,
  COMMAND_CLOSE,
  COMMAND_ABORT,
  COMMAND_READING, /* amount = 1: the program reads what arrives, 0: it does not */

  /* on a copy of a segment under way; copy = its TRACE_CARRY. Drop and corrupt also reach a held copy. */
  COMMAND_DROP,
  COMMAND_DELAY,     /* duration = how much later it arrives */
  COMMAND_DUPLICATE, /* the second copy sets off now and arrives a tenth of the link's delay after the first */
  COMMAND_CORRUPT,   /* amount = offset of the octet in the IP packet; 0 = the sequence number */
  COMMAND_HOLD,
  COMMAND_RELEASE, /* a held copy goes on; copy EVENT_NONE = the one held longest */

  /* on the link; host = the sender of the direction, HOST_NONE = both */
  COMMAND_LINK_LOSS,   /* amount = per million */
  COMMAND_LINK_DELAY,  /* duration = one-way delay */
  COMMAND_LINK_JITTER, /* duration */
  COMMAND_LINK_CUT,    /* amount = 1: nothing passes, 0: healed */

  /* on a host */
  COMMAND_CRASH, /* it loses its power and starts again at once: TCP has forgotten all, and the programs are gone */

  COMMAND_SWITCH, /* amount = 1: on, 0: off; which = enum tcp_switch */
  COMMAND_POWER,  /* amount = 0: it goes down and stays off, 1: it starts again, as after a crash */

  COMMAND_INJECT, /* segment comes onto the link halfway in the name of host, which did not send it */
};

#define SIM_COMMAND_KIND_COUNT (COMMAND_INJECT + 1)

/* The most octets of text of an injected segment. */
#define SIM_INJECT_MAX 1400

/* The longest `duration`: 1000 h. */
#define SIM_DURATION_MAX SEC (3600 * 1000)

/* True for the calls of a program (COMMAND_LISTEN … COMMAND_READING). */
static inline bool
sim_command_is_call (enum sim_command_kind kind)
{
  return kind <= COMMAND_READING;
}

/* True for those about one copy (COMMAND_DROP … COMMAND_RELEASE). */
static inline bool
sim_command_is_about_copy (enum sim_command_kind kind)
{
  return kind >= COMMAND_DROP && kind <= COMMAND_RELEASE;
}

/* True for those about the link (COMMAND_LINK_LOSS … COMMAND_LINK_CUT). */
static inline bool
sim_command_is_about_link (enum sim_command_kind kind)
{
  return kind >= COMMAND_LINK_LOSS && kind <= COMMAND_LINK_CUT;
}

/* A command's place within its instant; see the order in sim.h. */
enum sim_turn
{
  SIM_TURN_USUAL, /* a scenario's: after arrivals and timers; one's own: as SIM_TURN_LAST */
  SIM_TURN_FIRST, /* before all else; only what does not act on TCP, see sim_command_can_be_first */
  SIM_TURN_LAST,  /* when all else is done, each by itself: as a person means it who watches a finished instant */
};

/* True for those that may come before all else of an instant: on the link, and COMMAND_READING. */
static inline bool
sim_command_can_be_first (enum sim_command_kind kind)
{
  return kind == COMMAND_READING || sim_command_is_about_link (kind);
}

struct sim_command
{
  vtime at;
  uint8_t kind;  /* enum sim_command_kind */
  uint8_t host;  /* HOST_A, HOST_B, HOST_NONE */
  bool urgent;   /* of COMMAND_SEND: the last octet is the end of urgent data */
  uint8_t turn;  /* enum sim_turn; SIM_TURN_FIRST has no meaning for those that cannot be first */
  uint8_t which; /* of COMMAND_SWITCH */
  uint32_t connection;
  uint64_t amount;
  vtime duration;
  event_id copy;
  struct segment segment; /* of COMMAND_INJECT: source address IP_NONE and port 0 = those of the host; the destination
                             and the text are filled in. Of COMMAND_CONNECT: no more than the port that it is from */
};
