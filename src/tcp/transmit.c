#include "tcp/transmit.h"

#include "tcp/ecn.h"
#include "tcp/options.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/sack-report.h"
#include "tcp/timers.h"
#include "tcp/urgent.h"
#include "tcp/user-timeout-option.h"
#include "wire/packet.h"

#include <assert.h>

/* A packet that may not be cut up tells of the path (RFC 1191 §3). */
static bool
finds_path_mtu (const struct tcb *tcb)
{
  return tcb == NULL || (tcb->config.path_mtu_discovery && !tcb->path_mtu.cut);
}

void
tcp_transmit_segment (const struct tcb *tcb, const struct segment *segment, enum tcp_reason reason,
                      struct tcp_step *step)
{
  struct tcp_outlet *outlet = step->outlet;
  struct packet packet = {
    .identification = outlet->identification++,
    .ttl = tcb != NULL ? tcb->config.ttl : outlet->ttl,
    .diffserv = tcb != NULL ? tcb->config.diffserv : 0,
    .dont_fragment = finds_path_mtu (tcb),
    .segment = *segment,
  };
  size_t length = packet_write (&packet, outlet->packet, sizeof outlet->packet);
  assert (length > 0);
  event_id sent = tcp_report_send (tcb, reason, segment, length, step);
  outlet->sink.transmit (outlet->sink.user, outlet->packet, length, sent);
}

/* Every ACK that leaves takes with it what waited to be acknowledged (MUST-58). */
static void
note_ack_sent (struct tcb *tcb, uint32_t window, struct tcp_step *step)
{
  bool was_closed = tcb->rcv_told == tcb->rcv_nxt && tcb->last_ack_sent == tcb->rcv_nxt;
  tcb->reopened = tcb->reopened || (was_closed && window > 0);
  tcb->last_ack_sent = tcb->rcv_nxt;
  tcb->rcv_told = tcb->rcv_nxt + window;
  tcb->ack.due = false;
  tcb->ack_octets = 0;
  tcb->ack_segments = 0;
  tcp_timer_stop (tcb, TCP_TIMER_DELAYED_ACK, REASON_TIMER_DELAYED_ACK_STOP, step);
}

static void
count_out (struct tcb *tcb, const struct segment *segment, vtime now)
{
  struct tcp_counters *counters = &tcb->counters;
  if (counters->segs_out + counters->segs_in == 0)
    counters->opened_at = now;
  counters->segs_out++;
  if ((segment->flags & TCP_ACK) != 0)
    counters->last_ack_sent = now;
  if (segment->length == 0)
    return;
  counters->data_segs_out++;
  counters->bytes_sent += segment->length;
  counters->last_data_sent = now;
}

static void
transmit (struct tcb *tcb, struct segment *segment, bool fresh, enum tcp_reason reason, struct tcp_step *step)
{
  segment->source = tcb->local;
  segment->destination = tcb->remote;
  bool syn = (segment->flags & TCP_SYN) != 0;
  segment->wnd = tcp_receive_window_field (tcb, syn);
  if ((segment->flags & TCP_ACK) != 0)
    {
      segment->ack = tcb->rcv_nxt;
      note_ack_sent (tcb, syn ? segment->wnd : tcp_receive_window_told (tcb), step);
    }
  if (!syn)
    tcp_urgent_add (tcb, segment);
  tcp_options_add (tcb, segment, step->now);
  tcp_ecn_mark (tcb, segment, fresh);
  if ((segment->options.present & TCP_OPTION_SACK) != 0)
    tcp_sack_told (tcb);
  count_out (tcb, segment, step->now);
  tcp_uto_told (tcb, segment);
  tcp_transmit_segment (tcb, segment, reason, step);
}

/* The text of a segment, copied only where it does not lie in one piece; PSH marks the last octet there is to send
 * (MUST-61). */
static void
add_text (const struct tcb *tcb, struct segment *segment, struct tcp_outlet *outlet)
{
  uint32_t first = segment->seq + ((segment->flags & TCP_SYN) != 0);
  size_t offset = first - tcb->send_base;
  segment->text = byte_ring_view (&tcb->send_ring, offset, segment->length);
  if (segment->text == NULL)
    {
      size_t copied = byte_ring_peek (&tcb->send_ring, offset, outlet->text, segment->length);
      assert (copied == segment->length);
      (void) copied;
      segment->text = outlet->text;
    }
  if (offset + segment->length == tcb->send_ring.length)
    segment->flags |= TCP_PSH;
}

static void
transmit_numbers (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, bool fresh, enum tcp_reason reason,
                  struct tcp_step *step)
{
  uint32_t controls = ((flags & TCP_SYN) != 0) + ((flags & TCP_FIN) != 0);
  assert (len >= controls);
  struct segment segment = { .seq = seq, .flags = flags, .length = len - controls };
  if (tcb->state != TCP_SYN_SENT)
    segment.flags |= TCP_ACK;
  if (segment.length > 0)
    add_text (tcb, &segment, step->outlet);
  transmit (tcb, &segment, fresh, reason, step);
}

void
tcp_transmit_numbers (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, enum tcp_reason reason,
                      struct tcp_step *step)
{
  transmit_numbers (tcb, seq, len, flags, false, reason, step);
}

void
tcp_transmit_new (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, enum tcp_reason reason,
                  struct tcp_step *step)
{
  transmit_numbers (tcb, seq, len, flags, true, reason, step);
}

void
tcp_transmit_ack (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  struct segment segment = { .seq = tcb->snd_nxt, .flags = TCP_ACK };
  transmit (tcb, &segment, false, reason, step);
}

void
tcp_transmit_keepalive (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  struct segment segment = { .seq = tcb->snd_nxt - 1, .flags = TCP_ACK };
  transmit (tcb, &segment, false, reason, step);
}

static void
transmit_reset (const struct tcb *tcb, struct segment *reset, enum tcp_reason reason, struct tcp_step *step)
{
  reset->source = tcb->local;
  reset->destination = tcb->remote;
  reset->flags |= TCP_RST;
  tcp_options_add (tcb, reset, step->now);
  tcp_transmit_segment (tcb, reset, reason, step);
}

void
tcp_transmit_reset (const struct tcb *tcb, uint32_t seq, enum tcp_reason reason, struct tcp_step *step)
{
  transmit_reset (tcb, &(struct segment){ .seq = seq }, reason, step);
}

void
tcp_transmit_abort (const struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  struct segment reset = { .seq = tcb->snd_nxt };
  if (tcb->config.reset_acks)
    {
      reset.flags = TCP_ACK;
      reset.ack = tcb->rcv_nxt;
      reset.wnd = tcp_receive_window_field (tcb, false);
    }
  transmit_reset (tcb, &reset, reason, step);
}

void
tcp_transmit_reset_for (const struct tcb *tcb, const struct segment *segment, enum tcp_reason reason,
                        struct tcp_step *step)
{
  struct segment reset = {
    .source = segment->destination,
    .destination = segment->source,
    .flags = TCP_RST,
  };
  if ((segment->flags & TCP_ACK) != 0)
    reset.seq = segment->ack;
  else
    {
      reset.flags |= TCP_ACK;
      reset.ack = segment->seq + segment_len (segment);
    }
  tcp_transmit_segment (tcb, &reset, reason, step);
}
