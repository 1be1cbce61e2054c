/* The link by itself: frames are put on it directly, and what becomes of them is counted. */
#include "run.h"
#include "sim/private.h"
#include "wire/packet.h"

#include <string.h>

/* A RST from A's port: the other side throws it away without a word. */
static size_t
write_frame (uint8_t *frame, uint32_t seq, uint32_t text)
{
  static const uint8_t octets[1460];
  struct ethernet_header header
      = { .destination = { { 2, 0, 0, 0, 0, 0x0b } }, .source = { { 2, 0, 0, 0, 0, 0x0a } }, .type = ETHERNET_IPV4 };
  struct packet packet = {
    .ttl = 64,
    .segment = {
      .source = { .address = ip_address_v4 (10, 0, 0, 1), .port = 40001 },
      .destination = { .address = ip_address_v4 (10, 0, 0, 2), .port = 80 },
      .seq = seq,
      .flags = TCP_RST,
      .length = text,
      .text = octets,
    },
  };

  ethernet_write (&header, frame);
  return ETHERNET_HEADER_SIZE + packet_write (&packet, frame + ETHERNET_HEADER_SIZE, 1500);
}

/* Sends a frame from A now; returns the identity of its first copy. */
static event_id
send_frame (struct sim *sim, uint32_t seq, uint32_t text)
{
  uint8_t frame[SIM_FRAME_MAX];
  size_t length = write_frame (frame, seq, text);
  struct packet packet;
  struct trace_event event = {
    .at = sim->now, .until = VTIME_NEVER, .cause = EVENT_NONE, .by = EVENT_NONE, .kind = TRACE_SEND, .host = HOST_A
  };

  packet_read (frame + ETHERNET_HEADER_SIZE, length - ETHERNET_HEADER_SIZE, length - ETHERNET_HEADER_SIZE, &packet);
  event_id sent = trace_append (sim->trace, &event, &packet.segment, frame + ETHERNET_HEADER_SIZE,
                                length - ETHERNET_HEADER_SIZE, NULL);
  link_send (sim, HOST_A, frame, length, sent);
  return sent + 1;
}

static struct sim *
new_sim (const struct scenario *scenario, uint64_t seed)
{
  struct sim *sim = sim_new (scenario, seed, NULL);

  g_assert_nonnull (sim);
  sim->begun = 0; /* no address resolution any more */
  return sim;
}

static vtime
arrival_of (const struct trace *trace, event_id carry)
{
  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) i);

      if (event->cause == carry && (event->kind == TRACE_ARRIVE || event->kind == TRACE_DISCARD))
        return event->at;
    }
  return VTIME_NEVER;
}

static void
test_delay (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  struct sim *sim = new_sim (&scenario, 1);
  event_id carry = send_frame (sim, 1, 0);
  g_assert_cmpint (trace_get (sim->trace, carry)->kind, ==, TRACE_CARRY);
  g_assert_cmpint (trace_get (sim->trace, carry)->until, ==, MS (50));
  g_assert_cmpint (sim_next (sim), ==, MS (50));
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpint (arrival_of (sim->trace, carry), ==, MS (50));
  sim_free (sim);
}

static void
test_jitter (void)
{
  struct scenario scenario;
  unsigned low = 0, high = 0, overtaken = 0;
  vtime before = 0;

  scenario_init (&scenario);
  scenario.links[HOST_A].jitter = MS (20);
  struct sim *sim = new_sim (&scenario, 7);
  for (unsigned i = 0; i < 2000; i++)
    {
      vtime extra = trace_get (sim->trace, send_frame (sim, i, 0))->until - MS (50);

      g_assert_cmpint (extra, >=, 0);
      g_assert_cmpint (extra, <=, MS (20));
      low += extra < MS (5);
      high += extra > MS (15);
      overtaken += extra < before;
      before = extra;
    }
  g_assert_cmpuint (low, >, 425); /* 500 expected; five standard deviations are 97 */
  g_assert_cmpuint (low, <, 600);
  g_assert_cmpuint (high, >, 425);
  g_assert_cmpuint (high, <, 600);
  g_assert_cmpuint (overtaken, >, 800);
  sim_free (sim);
}

