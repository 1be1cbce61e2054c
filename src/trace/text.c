#include "trace/text.h"

#include "wire/segment-text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Room for a detail: a segment with its direction, an instant and its marks. */
#define DETAIL_SIZE 440

/* A text that grows up to its size and is then cut. */
struct writer
{
  char *text;
  size_t size;
  size_t length;
};

#if defined(__GNUC__)
__attribute__ ((format (printf, 2, 3)))
#endif
static void
write_text (struct writer *writer, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  int length = vsnprintf (writer->text + writer->length, writer->size - writer->length, format, arguments);
  va_end (arguments);
  if (length > 0)
    writer->length += (size_t) length;
  if (writer->length >= writer->size)
    writer->length = writer->size - 1;
}

/* Milliseconds with three decimals, by integers: no locale, no rounding. */
static void
write_ms (struct writer *writer, vtime time)
{
  uint64_t us = (time < 0 ? 0 - (uint64_t) time : (uint64_t) time) / 1000;

  write_text (writer, "%s%" PRIu64 ".%03" PRIu64, time < 0 && us > 0 ? "-" : "", us / 1000, us % 1000);
}

static const char *
kind_verb (uint8_t kind)
{
  switch ((enum trace_kind) kind)
    {
    case TRACE_CALL:
      return "call";
    case TRACE_SEND:
      return "send";
    case TRACE_ARRIVE:
      return "arrive";
    case TRACE_DISCARD:
      return "discard";
    case TRACE_STATE:
      return "state";
    case TRACE_TIMER_START:
    case TRACE_TIMER_STOP:
    case TRACE_TIMER_EXPIRE:
      return "timer";
    case TRACE_DELIVER:
      return "deliver";
    case TRACE_NOTICE:
      return "notice";
    case TRACE_UPDATE:
      return "update";
    case TRACE_CARRY:
      return "carry";
    case TRACE_LOSS:
      return "loss";
    case TRACE_DELAY:
      return "delay";
    case TRACE_DUPLICATE:
      return "dup";
    case TRACE_CORRUPT:
      return "corrupt";
    case TRACE_HOLD:
      return "hold";
    case TRACE_RELEASE:
      return "release";
    case TRACE_ICMP:
      return "icmp";
    case TRACE_INJECT:
      return "inject";
    case TRACE_COMMAND:
      return "command";
    }
  return "";
}

static bool
is_on_link (uint8_t kind)
{
  return kind >= TRACE_CARRY && kind <= TRACE_INJECT;
}

/* The host that sent the segment of an event. */
static unsigned
sender (const struct trace_event *event)
{
  bool received = event->kind == TRACE_ARRIVE || event->kind == TRACE_DISCARD;

  return received ? HOST_A + HOST_B - event->host : event->host;
}

static void
write_segment (struct writer *writer, const struct trace *trace, const struct trace_event *event,
               enum trace_numbers numbers)
{
  const struct segment *segment = trace_segment (trace, event->id);
  uint32_t base[HOST_COUNT] = { 0, 0 };
  char text[SEGMENT_TEXT_SIZE];

  if (segment == NULL || event->host >= HOST_COUNT)
    return;
  if (numbers == TRACE_NUMBERS_RELATIVE)
    for (unsigned host = 0; host < HOST_COUNT; host++)
      base[host] = trace_host_const (trace, host)->iss;
  unsigned from = sender (event);
  write_text (writer, "%s", segment_format (segment, base[from], base[HOST_A + HOST_B - from], text));
}

static void
write_timer (struct writer *writer, const struct trace_event *event)
{
  write_text (writer, "%s", tcp_timer_name (event->timer));
  if (event->kind == TRACE_TIMER_STOP)
    write_text (writer, " stop");
  else if (event->kind == TRACE_TIMER_EXPIRE)
    write_text (writer, " expire");
  else
    {
      write_text (writer, " start ");
      write_ms (writer, event->until - event->at);
      write_text (writer, " ms until ");
      write_ms (writer, event->until);
    }
}

/* Of an event on the link: the direction, the segment, and what the kind adds. */
static void
write_link (struct writer *writer, const struct trace *trace, const struct trace_event *event,
            enum trace_numbers numbers)
{
  if (event->host < HOST_COUNT)
    write_text (writer, "%s ", event->host == HOST_A ? "A>B" : "B>A");
  write_segment (writer, trace, event, numbers);
  if (event->kind == TRACE_ICMP)
    write_text (writer, "mtu %" PRIu32 " until ", event->octets);
  if (event->kind == TRACE_ICMP)
    write_ms (writer, event->until);
  else if (event->kind == TRACE_DELAY || event->kind == TRACE_RELEASE)
    {
      write_text (writer, " until ");
      write_ms (writer, event->until);
    }
  else if (event->kind == TRACE_CORRUPT)
    write_text (writer, " at octet %" PRIu32, event->octets);
  else if (event->kind == TRACE_LOSS && event->octets > 0)
    write_text (writer, " mtu %" PRIu32, event->octets);
}

