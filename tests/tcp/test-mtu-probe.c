/* The path MTU without help of routers: RFC 4821 §7, RFC 8899. */
#include "bench.h"

#include "wire/icmp.h"

#define BASE 600
#define SMALL 560 /* text in a packet of that size */
#define FULL 1460
#define WINDOW 60000

static struct tcp_config
probing_config (enum tcp_mtu_probing probing)
{
  struct tcp_config config = bench_config ();

  config.mss = FULL;
  config.nagle = false;
  config.mtu_probing = probing;
  config.mtu_base = BASE;
  return config;
}

static struct bench *
searching (const struct tcp_config *config)
{
  struct tcp_config plain = probing_config (TCP_MTU_PROBING_ALWAYS);

  return bench_established (config != NULL ? config : &plain, WINDOW);
}

static struct bench *
searching_with_sack (void)
{
  struct tcp_config config = probing_config (TCP_MTU_PROBING_ALWAYS);
  config.sack = true;
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_take_all (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1460,sackOK>");
  bench_take_all (b);
  return b;
}

/* The next packet is a probe from `seq` on with so much text; the small ones behind it go with it. */
static void
assert_probe (struct bench *b, guint32 seq, guint32 text)
{
  g_autofree char *probe = g_strdup_printf (". %u:%u(%u) ack 1", seq, seq + text, text);

  bench_sends (b, probe);
  bench_reason (b, REASON_SEND_MTU_PROBE);
  g_assert_cmpuint (bench_vars (b).mtu_probe, ==, text + 40);
}

static void
arrives_ack (struct bench *b, guint32 ack)
{
  g_autofree char *text = g_strdup_printf (". 1:1(0) ack %u win %u", ack, WINDOW);

  bench_arrives (b, text);
}

static void
arrives_duplicates (struct bench *b, guint32 ack, guint count)
{
  for (guint i = 0; i < count; i++)
    arrives_ack (b, ack);
}

/* Everything that is out is acknowledged. */
static void
acknowledge_all (struct bench *b)
{
  bench_take_all (b);
  arrives_ack (b, bench_vars (b).snd_nxt - 100);
}

static guint32
next_number (struct bench *b)
{
  return bench_vars (b).snd_nxt - 100;
}

/* Begins small; the largest comes first, and when it arrives the search is over. */
static void
test_arrives (void)
{
  struct bench *b = searching (NULL);

  g_assert_cmpuint (bench_vars (b).path_mtu, ==, BASE);
  bench_send (b, 20000);
  assert_probe (b, 1, FULL);
  bench_sends (b, ". 1461:2021(560) ack 1");
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, SMALL);
  arrives_ack (b, 1461);
  bench_saw (b, REASON_UPDATE_MTU_PROBE_ARRIVED);
  bench_saw (b, REASON_UPDATE_MTU_SEARCH_OVER);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  g_assert_cmpuint (bench_vars (b).eff_snd_mss, ==, FULL);
  g_assert_cmpuint (bench_vars (b).mtu_ceiling, ==, 0);
  acknowledge_all (b);
  bench_take_all (b);
  bench_free (b);
}

/* A probe waits for text and window behind it: three duplicate ACKs must be able to tell of its loss. */
static void
test_needs_text (void)
{
  struct bench *b = searching (NULL);

  bench_send (b, FULL + 3 * SMALL - 1);
  bench_sends (b, ". 1:561(560) ack 1");
  bench_reason (b, REASON_SEND_DATA);
  bench_take_all (b);
  bench_free (b);

  b = searching (NULL);
  bench_send (b, FULL + 3 * SMALL);
  assert_probe (b, 1, FULL);
  bench_take_all (b);
  bench_free (b);

  struct tcp_config config = probing_config (TCP_MTU_PROBING_ALWAYS);
  b = bench_established (&config, FULL + 3 * SMALL - 1);
  bench_send (b, 20000);
  bench_sends (b, ". 1:561(560) ack 1");
  bench_take_all (b);
  bench_free (b);
}

/* The loss of a probe alone is no sign of congestion: it goes again in pieces, cwnd stays, and three of them end the
 * trial of this size. */
