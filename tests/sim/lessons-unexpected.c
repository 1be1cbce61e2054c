/* What nobody expects: old and forged segments, a host that has forgotten, a path that swallows what is large. */
#include "lesson-rows.h"

/* S05: x = 90 of the attempt that was given up, x + 10 = 100 of the real one; y = 300, then 400. */
static const struct row stale_syn[] = {
  OPENED,
  { 150, A, STATE, "CLOSED" },
  { 2025, B, STATE, "SYN-RECEIVED" },
  { 2025, B, SENT, SYN_ACK },
  { 2075, A, SENT, "R 1:1(0) win 0" },
  { 2125, B, STATE, "LISTEN" },
  { 3000, A, STATE, "SYN-SENT" },
  { 3000, A, SENT, "S 10:10(0) win 8000 <mss 1000>" },
  { 3050, B, STATE, "SYN-RECEIVED" },
  { 3050, B, SENT, "S. 100:100(0) ack 11 win 8000 <mss 1000>" },
  { 3100, A, STATE, "ESTABLISHED" },
  { 3100, A, SENT, ". 11:11(0) ack 101 win 8000" },
  { 3150, B, STATE, "ESTABLISHED" },
  { 0 },
};

/* S05, and RFC 9293 figure 8: ack = 91 is not for SYN 100, which comes after all. */
static const struct row stale_syn_crossing[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 25, B, STATE, "SYN-RECEIVED" },
  { 25, B, SENT, "S. 0:0(0) ack 4294967287 win 8000 <mss 1000>" },
  { 75, A, SENT, "R 4294967287:4294967287(0) win 0" },
  { 125, B, STATE, "LISTEN" },
  { 250, B, STATE, "SYN-RECEIVED" },
  { 250, B, SENT, "S. 100:100(0) ack 1 win 8000 <mss 1000>" },
  { 300, A, STATE, "ESTABLISHED" },
  { 300, A, SENT, ". 1:1(0) ack 101 win 8000" },
  { 350, B, STATE, "ESTABLISHED" },
  { 0 },
};

/* S06, not TCP: five SYNs that nobody stands behind, five connections; every RST is lost. */
static const struct row two_way_handshake[] = {
  OPENED,
  { 150, A, STATE, "CLOSED" },
  { 2025, B, STATE, "ESTABLISHED" },
  { 2025, B, SENT, SYN_ACK },
  { 2075, A, SENT, "R 1:1(0) win 0" },
  { 2100, A, LOST, "R 1:1(0) win 0" },
  { 3025, B, STATE, "ESTABLISHED" },
  { 3025, B, SENT, "S. 1000:1000(0) ack 4294967287 win 8000 <mss 1000>" },
  { 3075, A, SENT, "R 4294967287:4294967287(0) win 0" },
  { 3100, A, LOST, "R 4294967287:4294967287(0) win 0" },
  { 4025, B, STATE, "ESTABLISHED" },
  { 4025, B, SENT, "S. 2000:2000(0) ack 4294967277 win 8000 <mss 1000>" },
  { 4075, A, SENT, "R 4294967277:4294967277(0) win 0" },
  { 4100, A, LOST, "R 4294967277:4294967277(0) win 0" },
  { 5025, B, STATE, "ESTABLISHED" },
  { 5025, B, SENT, "S. 3000:3000(0) ack 4294967267 win 8000 <mss 1000>" },
  { 5075, A, SENT, "R 4294967267:4294967267(0) win 0" },
  { 5100, A, LOST, "R 4294967267:4294967267(0) win 0" },
  { 6025, B, STATE, "ESTABLISHED" },
  { 6025, B, SENT, "S. 4000:4000(0) ack 4294967257 win 8000 <mss 1000>" },
  { 6075, A, SENT, "R 4294967257:4294967257(0) win 0" },
  { 6100, A, LOST, "R 4294967257:4294967257(0) win 0" },
  { 0 },
};

/* S06, the second defect, not TCP: y is lost, and nothing that comes afterwards can tell it. */
static const struct row two_way_handshake_lost[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 50, B, STATE, "ESTABLISHED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000>" },
  { 75, B, LOST, "S. 0:0(0) ack 1 win 8000 <mss 1000>" },
  { 200, B, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 1000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 1050, B, SENT, ". 11:11(0) ack 1 win 8000" },
  { 1200, B, AGAIN, "P. 1:11(10) ack 1 win 8000" },
  { 3000, A, AGAIN, "S 0:0(0) win 8000 <mss 1000>" },
  { 3050, B, SENT, ". 11:11(0) ack 1 win 8000" },
  { 3200, B, AGAIN, "P. 1:11(10) ack 1 win 8000" },
  { 0 },
};

