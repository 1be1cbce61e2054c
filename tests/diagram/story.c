#include "story.h"

#include "base/rng.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct story *
story_new (uint32_t iss_a, uint32_t iss_b, vtime delay)
{
  struct story *story = calloc (1, sizeof *story);

  assert (story != NULL);
  story->trace = trace_new ();
  story->delay = delay;
  story->iss[HOST_A] = iss_a;
  story->iss[HOST_B] = iss_b;
  trace_set_delay (story->trace, delay);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct trace_host *about = trace_host (story->trace, host);

      about->name[0] = (char) ('A' + host);
      about->iss = story->iss[host];
      about->iss_known = true;
      story->causes[host] = EVENT_NONE;
    }
  return story;
}

struct trace *
story_end (struct story *story)
{
  struct trace *trace = story->trace;

  free (story);
  return trace;
}

void
story_at (struct story *story, vtime now)
{
  assert (now >= story->now);
  story->now = now;
}

static event_id
append (struct story *story, const struct trace_event *event, const struct segment *segment)
{
  event_id id = trace_append (story->trace, event, segment, NULL, 0, NULL);

  assert (id != EVENT_NONE);
  if (event->host < HOST_COUNT && event->kind < TRACE_CARRY)
    story->causes[event->host] = id;
  return id;
}

static struct trace_event
event_of (const struct story *story, unsigned host, enum trace_kind kind)
{
  return (struct trace_event){
    .at = story->now,
    .until = VTIME_NEVER,
    .cause = host < HOST_COUNT ? story->causes[host] : EVENT_NONE,
    .by = EVENT_NONE,
    .connection = 1,
    .kind = (uint8_t) kind,
    .host = (uint8_t) host,
  };
}

event_id
story_tell (struct story *story, unsigned host, enum trace_kind kind, enum tcp_reason reason, uint32_t octets)
{
  struct trace_event event = event_of (story, host, kind);

  event.reason = (uint16_t) reason;
  event.octets = octets;
  return append (story, &event, NULL);
}

event_id
story_call (struct story *story, unsigned host, enum tcp_reason reason, uint32_t octets)
{
  return story_tell (story, host, TRACE_CALL, reason, octets);
}

event_id
story_state_known (struct story *story, unsigned host, enum tcp_state before, enum tcp_state after,
                   enum trace_knowledge knowledge)
{
  struct trace_event event = event_of (story, host, TRACE_STATE);

  event.before = (uint8_t) before;
  event.after = (uint8_t) after;
  event.knowledge = (uint8_t) knowledge;
  story->states[host] = after;
  return append (story, &event, NULL);
}

event_id
story_state (struct story *story, unsigned host, enum tcp_state after)
{
  return story_state_known (story, host, story->states[host], after, KNOWLEDGE_PROVEN);
}

event_id
story_send_only (struct story *story, unsigned host, uint8_t flags, uint32_t seq, uint32_t ack, uint32_t length,
                 uint16_t marks)
{
  struct trace_event event = event_of (story, host, TRACE_SEND);
  struct segment segment = {
    .seq = story->iss[host] + seq,
    .ack = (flags & TCP_ACK) != 0 ? story->iss[host ^ 1u] + ack : 0,
    .wnd = 8000,
    .flags = flags,
    .length = length,
  };

  event.marks = marks;
  if ((marks & MARK_DUPLICATE_ACK) != 0)
    event.ordinal = (uint8_t) ++story->duplicate_acks;
  return append (story, &event, &segment);
}

event_id
story_carry (struct story *story, unsigned host, event_id cause, vtime until, enum trace_knowledge knowledge)
{
  struct trace_event event = event_of (story, host, TRACE_CARRY);

  event.cause = cause;
  event.until = until;
  event.knowledge = (uint8_t) knowledge;
  event.reason = REASON_LINK_CARRIES;
  return append (story, &event, NULL);
}

event_id
story_send (struct story *story, unsigned host, uint8_t flags, uint32_t seq, uint32_t ack, uint32_t length,
            uint16_t marks)
{
  event_id send = story_send_only (story, host, flags, seq, ack, length, marks);

  return story_carry (story, host, send, story->now + story->delay, KNOWLEDGE_PROVEN);
}

