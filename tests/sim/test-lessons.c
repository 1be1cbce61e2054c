/* The shipped scenarios against the lessons: every segment, every loss, every state and every 2MSL wait of the whole
 * run, at its instant, and nothing else. Numbers are relative to the sender's initial number (x = 0, y = 0), and each
 * run is repeated with other initial numbers, among them 0xffffffff. */
#include "base/rng.h"
#include "lesson.h"
#include "wire/segment-text.h"

#include <string.h>

enum row_kind
{
  SENT,
  AGAIN, /* sent again, and marked so */
  LOST,
  STATE,
  WAITS, /* 2MSL starts; text = the instant it ends, in ms */
};

struct row
{
  unsigned at; /* ms */
  unsigned host;
  enum row_kind kind;
  const char *text;
};

#define A HOST_A
#define B HOST_B

#define SYN "S 0:0(0) win 8000 <mss 1000>"
#define SYN_ACK "S. 0:0(0) ack 1 win 8000 <mss 1000>"
#define THIRD_ACK ". 1:1(0) ack 1 win 8000"

#define OPENED                                                                                                         \
  { 0, B, STATE, "LISTEN" }, { 0, A, STATE, "SYN-SENT" },                                                              \
  {                                                                                                                    \
    0, A, SENT, SYN                                                                                                    \
  }

#define HANDSHAKE                                                                                                      \
  OPENED, { 50, B, STATE, "SYN-RECEIVED" }, { 50, B, SENT, SYN_ACK }, { 100, A, STATE, "ESTABLISHED" },                \
      { 100, A, SENT, THIRD_ACK },                                                                                     \
  {                                                                                                                    \
    150, B, STATE, "ESTABLISHED"                                                                                       \
  }

/* S01: A is ESTABLISHED one delay before B. */
static const struct row three_way_handshake[] = { HANDSHAKE, { 0 } };

/* S02, with the exchange of a request and an answer before: u = 11, v = w = 301. */
static const struct row four_way_close[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, SYN_ACK },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, THIRD_ACK },
  { 120, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 170, B, SENT, "P. 1:301(300) ack 11 win 7990" },
  { 250, A, STATE, "FIN-WAIT-1" },
  { 250, A, SENT, "F. 11:11(0) ack 301 win 7700" },
  { 300, B, STATE, "CLOSE-WAIT" },
  { 300, B, SENT, ". 301:301(0) ack 12 win 7989" },
  { 350, A, STATE, "FIN-WAIT-2" },
  { 1300, B, STATE, "LAST-ACK" },
  { 1300, B, SENT, "F. 301:301(0) ack 12 win 7989" },
  { 1350, A, STATE, "TIME-WAIT" },
  { 1350, A, WAITS, "241350" },
  { 1350, A, SENT, ". 12:12(0) ack 302 win 7699" },
  { 1400, B, STATE, "CLOSED" },
  { 241350, A, STATE, "CLOSED" },
  { 0 },
};

/* S03: u = 11; A stays in FIN-WAIT-2 while B sends 3000 octets, so w = 3001 > v = 1. */
static const struct row half_close[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 300, A, STATE, "FIN-WAIT-1" },
  { 300, A, SENT, "F. 11:11(0) ack 1 win 8000" },
  { 350, B, STATE, "CLOSE-WAIT" },
  { 350, B, SENT, ". 1:1(0) ack 12 win 7989" },
  { 400, A, STATE, "FIN-WAIT-2" },
  { 1000, B, SENT, "P. 1:1001(1000) ack 12 win 7989" },
  { 1010, B, SENT, "P. 1001:2001(1000) ack 12 win 7989" },
  { 1020, B, SENT, "P. 2001:3001(1000) ack 12 win 7989" },
  { 1060, A, SENT, ". 12:12(0) ack 2001 win 8000" },
  { 1270, A, SENT, ". 12:12(0) ack 3001 win 8000" },
  { 1500, B, STATE, "LAST-ACK" },
  { 1500, B, SENT, "F. 3001:3001(0) ack 12 win 7989" },
  { 1550, A, STATE, "TIME-WAIT" },
  { 1550, A, WAITS, "241550" },
  { 1550, A, SENT, ". 12:12(0) ack 3002 win 7999" },
  { 1600, B, STATE, "CLOSED" },
  { 241550, A, STATE, "CLOSED" },
  { 0 },
};

