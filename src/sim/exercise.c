#include "sim/exercise.h"

#include "base/rng.h"
#include "tcp/stack.h"
#include "trace/event.h"
#include "wire/packet.h"
#include "wire/segment-text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A step takes place so long after the one before it; half of it a segment is under way. */
#define STEP MS (20)

#define STEP_TEXT_MAX 128
#define PACKET_MAX 1600
#define SEND_MAX 8000

static const struct
{
  const char *name;
  uint8_t host;
  uint32_t iss;
  uint32_t peer_iss;
  const char *steps;
} EXERCISES[] = {
#define EXERCISE(name, host, iss, peer_iss, steps) { #name, host, iss, peer_iss, steps },
#include "sim/exercise.def"
#undef EXERCISE
};

#define EXERCISE_COUNT (sizeof EXERCISES / sizeof *EXERCISES)

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

  return trace_append (it->trace, &event, from->segment, from->packet, from->packet_length, from->vars);
}

/* The peer answers only as the steps say. */
static void
transmit (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  (void) user, (void) packet, (void) length, (void) sent;
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
      it->now = next;
      tcp_stack_timeout (it->stack, next);
      tcp_stack_flush (it->stack, next);
    }
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

static void
do_steps (struct exercise *it, const char *steps)
{
  while (*steps != '\0')
    {
      size_t length = strcspn (steps, ";");
      char step[STEP_TEXT_MAX];

      assert (length < sizeof step);
      memcpy (step, steps, length);
      step[length] = '\0';
      do_step (it, step);
      steps += length;
      if (*steps == ';')
        {
          steps += strspn (steps, "; ");
          run_timers (it, it->now + STEP / 2);
        }
    }
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
  struct rng rng;

  it->iss = EXERCISES[number].iss;
  it->peer_iss = EXERCISES[number].peer_iss;
  if (seed == 0)
    return;
  rng_seed (&rng, seed * EXERCISE_COUNT + number);
  it->iss = rng_u32 (&rng);
  it->peer_iss = rng_u32 (&rng);
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
  *span = (struct exercise_span){ it.since, it.now };
  return it.trace;
}
