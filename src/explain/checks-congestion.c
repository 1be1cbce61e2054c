/* The arithmetic of RFC 5681, RFC 6582, RFC 6675 and RFC 9438. */
#include "explain/checks.h"
#include "tcp/config.h"

#include <glib/gi18n.h>

/* The variables that the change started from: other events of the same arrival may already show its outcome. */
static const struct tcp_vars *
start_of (const struct explain_context *c)
{
  return c->arrived_at != NULL ? c->arrived_at : c->before;
}

void
check_three_duplicates (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars != NULL)
    checks_add (c, checks, c->vars->dupacks >= 3, _ ("Three duplicate ACKs"), "%u ≥ 3", c->vars->dupacks);
}

/* RFC 6675 §4, IsLost: what was reported, or three duplicate ACKs. */
static void
check_reported (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;

  if (v->sacked > 2 * v->eff_snd_mss)
    checks_add (c, checks, true, _ ("SACK reports more than two segments above"), "%u > 2 × %u", v->sacked,
                v->eff_snd_mss);
  else if (v->sacked_ranges >= 3)
    checks_add (c, checks, true, _ ("SACK reports three ranges above"), "%u ≥ 3", v->sacked_ranges);
  else
    check_three_duplicates (c, checks);
}

void
check_loss (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars != NULL && c->vars->sack_ok)
    check_reported (c, checks);
  else
    check_three_duplicates (c, checks);
}

void
check_enter_sack_recovery (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars == NULL)
    return;
  check_reported (c, checks);
  checks_add (c, checks, c->vars->cwnd == c->vars->ssthresh, _ ("cwnd falls to ssthresh"), "cwnd %u = ssthresh %u",
              c->vars->cwnd, c->vars->ssthresh);
}

static uint32_t
cubic_part (uint32_t whole, uint32_t mss)
{
  return MAX ((uint32_t) ((uint64_t) whole * 7 / 10), 2 * mss);
}

/* CUBIC keeps 0.7 of what is in flight, of which some may have been sent by limited transmit; or of cwnd, if it has
 * been set to, which is more. */
static void
check_cubic_ssthresh (const struct explain_context *c, GPtrArray *checks)
{
  uint32_t mss = c->vars->eff_snd_mss;
  uint32_t flight = start_of (c)->flight_size;
  bool of_flight = c->vars->ssthresh <= cubic_part (flight, mss);
  uint32_t whole = of_flight ? flight : start_of (c)->cwnd;

  checks_add (c, checks, c->vars->ssthresh <= cubic_part (whole, mss),
              of_flight ? _ ("ssthresh: at most 0.7 of what is in flight") : _ ("ssthresh: at most 0.7 of cwnd"),
              "%u ≤ max (0.7 × %u, 2 × %u)", c->vars->ssthresh, whole, mss);
}

/* RFC 5681 §3.2: what limited transmit sent, two segments at most, is not counted as in flight. */
static void
check_ssthresh (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars->congestion_name == TCP_CONGESTION_CUBIC)
    {
      check_cubic_ssthresh (c, checks);
      return;
    }
  uint32_t mss = c->vars->eff_snd_mss;
  uint32_t flight = start_of (c)->flight_size;
  uint32_t limited = MIN (flight, 2 * mss);
  uint32_t most = MAX (flight / 2, 2 * mss);
  uint32_t least = MAX ((flight - limited) / 2, 2 * mss);

  if (c->vars->ssthresh > most)
    checks_add (c, checks, c->vars->ssthresh == MAX (start_of (c)->cwnd / 2, 2 * mss), _ ("ssthresh: half of cwnd"),
                "max (%u / 2, 2 × %u) = %u", start_of (c)->cwnd, mss, c->vars->ssthresh);
  else if (c->vars->ssthresh == most || least == most)
    checks_add (c, checks, c->vars->ssthresh == most, _ ("ssthresh: half of what is in flight"),
                "max (%u / 2, 2 × %u) = %u", flight, mss, most);
  else
    checks_add (c, checks, c->vars->ssthresh >= least && c->vars->ssthresh < most,
                _ ("ssthresh: half of what is in flight, without limited transmit"), "%u < max (%u / 2, 2 × %u)",
                c->vars->ssthresh, flight, mss);
}

void
check_enter_recovery (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;

  if (v == NULL || start_of (c) == NULL)
    return;
  check_ssthresh (c, checks);
  checks_add (c, checks, v->cwnd == v->ssthresh + 3 * v->eff_snd_mss, _ ("cwnd: three segments more"),
              "%u + 3 × %u = %u", v->ssthresh, v->eff_snd_mss, v->ssthresh + 3 * v->eff_snd_mss);
}

void
check_inflate (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;

  const struct tcp_vars *b = start_of (c);

  if (v != NULL && b != NULL)
    checks_add (c, checks, v->cwnd == b->cwnd + v->eff_snd_mss, _ ("cwnd: one segment more"), "%u + %u = %u", b->cwnd,
                v->eff_snd_mss, b->cwnd + v->eff_snd_mss);
}

void
check_partial_ack (const struct explain_context *c, GPtrArray *checks)
{
  if (c->arrived != NULL && c->vars != NULL)
    checks_add (c, checks, seq_leq (c->arrived->ack, c->vars->recover), _ ("Not all of the loss is repaired"),
                "SEG.ACK %u ≤ recover %u", c->arrived->ack, c->vars->recover);
}

