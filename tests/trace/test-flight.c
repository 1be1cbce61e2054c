#include "trace/flight.h"

#include "base/rng.h"
#include "wire/segment-text.h"

#include <glib.h>

static event_id
append (struct trace *trace, vtime at, enum trace_kind kind, unsigned host, event_id cause, vtime until)
{
  struct trace_event event = {
    .at = at,
    .until = until,
    .kind = (uint8_t) kind,
    .host = (uint8_t) host,
    .cause = cause,
    .by = EVENT_NONE,
  };

  return trace_append (trace, &event, NULL, NULL, 0, NULL);
}

static event_id
append_send (struct trace *trace, vtime at, unsigned host, uint16_t marks, uint8_t ordinal)
{
  struct segment segment = { .flags = TCP_ACK };
  struct trace_event event = {
    .at = at,
    .until = VTIME_NEVER,
    .kind = TRACE_SEND,
    .host = (uint8_t) host,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
    .marks = marks,
    .ordinal = ordinal,
  };

  return trace_append (trace, &event, &segment, NULL, 0, NULL);
}

/* What a flight was at an instant, in short: "way 50", "lost 25", … */
static char *
seen_at (const struct flights *flights, size_t index, vtime now)
{
  static const char *const fates[] = { "way", "arrived", "lost", "held", "unseen" };
  struct flight flight;

  if (!flight_at (flights, index, now, &flight))
    return g_strdup ("not yet");
  return g_strdup_printf ("%s %d%s%s", fates[flight.fate], (int) (flight.end / MS (1)),
                          flight.corrupted ? " corrupted" : "", flight.discarded ? " discarded" : "");
}

#define assert_seen(flights, index, now, expected)                                                                     \
  do                                                                                                                   \
    {                                                                                                                  \
      char *seen_ = seen_at (flights, index, now);                                                                     \
      g_assert_cmpstr (seen_, ==, expected);                                                                           \
      g_free (seen_);                                                                                                  \
    }                                                                                                                  \
  while (0)

static void
test_carried (void)
{
  struct trace *trace = trace_new ();
  struct flights *flights = flights_new (trace);
  event_id send = append_send (trace, MS (10), HOST_A, MARK_RETRANSMISSION, 0);
  event_id carry = append (trace, MS (10), TRACE_CARRY, HOST_A, send, MS (60));

  g_assert_true (flights_update (flights));
  g_assert_cmpuint (flights_length (flights), ==, 1);
  g_assert_cmpint (flights_get (flights, 0)->fate, ==, FLIGHT_UNDER_WAY);
  g_assert_cmpuint (flights_get (flights, 0)->finish, ==, EVENT_NONE);

  event_id arrive = append (trace, MS (60), TRACE_ARRIVE, HOST_B, carry, VTIME_NEVER);
  event_id discard = append (trace, MS (60), TRACE_DISCARD, HOST_B, arrive, VTIME_NEVER);
  g_assert_true (flights_update (flights));
  const struct flight *flight = flights_get (flights, 0);
  g_assert_cmpuint (flights_length (flights), ==, 1);
  g_assert_cmpint (flight->fate, ==, FLIGHT_ARRIVED);
  g_assert_cmpuint (flight->send, ==, send);
  g_assert_cmpuint (flight->carry, ==, carry);
  g_assert_cmpuint (flight->finish, ==, arrive);
  g_assert_cmpint (flight->start, ==, MS (10));
  g_assert_cmpint (flight->planned, ==, MS (60));
  g_assert_cmpuint (flight->from, ==, HOST_A);
  g_assert_cmpuint (flight->marks, ==, MARK_RETRANSMISSION);
  g_assert_true (flight->discarded);
  g_assert_false (flight->duplicate);
  for (event_id id = send; id <= discard; id++)
    g_assert_cmpuint (flights_find (flights, id), ==, 0);
  assert_seen (flights, 0, MS (10) - 1, "not yet");
  assert_seen (flights, 0, MS (10), "way 60");
  assert_seen (flights, 0, MS (60) - 1, "way 60");
  assert_seen (flights, 0, MS (60), "arrived 60 discarded");
  flights_free (flights);
  trace_free (trace);
}

static void
test_lost_and_held (void)
{
  struct trace *trace = trace_new ();
  struct flights *flights = flights_new (trace);
  event_id send = append_send (trace, 0, HOST_B, 0, 0);
  event_id carry = append (trace, 0, TRACE_CARRY, HOST_B, send, MS (50));
  event_id hold = append (trace, MS (20), TRACE_HOLD, HOST_B, carry, VTIME_NEVER);
  event_id release = append (trace, MS (90), TRACE_RELEASE, HOST_B, carry, MS (120));
  event_id loss = append (trace, MS (100), TRACE_LOSS, HOST_B, carry, VTIME_NEVER);

  g_assert_true (flights_update (flights));
  assert_seen (flights, 0, MS (19), "way 50");
  assert_seen (flights, 0, MS (20), "held 20");
  assert_seen (flights, 0, MS (89), "held 20");
  assert_seen (flights, 0, MS (90), "way 120");
  assert_seen (flights, 0, MS (100), "lost 100");
  g_assert_cmpuint (flights_get (flights, 0)->finish, ==, loss);
  g_assert_cmpuint (flights_find (flights, hold), ==, 0);
  g_assert_cmpuint (flights_find (flights, release), ==, 0);
  g_assert_cmpint (flights_get (flights, 0)->planned, ==, MS (50));
  flights_free (flights);
  trace_free (trace);
}

