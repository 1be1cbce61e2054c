/* Two stacks and a bad network between them: whatever it does, each program reads what the other wrote, in order and
 * once, and when the network is well again everything comes to its end. */
#include "bench.h"

#include "base/rng.h"
#include "invariants.h"
#include "tcp/stack.h"
#include "wire/icmp.h"
#include "wire/packet.h"

#include <string.h>

#define SEEDS 400
#define FAULTS_END SEC (25)
#define HORIZON SEC (3600)
#define STEPS_MAX 2000000

/* What the router in the middle says when a packet is too big. */
enum router
{
  ROUTER_TELLS,
  ROUTER_IS_OLD, /* without a size */
  ROUTER_IS_SILENT,
};

struct frame
{
  vtime at;
  guint64 serial;
  guint to;
  GBytes *packet;
};

struct end
{
  struct world *world;
  guint index;
  struct tcp_stack *stack;
  struct invariants invariants;
  int listener;
  int socket;
  guint32 to_write;
  guint32 written;
  guint32 read;
  gboolean ended;    /* our writing */
  gboolean read_all; /* the other's end was read */
  vtime next_action; /* of the program */
  guint retransmissions;
};

struct world
{
  struct rng rng;
  struct end ends[2];
  GQueue frames; /* struct frame by time and serial */
  vtime now;
  guint64 serial;
  guint loss; /* percent, as the others */
  guint duplicate;
  guint corrupt;
  guint reorder;
  vtime delay;
  guint path_mtu;
  enum router router;
};

static guint8
octet_of (guint end, guint32 place)
{
  return (guint8) (place * (end == 0 ? 7 : 11) + place / 251 + end);
}

static gboolean
happens (struct world *world, guint percent)
{
  return world->now < FAULTS_END && rng_below (&world->rng, 100) < percent;
}

static gint
compare_frames (gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer user)
{
  const struct frame *left = a;
  const struct frame *right = b;

  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return left->serial < right->serial ? -1 : 1;
}

static void
put_on_link (struct world *world, guint to, const guint8 *packet, gsize length)
{
  struct frame *frame = g_new0 (struct frame, 1);
  g_autofree guint8 *octets = g_memdup2 (packet, length);

  if (happens (world, world->corrupt))
    octets[rng_below (&world->rng, length)] ^= (guint8) (1 << rng_below (&world->rng, 8));
  frame->at = world->now + world->delay;
  if (happens (world, world->reorder))
    frame->at += (vtime) rng_below (&world->rng, (guint64) (4 * world->delay + 1));
  frame->serial = world->serial++;
  frame->to = to;
  frame->packet = g_bytes_new (octets, length);
  g_queue_insert_sorted (&world->frames, frame, compare_frames, NULL);
}

/* False when the router does not pass the packet on; one that it may cut up is put together again at the end. */
static gboolean
passes (struct end *end, const guint8 *octets, gsize length)
{
  struct world *world = end->world;
  struct icmp_error error = { .type = ICMP_UNREACHABLE, .code = ICMP_FRAGMENTATION_NEEDED };
  guint8 message[ICMP_ERROR_MAX];
  struct packet packet;

  packet_read (octets, length, length, &packet);
  if (length <= world->path_mtu || !packet.dont_fragment)
    return TRUE;
  if (world->router == ROUTER_IS_SILENT)
    return FALSE;
  error.from = ip_address_v4 (10, 0, 0, 254);
  error.to = packet.segment.source.address;
  error.mtu = world->router == ROUTER_TELLS ? world->path_mtu : 0;
  gsize size = icmp_error_write (&error, octets, length, message, sizeof message);
  put_on_link (world, end->index, message, size);
  return FALSE;
}

static void
transmit (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  struct end *end = user;
  struct world *world = end->world;

  g_assert_cmpuint (sent, ==, end->invariants.next - 1);
  if (!passes (end, packet, length) || happens (world, world->loss))
    return;
  put_on_link (world, 1 - end->index, packet, length);
  if (happens (world, world->duplicate))
    put_on_link (world, 1 - end->index, packet, length);
}

static event_id
report (void *user, const struct tcp_event *event)
{
  struct end *end = user;

  if (event->kind == TCP_EVENT_SEND && g_str_has_prefix (reason_name (event->reason), "RETRANSMIT_"))
    end->retransmissions++;
  return invariants_check (&end->invariants, event);
}

/* --- the programs --- */

