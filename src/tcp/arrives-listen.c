/* SEGMENT ARRIVES in LISTEN, RFC 9293 §3.10.7.2. */
#include "tcp/checks.h"
#include "tcp/engine.h"
#include "tcp/options.h"
#include "tcp/path-mtu.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/transmit.h"
#include "tcp/user-timeout-option.h"

#include <assert.h>

bool
tcp_listener_accepts (struct tcb *listener, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_RST) != 0)
    {
      tcp_report_discard (listener, REASON_DISCARD_RST_LISTEN, segment, step);
      return false;
    }
  if ((segment->flags & TCP_ACK) != 0)
    {
      tcp_transmit_reset_for (listener, segment, REASON_SEND_RST_LISTEN, step);
      return false;
    }
  if ((segment->flags & TCP_SYN) != 0)
    return true;
  tcp_report_discard (listener, REASON_DISCARD_LISTEN_OTHER, segment, step);
  return false;
}

/* Text and FIN beside the SYN wait for ESTABLISHED; what does not fit, or has no place, the peer sends again. */
static void
hold (struct tcb *child, const struct segment *rest, struct tcp_step *step)
{
  if (segment_len (rest) > 0 && segment_len (rest) <= child->rcv_wnd)
    tcp_receive_hold (child, rest, step);
}

static void
deliver_text (struct tcb *child, struct segment *rest, struct tcp_step *step)
{
  uint32_t octets = rest->length < child->rcv_wnd ? rest->length : child->rcv_wnd;
  child->fast_open.octets = octets;
  tcp_receive_early (child, rest, octets, step);
  rest->seq += octets;
  rest->length -= octets;
  rest->text += octets;
}

/* RFC 7413 §4.2.2: behind a good cookie the text is used at once, as much as the window takes; the FIN waits. Without
 * text the program can still be the first to send. */
static void
deliver_early (struct tcb *child, struct segment *rest, struct tcp_step *step)
{
  if (rest->length > 0)
    deliver_text (child, rest, step);
  tcp_report_notice (child, REASON_NOTICE_ACCEPTED, step);
  if (rest->length == 0)
    hold (child, rest, step);
}

static void
take_beside_syn (struct tcb *child, const struct segment *syn, struct tcp_step *step)
{
  struct segment rest = *syn;
  rest.seq++;
  rest.flags &= (uint8_t) ~TCP_SYN;
  if (child->fast_open.taken)
    deliver_early (child, &rest, step);
  else
    hold (child, &rest, step);
}

/* The counter-experiment: the SYN of ours counts as confirmed, nothing waits for the third segment. */
static void
become_established_two_way (struct tcb *child, struct tcp_step *step)
{
  child->snd_nxt = child->iss + 1;
  child->snd_max = child->snd_nxt;
  child->snd_una = child->snd_nxt;
  tcp_become_established (child, REASON_STATE_TWO_WAY, REASON_NOTICE_ACCEPTED, step);
  tcp_transmit_numbers (child, child->iss, 1, TCP_SYN, REASON_SEND_SYN_ACK, step);
}

void
tcp_open_child (struct tcb *child, const struct segment *syn, uint32_t iss, struct tcp_step *step)
{
  step->window = syn->wnd;
  child->state = TCP_LISTEN;
  child->passive_open = true;
  tcp_count_arrival (child, syn, step->now);
  tcb_set_remote (child, &syn->source);
  tcp_path_mtu_begin (child, step);
  tcb_take_syn_options (child, syn, step->now);
  tcb_set_iss (child, iss);
  tcb_set_irs (child, syn->seq);
  tcp_take_first_window (child, syn, step);
  if (child->config.two_way_handshake)
    {
      become_established_two_way (child, step);
      return;
    }
  tcb_enter (child, TCP_SYN_RECEIVED, REASON_STATE_SYN_ARRIVED, step);
  tcp_path_mtu_report_known (child, step);
  tcp_options_report_agreed (child, step);
  tcp_uto_take (child, syn, step);
  bool noted = tcp_note_sent (child, iss, 1, TCP_SYN, step);
  assert (noted);
  (void) noted;
  tcp_rto_arm (child, step);
  take_beside_syn (child, syn, step);
  tcp_transmit_numbers (child, iss, 1, TCP_SYN, REASON_SEND_SYN_ACK, step);
}
