#include "tcp/ecn.h"

#include "tcp/output.h"
#include "tcp/report.h"

/* The two bits of the IP header. */
#define ECT_0 2
#define CONGESTION_EXPERIENCED 3

#define ECN_FLAGS (TCP_ECE | TCP_CWR)

/* ECE and CWR on a SYN, ECE alone on its answer: a peer that merely reflects the bits is not meant. */
static bool
is_setup (const struct segment *syn)
{
  unsigned wanted = (syn->flags & TCP_ACK) != 0 ? TCP_ECE : ECN_FLAGS;
  return (syn->flags & ECN_FLAGS) == wanted;
}

void
tcp_ecn_agree (struct tcb *tcb, const struct segment *syn)
{
  tcb->ecn.ok = tcb->config.ecn && tcb->syn_resent == 0 && is_setup (syn);
}

void
tcp_ecn_repeated_syn (struct tcb *tcb, const struct segment *syn)
{
  tcb->ecn.ok = tcb->ecn.ok && is_setup (syn);
}

/* A SYN that was not answered may have been dropped for its flags: the next goes without (§6.1.1.1). */
static uint8_t
syn_flags (const struct tcb *tcb, const struct segment *segment)
{
  if ((segment->flags & TCP_ACK) != 0)
    return tcb->ecn.ok ? TCP_ECE : 0;
  return tcb->config.ecn && tcb->syn_resent == 0 ? ECN_FLAGS : 0;
}

void
tcp_ecn_mark (struct tcb *tcb, struct segment *segment, bool fresh)
{
  if ((segment->flags & TCP_SYN) != 0)
    {
      segment->flags |= syn_flags (tcb, segment);
      return;
    }
  if (!tcb->ecn.ok)
    return;
  if (tcb->ecn.echo)
    segment->flags |= TCP_ECE;
  if (!fresh || segment->length == 0)
    return;
  segment->ecn = ECT_0;
  if (tcb->ecn.cwr_due)
    segment->flags |= TCP_CWR;
  tcb->ecn.cwr_due = false;
}

void
tcp_ecn_take_mark (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (!tcb->ecn.ok || segment->length == 0)
    return;
  bool before = tcb->ecn.echo;
  bool marked = segment->ecn == CONGESTION_EXPERIENCED;
  tcb->ecn.echo = marked || (before && (segment->flags & TCP_CWR) == 0);
  if (marked)
    tcp_report_update (tcb, REASON_UPDATE_ECN_MARKED, 0, step);
  else if (before && !tcb->ecn.echo)
    tcp_report_update (tcb, REASON_UPDATE_ECN_CWR, 0, step);
}

void
tcp_ecn_take_echo (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  step->congestion_echo = tcb->ecn.ok && (segment->flags & TCP_ECE) != 0;
  /* Keeps the number within reach of a comparison. */
  tcb->ecn.until = seq_max (tcb->ecn.until, tcb->snd_una - 1);
  uint32_t flight = tcb_flight (tcb);
  bool again = seq_leq (segment->ack, tcb->ecn.until);
  bool smallest = tcb->congestion.cwnd <= tcb->eff_snd_mss;
  if (!step->congestion_echo || again || flight == 0
      || !congestion_echo (&tcb->congestion, tcb->snd_nxt, flight, tcb->eff_snd_mss))
    return;
  tcp_ecn_reduced (tcb);
  tcp_report_update (tcb, REASON_UPDATE_ECN_REDUCED, 0, step);
  /* One segment is the smallest window: from there the sender slows down by waiting (§6.1.2). Behind a FIN nothing new
   * would have to wait. */
  tcb->ecn.held |= smallest && tcb->config.congestion_control && !tcb->fin_sent;
}

void
tcp_ecn_release (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->ecn.held)
    tcp_output_later (tcb, step);
  tcb->ecn.held = false;
}

void
tcp_ecn_reduced (struct tcb *tcb)
{
  tcb->ecn.cwr_due = tcb->ecn.ok;
  tcb->ecn.until = tcb->snd_nxt;
}
