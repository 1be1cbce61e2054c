#include "check.h"

#include "base/seq.h"
#include "state-edges.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
checks_init (struct checks *checks, const struct sim *sim)
{
  memset (checks, 0, sizeof *checks);
  checks->sim = sim;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      checks->connections[host] = g_array_new (FALSE, TRUE, sizeof (struct checked_connection));
      octet_hash_init (&checks->read_hash[host]);
    }
}

void
checks_clear (struct checks *checks)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    g_array_unref (checks->connections[host]);
}

G_GNUC_PRINTF (2, 3)
static bool
fail (struct checks *checks, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vsnprintf (checks->problem, sizeof checks->problem, format, arguments);
  va_end (arguments);
  return false;
}

static struct checked_connection *
nth_connection (const struct checks *checks, unsigned host, guint index)
{
  return &g_array_index (checks->connections[host], struct checked_connection, index);
}

static struct checked_connection *
find_connection (struct checks *checks, unsigned host, uint32_t number)
{
  GArray *all = checks->connections[host];

  for (guint i = all->len; i-- > 0;)
    if (nth_connection (checks, host, i)->number == number)
      return nth_connection (checks, host, i);
  struct checked_connection fresh = { .number = number, .latest = EVENT_NONE };
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    fresh.started[timer] = EVENT_NONE;
  g_array_append_val (all, fresh);
  return nth_connection (checks, host, all->len - 1);
}

/* An echo sends what the other host's program wrote. */
uint8_t
checks_octet (const struct scenario *scenario, unsigned host, uint64_t offset)
{
  const struct scenario_app *app = &scenario->hosts[host].app;
  bool echoes = app->request_octets > 0 && app->answer_octets == 0;

  return sim_pattern (echoes ? 1 - host : host, offset);
}

/* --- one event --- */

static bool
check_state (struct checks *checks, struct checked_connection *connection, const struct trace_event *event)
{
  bool first = connection->latest == EVENT_NONE;

  if (first ? event->before != TCP_CLOSED && event->before != TCP_LISTEN : event->before != connection->state)
    return fail (checks, "event %u: the state before is %s, but it was %s", event->id,
                 tcp_state_name ((enum tcp_state) event->before), tcp_state_name (connection->state));
  if (!is_allowed_edge ((enum tcp_state) event->before, (enum tcp_state) event->after))
    return fail (checks, "event %u: no way leads from %s to %s", event->id,
                 tcp_state_name ((enum tcp_state) event->before), tcp_state_name ((enum tcp_state) event->after));
  connection->is_child |= first && event->before == TCP_LISTEN;
  connection->given_up |= event->reason == REASON_STATE_CRASHED;
  return true;
}

static bool
check_timer (struct checks *checks, struct checked_connection *connection, const struct trace_event *event)
{
  event_id *started = &connection->started[event->timer];

  if (event->kind == TRACE_TIMER_START)
    {
      *started = event->id;
      return event->until >= event->at || fail (checks, "event %u: a timer that starts in the past", event->id);
    }
  if (*started == EVENT_NONE)
    return fail (checks, "event %u: the %s timer did not run", event->id,
                 tcp_timer_name ((enum tcp_timer) event->timer));
  if (event->kind == TRACE_TIMER_EXPIRE
      && (event->cause != *started || trace_get (sim_trace (checks->sim), *started)->until != event->at))
    return fail (checks, "event %u: the %s timer expires at another time than it was set to", event->id,
                 tcp_timer_name ((enum tcp_timer) event->timer));
  *started = EVENT_NONE;
  return true;
}