event_id
story_arrive (struct story *story, event_id carry)
{
  const struct trace_event *cause = trace_get (story->trace, carry);
  struct trace_event event = event_of (story, cause->host ^ 1u, TRACE_ARRIVE);

  event.cause = carry;
  return append (story, &event, trace_segment (story->trace, carry));
}

event_id
story_link (struct story *story, enum trace_kind kind, event_id carry, vtime until)
{
  struct trace_event event = event_of (story, trace_get (story->trace, carry)->host, kind);

  event.cause = carry;
  event.until = until;
  return append (story, &event, NULL);
}

event_id
story_report (struct story *story, event_id loss, uint32_t mtu)
{
  struct trace_event event = event_of (story, trace_get (story->trace, loss)->host ^ 1u, TRACE_ICMP);

  event.cause = loss;
  event.until = story->now + story->delay / 2;
  event.octets = mtu;
  event.reason = REASON_LINK_REPORTS_TOO_BIG;
  return append (story, &event, NULL);
}

event_id
story_inject (struct story *story, unsigned host, uint8_t flags, uint32_t seq, uint32_t ack)
{
  struct trace_event event = event_of (story, host, TRACE_INJECT);
  struct segment segment = {
    .seq = story->iss[host] + seq,
    .ack = (flags & TCP_ACK) != 0 ? story->iss[host ^ 1u] + ack : 0,
    .wnd = 8000,
    .flags = flags,
  };

  event.reason = REASON_LINK_INJECTED;
  return story_carry (story, host, append (story, &event, &segment), story->now + story->delay / 2, KNOWLEDGE_PROVEN);
}

event_id
story_timer (struct story *story, unsigned host, enum trace_kind kind, enum tcp_timer timer, vtime duration)
{
  struct trace_event event = event_of (story, host, kind);

  event.timer = (uint8_t) timer;
  if (kind == TRACE_TIMER_START)
    event.until = story->now + duration;
  return append (story, &event, NULL);
}

/* --- the pictures of the design --- */

#define A HOST_A
#define B HOST_B
#define TWO_MSL SEC (240)

static void
tell_handshake (struct story *s)
{
  vtime t = s->now;
  event_id syn, syn_ack, ack;

  story_call (s, B, REASON_CALL_OPEN_PASSIVE, 0);
  story_state (s, B, TCP_LISTEN);
  story_call (s, A, REASON_CALL_OPEN_ACTIVE, 0);
  story_state (s, A, TCP_SYN_SENT);
  syn = story_send (s, A, TCP_SYN, 0, 0, 0, 0);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, t + s->delay);
  story_arrive (s, syn);
  story_state (s, B, TCP_SYN_RECEIVED);
  syn_ack = story_send (s, B, TCP_SYN | TCP_ACK, 0, 1, 0, 0);
  story_timer (s, B, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, t + 2 * s->delay);
  story_arrive (s, syn_ack);
  story_timer (s, A, TRACE_TIMER_STOP, TCP_TIMER_RTO, 0);
  story_state (s, A, TCP_ESTABLISHED);
  ack = story_send (s, A, TCP_ACK, 1, 1, 0, 0);
  story_at (s, t + 3 * s->delay);
  story_arrive (s, ack);
  story_timer (s, B, TRACE_TIMER_STOP, TCP_TIMER_RTO, 0);
  story_state (s, B, TCP_ESTABLISHED);
}

/* A sends `request` octets, B answers `answer`; A acknowledges. */
static void
tell_exchange (struct story *s, uint32_t request, uint32_t answer)
{
  vtime t = s->now;
  event_id data, reply, ack;

  story_call (s, A, REASON_CALL_SEND, request);
  data = story_send (s, A, TCP_ACK | TCP_PSH, 1, 1, request, 0);
  story_at (s, t + s->delay);
  story_arrive (s, data);
  story_call (s, B, REASON_CALL_RECEIVE, request);
  story_call (s, B, REASON_CALL_SEND, answer);
  reply = story_send (s, B, TCP_ACK | TCP_PSH, 1, 1 + request, answer, 0);
  story_at (s, t + 2 * s->delay);
  story_arrive (s, reply);
  ack = story_send (s, A, TCP_ACK, 1 + request, 1 + answer, 0, 0);
  story_at (s, t + 3 * s->delay);
  story_arrive (s, ack);
}

