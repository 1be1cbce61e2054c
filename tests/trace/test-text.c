#include "trace/text.h"
#include "wire/segment-text.h"

#include <glib.h>
#include <locale.h>

static event_id
append (struct trace *trace, struct trace_event event, const char *text)
{
  struct segment segment;

  event.by = EVENT_NONE;
  if (text != NULL)
    g_assert_null (segment_parse (text, 0, 0, &segment));
  return trace_append (trace, &event, text != NULL ? &segment : NULL, NULL, 0, NULL);
}

#define assert_line(trace, id, numbers, expected)                                                                      \
  do                                                                                                                   \
    {                                                                                                                  \
      char line_[TRACE_LINE_SIZE];                                                                                     \
      g_assert_true (trace_line (trace, id, numbers, line_));                                                          \
      g_assert_cmpstr (line_, ==, expected);                                                                           \
    }                                                                                                                  \
  while (0)

#define assert_absolute(trace, id, expected) assert_line (trace, id, TRACE_NUMBERS_ABSOLUTE, expected)

static void
test_handshake (void)
{
  struct trace *trace = trace_new ();
  char line[TRACE_LINE_SIZE] = "x";

  event_id call = append (
      trace, (struct trace_event){ .kind = TRACE_CALL, .cause = EVENT_NONE, .reason = REASON_CALL_OPEN_ACTIVE }, NULL);
  event_id state = append (trace,
                           (struct trace_event){ .kind = TRACE_STATE,
                                                 .connection = 1,
                                                 .cause = call,
                                                 .after = TCP_SYN_SENT,
                                                 .reason = REASON_STATE_OPEN_ACTIVE },
                           NULL);
  event_id send = append (trace, (struct trace_event){ .kind = TRACE_SEND, .cause = state, .reason = REASON_SEND_SYN },
                          "S 100:100(0) win 8000 <mss 1000>");
  event_id carry = append (trace, (struct trace_event){ .kind = TRACE_CARRY, .cause = send, .until = MS (50) }, NULL);
  event_id arrive = append (
      trace,
      (struct trace_event){
          .kind = TRACE_ARRIVE, .host = HOST_B, .at = MS (50) + 1999, .cause = carry, .reason = REASON_ARRIVE_SYN },
      NULL);
  event_id answer = append (
      trace,
      (struct trace_event){
          .kind = TRACE_SEND, .host = HOST_B, .at = MS (50) + 1999, .cause = arrive, .reason = REASON_SEND_SYN_ACK },
      "S. 300:300(0) ack 101 win 8000 <mss 1000>");

  assert_absolute (
      trace, call,
      "       0.000  A  CLOSED        call                                                  CALL_OPEN_ACTIVE");
  assert_absolute (
      trace, state,
      "       0.000  A  SYN-SENT      state   CLOSED -> SYN-SENT                            STATE_OPEN_ACTIVE");
  assert_absolute (trace, send,
                   "       0.000  A  SYN-SENT      send    S 100:100(0) win 8000 <mss 1000>              SEND_SYN");
  g_assert_false (trace_line (trace, carry, TRACE_NUMBERS_ABSOLUTE, line));
  g_assert_cmpstr (line, ==, "");
  assert_absolute (trace, arrive,
                   "      50.001  B  CLOSED        arrive  S 100:100(0) win 8000 <mss 1000>              ARRIVE_SYN");
  assert_line (trace, arrive, TRACE_NUMBERS_RELATIVE,
               "      50.001  B  CLOSED        arrive  S 0:0(0) win 8000 <mss 1000>                  ARRIVE_SYN");
  assert_line (trace, answer, TRACE_NUMBERS_RELATIVE,
               "      50.001  B  CLOSED        send    S. 0:0(0) ack 1 win 8000 <mss 1000>           SEND_SYN_ACK");
  trace_free (trace);
}