/* The text of a segment is what the program wrote, at its place in the stream. */
static bool
check_text (struct checks *checks, const struct checked_connection *connection, const struct trace_event *event)
{
  const struct segment *segment = trace_segment (sim_trace (checks->sim), event->id);
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars (sim_trace (checks->sim), event->id, &kept);

  if (segment == NULL || segment->length == 0 || segment->text == NULL || vars == NULL)
    return true;
  uint32_t offset = segment->seq + ((segment->flags & TCP_SYN) != 0) - (vars->iss + 1);
  if (offset + (uint64_t) segment->length > connection->written)
    return fail (checks, "event %u: sends octets to %u, but only %" G_GUINT64_FORMAT " were written", event->id,
                 offset + segment->length, connection->written);
  for (uint32_t i = 0; i < segment->length; i++)
    if (segment->text[i] != checks_octet (sim_scenario (checks->sim), event->host, offset + i))
      return fail (checks, "event %u: octet %u of the stream is not what was written", event->id, offset + i);
  bool before_any = (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN; /* Fast Open */
  if (event->reason != REASON_SEND_WINDOW_PROBE && !before_any
      && seq_gt (segment->seq + segment->length, vars->snd_una + vars->max_snd_wnd))
    return fail (checks, "event %u: sends beyond any window that was offered", event->id);
  return true;
}

static void
expect_reading (struct checks *checks, unsigned host, uint64_t offset, uint32_t octets)
{
  for (uint32_t i = 0; i < octets; i++)
    {
      uint8_t octet = checks_octet (sim_scenario (checks->sim), 1 - host, offset + i);

      octet_hash_add (&checks->read_hash[host], &octet, 1);
    }
  checks->read_octets[host] += octets;
}

static bool
check_call (struct checks *checks, struct checked_connection *connection, const struct trace_event *event)
{
  if (event->reason == REASON_CALL_SEND)
    connection->written += event->octets;
  if (event->reason == REASON_CALL_CLOSE || event->reason == REASON_CALL_ABORT)
    connection->given_up = true;
  if (event->reason != REASON_CALL_RECEIVE)
    return true;
  expect_reading (checks, event->host, connection->read, event->octets);
  connection->read += event->octets;
  return connection->read <= connection->delivered
         || fail (checks, "event %u: the program reads what was not delivered", event->id);
}

static unsigned
exclusive_timers (const struct tcp_vars *v)
{
  static const enum tcp_timer timers[] = { TCP_TIMER_RTO, TCP_TIMER_PERSIST, TCP_TIMER_REORDERING, TCP_TIMER_PTO };
  unsigned running = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (timers); i++)
    running += v->timer_deadline[timers[i]] != VTIME_NEVER;
  return running;
}

static bool
check_vars (struct checks *checks, struct checked_connection *connection, const struct trace_event *event,
            const struct tcp_vars *v)
{
  if (v->state != event->after)
    return fail (checks, "event %u: the variables are of another state", event->id);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    if ((v->timer_deadline[timer] != VTIME_NEVER) != (v->timer_duration[timer] > 0))
      return fail (checks, "event %u: a timer with a deadline and no duration, or the other way round", event->id);
  if (exclusive_timers (v) > 1)
    return fail (checks, "event %u: two of RTO, persist, RACK and PTO timer run (RFC 8985 §8)", event->id);
  if (v->state < TCP_SYN_SENT)
    return true;
  if (!seq_leq (v->iss, v->snd_una) || !seq_leq (v->snd_una, v->snd_nxt) || v->flight_size != v->snd_nxt - v->snd_una)
    return fail (checks, "event %u: not ISS =< SND.UNA =< SND.NXT", event->id);
  if (v->rto <= 0 || v->cwnd < v->eff_snd_mss || v->eff_snd_mss == 0)
    return fail (checks, "event %u: RTO, cwnd or Eff.snd.MSS is below what it can be", event->id);
  if (v->fin_acked && (!v->fin_sent || v->snd_una != v->snd_nxt))
    return fail (checks, "event %u: a FIN is acknowledged that is not there", event->id);
  if (v->state < TCP_SYN_RECEIVED)
    return true;
  if (!seq_lt (v->irs, v->rcv_nxt))
    return fail (checks, "event %u: not IRS < RCV.NXT", event->id);
  uint32_t edge = v->rcv_nxt + v->rcv_wnd;
  if (connection->edge_known && !v->fin_received && seq_lt (edge, connection->right_edge))
    return fail (checks, "event %u: the window's right edge moved back by %u (SHLD-14)", event->id,
                 connection->right_edge - edge);
  connection->right_edge = edge;
  connection->edge_known = true;
  return true;
}

