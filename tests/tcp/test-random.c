/* Segments, octets, calls and time at random: the invariants of every event hold, and nothing breaks. */
#include "bench.h"

#include "base/rng.h"

#include <string.h>

static const char *
random_flags (struct rng *rng)
{
  static const char *const flags[]
      = { ".", "P.", "F.", "S", "S.", "R", "R.", "SF", "U.", "PU.", "FP.", "F", "P", "none", "SR.", "SFRPUEW.", "SP." };

  return flags[rng_below (rng, G_N_ELEMENTS (flags))];
}

static guint32
random_number (struct rng *rng)
{
  switch (rng_below (rng, 4))
    {
    case 0:
      return (guint32) rng_below (rng, 8);
    case 1:
      return (guint32) rng_below (rng, 12000);
    case 2:
      return 0u - (guint32) rng_below (rng, 12000);
    default:
      return rng_u32 (rng);
    }
}

static void
random_arrival (struct bench *b, struct rng *rng)
{
  const char *flags = random_flags (rng);
  guint32 seq = random_number (rng);
  guint32 length = rng_below (rng, 2) ? 0 : (guint32) rng_below (rng, 9000);
  g_autofree char *ack = strchr (flags, '.') ? g_strdup_printf (" ack %u", random_number (rng)) : g_strdup ("");
  g_autofree char *urg = strchr (flags, 'U') ? g_strdup_printf (" urg %u", rng_u32 (rng) & 0xffff) : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("%s %u:%u(%u)%s win %u%s%s", flags, seq, seq + length, length, ack,
                                           (guint) rng_below (rng, 3) * 3000, urg,
                                           rng_below (rng, 3) ? "" : " <mss 300,sack 5:10 20:30>");

  bench_arrives (b, text);
}

static void
random_call (struct bench *b, struct rng *rng)
{
  static guint8 octets[5000];
  struct tcp_stack *stack = bench_stack (b);
  vtime now = bench_now (b);
  int socket = bench_socket (b);

  switch (rng_below (rng, 30))
    {
    case 0:
      tcp_stack_shutdown (stack, socket, now, EVENT_NONE);
      break;
    case 1:
      tcp_stack_close (stack, socket, now, EVENT_NONE);
      break;
    case 2:
      tcp_stack_abort (stack, socket, now, EVENT_NONE);
      break;
    case 3:
    case 4:
      bench_accept (b);
      break;
    default:
      if (rng_below (rng, 2))
        tcp_stack_send (stack, socket, octets, (guint32) rng_below (rng, sizeof octets), now, EVENT_NONE);
      else
        tcp_stack_receive (stack, socket, NULL, (guint32) rng_below (rng, 5000), now, EVENT_NONE);
    }
}

/* Segments, calls and time at random in every state; the invariants of every event hold, and nothing breaks. */
static void
test_random (void)
{
  struct rng rng;

  for (guint64 seed = 1; seed <= 1500; seed++)
    {
      struct tcp_config config = bench_config ();
      rng_seed (&rng, seed);
      enum tcp_state state = (enum tcp_state) (1 + rng_below (&rng, TCP_STATE_COUNT - 1));
      gboolean passive = rng_below (&rng, 2) == 0;
      config.rfc5961 = rng_below (&rng, 2);
      config.rfc6191 = rng_below (&rng, 2);
      config.literal_syn_received = rng_below (&rng, 2);
      config.user_timeout = rng_below (&rng, 2) ? SEC (50) : 0;
      config.fin_wait_2_time = rng_below (&rng, 2) ? SEC (20) : 0;
      config.keepalive = rng_below (&rng, 2);
      config.keepalive_idle = SEC (30);
      config.keepalive_interval = SEC (5);
      config.plain_comparison = rng_below (&rng, 4) == 0;
      config.no_time_wait = state != TCP_TIME_WAIT && rng_below (&rng, 4) == 0;
      struct bench *b = bench_in (&config, state, passive);
      for (guint i = 0; i < 60; i++)
        {
          if (rng_below (&rng, 3) > 0)
            random_arrival (b, &rng);
          else
            random_call (b, &rng);
          if (rng_below (&rng, 8) == 0)
            bench_at (b, bench_now (b) + (vtime) rng_below (&rng, (guint64) SEC (20)));
          bench_take_all (b);
        }
      bench_at (b, bench_now (b) + SEC (2000));
      bench_take_all (b);
      bench_free (b);
    }
}