static void
test_timers (void)
{
  struct trace *trace = trace_new ();

  append (trace,
          (struct trace_event){ .kind = TRACE_TIMER_START,
                                .timer = TCP_TIMER_RTO,
                                .cause = EVENT_NONE,
                                .until = SEC (1),
                                .reason = REASON_TIMER_RTO_START },
          NULL);
  append (trace,
          (struct trace_event){ .kind = TRACE_TIMER_STOP,
                                .timer = TCP_TIMER_2MSL,
                                .at = MS (400),
                                .cause = EVENT_NONE,
                                .reason = REASON_TIMER_2MSL_STOP },
          NULL);
  append (trace,
          (struct trace_event){ .kind = TRACE_TIMER_EXPIRE,
                                .timer = TCP_TIMER_RTO,
                                .at = SEC (1),
                                .cause = 0,
                                .reason = REASON_TIMER_RTO_EXPIRED },
          NULL);
  assert_absolute (
      trace, 0, "       0.000  A  CLOSED        timer   RTO start 1000.000 ms until 1000.000          TIMER_RTO_START");
  assert_absolute (
      trace, 1, "     400.000  A  CLOSED        timer   2MSL stop                                     TIMER_2MSL_STOP");
  assert_absolute (
      trace, 2,
      "    1000.000  A  CLOSED        timer   RTO expire                                    TIMER_RTO_EXPIRED");
  trace_free (trace);
}

static void
test_link (void)
{
  struct trace *trace = trace_new ();
  event_id send = append (trace, (struct trace_event){ .kind = TRACE_SEND, .host = HOST_B, .cause = EVENT_NONE },
                          ". 1:1(0) ack 1 win 8000");
  event_id carry = append (
      trace, (struct trace_event){ .kind = TRACE_CARRY, .host = HOST_B, .cause = send, .until = MS (50) }, NULL);
  struct
  {
    enum trace_kind kind;
    enum tcp_reason reason;
    const char *line;
    uint32_t octets;
  } cases[] = {
    { TRACE_LOSS, REASON_LINK_DROPPED,
      "      10.000  -  -             loss    B>A . 1:1(0) ack 1 win 8000                   LINK_DROPPED" },
    { TRACE_LOSS, REASON_LINK_TOO_BIG,
      "      10.000  -  -             loss    B>A . 1:1(0) ack 1 win 8000 mtu 1400          LINK_TOO_BIG", 1400 },
    { TRACE_ICMP, REASON_LINK_REPORTS_TOO_BIG,
      "      10.000  -  -             icmp    B>A mtu 1400 until 75.500                     LINK_REPORTS_TOO_BIG",
      1400 },
    { TRACE_DELAY, REASON_LINK_DELAYED,
      "      10.000  -  -             delay   B>A . 1:1(0) ack 1 win 8000 until 75.500      LINK_DELAYED" },
    { TRACE_DUPLICATE, REASON_LINK_DUPLICATED,
      "      10.000  -  -             dup     B>A . 1:1(0) ack 1 win 8000                   LINK_DUPLICATED" },
    { TRACE_CORRUPT, REASON_LINK_CORRUPTED,
      "      10.000  -  -             corrupt B>A . 1:1(0) ack 1 win 8000 at octet 54       LINK_CORRUPTED", 54 },
    { TRACE_HOLD, REASON_LINK_HELD,
      "      10.000  -  -             hold    B>A . 1:1(0) ack 1 win 8000                   LINK_HELD" },
    { TRACE_RELEASE, REASON_LINK_RELEASED,
      "      10.000  -  -             release B>A . 1:1(0) ack 1 win 8000 until 75.500      LINK_RELEASED" },
  };

  assert_absolute (
      trace,
      append (trace,
              (struct trace_event){ .kind = TRACE_INJECT,
                                    .host = HOST_B,
                                    .at = MS (10),
                                    .cause = EVENT_NONE,
                                    .reason = REASON_LINK_INJECTED },
              "R 7:7(0)"),
      "      10.000  -  -             inject  B>A R 7:7(0) win 0                            LINK_INJECTED");
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      event_id id = append (trace,
                            (struct trace_event){ .kind = (uint8_t) cases[i].kind,
                                                  .host = HOST_B,
                                                  .at = MS (10),
                                                  .until = US (75500),
                                                  .octets = cases[i].octets,
                                                  .cause = carry,
                                                  .reason = (uint16_t) cases[i].reason },
                            NULL);

      assert_absolute (trace, id, cases[i].line);
    }
  trace_free (trace);
}

