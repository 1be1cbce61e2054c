/* Everything of the engine that a lesson, a test bench or a user may want to set. */
#pragma once

#include "base/vtime.h"
#include "wire/segment.h"

#include <stdbool.h>
#include <stdint.h>

/* window_scale_shift: the smallest that lets the window tell of the whole receive buffer. */
#define TCP_SHIFT_FROM_BUFFER UINT8_MAX

/* How the window grows and falls. tcp_congestion_word has their names. */
enum tcp_congestion_name
{
  TCP_CONGESTION_RENO,  /* RFC 5681, with RFC 6582 or RFC 6675 */
  TCP_CONGESTION_CUBIC, /* RFC 9438 */
};

#define TCP_CONGESTION_COUNT 2

/* "reno", "cubic". */
const char *tcp_congestion_word (enum tcp_congestion_name name);

/* Whether probes look for a larger PMTU, as the values of Linux's tcp_mtu_probing have it. */
enum tcp_mtu_probing
{
  TCP_MTU_PROBING_OFF,
  TCP_MTU_PROBING_BLACK_HOLE, /* once a path proved to be a black hole, and instead of believing what is old */
  TCP_MTU_PROBING_ALWAYS,     /* from a safe size on */
};

/* When a listener answers a SYN with a cookie instead of keeping its connection (RFC 4987 §3.6). */
enum tcp_syn_cookies
{
  TCP_SYN_COOKIES_OFF,
  TCP_SYN_COOKIES_WHEN_FULL, /* of the SYN queue */
  TCP_SYN_COOKIES_ALWAYS,    /* for lessons */
};

/* What can be told otherwise to a host that runs (tcp_stack_switch): the counter-experiments. */
enum tcp_switch
{
  TCP_SWITCH_TWO_WAY_HANDSHAKE,
  TCP_SWITCH_NO_TIME_WAIT,
  TCP_SWITCH_PLAIN_COMPARISON,
  TCP_SWITCH_SWS_AVOIDANCE,
  TCP_SWITCH_NAGLE,
  TCP_SWITCH_DELAYED_ACK,
  TCP_SWITCH_RFC5961,
};

#define TCP_SWITCH_COUNT (TCP_SWITCH_RFC5961 + 1)

struct tcp_config
{
  /* Numbers */
  bool iss_fixed;         /* the next connection uses iss; else RFC 6528 from iss_secret and the clock */
  uint32_t iss;           /* used when iss_fixed */
  uint32_t iss_step;      /* then a second connection adds this for each before it */
  uint64_t iss_secret[2]; /* key of the ISN hash and of the cookies */

  /* Sizes, octets */
  uint16_t mss;                    /* announced: MTU - 40 (IPv4) or - 60 (IPv6); 0 announces none */
  uint16_t mtu;                    /* of our interface, bounds what we send */
  uint32_t send_buffer;            /* octets of SEND that are kept */
  uint32_t receive_buffer;         /* RCV.BUFF */
  uint32_t initial_receive_window; /* told in the SYN, up to 65535 and RCV.BUFF; 0 = as much as those allow */
  uint16_t backlog;                /* default for LISTEN */
  bool overflow_resets;            /* an ACK that finds the accept queue full is answered with RST, not dropped */

  /* Options of the SYN: offered, and used when the peer offers them too */
  bool window_scale;          /* RFC 7323 §2 */
  uint8_t window_scale_shift; /* 0 to 14, or TCP_SHIFT_FROM_BUFFER; one near the buffer's size tells of no window */
  bool timestamps;            /* RFC 7323 §3 */
  bool sack;                  /* RFC 2018, RFC 2883; losses are then repaired by RFC 6675, or as rack says */
  bool ecn;                   /* RFC 3168 */
  enum tcp_option_order option_order; /* how a SYN's options follow each other */
  bool timestamps_required;           /* a segment that lacks them is dropped (RFC 7323 §3.2) */
  vtime ts_tick;                      /* of TSval: 1 ms to 1 s (RFC 7323 §5.4) */
  uint32_t ts_offset;                 /* TSval at instant 0 */