/* An option of each kind at random, with numbers near those that mean something. */
static char *
random_options (struct rng *rng)
{
  GString *text = g_string_new (" <nop");

  if (rng_below (rng, 8) > 0)
    g_string_append_printf (text, ",TS val %u ecr %u",
                            (guint) (rng_below (rng, 8) ? 5000 + rng_below (rng, 100) : rng_u32 (rng)),
                            (guint) (rng_below (rng, 2) ? rng_below (rng, 60000) : rng_u32 (rng)));
  if (rng_below (rng, 2))
    {
      g_string_append (text, ",sack");
      for (guint64 blocks = 1 + rng_below (rng, 3); blocks > 0; blocks--)
        {
          guint32 left = random_number (rng);
          g_string_append_printf (text, " %u:%u", left, left + (guint32) rng_below (rng, 4000));
        }
    }
  g_string_append (text, ">");
  return g_string_free (text, FALSE);
}

/* The same with all options in use, their values at random too. */
static void
test_random_options (void)
{
  struct rng rng;

  for (guint64 seed = 1; seed <= 1500; seed++)
    {
      rng_seed (&rng, seed);
      struct tcp_config config = rng_below (&rng, 2) ? tcp_config_linux () : tcp_config_rfc ();
      config.iss_fixed = true;
      config.iss = rng_below (&rng, 2) ? 100 : 0u - 3000;
      config.mss = rng_below (&rng, 2) ? 1000 : 100;
      config.prr = rng_below (&rng, 2);
      config.limited_transmit = rng_below (&rng, 2);
      config.rack = rng_below (&rng, 2);
      config.tlp = rng_below (&rng, 2);
      config.frto = rng_below (&rng, 2);
      struct bench *b = bench_new (&config);
      bench_connect (b);
      bench_arrives (b, "S. 0:0(0) ack 1 win 20000 <mss 1000,sackOK,TS val 5000 ecr 0,wscale 3>");
      for (guint i = 0; i < 80; i++)
        {
          g_autofree char *options = random_options (&rng);
          const char *flags = rng_below (&rng, 8) ? "." : "P.";
          guint32 seq = rng_below (&rng, 3) ? 1 : random_number (&rng);
          guint32 length = rng_below (&rng, 2) ? 0 : (guint32) rng_below (&rng, 3000);
          g_autofree char *text = g_strdup_printf ("%s %u:%u(%u) ack %u win %u%s", flags, seq, seq + length, length,
                                                   random_number (&rng), (guint) rng_below (&rng, 3) * 3000, options);
          if (rng_below (&rng, 4) > 0)
            bench_arrives (b, text);
          else
            random_call (b, &rng);
          if (rng_below (&rng, 8) == 0)
            bench_at (b, bench_now (b) + (vtime) rng_below (&rng, (guint64) SEC (3)));
          bench_take_all (b);
        }
      bench_at (b, bench_now (b) + SEC (2000));
      bench_take_all (b);
      bench_free (b);
    }
  g_assert_true (bench_reasons_seen[REASON_UPDATE_ENTER_SACK_RECOVERY]);
  g_assert_true (bench_reasons_seen[REASON_UPDATE_ENTER_RACK_RECOVERY]);
  g_assert_true (bench_reasons_seen[REASON_RETRANSMIT_TAIL_LOSS_PROBE]);
  g_assert_true (bench_reasons_seen[REASON_UPDATE_FRTO_CONVENTIONAL]);
  g_assert_true (bench_reasons_seen[REASON_UPDATE_SACK_RENEGED]);
  g_assert_true (bench_reasons_seen[REASON_DISCARD_PAWS]);
}

/* Octets at random, and good packets with some octets changed. */
static void
test_random_octets (void)
{
  struct bench *b = bench_established (NULL, 8000);
  struct rng rng;

  rng_seed (&rng, 1);
  for (guint i = 0; i < 20000; i++)
    {
      guint8 packet[400];
      gsize length = bench_packet (b, "P. 1:101(100) ack 1 <mss 1000,sack 5:10>", packet, sizeof packet);
      for (guint64 changes = 1 + rng_below (&rng, 6); changes > 0; changes--)
        packet[rng_below (&rng, length)] = (guint8) rng_u32 (&rng);
      if (rng_below (&rng, 4) == 0)
        length = rng_below (&rng, length + 1);
      bench_arrives_octets (b, packet, length);
      bench_take_all (b);
    }
  bench_free (b);
}

const struct dialogue dialogues_random[] = {
  { "/tcp/random/segments", test_random },
  { "/tcp/random/options", test_random_options },
  { "/tcp/random/octets", test_random_octets },
  { 0 },
};