static void
test_delayed_and_corrupted (void)
{
  struct trace *trace = trace_new ();
  struct flights *flights = flights_new (trace);
  event_id send = append_send (trace, 0, HOST_A, 0, 0);
  event_id carry = append (trace, 0, TRACE_CARRY, HOST_A, send, MS (50));

  append (trace, MS (10), TRACE_DELAY, HOST_A, carry, MS (70));
  append (trace, MS (15), TRACE_CORRUPT, HOST_A, carry, VTIME_NEVER);
  event_id discard = append (trace, MS (70), TRACE_DISCARD, HOST_B, carry, VTIME_NEVER); /* not even readable */
  g_assert_true (flights_update (flights));
  assert_seen (flights, 0, MS (9), "way 50");
  assert_seen (flights, 0, MS (10), "way 70");
  assert_seen (flights, 0, MS (15), "way 70 corrupted");
  assert_seen (flights, 0, MS (70), "arrived 70 corrupted discarded");
  g_assert_cmpint (flights_get (flights, 0)->end, >, flights_get (flights, 0)->planned);
  g_assert_cmpuint (flights_get (flights, 0)->finish, ==, discard);
  flights_free (flights);
  trace_free (trace);
}

/* The first copy is the segment's flight, the second one made by the link has its own. */
static void
test_duplicated (void)
{
  struct trace *trace = trace_new ();
  struct flights *flights = flights_new (trace);
  event_id send = append_send (trace, 0, HOST_A, 0, 0);
  event_id first = append (trace, 0, TRACE_CARRY, HOST_A, send, MS (50));
  event_id duplicate = append (trace, MS (5), TRACE_DUPLICATE, HOST_A, first, VTIME_NEVER);
  event_id second = append (trace, MS (5), TRACE_CARRY, HOST_A, duplicate, MS (55));
  event_id first_arrive = append (trace, MS (50), TRACE_ARRIVE, HOST_B, first, VTIME_NEVER);
  event_id second_arrive = append (trace, MS (55), TRACE_ARRIVE, HOST_B, second, VTIME_NEVER);
  event_id trimmed = append (trace, MS (55), TRACE_UPDATE, HOST_B, second_arrive, VTIME_NEVER);

  g_assert_true (flights_update (flights));
  g_assert_cmpuint (flights_length (flights), ==, 2);
  g_assert_cmpuint (flights_find (flights, send), ==, 0);
  g_assert_cmpuint (flights_find (flights, duplicate), ==, 0);
  g_assert_cmpuint (flights_find (flights, second), ==, 1);
  g_assert_cmpuint (flights_find (flights, first_arrive), ==, 0);
  g_assert_cmpuint (flights_find (flights, second_arrive), ==, 1);
  g_assert_cmpuint (flights_find (flights, trimmed), ==, SIZE_MAX);
  g_assert_false (flights_get (flights, 0)->duplicate);
  g_assert_true (flights_get (flights, 1)->duplicate);
  g_assert_cmpuint (flights_get (flights, 1)->send, ==, send);
  assert_seen (flights, 1, MS (4), "not yet");
  assert_seen (flights, 1, MS (54), "way 55");
  assert_seen (flights, 1, MS (55), "arrived 55");
  flights_free (flights);
  trace_free (trace);
}

/* What no host sent stands for the SEND; a second copy of it is the link's. */
static void
test_injected (void)
{
  struct trace *trace = trace_new ();
  struct flights *flights = flights_new (trace);
  event_id send = append_send (trace, 0, HOST_A, 0, 0);
  event_id injected = append (trace, MS (1), TRACE_INJECT, HOST_A, send, VTIME_NEVER);
  event_id carry = append (trace, MS (1), TRACE_CARRY, HOST_A, injected, MS (26));
  event_id duplicate = append (trace, MS (2), TRACE_DUPLICATE, HOST_A, carry, VTIME_NEVER);
  event_id second = append (trace, MS (2), TRACE_CARRY, HOST_A, duplicate, MS (31));

  g_assert_true (flights_update (flights));
  g_assert_cmpuint (flights_length (flights), ==, 2);
  g_assert_true (flights_get (flights, 0)->injected);
  g_assert_cmpuint (flights_get (flights, 0)->send, ==, injected);
  g_assert_cmpuint (flights_find (flights, injected), ==, 0);
  g_assert_false (flights_get (flights, 1)->injected);
  g_assert_cmpuint (flights_get (flights, 1)->send, ==, injected);
  g_assert_cmpuint (flights_get (flights, 1)->carry, ==, second);
  assert_seen (flights, 0, MS (1), "way 26");
  flights_free (flights);
  trace_free (trace);
}

