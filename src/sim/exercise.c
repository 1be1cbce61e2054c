#include "sim/exercise.h"

#include "base/rng.h"
#include "sim/exercise-numbers.h"
#include "sim/private.h"
#include "tcp/stack.h"
#include "trace/event.h"
#include "wire/packet.h"
#include "wire/segment-text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A step takes place so long after the one before it; half of it a segment is under way. */
#define STEP MS (20)

/* Start numbers of variants: short, so that one can reckon with them. */
#define START_MIN 1000u
#define START_MAX 100000u

#define PACKET_MAX 1600
#define SEND_MAX 16000

/* Segments of the host that are under way at one time. */
#define PASSAGES_MAX 16

static const struct
{
  const char *name;
  uint8_t host;
  uint32_t iss;
  uint32_t peer_iss;
  const char *variables;
  const char *steps;
} EXERCISES[] = {
#define EXERCISE(name, host, iss, peer_iss, variables, steps) { #name, host, iss, peer_iss, variables, steps },
#include "sim/exercise.def"
#undef EXERCISE
};

#define EXERCISE_COUNT (sizeof EXERCISES / sizeof *EXERCISES)

/* What every exercise has: windows that hold all that is sent, and usual segment sizes. */
#define COMMON_VARIABLES "w 8000 12000 65535 m 1000 536 1460 "

/* A segment of the host under way. */
struct passage
{
  vtime at; /* of its arrival or its loss */
  event_id carry;
  bool lost;
};

struct exercise
{
  struct trace *trace;
  struct tcp_stack *stack;
  unsigned host;
  uint32_t iss;
  uint32_t peer_iss;
  struct endpoint ours;
  struct endpoint theirs;
  vtime now;
  vtime since;  /* when the newest step began */
  int socket;   /* of the program's calls */
  int listener; /* 0 when there is none */
  struct exercise_numbers numbers;
  struct passage passages[PASSAGES_MAX]; /* in the order of their times */
  unsigned passage_count;
  struct sent_memories sent;
  struct segment said; /* by the peer last */
  uint8_t duplicate_acks;
  unsigned arriving; /* segments of the host that still arrive, */
  unsigned losing;   /* and those behind them that are lost */
};

unsigned
exercise_count (void)
{
  return EXERCISE_COUNT;
}

const char *
exercise_name (unsigned number)
{
  assert (number < EXERCISE_COUNT);
  return EXERCISES[number].name;
}

unsigned
exercise_host (unsigned number)
{
  assert (number < EXERCISE_COUNT);
  return EXERCISES[number].host;
}

/* --- the host --- */

static event_id
report (void *user, const struct tcp_event *from)
{
  struct exercise *it = user;
  struct trace_event event = trace_event_of (from, it->host);

  marks_set (&it->sent, from, &event);
  return trace_append (it->trace, &event, from->segment, from->packet, from->packet_length, from->vars);
}

static bool
is_lost (struct exercise *it)
{
  if (it->losing == 0)
    return false;
  if (it->arriving > 0)
    {
      it->arriving--;
      return false;
    }
  it->losing--;
  return true;
}

/* The peer answers only as the steps say, but what is sent to it goes its way. */
static void
transmit (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  struct exercise *it = user;
  struct trace_event event = { .at = it->now,
                               .until = it->now + STEP / 2,
                               .cause = sent,
                               .by = EVENT_NONE,
                               .reason = REASON_LINK_CARRIES,
                               .kind = TRACE_CARRY,
                               .host = (uint8_t) it->host };
  bool lost = is_lost (it);

  assert (it->passage_count < PASSAGES_MAX);
  it->passages[it->passage_count++]
      = (struct passage){ .at = lost ? it->now + STEP / 4 : event.until,
                          .carry = trace_append (it->trace, &event, NULL, packet, length, NULL),
                          .lost = lost };
}

