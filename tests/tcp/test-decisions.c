/* What the RFCs leave open and we decided, and what lessons set: the order within an instant, resets, fixed numbers,
 * challenge ACKs. */
#include "bench.h"

/* ISN-04: the same numbers in every run, and each connection has its own. */
static void
test_fixed_numbers (void)
{
  struct endpoint other = { ip_address_v4 (10, 0, 0, 2), 7 };
  struct tcp_config config = bench_config ();

  config.iss = 4242;
  for (guint run = 0; run < 2; run++)
    {
      struct bench *b = bench_new (&config);
      bench_at (b, SEC (run));
      bench_connect (b);
      bench_sends (b, "S 0:0(0) <mss 1000>");
      g_assert_cmpuint (bench_vars (b).iss, ==, 4242);
      bench_use (b, tcp_stack_connect (bench_stack (b), 0, &other, bench_now (b), EVENT_NONE));
      g_assert_cmpuint (bench_vars (b).iss, ==, 5242);
      bench_take_all (b);
      bench_free (b);
    }
}

/* CH-02: however much waits to be sent or sent again, a challenge ACK has no octets. */
static void
test_challenge_is_empty (void)
{
  struct bench *b = bench_established (NULL, 1000);

  bench_send (b, 3000);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, "R 4000:4000(0)");
  bench_sends (b, ". 1001:1001(0) ack 1");
  bench_reason (b, REASON_SEND_CHALLENGE_RST);
  bench_arrives (b, "S 4000:4000(0)");
  bench_sends (b, ". 1001:1001(0) ack 1");
  bench_reason (b, REASON_SEND_CHALLENGE_SYN);
  bench_arrives (b, ". 1:1(0) ack 4294960000");
  bench_sends (b, ". 1001:1001(0) ack 1");
  bench_reason (b, REASON_SEND_CHALLENGE_ACK);
  bench_free (b);
}

/* D-05: timers of one instant expire in the order in which their connections were made; those of one connection in the
 * order of enum tcp_timer. */
static void
test_timers_of_one_instant (void)
{
  struct endpoint remote = { ip_address_v4 (10, 0, 0, 2), 0 };
  struct tcp_config config = bench_config ();
  struct bench *b = bench_new (&config);

  for (guint16 port = 3; port > 0; port--)
    {
      remote.port = port;
      tcp_stack_connect (bench_stack (b), port, &remote, 0, EVENT_NONE);
    }
  bench_take_all (b);
  bench_at (b, SEC (1));
  for (guint16 port = 3; port > 0; port--)
    {
      bench_our_iss (b, 100 + 1000 * (3u - port));
      bench_sends (b, "S 0:0(0) <mss 1000>");
      bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
    }
  bench_free (b);

  config.user_timeout = SEC (1);
  b = bench_in (&config, TCP_SYN_SENT, FALSE);
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_saw (b, REASON_NOTICE_USER_TIMEOUT);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* D-06: our RST has no ACK (RFC 9293 §3.10.5); that of others may have one. D-07: who resets keeps nothing, not even
 * TIME-WAIT. */
static void
test_reset (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_abort (b);
  bench_sends (b, "R 11:11(0)");
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_arrives (b, ". 1:1(0) ack 11");
  bench_sends (b, "R 11:11(0)");
  bench_reason (b, REASON_SEND_RST_CLOSED);
  bench_free (b);

  b = bench_established (NULL, 8000);
  bench_arrives (b, "R. 1:1(0) ack 1");
  bench_saw (b, REASON_NOTICE_RESET);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

const struct dialogue dialogues_decisions[] = {
  { "/tcp/decisions/ISN-04", test_fixed_numbers },
  { "/tcp/decisions/CH-02", test_challenge_is_empty },
  { "/tcp/decisions/D-05/timers", test_timers_of_one_instant },
  { "/tcp/decisions/D-06/D-07", test_reset },
  { 0 },
};
