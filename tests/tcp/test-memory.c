/* What a connection takes beside its two buffers: it stays small, also after it once had much to remember. */
#include "bench-private.h"

#include "tcp/stack-sockets.h"

#include <malloc.h>

#define CONNECTION_MAX 4096

static gsize
connection_memory (struct bench *b)
{
  struct socket *socket = stack_find_number (b->stack, bench_socket (b));
  gsize size = malloc_usable_size (socket) + malloc_usable_size (socket->tcb.sent.segments)
               + malloc_usable_size (socket->tcb.held.ranges);

  g_test_message ("%zu octets", size);
  return size;
}

static void
test_idle (void)
{
  struct bench *b = bench_established (NULL, 8000);

  g_assert_cmpuint (connection_memory (b), <=, CONNECTION_MAX);
  bench_free (b);
}

static void
test_after_much_sent (void)
{
  struct tcp_config config = bench_config ();

  config.congestion_control = false;
  struct bench *b = bench_established (&config, 65535);
  bench_send (b, 65000);
  bench_take_all (b);
  g_assert_cmpuint (connection_memory (b), >, sizeof (struct socket) + 65 * sizeof (struct sent_segment));
  bench_arrives (b, ". 1:1(0) ack 65001 win 65535");
  g_assert_cmpuint (connection_memory (b), <=, CONNECTION_MAX);
  bench_send (b, 1000);
  bench_sends (b, "P. 65001:66001(1000) ack 1");
  bench_free (b);
}

static void
test_after_many_holes (void)
{
  struct bench *b = bench_established (NULL, 8000);

  for (guint first = 7901; first > 1; first -= 20)
    {
      g_autofree char *text = g_strdup_printf (". %u:%u(10) ack 1", first, first + 10);

      bench_arrives (b, text);
    }
  bench_take_all (b);
  g_assert_cmpuint (connection_memory (b), >, CONNECTION_MAX);
  for (guint first = 1; first < 7901; first += 1000)
    {
      g_autofree char *text = g_strdup_printf (". %u:%u(1000) ack 1", first, first + 1000);

      bench_arrives (b, text);
    }
  bench_take_all (b);
  g_assert_cmpuint (connection_memory (b), <=, CONNECTION_MAX);
  bench_free (b);
}

const struct dialogue dialogues_memory[] = {
  { "/tcp/memory/idle", test_idle },
  { "/tcp/memory/after-much-sent", test_after_much_sent },
  { "/tcp/memory/after-many-holes", test_after_many_holes },
  { 0 },
};
