/* The one event type: what happened, where, when and why; from the simulator and from captures alike. */
#pragma once

#include "base/event-id.h"
#include "base/vtime.h"
#include "tcp/event.h"

/* The two ends of a picture. */
#define HOST_A 0
#define HOST_B 1
#define HOST_COUNT 2
#define HOST_NONE 0xff

enum trace_kind
{
  /* at a host */
  TRACE_CALL,         /* octets */
  TRACE_SEND,         /* segment */
  TRACE_ARRIVE,       /* segment; cause = the TRACE_CARRY that brought it, or a TRACE_ICMP, then without segment */
  TRACE_DISCARD,      /* segment; cause = its TRACE_ARRIVE, or the TRACE_CARRY when it was not even readable */
  TRACE_STATE,        /* before, after */
  TRACE_TIMER_START,  /* timer, until */
  TRACE_TIMER_STOP,   /* timer */
  TRACE_TIMER_EXPIRE, /* timer */
  TRACE_DELIVER,      /* octets */
  TRACE_NOTICE,
  TRACE_UPDATE,

  /* on the link: host = the sender */
  TRACE_CARRY, /* one copy of a segment is on its way; cause = TRACE_SEND (or TRACE_DUPLICATE, or
                  TRACE_INJECT), until = arrival */
  TRACE_LOSS,  /* the copy is lost at this instant; cause = its TRACE_CARRY; command, if any, is in `by`; octets = the
                  MTU that was too small, if one was */
  TRACE_DELAY, /* the copy will arrive at until instead; cause = its TRACE_CARRY */
  TRACE_DUPLICATE, /* a second copy is made; cause = the TRACE_CARRY of the first, the next TRACE_CARRY is the copy's */
  TRACE_CORRUPT,   /* octets of the copy were changed; cause = its TRACE_CARRY; octets = offset in the packet */
  TRACE_HOLD,      /* the copy is kept aside; cause = its TRACE_CARRY */
  TRACE_RELEASE,   /* it goes on and arrives at until; cause = its TRACE_CARRY */
  TRACE_ICMP,      /* a router's report is on its way, back to the host that sent what it is about: packet but no
                      segment; cause = the TRACE_LOSS, until = arrival, octets = the MTU that it names. Its own fate is
                      told as that of a copy. */
  TRACE_INJECT,    /* a segment that the host did not send comes onto the link halfway, in its name; cause = the
                      TRACE_COMMAND, the next TRACE_CARRY is its copy */

  /* by a person or a scenario file: host = whom it is for, HOST_NONE for the link */
  TRACE_COMMAND, /* command = index into the run's list of commands */
};

#define TRACE_KIND_COUNT (TRACE_COMMAND + 1)

/* What an event's numbers rest on (captures; a simulated run is all proven). */
enum trace_knowledge
{
  KNOWLEDGE_PROVEN,
  KNOWLEDGE_INFERRED,
  KNOWLEDGE_UNKNOWN,
};

/* Marks of a segment, set when it is appended: the sender's knowledge in a run, inference in a capture. */
enum trace_mark
{
  MARK_RETRANSMISSION = 0x01,      /* also beside FAST_RETRANSMISSION and SPURIOUS */
  MARK_FAST_RETRANSMISSION = 0x02, /* soon after duplicate ACKs that ask for it */
  MARK_DUPLICATE_ACK = 0x04,       /* ordinal counts them */
  MARK_OUT_OF_ORDER = 0x08,
  MARK_ZERO_WINDOW = 0x10,
  MARK_WINDOW_PROBE = 0x20,
  MARK_KEEPALIVE = 0x40,
  MARK_WINDOW_UPDATE = 0x80,
  MARK_GAP_BEFORE = 0x100,        /* capture: octets before this segment were not seen */
  MARK_SPURIOUS = 0x200,          /* capture: everything in it had been acknowledged */
  MARK_ESTIMATED_TIME = 0x400,    /* the instant is an estimate (the far end of a capture) */
  MARK_KEEPALIVE_ACK = 0x800,     /* the answer to a keep-alive */
  MARK_WINDOW_PROBE_ACK = 0x1000, /* the answer to a window probe, the window is still closed */
  MARK_WINDOW_FULL = 0x2000,      /* fills the window that the receiver offered */
  MARK_ACK_OF_UNSEEN = 0x4000,    /* capture: acknowledges octets that were not seen */
  MARK_REUSED_PORTS = 0x8000,     /* capture: a SYN between ends that an older connection had */
};

#define TRACE_INDEX_NONE UINT32_MAX

struct trace_event
{
  vtime at;
  vtime until;         /* see the kinds; VTIME_NEVER else */
  event_id id;         /* its index in the trace; set by trace_append */
  event_id cause;      /* earlier event, or EVENT_NONE */
  event_id by;         /* LOSS, DELAY, …: the TRACE_COMMAND behind it, or EVENT_NONE */
  uint32_t connection; /* at this host; 0 when none */
  uint32_t octets;
  uint32_t command;  /* of TRACE_COMMAND; of a capture: which captured segment this is, or TRACE_INDEX_NONE */
  uint32_t segment;  /* index for trace_segment, or TRACE_INDEX_NONE; set by trace_append */
  uint32_t vars;     /* index for trace_vars, or TRACE_INDEX_NONE; set by trace_append */
  uint16_t reason;   /* enum tcp_reason */
  uint16_t marks;    /* of enum trace_mark */
  uint8_t kind;      /* enum trace_kind */
  uint8_t host;      /* HOST_A, HOST_B, HOST_NONE */
  uint8_t before;    /* enum tcp_state */
  uint8_t after;     /* enum tcp_state */
  uint8_t timer;     /* enum tcp_timer */
  uint8_t knowledge; /* enum trace_knowledge */
  uint8_t ordinal;   /* MARK_DUPLICATE_ACK: its count (dup 1, dup 2 …) */
  uint8_t reserved;
};

/* What the engine reports, as an event of the trace at a host; without marks. */
struct trace_event trace_event_of (const struct tcp_event *event, unsigned host);
