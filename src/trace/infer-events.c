/* The events of a dialogue in the order they happened: both ends' steps, what they show of the states, the losses. */
#include "trace/infer-parts.h"

#include <stdlib.h>

struct builder
{
  struct dialogue *dialogue;
  struct drafts *drafts;
  struct states states;
  struct steps steps[HOST_COUNT];
  size_t next_step[HOST_COUNT];
  event_id *carries; /* of each segment */
  event_id last_arrive[HOST_COUNT];
  size_t last_needs[HOST_COUNT];
  size_t *lost; /* the lost segments that were sent and not yet reported, by their instants */
  size_t lost_first;
  size_t lost_count;
};

static bool
is_estimate (const struct dialogue *dialogue, unsigned host, vtime at, const struct seen *seen)
{
  return dialogue->point != (host == HOST_A ? CAPTURE_AT_CLIENT : CAPTURE_AT_SERVER) || at != seen->time;
}

/* What all events about a captured segment share. */
static struct trace_event
segment_event (const struct dialogue *dialogue, size_t index, uint8_t kind, unsigned host, vtime at)
{
  const struct seen *seen = &dialogue->seen[index];
  bool estimate = is_estimate (dialogue, host, at, seen);

  return (struct trace_event){
    .at = at,
    .until = VTIME_NEVER,
    .kind = kind,
    .host = (uint8_t) host,
    .connection = 1,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
    .command = (uint32_t) index,
    .reason = estimate ? REASON_CAPTURE_INFERRED : REASON_CAPTURE_SEEN,
    .marks = estimate ? MARK_ESTIMATED_TIME : 0,
    .knowledge = estimate ? KNOWLEDGE_INFERRED : KNOWLEDGE_PROVEN,
  };
}

/* When a lost segment was lost: halfway from the capture point to its receiver. */
static vtime
loss_time (const struct dialogue *dialogue, size_t index)
{
  const struct seen *seen = &dialogue->seen[index];

  return seen->time + dialogue->distance[other_host (seen->from)] / 2;
}

/* A segment that the capture does not have: a SEND and a CARRY that nobody saw. */
static void
add_not_seen (struct builder *builder, unsigned host, vtime at, vtime until, const struct segment *segment)
{
  struct trace_event event = {
    .at = at,
    .until = VTIME_NEVER,
    .kind = TRACE_SEND,
    .host = (uint8_t) host,
    .connection = 1,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
    .command = TRACE_INDEX_NONE,
    .reason = REASON_CAPTURE_INFERRED,
    .marks = MARK_ESTIMATED_TIME,
    .knowledge = KNOWLEDGE_UNKNOWN,
  };
  event_id send = drafts_add_made_up (builder->drafts, &event, segment);

  event.kind = TRACE_CARRY;
  event.cause = send;
  event.until = until;
  drafts_add (builder->drafts, &event, NOT_SEEN);
}

static void
add_gap (struct builder *builder, size_t index)
{
  const struct seen *seen = &builder->dialogue->seen[index];
  const struct segment *behind = seen_segment (seen);
  struct segment segment = {
    .source = behind->source,
    .destination = behind->destination,
    .seq = seen->gap,
    .ack = behind->ack,
    .wnd = behind->wnd,
    .flags = TCP_ACK,
    .length = behind->seq - seen->gap,
  };

  add_not_seen (builder, seen->from, seen->sent, seen->arrived, &segment);
}

/* The event that a segment answers: the arrival it is the first to acknowledge, or what it repeats itself for. */
static event_id
cause_of_send (struct builder *builder, size_t index)
{
  const struct seen *seen = &builder->dialogue->seen[index];
  bool repeats = seen->marks & (MARK_DUPLICATE_ACK | MARK_KEEPALIVE_ACK | MARK_WINDOW_PROBE_ACK);
  bool first = seen->needs > builder->last_needs[seen->from];

  builder->last_needs[seen->from] = seen->needs;
  return first || repeats || seen_has (seen, TCP_RST) ? builder->last_arrive[seen->from] : EVENT_NONE;
}

static void
add_send (struct builder *builder, size_t index)
{
  struct dialogue *dialogue = builder->dialogue;
  const struct seen *seen = &dialogue->seen[index];
  struct trace_event send = segment_event (dialogue, index, TRACE_SEND, seen->from, seen->sent);

  if (seen->gap_was_sent)
    add_gap (builder, index);
  states_send (&builder->states, index);
  send.cause = cause_of_send (builder, index);
  send.marks |= seen->marks;
  send.ordinal = seen->ordinal;
  event_id id = drafts_add (builder->drafts, &send, index);

  struct trace_event carry = segment_event (dialogue, index, TRACE_CARRY, seen->from, seen->sent);
  carry.cause = id;
  carry.until = seen->lost ? seen->time + dialogue->distance[other_host (seen->from)] : seen->arrived;
  builder->carries[index] = drafts_add (builder->drafts, &carry, NOT_SEEN);
  if (seen->lost)
    builder->lost[builder->lost_count++] = index;
}

/* A SYN that nobody ever answers may have arrived or not. */
static bool
nothing_is_known_of (const struct dialogue *dialogue, size_t index)
{
  const struct seen *seen = &dialogue->seen[index];

  return dialogue->outlook[other_host (seen->from)].count == 0 && seen_has (seen, TCP_SYN)
         && !dialogue->outlook[seen->from].acknowledges;
}