static gboolean
is_open (struct end *end)
{
  struct tcp_vars vars;

  return tcp_stack_vars (end->stack, end->socket, &vars) && vars.state >= TCP_SYN_RECEIVED;
}

static void
write_some (struct end *end)
{
  guint8 octets[4096];
  guint32 length = (guint32) rng_below (&end->world->rng, sizeof octets);

  length = MIN (length, end->to_write - end->written);
  for (guint32 i = 0; i < length; i++)
    octets[i] = octet_of (end->index, end->written + i);
  gboolean urgent = rng_below (&end->world->rng, 10) == 0;
  int taken = 0;
  if (length > 0 && urgent)
    taken = tcp_stack_send_urgent (end->stack, end->socket, octets, length, end->world->now, EVENT_NONE);
  else if (length > 0)
    taken = tcp_stack_send (end->stack, end->socket, octets, length, end->world->now, EVENT_NONE);
  if (taken > 0)
    end->written += (guint32) taken;
  /* To close in SYN-SENT would be to give up. */
  if (end->written == end->to_write && is_open (end))
    end->ended = tcp_stack_shutdown (end->stack, end->socket, end->world->now, EVENT_NONE) == TCP_OK;
}

static void
read_some (struct end *end)
{
  guint8 octets[3000];
  guint32 most = 1 + (guint32) rng_below (&end->world->rng, sizeof octets);
  int got = tcp_stack_receive (end->stack, end->socket, octets, most, end->world->now, EVENT_NONE);

  for (int i = 0; i < got; i++)
    g_assert_cmpuint (octets[i], ==, octet_of (1 - end->index, end->read + (guint32) i));
  if (got > 0)
    end->read += (guint32) got;
  g_assert_cmpuint (end->read, <=, end->world->ends[1 - end->index].written);
  if (got == 0 && !end->read_all)
    {
      end->read_all = TRUE;
      g_assert_cmpuint (end->read, ==, end->world->ends[1 - end->index].to_write);
    }
}

static void
run_program (struct end *end)
{
  if (end->socket <= 0)
    {
      int socket = tcp_stack_accept (end->stack, end->listener);
      end->socket = socket > 0 ? socket : 0;
    }
  if (end->socket > 0 && !end->read_all)
    read_some (end);
  if (end->socket > 0 && !end->ended)
    write_some (end);
  gboolean done = end->ended && end->read_all;
  vtime pause = (vtime) rng_below (&end->world->rng, (guint64) MS (300)) + 1;
  end->next_action = done ? VTIME_NEVER : end->world->now + pause;
}

/* --- the run --- */

/* Each option on or off by itself, so that the two ends often differ. */
static void
random_options (struct rng *rng, struct tcp_config *config)
{
  static const vtime ticks[] = { MS (1), MS (10), SEC (1) };

  config->window_scale = rng_below (rng, 2);
  if (rng_below (rng, 4) == 0)
    config->receive_buffer = 65536 + (guint32) rng_below (rng, 300000);
  config->window_scale_shift = rng_below (rng, 2) ? TCP_SHIFT_FROM_BUFFER : (guint8) rng_below (rng, 15);
  /* A larger shift than that leaves little of the window to tell. */
  while (config->window_scale_shift < 15 && config->receive_buffer >> config->window_scale_shift < 8)
    config->window_scale_shift--;
  config->timestamps = rng_below (rng, 2);
  config->sack = rng_below (rng, 2);
  config->prr = rng_below (rng, 2);
  config->rack = rng_below (rng, 2);
  config->tlp = rng_below (rng, 2);
  config->tlp_max_ack_delay = rng_below (rng, 2) ? MS (200) : MS (1);
  config->frto = rng_below (rng, 2);
  config->ts_tick = ticks[rng_below (rng, G_N_ELEMENTS (ticks))];
  config->ts_offset = rng_below (rng, 2) ? rng_u32 (rng) : 0u - (guint32) rng_below (rng, 20000);
}

/* Without a router that tells somebody has to probe, from a size that gets through. */
static void
random_path (struct world *world, struct tcp_config *config)
{
  gboolean silent = world->router == ROUTER_IS_SILENT;
  guint least = silent ? TCP_MTU_PROBING_BLACK_HOLE : TCP_MTU_PROBING_OFF;

  config->mtu_probing = (enum tcp_mtu_probing) (least + rng_below (&world->rng, TCP_MTU_PROBING_ALWAYS + 1 - least));
  config->mtu_base = (guint16) (68 + rng_below (&world->rng, 533));
  config->mtu_black_hole_timeouts = (guint8) (1 + rng_below (&world->rng, 3));
  config->path_mtu_age = MS (500) + (vtime) rng_below (&world->rng, SEC (20));
  config->path_mtu_min = (guint16) (68 + rng_below (&world->rng, silent ? 533 : 600));
}

