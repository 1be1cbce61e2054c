#include "base/rng.h"
#include "trace/trace.h"
#include "wire/segment-text.h"

#include <glib.h>
#include <string.h>

static struct trace_event
event_at (vtime at, enum trace_kind kind, unsigned host)
{
  return (struct trace_event){
    .at = at,
    .until = VTIME_NEVER,
    .kind = (uint8_t) kind,
    .host = (uint8_t) host,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
  };
}

static event_id
append (struct trace *trace, const struct trace_event *event)
{
  return trace_append (trace, event, NULL, NULL, 0, NULL);
}

static event_id
append_state (struct trace *trace, unsigned host, uint32_t connection, enum tcp_state before, enum tcp_state after)
{
  struct trace_event event = event_at (trace_end (trace), TRACE_STATE, host);

  event.connection = connection;
  event.before = (uint8_t) before;
  event.after = (uint8_t) after;
  return append (trace, &event);
}

static void
test_empty (void)
{
  struct trace *trace = trace_new ();

  g_assert_cmpuint (trace_length (trace), ==, 0);
  g_assert_cmpint (trace_end (trace), ==, 0);
  g_assert_cmpuint (trace_count_until (trace, SEC (1)), ==, 0);
  g_assert_false (trace_is_full (trace));
  g_assert_cmpint (trace_state_at (trace, HOST_A, EVENT_NONE), ==, TCP_CLOSED);
  g_assert_null (trace_vars_at (trace, HOST_B, EVENT_NONE, &(struct tcp_vars){ 0 }));
  trace_set_delay (trace, MS (50));
  g_assert_cmpint (trace_delay (trace), ==, MS (50));
  trace_free (trace);
  trace_free (NULL);
}

/* The picture shows the newest connection; the listener only while nobody has come. */
static void
test_state_of_the_newest_connection (void)
{
  struct trace *trace = trace_new ();
  event_id listen = append_state (trace, HOST_B, 1, TCP_CLOSED, TCP_LISTEN);
  event_id child = append_state (trace, HOST_B, 2, TCP_LISTEN, TCP_SYN_RECEIVED);
  event_id other = append_state (trace, HOST_A, 1, TCP_CLOSED, TCP_SYN_SENT);
  event_id last_ack = append_state (trace, HOST_B, 2, TCP_SYN_RECEIVED, TCP_LAST_ACK);
  event_id closed = append_state (trace, HOST_B, 2, TCP_LAST_ACK, TCP_CLOSED);
  event_id listener_ends = append_state (trace, HOST_B, 1, TCP_LISTEN, TCP_CLOSED);
  event_id next = append_state (trace, HOST_B, 3, TCP_LISTEN, TCP_SYN_RECEIVED);
  event_id back = append_state (trace, HOST_B, 3, TCP_SYN_RECEIVED, TCP_LISTEN);

  g_assert_cmpint (trace_state_at (trace, HOST_B, EVENT_NONE), ==, TCP_CLOSED);
  g_assert_cmpint (trace_state_at (trace, HOST_B, listen), ==, TCP_LISTEN);
  g_assert_cmpint (trace_state_at (trace, HOST_B, child), ==, TCP_SYN_RECEIVED);
  g_assert_cmpint (trace_state_at (trace, HOST_A, child), ==, TCP_CLOSED);
  g_assert_cmpint (trace_state_at (trace, HOST_B, other), ==, TCP_SYN_RECEIVED);
  g_assert_cmpint (trace_state_at (trace, HOST_A, other), ==, TCP_SYN_SENT);
  g_assert_cmpint (trace_state_at (trace, HOST_B, last_ack), ==, TCP_LAST_ACK);
  g_assert_cmpint (trace_state_at (trace, HOST_B, closed), ==, TCP_CLOSED);
  g_assert_cmpint (trace_state_at (trace, HOST_B, listener_ends), ==, TCP_CLOSED);
  g_assert_cmpint (trace_state_at (trace, HOST_B, next), ==, TCP_SYN_RECEIVED);
  g_assert_cmpint (trace_state_at (trace, HOST_B, back), ==, TCP_LISTEN);
  trace_free (trace);
}

