/* A stack that is called and fed at will: the input is a configuration and a program of calls, segments, raw packets,
 * ICMP errors and time. The invariants of every event hold (tests/tcp/invariants.h), and after each step those of every
 * socket; every packet that leaves is sound; and what is read and what is sent are the octets that were sent to us and
 * given to us. */
#include "fuzz-stack.h"

#include <string.h>

#define STEPS_MAX 3000

/* Octets of one SEND: some hundreds of the smallest segments. */
#define SEND_MAX 16384

/* Octets that go with a SYN, and more than fit there. */
#define CONNECT_OCTETS 2000

/* Stretches of time that a program can name. */
#define TIMES_MAX 200

static event_id
report (void *user, const struct tcp_event *event)
{
  struct fuzz_bench *bench = user;

  return invariants_check (&bench->invariants, event);
}

static void
transmit (void *user, const uint8_t *octets, size_t length, event_id sent)
{
  fuzz_packet_leaves (user, octets, length);
}

/* --- time --- */

/* Timers go off at their deadlines, as whoever drives a stack has it. */
static void
run_until (struct fuzz_bench *bench, vtime until, unsigned timers)
{
  vtime next;

  for (; timers > 0 && (next = tcp_stack_next_timeout (bench->stack)) <= until; timers--)
    {
      bench->now = next > bench->now ? next : bench->now;
      tcp_stack_timeout (bench->stack, bench->now);
      FUZZ_CHECK (tcp_stack_next_timeout (bench->stack) > bench->now);
      tcp_stack_flush (bench->stack, bench->now);
    }
  if (tcp_stack_next_timeout (bench->stack) > until)
    bench->now = until;
}

static void
time_passes (struct fuzz_bench *bench, struct fuzz_input *input)
{
  run_until (bench, bench->now + ((vtime) 1 << fuzz_take8 (input) % 38), TIMES_MAX);
}

static void
timers_expire (struct fuzz_bench *bench, struct fuzz_input *input)
{
  unsigned timers = 1 + fuzz_take8 (input) % 16;
  vtime next;

  for (; timers > 0 && (next = tcp_stack_next_timeout (bench->stack)) != VTIME_NEVER; timers--)
    run_until (bench, next, 1);
}

/* --- calls --- */

/* The number that the next octet of SEND gets; false when nobody can know. */
static bool
next_number (const struct fuzz_bench *bench, int socket, uint32_t *number)
{
  struct tcp_vars vars;

  if (!tcp_stack_vars (bench->stack, socket, &vars) || vars.state < TCP_SYN_SENT)
    return false;
  *number = vars.snd_nxt + vars.unsent;
  return true;
}

static void
call_send (struct fuzz_bench *bench, struct fuzz_input *input)
{
  int socket = fuzz_pick_socket (bench, input);
  uint32_t length = fuzz_take16 (input) % SEND_MAX;
  uint32_t number = 0;

  next_number (bench, socket, &number);
  tcp_stack_send (bench->stack, socket, fuzz_text (number), length, bench->now, EVENT_NONE);
}

static void
call_send_urgent (struct fuzz_bench *bench, struct fuzz_input *input, int socket)
{
  uint32_t number = 0;
  bool known = next_number (bench, socket, &number);
  int taken
      = tcp_stack_send_urgent (bench->stack, socket, fuzz_text (number), fuzz_take8 (input), bench->now, EVENT_NONE);

  bench->text_unknown = bench->text_unknown || (!known && taken > 0);
}

/* A listener opens for it, and chooses a number that was not known when the octets were given. */
static void
call_send_to (struct fuzz_bench *bench, int socket, const struct endpoint *peer, uint32_t length)
{
  uint32_t number = 0;
  bool known = next_number (bench, socket, &number);
  bool unknown = bench->text_unknown;

  bench->text_unknown = unknown || !known; /* they may go with the SYN */
  int taken = tcp_stack_send_to (bench->stack, socket, peer, fuzz_text (number), length, bench->now, EVENT_NONE);
  bench->text_unknown = unknown || (!known && taken > 0);
}

static void
call_receive (struct fuzz_bench *bench, struct fuzz_input *input)
{
  static uint8_t octets[65536];
  int socket = fuzz_pick_socket (bench, input);
  uint16_t length = fuzz_take16 (input);
  struct tcp_vars before = { 0 };

  tcp_stack_vars (bench->stack, socket, &before);
  int taken = tcp_stack_receive (bench->stack, socket, octets, length, bench->now, EVENT_NONE);
  if (taken <= 0)
    return;
  FUZZ_CHECK ((uint32_t) taken <= before.unread && taken <= length);
  uint32_t first = before.rcv_nxt - before.fin_received - before.unread;
  FUZZ_CHECK (memcmp (octets, fuzz_text (first), (size_t) taken) == 0);
}

