#include "explain/next.h"
#include "explain/format.h"
#include "explain/template.h"
#include "explain/timer.h"

#include <glib/gi18n.h>

/* How far behind a SEND its TRACE_CARRY is looked for. */
#define CARRY_STEPS_MAX 32

static char *
of_host (const char *pattern, const char *host)
{
  return explain_fill (pattern, "host", host, NULL);
}

static char *
tcp_of (const char *host)
{
  return of_host (_ ("{host}’s TCP"), host);
}

static char *
program_of (const char *host)
{
  return of_host (_ ("{host}’s program"), host);
}

/* When the copy that a SEND put on the link arrives, VTIME_NEVER when that is not known. */
static vtime
arrival_of_sent (const struct explain_context *c)
{
  size_t end = MIN (trace_length (c->trace), (size_t) c->id + 1 + CARRY_STEPS_MAX);

  for (event_id id = c->id + 1; id < end; id++)
    {
      const struct trace_event *event = trace_get (c->trace, id);

      if (event->kind == TRACE_CARRY && event->cause == c->id)
        return event->until;
    }
  return VTIME_NEVER;
}

static char *
with_time (const char *on_arrival, const char *plain, uint32_t number, vtime at)
{
  g_autofree char *ack = g_strdup_printf ("%u", number);

  if (at == VTIME_NEVER)
    return explain_fill (plain, "ack", ack, NULL);
  g_autofree char *time = explain_format_instant (at);
  return explain_fill (on_arrival, "ack", ack, "time", time, NULL);
}

/* A segment that takes numbers must be acknowledged. */
static void
after_sent (const struct explain_context *c, struct next_step *next)
{
  const struct segment *s = c->segment;
  uint32_t ack = s->seq + segment_len (s);
  vtime at = arrival_of_sent (c);
  enum tcp_state peer_state = trace_state_at (c->trace, c->event->host ^ 1u, c->id);

  next->actor = tcp_of (c->peer);
  if ((s->flags & TCP_SYN) && !(s->flags & TCP_ACK))
    next->detail = with_time (_ ("SYN of its own with ack {ack}, on arrival at {time}"),
                              _ ("SYN of its own with ack {ack}"), ack, at);
  else if (peer_state == TCP_CLOSED)
    next->detail = g_strdup (_ ("answer with RST: there is no such connection"));
  else if ((s->flags & TCP_FIN) && peer_state == TCP_FIN_WAIT_2)
    next->detail
        = with_time (_ ("ack {ack} on arrival at {time}, then wait 2MSL"), _ ("ack {ack}, then wait 2MSL"), ack, at);
  else
    next->detail = with_time (_ ("ack {ack} on arrival at {time}"), _ ("ack {ack}"), ack, at);
}

static void
after_rst (const struct explain_context *c, struct next_step *next)
{
  next->actor = tcp_of (c->peer);
  next->detail = g_strdup (_ ("check the RST, and end the connection if its number is right"));
}

/* The timer of a host that will run out first, -1 when none runs. */
static int
first_timer (const struct tcp_vars *vars)
{
  int first = -1;

  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    if (vars->timer_deadline[timer] != VTIME_NEVER
        && (first < 0 || vars->timer_deadline[timer] < vars->timer_deadline[first]))
      first = timer;
  return first;
}

static bool
await_timer (const struct tcp_vars *vars, int timer, const char *host, struct next_step *next)
{
  if (vars == NULL || timer < 0 || vars->timer_deadline[timer] == VTIME_NEVER)
    return false;
  g_autofree char *time = explain_format_instant (vars->timer_deadline[timer]);
  next->actor = explain_fill (_ ("{host}’s {timer} timer"), "host", host, "timer", explain_timer_name (timer), NULL);
  next->detail = explain_fill (_ ("runs out at {time}"), "time", time, NULL);
  return true;
}

/* The one timer that watches over what is outstanding (RFC 8985 §8). */
static bool
await_resending (const struct explain_context *c, struct next_step *next)
{
  return await_timer (c->vars, TCP_TIMER_RTO, c->host, next) || await_timer (c->vars, TCP_TIMER_PTO, c->host, next)
         || await_timer (c->vars, TCP_TIMER_REORDERING, c->host, next);
}

