#include "tcp/output.h"

#include "tcp/acknowledge.h"
#include "tcp/frto.h"
#include "tcp/mtu-probe.h"
#include "tcp/path-mtu.h"
#include "tcp/rack.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/sack-recovery.h"
#include "tcp/sack-report.h"
#include "tcp/send-limit.h"
#include "tcp/tail-loss.h"
#include "tcp/timers.h"
#include "tcp/transmit.h"
#include "tcp/urgent.h"
#include "tcp/user-timeout-option.h"

/* New segments that F-RTO sends to find out about a timeout (RFC 5682 §2.1 step 2b). */
#define FRTO_SEGMENTS 2

/* What stands against sending more. */
enum hold
{
  HOLD_NO,
  HOLD_NOTHING_TO_SEND,
  HOLD_WINDOW, /* the peer's window is used up */
  HOLD_PACE,   /* cwnd is used up: an ACK will come */
  HOLD_CORK,
  HOLD_NAGLE,
  HOLD_SILLY,
};

/* The next segment of new numbers. */
struct plan
{
  enum hold hold;
  uint32_t octets;
  bool fin;
};

static int64_t
min_i64 (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

/* U = SND.UNA + SND.WND - SND.NXT; negative after the peer shrank its window (MUST-34). */
static int64_t
usable_window (const struct tcb *tcb)
{
  return (int64_t) tcb->snd_wnd - tcb_flight (tcb);
}

/* A SYN that is outstanding takes a number, but no room in the network that would count. */
static uint32_t
syn_outstanding (const struct tcb *tcb)
{
  return tcb->snd_una == tcb->iss;
}

/* What congestion control lets go. */
static int64_t
usable_pace (const struct tcb *tcb)
{
  if (!tcb->config.congestion_control)
    return INT64_MAX;
  uint32_t limit = congestion_limit (&tcb->congestion, tcb->config.limited_transmit, tcb->eff_snd_mss);
  return (int64_t) limit + syn_outstanding (tcb) - tcp_pipe (tcb);
}

/* What Nagle waits for is an ACK of text, in Minshall's variant of text that did not fill a segment. */
static bool
has_text_outstanding (const struct tcb *tcb)
{
  if (tcb->config.nagle_minshall)
    return seq_gt (tcb->snd_small, tcb->snd_una);
  return tcb_flight (tcb) > syn_outstanding (tcb);
}

/* The text of a full segment beside what else goes with the next one. */
static uint32_t
full_text (const struct tcb *tcb)
{
  return tcb->eff_snd_mss - tcp_sack_reserve (tcb) - tcp_uto_reserve (tcb);
}

/* RFC 9293 §3.8.6.2.1 and §3.7.4 for octets that do not fill a segment. */
static enum hold
hold_small (const struct tcb *tcb, uint32_t octets, uint32_t unsent, bool paced)
{
  if (tcb->config.cork)
    return HOLD_CORK;
  bool nagle_allows = !tcb->config.nagle || !has_text_outstanding (tcb) || tcp_urgent_sends (tcb);
  if (octets == unsent)
    return nagle_allows ? HOLD_NO : HOLD_NAGLE;
  if (paced)
    return HOLD_PACE;
  bool worthwhile = !tcb->config.sws_avoidance || octets >= tcb->max_snd_wnd / 2;
  return nagle_allows && worthwhile ? HOLD_NO : HOLD_SILLY;
}

static struct plan
plan_next (const struct tcb *tcb)
{
  uint32_t unsent = tcb_unsent (tcb);
  bool fin = tcb->close_called && !tcb->fin_sent;
  int64_t window = usable_window (tcb);
  int64_t pace = usable_pace (tcb);
  if (unsent == 0 && !fin)
    return (struct plan){ .hold = HOLD_NOTHING_TO_SEND };
  if (window <= 0)
    return (struct plan){ .hold = HOLD_WINDOW };
  if (pace <= 0)
    return (struct plan){ .hold = HOLD_PACE };

  int64_t room = min_i64 (window, pace);
  uint32_t full = full_text (tcb);
  struct plan plan = { .octets = (uint32_t) min_i64 (min_i64 (unsent, room), full) };
  plan.fin = fin && plan.octets == unsent && room > plan.octets;
  /* Nothing can follow a FIN, so there is nothing to wait for. */
  if (plan.octets < full && !plan.fin)
    plan.hold = hold_small (tcb, plan.octets, unsent, pace < window);
  return plan;
}

/* RFC 3042: outside cwnd, for a duplicate ACK. */
static bool
is_limited_transmit (const struct tcb *tcb, const struct plan *plan)
{
  enum tcp_phase phase = tcb->congestion.phase;
  if (tcb->sack_ok && (phase == TCP_FAST_RECOVERY || phase == TCP_LOSS))
    return false;
  uint32_t outstanding = tcb_flight (tcb) - tcb->sent.lost;
  return tcb->config.congestion_control && outstanding + plan->octets > tcb->congestion.cwnd;
}

/* Something new is outstanding: the RTO watches over it, or the PTO, which is set once all of it is out. */
static void
watch_over (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcp_tail_loss_may_probe (tcb))
    {
      tcp_rto_arm (tcb, step);
      return;
    }
  tcb->tail_loss.due = true;
  tcp_timer_stop (tcb, TCP_TIMER_PERSIST, REASON_TIMER_PERSIST_STOP, step);
  tcp_timer_stop (tcb, TCP_TIMER_SWS, REASON_TIMER_SWS_STOP, step);
}

