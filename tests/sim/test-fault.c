/* Rules: which segments they mean, and what they do to them. */
#include "run.h"

static struct sim *
run (const struct scenario *scenario)
{
  struct sim *sim = sim_new (scenario, 0, NULL);

  g_assert_nonnull (sim);
  sim_run (sim, VTIME_NEVER);
  return sim;
}

/* A connection with all sorts of segments: A sends 3 times, closes, and B closes. */
static void
talkative (struct scenario *scenario)
{
  scenario_connected (scenario);
  for (unsigned i = 0; i < 3; i++)
    add_command (scenario, MS (200 + 300 * i), HOST_A, COMMAND_SEND, 10);
  add_command (scenario, SEC (2), HOST_A, COMMAND_CLOSE, 0);
  add_command (scenario, SEC (3), HOST_B, COMMAND_CLOSE, 0);
}

static uint8_t
flags_of_first_loss (const struct sim *sim)
{
  const struct trace_event *loss = get_event (sim_trace (sim), TRACE_LOSS, HOST_NONE, 1);

  g_assert_cmpuint (loss->reason, ==, REASON_LINK_DROPPED);
  g_assert_cmpuint (loss->by, ==, EVENT_NONE);
  return trace_segment (sim_trace (sim), loss->id)->flags;
}

static void
test_match (void)
{
  static const struct
  {
    unsigned from;
    enum segment_kind match;
    uint8_t with, without;
  } cases[] = {
    { HOST_A, SEGMENT_SYN, TCP_SYN, TCP_ACK },
    { HOST_B, SEGMENT_SYN_ACK, TCP_SYN | TCP_ACK, TCP_FIN },
    { HOST_A, SEGMENT_ACK, TCP_ACK, TCP_SYN | TCP_FIN | TCP_RST },
    { HOST_B, SEGMENT_ACK, TCP_ACK, TCP_SYN | TCP_FIN | TCP_RST },
    { HOST_A, SEGMENT_DATA, TCP_ACK, TCP_SYN | TCP_FIN },
    { HOST_A, SEGMENT_FIN, TCP_FIN, TCP_SYN },
    { HOST_B, SEGMENT_FIN, TCP_FIN, TCP_SYN },
    { HOST_B, SEGMENT_ANY, TCP_SYN | TCP_ACK, TCP_FIN },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct scenario scenario;

      talkative (&scenario);
      add_fault (&scenario, cases[i].from, cases[i].match, 1, FAULT_DROP);
      struct sim *sim = run (&scenario);
      uint8_t flags = flags_of_first_loss (sim);
      const struct trace_event *loss = get_event (sim_trace (sim), TRACE_LOSS, HOST_NONE, 1);
      const struct segment *segment = trace_segment (sim_trace (sim), loss->id);

      g_assert_cmpuint (loss->host, ==, cases[i].from);
      g_assert_cmpuint (flags & cases[i].with, ==, cases[i].with);
      g_assert_cmpuint (flags & cases[i].without, ==, 0);
      if (cases[i].match == SEGMENT_ACK)
        g_assert_cmpuint (segment->length, ==, 0);
      if (cases[i].match == SEGMENT_DATA)
        g_assert_cmpuint (segment->length, ==, 10);
      g_assert_cmpuint (count_events (sim_trace (sim), TRACE_LOSS, HOST_NONE), ==, 1);
      sim_free (sim);
    }
}

static void
test_match_rst (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (300), HOST_A, COMMAND_ABORT, 0);
  add_fault (&scenario, HOST_A, SEGMENT_RST, 1, FAULT_DROP);
  struct sim *sim = run (&scenario);
  g_assert_cmpuint (flags_of_first_loss (sim) & TCP_RST, ==, TCP_RST);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED); /* it has heard nothing */
  sim_free (sim);
}

