/* Timestamps (RFC 7323), with the check that protects against wrapped sequence numbers (PAWS). */
#include "tcp/timestamps.h"

#include "tcp/acknowledge.h"
#include "tcp/checks.h"
#include "tcp/report.h"

/* After so long without a segment the peer's clock may have gone half around (RFC 7323 §5.5). */
#define RECENT_LIFETIME SEC (24 * 86400)

uint32_t
tcp_timestamps_now (const struct tcp_config *config, vtime now)
{
  return config->ts_offset + (uint32_t) (now / config->ts_tick);
}

static bool
has_timestamps (const struct segment *segment)
{
  return (segment->options.present & TCP_OPTION_TIMESTAMPS) != 0;
}

static bool
is_outdated (const struct tcb *tcb, vtime now)
{
  return now - tcb->timestamps.recent_at > RECENT_LIFETIME;
}

void
tcp_timestamps_note (struct tcb *tcb, const struct segment *segment, vtime now)
{
  struct tcp_timestamps *timestamps = &tcb->timestamps;
  if (!timestamps->ok || !has_timestamps (segment) || seq_gt (segment->seq, tcb->last_ack_sent))
    return;
  if (seq_lt (segment->options.ts_val, timestamps->recent) && !is_outdated (tcb, now))
    return;
  timestamps->recent = segment->options.ts_val;
  timestamps->recent_at = now;
}

vtime
tcp_timestamps_round_trip (const struct tcb *tcb, const struct segment *segment, vtime now)
{
  if (!has_timestamps (segment))
    return -1;
  uint32_t ticks = tcp_timestamps_now (&tcb->config, now) - segment->options.ts_ecr;
  /* Nothing was sent before the beginning: such an echo is made up. */
  return (vtime) ticks <= now / tcb->config.ts_tick ? (vtime) ticks * tcb->config.ts_tick : -1;
}

uint32_t
tcp_timestamps_samples (const struct tcb *tcb, uint32_t flight)
{
  uint32_t two_segments = 2 * tcb->eff_snd_mss;
  uint32_t samples = flight / two_segments + (flight % two_segments != 0);
  return samples > 0 ? samples : 1;
}

/* R1 of RFC 7323 §5.3. A RST is exempt. A SYN may lack the option: a peer that restarted must get its answer. */
enum verdict
tcp_check_timestamp (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (!tcb->timestamps.ok || (segment->flags & TCP_RST) != 0)
    return GO_ON;
  bool syn = (segment->flags & TCP_SYN) != 0;
  if (!has_timestamps (segment) && (syn || !tcb->config.timestamps_required))
    return GO_ON;
  if (!has_timestamps (segment))
    {
      tcp_report_discard (tcb, REASON_DISCARD_NO_TIMESTAMP, segment, step);
      return STOP;
    }
  if (seq_geq (segment->options.ts_val, tcb->timestamps.recent))
    return GO_ON;
  if (is_outdated (tcb, step->now))
    {
      tcp_report_update (tcb, REASON_UPDATE_TS_RECENT_OUTDATED, 0, step);
      return GO_ON;
    }
  tcp_report_discard (tcb, REASON_DISCARD_PAWS, segment, step);
  if (segment_len (segment) > 0 || tcp_challenge_allowed (tcb, step))
    tcp_ack_now (tcb, REASON_SEND_ACK_PAWS, step);
  return STOP;
}