static bool
after_loss (const struct explain_context *c, struct next_step *next)
{
  struct tcp_vars kept;
  const struct tcp_vars *peer = trace_vars_at (c->trace, c->event->host ^ 1u, c->id, &kept);

  /* Only what takes numbers is sent again by its sender; a lost ACK is noticed by the one who waits for it. */
  if (c->segment != NULL && segment_len (c->segment) > 0)
    return await_resending (c, next);
  return peer != NULL && await_timer (peer, first_timer (peer), c->peer, next);
}

/* --- by state --- */

static void
say (struct next_step *next, char *actor, const char *detail)
{
  next->actor = actor;
  next->detail = g_strdup (detail);
}

static void
in_established (const struct explain_context *c, const struct tcp_vars *v, struct next_step *next)
{
  if (v != NULL && v->snd_una != v->snd_nxt)
    {
      g_autofree char *ack = g_strdup_printf ("%u", v->snd_nxt);

      next->actor = tcp_of (c->peer);
      next->detail = explain_fill (_ ("ack {ack} for all that is outstanding"), "ack", ack, NULL);
    }
  else if (v != NULL && v->unsent > 0 && v->snd_wnd == 0)
    say (next, program_of (c->peer), _ ("read, so that the window opens"));
  else if (v != NULL && v->unread > 0)
    say (next, program_of (c->host), _ ("read what has arrived"));
  else if (trace_state_at (c->trace, c->event->host ^ 1u, c->id) == TCP_SYN_RECEIVED)
    say (next, tcp_of (c->peer), _ ("take the ACK of its SYN: only then it is ESTABLISHED"));
  else
    say (next, g_strdup (_ ("Either program")), _ ("send or close"));
}

static void
in_closing_states (const struct explain_context *c, enum tcp_state state, const struct tcp_vars *v,
                   struct next_step *next)
{
  switch (state)
    {
    case TCP_FIN_WAIT_2:
      say (next, program_of (c->peer), _ ("close, when it has nothing more to send"));
      break;
    case TCP_CLOSE_WAIT:
      say (next, program_of (c->host), _ ("close: nothing else moves {host} on"));
      break;
    case TCP_TIME_WAIT:
      if (!await_timer (v, TCP_TIMER_2MSL, c->host, next))
        say (next, tcp_of (c->host), _ ("wait 2MSL"));
      break;
    default: /* FIN-WAIT-1, CLOSING, LAST-ACK */
      if (v != NULL && v->fin_pending && !v->fin_sent)
        say (next, tcp_of (c->peer), _ ("acknowledge and make room, so that the FIN can go"));
      else
        say (next, tcp_of (c->peer), _ ("acknowledge {host}’s FIN"));
    }
}

/* As things stand when the instant is over: what TCP does within it is done already. */
static void
by_state (const struct explain_context *c, struct next_step *next)
{
  event_id settled = (event_id) trace_count_until (c->trace, c->event->at) - 1;
  enum tcp_state state = trace_state_at (c->trace, c->event->host, settled);
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars_at (c->trace, c->event->host, settled, &kept);

  switch (state)
    {
    case TCP_CLOSED:
      break;
    case TCP_LISTEN:
      say (next, tcp_of (c->peer), _ ("send a SYN"));
      break;
    case TCP_SYN_SENT:
      say (next, tcp_of (c->peer), _ ("answer {host}’s SYN"));
      break;
    case TCP_SYN_RECEIVED:
      say (next, tcp_of (c->peer), _ ("acknowledge {host}’s SYN"));
      break;
    case TCP_ESTABLISHED:
      in_established (c, vars, next);
      break;
    default:
      in_closing_states (c, state, vars, next);
    }
}