static bool
send_planned (struct tcb *tcb, const struct plan *plan, enum tcp_reason reason, struct tcp_step *step)
{
  uint32_t seq = tcb->snd_nxt;
  uint32_t len = plan->octets + plan->fin;
  uint8_t flags = plan->fin ? TCP_FIN : 0;
  if (!tcp_note_sent (tcb, seq, len, flags, step))
    return false;
  if (tcb->snd_una == seq)
    congestion_resume (&tcb->congestion, step->now);
  tcb->last_sent_at = step->now;
  if (plan->octets > 0)
    tcp_ack_answered (tcb, step->now);
  if (plan->octets > 0 && plan->octets < full_text (tcb))
    tcb->snd_small = seq + plan->octets;
  tcb->waiting = REASON_COUNT;
  congestion_sent (&tcb->congestion, len);
  if (plan->fin)
    {
      tcb->fin_sent = true;
      if (tcb->state == TCP_CLOSE_WAIT)
        tcb_enter (tcb, TCP_LAST_ACK, REASON_STATE_CLOSE_PASSIVE, step);
    }
  watch_over (tcb, step);
  tcp_transmit_new (tcb, seq, len, flags, reason, step);
  return true;
}

static bool
send_next (struct tcb *tcb, const struct plan *plan, struct tcp_step *step)
{
  enum tcp_reason reason = plan->fin ? REASON_SEND_FIN : REASON_SEND_DATA;
  if (is_limited_transmit (tcb, plan))
    {
      tcb->congestion.limited_octets += plan->octets;
      reason = plan->fin ? REASON_SEND_FIN : REASON_SEND_LIMITED_TRANSMIT;
    }
  return send_planned (tcb, plan, reason, step);
}

/* Says once why nothing goes. */
static void
report_wait (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  if (tcb->waiting == reason)
    return;
  tcb->waiting = reason;
  tcp_report_update (tcb, reason, tcb_unsent (tcb), step);
}

/* Makes sure that something will wake us: with segments outstanding their ACKs or the RTO do. */
static void
wait_for (struct tcb *tcb, enum hold hold, struct tcp_step *step)
{
  bool idle = tcb_flight (tcb) == 0;
  if (hold == HOLD_CORK)
    report_wait (tcb, REASON_WAIT_CORK, step);
  if (hold == HOLD_CORK && idle && !tcp_timer_runs (tcb, TCP_TIMER_SWS))
    tcp_timer_start (tcb, TCP_TIMER_SWS, tcb->config.cork_time, REASON_TIMER_CORK_START, step);
  if (hold == HOLD_NAGLE)
    report_wait (tcb, REASON_WAIT_NAGLE, step);
  if (hold == HOLD_SILLY)
    report_wait (tcb, REASON_WAIT_SWS, step);
  if (hold == HOLD_SILLY && idle && !tcp_timer_runs (tcb, TCP_TIMER_SWS))
    tcp_timer_start (tcb, TCP_TIMER_SWS, tcb->config.sws_override, REASON_TIMER_SWS_START, step);
  if (hold == HOLD_WINDOW && idle && tcb->config.persist && !tcp_timer_runs (tcb, TCP_TIMER_PERSIST))
    {
      tcb->persist_since = step->now;
      tcp_timer_start (tcb, TCP_TIMER_PERSIST, tcb->rtt.rto, REASON_TIMER_PERSIST_START, step);
    }
}

