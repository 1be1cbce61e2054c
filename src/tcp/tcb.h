/* One connection's Transmission Control Block (RFC 9293 §3.3.1).
 *
 * A plain struct: the functions of engine.h change it, the stack owns it, nothing in it is a pointer to another. Every
 * sequence variable has the RFC's name in lower case. */
#pragma once

#include "base/byte-ring.h"
#include "base/seq-ranges.h"
#include "tcp/config.h"
#include "tcp/congestion.h"
#include "tcp/error.h"
#include "tcp/sent-queue.h"
#include "tcp/step.h"

/* The round-trip time and the timeout made of it (RFC 6298). */
struct tcp_rtt
{
  vtime srtt; /* 0 before the first sample */
  vtime rttvar;
  vtime rto;
  vtime last;         /* the last sample */
  vtime least;        /* the smallest sample; 0 before the first */
  uint8_t backoff;    /* how often the RTO was doubled since it was last computed */
  bool timing;        /* a segment is being timed */
  uint32_t timed_end; /* the ACK of this number ends the timing */
  vtime timed_at;
};

/* Timestamps (RFC 7323 §3 to §5). */
struct tcp_timestamps
{
  bool ok;         /* Snd.TS.OK: both SYNs had the option */
  uint32_t recent; /* TS.Recent: the TSval that the next TSecr repeats */
  vtime recent_at; /* when it was taken */
};

/* What our SACK options tell besides the ranges that are held (RFC 2018 §4, RFC 2883 §4). */
struct tcp_sack_report
{
  uint32_t recent[TCP_SACK_BLOCKS_MAX]; /* a number of each block, the latest arrival first */
  unsigned recent_count;
  bool duplicate; /* what arrived a second time, to be told once */
  struct tcp_sack_block twice;
};

/* Loss recovery by SACK (RFC 6675 §2), beside the scoreboard in the queue of sent segments. */
struct tcp_sack_recovery
{
  uint32_t high_rxt;   /* HighRxt: the number after the last that was sent again in order */
  uint32_t rescue_rxt; /* RescueRxt: SND.UNA must pass it before the rescue */
  bool rescued;        /* the one of this recovery was made */
};

/* What one ACK tells of what it delivered, before RACK's variables follow. */
struct tcp_rack_news
{
  bool any; /* something that tells when it was sent */
  vtime xmit_ts;
  uint32_t order;
  uint32_t fack;
  bool reordered;  /* something below RACK.fack, sent once */
  bool echo_known; /* the ACK has a timestamp */
  uint32_t echo;   /* its TSecr */
};

/* RACK (RFC 8985 §5.2). */
struct tcp_rack
{
  bool delivered;   /* the five that follow are known */
  vtime xmit_ts;    /* RACK.xmit_ts: what was sent last of all that was delivered had been sent then */
  uint32_t order;   /* which of that instant, in place of RACK.end_seq: old text may go after new */
  vtime rtt;        /* RACK.rtt */
  vtime min_rtt;    /* RACK.min_RTT; VTIME_NEVER before the first */
  vtime min_rtt_at; /* when it was measured */
  uint32_t fack;    /* RACK.fack: the number after the highest that was delivered */
  vtime reo_wnd;    /* RACK.reo_wnd */
  bool reordering_seen;
  bool dsack_counted;      /* in the round that ends at dsack_round */
  uint32_t dsack_round;    /* RACK.dsack_round */
  uint8_t reo_wnd_mult;    /* RACK.reo_wnd_mult */
  uint8_t reo_wnd_persist; /* RACK.reo_wnd_persist */
  vtime recovery_since;    /* what is sent again from then on belongs to the recovery that began last */
  struct tcp_rack_news news;
};

/* Tail loss probes (RFC 8985 §5.2). */
struct tcp_tail_loss
{
  bool due;         /* new text went out: the PTO is to be set */
  bool outstanding; /* a probe is, which TLP.end_seq tells of */
  uint32_t end_seq; /* TLP.end_seq */
  bool is_retrans;  /* TLP.is_retrans */
  bool unmeasured;  /* no round trip was measured since the last probe */
  uint32_t flight;  /* FlightSize before the probe */
};

/* F-RTO (RFC 5682), and what the response to a timeout that was too early needs (RFC 4015). */
struct tcp_frto
{
  enum tcp_frto_step step;
  uint32_t resent_end; /* the number after what the timeout sent again */
  uint32_t recover;    /* SND.NXT at the first ACK after the timeout */
  vtime sent_at;       /* the segment that was the first at that time had been sent then */
  uint32_t pipe_prev;  /* RFC 4015: what the window was worth before the timeout */
  struct cubic cubic;  /* as it was before */
};

