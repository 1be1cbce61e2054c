/* Openings that most conversations begin with, and what holds in each state. */
#include "bench-private.h"

#include <string.h>

struct bench *
bench_established (const struct tcp_config *config, guint window)
{
  struct bench *b = bench_new (config);
  g_autofree char *syn = g_strdup_printf ("S 0:0(0) <mss %u>", b->config.mss);
  g_autofree char *syn_ack = g_strdup_printf ("S. 0:0(0) ack 1 win %u <mss %u>", window, b->config.mss);

  bench_connect (b);
  bench_sends (b, syn);
  bench_at (b, MS (100));
  bench_arrives (b, syn_ack);
  bench_sends (b, ". 1:1(0) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  return b;
}

struct bench *
bench_reporting (const struct tcp_config *config)
{
  struct bench *b = bench_new (config);

  bench_connect (b);
  bench_take_all (b);
  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK>");
  bench_saw (b, REASON_UPDATE_SACK_AGREED);
  bench_sends (b, ". 1:1(0) ack 1");
  return b;
}

struct bench *
bench_accepted (const struct tcp_config *config, guint window)
{
  struct bench *b = bench_new (config);
  g_autofree char *syn = g_strdup_printf ("S 0:0(0) win %u <mss %u>", window, b->config.mss);
  g_autofree char *syn_ack = g_strdup_printf ("S. 0:0(0) ack 1 <mss %u>", b->config.mss);
  g_autofree char *ack = g_strdup_printf (". 1:1(0) ack 1 win %u", window);

  bench_listen (b);
  bench_arrives (b, syn);
  bench_sends (b, syn_ack);
  bench_at (b, MS (100));
  bench_arrives (b, ack);
  g_assert_cmpint (bench_accept (b), >, 0);
  bench_state (b, TCP_ESTABLISHED);
  return b;
}

static struct bench *
bench_syn_received (const struct tcp_config *config, gboolean passive)
{
  struct bench *b = bench_new (config);

  if (passive)
    bench_listen (b);
  else
    {
      bench_connect (b);
      bench_sends (b, "S 0:0(0) <mss 1000>");
    }
  bench_arrives (b, "S 0:0(0) <mss 1000>");
  bench_sends (b, "S. 0:0(0) ack 1 <mss 1000>");
  if (passive)
    bench_use (b, bench_socket (b) + 1);
  return b;
}

/* From ESTABLISHED on. */
static void
go_on_to (struct bench *b, enum tcp_state state)
{
  if (state == TCP_CLOSE_WAIT || state == TCP_LAST_ACK)
    {
      bench_arrives (b, "F. 1:1(0) ack 1");
      bench_sends (b, ". 1:1(0) ack 2");
      if (state == TCP_LAST_ACK)
        {
          bench_close (b);
          bench_sends (b, "F. 1:1(0) ack 2");
        }
      return;
    }
  bench_shutdown (b);
  bench_sends (b, "F. 1:1(0) ack 1");
  if (state == TCP_CLOSING)
    {
      bench_arrives (b, "F. 1:1(0) ack 1");
      bench_sends (b, ". 2:2(0) ack 2");
    }
  if (state == TCP_FIN_WAIT_2 || state == TCP_TIME_WAIT)
    bench_arrives (b, ". 1:1(0) ack 2");
  if (state == TCP_TIME_WAIT)
    {
      bench_arrives (b, "F. 1:1(0) ack 2");
      bench_sends (b, ". 2:2(0) ack 2");
    }
}

struct bench *
bench_in (const struct tcp_config *config, enum tcp_state state, gboolean passive)
{
  struct bench *b;

  switch (state)
    {
    case TCP_CLOSED:
      return bench_new (config);
    case TCP_LISTEN:
      b = bench_new (config);
      bench_listen (b);
      break;
    case TCP_SYN_SENT:
      b = bench_new (config);
      bench_connect (b);
      bench_sends (b, "S 0:0(0) <mss 1000>");
      break;
    case TCP_SYN_RECEIVED:
      b = bench_syn_received (config, passive);
      break;
    case TCP_ESTABLISHED:
      b = passive ? bench_accepted (config, 8000) : bench_established (config, 8000);
      break;
    default:
      b = passive ? bench_accepted (config, 8000) : bench_established (config, 8000);
      go_on_to (b, state);
    }
  bench_state (b, state);
  return b;
}

/* --- numbers by state --- */

const enum tcp_state bench_synchronized[BENCH_SYNCHRONIZED]
    = { TCP_ESTABLISHED, TCP_FIN_WAIT_1, TCP_FIN_WAIT_2, TCP_CLOSE_WAIT, TCP_CLOSING, TCP_LAST_ACK, TCP_TIME_WAIT };

guint
bench_next_sent (enum tcp_state state)
{
  return state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT || state <= TCP_SYN_RECEIVED ? 1 : 2;
}

guint
bench_next_received (enum tcp_state state)
{
  return state == TCP_CLOSE_WAIT || state == TCP_CLOSING || state == TCP_LAST_ACK || state == TCP_TIME_WAIT ? 2 : 1;
}

char *
bench_ack_of (enum tcp_state state)
{
  guint sent = bench_next_sent (state);

  return g_strdup_printf (". %u:%u(0) ack %u", sent, sent, bench_next_received (state));
}

void
bench_acks (struct bench *b, guint ack, const char *sack)
{
  g_autofree char *blocks = sack != NULL ? g_strdup_printf (" <sack %s>", sack) : g_strdup ("");
  g_autofree char *text = g_strdup_printf (". 1:1(0) ack %u win 60000%s", ack, blocks);

  bench_arrives (b, text);
}

void
bench_arrives_numbers (struct bench *b, const char *flags, guint seq, guint length, guint ack)
{
  g_autofree char *text = g_strdup_printf ("%s %u:%u(%u)", flags, seq, seq + length, length);
  g_autofree char *acked = g_strdup_printf ("%s ack %u", text, ack);

  bench_arrives (b, strchr (flags, '.') != NULL ? acked : text);
}

struct bench *
bench_closed_window (void)
{
  struct bench *b = bench_established (NULL, 8000);

  for (guint i = 0; i < 8; i++)
    {
      bench_arrives_numbers (b, ".", 1 + 1000 * i, 1000, 1);
      if (i % 2 == 1)
        {
          g_autofree char *ack = g_strdup_printf (". 1:1(0) ack %u win %u", 1001 + 1000 * i, 7000 - 1000 * i);
          bench_sends (b, ack);
        }
    }
  bench_saw (b, REASON_UPDATE_RECEIVE_WINDOW_CLOSED);
  return b;
}