static void
test_lost_alone (void)
{
  struct bench *b = searching (NULL);
  guint32 ceiling = 1500;

  bench_send (b, 60000);
  for (guint trial = 1; trial <= 3; trial++)
    {
      guint32 first = bench_vars (b).snd_una - 100;
      guint32 cwnd = bench_vars (b).cwnd;

      g_assert_cmpuint (bench_vars (b).mtu_ceiling, ==, ceiling);
      assert_probe (b, first, FULL);
      bench_take_all (b);
      arrives_duplicates (b, first, 2);
      bench_take_all (b);
      arrives_duplicates (b, first, 1);
      bench_saw (b, REASON_UPDATE_MTU_PROBE_LOST);
      g_autofree char *piece = g_strdup_printf (". %u:%u(560) ack 1", first, first + SMALL);
      bench_sends (b, piece);
      BENCH_CHAIN (b, REASON_RETRANSMIT_SMALLER, REASON_UPDATE_MTU_PROBE_LOST);
      bench_take_all (b);
      arrives_duplicates (b, first, 5);
      bench_saw_not (b, REASON_RETRANSMIT_FAST);
      g_assert_cmpuint (bench_vars (b).cwnd, ==, cwnd);
      g_assert_cmpuint (bench_vars (b).ssthresh, ==, UINT32_MAX);
      acknowledge_all (b);
    }
  g_assert_cmpuint (bench_vars (b).mtu_ceiling, ==, 1499);
  /* Half way between 600 and 1499. */
  assert_probe (b, next_number (b) - bench_vars (b).flight_size, 1050 - 40);
  bench_take_all (b);
  bench_free (b);
}

