#include "trace/infer.h"

#include "trace/infer-parts.h"

#include <stdlib.h>

bool
acknowledges (const struct seen *ack, const struct seen *segment)
{
  const struct tcp_options *options = &seen_segment (ack)->options;

  if (!seen_has (ack, TCP_ACK))
    return false;
  if (seq_geq (seen_segment (ack)->ack, segment->end))
    return true;
  for (unsigned i = 0; (options->present & TCP_OPTION_SACK) && i < options->sack_count && i < TCP_SACK_BLOCKS_MAX; i++)
    if (seq_leq (options->sack[i].left, seen_segment (segment)->seq) && seq_geq (options->sack[i].right, segment->end))
      return true;
  return false;
}

void
drafts_init (struct drafts *drafts)
{
  *drafts = (struct drafts){ .drafts = NULL };
  store_init (&drafts->made_up, sizeof (struct segment));
}

void
drafts_clear (struct drafts *drafts)
{
  free (drafts->drafts);
  store_clear (&drafts->made_up);
}

event_id
drafts_add (struct drafts *drafts, const struct trace_event *event, size_t index)
{
  if (drafts->length == drafts->capacity)
    {
      size_t capacity = drafts->capacity > 0 ? 2 * drafts->capacity : 256;
      struct draft *more = realloc (drafts->drafts, capacity * sizeof *more);

      if (more == NULL)
        {
          drafts->failed = true;
          return EVENT_NONE;
        }
      drafts->drafts = more;
      drafts->capacity = capacity;
    }
  drafts->drafts[drafts->length] = (struct draft){ .event = *event, .index = index };
  return (event_id) drafts->length++;
}

event_id
drafts_add_made_up (struct drafts *drafts, const struct trace_event *event, const struct segment *segment)
{
  event_id id = drafts_add (drafts, event, drafts->made_up.length);
  struct segment *copy = store_add (&drafts->made_up);

  if (id == EVENT_NONE || copy == NULL)
    {
      drafts->failed = true;
      return EVENT_NONE;
    }
  *copy = *segment;
  drafts->drafts[id].made_up = true;
  return id;
}

/* --- the whole dialogue, before anything is inferred --- */

static void
look_out (struct outlook *outlook, const struct seen *seen, size_t index)
{
  const struct segment *segment = seen_segment (seen);
  bool again = seen->marks & (MARK_RETRANSMISSION | MARK_KEEPALIVE | MARK_WINDOW_PROBE);

  outlook->count++;
  if (segment->flags & TCP_RST)
    return;
  outlook->last_live = index;
  if ((segment->flags & TCP_SYN) && !(segment->flags & TCP_ACK) && outlook->first_syn == NOT_SEEN)
    outlook->first_syn = index;
  if ((segment->flags & TCP_SYN) && (segment->flags & TCP_ACK) && outlook->first_syn_ack == NOT_SEEN)
    outlook->first_syn_ack = index;
  if (!(segment->flags & TCP_SYN) && (segment->flags & TCP_ACK))
    outlook->acknowledges = true;
  if (!again && (segment->length > 0 || (segment->flags & TCP_FIN)))
    outlook->last_new = index;
}

