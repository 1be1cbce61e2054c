#include "tcp/path-mtu.h"

#include "tcp/mtu-probe.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"

/* What every path carries (RFC 791, RFC 8200 §5). */
#define SMALLEST_MTU_V4 68
#define SMALLEST_MTU_V6 1280

static uint32_t
min_u32 (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

static uint32_t
max_u32 (uint32_t a, uint32_t b)
{
  return a < b ? b : a;
}

static bool
is_v6 (const struct tcb *tcb)
{
  return tcb->local.address.family == IP_V6;
}

/* The PMTU is never less: smaller packets help an attacker more than us (RFC 5927 §7.2). */
static uint32_t
least_size (const struct tcb *tcb)
{
  uint32_t least = is_v6 (tcb) ? SMALLEST_MTU_V6 : max_u32 (tcb->config.path_mtu_min, SMALLEST_MTU_V4);
  return min_u32 (least, tcb->config.mtu);
}

/* BASE_PLPMTU of RFC 8899 §5.1.2: almost every path carries it. */
static uint32_t
base_size (const struct tcb *tcb)
{
  return min_u32 (max_u32 (tcb->config.mtu_base, least_size (tcb)), tcb->config.mtu);
}

void
tcp_path_mtu_set (struct tcb *tcb, uint32_t mtu)
{
  uint32_t before = tcb->eff_snd_mss;
  tcb->path_mtu.mtu = mtu;
  tcb_set_effective_mss (tcb);
  congestion_resize (&tcb->congestion, before, tcb->eff_snd_mss);
}

void
tcp_path_mtu_remember (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  struct path_mtu_cache *cache = &step->outlet->paths;
  struct path_mtu_entry entry = {
    .destination = tcb->remote.address,
    .mtu = path->mtu,
    .until = path->until,
    .cut = path->cut,
  };
  if (path->until == VTIME_NEVER)
    path_mtu_cache_drop (cache, &tcb->remote.address);
  else
    path_mtu_cache_put (cache, &entry);
  path->seen = cache->changes;
}

/* --- what is known already --- */

/* Takes what the host knows of the destination; false when that is nothing new. */
static bool
take_known (struct tcb *tcb, const struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  const struct path_mtu_entry *known = path_mtu_cache_find (&step->outlet->paths, &tcb->remote.address, step->now);
  path->seen = step->outlet->paths.changes;
  if (!tcb->config.path_mtu_discovery || known == NULL || known->mtu >= path->mtu)
    return false;
  path->mtu = known->mtu;
  path->until = known->until;
  path->cut = known->cut;
  return true;
}

void
tcp_path_mtu_begin (struct tcb *tcb, const struct tcp_step *step)
{
  /* The program may have asked for smaller segments meanwhile. */
  tcb->path_mtu.mtu = min_u32 (tcb->path_mtu.mtu, tcb->config.mtu);
  take_known (tcb, step);
  if (tcb->config.mtu_probing == TCP_MTU_PROBING_ALWAYS)
    tcp_mtu_probe_search (tcb, min_u32 (tcb->path_mtu.mtu, base_size (tcb)), tcb->path_mtu.mtu);
  tcb_set_effective_mss (tcb);
}

void
tcp_path_mtu_report_known (const struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->path_mtu.mtu < tcb->config.mtu)
    tcp_report_update (tcb, REASON_UPDATE_PATH_MTU_KNOWN, tcb->path_mtu.mtu, step);
}

/* RFC 8201 §5.3: the path may have changed. With probes to find out, nothing is risked. */
static void
doubt (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  path->until = VTIME_NEVER;
  path->cut = false;
  if (tcb->config.mtu_probing != TCP_MTU_PROBING_OFF)
    tcp_mtu_probe_search (tcb, path->mtu, tcb->config.mtu);
  else
    tcp_path_mtu_set (tcb, tcb->config.mtu);
  tcp_path_mtu_remember (tcb, step);
  tcp_report_update (tcb, REASON_UPDATE_PATH_MTU_AGED, path->mtu, step);
}

void
tcp_path_mtu_refresh (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  if (step->now >= path->until)
    doubt (tcb, step);
  if (path->seen == step->outlet->paths.changes || !take_known (tcb, step))
    return;
  tcp_path_mtu_set (tcb, path->mtu);
  tcp_report_update (tcb, REASON_UPDATE_PATH_MTU_KNOWN, path->mtu, step);
}

/* --- what routers tell --- */