/* With SACK the scoreboard shows whether the probe alone is missing. */
static void
test_lost_sack (void)
{
  struct bench *b = searching_with_sack ();

  bench_send (b, 20000);
  assert_probe (b, 1, FULL);
  bench_take_all (b);
  guint32 cwnd = bench_vars (b).cwnd;
  bench_arrives (b, ". 1:1(0) ack 1 win 60000 <sack 1461:3141>");
  bench_sends (b, ". 1:561(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_SMALLER);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 win 60000 <sack 1461:3701>");
  bench_saw_not (b, REASON_UPDATE_ENTER_SACK_RECOVERY);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, cwnd);
  bench_take_all (b);
  bench_free (b);

  /* Another segment is missing too: that is congestion, and the probe is among what is sent again. */
  b = searching_with_sack ();
  bench_send (b, 20000);
  assert_probe (b, 1, FULL);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 win 60000 <sack 2021:3701>");
  bench_saw (b, REASON_UPDATE_ENTER_SACK_RECOVERY);
  bench_saw (b, REASON_UPDATE_MTU_PROBE_LOST);
  bench_sends (b, ". 1:561(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_FAST);
  bench_take_all (b);
  /* Its other pieces are found by the same reports. */
  bench_arrives (b, ". 1:1(0) ack 561 win 60000 <sack 2021:5381>");
  bench_sends (b, ". 561:1121(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_SACK_LOST);
  bench_take_all (b);
  bench_free (b);
}

/* A recovery that goes on for another loss repairs that of the probe as well. */
static void
test_lost_in_recovery (void)
{
  struct bench *b = searching_with_sack ();

  bench_send (b, SMALL);
  bench_sends (b, "P. 1:561(560) ack 1");
  bench_send (b, 20000);
  assert_probe (b, 561, FULL);
  bench_take_all (b);
  bench_arrives (b, ". 1:1(0) ack 1 win 60000 <sack 2021:4261>");
  bench_saw (b, REASON_UPDATE_ENTER_SACK_RECOVERY);
  bench_sends (b, ". 1:561(560) ack 1");
  bench_sends (b, ". 561:1121(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_SACK_LOST);
  bench_saw (b, REASON_UPDATE_MTU_PROBE_LOST);
  bench_arrives (b, ". 1:1(0) ack 561 win 60000 <sack 2021:4821>");
  bench_sends (b, ". 1121:1681(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_SACK_LOST);
  bench_take_all (b);
  bench_free (b);
}

/* Silence is a sign of congestion whatever was out. */
static void
test_lost_to_timeout (void)
{
  struct bench *b = searching (NULL);

  bench_send (b, 20000);
  assert_probe (b, 1, FULL);
  bench_take_all (b);
  bench_at (b, MS (1100));
  bench_saw (b, REASON_UPDATE_MTU_PROBE_LOST);
  bench_sends (b, ". 1:561(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  g_assert_cmpuint (bench_vars (b).cwnd, ==, SMALL);
  /* No probe until what was lost is repaired. */
  arrives_ack (b, 561);
  bench_sends (b, ". 561:1121(560) ack 1");
  bench_saw_not (b, REASON_SEND_MTU_PROBE);
  bench_take_all (b);
  bench_free (b);
}

/* A router that tells after all ends the search at once. */
static void
test_refused (void)
{
  struct bench *b = searching (NULL);

  bench_send (b, 60000);
  assert_probe (b, 1, FULL);
  bench_take_all (b);
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_FRAGMENTATION_NEEDED, 1000, ". 1:1461(1460) ack 1 win 8000");
  bench_saw (b, REASON_UPDATE_MTU_PROBE_LOST);
  bench_sends (b, ". 1:561(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_SMALLER);
  g_assert_cmpuint (bench_vars (b).mtu_ceiling, ==, 1000);
  bench_take_all (b);
  acknowledge_all (b);
  assert_probe (b, next_number (b) - bench_vars (b).flight_size, 960);
  acknowledge_all (b);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1000);
  bench_take_all (b);
  /* Below what gets through: no longer a matter of the search. */
  g_autofree char *quoted = g_strdup_printf (". %u:%u(960) ack 1 win 8000", bench_vars (b).snd_una - 100,
                                             bench_vars (b).snd_una - 100 + 960);
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_FRAGMENTATION_NEEDED, 400, quoted);
  bench_saw (b, REASON_UPDATE_PATH_MTU_LOWERED);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 400);
  bench_take_all (b);
  bench_free (b);
}

/* Plays the path: probes up to `mtu` arrive, others do not. Returns how many probes the search took. */
static guint
search (struct bench *b, guint32 mtu)
{
  guint rounds = 0;

  for (guint count = 0; bench_vars (b).mtu_ceiling > 0; count++)
    {
      g_assert_cmpuint (count, <, 200);
      struct tcp_vars vars = bench_vars (b);
      guint32 una = vars.snd_una - 100;
      bench_send (b, 20000);
      bench_take_all (b);
      rounds += vars.mtu_probe > 0;
      if (vars.mtu_probe > mtu)
        arrives_duplicates (b, una, 3);
      acknowledge_all (b);
    }
  return rounds;
}

/* The search halves and ends within eight octets of the truth, and begins anew when that is old. */
static void
test_search (void)
{
  struct bench *b = searching (NULL);

  bench_send (b, 20000);
  bench_take_all (b);
  g_assert_cmpuint (search (b, 1317), <, 30);
  g_assert_cmpuint (bench_vars (b).path_mtu, >, 1317 - 8);
  g_assert_cmpuint (bench_vars (b).path_mtu, <=, 1317);
  acknowledge_all (b);
  bench_take_all (b);
  bench_at (b, SEC (700));
  bench_take_all (b);
  bench_free (b);
}

static void
test_search_again (void)
{
  struct tcp_config config = probing_config (TCP_MTU_PROBING_ALWAYS);
  config.path_mtu_age = SEC (10);
  config.r2 = SEC (1000);
  struct bench *b = searching (&config);

  bench_send (b, 20000);
  bench_take_all (b);
  search (b, 1000);
  while (bench_vars (b).flight_size > 0)
    acknowledge_all (b);
  bench_at (b, SEC (11));
  bench_send (b, 20000);
  bench_saw (b, REASON_UPDATE_PATH_MTU_AGED);
  assert_probe (b, next_number (b) - bench_vars (b).flight_size, FULL);
  bench_take_all (b);
  bench_free (b);
}

/* Large segments vanish without a word: after three timeouts smaller ones go, and probes look for more. */
static void
test_black_hole (void)
{
  struct tcp_config config = probing_config (TCP_MTU_PROBING_BLACK_HOLE);
  struct bench *b = searching (&config);

  bench_send (b, 30000);
  bench_take_all (b);
  bench_at (b, MS (1100));
  bench_sends (b, ". 1:1461(1460) ack 1");
  bench_at (b, MS (3100));
  bench_sends (b, ". 1:1461(1460) ack 1");
  bench_at (b, MS (7100));
  bench_saw (b, REASON_UPDATE_PATH_MTU_BLACK_HOLE);
  bench_sends (b, ". 1:561(560) ack 1");
  bench_reason (b, REASON_RETRANSMIT_TIMEOUT);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, BASE);
  g_assert_cmpuint (bench_vars (b).mtu_ceiling, ==, 1499);
  arrives_ack (b, 561);
  bench_sends (b, ". 561:1121(560) ack 1");
  bench_sends (b, ". 1121:1461(340) ack 1");
  for (guint i = 0; bench_vars (b).mtu_probe == 0; i++)
    {
      g_assert_cmpuint (i, <, 30);
      bench_send (b, 10000);
      acknowledge_all (b);
    }
  g_assert_cmpuint (bench_vars (b).mtu_probe, ==, 1050);
  bench_take_all (b);
  bench_free (b);
}

