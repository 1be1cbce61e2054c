#include "tcp/congestion.h"

#include "base/seq.h"
#include "tcp/congestion-control.h"

/* Duplicate ACKs that start fast retransmit. */
#define DUPLICATE_THRESHOLD 3

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

void
congestion_grow_by (struct congestion *congestion, uint32_t octets)
{
  congestion->cwnd += min_u32 (octets, CONGESTION_WINDOW_MAX - congestion->cwnd);
}

/* RFC 5681 equation 4, RFC 9438 §4.6. What cwnd is in recovery says nothing of the path. */
static uint32_t
threshold_after_loss (const struct congestion *congestion, uint32_t flight, uint32_t smss)
{
  bool from_cwnd = congestion->loss_from_cwnd && congestion->phase != TCP_FAST_RECOVERY;
  return max_u32 (congestion->control->reduced (from_cwnd ? congestion->cwnd : flight), 2 * smss);
}

static enum tcp_phase
phase_of (const struct congestion *congestion)
{
  return congestion->cwnd < congestion->ssthresh ? TCP_SLOW_START : TCP_CONGESTION_AVOIDANCE;
}

/* RFC 6928 §2, or the number of segments that the configuration names. */
static uint32_t
initial_window (const struct tcp_config *config, uint32_t smss)
{
  if (config->initial_window > 0)
    return config->initial_window * smss;
  return min_u32 (10 * smss, max_u32 (2 * smss, 14600));
}

/* One segment after a lost SYN (RFC 5681 §3.1); RFC 6928 §2 forgives the first. */
static bool
lost_too_many_syns (const struct tcp_config *config, uint32_t syn_resent)
{
  return syn_resent > (config->initial_window > 0 ? 0 : 1);
}

void
congestion_init (struct congestion *congestion, const struct tcp_config *config, uint32_t smss, uint32_t iss,
                 uint32_t syn_resent)
{
  uint32_t window = initial_window (config, smss);
  *congestion = (struct congestion){
    .cwnd = lost_too_many_syns (config, syn_resent) ? min_u32 (window, smss) : window,
    .ssthresh = config->initial_ssthresh > 0 ? config->initial_ssthresh : UINT32_MAX,
    .initial_window = window,
    .recover = iss,
    .new_reno = config->new_reno,
    .control = congestion_control_of (config->congestion_name),
    .cubic = { .epoch = VTIME_NEVER },
    .slow_start_limit = config->slow_start_limit,
    .loss_from_cwnd = config->loss_from_cwnd,
    .validation = config->cwnd_validation,
    .round_end = iss,
  };
  congestion->phase = phase_of (congestion);
}

void
congestion_choose (struct congestion *congestion, enum tcp_congestion_name name)
{
  congestion->control = congestion_control_of (name);
  congestion->cubic = (struct cubic){ .epoch = VTIME_NEVER };
  congestion->octets_acked = 0;
}

void
congestion_clock (struct congestion *congestion, vtime now, vtime srtt)
{
  congestion->elapsed = now - congestion->now;
  congestion->now = now;
  congestion->srtt = srtt;
}

/* RFC 6582 §3.2 step 3, full acknowledgment; plain Reno ends here with any new ACK. */
static struct congestion_verdict
leave_recovery (struct congestion *congestion, uint32_t flight, uint32_t smss)
{
  congestion->cwnd = congestion->ssthresh;
  if (congestion->new_reno && !congestion->sack)
    congestion->cwnd = min_u32 (congestion->ssthresh, max_u32 (flight, smss) + smss);
  congestion->octets_acked = 0;
  congestion->dupacks = 0;
  congestion->limited_octets = 0;
  congestion->phase = phase_of (congestion);
  return (struct congestion_verdict){ .update = REASON_UPDATE_LEAVE_RECOVERY };
}

/* RFC 6582 §3.2 step 3, partial acknowledgment. */
static struct congestion_verdict
partial_ack (struct congestion *congestion, uint32_t acked, uint32_t smss)
{
  congestion->cwnd -= min_u32 (acked, congestion->cwnd);
  if (acked >= smss)
    congestion_grow_by (congestion, smss);
  congestion->cwnd = max_u32 (congestion->cwnd, smss);
  bool again = congestion->partial_ack_seen;
  congestion->partial_ack_seen = true;
  return (struct congestion_verdict){ .update = REASON_UPDATE_PARTIAL_ACK, .resend = true, .keep_timer = again };
}

