/* Dialogues written by hand into a trace, exactly as trace/event.h says: what the tests of the picture draw. */
#pragma once

#include "trace/trace.h"

struct story
{
  struct trace *trace;
  vtime now;
  vtime delay;
  uint32_t iss[HOST_COUNT];
  enum tcp_state states[HOST_COUNT];
  event_id causes[HOST_COUNT]; /* the last event at each host */
  uint32_t duplicate_acks;
};

struct story *story_new (uint32_t iss_a, uint32_t iss_b, vtime delay);

/* Frees the story and gives its trace away. */
struct trace *story_end (struct story *story);

void story_at (struct story *story, vtime now);
event_id story_call (struct story *story, unsigned host, enum tcp_reason reason, uint32_t octets);
event_id story_state (struct story *story, unsigned host, enum tcp_state after);
event_id story_state_known (struct story *story, unsigned host, enum tcp_state before, enum tcp_state after,
                            enum trace_knowledge knowledge);
event_id story_tell (struct story *story, unsigned host, enum trace_kind kind, enum tcp_reason reason, uint32_t octets);

/* Sends a segment whose numbers are relative to the initial ones. Returns the TRACE_CARRY of its copy. */
event_id story_send (struct story *story, unsigned host, uint8_t flags, uint32_t seq, uint32_t ack, uint32_t length,
                     uint16_t marks);
/* The same, without a copy on its way. Returns the TRACE_SEND. */
event_id story_send_only (struct story *story, unsigned host, uint8_t flags, uint32_t seq, uint32_t ack,
                          uint32_t length, uint16_t marks);
event_id story_carry (struct story *story, unsigned host, event_id cause, vtime until, enum trace_knowledge knowledge);
event_id story_arrive (struct story *story, event_id carry);
event_id story_link (struct story *story, enum trace_kind kind, event_id carry, vtime until);
/* A router reports the loss; half of the way is before it. */
event_id story_report (struct story *story, event_id loss, uint32_t mtu);
/* A segment that the host did not send comes in halfway. Returns the TRACE_CARRY of its copy. */
event_id story_inject (struct story *story, unsigned host, uint8_t flags, uint32_t seq, uint32_t ack);
event_id story_timer (struct story *story, unsigned host, enum trace_kind kind, enum tcp_timer timer, vtime duration);

/* The pictures of the design. */
struct trace *story_handshake (uint32_t iss_a, uint32_t iss_b);
struct trace *story_close (void);
struct trace *story_full (void);
struct trace *story_loss (void);
struct trace *story_window (vtime until);
struct trace *story_capture (void);

/* And what they do not show. */
struct trace *story_last_ack_lost (void);
struct trace *story_simultaneous_close (void);
struct trace *story_three_segment_close (void);
struct trace *story_faults (void);

/* A dialogue by chance: sends, losses, arrivals, timers and states in no sensible order, but as a trace has them. */
struct trace *story_random (uint64_t seed, size_t events);
