/* What a segment does to the state of its receiver. */
#include "trace/infer-parts.h"

/* What an arrival makes of a state: proven when the segment was captured at this end and the state before is proven. */
static enum trace_knowledge
knowledge_of_arrival (const struct states *states, unsigned host)
{
  enum capture_point here = host == HOST_A ? CAPTURE_AT_CLIENT : CAPTURE_AT_SERVER;

  return states->dialogue->point == here && states->ends[host].knowledge == KNOWLEDGE_PROVEN ? KNOWLEDGE_PROVEN
                                                                                             : KNOWLEDGE_INFERRED;
}

/* True when the receiver goes on as if the reset had not come, beyond what was under way anyway. */
static bool
reset_is_ignored (const struct states *states, unsigned host, const struct seen *reset)
{
  const struct dialogue *dialogue = states->dialogue;
  size_t last = dialogue->outlook[host].last_live;

  return last != NOT_SEEN && dialogue->seen[last].sent > reset->arrived + dialogue->distance[host];
}

static void
arrive_reset (struct states *states, unsigned host, size_t index, struct state_cause cause)
{
  const struct seen *seen = &states->dialogue->seen[index];
  struct end_state *end = &states->ends[host];
  bool unknown = end->knowledge == KNOWLEDGE_UNKNOWN;

  if (!unknown && (end->state == TCP_CLOSED || end->state == TCP_LISTEN))
    return;
  if (reset_is_ignored (states, host, seen))
    {
      if (!unknown && end->state > TCP_SYN_RECEIVED)
        drafts_add (states->drafts,
                    &(struct trace_event){
                        .at = seen->arrived,
                        .until = VTIME_NEVER,
                        .kind = TRACE_DISCARD,
                        .host = (uint8_t) host,
                        .connection = 1,
                        .cause = cause.event,
                        .by = EVENT_NONE,
                        .reason = REASON_DISCARD_RST_OUTSIDE,
                        .knowledge = KNOWLEDGE_INFERRED,
                    },
                    index);
      return;
    }
  if (end->state == TCP_SYN_SENT)
    {
      const struct segment *segment = seen_segment (seen);

      if ((segment->flags & TCP_ACK) && segment->ack == states->dialogue->first[host] + 1)
        states_change (states, host, seen->arrived, TCP_CLOSED, REASON_STATE_REFUSED, cause);
    }
  else if (end->state == TCP_SYN_RECEIVED && end->passive)
    states_change (states, host, seen->arrived, TCP_LISTEN, REASON_STATE_BACK_TO_LISTEN, cause);
  else
    {
      end->was_reset = true;
      states_change (states, host, seen->arrived, TCP_CLOSED, REASON_STATE_RESET, cause);
    }
}

static void
arrive_syn (struct states *states, unsigned host, size_t index, struct state_cause cause)
{
  const struct seen *seen = &states->dialogue->seen[index];
  const struct segment *segment = seen_segment (seen);
  struct end_state *end = &states->ends[host];
  bool acks_syn = (segment->flags & TCP_ACK) && segment->ack == states->dialogue->first[host] + 1;

  if (end->state == TCP_LISTEN && !(segment->flags & TCP_ACK))
    {
      end->passive = true;
      states_change (states, host, seen->arrived, TCP_SYN_RECEIVED, REASON_STATE_SYN_ARRIVED, cause);
    }
  else if (end->state == TCP_SYN_SENT && acks_syn)
    states_change (states, host, seen->arrived, TCP_ESTABLISHED, REASON_STATE_SYN_ACKED, cause);
  else if (end->state == TCP_SYN_SENT && !(segment->flags & TCP_ACK))
    states_change (states, host, seen->arrived, TCP_SYN_RECEIVED, REASON_STATE_SYN_CROSSED, cause);
}

/* RFC 9293 §3.10.7.4, fifth check. A FIN in the same segment takes FIN-WAIT-1 straight to TIME-WAIT. */
static void
arrive_ack (struct states *states, unsigned host, size_t index, struct state_cause cause)
{
  const struct seen *seen = &states->dialogue->seen[index];
  struct end_state *end = &states->ends[host];
  uint32_t ack = seen_segment (seen)->ack;

  if (end->state == TCP_SYN_RECEIVED && seq_gt (ack, states->dialogue->first[host]))
    states_change (states, host, seen->arrived, TCP_ESTABLISHED, REASON_STATE_HANDSHAKE_DONE, cause);
  if (!end->fin_sent || end->fin_acked || seq_lt (ack, end->fin_end))
    return;
  end->fin_acked = true;
  switch (end->state)
    {
    case TCP_FIN_WAIT_1:
      if (states_fin_has_come (states, host))
        {
          end->fin_received = true;
          states_change (states, host, seen->arrived, TCP_TIME_WAIT, REASON_STATE_FIN_WITH_ACK, cause);
        }
      else
        states_change (states, host, seen->arrived, TCP_FIN_WAIT_2, REASON_STATE_FIN_ACKED, cause);
      break;
    case TCP_CLOSING:
      states_change (states, host, seen->arrived, TCP_TIME_WAIT, REASON_STATE_CLOSING_ACKED, cause);
      break;
    case TCP_LAST_ACK:
      states_change (states, host, seen->arrived, TCP_CLOSED, REASON_STATE_LAST_ACK_ACKED, cause);
      break;
    default:
      break;
    }
}

void
states_arrive (struct states *states, size_t index, event_id arrive)
{
  const struct seen *seen = &states->dialogue->seen[index];
  const struct segment *segment = seen_segment (seen);
  unsigned host = other_host (seen->from);
  struct end_state *end = &states->ends[host];
  struct state_cause cause = {
    .index = index,
    .event = arrive,
    .knowledge = knowledge_of_arrival (states, host),
  };

  if (segment->flags & TCP_RST)
    {
      arrive_reset (states, host, index, cause);
      return;
    }
  /* Of an end that never speaks in the capture, what its peer takes for granted is the best there is. */
  if (end->knowledge == KNOWLEDGE_UNKNOWN && states->dialogue->outlook[host].count == 0
      && (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_ACK)
    {
      cause.knowledge = KNOWLEDGE_INFERRED;
      states_change (states, host, seen->arrived, TCP_ESTABLISHED, REASON_CAPTURE_INFERRED, cause);
    }
  if (segment->flags & TCP_SYN)
    arrive_syn (states, host, index, cause);
  if (segment_len (segment) > 0 && !(seen->marks & (MARK_KEEPALIVE | MARK_WINDOW_PROBE)))
    states_receive (end, segment->seq, seen->end);
  if (segment->flags & TCP_ACK)
    arrive_ack (states, host, index, cause);
  if (states_fin_has_come (states, host))
    states_take_fin (states, host, seen->arrived, cause);
}
