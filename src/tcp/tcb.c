#include "tcp/tcb.h"

#include "tcp/acknowledge.h"
#include "tcp/congestion-control.h"
#include "tcp/ecn.h"
#include "tcp/options.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/timers.h"
#include "tcp/user-timeout-option.h"

#include <assert.h>

/* Default MSS when the peer's SYN has none (MUST-15). */
#define DEFAULT_MSS_V4 536
#define DEFAULT_MSS_V6 1220

/* What the smallest IPv4 MTU of 68 octets leaves: a peer cannot ask for less, whatever its option says. */
#define SMALLEST_MSS 28

#define IPV4_AND_TCP_HEADERS 40
#define IPV6_AND_TCP_HEADERS 60

bool
tcb_init (struct tcb *tcb, uint32_t connection, const struct tcp_config *config, const struct endpoint *local)
{
  assert (config->ts_tick > 0 && config->ttl > 0);
  assert (config->cork_time > 0);
  assert (config->keepalive_count >= 2 && config->keepalive_idle > 0 && config->keepalive_interval > 0);
  *tcb = (struct tcb){
    .connection = connection,
    .local = *local,
    .config = *config,
    .state = TCP_CLOSED,
    .waiting = REASON_COUNT,
    .quick_acks = config->quick_acks,
    .last_sent_at = -1,
    .counters = { .last_data_sent = -1, .last_ack_sent = -1, .last_data_received = -1, .timed_out_at = -1 },
    .receiver_rtt = { .since = -1 },
    .rtt = { .rto = config->rto_initial },
    .rack = { .min_rtt = VTIME_NEVER, .reo_wnd_mult = 1 },
    .path_mtu = { .mtu = config->mtu, .until = VTIME_NEVER },
    .congestion = {
      .control = congestion_control_of (config->congestion_name),
      .cubic = { .epoch = VTIME_NEVER },
    },
    .challenge = { .since = -config->challenge_period },
  };
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    tcb->timers[timer] = (struct tcp_timer_slot){ .deadline = VTIME_NEVER, .started = EVENT_NONE };
  seq_ranges_init (&tcb->held);
  if (sent_queue_init (&tcb->sent) && byte_ring_init (&tcb->send_ring, config->send_buffer)
      && byte_ring_init (&tcb->receive_ring, config->receive_buffer))
    return true;
  tcb_clear (tcb);
  return false;
}

void
tcb_clear (struct tcb *tcb)
{
  byte_ring_clear (&tcb->send_ring);
  byte_ring_clear (&tcb->receive_ring);
  sent_queue_clear (&tcb->sent);
  seq_ranges_clear (&tcb->held);
}

static uint32_t
default_mss (const struct tcb *tcb)
{
  return tcb->local.address.family == IP_V6 ? DEFAULT_MSS_V6 : DEFAULT_MSS_V4;
}

static uint32_t
fixed_headers (const struct tcb *tcb)
{
  return tcb->local.address.family == IP_V6 ? IPV6_AND_TCP_HEADERS : IPV4_AND_TCP_HEADERS;
}

/* What a packet of this size carries beside the fixed headers. */
static uint32_t
mss_in (const struct tcb *tcb, uint32_t mtu)
{
  uint32_t headers = fixed_headers (tcb);
  return mtu > headers + SMALLEST_MSS ? mtu - headers : SMALLEST_MSS;
}

static uint32_t
taken_mss (const struct tcb *tcb)
{
  return tcb->send_mss > SMALLEST_MSS ? tcb->send_mss : SMALLEST_MSS;
}

uint32_t
tcb_text_in (const struct tcb *tcb, uint32_t mtu)
{
  uint32_t ours = mss_in (tcb, mtu);
  uint32_t theirs = taken_mss (tcb);
  return (theirs < ours ? theirs : ours) - tcp_options_overhead (tcb);
}

uint32_t
tcb_packet_of (const struct tcb *tcb, uint32_t text)
{
  return text + tcp_options_overhead (tcb) + fixed_headers (tcb);
}

uint32_t
tcb_largest_packet (const struct tcb *tcb)
{
  return taken_mss (tcb) + fixed_headers (tcb);
}

/* Without IP options: what the peer takes, what the path carries, less the options of every segment. */
void
tcb_set_effective_mss (struct tcb *tcb)
{
  tcb->eff_snd_mss = tcb_text_in (tcb, tcb->path_mtu.mtu);
}

void
tcb_set_remote (struct tcb *tcb, const struct endpoint *remote)
{
  tcb->remote = *remote;
  tcp_uto_open (tcb);
  /* The presets have IPv4's 20 octets in mind: over the longer header of IPv6 no more is announced than arrives
   * (MUST-67). */
  if (tcb->local.address.family == IP_V6 && tcb->config.mss > mss_in (tcb, tcb->config.mtu))
    tcb->config.mss = (uint16_t) mss_in (tcb, tcb->config.mtu);
  tcb->receive_mss = tcb->config.mss > 0 ? tcb->config.mss : default_mss (tcb);
  tcb->send_mss = default_mss (tcb);
  tcb_set_effective_mss (tcb);
}