/* 1000 octets of text are 1054 with their headers: 8.432 ms at 1 Mbit/s. */
static void
test_rate (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  scenario.links[HOST_A].rate = 1000000;
  struct sim *sim = new_sim (&scenario, 1);
  event_id first = send_frame (sim, 1, 1000), second = send_frame (sim, 2, 1000);
  g_assert_cmpint (trace_get (sim->trace, first)->until, ==, US (58432));
  g_assert_cmpint (trace_get (sim->trace, second)->until, ==, US (66864));
  sim_run (sim, SEC (1));
  event_id third = send_frame (sim, 3, 0); /* the link has been idle: no waiting */
  g_assert_cmpint (trace_get (sim->trace, third)->until, ==, SEC (1) + MS (50) + US (432));
  sim_free (sim);
}

static void
test_queue (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  scenario.links[HOST_A].rate = 1000000;
  scenario.links[HOST_A].queue = 3;
  struct sim *sim = new_sim (&scenario, 1);
  for (unsigned i = 0; i < 6; i++) /* one goes, three wait, two are too many */
    send_frame (sim, i, 1000);
  g_assert_cmpuint (count_reasons (sim->trace, REASON_LINK_QUEUE_FULL), ==, 2);
  g_assert_cmpuint (count_events (sim->trace, TRACE_LOSS, HOST_A), ==, 2);
  g_assert_cmpint (get_event (sim->trace, TRACE_LOSS, HOST_A, 1)->at, ==, 0);
  sim_run (sim, MS (9)); /* the second has left: room for one */
  send_frame (sim, 7, 1000);
  send_frame (sim, 8, 1000);
  g_assert_cmpuint (count_reasons (sim->trace, REASON_LINK_QUEUE_FULL), ==, 3);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (count_events (sim->trace, TRACE_DISCARD, HOST_B), ==, 5);
  sim_free (sim);
}

struct counts
{
  unsigned lost, duplicated, corrupted;
};

static struct counts
count_faults (uint32_t loss, uint32_t duplicate, uint32_t corrupt, uint64_t seed, GString *which_lost)
{
  struct scenario scenario;

  scenario_init (&scenario);
  scenario.links[HOST_A].loss = loss;
  scenario.links[HOST_A].duplicate = duplicate;
  scenario.links[HOST_A].corrupt = corrupt;
  struct sim *sim = new_sim (&scenario, seed);
  for (unsigned i = 0; i < 5000; i++)
    send_frame (sim, i, 0);
  sim_run (sim, VTIME_NEVER);
  struct counts counts = {
    .lost = count_reasons (sim->trace, REASON_LINK_RANDOM_LOSS),
    .duplicated = count_reasons (sim->trace, REASON_LINK_DUPLICATED),
    .corrupted = count_reasons (sim->trace, REASON_LINK_CORRUPTED),
  };
  for (size_t i = 0; i < trace_length (sim->trace) && which_lost != NULL; i++)
    if (trace_get (sim->trace, (event_id) i)->kind == TRACE_LOSS)
      g_string_append_printf (which_lost, "%u@%" G_GINT64_FORMAT "\n", trace_segment (sim->trace, (event_id) i)->seq,
                              trace_get (sim->trace, (event_id) i)->at);
  sim_free (sim);
  return counts;
}

static void
assert_near (unsigned count, unsigned expected, unsigned five_deviations)
{
  g_assert_cmpuint (count, >=, expected - five_deviations);
  g_assert_cmpuint (count, <=, expected + five_deviations);
}

static void
test_shares (void)
{
  assert_near (count_faults (20000, 0, 0, 1, NULL).lost, 100, 50);
  assert_near (count_faults (0, 20000, 0, 2, NULL).duplicated, 100, 50);
  assert_near (count_faults (0, 0, 20000, 3, NULL).corrupted, 100, 50);
  assert_near (count_faults (500000, 0, 0, 4, NULL).lost, 2500, 177);
  g_assert_cmpuint (count_faults (1000000, 0, 0, 5, NULL).lost, ==, 5000);
  g_assert_cmpuint (count_faults (0, 0, 0, 6, NULL).lost, ==, 0);
}

