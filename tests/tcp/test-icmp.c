/* ICMP errors about our segments: RFC 9293 §3.9.2.2, RFC 5461, RFC 5927. */
#include "bench.h"

#include "wire/icmp.h"

#include <string.h>

#define OUR_SYN "S 0:0(0) win 8000 <mss 1000>"
#define OUR_TEXT "P. 1:101(100) ack 1 win 8000"

/* Without the search for the path MTU, a packet that is too big is an error like others. */
static struct tcp_config
icmp_config (void)
{
  struct tcp_config config = bench_config ();

  config.path_mtu_discovery = false;
  return config;
}

static struct bench *
opening (const struct tcp_config *config)
{
  struct tcp_config plain = icmp_config ();
  struct bench *b = bench_new (config != NULL ? config : &plain);

  bench_connect (b);
  bench_take_all (b);
  return b;
}

static struct bench *
with_text_out (const struct tcp_config *config)
{
  struct tcp_config plain = icmp_config ();
  struct bench *b = bench_established (config != NULL ? config : &plain, 8000);

  bench_send (b, 100);
  bench_take_all (b);
  return b;
}

static void
assert_soft_error (struct bench *b, enum tcp_error error)
{
  g_assert_cmpint (tcp_stack_take_soft_error (bench_stack (b), bench_socket (b)), ==, error);
  g_assert_cmpint (tcp_stack_take_soft_error (bench_stack (b), bench_socket (b)), ==, TCP_OK);
}

struct told
{
  guint8 type;
  guint8 code;
  enum tcp_reason reason;
  enum tcp_error error;
};

static const struct told hard[] = {
  { ICMP_UNREACHABLE, ICMP_PROTOCOL_UNREACHABLE, REASON_NOTICE_PROTOCOL_UNREACHABLE, TCP_ERROR_NO_PROTOCOL },
  { ICMP_UNREACHABLE, ICMP_PORT_UNREACHABLE, REASON_NOTICE_PORT_UNREACHABLE, TCP_ERROR_REFUSED },
  { ICMP_UNREACHABLE, ICMP_FRAGMENTATION_NEEDED, REASON_NOTICE_TOO_BIG, TCP_ERROR_TOO_BIG },
};

static const struct told soft[] = {
  { ICMP_UNREACHABLE, ICMP_NET_UNREACHABLE, REASON_NOTICE_NETWORK_UNREACHABLE, TCP_ERROR_NETWORK_UNREACHABLE },
  { ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE, REASON_NOTICE_HOST_UNREACHABLE, TCP_ERROR_HOST_UNREACHABLE },
  { ICMP_UNREACHABLE, ICMP_SOURCE_ROUTE_FAILED, REASON_NOTICE_HOST_UNREACHABLE, TCP_ERROR_HOST_UNREACHABLE },
  { ICMP_UNREACHABLE, ICMP_PROHIBITED, REASON_NOTICE_PROHIBITED, TCP_ERROR_PROHIBITED },
  { ICMP_TIME_EXCEEDED, 0, REASON_NOTICE_TIME_EXCEEDED, TCP_ERROR_HOST_UNREACHABLE },
  { ICMP_TIME_EXCEEDED, 1, REASON_NOTICE_TIME_EXCEEDED, TCP_ERROR_HOST_UNREACHABLE },
  { ICMP_PARAMETER_PROBLEM, 0, REASON_NOTICE_PARAMETER_PROBLEM, TCP_ERROR_PROTOCOL },
};

/* A hard error is an answer to our SYN. */
static void
test_hard_in_syn_sent (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hard); i++)
    {
      struct bench *b = opening (NULL);

      bench_icmp (b, hard[i].type, hard[i].code, 0, OUR_SYN);
      bench_saw (b, REASON_STATE_UNREACHABLE);
      bench_saw (b, hard[i].reason);
      bench_state (b, TCP_CLOSED);
      g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, hard[i].error);
      bench_free (b);
    }
}

/* A soft one is not: it is told, and the SYN goes on being repeated. */
static void
test_soft_in_syn_sent (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (soft); i++)
    {
      struct bench *b = opening (NULL);

      bench_icmp (b, soft[i].type, soft[i].code, 0, OUR_SYN);
      bench_saw (b, soft[i].reason);
      bench_state (b, TCP_SYN_SENT);
      assert_soft_error (b, soft[i].error);
      bench_at (b, SEC (1));
      bench_sends (b, "S 0:0(0) <mss 1000>");
      bench_free (b);
    }
}