static struct tcp_config
random_config (struct rng *rng)
{
  static const guint16 sizes[] = { 40, 200, 536, 1000, 1460 };
  struct tcp_config config = rng_below (rng, 2) ? tcp_config_rfc () : tcp_config_lesson ();

  config.iss_fixed = true;
  config.iss = rng_below (rng, 2) ? rng_u32 (rng) : 0u - (guint32) rng_below (rng, 20000);
  config.mss = sizes[rng_below (rng, G_N_ELEMENTS (sizes))];
  config.receive_buffer = 500 + (guint32) rng_below (rng, 20000);
  config.send_buffer = 500 + (guint32) rng_below (rng, 20000);
  config.delayed_ack = rng_below (rng, 2);
  config.nagle = rng_below (rng, 2);
  config.sws_avoidance = rng_below (rng, 4) > 0;
  config.new_reno = rng_below (rng, 4) > 0;
  config.congestion_control = rng_below (rng, 8) > 0;
  config.congestion_name = (enum tcp_congestion_name) rng_below (rng, 2);
  config.limited_transmit = rng_below (rng, 2);
  config.rfc5961 = rng_below (rng, 4) > 0;
  config.literal_syn_received = rng_below (rng, 4) == 0;
  config.initial_window = (guint8) rng_below (rng, 5);
  config.cwnd_validation = rng_below (rng, 2);
  config.ack_at_window_edge = rng_below (rng, 2);
  config.rto_min_as_margin = rng_below (rng, 2);
  config.rto_rearm = rng_below (rng, 2);
  config.rto_slack = (vtime) rng_below (rng, 2) * MS (20);
  config.syn_ack_retries = 0;
  random_options (rng, &config);
  return config;
}

static void
init_end (struct world *world, guint index)
{
  struct end *end = &world->ends[index];
  struct tcp_sink sink = { end, report, transmit };
  struct ip_address address = ip_address_v4 (10, 0, 0, (guint8) (index + 1));
  struct tcp_config config = random_config (&world->rng);

  random_path (world, &config);
  end->world = world;
  end->index = index;
  invariants_init (&end->invariants);
  end->stack = tcp_stack_new (&config, &address, &sink);
  end->to_write = (guint32) rng_below (&world->rng, rng_below (&world->rng, 3) == 0 ? 100000 : 6000);
  end->next_action = 0;
}

static void
open_ends (struct world *world, gboolean both)
{
  struct endpoint a = { ip_address_v4 (10, 0, 0, 1), 4000 };
  struct endpoint b = { ip_address_v4 (10, 0, 0, 2), 5000 };

  world->ends[0].socket = tcp_stack_connect (world->ends[0].stack, a.port, &b, 0, EVENT_NONE);
  if (both)
    world->ends[1].socket = tcp_stack_connect (world->ends[1].stack, b.port, &a, 0, EVENT_NONE);
  else
    world->ends[1].listener = tcp_stack_listen (world->ends[1].stack, b.port, 0, 0, EVENT_NONE);
}

static vtime
next_instant (struct world *world)
{
  struct frame *first = g_queue_peek_head (&world->frames);
  vtime next = first != NULL ? first->at : VTIME_NEVER;

  for (guint i = 0; i < 2; i++)
    {
      next = MIN (next, tcp_stack_next_timeout (world->ends[i].stack));
      next = MIN (next, world->ends[i].next_action);
    }
  return next;
}

/* Arrivals, then timers, then programs, then what they left to send. */
static void
run_instant (struct world *world)
{
  struct frame *frame;

  while ((frame = g_queue_peek_head (&world->frames)) != NULL && frame->at <= world->now)
    {
      gsize length;
      const guint8 *packet = g_bytes_get_data (frame->packet, &length);
      g_queue_pop_head (&world->frames);
      tcp_stack_input (world->ends[frame->to].stack, packet, length, world->now, EVENT_NONE);
      g_bytes_unref (frame->packet);
      g_free (frame);
    }
  for (guint i = 0; i < 2; i++)
    tcp_stack_timeout (world->ends[i].stack, world->now);
  for (guint i = 0; i < 2; i++)
    if (world->ends[i].next_action <= world->now)
      run_program (&world->ends[i]);
  for (guint i = 0; i < 2; i++)
    tcp_stack_flush (world->ends[i].stack, world->now);
}