/* A closes first; B sends `more` octets before it closes `wait` later. */
static void
tell_close (struct story *s, uint32_t u, uint32_t v, uint32_t more, vtime wait)
{
  vtime t = s->now;
  event_id fin, ack, data = EVENT_NONE, data_ack;
  vtime late;

  story_call (s, A, REASON_CALL_CLOSE, 0);
  story_state (s, A, TCP_FIN_WAIT_1);
  fin = story_send (s, A, TCP_FIN | TCP_ACK, u, v, 0, 0);
  story_at (s, t + s->delay);
  story_arrive (s, fin);
  story_state (s, B, TCP_CLOSE_WAIT);
  story_tell (s, B, TRACE_NOTICE, REASON_NOTICE_END_OF_DATA, 0);
  ack = story_send (s, B, TCP_ACK, v, u + 1, 0, 0);
  story_at (s, t + 2 * s->delay);
  story_arrive (s, ack);
  story_state (s, A, TCP_FIN_WAIT_2);
  if (more > 0)
    {
      story_at (s, t + 3 * s->delay);
      story_call (s, B, REASON_CALL_SEND, more);
      data = story_send (s, B, TCP_ACK | TCP_PSH, v, u + 1, more, 0);
      story_at (s, t + 4 * s->delay);
      story_arrive (s, data);
      data_ack = story_send (s, A, TCP_ACK, u + 1, v + more, 0, 0);
      story_at (s, t + 5 * s->delay);
      story_arrive (s, data_ack);
    }
  late = t + s->delay + wait;
  story_at (s, late);
  story_call (s, B, REASON_CALL_CLOSE, 0);
  story_state (s, B, TCP_LAST_ACK);
  fin = story_send (s, B, TCP_FIN | TCP_ACK, v + more, u + 1, 0, 0);
  story_timer (s, B, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, late + s->delay);
  story_arrive (s, fin);
  story_state (s, A, TCP_TIME_WAIT);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_2MSL, TWO_MSL);
  ack = story_send (s, A, TCP_ACK, u + 1, v + more + 1, 0, 0);
  story_at (s, late + 2 * s->delay);
  story_arrive (s, ack);
  story_timer (s, B, TRACE_TIMER_STOP, TCP_TIMER_RTO, 0);
  story_state (s, B, TCP_CLOSED);
  story_at (s, late + s->delay + TWO_MSL);
  story_timer (s, A, TRACE_TIMER_EXPIRE, TCP_TIMER_2MSL, 0);
  story_state (s, A, TCP_CLOSED);
}

struct trace *
story_handshake (uint32_t iss_a, uint32_t iss_b)
{
  struct story *s = story_new (iss_a, iss_b, MS (50));

  tell_handshake (s);
  story_at (s, MS (170));
  tell_exchange (s, 10, 300);
  return story_end (s);
}

struct trace *
story_close (void)
{
  struct story *s = story_new (100, 300, MS (50));

  s->states[A] = s->states[B] = TCP_ESTABLISHED;
  tell_exchange (s, 10, 300);
  story_at (s, MS (200));
  tell_close (s, 11, 301, 500, MS (350));
  return story_end (s);
}

struct trace *
story_full (void)
{
  struct story *s = story_new (100, 300, MS (50));

  tell_handshake (s);
  story_at (s, MS (170));
  tell_exchange (s, 10, 300);
  story_at (s, MS (400));
  tell_close (s, 11, 301, 500, MS (350));
  return story_end (s);
}

