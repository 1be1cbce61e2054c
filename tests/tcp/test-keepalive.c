/* Keep-alive: asks only when there is silence and nothing to send, and gives up only after several probes. */
#include "bench.h"

/* Asks after 10 s of silence, then every 2 s, three times. */
static struct tcp_config
watchful (void)
{
  struct tcp_config config = bench_config ();

  config.keepalive = true;
  config.keepalive_idle = SEC (10);
  config.keepalive_interval = SEC (2);
  config.keepalive_count = 3;
  return config;
}

/* MUST-25, MUST-28: off in every preset, and two hours when it is switched on. */
static void
test_defaults (void)
{
  const struct tcp_config presets[] = { tcp_config_rfc (), tcp_config_linux (), tcp_config_lesson () };

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      g_assert_false (presets[i].keepalive);
      g_assert_cmpint (presets[i].keepalive_idle, >=, SEC (7200));
      g_assert_cmpuint (presets[i].keepalive_count, >=, 2);
    }
  struct bench *b = bench_established (NULL, 8000);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_at (b, SEC (100000));
  bench_quiet (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* SHLD-12: the probe repeats the last number and has no text. Its answer is an ACK like any other. */
static void
test_probe (void)
{
  struct tcp_config config = watchful ();
  struct bench *b = bench_established (&config, 8000);

  bench_at (b, MS (10100) - 1);
  bench_quiet (b);
  bench_at (b, MS (10100));
  bench_saw (b, REASON_TIMER_KEEPALIVE_EXPIRED);
  bench_sends (b, ". 0:0(0) ack 1");
  bench_reason (b, REASON_SEND_KEEPALIVE_PROBE);
  BENCH_CHAIN (b, REASON_SEND_KEEPALIVE_PROBE, REASON_TIMER_KEEPALIVE_EXPIRED, REASON_TIMER_KEEPALIVE_START);
  bench_at (b, MS (10200));
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_TIMER_KEEPALIVE_ANSWERED);
  bench_quiet (b);
  bench_at (b, MS (20200) - 1);
  bench_quiet (b);
  bench_at (b, MS (20200));
  bench_sends (b, ". 0:0(0) ack 1");
  bench_free (b);
}

/* MUST-29: only the whole number of probes without an answer ends the connection. */
static void
test_gives_up (void)
{
  struct tcp_config config = watchful ();
  struct bench *b = bench_established (&config, 8000);

  for (guint i = 0; i < 3; i++)
    {
      bench_at (b, MS (10100) + i * SEC (2));
      bench_sends (b, ". 0:0(0) ack 1");
      bench_state (b, TCP_ESTABLISHED);
    }
  bench_at (b, MS (16100) - 1);
  bench_state (b, TCP_ESTABLISHED);
  bench_at (b, MS (16100));
  bench_saw (b, REASON_STATE_KEEPALIVE_TIMED_OUT);
  bench_saw (b, REASON_NOTICE_TIMED_OUT);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_TIMED_OUT);
  bench_quiet (b);
  bench_free (b);
}

