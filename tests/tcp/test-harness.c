/* Two stacks driven as stack.h says, by POSIX's calls alone: a program that asks and one that answers. */
#include "bench.h"

#include <string.h>

#define DELAY MS (20)
#define OCTETS 300000
#define PIECE 5000

struct packet_on_way
{
  vtime at;
  GBytes *octets;
};

struct side
{
  struct network *network;
  struct tcp_stack *stack;
  GQueue arriving; /* struct packet_on_way */
  int socket;      /* of its program; 0 when it has none, or has closed it */
  guint32 sent;
  guint32 received;
  gboolean shut;
};

struct network
{
  vtime now;
  struct side sides[2];
  int listener;
  guint packets;
  guint lose_every; /* 0 = none */
};

static guint8
octet_at (guint32 place)
{
  return (guint8) (place * 31 + place / 251);
}

static void
transmit (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  struct side *from = user;
  struct network *network = from->network;
  struct side *to = &network->sides[from == &network->sides[0]];

  network->packets++;
  if (network->lose_every > 0 && network->packets % network->lose_every == 0)
    return;
  struct packet_on_way *item = g_new (struct packet_on_way, 1);
  *item = (struct packet_on_way){ network->now + DELAY, g_bytes_new (packet, length) };
  g_queue_push_tail (&to->arriving, item);
}

static void
packets_arrive (struct side *side)
{
  struct packet_on_way *item;

  while ((item = g_queue_peek_head (&side->arriving)) != NULL && item->at <= side->network->now)
    {
      gsize length;
      const guint8 *octets = g_bytes_get_data (item->octets, &length);
      tcp_stack_input (side->stack, octets, length, side->network->now, EVENT_NONE);
      g_bytes_unref (item->octets);
      g_free (g_queue_pop_head (&side->arriving));
    }
}

static void
read_some (struct side *side)
{
  guint8 octets[PIECE];
  int got;

  while ((got = tcp_socket_receive (side->stack, side->socket, octets, PIECE, 0, side->network->now, EVENT_NONE)) > 0)
    for (int i = 0; i < got; i++)
      g_assert_cmpuint (octets[i], ==, octet_at (side->received++));
  g_assert_true (got == 0 || got == TCP_ERROR_NO_ROOM);
}

static void
write_some (struct side *side)
{
  guint8 octets[PIECE];
  int taken;

  do
    {
      guint32 length = MIN (PIECE, OCTETS - side->sent);
      for (guint32 i = 0; i < length; i++)
        octets[i] = octet_at (side->sent + i);
      taken = tcp_socket_send (side->stack, side->socket, octets, length, side->network->now, EVENT_NONE);
      g_assert_true (taken >= 0 || taken == TCP_ERROR_NO_ROOM);
      side->sent += taken > 0 ? (guint32) taken : 0;
    }
  while (taken > 0);
  if (side->sent < OCTETS)
    return;
  side->shut = TRUE;
  g_assert_cmpint (tcp_socket_shutdown (side->stack, side->socket, TCP_SHUTDOWN_WRITE, side->network->now, EVENT_NONE),
                   ==, TCP_OK);
}

/* Both programs do the same: write all, end, read all, close. */
static void
program_acts (struct side *side)
{
  unsigned bits = tcp_socket_poll (side->stack, side->socket);

  g_assert_cmphex (bits & TCP_POLL_ERROR, ==, 0);
  if ((bits & TCP_POLL_IN) != 0)
    read_some (side);
  if ((bits & TCP_POLL_OUT) != 0 && !side->shut)
    write_some (side);
  if ((tcp_socket_poll (side->stack, side->socket) & TCP_POLL_HANG_UP) == 0 || side->received < OCTETS)
    return;
  g_assert_cmpint (tcp_socket_close (side->stack, side->socket, side->network->now, EVENT_NONE), ==, TCP_OK);
  side->socket = 0;
}

static vtime
next_instant (const struct network *network)
{
  vtime next = VTIME_NEVER;

  for (int i = 0; i < 2; i++)
    {
      const struct packet_on_way *item = g_queue_peek_head ((GQueue *) &network->sides[i].arriving);
      next = MIN (next, tcp_stack_next_timeout (network->sides[i].stack));
      next = MIN (next, item != NULL ? item->at : VTIME_NEVER);
    }
  return next;
}