/* S17 (a): RST with the number that A acknowledged, 800. */
static const struct row half_open[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:400(399) ack 1 win 8000" },
  { 250, B, SENT, "P. 1:500(499) ack 400 win 7601" },
  { 500, A, SENT, ". 400:400(0) ack 500 win 7501" },
  { 2000, B, STATE, "CLOSED" },
  { 2000, B, STATE, "CLOSED" },
  { 5000, A, SENT, "P. 400:410(10) ack 500 win 7501" },
  { 5050, B, SENT, "R 500:500(0) win 0" },
  { 5100, A, STATE, "CLOSED" },
  { 0 },
};

/* S17 (b): the challenge, the RST that answers it, and the SYN again after 1 s. */
static const struct row half_open_client[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:400(399) ack 1 win 8000" },
  { 250, B, SENT, "P. 1:500(499) ack 400 win 7601" },
  { 500, A, SENT, ". 400:400(0) ack 500 win 7501" },
  { 2000, A, STATE, "CLOSED" },
  { 3000, A, STATE, "SYN-SENT" },
  { 3000, A, SENT, "S 3900:3900(0) win 8000 <mss 1000>" },
  { 3050, B, SENT, ". 500:500(0) ack 400 win 7601" },
  { 3100, A, SENT, "R 400:400(0) win 0" },
  { 3150, B, STATE, "CLOSED" },
  { 4000, A, AGAIN, "S 3900:3900(0) win 8000 <mss 1000>" },
  { 4050, B, STATE, "SYN-RECEIVED" },
  { 4050, B, SENT, "S. 1000:1000(0) ack 3901 win 8000 <mss 1000>" },
  { 4100, A, STATE, "ESTABLISHED" },
  { 4100, A, SENT, ". 3901:3901(0) ack 1001 win 8000" },
  { 4150, B, STATE, "ESTABLISHED" },
  { 0 },
};

/* S17 (c): B is off, so nobody says anything; again after 1, 3, 7, 15, 31 and 63 s, given up after 123 s. */
static const struct row half_open_off[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:400(399) ack 1 win 8000" },
  { 250, B, SENT, "P. 1:500(499) ack 400 win 7601" },
  { 500, A, SENT, ". 400:400(0) ack 500 win 7501" },
  { 2000, B, STATE, "CLOSED" },
  { 2000, B, STATE, "CLOSED" },
  { 5000, A, SENT, "P. 400:410(10) ack 500 win 7501" },
  { 5050, A, LOST, "P. 400:410(10) ack 500 win 7501" },
  { 6000, A, AGAIN, "P. 400:410(10) ack 500 win 7501" },
  { 6050, A, LOST, "P. 400:410(10) ack 500 win 7501" },
  { 8000, A, AGAIN, "P. 400:410(10) ack 500 win 7501" },
  { 8050, A, LOST, "P. 400:410(10) ack 500 win 7501" },
  { 12000, A, AGAIN, "P. 400:410(10) ack 500 win 7501" },
  { 12050, A, LOST, "P. 400:410(10) ack 500 win 7501" },
  { 20000, A, AGAIN, "P. 400:410(10) ack 500 win 7501" },
  { 20050, A, LOST, "P. 400:410(10) ack 500 win 7501" },
  { 36000, A, AGAIN, "P. 400:410(10) ack 500 win 7501" },
  { 36050, A, LOST, "P. 400:410(10) ack 500 win 7501" },
  { 68000, A, AGAIN, "P. 400:410(10) ack 500 win 7501" },
  { 68050, A, LOST, "P. 400:410(10) ack 500 win 7501" },
  { 128000, A, STATE, "CLOSED" },
  { 0 },
};

/* S17 (d): A does not send, so not even B's return tells it anything. */
static const struct row half_open_silent[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:400(399) ack 1 win 8000" },
  { 250, B, SENT, "P. 1:500(499) ack 400 win 7601" },
  { 500, A, SENT, ". 400:400(0) ack 500 win 7501" },
  { 2000, B, STATE, "CLOSED" },
  { 2000, B, STATE, "CLOSED" },
  { 3600000, B, STATE, "LISTEN" },
  { 0 },
};