/* Notes how much of the window this round trip made use of. */
static void
measure_use (struct congestion *congestion, uint32_t ack, uint32_t acked, uint32_t flight)
{
  uint32_t before = flight + acked;
  bool over = seq_gt (ack, congestion->round_end);
  congestion->most_flight = over ? before : max_u32 (congestion->most_flight, before);
  if (over)
    congestion->round_end = ack + flight;
}

/* An unused window tells nothing of the path, so it must not grow (RFC 7661 §4.3, RFC 9438 §5.8). Slow start doubles
 * within a round trip: more than half of the window is use enough. */
static bool
is_used (const struct congestion *congestion, uint32_t smss)
{
  if (!congestion->validation)
    return true;
  if (congestion->cwnd < congestion->ssthresh)
    return congestion->most_flight > congestion->cwnd / 2;
  return (uint64_t) congestion->most_flight + smss > congestion->cwnd;
}

/* The window stays as it is, which is told once. */
static struct congestion_verdict
leave_unused (struct congestion *congestion)
{
  bool told = congestion->unused;
  congestion->unused = true;
  congestion->control->pause (congestion, congestion->elapsed);
  return (struct congestion_verdict){ .update = told ? REASON_COUNT : REASON_UPDATE_WINDOW_UNUSED };
}

/* By how much slow start opens cwnd: by a segment at most (RFC 5681 §3.1), or with an ACK of several by more (RFC 3465
 * §2.2), but then not beyond ssthresh, and not for what was known to have arrived earlier. */
static uint32_t
slow_start_step (const struct congestion *congestion, uint32_t acked, uint32_t earlier, uint32_t smss)
{
  uint32_t most = congestion->slow_start_limit > 0 ? congestion->slow_start_limit * smss : UINT32_MAX;
  uint32_t room = congestion->ssthresh - congestion->cwnd;
  uint32_t several = acked - min_u32 (acked, earlier);
  return min_u32 (acked, max_u32 (smss, min_u32 (several, min_u32 (most, room))));
}

/* RFC 5681 §3.1. */
static struct congestion_verdict
grow (struct congestion *congestion, uint32_t acked, uint32_t earlier, uint32_t smss)
{
  uint32_t before = congestion->cwnd;
  enum tcp_reason update = REASON_UPDATE_SLOW_START;
  if (congestion->cwnd < congestion->ssthresh)
    congestion_grow_by (congestion, slow_start_step (congestion, acked, earlier, smss));
  else
    update = congestion->control->avoid (congestion, acked, smss);
  if (congestion->phase != TCP_LOSS)
    congestion->phase = phase_of (congestion);
  return (struct congestion_verdict){ .update = congestion->cwnd == before ? REASON_COUNT : update };
}

struct congestion_verdict
congestion_ack (struct congestion *congestion, uint32_t ack, uint32_t acked, uint32_t earlier, uint32_t flight,
                uint32_t smss)
{
  bool past_recover = seq_gt (ack, congestion->recover);
  measure_use (congestion, ack, acked, flight);
  if (congestion->echoed && seq_geq (ack, congestion->echo_until))
    congestion->echoed = false;
  if (congestion->recover_holds && seq_gt (ack - 1, congestion->recover))
    congestion->recover_holds = false;
  if (past_recover)
    congestion->excused = false;
  if (congestion->phase == TCP_FAST_RECOVERY)
    {
      if (past_recover || (!congestion->new_reno && !congestion->sack))
        return leave_recovery (congestion, flight, smss);
      if (congestion->sack)
        return (struct congestion_verdict){ .update = REASON_COUNT };
      return partial_ack (congestion, acked, smss);
    }
  /* Without reports each duplicate ACK stands for a segment. */
  earlier = congestion->sack ? earlier : congestion->dupacks * smss;
  congestion->dupacks = 0;
  congestion->limited_octets = 0;
  if (congestion->phase == TCP_LOSS && past_recover)
    congestion->phase = phase_of (congestion);
  if (!is_used (congestion, smss))
    return leave_unused (congestion);
  congestion->unused = false;
  return grow (congestion, acked, earlier, smss);
}

/* RFC 5681 §3.2 steps 2 and 3, with the memory of RFC 6582 §3.2 step 2. One window is reduced once, for marks and
 * losses together (RFC 3168 §6.1.2). */
