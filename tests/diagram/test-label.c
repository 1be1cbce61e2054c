#include "picture.h"

static void
assert_label (const struct picture *picture, size_t arrow, const char *expected)
{
  g_autofree char *label = picture_label (picture, arrow);

  g_assert_cmpstr (label, ==, expected);
}

static void
check_handshake (uint32_t iss_a, uint32_t iss_b)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_handshake (iss_a, iss_b), &options);

  assert_label (&picture, 0, "SYN=1, seq=x");
  assert_label (&picture, 1, "SYN=1, ACK=1, seq=y, ack=x+1");
  assert_label (&picture, 2, "ACK=1, seq=x+1, ack=y+1");
  assert_label (&picture, 3, "10 octets, seq=x+1, ack=y+1");
  assert_label (&picture, 4, "300 octets, seq=y+1, ack=x+11");
  assert_label (&picture, 5, "ACK=1, seq=x+11, ack=y+301");
  picture_clear (&picture);
}

static void
test_handshake (void)
{
  check_handshake (100, 300);
  check_handshake (0xFFFFFFFF, 0xFFFFFFFF);
  check_handshake (0xFFFFFFFF, 0);
  check_handshake (0x7FFFFFFF, 0x80000000);
}

/* A report has the MTU and no numbers. */
static void
test_report (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));
  event_id carry = story_send (s, HOST_A, TCP_ACK, 1, 1, 1460, 0);

  story_at (s, MS (25));
  story_report (s, story_link (s, TRACE_LOSS, carry, VTIME_NEVER), 1400);
  struct picture picture = picture_new (story_end (s), &options);
  assert_label (&picture, 1, "ICMP, mtu=1400");
  picture_clear (&picture);
}

/* What no host sent tells all its numbers, whatever that host said last, and what it is. */
static void
test_injected (void)
{
  struct diagram_options options = figure_options ();
  struct story *s = story_new (100, 300, MS (50));
  char pill[32];

  options.numbers = NUMBERS_ABSOLUTE;
  story_send (s, HOST_A, TCP_ACK, 1, 1, 0, 0);
  story_inject (s, HOST_A, TCP_ACK, 1, 1);
  story_send (s, HOST_A, TCP_ACK, 1, 1, 10, 0);
  struct picture picture = picture_new (story_end (s), &options);
  assert_label (&picture, 1, "ACK, seq=101, ack=301");
  assert_label (&picture, 2, "10 octets, seq=101");
  g_assert_true (label_pill (picture.diagram, flights_get (picture.diagram->flights, 1), pill, sizeof pill));
  g_assert_cmpstr (pill, ==, "injected");
  picture_clear (&picture);
}

static void
test_close_classic (void)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_close (), &options);

  assert_label (&picture, 3, "FIN=1, seq=u");
  assert_label (&picture, 4, "ACK=1, seq=v, ack=u+1");
  assert_label (&picture, 5, "500 octets, seq=v, ack=u+1");
  assert_label (&picture, 6, "ACK=1, seq=u+1, ack=v+500");
  assert_label (&picture, 7, "FIN=1, ACK=1, seq=w, ack=u+1");
  assert_label (&picture, 8, "ACK=1, seq=u+1, ack=w+1");
  picture_clear (&picture);
}

static void
test_close_wire (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_window (SEC (300)), &options);

  assert_label (&picture, 3, "10 octets, seq=x+1, ack=y+1");
  assert_label (&picture, 5, "FIN=1, ACK=1, seq=u, ack=v");
  assert_label (&picture, 6, "ACK=1, seq=v, ack=u+1");
  /* B sent nothing since: w is v, and still called w. */
  assert_label (&picture, 7, "FIN=1, ACK=1, seq=w, ack=u+1");
  assert_label (&picture, 8, "ACK=1, seq=u+1, ack=w+1");
  picture_clear (&picture);
}

