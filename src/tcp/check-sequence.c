/* SEGMENT ARRIVES, first check: the sequence number (RFC 9293 §3.10.7.4). */
#include "tcp/acknowledge.h"
#include "tcp/checks.h"
#include "tcp/ecn.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/sack-report.h"
#include "tcp/timers.h"
#include "tcp/timestamps.h"

bool
tcp_is_acceptable (uint32_t seq, uint32_t len, uint32_t rcv_nxt, uint32_t rcv_wnd)
{
  if (rcv_wnd == 0)
    return len == 0 && seq == rcv_nxt;
  if (len == 0)
    return seq_in_window (seq, rcv_nxt, rcv_wnd);
  return seq_in_window (seq, rcv_nxt, rcv_wnd) || seq_in_window (seq + len - 1, rcv_nxt, rcv_wnd);
}

/* The counter-experiment: what no plain number is between. */
static bool
is_plainly_inside (uint32_t seq, uint32_t first, uint32_t size)
{
  return first <= seq && seq < first + size;
}

static bool
is_acceptable (const struct tcb *tcb, uint32_t seq, uint32_t len)
{
  if (!tcp_is_acceptable (seq, len, tcb->rcv_nxt, tcb->rcv_wnd))
    return false;
  return !tcb->config.plain_comparison || tcb->rcv_wnd == 0 || is_plainly_inside (seq, tcb->rcv_nxt, tcb->rcv_wnd)
         || (len > 0 && is_plainly_inside (seq + len - 1, tcb->rcv_nxt, tcb->rcv_wnd));
}

/* The SYN that made us, once more: our SYN+ACK was lost. The RFC's letter has an ACK here; the SYN+ACK repairs the
 * handshake without waiting for our timer (§3.8.1). */
static enum verdict
answer_repeated_syn (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  tcp_report_discard (tcb, REASON_DISCARD_SEQ_OLD, segment, step);
  tcp_timestamps_note (tcb, segment, step->now);
  tcp_ecn_repeated_syn (tcb, segment);
  tcp_rto_start (tcb, REASON_TIMER_RTO_RESTART, step);
  tcp_retransmit (tcb, sent_queue_front (&tcb->sent), REASON_RETRANSMIT_SYN_ACK_ASKED, step);
  return STOP;
}

/* Our SYNs crossed and this is the peer's SYN+ACK: its SYN is known already, its ACK is what we wait for (RFC 9293
 * §3.5 figure 7). */
static bool
is_syn_ack_of_crossing (const struct tcb *tcb, const struct segment *segment)
{
  uint8_t flags = segment->flags & (TCP_SYN | TCP_ACK | TCP_RST);
  return !tcb->passive_open && flags == (TCP_SYN | TCP_ACK) && seq_lt (tcb->snd_una, segment->ack)
         && seq_leq (segment->ack, tcb->snd_nxt);
}

/* A segment that begins with the SYN that made us (D-01). */
static enum verdict
check_known_syn (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  bool known = tcb->state == TCP_SYN_RECEIVED && (segment->flags & TCP_SYN) != 0 && segment->seq == tcb->irs;
  if (!known || tcb->config.literal_syn_received)
    return GO_ON;
  if (is_syn_ack_of_crossing (tcb, segment))
    {
      segment->seq++;
      segment->flags &= (uint8_t) ~TCP_SYN;
      return GO_ON;
    }
  bool plain = (segment->flags & (TCP_ACK | TCP_RST)) == 0;
  return tcb->passive_open && plain ? answer_repeated_syn (tcb, segment, step) : GO_ON;
}

/* A SYN is judged by its own rules whatever its number: RFC 5961 §4.2, and RFC 6191 in TIME-WAIT. */
static bool
is_left_to_syn_check (const struct tcb *tcb, const struct segment *segment)
{
  if ((segment->flags & (TCP_SYN | TCP_ACK | TCP_RST)) != TCP_SYN || tcb->state == TCP_SYN_RECEIVED)
    return false;
  return tcb->config.rfc5961 || tcb->state == TCP_TIME_WAIT;
}

/* The window is closed: the text is refused, but ACK, URG and RST count (MUST-66). */
static enum verdict
refuse_text (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  tcp_report_discard (tcb, REASON_DISCARD_SEQ_ZERO_WINDOW, segment, step);
  tcp_ack_now (tcb, REASON_SEND_ACK_ZERO_WINDOW, step);
  segment->length = 0;
  segment->text = NULL;
  segment->flags &= (uint8_t) ~TCP_FIN;
  return GO_ON;
}

/* The peer's FIN came again, so our ACK of it was lost: the wait begins anew (fifth check, TIME-WAIT; D-02). */
static bool
is_repeated_fin (const struct tcb *tcb, const struct segment *segment)
{
  return tcb->state == TCP_TIME_WAIT && (segment->flags & TCP_FIN) != 0
         && segment->seq + segment_len (segment) == tcb->rcv_nxt;
}