/* The 2nd and 3rd. With Nagle the third segment of text is the second one sent again, and counts like any other. */
static void
test_nth_and_count (void)
{
  for (unsigned nagle = 0; nagle < 2; nagle++)
    {
      struct scenario scenario;

      talkative (&scenario);
      scenario.hosts[HOST_A].config.nagle = nagle;
      add_fault (&scenario, HOST_A, SEGMENT_DATA, 2, FAULT_DROP);
      scenario.faults[0].count = 2;
      struct sim *sim = run (&scenario);
      const struct trace *trace = sim_trace (sim);
      g_assert_cmpuint (count_events (trace, TRACE_LOSS, HOST_A), ==, 2);
      g_assert_cmpuint (trace_segment (trace, find_event (trace, TRACE_LOSS, HOST_A, 1))->seq, ==, 111);
      g_assert_cmpuint (trace_segment (trace, find_event (trace, TRACE_LOSS, HOST_A, 2))->seq, ==, nagle ? 111 : 121);
      sim_free (sim);
    }
}

/* Every ACK after an instant: those before it pass, and are not counted. */
static void
test_after (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  for (unsigned i = 0; i < 4; i++)
    add_command (&scenario, SEC (1 + i), HOST_A, COMMAND_SEND, 10);
  add_fault (&scenario, HOST_B, SEGMENT_ACK, 1, FAULT_DROP);
  scenario.faults[0].count = UINT32_MAX;
  scenario.faults[0].after = SEC (3);
  scenario.until = MS (4500);
  struct sim *sim = run (&scenario);
  const struct trace *trace = sim_trace (sim);
  event_id first = find_event (trace, TRACE_LOSS, HOST_B, 1);

  /* A sends 10 octets again and again from then on; each answer is lost. */
  g_assert_cmpint (trace_get (trace, first)->at, >, SEC (3));
  g_assert_cmpuint (trace_segment (trace, first)->ack, ==, 131);
  g_assert_cmpuint (count_events (trace, TRACE_LOSS, HOST_B), >=, 2);
  for (event_id id = 0; id < first; id++)
    g_assert_cmpint (trace_get (trace, id)->kind, !=, TRACE_LOSS);
  sim_free (sim);
}

static void
test_all (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_fault (&scenario, HOST_A, SEGMENT_SYN, 1, FAULT_DROP);
  scenario.faults[0].count = UINT32_MAX;
  struct sim *sim = run (&scenario);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_SEND, HOST_A), ==,
                    count_events (sim_trace (sim), TRACE_LOSS, HOST_A));
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_SEND, HOST_A), >, 3);
  g_assert_cmpint (state_now (sim, HOST_A), ==, TCP_CLOSED);
  sim_free (sim);
}

static void
test_drop_is_halfway (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_fault (&scenario, HOST_A, SEGMENT_SYN, 1, FAULT_DROP);
  struct sim *sim = run (&scenario);
  const struct trace_event *loss = get_event (sim_trace (sim), TRACE_LOSS, HOST_A, 1);
  g_assert_cmpint (loss->at, ==, MS (25));
  g_assert_cmpuint (loss->cause, ==, find_event (sim_trace (sim), TRACE_CARRY, HOST_A, 1));
  g_assert_cmpint (state_now (sim, HOST_B), ==, TCP_ESTABLISHED); /* the second SYN came through */
  sim_free (sim);
}

static void
test_delay (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_fault (&scenario, HOST_A, SEGMENT_SYN, 1, FAULT_DELAY);
  scenario.faults[0].delay = MS (100);
  struct sim *sim = run (&scenario);
  const struct trace_event *delay = get_event (sim_trace (sim), TRACE_DELAY, HOST_A, 1);
  g_assert_cmpint (delay->at, ==, 0);
  g_assert_cmpint (delay->until, ==, MS (150));
  g_assert_cmpint (get_event (sim_trace (sim), TRACE_ARRIVE, HOST_B, 1)->at, ==, MS (150));
  sim_free (sim);
}

static void
test_duplicate (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 1000);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 1, FAULT_DUPLICATE);
  struct sim *sim = run (&scenario);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_LINK_DUPLICATED), ==, 1);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_DISCARD_SEQ_OLD), ==, 1);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 1000); /* once */
  g_assert_cmpuint (sim_octets_hash (sim, HOST_B), ==, pattern_hash (HOST_A, 1000));
  sim_free (sim);
}

