/* Traces made by hand: a conversation, event by event. */
#pragma once

#include "trace/trace.h"
#include "wire/segment-text.h"

#include <glib.h>
#include <string.h>

typedef struct trace Trace;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trace, trace_free)

static inline struct trace *
bench_new (void)
{
  struct trace *trace = trace_new ();

  g_strlcpy (trace_host (trace, HOST_A)->name, "A", 32);
  g_strlcpy (trace_host (trace, HOST_B)->name, "B", 32);
  trace_set_delay (trace, MS (50));
  return trace;
}

/* Variables in a state, all timers off. */
static inline struct tcp_vars
bench_vars (enum tcp_state state)
{
  struct tcp_vars vars = { .state = (uint8_t) state, .rto = SEC (1), .ssthresh = UINT32_MAX, .cwnd = 10000 };

  vars.eff_snd_mss = 1000;
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    vars.timer_deadline[timer] = VTIME_NEVER;
  return vars;
}

static inline struct trace_event
bench_event (enum trace_kind kind, enum tcp_reason reason, unsigned host, vtime at)
{
  return (struct trace_event){ .at = at,
                               .until = VTIME_NEVER,
                               .cause = EVENT_NONE,
                               .by = EVENT_NONE,
                               .connection = 1,
                               .reason = (uint16_t) reason,
                               .kind = (uint8_t) kind,
                               .host = (uint8_t) host };
}

/* text: a segment as wire/segment-text.h has it, or NULL. */
static inline event_id
bench_append (struct trace *trace, const struct trace_event *event, const char *text, const struct tcp_vars *vars)
{
  struct segment segment;
  event_id id;

  if (text != NULL)
    g_assert_cmpstr (segment_parse (text, 0, 0, &segment), ==, NULL);
  id = trace_append (trace, event, text != NULL ? &segment : NULL, NULL, 0, vars);
  g_assert_cmpuint (id, !=, EVENT_NONE);
  return id;
}

static inline event_id
bench_state (struct trace *trace, enum tcp_reason reason, unsigned host, vtime at, event_id cause,
             enum tcp_state before, const struct tcp_vars *vars)
{
  struct trace_event event = bench_event (TRACE_STATE, reason, host, at);

  event.cause = cause;
  event.before = (uint8_t) before;
  event.after = vars->state;
  return bench_append (trace, &event, NULL, vars);
}

static inline event_id
bench_send (struct trace *trace, enum tcp_reason reason, unsigned host, vtime at, event_id cause, const char *text,
            const struct tcp_vars *vars)
{
  struct trace_event event = bench_event (TRACE_SEND, reason, host, at);

  event.cause = cause;
  event.before = event.after = vars->state;
  return bench_append (trace, &event, text, vars);
}

static inline event_id
bench_carry (struct trace *trace, unsigned host, vtime at, event_id send, vtime until)
{
  struct trace_event event = bench_event (TRACE_CARRY, REASON_LINK_CARRIES, host, at);

  event.cause = send;
  event.until = until;
  event.connection = 0;
  return bench_append (trace, &event, NULL, NULL);
}

static inline event_id
bench_arrive (struct trace *trace, enum tcp_reason reason, unsigned host, vtime at, event_id carry, const char *text,
              const struct tcp_vars *vars)
{
  struct trace_event event = bench_event (TRACE_ARRIVE, reason, host, at);

  event.cause = carry;
  event.before = event.after = vars->state;
  return bench_append (trace, &event, text, vars);
}
