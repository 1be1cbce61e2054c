#include "trace/moment.h"

#include <stdlib.h>
#include <string.h>

/* --- the words --- */

enum object
{
  OBJECT_CALL,
  OBJECT_SEGMENT,
  OBJECT_STATE,
  OBJECT_TIMER,
  OBJECT_REASON,
};

static const struct
{
  const char *word;
  enum trace_kind event;
  enum object object;
} VERBS[] = {
  { "calls", TRACE_CALL, OBJECT_CALL },
  { "sends", TRACE_SEND, OBJECT_SEGMENT },
  { "receives", TRACE_ARRIVE, OBJECT_SEGMENT },
  { "discards", TRACE_DISCARD, OBJECT_SEGMENT },
  { "loses", TRACE_LOSS, OBJECT_SEGMENT },
  { "enters", TRACE_STATE, OBJECT_STATE },
  { "starts", TRACE_TIMER_START, OBJECT_TIMER },
  { "stops", TRACE_TIMER_STOP, OBJECT_TIMER },
  { "expires", TRACE_TIMER_EXPIRE, OBJECT_TIMER },
  { "has", (enum trace_kind) TRACE_KIND_COUNT, OBJECT_REASON },
};

#define VERB_COUNT (sizeof VERBS / sizeof *VERBS)

static const struct
{
  const char *word;
  enum tcp_reason reason;
} CALLS[] = {
  { "listen", REASON_CALL_OPEN_PASSIVE }, { "connect", REASON_CALL_OPEN_ACTIVE }, { "send", REASON_CALL_SEND },
  { "receive", REASON_CALL_RECEIVE },     { "shutdown", REASON_CALL_SHUTDOWN },   { "close", REASON_CALL_CLOSE },
  { "abort", REASON_CALL_ABORT },
};

#define CALL_COUNT (sizeof CALLS / sizeof *CALLS)

/* How many words there are of a kind of object, and each of them. */
static size_t
object_count (enum object object)
{
  switch (object)
    {
    case OBJECT_CALL:
      return CALL_COUNT;
    case OBJECT_SEGMENT:
      return SEGMENT_KIND_COUNT;
    case OBJECT_STATE:
      return TCP_STATE_COUNT;
    case OBJECT_TIMER:
      return TCP_TIMER_COUNT;
    default:
      return REASON_COUNT;
    }
}

static const char *
object_word (enum object object, size_t index)
{
  switch (object)
    {
    case OBJECT_CALL:
      return CALLS[index].word;
    case OBJECT_SEGMENT:
      return segment_kind_word ((enum segment_kind) index);
    case OBJECT_STATE:
      return tcp_state_name ((enum tcp_state) index);
    case OBJECT_TIMER:
      return tcp_timer_name ((enum tcp_timer) index);
    default:
      return reason_name ((enum tcp_reason) index);
    }
}

/* --- reading --- */

/* The words of a moment: host, verb, object (which may have spaces), number. */
struct parts
{
  char host[MOMENT_TEXT_MAX];
  char verb[MOMENT_TEXT_MAX];
  char object[MOMENT_TEXT_MAX];
  char number[MOMENT_TEXT_MAX];
};

/* Copies the first word and returns what follows it. */
static const char *
take_word (const char *text, char word[static MOMENT_TEXT_MAX])
{
  size_t length = 0;

  while (*text == ' ')
    text++;
  for (; *text != '\0' && *text != ' '; text++)
    if (length < MOMENT_TEXT_MAX - 1)
      word[length++] = *text;
  word[length] = '\0';
  while (*text == ' ')
    text++;
  return text;
}

static bool
is_number (const char *word)
{
  return *word != '\0' && strspn (word, "0123456789") == strlen (word);
}

/* The rest of the text is the object, but for a number at its end. */
static void
split (const char *text, struct parts *parts)
{
  const char *rest = take_word (take_word (text, parts->host), parts->verb);
  size_t length = strlen (rest);

  while (length > 0 && rest[length - 1] == ' ')
    length--;
  if (length > MOMENT_TEXT_MAX - 1)
    length = MOMENT_TEXT_MAX - 1;
  memcpy (parts->object, rest, length);
  parts->object[length] = '\0';
  parts->number[0] = '\0';
  char *space = strrchr (parts->object, ' ');
  if (space != NULL && is_number (space + 1))
    {
      strcpy (parts->number, space + 1);
      *space = '\0';
    }
}

static bool
read_host (const char *word, uint8_t *host)
{
  static const struct
  {
    const char *word;
    uint8_t host;
  } hosts[] = { { "A", HOST_A }, { "B", HOST_B }, { "link", HOST_NONE } };

  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
    if (strcmp (word, hosts[i].word) == 0)
      {
        *host = hosts[i].host;
        return true;
      }
  return false;
}

static bool
read_object (const char *word, enum object object, struct moment *moment)
{
  for (size_t i = 0; i < object_count (object); i++)
    {
      if (strcmp (word, object_word (object, i)) != 0)
        continue;
      moment->segment = object == OBJECT_SEGMENT ? (uint8_t) i : 0;
      moment->state = object == OBJECT_STATE ? (uint8_t) i : 0;
      moment->timer = object == OBJECT_TIMER ? (uint8_t) i : 0;
      moment->reason = (uint16_t) (object == OBJECT_CALL ? CALLS[i].reason : i);
      return true;
    }
  return false;
}

