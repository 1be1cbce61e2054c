#include "tcp/options.h"

#include "tcp/fast-open.h"
#include "tcp/report.h"
#include "tcp/sack-report.h"
#include "tcp/timestamps.h"
#include "tcp/user-timeout-option.h"

/* RFC 7323 §2.3. */
#define SHIFT_MAX 14

/* The timestamps option and the two NOPs that align it. */
#define TIMESTAMPS_OCTETS 12

uint8_t
tcp_options_shift (const struct tcp_config *config)
{
  uint8_t shift = 0;
  if (config->window_scale_shift != TCP_SHIFT_FROM_BUFFER)
    return config->window_scale_shift < SHIFT_MAX ? config->window_scale_shift : SHIFT_MAX;
  while (shift < SHIFT_MAX && config->receive_buffer >> shift > UINT16_MAX)
    shift++;
  return shift;
}

void
tcp_options_agree (struct tcb *tcb, const struct tcp_options *options, vtime now)
{
  tcb->window_scale_ok = tcb->config.window_scale && (options->present & TCP_OPTION_WINDOW_SCALE) != 0;
  if (tcb->window_scale_ok)
    {
      tcb->snd_wind_shift = options->window_scale < SHIFT_MAX ? options->window_scale : SHIFT_MAX;
      tcb->rcv_wind_shift = tcp_options_shift (&tcb->config);
    }
  tcb->sack_ok = tcb->config.sack && (options->present & TCP_OPTION_SACK_PERMITTED) != 0;
  if (tcb->config.timestamps && (options->present & TCP_OPTION_TIMESTAMPS) != 0)
    tcb->timestamps = (struct tcp_timestamps){ .ok = true, .recent = options->ts_val, .recent_at = now };
}

void
tcp_options_report_agreed (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->window_scale_ok)
    tcp_report_update (tcb, REASON_UPDATE_WINDOW_SCALE_AGREED, 0, step);
  if (tcb->timestamps.ok)
    tcp_report_update (tcb, REASON_UPDATE_TIMESTAMPS_AGREED, 0, step);
  if (tcb->sack_ok)
    tcp_report_update (tcb, REASON_UPDATE_SACK_AGREED, 0, step);
  if (tcb->ecn.ok)
    tcp_report_update (tcb, REASON_UPDATE_ECN_AGREED, 0, step);
}

uint32_t
tcp_options_overhead (const struct tcb *tcb)
{
  return tcb->timestamps.ok ? TIMESTAMPS_OCTETS : 0;
}

/* The options of a SYN (MUST-65). One with ACK answers: it has what the other SYN had too. */
static void
add_syn_options (const struct tcb *tcb, struct segment *segment)
{
  bool answers = (segment->flags & TCP_ACK) != 0;
  segment->options.order = (uint8_t) tcb->config.option_order;
  if (tcb->config.mss > 0)
    {
      segment->options.present |= TCP_OPTION_MSS;
      segment->options.mss = tcb->config.mss;
    }
  if (answers ? tcb->window_scale_ok : tcb->config.window_scale)
    {
      segment->options.present |= TCP_OPTION_WINDOW_SCALE;
      segment->options.window_scale = tcp_options_shift (&tcb->config);
    }
  if (answers ? tcb->sack_ok : tcb->config.sack)
    segment->options.present |= TCP_OPTION_SACK_PERMITTED;
  tcp_fast_open_add (tcb, segment);
}

/* Every segment has timestamps once both SYNs had (RFC 7323 §3.2); TSecr counts beside an ACK only. */
static void
add_timestamps (const struct tcb *tcb, struct segment *segment, vtime now)
{
  bool offers = (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN && tcb->config.timestamps;
  if (!offers && !tcb->timestamps.ok)
    return;
  segment->options.present |= TCP_OPTION_TIMESTAMPS;
  segment->options.ts_val = tcp_timestamps_now (&tcb->config, now);
  segment->options.ts_ecr = (segment->flags & TCP_ACK) != 0 ? tcb->timestamps.recent : 0;
}

void
tcp_options_add (const struct tcb *tcb, struct segment *segment, vtime now)
{
  if ((segment->flags & TCP_SYN) != 0)
    add_syn_options (tcb, segment);
  else if ((segment->flags & TCP_ACK) != 0)
    tcp_sack_add (tcb, segment);
  add_timestamps (tcb, segment, now);
  tcp_uto_add (tcb, segment);
}
