/* The engine between two stacks that are joined directly, and as part of a whole run. */
#include "bench.h"

#include "sim/sim.h"
#include "tcp/stack.h"
#include "wire/checksum.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define PACKETS_MAX 4096
#define PACKET_SIZE 1500
#define MSS 1460

/* --- two stacks, no simulator --- */

struct wire_queue
{
  size_t first;
  size_t count;
  uint16_t lengths[PACKETS_MAX];
  event_id sent[PACKETS_MAX];
  uint8_t octets[PACKETS_MAX][PACKET_SIZE];
};

struct pair;

struct pair_end
{
  struct pair *pair;
  struct tcp_stack *stack;
  struct wire_queue *out;
};

struct pair
{
  struct pair_end ends[2];
  struct trace *trace; /* NULL: the stacks tell nobody */
  vtime now;
};

static event_id
keep_event (void *user, const struct tcp_event *event)
{
  struct pair_end *end = user;
  unsigned host = end == &end->pair->ends[0] ? HOST_A : HOST_B;
  struct trace_event kept = trace_event_of (event, host);

  return trace_append (end->pair->trace, &kept, event->segment, event->packet, event->packet_length, event->vars);
}

static void
queue_packet (void *user, const uint8_t *packet, size_t length, event_id sent)
{
  struct pair_end *end = user;
  struct wire_queue *queue = end->out;
  size_t slot = (queue->first + queue->count) % PACKETS_MAX;

  if (queue->count == PACKETS_MAX || length > PACKET_SIZE)
    return;
  memcpy (queue->octets[slot], packet, length);
  queue->lengths[slot] = (uint16_t) length;
  queue->sent[slot] = sent;
  queue->count++;
}

static struct tcp_config
bulk_config (enum bench_values values)
{
  struct tcp_config config = values == BENCH_LINUX ? tcp_config_linux () : tcp_config_lesson ();

  config.mss = MSS;
  return config;
}

static void
init_end (struct pair *pair, unsigned index, enum bench_values values)
{
  struct tcp_config config = bulk_config (values);
  struct ip_address address = ip_address_v4 (10, 0, 0, (uint8_t) (index + 1));
  struct pair_end *end = &pair->ends[index];
  struct tcp_sink sink = { end, pair->trace != NULL ? keep_event : NULL, queue_packet };

  end->pair = pair;
  end->out = calloc (1, sizeof *end->out);
  end->stack = tcp_stack_new (&config, &address, &sink);
  if (end->out == NULL || end->stack == NULL)
    abort ();
}

static void
clear_pair (struct pair *pair)
{
  for (unsigned index = 0; index < 2; index++)
    {
      tcp_stack_free (pair->ends[index].stack);
      free (pair->ends[index].out);
    }
}

/* What one end has sent arrives at the other. Returns the number of data segments: those with text. */
static double
deliver (struct pair *pair, unsigned from)
{
  struct wire_queue *queue = pair->ends[from].out;
  double segments = 0;

  for (; queue->count > 0; queue->count--, queue->first = (queue->first + 1) % PACKETS_MAX)
    {
      segments += queue->lengths[queue->first] > 100;
      tcp_stack_input (pair->ends[1 - from].stack, queue->octets[queue->first], queue->lengths[queue->first], pair->now,
                       pair->trace != NULL ? queue->sent[queue->first] : EVENT_NONE);
      /* Each by itself, or one ACK would answer all of them (MUST-59). */
      tcp_stack_flush (pair->ends[1 - from].stack, pair->now);
    }
  queue->first = 0; /* the same memory again, which the processor has at hand */
  return segments;
}

static double
carry (struct pair *pair, uint64_t octets)
{
  static const uint8_t text[65536];
  struct endpoint peer = { ip_address_v4 (10, 0, 0, 2), 80 };
  struct tcp_stack *a = pair->ends[0].stack, *b = pair->ends[1].stack;
  int listener = tcp_stack_listen (b, 80, 0, 0, EVENT_NONE);
  int writer = tcp_stack_connect (a, 40000, &peer, 0, EVENT_NONE), reader = 0;
  uint64_t written = 0, read = 0;
  double segments = 0;

  for (unsigned rounds = 0; read < octets && rounds < 100000000; rounds++)
    {
      uint64_t left = octets - written;
      int taken
          = tcp_stack_send (a, writer, text, left < sizeof text ? (uint32_t) left : sizeof text, pair->now, EVENT_NONE);
      written += taken > 0 ? (uint64_t) taken : 0;
      bool idle = pair->ends[0].out->count == 0 && pair->ends[1].out->count == 0;
      vtime timeout_a = tcp_stack_next_timeout (a), timeout_b = tcp_stack_next_timeout (b);
      vtime next = timeout_a < timeout_b ? timeout_a : timeout_b;
      pair->now = idle && next != VTIME_NEVER && next > pair->now ? next : pair->now + US (10);
      tcp_stack_timeout (a, pair->now);
      tcp_stack_timeout (b, pair->now);
      segments += deliver (pair, 0);
      if (reader <= 0)
        reader = tcp_stack_accept (b, listener);
      while (reader > 0 && (taken = tcp_stack_receive (b, reader, NULL, UINT32_MAX, pair->now, EVENT_NONE)) > 0)
        read += (uint64_t) taken;
      tcp_stack_flush (b, pair->now);
      deliver (pair, 1);
    }
  return read == octets ? segments : -1;
}

/* --- connections that nothing happens on --- */

#define IDLE_PORT 81
#define IDLE_FIRST_PORT 10000
#define IDLE_BUFFER 4096

