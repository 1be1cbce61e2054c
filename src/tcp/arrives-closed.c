/* SEGMENT ARRIVES in CLOSED, RFC 9293 §3.10.7.1, and what kind of segment it is. */
#include "tcp/engine.h"
#include "tcp/report.h"
#include "tcp/transmit.h"

enum tcp_reason
tcp_arrive_reason (const struct segment *segment)
{
  bool ack = (segment->flags & TCP_ACK) != 0;
  if ((segment->flags & TCP_RST) != 0)
    return REASON_ARRIVE_RST;
  if ((segment->flags & TCP_SYN) != 0)
    return ack ? REASON_ARRIVE_SYN_ACK : REASON_ARRIVE_SYN;
  if ((segment->flags & TCP_FIN) != 0)
    return REASON_ARRIVE_FIN;
  if (segment->length > 0)
    return REASON_ARRIVE_DATA;
  return ack ? REASON_ARRIVE_ACK : REASON_ARRIVE_OTHER;
}

void
tcp_segment_arrives_closed (const struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_RST) != 0)
    tcp_report_discard (tcb, REASON_DISCARD_RST_CLOSED, segment, step);
  else
    tcp_transmit_reset_for (tcb, segment, REASON_SEND_RST_CLOSED, step);
}