static bool
check_cause (struct checks *checks, const struct trace_event *event)
{
  const struct trace *trace = sim_trace (checks->sim);

  if (event->kind == TRACE_COMMAND)
    return true;
  if (event->cause == EVENT_NONE)
    return fail (checks, "event %u (%s) has no cause", event->id, reason_name ((enum tcp_reason) event->reason));
  if (event->cause >= event->id)
    return fail (checks, "event %u is caused by a later one", event->id);
  const struct trace_event *cause = trace_get (trace, event->cause);
  if (event->kind == TRACE_ARRIVE
      && ((cause->kind != TRACE_CARRY && cause->kind != TRACE_ICMP) || cause->host == event->host))
    return fail (checks, "event %u arrives without having been carried", event->id);
  if (event->kind == TRACE_CARRY && cause->kind != TRACE_SEND && cause->kind != TRACE_DUPLICATE
      && cause->kind != TRACE_INJECT)
    return fail (checks, "event %u is carried without having been sent", event->id);
  if (event->kind == TRACE_ICMP && (cause->reason != REASON_LINK_TOO_BIG || cause->host == event->host))
    return fail (checks, "event %u reports a loss that there was not, or to the wrong host", event->id);
  return true;
}

static bool
check_event (struct checks *checks, const struct trace_event *event)
{
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars (sim_trace (checks->sim), event->id, &kept);
  bool good = true;

  if (event->at < checks->now)
    return fail (checks, "event %u: time runs backwards", event->id);
  checks->now = event->at;
  if (!check_cause (checks, event))
    return false;
  if (event->kind > TRACE_UPDATE || event->connection == 0)
    return true;
  struct checked_connection *connection = find_connection (checks, event->host, event->connection);
  if (event->kind == TRACE_STATE)
    good = check_state (checks, connection, event);
  else if (event->kind >= TRACE_TIMER_START && event->kind <= TRACE_TIMER_EXPIRE)
    good = check_timer (checks, connection, event);
  else if (event->kind == TRACE_SEND)
    good = check_text (checks, connection, event);
  else if (event->kind == TRACE_CALL)
    good = check_call (checks, connection, event);
  else if (event->kind == TRACE_DELIVER)
    connection->delivered += event->octets;
  if (!good)
    return false;
  connection->state = (enum tcp_state) event->after;
  if (vars == NULL)
    return true;
  connection->latest = event->id;
  connection->vars = *vars;
  return check_vars (checks, connection, event, vars);
}

/* --- one instant --- */

static bool
runs (const struct checked_connection *connection, enum tcp_timer timer)
{
  return connection->started[timer] != EVENT_NONE;
}

/* Whoever waits for something that may never come by itself has a timer. */
static bool
check_waiting (struct checks *checks, unsigned host, const struct checked_connection *c, const struct tcp_vars *v)
{
  bool resends = runs (c, TCP_TIMER_RTO) || runs (c, TCP_TIMER_PERSIST) || runs (c, TCP_TIMER_REORDERING)
                 || runs (c, TCP_TIMER_PTO);
  bool has_more = v->unsent > 0 || v->fin_pending;
  const char *state = tcp_state_name (c->state);
  char name = "AB"[host];

  if ((c->state == TCP_SYN_SENT || c->state == TCP_SYN_RECEIVED) && !resends)
    return fail (checks, "%c:%u waits in %s without a timer", name, c->number, state);
  if (c->state == TCP_TIME_WAIT && !runs (c, TCP_TIMER_2MSL))
    return fail (checks, "%c:%u is in TIME-WAIT for ever", name, c->number);
  if (c->state < TCP_ESTABLISHED)
    return true;
  if (v->flight_size > 0 && !resends)
    return fail (checks, "%c:%u in %s: %u numbers wait for an ACK without a timer", name, c->number, state,
                 v->flight_size);
  if (has_more && v->flight_size == 0 && !resends && !runs (c, TCP_TIMER_SWS))
    return fail (checks, "%c:%u in %s: %u octets and %u FIN wait to be sent without a timer", name, c->number, state,
                 v->unsent, v->fin_pending);
  if (v->rcv_nxt != v->last_ack_sent && !runs (c, TCP_TIMER_DELAYED_ACK))
    return fail (checks, "%c:%u in %s: %u numbers wait to be acknowledged without a timer", name, c->number, state,
                 v->rcv_nxt - v->last_ack_sent);
  return true;
}

/* A program that reads without a limit leaves nothing. */
static bool
check_program (struct checks *checks, unsigned host, const struct checked_connection *c)
{
  const struct scenario_app *app = &sim_scenario (checks->sim)->hosts[host].app;

  if (!sim_reading (checks->sim, host) || app->read_interval > 0 || c->given_up || c->read == c->delivered)
    return true;
  return fail (checks, "%c:%u: the program did not read what was delivered", "AB"[host], c -> number);
}

