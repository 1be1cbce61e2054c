/* SEGMENT ARRIVES, second and fourth check: the RST and the SYN bit (RFC 9293 §3.10.7.4, RFC 5961). */
#include "tcp/acknowledge.h"
#include "tcp/checks.h"
#include "tcp/report.h"
#include "tcp/transmit.h"

static void
reset (struct tcb *tcb, enum tcp_error error, enum tcp_reason state, enum tcp_reason notice, struct tcp_step *step)
{
  tcb_end (tcb, error, state, step);
  if (notice != REASON_COUNT)
    tcp_report_notice (tcb, notice, step);
}

/* A reset that counts, by state. */
static void
take_reset (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  switch (tcb->state)
    {
    case TCP_SYN_RECEIVED:
      if (tcb_is_embryo (tcb))
        tcb_return_to_listen (tcb, step);
      else if (tcb->passive_open)
        reset (tcb, TCP_ERROR_RESET, REASON_STATE_RESET, REASON_NOTICE_RESET, step);
      else
        reset (tcb, TCP_ERROR_REFUSED, REASON_STATE_REFUSED, REASON_NOTICE_REFUSED, step);
      break;
    case TCP_CLOSING:
    case TCP_LAST_ACK:
      reset (tcb, TCP_ERROR_RESET, REASON_STATE_RESET, REASON_COUNT, step);
      break;
    case TCP_TIME_WAIT:
      /* RFC 1337: a RST that old segments provoked would assassinate TIME-WAIT. */
      if (tcb->config.rfc1337)
        tcp_report_discard (tcb, REASON_DISCARD_RST_TIME_WAIT, segment, step);
      else
        reset (tcb, TCP_OK, REASON_STATE_RESET, REASON_COUNT, step);
      break;
    default:
      reset (tcb, TCP_ERROR_RESET, REASON_STATE_RESET, REASON_NOTICE_RESET, step);
    }
}

enum verdict
tcp_check_rst (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_RST) == 0)
    return GO_ON;
  /* RFC 5961 §3.2: only the exact number resets; a peer that means it will answer the challenge with that. */
  if (tcb->config.rfc5961 && segment->seq != tcb->rcv_nxt)
    {
      tcp_report_discard (tcb, REASON_DISCARD_RST_INEXACT, segment, step);
      tcp_challenge (tcb, REASON_SEND_CHALLENGE_RST, step);
      return STOP;
    }
  take_reset (tcb, segment, step);
  return STOP;
}

/* RFC 6191 §2: the stack has already taken a SYN that is provably newer; this one is not. */
static void
refuse_syn_in_time_wait (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (tcb->config.rfc6191)
    {
      tcp_report_discard (tcb, REASON_DISCARD_SYN_TIME_WAIT, segment, step);
      return;
    }
  tcp_report_discard (tcb, REASON_DISCARD_SYN, segment, step);
  tcp_challenge (tcb, REASON_SEND_CHALLENGE_SYN, step);
}

enum verdict
tcp_check_syn (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_SYN) == 0)
    return GO_ON;
  if (tcb_is_embryo (tcb))
    {
      tcp_report_discard (tcb, REASON_DISCARD_SYN, segment, step);
      tcb_return_to_listen (tcb, step);
      return STOP;
    }
  if (tcb->state == TCP_TIME_WAIT && (segment->flags & TCP_ACK) == 0)
    {
      refuse_syn_in_time_wait (tcb, segment, step);
      return STOP;
    }
  if (tcb->config.rfc5961)
    {
      tcp_report_discard (tcb, REASON_DISCARD_SYN, segment, step);
      tcp_challenge (tcb, REASON_SEND_CHALLENGE_SYN, step);
      return STOP;
    }
  tcp_transmit_reset_for (tcb, segment, REASON_SEND_RST_SYN_IN_WINDOW, step);
  reset (tcb, TCP_ERROR_RESET, REASON_STATE_SYN_IN_WINDOW, REASON_NOTICE_RESET, step);
  return STOP;
}
