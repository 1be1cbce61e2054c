/* The path MTU from routers' messages: RFC 9293 §3.7.2, RFC 1191, RFC 8201, RFC 5927 §7. */
#include "bench.h"

#include "tcp/path-mtu-cache.h"
#include "wire/icmp.h"

#define AGE SEC (600)

static struct tcp_config
full_size_config (void)
{
  struct tcp_config config = bench_config ();

  config.mss = 1460;
  config.nagle = false;
  return config;
}

static struct bench *
open_full_size (const struct tcp_config *config)
{
  struct tcp_config plain = full_size_config ();

  return bench_established (config != NULL ? config : &plain, 8000);
}

static void
too_big (struct bench *b, guint32 mtu, const char *text)
{
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_FRAGMENTATION_NEEDED, mtu, text);
}

/* Two full segments and a small one. */
static void
send_three (struct bench *b)
{
  bench_send (b, 3000);
  bench_sends (b, ". 1:1461(1460) ack 1 win 8000");
  bench_sends (b, ". 1461:2921(1460) ack 1 win 8000");
  bench_sends (b, "P. 2921:3001(80) ack 1 win 8000");
}

#define FIRST_FULL ". 1:1461(1460) ack 1 win 8000"

static void
test_smaller_at_once (void)
{
  struct bench *b = open_full_size (NULL);

  send_three (b);
  bench_at (b, MS (150));
  too_big (b, 1000, FIRST_FULL);
  bench_sends (b, ". 1:961(960) ack 1");
  BENCH_CHAIN (b, REASON_RETRANSMIT_SMALLER, REASON_UPDATE_PATH_MTU_LOWERED);
  bench_sends (b, ". 961:1461(500) ack 1");
  bench_sends (b, ". 1461:2421(960) ack 1");
  bench_sends (b, ". 2421:2921(500) ack 1");
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1000);
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 960);
  /* The second was stopped by the same router. */
  too_big (b, 1000, ". 1461:2921(1460) ack 1 win 8000");
  bench_saw (b, REASON_DISCARD_ICMP_MTU_KNOWN);
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 3001");
  bench_send (b, 1000);
  bench_sends (b, ". 3001:3961(960) ack 1");
  bench_at (b, SEC (2));
  bench_take_all (b);
  bench_free (b);
}

/* Neither the message nor the duplicate ACKs that follow are a sign of congestion; the initial window keeps its number
 * of segments. */
static void
test_no_congestion (void)
{
  struct bench *b = open_full_size (NULL);
  guint32 cwnd = bench_vars (b).cwnd;

  send_three (b);
  too_big (b, 1000, FIRST_FULL);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, cwnd * 960 / 1460);
  for (guint i = 0; i < 5; i++)
    bench_arrives (b, ". 1:1(0) ack 1 win 8000");
  bench_saw_not (b, REASON_RETRANSMIT_FAST);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
  g_assert_cmpuint (bench_vars (b).phase, ==, TCP_SLOW_START);
  bench_arrives (b, ". 1:1(0) ack 3001");
  g_assert_cmpuint (bench_vars (b).cwnd, >=, cwnd * 960 / 1460);
  bench_free (b);
}

/* A window that has grown since is one of octets: it stays. */
static void
test_window_stays (void)
{
  struct bench *b = open_full_size (NULL);

  send_three (b);
  bench_arrives (b, ". 1:1(0) ack 3001");
  guint32 cwnd = bench_vars (b).cwnd;
  bench_send (b, 1460);
  bench_take_all (b);
  too_big (b, 1000, ". 3001:4461(1460) ack 1 win 8000");
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, cwnd);
  bench_arrives (b, ". 1:1(0) ack 4461");
  bench_free (b);
}