/* An estimated instant is inferred, that needs no second word. */
static void
write_marks (struct writer *writer, const struct trace_event *event)
{
  static const struct
  {
    uint16_t mark;
    const char *name;
  } names[] = {
    { MARK_GAP_BEFORE, "gap before" },
    { MARK_RETRANSMISSION, "retransmission" },
    { MARK_FAST_RETRANSMISSION, "fast retransmission" },
    { MARK_SPURIOUS, "spurious" },
    { MARK_OUT_OF_ORDER, "out of order" },
    { MARK_DUPLICATE_ACK, "dup ack" },
    { MARK_ZERO_WINDOW, "zero window" },
    { MARK_WINDOW_PROBE, "window probe" },
    { MARK_WINDOW_PROBE_ACK, "window probe ack" },
    { MARK_WINDOW_UPDATE, "window update" },
    { MARK_WINDOW_FULL, "window full" },
    { MARK_KEEPALIVE, "keep-alive" },
    { MARK_KEEPALIVE_ACK, "keep-alive ack" },
    { MARK_ACK_OF_UNSEEN, "ack of unseen" },
    { MARK_REUSED_PORTS, "reused ports" },
    { MARK_ESTIMATED_TIME, "time estimated" },
  };
  const char *separator = " [";

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    {
      if (!(event->marks & names[i].mark))
        continue;
      write_text (writer, "%s%s", separator, names[i].name);
      if (names[i].mark == MARK_DUPLICATE_ACK && event->ordinal > 0)
        write_text (writer, " %u", event->ordinal);
      separator = ", ";
    }
  if (event->knowledge == KNOWLEDGE_UNKNOWN
      || (event->knowledge == KNOWLEDGE_INFERRED && !(event->marks & MARK_ESTIMATED_TIME)))
    {
      write_text (writer, "%s%s", separator, event->knowledge == KNOWLEDGE_INFERRED ? "inferred" : "unknown");
      separator = ", ";
    }
  if (separator[0] == ',')
    write_text (writer, "]");
}

static void
write_detail (struct writer *writer, const struct trace *trace, const struct trace_event *event,
              enum trace_numbers numbers)
{
  if (is_on_link (event->kind))
    write_link (writer, trace, event, numbers);
  else if (event->kind == TRACE_SEND || event->kind == TRACE_ARRIVE || event->kind == TRACE_DISCARD)
    write_segment (writer, trace, event, numbers);
  else if (event->kind == TRACE_STATE)
    write_text (writer, "%s -> %s", tcp_state_name (event->before), tcp_state_name (event->after));
  else if (event->kind == TRACE_TIMER_START || event->kind == TRACE_TIMER_STOP || event->kind == TRACE_TIMER_EXPIRE)
    write_timer (writer, event);
  else if (event->kind == TRACE_COMMAND)
    write_text (writer, "#%" PRIu32, event->command);
  else if (event->octets > 0)
    write_text (writer, "%" PRIu32 " octet%s", event->octets, event->octets == 1 ? "" : "s");
  write_marks (writer, event);
}

bool
trace_line (const struct trace *trace, event_id id, enum trace_numbers numbers, char buffer[static TRACE_LINE_SIZE])
{
  const struct trace_event *event = trace_get (trace, id);
  bool at_host = event->host < HOST_COUNT && !is_on_link (event->kind);
  char time[32], detail[DETAIL_SIZE] = "";
  struct writer time_writer = { .text = time, .size = sizeof time };
  struct writer detail_writer = { .text = detail, .size = sizeof detail };

  buffer[0] = '\0';
  if (event->kind == TRACE_CARRY)
    return false;
  write_ms (&time_writer, event->at);
  write_detail (&detail_writer, trace, event, numbers);
  snprintf (buffer, TRACE_LINE_SIZE, "%12s  %s  %-12s  %-7s %-44s  %s", time,
            !at_host                ? "-"
            : event->host == HOST_A ? "A"
                                    : "B",
            at_host ? tcp_state_name (trace_state_at (trace, event->host, id)) : "-", kind_verb (event->kind),
            detail + (detail[0] == ' '), reason_name (event->reason));
  return true;
}