/* S18 with cookies: y = 0 is the first of them. B has no state of any SYN; the lost SYN,ACK is not sent again but made
 * anew, the same number, when the SYN comes again. */
static const struct row syn_flood_cookies[] = {
  { 0, B, STATE, "LISTEN" },
  { 25, B, SENT, "S. 0:0(0) ack 9901 win 8000 <mss 1000>" },
  { 50, B, LOST, "S. 0:0(0) ack 9901 win 8000 <mss 1000>" },
  { 100, B, SENT, "S. 5418586:5418586(0) ack 19901 win 8000 <mss 1000>" },
  { 125, B, LOST, "S. 5418586:5418586(0) ack 19901 win 8000 <mss 1000>" },
  { 175, B, SENT, "S. 2166704:2166704(0) ack 29901 win 8000 <mss 1000>" },
  { 200, B, LOST, "S. 2166704:2166704(0) ack 29901 win 8000 <mss 1000>" },
  { 250, B, SENT, "S. 4290411831:4290411831(0) ack 39901 win 8000 <mss 1000>" },
  { 275, B, LOST, "S. 4290411831:4290411831(0) ack 39901 win 8000 <mss 1000>" },
  { 325, B, SENT, "S. 4287916429:4287916429(0) ack 49901 win 8000 <mss 1000>" },
  { 350, B, LOST, "S. 4287916429:4287916429(0) ack 49901 win 8000 <mss 1000>" },
  { 400, B, SENT, "S. 338627:338627(0) ack 59901 win 8000 <mss 1000>" },
  { 425, B, LOST, "S. 338627:338627(0) ack 59901 win 8000 <mss 1000>" },
  { 500, A, STATE, "SYN-SENT" },
  { 500, A, SENT, "S 0:0(0) win 8000 <mss 1000,sackOK,wscale 0>" },
  { 550, B, SENT, "S. 5310751:5310751(0) ack 1 win 8000 <mss 1000>" },
  { 575, B, LOST, "S. 5310751:5310751(0) ack 1 win 8000 <mss 1000>" },
  { 1500, A, AGAIN, "S 0:0(0) win 8000 <mss 1000,sackOK,wscale 0>" },
  { 1550, B, SENT, "S. 5310751:5310751(0) ack 1 win 8000 <mss 1000>" },
  { 1600, A, STATE, "ESTABLISHED" },
  { 1600, A, SENT, ". 1:1(0) ack 5310752 win 8000" },
  { 1650, B, STATE, "SYN-RECEIVED" },
  { 1650, B, STATE, "ESTABLISHED" },
  { 2000, A, SENT, "P. 1:11(10) ack 5310752 win 8000" },
  { 2250, B, SENT, ". 5310752:5310752(0) ack 11 win 7990" },
  { 0 },
};

/* S19: RCV.NXT = 5001 = x + 1. Only B sees what is injected; it has no row, but its answers have. */
static const struct row challenge_ack[] = {
  HANDSHAKE,
  { 2025, B, SENT, ". 1:1(0) ack 1 win 8000" },
  { 3025, B, SENT, ". 1:1(0) ack 1 win 8000" },
  { 4025, B, STATE, "CLOSED" },
  { 5000, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 5050, B, SENT, "R 1:1(0) win 0" },
  { 5100, A, STATE, "CLOSED" },
  { 0 },
};

/* S19 without RFC 5961: the second guess, in the window, is enough. */
static const struct row challenge_ack_off[] = {
  HANDSHAKE,
  { 2025, B, STATE, "CLOSED" },
  { 4000, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 4050, B, SENT, "R 1:1(0) win 0" },
  { 4100, A, STATE, "CLOSED" },
  { 0 },
};

/* S32: the old segment changes nothing. */
static const struct row paws[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000,TS val 0 ecr 0>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000,TS val 50 ecr 0>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000 <TS val 100 ecr 50>" },
  { 150, B, STATE, "ESTABLISHED" },
  { 900, A, SENT, "P. 1:501(500) ack 1 win 8000 <TS val 900 ecr 50>" },
  { 1150, B, SENT, ". 1:1(0) ack 501 win 7500 <TS val 1150 ecr 900>" },
  { 2025, B, SENT, ". 1:1(0) ack 501 win 7500 <TS val 2025 ecr 900>" },
  { 2100, A, SENT, "P. 501:601(100) ack 1 win 8000 <TS val 2100 ecr 2025>" },
  { 2350, B, SENT, ". 1:1(0) ack 601 win 7400 <TS val 2350 ecr 2100>" },
  { 0 },
};