void
check_leave_recovery (const struct explain_context *c, GPtrArray *checks)
{
  if (c->arrived == NULL || c->arrived_at == NULL || c->vars == NULL)
    return;
  checks_add (c, checks, seq_gt (c->arrived->ack, c->arrived_at->recover), _ ("The whole loss is repaired"),
              "SEG.ACK %u > recover %u", c->arrived->ack, c->arrived_at->recover);
  checks_add (c, checks, c->vars->cwnd <= c->vars->ssthresh, _ ("cwnd is taken back"), "cwnd %u ≤ ssthresh %u",
              c->vars->cwnd, c->vars->ssthresh);
}

void
check_collapse (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;

  if (v == NULL || c->before == NULL)
    return;
  /* A further timeout of the same segment keeps ssthresh. */
  if (v->ssthresh != c->before->ssthresh)
    check_ssthresh (c, checks);
  checks_add (c, checks, v->cwnd == v->eff_snd_mss, _ ("cwnd: one segment"), "cwnd %u = Eff.snd.MSS %u", v->cwnd,
              v->eff_snd_mss);
}

/* most: what it may grow by beyond one segment. */
static void
check_growth (const struct explain_context *c, uint32_t most, GPtrArray *checks)
{
  uint32_t growth = c->vars->cwnd - start_of (c)->cwnd;
  bool small = growth <= c->vars->eff_snd_mss;

  checks_add (c, checks, small || growth <= most,
              small ? _ ("Grows by one segment at most") : _ ("Grows by no more than was acknowledged"), "%u + %u = %u",
              start_of (c)->cwnd, growth, c->vars->cwnd);
}

void
check_slow_start (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars == NULL || start_of (c) == NULL)
    return;
  if (c->vars->ssthresh == UINT32_MAX)
    checks_add (c, checks, true, _ ("Slow start: below ssthresh"), "%s", _ ("ssthresh is not set yet"));
  else
    checks_add (c, checks, start_of (c)->cwnd < c->vars->ssthresh, _ ("Slow start: below ssthresh"),
                "cwnd %u < ssthresh %u", start_of (c)->cwnd, c->vars->ssthresh);
  check_growth (c, c->event->octets, checks);
}

void
check_congestion_avoidance (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars == NULL || start_of (c) == NULL)
    return;
  checks_add (c, checks, start_of (c)->cwnd >= c->vars->ssthresh, _ ("Congestion avoidance: ssthresh is reached"),
              "cwnd %u ≥ ssthresh %u", start_of (c)->cwnd, c->vars->ssthresh);
  check_growth (c, 0, checks);
}

/* W (t) of RFC 9438 §4.2 at a time since the epoch, octets. */
static double
cubic_window_at (const struct tcp_vars *v, vtime t)
{
  double seconds = (double) (t - v->cubic_k) / 1e9;

  return 0.4 * seconds * seconds * seconds * v->eff_snd_mss + v->cubic_w_max;
}

static void
check_cubic_curve (const struct explain_context *c, vtime t, double window, const char *label, bool holds,
                   GPtrArray *checks)
{
  checks_add (c, checks, holds, label, "0.4 × (%.3f − %.3f)³ × %u + %u = %.0f", (double) t / 1e9,
              (double) c->vars->cubic_k / 1e9, c->vars->eff_snd_mss, c->vars->cubic_w_max, window);
}

/* The curve a round trip from now is where cwnd goes, a part of the way with each ACK. */
static void
check_cubic_target (const struct explain_context *c, vtime t, GPtrArray *checks)
{
  double target = cubic_window_at (c->vars, t + c->vars->srtt);
  uint32_t before = start_of (c)->cwnd;

  check_cubic_curve (c, t + c->vars->srtt, target, _ ("W(t): the curve a round trip from now"), before < target + 1,
                     checks);
  checks_add (c, checks, c->vars->cwnd >= before && c->vars->cwnd <= MAX (target, before) + 1,
              _ ("cwnd goes a part of the way there"), "%u + %u = %u", before, c->vars->cwnd - before, c->vars->cwnd);
}

static void
check_cubic_estimate (const struct explain_context *c, vtime t, GPtrArray *checks)
{
  double window = cubic_window_at (c->vars, t);

  check_cubic_curve (c, t, window, _ ("W(t): the curve now"), window < c->vars->cubic_w_est + 1, checks);
  checks_add (c, checks, c->vars->cwnd == c->vars->cubic_w_est, _ ("W_est: Reno would have more"), "cwnd %u = W_est %u",
              c->vars->cwnd, c->vars->cubic_w_est);
}

void
check_cubic (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars == NULL || start_of (c) == NULL)
    return;
  checks_add (c, checks, start_of (c)->cwnd >= c->vars->ssthresh, _ ("Congestion avoidance: ssthresh is reached"),
              "cwnd %u ≥ ssthresh %u", start_of (c)->cwnd, c->vars->ssthresh);
  if (c->vars->cubic_epoch == VTIME_NEVER)
    return;
  vtime t = c->event->at - c->vars->cubic_epoch;
  if (c->event->reason == REASON_UPDATE_CUBIC)
    check_cubic_target (c, t, checks);
  else
    check_cubic_estimate (c, t, checks);
}

/* RFC 3042: one segment beyond cwnd for each of the first two duplicate ACKs. */
void
check_limited_transmit (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;

  if (v != NULL && v->sack_ok)
    checks_add (c, checks, v->pipe <= v->cwnd, _ ("Not more in the network than cwnd"), "pipe %u ≤ cwnd %u", v->pipe,
                v->cwnd);
  else if (v != NULL)
    checks_add (c, checks, v->flight_size <= v->cwnd + 2 * v->eff_snd_mss, _ ("At most two segments beyond cwnd"),
                "FlightSize %u ≤ cwnd %u + 2 × %u", v->flight_size, v->cwnd, v->eff_snd_mss);
}