static void
set_buffers (struct pair *pair, uint32_t send, uint32_t receive)
{
  for (unsigned index = 0; index < 2; index++)
    {
      tcp_stack_config (pair->ends[index].stack)->send_buffer = send;
      tcp_stack_config (pair->ends[index].stack)->receive_buffer = receive;
    }
}

static int
listen_idle (struct pair *pair)
{
  return tcp_stack_listen (pair->ends[1].stack, IDLE_PORT, 1, pair->now, EVENT_NONE);
}

/* Opens more of them, the first of all with number 0; returns how many there are then. */
static unsigned
open_idle (struct pair *pair, int listener, unsigned already, unsigned more)
{
  struct endpoint peer = { ip_address_v4 (10, 0, 0, 2), IDLE_PORT };
  struct tcp_config config = *tcp_stack_config (pair->ends[0].stack);
  unsigned open = already;

  set_buffers (pair, IDLE_BUFFER, IDLE_BUFFER);
  for (unsigned i = 0; i < more; i++)
    {
      tcp_stack_connect (pair->ends[0].stack, (uint16_t) (IDLE_FIRST_PORT + already + i), &peer, pair->now, EVENT_NONE);
      for (unsigned crossing = 0; crossing < 3; crossing++)
        deliver (pair, crossing % 2);
      open += tcp_stack_accept (pair->ends[1].stack, listener) > 0;
    }
  set_buffers (pair, config.send_buffer, config.receive_buffer);
  return open;
}

/* --- a transfer --- */

static double
run_pair (struct pair *pair, const struct bench_bulk *bulk)
{
  init_end (pair, 0, bulk->values);
  init_end (pair, 1, bulk->values);
  bool ready = bulk->idle == 0 || open_idle (pair, listen_idle (pair), 0, bulk->idle) == bulk->idle;
  double segments = ready ? carry (pair, bulk->octets) : -1;
  clear_pair (pair);
  return segments;
}

double
bench_engine_pair (void *user)
{
  struct pair pair = { .now = 0 };

  return run_pair (&pair, user);
}

double
bench_traced_pair (void *user)
{
  struct pair pair = { .trace = trace_new () };
  double segments = pair.trace != NULL ? run_pair (&pair, user) : -1;

  if (pair.trace == NULL || trace_is_full (pair.trace))
    segments = -1;
  trace_free (pair.trace);
  return segments;
}

/* --- the memory of a connection --- */

#define CONNECTIONS 1000

static size_t
memory_in_use (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Established ones: so many at either end, over the same two stacks. */
double
bench_connection_memory (void)
{
  struct pair pair = { .now = 0 };

  init_end (&pair, 0, BENCH_LINUX);
  init_end (&pair, 1, BENCH_LINUX);
  int listener = listen_idle (&pair);
  unsigned open = open_idle (&pair, listener, 0, 1);
  size_t before = memory_in_use ();
  open = open_idle (&pair, listener, open, CONNECTIONS);
  double octets = (double) (memory_in_use () - before) / (2.0 * CONNECTIONS) - 2 * IDLE_BUFFER;
  clear_pair (&pair);
  return open == CONNECTIONS + 1 ? octets : -1;
}

/* --- the least that can be: the sender's and the receiver's checksum of each segment --- */

double
bench_checksums (void *user)
{
  static uint8_t segment[MSS + 20];
  uint64_t segments = *(const uint64_t *) user / MSS;
  uint32_t sum = 0;

  for (uint64_t i = 0; i < 2 * segments; i++)
    {
      segment[i % sizeof segment] = (uint8_t) sum;
      sum += checksum_finish (checksum_add (0, segment, sizeof segment));
    }
  return sum == 0 ? -1 : (double) segments;
}

/* --- a whole run --- */

static struct sim *
run_bulk (const struct bench_bulk *bulk)
{
  struct scenario *scenario = calloc (1, sizeof *scenario);

  if (scenario == NULL)
    abort ();
  scenario_init (scenario);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      scenario->hosts[host].config = bulk_config (bulk->values);
      scenario->links[host].delay = US (10);
    }
  scenario->commands[0] = (struct sim_command){ .host = HOST_B, .kind = COMMAND_LISTEN, .copy = EVENT_NONE };
  scenario->commands[1] = (struct sim_command){ .host = HOST_A, .kind = COMMAND_CONNECT, .copy = EVENT_NONE };
  scenario->commands[2] = (struct sim_command){
    .at = MS (1), .host = HOST_A, .kind = COMMAND_SEND, .amount = bulk->octets, .copy = EVENT_NONE
  };
  scenario->command_count = 3;
  scenario->until = SEC (3600);
  struct sim *sim = sim_new (scenario, 0, NULL);
  if (sim == NULL)
    abort ();
  sim_run (sim, VTIME_NEVER);
  free (scenario);
  return sim;
}

double
bench_full_run (void *user)
{
  const struct bench_bulk *bulk = user;
  struct sim *sim = run_bulk (bulk);
  double segments = 0;

  for (size_t i = 0; i < trace_length (sim_trace (sim)); i++)
    {
      const struct trace_event *event = trace_get (sim_trace (sim), (event_id) i);

      segments += event->kind == TRACE_SEND && event->host == HOST_A && event->octets > 0;
    }
  if (sim_octets_read (sim, HOST_B) != bulk->octets)
    segments = -1;
  sim_free (sim);
  return segments;
}

struct trace *
bench_trace (uint64_t octets)
{
  struct sim *sim = run_bulk (&(struct bench_bulk){ octets, BENCH_LINUX, 0 });
  struct trace *trace = sim_steal_trace (sim);

  sim_free (sim);
  return trace;
}
