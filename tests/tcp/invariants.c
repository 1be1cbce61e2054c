#include "invariants.h"

#include "base/seq.h"
#include "state-edges.h"

#include <string.h>

void
invariants_init (struct invariants *invariants)
{
  memset (invariants, 0, sizeof *invariants);
  invariants->states = g_hash_table_new (NULL, NULL);
  invariants->starts = g_array_new (FALSE, FALSE, sizeof (guint8));
}

void
invariants_clear (struct invariants *invariants)
{
  g_hash_table_unref (invariants->states);
  g_array_unref (invariants->starts);
}

/* STATE events of a connection follow each other without a jump. A child begins in LISTEN. */
static void
check_state (struct invariants *invariants, const struct tcp_event *event)
{
  gpointer key = GUINT_TO_POINTER (event->connection);
  gpointer known;

  if (g_hash_table_lookup_extended (invariants->states, key, NULL, &known))
    g_assert_cmpint (GPOINTER_TO_INT (known), ==, event->before);
  else
    g_assert_true (event->before == TCP_CLOSED || event->before == TCP_LISTEN);
  g_hash_table_insert (invariants->states, key, GINT_TO_POINTER ((int) event->after));
  if (event->reason == REASON_STATE_TWO_WAY)
    g_assert_true (event->before == TCP_LISTEN && event->after == TCP_ESTABLISHED);
  else
    g_assert_true (is_allowed_edge (event->before, event->after));
}

static void
check_sequence_variables (const struct tcp_vars *vars)
{
  if (vars->state < TCP_SYN_SENT)
    return;
  g_assert_true (seq_leq (vars->iss, vars->snd_una));
  g_assert_true (seq_leq (vars->snd_una, vars->snd_nxt));
  g_assert_cmpuint (vars->flight_size, ==, vars->snd_nxt - vars->snd_una);
  g_assert_cmpuint (vars->cwnd, >=, vars->eff_snd_mss);
  g_assert_cmpuint (vars->rcv_wnd, <=, (guint32) 65535 << vars->rcv_wind_shift);
  g_assert_cmpint (vars->rto, >, 0);
  g_assert_cmpuint (vars->sacked + vars->lost, <=, vars->flight_size);
  g_assert_cmpuint (vars->pipe, <=, 2 * vars->flight_size);
  for (guint i = 0; i < vars->sacked_ranges; i++)
    {
      g_assert_true (seq_leq (vars->snd_una, vars->sacked_range[i][0]));
      g_assert_true (seq_lt (vars->sacked_range[i][0], vars->sacked_range[i][1]));
      g_assert_true (seq_leq (vars->sacked_range[i][1], vars->snd_nxt));
    }
  if (vars->fin_acked)
    g_assert_true (vars->fin_sent && vars->snd_una == vars->snd_nxt);
  if (vars->state < TCP_SYN_RECEIVED)
    return;
  g_assert_true (seq_lt (vars->irs, vars->rcv_nxt));
}

static void
check_timers (const struct tcp_vars *vars)
{
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    {
      gboolean runs = vars->timer_deadline[timer] != VTIME_NEVER;

      g_assert_cmpint (runs, ==, vars->timer_duration[timer] > 0);
    }
  /* RFC 8985 §8: those that wait for a chance to send exclude each other. */
  static const enum tcp_timer exclusive[] = { TCP_TIMER_RTO, TCP_TIMER_PERSIST, TCP_TIMER_REORDERING, TCP_TIMER_PTO };
  guint running = 0;
  for (guint i = 0; i < G_N_ELEMENTS (exclusive); i++)
    running += vars->timer_deadline[exclusive[i]] != VTIME_NEVER;
  g_assert_cmpuint (running, <=, 1);
}

void
invariants_check_vars (const struct tcp_vars *vars)
{
  check_sequence_variables (vars);
  check_timers (vars);
}

/* What leads to what: a timer expires because it was started. */
static void
check_cause (struct invariants *invariants, const struct tcp_event *event)
{
  guint8 start = event->kind == TCP_EVENT_TIMER_START ? (guint8) (1 + event->timer) : 0;

  if (event->cause != EVENT_NONE)
    g_assert_cmpuint (event->cause, <, invariants->next);
  if (event->kind == TCP_EVENT_TIMER_EXPIRE)
    {
      g_assert_cmpuint (event->cause, <, invariants->next);
      g_assert_cmpuint (g_array_index (invariants->starts, guint8, event->cause), ==, 1 + event->timer);
    }
  g_array_append_val (invariants->starts, start);
}

/* Everything the engine does has a reason of its own kind and, but for calls and arrivals, a cause. */
static void
check_kind (const struct tcp_event *event)
{
  static const char *const prefixes[] = {
    [TCP_EVENT_CALL] = "CALL_",         [TCP_EVENT_ARRIVE] = "ARRIVE_",    [TCP_EVENT_STATE] = "STATE_",
    [TCP_EVENT_TIMER_START] = "TIMER_", [TCP_EVENT_TIMER_STOP] = "TIMER_", [TCP_EVENT_TIMER_EXPIRE] = "TIMER_",
    [TCP_EVENT_DELIVER] = "DELIVER_",   [TCP_EVENT_NOTICE] = "NOTICE_",
  };
  const char *name = reason_name (event->reason);

  if (event->kind == TCP_EVENT_SEND)
    g_assert_true (g_str_has_prefix (name, "SEND_") || g_str_has_prefix (name, "RETRANSMIT_"));
  else if (event->kind == TCP_EVENT_DISCARD)
    g_assert_true (g_str_has_prefix (name, "DISCARD_") || g_str_has_prefix (name, "TRIMMED_"));
  else if (event->kind == TCP_EVENT_UPDATE)
    g_assert_true (g_str_has_prefix (name, "UPDATE_") || g_str_has_prefix (name, "WAIT_"));
  else
    g_assert_true (g_str_has_prefix (name, prefixes[event->kind]));
}

event_id
invariants_check (struct invariants *invariants, const struct tcp_event *event)
{
  g_assert_cmpint (event->at, >=, invariants->now);
  invariants->now = event->at;
  check_kind (event);
  check_cause (invariants, event);
  if (event->kind == TCP_EVENT_STATE)
    check_state (invariants, event);
  else
    g_assert_cmpint (event->before, ==, event->after);
  if (event->vars != NULL)
    {
      g_assert_cmpint (event->vars->state, ==, event->after);
      invariants_check_vars (event->vars);
    }
  invariants->seen[event->reason] = TRUE;
  return invariants->next++;
}
