/* SYN cookies (RFC 4987 §3.6): the listener keeps nothing, and the ACK brings back what is needed. */
#include "bench.h"

#include "wire/packet.h"

#include <string.h>

static struct bench *
listening (const struct tcp_config *config)
{
  struct bench *b = bench_new (config);

  bench_listen (b);
  return b;
}

static struct tcp_config
always (void)
{
  struct tcp_config config = bench_config ();

  config.syn_cookies = TCP_SYN_COOKIES_ALWAYS;
  return config;
}

static struct tcp_config
with_options (void)
{
  struct tcp_config config = always ();

  config.timestamps = true;
  config.window_scale = true;
  config.sack = true;
  config.ecn = true;
  config.receive_buffer = 200000;
  return config;
}

static guint
sockets (struct bench *b)
{
  return (guint) tcp_stack_list (bench_stack (b), NULL, 0);
}

/* The SYN+ACK that left is the start of our numbers. */
static void
take_cookie (struct bench *b, const char *text)
{
  bench_our_iss (b, bench_next_seq (b));
  bench_sends (b, text);
  bench_reason (b, REASON_SEND_SYN_COOKIE);
}

/* --- when --- */

static void
test_off (void)
{
  struct tcp_config rfc = tcp_config_rfc ();
  struct tcp_config linux_like = tcp_config_linux ();
  struct tcp_config lesson = tcp_config_lesson ();

  g_assert_cmpint (rfc.syn_cookies, ==, TCP_SYN_COOKIES_OFF);
  g_assert_cmpint (linux_like.syn_cookies, ==, TCP_SYN_COOKIES_OFF);
  g_assert_cmpint (lesson.syn_cookies, ==, TCP_SYN_COOKIES_OFF);
}