/* Some write by the same call, to numbers that are not known before. */
static void
connect_somewhere (struct fuzz_bench *bench, uint8_t how, const struct endpoint *peer)
{
  uint16_t port = how & 4 ? 0 : (uint16_t) (81 + (how >> 3 & 1));
  uint32_t length = how & 128 ? CONNECT_OCTETS : 0;
  bool unknown = bench->text_unknown;

  bench->text_unknown = unknown || length > 0;
  tcp_stack_connect_send (bench->stack, port, peer, fuzz_text (0), &length, bench->now, EVENT_NONE);
  bench->text_unknown = unknown || length > 0;
}

static void
open_something (struct fuzz_bench *bench, struct fuzz_input *input)
{
  uint8_t how = fuzz_take8 (input);
  struct endpoint peer = fuzz_peer (bench, how >> 4);

  switch (how & 3)
    {
    case 0:
      tcp_stack_listen (bench->stack, (uint16_t) (80 + (how >> 2 & 1)), how >> 3, bench->now, EVENT_NONE);
      break;
    case 1:
      connect_somewhere (bench, how, &peer);
      break;
    case 2:
      tcp_stack_open (bench->stack, fuzz_pick_socket (bench, input), &peer, bench->now, EVENT_NONE);
      break;
    default:
      call_send_to (bench, fuzz_pick_socket (bench, input), how & 4 ? NULL : &peer, how);
      break;
    }
}

static void
call (struct fuzz_bench *bench, struct fuzz_input *input)
{
  uint8_t which = fuzz_take8 (input);
  int socket = fuzz_pick_socket (bench, input);

  switch (which % 8)
    {
    case 0:
      tcp_stack_shutdown (bench->stack, socket, bench->now, EVENT_NONE);
      break;
    case 1:
      tcp_stack_close (bench->stack, socket, bench->now, EVENT_NONE);
      break;
    case 2:
      tcp_stack_abort (bench->stack, socket, bench->now, EVENT_NONE);
      break;
    case 3:
      tcp_stack_set_keepalive (bench->stack, socket, which & 8, bench->now, EVENT_NONE);
      break;
    case 4:
      tcp_stack_set_icmp_reports (bench->stack, socket, which & 8);
      break;
    case 5:
      if (which > 240)
        tcp_stack_crash (bench->stack, bench->now, EVENT_NONE);
      break;
    case 6:
      call_send_urgent (bench, input, socket);
      break;
    default:
      tcp_stack_set_diffserv (bench->stack, socket, which);
      tcp_stack_set_ttl (bench->stack, socket, which);
      tcp_stack_accept (bench->stack, socket);
      break;
    }
}

/* To numbers that are not known before, too. */
static void
connect_and_send (struct fuzz_bench *bench, int socket, const struct endpoint *peer, uint8_t how)
{
  uint32_t length = how & 128 ? CONNECT_OCTETS : 0;
  bool unknown = bench->text_unknown;

  bench->text_unknown = true;
  int taken = tcp_socket_connect_send (bench->stack, socket, peer, fuzz_text (0), length, bench->now, EVENT_NONE);
  bench->text_unknown = unknown || taken > 0;
}

/* A new socket that opens one way or the other. */
static void
open_socket (struct fuzz_bench *bench, struct fuzz_input *input)
{
  uint8_t how = fuzz_take8 (input);
  struct endpoint peer = fuzz_peer (bench, how >> 4);
  struct endpoint local = { .port = how & 2 ? 0 : (uint16_t) (80 + (how >> 2 & 1)) };
  int socket = how & 8 ? fuzz_pick_socket (bench, input) : tcp_socket_new (bench->stack);

  tcp_socket_set (bench->stack, socket, TCP_SO_REUSE_ADDRESS, how & 1, bench->now, EVENT_NONE);
  tcp_socket_bind (bench->stack, socket, &local);
  if (how & 1)
    tcp_socket_listen (bench->stack, socket, how >> 5, bench->now, EVENT_NONE);
  else if (how & 4)
    tcp_socket_connect (bench->stack, socket, &peer, bench->now, EVENT_NONE);
  else
    connect_and_send (bench, socket, &peer, how);
}

static void
set_option (struct fuzz_bench *bench, struct fuzz_input *input, int socket)
{
  enum tcp_socket_option option = (enum tcp_socket_option) (fuzz_take8 (input) % (TCP_SOCKET_OPTIONS + 1));
  int64_t value = fuzz_take16 (input);

  if (option == TCP_SO_LINGER)
    value -= 1;
  else if (option == TCP_SO_USER_TIMEOUT || option == TCP_SO_KEEPALIVE_IDLE || option == TCP_SO_KEEPALIVE_INTERVAL)
    value *= MS (10);
  tcp_socket_set (bench->stack, socket, option, value, bench->now, EVENT_NONE);
  tcp_socket_get (bench->stack, socket, option, &value);
}

