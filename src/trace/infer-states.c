#include "trace/infer-parts.h"

void
states_change (struct states *states, unsigned host, vtime at, enum tcp_state after, enum tcp_reason reason,
               struct state_cause cause)
{
  struct end_state *end = &states->ends[host];
  event_id id = drafts_add (states->drafts,
                            &(struct trace_event){
                                .at = at,
                                .until = VTIME_NEVER,
                                .kind = TRACE_STATE,
                                .host = (uint8_t) host,
                                .connection = 1,
                                .cause = cause.event,
                                .by = EVENT_NONE,
                                .before = (uint8_t) end->state,
                                .after = (uint8_t) after,
                                .reason = (uint16_t) reason,
                                .knowledge = (uint8_t) cause.knowledge,
                            },
                            cause.index);

  end->state = after;
  end->knowledge = cause.knowledge;
  if (cause.knowledge != KNOWLEDGE_INFERRED)
    end->unconfirmed = NOT_SEEN;
  else if (end->unconfirmed == NOT_SEEN)
    end->unconfirmed = id;
}

void
states_confirm (struct states *states, unsigned host)
{
  struct end_state *end = &states->ends[host];

  if (end->unconfirmed == NOT_SEEN)
    return;
  for (size_t i = end->unconfirmed; i < states->drafts->length; i++)
    {
      struct trace_event *event = &states->drafts->drafts[i].event;

      if (event->kind == TRACE_STATE && event->host == host && event->knowledge == KNOWLEDGE_INFERRED
          && event->after != TCP_FIN_WAIT_2)
        event->knowledge = KNOWLEDGE_PROVEN;
    }
  end->knowledge = KNOWLEDGE_PROVEN;
  end->unconfirmed = NOT_SEEN;
}

/* --- what has reached an end --- */

static void
absorb_beyond (struct end_state *end)
{
  while (end->beyond.length > 0 && seq_leq (end->beyond.ranges[0].left, end->received))
    {
      end->received = seq_max (end->received, end->beyond.ranges[0].right);
      seq_ranges_drop_before (&end->beyond, end->received);
    }
}

void
states_receive (struct end_state *end, uint32_t left, uint32_t right)
{
  if (!end->received_known)
    {
      end->received = right;
      end->received_known = true;
    }
  else if (seq_gt (left, end->received))
    seq_ranges_add (&end->beyond, left, right); /* what no longer fits shows by its acknowledgment later */
  else
    end->received = seq_max (end->received, right);
  absorb_beyond (end);
}

void
states_receive_all (struct end_state *end, uint32_t ack)
{
  if (end->received_known && seq_leq (ack, end->received))
    return;
  end->received = ack;
  end->received_known = true;
  seq_ranges_drop_before (&end->beyond, ack);
  absorb_beyond (end);
}

bool
states_fin_has_come (const struct states *states, unsigned host)
{
  const struct end_state *end = &states->ends[host], *peer = &states->ends[other_host (host)];

  return peer->fin_sent && !end->fin_received && end->received_known && seq_geq (end->received, peer->fin_end);
}

/* RFC 9293 §3.10.7.4, eighth check. */
void
states_take_fin (struct states *states, unsigned host, vtime at, struct state_cause cause)
{
  struct end_state *end = &states->ends[host];
  bool unknown = end->knowledge == KNOWLEDGE_UNKNOWN;

  end->fin_received = true;
  /* An end that says nothing any more may have closed before the capture began. */
  if (unknown && !is_after (states->dialogue->outlook[host].last_new, cause.index)
      && cause.knowledge != KNOWLEDGE_PROVEN)
    return;
  switch (end->state)
    {
    case TCP_SYN_RECEIVED:
    case TCP_ESTABLISHED:
      states_change (states, host, at, TCP_CLOSE_WAIT, REASON_STATE_FIN_ARRIVED, cause);
      break;
    case TCP_FIN_WAIT_1:
      states_change (states, host, at, TCP_CLOSING, REASON_STATE_FIN_CROSSED, cause);
      break;
    case TCP_FIN_WAIT_2:
      states_change (states, host, at, TCP_TIME_WAIT, REASON_STATE_FIN_IN_FIN_WAIT_2, cause);
      break;
    default:
      break;
    }
}

/* --- before the first segment --- */

void
states_init (struct states *states, const struct dialogue *dialogue, struct drafts *drafts)
{
  *states = (struct states){ .dialogue = dialogue, .drafts = drafts };
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      states->ends[host] = (struct end_state){ .state = TCP_CLOSED, .unconfirmed = NOT_SEEN };
      seq_ranges_init (&states->ends[host].beyond);
    }
}

void
states_clear (struct states *states)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    seq_ranges_clear (&states->ends[host].beyond);
}

/* The state of an end before the first segment, and what that rests on. */
static void
begin_end (struct states *states, unsigned host, vtime at)
{
  const struct outlook *own = &states->dialogue->outlook[host], *peer = &states->dialogue->outlook[other_host (host)];
  struct state_cause cause = { .index = NOT_SEEN, .event = EVENT_NONE, .knowledge = KNOWLEDGE_INFERRED };
  enum tcp_state state = TCP_CLOSED;
  enum tcp_reason reason = REASON_CAPTURE_INFERRED;
  bool peer_got_syn = peer->first_syn != NOT_SEEN && own->count == 0 && peer->acknowledges;

  if (own->first_syn != NOT_SEEN && own->first_syn <= own->first_syn_ack)
    return; /* CLOSED until it opens actively */
  if (own->first_syn_ack != NOT_SEEN || peer_got_syn)
    {
      state = TCP_LISTEN;
      reason = REASON_STATE_OPEN_PASSIVE;
    }
  else if (peer->first_syn_ack != NOT_SEEN)
    {
      state = TCP_SYN_SENT;
      reason = REASON_STATE_OPEN_ACTIVE;
    }
  else if (peer->first_syn != NOT_SEEN && own->count > 0 && own->last_live == NOT_SEEN)
    return; /* it only refuses */
  else
    {
      cause.knowledge = KNOWLEDGE_UNKNOWN;
      if (peer->first_syn == NOT_SEEN)
        {
          state = TCP_ESTABLISHED;
          states->ends[host].joined_late = true;
        }
    }
  states_change (states, host, at, state, reason, cause);
}

void
states_begin (struct states *states, vtime at)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    begin_end (states, host, at);
}
