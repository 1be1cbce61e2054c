/* What arrives at the stack of fuzz-stack.c, and what leaves it. */
#include "fuzz-stack.h"

#include "tcp/fast-open.h"
#include "wire/icmp.h"
#include "wire/packet.h"

#include <string.h>

#define PATTERN 65536

/* The peer's first number when nothing is known of it. */
#define PEER_ISS UINT32_C (0xfffffe00)

#define PEER_MSS 1000

const uint8_t *
fuzz_text (uint32_t seq)
{
  static uint8_t octets[2 * PATTERN];
  static bool filled;

  for (uint32_t i = 0; !filled && i < sizeof octets; i++)
    octets[i] = (uint8_t) (i ^ i >> 8);
  filled = true;
  return octets + seq % PATTERN;
}

int
fuzz_pick_socket (const struct fuzz_bench *bench, struct fuzz_input *input)
{
  int sockets[FUZZ_SOCKETS_MAX];
  size_t count = tcp_stack_list (bench->stack, sockets, FUZZ_SOCKETS_MAX);
  uint8_t which = fuzz_take8 (input);

  count = count < FUZZ_SOCKETS_MAX ? count : FUZZ_SOCKETS_MAX;
  return which < 250 && count > 0 ? sockets[which % count] : which;
}

struct endpoint
fuzz_peer (const struct fuzz_bench *bench, uint8_t which)
{
  struct endpoint peer = { bench->address, (uint16_t) (40000 + (which >> 1 & 3)) };

  peer.address.octets[bench->address.family == IP_V6 ? 15 : 3] = (uint8_t) (2 + (which & 1));
  return peer;
}

/* --- what leaves --- */

static void
keep_packet (struct fuzz_bench *bench, const uint8_t *octets, size_t length)
{
  struct fuzz_packet *kept = &bench->kept[bench->kept_next++ % FUZZ_KEPT];

  kept->length = length < FUZZ_KEPT_OCTETS ? length : FUZZ_KEPT_OCTETS;
  memcpy (kept->octets, octets, kept->length);
}

void
fuzz_packet_leaves (struct fuzz_bench *bench, const uint8_t *octets, size_t length)
{
  struct packet packet;

  FUZZ_CHECK (packet_read (octets, length, length, &packet).kind == WIRE_OK);
  const struct segment *segment = &packet.segment;
  uint32_t first = segment->seq + ((segment->flags & TCP_SYN) != 0);
  FUZZ_CHECK (segment->checksum == CHECKSUM_GOOD);
  FUZZ_CHECK (segment->length == packet.captured_text);
  FUZZ_CHECK (bench->text_unknown || segment->length == 0
              || memcmp (segment->text, fuzz_text (first), segment->length) == 0);
  keep_packet (bench, octets, length);
}

/* --- segments that arrive --- */

static void
arrives (struct fuzz_bench *bench, struct packet *packet)
{
  static uint8_t octets[65535];
  struct segment *segment = &packet->segment;

  packet->ttl = 64;
  segment->text = fuzz_text (segment->seq + ((segment->flags & TCP_SYN) != 0));
  size_t length = packet_write (packet, octets, sizeof octets);
  if (length > 0)
    tcp_stack_input (bench->stack, octets, length, bench->now, EVENT_NONE);
}

/* A listener keeps no numbers: those of the SYN+ACK that it sent last may be a cookie. */
static void
recall_answer (const struct fuzz_bench *bench, struct tcp_vars *vars)
{
  const struct fuzz_packet *kept = &bench->kept[(bench->kept_next - 1) % FUZZ_KEPT];
  struct packet packet;

  if (kept->length == 0 || packet_read (kept->octets, kept->length, kept->length, &packet).kind != WIRE_OK)
    return;
  vars->snd_una = packet.segment.seq;
  vars->snd_nxt = packet.segment.seq + 1;
}

/* The ends of a segment for a socket; false when there is no such socket. */
static bool
address_segment (struct fuzz_bench *bench, int socket, uint8_t which, struct tcp_vars *vars, struct segment *segment)
{
  bool known = tcp_stack_vars (bench->stack, socket, vars);

  segment->destination = (struct endpoint){ bench->address, 80 };
  if (known)
    tcp_stack_endpoints (bench->stack, socket, &segment->destination, &segment->source);
  if (segment->source.port == 0)
    segment->source = fuzz_peer (bench, which);
  if (vars->state == TCP_CLOSED || vars->state == TCP_LISTEN || vars->state == TCP_SYN_SENT)
    vars->rcv_nxt = PEER_ISS;
  if (vars->state == TCP_LISTEN)
    recall_answer (bench, vars);
  return known;
}