/* The FIN stays with the last octet, and a small cwnd lets the pieces go one by one. */
static void
test_fin_and_pace (void)
{
  struct tcp_config config = full_size_config ();
  config.initial_window = 1;
  struct bench *b = open_full_size (&config);

  bench_send (b, 1460);
  bench_sends (b, "P. 1:1461(1460) ack 1");
  bench_close (b);
  too_big (b, 576, "P. 1:1461(1460) ack 1 win 8000");
  bench_sends (b, ". 1:537(536) ack 1");
  bench_quiet (b);
  bench_arrives (b, ". 1:1(0) ack 537");
  bench_sends (b, ". 537:1073(536) ack 1");
  bench_reason (b, REASON_RETRANSMIT_SMALLER);
  bench_sends (b, "P. 1073:1461(388) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1461");
  bench_sends (b, "F. 1461:1461(0) ack 1");
  bench_arrives (b, ". 1:1(0) ack 1462");
  bench_state (b, TCP_FIN_WAIT_2);
  bench_free (b);

  b = open_full_size (NULL);
  bench_gather (b);
  bench_send (b, 1460);
  bench_close (b);
  bench_flush (b);
  bench_take_all (b);
  too_big (b, 1000, "P. 1:1461(1460) ack 1 win 8000");
  bench_sends (b, ". 1:961(960) ack 1");
  bench_sends (b, "P. 961:1461(500) ack 1");
  bench_free (b);
}

/* What the peer reported by SACK has passed, whatever its size. */
static void
test_sacked_stays (void)
{
  struct tcp_config config = full_size_config ();
  config.sack = true;
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_take_all (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 8000 <mss 1460,sackOK>");
  bench_take_all (b);
  bench_send (b, 4380);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 win 8000 <sack 1461:2921>");
  too_big (b, 1000, FIRST_FULL);
  bench_sends (b, ". 1:961(960) ack 1");
  bench_sends (b, ". 961:1461(500) ack 1");
  bench_sends (b, ". 2921:3881(960) ack 1");
  bench_sends (b, "P. 3881:4381(500) ack 1");
  bench_quiet (b);
  /* Reports of what was sent after the first piece do not make it lost once more. */
  bench_arrives (b, ". 1:1(0) ack 1 win 8000 <sack 961:2921>");
  bench_arrives (b, ". 1:1(0) ack 1 win 8000 <sack 961:3881>");
  bench_arrives (b, ". 1:1(0) ack 1 win 8000 <sack 961:4381>");
  bench_quiet (b);
  g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
  bench_arrives (b, ". 1:1(0) ack 4381");
  /* The next loss counts again. */
  bench_send (b, 3840);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 4381 win 8000 <sack 5341:8221>");
  bench_saw (b, REASON_UPDATE_ENTER_SACK_RECOVERY);
  bench_take_all (b);
  bench_free (b);
}

/* During a recovery the pieces count as sent again, and it ends where it would have. */
static void
test_in_recovery (void)
{
  struct tcp_config config = full_size_config ();
  struct bench *b = open_full_size (&config);

  bench_send (b, 7300);
  bench_take_all (b);
  for (guint i = 0; i < 3; i++)
    bench_arrives (b, ". 1:1(0) ack 1 win 8000");
  bench_sends (b, FIRST_FULL);
  bench_reason (b, REASON_RETRANSMIT_FAST);
  too_big (b, 1000, FIRST_FULL);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).phase, ==, TCP_FAST_RECOVERY);
  bench_arrives (b, ". 1:1(0) ack 7301");
  bench_saw (b, REASON_UPDATE_LEAVE_RECOVERY);
  bench_free (b);
}