static void
add_arrive (struct builder *builder, size_t index)
{
  const struct seen *seen = &builder->dialogue->seen[index];
  unsigned host = other_host (seen->from);
  struct trace_event arrive = segment_event (builder->dialogue, index, TRACE_ARRIVE, host, seen->arrived);

  arrive.cause = builder->carries[index];
  if (nothing_is_known_of (builder->dialogue, index))
    arrive.knowledge = KNOWLEDGE_UNKNOWN;
  builder->last_arrive[host] = drafts_add (builder->drafts, &arrive, NOT_SEEN);
  states_arrive (&builder->states, index, builder->last_arrive[host]);
}

/* Losses come in the order of their segments: the distance is the same for all that go one way, and for the two ways
 * the earlier one is looked for. */
static void
add_losses_before (struct builder *builder, vtime time)
{
  struct dialogue *dialogue = builder->dialogue;

  for (;;)
    {
      size_t best = builder->lost_count;

      for (size_t i = builder->lost_first; i < builder->lost_count; i++)
        if (loss_time (dialogue, builder->lost[i]) < time
            && (best == builder->lost_count
                || loss_time (dialogue, builder->lost[i]) < loss_time (dialogue, builder->lost[best])))
          best = i;
      if (best == builder->lost_count)
        return;

      size_t index = builder->lost[best];
      struct trace_event loss
          = segment_event (dialogue, index, TRACE_LOSS, dialogue->seen[index].from, loss_time (dialogue, index));
      loss.cause = builder->carries[index];
      loss.reason = REASON_CAPTURE_INFERRED;
      loss.knowledge = KNOWLEDGE_INFERRED;
      loss.marks |= MARK_ESTIMATED_TIME;
      drafts_add (builder->drafts, &loss, NOT_SEEN);
      builder->lost[best] = builder->lost[builder->lost_first++];
    }
}

static vtime
step_time (const struct dialogue *dialogue, struct step step)
{
  return step.arrival ? dialogue->seen[step.index].arrived : dialogue->seen[step.index].sent;
}

/* The end whose next step comes first. Of equal instants the lower index comes first, so that no segment arrives before
 * it was sent. */
static unsigned
next_host (const struct builder *builder)
{
  bool over[HOST_COUNT];
  struct step step[HOST_COUNT];

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      over[host] = builder->next_step[host] == builder->steps[host].length;
      if (!over[host])
        step[host] = builder->steps[host].steps[builder->next_step[host]];
    }
  if (over[HOST_A] || over[HOST_B])
    return over[HOST_A] ? HOST_B : HOST_A;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    if (step[host].arrival && builder->carries[step[host].index] == EVENT_NONE)
      return other_host (host);
  vtime a = step_time (builder->dialogue, step[HOST_A]), b = step_time (builder->dialogue, step[HOST_B]);
  if (a != b)
    return a < b ? HOST_A : HOST_B;
  return step[HOST_A].index <= step[HOST_B].index ? HOST_A : HOST_B;
}

/* A dialogue that begins with a SYN+ACK: the SYN it answers must have been sent. */
static vtime
begin (struct builder *builder)
{
  struct dialogue *dialogue = builder->dialogue;
  unsigned host = next_host (builder);
  struct step step = builder->steps[host].steps[0];
  const struct seen *seen = &dialogue->seen[step.index];
  const struct segment *segment = seen_segment (seen);
  bool answers_syn = step.index == 0 && (segment->flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);
  vtime at = step_time (dialogue, step) - (answers_syn ? dialogue->one_way : 0);

  states_begin (&builder->states, at);
  if (answers_syn)
    {
      struct segment syn = {
        .source = segment->destination,
        .destination = segment->source,
        .seq = segment->ack - 1,
        .flags = TCP_SYN,
      };

      add_not_seen (builder, other_host (seen->from), at, seen->sent, &syn);
    }
  return at;
}

static vtime
build (struct builder *builder)
{
  const struct dialogue *dialogue = builder->dialogue;
  vtime origin = begin (builder);
  size_t length = builder->steps[HOST_A].length + builder->steps[HOST_B].length;

  /* More than fits: the trace will be full. */
  for (size_t i = 0; i < length && builder->drafts->length <= TRACE_EVENTS_MAX; i++)
    {
      unsigned host = next_host (builder);
      struct step step = builder->steps[host].steps[builder->next_step[host]++];

      add_losses_before (builder, step_time (dialogue, step));
      if (step.arrival)
        add_arrive (builder, step.index);
      else
        add_send (builder, step.index);
    }
  add_losses_before (builder, VTIME_NEVER);
  return origin;
}

/* --- all of it --- */

static bool
builder_init (struct builder *builder, struct dialogue *dialogue, struct drafts *drafts)
{
  *builder = (struct builder){
    .dialogue = dialogue,
    .drafts = drafts,
    .carries = malloc ((dialogue->count + 1) * sizeof *builder->carries),
    .lost = malloc ((dialogue->count + 1) * sizeof *builder->lost),
  };
  states_init (&builder->states, dialogue, builder->drafts);
  if (builder->carries == NULL || builder->lost == NULL)
    return false;
  for (size_t i = 0; i < dialogue->count; i++)
    builder->carries[i] = EVENT_NONE;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      builder->last_arrive[host] = EVENT_NONE;
      if (!dialogue_order (dialogue, host, &builder->steps[host]))
        return false;
    }
  return true;
}

static void
builder_clear (struct builder *builder)
{
  states_clear (&builder->states);
  free (builder->carries);
  free (builder->lost);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    free (builder->steps[host].steps);
}

bool
dialogue_draft (struct dialogue *dialogue, struct drafts *drafts, vtime *origin)
{
  struct builder builder;
  bool done = builder_init (&builder, dialogue, drafts);

  if (done)
    *origin = build (&builder);
  builder_clear (&builder);
  return done && !drafts->failed;
}