static bool
dialogue_init (struct dialogue *dialogue, const struct captured_segment *segments, size_t count)
{
  struct analysis analysis;

  *dialogue = (struct dialogue){ .count = count };
  dialogue->seen = calloc (count > 0 ? count : 1, sizeof *dialogue->seen);
  if (dialogue->seen == NULL)
    return false;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    dialogue->outlook[host] = (struct outlook){
      .first_syn = NOT_SEEN,
      .first_syn_ack = NOT_SEEN,
      .last_live = NOT_SEEN,
      .last_new = NOT_SEEN,
    };
  analysis_init (&analysis);
  for (size_t i = 0; i < count; i++)
    {
      struct seen *seen = &dialogue->seen[i];
      const struct captured_segment *captured = &segments[i];
      unsigned from = captured->from_client ? HOST_A : HOST_B;
      uint32_t next = analysis.sides[from].next;
      struct analysis_result result = analysis_add (&analysis, captured->time, from, &captured->segment);

      *seen = (struct seen){
        .captured = captured,
        .time = i > 0 && captured->time < seen[-1].time ? seen[-1].time : captured->time,
        .end = captured->segment.seq + segment_len (&captured->segment),
        .gap = next,
        .marks = result.marks,
        .ordinal = result.ordinal,
        .from = (uint8_t) from,
      };
      look_out (&dialogue->outlook[from], seen, i);
    }
  for (unsigned host = 0; host < HOST_COUNT; host++)
    dialogue->first[host] = analysis.sides[host].first;
  analysis_clear (&analysis);
  return true;
}

/* --- the trace --- */

static void
describe_hosts (struct trace *trace, const struct dialogue *dialogue)
{
  const struct captured_segment *first = dialogue->seen[0].captured;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct trace_host *about = trace_host (trace, host);
      const struct outlook *own = &dialogue->outlook[host], *peer = &dialogue->outlook[other_host (host)];

      about->endpoint = first->from_client == (host == HOST_A) ? first->segment.source : first->segment.destination;
      about->iss = dialogue->first[host];
      about->iss_known
          = own->first_syn != NOT_SEEN || own->first_syn_ack != NOT_SEEN || peer->first_syn_ack != NOT_SEEN;
      about->captured_here = dialogue->point == (host == HOST_A ? CAPTURE_AT_CLIENT : CAPTURE_AT_SERVER);
    }
  trace_set_delay (trace, dialogue->one_way);
}

/* Drafts become events; their ids are their places. */
static void
append_drafts (struct trace *trace, const struct drafts *drafts, const struct dialogue *dialogue, vtime origin)
{
  for (size_t i = 0; i < drafts->length; i++)
    {
      const struct draft *draft = &drafts->drafts[i];
      struct trace_event event = draft->event;
      const struct captured_segment *captured = NULL;
      const struct segment *segment = NULL;

      event.at -= origin;
      if (event.until != VTIME_NEVER)
        event.until -= origin;
      if (draft->made_up)
        segment = store_at (&drafts->made_up, draft->index);
      else if (event.kind == TRACE_SEND)
        {
          captured = dialogue->seen[draft->index].captured;
          segment = &captured->segment;
        }
      if (trace_append (trace, &event, segment, captured != NULL ? captured->packet : NULL,
                        captured != NULL ? captured->packet_length : 0, NULL)
          == EVENT_NONE)
        return;
    }
}

/* Fills an empty trace; false without memory. */
static bool
fill_trace (struct trace *trace, struct dialogue *dialogue, vtime *origin)
{
  struct drafts drafts;

  drafts_init (&drafts);
  bool done = dialogue_draft (dialogue, &drafts, origin);
  if (done)
    {
      describe_hosts (trace, dialogue);
      append_drafts (trace, &drafts, dialogue, *origin);
    }
  drafts_clear (&drafts);
  return done;
}

struct trace *
infer_trace (const struct captured_segment *segments, size_t count, struct inference *inference)
{
  struct trace *trace = trace_new ();
  struct dialogue dialogue = { 0 };
  vtime origin = 0;
  bool done = trace != NULL && dialogue_init (&dialogue, segments, count);

  if (done)
    dialogue_measure (&dialogue);
  done = done && dialogue_find_losses (&dialogue);
  if (done && count > 0)
    done = fill_trace (trace, &dialogue, &origin);
  if (inference != NULL)
    *inference = (struct inference){
      .origin = origin,
      .round_trip = dialogue.round_trip,
      .round_trip_measured = dialogue.round_trip_measured,
      .point = dialogue.point,
    };
  free (dialogue.seen);
  if (done)
    return trace;
  trace_free (trace);
  return NULL;
}