/* What the stack's clock would be told, and what it says now. */
static void
add_timestamps (const struct fuzz_bench *bench, const struct tcp_vars *vars, int later, struct tcp_options *options)
{
  options->present |= TCP_OPTION_TIMESTAMPS;
  options->ts_val = vars->ts_recent + (uint32_t) later;
  options->ts_ecr = bench->config.ts_offset + (uint32_t) (bench->now / bench->config.ts_tick);
}

static void
add_syn_options (const struct fuzz_bench *bench, uint8_t which, const struct tcp_vars *vars,
                 struct tcp_options *options)
{
  options->mss = which & 16 ? 100 : PEER_MSS;
  options->window_scale = which >> 6;
  options->present = (uint8_t) ((which & 1 ? 0 : TCP_OPTION_MSS) | (which & 2 ? TCP_OPTION_WINDOW_SCALE : 0)
                                | (which & 4 ? TCP_OPTION_SACK_PERMITTED : 0));
  if (which & 8)
    add_timestamps (bench, vars, 1000, options);
}

void
fuzz_peer_answers (struct fuzz_bench *bench, struct fuzz_input *input)
{
  static const uint16_t texts[] = { 0, 1, 100, PEER_MSS };
  struct packet packet = { .ttl = 64 };
  struct segment *segment = &packet.segment;
  struct tcp_vars vars = { 0 };
  int socket = fuzz_pick_socket (bench, input);
  uint8_t how = fuzz_take8 (input);

  address_segment (bench, socket, how >> 2, &vars, segment);
  segment->seq = vars.rcv_nxt;
  segment->ack = vars.snd_nxt;
  segment->wnd = 8000;
  segment->flags = TCP_ACK;
  if (vars.state == TCP_LISTEN || vars.state == TCP_SYN_SENT)
    {
      segment->flags = vars.state == TCP_LISTEN ? TCP_SYN : TCP_SYN | TCP_ACK;
      segment->flags |= how & 32 ? TCP_ECE | (vars.state == TCP_LISTEN ? TCP_CWR : 0) : 0;
      add_syn_options (bench, how, &vars, &segment->options);
    }
  else
    {
      segment->length = texts[how & 3];
      segment->flags |= how & 4 ? TCP_FIN : 0;
      segment->flags |= how & 8 && segment->length > 0 ? TCP_PSH : 0;
      if (vars.snd_ts_ok)
        add_timestamps (bench, &vars, how >> 6, &segment->options);
    }
  arrives (bench, &packet);
}

/* A number near those that matter: two of them, in steps. */
static uint32_t
near (struct fuzz_input *input, uint8_t choice, uint32_t base, uint32_t other, uint32_t step)
{
  switch (choice & 15)
    {
    case 5:
      return base - 1;
    case 6:
      return base + step;
    case 7:
      return base - step;
    case 8:
      return base + 2 * step;
    case 9:
      return base + 3 * step;
    case 10:
      return other;
    case 11:
      return other - 1;
    case 12:
      return other + step;
    case 13:
      return base + (uint32_t) (int16_t) fuzz_take16 (input);
    case 14:
      return other + fuzz_take8 (input) * step;
    case 15:
      return (uint32_t) fuzz_take16 (input) << 16;
    default:
      return base;
    }
}

/* Blocks that lie among what is outstanding, mostly in whole segments. */
static void
take_sack (struct fuzz_input *input, const struct tcp_vars *vars, struct tcp_options *options)
{
  uint8_t count = fuzz_take8 (input);

  options->present |= TCP_OPTION_SACK;
  options->sack_count = (uint8_t) (1 + count % (options->present & TCP_OPTION_TIMESTAMPS ? 3 : 4));
  for (unsigned i = 0; i < options->sack_count; i++)
    {
      uint8_t where = fuzz_take8 (input);
      uint32_t unit = where & 128 ? 1 : vars->eff_snd_mss;

      options->sack[i].left = vars->snd_una + (where >> 3 & 15) * unit - (where == 127 ? 2000 : 0);
      options->sack[i].right = options->sack[i].left + (1 + (where & 7)) * unit;
    }
}

