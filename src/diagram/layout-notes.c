/* Notes at the margins: what the program called, or was told. */
#include "diagram/layout.h"

#include "diagram/format.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define NOTE_LINE_HEIGHT 16.0
#define NOTE_MERGE 10.0 /* px within which notes of a host become one */
#define NOTE_SHIFT_MAX 24.0
#define NOTE_EDGE 6.0 /* px that words keep from the time axis and the figure's edge */

static const char *
textbook_word (const struct diagram *diagram, const struct trace_event *event, enum note_direction *direction)
{
  *direction = NOTE_CALL;
  if (event->kind != TRACE_STATE || event->knowledge != KNOWLEDGE_PROVEN
      || !trace_shows_state (diagram->trace, event->id))
    return NULL;
  switch (event->after)
    {
    case TCP_LISTEN:
      return event->before == TCP_CLOSED ? diagram_word (diagram, WORD_PASSIVE_OPEN) : NULL;
    case TCP_SYN_SENT:
      return diagram_word (diagram, WORD_ACTIVE_OPEN);
    case TCP_FIN_WAIT_1:
      return diagram_word (diagram, WORD_ACTIVE_CLOSE);
    case TCP_LAST_ACK:
      return diagram_word (diagram, WORD_PASSIVE_CLOSE);
    case TCP_CLOSE_WAIT:
      *direction = NOTE_NOTICE;
      return diagram_word (diagram, WORD_NOTIFY_APPLICATION);
    default:
      return NULL;
    }
}

static const char *
call_word (const struct diagram *diagram, const struct trace_event *event)
{
  switch ((enum tcp_reason) event->reason)
    {
    case REASON_CALL_OPEN_ACTIVE:
      return diagram_word (diagram, WORD_CONNECT);
    case REASON_CALL_OPEN_PASSIVE:
      return diagram_word (diagram, WORD_LISTEN);
    case REASON_CALL_SEND:
      return diagram_word (diagram, WORD_SEND);
    case REASON_CALL_CLOSE:
      return diagram_word (diagram, WORD_CLOSE);
    case REASON_CALL_SHUTDOWN:
      return diagram_word (diagram, WORD_SHUTDOWN);
    case REASON_CALL_ABORT:
      return diagram_word (diagram, WORD_ABORT);
    case REASON_PROGRAM_ACCEPTS_LATE:
      return diagram_word (diagram, WORD_ACCEPT);
    default:
      return NULL;
    }
}

static const char *
notice_word (const struct diagram *diagram, const struct trace_event *event)
{
  switch ((enum tcp_reason) event->reason)
    {
    case REASON_CALL_RECEIVE:
      return event->octets > 0 ? diagram_word (diagram, WORD_READ) : NULL;
    case REASON_DELIVER_GAP_FILLED:
      return diagram_word (diagram, WORD_GAP_FILLED);
    case REASON_UPDATE_HELD_OUT_OF_ORDER:
      return diagram_word (diagram, WORD_OUT_OF_ORDER);
    case REASON_NOTICE_END_OF_DATA:
      return diagram_word (diagram, WORD_END_OF_FILE);
    case REASON_NOTICE_RESET:
      return diagram_word (diagram, WORD_RESET);
    case REASON_NOTICE_REFUSED:
      return diagram_word (diagram, WORD_REFUSED);
    case REASON_NOTICE_TIMED_OUT:
      return diagram_word (diagram, WORD_TIMED_OUT);
    case REASON_PROGRAM_OUT_OF_DESCRIPTORS: /* of accept: the others concern no connection */
      return event->connection != 0 ? diagram_word (diagram, WORD_NO_DESCRIPTOR) : NULL;
    default:
      return NULL;
    }
}

/* The text of an event's note, NULL when it has none. */
static const char *
note_word (const struct diagram *diagram, const struct trace_event *event, enum note_direction *direction)
{
  if (event->host >= HOST_COUNT)
    return NULL;
  if (diagram->options.notes == NOTES_TEXTBOOK)
    return textbook_word (diagram, event, direction);
  const char *word = event->kind == TRACE_CALL ? call_word (diagram, event) : NULL;
  *direction = NOTE_CALL;
  if (event->kind == TRACE_STATE && event->reason == REASON_STATE_CRASHED)
    return diagram_word (diagram, WORD_POWER_LOST);
  if (word != NULL)
    return word;
  *direction = NOTE_NOTICE;
  switch (event->kind)
    {
    case TRACE_CALL:
    case TRACE_DELIVER:
    case TRACE_NOTICE:
    case TRACE_UPDATE:
      return notice_word (diagram, event);
    default:
      return NULL;
    }
}

bool
notes_show (const struct diagram *diagram, const struct trace_event *event)
{
  enum note_direction direction;

  return note_word (diagram, event, &direction) != NULL;
}

/* The length of the first line of a text: it ends behind a colon. */
static size_t
line_length (const char *text)
{
  static const char *const colons[] = { ": ", "\xef\xbc\x9a" };

  for (size_t i = 0; i < sizeof colons / sizeof colons[0]; i++)
    {
      const char *colon = strstr (text, colons[i]);

      if (colon != NULL)
        return (size_t) (colon - text) + strlen (colons[i]);
    }
  return strlen (text);
}