/* What nobody on the way would say, or could. */
static void
test_unbelievable (void)
{
  static const struct
  {
    guint32 mtu;
    const char *text;
    enum tcp_reason reason;
  } messages[] = {
    { 1500, FIRST_FULL, REASON_DISCARD_ICMP_MTU },
    { 67, FIRST_FULL, REASON_DISCARD_ICMP_MTU },
    { 200, "P. 2921:3001(80) ack 1 win 8000", REASON_DISCARD_ICMP_MTU },
    { 1000, ". 3001:4461(1460) ack 1 win 8000", REASON_DISCARD_ICMP_MTU },
    { 1000, ". 3002:4462(1460) ack 1 win 8000", REASON_DISCARD_ICMP_SEQ },
  };
  struct bench *b = open_full_size (NULL);

  send_three (b);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      too_big (b, messages[i].mtu, messages[i].text);
      bench_saw (b, messages[i].reason);
      bench_quiet (b);
      g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
    }
  bench_arrives (b, ". 1:1(0) ack 1461");
  too_big (b, 1000, FIRST_FULL);
  bench_saw (b, REASON_DISCARD_ICMP_SEQ);
  bench_free (b);
}

/* Old routers say no MTU: the next common size is tried. */
static void
test_plateaus (void)
{
  static const guint32 sizes[] = { 1492, 1006, 508, 296, 68 };
  struct bench *b = open_full_size (NULL);
  guint32 before = 1460;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strdup_printf (". 1:%u(%u) ack 1 win 8000", before + 1, before);
      if (i == 0)
        bench_send (b, 1460);
      bench_take_all (b);
      too_big (b, 0, text);
      bench_saw (b, REASON_UPDATE_PATH_MTU_PLATEAU);
      g_assert_cmpuint (bench_vars (b).path_mtu, ==, sizes[i]);
      before = sizes[i] - 40;
    }
  bench_take_all (b);
  bench_free (b);
}

/* Below the least size routers may cut up what we send. */
static void
test_least (void)
{
  struct tcp_config config = full_size_config ();
  config.path_mtu_min = 552;
  struct bench *b = open_full_size (&config);

  bench_send (b, 600);
  bench_sends (b, "P. 1:601(600) ack 1");
  g_assert_true (bench_last_packet (b)->dont_fragment);
  too_big (b, 300, "P. 1:601(600) ack 1 win 8000");
  bench_saw (b, REASON_UPDATE_PATH_MTU_LEAST);
  bench_sends (b, ". 1:513(512) ack 1");
  g_assert_false (bench_last_packet (b)->dont_fragment);
  bench_sends (b, "P. 513:601(88) ack 1");
  bench_free (b);

  /* What has that size already goes again as it is, and once, however many messages come. */
  b = open_full_size (&config);
  bench_send (b, 512);
  bench_sends (b, "P. 1:513(512) ack 1");
  too_big (b, 300, "P. 1:513(512) ack 1 win 8000");
  bench_saw (b, REASON_UPDATE_PATH_MTU_LEAST);
  bench_sends (b, "P. 1:513(512) ack 1");
  g_assert_false (bench_last_packet (b)->dont_fragment);
  too_big (b, 300, "P. 1:513(512) ack 1 win 8000");
  bench_saw (b, REASON_DISCARD_ICMP_MTU_KNOWN);
  bench_quiet (b);
  bench_free (b);
}

static void
test_v6 (void)
{
  struct tcp_config config = full_size_config ();
  struct bench *b = bench_new_v6 (&config);

  bench_connect (b);
  bench_sends (b, "S 0:0(0) <mss 1440>");
  bench_arrives (b, "S. 0:0(0) ack 1 win 8000 <mss 1440>");
  bench_take_all (b);
  bench_send (b, 1440);
  bench_take_all (b);
  bench_icmp (b, ICMPV6_PACKET_TOO_BIG, 0, 1279, "P. 1:1441(1440) ack 1 win 8000");
  bench_saw (b, REASON_DISCARD_ICMP_MTU);
  bench_icmp (b, ICMPV6_PACKET_TOO_BIG, 0, 0, "P. 1:1441(1440) ack 1 win 8000");
  bench_saw (b, REASON_DISCARD_ICMP_MTU);
  bench_icmp (b, ICMPV6_PACKET_TOO_BIG, 0, 1280, "P. 1:1441(1440) ack 1 win 8000");
  bench_saw (b, REASON_UPDATE_PATH_MTU_LOWERED);
  bench_sends (b, ". 1:1221(1220) ack 1");
  bench_sends (b, "P. 1221:1441(220) ack 1");
  bench_free (b);
}