/* A connection that was never open leaves the listener behind it, and what comes then is news again. */
static void
test_listener_behind_a_failed_opening (void)
{
  struct trace *trace = trace_new ();

  append_state (trace, HOST_B, 1, TCP_CLOSED, TCP_LISTEN);
  append_state (trace, HOST_B, 2, TCP_LISTEN, TCP_SYN_RECEIVED);
  append_state (trace, HOST_B, 3, TCP_LISTEN, TCP_SYN_RECEIVED);
  event_id older_ends = append_state (trace, HOST_B, 2, TCP_SYN_RECEIVED, TCP_CLOSED);
  event_id last_ends = append_state (trace, HOST_B, 3, TCP_SYN_RECEIVED, TCP_CLOSED);
  event_id listener_ends = append_state (trace, HOST_B, 1, TCP_LISTEN, TCP_CLOSED);
  event_id listens_again = append_state (trace, HOST_B, 4, TCP_CLOSED, TCP_LISTEN);
  event_id child = append_state (trace, HOST_B, 5, TCP_LISTEN, TCP_SYN_RECEIVED);
  event_id ends_meanwhile = append_state (trace, HOST_B, 4, TCP_LISTEN, TCP_CLOSED);
  event_id ends_alone = append_state (trace, HOST_B, 5, TCP_SYN_RECEIVED, TCP_CLOSED);

  g_assert_cmpint (trace_state_at (trace, HOST_B, older_ends), ==, TCP_SYN_RECEIVED);
  g_assert_false (trace_shows_state (trace, older_ends));
  g_assert_cmpint (trace_state_at (trace, HOST_B, last_ends), ==, TCP_LISTEN);
  g_assert_true (trace_shows_state (trace, last_ends));
  g_assert_cmpint (trace_state_at (trace, HOST_B, listener_ends), ==, TCP_CLOSED);
  g_assert_cmpint (trace_state_at (trace, HOST_B, listens_again), ==, TCP_LISTEN);
  g_assert_cmpint (trace_state_at (trace, HOST_B, child), ==, TCP_SYN_RECEIVED);
  g_assert_false (trace_shows_state (trace, ends_meanwhile));
  g_assert_cmpint (trace_state_at (trace, HOST_B, ends_alone), ==, TCP_CLOSED);
  trace_free (trace);
}

static void
test_segment_and_packet (void)
{
  struct trace *trace = trace_new ();
  uint8_t packet[60];
  struct segment segment;
  struct trace_event event = event_at (0, TRACE_SEND, HOST_A);
  size_t length;

  for (unsigned i = 0; i < sizeof packet; i++)
    packet[i] = (uint8_t) i;
  g_assert_null (segment_parse ("P. 1:21(20) ack 1 win 8000", 0, 0, &segment));
  segment.text = packet + 40;
  event_id send = trace_append (trace, &event, &segment, packet, sizeof packet, NULL);
  event.kind = TRACE_CARRY;
  event.cause = send;
  event_id carry = append (trace, &event);
  event.kind = TRACE_DUPLICATE;
  event.cause = carry;
  event_id duplicate = append (trace, &event);
  event.kind = TRACE_ARRIVE;
  event.cause = carry;
  event.host = HOST_B;
  segment.checksum = CHECKSUM_GOOD;
  event_id arrive = trace_append (trace, &event, &segment, packet, sizeof packet, NULL);
  event.kind = TRACE_DELIVER;
  event.cause = arrive;
  event_id deliver = append (trace, &event);
  for (unsigned i = 0; i < 5000; i++)
    append (trace, &event);
  packet[40] = 0xff;

  const struct segment *kept = trace_segment (trace, send);
  const uint8_t *octets = trace_packet (trace, send, &length);
  g_assert_cmpuint (length, ==, sizeof packet);
  g_assert_true (kept->text == octets + 40);
  g_assert_cmpuint (kept->text[0], ==, 40);
  g_assert_true (trace_segment (trace, carry) == kept);
  g_assert_true (trace_segment (trace, duplicate) == kept);
  g_assert_true (trace_packet (trace, duplicate, &length) == octets);
  g_assert_cmpint (trace_segment (trace, arrive)->checksum, ==, CHECKSUM_GOOD);
  g_assert_true (trace_packet (trace, arrive, &length) == octets); /* kept once */
  g_assert_true (trace_segment (trace, arrive)->text == octets + 40);
  g_assert_null (trace_segment (trace, deliver));
  g_assert_null (trace_packet (trace, deliver, &length));
  g_assert_cmpuint (length, ==, 0);
  trace_free (trace);
}