  /* Retransmission, RFC 6298 */
  vtime rto_initial;
  vtime rto_min;
  vtime rto_max;
  vtime rto_slack;         /* every retransmission timer runs so much longer than its RTO */
  vtime clock_granularity; /* G: the least that RTO leaves above SRTT */
  bool rto_min_as_margin; /* rto_min bounds what RTO leaves above SRTT, as in Linux, and not RTO itself (RFC 6298 §2.4)
                           */
  bool rto_rearm;         /* what recovery by SACK sends again sets the timer anew (RFC 6675 §6) */
  uint8_t r1;             /* retransmissions before the application is told (SHLD-10) */
  vtime r2;               /* give up when data was not acknowledged for so long (SHLD-11) */
  vtime r2_syn;           /* the same for a SYN (MUST-23) */
  uint8_t syn_ack_retries; /* a passive SYN-RECEIVED gives up after so many; 0 = r2_syn */
  vtime user_timeout;      /* RFC 9293 §3.10.8; 0 = none */

  /* TCP Fast Open, RFC 7413 */
  bool fast_open_client;    /* our SYNs ask for cookies and carry them, with text */
  bool fast_open_server;    /* cookies are given, and honoured */
  uint16_t fast_open_limit; /* connections of a port that may be in use before their handshake is done */

  /* User timeout option, RFC 5482 */
  bool uto;            /* ENABLED: user_timeout is told to the peer, and what it tells is heard */
  bool uto_changeable; /* CHANGEABLE: what it tells may change user_timeout */
  vtime uto_least;     /* L_LIMIT */
  vtime uto_most;      /* U_LIMIT */

  /* Finding losses */
  bool rack;               /* RFC 8985: by time, in place of the marks of RFC 6675; where SACK is in use */
  bool tlp;                /* RFC 8985 §7: a probe finds a lost tail before the RTO does; needs rack */
  vtime tlp_max_ack_delay; /* TLP.max_ack_delay: how long the peer may delay the ACK of a single segment */
  bool frto;               /* RFC 5682: a timeout that was too early is found out and undone (RFC 4015) */

  /* Keep-alive, RFC 9293 §3.8.4 */
  bool keepalive;           /* of connections opened from now on; off unless the program asks (MUST-25) */
  vtime keepalive_idle;     /* silence before the first probe */
  vtime keepalive_interval; /* from one probe to the next */
  uint8_t keepalive_count;  /* give up after so many without an answer: at least 2 (MUST-29) */

  /* Acknowledgments */
  bool delayed_ack;
  vtime delayed_ack_time; /* below 500 ms (MUST-40) */
  uint8_t ack_every;      /* full segments per ACK, 2 (SHLD-19) */
  uint8_t quick_acks;     /* so many ACKs are not delayed at first, or until text is sent in answer to text */

  /* Sending */
  bool nagle;
  bool nagle_minshall; /* Nagle's rule holds back only behind a segment that was not full either (RFC 9293 A.3) */
  bool cork;           /* nothing but full segments goes, for up to cork_time */
  vtime cork_time;
  bool sws_avoidance; /* sender and receiver, §3.8.6.2 */
  vtime sws_override; /* §3.8.6.2.1, 0.1 to 1 s */
  bool persist;       /* off deadlocks after a lost window update: for lessons only */

  /* Congestion control, RFC 5681 and 6582 */
  enum tcp_congestion_name congestion_name;
  uint8_t initial_window;    /* segments; 0 = RFC 6928 */
  uint32_t initial_ssthresh; /* octets; 0 = as high as can be */
  uint8_t slow_start_limit;  /* segments by which one ACK opens cwnd in slow start, however much it acknowledges: 1 (RFC
                                5681), 2 (RFC 3465); 0 = no limit */
  bool loss_from_cwnd;       /* a loss takes its part of cwnd, and not of what was in flight (RFC 9438 §4.6) */
  bool limited_transmit;     /* RFC 3042 */
  bool congestion_control;   /* off: cwnd is computed but only the peer's window limits, for lessons */
  bool prr;                  /* RFC 9937: recovery by SACK sends in proportion to what arrives */
  bool new_reno;             /* off: recovery ends at the first new ACK (plain Reno) */
  bool idle_restart;         /* RFC 5681 §4.1: after a pause cwnd begins anew */
  bool cwnd_validation;      /* RFC 7661, RFC 9438 §5.8: cwnd does not grow while it is not made use of */

  /* ICMP, RFC 9293 §3.9.2.2 */
  bool icmp_reports;     /* the program is told of soft errors (SHLD-20) */
  bool icmp_hard_aborts; /* a hard error ends a synchronized connection too (SHLD-26); off: RFC 5927 §5.2 */
  bool icmp_soft_aborts; /* a soft error ends an OPEN, active or passive (RFC 5461 §4), which MUST-56 forbids */