/* S04: CLOSE-WAIT and LAST-ACK within one instant; FIN-WAIT-1 straight to TIME-WAIT. */
static const struct row three_segment_close[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, B, STATE, "CLOSE-WAIT" },
  { 250, B, STATE, "LAST-ACK" },
  { 250, B, SENT, "F. 1:1(0) ack 2 win 7999" },
  { 300, A, STATE, "TIME-WAIT" },
  { 300, A, WAITS, "240300" },
  { 300, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 350, B, STATE, "CLOSED" },
  { 240300, A, STATE, "CLOSED" },
  { 0 },
};

/* The whole life: u = 11, v = 301, w = 801. */
static const struct row full_connection[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 250, B, SENT, "P. 1:301(300) ack 11 win 7990" },
  { 400, A, STATE, "FIN-WAIT-1" },
  { 400, A, SENT, "F. 11:11(0) ack 301 win 7700" },
  { 450, B, STATE, "CLOSE-WAIT" },
  { 450, B, SENT, ". 301:301(0) ack 12 win 7989" },
  { 500, A, STATE, "FIN-WAIT-2" },
  { 600, B, SENT, "P. 301:801(500) ack 12 win 7989" },
  { 850, A, SENT, ". 12:12(0) ack 801 win 7200" },
  { 1000, B, STATE, "LAST-ACK" },
  { 1000, B, SENT, "F. 801:801(0) ack 12 win 7989" },
  { 1050, A, STATE, "TIME-WAIT" },
  { 1050, A, WAITS, "241050" },
  { 1050, A, SENT, ". 12:12(0) ack 802 win 7199" },
  { 1100, B, STATE, "CLOSED" },
  { 241050, A, STATE, "CLOSED" },
  { 0 },
};

/* S07: the same SYN after 1 s. */
static const struct row lost_syn[] = {
  OPENED,
  { 25, A, LOST, SYN },
  { 1000, A, AGAIN, SYN },
  { 1050, B, STATE, "SYN-RECEIVED" },
  { 1050, B, SENT, SYN_ACK },
  { 1100, A, STATE, "ESTABLISHED" },
  { 1100, A, SENT, THIRD_ACK },
  { 1150, B, STATE, "ESTABLISHED" },
  { 0 },
};

/* S08: arrival before timer at 1050, so B sends its SYN,ACK again once, not twice. */
static const struct row lost_syn_ack[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, SYN_ACK },
  { 75, B, LOST, SYN_ACK },
  { 1000, A, AGAIN, SYN },
  { 1050, B, AGAIN, SYN_ACK },
  { 1100, A, STATE, "ESTABLISHED" },
  { 1100, A, SENT, THIRD_ACK },
  { 1150, B, STATE, "ESTABLISHED" },
  { 0 },
};

/* S09 (a): the data confirm y as well. */
static const struct row lost_third_ack[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, SYN_ACK },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, THIRD_ACK },
  { 110, A, SENT, "P. 1:6(5) ack 1 win 8000" },
  { 125, A, LOST, THIRD_ACK },
  { 160, B, STATE, "ESTABLISHED" },
  { 360, B, SENT, ". 1:1(0) ack 6 win 7995" },
  { 0 },
};

/* S09 (b): A re-acks the repeated SYN,ACK. */
static const struct row lost_third_ack_silent[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, SYN_ACK },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, THIRD_ACK },
  { 125, A, LOST, THIRD_ACK },
  { 1050, B, AGAIN, SYN_ACK },
  { 1100, A, SENT, THIRD_ACK },
  { 1150, B, STATE, "ESTABLISHED" },
  { 0 },
};