static struct congestion_verdict
enter_recovery (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight, uint32_t smss)
{
  uint32_t outstanding = flight - min_u32 (flight, congestion->limited_octets);
  if (!congestion->echoed)
    {
      congestion->control->loss (congestion);
      congestion->ssthresh = threshold_after_loss (congestion, outstanding, smss);
    }
  congestion->echoed = false;
  congestion->cwnd = congestion->ssthresh;
  if (!congestion->sack)
    congestion_grow_by (congestion, DUPLICATE_THRESHOLD * smss);
  congestion->recover = snd_nxt - 1;
  congestion->recover_holds = true;
  congestion->partial_ack_seen = false;
  congestion->limited_octets = 0;
  congestion->prr_begins = true;
  congestion->prr_delivered = 0;
  congestion->prr_out = 0;
  congestion->phase = TCP_FAST_RECOVERY;
  enum tcp_reason update = congestion->sack ? REASON_UPDATE_ENTER_SACK_RECOVERY : REASON_UPDATE_ENTER_RECOVERY;
  return (struct congestion_verdict){ .update = update, .resend = true };
}

struct congestion_verdict
congestion_duplicate (struct congestion *congestion, uint32_t ack, uint32_t snd_nxt, uint32_t flight, uint32_t smss)
{
  congestion->dupacks++;
  if (congestion->phase == TCP_FAST_RECOVERY)
    {
      congestion_grow_by (congestion, smss);
      return (struct congestion_verdict){ .update = REASON_UPDATE_INFLATE };
    }
  bool allowed = !congestion->recover_holds || seq_gt (ack - 1, congestion->recover);
  if (congestion->dupacks == DUPLICATE_THRESHOLD && allowed)
    return enter_recovery (congestion, snd_nxt, flight, smss);
  return (struct congestion_verdict){ .update = REASON_COUNT };
}

/* RFC 6675 §5 steps 1, 2 and 4; after a timeout nothing begins before all is acknowledged that was sent until then
 * (§5.1). */
struct congestion_verdict
congestion_sacked (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight, uint32_t smss, bool lost)
{
  if (congestion->phase == TCP_FAST_RECOVERY)
    return (struct congestion_verdict){ .update = REASON_COUNT };
  congestion->dupacks++;
  if (congestion->phase != TCP_LOSS && !congestion->excused && (lost || congestion->dupacks >= DUPLICATE_THRESHOLD))
    return enter_recovery (congestion, snd_nxt, flight, smss);
  return (struct congestion_verdict){ .update = REASON_COUNT };
}

/* A second reduction starts from what the first one left. */
struct congestion_verdict
congestion_loss_found (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight, uint32_t smss, bool again)
{
  bool recovers = congestion->phase == TCP_FAST_RECOVERY;
  if (congestion->phase == TCP_LOSS || congestion->excused || (recovers && !again))
    return (struct congestion_verdict){ .update = REASON_COUNT };
  if (recovers)
    flight = min_u32 (flight, congestion->ssthresh);
  struct congestion_verdict verdict = enter_recovery (congestion, snd_nxt, flight, smss);
  verdict.update = recovers ? REASON_UPDATE_RETRANSMISSION_LOST : REASON_UPDATE_ENTER_RACK_RECOVERY;
  return verdict;
}

/* What may go by this ACK when `out` went since recovery began: while more is in the network than ssthresh allows, so
 * that all in all it is ssthresh / RecoverFS of what arrived; below, as much as arrives (PRR-CRB), and as in slow start
 * a segment more while the repair goes well (PRR-SSRB). */
static int64_t
proportional_count (const struct congestion *congestion, const struct congestion_news *news, int64_t pipe, int64_t out,
                    uint32_t smss)
{
  if (pipe > congestion->ssthresh)
    {
      uint64_t share = (uint64_t) congestion->prr_delivered * congestion->ssthresh;
      return (int64_t) ((share + congestion->recover_flight - 1) / congestion->recover_flight) - out;
    }
  int64_t balance = (int64_t) congestion->prr_delivered - out;
  int64_t count = (balance > (int64_t) news->delivered ? balance : (int64_t) news->delivered) + (news->safe ? smss : 0);
  int64_t missing = (int64_t) congestion->ssthresh - pipe;
  return count < missing ? count : missing;
}