/* The index of a verb, or VERB_COUNT. Of the link there are only reasons. */
static size_t
find_verb (const char *word, uint8_t host)
{
  for (size_t i = 0; i < VERB_COUNT; i++)
    if (strcmp (word, VERBS[i].word) == 0 && (host != HOST_NONE || VERBS[i].object == OBJECT_REASON))
      return i;
  return VERB_COUNT;
}

static enum moment_fault
tell (enum moment_fault fault, const char *wrong, char word[static MOMENT_TEXT_MAX])
{
  strcpy (word, wrong);
  return fault;
}

enum moment_fault
moment_parse (const char *text, struct moment *moment, char word[static MOMENT_TEXT_MAX])
{
  struct parts parts;

  split (text, &parts);
  *moment = (struct moment){ .kind = MOMENT_EVENT, .nth = 1 };
  word[0] = '\0';
  if (parts.verb[0] == '\0' && (strcmp (parts.host, "start") == 0 || strcmp (parts.host, "end") == 0))
    {
      moment->kind = strcmp (parts.host, "start") == 0 ? MOMENT_START : MOMENT_END;
      return MOMENT_OK;
    }
  if (!read_host (parts.host, &moment->host))
    return tell (MOMENT_WRONG_HOST, parts.host, word);
  size_t verb = find_verb (parts.verb, moment->host);
  if (verb == VERB_COUNT)
    return tell (MOMENT_WRONG_VERB, parts.verb, word);
  moment->event = (uint8_t) VERBS[verb].event;
  if (!read_object (parts.object, VERBS[verb].object, moment))
    return tell (MOMENT_WRONG_OBJECT, parts.object, word);
  if (parts.number[0] == '\0')
    return MOMENT_OK;
  unsigned long number = strtoul (parts.number, NULL, 10);
  if (number == 0 || number > 1000000)
    return tell (MOMENT_WRONG_NUMBER, parts.number, word);
  moment->nth = (uint32_t) number;
  return MOMENT_OK;
}

static void
add_allowed (char allowed[static 4 * MOMENT_TEXT_MAX], const char *word)
{
  size_t length = strlen (allowed);

  if (length + strlen (word) + 3 > 4 * MOMENT_TEXT_MAX)
    return;
  strcat (allowed, length > 0 ? ", " : "");
  strcat (allowed, word);
}

void
moment_allowed (const char *text, enum moment_fault fault, char allowed[static 4 * MOMENT_TEXT_MAX])
{
  struct parts parts;
  uint8_t host = HOST_A;

  allowed[0] = '\0';
  split (text, &parts);
  read_host (parts.host, &host);
  size_t verb = find_verb (parts.verb, host);
  if (fault == MOMENT_WRONG_HOST)
    strcpy (allowed, "A, B, link, start, end");
  else if (fault == MOMENT_WRONG_NUMBER)
    strcpy (allowed, "1 … 1000000");
  else if (fault == MOMENT_WRONG_VERB)
    {
      for (size_t i = 0; i < VERB_COUNT; i++)
        if (find_verb (VERBS[i].word, host) == i)
          add_allowed (allowed, VERBS[i].word);
    }
  else if (verb < VERB_COUNT && VERBS[verb].object != OBJECT_REASON)
    for (size_t i = 0; i < object_count (VERBS[verb].object); i++)
      add_allowed (allowed, object_word (VERBS[verb].object, i));
}

/* --- finding --- */

/* Whether the kind of event carries a segment that the moment speaks of. */
static bool
speaks_of_segment (const struct moment *moment)
{
  return moment->event == TRACE_SEND || moment->event == TRACE_ARRIVE || moment->event == TRACE_DISCARD
         || moment->event == TRACE_LOSS;
}

static bool
speaks_of_timer (const struct moment *moment)
{
  return moment->event == TRACE_TIMER_START || moment->event == TRACE_TIMER_STOP || moment->event == TRACE_TIMER_EXPIRE;
}

bool
moment_fits (const struct trace *trace, const struct moment *moment, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);

  if (moment->kind != MOMENT_EVENT || (moment->host != HOST_NONE && event->host != moment->host))
    return false;
  if (moment->event == TRACE_KIND_COUNT)
    return event->reason == moment->reason;
  if (event->kind != moment->event)
    return false;
  if (speaks_of_segment (moment))
    {
      const struct segment *segment = trace_segment (trace, id);

      return segment != NULL && segment_is (segment, (enum segment_kind) moment->segment);
    }
  if (speaks_of_timer (moment))
    return event->timer == moment->timer;
  if (moment->event == TRACE_STATE)
    return event->after == moment->state && event->before != event->after;
  return event->reason == moment->reason;
}

event_id
moment_find (const struct trace *trace, const struct moment *moment)
{
  uint32_t seen = 0;

  for (size_t id = 0; id < trace_length (trace); id++)
    if (moment_fits (trace, moment, (event_id) id) && ++seen == moment->nth)
      return (event_id) id;
  return EVENT_NONE;
}