static void
test_host_events (void)
{
  struct trace *trace = trace_new ();
  event_id send
      = append (trace, (struct trace_event){ .kind = TRACE_SEND, .cause = EVENT_NONE }, "P. 1:101(100) ack 1 win 8000");
  struct
  {
    struct trace_event event;
    const char *line;
  } cases[] = {
    { { .kind = TRACE_CALL, .octets = 100, .reason = REASON_CALL_SEND },
      "       0.000  A  CLOSED        call    100 octets                                    CALL_SEND" },
    { { .kind = TRACE_DELIVER, .octets = 1, .reason = REASON_DELIVER_IN_ORDER },
      "       0.000  A  CLOSED        deliver 1 octet                                       DELIVER_IN_ORDER" },
    { { .kind = TRACE_NOTICE, .host = HOST_B, .reason = REASON_NOTICE_CONNECTED },
      "       0.000  B  CLOSED        notice                                                NOTICE_CONNECTED" },
    { { .kind = TRACE_UPDATE, .reason = REASON_UPDATE_SLOW_START },
      "       0.000  A  CLOSED        update                                                UPDATE_SLOW_START" },
    { { .kind = TRACE_COMMAND, .host = HOST_NONE, .command = 3, .reason = REASON_COMMAND },
      "       0.000  -  -             command #3                                            COMMAND" },
    { { .kind = TRACE_DISCARD, .host = HOST_B, .cause = 0, .reason = REASON_DISCARD_SEQ_OLD },
      "       0.000  B  CLOSED        discard P. 1:101(100) ack 1 win 8000                  DISCARD_SEQ_OLD" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      cases[i].event.cause = cases[i].event.kind == TRACE_DISCARD ? send : EVENT_NONE;
      assert_absolute (trace, append (trace, cases[i].event, NULL), cases[i].line);
    }
  trace_free (trace);
}

static void
test_marks (void)
{
  struct trace *trace = trace_new ();
  event_id ack = append (trace,
                         (struct trace_event){ .kind = TRACE_SEND,
                                               .cause = EVENT_NONE,
                                               .marks = MARK_DUPLICATE_ACK,
                                               .ordinal = 2,
                                               .reason = REASON_CAPTURE_SEEN },
                         ". 1:1(0) ack 1 win 8000");
  event_id estimate = append (trace,
                              (struct trace_event){ .kind = TRACE_SEND,
                                                    .cause = EVENT_NONE,
                                                    .marks = MARK_RETRANSMISSION | MARK_SPURIOUS | MARK_ESTIMATED_TIME,
                                                    .knowledge = KNOWLEDGE_INFERRED,
                                                    .reason = REASON_CAPTURE_INFERRED },
                              ". 1:1(0) ack 1 win 8000");
  event_id state = append (trace,
                           (struct trace_event){ .kind = TRACE_STATE,
                                                 .host = HOST_B,
                                                 .cause = EVENT_NONE,
                                                 .after = TCP_ESTABLISHED,
                                                 .knowledge = KNOWLEDGE_UNKNOWN,
                                                 .reason = REASON_CAPTURE_INFERRED },
                           NULL);

  assert_absolute (trace, ack,
                   "       0.000  A  CLOSED        send    . 1:1(0) ack 1 win 8000 [dup ack 2]           CAPTURE_SEEN");
  assert_absolute (trace, estimate,
                   "       0.000  A  CLOSED        send    . 1:1(0) ack 1 win 8000 "
                   "[retransmission, spurious, time estimated]  CAPTURE_INFERRED");
  assert_absolute (
      trace, state,
      "       0.000  B  ESTABLISHED   state   CLOSED -> ESTABLISHED [unknown]               CAPTURE_INFERRED");
  trace_free (trace);
}

/* No locale changes a line. */
static void
test_locale (void)
{
  struct trace *trace = trace_new ();

  append (trace, (struct trace_event){ .kind = TRACE_UPDATE, .at = US (1234567), .cause = EVENT_NONE }, NULL);
  for (const char **name = (const char *[]){ "C", "de_DE.UTF-8", "", NULL }; *name != NULL; name++)
    {
      char line[TRACE_LINE_SIZE];

      setlocale (LC_ALL, *name);
      g_assert_true (trace_line (trace, 0, TRACE_NUMBERS_ABSOLUTE, line));
      g_assert_true (g_str_has_prefix (line, "    1234.567  A"));
    }
  setlocale (LC_ALL, "C");
  trace_free (trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/text/handshake", test_handshake);
  g_test_add_func ("/trace/text/timers", test_timers);
  g_test_add_func ("/trace/text/link", test_link);
  g_test_add_func ("/trace/text/host-events", test_host_events);
  g_test_add_func ("/trace/text/marks", test_marks);
  g_test_add_func ("/trace/text/locale", test_locale);
  return g_test_run ();
}