/* Not even those of the base size get through: half, and half again, down to what every path carries. */
static void
test_deep_hole (void)
{
  struct tcp_config config = probing_config (TCP_MTU_PROBING_BLACK_HOLE);
  config.r2 = SEC (10000);
  config.mtu_black_hole_timeouts = 1;
  struct bench *b = searching (&config);
  static const guint32 sizes[] = { 600, 300, 150, 75, 68, 68 };

  bench_send (b, FULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      bench_take_all (b);
      bench_at (b, bench_deadline (b, TCP_TIMER_RTO));
      g_assert_cmpuint (bench_vars (b).path_mtu, ==, sizes[i]);
    }
  bench_take_all (b);
  bench_free (b);
}

/* What is small may be lost as often as it will, and an ACK between ends the row. */
static void
test_no_black_hole (void)
{
  struct tcp_config config = probing_config (TCP_MTU_PROBING_BLACK_HOLE);
  struct bench *b = searching (&config);

  bench_send (b, SMALL);
  bench_at (b, SEC (20));
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).backoff, >, 3);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  bench_free (b);

  b = searching (&config);
  bench_send (b, 2 * FULL);
  bench_at (b, MS (3100));
  bench_take_all (b);
  arrives_ack (b, 1461);
  bench_at (b, bench_deadline (b, TCP_TIMER_RTO));
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  bench_free (b);

  config.mtu_probing = TCP_MTU_PROBING_OFF;
  b = searching (&config);
  bench_send (b, FULL);
  bench_at (b, SEC (60));
  bench_take_all (b);
  g_assert_cmpuint (bench_vars (b).path_mtu, ==, 1500);
  bench_free (b);
}

/* The peer's MSS is a ceiling of its own. */
static void
test_peer_mss (void)
{
  struct tcp_config config = probing_config (TCP_MTU_PROBING_ALWAYS);
  struct bench *b = bench_new (&config);

  bench_connect (b);
  bench_take_all (b);
  bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000>");
  bench_take_all (b);
  bench_send (b, 20000);
  assert_probe (b, 1, 1000);
  bench_take_all (b);
  bench_free (b);
}

const struct dialogue dialogues_mtu_probe[] = {
  { "/tcp/mtu-probe/MTU-02/arrives", test_arrives },
  { "/tcp/mtu-probe/MTU-02/needs-text", test_needs_text },
  { "/tcp/mtu-probe/MTU-02/lost-alone", test_lost_alone },
  { "/tcp/mtu-probe/MTU-02/lost-sack", test_lost_sack },
  { "/tcp/mtu-probe/MTU-02/lost-in-recovery", test_lost_in_recovery },
  { "/tcp/mtu-probe/MTU-02/lost-to-timeout", test_lost_to_timeout },
  { "/tcp/mtu-probe/MTU-02/refused", test_refused },
  { "/tcp/mtu-probe/MTU-02/search", test_search },
  { "/tcp/mtu-probe/MTU-02/search-again", test_search_again },
  { "/tcp/mtu-probe/MTU-02/black-hole", test_black_hole },
  { "/tcp/mtu-probe/MTU-02/deep-hole", test_deep_hole },
  { "/tcp/mtu-probe/MTU-02/no-black-hole", test_no_black_hole },
  { "/tcp/mtu-probe/MTU-02/peer-mss", test_peer_mss },
  { 0 },
};