/* Two ends of one connection: what one of them knows of the other is true. */
static bool
check_pair (struct checks *checks, unsigned host, const struct checked_connection *c, const struct tcp_vars *v,
            const struct checked_connection *peer, const struct tcp_vars *w)
{
  char name = "AB"[host];

  if (v->iss != w->irs || v->irs != w->iss)
    return true;
  if (seq_gt (v->snd_una, w->rcv_nxt))
    return fail (checks, "%c:%u: numbers to %u are acknowledged, the peer has those to %u", name, c->number, v->snd_una,
                 w->rcv_nxt);
  if (seq_gt (w->rcv_nxt, v->snd_max))
    return fail (checks, "%c:%u: the peer has numbers to %u, those to %u were sent", name, c->number, w->rcv_nxt,
                 v->snd_max);
  if (peer->delivered > c->written)
    return fail (checks, "%c:%u wrote %" G_GUINT64_FORMAT " octets, the peer got %" G_GUINT64_FORMAT, name, c->number,
                 c->written, peer->delivered);
  if (v->fin_acked && !v->unsent && peer->delivered != c->written)
    return fail (checks,
                 "%c:%u: the FIN is acknowledged, but only %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                 " octets were delivered",
                 name, c->number, peer->delivered, c->written);
  return true;
}

static const struct tcp_vars *
vars_of (const struct checked_connection *connection)
{
  return connection->latest == EVENT_NONE ? NULL : &connection->vars;
}

static bool
check_connection (struct checks *checks, unsigned host, guint index)
{
  const struct checked_connection *c = nth_connection (checks, host, index);
  const struct tcp_vars *v = vars_of (c);

  if (v == NULL || c->state == TCP_CLOSED || c->state == TCP_LISTEN)
    return true;
  if (!check_waiting (checks, host, c, v) || !check_program (checks, host, c))
    return false;
  for (guint i = 0; i < checks->connections[1 - host]->len && c->state >= TCP_SYN_RECEIVED; i++)
    {
      const struct checked_connection *peer = nth_connection (checks, 1 - host, i);
      const struct tcp_vars *w = vars_of (peer);

      if (w != NULL && peer->state >= TCP_SYN_RECEIVED && !check_pair (checks, host, c, v, peer, w))
        return false;
    }
  return true;
}

bool
checks_instant (struct checks *checks)
{
  const struct trace *trace = sim_trace (checks->sim);

  for (; checks->done < trace_length (trace); checks->done++)
    if (!check_event (checks, trace_get (trace, (event_id) checks->done)))
      return false;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      if (sim_octets_read (checks->sim, host) != checks->read_octets[host]
          || sim_octets_hash (checks->sim, host) != octet_hash_value (&checks->read_hash[host]))
        return fail (checks, "%c did not read what the other wrote", "AB"[host]);
      for (guint i = 0; i < checks->connections[host]->len; i++)
        if (!check_connection (checks, host, i))
          return false;
    }
  return true;
}

/* --- the end --- */

/* FIN-WAIT-2 has no timer in the RFC: when the peer is gone, only keep-alives or a limit could end it. */
static bool
may_stay (struct checks *checks, unsigned host, const struct checked_connection *c)
{
  const struct tcp_vars *v = vars_of (c);

  if (c->state != TCP_FIN_WAIT_2 || sim_scenario (checks->sim)->hosts[host].config.fin_wait_2_time > 0)
    return false;
  for (guint i = 0; i < checks->connections[1 - host]->len; i++)
    {
      const struct checked_connection *peer = nth_connection (checks, 1 - host, i);
      const struct tcp_vars *w = vars_of (peer);

      if (w != NULL && peer->state != TCP_CLOSED && w->iss == v->irs && w->irs == v->iss)
        return false;
    }
  return true;
}

bool
checks_is_gone (const struct checked_connection *connection)
{
  return connection->state == TCP_CLOSED || (connection->is_child && connection->state == TCP_LISTEN);
}

bool
checks_end (struct checks *checks)
{
  if (!checks_instant (checks))
    return false;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    for (guint i = 0; i < checks->connections[host]->len; i++)
      {
        const struct checked_connection *c = nth_connection (checks, host, i);

        if (!checks_is_gone (c) && !may_stay (checks, host, c))
          return fail (checks, "%c:%u is still in %s when everything is over", "AB"[host], c -> number,
                       tcp_state_name (c->state));
      }
  return true;
}