/* S10: 2MSL starts anew with the repeated FIN. */
static const struct row lost_last_ack[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, B, STATE, "CLOSE-WAIT" },
  { 250, B, SENT, ". 1:1(0) ack 2 win 7999" },
  { 300, A, STATE, "FIN-WAIT-2" },
  { 750, B, STATE, "LAST-ACK" },
  { 750, B, SENT, "F. 1:1(0) ack 2 win 7999" },
  { 800, A, STATE, "TIME-WAIT" },
  { 800, A, WAITS, "240800" },
  { 800, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 825, A, LOST, ". 2:2(0) ack 2 win 7999" },
  { 1750, B, AGAIN, "F. 1:1(0) ack 2 win 7999" },
  { 1800, A, WAITS, "241800" },
  { 1800, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 1850, B, STATE, "CLOSED" },
  { 241800, A, STATE, "CLOSED" },
  { 0 },
};

/* S13: four segments, one connection, no listener. */
static const struct row simultaneous_open[] = {
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, SYN },
  { 0, B, STATE, "SYN-SENT" },
  { 0, B, SENT, SYN },
  { 50, A, STATE, "SYN-RECEIVED" },
  { 50, A, SENT, SYN_ACK },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, SYN_ACK },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, B, STATE, "ESTABLISHED" },
  { 0 },
};

/* S14: both CLOSING, both TIME-WAIT. */
static const struct row simultaneous_close[] = {
  HANDSHAKE,
  { 200, A, STATE, "FIN-WAIT-1" },
  { 200, A, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 200, B, STATE, "FIN-WAIT-1" },
  { 200, B, SENT, "F. 1:1(0) ack 1 win 8000" },
  { 250, A, STATE, "CLOSING" },
  { 250, B, STATE, "CLOSING" },
  { 250, A, SENT, ". 2:2(0) ack 2 win 7999" },
  { 250, B, SENT, ". 2:2(0) ack 2 win 7999" },
  { 300, A, STATE, "TIME-WAIT" },
  { 300, A, WAITS, "240300" },
  { 300, B, STATE, "TIME-WAIT" },
  { 300, B, WAITS, "240300" },
  { 240300, A, STATE, "CLOSED" },
  { 240300, B, STATE, "CLOSED" },
  { 0 },
};

#define DUPLICATE ". 1:1(0) ack 1001 win 8000"

/* S24: ACK 1001 comes from the third segment, the duplicates from the rest; the third duplicate brings the second
 * segment back 108 ms after it was sent. */
static const struct row fast_retransmit[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 202, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 204, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 206, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 208, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 5001:6001(1000) ack 1 win 8000" },
  { 212, A, SENT, "P. 6001:7001(1000) ack 1 win 8000" },
  { 214, A, SENT, "P. 7001:8001(1000) ack 1 win 8000" },
  { 227, A, LOST, "P. 1001:2001(1000) ack 1 win 8000" },
  { 254, B, SENT, DUPLICATE },
  { 256, B, SENT, DUPLICATE },
  { 258, B, SENT, DUPLICATE },
  { 260, B, SENT, DUPLICATE },
  { 262, B, SENT, DUPLICATE },
  { 264, B, SENT, DUPLICATE },
  { 310, A, AGAIN, ". 1001:2001(1000) ack 1 win 8000" },
  { 360, B, SENT, ". 1:1(0) ack 8001 win 8000" },
  { 0 },
};

/* S26: four segments fill the window of 4000; the probe is accepted and the flow goes on behind it. */
static const struct row zero_window[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 4000 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, THIRD_ACK },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 220, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 230, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 260, B, SENT, ". 1:1(0) ack 2001 win 2000" },
  { 280, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 600, B, SENT, ". 1:1(0) ack 4001 win 4000" },
  { 625, B, LOST, ". 1:1(0) ack 4001 win 4000" },
  { 1330, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 1380, B, SENT, ". 1:1(0) ack 4002 win 3999" },
  { 1430, A, SENT, ". 4002:5002(1000) ack 1 win 8000" },
  { 1430, A, SENT, "P. 5002:6001(999) ack 1 win 8000" },
  { 1680, B, SENT, ". 1:1(0) ack 6001 win 2000" },
  { 0 },
};

/* --- reading a trace the same way --- */