static void
test_three_segment_close (void)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_three_segment_close (), &options);

  assert_label (&picture, 0, "FIN=1, seq=u");
  assert_label (&picture, 1, "FIN=1, ACK=1, seq=v, ack=u+1");
  assert_label (&picture, 2, "ACK=1, seq=u+1, ack=v+1");
  picture_clear (&picture);
}

static void
test_simultaneous_close (void)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_simultaneous_close (), &options);

  assert_label (&picture, 0, "FIN=1, seq=u");
  assert_label (&picture, 1, "FIN=1, seq=v");
  assert_label (&picture, 2, "ACK=1, seq=u+1, ack=v+1");
  assert_label (&picture, 3, "ACK=1, seq=v+1, ack=u+1");
  picture_clear (&picture);
}

/* When B sends data after A's FIN left and before it arrives, v is not what A acknowledged in its FIN. */
static void
test_v_is_known_late (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));
  event_id fin, data, ack;

  s->states[HOST_A] = s->states[HOST_B] = TCP_ESTABLISHED;
  fin = story_send (s, HOST_A, TCP_FIN | TCP_ACK, 1, 1, 0, 0);
  story_at (s, MS (10));
  data = story_send (s, HOST_B, TCP_ACK, 1, 1, 200, 0);
  story_at (s, MS (50));
  story_arrive (s, fin);
  ack = story_send (s, HOST_B, TCP_ACK, 201, 2, 0, 0);
  story_at (s, MS (60));
  story_arrive (s, data);
  story_at (s, MS (100));
  story_arrive (s, ack);

  struct picture picture = picture_new (story_end (s), &options);
  assert_label (&picture, 0, "FIN=1, ACK=1, seq=u, ack=y+1");
  assert_label (&picture, 1, "200 octets, seq=y+1, ack=u");
  assert_label (&picture, 2, "ACK=1, seq=v, ack=u+1");
  picture_clear (&picture);
}

static void
test_relative (void)
{
  struct diagram_options options = figure_options ();

  options.numbers = NUMBERS_RELATIVE;
  struct picture picture = picture_new (story_capture (), &options);
  assert_label (&picture, 0, "SYN, seq=0");
  assert_label (&picture, 1, "SYN, ACK, seq=0, ack=1");
  assert_label (&picture, 2, "ACK, seq=1, ack=1");
  assert_label (&picture, 3, "412 octets, seq=1");
  assert_label (&picture, 4, "1448 octets, seq=1, ack=413");
  assert_label (&picture, 5, "not seen: seq=1449");
  assert_label (&picture, 6, "1448 octets, seq=2897");
  assert_label (&picture, 7, "ACK, ack=1449");
  assert_label (&picture, 10, "FIN, ACK, seq=4345, ack=413");
  picture_clear (&picture);
}

static void
test_absolute (void)
{
  struct diagram_options options = figure_options ();

  options.numbers = NUMBERS_ABSOLUTE;
  options.style = STYLE_WIRE;
  struct picture picture = picture_new (story_handshake (0xFFFFFFFF, 300), &options);
  assert_label (&picture, 0, "SYN, seq=4294967295");
  assert_label (&picture, 1, "SYN, ACK, seq=300, ack=0");
  assert_label (&picture, 3, "10 octets, seq=0, ack=301");
  picture_clear (&picture);
}

/* A number of a side whose initial number nobody saw has no letter. */
static void
test_unknown_iss (void)
{
  struct diagram_options options = figure_options ();
  struct story *s = story_new (100, 300, MS (50));

  s->states[HOST_A] = s->states[HOST_B] = TCP_ESTABLISHED;
  trace_host (s->trace, HOST_A)->iss_known = false;
  story_send (s, HOST_A, TCP_ACK, 1, 1, 10, 0);
  struct picture picture = picture_new (story_end (s), &options);
  assert_label (&picture, 0, "10 octets, seq=1, ack=y+1");
  picture_clear (&picture);
}