static void
test_when_full (void)
{
  struct tcp_config config = bench_config ();

  config.syn_cookies = TCP_SYN_COOKIES_WHEN_FULL;
  config.backlog = 1;
  struct bench *b = listening (&config);
  bench_arrives_from (b, 1, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_reason (b, REASON_SEND_SYN_ACK);
  g_assert_cmpuint (sockets (b), ==, 2);

  bench_arrives_from (b, 2, "S 0:0(0) <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 win 8000 <mss 1000>");
  BENCH_CHAIN (b, REASON_SEND_SYN_COOKIE, REASON_ARRIVE_SYN);
  bench_saw_not (b, REASON_DISCARD_BACKLOG_FULL);
  g_assert_cmpuint (sockets (b), ==, 2);

  bench_arrives_from (b, 2, ". 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_SYN_COOKIE);
  bench_saw (b, REASON_STATE_HANDSHAKE_DONE);
  bench_saw (b, REASON_NOTICE_ACCEPTED);
  g_assert_cmpuint (sockets (b), ==, 3);
  bench_accept (b);
  bench_state (b, TCP_ESTABLISHED);
  bench_send (b, 10);
  bench_sends (b, "P. 1:11(10) ack 1");
  bench_free (b);
}

/* Nothing is kept, so nothing is sent again: the peer's SYN comes again and gets the same answer. */
static void
test_nothing_kept (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);

  for (guint16 port = 1; port <= 100; port++)
    {
      bench_arrives_from (b, port, "S 0:0(0) <mss 1000>");
      take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
    }
  g_assert_cmpuint (sockets (b), ==, 1);
  g_assert_cmpint (tcp_stack_next_timeout (bench_stack (b)), ==, VTIME_NEVER);
  bench_at (b, SEC (3));
  bench_arrives_from (b, 100, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

/* --- the ACK --- */

static void
test_with_text (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);

  bench_arrives (b, "S 0:0(0) win 5000 <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, "P. 1:11(10) ack 1 win 5000");
  bench_saw (b, REASON_STATE_SYN_COOKIE);
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_accept (b);
  bench_state (b, TCP_ESTABLISHED);
  g_assert_cmpint (bench_receive (b, 100), ==, 10);
  g_assert_cmpuint (bench_vars (b).snd_wnd, ==, 5000);
  g_assert_cmpuint (bench_vars (b).last_ack_sent, ==, 301);
  bench_at (b, MS (200));
  bench_sends (b, ". 1:1(0) ack 11");
  bench_free (b);
}

static void
test_with_fin (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);

  bench_arrives (b, "S 0:0(0) <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, "FP. 1:11(10) ack 1");
  bench_sends (b, ". 1:1(0) ack 12");
  bench_accept (b);
  bench_state (b, TCP_CLOSE_WAIT);
  bench_free (b);
}

static void
refuse_forged (struct bench *b, guint16 port, const char *text, const char *answer)
{
  bench_arrives_from (b, port, text);
  bench_saw (b, REASON_DISCARD_SYN_COOKIE_FORGED);
  bench_sends (b, answer);
  bench_reason (b, REASON_SEND_RST_LISTEN);
  g_assert_cmpuint (sockets (b), ==, 1);
}

/* Another number, another port, another ISN of the peer, an MSS of one's own choice. */
static void
test_forged (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);

  bench_arrives (b, "S 0:0(0) <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  refuse_forged (b, PEER_PORT, ". 1:1(0) ack 2", "R 2:2(0)");
  refuse_forged (b, PEER_PORT, ". 2:2(0) ack 1", "R 1:1(0)");
  refuse_forged (b, PEER_PORT + 1, ". 1:1(0) ack 1", "R 1:1(0)");
  refuse_forged (b, PEER_PORT, ". 1:1(0) ack 67108865", "R 67108865:67108865(0)");
  /* Of a time before the beginning. */
  refuse_forged (b, PEER_PORT, ". 1:1(0) ack 4160749569", "R 4160749569:4160749569(0)");
  bench_arrives (b, "R 1:1(0)");
  bench_saw (b, REASON_DISCARD_RST_LISTEN);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_SYN_COOKIE);
  bench_free (b);
}

/* Where no cookie is out there is nothing to compare with. */
static void
test_none_out (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);

  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw_not (b, REASON_DISCARD_SYN_COOKIE_FORGED);
  bench_sends (b, "R 1:1(0)");
  bench_reason (b, REASON_SEND_RST_LISTEN);
  bench_free (b);
}

/* A cookie of the first period is good until the end of the second. */
static void
test_stale (void)
{
  static const struct
  {
    vtime sent;
    vtime at;
    gboolean good;
  } cases[] = {
    { 0, SEC (128) - 1, TRUE },     { SEC (63), SEC (128) - 1, TRUE }, { SEC (63), SEC (128), FALSE },
    { SEC (63), SEC (150), FALSE }, { SEC (64), SEC (150), TRUE },     { SEC (64 * 40 + 1), SEC (64 * 41 + 60), TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct tcp_config config = always ();
      struct bench *b = listening (&config);

      bench_at (b, cases[i].sent);
      bench_arrives (b, "S 0:0(0) <mss 1000>");
      take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
      bench_at (b, cases[i].at);
      bench_arrives (b, ". 1:1(0) ack 1");
      if (cases[i].good)
        bench_saw (b, REASON_STATE_SYN_COOKIE);
      else
        {
          bench_saw (b, REASON_DISCARD_SYN_COOKIE_STALE);
          bench_sends (b, "R 1:1(0)");
          bench_reason (b, REASON_SEND_RST_LISTEN);
        }
      bench_free (b);
    }
}

/* Long after the last cookie an old one is an ACK as any other. */
static void
test_forgotten (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);

  bench_arrives (b, "S 0:0(0) <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_at (b, SEC (128));
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw_not (b, REASON_DISCARD_SYN_COOKIE_STALE);
  bench_sends (b, "R 1:1(0)");
  bench_free (b);
}

/* A cookie opens one connection: the ACK does not open it anew when it comes again after the end. */
static void
test_used (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);

  bench_arrives (b, "S 0:0(0) <mss 1000>");
  guint32 first = bench_next_seq (b);
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_arrives (b, "P. 1:6(5) ack 1");
  bench_arrives (b, "R 6:6(0)");
  bench_arrives (b, "P. 1:6(5) ack 1");
  bench_saw (b, REASON_DISCARD_SYN_COOKIE_USED);
  bench_sends (b, "R 1:1(0)");
  bench_reason (b, REASON_SEND_RST_LISTEN);
  g_assert_cmpuint (sockets (b), ==, 1);

  /* Memory has its limit. */
  for (guint16 port = 1; port <= 64; port++)
    {
      bench_arrives_from (b, port, "S 0:0(0) <mss 1000>");
      take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
      bench_arrives_from (b, port, ". 1:1(0) ack 1");
      bench_arrives_from (b, port, "R 1:1(0)");
    }
  bench_arrives_from (b, 1, ". 1:1(0) ack 1");
  bench_saw (b, REASON_DISCARD_SYN_COOKIE_FORGED);
  bench_sends (b, "R 1:1(0)");
  bench_our_iss (b, first);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_SYN_COOKIE);
  bench_free (b);
}