/* A corrupted copy has its own octets and the segment of the SEND; text that is not in the packet is found there. */
static void
test_text_is_in_the_packet (void)
{
  struct trace *trace = trace_new ();
  uint8_t packet[44], text[4] = { 1, 2, 3, 4 };
  struct segment segment = { .length = 4, .text = text };
  struct trace_event event = event_at (0, TRACE_SEND, HOST_A);
  size_t length;

  memset (packet, 0, sizeof packet);
  memcpy (packet + 40, text, sizeof text);
  event_id whole = trace_append (trace, &event, &segment, packet, sizeof packet, NULL);
  const uint8_t *octets = trace_packet (trace, whole, &length);
  g_assert_true (trace_segment (trace, whole)->text == octets + 40);

  segment.text = packet + 40;
  event_id cut = trace_append (trace, &event, &segment, packet, sizeof packet - 1, NULL);
  g_assert_null (trace_segment (trace, cut)->text);
  g_assert_cmpuint (trace_segment (trace, cut)->length, ==, 4);

  event_id bare = trace_append (trace, &event, &segment, NULL, 0, NULL);
  g_assert_null (trace_segment (trace, bare)->text);

  event.kind = TRACE_CORRUPT;
  event.cause = whole;
  packet[41] = 99;
  event_id corrupt = trace_append (trace, &event, NULL, packet, sizeof packet, NULL);
  g_assert_cmpuint (trace_packet (trace, corrupt, &length)[41], ==, 99);
  g_assert_cmpuint (trace_packet (trace, whole, &length)[41], ==, 2);
  g_assert_cmpuint (trace_segment (trace, corrupt)->length, ==, 4);
  trace_free (trace);
}

static void
test_first_syn_tells_iss (void)
{
  struct trace *trace = trace_new ();
  struct segment segment;
  struct trace_event event = event_at (0, TRACE_SEND, HOST_B);

  g_assert_null (segment_parse (". 77:77(0) ack 1 win 8000", 0, 0, &segment));
  trace_append (trace, &event, &segment, NULL, 0, NULL);
  g_assert_false (trace_host_const (trace, HOST_B)->iss_known);
  g_assert_null (segment_parse ("S. 300:300(0) ack 1 win 8000", 0, 0, &segment));
  event.kind = TRACE_ARRIVE;
  trace_append (trace, &event, &segment, NULL, 0, NULL);
  g_assert_false (trace_host_const (trace, HOST_B)->iss_known);
  event.kind = TRACE_SEND;
  trace_append (trace, &event, &segment, NULL, 0, NULL);
  segment.seq = 500;
  trace_append (trace, &event, &segment, NULL, 0, NULL);
  g_assert_true (trace_host_const (trace, HOST_B)->iss_known);
  g_assert_cmpuint (trace_host_const (trace, HOST_B)->iss, ==, 300);
  g_assert_false (trace_host_const (trace, HOST_A)->iss_known);
  trace_free (trace);
}

static void
test_limit (void)
{
  struct trace *trace = trace_new ();
  struct trace_event event = event_at (0, TRACE_UPDATE, HOST_A);

  trace_set_limit (trace, 2);
  g_assert_cmpuint (append (trace, &event), ==, 0);
  g_assert_cmpuint (append (trace, &event), ==, 1);
  g_assert_false (trace_is_full (trace));
  g_assert_cmpuint (append (trace, &event), ==, EVENT_NONE);
  g_assert_true (trace_is_full (trace));
  trace_set_limit (trace, 10);
  g_assert_cmpuint (append (trace, &event), ==, EVENT_NONE);
  g_assert_cmpuint (trace_length (trace), ==, 2);
  trace_free (trace);
}

/* --- random traces against a reference that looks at every event from the first on --- */

struct reference
{
  GArray *events;   /* struct trace_event */
  GArray *vars;     /* struct tcp_vars, one an event */
  GArray *has_vars; /* bool */
};

static enum tcp_state
reference_state (const struct reference *reference, unsigned host, event_id id)
{
  enum tcp_state state = TCP_CLOSED;
  uint32_t shown = 0;
  gint64 listener = -1;

  for (event_id i = 0; i <= id; i++)
    {
      const struct trace_event *event = &g_array_index (reference->events, struct trace_event, i);

      if (event->kind != TRACE_STATE || event->host != host)
        continue;
      if (event->before == TCP_CLOSED && event->after == TCP_LISTEN)
        listener = event->connection;
      else if (event->connection == listener && event->after != TCP_LISTEN)
        listener = -1;
      if (event->connection < shown)
        continue;
      bool failed = event->before == TCP_SYN_RECEIVED && (event->after == TCP_CLOSED || event->after == TCP_LISTEN)
                    && listener >= 0 && event->connection != listener;
      shown = failed ? (uint32_t) listener : event->connection;
      state = failed ? TCP_LISTEN : event->after;
    }
  return state;
}