struct trace *
story_loss (void)
{
  struct story *s = story_new (0, 0, MS (80));
  event_id first, second, third, ack1, ack2, again, ack3, fin, fin_b, last;

  s->states[A] = s->states[B] = TCP_ESTABLISHED;
  story_state (s, A, TCP_ESTABLISHED);
  story_state (s, B, TCP_ESTABLISHED);
  first = story_send (s, A, TCP_ACK, 1, 1, 1000, 0);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, MS (20));
  second = story_send (s, A, TCP_ACK, 1001, 1, 1000, 0);
  story_at (s, MS (40));
  third = story_send (s, A, TCP_ACK, 2001, 1, 1000, 0);
  story_at (s, MS (60));
  story_link (s, TRACE_LOSS, second, VTIME_NEVER);
  story_at (s, MS (80));
  story_arrive (s, first);
  ack1 = story_send (s, B, TCP_ACK, 1, 1001, 0, 0);
  story_at (s, MS (120));
  story_arrive (s, third);
  story_tell (s, B, TRACE_UPDATE, REASON_UPDATE_HELD_OUT_OF_ORDER, 1000);
  ack2 = story_send (s, B, TCP_ACK, 1, 1001, 0, MARK_DUPLICATE_ACK);
  story_at (s, MS (160));
  story_arrive (s, ack1);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, MS (200));
  story_arrive (s, ack2);
  story_at (s, MS (1160));
  story_timer (s, A, TRACE_TIMER_EXPIRE, TCP_TIMER_RTO, 0);
  again = story_send (s, A, TCP_ACK, 1001, 1, 1000, MARK_RETRANSMISSION);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (2));
  story_at (s, MS (1240));
  story_arrive (s, again);
  story_tell (s, B, TRACE_DELIVER, REASON_DELIVER_GAP_FILLED, 2000);
  ack3 = story_send (s, B, TCP_ACK, 1, 3001, 0, 0);
  story_at (s, MS (1320));
  story_arrive (s, ack3);
  story_timer (s, A, TRACE_TIMER_STOP, TCP_TIMER_RTO, 0);
  story_at (s, MS (1350));
  story_call (s, A, REASON_CALL_CLOSE, 0);
  story_state (s, A, TCP_FIN_WAIT_1);
  fin = story_send (s, A, TCP_FIN | TCP_ACK, 3001, 1, 0, 0);
  story_at (s, MS (1430));
  story_arrive (s, fin);
  story_state (s, B, TCP_CLOSE_WAIT);
  story_tell (s, B, TRACE_NOTICE, REASON_NOTICE_END_OF_DATA, 0);
  story_call (s, B, REASON_CALL_CLOSE, 0);
  story_state (s, B, TCP_LAST_ACK);
  fin_b = story_send (s, B, TCP_FIN | TCP_ACK, 1, 3002, 0, 0);
  story_at (s, MS (1510));
  story_arrive (s, fin_b);
  story_state (s, A, TCP_TIME_WAIT);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_2MSL, TWO_MSL);
  last = story_send (s, A, TCP_ACK, 3002, 2, 0, 0);
  story_at (s, MS (1590));
  story_arrive (s, last);
  story_state (s, B, TCP_CLOSED);
  story_at (s, MS (1510) + TWO_MSL);
  story_timer (s, A, TRACE_TIMER_EXPIRE, TCP_TIMER_2MSL, 0);
  story_state (s, A, TCP_CLOSED);
  return story_end (s);
}