static void
test_corrupt (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (200), HOST_A, COMMAND_SEND, 10);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 1, FAULT_CORRUPT);
  struct sim *sim = run (&scenario);
  const struct trace *trace = sim_trace (sim);
  const struct trace_event *corrupt = get_event (trace, TRACE_CORRUPT, HOST_A, 1);
  g_assert_cmpuint (corrupt->octets, ==, 27); /* the last octet of the sequence number */
  const struct trace_event *discard = get_event (trace, TRACE_DISCARD, HOST_B, 1);
  g_assert_cmpuint (discard->reason, ==, REASON_DISCARD_CHECKSUM);
  g_assert_cmpint (discard->at, ==, MS (250));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  g_assert_cmpint (trace_get (trace, find_event (trace, TRACE_DELIVER, HOST_B, 1))->at, ==, MS (1250)); /* RTO */
  sim_free (sim);
}

static void
test_hold (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_command (&scenario, MS (500), HOST_NONE, COMMAND_RELEASE, 0);
  add_fault (&scenario, HOST_A, SEGMENT_SYN, 1, FAULT_HOLD);
  struct sim *sim = run (&scenario);
  const struct trace *trace = sim_trace (sim);
  const struct trace_event *release = get_event (trace, TRACE_RELEASE, HOST_A, 1);
  g_assert_cmpint (get_event (trace, TRACE_HOLD, HOST_A, 1)->at, ==, MS (25));
  g_assert_cmpint (release->at, ==, MS (500));
  g_assert_cmpint (release->until, ==, MS (525)); /* the other half of its way */
  g_assert_cmpuint (release->by, ==, find_event (trace, TRACE_COMMAND, HOST_NONE, 3));
  g_assert_cmpint (get_event (trace, TRACE_ARRIVE, HOST_B, 1)->at, ==, MS (525));
  sim_free (sim);
}

/* Each rule that fits acts in its turn; a dropped segment is gone, but every rule has counted it. */
static void
test_several (void)
{
  struct scenario scenario;

  talkative (&scenario);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 1, FAULT_DROP);
  add_fault (&scenario, HOST_A, SEGMENT_ANY, 3, FAULT_CORRUPT); /* SYN, ACK, the same data segment */
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 2, FAULT_DELAY);
  scenario.faults[2].delay = MS (7);
  add_fault (&scenario, HOST_A, SEGMENT_DATA, 2, FAULT_DUPLICATE);
  struct sim *sim = run (&scenario);
  const struct trace *trace = sim_trace (sim);
  g_assert_cmpuint (count_events (trace, TRACE_LOSS, HOST_NONE), ==, 1);
  g_assert_cmpuint (count_events (trace, TRACE_CORRUPT, HOST_NONE), ==, 0);
  const struct trace_event *delay = get_event (trace, TRACE_DELAY, HOST_A, 1);
  const struct trace_event *duplicate = get_event (trace, TRACE_DUPLICATE, HOST_A, 1);
  g_assert_cmpuint (delay->cause, ==, duplicate->cause);
  g_assert_cmpint (delay->until, ==, delay->at + MS (57));
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault/match", test_match);
  g_test_add_func ("/fault/match-rst", test_match_rst);
  g_test_add_func ("/fault/nth-and-count", test_nth_and_count);
  g_test_add_func ("/fault/after", test_after);
  g_test_add_func ("/fault/all", test_all);
  g_test_add_func ("/fault/drop-is-halfway", test_drop_is_halfway);
  g_test_add_func ("/fault/delay", test_delay);
  g_test_add_func ("/fault/duplicate", test_duplicate);
  g_test_add_func ("/fault/corrupt", test_corrupt);
  g_test_add_func ("/fault/hold", test_hold);
  g_test_add_func ("/fault/several", test_several);
  return g_test_run ();
}
