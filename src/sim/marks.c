#include "sim/private.h"

#include <stdlib.h>

static struct sent_memory *
memory_of (struct sent_memories *memories, uint32_t connection)
{
  for (size_t i = 0; i < memories->count; i++)
    if (memories->items[i].connection == connection)
      return &memories->items[i];

  struct sent_memory *grown = realloc (memories->items, (memories->count + 1) * sizeof *grown);
  if (grown == NULL)
    abort ();
  memories->items = grown;
  memories->items[memories->count] = (struct sent_memory){ .connection = connection };
  return &memories->items[memories->count++];
}

static uint16_t
marks_of_reason (enum tcp_reason reason)
{
  switch (reason)
    {
    case REASON_RETRANSMIT_TIMEOUT:
    case REASON_RETRANSMIT_AFTER_TIMEOUT:
    case REASON_RETRANSMIT_SYN_ACK_ASKED:
    case REASON_RETRANSMIT_PARTIAL_ACK:
      return MARK_RETRANSMISSION;
    case REASON_RETRANSMIT_FAST:
      return MARK_RETRANSMISSION | MARK_FAST_RETRANSMISSION;
    case REASON_SEND_WINDOW_PROBE:
      return MARK_WINDOW_PROBE;
    case REASON_SEND_WINDOW_UPDATE:
      return MARK_WINDOW_UPDATE;
    default:
      return 0;
    }
}

/* RFC 5681 §2, as far as the sender of the ACK can tell: nothing in it is new, and it was sent because of what arrived
 * above a gap. */
static bool
is_duplicate_ack (const struct sent_memory *memory, const struct tcp_event *event)
{
  return event->reason == REASON_SEND_ACK_OUT_OF_ORDER && memory->any && segment_len (event->segment) == 0
         && event->segment->ack == memory->ack && event->segment->wnd == memory->wnd;
}

void
marks_set (struct sent_memories *memories, const struct tcp_event *from, struct trace_event *event)
{
  const struct segment *segment = from->segment;

  if (from->kind != TCP_EVENT_SEND || segment == NULL)
    return;
  event->marks = marks_of_reason (from->reason);
  /* A cookie belongs to no connection: whatever it answers, nothing was kept that it could repeat. */
  if (from->connection == 0 || (segment->flags & TCP_RST) || from->reason == REASON_SEND_SYN_COOKIE)
    return;

  struct sent_memory *memory = memory_of (memories, from->connection);
  uint32_t seq_end = segment->seq + segment_len (segment);
  if (from->reason != REASON_SEND_SYN_ACK_SIMULTANEOUS && memory->any && segment_len (segment) > 0
      && seq_lt (segment->seq, memory->seq_end))
    event->marks |= MARK_RETRANSMISSION;
  if (segment->wnd == 0 && !(segment->flags & TCP_SYN))
    event->marks |= MARK_ZERO_WINDOW;
  memory->duplicate_acks
      = is_duplicate_ack (memory, from) ? memory->duplicate_acks + (memory->duplicate_acks < 255) : 0;
  if (memory->duplicate_acks > 0)
    {
      event->marks |= MARK_DUPLICATE_ACK;
      event->ordinal = memory->duplicate_acks;
    }
  /* The octet of a probe is offered again with the rest once there is room; that repeats nothing that was taken. */
  if (!(event->marks & MARK_WINDOW_PROBE))
    memory->seq_end = memory->any ? seq_max (memory->seq_end, seq_end) : seq_end;
  memory->ack = segment->ack;
  memory->wnd = segment->wnd;
  memory->any = true;
}

void
sent_memories_clear (struct sent_memories *memories)
{
  free (memories->items);
  *memories = (struct sent_memories){ 0 };
}