/* The run in the window's mock-up, as far as it has come. */
struct trace *
story_window (vtime until)
{
  struct story *s = story_new (100, 300, MS (50));
  event_id syn, syn_ack, ack, data, reply, fin, fin_ack, fin_b, last;

  story_call (s, B, REASON_CALL_OPEN_PASSIVE, 0);
  story_state (s, B, TCP_LISTEN);
  story_call (s, A, REASON_CALL_OPEN_ACTIVE, 0);
  story_state (s, A, TCP_SYN_SENT);
  syn = story_send (s, A, TCP_SYN, 0, 0, 0, 0);
  story_at (s, MS (50));
  story_arrive (s, syn);
  story_state (s, B, TCP_SYN_RECEIVED);
  syn_ack = story_send (s, B, TCP_SYN | TCP_ACK, 0, 1, 0, 0);
  story_at (s, MS (100));
  story_arrive (s, syn_ack);
  story_state (s, A, TCP_ESTABLISHED);
  ack = story_send (s, A, TCP_ACK, 1, 1, 0, 0);
  story_at (s, MS (120));
  story_call (s, A, REASON_CALL_SEND, 10);
  data = story_send (s, A, TCP_ACK | TCP_PSH, 1, 1, 10, 0);
  story_at (s, MS (150));
  story_arrive (s, ack);
  story_state (s, B, TCP_ESTABLISHED);
  story_at (s, MS (170));
  story_arrive (s, data);
  story_call (s, B, REASON_CALL_RECEIVE, 10);
  story_call (s, B, REASON_CALL_SEND, 300);
  reply = story_send (s, B, TCP_ACK | TCP_PSH, 1, 11, 300, 0);
  story_at (s, MS (220));
  story_arrive (s, reply);
  story_at (s, MS (250));
  story_call (s, A, REASON_CALL_CLOSE, 0);
  story_state (s, A, TCP_FIN_WAIT_1);
  fin = story_send (s, A, TCP_FIN | TCP_ACK, 11, 301, 0, 0);
  story_at (s, MS (300));
  story_arrive (s, fin);
  story_state (s, B, TCP_CLOSE_WAIT);
  story_tell (s, B, TRACE_NOTICE, REASON_NOTICE_END_OF_DATA, 0);
  fin_ack = story_send (s, B, TCP_ACK, 301, 12, 0, 0);
  story_at (s, MS (350));
  story_arrive (s, fin_ack);
  story_state (s, A, TCP_FIN_WAIT_2);
  story_at (s, MS (1300));
  story_call (s, B, REASON_CALL_CLOSE, 0);
  story_state (s, B, TCP_LAST_ACK);
  fin_b = story_send (s, B, TCP_FIN | TCP_ACK, 301, 12, 0, 0);
  if (until < MS (1350))
    return story_end (s);
  story_at (s, MS (1350));
  story_arrive (s, fin_b);
  story_state (s, A, TCP_TIME_WAIT);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_2MSL, TWO_MSL);
  last = story_send (s, A, TCP_ACK, 12, 302, 0, 0);
  story_at (s, MS (1400));
  story_arrive (s, last);
  story_state (s, B, TCP_CLOSED);
  if (until < MS (1350) + TWO_MSL)
    return story_end (s);
  story_at (s, MS (1350) + TWO_MSL);
  story_timer (s, A, TRACE_TIMER_EXPIRE, TCP_TIMER_2MSL, 0);
  story_state (s, A, TCP_CLOSED);
  return story_end (s);
}