static void
accept_one (struct network *network)
{
  struct side *server = &network->sides[1];

  if (network->listener == 0 || tcp_socket_poll (server->stack, network->listener) != TCP_POLL_IN)
    return;
  server->socket = tcp_socket_accept (server->stack, network->listener, NULL);
  g_assert_cmpint (server->socket, >, 0);
  tcp_socket_close (server->stack, network->listener, network->now, EVENT_NONE);
  network->listener = 0;
}

static void
run (struct network *network)
{
  for (guint steps = 0; (network->now = next_instant (network)) != VTIME_NEVER; steps++)
    {
      g_assert_cmpuint (steps, <, 100000);
      for (int i = 0; i < 2; i++)
        packets_arrive (&network->sides[i]);
      for (int i = 0; i < 2; i++)
        if (tcp_stack_next_timeout (network->sides[i].stack) <= network->now)
          tcp_stack_timeout (network->sides[i].stack, network->now);
      accept_one (network);
      for (int i = 0; i < 2; i++)
        if (network->sides[i].socket > 0)
          program_acts (&network->sides[i]);
      for (int i = 0; i < 2; i++)
        tcp_stack_flush (network->sides[i].stack, network->now);
    }
}

static struct ip_address
address_of (int side, gboolean v6)
{
  struct ip_address address = ip_address_v4 (10, 0, 0, (guint8) (1 + side));

  if (v6)
    ip_address_parse (side == 0 ? "2001:db8::1" : "2001:db8::2", &address);
  return address;
}

static void
open_both (struct network *network, struct endpoint server)
{
  struct side *client = &network->sides[0];
  struct tcp_stack *listening = network->sides[1].stack;

  network->listener = tcp_socket_new (listening);
  g_assert_cmpint (tcp_socket_bind (listening, network->listener, &server), ==, TCP_OK);
  g_assert_cmpint (tcp_socket_listen (listening, network->listener, 5, 0, EVENT_NONE), ==, TCP_OK);
  client->socket = tcp_socket_new (client->stack);
  g_assert_cmpint (tcp_socket_connect (client->stack, client->socket, &server, 0, EVENT_NONE), ==,
                   TCP_ERROR_IN_PROGRESS);
}

static void
hold (const struct tcp_config *client, const struct tcp_config *server, gboolean v6, guint lose_every)
{
  const struct tcp_config *configs[] = { client, server };
  struct network network = { .lose_every = lose_every };

  for (int i = 0; i < 2; i++)
    {
      struct side *side = &network.sides[i];
      struct tcp_sink sink = { side, NULL, transmit };
      struct ip_address address = address_of (i, v6);
      side->network = &network;
      g_queue_init (&side->arriving);
      side->stack = tcp_stack_new (configs[i], &address, &sink);
      g_assert_nonnull (side->stack);
    }
  open_both (&network, (struct endpoint){ address_of (1, v6), 80 });
  run (&network);
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (network.sides[i].socket, ==, 0);
      g_assert_cmpuint (network.sides[i].received, ==, OCTETS);
      g_assert_cmpuint (tcp_stack_list (network.sides[i].stack, NULL, 0), ==, 0);
      tcp_stack_free (network.sides[i].stack);
    }
}

static void
test_presets (void)
{
  const struct tcp_config presets[] = { tcp_config_rfc (), tcp_config_linux (), tcp_config_lesson () };

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (presets); j++)
      hold (&presets[i], &presets[j], (i + j) % 2 == 1, 0);
}

static void
test_losses (void)
{
  const struct tcp_config presets[] = { tcp_config_rfc (), tcp_config_linux () };

  for (guint every = 7; every <= 40; every += 11)
    for (int i = 0; i < 2; i++)
      hold (&presets[i], &presets[1 - i], i == 0, every);
}

const struct dialogue dialogues_harness[] = {
  { "/tcp/harness/presets", test_presets },
  { "/tcp/harness/losses", test_losses },
  { 0 },
};