static enum tcp_reason
why_unacceptable (const struct tcb *tcb, const struct segment *segment)
{
  if (tcp_is_acceptable (segment->seq, segment_len (segment), tcb->rcv_nxt, tcb->rcv_wnd))
    return REASON_DISCARD_SEQ_PLAIN;
  if (seq_lt (segment->seq, tcb->rcv_nxt))
    return REASON_DISCARD_SEQ_OLD;
  return tcb->rcv_wnd == 0 ? REASON_DISCARD_SEQ_ZERO_WINDOW : REASON_DISCARD_SEQ_BEYOND_WINDOW;
}

/* "If an incoming segment is not acceptable, an acknowledgment should be sent in reply (unless the RST bit is set)".
 * Replies to segments without text are limited, or two hosts could go on for ever (RFC 1337, D-08). */
static enum verdict
refuse (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if ((segment->flags & TCP_RST) != 0)
    {
      tcp_report_discard (tcb, REASON_DISCARD_RST_OUTSIDE, segment, step);
      return STOP;
    }
  tcp_report_discard (tcb, why_unacceptable (tcb, segment), segment, step);
  if (seq_lt (segment->seq, tcb->rcv_nxt) && (segment->flags & TCP_SYN) == 0)
    tcp_sack_note_duplicate (tcb, segment->seq, seq_min (segment->seq + segment->length, tcb->rcv_nxt));
  if (is_repeated_fin (tcb, segment))
    {
      tcp_timer_start (tcb, TCP_TIMER_2MSL, 2 * tcb->config.msl, REASON_TIMER_2MSL_RESTART, step);
      tcp_ack_now (tcb, REASON_SEND_ACK_REPEATED_FIN, step);
    }
  else if (segment_len (segment) > 0 || tcp_challenge_allowed (tcb, step))
    tcp_ack_now (tcb, REASON_SEND_ACK_UNACCEPTABLE, step);
  return STOP;
}

/* Cuts the segment to the window: SYN and text from the left, text and FIN from the right. */
static void
trim (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  struct segment whole = *segment;
  uint32_t known = seq_lt (segment->seq, tcb->rcv_nxt) ? tcb->rcv_nxt - segment->seq : 0;
  if (known > 0 && (segment->flags & TCP_SYN) != 0)
    {
      segment->flags &= (uint8_t) ~TCP_SYN;
      segment->seq++;
      known--;
    }
  tcp_sack_note_duplicate (tcb, segment->seq, segment->seq + known);
  segment->seq += known;
  segment->text = segment->text != NULL ? segment->text + known : NULL;
  segment->length -= known;

  uint32_t room = tcb->rcv_nxt + tcb->rcv_wnd - segment->seq;
  if (segment_len (segment) > room)
    {
      segment->flags &= (uint8_t) ~TCP_FIN;
      segment->length = segment->length < room ? segment->length : room;
    }
  if (segment_len (segment) != segment_len (&whole))
    tcp_report_discard (tcb, REASON_TRIMMED_TO_WINDOW, &whole, step);
}

/* Once the peer has filled our window, each of its ACKs begins where the window ends. As long as text before that is
 * missing, the letter of the table refuses them, and our own text is never acknowledged. Such a segment brings nothing
 * that could lie outside of the window: like those of a closed window (MUST-66) its ACK can be used. */
static bool
is_ack_at_window_edge (const struct tcb *tcb, const struct segment *segment)
{
  uint8_t flags = segment->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK);
  return tcb->config.ack_at_window_edge && tcb->rcv_wnd > 0 && flags == TCP_ACK && segment->length == 0
         && segment->seq == tcb->rcv_nxt + tcb->rcv_wnd;
}

enum verdict
tcp_check_sequence (struct tcb *tcb, struct segment *segment, struct tcp_step *step)
{
  if (check_known_syn (tcb, segment, step) == STOP)
    return STOP;
  if (is_left_to_syn_check (tcb, segment))
    return GO_ON;
  if (tcp_check_timestamp (tcb, segment, step) == STOP)
    return STOP;
  bool rst = (segment->flags & TCP_RST) != 0;
  /* Text in a RST is allowed and means nothing (SHLD-2). */
  uint32_t len = rst ? 0 : segment_len (segment);
  if (is_ack_at_window_edge (tcb, segment))
    tcp_report_update (tcb, REASON_UPDATE_ACK_AT_WINDOW_EDGE, 0, step);
  else if (!is_acceptable (tcb, segment->seq, len))
    {
      bool closed_window = tcb->rcv_wnd == 0 && segment->seq == tcb->rcv_nxt && (segment->flags & TCP_SYN) == 0;
      return closed_window && !rst ? refuse_text (tcb, segment, step) : refuse (tcb, segment, step);
    }
  /* RFC 7323 §4.3 takes the timestamp before the ACK is checked: then a guess of where the window is would do to make
   * the peer's segments look old (RFC 5961 §1). */
  if (!rst && tcp_ack_is_credible (tcb, segment))
    tcp_timestamps_note (tcb, segment, step->now);
  if (!rst && len > 0)
    trim (tcb, segment, step);
  return GO_ON;
}