/* S32 without timestamps: ACK 601 for octets that A had not sent when B took them. */
static const struct row paws_off[] = {
  HANDSHAKE,
  { 900, A, SENT, "P. 1:501(500) ack 1 win 8000" },
  { 1150, B, SENT, ". 1:1(0) ack 501 win 7500" },
  { 2100, A, SENT, "P. 501:601(100) ack 1 win 8000" },
  { 2150, B, SENT, ". 1:1(0) ack 601 win 7400" },
  { 0 },
};

/* S34, filtered: the same size again after 1, 3 and 7 s, then a smaller one. */
static const struct row mtu_black_hole[] = {
  HANDSHAKE_WITH (SYN_OF ("1460"), SYN_ACK_OF ("1460")),
  { 200, A, SENT, "P. 1:201(200) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 550, B, SENT, ". 1:1461(1460) ack 201 win 7800" },
  { 550, B, SENT, "P. 1461:2921(1460) ack 201 win 7800" },
  { 575, B, LOST, ". 1:1461(1460) ack 201 win 7800" },
  { 575, B, LOST, "P. 1461:2921(1460) ack 201 win 7800" },
  { 1550, B, AGAIN, ". 1:1461(1460) ack 201 win 7800" },
  { 1575, B, LOST, ". 1:1461(1460) ack 201 win 7800" },
  { 3550, B, AGAIN, ". 1:1461(1460) ack 201 win 7800" },
  { 3575, B, LOST, ". 1:1461(1460) ack 201 win 7800" },
  { 7550, B, AGAIN, ". 1:1461(1460) ack 201 win 7800" },
  { 7575, B, LOST, ". 1:1461(1460) ack 201 win 7800" },
  { 15550, B, AGAIN, ". 1:1161(1160) ack 201 win 7800" },
  { 15800, A, SENT, ". 201:201(0) ack 1161 win 6840" },
  { 15850, B, AGAIN, ". 1161:1461(300) ack 201 win 7800" },
  { 15850, B, AGAIN, ". 1461:2621(1160) ack 201 win 7800" },
  { 15850, B, AGAIN, "P. 2621:2921(300) ack 201 win 7800" },
  { 15900, A, SENT, ". 201:201(0) ack 2921 win 8000" },
  { 0 },
};

/* S34, reported: smaller pieces at once. */
static const struct row mtu_report[] = {
  HANDSHAKE_WITH (SYN_OF ("1460"), SYN_ACK_OF ("1460")),
  { 200, A, SENT, "P. 1:201(200) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 201 win 7800" },
  { 550, B, SENT, ". 1:1461(1460) ack 201 win 7800" },
  { 550, B, SENT, "P. 1461:2921(1460) ack 201 win 7800" },
  { 575, B, LOST, ". 1:1461(1460) ack 201 win 7800" },
  { 575, B, LOST, "P. 1461:2921(1460) ack 201 win 7800" },
  { 600, B, AGAIN, ". 1:1361(1360) ack 201 win 7800" },
  { 600, B, AGAIN, ". 1361:1461(100) ack 201 win 7800" },
  { 600, B, AGAIN, ". 1461:2821(1360) ack 201 win 7800" },
  { 600, B, AGAIN, "P. 2821:2921(100) ack 201 win 7800" },
  { 650, A, SENT, ". 201:201(0) ack 2921 win 8000" },
  { 0 },
};

/* The program of B hears of the second attempt only; the numbers are those that the lesson prints. */
static void
facts_of_stale_syn (const struct trace *trace)
{
  static const uint32_t a[] = { 90, 91, 100, 101 }, b[] = { 300, 400 };

  for (unsigned i = 0; i < G_N_ELEMENTS (a); i++)
    g_assert_cmpuint (trace_segment (trace, get_event (trace, TRACE_SEND, A, i + 1)->id)->seq, ==, a[i]);
  for (unsigned i = 0; i < G_N_ELEMENTS (b); i++)
    g_assert_cmpuint (trace_segment (trace, get_event (trace, TRACE_SEND, B, i + 1)->id)->seq, ==, b[i]);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_ACCEPTED), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_BACK_TO_LISTEN), ==, 1);
}