static const struct tcp_vars *
reference_vars (const struct reference *reference, unsigned host, event_id id)
{
  for (event_id i = id + 1; i-- > 0;)
    if (g_array_index (reference->events, struct trace_event, i).host == host
        && g_array_index (reference->has_vars, bool, i))
      return &g_array_index (reference->vars, struct tcp_vars, i);
  return NULL;
}

static size_t
reference_count (const struct reference *reference, vtime time)
{
  size_t count = 0;

  while (count < reference->events->len && g_array_index (reference->events, struct trace_event, count).at <= time)
    count++;
  return count;
}

static struct trace_event
random_event (struct rng *rng, vtime at, size_t length)
{
  static const uint8_t hosts[] = { HOST_A, HOST_B, HOST_A, HOST_B, HOST_NONE };
  struct trace_event event = event_at (at, (enum trace_kind) rng_below (rng, TRACE_KIND_COUNT),
                                       hosts[rng_below (rng, G_N_ELEMENTS (hosts))]);

  event.connection = (uint32_t) rng_below (rng, 4);
  event.before = (uint8_t) rng_below (rng, TCP_STATE_COUNT);
  event.after = (uint8_t) rng_below (rng, TCP_STATE_COUNT);
  event.reason = (uint16_t) rng_below (rng, REASON_COUNT);
  if (length > 0 && rng_below (rng, 2) == 0)
    event.cause = (event_id) rng_below (rng, length);
  return event;
}

static void
append_random (struct rng *rng, struct trace *trace, struct reference *reference)
{
  static const vtime steps[] = { 0, 0, 1, MS (1), SEC (100) };
  vtime at = trace_end (trace) + steps[rng_below (rng, G_N_ELEMENTS (steps))];
  struct trace_event event = random_event (rng, at, trace_length (trace));
  struct tcp_vars vars = { .snd_nxt = (uint32_t) rng_below (rng, 3), .cwnd = (uint32_t) rng_below (rng, 2) };
  bool has_vars = rng_below (rng, 3) > 0;

  g_assert_cmpuint (trace_append (trace, &event, NULL, NULL, 0, has_vars ? &vars : NULL), ==, reference->events->len);
  g_array_append_val (reference->events, event);
  g_array_append_val (reference->vars, vars);
  g_array_append_val (reference->has_vars, has_vars);
}

static void
compare_at (const struct trace *trace, const struct reference *reference, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);
  const struct trace_event *expected = &g_array_index (reference->events, struct trace_event, id);
  struct tcp_vars kept;

  g_assert_cmpuint (event->id, ==, id);
  g_assert_cmpint (event->at, ==, expected->at);
  g_assert_cmpuint (event->kind, ==, expected->kind);
  g_assert_cmpuint (event->cause, ==, expected->cause);
  g_assert_cmpuint (event->reason, ==, expected->reason);
  if (g_array_index (reference->has_vars, bool, id))
    g_assert_cmpmem (trace_vars (trace, id, &kept), sizeof (struct tcp_vars),
                     &g_array_index (reference->vars, struct tcp_vars, id), sizeof (struct tcp_vars));
  else
    g_assert_null (trace_vars (trace, id, &kept));
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      const struct tcp_vars *vars = trace_vars_at (trace, host, id, &kept);
      const struct tcp_vars *expected_vars = reference_vars (reference, host, id);

      g_assert_cmpint (trace_state_at (trace, host, id), ==, reference_state (reference, host, id));
      g_assert_true ((vars == NULL) == (expected_vars == NULL));
      if (vars != NULL)
        g_assert_cmpmem (vars, sizeof *vars, expected_vars, sizeof *vars);
    }
  for (vtime shift = -1; shift <= 1; shift++)
    g_assert_cmpuint (trace_count_until (trace, event->at + shift), ==, reference_count (reference, event->at + shift));
}

static void
test_random_against_reference (void)
{
  for (uint64_t seed = 1; seed <= 20; seed++)
    {
      struct rng rng;
      struct trace *trace = trace_new ();
      struct reference reference = {
        .events = g_array_new (FALSE, FALSE, sizeof (struct trace_event)),
        .vars = g_array_new (FALSE, FALSE, sizeof (struct tcp_vars)),
        .has_vars = g_array_new (FALSE, FALSE, sizeof (bool)),
      };

      rng_seed (&rng, seed);
      for (unsigned i = 0; i < 1500; i++)
        {
          append_random (&rng, trace, &reference);
          if (i % 100 == 0)
            compare_at (trace, &reference, (event_id) rng_below (&rng, i + 1));
        }
      for (event_id id = 0; id < trace_length (trace); id += 7)
        compare_at (trace, &reference, id);
      g_array_unref (reference.events);
      g_array_unref (reference.vars);
      g_array_unref (reference.has_vars);
      trace_free (trace);
    }
}

