/* Opening and closing: SYN and FIN each take one number. */
#include "explain/checks.h"
#include "explain/format.h"

#include <glib/gi18n.h>

void
check_syn_number (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;

  if (s != NULL && c->vars != NULL)
    checks_add (c, checks, s->seq == c->vars->iss && c->vars->snd_nxt == c->vars->iss + 1,
                _ ("The SYN takes one number"), "ISS %u + 1 = SND.NXT %u", s->seq, c->vars->snd_nxt);
}

void
check_ack_of_peer_syn (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;

  if (s != NULL && c->vars != NULL && c->vars->rcv_nxt == c->vars->irs + 1)
    checks_add (c, checks, s->ack == c->vars->irs + 1, _ ("ack is one past {peer}’s SYN"), "IRS %u + 1 = SEG.ACK %u",
                c->vars->irs, s->ack);
}

void
check_takes_no_number (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;

  if (s != NULL && segment_len (s) == 0)
    checks_add (c, checks, true, _ ("A pure ACK takes no number"), "SEG.LEN %u", segment_len (s));
}

void
check_fin_sent (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;
  const struct tcp_vars *v = c->vars;

  if (s == NULL || v == NULL)
    return;
  checks_add (c, checks, v->unsent == 0, _ ("Unsent octets"), "%u", v->unsent);
  checks_add (c, checks, v->snd_nxt == s->seq + segment_len (s), _ ("The FIN takes one number"), "SND.NXT %u + 1 = %u",
              s->seq + s->length, s->seq + s->length + 1);
  if (s->flags & TCP_ACK)
    checks_add (c, checks, s->ack == v->rcv_nxt, _ ("ACK repeats what {peer} sent"), "RCV.NXT = %u", v->rcv_nxt);
}

void
check_fin_acked (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->arrived_at;

  if (s != NULL && v != NULL)
    checks_add (c, checks, s->ack == v->snd_nxt, _ ("ACK covers {host}’s FIN"), "SEG.ACK %u = SND.NXT %u", s->ack,
                v->snd_nxt);
}

void
check_fin_in_order (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->arrived;
  const struct tcp_vars *v = c->vars;
  uint32_t fin;

  if (s == NULL || v == NULL || !(s->flags & TCP_FIN))
    return;
  fin = s->seq + s->length;
  checks_add (c, checks, v->rcv_nxt == fin + 1, _ ("Everything up to {peer}’s FIN is here"), "%u + 1 = RCV.NXT %u", fin,
              v->rcv_nxt);
}

/* An RST answers in the numbers of the one who asked, so that it will be believed: RFC 9293 §3.10.7.1. */
void
check_rst_number (const struct explain_context *c, GPtrArray *checks)
{
  const struct segment *s = c->segment;
  const struct segment *a = c->arrived;

  if (s == NULL || a == NULL || s == a)
    return;
  if (a->flags & TCP_ACK)
    checks_add (c, checks, s->seq == a->ack, _ ("The RST takes its number from the ACK"), "SEG.SEQ %u = %u", s->seq,
                a->ack);
  else
    checks_add (c, checks, s->seq == 0 && s->ack == a->seq + segment_len (a),
                _ ("No ACK to take a number from: the RST acknowledges"), "%u + %u = SEG.ACK %u", a->seq,
                segment_len (a), s->ack);
}

void
check_2msl (const struct explain_context *c, GPtrArray *checks)
{
  int64_t wait = c->event->until - c->event->at;
  g_autofree char *msl = explain_format_duration (wait / 2);
  g_autofree char *whole = explain_format_duration (wait);

  if (c->event->until != VTIME_NEVER)
    checks_add (c, checks, true, _ ("Twice the maximum segment lifetime"), "2 × %s = %s", msl, whole);
}
