#include "tcp/cubic.h"

/* C = 0.4: 0.4 (t / 1000)³ = t³ / 2.5e9 with t in milliseconds. */
#define CUBE_PER_SEGMENT INT64_C (2500000000)

/* Milliseconds whose cube still fits; W is far beyond any window by then. */
#define TIME_MAX 2000000

/* W_est goes no further than any window can (RFC 7323 §2.3). */
#define ESTIMATE_MAX ((UINT64_C (1) << 30) * CUBIC_FRACTION)

/* alpha = 3 (1 - 0.7) / (1 + 0.7) = 9 / 17 (§4.3). */
#define ALPHA_NUMERATOR 9
#define ALPHA_DENOMINATOR 17

uint32_t
cubic_beta (uint32_t octets)
{
  return (uint32_t) ((uint64_t) octets * 7 / 10);
}

uint32_t
cubic_root (uint64_t value)
{
  uint64_t root = 0;
  for (int bit = 21; bit >= 0; bit--)
    {
      uint64_t more = root | UINT64_C (1) << bit;
      if (more <= 2642245 && more * more * more <= value)
        root = more;
    }
  return (uint32_t) root;
}

void
cubic_loss (struct cubic *cubic, uint32_t cwnd)
{
  /* Fast convergence: a window that falls twice in a row makes room for newcomers. */
  cubic->w_max = cwnd < cubic->w_max ? (uint32_t) ((uint64_t) cwnd * 17 / 20) : cwnd;
  cubic->cwnd_prior = cwnd;
  cubic->epoch = VTIME_NEVER;
}

void
cubic_timeout (struct cubic *cubic, uint32_t cwnd)
{
  cubic->w_max = 0;
  cubic->cwnd_prior = cwnd;
  cubic->epoch = VTIME_NEVER;
}

void
cubic_pause (struct cubic *cubic, vtime duration)
{
  if (cubic->epoch != VTIME_NEVER)
    cubic->epoch += duration;
}

/* A stage of congestion avoidance begins: K = cbrt ((W_max - cwnd_epoch) / C) (§4.2). */
static void
begin_epoch (struct cubic *cubic, const struct cubic_ack *ack)
{
  cubic->epoch = ack->now;
  cubic->w_est = (uint64_t) ack->cwnd * CUBIC_FRACTION;
  cubic->k = 0;
  if (cubic->w_max <= ack->cwnd)
    cubic->w_max = ack->cwnd;
  else
    cubic->k = MS (cubic_root ((uint64_t) (cubic->w_max - ack->cwnd) * CUBE_PER_SEGMENT / ack->smss));
}

/* W (t) in octets. */
static int64_t
window_at (const struct cubic *cubic, vtime t, uint32_t smss)
{
  int64_t time = (t - cubic->k) / MS (1);
  time = time > TIME_MAX ? TIME_MAX : time;
  int64_t cube = time * time * time;
  int64_t segments = cube / CUBE_PER_SEGMENT;
  return cubic->w_max + segments * smss + cube % CUBE_PER_SEGMENT * smss / CUBE_PER_SEGMENT;
}

/* What Reno would have: slower than Reno itself until the window from before the loss is reached, since less was lost
 * (§4.3). */
static void
grow_estimate (struct cubic *cubic, const struct cubic_ack *ack)
{
  bool back = cubic->w_est / CUBIC_FRACTION >= cubic->cwnd_prior;
  uint64_t gain = (uint64_t) ack->acked * ack->smss * CUBIC_FRACTION / ack->cwnd;
  cubic->w_est += back ? gain : gain * ALPHA_NUMERATOR / ALPHA_DENOMINATOR;
  if (cubic->w_est > ESTIMATE_MAX)
    cubic->w_est = ESTIMATE_MAX;
}

uint32_t
cubic_window (struct cubic *cubic, const struct cubic_ack *ack)
{
  if (cubic->epoch == VTIME_NEVER)
    begin_epoch (cubic, ack);
  grow_estimate (cubic, ack);
  vtime t = ack->now - cubic->epoch;
  uint64_t estimate = cubic->w_est / CUBIC_FRACTION;
  cubic->reno_friendly = window_at (cubic, t, ack->smss) < (int64_t) estimate;
  if (cubic->reno_friendly)
    return (uint32_t) estimate;
  int64_t most = (int64_t) ack->cwnd + ack->cwnd / 2;
  int64_t target = window_at (cubic, t + ack->rtt, ack->smss);
  target = target > most ? most : target;
  if (target <= ack->cwnd)
    return ack->cwnd;
  /* (target - cwnd) / cwnd of a segment for each one acknowledged; an ACK of more than a window is worth the target. */
  uint32_t acked = ack->acked < ack->cwnd ? ack->acked : ack->cwnd;
  return ack->cwnd + (uint32_t) ((target - ack->cwnd) * acked / ack->cwnd);
}
