#include "bench-private.h"

#define OUR_ISS 100
#define PEER_ISS 300

gboolean bench_reasons_seen[REASON_COUNT];

guint8
bench_our_octet (guint32 place)
{
  return (guint8) (place * 7 + place / 256 + 1);
}

guint8
bench_peer_octet (guint32 place)
{
  return (guint8) (place * 13 + place / 256 + 5);
}

static event_id
report (void *user, const struct tcp_event *event)
{
  struct bench *b = user;
  struct bench_seen seen = { event->reason, event->cause, event->connection };

  g_array_append_val (b->events, seen);
  bench_reasons_seen[event->reason] = TRUE;
  return invariants_check (&b->invariants, event);
}

static void
transmit (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  struct bench *b = user;
  struct bench_sent *item = g_new0 (struct bench_sent, 1);

  item->packet = g_bytes_new (packet, length);
  item->event = sent;
  item->at = b->now;
  g_queue_push_tail (&b->sent, item);
}

void
bench_sent_free (struct bench_sent *item)
{
  g_bytes_unref (item->packet);
  g_free (item);
}

struct tcp_config
bench_config (void)
{
  struct tcp_config config = tcp_config_lesson ();

  config.iss = OUR_ISS;
  return config;
}

static struct bench *
bench_new_between (const struct tcp_config *config, struct ip_address ours, struct ip_address theirs)
{
  struct bench *b = g_new0 (struct bench, 1);
  struct tcp_sink sink = { b, report, transmit };

  b->config = config != NULL ? *config : bench_config ();
  b->ours = ours;
  b->theirs = theirs;
  b->our_iss = b->config.iss;
  b->peer_iss = PEER_ISS;
  b->events = g_array_new (FALSE, FALSE, sizeof (struct bench_seen));
  b->last = EVENT_NONE;
  invariants_init (&b->invariants);
  b->stack = tcp_stack_new (&b->config, &b->ours, &sink);
  g_assert_nonnull (b->stack);
  return b;
}

struct bench *
bench_new (const struct tcp_config *config)
{
  return bench_new_between (config, ip_address_v4 (10, 0, 0, 1), ip_address_v4 (10, 0, 0, 2));
}

struct bench *
bench_new_v6 (const struct tcp_config *config)
{
  struct ip_address ours;
  struct ip_address theirs;

  g_assert_true (ip_address_parse ("2001:db8::1", &ours));
  g_assert_true (ip_address_parse ("2001:db8::2", &theirs));
  return bench_new_between (config, ours, theirs);
}

void
bench_free (struct bench *b)
{
  bench_quiet (b);
  tcp_stack_free (b->stack);
  invariants_clear (&b->invariants);
  g_array_unref (b->events);
  g_free (b);
}

void
bench_peer_iss (struct bench *b, guint32 iss)
{
  b->peer_iss = iss;
}

void
bench_our_iss (struct bench *b, guint32 iss)
{
  b->our_iss = iss;
}

void
bench_begin_stimulus (struct bench *b)
{
  b->stimulus = b->events->len;
}

/* The stack's next deadline is the earliest of all its timers. */
static void
check_next_timeout (struct bench *b)
{
  gsize length = tcp_stack_list (b->stack, NULL, 0);
  g_autofree int *sockets = g_new (int, length + 1);
  vtime earliest = VTIME_NEVER;

  tcp_stack_list (b->stack, sockets, length);
  for (gsize i = 0; i < length; i++)
    {
      struct tcp_vars vars;
      g_assert_true (tcp_stack_vars (b->stack, sockets[i], &vars));
      for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
        earliest = MIN (earliest, vars.timer_deadline[timer]);
    }
  g_assert_cmpint (tcp_stack_next_timeout (b->stack), ==, earliest);
}

void
bench_end_stimulus (struct bench *b)
{
  if (!b->gathers)
    tcp_stack_flush (b->stack, b->now);
  check_next_timeout (b);
}

void
bench_gather (struct bench *b)
{
  b->gathers = TRUE;
}