/* RFC 5681 §4.1, before the first segment after a pause. */
static void
restart_after_idle (struct tcb *tcb, struct tcp_step *step)
{
  bool idle = tcb_flight (tcb) == 0 && tcb_unsent (tcb) > 0 && tcb->last_sent_at >= 0
              && step->now - tcb->last_sent_at > tcb->rtt.rto;
  if (idle && tcb->config.idle_restart && tcb->config.congestion_control && congestion_idle (&tcb->congestion))
    tcp_report_update (tcb, REASON_UPDATE_IDLE_RESTART, 0, step);
}

/* RFC 6675 §5 step C: while there is room for a segment, the one that NextSeg names. */
static void
output_in_recovery (struct tcb *tcb, struct tcp_step *step)
{
  while (usable_pace (tcb) >= tcb->eff_snd_mss)
    {
      struct plan plan = plan_next (tcb);
      bool sent = tcp_sack_send_lost (tcb, step) || (plan.hold == HOLD_NO && send_next (tcb, &plan, step))
                  || tcp_sack_send_other (tcb, step);
      if (!sent)
        return;
    }
}

/* F-RTO: after a timeout only what tells whether it was spurious (RFC 5682 §2.1). True when nothing else may go. */
static bool
output_forward (struct tcb *tcb, struct tcp_step *step)
{
  unsigned sent = 0;
  if (tcb->frto.step != TCP_FRTO_FORWARD)
    return tcb->frto.step != TCP_FRTO_OFF;
  for (; sent < FRTO_SEGMENTS; sent++)
    {
      struct plan plan = plan_next (tcb);
      enum tcp_reason reason = plan.fin ? REASON_SEND_FIN : REASON_SEND_FRTO_FORWARD;
      if (plan.hold != HOLD_NO || !send_planned (tcb, &plan, reason, step))
        break;
    }
  tcp_frto_sent (tcb, sent, step);
  return sent > 0;
}

/* RFC 4821 §7.4: a probe goes when its loss would be noticed, and with text that waits anyway. */
static void
probe_path (struct tcb *tcb, struct tcp_step *step)
{
  uint32_t text = tcp_mtu_probe_text (tcb);
  if (text == 0)
    return;
  int64_t room = min_i64 (min_i64 (usable_window (tcb), usable_pace (tcb)), tcb_unsent (tcb));
  if (room < tcp_mtu_probe_needs (tcb, text))
    return;
  tcp_mtu_probe_sent (tcb, text);
  send_planned (tcb, &(struct plan){ .octets = text }, REASON_SEND_MTU_PROBE, step);
}

static void
output_all (struct tcb *tcb, struct tcp_step *step)
{
  tcp_retransmit_lost (tcb, step);
  if (tcp_sack_recovers (tcb) && !tcp_rack_runs (tcb))
    output_in_recovery (tcb, step);
  restart_after_idle (tcb, step);
  probe_path (tcb, step);
  struct plan plan = plan_next (tcb);
  while (plan.hold == HOLD_NO && send_next (tcb, &plan, step))
    plan = plan_next (tcb);
  wait_for (tcb, plan.hold, step);
}

static enum tcp_send_limit
send_limit (const struct tcb *tcb)
{
  uint32_t unsent = tcb_unsent (tcb);
  if (tcb->state < TCP_ESTABLISHED || unsent + tcb_flight (tcb) == 0)
    return TCP_LIMIT_NONE;
  if (unsent == 0)
    return tcb->room_wanted ? TCP_LIMIT_BUFFER : TCP_LIMIT_PATH;
  bool window = usable_window (tcb) < min_i64 (unsent, full_text (tcb)) && usable_pace (tcb) > 0;
  return window ? TCP_LIMIT_WINDOW : TCP_LIMIT_PATH;
}

