/* The checks of SEGMENT ARRIVES, RFC 9293 §3.10.7.4, in their order. Internal to arrives-*.c and check-*.c.
 *
 * The segment is a copy that the checks trim to the window as they go. */
#pragma once

#include "tcp/tcb.h"

enum verdict
{
  GO_ON,
  STOP, /* the segment is dealt with */
};

/* A segment of the connection is there, before it is judged. */
void tcp_count_arrival (struct tcb *tcb, const struct segment *segment, vtime now);

/* First: the sequence number. */
enum verdict tcp_check_sequence (struct tcb *tcb, struct segment *segment, struct tcp_step *step);

/* Before it: the timestamp (RFC 7323 §5.3). */
enum verdict tcp_check_timestamp (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Second: the RST bit. (The third, security, has no place in today's Internet.) */
enum verdict tcp_check_rst (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Fourth: the SYN bit. */
enum verdict tcp_check_syn (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Fifth: the ACK field. */
enum verdict tcp_check_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Whether its ACK is one that the peer can have sent: then the rest of it may be the peer's too. */
bool tcp_ack_is_credible (const struct tcb *tcb, const struct segment *segment);

/* Sixth: the URG bit. */
void tcp_check_urg (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* Seventh: the text. */
enum verdict tcp_process_text (struct tcb *tcb, struct segment *segment, struct tcp_step *step);

/* Eighth: the FIN bit. */
void tcp_check_fin (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* SND.UNA =< SEG.ACK: takes the acknowledgment and the window of a segment (fifth check, ESTABLISHED). */
void tcp_take_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* The handshake is done: ESTABLISHED, its initial window and RTO, and a CLOSE that waited. notice: REASON_COUNT for
 * none. */
void tcp_become_established (struct tcb *tcb, enum tcp_reason state, enum tcp_reason notice, struct tcp_step *step);

/* Sets SND.WND from a segment, as it is when there is nothing to compare with. */
void tcp_take_first_window (struct tcb *tcb, const struct segment *segment, const struct tcp_step *step);

/* SEG.SEQ and SEG.LEN against the window: the four cases of RFC 9293 table 6. */
bool tcp_is_acceptable (uint32_t seq, uint32_t len, uint32_t rcv_nxt, uint32_t rcv_wnd);