/* Nobody accepts: the ACK is dropped without a word, and the next segment tries again. */
static void
test_accept_queue_full (void)
{
  struct tcp_config config = always ();

  config.backlog = 1;
  struct bench *b = listening (&config);
  bench_arrives_from (b, 1, "S 0:0(0) <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 1, ". 1:1(0) ack 1");
  bench_arrives_from (b, 2, "S 0:0(0) <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives_from (b, 2, ". 1:1(0) ack 1");
  bench_saw (b, REASON_DISCARD_ACCEPT_QUEUE_FULL);
  bench_quiet (b);
  g_assert_cmpuint (sockets (b), ==, 2);
  int listener = bench_socket (b);
  bench_accept (b);
  bench_use (b, listener);
  bench_arrives_from (b, 2, "P. 1:6(5) ack 1");
  bench_saw (b, REASON_DELIVER_IN_ORDER);
  bench_at (b, MS (200));
  bench_sends (b, ". 1:1(0) ack 6");
  bench_free (b);
}

/* The ACK would reach the old connection, so the SYN gets a place in the queue, or none. */
static void
test_time_wait (void)
{
  struct tcp_config config = always ();
  struct bench *b = listening (&config);
  int listener = bench_socket (b);

  bench_arrives (b, "S 0:0(0)");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1");
  int old = bench_accept (b);
  bench_close (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  bench_arrives (b, "F. 1:1(0) ack 2");
  bench_sends (b, ". 2:2(0) ack 2");
  bench_state_of (b, old, TCP_TIME_WAIT);
  bench_use (b, listener);
  bench_peer_iss (b, 9000);
  bench_arrives (b, "S 0:0(0)");
  bench_our_iss (b, bench_next_seq (b));
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_reason (b, REASON_SEND_SYN_ACK);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_saw (b, REASON_STATE_TIME_WAIT_REUSED);
  bench_free (b);
}

/* --- what comes back --- */

/* The MSS is the largest of eight that is not above the peer's. */
static void
test_mss (void)
{
  static const struct
  {
    const char *syn;
    guint mss;
  } cases[] = {
    { "S 0:0(0)", 536 },
    { "S 0:0(0) <mss 1460>", 1460 },
    { "S 0:0(0) <mss 9000>", 1460 },
    { "S 0:0(0) <mss 1459>", 1440 },
    { "S 0:0(0) <mss 1000>", 1000 },
    { "S 0:0(0) <mss 999>", 536 },
    { "S 0:0(0) <mss 300>", 256 },
    { "S 0:0(0) <mss 40>", 28 },
    { "S 0:0(0) <mss 10>", 28 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct tcp_config config = always ();
      struct bench *b = listening (&config);

      bench_arrives (b, cases[i].syn);
      take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
      bench_arrives (b, ". 1:1(0) ack 1");
      bench_accept (b);
      g_assert_cmpuint (bench_vars (b).send_mss, ==, cases[i].mss);
      bench_free (b);
    }
}

/* Without timestamps they are lost, and that is said. */
static void
test_options_lost (void)
{
  struct tcp_config config = with_options ();
  struct bench *b = listening (&config);

  bench_arrives (b, "SEW 0:0(0) win 8000 <mss 1000,sackOK,wscale 3>");
  bench_saw (b, REASON_UPDATE_SYN_COOKIE_OPTIONS_LOST);
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1 win 8000");
  bench_accept (b);
  struct tcp_vars vars = bench_vars (b);
  g_assert_false (vars.window_scale_ok || vars.sack_ok || vars.ecn_ok || vars.snd_ts_ok);
  g_assert_cmpuint (vars.snd_wnd, ==, 8000);
  bench_free (b);

  config = always ();
  b = listening (&config);
  bench_arrives (b, "S 0:0(0) <mss 1000,sackOK,wscale 3>");
  bench_saw_not (b, REASON_UPDATE_SYN_COOKIE_OPTIONS_LOST);
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_free (b);
}

/* With timestamps they lie in the lowest bits: ECN 32, SACK 16, the shift 3. */
static void
test_options_in_timestamp (void)
{
  struct tcp_config config = with_options ();
  struct bench *b = listening (&config);

  bench_at (b, SEC (1));
  bench_arrives (b, "SEW 0:0(0) win 8000 <mss 1000,sackOK,TS val 700 ecr 0,wscale 3>");
  bench_saw_not (b, REASON_UPDATE_SYN_COOKIE_OPTIONS_LOST);
  /* 1000 is 15 * 64 + 40; 51 of this round lies ahead. */
  take_cookie (b, "SE. 0:0(0) ack 1 <mss 1000,sackOK,TS val 947 ecr 700,wscale 2>");
  bench_at (b, MS (1100));
  bench_arrives (b, ". 1:1(0) ack 1 win 1000 <TS val 800 ecr 947>");
  bench_saw (b, REASON_UPDATE_WINDOW_SCALE_AGREED);
  bench_saw (b, REASON_UPDATE_SACK_AGREED);
  bench_saw (b, REASON_UPDATE_TIMESTAMPS_AGREED);
  bench_saw (b, REASON_UPDATE_ECN_AGREED);
  bench_saw_not (b, REASON_UPDATE_RTT_FROM_TIMESTAMP);
  bench_accept (b);
  struct tcp_vars vars = bench_vars (b);
  g_assert_true (vars.window_scale_ok && vars.sack_ok && vars.ecn_ok && vars.snd_ts_ok);
  g_assert_cmpuint (vars.snd_wind_shift, ==, 3);
  g_assert_cmpuint (vars.rcv_wind_shift, ==, 2);
  g_assert_cmpuint (vars.snd_wnd, ==, 8000);
  g_assert_cmpuint (vars.ts_recent, ==, 800);
  g_assert_cmpuint (vars.rcv_wnd, ==, 200000);
  g_assert_cmpint (vars.srtt, ==, 0);
  bench_send (b, 10);
  bench_sends (b, "[ect0] P. 1:11(10) ack 1 <TS val 1100 ecr 800>");
  bench_at (b, MS (1200));
  bench_arrives (b, ". 1:1(0) ack 11 win 1000 <TS val 900 ecr 1100>");
  g_assert_cmpint (bench_vars (b).srtt, ==, MS (100));
  bench_free (b);
}

static void
test_some_options (void)
{
  struct tcp_config config = with_options ();
  struct bench *b = listening (&config);

  bench_at (b, SEC (1));
  bench_arrives (b, "S 0:0(0) <mss 1000,TS val 700 ecr 0>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000,TS val 975 ecr 700>");
  bench_arrives (b, ". 1:1(0) ack 1 win 1000 <TS val 800 ecr 975>");
  bench_accept (b);
  struct tcp_vars vars = bench_vars (b);
  g_assert_true (vars.snd_ts_ok);
  g_assert_false (vars.window_scale_ok || vars.sack_ok || vars.ecn_ok);
  g_assert_cmpuint (vars.snd_wnd, ==, 1000);
  bench_free (b);

  /* An ACK that has timestamps all of a sudden brings nothing that was not agreed on. */
  config.timestamps = false;
  b = listening (&config);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_arrives (b, ". 1:1(0) ack 1 win 1000 <TS val 800 ecr 51>");
  bench_accept (b);
  vars = bench_vars (b);
  g_assert_false (vars.snd_ts_ok || vars.window_scale_ok || vars.sack_ok || vars.ecn_ok);
  g_assert_cmpuint (vars.snd_wind_shift, ==, 0);
  bench_free (b);
}

static void
test_ipv6 (void)
{
  struct tcp_config config = always ();

  config.mss = 1460;
  struct bench *b = bench_new_v6 (&config);
  bench_listen (b);
  bench_arrives (b, "S 0:0(0)");
  take_cookie (b, "S. 0:0(0) ack 1 <mss 1440>");
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  g_assert_cmpuint (bench_vars (b).send_mss, ==, 1220);
  bench_free (b);
}

/* Another key, another cookie. */
static void
test_secret (void)
{
  struct tcp_config config = always ();
  guint32 cookies[2];

  for (guint i = 0; i < 2; i++)
    {
      config.iss_secret[0] += i;
      struct bench *b = listening (&config);
      bench_arrives (b, "S 0:0(0) <mss 1000>");
      cookies[i] = bench_next_seq (b);
      bench_take_all (b);
      bench_free (b);
    }
  g_assert_cmpuint (cookies[0], !=, cookies[1]);
  /* The count and the MSS stand where they can be read. */
  g_assert_cmpuint (cookies[0] >> 24, ==, 3);
  g_assert_cmpuint (cookies[1] >> 24, ==, 3);
}

const struct dialogue dialogues_syn_cookies[] = {
  { "/tcp/syn-cookies/off", test_off },
  { "/tcp/syn-cookies/SM-LISTEN-07/SM-LISTEN-08/when-full", test_when_full },
  { "/tcp/syn-cookies/SM-LISTEN-07/nothing-kept", test_nothing_kept },
  { "/tcp/syn-cookies/SM-LISTEN-08/text", test_with_text },
  { "/tcp/syn-cookies/SM-LISTEN-08/fin", test_with_fin },
  { "/tcp/syn-cookies/SM-LISTEN-02/forged", test_forged },
  { "/tcp/syn-cookies/SM-LISTEN-02/none-out", test_none_out },
  { "/tcp/syn-cookies/SM-LISTEN-08/stale", test_stale },
  { "/tcp/syn-cookies/SM-LISTEN-02/forgotten", test_forgotten },
  { "/tcp/syn-cookies/SM-LISTEN-08/used", test_used },
  { "/tcp/syn-cookies/SM-LISTEN-08/SM-LISTEN-09", test_accept_queue_full },
  { "/tcp/syn-cookies/SM-LISTEN-07/MAY-2", test_time_wait },
  { "/tcp/syn-cookies/SM-LISTEN-08/mss", test_mss },
  { "/tcp/syn-cookies/SM-LISTEN-07/options-lost", test_options_lost },
  { "/tcp/syn-cookies/SM-LISTEN-08/options", test_options_in_timestamp },
  { "/tcp/syn-cookies/SM-LISTEN-08/some-options", test_some_options },
  { "/tcp/syn-cookies/SM-LISTEN-08/ipv6", test_ipv6 },
  { "/tcp/syn-cookies/SM-LISTEN-07/secret", test_secret },
  { 0 },
};