static enum tcp_reason
arrival_reason (const struct segment *segment)
{
  if ((segment->flags & TCP_RST) != 0)
    return REASON_ARRIVE_RST;
  if ((segment->flags & TCP_SYN) != 0)
    return (segment->flags & TCP_ACK) != 0 ? REASON_ARRIVE_SYN_ACK : REASON_ARRIVE_SYN;
  if ((segment->flags & TCP_FIN) != 0)
    return REASON_ARRIVE_FIN;
  return segment->length > 0 ? REASON_ARRIVE_DATA : REASON_ARRIVE_ACK;
}

/* The way of the first one ends. */
static void
end_passage (struct exercise *it)
{
  struct passage passage = it->passages[0];
  struct trace_event event = { .at = passage.at,
                               .until = VTIME_NEVER,
                               .cause = passage.carry,
                               .by = EVENT_NONE,
                               .kind = passage.lost ? TRACE_LOSS : TRACE_ARRIVE,
                               .host = (uint8_t) (passage.lost ? it->host : it->host ^ 1u) };

  event.reason
      = (uint16_t) (passage.lost ? REASON_LINK_DROPPED : arrival_reason (trace_segment (it->trace, passage.carry)));
  trace_append (it->trace, &event, NULL, NULL, 0, NULL);
  it->passage_count--;
  memmove (&it->passages[0], &it->passages[1], it->passage_count * sizeof it->passages[0]);
}

/* Those that are lost end sooner than those that left with them. */
static void
end_passages (struct exercise *it, vtime until)
{
  for (unsigned i = 1; i < it->passage_count; i++)
    for (unsigned j = i; j > 0 && it->passages[j].at < it->passages[j - 1].at; j--)
      {
        struct passage later = it->passages[j - 1];

        it->passages[j - 1] = it->passages[j];
        it->passages[j] = later;
      }
  while (it->passage_count > 0 && it->passages[0].at <= until)
    end_passage (it);
}

/* The lesson's host, which acknowledges at once. */
static struct tcp_config
make_config (const struct exercise *it)
{
  struct tcp_config config = tcp_config_lesson ();

  config.iss_fixed = true;
  config.iss = it->iss;
  config.delayed_ack = false;
  config.nagle = true;
  config.sack = true;
  config.initial_window = 10;
  return config;
}

static void
run_timers (struct exercise *it, vtime until)
{
  for (vtime next = tcp_stack_next_timeout (it->stack); next <= until; next = tcp_stack_next_timeout (it->stack))
    {
      end_passages (it, next);
      it->now = next;
      tcp_stack_timeout (it->stack, next);
      tcp_stack_flush (it->stack, next);
    }
  end_passages (it, until);
  it->now = until;
}

/* --- the peer --- */

static enum tcp_reason
reason_of (const struct segment *segment)
{
  if ((segment->flags & TCP_SYN) != 0)
    return (segment->flags & TCP_ACK) != 0 ? REASON_SEND_SYN_ACK : REASON_SEND_SYN;
  if ((segment->flags & TCP_FIN) != 0)
    return REASON_SEND_FIN;
  return segment->length > 0 ? REASON_SEND_DATA : REASON_SEND_ACK_AT_ONCE;
}

/* RFC 5681 §2: nothing in it is new. */
static void
mark_duplicate (struct exercise *it, const struct segment *segment, struct trace_event *event)
{
  const struct segment *before = &it->said;
  bool duplicate = segment->flags == TCP_ACK && segment->length == 0 && (before->flags & TCP_ACK) != 0
                   && segment->ack == before->ack && segment->wnd == before->wnd;

  it->duplicate_acks = duplicate ? it->duplicate_acks + 1 : 0;
  if (duplicate)
    event->marks = MARK_DUPLICATE_ACK;
  event->ordinal = it->duplicate_acks;
  it->said = *segment;
}

static event_id
append_peer (struct exercise *it, enum trace_kind kind, event_id cause, const struct segment *segment,
             const uint8_t *packet, size_t length)
{
  struct trace_event event = { .at = it->now,
                               .until = kind == TRACE_CARRY ? it->now + STEP / 2 : VTIME_NEVER,
                               .cause = cause,
                               .by = EVENT_NONE,
                               .reason = (uint16_t) (kind == TRACE_CARRY ? REASON_LINK_CARRIES : reason_of (segment)),
                               .kind = (uint8_t) kind,
                               .host = (uint8_t) (it->host ^ 1u) };

  if (kind == TRACE_SEND)
    mark_duplicate (it, segment, &event);
  return trace_append (it->trace, &event, kind == TRACE_SEND ? segment : NULL, packet, length, NULL);
}