void
tcb_expect_mss (struct tcb *tcb, uint32_t mss)
{
  tcb->send_mss = mss;
  tcb_set_effective_mss (tcb);
  tcb_start_congestion (tcb);
}

void
tcb_take_syn_options (struct tcb *tcb, const struct segment *segment, vtime now)
{
  const struct tcp_options *options = &segment->options;
  tcb->send_mss = (options->present & TCP_OPTION_MSS) != 0 ? options->mss : default_mss (tcb);
  tcp_options_agree (tcb, options, now);
  tcp_ecn_agree (tcb, segment);
  tcb_set_effective_mss (tcb);
  tcb_start_congestion (tcb);
}

void
tcb_start_congestion (struct tcb *tcb)
{
  congestion_init (&tcb->congestion, &tcb->config, tcb->eff_snd_mss, tcb->iss, tcb->syn_resent);
  tcb->congestion.sack = tcb->sack_ok;
}

void
tcb_set_iss (struct tcb *tcb, uint32_t iss)
{
  tcb->iss = iss;
  tcb->snd_una = iss;
  tcb->snd_nxt = iss;
  tcb->snd_up = iss;
  tcb->snd_max = iss;
  tcb->snd_small = iss;
  tcb->send_base = iss + 1;
  tcb->ecn.until = iss + 1;
  tcb->rack.fack = iss;
  tcb_start_congestion (tcb);
}

void
tcb_set_irs (struct tcb *tcb, uint32_t irs)
{
  tcb->irs = irs;
  tcb->rcv_nxt = irs + 1;
  tcb->rcv_up = irs + 1;
  tcb->rcv_wnd = tcp_receive_first_window (tcb);
  tcb->rcv_told = tcb->rcv_nxt + tcb->rcv_wnd;
}

uint32_t
tcb_unsent (const struct tcb *tcb)
{
  uint32_t end = tcb->send_base + (uint32_t) tcb->send_ring.length;
  return seq_gt (end, tcb->snd_nxt) ? end - seq_max (tcb->snd_nxt, tcb->send_base) : 0;
}

uint32_t
tcb_flight (const struct tcb *tcb)
{
  return tcb->snd_nxt - tcb->snd_una;
}

void
tcb_enter (struct tcb *tcb, enum tcp_state state, enum tcp_reason reason, struct tcp_step *step)
{
  enum tcp_state before = tcb->state;
  tcb->state = state;
  tcp_report_state (tcb, reason, before, step);
}

/* Nothing is left to send, to acknowledge or to put in order. */
static void
drop_queues (struct tcb *tcb)
{
  byte_ring_clear (&tcb->send_ring);
  sent_queue_clear (&tcb->sent);
  seq_ranges_clear (&tcb->held);
  tcb->ack.due = false;
  tcb->output_due = false;
  tcb->fin_held = false;
}

void
tcb_end (struct tcb *tcb, enum tcp_error error, enum tcp_reason reason, struct tcp_step *step)
{
  drop_queues (tcb);
  if (error != TCP_OK && !tcb->config.unread_survives)
    byte_ring_drop (&tcb->receive_ring, tcb->receive_ring.length);
  tcb->error = error;
  tcb_enter (tcb, TCP_CLOSED, reason, step);
  tcp_timer_stop_all (tcb, REASON_TIMER_STOP_CLOSED, step);
}

void
tcb_return_to_listen (struct tcb *tcb, struct tcp_step *step)
{
  drop_queues (tcb);
  tcb->gone = true;
  tcb_enter (tcb, TCP_LISTEN, REASON_STATE_BACK_TO_LISTEN, step);
  tcp_timer_stop_all (tcb, REASON_TIMER_STOP_CLOSED, step);
}

void
tcb_enter_time_wait (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  if (tcb->config.no_time_wait)
    {
      tcp_send_pending_ack (tcb, step);
      tcb_end (tcb, TCP_OK, REASON_STATE_NO_TIME_WAIT, step);
      return;
    }
  tcb_enter (tcb, TCP_TIME_WAIT, reason, step);
  /* Our FIN is acknowledged, so no other timer has anything left to wait for. */
  tcp_timer_stop (tcb, TCP_TIMER_FIN_WAIT_2, REASON_TIMER_FIN_WAIT_2_STOP, step);
  tcp_timer_stop (tcb, TCP_TIMER_KEEPALIVE, REASON_TIMER_KEEPALIVE_STOP, step);
  tcp_timer_start (tcb, TCP_TIMER_2MSL, 2 * tcb->config.msl, REASON_TIMER_2MSL_START, step);
}
