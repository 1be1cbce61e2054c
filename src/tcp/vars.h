/* The TCB variables of a moment: what an event carries and the window shows.
 *
 * Plain values without padding that could differ: two of them compare with memcmp. */
#pragma once

#include "base/vtime.h"
#include "tcp/state.h"

#include <stdint.h>

enum tcp_timer
{
  TCP_TIMER_RTO,
  TCP_TIMER_PERSIST,
  TCP_TIMER_DELAYED_ACK,
  TCP_TIMER_2MSL,
  TCP_TIMER_USER,
  TCP_TIMER_SWS,
  TCP_TIMER_FIN_WAIT_2,
  TCP_TIMER_KEEPALIVE,
  TCP_TIMER_REORDERING, /* of RACK (RFC 8985 §6.2) */
  TCP_TIMER_PTO,        /* of tail loss probes (RFC 8985 §7.2) */
};

#define TCP_TIMER_COUNT 10

/* A short name that needs no translation: "RTO", "2MSL", "delayed ACK" is the exception that explain translates. */
const char *tcp_timer_name (enum tcp_timer timer);

/* The sender's phase (RFC 5681). */
enum tcp_phase
{
  TCP_SLOW_START,
  TCP_CONGESTION_AVOIDANCE,
  TCP_FAST_RECOVERY,
  TCP_LOSS, /* after a retransmission timeout, until what was outstanding is acknowledged */
};

/* Where F-RTO stands after a timeout (RFC 5682 §2.1). */
enum tcp_frto_step
{
  TCP_FRTO_OFF,
  TCP_FRTO_RESENT,  /* step 1 is done: the first ACK will tell more */
  TCP_FRTO_FORWARD, /* step 2b: new text goes instead of old */
  TCP_FRTO_SENT,    /* it is out: the second ACK decides (step 3) */
};

/* Ranges of the scoreboard that are shown. */
#define TCP_VARS_RANGES 4

struct tcp_vars
{
  uint8_t state;        /* enum tcp_state */
  uint8_t phase;        /* enum tcp_phase */
  uint8_t passive_open; /* came from LISTEN (MUST-11) */
  uint8_t fin_pending;  /* CLOSE was called, the FIN waits behind data */
  uint8_t fin_sent;
  uint8_t fin_acked;
  uint8_t fin_received;
  uint8_t backoff; /* how often the RTO was doubled */

  uint8_t window_scale_ok; /* both SYNs had the option */
  uint8_t snd_wind_shift;  /* Snd.Wind.Shift */
  uint8_t rcv_wind_shift;  /* Rcv.Wind.Shift */
  uint8_t snd_ts_ok;       /* Snd.TS.OK */
  uint8_t sack_ok;         /* both SYNs permitted SACK */
  uint8_t sacked_ranges;   /* how many of sacked_range there are */
  uint8_t rescue_sent;     /* this recovery's rescue retransmission was made (RFC 6675) */
  uint8_t congestion_name; /* enum tcp_congestion_name */

  uint8_t ecn_ok;           /* both SYNs said so */
  uint8_t ecn_echo;         /* ECE on every ACK until CWR comes */
  uint8_t ecn_cwr_due;      /* CWR on the next new text */
  uint8_t keepalive_probes; /* without an answer so far */

  uint8_t rack_ok;           /* losses are found by RACK (RFC 8985) */
  uint8_t reordering_seen;   /* RACK.reordering_seen */
  uint8_t reo_wnd_mult;      /* RACK.reo_wnd_mult: quarters of RACK.min_RTT */
  uint8_t reo_wnd_persist;   /* RACK.reo_wnd_persist: recoveries without D-SACK until that is 1 again */
  uint8_t probe_outstanding; /* a tail loss probe is, up to tlp_end_seq */
  uint8_t probe_is_resent;   /* TLP.is_retrans */
  uint8_t frto_step;         /* enum tcp_frto_step */
  uint8_t ecn_held;          /* nothing goes before the timer expires (RFC 3168 §6.1.2) */