  /* The IP header */
  uint8_t ttl;      /* hops that packets may take: TTL, Hop Limit (MUST-49); at least 1 */
  uint8_t diffserv; /* DSCP of connections opened from now on, 6 bits (MUST-48) */

  /* Path MTU, RFC 9293 §3.7.2 */
  bool path_mtu_discovery; /* RFC 1191, RFC 8201; off: routers may cut up what we send with IPv4 */
  uint16_t path_mtu_min;   /* IPv4: the PMTU never falls below, and what is larger than the path goes without DF */
  vtime path_mtu_age;      /* what was learned is believed for so long (RFC 8201 §5.3) */
  enum tcp_mtu_probing mtu_probing; /* RFC 4821, RFC 8899 */
  uint16_t mtu_base;                /* what to fall back to in a black hole, and where `always` begins */
  uint8_t mtu_black_hole_timeouts;  /* of large segments in a row that show a black hole */

  /* Closing */
  vtime msl;             /* TIME-WAIT lasts 2 MSL */
  vtime fin_wait_2_time; /* reap an orphan in FIN-WAIT-2; 0 = never (the RFC) */

  /* Protection */
  bool rfc5961;            /* challenge ACKs */
  uint8_t challenge_limit; /* challenge ACKs per challenge_period */
  vtime challenge_period;
  enum tcp_syn_cookies syn_cookies;
  bool rfc1337;         /* a RST does not end TIME-WAIT */
  bool rfc6191;         /* a SYN that is provably newer may end TIME-WAIT; others are dropped without a word */
  bool unread_survives; /* what a RST or a timeout finds unread can still be read; off: RFC 9293 §3.10.7.4 */
  bool reset_acks;      /* a RST with which we end a connection has an ACK too, which RFC 9293 §3.10.5 does not ask */
  bool ack_at_window_edge;   /* a segment of nothing but an ACK that begins where RCV.WND ends is used */
  bool literal_syn_received; /* answer a repeated SYN with ACK, as the RFC's letter says (D-01) */

  /* Not TCP: counter-experiments */
  bool two_way_handshake;
  bool no_time_wait;
  /* What arrives is judged by plain numbers and not on the circle: SEG.SEQ against both edges of the window, from
   * SYN-RECEIVED on, and SEG.ACK against SND.UNA, from ESTABLISHED on. Where one of the two lies beyond 2^32 and the
   * other before it, what fits is refused, and what acknowledges something new is taken for old and ignored. */
  bool plain_comparison;
};

/* The field that a switch is. */
bool *tcp_config_switch (struct tcp_config *config, enum tcp_switch which);

/* What the RFCs recommend, where they leave a choice the cautious one: everything on that makes TCP better (window
 * scale, timestamps, SACK with PRR, limited transmit, RFC 5961, RFC 6191), Reno, initial window of RFC 6928, RTO from 1
 * s to 60 s, ACKs delayed by up to 200 ms, R2 100 s (180 s for a SYN), MSL 120 s, user timeout 300 s. */
struct tcp_config tcp_config_rfc (void);

/* What a Linux system with its usual settings does, as test scripts for Linux expect it: SYN with window 64240 and
 * options <mss 1460,sackOK,TS,nop,wscale 7>, initial window 10, CUBIC, RTO at least 200 ms above SRTT and up to 120 s,
 * 6 repetitions of a SYN and 5 of a SYN+ACK, data given up after 924 s, the first 16 ACKs at once, then delayed by up
 * to 40 ms, TIME-WAIT and orphaned FIN-WAIT-2 of 60 s, an open that ICMP reports unreachable ends, slow start counts
 * all that an ACK acknowledges, a loss takes its part of cwnd, Nagle's rule is Minshall's, a RST of ours has an ACK,
 * segments may lack their timestamps, and what a RST finds unread can still be read. Not as in Linux: buffers do not
 * grow by themselves, sizes of options are as they are set and not doubled, and a FIN waits for cwnd. */
struct tcp_config tcp_config_linux (void);

/* The values of the lessons, in which every number can be followed: fixed ISS, MSS 1000, RCV.BUFF 8000, RTO 1 s,
 * delayed ACK 200 ms, MSL 120 s, Reno, no options but MSS. */
struct tcp_config tcp_config_lesson (void);
