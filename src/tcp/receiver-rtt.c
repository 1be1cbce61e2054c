#include "tcp/receiver-rtt.h"

#include "tcp/timestamps.h"

/* The weight of a sample, as of SRTT (RFC 6298 §2.3). */
#define WEIGHT 8

void
tcp_receiver_rtt_echo (struct tcb *tcb, const struct segment *segment, vtime now)
{
  struct tcp_receiver_rtt *rtt = &tcb->receiver_rtt;
  bool full = segment->length > 0 && segment->length >= tcb->counters.largest_text;
  if (!tcb->timestamps.ok || !full || segment->options.ts_ecr == rtt->last_echo)
    return;
  vtime sample = tcp_timestamps_round_trip (tcb, segment, now);
  if (sample < 0)
    return;
  rtt->last_echo = segment->options.ts_ecr;
  rtt->srtt += rtt->srtt > 0 ? (sample - rtt->srtt) / WEIGHT : sample;
}

void
tcp_receiver_rtt_window (struct tcb *tcb, vtime now)
{
  struct tcp_receiver_rtt *rtt = &tcb->receiver_rtt;
  if (tcb->timestamps.ok || (rtt->since >= 0 && seq_lt (tcb->rcv_nxt, rtt->until)))
    return;
  vtime sample = now - rtt->since;
  if (rtt->since >= 0 && (rtt->srtt == 0 || sample < rtt->srtt))
    rtt->srtt = sample;
  /* Of a closed window nothing can be awaited. */
  rtt->since = tcb->rcv_wnd > 0 ? now : -1;
  rtt->until = tcb->rcv_nxt + tcb->rcv_wnd;
}