void
bench_flush (struct bench *b)
{
  tcp_stack_flush (b->stack, b->now);
}

/* --- the clock --- */

void
bench_at (struct bench *b, vtime at)
{
  g_assert_cmpint (at, >=, b->now);
  for (vtime next = tcp_stack_next_timeout (b->stack); next <= at; next = tcp_stack_next_timeout (b->stack))
    {
      bench_begin_stimulus (b);
      b->now = next;
      tcp_stack_timeout (b->stack, next);
      bench_end_stimulus (b);
    }
  b->now = at;
}

vtime
bench_now (struct bench *b)
{
  return b->now;
}

/* --- the program --- */

int
bench_listen (struct bench *b)
{
  bench_begin_stimulus (b);
  b->socket = tcp_stack_listen (b->stack, OUR_PORT, 0, b->now, EVENT_NONE);
  return b->socket;
}

int
bench_connect (struct bench *b)
{
  struct endpoint remote = { b->theirs, PEER_PORT };

  bench_begin_stimulus (b);
  b->socket = tcp_stack_connect (b->stack, OUR_PORT, &remote, b->now, EVENT_NONE);
  return b->socket;
}

int
bench_connect_send (struct bench *b, guint32 length)
{
  struct endpoint remote = { b->theirs, PEER_PORT };
  g_autofree guint8 *octets = g_malloc (length + 1);

  for (guint32 i = 0; i < length; i++)
    octets[i] = bench_our_octet (i);
  bench_begin_stimulus (b);
  b->socket = tcp_stack_connect_send (b->stack, OUR_PORT, &remote, octets, &length, b->now, EVENT_NONE);
  b->written = length;
  b->read = 0;
  return b->socket;
}

int
bench_accept (struct bench *b)
{
  int socket = tcp_stack_accept (b->stack, b->socket);

  if (socket > 0)
    b->socket = socket;
  return socket;
}

static int
send_octets (struct bench *b, guint32 length,
             int (*send) (struct tcp_stack *, int, const void *, uint32_t, vtime, event_id))
{
  g_autofree guint8 *octets = g_malloc (length + 1);

  for (guint32 i = 0; i < length; i++)
    octets[i] = bench_our_octet (b->written + i);
  bench_begin_stimulus (b);
  int taken = send (b->stack, b->socket, octets, length, b->now, EVENT_NONE);
  if (taken > 0)
    b->written += (guint32) taken;
  bench_end_stimulus (b);
  return taken;
}

int
bench_send (struct bench *b, guint32 length)
{
  return send_octets (b, length, tcp_stack_send);
}

int
bench_send_urgent (struct bench *b, guint32 length)
{
  return send_octets (b, length, tcp_stack_send_urgent);
}

int
bench_receive (struct bench *b, guint32 length)
{
  g_autofree guint8 *octets = g_malloc (length + 1);

  bench_begin_stimulus (b);
  int got = tcp_stack_receive (b->stack, b->socket, octets, length, b->now, EVENT_NONE);
  for (int i = 0; i < got; i++)
    g_assert_cmpuint (octets[i], ==, bench_peer_octet (b->read + (guint32) i));
  if (got > 0)
    b->read += (guint32) got;
  bench_end_stimulus (b);
  return got;
}

static int
end_call (struct bench *b, int (*call) (struct tcp_stack *, int, vtime, event_id))
{
  bench_begin_stimulus (b);
  int result = call (b->stack, b->socket, b->now, EVENT_NONE);
  bench_end_stimulus (b);
  return result;
}

int
bench_shutdown (struct bench *b)
{
  return end_call (b, tcp_stack_shutdown);
}

int
bench_close (struct bench *b)
{
  return end_call (b, tcp_stack_close);
}

int
bench_abort (struct bench *b)
{
  return end_call (b, tcp_stack_abort);
}

int
bench_socket (struct bench *b)
{
  return b->socket;
}

void
bench_use (struct bench *b, int socket)
{
  b->socket = socket;
}

struct tcp_stack *
bench_stack (struct bench *b)
{
  bench_begin_stimulus (b);
  return b->stack;
}
