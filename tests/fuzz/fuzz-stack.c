/* A stack that is called and fed at will: the input is a program of calls, segments, raw packets and time. The
 * invariants of every event hold (tests/tcp/invariants.h), and every packet that leaves is sound. */
#include "fuzz.h"

#include "invariants.h"
#include "tcp/stack.h"
#include "wire/packet.h"

#include <string.h>

#define STEPS_MAX 3000
#define SOCKETS_MAX 64

struct bench
{
  struct tcp_stack *stack;
  struct invariants invariants;
  vtime now;
};

static event_id
report (void *user, const struct tcp_event *event)
{
  struct bench *bench = user;

  return invariants_check (&bench->invariants, event);
}

static void
transmit (void *user, const uint8_t *octets, size_t length, event_id sent)
{
  struct packet packet;

  FUZZ_CHECK (packet_read (octets, length, length, &packet).kind == WIRE_OK);
  FUZZ_CHECK (packet.segment.checksum == CHECKSUM_GOOD);
  FUZZ_CHECK (packet.segment.length == packet.captured_text);
}

/* One of the sockets there are, or sometimes one there is not. */
static int
pick_socket (const struct bench *bench, struct fuzz_input *input)
{
  int sockets[SOCKETS_MAX];
  size_t count = tcp_stack_list (bench->stack, sockets, SOCKETS_MAX);
  uint8_t which = fuzz_take8 (input);

  count = count < SOCKETS_MAX ? count : SOCKETS_MAX;
  return which < 250 && count > 0 ? sockets[which % count] : which;
}

static struct endpoint
peer_endpoint (uint8_t which)
{
  return (struct endpoint){ ip_address_v4 (10, 0, 0, (uint8_t) (2 + (which & 1))),
                            (uint16_t) (40000 + (which >> 1 & 3)) };
}

static void
take_options (struct fuzz_input *input, struct tcp_options *options)
{
  options->present = fuzz_take8 (input) & (uint8_t) ~(TCP_OPTION_UNKNOWN | TCP_OPTION_FAST_OPEN);
  options->mss = fuzz_take16 (input);
  options->window_scale = fuzz_take8 (input) & 15;
  options->ts_val = fuzz_take16 (input);
  options->ts_ecr = fuzz_take16 (input);
  options->sack_count = 1;
}

/* A segment for one of the sockets, its numbers near those that the socket expects. */
static void
segment_arrives (struct bench *bench, struct fuzz_input *input)
{
  static const uint8_t text[4096];
  static uint8_t octets[8192];
  struct packet packet = { .ttl = 64 };
  struct segment *segment = &packet.segment;
  struct tcp_vars vars = { 0 };
  int socket = pick_socket (bench, input);
  uint8_t flags = fuzz_take8 (input), shape = fuzz_take8 (input);
  int16_t seq = (int16_t) fuzz_take16 (input), ack = (int16_t) fuzz_take16 (input);

  segment->destination = (struct endpoint){ ip_address_v4 (10, 0, 0, 1), 80 };
  if (tcp_stack_vars (bench->stack, socket, &vars))
    tcp_stack_endpoints (bench->stack, socket, &segment->destination, &segment->source);
  if (segment->source.port == 0)
    segment->source = peer_endpoint (shape);
  segment->destination.address = ip_address_v4 (10, 0, 0, 1);
  segment->flags = flags;
  segment->seq = vars.rcv_nxt + (uint32_t) seq;
  segment->ack = vars.snd_nxt + (uint32_t) ack;
  segment->wnd = fuzz_take16 (input);
  segment->length = (uint32_t) (shape >> 3) * 120;
  segment->text = text;
  if (shape & 4)
    take_options (input, &segment->options);
  size_t length = packet_write (&packet, octets, sizeof octets);
  if (length > 0)
    tcp_stack_input (bench->stack, octets, length, bench->now, EVENT_NONE);
}

static void
raw_packet (struct bench *bench, struct fuzz_input *input)
{
  size_t length;
  size_t wanted = fuzz_take8 (input);
  const uint8_t *octets = fuzz_take (input, wanted, &length);

  tcp_stack_input (bench->stack, octets, length, bench->now, EVENT_NONE);
}

/* Timers go off at their deadlines, as whoever drives a stack has it. */
static void
time_passes (struct bench *bench, struct fuzz_input *input)
{
  vtime until = bench->now + ((vtime) 1 << fuzz_take8 (input) % 38);
  vtime next;

  for (unsigned i = 0; i < 200 && (next = tcp_stack_next_timeout (bench->stack)) <= until; i++)
    {
      bench->now = next > bench->now ? next : bench->now;
      tcp_stack_timeout (bench->stack, bench->now);
      tcp_stack_flush (bench->stack, bench->now);
    }
  if (tcp_stack_next_timeout (bench->stack) > until)
    bench->now = until;
}

