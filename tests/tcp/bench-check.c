/* What the events of the bench are asked for. */
#include "bench-private.h"

void
bench_reason (struct bench *b, enum tcp_reason reason)
{
  g_assert_cmpuint (b->last, !=, EVENT_NONE);
  g_assert_cmpstr (reason_name (g_array_index (b->events, struct bench_seen, b->last).reason), ==,
                   reason_name (reason));
}

void
bench_sends_by (struct bench *b, const char *text, enum tcp_reason reason)
{
  bench_sends (b, text);
  bench_reason (b, reason);
}

static gboolean
saw (struct bench *b, enum tcp_reason reason)
{
  for (guint i = b->stimulus; i < b->events->len; i++)
    if (g_array_index (b->events, struct bench_seen, i).reason == reason)
      return TRUE;
  return FALSE;
}

void
bench_saw (struct bench *b, enum tcp_reason reason)
{
  if (!saw (b, reason))
    g_error ("%s did not happen", reason_name (reason));
}

void
bench_saw_of (struct bench *b, int socket, enum tcp_reason reason)
{
  for (guint i = b->stimulus; i < b->events->len; i++)
    {
      const struct bench_seen *seen = &g_array_index (b->events, struct bench_seen, i);
      if (seen->reason == reason && seen->connection == (guint32) socket)
        return;
    }
  g_error ("%s did not happen to socket %d", reason_name (reason), socket);
}

void
bench_saw_not (struct bench *b, enum tcp_reason reason)
{
  if (saw (b, reason))
    g_error ("%s happened", reason_name (reason));
}

bool
bench_tells (struct bench *b, uint32_t option)
{
  struct tcp_stack_info info;

  g_assert_true (tcp_stack_info (bench_stack (b), bench_socket (b), bench_now (b), &info));
  return (info.options & option) != 0;
}

guint
bench_count (struct bench *b, enum tcp_reason reason)
{
  guint count = 0;

  for (guint i = 0; i < b->events->len; i++)
    count += g_array_index (b->events, struct bench_seen, i).reason == reason;
  return count;
}

void
bench_chain (struct bench *b, const int *reasons)
{
  event_id at = b->last;

  for (; *reasons >= 0; reasons++)
    {
      g_assert_cmpuint (at, !=, EVENT_NONE);
      const struct bench_seen *seen = &g_array_index (b->events, struct bench_seen, at);
      g_assert_cmpstr (reason_name (seen->reason), ==, reason_name ((enum tcp_reason) * reasons));
      at = seen->cause;
    }
}

void
bench_state_of (struct bench *b, int socket, enum tcp_state state)
{
  struct tcp_vars vars;

  g_assert_true (tcp_stack_vars (b->stack, socket, &vars));
  g_assert_cmpstr (tcp_state_name ((enum tcp_state) vars.state), ==, tcp_state_name (state));
}

void
bench_state (struct bench *b, enum tcp_state state)
{
  bench_state_of (b, b->socket, state);
}

struct tcp_vars
bench_vars (struct bench *b)
{
  struct tcp_vars vars;

  g_assert_true (tcp_stack_vars (b->stack, b->socket, &vars));
  return vars;
}

vtime
bench_deadline (struct bench *b, enum tcp_timer timer)
{
  return bench_vars (b).timer_deadline[timer];
}
