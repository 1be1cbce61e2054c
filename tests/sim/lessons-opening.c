/* Opening: the handshake and what can happen to it. */
#include "base/seq.h"
#include "lesson-rows.h"

/* S01: A is ESTABLISHED one delay before B; the ACK used no number, so A's first octet has the number of the ACK. */
static const struct row three_way_handshake[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000,sackOK,TS val 0 ecr 0,wscale 0>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000,sackOK,TS val 50 ecr 0,wscale 0>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000 <TS val 100 ecr 50>" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:6(5) ack 1 win 8000 <TS val 200 ecr 50>" },
  { 450, B, SENT, ". 1:1(0) ack 6 win 7995 <TS val 450 ecr 200>" },
  { 0 },
};

/* The whole life: u = 11, v = 301, w = 801. */
#define WHOLE_LIFE                                                                                                     \
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" }, { 250, B, SENT, "P. 1:301(300) ack 11 win 7990" },                   \
      { 400, A, STATE, "FIN-WAIT-1" }, { 400, A, SENT, "F. 11:11(0) ack 301 win 7700" },                               \
      { 450, B, STATE, "CLOSE-WAIT" }, { 450, B, SENT, ". 301:301(0) ack 12 win 7989" },                               \
      { 500, A, STATE, "FIN-WAIT-2" }, { 600, B, SENT, "P. 301:801(500) ack 12 win 7989" },                            \
      { 850, A, SENT, ". 12:12(0) ack 801 win 7200" }, { 1000, B, STATE, "LAST-ACK" },                                 \
      { 1000, B, SENT, "F. 801:801(0) ack 12 win 7989" }, { 1050, A, STATE, "TIME-WAIT" },                             \
      { 1050, A, WAITS, "241050" }, { 1050, A, SENT, ". 12:12(0) ack 802 win 7199" }, { 1100, B, STATE, "CLOSED" },    \
  {                                                                                                                    \
    241050, A, STATE, "CLOSED"                                                                                         \
  }

static const struct row full_connection[] = { HANDSHAKE, WHOLE_LIFE, { 0 } };

/* The same over IPv6: the MTU of 1500 less 60 octets of headers. */
static const struct row full_connection_ipv6[] = {
  HANDSHAKE_WITH (SYN_OF ("1440"), SYN_ACK_OF ("1440")),
  WHOLE_LIFE,
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

/* S08 by the letter: A cannot use the ACK, and the SYN waits for B's own timer. */
static const struct row lost_syn_ack_literal[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, SYN_ACK },
  { 75, B, LOST, SYN_ACK },
  { 1000, A, AGAIN, SYN },
  { 1050, B, SENT, ". 1:1(0) ack 1 win 8000" },
  { 1550, B, AGAIN, SYN_ACK },
  { 1600, A, STATE, "ESTABLISHED" },
  { 1600, A, SENT, THIRD_ACK },
  { 1650, B, STATE, "ESTABLISHED" },
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

/* S12: nobody listens, and the RST says so: it has number 0 and acknowledges x + 1. */
static const struct row closed_port[] = {
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 50, B, SENT, "R. 0:0(0) ack 1 win 0" },
  { 100, A, STATE, "CLOSED" },
  { 0 },
};

/* S31: 501 numbers before the end of the number space, ISS = 4294966795; relative to it nothing is special. */
static const struct row wrap_around[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 600, A, SENT, "P. 1001:1101(100) ack 1 win 8000" },
  { 850, B, SENT, ". 1:1(0) ack 1101 win 7900" },
  { 1000, A, STATE, "FIN-WAIT-1" },
  { 1000, A, SENT, "F. 1101:1101(0) ack 1 win 8000" },
  { 1050, B, STATE, "CLOSE-WAIT" },
  { 1050, B, SENT, ". 1:1(0) ack 1102 win 7899" },
  { 1100, A, STATE, "FIN-WAIT-2" },
  { 1200, B, STATE, "LAST-ACK" },
  { 1200, B, SENT, "F. 1:1(0) ack 1102 win 7899" },
  { 1250, A, STATE, "TIME-WAIT" },
  { 1250, A, WAITS, "241250" },
  { 1250, A, SENT, ". 1102:1102(0) ack 2 win 7999" },
  { 1300, B, STATE, "CLOSED" },
  { 241250, A, STATE, "CLOSED" },
  { 0 },
};

/* S31, not TCP: A compares plainly and sees no ACK; B has had it all from the beginning. */
static const struct row wrap_around_plain[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 1200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 1250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 3200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 3250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 7200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 7250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 15200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 15250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 31200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 31250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 63200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 63250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 123200, A, STATE, "CLOSED" },
  { 0 },
};

/* S12 and S07: nothing comes back; again after 1, 3, 7, 15, 31, 63 and 123 s, given up after 183 s. */
static const struct row filtered_port[] = {
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 25, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 1000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 1025, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 3000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 3025, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 7000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 7025, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 15000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 15025, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 31000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 31025, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 63000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 63025, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 123000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 123025, A, LOST, "S 0:0(0) win 8000 <mss 1000>" },
  { 183000, A, STATE, "CLOSED" },
  { 0 },
};

