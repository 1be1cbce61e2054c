/* What may be sent, and what has to wait. */
#include "explain/checks.h"

#include <glib/gi18n.h>

void
check_data_sent (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;
  const struct tcp_vars *v = c->vars;

  if (s == NULL || v == NULL)
    return;
  checks_add (c, checks, s->length <= v->eff_snd_mss, _ ("Not longer than a full segment"), "%u ≤ Eff.snd.MSS %u",
              s->length, v->eff_snd_mss);
  checks_add (c, checks, seq_leq (s->seq + s->length, v->snd_una + v->snd_wnd), _ ("Inside {peer}’s window"),
              "%u ≤ SND.UNA + SND.WND %u", s->seq + s->length, v->snd_una + v->snd_wnd);
  /* What the peer reported has left the network. */
  if (v->sack_ok)
    checks_add (c, checks, v->pipe <= v->cwnd, _ ("Not more in the network than cwnd"), "pipe %u ≤ cwnd %u", v->pipe,
                v->cwnd);
  else if (v->cwnd != UINT32_MAX)
    checks_add (c, checks, v->flight_size <= v->cwnd, _ ("Inside the congestion window"), "FlightSize %u ≤ cwnd %u",
                v->flight_size, v->cwnd);
}

void
check_ack_number (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;

  if (s != NULL && s != c->arrived && c->vars != NULL)
    checks_add (c, checks, s->ack == c->vars->rcv_nxt, _ ("Everything before this number is here"),
                "SEG.ACK %u = RCV.NXT %u", s->ack, c->vars->rcv_nxt);
}

void
check_unsent (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars != NULL)
    checks_add (c, checks, c->vars->unsent == 0, _ ("Nothing is left to send before the FIN"), "%u = 0",
                c->vars->unsent);
}

/* RFC 9293 §3.7.4: a small segment goes only when nothing is outstanding. */
void
check_nagle (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;

  if (v == NULL)
    return;
  checks_add (c, checks, v->unsent >= v->eff_snd_mss, _ ("Enough for a full segment"), "%u ≥ Eff.snd.MSS %u", v->unsent,
              v->eff_snd_mss);
  checks_add (c, checks, v->snd_nxt == v->snd_una, _ ("Nothing outstanding"), "SND.NXT %u = SND.UNA %u", v->snd_nxt,
              v->snd_una);
}

/* RFC 9293 §3.8.6.2.1: U is the usable window, D the data that waits. */
void
check_small_window (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;
  int32_t room;
  uint32_t usable;

  if (v == NULL)
    return;
  room = seq_diff (v->snd_una + v->snd_wnd, v->snd_nxt);
  usable = room > 0 ? (uint32_t) room : 0;
  checks_add (c, checks, MIN (usable, v->unsent) >= v->eff_snd_mss, _ ("A full segment can go"),
              "min (%u, %u) ≥ Eff.snd.MSS %u", v->unsent, usable, v->eff_snd_mss);
  checks_add (c, checks, MIN (usable, v->unsent) >= v->max_snd_wnd / 2, _ ("Half of the largest window can go"),
              "min (%u, %u) ≥ %u / 2", v->unsent, usable, v->max_snd_wnd);
}

void
check_window_zero (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars != NULL)
    checks_add (c, checks, c->vars->snd_wnd == 0, _ ("{peer}’s window is closed"), "SND.WND %u = 0", c->vars->snd_wnd);
}

/* The numbers before the probe took its octet out of the queue. */
void
check_probe (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->event->kind == TRACE_SEND ? c->before : c->vars;

  if (v == NULL)
    return;
  check_window_zero (c, checks);
  checks_add (c, checks, v->unsent > 0 || v->snd_nxt != v->snd_una, _ ("Octets are waiting"), "%u > 0",
              v->unsent + (v->snd_nxt - v->snd_una));
}

void
check_receive_window (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars == NULL)
    return;
  checks_add (c, checks, c->vars->rcv_wnd > 0, _ ("{host} has room"), "RCV.WND %u > 0", c->vars->rcv_wnd);
  checks_add (c, checks, c->vars->unread == 0, _ ("{host}’s program has read everything"), "%u = 0", c->vars->unread);
}

void
check_oldest (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;

  if (s != NULL && c->vars != NULL)
    checks_add (c, checks, s->seq == c->vars->snd_una, _ ("The oldest unacknowledged number"),
                "SEG.SEQ %u = SND.UNA %u", s->seq, c->vars->snd_una);
}

void
check_known_number (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;

  if (s != NULL && c->vars != NULL)
    checks_add (c, checks, s->seq + 1 == c->vars->snd_nxt && segment_len (s) == 0,
                _ ("A number that {peer} has already"), "SEG.SEQ %u = SND.NXT %u − 1", s->seq, c->vars->snd_nxt);
}
