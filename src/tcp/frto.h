/* F-RTO: was a timeout spurious (RFC 5682)? New text goes after the first ACK instead of what the timeout took for
 * lost; if the second ACK is of something that was sent once, it had been on its way all the time. Then the response of
 * RFC 4015 gives the window back. */
#pragma once

#include "tcp/tcb.h"

/* An ACK that was taken. */
struct tcp_frto_ack
{
  uint32_t una;       /* SND.UNA before it */
  uint32_t delivered; /* octets that it tells to have arrived */
  bool news;          /* it reports something new by SACK */
  bool duplicate;     /* it is a duplicate ACK */
};

/* The retransmission timer expired, and nothing has changed yet. */
void tcp_frto_begin (struct tcb *tcb);

/* Steps 2 and 3: what the ACK means for the timeout. */
void tcp_frto_take_ack (struct tcb *tcb, const struct segment *segment, const struct tcp_frto_ack *ack,
                        struct tcp_step *step);

/* Step 2b: so many new segments went out. */
void tcp_frto_sent (struct tcb *tcb, unsigned segments, struct tcp_step *step);