/* A capture at A: B's side is inferred; one segment of B was not seen. */
struct trace *
story_capture (void)
{
  struct story *s = story_new (1000, 2000, MS (21));
  event_id syn, syn_ack, ack, get, one, missing, three, ack1, ack2, again, fin, last;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct trace_host *about = trace_host (s->trace, host);

      about->name[0] = '\0';
      about->endpoint.address = host == A ? ip_address_v4 (192, 0, 2, 10) : ip_address_v4 (198, 51, 100, 7);
      about->endpoint.port = host == A ? 51514 : 80;
    }
  trace_host (s->trace, A)->captured_here = true;
  story_state_known (s, B, TCP_LISTEN, TCP_LISTEN, KNOWLEDGE_INFERRED);
  story_state (s, A, TCP_SYN_SENT);
  syn = story_send (s, A, TCP_SYN, 0, 0, 0, 0);
  story_at (s, MS (21));
  story_arrive (s, syn);
  story_state_known (s, B, TCP_LISTEN, TCP_SYN_RECEIVED, KNOWLEDGE_INFERRED);
  syn_ack = story_send (s, B, TCP_SYN | TCP_ACK, 0, 1, 0, 0);
  story_at (s, MS (42));
  story_arrive (s, syn_ack);
  story_state (s, A, TCP_ESTABLISHED);
  ack = story_send (s, A, TCP_ACK, 1, 1, 0, 0);
  story_at (s, MS (43));
  get = story_send (s, A, TCP_ACK | TCP_PSH, 1, 1, 412, 0);
  story_at (s, MS (63));
  story_arrive (s, ack);
  story_state_known (s, B, TCP_SYN_RECEIVED, TCP_ESTABLISHED, KNOWLEDGE_INFERRED);
  story_at (s, MS (64));
  story_arrive (s, get);
  story_at (s, MS (65));
  one = story_send (s, B, TCP_ACK, 1, 413, 1448, 0);
  story_at (s, US (65500));
  missing = story_send_only (s, B, TCP_ACK, 1449, 413, 1448, MARK_GAP_BEFORE);
  story_carry (s, B, missing, MS (87), KNOWLEDGE_UNKNOWN);
  story_at (s, MS (66));
  three = story_send (s, B, TCP_ACK, 2897, 413, 1448, 0);
  story_at (s, MS (86));
  story_arrive (s, one);
  ack1 = story_send (s, A, TCP_ACK, 413, 1449, 0, 0);
  story_at (s, MS (87));
  story_arrive (s, three);
  ack2 = story_send (s, A, TCP_ACK, 413, 1449, 0, MARK_DUPLICATE_ACK);
  story_at (s, MS (107));
  story_arrive (s, ack1);
  story_at (s, MS (108));
  story_arrive (s, ack2);
  story_at (s, MS (287));
  again = story_send (s, B, TCP_ACK, 1449, 413, 1448, MARK_RETRANSMISSION);
  story_at (s, MS (288));
  story_state_known (s, B, TCP_ESTABLISHED, TCP_FIN_WAIT_1, KNOWLEDGE_INFERRED);
  fin = story_send (s, B, TCP_FIN | TCP_ACK, 4345, 413, 0, 0);
  story_at (s, MS (308));
  story_arrive (s, again);
  story_at (s, MS (309));
  story_arrive (s, fin);
  story_state (s, A, TCP_CLOSE_WAIT);
  last = story_send (s, A, TCP_ACK, 413, 4346, 0, 0);
  story_at (s, MS (330));
  story_arrive (s, last);
  story_state_known (s, B, TCP_FIN_WAIT_1, TCP_FIN_WAIT_2, KNOWLEDGE_INFERRED);
  story_at (s, MS (58500));
  story_state_known (s, B, TCP_FIN_WAIT_2, TCP_FIN_WAIT_2, KNOWLEDGE_UNKNOWN);
  return story_end (s);
}

/* --- what they do not show --- */

struct trace *
story_last_ack_lost (void)
{
  struct story *s = story_new (100, 300, MS (50));
  event_id fin, ack;

  s->states[A] = TCP_FIN_WAIT_2;
  s->states[B] = TCP_CLOSE_WAIT;
  story_call (s, B, REASON_CALL_CLOSE, 0);
  story_state (s, B, TCP_LAST_ACK);
  fin = story_send (s, B, TCP_FIN | TCP_ACK, 301, 12, 0, 0);
  story_timer (s, B, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, MS (50));
  story_arrive (s, fin);
  story_state (s, A, TCP_TIME_WAIT);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_2MSL, TWO_MSL);
  ack = story_send (s, A, TCP_ACK, 12, 302, 0, 0);
  story_at (s, MS (80));
  story_link (s, TRACE_LOSS, ack, VTIME_NEVER);
  story_at (s, SEC (1));
  story_timer (s, B, TRACE_TIMER_EXPIRE, TCP_TIMER_RTO, 0);
  fin = story_send (s, B, TCP_FIN | TCP_ACK, 301, 12, 0, MARK_RETRANSMISSION);
  story_timer (s, B, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (2));
  story_at (s, MS (1050));
  story_arrive (s, fin);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_2MSL, TWO_MSL);
  ack = story_send (s, A, TCP_ACK, 12, 302, 0, 0);
  story_at (s, MS (1100));
  story_arrive (s, ack);
  story_timer (s, B, TRACE_TIMER_STOP, TCP_TIMER_RTO, 0);
  story_state (s, B, TCP_CLOSED);
  story_at (s, MS (1050) + TWO_MSL);
  story_timer (s, A, TRACE_TIMER_EXPIRE, TCP_TIMER_2MSL, 0);
  story_state (s, A, TCP_CLOSED);
  return story_end (s);
}

