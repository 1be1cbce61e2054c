/* What a segment shows of the state of its sender. */
#include "trace/infer-parts.h"

static void
send_reset (struct states *states, unsigned host, vtime at, size_t index)
{
  struct end_state *end = &states->ends[host];
  struct state_cause cause = { .index = index, .event = EVENT_NONE, .knowledge = KNOWLEDGE_PROVEN };

  /* Someone who goes on talking did not send this reset, or sent it before there was a connection. */
  if (is_after (states->dialogue->outlook[host].last_live, index))
    return;
  if (end->knowledge == KNOWLEDGE_UNKNOWN
      || (end->state != TCP_CLOSED && end->state != TCP_LISTEN && end->state != TCP_SYN_SENT))
    {
      end->was_reset = true;
      states_change (states, host, at, TCP_CLOSED, REASON_STATE_ABORTED, cause);
    }
}

static void
send_syn (struct states *states, unsigned host, vtime at, size_t index)
{
  struct end_state *end = &states->ends[host];
  struct state_cause cause = { .index = index, .event = EVENT_NONE, .knowledge = KNOWLEDGE_PROVEN };
  bool answers = seen_has (&states->dialogue->seen[index], TCP_ACK);
  bool unknown = end->knowledge == KNOWLEDGE_UNKNOWN;

  if (!answers && (unknown || end->state == TCP_CLOSED || end->state == TCP_LISTEN || end->state == TCP_TIME_WAIT))
    states_change (states, host, at, TCP_SYN_SENT, REASON_STATE_OPEN_ACTIVE, cause);
  else if (answers && end->state == TCP_SYN_RECEIVED)
    states_confirm (states, host);
  else if (answers && (unknown || end->state == TCP_CLOSED || end->state == TCP_LISTEN || end->state == TCP_SYN_SENT))
    {
      bool crossed = end->state == TCP_SYN_SENT;

      states_confirm (states, host);
      end->passive = !crossed;
      states_change (states, host, at, TCP_SYN_RECEIVED, crossed ? REASON_STATE_SYN_CROSSED : REASON_STATE_SYN_ARRIVED,
                     cause);
    }
}

/* An ACK without SYN from an end that is not synchronised yet: it knows more than was captured. */
static void
catch_up (struct states *states, unsigned host, vtime at, size_t index)
{
  const struct dialogue *dialogue = states->dialogue;
  const struct segment *segment = seen_segment (&dialogue->seen[index]);
  struct end_state *end = &states->ends[host];
  struct state_cause cause = { .index = index, .event = EVENT_NONE, .knowledge = KNOWLEDGE_INFERRED };
  bool talks = segment->length > 0 || (segment->flags & TCP_FIN);

  if (end->knowledge == KNOWLEDGE_UNKNOWN)
    {
      if (talks && is_after (dialogue->outlook[other_host (host)].last_new, index))
        cause.knowledge = KNOWLEDGE_PROVEN;
      states_change (states, host, at, TCP_ESTABLISHED, REASON_CAPTURE_INFERRED, cause);
    }
  else if (end->state == TCP_SYN_SENT)
    {
      cause.knowledge = KNOWLEDGE_PROVEN;
      states_confirm (states, host);
      states_change (states, host, at, TCP_ESTABLISHED, REASON_STATE_SYN_ACKED, cause);
    }
  else if (end->state == TCP_SYN_RECEIVED)
    {
      /* Data before the handshake's end is for Fast Open only (RFC 7413); data is acknowledged after it. */
      if (seq_gt (segment->ack, dialogue->first[other_host (host)] + 1))
        talks = true;
      if (talks && !(segment->options.present & TCP_OPTION_FAST_OPEN))
        states_change (states, host, at, TCP_ESTABLISHED, REASON_STATE_HANDSHAKE_DONE, cause);
    }
  else if (end->state == TCP_CLOSED || end->state == TCP_LISTEN)
    {
      if (is_after (dialogue->outlook[host].first_syn, index))
        states_change (states, host, at, TCP_SYN_RECEIVED, REASON_STATE_SYN_ARRIVED, cause);
      else
        states_change (states, host, at, TCP_ESTABLISHED, REASON_CAPTURE_INFERRED, cause);
    }
}

static void
send_fin (struct states *states, unsigned host, vtime at, size_t index)
{
  const struct seen *seen = &states->dialogue->seen[index];
  struct end_state *end = &states->ends[host], *peer = &states->ends[other_host (host)];
  struct state_cause cause = { .index = index, .event = EVENT_NONE, .knowledge = KNOWLEDGE_PROVEN };
  bool has_peers_fin = peer->fin_sent && seq_geq (seen_segment (seen)->ack, peer->fin_end);

  if (end->fin_sent)
    return;
  end->fin_sent = true;
  end->fin_end = seen->end;
  if (end->state == TCP_CLOSE_WAIT && has_peers_fin)
    states_change (states, host, at, TCP_LAST_ACK, REASON_STATE_CLOSE_PASSIVE, cause);
  else if (end->state == TCP_ESTABLISHED || end->state == TCP_SYN_RECEIVED || end->state == TCP_CLOSE_WAIT)
    {
      end->fin_received = false;
      if (end->joined_late && end->knowledge != KNOWLEDGE_PROVEN)
        cause.knowledge = KNOWLEDGE_INFERRED;
      states_change (states, host, at, TCP_FIN_WAIT_1, REASON_STATE_CLOSE_ACTIVE, cause);
    }
}

void
states_send (struct states *states, size_t index)
{
  const struct seen *seen = &states->dialogue->seen[index];
  const struct segment *segment = seen_segment (seen);
  unsigned host = seen->from;
  struct end_state *end = &states->ends[host];

  if (segment->flags & TCP_RST)
    {
      send_reset (states, host, seen->sent, index);
      return;
    }
  if (segment->flags & TCP_SYN)
    {
      send_syn (states, host, seen->sent, index);
      return;
    }
  if (!(segment->flags & TCP_ACK) || end->was_reset)
    return;
  if (end->knowledge == KNOWLEDGE_UNKNOWN || end->state <= TCP_SYN_RECEIVED)
    catch_up (states, host, seen->sent, index);

  bool talks = segment->length > 0 || (segment->flags & TCP_FIN);
  bool peer_talks_later = is_after (states->dialogue->outlook[other_host (host)].last_new, index);
  if (end->state == TCP_ESTABLISHED && (!end->joined_late || (talks && peer_talks_later)))
    states_confirm (states, host);
  states_receive_all (end, segment->ack);
  if (states_fin_has_come (states, host))
    {
      /* An end that joined late and is silent from now on may have closed before the capture began. */
      bool sure = !end->joined_late || end->knowledge == KNOWLEDGE_PROVEN || talks
                  || is_after (states->dialogue->outlook[host].last_new, index);

      states_take_fin (states, host, seen->sent,
                       (struct state_cause){
                           .index = index,
                           .event = EVENT_NONE,
                           .knowledge = sure ? KNOWLEDGE_PROVEN : KNOWLEDGE_INFERRED,
                       });
    }
  else if (end->fin_received && seq_geq (segment->ack, states->ends[other_host (host)].fin_end)
           && end->state != TCP_CLOSED)
    states_confirm (states, host);
  if (segment->flags & TCP_FIN)
    send_fin (states, host, seen->sent, index);
}
