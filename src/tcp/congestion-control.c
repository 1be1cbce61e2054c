/* Reno (RFC 5681 §3.1) and CUBIC (RFC 9438). */
#include "tcp/congestion-control.h"

#include <assert.h>

/* --- Reno: the window itself is all it remembers --- */

static uint32_t
reno_reduced (uint32_t flight)
{
  return flight / 2;
}

/* One SMSS for each window acknowledged, counted in octets as the RFC recommends. */
static enum tcp_reason
reno_avoid (struct congestion *congestion, uint32_t acked, uint32_t smss)
{
  congestion->octets_acked += acked < CONGESTION_WINDOW_MAX ? acked : CONGESTION_WINDOW_MAX;
  if (congestion->octets_acked >= congestion->cwnd)
    {
      congestion->octets_acked -= congestion->cwnd;
      congestion_grow_by (congestion, smss);
    }
  return REASON_UPDATE_CONGESTION_AVOIDANCE;
}

static void
reno_event (struct congestion *congestion)
{
  (void) congestion;
}

static void
reno_pause (struct congestion *congestion, vtime duration)
{
  (void) congestion;
  (void) duration;
}

static const struct congestion_control RENO = {
  .id = TCP_CONGESTION_RENO,
  .reduced = reno_reduced,
  .avoid = reno_avoid,
  .loss = reno_event,
  .timeout = reno_event,
  .pause = reno_pause,
  .restart = reno_event,
};

/* --- CUBIC: cubic.c has the arithmetic --- */

static enum tcp_reason
cubic_avoid (struct congestion *congestion, uint32_t acked, uint32_t smss)
{
  struct cubic_ack ack = { congestion->cwnd, acked, smss, congestion->now, congestion->srtt };
  uint32_t window = cubic_window (&congestion->cubic, &ack);
  if (window > congestion->cwnd)
    congestion_grow_by (congestion, window - congestion->cwnd);
  return congestion->cubic.reno_friendly ? REASON_UPDATE_CUBIC_RENO_FRIENDLY : REASON_UPDATE_CUBIC;
}

static void
cubic_on_loss (struct congestion *congestion)
{
  cubic_loss (&congestion->cubic, congestion->cwnd);
}

static void
cubic_on_timeout (struct congestion *congestion)
{
  cubic_timeout (&congestion->cubic, congestion->cwnd);
}

static void
cubic_on_pause (struct congestion *congestion, vtime duration)
{
  cubic_pause (&congestion->cubic, duration);
}

static void
cubic_on_restart (struct congestion *congestion)
{
  congestion->cubic.epoch = VTIME_NEVER;
}

static const struct congestion_control CUBIC = {
  .id = TCP_CONGESTION_CUBIC,
  .reduced = cubic_beta,
  .avoid = cubic_avoid,
  .loss = cubic_on_loss,
  .timeout = cubic_on_timeout,
  .pause = cubic_on_pause,
  .restart = cubic_on_restart,
};

const struct congestion_control *
congestion_control_of (enum tcp_congestion_name name)
{
  static const struct congestion_control *const controls[] = {
    [TCP_CONGESTION_RENO] = &RENO,
    [TCP_CONGESTION_CUBIC] = &CUBIC,
  };
  assert ((unsigned) name < sizeof controls / sizeof *controls);
  return controls[name];
}