static void
look (struct bench *bench, struct fuzz_input *input)
{
  int socket = pick_socket (bench, input);
  struct endpoint local, remote;
  struct tcp_vars vars;

  if (!tcp_stack_vars (bench->stack, socket, &vars))
    return;
  FUZZ_CHECK (vars.state < TCP_STATE_COUNT);
  tcp_stack_endpoints (bench->stack, socket, &local, &remote);
  tcp_stack_error (bench->stack, socket);
  tcp_stack_at_end (bench->stack, socket);
  tcp_stack_room (bench->stack, socket);
  if (vars.state == TCP_CLOSED)
    tcp_stack_forget (bench->stack, socket);
}

static void
open_something (struct bench *bench, struct fuzz_input *input)
{
  uint8_t how = fuzz_take8 (input);
  struct endpoint peer = peer_endpoint (how >> 4);

  switch (how & 3)
    {
    case 0:
      tcp_stack_listen (bench->stack, (uint16_t) (80 + (how >> 2 & 1)), how >> 3, bench->now, EVENT_NONE);
      break;
    case 1:
      tcp_stack_connect (bench->stack, how & 4 ? 0 : (uint16_t) (81 + (how >> 3 & 1)), &peer, bench->now, EVENT_NONE);
      break;
    case 2:
      tcp_stack_open (bench->stack, pick_socket (bench, input), &peer, bench->now, EVENT_NONE);
      break;
    default:
      tcp_stack_send_to (bench->stack, pick_socket (bench, input), &peer, "octets", 6, bench->now, EVENT_NONE);
      break;
    }
}

static void
call (struct bench *bench, struct fuzz_input *input, unsigned which)
{
  static const uint8_t text[65536];
  int socket = pick_socket (bench, input);

  switch (which)
    {
    case 0:
      tcp_stack_send (bench->stack, socket, text, fuzz_take16 (input), bench->now, EVENT_NONE);
      break;
    case 1:
      tcp_stack_receive (bench->stack, socket, NULL, fuzz_take16 (input), bench->now, EVENT_NONE);
      break;
    case 2:
      tcp_stack_shutdown (bench->stack, socket, bench->now, EVENT_NONE);
      break;
    case 3:
      tcp_stack_close (bench->stack, socket, bench->now, EVENT_NONE);
      break;
    case 4:
      tcp_stack_abort (bench->stack, socket, bench->now, EVENT_NONE);
      break;
    default:
      tcp_stack_accept (bench->stack, socket);
      break;
    }
}

static void
step (struct bench *bench, struct fuzz_input *input)
{
  uint8_t operation = fuzz_take8 (input);

  if (operation < 40)
    open_something (bench, input);
  else if (operation < 100)
    call (bench, input, operation % 6);
  else if (operation < 180)
    segment_arrives (bench, input);
  else if (operation < 190)
    raw_packet (bench, input);
  else if (operation < 220)
    time_passes (bench, input);
  else if (operation < 240)
    tcp_stack_flush (bench->stack, bench->now);
  else if (operation < 255)
    look (bench, input);
  else
    tcp_stack_crash (bench->stack, bench->now, EVENT_NONE);
}

static struct tcp_config
take_config (struct fuzz_input *input)
{
  struct tcp_config config = tcp_config_lesson ();
  uint8_t switches = fuzz_take8 (input), more = fuzz_take8 (input);

  config.rfc5961 = switches & 1;
  config.rfc6191 = switches & 2;
  config.rfc1337 = switches & 4;
  config.literal_syn_received = switches & 8;
  config.nagle = switches & 16;
  config.delayed_ack = switches & 32;
  config.new_reno = switches & 64;
  config.congestion_control = switches & 128;
  config.mss = more & 1 ? 0 : 1000;
  config.mtu = more & 2 ? 68 : 1500;
  config.user_timeout = more & 4 ? SEC (20) : 0;
  config.fin_wait_2_time = more & 8 ? SEC (10) : 0;
  config.iss = more & 16 ? UINT32_MAX - 500 : 100;
  config.receive_buffer = more & 32 ? 300 : 8000;
  config.send_buffer = more & 64 ? 500 : 65536;
  config.sws_avoidance = more & 128;
  return config;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  struct fuzz_input input = { data, size };
  struct tcp_config config = take_config (&input);
  struct ip_address address = ip_address_v4 (10, 0, 0, 1);
  struct bench bench = { .now = 0 };
  struct tcp_sink sink = { &bench, report, transmit };

  invariants_init (&bench.invariants);
  bench.stack = tcp_stack_new (&config, &address, &sink);
  FUZZ_CHECK (bench.stack != NULL);
  for (unsigned i = 0; i < STEPS_MAX && input.left > 0; i++)
    step (&bench, &input);
  tcp_stack_free (bench.stack);
  invariants_clear (&bench.invariants);
  return 0;
}
