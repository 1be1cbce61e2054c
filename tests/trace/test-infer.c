#include "base/rng.h"
#include "conversation.h"
#include "trace/flight.h"

static void
test_empty (void)
{
  struct inference inference;
  struct trace *trace = infer_trace (NULL, 0, &inference);

  g_assert_nonnull (trace);
  g_assert_cmpuint (trace_length (trace), ==, 0);
  g_assert_cmpint (inference.round_trip, >, 0);
  trace_free (trace);
}

static void
test_hosts (void)
{
  static const struct line lines[] = {
    { SEC (7), "< S. 0:0(0) ack 1 win 65535" },
    { SEC (7) + MS (10), "> . 1:1(0) ack 1 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  const struct trace_host *a = trace_host_const (conversation.trace, HOST_A);
  const struct trace_host *b = trace_host_const (conversation.trace, HOST_B);

  assert_sound (&conversation);
  g_assert_cmpuint (a->endpoint.port, ==, 40000);
  g_assert_cmpuint (b->endpoint.port, ==, 80);
  g_assert_cmpuint (a->iss, ==, CLIENT_ISS);
  g_assert_cmpuint (b->iss, ==, SERVER_ISS);
  g_assert_cmpstr (a->name, ==, "");
  conversation_end (&conversation);
}

/* Without a SYN relative numbers count from one before the first one seen. */
static void
test_numbers_without_syn (void)
{
  static const struct line lines[] = { { MS (0), "> P. 1000:1100(100) ack 5000 win 501" } };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  char line[TRACE_LINE_SIZE];

  g_assert_false (trace_host_const (conversation.trace, HOST_A)->iss_known);
  g_assert_true (trace_line (conversation.trace, find_event (conversation.trace, TRACE_SEND, 0)->id,
                             TRACE_NUMBERS_RELATIVE, line));
  g_assert_nonnull (strstr (line, "P. 1:101(100) ack 1 win 501"));
  conversation_end (&conversation);
}

static void
test_packets_are_kept (void)
{
  uint8_t packet[140];
  struct captured_segment captured = {
    .time = MS (3),
    .from_client = true,
    .segment = segment_from_text ("> P. 1:101(100) ack 1 win 501"),
    .packet = packet,
    .packet_length = sizeof packet,
  };
  size_t length;

  memset (packet, 0x45, sizeof packet);
  captured.segment.text = packet + 40;
  struct trace *trace = infer_trace (&captured, 1, NULL);
  memset (packet, 0, sizeof packet);
  const struct trace_event *arrive = find_event (trace, TRACE_ARRIVE, 0);
  const uint8_t *octets = trace_packet (trace, arrive->id, &length);
  g_assert_cmpuint (length, ==, sizeof packet);
  g_assert_cmpuint (octets[139], ==, 0x45);
  g_assert_true (trace_segment (trace, arrive->id)->text == octets + 40);
  trace_free (trace);
}

static void
test_marks (void)
{
  static const struct line lines[] = {
    { MS (0), "> S 0:0(0) win 65535" },
    { MS (20), "< S. 0:0(0) ack 1 win 65535" },
    { MS (21), "> . 1:1(0) ack 1 win 65535" },
    { MS (30), "> . 1:101(100) ack 1 win 65535" },
    { MS (230), "> . 1:101(100) ack 1 win 65535" },
    { MS (250), "< . 1:1(0) ack 101 win 65535" },
    { MS (251), "< . 1:1(0) ack 101 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  struct flights *flights = flights_new (conversation.trace);

  assert_sound (&conversation);
  g_assert_true (flights_update (flights));
  g_assert_cmpuint (flights_length (flights), ==, G_N_ELEMENTS (lines));
  g_assert_cmpint (flights_get (flights, 3)->fate, ==, FLIGHT_LOST);
  g_assert_true (flights_get (flights, 4)->marks & MARK_RETRANSMISSION);
  g_assert_true (flights_get (flights, 6)->marks & MARK_DUPLICATE_ACK);
  g_assert_cmpuint (flights_get (flights, 6)->ordinal, ==, 1);
  flights_free (flights);
  conversation_end (&conversation);
}

/* --- whatever somebody captured --- */

static struct captured_segment
random_segment (struct rng *rng, vtime time)
{
  static const uint8_t flags[] = { TCP_ACK, TCP_ACK,           TCP_ACK | TCP_PSH, TCP_SYN, TCP_SYN | TCP_ACK,
                                   TCP_RST, TCP_RST | TCP_ACK, TCP_FIN | TCP_ACK, 0,       0xff };
  bool from_client = rng_below (rng, 2) == 0;
  struct captured_segment captured = {
    .time = time,
    .from_client = from_client,
    .segment = segment_from_text (from_client ? "> . 1:1(0) ack 1 win 501" : "< . 1:1(0) ack 1 win 501"),
  };

  captured.segment.flags = flags[rng_below (rng, G_N_ELEMENTS (flags))];
  captured.segment.seq += (uint32_t) rng_below (rng, 30) * 10;
  captured.segment.ack += (uint32_t) rng_below (rng, 30) * 10;
  if (rng_below (rng, 20) == 0)
    captured.segment.seq = rng_u32 (rng);
  if (rng_below (rng, 20) == 0)
    captured.segment.ack = rng_u32 (rng);
  captured.segment.length = (uint32_t) rng_below (rng, 4) * 10;
  captured.segment.wnd = (uint16_t) (rng_below (rng, 4) * 100);
  if (rng_below (rng, 5) == 0)
    {
      captured.segment.options.present = TCP_OPTION_SACK;
      captured.segment.options.sack_count = (uint8_t) rng_below (rng, 8); /* more than there can be */
      captured.segment.options.sack[0]
          = (struct tcp_sack_block){ captured.segment.ack + 10, captured.segment.ack + 30 };
    }
  return captured;
}

static void
test_random_captures (void)
{
  struct rng rng;

  rng_seed (&rng, 3);
  for (unsigned round = 0; round < 3000; round++)
    {
      struct conversation conversation = { .segments = g_array_new (FALSE, TRUE, sizeof (struct captured_segment)) };
      size_t count = 1 + rng_below (&rng, 40);
      vtime time = 0;

      for (size_t i = 0; i < count; i++)
        {
          struct captured_segment captured = random_segment (&rng, time);

          g_array_append_val (conversation.segments, captured);
          time += (vtime) rng_below (&rng, 3) * MS (rng_below (&rng, 30));
        }
      conversation.trace
          = infer_trace ((const struct captured_segment *) conversation.segments->data, count, &conversation.inference);
      assert_sound (&conversation);
      conversation_end (&conversation);
    }
}

/* A long transfer is done in time that grows with its length only. */
static void
test_long_transfer (void)
{
  enum
  {
    COUNT = 200000
  };
  struct captured_segment *segments = g_new0 (struct captured_segment, COUNT);
  struct segment data = segment_from_text ("> . 1:1001(1000) ack 1 win 501");
  struct segment ack = segment_from_text ("< . 1:1(0) ack 1001 win 501");

  for (size_t i = 0; i < COUNT; i++)
    {
      bool from_client = i % 3 != 2;

      segments[i] = (struct captured_segment){ .time = US (100 * i),
                                               .from_client = from_client,
                                               .segment = from_client ? data : ack };
      if (from_client)
        data.seq += 1000;
      else
        ack.ack += 2000;
    }
  struct trace *trace = infer_trace (segments, COUNT, NULL);
  g_assert_cmpuint (trace_length (trace), >=, 3 * COUNT);
  trace_free (trace);
  g_free (segments);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/infer/empty", test_empty);
  g_test_add_func ("/trace/infer/hosts", test_hosts);
  g_test_add_func ("/trace/infer/numbers-without-syn", test_numbers_without_syn);
  g_test_add_func ("/trace/infer/packets-are-kept", test_packets_are_kept);
  g_test_add_func ("/trace/infer/marks", test_marks);
  g_test_add_func ("/trace/infer/random-captures", test_random_captures);
  g_test_add_func ("/trace/infer/long-transfer", test_long_transfer);
  return g_test_run ();
}
