/* What is checked of a segment that arrives: its numbers against the window and against what was sent. */
#include "explain/checks.h"

#include <glib/gi18n.h>

/* A segment is of use when its last number is not before the window and its first not beyond it; without room only an
 * empty one at exactly RCV.NXT is. This is the table of RFC 9293 §3.10.7.4, read line by line. */
void
check_acceptable (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;
  uint32_t length;

  if (s == NULL || v == NULL || v->state < TCP_SYN_RECEIVED)
    return;
  length = segment_len (s);
  if (v->rcv_wnd == 0)
    {
      checks_add (c, checks, s->seq == v->rcv_nxt, _ ("Exactly the expected number"), "SEG.SEQ %u = RCV.NXT %u", s->seq,
                  v->rcv_nxt);
      checks_add (c, checks, length == 0, _ ("No room, so nothing in it"), "SEG.LEN %u = 0", length);
      return;
    }
  if (length == 0)
    checks_add (c, checks, seq_leq (v->rcv_nxt, s->seq), _ ("Not before the window"), "RCV.NXT %u ≤ SEG.SEQ %u",
                v->rcv_nxt, s->seq);
  else
    checks_add (c, checks, seq_leq (v->rcv_nxt, s->seq + length - 1), _ ("Last number not before the window"),
                "RCV.NXT %u ≤ %u", v->rcv_nxt, s->seq + length - 1);
  checks_add (c, checks, seq_lt (s->seq, v->rcv_nxt + v->rcv_wnd), _ ("First number not beyond the window"),
              "SEG.SEQ %u < %u", s->seq, v->rcv_nxt + v->rcv_wnd);
}

/* The counter-experiment, by which it fails, and the circle, on which it fits. */
void
check_plainly_acceptable (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || v->state < TCP_SYN_RECEIVED)
    return;
  checks_add (c, checks, v->rcv_nxt <= s->seq, _ ("Plainly: not before the window"), "RCV.NXT %u ≤ SEG.SEQ %u",
              v->rcv_nxt, s->seq);
  checks_add (c, checks, s->seq < v->rcv_nxt + v->rcv_wnd, _ ("Plainly: not beyond the window"), "SEG.SEQ %u < %u",
              s->seq, v->rcv_nxt + v->rcv_wnd);
  checks_add (c, checks, true, _ ("On the circle it fits"), "(%u − %u) mod 2³² = %u < RCV.WND %u", s->seq, v->rcv_nxt,
              s->seq - v->rcv_nxt, v->rcv_wnd);
}

void
check_plainly_new (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || !(s->flags & TCP_ACK))
    return;
  checks_add (c, checks, v->snd_una < s->ack, _ ("Plainly: confirms something new"), "SND.UNA %u < SEG.ACK %u",
              v->snd_una, s->ack);
  checks_add (c, checks, true, _ ("On the circle it does"), "(%u − %u) mod 2³² = %u", s->ack, v->snd_una,
              s->ack - v->snd_una);
}

/* The octet of a window probe is sent beyond SND.NXT; it counts only when it is acknowledged. */
static bool
is_probing (const struct tcp_vars *v)
{
  return v->timer_deadline[TCP_TIMER_PERSIST] != VTIME_NEVER;
}

void
check_ack_of_sent (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || !(s->flags & TCP_ACK) || v->state < TCP_SYN_SENT)
    return;
  if (is_probing (v) && s->ack == v->snd_nxt + 1)
    checks_add (c, checks, true, _ ("Confirms what the window probe carried"), "SEG.ACK %u = SND.NXT %u + 1", s->ack,
                v->snd_nxt);
  else
    checks_add (c, checks, seq_leq (s->ack, v->snd_nxt), _ ("Confirms only what was sent"), "SEG.ACK %u ≤ SND.NXT %u",
                s->ack, v->snd_nxt);
}

void
check_ack_new (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || !(s->flags & TCP_ACK))
    return;
  checks_add (c, checks, seq_lt (v->snd_una, s->ack), _ ("Confirms something new"), "SND.UNA %u < SEG.ACK %u",
              v->snd_una, s->ack);
  check_ack_of_sent (c, checks);
}

void
check_ack_of_syn (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || !(s->flags & TCP_ACK) || v->state != TCP_SYN_SENT)
    return;
  checks_add (c, checks, seq_lt (v->iss, s->ack), _ ("Confirms {host}’s SYN"), "ISS %u < SEG.ACK %u", v->iss, s->ack);
  check_ack_of_sent (c, checks);
}