  uint32_t iss;         /* ISS */
  uint32_t snd_una;     /* SND.UNA: oldest unacknowledged number */
  uint32_t snd_nxt;     /* SND.NXT: next number to send */
  uint32_t snd_max;     /* highest number sent plus one: beyond SND.NXT after a window probe, or when text of the SYN
                           goes again */
  uint32_t snd_wnd;     /* SND.WND: octets the peer lets us send beyond SND.UNA */
  uint32_t snd_wl1;     /* SND.WL1: SEG.SEQ of the last window update */
  uint32_t snd_wl2;     /* SND.WL2: SEG.ACK of the last window update */
  uint32_t max_snd_wnd; /* largest SND.WND seen */
  uint32_t snd_up;      /* SND.UP */

  uint32_t irs;     /* IRS */
  uint32_t rcv_nxt; /* RCV.NXT: next number expected */
  uint32_t rcv_wnd; /* RCV.WND: octets we offer */
  uint32_t rcv_up;  /* RCV.UP */
  uint32_t last_ack_sent;

  uint32_t send_mss;    /* SendMSS: the peer's option or the default */
  uint32_t receive_mss; /* RMSS: what we announced */
  uint32_t eff_snd_mss; /* Eff.snd.MSS */
  uint32_t path_mtu;    /* PMTU, octets of an IP packet */
  uint32_t mtu_ceiling; /* no larger one is looked for; 0 while none is */
  uint32_t mtu_probe;   /* size of the probe that is out; 0 when none is */

  uint32_t cwnd;        /* octets */
  uint32_t ssthresh;    /* octets; UINT32_MAX = not yet set */
  uint32_t flight_size; /* SND.NXT - SND.UNA */
  uint32_t recover;     /* RFC 6582 */
  uint32_t dupacks;
  uint32_t retransmissions; /* segments sent again so far */

  uint32_t syn_octets;   /* Fast Open: that went, or were delivered, with the SYN */
  uint32_t unsent;       /* octets of SEND not sent yet */
  uint32_t unread;       /* octets that wait for RECEIVE */
  uint32_t out_of_order; /* octets held above a gap */

  uint32_t urgent_left; /* octets to read up to the end of urgent data; 0 = none is known */
  uint32_t ts_recent;   /* TS.Recent */
  uint32_t pipe;        /* octets thought to be in the network (RFC 6675) */
  uint32_t sacked;      /* octets that the peer reported by SACK */
  uint32_t lost;        /* octets taken for lost by a timeout and not sent again since */
  uint32_t high_rxt;    /* HighRxt: the number after the last that recovery by SACK sent again in order */
  uint32_t sacked_range[TCP_VARS_RANGES][2]; /* the lowest ranges of the scoreboard: left, and the number after */
  uint32_t cubic_w_max;                      /* W_max: octets; 0 when there is none */
  uint32_t cubic_w_est;                      /* W_est: octets */
  uint32_t ecn_until;                        /* an echo counts again when more than this is acknowledged */
  uint32_t rack_fack;                        /* RACK.fack: the number after the highest that was delivered */
  uint32_t tlp_end_seq;                      /* TLP.end_seq: SND.NXT when the probe went out; 0 when none is */

  int64_t srtt;     /* ns; 0 before the first sample */
  int64_t rttvar;   /* ns */
  int64_t rto;      /* ns, with backoff and clamping (RFC 6298 §2.4) */
  int64_t last_rtt; /* ns; 0 before the first sample */

  int64_t user_timeout; /* USER_TIMEOUT: ns; 0 when there is none */
  vtime ts_recent_at;   /* when TS.Recent was taken */

  int64_t cubic_k;   /* K: ns from the epoch until W_max is reached again */
  vtime cubic_epoch; /* when this stage of congestion avoidance began; VTIME_NEVER outside of one */

  vtime rack_xmit_ts;   /* RACK.xmit_ts: when what was sent last of all that was delivered had been sent */
  int64_t rack_rtt;     /* RACK.rtt: ns */
  int64_t rack_min_rtt; /* RACK.min_RTT: ns */
  int64_t rack_reo_wnd; /* RACK.reo_wnd: ns */

  vtime timer_deadline[TCP_TIMER_COUNT];   /* VTIME_NEVER when the timer does not run */
  int64_t timer_duration[TCP_TIMER_COUNT]; /* what it was set to; 0 when it does not run */
};