/* Five connections reach the program, no timer runs, and nothing happens any more. */
static void
facts_of_two_way_handshake (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, B, REASON_STATE_TWO_WAY, 5);

  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_ACCEPTED), ==, 5);
  g_assert_cmpuint (vars.rcv_wnd, ==, 8000);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    g_assert_cmpint (vars.timer_deadline[timer], ==, VTIME_NEVER);
  g_assert_cmpint (trace_end (trace), ==, MS (6100));
}

static void
facts_of_half_open (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, A, REASON_ARRIVE_RST, 1);

  g_assert_cmpuint (vars.rcv_nxt, ==, 800);
  g_assert_cmpuint (vars.snd_una, ==, 500);
  g_assert_cmpuint (trace_segment (trace, get_event (trace, TRACE_SEND, B, 3)->id)->seq, ==, 800);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_RESET), ==, 1);
}

static void
facts_of_half_open_client (const struct trace *trace)
{
  const struct segment *challenge = trace_segment (trace, get_event (trace, TRACE_SEND, B, 3)->id);

  g_assert_cmpuint (trace_segment (trace, get_event (trace, TRACE_SEND, A, 5)->id)->seq, ==, 4000);
  g_assert_cmpuint (challenge->seq, ==, 800);
  g_assert_cmpuint (challenge->ack, ==, 500);
  g_assert_cmpuint (trace_segment (trace, get_event (trace, TRACE_SEND, A, 6)->id)->seq, ==, 500);
}

/* R1 after the third repetition, R2 = 100 s passed when the next timer runs out; no RST is in it. */
static void
facts_of_half_open_off (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_LINK_HOST_OFF), ==, 7);
  g_assert_cmpint (vars_after (trace, A, REASON_TIMER_RTO_BACKOFF, 6).rto, ==, SEC (60));
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_R1), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_TIMED_OUT), ==, 1);
}

/* A runs no timer and has nothing to be acknowledged. */
static void
facts_of_half_open_silent (const struct trace *trace)
{
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars_at (trace, A, (event_id) (trace_length (trace) - 1), &kept);

  g_assert_cmpint (vars->state, ==, TCP_ESTABLISHED);
  g_assert_cmpuint (vars->snd_una, ==, vars->snd_nxt);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    g_assert_cmpint (vars->timer_deadline[timer], ==, VTIME_NEVER);
}

/* Each of the four is answered at once and again after 1, 3, 7, 15 and 31 s, and dies after 63 s; two more SYNs and six
 * copies of the client's find no place, the seventh does. */
static void
facts_of_syn_flood (const struct trace *trace)
{
  static const unsigned seconds[] = { 0, 1, 3, 7, 15, 31 };
  unsigned nth = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (seconds); i++)
    for (unsigned child = 0; child < 4; child++)
      {
        const struct trace_event *sent = get_event (trace, TRACE_SEND, B, ++nth);

        g_assert_cmpint (sent->at, ==, SEC (seconds[i]) + MS (25 + 75 * child));
        g_assert_cmpuint (trace_segment (trace, sent->id)->seq, ==, 300 + 1000 * child);
        g_assert_cmpuint (trace_segment (trace, sent->id)->ack, ==, 10000 * (child + 1) + 1);
      }
  g_assert_cmpuint (count_reasons (trace, REASON_LINK_NOBODY), ==, nth);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_TIMED_OUT), ==, 4);
  for (unsigned child = 0; child < 4; child++)
    g_assert_cmpint (get_event (trace, TRACE_STATE, B, 6 + child)->at, ==, MS (63025 + 75 * child));
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_BACKLOG_FULL), ==, 2 + 6);
  g_assert_cmpint (get_event (trace, TRACE_STATE, A, 2)->at, ==, MS (63600));
  g_assert_cmpint (get_event (trace, TRACE_STATE, A, 2)->after, ==, TCP_ESTABLISHED);
}

/* The listener runs no timer while cookies are out, and the options are lost. */
static void
facts_of_syn_flood_cookies (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, B, REASON_SEND_SYN_COOKIE, 6);

  g_assert_cmpint (vars.state, ==, TCP_LISTEN);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    g_assert_cmpint (vars.timer_deadline[timer], ==, VTIME_NEVER);
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_BACKLOG_FULL), ==, 0);
  g_assert_cmpuint (count_reasons (trace, REASON_UPDATE_SYN_COOKIE_OPTIONS_LOST), ==, 2);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_ACCEPTED), ==, 1);
}