static void
test_one_octet_and_window (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));
  struct segment closed = { .seq = 301, .ack = 102, .flags = TCP_ACK, .wnd = 0 };
  struct trace_event send = {
    .at = 0,
    .until = VTIME_NEVER,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
    .kind = TRACE_SEND,
    .host = HOST_B,
  };

  story_send (s, HOST_A, TCP_ACK, 1, 1, 1, 0);
  event_id id = trace_append (s->trace, &send, &closed, NULL, 0, NULL);
  story_carry (s, HOST_B, id, MS (50), KNOWLEDGE_PROVEN);
  struct picture picture = picture_new (story_end (s), &options);
  assert_label (&picture, 0, "1 octet, seq=x+1, ack=y+1");
  assert_label (&picture, 1, "ACK=1, seq=y+1, ack=x+2, win=0");
  /* Where there is little room, the window stays: it is what the segment is about. */
  struct text text;
  label_text (picture.diagram, 1, true, &text);
  g_assert_cmpstr (text.octets, ==, "ACK=1, win=0");
  label_text (picture.diagram, 0, true, &text);
  g_assert_cmpstr (text.octets, ==, "1 octet");
  picture_clear (&picture);
}

static void
assert_pill (const struct picture *picture, size_t arrow, const char *expected)
{
  char pill[48];
  bool has = label_pill (picture->diagram, flights_get (picture->diagram->flights, arrow), pill, sizeof pill);

  g_assert_cmpstr (has ? pill : NULL, ==, expected);
}

static void
test_pills (void)
{
  struct diagram_options options = figure_options ();
  struct picture loss = picture_new (story_loss (), &options);
  struct picture faults = picture_new (story_faults (), &options);

  assert_pill (&loss, 3, NULL);
  assert_pill (&loss, 4, "dup 1");
  g_assert_true (label_has_icon (flights_get (loss.diagram->flights, 5)));
  g_assert_false (label_has_icon (flights_get (loss.diagram->flights, 0)));
  assert_pill (&faults, 0, "held");
  assert_pill (&faults, 1, "corrupted");
  assert_pill (&faults, 2, NULL);
  assert_pill (&faults, 4, "copy");
  picture_clear (&loss);
  picture_clear (&faults);
}

/* What does not fit is left out whole characters at a time, and runs stay within the text. */
static void
test_text_is_bounded (void)
{
  struct text text;

  text_init (&text);
  for (int i = 0; i < 200; i++)
    text_add (&text, "时间", (enum text_font) (i % TEXT_FONT_COUNT), ROLE_PLAIN);
  g_assert_cmpuint (text.length, <, TEXT_SIZE);
  g_assert_true (g_utf8_validate (text.octets, (gssize) text.length, NULL));
  for (size_t i = 0; i < text.run_count; i++)
    g_assert_cmpuint (text.runs[i].end, <=, text.length);
  text_init (&text);
  for (int i = 0; i < 200; i++)
    text_add (&text, "时间", FONT_BOLD, ROLE_PLAIN);
  g_assert_cmpuint (text.length, >, TEXT_SIZE - 5);
  g_assert_true (g_utf8_validate (text.octets, (gssize) text.length, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/label/report", test_report);
  g_test_add_func ("/diagram/label/injected", test_injected);
  g_test_add_func ("/diagram/label/handshake", test_handshake);
  g_test_add_func ("/diagram/label/close-classic", test_close_classic);
  g_test_add_func ("/diagram/label/close-wire", test_close_wire);
  g_test_add_func ("/diagram/label/three-segment-close", test_three_segment_close);
  g_test_add_func ("/diagram/label/simultaneous-close", test_simultaneous_close);
  g_test_add_func ("/diagram/label/v-is-known-late", test_v_is_known_late);
  g_test_add_func ("/diagram/label/relative", test_relative);
  g_test_add_func ("/diagram/label/absolute", test_absolute);
  g_test_add_func ("/diagram/label/unknown-iss", test_unknown_iss);
  g_test_add_func ("/diagram/label/one-octet-and-window", test_one_octet_and_window);
  g_test_add_func ("/diagram/label/pills", test_pills);
  g_test_add_func ("/diagram/label/text-is-bounded", test_text_is_bounded);
  return g_test_run ();
}
