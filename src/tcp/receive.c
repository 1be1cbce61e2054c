#include "tcp/receive.h"

#include "tcp/acknowledge.h"
#include "tcp/report.h"
#include "tcp/sack-report.h"

#include <assert.h>

static uint32_t
min_u32 (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

uint32_t
tcp_receive_first_window (const struct tcb *tcb)
{
  uint32_t wanted = tcb->config.initial_receive_window > 0 ? tcb->config.initial_receive_window : UINT16_MAX;
  return min_u32 (tcb->config.receive_buffer, min_u32 (wanted, UINT16_MAX));
}

uint16_t
tcp_receive_window_field (const struct tcb *tcb, bool syn)
{
  uint32_t window = tcp_state_has_peer (tcb->state) ? tcb->rcv_wnd : tcp_receive_first_window (tcb);
  return (uint16_t) min_u32 (syn ? window : window >> tcb->rcv_wind_shift, UINT16_MAX);
}

uint32_t
tcp_receive_window_told (const struct tcb *tcb)
{
  return (uint32_t) tcp_receive_window_field (tcb, false) << tcb->rcv_wind_shift;
}

/* RFC 9293 §3.8.6.2.2: the right edge moves only by a worthwhile step, and never to the left (SHLD-14). */
static void
move_right_edge (struct tcb *tcb)
{
  uint32_t room = tcb->config.receive_buffer - (uint32_t) tcb->receive_ring.length;
  uint32_t window = min_u32 (room, (uint32_t) UINT16_MAX << tcb->rcv_wind_shift);
  if (window <= tcb->rcv_wnd)
    return;
  uint32_t worthwhile = min_u32 (tcb->config.receive_buffer / 2, tcb->eff_snd_mss);
  if (!tcb->config.sws_avoidance || window - tcb->rcv_wnd >= worthwhile)
    tcb->rcv_wnd = window;
}

void
tcp_receive_open (struct tcb *tcb)
{
  move_right_edge (tcb);
}

/* Counts numbers as received; the right edge stays where it is. */
static void
advance (struct tcb *tcb, uint32_t length)
{
  assert (length <= tcb->rcv_wnd);
  byte_ring_extend (&tcb->receive_ring, length);
  tcb->rcv_nxt += length;
  tcb->rcv_wnd -= length;
  tcb->counters.bytes_received += length;
}

void
tcp_receive_deliver (struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step)
{
  if (!tcb->reading_shut)
    {
      tcp_report_deliver (tcb, reason, octets, step);
      return;
    }
  byte_ring_drop (&tcb->receive_ring, tcb->receive_ring.length);
  move_right_edge (tcb);
  tcp_report_update (tcb, REASON_UPDATE_TEXT_NOT_READ, octets, step);
}

uint32_t
tcp_receive_held (struct tcb *tcb)
{
  uint32_t delivered = 0;
  seq_ranges_drop_before (&tcb->held, tcb->rcv_nxt);
  if (tcb->held.length > 0 && tcb->held.ranges[0].left == tcb->rcv_nxt)
    {
      delivered = tcb->held.ranges[0].right - tcb->rcv_nxt;
      advance (tcb, delivered);
      seq_ranges_drop_before (&tcb->held, tcb->rcv_nxt);
    }
  return delivered;
}

bool
tcp_receive_hold (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  uint32_t end = segment->seq + segment->length;
  tcp_sack_note_overlap (tcb, segment->seq, end);
  if (!seq_ranges_add (&tcb->held, segment->seq, end))
    return false;
  tcp_sack_note_arrival (tcb, segment->seq);
  tcb->counters.rcv_ooopack += segment->length > 0;
  size_t offset = tcb->receive_ring.length + (segment->seq - tcb->rcv_nxt);
  assert (offset + segment->length <= tcb->receive_ring.capacity);
  byte_ring_write_at (&tcb->receive_ring, offset, segment->text, segment->length);
  if (segment->length > 0)
    tcp_report_update (tcb, REASON_UPDATE_HELD_OUT_OF_ORDER, segment->length, step);
  if ((segment->flags & TCP_FIN) != 0 && !tcb->fin_held)
    {
      tcb->fin_held = true;
      tcb->fin_seq = end;
      tcp_report_update (tcb, REASON_UPDATE_FIN_HELD, 0, step);
    }
  return true;
}

void
tcp_receive_early (struct tcb *tcb, const struct segment *segment, uint32_t octets, struct tcp_step *step)
{
  byte_ring_write_at (&tcb->receive_ring, 0, segment->text, octets);
  advance (tcb, octets);
  tcp_report_deliver (tcb, REASON_DELIVER_FAST_OPEN, octets, step);
}

/* Text that starts at RCV.NXT, and whatever was held behind it. */
static void
take_in_order (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  bool gap = tcb->held.length > 0;
  bool open = tcp_receive_window_told (tcb) > 0;
  tcp_sack_note_overlap (tcb, segment->seq, segment->seq + segment->length);
  byte_ring_write_at (&tcb->receive_ring, tcb->receive_ring.length, segment->text, segment->length);
  advance (tcb, segment->length);
  uint32_t delivered = segment->length + tcp_receive_held (tcb);
  if (gap)
    tcp_ack_now (tcb, REASON_SEND_ACK_GAP_FILLED, step);
  else
    tcp_ack_text (tcb, segment->length, step);
  if (open && tcp_receive_window_told (tcb) == 0)
    tcp_report_update (tcb, REASON_UPDATE_RECEIVE_WINDOW_CLOSED, 0, step);
  tcp_receive_deliver (tcb, gap ? REASON_DELIVER_GAP_FILLED : REASON_DELIVER_IN_ORDER, delivered, step);
}

void
tcp_receive_text (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (segment->seq == tcb->rcv_nxt)
    {
      take_in_order (tcb, segment, step);
      return;
    }
  if (!tcp_receive_hold (tcb, segment, step))
    tcp_report_discard (tcb, REASON_DISCARD_TEXT_TOO_MANY_HOLES, segment, step);
  tcp_ack_now (tcb, REASON_SEND_ACK_OUT_OF_ORDER, step);
}

uint32_t
tcp_receive_read (struct tcb *tcb, void *octets, uint32_t length)
{
  uint32_t taken = min_u32 (length, (uint32_t) tcb->receive_ring.length);
  if (octets != NULL)
    byte_ring_peek (&tcb->receive_ring, 0, octets, taken);
  byte_ring_drop (&tcb->receive_ring, taken);
  return taken;
}

/* Worth an ACK of its own: two segments, and of a large buffer a quarter, unless little of it was on offer; or half the
 * buffer, however small that is. */
static bool
grew_much (const struct tcb *tcb, int32_t grown, int32_t told)
{
  int32_t buffer = (int32_t) tcb->config.receive_buffer;
  int32_t segment = (int32_t) tcb->eff_snd_mss;
  bool large = grown >= buffer / 4 || told <= buffer / 8 || buffer <= 8 * segment;
  return (grown >= 2 * segment && large) || grown >= buffer / 2;
}

/* The peer learns of the new edge from the next ACK; at once only when it could not fill a segment so far, or when the
 * window grew much. */
void
tcp_receive_offer (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcp_state_receives (tcb->state))
    return;
  move_right_edge (tcb);
  int32_t grown = seq_diff (tcb->rcv_nxt + tcp_receive_window_told (tcb), tcb->rcv_told);
  int32_t told = seq_diff (tcb->rcv_told, tcb->rcv_nxt);
  bool useful = grew_much (tcb, grown, told) || told < (int32_t) tcb->eff_snd_mss;
  if (grown > 0 && useful && !tcb->ack.due)
    tcp_ack_now (tcb, REASON_SEND_WINDOW_UPDATE, step);
}
