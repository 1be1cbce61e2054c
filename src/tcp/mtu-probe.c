#include "tcp/mtu-probe.h"

#include "tcp/path-mtu.h"
#include "tcp/rack.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/sack-recovery.h"

/* MAX_PROBES of RFC 8899 §5.1.2: a size is given up when so many probes of it were lost. */
#define MAX_PROBES 3

/* A search that could gain less is over (octets). */
#define SMALLEST_STEP 8

#define DUPLICATE_THRESHOLD 3

static uint32_t
min_u32 (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

void
tcp_mtu_probe_search (struct tcb *tcb, uint32_t low, uint32_t high)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  tcp_mtu_probe_end (tcb);
  path->mtu = low;
  path->ceiling = high;
  path->searches = true;
}

void
tcp_mtu_probe_end (struct tcb *tcb)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  path->searches = false;
  path->halves = false;
  path->losses = 0;
  path->probe = 0;
}

/* The peer takes no larger segments than it announced. */
static uint32_t
ceiling (const struct tcb *tcb)
{
  return min_u32 (tcb->path_mtu.ceiling, min_u32 (tcb->config.mtu, tcb_largest_packet (tcb)));
}

/* 0 when there is nothing left to find. */
static uint32_t
next_size (const struct tcb *tcb)
{
  uint32_t low = tcb->path_mtu.mtu;
  uint32_t high = ceiling (tcb);
  if (!tcb->path_mtu.searches || high < low + SMALLEST_STEP)
    return 0;
  return tcb->path_mtu.halves ? low + (high - low + 1) / 2 : high;
}

uint32_t
tcp_mtu_probe_text (const struct tcb *tcb)
{
  bool calm
      = tcb->congestion.phase != TCP_FAST_RECOVERY && tcb->congestion.phase != TCP_LOSS && tcb->congestion.dupacks == 0;
  if (!tcb->path_mtu.searches || tcb->path_mtu.probe > 0 || !calm)
    return 0;
  uint32_t size = next_size (tcb);
  return size > 0 ? tcb_text_in (tcb, size) : 0;
}

uint32_t
tcp_mtu_probe_needs (const struct tcb *tcb, uint32_t text)
{
  return text + DUPLICATE_THRESHOLD * tcb->eff_snd_mss;
}

void
tcp_mtu_probe_sent (struct tcb *tcb, uint32_t text)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  path->probe = tcb_packet_of (tcb, text);
  path->probe_seq = tcb->snd_nxt;
  path->probe_end = tcb->snd_nxt + text;
}

/* Nothing worthwhile is left between what gets through and what does not. */
static void
end_when_found (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  if (next_size (tcb) > 0)
    return;
  tcp_mtu_probe_end (tcb);
  path->until = path->mtu < tcb->config.mtu ? step->now + tcb->config.path_mtu_age : VTIME_NEVER;
  tcp_path_mtu_remember (tcb, step);
  tcp_report_update (tcb, REASON_UPDATE_MTU_SEARCH_OVER, path->mtu, step);
}

void
tcp_mtu_probe_acknowledged (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  if (path->probe == 0 || seq_lt (tcb->snd_una, path->probe_end))
    return;
  tcp_path_mtu_set (tcb, path->probe);
  path->probe = 0;
  path->losses = 0;
  path->halves = true;
  tcp_report_update (tcb, REASON_UPDATE_MTU_PROBE_ARRIVED, path->mtu, step);
  end_when_found (tcb, step);
}

/* The probe did not arrive; `limit`: what is too big for certain, 0 when that is only likely. Its report is the cause
 * of sending again. */
static void
fail (struct tcb *tcb, uint32_t limit, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  uint32_t size = path->probe;
  path->probe = 0;
  path->losses++;
  if (limit > 0 || path->losses == MAX_PROBES)
    {
      path->ceiling = limit > 0 ? limit : size - 1;
      path->losses = 0;
      path->halves = limit == 0;
    }
  step->cause = tcp_report_update (tcb, REASON_UPDATE_MTU_PROBE_LOST, size, step);
  end_when_found (tcb, step);
}

static bool
is_probe (const struct tcb *tcb, const struct sent_segment *segment)
{
  return tcb->path_mtu.probe > 0 && segment != NULL && segment->seq == tcb->path_mtu.probe_seq;
}

/* With SACK it shows whether anything else is missing below what arrived last. */
static bool
is_alone (const struct tcb *tcb)
{
  bool missing = false;
  for (size_t i = 1; i < tcb->sent.length; i++)
    {
      bool sacked = sent_queue_at (&tcb->sent, i)->sacked;
      if (sacked && missing)
        return false;
      missing = missing || !sacked;
    }
  return true;
}

static void
send_pieces (struct tcb *tcb, struct sent_segment *probe, struct tcp_step *step)
{
  tcp_path_mtu_mark_too_big (tcb, probe);
  tcp_retransmit_lost (tcb, step);
}

/* By duplicate ACKs, by SACK, or by RACK's clock. */
static bool
is_shown_lost (const struct tcb *tcb, const struct sent_segment *front)
{
  if (tcp_rack_runs (tcb))
    return front->lost;
  return tcb->congestion.dupacks + 1 >= DUPLICATE_THRESHOLD || (tcb->sack_ok && tcp_sack_front_is_lost (tcb));
}

bool
tcp_mtu_probe_lost (struct tcb *tcb, struct tcp_step *step)
{
  struct sent_segment *front = sent_queue_front (&tcb->sent);
  if (!is_probe (tcb, front) || !is_shown_lost (tcb, front) || tcb->congestion.phase == TCP_FAST_RECOVERY
      || tcb->congestion.phase == TCP_LOSS || (tcb->sack_ok && !is_alone (tcb)))
    return false;
  fail (tcb, 0, step);
  send_pieces (tcb, front, step);
  return true;
}

void
tcp_mtu_probe_resent (struct tcb *tcb, const struct sent_segment *segment, struct tcp_step *step)
{
  struct tcp_step aside = *step;
  if (is_probe (tcb, segment))
    fail (tcb, 0, &aside);
}

static struct sent_segment *
find_probe (const struct tcb *tcb)
{
  for (size_t i = 0; i < tcb->sent.length; i++)
    if (is_probe (tcb, sent_queue_at (&tcb->sent, i)))
      return sent_queue_at (&tcb->sent, i);
  return NULL;
}

bool
tcp_mtu_probe_refused (struct tcb *tcb, uint32_t seq, uint32_t told, struct tcp_step *step)
{
  struct sent_segment *probe = find_probe (tcb);
  if (probe == NULL || probe->seq != seq || told >= tcb->path_mtu.probe)
    return false;
  fail (tcb, told, step);
  if (!probe->sacked)
    send_pieces (tcb, probe, step);
  return true;
}
