#include "conversation.h"
#include "trace/flight.h"

#define HANDSHAKE                                                                                                      \
  { MS (0), "> S 0:0(0) win 65535" }, { MS (20), "< S. 0:0(0) ack 1 win 65535" },                                      \
  {                                                                                                                    \
    MS (20) + US (50), "> . 1:1(0) ack 1 win 65535"                                                                    \
  }

/* Which captured segments were lost: "4 6". */
static void
assert_lost (const struct line *lines, size_t count, const char *expected)
{
  struct conversation conversation = conversation_begin (lines, count);
  GString *lost = g_string_new (NULL);

  assert_sound (&conversation);
  for (size_t i = 0; i < count; i++)
    if (find_event (conversation.trace, TRACE_LOSS, i) != NULL)
      g_string_append_printf (lost, "%s%zu", lost->len > 0 ? " " : "", i);
  g_assert_cmpstr (lost->str, ==, expected);
  g_string_free (lost, TRUE);
  conversation_end (&conversation);
}

#define ASSERT_LOST(expected, ...)                                                                                     \
  assert_lost ((const struct line[]){ __VA_ARGS__ },                                                                   \
               sizeof ((const struct line[]){ __VA_ARGS__ }) / sizeof (struct line), expected)

static void
test_nothing_lost (void)
{
  ASSERT_LOST ("", HANDSHAKE, { MS (30), "> . 1:101(100) ack 1 win 65535" },
               { MS (50), "< . 1:1(0) ack 101 win 65535" }, { MS (60), "> . 101:201(100) ack 1 win 65535" });
}

static void
test_lost_and_sent_again (void)
{
  ASSERT_LOST ("3", HANDSHAKE, { MS (30), "> . 1:101(100) ack 1 win 65535" },
               { MS (230), "> . 1:101(100) ack 1 win 65535" }, { MS (250), "< . 1:1(0) ack 101 win 65535" });
  ASSERT_LOST ("0 1", { SEC (0), "> S 0:0(0) win 65535" }, { SEC (1), "> S 0:0(0) win 65535" },
               { SEC (3), "> S 0:0(0) win 65535" }, { SEC (3) + MS (20), "< S. 0:0(0) ack 1 win 65535" },
               { SEC (3) + MS (21), "> . 1:1(0) ack 1 win 65535" });
}

/* The ACK was under way when the segment was sent again: it answers the first copy. */
static void
test_sent_again_needlessly (void)
{
  ASSERT_LOST ("", HANDSHAKE, { MS (30), "> . 1:101(100) ack 1 win 65535" },
               { MS (230), "> . 1:101(100) ack 1 win 65535" }, { MS (235), "< . 1:1(0) ack 101 win 65535" },
               { MS (250), "< . 1:1(0) ack 101 win 65535" });
}

/* Duplicate ACKs and SACK: what is beyond the hole has arrived. */
static void
test_fast_retransmission (void)
{
  ASSERT_LOST ("3", HANDSHAKE, { MS (30), "> . 1:101(100) ack 1 win 65535" },
               { MS (30), "> . 101:201(100) ack 1 win 65535" }, { MS (30), "> . 201:301(100) ack 1 win 65535" },
               { MS (30), "> . 301:401(100) ack 1 win 65535" },
               { MS (50), "< . 1:1(0) ack 1 win 65535 <sack 101:201>" },
               { MS (50), "< . 1:1(0) ack 1 win 65535 <sack 101:301>" },
               { MS (50), "< . 1:1(0) ack 1 win 65535 <sack 101:401>" }, { MS (51), "> . 1:101(100) ack 1 win 65535" },
               { MS (71), "< . 1:1(0) ack 401 win 65535" });
}

/* SACK told that it had arrived before it was sent again. */
static void
test_sacked_is_not_lost (void)
{
  ASSERT_LOST ("3", HANDSHAKE, { MS (30), "> . 1:101(100) ack 1 win 65535" },
               { MS (30), "> . 101:201(100) ack 1 win 65535" },
               { MS (50), "< . 1:1(0) ack 1 win 65535 <sack 101:201>" }, { MS (250), "> . 1:101(100) ack 1 win 65535" },
               { MS (250), "> . 101:201(100) ack 1 win 65535" }, { MS (270), "< . 1:1(0) ack 201 win 65535" });
}

/* A segment that was split on its way and lost its second half: its first half arrived. */
static void
test_split_on_its_way (void)
{
  ASSERT_LOST ("", HANDSHAKE, { MS (30), "> . 1:101(100) ack 1 win 65535" }, { MS (50), "< . 1:1(0) ack 61 win 65535" },
               { MS (250), "> . 61:101(40) ack 1 win 65535" }, { MS (270), "< . 1:1(0) ack 101 win 65535" });
}

