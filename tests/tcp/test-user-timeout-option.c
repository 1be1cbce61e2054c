/* The user timeout option (RFC 5482). */
#include "bench.h"

static struct tcp_config
with_timeout (vtime timeout)
{
  struct tcp_config config = bench_config ();

  config.uto = true;
  config.user_timeout = timeout;
  config.uto_least = SEC (100);
  config.uto_most = SEC (3600);
  return config;
}

static void
assert_timeout (struct bench *b, vtime timeout)
{
  g_assert_cmpint (bench_vars (b).user_timeout, ==, timeout);
}

static void
test_off (void)
{
  struct tcp_config rfc = tcp_config_rfc ();
  struct tcp_config linux_like = tcp_config_linux ();
  struct tcp_config lesson = tcp_config_lesson ();

  g_assert_false (rfc.uto || linux_like.uto || lesson.uto);
  g_assert_true (rfc.uto_changeable && linux_like.uto_changeable && lesson.uto_changeable);

  struct tcp_config config = with_timeout (SEC (200));
  config.uto = false;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,uto 300>");
  bench_saw_not (b, REASON_UPDATE_USER_TIMEOUT_TAKEN);
  bench_sends (b, ". 1:1(0) ack 1");
  assert_timeout (b, SEC (200));
  bench_free (b);
}

/* --- telling --- */

/* With the SYN, also a repeated one, and once more with the first segment after it. */
static void
test_active (void)
{
  struct tcp_config config = with_timeout (SEC (200));
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,uto 200>");
  bench_at (b, SEC (1));
  bench_sends (b, "S 0:0(0) <mss 1000,uto 200>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1 <uto 200>");
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  assert_timeout (b, SEC (200));
  bench_free (b);
}

static void
test_passive (void)
{
  struct tcp_config config = with_timeout (SEC (200));
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);

  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,uto 200>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  /* A full segment leaves room for it. */
  bench_send (b, 2000);
  bench_sends (b, ". 1:997(996) ack 1 <uto 200>");
  bench_sends (b, ". 997:1997(1000) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1997");
  bench_sends (b, "P. 1997:2001(4) ack 1");
  bench_free (b);
}

/* What is said in a SYN is lost with a cookie; the first segment after it says it again. */
static void
test_cookie (void)
{
  struct tcp_config config = with_timeout (SEC (200));

  config.syn_cookies = TCP_SYN_COOKIES_ALWAYS;
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  bench_arrives (b, "S 0:0(0) <mss 1000,uto 400>");
  bench_our_iss (b, bench_next_seq (b));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,uto 200>");
  bench_arrives (b, ". 1:1(0) ack 1 <uto 400>");
  bench_saw (b, REASON_UPDATE_USER_TIMEOUT_TAKEN);
  bench_accept (b);
  assert_timeout (b, SEC (400));
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1 <uto 200>");
  bench_free (b);
}

/* Beside timestamps and reports; text makes room for all of them. */
static void
test_beside_others (void)
{
  struct tcp_config config = with_timeout (SEC (200));

  config.timestamps = true;
  config.sack = true;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,sackOK,TS val 0 ecr 0,uto 200>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,sackOK,TS val 5 ecr 0>");
  bench_sends (b, ". 1:1(0) ack 1 <TS val 0 ecr 5,uto 200>");
  bench_free (b);

  b = bench_in (&config, TCP_LISTEN, FALSE);
  bench_arrives (b, "S 0:0(0) <mss 1000,sackOK,TS val 5 ecr 0>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,sackOK,TS val 0 ecr 5,uto 200>");
  bench_gather (b);
  bench_arrives (b, ". 1:1(0) ack 1 <TS val 5 ecr 0>");
  bench_arrives (b, ". 11:21(10) ack 1 <TS val 5 ecr 0>");
  bench_accept (b);
  bench_send (b, 2000);
  /* 1000 less 12 of timestamps, 12 of a report and 4. */
  bench_sends (b, ". 1:973(972) ack 1 <TS val 0 ecr 5,sack 11:21,uto 200>");
  bench_sends (b, ". 973:1949(976) ack 1 <TS val 0 ecr 5,sack 11:21>");
  bench_flush (b);
  bench_free (b);
}

/* A RST has none. */
static void
test_reset (void)
{
  struct tcp_config config = with_timeout (SEC (200));
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);

  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,uto 200>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  bench_abort (b);
  bench_sends (b, "R 1:1(0)");
  bench_free (b);
}

