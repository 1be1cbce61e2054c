#include "tcp/vars.h"

#include "tcp/congestion-control.h"
#include "tcp/rack.h"
#include "tcp/sack-recovery.h"
#include "tcp/urgent.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* 28 octets, 49 numbers and 12 times before the timers: no room for padding, so memcmp can compare. */
static_assert (offsetof (struct tcp_vars, srtt) == 28 + 49 * sizeof (uint32_t), "no padding before the times");
static_assert (sizeof (struct tcp_vars)
                   == offsetof (struct tcp_vars, srtt) + (12 + 2 * TCP_TIMER_COUNT) * sizeof (int64_t),
               "no padding after them");

static void
send_vars (const struct tcb *tcb, struct tcp_vars *vars)
{
  vars->iss = tcb->iss;
  vars->snd_una = tcb->snd_una;
  vars->snd_nxt = tcb->snd_nxt;
  vars->snd_max = tcb->snd_max;
  vars->syn_octets = tcb->fast_open.octets;
  vars->snd_wnd = tcb->snd_wnd;
  vars->snd_wl1 = tcb->snd_wl1;
  vars->snd_wl2 = tcb->snd_wl2;
  vars->max_snd_wnd = tcb->max_snd_wnd;
  vars->snd_up = tcp_urgent_sends (tcb) ? tcb->snd_up : tcb->snd_una;
  vars->flight_size = tcb_flight (tcb);
  vars->unsent = tcb_unsent (tcb);
  vars->retransmissions = tcb->retransmissions;
  vars->fin_pending = tcb->close_called && !tcb->fin_sent;
  vars->fin_sent = tcb->fin_sent;
  vars->fin_acked = tcb->fin_acked;
}

static void
receive_vars (const struct tcb *tcb, struct tcp_vars *vars)
{
  vars->irs = tcb->irs;
  vars->rcv_nxt = tcb->rcv_nxt;
  vars->rcv_wnd = tcb->rcv_wnd;
  vars->rcv_up = tcb->rcv_up;
  vars->urgent_left = tcp_urgent_left (tcb);
  vars->last_ack_sent = tcb->last_ack_sent;
  vars->unread = (uint32_t) tcb->receive_ring.length;
  vars->out_of_order = seq_ranges_total (&tcb->held);
  vars->fin_received = tcb->fin_received;
}

static void
option_vars (const struct tcb *tcb, struct tcp_vars *vars)
{
  vars->window_scale_ok = tcb->window_scale_ok;
  vars->snd_wind_shift = tcb->snd_wind_shift;
  vars->rcv_wind_shift = tcb->rcv_wind_shift;
  vars->snd_ts_ok = tcb->timestamps.ok;
  vars->ts_recent = tcb->timestamps.recent;
  vars->ts_recent_at = tcb->timestamps.recent_at;
  vars->sack_ok = tcb->sack_ok;
  vars->ecn_ok = tcb->ecn.ok;
  vars->ecn_echo = tcb->ecn.echo;
  vars->ecn_cwr_due = tcb->ecn.cwr_due;
  vars->ecn_until = tcb->ecn.ok ? tcb->ecn.until : 0;
  vars->keepalive_probes = tcb->keepalive_probes;
  vars->user_timeout = tcb->config.user_timeout;
}

/* The ranges of the scoreboard from below, as many as there is room for. */
static void
scoreboard_vars (const struct sent_queue *queue, struct tcp_vars *vars)
{
  bool inside = false;
  for (size_t i = 0; queue->sacked > 0 && i < queue->length; i++)
    {
      const struct sent_segment *segment = sent_queue_at (queue, i);
      if (segment->sacked && !inside)
        {
          if (vars->sacked_ranges == TCP_VARS_RANGES)
            return;
          vars->sacked_range[vars->sacked_ranges++][0] = segment->seq;
        }
      if (segment->sacked)
        vars->sacked_range[vars->sacked_ranges - 1][1] = segment->seq + segment->len;
      inside = segment->sacked;
    }
}