/* RFC 1191 §7: the sizes that links commonly have, for routers that do not say theirs. */
static uint32_t
plateau_below (uint32_t size)
{
  static const uint32_t plateaus[] = { 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296 };
  for (size_t i = 0; i < sizeof plateaus / sizeof *plateaus; i++)
    if (plateaus[i] < size)
      return plateaus[i];
  return SMALLEST_MTU_V4;
}

void
tcp_path_mtu_mark_too_big (struct tcb *tcb, struct sent_segment *segment)
{
  sent_queue_set_lost (&tcb->sent, segment, true);
  segment->too_big = true;
  congestion_excuse (&tcb->congestion, tcb->snd_nxt);
}

static uint32_t
text_of (const struct sent_segment *segment)
{
  return segment->len - ((segment->flags & TCP_SYN) != 0) - ((segment->flags & TCP_FIN) != 0);
}

/* All that is larger than what passes is lost too, unless the peer reported it. */
static void
send_smaller (struct tcb *tcb, uint32_t passes, struct tcp_step *step)
{
  for (size_t i = 0; i < tcb->sent.length; i++)
    {
      struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      if (!segment->sacked && text_of (segment) > tcb_text_in (tcb, passes))
        tcp_path_mtu_mark_too_big (tcb, segment);
    }
  tcp_retransmit_lost (tcb, step);
}

static void
lower (struct tcb *tcb, uint32_t told, bool guessed, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  uint32_t least = least_size (tcb);
  enum tcp_reason reason = guessed ? REASON_UPDATE_PATH_MTU_PLATEAU : REASON_UPDATE_PATH_MTU_LOWERED;
  path->cut = told < least;
  path->until = step->now + tcb->config.path_mtu_age;
  tcp_mtu_probe_end (tcb);
  tcp_path_mtu_set (tcb, max_u32 (told, least));
  tcp_path_mtu_remember (tcb, step);
  step->cause = tcp_report_update (tcb, path->cut ? REASON_UPDATE_PATH_MTU_LEAST : reason, path->mtu, step);
  send_smaller (tcb, told, step);
}

/* RFC 5927 §7.2, beside the check of the number quoted: only text can be too big, no limit can be above what it
 * stopped, and every path carries the smallest size. */
static bool
is_credible (const struct tcb *tcb, const struct icmp_error *error, uint32_t told)
{
  uint32_t smallest = is_v6 (tcb) ? SMALLEST_MTU_V6 : SMALLEST_MTU_V4;
  return seq_lt (error->seq, tcb->snd_max) && told < error->length && told >= smallest;
}

void
tcp_path_mtu_too_big (struct tcb *tcb, const struct icmp_error *error, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  bool guessed = error->mtu == 0 && !is_v6 (tcb);
  /* Some old routers quote a length that is too large (RFC 1191 §5). */
  uint32_t stopped = min_u32 ((uint32_t) error->length, max_u32 (path->mtu, path->probe));
  uint32_t told = guessed ? plateau_below (stopped) : error->mtu;
  if (!is_credible (tcb, error, told))
    tcp_report_discard (tcb, REASON_DISCARD_ICMP_MTU, NULL, step);
  else if (told < path->mtu && !path->cut)
    lower (tcb, told, guessed, step);
  else if (!tcp_mtu_probe_refused (tcb, error->seq, told, step))
    tcp_report_discard (tcb, REASON_DISCARD_ICMP_MTU_KNOWN, NULL, step);
}

/* --- what silence tells --- */

/* The size to fall back to: the base first, and if that does not get through either, half of it. */
static uint32_t
smaller_size (const struct tcb *tcb)
{
  uint32_t base = base_size (tcb);
  return tcb->path_mtu.mtu > base ? base : max_u32 (tcb->path_mtu.mtu / 2, least_size (tcb));
}

void
tcp_path_mtu_timeout (struct tcb *tcb, struct tcp_step *step)
{
  struct tcp_path_mtu *path = &tcb->path_mtu;
  uint32_t text = text_of (sent_queue_front (&tcb->sent));
  uint32_t smaller = smaller_size (tcb);
  if (tcb->config.mtu_probing == TCP_MTU_PROBING_OFF || text <= tcb_text_in (tcb, smaller))
    return;
  if (++path->stalls < tcb->config.mtu_black_hole_timeouts)
    return;
  path->until = step->now + tcb->config.path_mtu_age;
  tcp_path_mtu_set (tcb, smaller);
  tcp_mtu_probe_search (tcb, smaller, tcb_packet_of (tcb, text) - 1);
  path->halves = true;
  path->stalls = 0;
  tcp_path_mtu_remember (tcb, step);
  tcp_report_update (tcb, REASON_UPDATE_PATH_MTU_BLACK_HOLE, smaller, step);
}