struct trace *
story_simultaneous_close (void)
{
  struct story *s = story_new (100, 300, MS (50));
  event_id fins[HOST_COUNT], acks[HOST_COUNT];

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      s->states[host] = TCP_ESTABLISHED;
      story_call (s, host, REASON_CALL_CLOSE, 0);
      story_state (s, host, TCP_FIN_WAIT_1);
      fins[host] = story_send (s, host, TCP_FIN | TCP_ACK, 1, 1, 0, 0);
    }
  story_at (s, MS (50));
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      story_arrive (s, fins[host ^ 1u]);
      story_state (s, host, TCP_CLOSING);
      acks[host] = story_send (s, host, TCP_ACK, 2, 2, 0, 0);
    }
  story_at (s, MS (100));
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      story_arrive (s, acks[host ^ 1u]);
      story_state (s, host, TCP_TIME_WAIT);
      story_timer (s, host, TRACE_TIMER_START, TCP_TIMER_2MSL, TWO_MSL);
    }
  story_at (s, MS (100) + TWO_MSL);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      story_timer (s, host, TRACE_TIMER_EXPIRE, TCP_TIMER_2MSL, 0);
      story_state (s, host, TCP_CLOSED);
    }
  return story_end (s);
}

struct trace *
story_three_segment_close (void)
{
  struct story *s = story_new (100, 300, MS (50));
  event_id fin, ack;

  s->states[A] = s->states[B] = TCP_ESTABLISHED;
  story_call (s, A, REASON_CALL_CLOSE, 0);
  story_state (s, A, TCP_FIN_WAIT_1);
  fin = story_send (s, A, TCP_FIN | TCP_ACK, 11, 301, 0, 0);
  story_at (s, MS (50));
  story_arrive (s, fin);
  story_state (s, B, TCP_CLOSE_WAIT);
  story_call (s, B, REASON_CALL_CLOSE, 0);
  story_state (s, B, TCP_LAST_ACK);
  fin = story_send (s, B, TCP_FIN | TCP_ACK, 301, 12, 0, 0);
  story_at (s, MS (100));
  story_arrive (s, fin);
  story_state (s, A, TCP_TIME_WAIT);
  story_timer (s, A, TRACE_TIMER_START, TCP_TIMER_2MSL, TWO_MSL);
  ack = story_send (s, A, TCP_ACK, 12, 302, 0, 0);
  story_at (s, MS (150));
  story_arrive (s, ack);
  story_state (s, B, TCP_CLOSED);
  return story_end (s);
}

/* One of each: a held, a corrupted, a doubled and a delayed segment, and a reset. */
struct trace *
story_faults (void)
{
  struct story *s = story_new (100, 300, MS (50));
  event_id one, two, three, four, copy, reset;

  s->states[A] = s->states[B] = TCP_ESTABLISHED;
  one = story_send (s, A, TCP_ACK, 1, 1, 100, 0);
  story_at (s, MS (20));
  two = story_send (s, A, TCP_ACK, 101, 1, 100, 0);
  story_at (s, MS (30));
  story_link (s, TRACE_HOLD, one, VTIME_NEVER);
  story_at (s, MS (40));
  three = story_send (s, A, TCP_ACK, 201, 1, 100, 0);
  story_link (s, TRACE_CORRUPT, two, VTIME_NEVER);
  story_at (s, MS (60));
  four = story_send (s, A, TCP_ACK, 301, 1, 100, 0);
  event_id duplicate = story_link (s, TRACE_DUPLICATE, three, VTIME_NEVER);
  copy = story_carry (s, A, duplicate, MS (120), KNOWLEDGE_PROVEN);
  story_at (s, MS (70));
  struct trace_event discard = {
    .at = s->now,
    .until = VTIME_NEVER,
    .cause = two,
    .by = EVENT_NONE,
    .kind = TRACE_DISCARD,
    .host = B,
    .reason = REASON_DISCARD_CHECKSUM,
  };
  trace_append (s->trace, &discard, NULL, NULL, 0, NULL);
  story_at (s, MS (80));
  story_link (s, TRACE_DELAY, four, MS (200));
  story_at (s, MS (90));
  story_arrive (s, three);
  story_at (s, MS (120));
  story_arrive (s, copy);
  story_at (s, MS (200));
  story_arrive (s, four);
  story_at (s, MS (250));
  story_call (s, A, REASON_CALL_ABORT, 0);
  reset = story_send (s, A, TCP_RST | TCP_ACK, 401, 1, 0, 0);
  story_state (s, A, TCP_CLOSED);
  story_at (s, MS (300));
  story_arrive (s, reset);
  story_state (s, B, TCP_CLOSED);
  story_tell (s, B, TRACE_NOTICE, REASON_NOTICE_RESET, 0);
  return story_end (s);
}