/* A cookie that the stack made for this peer, one that it did not, or a request for one. */
static void
take_cookie (const struct fuzz_bench *bench, uint8_t kind, struct segment *segment)
{
  struct tcp_options *options = &segment->options;

  options->present |= TCP_OPTION_FAST_OPEN;
  options->fast_open_length = kind & 1 ? TCP_FAST_OPEN_COOKIE_OCTETS : 0;
  if (kind & 2)
    tcp_fast_open_make_cookie (&segment->source.address, bench->config.iss_secret, options->fast_open_cookie);
}

static void
take_options (const struct fuzz_bench *bench, struct fuzz_input *input, uint8_t shape, const struct tcp_vars *vars,
              struct segment *segment)
{
  struct tcp_options *options = &segment->options;

  if (shape & 32)
    {
      add_syn_options (bench, fuzz_take8 (input), vars, options);
      options->ts_val += (uint32_t) (int16_t) fuzz_take16 (input);
    }
  else if (vars->snd_ts_ok)
    add_timestamps (bench, vars, 1, options);
  if (shape & 64)
    take_sack (input, vars, options);
  if ((shape & 128) == 0)
    return;
  uint8_t more = fuzz_take8 (input);
  if (more & 32)
    take_cookie (bench, fuzz_take8 (input), segment);
  segment->ecn = more & 3;
  segment->up = (uint16_t) (more >> 2);
  if (more & 128)
    {
      options->present |= TCP_OPTION_USER_TIMEOUT;
      options->user_timeout = (uint16_t) fuzz_take16 (input);
    }
}

void
fuzz_segment_arrives (struct fuzz_bench *bench, struct fuzz_input *input)
{
  struct packet packet = { .ttl = 64 };
  struct segment *segment = &packet.segment;
  struct tcp_vars vars = { 0 };
  int socket = fuzz_pick_socket (bench, input);
  uint8_t flags = fuzz_take8 (input), shape = fuzz_take8 (input), numbers = fuzz_take8 (input);

  address_segment (bench, socket, numbers, &vars, segment);
  segment->flags = flags;
  segment->seq = near (input, numbers, vars.rcv_nxt, vars.rcv_nxt + vars.rcv_wnd, PEER_MSS);
  segment->ack = near (input, numbers >> 4, vars.snd_nxt, vars.snd_una, vars.eff_snd_mss);
  switch (shape & 3)
    {
    case 0:
      segment->wnd = 8000;
      break;
    case 1:
      segment->wnd = 0;
      break;
    default:
      segment->wnd = shape & 1 ? fuzz_take8 (input) : fuzz_take16 (input);
      break;
    }
  if (shape & 16)
    segment->length = PEER_MSS;
  else if (shape & 8)
    segment->length = shape & 4 ? fuzz_take16 (input) % 16384 : fuzz_take8 (input);
  take_options (bench, input, shape, &vars, segment);
  arrives (bench, &packet);
}

/* --- what else arrives --- */

void
fuzz_icmp_arrives (struct fuzz_bench *bench, struct fuzz_input *input)
{
  static uint8_t octets[ICMP_ERROR_MAX];
  uint8_t which = fuzz_take8 (input);
  const struct fuzz_packet *kept = &bench->kept[which % FUZZ_KEPT];
  struct icmp_error error = {
    .from = fuzz_peer (bench, 1).address,
    .to = bench->address,
  };

  error.type = fuzz_take8 (input);
  error.code = fuzz_take8 (input);
  error.mtu = fuzz_take16 (input);
  if (kept->length == 0)
    return;
  size_t length = icmp_error_write (&error, kept->octets, kept->length, octets, sizeof octets);
  FUZZ_CHECK (length > 0);
  tcp_stack_input (bench->stack, octets, length, bench->now, EVENT_NONE);
}

void
fuzz_octets_arrive (struct fuzz_bench *bench, struct fuzz_input *input)
{
  size_t length;
  size_t wanted = fuzz_take8 (input);
  const uint8_t *octets = fuzz_take (input, wanted, &length);

  tcp_stack_input (bench->stack, octets, length, bench->now, EVENT_NONE);
}