/* px that the margin beside a host leaves for the words of a note: up to the time axis, or to the figure's edge. */
static double
room_for (const struct diagram *diagram, unsigned host)
{
  const struct frame *frame = &diagram->frame;
  double start = frame->hosts[host].outer + frame->hosts[host].outward * NOTE_TEXT;

  if (host == HOST_B)
    return frame->width - NOTE_EDGE - start;
  return start - NOTE_EDGE - (diagram->options.show_gutter ? frame->axis : 0);
}

/* True when a line may end before this octet: a space, or the first of a Chinese sign. */
static bool
may_break (char octet)
{
  return octet == ' ' || ((unsigned char) octet >= 0xe4 && (unsigned char) octet <= 0xe9);
}

/* How many octets of a line stand before it is broken: as many as fit, at least up to the first place for it. */
static size_t
fitting_length (const struct diagram *diagram, const char *text, size_t length, double room)
{
  char line[NOTE_LINE_SIZE];
  size_t fits = 0;

  snprintf (line, sizeof line, "%.*s", (int) length, text);
  if (string_width (diagram->measure, line, FONT_REGULAR, NOTE_FONT_SIZE) <= room)
    return length;
  for (size_t at = 1; at < length; at++)
    if (may_break (text[at]))
      {
        snprintf (line, sizeof line, "%.*s", (int) at, text);
        if (fits > 0 && string_width (diagram->measure, line, FONT_REGULAR, NOTE_FONT_SIZE) > room)
          break;
        fits = at;
      }
  return fits > 0 ? fits : length;
}

/* Adds the lines of a text to a note; a line that is there already, or has no room, is left out. */
static void
add_lines (const struct diagram *diagram, struct note *note, const char *text)
{
  double room = room_for (diagram, note->host);

  while (*text != '\0' && note->line_count < NOTE_LINES_MAX)
    {
      size_t length = fitting_length (diagram, text, line_length (text), room);
      char *line = note->lines[note->line_count];

      snprintf (line, NOTE_LINE_SIZE, "%.*s", (int) length, text);
      bool known = false;
      for (size_t i = 0; i < note->line_count; i++)
        known |= strcmp (note->lines[i], line) == 0;
      note->line_count += !known;
      text += length;
      text += strspn (text, " ");
    }
}

static bool
says_the_same (const struct note *note, const struct note *other)
{
  bool same = note->line_count > 0 && note->line_count == other->line_count;

  for (size_t i = 0; same && i < note->line_count; i++)
    same = strcmp (note->lines[i], other->lines[i]) == 0;
  return same;
}

/* The note of the host that has words, before this one. */
static const struct note *
said_before (const struct diagram *diagram, const struct note *note)
{
  for (const struct note *other = note; other > diagram->shapes.notes.items; other--)
    if (other[-1].host == note->host && other[-1].line_count > 0)
      return &other[-1];
  return NULL;
}

/* Where the text stands: below the note before it, if need be. Too far from its arrow, or right below the same words,
 * it is left out. */
static void
place_note (const struct diagram *diagram, struct note *note)
{
  double margin_bottom = diagram->hosts[note->host].margin_bottom;
  double half = NOTE_LINE_HEIGHT / 2 * note->line_count;
  double top = fmax (note->y - half, margin_bottom);
  double shift = top - (note->y - half);
  const struct note *before = said_before (diagram, note);

  if (shift > NOTE_SHIFT_MAX || (shift > 0 && before != NULL && says_the_same (note, before)))
    {
      note->line_count = 0;
      half = 4;
      top = note->y - half;
    }
  note->extent.top = top;
  note->extent.bottom = top + 2 * half;
}

static struct note *
last_note (struct diagram *diagram, unsigned host)
{
  for (size_t i = diagram->shapes.notes.length; i > 0; i--)
    if (diagram->shapes.notes.items[i - 1].host == host)
      return &diagram->shapes.notes.items[i - 1];
  return NULL;
}

void
notes_take (struct diagram *diagram, const struct trace_event *event, double y)
{
  enum note_direction direction;
  const char *word = note_word (diagram, event, &direction);
  struct note *note = last_note (diagram, event->host);
  char octets[16], text[2 * NOTE_LINE_SIZE];

  snprintf (octets, sizeof octets, "%" PRIu32, event->octets);
  format_word (text, sizeof text, word, octets);
  if (note != NULL && y - note->y < NOTE_MERGE && event->at == note->at && note->line_count > 0)
    {
      add_lines (diagram, note, text);
      note->last = event->id;
      place_note (diagram, note);
    }
  else
    {
      if (note != NULL)
        diagram->hosts[event->host].margin_bottom
            = fmax (diagram->hosts[event->host].margin_bottom, note->extent.bottom);
      note = array_add (&diagram->shapes.notes);
      *note = (struct note){
        .y = y,
        .event = event->id,
        .last = event->id,
        .at = event->at,
        .host = event->host,
        .direction = (uint8_t) direction,
      };
      add_lines (diagram, note, text);
      place_note (diagram, note);
    }
  shape_added (&diagram->shapes.notes);
}