static void
arrive (struct exercise *it, const char *text)
{
  static const uint8_t OCTETS[SEND_MAX];
  struct packet packet = { .ttl = 64, .dont_fragment = true };
  uint8_t octets[PACKET_MAX];
  const char *wrong = segment_parse (text, it->peer_iss, it->iss, &packet.segment);
  size_t length;
  event_id carry;

  assert (wrong == NULL);
  (void) wrong;
  if ((packet.segment.flags & TCP_ACK) == 0)
    packet.segment.ack = 0;
  packet.segment.source = it->theirs;
  packet.segment.destination = it->ours;
  packet.segment.text = OCTETS;
  length = packet_write (&packet, octets, sizeof octets);
  carry = append_peer (it, TRACE_SEND, EVENT_NONE, &packet.segment, octets, length);
  carry = append_peer (it, TRACE_CARRY, carry, &packet.segment, NULL, 0);
  run_timers (it, it->now + STEP / 2);
  tcp_stack_input (it->stack, octets, length, it->now, carry);
}

/* --- the program --- */

/* Of a listener the calls are meant for its connection, once it has one. */
static int
get_socket (struct exercise *it)
{
  int accepted = it->listener > 0 ? tcp_stack_accept (it->stack, it->listener) : 0;

  if (accepted > 0)
    it->socket = accepted;
  return it->socket;
}

static void
call (struct exercise *it, const char *step)
{
  static const uint8_t OCTETS[SEND_MAX];

  if (strcmp (step, "listen") == 0)
    it->socket = it->listener = tcp_stack_listen (it->stack, it->ours.port, 0, it->now, EVENT_NONE);
  else if (strcmp (step, "connect") == 0)
    it->socket = tcp_stack_connect (it->stack, it->ours.port, &it->theirs, it->now, EVENT_NONE);
  else if (strncmp (step, "send ", 5) == 0)
    tcp_stack_send (it->stack, get_socket (it), OCTETS, (uint32_t) strtoul (step + 5, NULL, 10), it->now, EVENT_NONE);
  else if (strcmp (step, "shutdown") == 0)
    tcp_stack_shutdown (it->stack, get_socket (it), it->now, EVENT_NONE);
  else if (strcmp (step, "close") == 0)
    tcp_stack_close (it->stack, get_socket (it), it->now, EVENT_NONE);
  else if (strcmp (step, "abort") == 0)
    tcp_stack_abort (it->stack, get_socket (it), it->now, EVENT_NONE);
  else
    assert (!"an unknown step");
}

static void
do_step (struct exercise *it, const char *step)
{
  it->since = it->now;
  if (strncmp (step, "wait ", 5) == 0)
    run_timers (it, it->now + MS (strtoll (step + 5, NULL, 10)));
  else if (step[0] == '>')
    arrive (it, step + 2);
  else
    call (it, step);
  tcp_stack_flush (it->stack, it->now);
}

/* --- steps --- */

/* Says what becomes of segments, takes no time. */
static bool
take_loss (struct exercise *it, const char *step)
{
  return sscanf (step, "lose %u %u", &it->arriving, &it->losing) == 2;
}

static void
do_steps_of (struct exercise *it, const char *text, bool last)
{
  char step[STEP_TEXT_MAX];
  uint32_t times = 1;

  if (text[0] == 'x')
    {
      text++;
      times = exercise_numbers_evaluate (&it->numbers, &text, 0);
      text++;
    }
  for (uint32_t turn = 0; turn < times; turn++)
    {
      exercise_numbers_fill_in (&it->numbers, text, turn, step);
      if (take_loss (it, step))
        continue;
      do_step (it, step);
      if (!last || turn + 1 < times)
        run_timers (it, it->now + STEP / 2);
    }
}