/* Explicit congestion notification (RFC 3168). */
struct tcp_ecn
{
  bool ok;        /* both SYNs said so */
  bool echo;      /* a mark arrived and no CWR since: ECE on every ACK */
  bool cwr_due;   /* cwnd fell: CWR on the next new text */
  bool held;      /* cwnd could not fall: nothing goes before the RTO timer expires */
  uint32_t until; /* SND.NXT at that time: an echo counts again when more than this is acknowledged */
};

/* TCP Fast Open (RFC 7413). */
struct tcp_fast_open
{
  bool asks;      /* active: our SYN asks for a cookie */
  bool learned;   /* active: the peer has sent one, for the stack to keep */
  bool taken;     /* passive: the cookie was good, and the text of the SYN was delivered */
  bool in_part;   /* some of our SYN's text has to go again */
  uint8_t length; /* of the cookie: the one that our SYN shows or our SYN+ACK gives, or that was learned; 0 is none */
  uint8_t cookie[TCP_FAST_OPEN_COOKIE_MAX];
  uint32_t octets; /* that went with the SYN and are not to go again, or came with it and were delivered */
};

/* The user timeout option (RFC 5482). */
struct tcp_uto
{
  vtime advertised; /* ADV_UTO; 0 when none is told */
  bool due;         /* it goes with the next segment that is no SYN */
};

/* What a connection has sent and received so far, for its information (info.h). */
struct tcp_counters
{
  uint32_t segs_out;
  uint32_t segs_in;
  uint32_t data_segs_out; /* with text */
  uint32_t data_segs_in;
  uint64_t bytes_sent; /* text, what was sent again too */
  uint64_t bytes_retrans;
  uint64_t bytes_acked;
  uint64_t bytes_received; /* in order */
  uint32_t dsack_dups;
  uint32_t reordered;      /* reports by SACK of what had been overtaken */
  uint32_t timeouts;       /* of the RTO */
  uint32_t first_timeouts; /* those that followed no other without an ACK of something new between */
  uint32_t rcv_ooopack;    /* segments that came early */
  uint32_t largest_text;   /* octets of the longest segment that came */
  uint8_t window_probes;   /* without an answer so far */
  bool ecn_seen;           /* a packet came that may be marked */
  vtime opened_at;         /* when the first segment went or came, and then when it was established */
  vtime timed_out_at;   /* the first of the timeouts that no such ACK has followed yet; negative when there is none */
  vtime timed_out;      /* from such a timeout to that ACK, together */
  vtime last_data_sent; /* negative before the first */
  vtime last_ack_sent;
  vtime last_data_received;
};

/* What keeps text from leaving (send-limit.h). */
enum tcp_send_limit
{
  TCP_LIMIT_NONE,   /* nothing is to be sent or acknowledged */
  TCP_LIMIT_PATH,   /* congestion control, or that it is on its way */
  TCP_LIMIT_WINDOW, /* the peer's window */
  TCP_LIMIT_BUFFER, /* the program has more than the send buffer takes */
  TCP_LIMIT_COUNT,
};

struct tcp_send_limits
{
  enum tcp_send_limit limit;
  vtime since;
  vtime spent[TCP_LIMIT_COUNT];
};

/* The round trip as the receiver measures it (receiver-rtt.h). */
struct tcp_receiver_rtt
{
  vtime srtt;         /* 0 before the first sample */
  uint32_t last_echo; /* TSecr that was measured last */
  vtime since;        /* a window of text is awaited since; negative: none */
  uint32_t until;     /* the number behind it */
};

/* How large a packet reaches the peer in one piece (path-mtu.h), and the search for larger ones (mtu-probe.h). Sizes
 * are octets of an IP packet. */
struct tcp_path_mtu
{
  uint32_t mtu;       /* PMTU: the largest that is sent, but for a probe */
  vtime until;        /* when it is too old to be believed; VTIME_NEVER while nothing was learned */
  uint32_t seen;      /* of the host's cache, how often it had changed when we looked */
  bool cut;           /* routers may cut our packets up: the path carries less than we want to send */
  uint8_t stalls;     /* timeouts in a row of segments that are larger than the size to fall back to */
  bool searches;      /* probes try larger sizes, up to the ceiling */
  bool halves;        /* the largest was tried: the middle comes next */
  uint8_t losses;     /* probes of this size that were lost */
  uint32_t ceiling;   /* above is nothing to find */
  uint32_t probe;     /* the size of the probe that is out; 0 when none is */
  uint32_t probe_seq; /* its first number, and the one after its last */
  uint32_t probe_end;
};

struct tcp_timer_slot
{
  vtime deadline; /* VTIME_NEVER when it does not run */
  vtime duration;
  event_id started; /* its TIMER_START */
};