/* S09 (c): what B writes in SYN-RECEIVED waits for the ACK. */
static const struct row lost_third_ack_server[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 125, A, LOST, ". 1:1(0) ack 1 win 8000" },
  { 1050, B, AGAIN, "S. 0:0(0) ack 1 win 8000 <mss 1000>" },
  { 1100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 1150, B, STATE, "ESTABLISHED" },
  { 1150, B, SENT, "P. 1:21(20) ack 1 win 8000" },
  { 1400, A, SENT, ". 1:1(0) ack 21 win 7980" },
  { 0 },
};

static void
facts_of_handshake (const struct trace *trace)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct tcp_vars vars = vars_after (trace, host, REASON_UPDATE_RTT_FROM_TIMESTAMP, 1);

      g_assert_cmpint (vars.srtt, ==, MS (100));
      g_assert_cmpint (vars.rttvar, ==, MS (50));
      g_assert_cmpint (vars.rto, ==, SEC (1));
    }
  g_assert_cmpint (get_event (trace, TRACE_DELIVER, B, 1)->at, ==, MS (250));
  g_assert_cmpuint (get_event (trace, TRACE_DELIVER, B, 1)->octets, ==, 5);
}

static void
facts_of_lost_syn (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, A, REASON_UPDATE_RTO_AFTER_SYN_LOSS, 1);

  g_assert_cmpint (vars.srtt, ==, 0);
  g_assert_cmpint (vars.rto, ==, SEC (3));
  g_assert_cmpint (vars_after (trace, A, REASON_TIMER_RTO_BACKOFF, 1).rto, ==, SEC (2));
}

static void
facts_of_data_instead_of_ack (const struct trace *trace)
{
  const struct trace_event *deliver = get_event (trace, TRACE_DELIVER, B, 1);

  g_assert_cmpint (deliver->at, ==, MS (160));
  g_assert_cmpuint (deliver->octets, ==, 5);
}

/* "Connection refused" reaches the program, and nothing runs on. */
static void
facts_of_closed_port (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_REFUSED), ==, 1);
  g_assert_cmpint (trace_end (trace), ==, MS (100));
  g_assert_cmpuint (trace_segment (trace, get_event (trace, TRACE_SEND, B, 1)->id)->seq, ==, 0);
}

/* The ACK of 4294966796 + 1000 is 500: a smaller number, and yet after it. */
static void
facts_of_wrap_around (const struct trace *trace)
{
  const struct segment *data = trace_segment (trace, get_event (trace, TRACE_SEND, A, 3)->id);
  const struct segment *ack = trace_segment (trace, get_event (trace, TRACE_SEND, B, 2)->id);

  g_assert_cmpuint (data->seq, ==, 4294966796);
  g_assert_cmpuint (ack->ack, ==, 500);
  g_assert_true (seq_gt (ack->ack, data->seq));
  g_assert_cmpint (seq_diff (ack->ack, data->seq), ==, 1000);
}

static void
facts_of_wrap_around_plain (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, A, REASON_UPDATE_ACK_LOOKS_OLD, 7);

  g_assert_cmpuint (vars.snd_una, ==, 4294966796);
  g_assert_cmpuint (trace_segment (trace, get_event (trace, TRACE_SEND, B, 2)->id)->ack, ==, 500);
  g_assert_cmpuint (get_event (trace, TRACE_DELIVER, B, 1)->octets, ==, 1000);
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_SEQ_OLD), ==, 6);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_TIMED_OUT), ==, 1);
}

/* Every packet is IPv6, from one of the two addresses for examples to the other. */
static void
facts_of_ipv6 (const struct trace *trace)
{
  struct ip_address ends[HOST_COUNT];

  g_assert_true (ip_address_parse ("2001:db8::1", &ends[A]));
  g_assert_true (ip_address_parse ("2001:db8::2", &ends[B]));
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      const struct segment *segment = trace_segment (trace, id);
      size_t length = 0;
      const uint8_t *packet = trace_packet (trace, id, &length);

      if (trace_get (trace, id)->kind != TRACE_SEND)
        continue;
      unsigned from = trace_get (trace, id)->host;
      g_assert_true (ip_address_equal (&segment->source.address, &ends[from]));
      g_assert_true (ip_address_equal (&segment->destination.address, &ends[1 - from]));
      g_assert_cmpuint (packet[0] >> 4, ==, 6);
      g_assert_cmpuint (length, ==, 40u + 20 + (segment->flags & TCP_SYN ? 4 : 0) + segment->length);
    }
}

const struct lesson lessons_opening[] = {
  { "three-way-handshake", three_way_handshake, facts_of_handshake },
  { "full-connection", full_connection, NULL },
  { "full-connection-ipv6", full_connection_ipv6, facts_of_ipv6 },
  { "lost-syn", lost_syn, facts_of_lost_syn },
  { "lost-syn-ack", lost_syn_ack, NULL },
  { "lost-syn-ack-literal", lost_syn_ack_literal, NULL },
  { "lost-third-ack", lost_third_ack, facts_of_data_instead_of_ack },
  { "lost-third-ack-silent", lost_third_ack_silent, NULL },
  { "lost-third-ack-server", lost_third_ack_server, NULL },
  { "filtered-port", filtered_port, NULL },
  { "simultaneous-open", simultaneous_open, NULL },
  { "closed-port", closed_port, facts_of_closed_port, LESSON_OWN_NUMBERS },
  { "wrap-around", wrap_around, facts_of_wrap_around, LESSON_OWN_NUMBERS },
  { "wrap-around-plain", wrap_around_plain, facts_of_wrap_around_plain, LESSON_OWN_NUMBERS },
  { 0 },
};