static void
send_on_socket (struct fuzz_bench *bench, struct fuzz_input *input, int socket)
{
  uint32_t number = 0;
  bool known = next_number (bench, socket, &number);
  int taken = tcp_socket_send (bench->stack, socket, fuzz_text (number), fuzz_take16 (input) % SEND_MAX, bench->now,
                               EVENT_NONE);

  bench->text_unknown = bench->text_unknown || (!known && taken > 0);
}

static void
call_socket (struct fuzz_bench *bench, struct fuzz_input *input)
{
  uint8_t which = fuzz_take8 (input);
  int socket = fuzz_pick_socket (bench, input);
  struct tcp_stack_info info;

  switch (which % 8)
    {
    case 0:
      open_socket (bench, input);
      break;
    case 1:
      set_option (bench, input, socket);
      break;
    case 2:
      tcp_socket_shutdown (bench->stack, socket, (enum tcp_shutdown) (which / 8 % 3), bench->now, EVENT_NONE);
      break;
    case 3:
      tcp_socket_close (bench->stack, socket, bench->now, EVENT_NONE);
      break;
    case 4:
      send_on_socket (bench, input, socket);
      break;
    case 5:
      tcp_socket_receive (bench->stack, socket, NULL, fuzz_take16 (input), 0, bench->now, EVENT_NONE);
      break;
    case 6:
      tcp_socket_accept (bench->stack, socket, NULL);
      break;
    default:
      tcp_socket_poll (bench->stack, socket);
      tcp_stack_info (bench->stack, socket, bench->now, &info);
    }
}

static void
look (struct fuzz_bench *bench, struct fuzz_input *input)
{
  int socket = fuzz_pick_socket (bench, input);
  struct endpoint local, remote;
  struct tcp_vars vars;
  int64_t send_buffer = bench->config.send_buffer;

  if (!tcp_stack_vars (bench->stack, socket, &vars))
    return;
  FUZZ_CHECK (tcp_stack_state (bench->stack, socket) == vars.state);
  FUZZ_CHECK (tcp_stack_unread (bench->stack, socket) == vars.unread);
  FUZZ_CHECK (tcp_stack_at_end (bench->stack, socket) == vars.fin_received);
  FUZZ_CHECK (tcp_stack_urgent_left (bench->stack, socket) == vars.urgent_left);
  FUZZ_CHECK (tcp_stack_at_mark (bench->stack, socket) == (vars.urgent_left == 1));
  /* The socket's own, which an option may have enlarged, while it is still the program's. */
  tcp_socket_get (bench->stack, socket, TCP_SO_SEND_BUFFER, &send_buffer);
  FUZZ_CHECK (tcp_stack_room (bench->stack, socket) <= send_buffer);
  tcp_stack_endpoints (bench->stack, socket, &local, &remote);
  tcp_stack_error (bench->stack, socket);
  tcp_stack_take_soft_error (bench->stack, socket);
  if (vars.state == TCP_CLOSED)
    tcp_stack_forget (bench->stack, socket);
}

/* --- the program --- */

static void
step (struct fuzz_bench *bench, struct fuzz_input *input)
{
  switch (fuzz_take8 (input) % 17)
    {
    case 0:
      open_something (bench, input);
      break;
    case 1:
    case 2:
      fuzz_peer_answers (bench, input);
      break;
    case 3:
    case 4:
    case 5:
      fuzz_segment_arrives (bench, input);
      break;
    case 6:
      fuzz_icmp_arrives (bench, input);
      break;
    case 7:
      fuzz_octets_arrive (bench, input);
      break;
    case 8:
    case 9:
      call_send (bench, input);
      break;
    case 10:
      call_receive (bench, input);
      break;
    case 11:
      call (bench, input);
      break;
    case 12:
      time_passes (bench, input);
      break;
    case 13:
      timers_expire (bench, input);
      break;
    case 14:
      tcp_stack_flush (bench->stack, bench->now);
      break;
    case 15:
      call_socket (bench, input);
      break;
    default:
      look (bench, input);
      break;
    }
}

static void
check_sockets (const struct fuzz_bench *bench)
{
  int sockets[FUZZ_SOCKETS_MAX];
  size_t count = tcp_stack_list (bench->stack, sockets, FUZZ_SOCKETS_MAX);
  struct tcp_vars vars;

  for (size_t i = 0; i < count && i < FUZZ_SOCKETS_MAX; i++)
    if (tcp_stack_vars (bench->stack, sockets[i], &vars))
      invariants_check_vars (&vars);
}

/* --- the configuration --- */

