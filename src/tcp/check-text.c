/* SEGMENT ARRIVES, seventh and eighth step: text and FIN (RFC 9293 §3.10.7.4). */
#include "tcp/acknowledge.h"
#include "tcp/checks.h"
#include "tcp/receive.h"
#include "tcp/receiver-rtt.h"
#include "tcp/report.h"
#include "tcp/sack-report.h"
#include "tcp/timers.h"
#include "tcp/transmit.h"

/* Text for which there is no reader any more (RFC 9293 §3.6.1, MAY-1). */
static enum verdict
refuse_lost_text (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  tcp_transmit_reset_for (tcb, segment, REASON_SEND_RST_DATA_LOST, step);
  tcb_end (tcb, TCP_ERROR_RESET, REASON_STATE_DATA_LOST, step);
  return STOP;
}

/* Octets that were delivered meanwhile, because they had been held, need no second look. */
static void
skip_known (struct tcb *tcb, struct segment *segment)
{
  if (!seq_lt (segment->seq, tcb->rcv_nxt))
    return;
  uint32_t known = tcb->rcv_nxt - segment->seq;
  known = known < segment->length ? known : segment->length;
  segment->seq += known;
  segment->text += known;
  segment->length -= known;
}

/* What came with the SYN has waited for ESTABLISHED. */
static void
take_held (struct tcb *tcb, struct tcp_step *step)
{
  uint32_t delivered = tcp_receive_held (tcb);
  if (delivered == 0)
    return;
  tcp_ack_now (tcb, REASON_SEND_ACK_GAP_FILLED, step);
  tcp_receive_deliver (tcb, REASON_DELIVER_GAP_FILLED, delivered, step);
}

enum verdict
tcp_process_text (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  if (!tcp_state_receives (tcb->state))
    {
      if (segment->length > 0)
        tcp_report_discard (tcb, REASON_DISCARD_TEXT_AFTER_FIN, segment, step);
      return GO_ON;
    }
  if (segment->length > 0 && tcb->receive_closed)
    return refuse_lost_text (tcb, segment, step);
  take_held (tcb, step);
  if (segment->length == 0)
    return GO_ON;
  tcp_receiver_rtt_echo (tcb, segment, step->now);
  skip_known (tcb, segment);
  if (segment->length > 0)
    tcp_receive_text (tcb, segment, step);
  tcp_receiver_rtt_window (tcb, step->now);
  return GO_ON;
}

/* The FIN has its turn: the peer's stream ends here. */
static void
take_fin (struct tcb *tcb, struct tcp_step *step)
{
  tcb->fin_held = false;
  tcb->fin_received = true;
  tcb->rcv_nxt++;
  tcb->rcv_wnd -= tcb->rcv_wnd > 0;
  tcp_ack_now (tcb, REASON_SEND_ACK_OF_FIN, step);
}

static void
change_state_by_fin (struct tcb *tcb, struct tcp_step *step)
{
  switch (tcb->state)
    {
    case TCP_ESTABLISHED:
      tcb_enter (tcb, TCP_CLOSE_WAIT, REASON_STATE_FIN_ARRIVED, step);
      break;
    case TCP_FIN_WAIT_1:
      if (tcb->fin_acked)
        tcb_enter_time_wait (tcb, REASON_STATE_FIN_WITH_ACK, step);
      else
        tcb_enter (tcb, TCP_CLOSING, REASON_STATE_FIN_CROSSED, step);
      break;
    default:
      tcb_enter_time_wait (tcb, REASON_STATE_FIN_IN_FIN_WAIT_2, step);
    }
}

/* A FIN above a gap waits (SHLD-31); so does the one that came with the SYN. */
static void
hold_fin (struct tcb *tcb, uint32_t number, struct tcp_step *step)
{
  if (tcb->fin_held)
    return;
  tcb->fin_held = true;
  tcb->fin_seq = number;
  tcp_sack_note_arrival (tcb, number);
  tcp_report_update (tcb, REASON_UPDATE_FIN_HELD, 0, step);
  tcp_ack_now (tcb, REASON_SEND_ACK_OUT_OF_ORDER, step);
}

void
tcp_check_fin (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (!tcp_state_receives (tcb->state))
    return;
  uint32_t number = segment->seq + segment->length;
  bool fin = (segment->flags & TCP_FIN) != 0;
  bool reached = (fin && number == tcb->rcv_nxt) || (tcb->fin_held && tcb->fin_seq == tcb->rcv_nxt);
  if (reached)
    {
      bool close_done = tcb->state == TCP_FIN_WAIT_1 && tcb->fin_acked;
      take_fin (tcb, step);
      change_state_by_fin (tcb, step);
      tcp_report_notice (tcb, REASON_NOTICE_END_OF_DATA, step);
      if (close_done)
        tcp_report_notice (tcb, REASON_NOTICE_CLOSED, step);
    }
  else if (fin)
    hold_fin (tcb, number, step);
}