static char *
describe (const struct trace *trace, const struct trace_event *event)
{
  static const char *kinds[] = { "sent", "again", "lost", "state", "waits" };
  char text[SEGMENT_TEXT_SIZE];
  enum row_kind kind;

  if (event->kind == TRACE_SEND || event->kind == TRACE_LOSS)
    {
      kind = event->kind == TRACE_LOSS ? LOST : (event->marks & MARK_RETRANSMISSION) ? AGAIN : SENT;
      segment_format (trace_segment (trace, event->id), trace_host_const (trace, event->host)->iss,
                      trace_host_const (trace, 1 - event->host)->iss, text);
    }
  else if (event->kind == TRACE_STATE)
    {
      kind = STATE;
      g_strlcpy (text, tcp_state_name (event->after), sizeof text);
    }
  else if (event->kind == TRACE_TIMER_START && event->timer == TCP_TIMER_2MSL)
    {
      kind = WAITS;
      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, event->until / MS (1));
    }
  else
    return NULL;
  return g_strdup_printf ("%.3f %c %s %s\n", (double) event->at / 1e6, event->host == A ? 'A' : 'B', kinds[kind], text);
}

static char *
describe_trace (const struct trace *trace)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < trace_length (trace); i++)
    {
      g_autofree char *line = describe (trace, trace_get (trace, (event_id) i));
      g_string_append (text, line != NULL ? line : "");
    }
  return g_string_free (text, FALSE);
}

static char *
describe_rows (const struct row *rows)
{
  static const char *kinds[] = { "sent", "again", "lost", "state", "waits" };
  GString *text = g_string_new (NULL);

  for (; rows->text != NULL; rows++)
    g_string_append_printf (text, "%u.000 %c %s %s\n", rows->at, rows->host == A ? 'A' : 'B', kinds[rows->kind],
                            rows->text);
  return g_string_free (text, FALSE);
}

/* Each copy that is not lost arrives 50 ms after it left, with the same segment. */
static void
assert_arrivals (const struct trace *trace)
{
  unsigned carried = 0, ended = 0;

  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) i);

      carried += event->kind == TRACE_CARRY;
      ended += event->kind == TRACE_LOSS || event->kind == TRACE_ARRIVE;
      if (event->kind != TRACE_ARRIVE)
        continue;
      const struct segment *here = trace_segment (trace, event->id), *there = trace_segment (trace, event->cause);
      g_assert_cmpint (event->at, ==, trace_get (trace, event->cause)->at + MS (50));
      g_assert_cmpuint (here->seq, ==, there->seq);
      g_assert_cmpuint (here->flags, ==, there->flags);
      g_assert_cmpint (here->checksum, ==, CHECKSUM_GOOD);
    }
  g_assert_cmpuint (carried, ==, ended);
}

/* --- what the lessons say of variables --- */

/* The variables that the nth event of a reason leaves behind. */
static const struct tcp_vars *
vars_after (const struct trace *trace, unsigned host, enum tcp_reason reason, unsigned nth)
{
  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) i);

      if (event->host == host && event->reason == reason && --nth == 0)
        {
          g_assert_nonnull (trace_vars (trace, event->id));
          return trace_vars (trace, event->id);
        }
    }
  g_test_message ("no %s", reason_name (reason));
  g_assert_not_reached ();
}

/* A first sample of 100 ms: SRTT 100, RTTVAR 50, 300 ms raised to 1 s. */
static void
facts_of_handshake (const struct trace *trace)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      const struct tcp_vars *vars = vars_after (trace, host, REASON_UPDATE_RTT_SAMPLE, 1);

      g_assert_cmpint (vars->srtt, ==, MS (100));
      g_assert_cmpint (vars->rttvar, ==, MS (50));
      g_assert_cmpint (vars->rto, ==, SEC (1));
    }
}

/* Karn: no sample; the first data begin with 3 s. */
static void
facts_of_lost_syn (const struct trace *trace)
{
  const struct tcp_vars *vars = vars_after (trace, A, REASON_UPDATE_RTO_AFTER_SYN_LOSS, 1);

  g_assert_cmpint (vars->srtt, ==, 0);
  g_assert_cmpint (vars->rto, ==, SEC (3));
  g_assert_cmpint (vars_after (trace, A, REASON_TIMER_RTO_BACKOFF, 1)->rto, ==, SEC (2));
}