/* An ACK that waits for tcp_flush. */
struct tcp_pending_ack
{
  bool due;
  enum tcp_reason reason;
  event_id cause;
};

/* Challenge ACKs and other answers to segments without text in the current period (RFC 5961 §7). */
struct tcp_challenge
{
  vtime since;
  uint32_t count;
  bool reported; /* that the limit was reached in this period */
};

struct tcb
{
  /* Identity */
  uint32_t connection; /* the stack's number */
  struct endpoint local;
  struct endpoint remote;
  struct tcp_config config; /* as it was when the connection was opened */
  enum tcp_state state;
  bool passive_open;         /* came from LISTEN (MUST-11) */
  bool from_cookie;          /* made of an ACK with a SYN cookie: nobody knows when our SYN+ACK was sent */
  bool gone;                 /* returned to LISTEN: the stack frees it */
  bool accept_queue_full;    /* set by the stack before a segment is processed */
  enum tcp_error error;      /* why it ended */
  enum tcp_error soft_error; /* the last that ICMP reported since the peer was heard; TCP_OK when none */

  /* Send sequence variables */
  uint32_t iss;
  uint32_t snd_una;
  uint32_t snd_nxt;
  uint32_t snd_up;  /* the number behind what is urgent; not above SND.UNA when nothing is */
  uint32_t snd_max; /* highest number sent plus one; beyond SND.NXT by a window probe, or by text of our SYN that has to
                       go again */
  uint32_t snd_small; /* the number behind the last text that did not fill a segment; not above SND.UNA when none is
                         outstanding */
  uint32_t snd_wnd;
  uint32_t snd_wl1;
  uint32_t snd_wl2;
  uint32_t max_snd_wnd;
  struct byte_ring send_ring; /* octets of SEND that are not acknowledged */
  uint32_t send_base;         /* the number of its first octet */
  struct sent_queue sent;     /* the retransmission queue */
  bool close_called;          /* no more SEND: a FIN follows the last octet */
  bool fin_sent;
  bool fin_acked;
  bool urgent_told;    /* a segment pointed there */
  bool room_wanted;    /* a SEND was cut short: tell when there is room */
  uint32_t syn_resent; /* how often our SYN or SYN+ACK was sent again */
  bool syn_timed_out;  /* by the timer (RFC 6298 §5.7) */
  uint32_t retransmissions;
  uint32_t transmissions;   /* copies of segments that take numbers */
  vtime last_sent_at;       /* of text, for the restart after an idle time; negative before the first */
  vtime persist_since;      /* the window has been closed and probed since */
  vtime heard_at;           /* last acceptable ACK: it proves the peer alive (MUST-37, MUST-26) */
  uint8_t keepalive_probes; /* without an answer so far */

  /* Receive sequence variables */
  uint32_t irs;
  uint32_t rcv_nxt;
  uint32_t rcv_wnd;
  uint32_t rcv_up;
  uint32_t rcv_told; /* the right edge as last told to the peer */
  bool reopened;     /* the window was closed, we told that it is open, and no text has come since */
  uint32_t last_ack_sent;
  struct byte_ring receive_ring; /* in-order octets that wait for RECEIVE, and early ones beyond its end */
  struct seq_ranges held;        /* the early ones */
  bool fin_held;                 /* a FIN waits above a gap, or for ESTABLISHED */
  uint32_t fin_seq;              /* its number */
  bool fin_received;
  bool receive_closed; /* the program closed both directions */
  bool reading_shut;   /* the program will read no more, but lets the peer go on */
  bool urgent;         /* the program was told of urgent data that it has not read yet */

  struct tcp_counters counters;
  struct tcp_send_limits send_limits;
  struct tcp_receiver_rtt receiver_rtt;

  /* Sizes */
  uint32_t send_mss;
  uint32_t receive_mss;
  uint32_t eff_snd_mss; /* text beside the options of every segment */
  struct tcp_path_mtu path_mtu;

  /* Options in use */
  bool window_scale_ok;
  uint8_t snd_wind_shift; /* Snd.Wind.Shift: of the windows that arrive; 0 without the option */
  uint8_t rcv_wind_shift; /* Rcv.Wind.Shift: of the windows that we tell */
  struct tcp_timestamps timestamps;
  struct tcp_ecn ecn;
  struct tcp_uto uto;
  struct tcp_fast_open fast_open;
  bool sack_ok;
  struct tcp_sack_report sack_report;
  struct tcp_sack_recovery sack_recovery;
  struct tcp_rack rack;
  struct tcp_tail_loss tail_loss;
  struct tcp_frto frto;

  struct tcp_rtt rtt;
  vtime rto_due; /* when the RTO timer expires, or would if no other ran in its place */
  struct congestion congestion;

