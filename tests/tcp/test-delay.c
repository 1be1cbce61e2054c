/* What is put off: small segments (Nagle) and acknowledgments. */
#include "bench.h"

/* --- Nagle --- */

/* S27, A's side. */
static void
test_nagle (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_at (b, MS (101));
  bench_send (b, 100);
  bench_saw (b, REASON_WAIT_NAGLE);
  bench_send (b, 10);
  bench_saw_not (b, REASON_WAIT_NAGLE);
  bench_quiet (b);
  bench_at (b, MS (400));
  bench_arrives (b, ". 1:1(0) ack 101");
  bench_sends (b, "P. 101:211(110) ack 1");
  BENCH_CHAIN (b, REASON_SEND_DATA, REASON_ARRIVE_ACK);
  /* A full segment does not wait. */
  bench_send (b, 900);
  bench_quiet (b);
  bench_send (b, 150);
  bench_sends (b, ". 211:1211(1000) ack 1");
  bench_quiet (b);
  /* Nor does what a FIN follows. */
  bench_shutdown (b);
  bench_sends (b, "FP. 1211:1261(50) ack 1");
  bench_free (b);
}

/* Behind full segments nothing waits; behind a small one it does. */
static void
test_nagle_minshall (void)
{
  struct tcp_config config = bench_config ();

  g_assert_false (config.nagle_minshall);
  g_assert_true (tcp_config_linux ().nagle_minshall);
  config.nagle_minshall = true;
  struct bench *b = bench_established (&config, 8000);
  bench_send (b, 2100);
  bench_sends (b, ". 1:1001(1000) ack 1");
  bench_sends (b, ". 1001:2001(1000) ack 1");
  bench_sends (b, "P. 2001:2101(100) ack 1");
  bench_send (b, 1050);
  bench_sends (b, ". 2101:3101(1000) ack 1");
  bench_saw (b, REASON_WAIT_NAGLE);
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 2001");
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 2101");
  bench_sends (b, "P. 3101:3151(50) ack 1");
  bench_arrives (b, ". 1:1(0) ack 3151");
  bench_send (b, 10);
  bench_sends (b, "P. 3151:3161(10) ack 1");
  bench_free (b);
}

static void
test_nagle_off (void)
{
  struct tcp_config config = bench_config ();

  config.nagle = false;
  struct bench *b = bench_established (&config, 8000);
  bench_send (b, 100);
  bench_sends (b, "P. 1:101(100) ack 1");
  bench_at (b, MS (101));
  bench_send (b, 100);
  bench_sends (b, "P. 101:201(100) ack 1");
  bench_free (b);
}

/* --- when to acknowledge --- */

/* S27, B's side. Below half a second in every preset (MUST-40). */
static void
test_delayed_ack (void)
{
  struct bench *b = bench_established (NULL, 8000);

  g_assert_cmpint (tcp_config_rfc ().delayed_ack_time, <, MS (500));
  g_assert_cmpint (tcp_config_linux ().delayed_ack_time, <, MS (500));
  g_assert_cmpint (tcp_config_lesson ().delayed_ack_time, <, MS (500));
  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_saw (b, REASON_TIMER_DELAYED_ACK_START);
  bench_at (b, MS (299));
  bench_quiet (b);
  bench_at (b, MS (300));
  bench_saw (b, REASON_TIMER_DELAYED_ACK_EXPIRED);
  bench_sends (b, ". 1:1(0) ack 101");
  BENCH_CHAIN (b, REASON_SEND_ACK_DELAYED, REASON_TIMER_DELAYED_ACK_EXPIRED, REASON_TIMER_DELAYED_ACK_START,
               REASON_ARRIVE_DATA);
  /* The program's answer takes it along. */
  bench_arrives (b, "P. 101:201(100) ack 1");
  bench_send (b, 10);
  bench_saw (b, REASON_TIMER_DELAYED_ACK_STOP);
  bench_sends (b, "P. 1:11(10) ack 201");
  bench_at (b, MS (999));
  bench_quiet (b);
  bench_free (b);
}