/* One kind of fault does not shift another, and the seed decides. */
static void
test_streams_are_apart (void)
{
  g_autoptr (GString) alone = g_string_new (NULL);
  g_autoptr (GString) together = g_string_new (NULL);
  g_autoptr (GString) other_seed = g_string_new (NULL);

  count_faults (20000, 0, 0, 11, alone);
  count_faults (20000, 50000, 50000, 11, together);
  count_faults (20000, 0, 0, 12, other_seed);
  g_assert_cmpstr (alone->str, ==, together->str);
  g_assert_cmpstr (alone->str, !=, other_seed->str);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return *(const uint32_t *) a < *(const uint32_t *) b ? -1 : *(const uint32_t *) a > *(const uint32_t *) b;
}

/* A higher loss only adds losses. */
static void
test_more_loss_adds (void)
{
  g_autoptr (GString) little = g_string_new (NULL);
  g_autoptr (GString) much = g_string_new (NULL);

  count_faults (10000, 0, 0, 21, little);
  count_faults (40000, 0, 0, 21, much);
  g_auto (GStrv) lines = g_strsplit (little->str, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_assert_nonnull (strstr (much->str, *line));
  g_assert_cmpuint (much->len, >, little->len);
}

/* The numbers of the frames that are lost of 3000, in their order. */
static GArray *
lost_frames (uint16_t burst)
{
  struct scenario scenario;
  GArray *lost = g_array_new (FALSE, FALSE, sizeof (uint32_t));

  scenario_init (&scenario);
  scenario.links[HOST_A].loss = 10000;
  scenario.links[HOST_A].burst = burst;
  struct sim *sim = new_sim (&scenario, 1);
  for (unsigned i = 0; i < 3000; i++)
    send_frame (sim, i, 0);
  sim_run (sim, VTIME_NEVER);
  for (event_id id = 0; id < trace_length (sim->trace); id++)
    if (trace_get (sim->trace, id)->kind == TRACE_LOSS)
      g_array_append_val (lost, trace_segment (sim->trace, id)->seq);
  g_array_sort (lost, compare_numbers);
  sim_free (sim);
  return lost;
}

/* Each loss takes the frames behind it along; a loss that was drawn among them begins no burst of its own. */
static void
test_burst (void)
{
  g_autoptr (GArray) alone = lost_frames (1);
  g_autoptr (GArray) bursts = lost_frames (5);
  guint place = 0, next = 0;

  for (guint i = 0; i < alone->len; i++)
    {
      uint32_t first = g_array_index (alone, uint32_t, i);
      if (first < next)
        continue;
      for (next = first; next < first + 5 && next < 3000; next++)
        g_assert_cmpuint (g_array_index (bursts, uint32_t, place++), ==, next);
    }
  g_assert_cmpuint (place, ==, bursts->len);
  g_assert_cmpuint (bursts->len, >, 100);
}

/* Losses happen on the way: after 40 to 60 % of it. */
static void
test_place_of_loss (void)
{
  struct scenario scenario;
  vtime least = VTIME_NEVER, most = 0;

  scenario_init (&scenario);
  scenario.links[HOST_A].loss = 1000000;
  struct sim *sim = new_sim (&scenario, 1);
  for (unsigned i = 0; i < 500; i++)
    send_frame (sim, i, 0);
  sim_run (sim, VTIME_NEVER);
  for (unsigned i = 1; i <= 500; i++)
    {
      vtime at = get_event (sim->trace, TRACE_LOSS, HOST_A, i)->at;
      least = MIN (least, at);
      most = MAX (most, at);
    }
  g_assert_cmpint (least, ==, MS (20));
  g_assert_cmpint (most, ==, MS (30));
  sim_free (sim);
}

/* Whatever octet of the TCP part is hit, the checksum shows it. */
static void
test_corruption_shows (void)
{
  struct scenario scenario;
  g_autofree uint32_t *offsets = g_new (uint32_t, 2000);

  scenario_init (&scenario);
  scenario.links[HOST_A].corrupt = 1000000;
  struct sim *sim = new_sim (&scenario, 1);
  for (unsigned i = 0; i < 2000; i++)
    send_frame (sim, i, 20);
  sim_run (sim, VTIME_NEVER);
  unsigned checksum = count_reasons (sim->trace, REASON_DISCARD_CHECKSUM);
  unsigned malformed = count_reasons (sim->trace, REASON_DISCARD_MALFORMED);
  g_assert_cmpuint (checksum + malformed, ==, 2000);
  g_assert_cmpuint (checksum, >, 1900); /* a damaged data offset may be seen first */
  for (unsigned i = 0; i < 2000; i++)
    {
      offsets[i] = get_event (sim->trace, TRACE_CORRUPT, HOST_A, i + 1)->octets;
      g_assert_cmpuint (offsets[i], >=, 20);
      g_assert_cmpuint (offsets[i], <, 60);
    }
  qsort (offsets, 2000, sizeof *offsets, compare_numbers);
  g_assert_cmpuint (offsets[0], ==, 20);
  g_assert_cmpuint (offsets[1999], ==, 59);
  sim_free (sim);
}

/* A second copy follows the first after a tenth of the delay, and is a copy of its own. */
static void
test_duplicate (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  scenario.links[HOST_A].duplicate = 1000000;
  struct sim *sim = new_sim (&scenario, 1);
  event_id carry = send_frame (sim, 1, 0);
  const struct trace_event *made = get_event (sim->trace, TRACE_DUPLICATE, HOST_A, 1);
  const struct trace_event *second = get_event (sim->trace, TRACE_CARRY, HOST_A, 2);
  g_assert_cmpuint (made->cause, ==, carry);
  g_assert_cmpuint (second->cause, ==, made->id);
  g_assert_cmpuint (second->id, ==, made->id + 1);
  g_assert_cmpint (second->until, ==, MS (55));
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpint (arrival_of (sim->trace, carry), ==, MS (50));
  g_assert_cmpint (arrival_of (sim->trace, get_event (sim->trace, TRACE_CARRY, HOST_A, 2)->id), ==, MS (55));
  sim_free (sim);
}

static void
test_cut (void)
{
  struct scenario scenario;

  scenario_init (&scenario);
  struct sim *sim = new_sim (&scenario, 1);
  event_id before = send_frame (sim, 1, 0);
  sim_run (sim, MS (10));
  g_assert_cmpint (give (sim, HOST_A, COMMAND_LINK_CUT, 1), ==, SIM_ACCEPTED);
  g_assert_true (sim_link_is_cut (sim, HOST_A));
  g_assert_false (sim_link_is_cut (sim, HOST_B));
  event_id during = send_frame (sim, 2, 0);
  sim_run (sim, MS (100));
  g_assert_cmpint (give (sim, HOST_NONE, COMMAND_LINK_CUT, 0), ==, SIM_ACCEPTED);
  event_id after = send_frame (sim, 3, 0);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpint (arrival_of (sim->trace, before), ==, MS (50)); /* what was under way goes on */
  g_assert_cmpint (arrival_of (sim->trace, during), ==, VTIME_NEVER);
  g_assert_cmpint (arrival_of (sim->trace, after), ==, MS (150));
  const struct trace_event *loss = get_event (sim->trace, TRACE_LOSS, HOST_A, 1);
  g_assert_cmpuint (loss->cause, ==, during);
  g_assert_cmpint (loss->at, ==, MS (35));
  g_assert_cmpuint (loss->by, ==, get_event (sim->trace, TRACE_COMMAND, HOST_A, 1)->id);
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/burst", test_burst);
  g_test_add_func ("/link/delay", test_delay);
  g_test_add_func ("/link/jitter", test_jitter);
  g_test_add_func ("/link/rate", test_rate);
  g_test_add_func ("/link/queue", test_queue);
  g_test_add_func ("/link/shares", test_shares);
  g_test_add_func ("/link/streams-are-apart", test_streams_are_apart);
  g_test_add_func ("/link/more-loss-adds", test_more_loss_adds);
  g_test_add_func ("/link/place-of-loss", test_place_of_loss);
  g_test_add_func ("/link/corruption-shows", test_corruption_shows);
  g_test_add_func ("/link/duplicate", test_duplicate);
  g_test_add_func ("/link/cut", test_cut);
  return g_test_run ();
}
