/* The parts of infer_trace: measuring, losses, order and times, states. Internal to the inference. */
#pragma once

#include "base/seq-ranges.h"
#include "trace/infer.h"
#include "trace/store.h"

#define NOT_SEEN SIZE_MAX

/* A captured segment and what was found out about it. */
struct seen
{
  const struct captured_segment *captured;
  vtime time;    /* of the capture, never before that of the segment before */
  vtime sent;    /* at its sender */
  vtime arrived; /* at its receiver, or would have */
  size_t needs;  /* segments before this index that go to its sender had reached it: it acknowledges them */
  uint32_t end;  /* the number after its text, SYN and FIN */
  uint32_t gap;  /* MARK_GAP_BEFORE: where the octets begin that were not captured */
  uint16_t marks;
  uint8_t ordinal;
  uint8_t from; /* host */
  bool lost;
  bool gap_was_sent; /* the octets of the gap were sent before this segment, and not merely overtaken */
  bool is_new;       /* brings numbers that its receiver had not acknowledged when it was captured */
};

/* What the whole capture tells of one end, so that a look ahead costs nothing. Indices are NOT_SEEN when there is none.
 */
struct outlook
{
  size_t count;
  size_t first_syn; /* without ACK */
  size_t first_syn_ack;
  size_t last_live;  /* the last segment that is not a reset */
  size_t last_new;   /* the last segment with text or FIN that was not sent before */
  bool acknowledges; /* it sent an ACK that is neither SYN nor reset */
};

struct dialogue
{
  struct seen *seen;
  size_t count;
  struct outlook outlook[HOST_COUNT];
  uint32_t first[HOST_COUNT]; /* initial sequence number, or one before the first number known */
  vtime one_way;
  vtime distance[HOST_COUNT]; /* from the capture point to this end */
  vtime soonest[HOST_COUNT];  /* the least time this end took to answer, seen from the capture point; 0 when unknown */
  vtime round_trip;
  bool round_trip_measured;
  enum capture_point point;
};

static inline const struct segment *
seen_segment (const struct seen *seen)
{
  return &seen->captured->segment;
}

static inline bool
seen_has (const struct seen *seen, uint8_t flag)
{
  return seen_segment (seen)->flags & flag;
}

static inline unsigned
other_host (unsigned host)
{
  return HOST_A + HOST_B - host;
}

/* True when an ACK covers some number of a segment that went the other way, so that it has arrived. */
static inline bool
acknowledges_part (const struct seen *ack, const struct seen *segment)
{
  return seen_has (ack, TCP_ACK) && segment_len (seen_segment (segment)) > 0
         && seq_gt (seen_segment (ack)->ack, seen_segment (segment)->seq);
}

/* True when an ACK covers all numbers of a segment that went the other way, by its number or by SACK. */
bool acknowledges (const struct seen *ack, const struct seen *segment);

/* Round trip and capture point (infer-measure.c). */
void dialogue_measure (struct dialogue *dialogue);

/* Which copies were lost behind the capture point, which gaps were sent (infer-loss.c). False without memory. */
bool dialogue_find_losses (struct dialogue *dialogue);

/* What happens at one end, in order: a segment is sent or arrives. */
struct step
{
  size_t index;
  bool arrival;
};

struct steps
{
  struct step *steps;
  size_t length;
};

/* Puts what one end sent and received in order and gives the times there (infer-order.c). False without memory. */
bool dialogue_order (struct dialogue *dialogue, unsigned host, struct steps *steps);

/* An event before it is appended; its index is the id it will get. */
struct draft
{
  struct trace_event event;
  size_t index; /* of a SEND: its captured segment, or its segment in made_up */
  bool made_up; /* a SEND of what was not captured */
};

struct drafts
{
  struct draft *drafts;
  size_t length;
  size_t capacity;
  struct store made_up; /* struct segment */
  bool failed;          /* no memory: what was added since is missing */
};

void drafts_init (struct drafts *drafts);
void drafts_clear (struct drafts *drafts);

/* Adds a draft and returns its id. */
event_id drafts_add (struct drafts *drafts, const struct trace_event *event, size_t index);

/* Adds a SEND of a segment that was not captured. */
event_id drafts_add_made_up (struct drafts *drafts, const struct trace_event *event, const struct segment *segment);

/* Drafts all events of a dialogue (infer-events.c); *origin is the capture time of the first one. False without
 * memory. */
bool dialogue_draft (struct dialogue *dialogue, struct drafts *drafts, vtime *origin);

/* One end as the inference sees it (infer-states.c). */
struct end_state
{
  enum tcp_state state;
  enum trace_knowledge knowledge;
  size_t unconfirmed; /* the first draft of a state that waits for its proof, or NOT_SEEN */
  bool passive;
  bool joined_late; /* the capture began when the connection was open: a pure ACK proves nothing */
  bool was_reset;   /* what it still sends was under way */
  bool fin_sent;
  bool fin_acked;
  bool fin_received;
  bool received_known;
  uint32_t fin_end;         /* the number after its FIN */
  uint32_t received;        /* all numbers before this have reached it */
  struct seq_ranges beyond; /* what reached it beyond a gap */
};

struct states
{
  const struct dialogue *dialogue;
  struct drafts *drafts;
  struct end_state ends[HOST_COUNT];
};

/* A change of state of one end. */
struct state_cause
{
  size_t index;   /* the captured segment behind it */
  event_id event; /* the event behind it, or EVENT_NONE */
  enum trace_knowledge knowledge;
};

static inline bool
is_after (size_t index, size_t than)
{
  return index != NOT_SEEN && index > than;
}

/* Moves an end to another state and adds the event. */
void states_change (struct states *states, unsigned host, vtime at, enum tcp_state after, enum tcp_reason reason,
                    struct state_cause cause);

/* What the end does now proves the state it is in, and with it the inferred ones that led there. Not FIN-WAIT-2: the
 * ACK of its FIN may as well have come only with the peer's FIN. */
void states_confirm (struct states *states, unsigned host);

/* Numbers left =< n < right have reached an end. */
void states_receive (struct end_state *end, uint32_t left, uint32_t right);

/* An end's own ACK tells what has reached it, captured or not. */
void states_receive_all (struct end_state *end, uint32_t ack);

/* True when the peer's FIN has reached an end, with all that lies before it, and was not taken yet. */
bool states_fin_has_come (const struct states *states, unsigned host);
void states_take_fin (struct states *states, unsigned host, vtime at, struct state_cause cause);

void states_init (struct states *states, const struct dialogue *dialogue, struct drafts *drafts);
void states_clear (struct states *states);

/* The states both ends have before the first segment. */
void states_begin (struct states *states, vtime at);

/* What a segment shows of its sender; called before the SEND is added. */
void states_send (struct states *states, size_t index);

/* What a segment does at its receiver; called after the ARRIVE was added. */
void states_arrive (struct states *states, size_t index, event_id arrive);