/* What many systems do instead (RFC 5461 §4). */
static void
test_soft_aborts_open (void)
{
  struct tcp_config config = icmp_config ();
  config.icmp_soft_aborts = true;
  struct bench *b = opening (&config);

  bench_icmp (b, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE, 0, OUR_SYN);
  bench_saw (b, REASON_STATE_UNREACHABLE);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_HOST_UNREACHABLE);
  bench_free (b);

  b = with_text_out (&config);
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE, 0, OUR_TEXT);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* A passive open is one as well; nobody need be told of its end. */
static void
test_soft_aborts_passive_open (void)
{
  struct tcp_config config = icmp_config ();

  for (int aborts = 0; aborts <= 1; aborts++)
    {
      config.icmp_soft_aborts = aborts != 0;
      struct bench *b = bench_in (&config, TCP_SYN_RECEIVED, TRUE);
      bench_icmp (b, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE, 0, "S. 0:0(0) ack 1");
      bench_arrives (b, ". 1:1(0) ack 1");
      if (aborts)
        bench_sends (b, "R 1:1(0)");
      else
        bench_state (b, TCP_ESTABLISHED);
      bench_free (b);
    }
}

static void
test_soft_when_open (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (soft); i++)
    {
      struct bench *b = with_text_out (NULL);

      bench_icmp (b, soft[i].type, soft[i].code, 0, OUR_TEXT);
      bench_saw (b, soft[i].reason);
      bench_state (b, TCP_ESTABLISHED);
      assert_soft_error (b, soft[i].error);
      bench_free (b);
    }
}

/* SHLD-26 and RFC 5927 §5.2: hard errors end an open connection only where the configuration says so. */
static void
test_hard_when_open (void)
{
  struct tcp_config config = icmp_config ();

  for (gsize i = 0; i < G_N_ELEMENTS (hard); i++)
    {
      config.icmp_hard_aborts = false;
      struct bench *b = with_text_out (&config);
      bench_icmp (b, hard[i].type, hard[i].code, 0, OUR_TEXT);
      bench_saw (b, hard[i].reason);
      bench_state (b, TCP_ESTABLISHED);
      assert_soft_error (b, hard[i].error);
      bench_free (b);

      config.icmp_hard_aborts = true;
      b = with_text_out (&config);
      bench_icmp (b, hard[i].type, hard[i].code, 0, OUR_TEXT);
      bench_saw (b, REASON_STATE_UNREACHABLE);
      bench_state (b, TCP_CLOSED);
      g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, hard[i].error);
      bench_free (b);
    }
}

/* In every synchronized state a soft error changes nothing but what the program knows. */
static void
test_soft_in_all_states (void)
{
  for (gsize i = 0; i < BENCH_SYNCHRONIZED; i++)
    {
      enum tcp_state state = bench_synchronized[i];
      struct bench *b = bench_in (NULL, state, FALSE);
      g_autofree char *text = g_strdup_printf (". %u:%u(0) ack %u win 8000", bench_next_sent (state),
                                               bench_next_sent (state), bench_next_received (state));

      bench_icmp (b, ICMP_UNREACHABLE, ICMP_NET_UNREACHABLE, 0, text);
      bench_state (b, state);
      if (state == TCP_TIME_WAIT)
        bench_saw (b, REASON_DISCARD_ICMP_NO_CONNECTION);
      else
        assert_soft_error (b, TCP_ERROR_NETWORK_UNREACHABLE);
      bench_free (b);
    }
}

/* A child that nobody has accepted yet goes back to where it came from. */
static void
test_hard_in_syn_received (void)
{
  struct bench *b = bench_new (NULL);

  bench_listen (b);
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_PORT_UNREACHABLE, 0, "S. 0:0(0) ack 1 win 8000 <mss 1000>");
  bench_saw (b, REASON_STATE_BACK_TO_LISTEN);
  bench_state (b, TCP_LISTEN);
  g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 1);
  bench_free (b);
}