static void
facts_of_data_instead_of_ack (const struct trace *trace)
{
  const struct trace_event *deliver = get_event (trace, TRACE_DELIVER, B, 1);

  g_assert_cmpint (deliver->at, ==, MS (160));
  g_assert_cmpuint (deliver->octets, ==, 5);
}

static void
facts_of_fast_retransmit (const struct trace *trace)
{
  const struct tcp_vars *before = vars_after (trace, A, REASON_UPDATE_ACK_DUPLICATE, 3);
  const struct tcp_vars *enter = vars_after (trace, A, REASON_RETRANSMIT_FAST, 1);
  const struct tcp_vars *leave = vars_after (trace, A, REASON_UPDATE_LEAVE_RECOVERY, 1);

  g_assert_cmpuint (before->flight_size, ==, 7000);
  g_assert_cmpuint (enter->ssthresh, ==, 3500);
  g_assert_cmpuint (enter->cwnd, ==, 6500);
  g_assert_cmpint (enter->phase, ==, TCP_FAST_RECOVERY);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_INFLATE, 2)->cwnd, ==, 8500);
  g_assert_cmpuint (leave->cwnd, ==, 2000); /* RFC 6582: min (ssthresh, max (FlightSize, SMSS) + SMSS) */
  g_assert_cmpuint (leave->ssthresh, ==, 3500);

  /* the first ACK 1001 is new, the next five are duplicates */
  for (unsigned nth = 1, ordinal = 0; ordinal <= 5; nth++)
    {
      const struct trace_event *sent = get_event (trace, TRACE_SEND, B, nth);

      if (sent->reason == REASON_SEND_ACK_OUT_OF_ORDER)
        g_assert_cmpuint (sent->ordinal, ==, ordinal++);
    }
  g_assert_cmpuint (get_event (trace, TRACE_DELIVER, B, 2)->octets, ==, 7000);
}

static void
facts_of_zero_window (const struct trace *trace)
{
  const struct tcp_vars *waiting = vars_after (trace, A, REASON_TIMER_PERSIST_START, 1);

  g_assert_cmpuint (waiting->snd_wnd, ==, 0);
  g_assert_cmpuint (waiting->unsent, ==, 2000);
  g_assert_cmpint (waiting->timer_duration[TCP_TIMER_PERSIST], ==, SEC (1));
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_WINDOW_PROBE), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_TIMER_RTO_EXPIRED), ==, 0);
}

/* --- the lessons --- */

struct lesson
{
  const char *id;
  const struct row *rows;
  void (*facts) (const struct trace *trace);
};

static const struct lesson lessons[] = {
  { "three-way-handshake", three_way_handshake, facts_of_handshake },
  { "four-way-close", four_way_close, NULL },
  { "half-close", half_close, NULL },
  { "three-segment-close", three_segment_close, NULL },
  { "full-connection", full_connection, NULL },
  { "lost-syn", lost_syn, facts_of_lost_syn },
  { "lost-syn-ack", lost_syn_ack, NULL },
  { "lost-third-ack", lost_third_ack, facts_of_data_instead_of_ack },
  { "lost-third-ack-silent", lost_third_ack_silent, NULL },
  { "lost-last-ack", lost_last_ack, NULL },
  { "simultaneous-open", simultaneous_open, NULL },
  { "simultaneous-close", simultaneous_close, NULL },
  { "fast-retransmit", fast_retransmit, facts_of_fast_retransmit },
  { "zero-window", zero_window, facts_of_zero_window },
};

static void
run_lesson (const struct lesson *lesson, const struct scenario *scenario)
{
  struct sim *sim = sim_new (scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);

  sim_run (sim, VTIME_NEVER);
  g_autofree char *expected = describe_rows (lesson->rows);
  g_autofree char *got = describe_trace (trace);
  g_autofree char *what = g_strdup_printf ("%s with x = %u, y = %u", lesson->id, scenario->hosts[A].config.iss,
                                           scenario->hosts[B].config.iss);
  assert_same_lines (what, expected, got);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    g_assert_cmpuint (trace_host_const (trace, host)->iss, ==, scenario->hosts[host].config.iss);
  assert_arrivals (trace);
  if (lesson->facts != NULL)
    lesson->facts (trace);
  sim_free (sim);
}