static void
do_steps (struct exercise *it, const char *steps)
{
  while (*steps != '\0')
    {
      size_t length = strcspn (steps, ";");
      char text[STEP_TEXT_MAX];

      assert (length < sizeof text);
      memcpy (text, steps, length);
      text[length] = '\0';
      steps += length;
      steps += strspn (steps, "; ");
      do_steps_of (it, text, *steps == '\0');
    }
  /* What was sent in the end goes its way, too. */
  end_passages (it, it->now + STEP / 2);
}

/* --- a whole one --- */

static void
introduce (struct exercise *it)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct trace_host *shown = trace_host (it->trace, host);

      memcpy (shown->name, host == HOST_A ? "A" : "B", 2);
      shown->endpoint = host == it->host ? it->ours : it->theirs;
    }
  trace_set_delay (it->trace, STEP / 2);
}

/* The peer has no engine: its state is not known, as that of an end whose beginning a capture does not have. */
static void
leave_peer_unknown (struct exercise *it)
{
  struct trace_event event = { .until = VTIME_NEVER,
                               .cause = EVENT_NONE,
                               .by = EVENT_NONE,
                               .reason = REASON_CAPTURE_INFERRED,
                               .kind = TRACE_STATE,
                               .host = (uint8_t) (it->host ^ 1u),
                               .before = TCP_ESTABLISHED,
                               .after = TCP_ESTABLISHED,
                               .knowledge = KNOWLEDGE_UNKNOWN };

  trace_append (it->trace, &event, NULL, NULL, 0, NULL);
}

static void
choose_numbers (struct exercise *it, unsigned number, uint64_t seed)
{
  static const uint16_t SERVERS[] = { 22, 25, 80, 443, 993, 5432, 8080 };
  struct rng rng;

  it->iss = EXERCISES[number].iss;
  it->peer_iss = EXERCISES[number].peer_iss;
  rng_seed (&rng, seed * EXERCISE_COUNT + number);
  if (seed != 0)
    {
      uint16_t client = (uint16_t) (49152 + rng_below (&rng, 16384));
      uint16_t server = SERVERS[rng_below (&rng, sizeof SERVERS / sizeof *SERVERS)];

      it->iss = START_MIN + (uint32_t) rng_below (&rng, START_MAX - START_MIN);
      it->peer_iss = START_MIN + (uint32_t) rng_below (&rng, START_MAX - START_MIN);
      it->ours.port = it->host == HOST_A ? client : server;
      it->theirs.port = it->host == HOST_A ? server : client;
    }
  exercise_numbers_choose (&it->numbers, COMMON_VARIABLES, seed != 0 ? &rng : NULL);
  exercise_numbers_choose (&it->numbers, EXERCISES[number].variables, seed != 0 ? &rng : NULL);
}

struct trace *
exercise_run (unsigned number, uint64_t seed, struct exercise_span *span)
{
  struct exercise it = { .trace = trace_new () };
  struct endpoint ends[HOST_COUNT] = { { ip_address_v4 (10, 0, 0, 1), 40001 }, { ip_address_v4 (10, 0, 0, 2), 80 } };
  struct tcp_sink sink = { &it, report, transmit };
  struct tcp_config config;

  assert (number < EXERCISE_COUNT);
  if (it.trace == NULL)
    return NULL;
  it.host = EXERCISES[number].host;
  it.ours = ends[it.host];
  it.theirs = ends[it.host ^ 1u];
  choose_numbers (&it, number, seed);
  introduce (&it);
  leave_peer_unknown (&it);
  config = make_config (&it);
  it.stack = tcp_stack_new (&config, &it.ours.address, &sink);
  if (it.stack == NULL)
    {
      trace_free (it.trace);
      return NULL;
    }
  do_steps (&it, EXERCISES[number].steps);
  tcp_stack_free (it.stack);
  sent_memories_clear (&it.sent);
  *span = (struct exercise_span){ it.since, it.now };
  return it.trace;
}