/* Only who sees the connection knows its numbers. */
static void
test_numbers (void)
{
  static const struct
  {
    const char *text;
    gboolean counts;
  } quotes[] = {
    { ". 0:0(0) ack 1 win 8000", FALSE },     { "P. 1:101(100) ack 1 win 8000", TRUE },
    { "P. 51:101(50) ack 1 win 8000", TRUE }, { ". 101:101(0) ack 1 win 8000", TRUE },
    { ". 102:102(0) ack 1 win 8000", FALSE }, { ". 70000:70000(0) ack 1 win 8000", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      struct tcp_config config = icmp_config ();
      config.icmp_hard_aborts = true;
      struct bench *b = with_text_out (&config);

      bench_icmp (b, ICMP_UNREACHABLE, ICMP_PORT_UNREACHABLE, 0, quotes[i].text);
      if (!quotes[i].counts)
        bench_saw (b, REASON_DISCARD_ICMP_SEQ);
      bench_state (b, quotes[i].counts ? TCP_CLOSED : TCP_ESTABLISHED);
      assert_soft_error (b, TCP_OK);
      bench_free (b);
    }
}

static void
test_source_quench (void)
{
  struct bench *b = with_text_out (NULL);
  struct tcp_vars before = bench_vars (b);

  bench_icmp (b, ICMP_SOURCE_QUENCH, 0, 0, OUR_TEXT);
  bench_saw (b, REASON_DISCARD_SOURCE_QUENCH);
  struct tcp_vars after = bench_vars (b);
  g_assert_cmpmem (&after, sizeof after, &before, sizeof before);
  assert_soft_error (b, TCP_OK);
  bench_free (b);
}

/* Redirects, errors about other connections, messages that are no errors, broken ones. */
static void
test_not_for_us (void)
{
  struct bench *b = with_text_out (NULL);
  guint8 packet[200];
  guint8 octets[ICMP_ERROR_MAX];
  gsize length = bench_packet (b, ". 1:1(0) ack 1", packet, sizeof packet);
  struct icmp_error error = { .from = ip_address_v4 (10, 0, 0, 9), .to = ip_address_v4 (10, 0, 0, 1), .type = 3 };

  bench_icmp (b, ICMP_REDIRECT, 1, 0, OUR_TEXT);
  bench_saw (b, REASON_DISCARD_ICMP_OTHER);
  /* About a packet of the peer, not of ours. */
  gsize size = icmp_error_write (&error, packet, length, octets, sizeof octets);
  bench_arrives_octets (b, octets, size);
  bench_saw (b, REASON_DISCARD_ICMP_NO_CONNECTION);
  octets[24] ^= 1;
  bench_arrives_octets (b, octets, size);
  bench_saw (b, REASON_DISCARD_MALFORMED);
  error.to = ip_address_v4 (10, 0, 0, 3);
  bench_arrives_octets (b, octets, icmp_error_write (&error, packet, length, octets, sizeof octets));
  bench_saw (b, REASON_DISCARD_OTHER_HOST);
  error.to = ip_address_v4 (10, 0, 0, 1);
  error.type = 0; /* echo reply */
  bench_arrives_octets (b, octets, icmp_error_write (&error, packet, length, octets, sizeof octets));
  bench_saw (b, REASON_DISCARD_ICMP_OTHER);
  bench_state (b, TCP_ESTABLISHED);
  bench_free (b);
}

/* SHLD-20. */
static void
test_unreported (void)
{
  struct bench *b = with_text_out (NULL);

  g_assert_cmpint (tcp_stack_set_icmp_reports (bench_stack (b), bench_socket (b), false), ==, TCP_OK);
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_NET_UNREACHABLE, 0, OUR_TEXT);
  bench_saw (b, REASON_UPDATE_ICMP_UNREPORTED);
  bench_saw_not (b, REASON_NOTICE_NETWORK_UNREACHABLE);
  assert_soft_error (b, TCP_OK);
  g_assert_cmpint (tcp_stack_set_icmp_reports (bench_stack (b), bench_socket (b), true), ==, TCP_OK);
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_NET_UNREACHABLE, 0, OUR_TEXT);
  assert_soft_error (b, TCP_ERROR_NETWORK_UNREACHABLE);
  g_assert_cmpint (tcp_stack_set_icmp_reports (bench_stack (b), 99, true), ==, TCP_ERROR_NO_CONNECTION);
  bench_free (b);
}

/* An ACK proves that the path works; without one the soft error says why the connection ended. */
static void
test_soft_error_lives (void)
{
  struct bench *b = with_text_out (NULL);

  bench_icmp (b, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE, 0, OUR_TEXT);
  bench_arrives (b, ". 1:1(0) ack 101");
  assert_soft_error (b, TCP_OK);
  bench_free (b);

  b = with_text_out (NULL);
  bench_icmp (b, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE, 0, OUR_TEXT);
  bench_at (b, SEC (300));
  bench_take_all (b);
  bench_state (b, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, TCP_ERROR_HOST_UNREACHABLE);
  bench_free (b);
}