/* 20000 is beyond the window, 9000 within it, 5001 exact; A takes the challenges for what it knows. */
static void
facts_of_challenge_ack (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, B, REASON_DISCARD_RST_OUTSIDE, 1);

  g_assert_cmpuint (vars.rcv_nxt, ==, 5001);
  g_assert_cmpuint (vars.rcv_wnd, ==, 8000);
  g_assert_cmpuint (count_events (trace, TRACE_INJECT, A), ==, 4);
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_RST_OUTSIDE), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_CHALLENGE_RST), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_CHALLENGE_SYN), ==, 1);
  g_assert_cmpint (vars_after (trace, A, REASON_ARRIVE_ACK, 2).state, ==, TCP_ESTABLISHED);
}

static void
facts_of_challenge_ack_off (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_RST_OUTSIDE), ==, 1);
  g_assert_cmpuint (vars_after (trace, B, REASON_DISCARD_RST_OUTSIDE, 1).rcv_nxt, ==, 5001);
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_RESET), ==, 2);
}

static void
facts_of_paws (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, B, REASON_DISCARD_PAWS, 1);

  g_assert_cmpuint (vars.rcv_nxt, ==, 1000);
  g_assert_cmpuint (vars.ts_recent, ==, 900);
  g_assert_cmpuint (count_reasons (trace, REASON_DELIVER_IN_ORDER), ==, 2);
}

/* What is delivered second is not what A sends; that is thrown away. */
static void
facts_of_paws_off (const struct trace *trace)
{
  const struct trace_event *delivered = get_event (trace, TRACE_DELIVER, B, 2);

  g_assert_cmpint (delivered->at, ==, MS (2025));
  g_assert_cmpuint (delivered->octets, ==, 100);
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_SEQ_OLD), ==, 1);
}

static void
facts_of_mtu_black_hole (const struct trace *trace)
{
  g_assert_cmpuint (vars_after (trace, B, REASON_UPDATE_PATH_MTU_BLACK_HOLE, 1).eff_snd_mss, ==, 1160);
  g_assert_cmpuint (count_reasons (trace, REASON_LINK_TOO_BIG_SILENT), ==, 5);
  g_assert_cmpuint (count_events (trace, TRACE_ICMP, HOST_NONE), ==, 0);
}

static void
facts_of_mtu_report (const struct trace *trace)
{
  g_assert_cmpuint (vars_after (trace, B, REASON_UPDATE_PATH_MTU_LOWERED, 1).eff_snd_mss, ==, 1360);
  g_assert_cmpuint (count_reasons (trace, REASON_TIMER_RTO_EXPIRED), ==, 0);
}

const struct lesson lessons_unexpected[] = {
  { "stale-syn", stale_syn, facts_of_stale_syn, LESSON_DISTURBED_OWN_NUMBERS },
  { "stale-syn-crossing", stale_syn_crossing, NULL, LESSON_DISTURBED_OWN_NUMBERS },
  { "two-way-handshake", two_way_handshake, facts_of_two_way_handshake, LESSON_DISTURBED_OWN_NUMBERS },
  { "two-way-handshake-lost", two_way_handshake_lost, NULL },
  { "half-open", half_open, facts_of_half_open, LESSON_OWN_NUMBERS },
  { "half-open-client", half_open_client, facts_of_half_open_client, LESSON_OWN_NUMBERS },
  { "half-open-off", half_open_off, facts_of_half_open_off, LESSON_DISTURBED_OWN_NUMBERS },
  { "half-open-silent", half_open_silent, facts_of_half_open_silent, LESSON_OWN_NUMBERS },
  { "syn-flood", NULL, facts_of_syn_flood, LESSON_DISTURBED_OWN_NUMBERS },
  { "syn-flood-cookies", syn_flood_cookies, facts_of_syn_flood_cookies, LESSON_COOKIES },
  { "challenge-ack", challenge_ack, facts_of_challenge_ack, LESSON_DISTURBED_OWN_NUMBERS },
  { "challenge-ack-off", challenge_ack_off, facts_of_challenge_ack_off, LESSON_DISTURBED_OWN_NUMBERS },
  { "paws", paws, facts_of_paws, LESSON_DISTURBED_OWN_NUMBERS },
  { "paws-off", paws_off, facts_of_paws_off, LESSON_DISTURBED_OWN_NUMBERS },
  { "mtu-black-hole", mtu_black_hole, facts_of_mtu_black_hole, LESSON_PLAIN },
  { "mtu-report", mtu_report, facts_of_mtu_report, LESSON_DISTURBED },
  { 0 },
};