static void
output_now (struct tcb *tcb, struct tcp_step *step)
{
  tcp_path_mtu_refresh (tcb, step);
  if (tcb->ecn.held && (tcb_unsent (tcb) > 0 || tcb->sent.lost > 0))
    report_wait (tcb, REASON_WAIT_ECN, step);
  if (!tcb->ecn.held && !output_forward (tcb, step))
    output_all (tcb, step);
  if (tcb->tail_loss.due)
    tcp_tail_loss_schedule (tcb, step);
}

void
tcp_output (struct tcb *tcb, struct tcp_step *step)
{
  tcb->output_due = false;
  if (tcb_sends (tcb))
    output_now (tcb, step);
  tcp_send_limit_is (&tcb->send_limits, send_limit (tcb), step->now);
}

bool
tcp_output_probe (struct tcb *tcb, struct tcp_step *step)
{
  uint32_t unsent = tcb_unsent (tcb);
  int64_t window = usable_window (tcb);
  uint32_t full = tcb->eff_snd_mss - tcp_sack_reserve (tcb) - tcp_uto_reserve (tcb);
  if (window <= 0)
    return false;
  struct plan plan = { .octets = (uint32_t) min_i64 (min_i64 (unsent, window), full) };
  plan.fin = tcb->close_called && !tcb->fin_sent && plan.octets == unsent && window > plan.octets;
  return plan.octets + plan.fin > 0 && send_planned (tcb, &plan, REASON_SEND_TAIL_LOSS_PROBE, step);
}

void
tcp_output_later (struct tcb *tcb, struct tcp_step *step)
{
  tcb->output_due = true;
  tcb->output_cause = step->cause;
}

void
tcp_output_waiting (struct tcb *tcb, struct tcp_step *step)
{
  if (!tcb->output_due)
    return;
  struct tcp_step caused = *step;
  caused.cause = tcb->output_cause;
  tcp_output (tcb, &caused);
}

void
tcp_output_override (struct tcb *tcb, struct tcp_step *step)
{
  struct plan plan = plan_next (tcb);
  if (tcb_sends (tcb) && plan.hold == HOLD_SILLY)
    send_planned (tcb, &plan, REASON_SEND_SWS_OVERRIDE, step);
  if (tcb_sends (tcb) && plan.hold == HOLD_CORK)
    send_planned (tcb, &plan, REASON_SEND_CORK_OVERRIDE, step);
  tcp_output_later (tcb, step);
}

/* One new octet at SND.NXT, or the FIN. It is not counted as sent: SND.NXT follows when the peer takes it. */
static void
probe_window (struct tcb *tcb, struct tcp_step *step)
{
  tcb->snd_max = seq_max (tcb->snd_max, tcb->snd_nxt + 1);
  tcb->last_sent_at = step->now;
  if (tcb->counters.window_probes < UINT8_MAX)
    tcb->counters.window_probes++;
  uint8_t flags = tcb_unsent (tcb) == 0 ? TCP_FIN : 0;
  tcp_transmit_numbers (tcb, tcb->snd_nxt, 1, flags, REASON_SEND_WINDOW_PROBE, step);
}

/* RFC 9293 §3.8.6.1: no end while probes are answered (MUST-37), R2 when they are not. */
void
tcp_persist_timeout (struct tcb *tcb, vtime duration, struct tcp_step *step)
{
  vtime since = tcb->heard_at > tcb->persist_since ? tcb->heard_at : tcb->persist_since;
  if (!tcb_sends (tcb) || plan_next (tcb).hold != HOLD_WINDOW || tcb_flight (tcb) > 0)
    return;
  if (step->now - since >= tcb->config.r2)
    {
      tcp_give_up (tcb, step);
      return;
    }
  vtime longest = tcb->config.rto_max > duration ? tcb->config.rto_max : duration;
  vtime next = duration > longest / 2 ? longest : 2 * duration;
  tcp_timer_start (tcb, TCP_TIMER_PERSIST, next, REASON_TIMER_PERSIST_BACKOFF, step);
  probe_window (tcb, step);
}