static void
test_trimmed_is_not_discarded (void)
{
  struct trace *trace = trace_new ();
  struct flights *flights = flights_new (trace);
  event_id send = append_send (trace, 0, HOST_A, MARK_DUPLICATE_ACK, 3);
  event_id carry = append (trace, 0, TRACE_CARRY, HOST_A, send, MS (50));
  event_id arrive = append (trace, MS (50), TRACE_ARRIVE, HOST_B, carry, VTIME_NEVER);
  struct trace_event trimmed = {
    .at = MS (50),
    .kind = TRACE_DISCARD,
    .host = HOST_B,
    .cause = arrive,
    .by = EVENT_NONE,
    .reason = REASON_TRIMMED_TO_WINDOW,
  };

  trace_append (trace, &trimmed, NULL, NULL, 0, NULL);
  g_assert_true (flights_update (flights));
  g_assert_false (flights_get (flights, 0)->discarded);
  g_assert_cmpuint (flights_get (flights, 0)->ordinal, ==, 3);
  g_assert_cmpuint (flights_get (flights, 0)->marks, ==, MARK_DUPLICATE_ACK);
  flights_free (flights);
  trace_free (trace);
}

static void
test_not_seen (void)
{
  struct trace *trace = trace_new ();
  struct flights *flights = flights_new (trace);
  event_id send = append_send (trace, 0, HOST_A, 0, 0);
  struct trace_event carry = {
    .at = 0,
    .until = MS (50),
    .kind = TRACE_CARRY,
    .host = HOST_A,
    .cause = send,
    .by = EVENT_NONE,
    .knowledge = KNOWLEDGE_UNKNOWN,
  };

  trace_append (trace, &carry, NULL, NULL, 0, NULL);
  g_assert_true (flights_update (flights));
  assert_seen (flights, 0, MS (10), "unseen 50");
  flights_free (flights);
  trace_free (trace);
}

/* However the list was grown, and wherever one looks back: the same as a list made of the trace as it was then. */
static void
test_growth_and_look_back (void)
{
  static const enum trace_kind kinds[] = { TRACE_ARRIVE, TRACE_LOSS,    TRACE_DELAY,   TRACE_DUPLICATE,
                                           TRACE_HOLD,   TRACE_RELEASE, TRACE_CORRUPT, TRACE_DISCARD };
  struct rng rng;

  rng_seed (&rng, 7);
  for (unsigned round = 0; round < 30; round++)
    {
      struct trace *trace = trace_new (), *part = trace_new ();
      struct flights *grown = flights_new (trace), *then = flights_new (part);
      event_id carries[200];
      size_t carry_count = 0;
      vtime cut = 0;

      for (unsigned i = 0; i < 100; i++)
        {
          vtime at = MS (i);
          unsigned host = (unsigned) rng_below (&rng, 2);

          if (carry_count == 0 || rng_below (&rng, 3) == 0)
            {
              event_id send = append_send (trace, at, host, 0, 0);
              carries[carry_count++] = append (trace, at, TRACE_CARRY, host, send, at + MS (50));
            }
          else
            append (trace, at, kinds[rng_below (&rng, G_N_ELEMENTS (kinds))], host,
                    carries[rng_below (&rng, carry_count)], at + MS (rng_below (&rng, 50)));
          if (rng_below (&rng, 4) == 0)
            g_assert_true (flights_update (grown));
          if (i == 50)
            cut = at;
        }
      g_assert_true (flights_update (grown));
      for (event_id id = 0; id < trace_length (trace) && trace_get (trace, id)->at <= cut; id++)
        trace_append (part, trace_get (trace, id), trace_segment (trace, id), NULL, 0, NULL);
      g_assert_true (flights_update (then));
      for (size_t i = 0; i < flights_length (grown); i++)
        {
          struct flight flight;

          g_assert_true (flight_at (grown, i, cut, &flight) == (i < flights_length (then)));
          if (i < flights_length (then))
            {
              const struct flight *expected = flights_get (then, i);

              g_assert_cmpint (flight.fate, ==, expected->fate);
              g_assert_cmpint (flight.end, ==, expected->end);
              g_assert_cmpuint (flight.finish, ==, expected->finish);
              g_assert_true (flight.corrupted == expected->corrupted);
              g_assert_true (flight.discarded == expected->discarded);
            }
        }
      flights_free (grown);
      flights_free (then);
      trace_free (trace);
      trace_free (part);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/flight/carried", test_carried);
  g_test_add_func ("/trace/flight/lost-and-held", test_lost_and_held);
  g_test_add_func ("/trace/flight/delayed-and-corrupted", test_delayed_and_corrupted);
  g_test_add_func ("/trace/flight/duplicated", test_duplicated);
  g_test_add_func ("/trace/flight/injected", test_injected);
  g_test_add_func ("/trace/flight/trimmed-is-not-discarded", test_trimmed_is_not_discarded);
  g_test_add_func ("/trace/flight/not-seen", test_not_seen);
  g_test_add_func ("/trace/flight/growth-and-look-back", test_growth_and_look_back);
  return g_test_run ();
}