/* --- chance --- */

#define UNDER_WAY_MAX 8

struct trace *
story_random (uint64_t seed, size_t events)
{
  struct story *s = story_new (100, 300, MS (50));
  struct rng rng;
  event_id copies[UNDER_WAY_MAX];
  vtime arrivals[UNDER_WAY_MAX];
  size_t count = 0;
  uint32_t sent[HOST_COUNT] = { 1, 1 };

  rng_seed (&rng, seed);
  while (trace_length (s->trace) < events)
    {
      size_t next = 0;
      unsigned host = (unsigned) rng_below (&rng, 2);

      for (size_t i = 1; i < count; i++)
        if (arrivals[i] < arrivals[next])
          next = i;
      if (count == UNDER_WAY_MAX || (count > 0 && rng_below (&rng, 2) == 0))
        {
          bool lost = rng_below (&rng, 5) == 0;
          vtime at = lost ? s->now + (arrivals[next] - s->now) / 2 : arrivals[next];

          story_at (s, at > s->now ? at : s->now);
          if (!lost)
            story_arrive (s, copies[next]);
          else
            {
              event_id loss = story_link (s, TRACE_LOSS, copies[next], VTIME_NEVER);

              if (trace_get (s->trace, copies[next])->kind == TRACE_CARRY && rng_below (&rng, 3) == 0)
                {
                  copies[next] = story_report (s, loss, 1400);
                  arrivals[next] = s->now + s->delay / 2;
                  continue;
                }
            }
          copies[next] = copies[count - 1];
          arrivals[next] = arrivals[--count];
          continue;
        }
      if (count == 0 && rng_below (&rng, 4) == 0)
        story_at (s, s->now + MS (1 + (vtime) rng_below (&rng, 3000)));
      else if (count > 0 && rng_below (&rng, 2) == 0)
        {
          vtime at = s->now + MS ((vtime) rng_below (&rng, 12));

          story_at (s, at < arrivals[next] ? at : arrivals[next]);
        }
      switch (rng_below (&rng, 12))
        {
        case 0:
          story_state (s, host, (enum tcp_state) rng_below (&rng, TCP_STATE_COUNT));
          break;
        case 1:
          story_call (s, host, REASON_CALL_SEND, (uint32_t) rng_below (&rng, 5000));
          break;
        case 2:
          story_timer (s, host, TRACE_TIMER_START, (enum tcp_timer) rng_below (&rng, 4), SEC (1));
          break;
        case 3:
          story_timer (s, host, TRACE_TIMER_EXPIRE, (enum tcp_timer) rng_below (&rng, 4), 0);
          break;
        case 4:
          story_tell (s, host, TRACE_UPDATE, REASON_UPDATE_ACK_NEW, 0);
          break;
        default:
          {
            uint32_t length = (uint32_t) rng_below (&rng, 3) * 500;
            uint8_t fin = rng_below (&rng, 20) == 0 ? TCP_FIN : 0;
            uint16_t marks = rng_below (&rng, 6) == 0 ? MARK_RETRANSMISSION : 0;

            copies[count] = story_send (s, host, TCP_ACK | fin, sent[host], sent[host ^ 1u], length, marks);
            arrivals[count++] = s->now + s->delay;
            sent[host] += length + (fin != 0);
          }
        }
    }
  return story_end (s);
}