/* What the event itself calls for; false when the state decides. */
static bool
by_reason (const struct explain_context *c, struct next_step *next)
{
  switch (c->event->reason)
    {
    case REASON_TIMER_RTO_EXPIRED:
      say (next, tcp_of (c->host), _ ("send the oldest unacknowledged segment again"));
      return true;
    case REASON_TIMER_REORDERING_EXPIRED:
      say (next, tcp_of (c->host), _ ("send again what counts as lost now"));
      return true;
    case REASON_TIMER_PTO_EXPIRED:
      say (next, tcp_of (c->host), _ ("send a tail loss probe"));
      return true;
    case REASON_TIMER_REORDERING_START:
      return await_timer (c->vars, TCP_TIMER_REORDERING, c->host, next);
    case REASON_TIMER_PERSIST_EXPIRED:
      say (next, tcp_of (c->host), _ ("send a window probe"));
      return true;
    case REASON_TIMER_DELAYED_ACK_EXPIRED:
      say (next, tcp_of (c->host), _ ("send the ACK that waited"));
      return true;
    case REASON_NOTICE_END_OF_DATA:
      say (next, program_of (c->host), _ ("read what is left, then close"));
      return true;
    case REASON_NOTICE_ACCEPTED:
      say (next, program_of (c->host), _ ("accept the connection"));
      return true;
    case REASON_PROGRAM_OUT_OF_DESCRIPTORS:
      say (next, program_of (c->host), _ ("close a socket that it needs no more"));
      return true;
    case REASON_PROGRAM_ACCEPTS_LATE:
      say (next, program_of (c->host), _ ("read what has come meanwhile"));
      return true;
    case REASON_UPDATE_RECEIVE_WINDOW_CLOSED:
      say (next, program_of (c->host), _ ("read, so that the window opens"));
      return true;
    case REASON_SEND_KEEPALIVE_PROBE:
      say (next, tcp_of (c->peer), _ ("answer, if it is still there"));
      return true;
    case REASON_TIMER_KEEPALIVE_INTERVAL:
      return await_timer (c->vars, TCP_TIMER_KEEPALIVE, c->host, next);
    case REASON_TIMER_PERSIST_START:
    case REASON_TIMER_PERSIST_BACKOFF:
      return await_timer (c->vars, TCP_TIMER_PERSIST, c->host, next);
    case REASON_TIMER_DELAYED_ACK_START:
      return await_timer (c->vars, TCP_TIMER_DELAYED_ACK, c->host, next);
    case REASON_WAIT_SWS:
      return await_timer (c->vars, TCP_TIMER_SWS, c->host, next);
    default:
      return false;
    }
}

static bool
by_kind (const struct explain_context *c, struct next_step *next)
{
  switch (c->event->kind)
    {
    case TRACE_CALL:
      if (c->event->reason == REASON_PROGRAM_OUT_OF_DESCRIPTORS || c->event->reason == REASON_PROGRAM_ACCEPTS_LATE)
        return false; /* TCP has no part in it */
      say (next, tcp_of (c->host), _ ("act on the call at once"));
      return true;
    case TRACE_ARRIVE:
      say (next, tcp_of (c->host),
           c->segment != NULL ? _ ("check the segment and act on it at once")
                              : _ ("check what the report quotes and act on it at once"));
      return true;
    case TRACE_SEND:
      if (c->segment == NULL)
        return false;
      if (c->segment->flags & TCP_RST)
        after_rst (c, next);
      else if (segment_len (c->segment) > 0)
        after_sent (c, next);
      return next->actor != NULL;
    case TRACE_CARRY:
    case TRACE_DELAY:
    case TRACE_DUPLICATE:
    case TRACE_CORRUPT:
    case TRACE_RELEASE:
    case TRACE_ICMP:
    case TRACE_INJECT:
      say (next, g_strdup (_ ("The link")),
           c->segment != NULL ? _ ("carry the segment to {peer}") : _ ("carry the report to {peer}"));
      return true;
    case TRACE_HOLD:
      say (next, g_strdup (_ ("You")), _ ("release the segment, or discard it"));
      return true;
    case TRACE_LOSS:
      return after_loss (c, next);
    default:
      return false;
    }
}

void
explain_next (const struct explain_context *c, struct next_step *next)
{
  g_autofree char *detail = NULL;

  *next = (struct next_step){ NULL, NULL };
  if (c->event->host >= HOST_COUNT || c->event->reason == REASON_CAPTURE_SEEN
      || c->event->reason == REASON_CAPTURE_INFERRED)
    return;
  if (!by_kind (c, next) && !by_reason (c, next))
    by_state (c, next);
  if (next->detail == NULL)
    return;
  detail = next->detail;
  next->detail = explain_fill (detail, "host", c->host, "peer", c->peer, NULL);
}