  /* What waits for tcp_flush */
  struct tcp_pending_ack ack;
  uint32_t ack_octets;   /* arrived since the last ACK */
  uint32_t ack_segments; /* full ones among them */
  uint8_t quick_acks;    /* so many ACKs more are not delayed */
  bool output_due;       /* something may go since output_cause */
  event_id output_cause;
  enum tcp_reason waiting; /* the WAIT_… that was reported last; REASON_COUNT when none holds */

  struct tcp_challenge challenge;
  struct tcp_timer_slot timers[TCP_TIMER_COUNT];
};

/* Sets up a CLOSED connection; false when there is no memory. */
bool tcb_init (struct tcb *tcb, uint32_t connection, const struct tcp_config *config, const struct endpoint *local);
void tcb_clear (struct tcb *tcb);

/* Gives the connection its other end, and what is known of it before any segment: the MSS values (RFC 9293 §3.7.1) and
 * the user timeout that we tell. */
void tcb_set_remote (struct tcb *tcb, const struct endpoint *remote);

/* Eff.snd.MSS as the PMTU has it (MUST-16). */
void tcb_set_effective_mss (struct tcb *tcb);

/* Octets of text in a packet of this size beside the options of every segment, but no more than the peer takes; and the
 * size of a packet with so much text. */
uint32_t tcb_text_in (const struct tcb *tcb, uint32_t mtu);
uint32_t tcb_packet_of (const struct tcb *tcb, uint32_t text);

/* The size of a packet with the largest segment that the peer takes. */
uint32_t tcb_largest_packet (const struct tcb *tcb);

/* Until the peer's SYN is here it is supposed to take segments of this size. */
void tcb_expect_mss (struct tcb *tcb, uint32_t mss);

/* Takes the peer's options of a SYN; the lack of MSS means the default (MUST-15). */
void tcb_take_syn_options (struct tcb *tcb, const struct segment *segment, vtime now);

/* The first number of what is sent: sets ISS, SND.UNA, SND.NXT. */
void tcb_set_iss (struct tcb *tcb, uint32_t iss);

/* The first number of what is received: sets IRS, RCV.NXT and the window. */
void tcb_set_irs (struct tcb *tcb, uint32_t irs);

/* Congestion control begins anew, with what the handshake agreed on. */
void tcb_start_congestion (struct tcb *tcb);

/* Octets of SEND that were never sent. */
uint32_t tcb_unsent (const struct tcb *tcb);

/* FlightSize: sent and not acknowledged. */
uint32_t tcb_flight (const struct tcb *tcb);

/* The values for an event. */
void tcb_vars (const struct tcb *tcb, struct tcp_vars *vars);

/* Enters a state and reports it. */
void tcb_enter (struct tcb *tcb, enum tcp_state state, enum tcp_reason reason, struct tcp_step *step);

/* Ends the connection: CLOSED, timers stopped, buffers emptied (only what was received in order stays when error is
 * TCP_OK, or where the configuration has it so). */
void tcb_end (struct tcb *tcb, enum tcp_error error, enum tcp_reason reason, struct tcp_step *step);

/* Ends a child of a listener that never was a connection: back to LISTEN, then gone. */
void tcb_return_to_listen (struct tcb *tcb, struct tcp_step *step);

/* TIME-WAIT with its 2MSL, or CLOSED where lessons do without it. */
void tcb_enter_time_wait (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step);

/* SYN-RECEIVED or any synchronized state: the peer's number is known. */
static inline bool
tcp_state_has_peer (enum tcp_state state)
{
  return state >= TCP_SYN_RECEIVED;
}

/* Text and FIN may go. */
static inline bool
tcp_state_sends (enum tcp_state state)
{
  return state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT || state == TCP_FIN_WAIT_1 || state == TCP_CLOSING
         || state == TCP_LAST_ACK;
}

/* Text is taken. */
static inline bool
tcp_state_receives (enum tcp_state state)
{
  return state == TCP_ESTABLISHED || state == TCP_FIN_WAIT_1 || state == TCP_FIN_WAIT_2;
}

/* Opened by a good Fast Open cookie, and in use before its handshake is done. */
static inline bool
tcb_is_early (const struct tcb *tcb)
{
  return tcb->state == TCP_SYN_RECEIVED && tcb->fast_open.taken;
}

/* A child of a listener of which no program knows. */
static inline bool
tcb_is_embryo (const struct tcb *tcb)
{
  return tcb->state == TCP_SYN_RECEIVED && tcb->passive_open && !tcb->fast_open.taken;
}

/* Text and FIN may go now. */
static inline bool
tcb_sends (const struct tcb *tcb)
{
  return tcp_state_sends (tcb->state) || tcb_is_early (tcb);
}
