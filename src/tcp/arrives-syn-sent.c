/* SEGMENT ARRIVES in SYN-SENT, RFC 9293 §3.10.7.3. */
#include "tcp/arrives-syn-sent.h"
#include "tcp/acknowledge.h"
#include "tcp/checks.h"
#include "tcp/fast-open.h"
#include "tcp/options.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/transmit.h"
#include "tcp/user-timeout-option.h"

static bool
acks_our_syn (const struct tcb *tcb, const struct segment *segment)
{
  return (segment->flags & TCP_ACK) != 0 && seq_lt (tcb->snd_una, segment->ack) && seq_leq (segment->ack, tcb->snd_nxt);
}

/* First: the ACK bit. */
static enum verdict
check_ack (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_ACK) == 0 || acks_our_syn (tcb, segment))
    return GO_ON;
  if ((segment->flags & TCP_RST) != 0)
    {
      tcp_report_discard (tcb, REASON_DISCARD_SYN_SENT_RST, segment, step);
      return STOP;
    }
  tcp_report_discard (tcb, REASON_DISCARD_SYN_SENT_BAD_ACK, segment, step);
  tcp_transmit_reset (tcb, segment->ack, REASON_SEND_RST_SYN_SENT, step);
  return STOP;
}

/* Second: the RST bit. */
static enum verdict
check_rst (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_RST) == 0)
    return GO_ON;
  if (acks_our_syn (tcb, segment))
    {
      tcb_end (tcb, TCP_ERROR_REFUSED, REASON_STATE_REFUSED, step);
      tcp_report_notice (tcb, REASON_NOTICE_REFUSED, step);
    }
  else
    tcp_report_discard (tcb, REASON_DISCARD_SYN_SENT_RST, segment, step);
  return STOP;
}

/* The SYN and what it says is ours now; the rest of the segment begins behind it. */
static void
take_syn (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  tcb_take_syn_options (tcb, segment, step->now);
  tcb_set_irs (tcb, segment->seq);
  tcp_take_first_window (tcb, segment, step);
  tcp_options_report_agreed (tcb, step);
  tcp_uto_take (tcb, segment, step);
  tcp_fast_open_learn (tcb, segment, step);
  segment->seq++;
  segment->flags &= (uint8_t) ~(TCP_SYN | TCP_ECE | TCP_CWR); /* of a SYN they agree on ECN (RFC 3168 §6.1.1) */
}

/* Text beyond the window is cut off, and with it the FIN. */
static void
trim_to_window (struct tcb *tcb, struct segment *segment)
{
  if (segment->length > tcb->rcv_wnd)
    {
      segment->length = tcb->rcv_wnd;
      segment->flags &= (uint8_t) ~TCP_FIN;
    }
  if (segment_len (segment) > tcb->rcv_wnd)
    segment->flags &= (uint8_t) ~TCP_FIN;
}

/* SYN and ACK: the connection is open, and the rest of the segment counts. The ACK goes at once, as the third segment
 * of the handshake, unless text waits that can carry it. */
static void
become_established (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  tcp_fast_open_take_back (tcb, segment->ack, step);
  tcp_take_ack (tcb, segment, step);
  tcp_become_established (tcb, REASON_STATE_SYN_ACKED, REASON_NOTICE_CONNECTED, step);
  trim_to_window (tcb, segment);
  tcp_ack_now (tcb, REASON_SEND_ACK_OF_SYN, step);
  bool more = segment_len (segment) > 0;
  tcp_check_urg (tcb, segment, step);
  tcp_process_text (tcb, segment, step);
  tcp_check_fin (tcb, segment, step);
  if (!more && tcb_unsent (tcb) == 0)
    tcp_send_pending_ack (tcb, step);
}

/* SYN without ACK: both sides opened at once (MUST-10). Text and FIN wait for ESTABLISHED. */
static void
cross (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  tcb_enter (tcb, TCP_SYN_RECEIVED, REASON_STATE_SYN_CROSSED, step);
  trim_to_window (tcb, segment);
  if (segment_len (segment) > 0)
    tcp_receive_hold (tcb, segment, step);
  /* The same number goes out a second time, so its ACK measures nothing (Karn). */
  struct sent_segment *syn = sent_queue_front (&tcb->sent);
  syn->copies++;
  syn->sent_at = step->now;
  tcb->rtt.timing = false;
  tcp_transmit_numbers (tcb, tcb->iss, 1, TCP_SYN, REASON_SEND_SYN_ACK_SIMULTANEOUS, step);
}

void
tcp_arrives_syn_sent (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  if (check_ack (tcb, segment, step) == STOP || check_rst (tcb, segment, step) == STOP)
    return;
  if ((segment->flags & TCP_SYN) == 0)
    {
      tcp_report_discard (tcb, REASON_DISCARD_SYN_SENT_OTHER, segment, step);
      return;
    }
  bool acked = acks_our_syn (tcb, segment);
  take_syn (tcb, segment, step);
  if (acked)
    become_established (tcb, segment, step);
  else
    cross (tcb, segment, step);
}
