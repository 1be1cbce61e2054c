/* The round trip as the receiver of text measures it, who may send none that would be timed: by the echo in a full
 * segment, smoothed, and without timestamps by how soon a whole window of text came, the least of those (Linux's
 * rcv_rtt). */
#pragma once

#include "tcp/tcb.h"

/* Text came that is acceptable. */
void tcp_receiver_rtt_echo (struct tcb *tcb, const struct segment *segment, vtime now);

/* RCV.NXT went on. */
void tcp_receiver_rtt_window (struct tcb *tcb, vtime now);