/* The receiver goes on talking and never acknowledges it. */
static void
test_never_acknowledged (void)
{
  ASSERT_LOST ("3", HANDSHAKE, { MS (30), "> . 1:101(100) ack 1 win 65535" },
               { MS (300), "< P. 1:101(100) ack 1 win 65535" });
}

/* What the capture does not have, but was acknowledged, must have been sent. */
static void
test_not_seen (void)
{
  static const struct line lines[] = {
    HANDSHAKE,
    { MS (30), "> . 1:101(100) ack 1 win 65535" },
    { MS (31), "> . 201:301(100) ack 1 win 65535" },
    { MS (50), "< . 1:1(0) ack 301 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  const struct trace_event *send = find_event (conversation.trace, TRACE_SEND, TRACE_INDEX_NONE);
  struct flights *flights = flights_new (conversation.trace);

  assert_sound (&conversation);
  g_assert_nonnull (send);
  g_assert_cmpuint (trace_segment (conversation.trace, send->id)->seq, ==, CLIENT_ISS + 101);
  g_assert_cmpuint (trace_segment (conversation.trace, send->id)->length, ==, 100);
  g_assert_cmpint (send->at, ==, find_event (conversation.trace, TRACE_SEND, 4)->at);
  g_assert_true (flights_update (flights));
  g_assert_cmpint (flights_get (flights, flights_find (flights, send->id))->fate, ==, FLIGHT_NOT_SEEN);
  flights_free (flights);
  conversation_end (&conversation);
}

/* A gap that is filled by what merely came late is none; one that nobody acknowledges may never have been sent. */
static void
test_no_gap (void)
{
  static const struct line late[] = {
    HANDSHAKE,
    { MS (31), "> . 101:201(100) ack 1 win 65535" },
    { MS (32), "> . 1:101(100) ack 1 win 65535" },
    { MS (50), "< . 1:1(0) ack 201 win 65535" },
  };
  static const struct line never[] = {
    HANDSHAKE,
    { MS (31), "> . 101:201(100) ack 1 win 65535" },
    { MS (50), "< . 1:1(0) ack 1 win 65535" },
  };
  struct conversation conversation = conversation_begin (late, G_N_ELEMENTS (late));

  assert_sound (&conversation);
  g_assert_null (find_event (conversation.trace, TRACE_SEND, TRACE_INDEX_NONE));
  conversation_end (&conversation);
  conversation = conversation_begin (never, G_N_ELEMENTS (never));
  assert_sound (&conversation);
  g_assert_null (find_event (conversation.trace, TRACE_SEND, TRACE_INDEX_NONE));
  conversation_end (&conversation);
}

/* A packet that was captured twice is told by its IPv4 identification. */
static void
test_captured_twice (void)
{
  uint8_t packet[40] = { 0x45, 0, 0, 140, 0x12, 0x34 };
  struct captured_segment segments[4];
  static const char *const texts[] = { "> . 1:101(100) ack 1 win 501", "> . 1:101(100) ack 1 win 501",
                                       "< . 1:1(0) ack 101 win 501", "> . 101:201(100) ack 1 win 501" };

  for (size_t i = 0; i < G_N_ELEMENTS (segments); i++)
    segments[i] = (struct captured_segment){
      .time = MS (10 * i),
      .from_client = texts[i][0] == '>',
      .segment = segment_from_text (texts[i]),
      .packet = packet,
      .packet_length = sizeof packet,
    };
  struct trace *trace = infer_trace (segments, G_N_ELEMENTS (segments), NULL);
  g_assert_null (find_event (trace, TRACE_LOSS, 0));
  trace_free (trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/infer-loss/nothing-lost", test_nothing_lost);
  g_test_add_func ("/trace/infer-loss/lost-and-sent-again", test_lost_and_sent_again);
  g_test_add_func ("/trace/infer-loss/sent-again-needlessly", test_sent_again_needlessly);
  g_test_add_func ("/trace/infer-loss/fast-retransmission", test_fast_retransmission);
  g_test_add_func ("/trace/infer-loss/sacked-is-not-lost", test_sacked_is_not_lost);
  g_test_add_func ("/trace/infer-loss/split-on-its-way", test_split_on_its_way);
  g_test_add_func ("/trace/infer-loss/never-acknowledged", test_never_acknowledged);
  g_test_add_func ("/trace/infer-loss/not-seen", test_not_seen);
  g_test_add_func ("/trace/infer-loss/no-gap", test_no_gap);
  g_test_add_func ("/trace/infer-loss/captured-twice", test_captured_twice);
  return g_test_run ();
}