/* ICMPv6 has types and codes of its own. */
static void
test_v6 (void)
{
  static const struct told told[] = {
    { ICMPV6_UNREACHABLE, ICMPV6_NO_ROUTE, REASON_NOTICE_NETWORK_UNREACHABLE, TCP_ERROR_NETWORK_UNREACHABLE },
    { ICMPV6_UNREACHABLE, ICMPV6_ADDRESS_UNREACHABLE, REASON_NOTICE_HOST_UNREACHABLE, TCP_ERROR_HOST_UNREACHABLE },
    { ICMPV6_UNREACHABLE, ICMPV6_POLICY, REASON_NOTICE_PROHIBITED, TCP_ERROR_PROHIBITED },
    { ICMPV6_TIME_EXCEEDED, 0, REASON_NOTICE_TIME_EXCEEDED, TCP_ERROR_HOST_UNREACHABLE },
    { ICMPV6_PARAMETER_PROBLEM, 1, REASON_NOTICE_PARAMETER_PROBLEM, TCP_ERROR_PROTOCOL },
    { ICMPV6_UNREACHABLE, ICMPV6_PORT_UNREACHABLE, REASON_NOTICE_PORT_UNREACHABLE, TCP_ERROR_REFUSED },
    { ICMPV6_UNREACHABLE, ICMPV6_PROHIBITED, REASON_NOTICE_PROHIBITED, TCP_ERROR_PROHIBITED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      struct bench *b = bench_new_v6 (NULL);
      gboolean ends = i >= 5;

      bench_connect (b);
      bench_sends (b, "S 0:0(0) <mss 1000>");
      bench_icmp (b, told[i].type, told[i].code, 0, OUR_SYN);
      bench_saw (b, told[i].reason);
      bench_state (b, ends ? TCP_CLOSED : TCP_SYN_SENT);
      if (ends)
        g_assert_cmpint (tcp_stack_error (bench_stack (b), bench_socket (b)), ==, told[i].error);
      else
        assert_soft_error (b, told[i].error);
      bench_free (b);
    }
}

/* A part of a packet is no packet. */
static void
test_fragment (void)
{
  struct bench *b = bench_established (NULL, 8000);
  guint8 packet[200];
  gsize length = bench_packet (b, "P. 1:11(10) ack 1", packet, sizeof packet);

  packet[6] = 0x20; /* more fragments */
  bench_arrives_octets (b, packet, length);
  bench_saw (b, REASON_DISCARD_FRAGMENT);
  bench_quiet (b);
  bench_free (b);
}

const struct dialogue dialogues_icmp[] = {
  { "/tcp/icmp/SM-ICMP-01/MUST-54/SHLD-26/hard-in-syn-sent", test_hard_in_syn_sent },
  { "/tcp/icmp/SM-ICMP-01/MUST-47/SHLD-25/soft-in-syn-sent", test_soft_in_syn_sent },
  { "/tcp/icmp/SM-ICMP-01/soft-aborts-open", test_soft_aborts_open },
  { "/tcp/icmp/SM-ICMP-01/soft-aborts-passive-open", test_soft_aborts_passive_open },
  { "/tcp/icmp/SM-ICMP-02/MUST-47/MUST-56/SHLD-25/soft-when-open", test_soft_when_open },
  { "/tcp/icmp/SHLD-26/hard-when-open", test_hard_when_open },
  { "/tcp/icmp/SM-ICMP-02/MUST-56/soft-in-all-states", test_soft_in_all_states },
  { "/tcp/icmp/SHLD-26/hard-in-syn-received", test_hard_in_syn_received },
  { "/tcp/icmp/MUST-54/numbers", test_numbers },
  { "/tcp/icmp/MUST-55/source-quench", test_source_quench },
  { "/tcp/icmp/MUST-54/not-for-us", test_not_for_us },
  { "/tcp/icmp/SHLD-20/unreported", test_unreported },
  { "/tcp/icmp/MUST-47/soft-error-lives", test_soft_error_lives },
  { "/tcp/icmp/SM-ICMP-01/SM-ICMP-02/v6", test_v6 },
  { "/tcp/icmp/fragment", test_fragment },
  { 0 },
};