/* Seconds as long as 15 bits hold them, then minutes; never less than what is meant. */
static void
test_encoding (void)
{
  static const struct
  {
    vtime timeout;
    const char *syn;
  } cases[] = {
    { 1, "S 0:0(0) <mss 1000,uto 1>" },
    { SEC (1), "S 0:0(0) <mss 1000,uto 1>" },
    { SEC (1) + 1, "S 0:0(0) <mss 1000,uto 2>" },
    { SEC (32767), "S 0:0(0) <mss 1000,uto 32767>" },
    { SEC (32768), "S 0:0(0) <mss 1000,uto 33315>" }, /* 547 minutes */
    { SEC (32820), "S 0:0(0) <mss 1000,uto 33315>" },
    { SEC (32821), "S 0:0(0) <mss 1000,uto 33316>" },
    { SEC (32767 * 60), "S 0:0(0) <mss 1000,uto 65535>" },
    { SEC (40000 * 60), "S 0:0(0) <mss 1000,uto 65535>" },
    { 0, "S 0:0(0) <mss 1000>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct tcp_config config = with_timeout (cases[i].timeout);
      struct bench *b = bench_new (&config);

      bench_connect (b);
      bench_sends (b, cases[i].syn);
      bench_free (b);
    }
}

/* --- taking --- */

/* USER_TIMEOUT = min (U_LIMIT, max (ADV_UTO, REMOTE_UTO, L_LIMIT)). */
static void
test_formula (void)
{
  static const struct
  {
    vtime ours;
    guint field;
    vtime timeout;
  } cases[] = {
    { SEC (200), 300, SEC (300) },    { SEC (200), 150, SEC (200) }, { SEC (20), 30, SEC (100) },
    { SEC (200), 3601, SEC (3600) },  { 0, 300, SEC (300) },         { 0, 1, SEC (100) },
    { SEC (200), 32773, SEC (300) },  { 0, 32769, SEC (100) },       { SEC (5000), 300, SEC (3600) },
    { SEC (200), 65535, SEC (3600) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct tcp_config config = with_timeout (cases[i].ours);
      g_autofree char *answer = g_strdup_printf ("S. 0:0(0) ack 1 <mss 1000,uto %u>", cases[i].field);
      struct bench *b = bench_new (&config);

      bench_connect (b);
      bench_take_all (b);
      bench_arrives (b, answer);
      bench_take_all (b);
      assert_timeout (b, cases[i].timeout);
      bench_free (b);
    }
}

static void
test_by_syn (void)
{
  struct tcp_config config = with_timeout (SEC (200));
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);

  bench_arrives (b, "S 0:0(0) <mss 1000,uto 300>");
  bench_saw (b, REASON_UPDATE_USER_TIMEOUT_TAKEN);
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,uto 200>");
  bench_arrives (b, ". 1:1(0) ack 1 <uto 300>");
  bench_saw_not (b, REASON_UPDATE_USER_TIMEOUT_TAKEN);
  bench_accept (b);
  assert_timeout (b, SEC (300));
  bench_free (b);
}

/* Any acceptable segment may bring it; what is outside of the window says nothing. */
static void
test_by_any (void)
{
  struct tcp_config config = with_timeout (SEC (200));

  config.r2 = SEC (100);
  struct bench *b = bench_in (&config, TCP_LISTEN, FALSE);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000,uto 200>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  bench_arrives (b, ". 9000:9000(0) ack 1 <uto 400>");
  bench_take_all (b);
  assert_timeout (b, SEC (200));
  bench_send (b, 10);
  bench_take_all (b);
  vtime deadline = bench_deadline (b, TCP_TIMER_USER);
  bench_arrives (b, ". 1:1(0) ack 1 <uto 400>");
  bench_saw (b, REASON_UPDATE_USER_TIMEOUT_TAKEN);
  bench_saw (b, REASON_TIMER_USER_START);
  assert_timeout (b, SEC (400));
  g_assert_cmpint (bench_deadline (b, TCP_TIMER_USER), ==, deadline + SEC (200));

  /* It is this that ends the connection, not R2 before it. */
  vtime end = deadline + SEC (200);
  while (tcp_stack_next_timeout (bench_stack (b)) < end)
    {
      bench_at (b, tcp_stack_next_timeout (bench_stack (b)));
      bench_take_all (b);
    }
  bench_state (b, TCP_ESTABLISHED);
  bench_at (b, end);
  bench_saw (b, REASON_STATE_USER_TIMEOUT);
  bench_free (b);
}

static void
test_not_changeable (void)
{
  struct tcp_config config = with_timeout (SEC (200));

  config.uto_changeable = false;
  struct bench *b = bench_new (&config);
  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1000,uto 200>");
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000,uto 300>");
  bench_saw (b, REASON_UPDATE_USER_TIMEOUT_KEPT);
  bench_sends (b, ". 1:1(0) ack 1 <uto 200>");
  assert_timeout (b, SEC (200));
  bench_free (b);
}

static void
test_zero (void)
{
  static const char *const answers[] = { "S. 0:0(0) ack 1 <mss 1000,uto 0>", "S. 0:0(0) ack 1 <mss 1000,uto 32768>" };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      struct tcp_config config = with_timeout (0);
      struct bench *b = bench_new (&config);

      bench_connect (b);
      bench_sends (b, "S 0:0(0) <mss 1000>");
      bench_arrives (b, answers[i]);
      bench_saw (b, REASON_UPDATE_USER_TIMEOUT_RESERVED);
      bench_sends (b, ". 1:1(0) ack 1");
      assert_timeout (b, 0);
      bench_free (b);
    }
}

const struct dialogue dialogues_user_timeout_option[] = {
  { "/tcp/user-timeout-option/off", test_off },
  { "/tcp/user-timeout-option/UTO-01/active", test_active },
  { "/tcp/user-timeout-option/UTO-01/passive", test_passive },
  { "/tcp/user-timeout-option/UTO-01/cookie", test_cookie },
  { "/tcp/user-timeout-option/UTO-01/beside-others", test_beside_others },
  { "/tcp/user-timeout-option/UTO-01/reset", test_reset },
  { "/tcp/user-timeout-option/UTO-01/UTO-03/encoding", test_encoding },
  { "/tcp/user-timeout-option/UTO-02/formula", test_formula },
  { "/tcp/user-timeout-option/UTO-02/syn", test_by_syn },
  { "/tcp/user-timeout-option/UTO-02/any", test_by_any },
  { "/tcp/user-timeout-option/UTO-02/not-changeable", test_not_changeable },
  { "/tcp/user-timeout-option/UTO-03/zero", test_zero },
  { 0 },
};