/* Where it is switched off, the program is told, and nothing keeps routers from cutting. */
static void
test_off (void)
{
  struct tcp_config config = full_size_config ();
  config.path_mtu_discovery = false;
  struct bench *b = open_full_size (&config);

  bench_send (b, 1460);
  bench_sends (b, "P. 1:1461(1460) ack 1");
  g_assert_false (bench_last_packet (b)->dont_fragment);
  too_big (b, 1000, "P. 1:1461(1460) ack 1 win 8000");
  bench_saw (b, REASON_NOTICE_TOO_BIG);
  g_assert_cmpint (tcp_stack_take_soft_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_TOO_BIG);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  bench_free (b);

  b = bench_new_v6 (&config);
  bench_connect (b);
  bench_take_all (b);
  bench_icmp (b, ICMPV6_PACKET_TOO_BIG, 0, 1280, "S 0:0(0) win 8000 <mss 1440>");
  bench_saw (b, REASON_NOTICE_TOO_BIG);
  bench_state (b, TCP_SYN_SENT);
  bench_free (b);
}

/* --- what is remembered --- */

/* One connection learns, is gone, and the destination is known. */
static struct bench *
learned (const struct tcp_config *config)
{
  struct bench *b = open_full_size (config);

  bench_send (b, 1460);
  bench_take_all (b);
  too_big (b, 1000, "P. 1:1461(1460) ack 1 win 8000");
  bench_take_all (b);
  bench_abort (b);
  bench_take_all (b);
  return b;
}

static void
connect_again (struct bench *b, guint32 iss)
{
  bench_our_iss (b, iss);
  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1 win 8000 <mss 1460>");
  bench_take_all (b);
}

static void
test_known (void)
{
  struct bench *b = learned (NULL);

  bench_our_iss (b, 1100);
  bench_connect (b);
  bench_saw (b, REASON_UPDATE_PATH_MTU_KNOWN);
  /* We take what we took before: the path to us is another. */
  bench_sends (b, "S 0:0(0) <mss 1460>");
  bench_arrives (b, "S. 0:0(0) ack 1 win 8000 <mss 1460>");
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 960);
  bench_abort (b);
  bench_take_all (b);
  /* So does one that the peer opens. */
  bench_our_iss (b, 2100);
  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1460>");
  bench_saw (b, REASON_UPDATE_PATH_MTU_KNOWN);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1");
  bench_accept (b);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1000);
  bench_free (b);
}

static void
test_forgotten (void)
{
  struct bench *b = learned (NULL);

  bench_at (b, MS (100) + AGE);
  connect_again (b, 1100);
  bench_saw_not (b, REASON_UPDATE_PATH_MTU_KNOWN);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  bench_free (b);

  /* A host that lost its power has lost this too. */
  b = learned (NULL);
  tcp_stack_crash (bench_stack (b), bench_now (b), EVENT_NONE);
  connect_again (b, 1100);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  bench_free (b);
}

/* A connection that lives longer doubts what it knows. */
static void
test_aged (void)
{
  struct bench *b = open_full_size (NULL);

  bench_send (b, 1460);
  bench_take_all (b);
  too_big (b, 1000, "P. 1:1461(1460) ack 1 win 8000");
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1461");
  bench_at (b, MS (100) + AGE - 1);
  bench_send (b, 960);
  bench_sends (b, "P. 1461:2421(960) ack 1");
  bench_arrives (b, ". 1:1(0) ack 2421");
  bench_at (b, MS (100) + AGE);
  bench_send (b, 1460);
  bench_saw (b, REASON_UPDATE_PATH_MTU_AGED);
  bench_sends (b, "P. 2421:3881(1460) ack 1");
  too_big (b, 1000, "P. 2421:3881(1460) ack 1 win 8000");
  bench_sends (b, ". 2421:3381(960) ack 1");
  bench_take_all (b);
  bench_free (b);
}