void
check_ack_not_old (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL)
    return;
  checks_add (c, checks, seq_leq (v->snd_una - v->max_snd_wnd, s->ack), _ ("ACK not older than the largest window"),
              "%u − %u ≤ SEG.ACK %u", v->snd_una, v->max_snd_wnd, s->ack);
}

void
check_rst_exact (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || v->state < TCP_SYN_RECEIVED)
    return;
  checks_add (c, checks, s->seq == v->rcv_nxt, _ ("RST at exactly the expected number"), "SEG.SEQ %u = RCV.NXT %u",
              s->seq, v->rcv_nxt);
}

void
check_follows (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || v->state < TCP_SYN_RECEIVED)
    return;
  if (seq_lt (s->seq, v->rcv_nxt))
    checks_add (c, checks, true, _ ("No gap before it"), "SEG.SEQ %u ≤ RCV.NXT %u", s->seq, v->rcv_nxt);
  else
    checks_add (c, checks, s->seq == v->rcv_nxt, _ ("No gap before it"), "SEG.SEQ %u = RCV.NXT %u", s->seq, v->rcv_nxt);
}

/* An old segment must not take back a newer window: RFC 9293 §3.10.7.4, fifth check. */
void
check_window_newer (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL || v->state < TCP_SYN_RECEIVED)
    return;
  if (v->snd_wl1 == s->seq)
    checks_add (c, checks, seq_leq (v->snd_wl2, s->ack), _ ("Not older than the last update"),
                "SND.WL2 %u ≤ SEG.ACK %u", v->snd_wl2, s->ack);
  else if (seq_gt (v->snd_wl1, s->seq) && seq_gt (s->ack, v->snd_una))
    checks_add (c, checks, true, _ ("Old text, but it acknowledges more than all before it"), "SEG.ACK %u > SND.UNA %u",
                s->ack, v->snd_una);
  else
    checks_add (c, checks, seq_lt (v->snd_wl1, s->seq), _ ("Newer than the last update"), "SND.WL1 %u < SEG.SEQ %u",
                v->snd_wl1, s->seq);
}

void
check_duplicate_ack (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s == NULL || v == NULL)
    return;
  if (v->sack_ok)
    {
      checks_add (c, checks, (s->options.present & TCP_OPTION_SACK) != 0, _ ("Reports something new by SACK"), "%u",
                  s->options.sack_count);
      return;
    }
  checks_add (c, checks, v->snd_nxt != v->snd_una, _ ("Octets are outstanding"), "SND.NXT %u − SND.UNA %u = %u",
              v->snd_nxt, v->snd_una, v->snd_nxt - v->snd_una);
  checks_add (c, checks, segment_len (s) == 0, _ ("Carries nothing itself"), "SEG.LEN %u = 0", segment_len (s));
  checks_add (c, checks, s->ack == v->snd_una, _ ("Confirms nothing new"), "SEG.ACK %u = SND.UNA %u", s->ack,
              v->snd_una);
  checks_add (c, checks, (uint32_t) s->wnd << v->snd_wind_shift == v->snd_wnd, _ ("Offers the same window"),
              "SEG.WND %u = SND.WND %u", (uint32_t) s->wnd << v->snd_wind_shift, v->snd_wnd);
}

void
check_timestamp (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s != NULL && v != NULL)
    checks_add (c, checks, seq_geq (s->options.ts_val, v->ts_recent), _ ("Timestamp not older than the last"),
                "TSval %u ≥ TS.Recent %u", s->options.ts_val, v->ts_recent);
}

void
check_has_syn (const struct explain_context *c, GPtrArray *checks)
{
  if (c->arrived != NULL)
    checks_add (c, checks, (c->arrived->flags & TCP_SYN) != 0, _ ("SYN is set"), "SYN = %d",
                (c->arrived->flags & TCP_SYN) != 0);
}

void
check_has_ack (const struct explain_context *c, GPtrArray *checks)
{
  if (c->arrived != NULL)
    checks_add (c, checks, (c->arrived->flags & TCP_ACK) != 0, _ ("ACK is set"), "ACK = %d",
                (c->arrived->flags & TCP_ACK) != 0);
}
