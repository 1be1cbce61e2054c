/* The receiving half of SACK: what our SACK options tell (RFC 2018 §4, RFC 2883 §4). Nothing here does anything unless
 * both SYNs permitted SACK. */
#pragma once

#include "tcp/tcb.h"

/* Numbers from here on were put among those that are held: the next SACK option begins with their block. */
void tcp_sack_note_arrival (struct tcb *tcb, uint32_t seq);

/* Text of left =< n < right arrived a second time: the next SACK option begins with that (D-SACK). */
void tcp_sack_note_duplicate (struct tcb *tcb, uint32_t left, uint32_t right);

/* The same for the part of it, if there is one, that is held already. */
void tcp_sack_note_overlap (struct tcb *tcb, uint32_t left, uint32_t right);

/* Octets that a segment of new text leaves free for the SACK option. */
uint32_t tcp_sack_reserve (const struct tcb *tcb);

/* Adds the option to a segment with ACK, with as many blocks as fit beside the text. */
void tcp_sack_add (const struct tcb *tcb, struct segment *segment);

/* The option went out: the duplicate is told. */
void tcp_sack_told (struct tcb *tcb);