/* Two connections to one host: the other one sends smaller segments from then on. */
static void
test_shared (void)
{
  struct bench *b = open_full_size (NULL);
  struct endpoint remote = { ip_address_v4 (10, 0, 0, 2), PEER_PORT + 1 };
  int first = bench_socket (b);
  int second = tcp_stack_connect (bench_stack (b), OUR_PORT, &remote, bench_now (b), EVENT_NONE);

  g_assert_cmpint (second, >, 0);
  bench_take_all (b);
  bench_our_iss (b, 1100);
  bench_arrives_from (b, PEER_PORT + 1, "S. 0:0(0) ack 1 win 8000 <mss 1460>");
  bench_take_all (b);
  bench_our_iss (b, 100);
  bench_send (b, 1460);
  bench_take_all (b);
  too_big (b, 1000, "P. 1:1461(1460) ack 1 win 8000");
  bench_take_all (b);
  bench_abort (b);
  bench_take_all (b);
  bench_use (b, second);
  g_assert_cmpint (first, !=, second);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  bench_send (b, 1460);
  bench_saw (b, REASON_UPDATE_PATH_MTU_KNOWN);
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1000);
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, 960);
  bench_free (b);
}

/* More destinations than there is room for: those that are remembered longest give way. */
static void
test_many_destinations (void)
{
  struct path_mtu_cache cache = { 0 };
  struct ip_address first = ip_address_v4 (10, 1, 0, 0);
  struct ip_address second = ip_address_v4 (10, 1, 0, 1);

  for (guint i = 0; i <= PATH_MTU_DESTINATIONS_MAX; i++)
    {
      struct path_mtu_entry entry = { ip_address_v4 (10, 1, 0, (guint8) i), 1000 + i, SEC (100) + i, false };
      path_mtu_cache_put (&cache, &entry);
    }
  g_assert_null (path_mtu_cache_find (&cache, &first, 0));
  g_assert_cmpuint (path_mtu_cache_find (&cache, &second, 0)->mtu, ==, 1001);
  g_assert_null (path_mtu_cache_find (&cache, &second, SEC (100) + 1));
  path_mtu_cache_drop (&cache, &second);
  g_assert_null (path_mtu_cache_find (&cache, &second, 0));
}

const struct dialogue dialogues_path_mtu[] = {
  { "/tcp/path-mtu/SM-ICMP-03/MTU-01/smaller-at-once", test_smaller_at_once },
  { "/tcp/path-mtu/MTU-01/no-congestion", test_no_congestion },
  { "/tcp/path-mtu/MTU-01/window-stays", test_window_stays },
  { "/tcp/path-mtu/MTU-01/fin-and-pace", test_fin_and_pace },
  { "/tcp/path-mtu/MTU-01/sacked-stays", test_sacked_stays },
  { "/tcp/path-mtu/MTU-01/in-recovery", test_in_recovery },
  { "/tcp/path-mtu/MUST-54/unbelievable", test_unbelievable },
  { "/tcp/path-mtu/MTU-01/plateaus", test_plateaus },
  { "/tcp/path-mtu/MTU-01/least", test_least },
  { "/tcp/path-mtu/SM-ICMP-03/MTU-01/v6", test_v6 },
  { "/tcp/path-mtu/off", test_off },
  { "/tcp/path-mtu/known", test_known },
  { "/tcp/path-mtu/forgotten", test_forgotten },
  { "/tcp/path-mtu/aged", test_aged },
  { "/tcp/path-mtu/shared", test_shared },
  { "/tcp/path-mtu/many-destinations", test_many_destinations },
  { 0 },
};
