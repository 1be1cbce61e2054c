/* Congestion control: how much may be outstanding (RFC 5681, RFC 6582, RFC 6675, RFC 6928, RFC 9438, RFC 3042).
 *
 * Plain arithmetic over its own struct: it is told what the sender learned, changes cwnd and ssthresh, and says what
 * the sender has to do and what to report. It sends nothing and knows no TCB. In what Reno and CUBIC differ is behind
 * the interface of congestion-control.h. */
#pragma once

#include "base/vtime.h"
#include "tcp/config.h"
#include "tcp/cubic.h"
#include "tcp/reason.h"
#include "tcp/vars.h"

#include <stdbool.h>
#include <stdint.h>

/* cwnd never grows beyond this: no window can be larger (RFC 7323 §2.3). */
#define CONGESTION_WINDOW_MAX (UINT32_C (1) << 30)

struct congestion_control;

struct congestion
{
  uint32_t cwnd;           /* octets */
  uint32_t ssthresh;       /* octets; UINT32_MAX = not yet set */
  uint32_t initial_window; /* octets */
  uint32_t recover;        /* RFC 6582: highest number sent when recovery began or the timeout struck */
  uint32_t dupacks;        /* duplicate ACKs in a row */
  uint32_t octets_acked;   /* since cwnd last grew in congestion avoidance (RFC 5681 §3.1) */
  uint32_t limited_octets; /* outstanding by limited transmit alone */
  bool recover_holds;      /* SND.UNA has not passed recover: no new fast retransmit (RFC 6582 §3.2 step 1) */
  bool partial_ack_seen;   /* in this recovery */
  bool excused;            /* what is missing up to recover was too big for the path: no congestion */
  bool new_reno;
  bool echoed;             /* an echo was reacted to: a loss below echo_until is answered by that */
  uint32_t echo_until;     /* SND.NXT at that time */
  bool sack;               /* losses are found by RFC 6675 */
  bool prr_begins;         /* recovery began, and its first count is still to come */
  uint32_t recover_flight; /* RecoverFS of RFC 9937: in the network when recovery began */
  uint32_t prr_delivered;  /* octets that reached the peer in this recovery */
  uint32_t prr_out;        /* octets sent in it */
  enum tcp_phase phase;
  const struct congestion_control *control; /* a constant table */
  struct cubic cubic;
  vtime now;     /* as congestion_clock was told */
  vtime elapsed; /* between the last two times that it was */
  vtime srtt;
  uint8_t slow_start_limit;
  bool loss_from_cwnd;
  bool validation;      /* cwnd grows only when it was made use of */
  bool unused;          /* that it was not is told already */
  uint32_t most_flight; /* the most that was outstanding in this round trip, octets */
  uint32_t round_end;   /* SND.NXT when it began: it ends when more than that is acknowledged */
};

/* What an ACK in recovery by SACK told. */
struct congestion_news
{
  uint32_t delivered;   /* octets that reached the peer */
  uint32_t outstanding; /* and those that were in the network before, marked as lost or not */
  bool safe;            /* the repair goes well: SND.UNA moved on, and nothing more is lost */
};

struct congestion_verdict
{
  enum tcp_reason update; /* what to report; REASON_COUNT when nothing changed */
  bool resend;            /* send the first unacknowledged segment again */
  bool keep_timer;        /* leave the retransmission timer as it runs (RFC 6582 §3.2 step 3) */
};

/* A connection becomes ESTABLISHED: sets the initial window (RFC 5681 §3.1, RFC 6928 §2). syn_resent: how often our
 * SYN was sent again. */
void congestion_init (struct congestion *congestion, const struct tcp_config *config, uint32_t smss, uint32_t iss,
                      uint32_t syn_resent);

/* The program chooses another algorithm: the window stays, what the old one remembered goes. */
void congestion_choose (struct congestion *congestion, enum tcp_congestion_name name);

/* The time and the round-trip time of the ACKs that follow: CUBIC grows by them. */
void congestion_clock (struct congestion *congestion, vtime now, vtime srtt);

/* cwnd grows, up to its limit. */
void congestion_grow_by (struct congestion *congestion, uint32_t octets);

/* New data was acknowledged: acked octets, up to number ack, and flight octets remain outstanding. earlier: how many of
 * those octets the peer had reported before. */
struct congestion_verdict congestion_ack (struct congestion *congestion, uint32_t ack, uint32_t acked, uint32_t earlier,
                                          uint32_t flight, uint32_t smss);

/* A duplicate ACK of number ack (RFC 5681 §2) while flight octets are outstanding, the next number being snd_nxt. */
struct congestion_verdict congestion_duplicate (struct congestion *congestion, uint32_t ack, uint32_t snd_nxt,
                                                uint32_t flight, uint32_t smss);

/* With SACK: the peer reported something new while flight octets are outstanding. lost: its reports mean that the first
 * unacknowledged segment is lost (RFC 6675 §5). */
struct congestion_verdict congestion_sacked (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight,
                                             uint32_t smss, bool lost);

/* RACK found a loss while flight octets are outstanding. again: of something that this recovery had sent again, which
 * is a second sign of congestion (RFC 5681 §4.3). */
struct congestion_verdict congestion_loss_found (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight,
                                                 uint32_t smss, bool again);

/* An ACK in recovery by SACK brought news, and pipe octets are in the network: sets cwnd so that ssthresh is approached
 * in proportion (RFC 9937 §6). True when it changed. */
bool congestion_proportional_rate (struct congestion *congestion, const struct congestion_news *news, uint32_t pipe,
                                   uint32_t smss);

/* The peer echoes a router's mark while flight octets are outstanding (RFC 3168 §6.1.2), or a loss of so many turns out
 * to be repaired already (RFC 8985 §7.4.2): falls as after a loss. False when a loss is being repaired, which has done
 * that already. */
bool congestion_echo (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight, uint32_t smss);

/* Segments were lost because they were too big: what duplicate ACKs say of those outstanding tells of no congestion. */
void congestion_excuse (struct congestion *congestion, uint32_t snd_nxt);

/* SMSS changed. An initial window becomes as many of the smaller segments (RFC 5681 §3.1); each window has room for a
 * larger one. */
void congestion_resize (struct congestion *congestion, uint32_t from, uint32_t to);

/* Something is sent now after a time in which nothing was outstanding. */
void congestion_resume (struct congestion *congestion, vtime now);

/* Octets were sent, new or again. */
void congestion_sent (struct congestion *congestion, uint32_t octets);

/* The retransmission timer expired (RFC 5681 §3.1); first: for the first time for this segment. */
void congestion_timeout (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight, uint32_t smss, bool first);

/* The timeout was spurious: everything is as it was before, but for cwnd, which lets window octets be outstanding
 * (RFC 4015 §3 step 7). una: SND.UNA. */
void congestion_undo_timeout (struct congestion *congestion, uint32_t una, uint32_t window, uint32_t ssthresh,
                              const struct cubic *cubic, uint32_t smss);

/* It was, but a router marks congestion: the window stays as it is, and growth goes on as usual. */
void congestion_end_loss (struct congestion *congestion, uint32_t una);

/* Nothing was sent for longer than an RTO (RFC 5681 §4.1). True when cwnd fell. */
bool congestion_idle (struct congestion *congestion);

/* What may be outstanding now: cwnd, and one segment more for each of the first two duplicate ACKs when limited
 * transmit is on (RFC 3042). */
uint32_t congestion_limit (const struct congestion *congestion, bool limited_transmit, uint32_t smss);