static void
take_switches (struct fuzz_input *input, struct tcp_config *config)
{
  bool *const switches[] = {
    &config->window_scale,
    &config->timestamps,
    &config->sack,
    &config->ecn,
    &config->nagle,
    &config->delayed_ack,
    &config->sws_avoidance,
    &config->persist,
    &config->limited_transmit,
    &config->prr,
    &config->new_reno,
    &config->congestion_control,
    &config->cwnd_validation,
    &config->keepalive,
    &config->icmp_reports,
    &config->icmp_hard_aborts,
    &config->icmp_soft_aborts,
    &config->rto_min_as_margin,
    &config->rfc5961,
    &config->rfc1337,
    &config->rfc6191,
    &config->ack_at_window_edge,
    &config->literal_syn_received,
    &config->iss_fixed,
    &config->two_way_handshake,
    &config->no_time_wait,
    &config->fast_open_client,
    &config->fast_open_server,
    &config->uto,
    &config->uto_changeable,
    &config->overflow_resets,
    &config->path_mtu_discovery,
    &config->rack,
    &config->tlp,
    &config->frto,
    &config->plain_comparison,
  };
  uint8_t octet = 0;

  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
    {
      octet = i % 8 == 0 ? fuzz_take8 (input) : octet;
      *switches[i] = *switches[i] != (octet >> i % 8 & 1);
    }
}

/* Sizes and times beside the ordinary: each bit stands for another value than the preset's. */
static void
take_values (struct fuzz_input *input, struct tcp_config *config)
{
  uint8_t sizes = fuzz_take8 (input), times = fuzz_take8 (input), opening = fuzz_take8 (input);

  config->mss = sizes & 1 ? 0 : config->mss;
  config->mtu = sizes & 2 ? 68 : config->mtu;
  config->send_buffer = sizes & 4 ? 500 : config->send_buffer;
  config->receive_buffer = sizes & 8 ? 300 : config->receive_buffer;
  config->window_scale_shift = sizes & 16 ? 3 : config->window_scale_shift;
  config->iss = sizes & 32 ? UINT32_MAX - 500 : config->iss;
  config->initial_window = sizes & 64 ? 40 : config->initial_window;
  config->congestion_name = sizes & 128 ? TCP_CONGESTION_CUBIC : config->congestion_name;
  config->user_timeout = times & 1 ? SEC (20) : 0;
  config->fin_wait_2_time = times & 2 ? SEC (10) : 0;
  config->syn_ack_retries = times & 4 ? 1 : config->syn_ack_retries;
  config->initial_ssthresh = times & 8 ? 3000 : config->initial_ssthresh;
  config->ack_every = times & 16 ? 4 : config->ack_every;
  config->keepalive_idle = times & 32 ? SEC (1) : config->keepalive_idle;
  config->r2 = times & 64 ? SEC (10) : config->r2;
  config->backlog = times & 128 ? 1 : config->backlog;
  config->syn_cookies = (enum tcp_syn_cookies) ((opening & 3) % (TCP_SYN_COOKIES_ALWAYS + 1));
  config->fast_open_limit = opening & 4 ? 1 : config->fast_open_limit;
}

static void
take_path (struct fuzz_input *input, struct tcp_config *config)
{
  uint8_t path = fuzz_take8 (input);

  config->mtu_probing = (enum tcp_mtu_probing) ((path & 3) % (TCP_MTU_PROBING_ALWAYS + 1));
  config->mtu_base = path & 4 ? 300 : config->mtu_base;
  config->mtu_black_hole_timeouts = path & 8 ? 1 : config->mtu_black_hole_timeouts;
  config->path_mtu_age = path & 16 ? SEC (1) : config->path_mtu_age;
  config->path_mtu_min = path & 32 ? 552 : config->path_mtu_min;
}

static void
take_config (struct fuzz_bench *bench, struct fuzz_input *input)
{
  uint8_t kind = fuzz_take8 (input);

  ip_address_parse (kind & 1 ? "2001:db8::1" : "10.0.0.1", &bench->address);
  bench->config = kind & 2 ? tcp_config_lesson () : kind & 4 ? tcp_config_linux () : tcp_config_rfc ();
  take_switches (input, &bench->config);
  take_values (input, &bench->config);
  take_path (input, &bench->config);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static struct fuzz_bench bench;
  struct fuzz_input input = { data, size };
  struct tcp_sink sink = { &bench, report, transmit };

  bench = (struct fuzz_bench){ .now = 0 };
  take_config (&bench, &input);
  invariants_init (&bench.invariants);
  bench.stack = tcp_stack_new (&bench.config, &bench.address, &sink);
  FUZZ_CHECK (bench.stack != NULL);
  for (unsigned i = 0; i < STEPS_MAX && input.left > 0; i++)
    {
      step (&bench, &input);
      check_sockets (&bench);
    }
  tcp_stack_free (bench.stack);
  invariants_clear (&bench.invariants);
  return 0;
}
