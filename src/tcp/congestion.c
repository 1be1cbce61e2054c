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

/* RFC 5681 equation 4, RFC 9438 §4.6. */
static uint32_t
threshold_after_loss (const struct congestion *congestion, uint32_t flight, uint32_t smss)
{
  return max_u32 (congestion->control->reduced (flight), 2 * smss);
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
 * within a round trip: half of the window is use enough. */
static bool
is_used (const struct congestion *congestion, uint32_t smss)
{
  if (!congestion->validation)
    return true;
  if (congestion->cwnd < congestion->ssthresh)
    return congestion->most_flight >= congestion->cwnd / 2;
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

/* RFC 5681 §3.1. */
static struct congestion_verdict
grow (struct congestion *congestion, uint32_t acked, uint32_t smss)
{
  uint32_t before = congestion->cwnd;
  enum tcp_reason update = REASON_UPDATE_SLOW_START;
  if (congestion->cwnd < congestion->ssthresh)
    congestion_grow_by (congestion, min_u32 (acked, smss));
  else
    update = congestion->control->avoid (congestion, acked, smss);
  if (congestion->phase != TCP_LOSS)
    congestion->phase = phase_of (congestion);
  return (struct congestion_verdict){ .update = congestion->cwnd == before ? REASON_COUNT : update };
}

struct congestion_verdict
congestion_ack (struct congestion *congestion, uint32_t ack, uint32_t acked, uint32_t flight, uint32_t smss)
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
  congestion->dupacks = 0;
  congestion->limited_octets = 0;
  if (congestion->phase == TCP_LOSS && past_recover)
    congestion->phase = phase_of (congestion);
  if (!is_used (congestion, smss))
    return leave_unused (congestion);
  congestion->unused = false;
  return grow (congestion, acked, smss);
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
  congestion->recover_flight = flight;
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

/* While more is in the network than ssthresh allows, sends ssthresh / RecoverFS of what arrives; below, catches up as
 * slow start would (the bound that the RFC calls SSRB). */
bool
congestion_proportional_rate (struct congestion *congestion, uint32_t delivered, uint32_t pipe, uint32_t smss)
{
  uint32_t before = congestion->cwnd;
  congestion->prr_delivered += delivered;
  int64_t balance = (int64_t) congestion->prr_delivered - congestion->prr_out;
  int64_t count;
  if (pipe > congestion->ssthresh)
    {
      uint64_t share = (uint64_t) congestion->prr_delivered * congestion->ssthresh;
      count = (int64_t) ((share + congestion->recover_flight - 1) / congestion->recover_flight) - congestion->prr_out;
    }
  else
    {
      int64_t limit = (balance > (int64_t) delivered ? balance : (int64_t) delivered) + smss;
      count = (int64_t) congestion->ssthresh - pipe < limit ? (int64_t) congestion->ssthresh - pipe : limit;
    }
  congestion->cwnd = pipe + (count > 0 ? (uint32_t) count : 0);
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