static void
loss_vars (const struct tcb *tcb, struct tcp_vars *vars)
{
  bool recovers = tcp_sack_recovers (tcb) && !tcp_rack_runs (tcb);
  vars->pipe = tcp_pipe (tcb);
  vars->sacked = tcb->sent.sacked;
  vars->lost = tcb->sent.lost;
  vars->high_rxt = recovers ? tcb->sack_recovery.high_rxt : 0;
  vars->rescue_sent = recovers && tcb->sack_recovery.rescued;
  scoreboard_vars (&tcb->sent, vars);
}

static void
rack_vars (const struct tcb *tcb, struct tcp_vars *vars)
{
  const struct tcp_rack *rack = &tcb->rack;
  vars->frto_step = (uint8_t) tcb->frto.step;
  vars->ecn_held = tcb->ecn.held;
  vars->probe_outstanding = tcb->tail_loss.outstanding;
  vars->probe_is_resent = tcb->tail_loss.outstanding && tcb->tail_loss.is_retrans;
  vars->tlp_end_seq = tcb->tail_loss.outstanding ? tcb->tail_loss.end_seq : 0;
  vars->rack_ok = tcp_rack_runs (tcb);
  if (!vars->rack_ok || !rack->delivered)
    return;
  vars->reordering_seen = rack->reordering_seen;
  vars->reo_wnd_mult = rack->reo_wnd_mult;
  vars->reo_wnd_persist = rack->reo_wnd_persist;
  vars->rack_fack = rack->fack;
  vars->rack_xmit_ts = rack->xmit_ts;
  vars->rack_rtt = rack->rtt;
  vars->rack_min_rtt = rack->min_rtt;
  vars->rack_reo_wnd = rack->reo_wnd;
}

static void
pace_vars (const struct tcb *tcb, struct tcp_vars *vars)
{
  vars->phase = (uint8_t) tcb->congestion.phase;
  vars->cwnd = tcb->congestion.cwnd;
  vars->ssthresh = tcb->congestion.ssthresh;
  vars->recover = tcb->congestion.recover;
  vars->dupacks = tcb->congestion.dupacks;
  vars->congestion_name = (uint8_t) tcb->congestion.control->id;
  vars->cubic_w_max = tcb->congestion.cubic.w_max;
  vars->cubic_w_est = (uint32_t) (tcb->congestion.cubic.w_est / CUBIC_FRACTION);
  vars->cubic_k = tcb->congestion.cubic.k;
  vars->cubic_epoch = tcb->congestion.cubic.epoch;
  vars->backoff = tcb->rtt.backoff;
  vars->srtt = tcb->rtt.srtt;
  vars->rttvar = tcb->rtt.rttvar;
  vars->rto = tcb->rtt.rto;
  vars->last_rtt = tcb->rtt.last;
}

void
tcb_vars (const struct tcb *tcb, struct tcp_vars *vars)
{
  memset (vars, 0, sizeof *vars);
  vars->state = (uint8_t) tcb->state;
  vars->passive_open = tcb->passive_open;
  vars->send_mss = tcb->send_mss;
  vars->receive_mss = tcb->receive_mss;
  vars->eff_snd_mss = tcb->eff_snd_mss;
  vars->path_mtu = tcb->path_mtu.mtu;
  vars->mtu_ceiling = tcb->path_mtu.searches ? tcb->path_mtu.ceiling : 0;
  vars->mtu_probe = tcb->path_mtu.probe;
  send_vars (tcb, vars);
  receive_vars (tcb, vars);
  option_vars (tcb, vars);
  pace_vars (tcb, vars);
  loss_vars (tcb, vars);
  rack_vars (tcb, vars);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    {
      vars->timer_deadline[timer] = tcb->timers[timer].deadline;
      vars->timer_duration[timer] = tcb->timers[timer].duration;
    }
}