/* Variables are kept once while they do not change. */
static void
test_vars_are_shared (void)
{
  struct trace *trace = trace_new ();
  struct trace_event event = event_at (0, TRACE_UPDATE, HOST_A);
  struct tcp_vars vars = { .snd_nxt = 1 };

  event_id first = trace_append (trace, &event, NULL, NULL, 0, &vars);
  event_id second = trace_append (trace, &event, NULL, NULL, 0, &vars);
  vars.snd_nxt = 2;
  event_id third = trace_append (trace, &event, NULL, NULL, 0, &vars);
  g_assert_cmpuint (trace_get (trace, first)->vars, ==, trace_get (trace, second)->vars);
  g_assert_cmpuint (trace_get (trace, third)->vars, !=, trace_get (trace, second)->vars);
  g_assert_cmpuint (trace_vars (trace, second, &vars)->snd_nxt, ==, 1);
  g_assert_cmpuint (trace_vars (trace, third, &vars)->snd_nxt, ==, 2);
  trace_free (trace);
}

/* What comes before a cut is the same in the copy: events, segments, packets, variables, states. */
static void
test_copy_until (void)
{
  struct trace *trace = trace_new ();
  struct trace_event event = event_at (0, TRACE_SEND, HOST_A);
  uint8_t packet[60] = { 1, 2, 3 };
  struct tcp_vars vars = { .snd_nxt = 1 };
  struct segment segment;

  g_assert_null (segment_parse ("P. 1:21(20) ack 1 win 8000", 0, 0, &segment));
  segment.text = packet + 40;
  trace_set_delay (trace, MS (50));
  g_strlcpy (trace_host (trace, HOST_B)->name, "B", sizeof trace_host (trace, HOST_B)->name);
  event_id send = trace_append (trace, &event, &segment, packet, sizeof packet, &vars);
  event.kind = TRACE_CARRY;
  event.cause = send;
  event.until = MS (50);
  event_id carry = append (trace, &event);
  append_state (trace, HOST_A, 1, TCP_CLOSED, TCP_SYN_SENT);
  append_state (trace, HOST_A, 1, TCP_SYN_SENT, TCP_ESTABLISHED);
  struct trace *copy = trace_copy_until (trace, 3);
  size_t length;

  g_assert_cmpuint (trace_length (copy), ==, 3);
  g_assert_cmpint (trace_delay (copy), ==, MS (50));
  g_assert_cmpstr (trace_host_const (copy, HOST_B)->name, ==, "B");
  for (event_id id = 0; id < 3; id++)
    g_assert_cmpmem (trace_get (copy, id), sizeof event, trace_get (trace, id), sizeof event);
  g_assert_true (trace_segment (copy, carry) == trace_segment (copy, send));
  g_assert_true (trace_segment (copy, send)->text == trace_packet (copy, send, &length) + 40);
  g_assert_cmpmem (trace_packet (copy, carry, &length), sizeof packet, packet, sizeof packet);
  g_assert_cmpuint (trace_vars (copy, send, &vars)->snd_nxt, ==, 1);
  g_assert_cmpint (trace_state_at (copy, HOST_A, 2), ==, TCP_SYN_SENT);
  trace_free (trace);
  g_assert_cmpuint (trace_segment (copy, carry)->length, ==, 20);
  trace_free (copy);
  copy = trace_copy_until (trace = trace_new (), 0);
  g_assert_cmpuint (trace_length (copy), ==, 0);
  trace_free (copy);
  trace_free (trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/trace/empty", test_empty);
  g_test_add_func ("/trace/trace/state-of-the-newest-connection", test_state_of_the_newest_connection);
  g_test_add_func ("/trace/trace/listener-behind-a-failed-opening", test_listener_behind_a_failed_opening);
  g_test_add_func ("/trace/trace/segment-and-packet", test_segment_and_packet);
  g_test_add_func ("/trace/trace/text-is-in-the-packet", test_text_is_in_the_packet);
  g_test_add_func ("/trace/trace/first-syn-tells-iss", test_first_syn_tells_iss);
  g_test_add_func ("/trace/trace/limit", test_limit);
  g_test_add_func ("/trace/trace/copy-until", test_copy_until);
  g_test_add_func ("/trace/trace/vars-are-shared", test_vars_are_shared);
  g_test_add_func ("/trace/trace/random-against-reference", test_random_against_reference);
  return g_test_run ();
}
