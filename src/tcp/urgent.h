/* Urgent data (RFC 9293 §3.8.5): a place in the stream up to which the receiver should read without delay.
 *
 * The octets stay where they are in the stream, and there may be any number of them (MUST-31); only the pointer hurries
 * ahead. New programs should do without (SHLD-13): stacks and middleboxes disagree about it (RFC 6093). The pointer
 * names the octet behind the urgent data (MUST-62); the mark that programs look for is the last octet of it, as common
 * systems have it. */
#pragma once

#include "base/seq.h"
#include "tcp/tcb.h"

/* Something urgent is not acknowledged yet. */
static inline bool
tcp_urgent_sends (const struct tcb *tcb)
{
  return seq_gt (tcb->snd_up, tcb->snd_una);
}

/* SEND with the urgent flag: all that is in the send buffer is urgent. */
void tcp_urgent_mark (struct tcb *tcb, struct tcp_step *step);

/* The peer has to know at once, even while no text may go (RFC 9293 §3.8.6.1). */
void tcp_urgent_tell (struct tcb *tcb, struct tcp_step *step);

/* Adds the pointer to a segment that is about to leave and lies before it. */
void tcp_urgent_add (struct tcb *tcb, struct segment *segment);

/* Octets from the next one that RECEIVE gives to the end of the urgent data; 0 when none is known of (MUST-33). */
uint32_t tcp_urgent_left (const struct tcb *tcb);

/* The next octet that RECEIVE gives is the last urgent one. */
bool tcp_urgent_at_mark (const struct tcb *tcb);

/* How much of `length` octets RECEIVE gives: it does not read past the mark unless it stands there. */
uint32_t tcp_urgent_limit (const struct tcb *tcb, uint32_t length);

/* Octets were read: is the urgent data over? */
void tcp_urgent_read (struct tcb *tcb, struct tcp_step *step);