static void
check_end (struct end *end, guint64 seed)
{
  struct tcp_vars vars;

  if (!end->read_all || !end->ended)
    g_error ("seed %" G_GUINT64_FORMAT ": end %u read %u of %u and wrote %u of %u", seed, end->index, end->read,
             end->world->ends[1 - end->index].to_write, end->written, end->to_write);
  g_assert_true (tcp_stack_vars (end->stack, end->socket, &vars));
  g_assert_cmpint (vars.state, ==, TCP_CLOSED);
  g_assert_cmpint (tcp_stack_error (end->stack, end->socket), ==, TCP_OK);
}

/* seen: the reasons of all worlds so far. */
static guint
run_world (guint64 seed, gboolean *seen)
{
  struct world world = { 0 };
  guint steps = 0;

  rng_seed (&world.rng, seed);
  world.loss = (guint) rng_below (&world.rng, 30);
  world.duplicate = (guint) rng_below (&world.rng, 20);
  world.corrupt = (guint) rng_below (&world.rng, 10);
  world.reorder = (guint) rng_below (&world.rng, 40);
  world.delay = 1 + (vtime) rng_below (&world.rng, (guint64) MS (150));
  world.router = (enum router) rng_below (&world.rng, ROUTER_IS_SILENT + 1);
  world.path_mtu = rng_below (&world.rng, 2) ? 1500 : 600 + (guint) rng_below (&world.rng, 900);
  for (guint i = 0; i < 2; i++)
    init_end (&world, i);
  open_ends (&world, rng_below (&world.rng, 4) == 0);
  for (vtime next = 0; next <= HORIZON && steps < STEPS_MAX; next = next_instant (&world), steps++)
    {
      world.now = next;
      run_instant (&world);
    }
  g_assert_cmpuint (steps, <, STEPS_MAX);
  g_assert_cmpuint (g_queue_get_length (&world.frames), ==, 0);
  guint retransmissions = 0;
  for (guint i = 0; i < 2; i++)
    {
      check_end (&world.ends[i], seed);
      retransmissions += world.ends[i].retransmissions;
      for (guint reason = 0; reason < REASON_COUNT; reason++)
        seen[reason] = seen[reason] || world.ends[i].invariants.seen[reason];
      tcp_stack_free (world.ends[i].stack);
      invariants_clear (&world.ends[i].invariants);
    }
  return retransmissions;
}

static void
test_worlds (void)
{
  static const enum tcp_reason wanted[] = {
    REASON_RETRANSMIT_TIMEOUT,
    REASON_RETRANSMIT_PARTIAL_ACK,
    REASON_RETRANSMIT_SACK_LOST,
    REASON_RETRANSMIT_SACK_HOLE,
    REASON_RETRANSMIT_SACK_RESCUE,
    REASON_UPDATE_SACK_DUPLICATE,
    REASON_UPDATE_PROPORTIONAL_RATE,
    REASON_UPDATE_CUBIC,
    REASON_UPDATE_CUBIC_RENO_FRIENDLY,
    REASON_DISCARD_PAWS,
    REASON_UPDATE_RTT_FROM_TIMESTAMP,
    REASON_UPDATE_WINDOW_SCALE_AGREED,
    REASON_RETRANSMIT_SMALLER,
    REASON_UPDATE_PATH_MTU_PLATEAU,
    REASON_UPDATE_PATH_MTU_LEAST,
    REASON_UPDATE_PATH_MTU_AGED,
    REASON_UPDATE_PATH_MTU_BLACK_HOLE,
    REASON_UPDATE_MTU_PROBE_ARRIVED,
    REASON_UPDATE_MTU_PROBE_LOST,
    REASON_UPDATE_MTU_SEARCH_OVER,
    REASON_NOTICE_URGENT,
    REASON_NOTICE_URGENT_MORE,
  };
  gboolean seen[REASON_COUNT] = { FALSE };
  guint retransmissions = 0;

  for (guint64 seed = 1; seed <= SEEDS; seed++)
    retransmissions += run_world (seed, seen);
  g_test_message ("%u retransmissions", retransmissions);
  g_assert_cmpuint (retransmissions, >, SEEDS);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (!seen[wanted[i]])
      g_error ("%s happened in no world", reason_name (wanted[i]));
}

const struct dialogue dialogues_two_stacks[] = {
  { "/tcp/two-stacks/any-network", test_worlds },
  { 0 },
};