/* The last probe is answered: the count begins anew. */
static void
test_counts_in_a_row (void)
{
  struct tcp_config config = watchful ();
  struct bench *b = bench_established (&config, 8000);

  for (vtime from = MS (100); from < SEC (60); from += MS (14100))
    {
      for (guint i = 0; i < 3; i++)
        {
          bench_at (b, from + SEC (10) + i * SEC (2));
          bench_sends (b, ". 0:0(0) ack 1");
        }
      bench_at (b, from + MS (14100));
      bench_arrives (b, ". 1:1(0) ack 1");
    }
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* MUST-26: what arrives puts the probe off. */
static void
test_only_when_idle (void)
{
  struct tcp_config config = watchful ();
  struct bench *b = bench_established (&config, 8000);

  bench_at (b, SEC (6));
  bench_arrives (b, "P. 1:101(100) ack 1");
  bench_at (b, MS (6200));
  bench_sends (b, ". 1:1(0) ack 101");
  bench_at (b, MS (10100));
  bench_saw (b, REASON_TIMER_KEEPALIVE_RESTART);
  bench_at (b, SEC (16) - 1);
  bench_quiet (b);
  bench_at (b, SEC (16));
  bench_sends (b, ". 0:0(0) ack 101");
  bench_free (b);
}

/* MUST-26: while text is outstanding the RTO asks, and while the window is closed the persist timer does. */
static void
test_not_while_sending (void)
{
  struct tcp_config config = watchful ();
  struct bench *b = bench_established (&config, 8000);

  bench_at (b, SEC (9));
  bench_send (b, 100);
  bench_at (b, SEC (60));
  bench_take_all (b);
  g_assert_cmpuint (bench_count (b, REASON_SEND_KEEPALIVE_PROBE), ==, 0);
  g_assert_cmpuint (bench_count (b, REASON_RETRANSMIT_TIMEOUT), >, 3);
  bench_free (b);

  b = bench_established (&config, 0);
  bench_send (b, 100);
  bench_at (b, SEC (60));
  bench_take_all (b);
  g_assert_cmpuint (bench_count (b, REASON_SEND_KEEPALIVE_PROBE), ==, 0);
  g_assert_cmpuint (bench_count (b, REASON_SEND_WINDOW_PROBE), >, 3);
  bench_free (b);
}

/* MUST-24: each connection for itself, at any time. */
static void
test_switch (void)
{
  struct tcp_config config = watchful ();

  config.keepalive = false;
  struct bench *b = bench_established (&config, 8000);
  bench_at (b, SEC (100));
  g_assert_cmpint (tcp_stack_set_keepalive (bench_stack (b), bench_socket (b), true, SEC (100), EVENT_NONE), ==,
                   TCP_OK);
  bench_saw (b, REASON_TIMER_KEEPALIVE_START);
  bench_at (b, SEC (110));
  bench_sends (b, ". 0:0(0) ack 1");
  g_assert_cmpint (tcp_stack_set_keepalive (bench_stack (b), bench_socket (b), false, SEC (110), EVENT_NONE), ==,
                   TCP_OK);
  bench_saw (b, REASON_TIMER_KEEPALIVE_STOP);
  bench_at (b, SEC (1000));
  bench_quiet (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);

  /* Off before it could begin. */
  config.keepalive = true;
  b = bench_in (&config, TCP_SYN_SENT, FALSE);
  tcp_stack_set_keepalive (bench_stack (b), bench_socket (b), false, 0, EVENT_NONE);
  bench_arrives (b, "S. 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_at (b, SEC (1000));
  bench_quiet (b);
  g_assert_cmpint (tcp_stack_set_keepalive (bench_stack (b), 12345, true, SEC (1000), EVENT_NONE), ==,
                   TCP_ERROR_NO_CONNECTION);
  bench_free (b);
}

/* TO-KEEP: in the states that have no end of their own. */
static void
test_states (void)
{
  static const enum tcp_state states[] = { TCP_ESTABLISHED, TCP_CLOSE_WAIT, TCP_FIN_WAIT_2 };
  struct tcp_config config = watchful ();

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    for (int passive = 0; passive < 2; passive++)
      {
        struct bench *b = bench_in (&config, states[i], passive);
        while (bench_count (b, REASON_SEND_KEEPALIVE_PROBE) == 0)
          bench_at (b, tcp_stack_next_timeout (bench_stack (b)));
        g_assert_cmpint (bench_now (b), >=, SEC (10));
        g_autofree char *probe = g_strdup_printf (". %u:%u(0) ack %u", bench_next_sent (states[i]) - 1,
                                                  bench_next_sent (states[i]) - 1, bench_next_received (states[i]));
        bench_sends (b, probe);
        bench_at (b, SEC (20));
        bench_take_all (b);
        bench_state (b, TCP_CLOSED);
        bench_free (b);
      }
}

/* Switched on late, in each of them. */
static void
test_switched_on_late (void)
{
  static const enum tcp_state states[] = { TCP_ESTABLISHED, TCP_CLOSE_WAIT, TCP_FIN_WAIT_2 };
  struct tcp_config config = watchful ();

  config.keepalive = false;
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      struct bench *b = bench_in (&config, states[i], FALSE);
      vtime now = bench_now (b);
      tcp_stack_set_keepalive (bench_stack (b), bench_socket (b), true, now, EVENT_NONE);
      bench_at (b, now + SEC (10));
      bench_saw (b, REASON_SEND_KEEPALIVE_PROBE);
      bench_take_all (b);
      bench_free (b);
    }
}

/* TIME-WAIT ends by itself. */
static void
test_time_wait (void)
{
  struct tcp_config config = watchful ();
  struct bench *b = bench_in (&config, TCP_TIME_WAIT, FALSE);

  g_assert_cmpuint (bench_count (b, REASON_TIMER_KEEPALIVE_STOP), ==, 1);
  bench_at (b, SEC (100));
  bench_quiet (b);
  bench_state (b, TCP_TIME_WAIT);
  bench_free (b);
}

/* The peer was restarted: its RST answers the probe. */
static void
test_peer_restarted (void)
{
  struct tcp_config config = watchful ();
  struct bench *b = bench_established (&config, 8000);

  bench_at (b, MS (10100));
  bench_sends (b, ". 0:0(0) ack 1");
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_STATE_RESET);
  bench_state (b, TCP_CLOSED);
  bench_free (b);
}

/* The other side of it: a probe gets an ACK, on or off, with room or without. */
static void
test_answer (void)
{
  struct bench *b = bench_established (NULL, 8000);

  bench_at (b, SEC (20));
  bench_arrives (b, ". 0:0(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_arrives (b, ". 0:1(1) ack 1");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_free (b);
  b = bench_closed_window ();
  bench_arrives (b, ". 8000:8000(0) ack 1");
  bench_sends (b, ". 1:1(0) ack 8001");
  bench_free (b);
}

const struct dialogue dialogues_keepalive[] = {
  { "/tcp/keepalive/MUST-25/MUST-28/defaults", test_defaults },
  { "/tcp/keepalive/SHLD-12/probe", test_probe },
  { "/tcp/keepalive/MUST-29/gives-up", test_gives_up },
  { "/tcp/keepalive/MUST-29/counts-in-a-row", test_counts_in_a_row },
  { "/tcp/keepalive/MUST-26/only-when-idle", test_only_when_idle },
  { "/tcp/keepalive/MUST-26/not-while-sending", test_not_while_sending },
  { "/tcp/keepalive/MUST-24/switch", test_switch },
  { "/tcp/keepalive/TO-KEEP/MUST-27/MAY-5/states", test_states },
  { "/tcp/keepalive/TO-KEEP/MAY-5/late", test_switched_on_late },
  { "/tcp/keepalive/TO-KEEP/time-wait", test_time_wait },
  { "/tcp/keepalive/TO-KEEP/peer-restarted", test_peer_restarted },
  { "/tcp/keepalive/TO-KEEP/answer", test_answer },
  { 0 },
};
