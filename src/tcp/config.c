#include "tcp/config.h"

#include <stddef.h>

bool *
tcp_config_switch (struct tcp_config *config, enum tcp_switch which)
{
  switch (which)
    {
    case TCP_SWITCH_TWO_WAY_HANDSHAKE:
      return &config->two_way_handshake;
    case TCP_SWITCH_NO_TIME_WAIT:
      return &config->no_time_wait;
    case TCP_SWITCH_PLAIN_COMPARISON:
      return &config->plain_comparison;
    case TCP_SWITCH_SWS_AVOIDANCE:
      return &config->sws_avoidance;
    case TCP_SWITCH_NAGLE:
      return &config->nagle;
    case TCP_SWITCH_DELAYED_ACK:
      return &config->delayed_ack;
    case TCP_SWITCH_RFC5961:
      return &config->rfc5961;
    }
  return NULL;
}

struct tcp_config
tcp_config_rfc (void)
{
  return (struct tcp_config){
    .iss_step = 1000,
    .iss_secret = { 0x243f6a8885a308d3, 0x13198a2e03707344 },
    .mss = 1460,
    .mtu = 1500,
    .send_buffer = 262144,
    .receive_buffer = 65535,
    .backlog = 16,
    .window_scale = true,
    .window_scale_shift = TCP_SHIFT_FROM_BUFFER,
    .timestamps = true,
    .timestamps_required = true,
    .sack = true,
    .ts_tick = MS (1),
    .rto_initial = SEC (1),
    .rto_min = SEC (1),
    .rto_max = SEC (60),
    .clock_granularity = MS (1),
    .r1 = 3,
    .r2 = SEC (100),
    .r2_syn = SEC (180),
    .user_timeout = SEC (300),
    .fast_open_limit = 10,
    .uto_changeable = true,
    .uto_least = SEC (100),
    .uto_most = SEC (3600),
    .rack = true,
    .tlp = true,
    .tlp_max_ack_delay = MS (200),
    .frto = true,
    .keepalive_idle = SEC (7200),
    .keepalive_interval = SEC (75),
    .keepalive_count = 9,
    .delayed_ack = true,
    .delayed_ack_time = MS (200),
    .ack_every = 2,
    .nagle = true,
    .cork_time = MS (200),
    .sws_avoidance = true,
    .sws_override = MS (500),
    .persist = true,
    .slow_start_limit = 1,
    .limited_transmit = true,
    .congestion_control = true,
    .prr = true,
    .new_reno = true,
    .icmp_reports = true,
    .idle_restart = true,
    .cwnd_validation = true,
    .ttl = 64,
    .path_mtu_discovery = true,
    .path_mtu_min = 68,
    .path_mtu_age = SEC (600),
    .mtu_probing = TCP_MTU_PROBING_BLACK_HOLE,
    .mtu_base = 1200,
    .mtu_black_hole_timeouts = 3,
    .msl = SEC (120),
    .rfc5961 = true,
    .challenge_limit = 10,
    .challenge_period = SEC (5),
    .rfc6191 = true,
  };
}

struct tcp_config
tcp_config_linux (void)
{
  struct tcp_config config = tcp_config_rfc ();
  /* What tcp_rmem's 131072 leaves for octets, in whole segments; the shift is that of its largest buffer, 6 MB. */
  config.timestamps_required = false;
  config.receive_buffer = 131072;
  config.initial_receive_window = 64240;
  config.window_scale_shift = 7;
  config.initial_window = 10;
  config.congestion_name = TCP_CONGESTION_CUBIC;
  config.slow_start_limit = 0;
  config.loss_from_cwnd = true;
  config.nagle_minshall = true;
  config.rto_min = MS (200);
  config.rto_max = SEC (120);
  config.rto_min_as_margin = true;
  config.rto_rearm = true;
  config.unread_survives = true;
  config.reset_acks = true;
  config.ack_at_window_edge = true;
  config.delayed_ack_time = MS (40);
  config.quick_acks = 16;
  config.r2 = SEC (924); /* tcp_retries2 = 15 */
  config.r2_syn = SEC (127);
  config.syn_ack_retries = 5;
  config.user_timeout = 0;
  config.icmp_soft_aborts = true;
  config.path_mtu_min = 552;
  config.mtu_probing = TCP_MTU_PROBING_OFF;
  config.mtu_base = 1064;
  config.msl = SEC (30);
  config.fin_wait_2_time = SEC (60);
  return config;
}

struct tcp_config
tcp_config_lesson (void)
{
  struct tcp_config config = tcp_config_rfc ();
  config.iss_fixed = true;
  config.mss = 1000;
  config.send_buffer = 65536;
  config.receive_buffer = 8000;
  config.backlog = 4;
  config.window_scale = false;
  config.timestamps = false;
  config.sack = false;
  config.prr = false;
  config.rack = false;
  config.tlp = false;
  config.frto = false;
  config.cwnd_validation = false;
  config.mtu_probing = TCP_MTU_PROBING_OFF;
  config.syn_ack_retries = 5;
  config.user_timeout = 0;
  return config;
}