static void
test_ack_every_second (void)
{
  struct bench *b = bench_established (NULL, 8000);

  for (guint32 i = 0; i < 6; i++)
    {
      g_autofree char *text = g_strdup_printf (". %u:%u(1000) ack 1", 1 + 1000 * i, 1001 + 1000 * i);
      g_autofree char *ack = g_strdup_printf (". 1:1(0) ack %u win 8000", 1001 + 1000 * i);
      bench_gather (b);
      bench_arrives (b, text);
      g_assert_cmpint (bench_receive (b, 2000), ==, 1000);
      bench_flush (b);
      if (i % 2 == 1)
        {
          bench_sends (b, ack);
          bench_reason (b, REASON_SEND_ACK_EVERY_SECOND);
        }
      else
        bench_quiet (b);
    }
  /* Small ones count by their octets. */
  bench_arrives (b, ". 6001:6901(900) ack 1");
  bench_arrives (b, ". 6901:7801(900) ack 1");
  bench_flush (b);
  bench_quiet (b);
  bench_arrives (b, ". 7801:8001(200) ack 1");
  bench_flush (b);
  bench_sends (b, ". 1:1(0) ack 8001");
  bench_free (b);
}

/* A peer that never sends as much as we would take: its own limit makes a segment full. */
static void
test_ack_every_second_small_mss (void)
{
  struct bench *b = bench_in (NULL, TCP_SYN_SENT, FALSE);

  bench_arrives (b, "S. 0:0(0) ack 1 <mss 600>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, ". 1:601(600) ack 1");
  bench_quiet (b);
  bench_arrives (b, ". 601:1201(600) ack 1");
  bench_sends (b, ". 1:1(0) ack 1201");
  bench_arrives (b, ". 1201:1800(599) ack 1");
  bench_arrives (b, ". 1800:2399(599) ack 1");
  bench_quiet (b);
  bench_free (b);
}

/* A window that was full but never told so has not been opened again: one octet is no probe. */
static void
test_full_but_read (void)
{
  struct tcp_config config = bench_config ();

  config.receive_buffer = 2000;
  struct bench *b = bench_established (&config, 8000);
  bench_gather (b);
  bench_arrives (b, ". 1:1001(1000) ack 1");
  bench_arrives (b, ". 1001:2001(1000) ack 1");
  bench_receive (b, 2000);
  bench_flush (b);
  bench_sends (b, ". 1:1(0) ack 2001 win 2000");
  bench_arrives (b, "P. 2001:2002(1) ack 1");
  bench_flush (b);
  bench_quiet (b);
  bench_free (b);
}

static void
test_ack_at_once (void)
{
  struct tcp_config config = bench_config ();

  config.delayed_ack = false;
  struct bench *b = bench_established (&config, 8000);
  bench_arrives (b, "P. 1:2(1) ack 1");
  bench_sends (b, ". 1:1(0) ack 2");
  BENCH_CHAIN (b, REASON_SEND_ACK_AT_ONCE, REASON_ARRIVE_DATA);
  bench_free (b);
}

const struct dialogue dialogues_delay[] = {
  { "/tcp/delay/S27/NG-01/FC-02/SHLD-7", test_nagle },
  { "/tcp/delay/NG-01/minshall", test_nagle_minshall },
  { "/tcp/delay/S27/NG-02/MUST-17", test_nagle_off },
  { "/tcp/delay/S27/DA-01/TO-DACK/MUST-40/SHLD-18", test_delayed_ack },
  { "/tcp/delay/DA-02/SHLD-19", test_ack_every_second },
  { "/tcp/delay/DA-02/SHLD-19/mss", test_ack_every_second_small_mss },
  { "/tcp/delay/DA-03/no-probe", test_full_but_read },
  { "/tcp/delay/DA-03/off", test_ack_at_once },
  { 0 },
};