bool
congestion_proportional_rate (struct congestion *congestion, const struct congestion_news *news, uint32_t pipe,
                              uint32_t smss)
{
  uint32_t before = congestion->cwnd;
  /* What recovery began with has gone already; the RFC counts first. */
  uint32_t gone = congestion->prr_begins ? congestion->prr_out : 0;
  if (congestion->prr_begins)
    congestion->recover_flight = max_u32 (news->outstanding, 1);
  congestion->prr_begins = false;
  congestion->prr_delivered += news->delivered;
  uint32_t out = congestion->prr_out - gone;
  int64_t count = proportional_count (congestion, news, (int64_t) pipe - gone, out, smss);
  if (out == 0 && count <= 0)
    count = smss;
  count -= gone;
  congestion->cwnd = max_u32 (pipe + (count > 0 ? (uint32_t) count : 0), smss);
  return congestion->cwnd != before;
}

bool
congestion_echo (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight, uint32_t smss)
{
  if (congestion->phase == TCP_FAST_RECOVERY || congestion->phase == TCP_LOSS)
    return false;
  congestion->control->loss (congestion);
  congestion->ssthresh = threshold_after_loss (congestion, flight, smss);
  congestion->cwnd = min_u32 (congestion->cwnd, congestion->ssthresh);
  congestion->echoed = true;
  congestion->echo_until = snd_nxt;
  congestion->octets_acked = 0;
  congestion->phase = phase_of (congestion);
  return true;
}

void
congestion_excuse (struct congestion *congestion, uint32_t snd_nxt)
{
  /* A recovery that goes on has its own end. */
  if (congestion->phase == TCP_FAST_RECOVERY || congestion->phase == TCP_LOSS)
    return;
  congestion->dupacks = 0;
  congestion->recover = snd_nxt - 1;
  congestion->recover_holds = true;
  congestion->excused = true;
}

void
congestion_resize (struct congestion *congestion, uint32_t from, uint32_t to)
{
  if (to < from && congestion->cwnd <= congestion->initial_window)
    congestion->cwnd = (uint32_t) ((uint64_t) congestion->cwnd * to / from);
  congestion->cwnd = max_u32 (congestion->cwnd, to);
  congestion->initial_window = max_u32 (congestion->initial_window, to);
  congestion->ssthresh = max_u32 (congestion->ssthresh, 2 * to);
}

void
congestion_resume (struct congestion *congestion, vtime now)
{
  congestion->control->pause (congestion, now - congestion->now);
  congestion->now = now;
}

void
congestion_sent (struct congestion *congestion, uint32_t octets)
{
  if (congestion->phase == TCP_FAST_RECOVERY)
    congestion->prr_out += octets;
}

void
congestion_timeout (struct congestion *congestion, uint32_t snd_nxt, uint32_t flight, uint32_t smss, bool first)
{
  if (first)
    congestion->ssthresh = threshold_after_loss (congestion, flight, smss);
  congestion->control->timeout (congestion);
  congestion->cwnd = smss;
  congestion->recover = snd_nxt - 1;
  congestion->recover_holds = true;
  congestion->dupacks = 0;
  congestion->octets_acked = 0;
  congestion->limited_octets = 0;
  congestion->phase = TCP_LOSS;
}

void
congestion_end_loss (struct congestion *congestion, uint32_t una)
{
  congestion->recover = una;
  congestion->recover_holds = false;
  congestion->octets_acked = 0;
  congestion->phase = phase_of (congestion);
}

void
congestion_undo_timeout (struct congestion *congestion, uint32_t una, uint32_t window, uint32_t ssthresh,
                         const struct cubic *cubic, uint32_t smss)
{
  congestion->cwnd = max_u32 (min_u32 (window, CONGESTION_WINDOW_MAX), smss);
  congestion->ssthresh = ssthresh;
  congestion->cubic = *cubic;
  congestion_end_loss (congestion, una);
}

bool
congestion_idle (struct congestion *congestion)
{
  if (congestion->cwnd <= congestion->initial_window)
    return false;
  congestion->cwnd = congestion->initial_window;
  congestion->control->restart (congestion);
  congestion->phase = phase_of (congestion);
  return true;
}

uint32_t
congestion_limit (const struct congestion *congestion, bool limited_transmit, uint32_t smss)
{
  bool extra = limited_transmit && !congestion->sack && congestion->phase != TCP_FAST_RECOVERY
               && congestion->phase != TCP_LOSS && congestion->dupacks < DUPLICATE_THRESHOLD;
  return congestion->cwnd + (extra ? congestion->dupacks * smss : 0);
}
