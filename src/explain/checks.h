/* The checks of an event: the rule behind it with the numbers of its moment. Private to explain. */
#pragma once

#include "explain/context.h"
#include "explain/event.h"

/* Appends the checks that belong to the event's reason. */
void checks_of_event (const struct explain_context *context, GPtrArray *checks);

/* Appends one line. label: a translated template; the rest: printf of a formula, which is not translated. */
void checks_add (const struct explain_context *context, GPtrArray *checks, bool holds, const char *label,
                 const char *format, ...) G_GNUC_PRINTF (5, 6);

/* Appends the lines of one rule; nothing when the event lacks what the rule speaks of. */
typedef void check_rule (const struct explain_context *context, GPtrArray *checks);

/* checks-sequence.c: a segment arrives */
check_rule check_acceptable;         /* RFC 9293 §3.10.7.4, first check */
check_rule check_ack_new;            /* SND.UNA < SEG.ACK =< SND.NXT */
check_rule check_plainly_acceptable; /* the same two, not TCP, beside what is right */
check_rule check_plainly_new;
check_rule check_ack_of_syn;    /* ISS < SEG.ACK =< SND.NXT, in SYN-SENT */
check_rule check_ack_not_old;   /* RFC 5961 §5.2 */
check_rule check_ack_of_sent;   /* SEG.ACK =< SND.NXT */
check_rule check_rst_exact;     /* RFC 5961 §3.2 */
check_rule check_follows;       /* no gap before the segment */
check_rule check_window_newer;  /* SND.WL1, SND.WL2 */
check_rule check_duplicate_ack; /* RFC 5681 §2 */
check_rule check_has_syn;
check_rule check_has_ack;
check_rule check_timestamp; /* RFC 7323 §5.3 */

/* checks-connection.c: opening and closing */
check_rule check_syn_number;      /* the SYN takes one number */
check_rule check_ack_of_peer_syn; /* ack is one past the peer's SYN */
check_rule check_takes_no_number; /* a pure ACK */
check_rule check_fin_sent;
check_rule check_fin_acked;
check_rule check_fin_in_order;
check_rule check_rst_number; /* where a RST takes its number from */
check_rule check_2msl;

/* checks-send.c: data, acknowledgments, windows */
check_rule check_data_sent;
check_rule check_ack_number;
check_rule check_nagle;
check_rule check_small_window;
check_rule check_probe;
check_rule check_known_number; /* a number that the peer has acknowledged */
check_rule check_window_zero;
check_rule check_receive_window;
check_rule check_oldest; /* what is sent again is the oldest unacknowledged */
check_rule check_unsent;

/* checks-time.c: RTO and round trips */
check_rule check_rto;
check_rule check_rto_doubled;
check_rule check_outstanding;
check_rule check_all_acked;
check_rule check_rtt_sample;

/* checks-congestion.c */
check_rule check_three_duplicates;
check_rule check_loss; /* by duplicate ACKs or by SACK */
check_rule check_enter_recovery;
check_rule check_enter_sack_recovery;
check_rule check_cubic;
check_rule check_inflate;
check_rule check_partial_ack;
check_rule check_leave_recovery;
check_rule check_collapse;
check_rule check_slow_start;
check_rule check_congestion_avoidance;
check_rule check_limited_transmit;