static void
test_lesson (gconstpointer data)
{
  static const uint32_t numbers[][2] = {
    { 100, 300 },        { 0xffffffff, 0xffffffff }, { 0xffffffff, 0 }, { 0, 0xfffffffe }, { 0x7fffffff, 0x80000000 },
    { 4294966795, 300 }, { 0xfffffff5, 0xfffffed3 }, { 0, 0 },
  };
  const struct lesson *lesson = data;
  struct scenario_file *file = load_lesson (lesson->id);
  struct rng rng;

  g_assert_cmpuint (file->scenario.hosts[A].config.iss, ==, 100); /* what the lessons print */
  g_assert_cmpuint (file->scenario.hosts[B].config.iss, ==, 300);
  for (size_t i = 0; i < G_N_ELEMENTS (numbers) && !g_test_failed (); i++)
    {
      file->scenario.hosts[A].config.iss = numbers[i][A];
      file->scenario.hosts[B].config.iss = numbers[i][B];
      run_lesson (lesson, &file->scenario);
    }
  rng_seed (&rng, 1);
  for (unsigned i = 0; i < 20 && !g_test_failed (); i++)
    {
      file->scenario.hosts[A].config.iss = rng_u32 (&rng);
      file->scenario.hosts[B].config.iss = rng_u32 (&rng);
      run_lesson (lesson, &file->scenario);
    }
  scenario_file_free (file);
}

/* No shipped scenario is without its rows. */
static void
test_all_are_here (void)
{
  g_autofree char *folder = source_path ("data", "scenarios", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      bool found = !g_str_has_suffix (name, ".scenario");

      for (size_t i = 0; i < G_N_ELEMENTS (lessons) && !found; i++)
        found = g_str_has_prefix (name, lessons[i].id) && name[strlen (lessons[i].id)] == '.';
      if (!found)
        g_test_fail_printf ("%s is not tested here", name);
    }
}

/* All lost (S07): sent again at 1, 3, 7, 15, 31, 63, 123 s; the expiry at 183 s gives up. */
static void
test_every_syn_lost (void)
{
  static const unsigned seconds[] = { 0, 1, 3, 7, 15, 31, 63, 123 };
  struct scenario_file *file = load_lesson ("lost-syn");

  file->scenario.faults[0].count = UINT32_MAX;
  struct sim *sim = sim_new (&file->scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  sim_run (sim, VTIME_NEVER);
  g_assert_cmpuint (count_events (trace, TRACE_SEND, A), ==, G_N_ELEMENTS (seconds));
  for (unsigned i = 0; i < G_N_ELEMENTS (seconds); i++)
    g_assert_cmpint (get_event (trace, TRACE_SEND, A, i + 1)->at, ==, SEC (seconds[i]));
  g_assert_cmpint (trace_end (trace), ==, SEC (183));
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_TIMED_OUT), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_TIMED_OUT), ==, 1);
  sim_free (sim);
  scenario_file_free (file);
}

/* S10: the last ACK lost twice and three times; 2MSL starts anew each time. */
static void
test_last_ack_lost_again (void)
{
  for (unsigned losses = 2; losses <= 3; losses++)
    {
      struct scenario_file *file = load_lesson ("lost-last-ack");
      vtime last = losses == 2 ? MS (3800) : MS (7800); /* FIN at 0.75, 1.75, 3.75, 7.75 s */

      file->scenario.faults[0].count = losses;
      struct sim *sim = sim_new (&file->scenario, 0, NULL);
      sim_run (sim, VTIME_NEVER);
      g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_TIMER_2MSL_RESTART), ==, losses);
      g_assert_cmpint (trace_end (sim_trace (sim)), ==, last + SEC (240));
      sim_free (sim);
      scenario_file_free (file);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      g_autofree char *path = g_strconcat ("/lessons/", lessons[i].id, NULL);
      g_test_add_data_func (path, &lessons[i], test_lesson);
    }
  g_test_add_func ("/lessons/all-are-here", test_all_are_here);
  g_test_add_func ("/lessons/every-syn-lost", test_every_syn_lost);
  g_test_add_func ("/lessons/last-ack-lost-again", test_last_ack_lost_again);
  return g_test_run ();
}
